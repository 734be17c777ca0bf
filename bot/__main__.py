"""The composition root and the command line."""

import argparse
import asyncio
import datetime as dt
import logging
import os
import re
import shutil
import signal
import sys
import webbrowser
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from adapters import PhoneSystemError
from bot import compose, console, demo, terminal
from bot.chain import GIVEN, Head
from bot.desk import no_step
from bot.errors import SayError
from bot.lock import sole_use
from bot.settings import HTTP_MODE, SOCKET_MODE, VENDOR_TOKENS, Settings, SettingsError
from bot.slack import check, connection
from bot.store import reading

DEMO_DATABASE = Path("switchhook-demo.db")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command; what goes wrong is one clear sentence and exit status 1."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    parsed = _parser().parse_args(arguments)
    try:
        sys.exit(parsed.command(parsed))
    except (SayError, PhoneSystemError) as error:
        print(error, file=sys.stderr)
        sys.exit(1)
    except (KeyboardInterrupt, BrokenPipeError):
        sys.exit(130)


def _settings(parsed: argparse.Namespace, *, needs: Sequence[str] = ()) -> Settings:
    settings = Settings.read(parsed.config, needs=needs)
    return settings.model_copy(update={"database": parsed.database}) if parsed.database else settings


def _database(parsed: argparse.Namespace) -> Path:
    if parsed.database:
        named: Path = parsed.database
        return named
    if parsed.config or Settings.place().is_file():
        return Settings.read(parsed.config).database
    return DEMO_DATABASE if DEMO_DATABASE.is_file() else Path("switchhook.db")


