"""The world as a whole: served, moved in time, stopped, and continued where it ended."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, web
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.faults import Faults
from sandbox.storage import JsonFile
from sandbox.vendor import Panel
from sandbox.world import PortTakenError, World

FRIDAY = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


class Bells:
    """A vendor with one bell, which remembers how often it was pulled."""

    name = "bells"
    token = "secret"

    def __init__(self) -> None:
        self.faults = Faults()
        self.pulled: list[Any] = []
        self.on_change: Callable[[], None] = lambda: None

    @property
    def calls(self) -> "Bells":
        return self

    def document(self) -> list[Any]:
        return self.pulled

    def application(self) -> web.Application:
        application = web.Application()
        application.router.add_post("/api/v2/bell", self._pull)
        return application

    def panels(self) -> list[Panel]:
        return [Panel(line="Front door", status="Open", rows=[("Pulled", str(len(self.pulled)))])]

    async def _pull(self, request: web.Request) -> web.Response:
        self.pulled.append({"path": request.path})
        self.on_change()
        return web.json_response({})


async def _post(world: World, name: str, **order: Any) -> tuple[int, Any]:
    async with ClientSession() as session, session.post(f"{world.url}/control/{name}", json=order) as response:
        return response.status, await response.json()


def _client(world: World) -> AsyncWebClient:
    return AsyncWebClient(token=world.slack.bot_token, base_url=world.slack.api_url)


async def test_a_vendor_is_served_shown_and_heard() -> None:
    bells = Bells()
    world = World(vendors=[bells])
    await world.start()

    async with ClientSession() as session:
        async with session.get(f"{world.url}/control/state") as response:
            told = (await response.json())["vendors"]["bells"]
        versions = world.changes()
        before = await anext(versions)
        async with session.post(f"{told['url']}/api/v2/bell") as response:
            status = response.status
        after = await asyncio.wait_for(anext(versions), 1)
        async with session.get(f"{world.url}/control/calls", params={"vendor": "bells"}) as response:
            calls = await response.json()
    panels = world.state()["panels"]
    await world.stop()

    assert told == {"url": f"{world.url}/vendors/bells", "token": "secret"}
    assert status == 200
    assert after > before
    assert calls == [{"path": "/vendors/bells/api/v2/bell"}]
    assert panels["bells"][0]["rows"] == [("Pulled", "1")]


async def test_faults_are_planned_for_a_vendor_by_name() -> None:
    bells = Bells()
    world = World(vendors=[bells])
    await world.start()

    good = await _post(world, "fault", vendor="bells", kind="status", status=500)
    unknown = await _post(world, "fault", vendor="whistles", kind="status")
    wrong = await _post(world, "fault", vendor="bells", kind="earthquake")
    await world.stop()

    assert good == (200, {"acked": True})
    assert [fault.status for fault in bells.faults.planned] == [500]
    assert unknown == (404, {"error": "There is no vendor “whistles”. There is slack, bells."})
    assert wrong[0] == 400
    assert wrong[1]["error"].startswith("This cannot be done: kind ")


async def test_the_clock_moves_calendars_and_tells_so() -> None:
    told: list[datetime] = []
    world = World(vendors=[], clock=FRIDAY)
    world.on_clock = lambda: told.append(world.clock.now())
    await world.start()

    _, moved = await _post(world, "clock", advance=3600)
    _, back = await _post(world, "clock", now="2026-01-01T00:00:00-05:00")
    _, naive = await _post(world, "clock", now="2026-01-01T00:00:00")
    await world.stop()

    moments = [datetime.fromisoformat(answer["now"]) for answer in (moved, back, naive)]
    expected = [FRIDAY + timedelta(hours=1), datetime(2026, 1, 1, 5, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)]
    assert all(abs(moment - wanted) < timedelta(seconds=5) for moment, wanted in zip(moments, expected, strict=True))
    assert len(told) == 3


async def test_messages_stay_in_real_time_while_calendars_move() -> None:
    world = World(vendors=[], clock=FRIDAY + timedelta(days=400))
    await world.start()
    client = _client(world)

    first = (await client.chat_postMessage(channel="#phone-lines", text="a"))["ts"]
    world.set_clock(FRIDAY - timedelta(days=400))
    second = (await client.chat_postMessage(channel="#phone-lines", text="b"))["ts"]
    await world.stop()

    assert float(first) < float(second)
    assert abs(float(second) - datetime.now(UTC).timestamp()) < 5


async def test_a_world_continues_where_it_ended(tmp_path: Path) -> None:
    world = World(vendors=[], folder=tmp_path, clock=FRIDAY)
    await world.start()
    client = _client(world)
    dana = world.slack.directory.named_person("dana").id
    ts = (await client.chat_postMessage(channel="#phone-lines", text="card"))["ts"]
    await client.chat_postEphemeral(channel=world.slack.directory.channels[0].id, user=dana, text="psst")
    await client.views_publish(user_id=dana, view={"type": "home", "blocks": [{"type": "divider"}]})
    await _post(world, "clock", advance=86_400)
    before = world.control_state()
    await world.stop()

    again = World(vendors=[], folder=tmp_path, clock=FRIDAY)
    await again.start()
    after = again.control_state()
    updated = await _client(again).chat_update(channel=again.slack.directory.channels[0].id, ts=ts, text="card 2")
    await again.stop()

    for part in ("channels", "dms", "ephemerals", "views", "homes", "log"):
        assert after[part] == before[part]
    assert datetime.fromisoformat(after["now"]) - FRIDAY >= timedelta(days=1)
    assert (again.slack.bot_token, again.slack.app_token) == (world.slack.bot_token, world.slack.app_token)
    assert updated["text"] == "card 2"


async def test_everything_is_on_disk_before_the_answer(tmp_path: Path) -> None:
    world = World(vendors=[], folder=tmp_path)
    await world.start()

    await _client(world).chat_postMessage(channel="#phone-lines", text="kept")
    kept = json.loads((tmp_path / "slack.json").read_text())
    await world.stop()

    assert [message["content"]["text"] for messages in kept["messages"].values() for message in messages] == ["kept"]


async def test_a_taken_port_is_said_plainly() -> None:
    world = World(vendors=[])
    await world.start()
    port = int(world.url.rpartition(":")[2])

    other = World(vendors=[], port=port)
    with pytest.raises(PortTakenError, match=f"Port {port} of 127.0.0.1 is taken"):
        await other.start()
    await other.stop()
    await world.stop()


async def test_the_world_stops_soon_though_somebody_listens() -> None:
    world = World(vendors=[])
    await world.start()

    async with ClientSession() as session, session.get(f"{world.url}/page/changes") as response:
        await response.content.readline()
        async with asyncio.timeout(3):
            await world.stop()


async def test_the_demos_world_has_three_vendors() -> None:
    world = World()
    await world.start()
    state = world.state()
    await world.stop()

    assert list(state["vendors"]) == ["dialpad", "webex", "telegent"]
    assert state["vendors"]["webex"] == {"url": f"{world.url}/vendors/webex", "token": world.vendors["webex"].token}
    assert {panel["line"] for panel in state["panels"]["dialpad"]} == {"Support", "Sales", "Billing"}
    assert {panel["line"] for panel in state["panels"]["webex"]} == {"Reception", "Service Desk"}
    assert {panel["line"] for panel in state["panels"]["telegent"]} == {"Front Office"}
    assert set(state["vendors"]["telegent"]["token"]) == {"AccountKey", "AccountSecret"}
    assert [person["name"] for person in state["people"]] == ["dana", "amir", "noor", "lee"]


def test_a_json_file_is_whole_and_may_be_memory_only(tmp_path: Path) -> None:
    for file in (JsonFile(tmp_path / "deep" / "state.json"), JsonFile(None)):
        assert file.read() is None
        file.write({"a": 1})
        file.write({"a": 2})
        assert file.read() == {"a": 2}
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["state.json"]
