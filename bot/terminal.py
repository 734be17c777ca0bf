"""The commands that ask something of the rooms, without a surface."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TextIO

from adapters import DATED, Call, Line, Settled, listening
from bot import compose, console, describe, language
from bot.alerts import AlertKind
from bot.errors import NotFoundError, SayError
from bot.kept import AddedLine
from bot.kinds import RecordKind
from bot.language import KnownLine, Verb
from bot.lines import Lines, LineSetting, left_out
from bot.people import Nobody
from bot.reports import LineStatus
from bot.requests import IN_FORCE, Record, State
from bot.rows import told_calls
from bot.settings import Settings
from bot.status import NOW, Reporter, When, when_of
from bot.store import Store, StoreThread, reading

DEMO_LINES = ("Support", "Sales", "Billing")
DEMO_ZONE = "America/New_York"


def ask(text: str, now: dt.datetime | None, zone: str, names: Sequence[str] | None, *, as_json: bool) -> str:
    """What a sentence means, for people or as JSON."""
    now = now or compose.now()
    lines = [KnownLine(name=name, zone=zone) for name in names or DEMO_LINES]
    found = language.read(text, now=now, lines=lines, zone=zone)
    if as_json:
        return json.dumps(language.to_json(found, now=now, lines=lines, zone=zone), ensure_ascii=False)
    if found.question:
        return "\n".join([found.question, *(f"- {choice.label}: {choice.text}" for choice in found.choices)])
    words = [f"  {typed} → {meaning}" for typed, meaning in found.words]
    return "\n".join([found.sentence or found.verb.value, *words])


def ask_lines(source: TextIO, target: TextIO) -> int:
    """Answer one object a line for each object a line."""
    for answer in language.ask_lines(source, compose.now(), DEMO_ZONE):
        target.write(answer + "\n")
        target.flush()
    return 0


def lines(settings: Settings, found: Sequence[Line] | None, *, as_json: bool) -> str:
    """The configured lines and those made since, or those found at the vendors as settings to copy."""
    if found is None:
        configured = compose.line_settings(settings)
        added = compose.added_lines(settings.database, configured)
        rows = [each.model_dump(mode="json") for each in settings.lines]
        if as_json:
            rows += map(_made, added)
            return json.dumps(rows, indent=2, ensure_ascii=False)
        named = "\n".join(f"{each['name']}: {each['vendor']} {each['id']}" for each in rows)
        return (
            "\n\n".join(filter(None, [named, *(_to_be_moved(each, configured) for each in added)]))
            or "No line is configured yet."
        )
    if as_json:
        return json.dumps([line.model_dump(mode="json") for line in found], indent=2, ensure_ascii=False)
    tables = [
        f"[[lines]]\nname = {json.dumps(line.name)}\nvendor = {json.dumps(line.system)}\nid = {json.dumps(line.id)}"
        f"\nmanage = false  # true: Switchhook may change it\n# {describe.a_kind(line.kind)} in {line.zone}"
        for line in found
    ]
    return "\n\n".join(tables) or "The vendors' accounts have no lines."


def made_lines(database: Path, *, as_json: bool) -> str:
    """The lines that were made from Slack, where no settings say which others there are."""
    added = compose.added_lines(database)
    if as_json:
        return json.dumps([_made(each) for each in added], indent=2, ensure_ascii=False)
    return "\n\n".join(_to_be_moved(each, ()) for each in added) or (
        f"{database} keeps no line that was made from Slack. For those in the settings, name their file with --config."
    )


def _made(line: AddedLine) -> dict[str, object]:
    return LineSetting.of(line).model_dump(mode="json") | {"made_by": line.request}


def _to_be_moved(line: AddedLine, configured: Sequence[LineSetting]) -> str:
    """A line that was made from Slack, and the settings that would keep it where the others are."""
    problem = left_out(line, configured, [line.vendor])
    if problem:
        return f"{line.name}: {line.vendor} {line.id}, made by request {line.request}. {problem}"
    country = f"\ncountry = {json.dumps(line.country)}" if line.country else ""
    return (
        f"{line.name}: {line.vendor} {line.id}, made by request {line.request}. It is looked after already; to have it"
        f" in the settings file, copy this there:\n[[lines]]\nname = {json.dumps(line.name, ensure_ascii=False)}"
        f"\nvendor = {json.dumps(line.vendor)}\nid = {json.dumps(line.id)}{country}"
    )


async def status(settings: Settings | None, database: Path, name: str | None, at: str | None) -> tuple[LineStatus, ...]:
    """What callers get: read at the vendors if there are settings, else as the database has it."""
    if settings is None:
        return await _remembered(database, name, at)
    async with compose.reading(settings) as desk:
        names = _chosen(desk.lines, name)
        found = (await desk.status(names, _when(at, desk.lines))).lines
        return tuple(sorted(found, key=lambda line: list(names).index(line.name)))


async def release(settings: Settings, name: str | None) -> str:
    """Put the standing hours back on one line or on all; says what was done, and what is left."""
    async with compose.opened(settings, people=Nobody()) as house:
        told, waiting = list[str](), dict[str, Settled]()
        names, heard = _chosen(house.lines, name), defaultdict[str, list[Call]](list)
        for each in names:
            settled = await _released(house.lines, each, heard[each])
            if settled.left and len(names) > 1:
                waiting[each] = settled
            else:
                told += await _recorded(house, each, settled, heard[each])
        for each, before in waiting.items():
            settled = await _released(house.lines, each, heard[each])  # what was left may have ended with another line
            both = settled.model_copy(update={"done": before.done + settled.done})
            told += await _recorded(house, each, both, heard[each])
        return "\n".join(told)


async def _released(lines: Lines, name: str, heard: list[Call]) -> Settled:
    """Release a line, and add the vendor calls that it took to those that were heard."""
    with listening() as calls:
        settled = await lines.system(name).release((await lines.refresh(name)).facts.line)
    heard += calls
    return settled


async def _recorded(house: compose.House, line: str, settled: Settled, calls: Sequence[Call]) -> Sequence[str]:
    """Keep what a release has come to in the history; the same as sentences."""
    note = " ".join((*settled.done, *settled.left))
    data: dict[str, object] = {"days": list(settled.written), **({"note": note} if note else {}), **told_calls(calls)}
    kind = RecordKind.RELEASED_IN_PART if settled.left else RecordKind.RELEASED
    await house.store(partial(Store.note, number=None, kind=kind, line=line, data=data))
    if not settled.left:
        await _revert(house.store, house.lines.setting(line).key)
        await house.store(partial(_forgotten, line=house.lines.setting(line).key))
    return tuple(_told(line, settled))


def _told(line: str, settled: Settled) -> Iterator[str]:
    """What a release has come to, a sentence each."""
    days = ", ".join(day.title_name for day in settled.written)
    if settled.left:
        yield f"{line}: not everything is as usual again, so its requests stay as they are."
    elif days or settled.done:
        yield f"{line}: the usual hours are back{f' ({days})' if days else ''}."
    else:
        yield f"{line}: the usual hours are back (nothing had to be written)."
    yield from (f"{line}: {each}" for each in (*settled.done, *settled.left))
    for drift in settled.drift:
        yield f"{line}: {drift.weekday.title_name} was changed outside Switchhook and left as it is; set it by hand."


async def _revert(store: StoreThread, line: str) -> None:
    """What is still to come or in force ends with the release, and says so."""
    note = "The usual hours were put back with `switchhook release`."
    for request in await store(lambda kept: kept.requests_on(line, IN_FORCE)):
        for part in request.parts:
            dated = any(isinstance(change, DATED) for change in part.plan.changes)
            over = part.plan.ends is not None and part.plan.ends <= compose.now()
            if part.plan.line.key == line and dated and not over:
                move = partial(
                    Store.move, number=request.id, part=part.number, source=IN_FORCE, target=State.REVERTED, note=note
                )
                await store(move)


def _forgotten(store: Store, *, line: str) -> None:
    """Take the line as it is seen next: what was changed elsewhere before is over with the release."""
    store.forget_baseline(line)
    for alert in store.open_alerts(kind=AlertKind.DRIFT, line=line):
        store.close_alert(alert.number, "The usual hours were put back with `switchhook release`.")


def history(database: Path, name: str | None, since: str | None, form: str) -> str:
    """The records of a database, the oldest first, as text, JSON or CSV."""
    moment = _since(since)
    with reading(database) as store:
        try:
            return console.history(_records(store, name, moment), form, store.askers())
        except ValueError as error:
            msg = "A record was changed so that it cannot be read any more; `switchhook verify` says which."
            raise SayError(msg) from error


def _records(store: Store, name: str | None, since: dt.datetime | None) -> list[Record]:
    if name:
        names = {record.line for record in store.records() if record.line}
        name = next((each for each in names if each.casefold() == name.casefold()), None)
        if name is None:
            msg = f"The history knows no such line. It knows: {', '.join(sorted(names)) or 'none yet'}."
            raise NotFoundError(msg)
    return store.records(line=name, since=since)


async def _remembered(database: Path, name: str | None, at: str | None) -> tuple[LineStatus, ...]:
    seen = console.facts_from(database)
    facts = [each.line for each, _ in seen]
    latest = max((read_at for _, read_at in seen), default=compose.now())
    store = StoreThread(database, lambda: latest, read_only=True)
    try:
        known = [LineSetting(name=line.name, vendor=line.system, id=line.id, country=line.country) for line in facts]
        lines = Lines(known, {}, store, lambda: latest)
        await lines.recall()
        return await Reporter(store, lines, lambda: latest).statuses(_chosen(lines, name), _when(at, lines))
    finally:
        store.close()


def _chosen(lines: Lines, name: str | None) -> Sequence[str]:
    if name is None:
        return lines.names
    found = [each for each in lines.names if each.casefold() == name.casefold()]
    if not found:
        msg = f"There is no line “{name}”. The lines are: {', '.join(lines.names) or 'none'}."
        raise NotFoundError(msg)
    return found


def _when(text: str | None, lines: Lines) -> When:
    if text is None:
        return NOW
    zone = next((each.zone for each in lines.known("UTC")), "UTC")
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return _in_words(text, lines, zone)
    return When(at=moment if moment.tzinfo else moment.astimezone())


def _in_words(text: str, lines: Lines, zone: str) -> When:
    found = language.read(f"status all lines {text}", now=compose.now(), lines=lines.known(zone), zone=zone)
    if found.question or found.verb not in {Verb.STATUS, Verb.SIMULATE} or not found.windows:
        msg = f"“{text}” is no moment that can be understood. Write it like 2026-12-24T16:30, or like “Saturday 3pm”."
        raise SayError(msg)
    return when_of(found, lines, compose.now(), zone)


def _since(text: str | None) -> dt.datetime | None:
    if text is None:
        return None
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError as error:
        msg = f"“{text}” is no date. Write it like 2026-11-20, or with a time like 2026-11-20T10:00."
        raise SayError(msg) from error
    return moment if moment.tzinfo else moment.astimezone()
