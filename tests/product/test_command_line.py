"""The commands as an operator runs them, against a make-believe Slack and Dialpad at real addresses."""

import asyncio
import csv
import io
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from sandbox.world import World
from tests.product.commands import Command
from tests.product.driver import Hands

TIMEOUT = 20


@dataclass
class Site:
    """A folder with settings for a world that is served."""

    folder: Path
    environment: Mapping[str, str]
    hands: Hands
    world: World

    async def start(self, *arguments: str) -> Command:
        return await Command.start(self.folder, {**os.environ, **self.environment}, arguments)

    async def start_anew(self, *arguments: str) -> asyncio.subprocess.Process:
        """What takes longer, as it is true to the last import and reads what is typed."""
        return await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "bot", *arguments),
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(Path.cwd()), **self.environment},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )

    async def run(self, *arguments: str) -> tuple[int, str, str]:
        """The exit status, what was printed, and what was complained about."""
        command = await self.start(*arguments)
        out, complaints = await asyncio.wait_for(command.communicate(), TIMEOUT)
        assert "Traceback" not in complaints.decode()
        return await asyncio.wait_for(command.wait(), TIMEOUT), out.decode(), complaints.decode()


@pytest.fixture
async def site(tmp_path: Path, unused_tcp_port: int) -> AsyncIterator[Site]:
    world = World()
    await world.start()
    ids = {each.name: each.id for each in world.slack.team.people}
    channels = {each.name: each.id for each in world.slack.team.channels}
    hands = Hands(world.url)
    centers = world.vendors["dialpad"].panels()
    assert centers
    (tmp_path / "switchhook.toml").write_text(
        f"""
        [slack]
        approval_channel = "{channels["phone-approvals"]}"
        [policy]
        approve = ["{ids["amir"]}"]
        [keeper]
        tick_seconds = 1
        [web]
        port = {unused_tcp_port}
        [vendors.dialpad]
        write_ahead_hours = 168
        """
    )
    environment = {
        "SLACK_API_URL": world.slack.api_url,
        "SLACK_BOT_TOKEN": world.slack.bot_token,
        "SLACK_APP_TOKEN": world.slack.app_token,
        "SLACK_SIGNING_SECRET": world.slack.signing_secret,
        "SWITCHHOOK_DIALPAD_URL": f"{world.url}/vendors/dialpad",
        "DIALPAD_TOKEN": str(world.vendors["dialpad"].token),
    }
    yield Site(tmp_path, environment, hands, world)
    await hands.aclose()
    await world.stop()


async def configure_lines(site: Site) -> None:
    """As the README says: print the lines, and let Switchhook manage them."""
    status, found, complaints = await site.run("lines", "--discover")
    assert status == 0, complaints
    settings = site.folder / "switchhook.toml"
    settings.write_text(settings.read_text() + "\n" + found.replace("manage = false", "manage = true"))


async def test_an_operator_sets_up_runs_looks_and_releases(site: Site) -> None:
    await configure_lines(site)

    status, report, complaints = await site.run("check")
    assert status == 0, report + complaints
    assert "line Support: a call center of dialpad in America/New_York" in report

    running = await site.start_anew("run")
    assert running.stdout is not None
    assert b"running" in await asyncio.wait_for(running.stdout.readline(), TIMEOUT)
    port = (site.folder / "switchhook.toml").read_text().split("port = ")[1].split()[0]
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        assert (await client.get("/healthz")).status_code == 200
        assert 'switchhook_requests{state="verified"} 0' in (await client.get("/metrics")).text
    await site.hands.done("dana", "amir", "/line set support hours sun 9-1")
    await site.hands.done("dana", "amir", "/line close support on Sunday")

    status, text, _ = await site.run("status", "support", "--json")
    assert status == 0
    [support] = json.loads(text)
    assert support["name"] == "Support"
    assert support["coming"] or support["override"]
    status, _, complaints = await site.run("run")
    assert status == 1
    assert "runs with" in complaints

    running.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(running.wait(), 10) == 0
    status, text, complaints = await site.run("release", "support")
    assert status == 0, complaints
    assert "usual hours are back" in text
    status, text, _ = await site.run("status", "support", "--json")
    assert json.loads(text)[0]["coming"] == []
    status, text, _ = await site.run("verify")
    assert status == 0
    assert "is whole" in text


async def test_the_main_job_runs_in_http_mode_too(site: Site, unused_tcp_port_factory: Callable[[], int]) -> None:
    await configure_lines(site)
    port = unused_tcp_port_factory()
    running = await site.start("run", "--http", str(port))
    assert b"running" in await asyncio.wait_for(running.stdout.readline(), TIMEOUT)
    site.world.slack.deliver_to(f"http://127.0.0.1:{port}/slack/events")

    await site.hands.done("dana", "amir", "/line add 9 for callback on support")

    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        assert (await client.post("/slack/events", content="command=/line&text=status")).status_code == 401
        assert (await client.get("/readyz")).status_code == 200
    running.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(running.wait(), 10) == 0