def _demo(parsed: argparse.Namespace) -> int:
    database = parsed.database or DEMO_DATABASE
    folder = database.with_suffix(".world")
    if parsed.database is None:
        with sole_use(database):
            shutil.rmtree(folder, ignore_errors=True)
            for suffix in ("", "-wal", "-shm"):
                database.with_name(database.name + suffix).unlink(missing_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    return asyncio.run(_serve_demo(database, folder, parsed))


async def _serve_demo(database: Path, folder: Path, parsed: argparse.Namespace) -> int:
    from sandbox.world import PortTakenError, World  # noqa: PLC0415  (only the demo has the make-believe world)

    world = World(folder=folder, port=parsed.port, clock=parsed.clock)
    try:
        await world.start()
    except PortTakenError as error:
        raise SayError(str(error)) from error
    async with AsyncExitStack() as stack:
        stack.push_async_callback(world.stop)
        told = {
            "database": database,
            "slack": {
                name: getattr(world.slack, name) for name in ("api_url", "bot_token", "app_token", "signing_secret")
            },
            "vendors": world.control_state()["vendors"],
            "ids": {
                **{person.name: person.id for person in world.slack.team.people},
                **{channel.name: channel.id for channel in world.slack.team.channels},
            },
        }
        made = _made_before(database)
        lines = tuple(each for each in await compose.discovered(demo.settings(**told)) if each.key not in made)
        settings = demo.settings(**told, lines=lines)
        stop = _on_signals()
        house = await stack.enter_async_context(
            compose.opened(
                settings,
                people=connection.people_of(settings),
                clock=world.clock.now,
                step=_killed_at(parsed.kill_at),
            )
        )
        world.on_clock = house.keeper.wake
        await stack.enter_async_context(connection.connected(house, settings))
        print(f"The demo runs at {world.url}", flush=True)
        if not parsed.no_browser:
            webbrowser.open(world.url)
        await stop.wait()
    return 0


def _made_before(database: Path) -> frozenset[str]:
    """The lines that the demo's own requests have made: those are no part of its settings."""
    if not database.is_file():
        return frozenset()
    with reading(database) as store:
        return frozenset(each.key for each in store.added_lines())


def _run(parsed: argparse.Namespace) -> int:
    needs = (*(HTTP_MODE if parsed.http else SOCKET_MODE), *VENDOR_TOKENS)
    return asyncio.run(_serve(_settings(parsed, needs=needs), parsed))


async def _serve(settings: Settings, parsed: argparse.Namespace) -> int:
    logging.getLogger("bot").setLevel(logging.INFO)
    async with AsyncExitStack() as stack:
        stop = _on_signals()
        house = await stack.enter_async_context(
            compose.opened(settings, people=connection.people_of(settings), observe=parsed.observe)
        )
        await stack.enter_async_context(connection.connected(house, settings, http_port=parsed.http))
        print("Switchhook is running." + (" It only observes." if parsed.observe else ""), flush=True)
        await stop.wait()
    return 0


def _on_signals() -> asyncio.Event:
    stop = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    return stop


def _killed_at(wanted: str) -> Callable[[str], None]:
    """End the process without warning at one step of the work: what tests of a crash need."""
    if not wanted:
        return no_step

    def step(name: str) -> None:
        if name == wanted:
            os.kill(os.getpid(), signal.SIGKILL)

    return step


def _check(parsed: argparse.Namespace) -> int:
    try:
        settings = _settings(parsed)
    except SettingsError:
        settings = _settings(parsed, needs=("SLACK_BOT_TOKEN", *VENDOR_TOKENS))  # what is missing is named as well
    return asyncio.run(check.report(settings, print))


def _lines(parsed: argparse.Namespace) -> int:
    database, configured = _database(parsed), parsed.config or Settings.place().is_file()
    if not parsed.discover and not configured and database.is_file():
        print(terminal.made_lines(database, as_json=parsed.json))
        return 0
    settings = _settings(parsed, needs=VENDOR_TOKENS if parsed.discover else ())
    lines = asyncio.run(compose.discovered(settings)) if parsed.discover else ()
    print(terminal.lines(settings, lines if parsed.discover else None, as_json=parsed.json))
    return 0


def _ask(parsed: argparse.Namespace) -> int:
    if parsed.jsonl:
        return terminal.ask_lines(sys.stdin, sys.stdout)
    if not parsed.text:
        msg = 'Say what to understand, for example: switchhook ask "close support Saturday".'
        raise SayError(msg)
    print(terminal.ask(" ".join(parsed.text), parsed.now, parsed.timezone, parsed.line, as_json=parsed.json))
    return 0


def _status(parsed: argparse.Namespace) -> int:
    settings = _settings(parsed, needs=VENDOR_TOKENS) if parsed.config or Settings.place().is_file() else None
    statuses = asyncio.run(terminal.status(settings, _database(parsed), parsed.name, parsed.at))
    print(console.statuses(statuses, as_json=parsed.json))
    return 0


def _history(parsed: argparse.Namespace) -> int:
    form = "json" if parsed.json else "csv" if parsed.csv else "text"
    print(terminal.history(_database(parsed), parsed.name, parsed.since, form))
    return 0


def _verify(parsed: argparse.Namespace) -> int:
    text, whole = console.verify(_database(parsed), parsed.head)
    print(text, file=sys.stdout if whole else sys.stderr)
    return 0 if whole else 1


def _backup(parsed: argparse.Namespace) -> int:
    print(console.backup(_database(parsed), parsed.file))
    return 0


def _release(parsed: argparse.Namespace) -> int:
    print(asyncio.run(terminal.release(_settings(parsed, needs=VENDOR_TOKENS), parsed.name)))
    return 0


def _instant(text: str) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError as error:
        msg = f"{text!r} is not a moment; write it like 2026-11-20T10:00:00-05:00"
        raise argparse.ArgumentTypeError(msg) from error
    if moment.year not in range(1971, 2200):
        msg = f"{text!r} is too far away; choose a year between 1971 and 2199"
        raise argparse.ArgumentTypeError(msg)
    return moment if moment.tzinfo else moment.astimezone()


def _head(text: str) -> Head:
    number, _, digest = text.partition(":")
    if not re.fullmatch("[0-9]{1,18}", number) or not re.fullmatch("[0-9a-fA-F]{64}", digest):
        msg = f"{text!r} is no head; copy it whole from the approval channel, like 32:9f3c… with 64 digits and letters"
        raise argparse.ArgumentTypeError(msg)
    return Head(int(number), digest.lower(), GIVEN)


def _zone(text: str) -> str:
    try:
        return ZoneInfo(text).key
    except (ValueError, ZoneInfoNotFoundError) as error:
        msg = f"{text!r} is no time zone; write it like America/New_York"
        raise argparse.ArgumentTypeError(msg) from error


def _port(text: str) -> int:
    if not text.isdigit() or int(text) not in range(2**16):
        msg = f"{text!r} is no port; it is a number from 0 to 65535"
        raise argparse.ArgumentTypeError(msg)
    return int(text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="switchhook", description="Change your company's phone lines from Slack.", allow_abbrev=False
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text, allow_abbrev=False)
        added.add_argument("--database", type=Path, metavar="FILE", help="the SQLite file that holds the whole state")
        added.add_argument("--config", type=Path, metavar="FILE", help="the settings; else switchhook.toml")
        added.set_defaults(command=run)
        return added

    each: Any = command("demo", _demo, "try everything in a make-believe workspace, with make-believe vendors")
    each.add_argument("--port", type=_port, default=0, help="where to serve the page; else a free port")
    each.add_argument("--no-browser", action="store_true", help="do not open the page")
    each.add_argument("--clock", type=_instant, metavar="ISO", help="the moment at which the demo's calendar starts")

    each.add_argument("--kill-at", default="", help=argparse.SUPPRESS)

    each = command("run", _run, "run on real Slack, in Socket Mode or, with --http, in HTTP mode")
    each.add_argument("--http", type=_port, metavar="PORT", help="serve /slack/events on this port")
    each.add_argument("--observe", action="store_true", help="plans and approvals, but no write at any vendor")

    command("check", _check, "check settings, tokens, vendors and lines, and say what to do")

    each = command("lines", _lines, "show the configured lines, or those in the vendors' accounts")
    each.add_argument("--discover", action="store_true", help="print ready [[lines]] from the vendors' accounts")
    each.add_argument("--json", action="store_true")

    each = command("ask", _ask, "show what a sentence means; nothing is changed")
    each.add_argument("text", nargs="*", metavar="TEXT")
    each.add_argument("--now", type=_instant, metavar="ISO", help="the present moment; else now")
    each.add_argument("--timezone", type=_zone, default=terminal.DEMO_ZONE, metavar="TZ", help="the zone of the lines")
    each.add_argument("--line", action="append", metavar="NAME", help="a line that there is; may be repeated")
    each.add_argument("--json", action="store_true")
    each.add_argument("--jsonl", action="store_true", help="read one object a line, answer one object a line")

    each = command("status", _status, "show what callers get now, or then")
    each.add_argument("name", nargs="?", metavar="LINE")
    each.add_argument("--at", metavar="WHEN", help="another moment: ISO, or words such as “Saturday 3pm”")
    each.add_argument("--json", action="store_true")

    each = command("history", _history, "show the records")
    each.add_argument("name", nargs="?", metavar="LINE")
    each.add_argument("--since", metavar="WHEN", help="only what happened since then: ISO date or moment")
    form = each.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true")
    form.add_argument("--csv", action="store_true")

    each = command("verify", _verify, "check the chain of records, offline")
    text = "a head that was copied from the approval channel; may be repeated"
    each.add_argument("--head", type=_head, action="append", default=[], metavar="NUMBER:HASH", help=text)

    each = command("backup", _backup, "copy the database safely, also while Switchhook runs")
    each.add_argument("file", type=Path, metavar="FILE")
    each = command("release", _release, "put the standing hours back at the vendor and end all overrides")
    each.add_argument("name", nargs="?", metavar="LINE")
    return parser


if __name__ == "__main__":
    main()