async def test_what_webex_needs_is_checked_and_its_lines_are_found_beside_the_others(site: Site) -> None:
    settings = site.folder / "switchhook.toml"
    settings.write_text(f"{settings.read_text()}\n[vendors.webex]\n")

    status, report, _ = await site.run("check")
    assert status == 1
    assert "fix phone system webex: set WEBEX_TOKEN, or WEBEX_CLIENT_ID" in report
    assert "ok  phone system dialpad: 3 lines" in report
    status, _, complaints = await site.run("lines", "--discover")
    assert status == 1
    assert "WEBEX_TOKEN: missing from the environment" in complaints

    token = str(site.world.vendors["webex"].token)
    url = f"{site.world.url}/vendors/webex/v1"
    site.environment = {**site.environment, "WEBEX_TOKEN": token, "SWITCHHOOK_WEBEX_URL": url}
    await configure_lines(site)
    status, report, complaints = await site.run("check")
    assert status == 0, report + complaints
    assert "line Reception: an auto attendant of webex in America/New_York" in report
    assert "line Service Desk: a call queue of webex in America/New_York" in report
    assert token not in report + complaints


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        pytest.param({"SLACK_APP_TOKEN": "xapp-wrong"}, "Slack refuses the tokens (invalid_auth)", id="wrong token"),
        pytest.param({"SLACK_API_URL": "http://127.0.0.1:9/api/"}, "Slack cannot be reached", id="Slack is away"),
    ],
)
async def test_a_start_that_slack_does_not_allow_ends_with_a_sentence(
    site: Site, change: Mapping[str, str], complaint: str
) -> None:
    site.environment = {**site.environment, **change}

    status, _, complaints = await site.run("run")

    assert status == 1
    assert complaint in complaints


async def test_records_are_printed_in_every_form_and_a_backup_tells_the_same(site: Site) -> None:
    demo = await site.start("demo", "--no-browser", "--database", "demo.db", "--clock", "2026-11-20T10:00:00-05:00")
    hands = Hands((await asyncio.wait_for(demo.stdout.readline(), TIMEOUT)).decode().split()[-1])
    await hands.done("dana", "amir", "/line close support line Saturday")
    await hands.done("dana", "amir", "/line add 9 for callback on sales")
    status, _, complaints = await site.run("backup", "copy.db", "--database", "demo.db")
    assert status == 0, complaints
    await hands.aclose()
    demo.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(demo.wait(), 10) == 0

    forms = [
        await site.run("history", "support", *form, "--database", "copy.db") for form in ([], ["--json"], ["--csv"])
    ]
    assert [status for status, _, _ in forms] == [0, 0, 0]
    text, as_json, as_csv = (out for _, out, _ in forms)
    kinds = [record["kind"] for record in json.loads(as_json)]
    assert kinds == ["asked", "approved", "applying", "applied", "verified"]
    assert [row["kind"] for row in csv.DictReader(io.StringIO(as_csv))] == kinds
    assert all(kind in text for kind in kinds)
    assert "Sales" not in text
    last = json.loads((await site.run("history", "--json", "--database", "copy.db"))[1])[-1]
    head = f"{last['number']}:{last['hash']}"
    status, text, complaints = await site.run("verify", "--database", "copy.db", "--head", head)
    assert (status, f"Its head is {head}" in text) == (0, True), complaints
    status, _, complaints = await site.run("verify", "--database", "copy.db", "--head", f"99:{'a' * 64}")
    assert (status, "Record 99" in complaints) == (1, True), complaints

    status, text, complaints = await site.run("status", "--database", "demo.db")
    assert status == 0, complaints


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        pytest.param(["verify", "--database", "missing.db"], "There is no database missing.db", id="no database"),
        pytest.param(["history", "--database", "missing.db"], "There is no database missing.db", id="no history"),
        pytest.param(["verify", "--database", "switchhook.toml"], "is no database of Switchhook", id="not a database"),
        pytest.param(["status", "nobody"], "There is no line", id="no such line"),
        pytest.param(["ask"], "Say what to understand", id="nothing to understand"),
        pytest.param(["check", "--config", "missing.toml"], "missing.toml", id="no settings"),
        pytest.param(["history", "--since", "soon"], "is no date", id="no date"),
    ],
)
async def test_what_cannot_be_done_is_one_clear_sentence(site: Site, arguments: list[str], complaint: str) -> None:
    status, _, complaints = await site.run(*arguments)

    assert status == 1
    assert complaint in complaints


async def test_asking_on_the_command_line_needs_no_settings(site: Site) -> None:
    question = {"text": "close support Saturday", "now": "2026-11-20T10:00:00-05:00", "timezone": "America/New_York"}
    given = "\n".join([json.dumps({**question, "lines": ["Support"]}), "nonsense", ""])

    asking = await site.start_anew("ask", "--jsonl")
    out, complaints = await asyncio.wait_for(asking.communicate(given.encode()), TIMEOUT)

    assert (asking.returncode, complaints) == (0, b"")
    first, second = map(json.loads, out.splitlines())
    assert first["ask"] == "close"
    assert first["windows"] == [{"start": "2026-11-21T00:00:00-05:00", "end": "2026-11-22T00:00:00-05:00"}]
    assert second["ask"] == "unknown"
    assert second["question"]
