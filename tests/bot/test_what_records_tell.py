import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Sequence
from typing import Any

import httpx
import pytest

from adapters import Call, Change, Created, Line, NewLine, Reading, Settled, Weekday
from bot import plans
from bot.lines import Lines, LineSetting
from bot.requests import LinePlan, Plan, Record, State
from bot.rows import MOST_CALLS, told_calls
from bot.store import StoreThread
from tests.adapters.acme import TOKEN, Vendor, answer, transport
from tests.bot import asking
from tests.bot.test_keeper import SATURDAY
from tests.fakes import KIND, NEW_YORK, Clock, FakePhones


class CallingPhones(FakePhones):
    """Makes a call for each read and each write, with a token that everybody is tempted to tell."""

    def __init__(self, *names: str, answers: Sequence[httpx.Response] = ()) -> None:
        super().__init__(*names)
        self.transport = transport(Vendor(*answers, answer(200, {})))

    async def read(self, line: Line) -> Reading:
        await self.transport.request("GET", f"/lines/{line.id}", params={"apikey": TOKEN})
        return await super().read(line)

    async def apply(self, line: Line, changes: Sequence[Change]) -> None:
        body = [each.model_dump(mode="json") for each in changes]
        await self.transport.request("PATCH", f"/lines/{line.id}/{TOKEN}", json=body)
        await asyncio.sleep(0)
        await super().apply(line, changes)

    async def create(self, new: NewLine, *, again: bool = False) -> Created:
        await self.transport.request("POST", "/lines", json={})
        return await super().create(new, again=again)

    async def delete(self, line: Line) -> None:
        await self.transport.request("DELETE", f"/lines/{line.id}")
        await super().delete(line)

    async def settle(self, line: Line) -> Settled:
        await self.transport.request("PUT", f"/lines/{line.id}/week", json=[])
        return await super().settle(line)


class Scene:
    """A keeper over a phone system that makes calls."""

    def __init__(self, phones: CallingPhones, *names: str) -> None:
        self.clock, self.phones = Clock(), phones
        self.store = StoreThread(None, self.clock)
        settings = [LineSetting(name=name, vendor="fake", id=str(number)) for number, name in enumerate(names, 1)]
        self.lines = Lines(settings, {"fake": phones}, self.store, self.clock)
        self.keeper = asking.keeper(self.store, self.lines, self.clock)

    async def approved(self, part: LinePlan) -> None:
        """A request of Dana's that Amir has approved."""
        expires = self.clock() + dt.timedelta(hours=72)
        request = await self.store(
            lambda kept: kept.add_request(
                person=asking.DANA,
                words="w",
                reason="",
                plan=Plan(parts=(part,)),
                expires=expires,
                draft=part.summary,
            )
        )
        await self.store(lambda kept: kept.decide(request.id, State.APPROVED, asking.AMIR))

    async def records(self, *kinds: str) -> list[Record]:
        return [each for each in await self.store(lambda store: store.records()) if not kinds or each.kind in kinds]


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    scene = Scene(CallingPhones("Support"), "Support")
    yield scene
    scene.store.close()


def paths(record: Record) -> list[tuple[str, str, int | None]]:
    return [(each["method"], each["path"], each["status"]) for each in record.data.get("calls", ())]


READ = ("GET", "/base/lines/1", 200)


async def test_each_move_tells_the_calls_since_the_one_before(scene: Scene) -> None:
    await asking.approved(scene.store, scene.lines, scene.clock, SATURDAY)

    await scene.keeper.work()

    applying, applied, verified = await scene.records("applying", "applied", "verified")
    assert paths(applying) == []
    assert paths(applied) == [READ, ("PATCH", "/base/lines/1/[secret]", 200)]
    assert paths(verified) == [READ]
    assert all(each["system"] == "Acme" and each["seconds"] >= 0 for each in verified.data["calls"])


async def test_a_try_that_failed_tells_its_calls_too() -> None:
    refusing = CallingPhones("Support", answers=[answer(200, {}), answer(200, {}), answer(400, {"error": "no"})])
    scene = Scene(refusing, "Support")
    await asking.approved(scene.store, scene.lines, scene.clock, SATURDAY)

    await scene.keeper.work()

    (failed,) = await scene.records("failed")
    assert paths(failed)[:2] == [READ, ("PATCH", "/base/lines/1/[secret]", 400)]
    scene.store.close()


async def test_what_was_asked_tells_before_and_after_and_what_was_verified_tells_what_was_read(scene: Scene) -> None:
    await asking.approved(scene.store, scene.lines, scene.clock, SATURDAY)

    await scene.keeper.work()

    asked, verified = await scene.records("asked", "verified")
    assert asked.data["before"] == {"2026-11-21": [["09:00", "13:00"]]}
    assert asked.data["after"] == verified.data["after"] == {"2026-11-21": []}


async def test_what_was_read_otherwise_is_told_as_it_was_read(scene: Scene) -> None:
    scene.phones.deaf = True
    await asking.approved(scene.store, scene.lines, scene.clock, SATURDAY)

    await scene.keeper.work()

    doubted = (await scene.records("applied"))[-1]
    assert "not proven" in doubted.data["note"]
    assert doubted.data["after"] == {"2026-11-21": [["09:00", "13:00"]]}


async def test_lines_that_are_changed_at_the_same_time_tell_their_own_calls() -> None:
    scene = Scene(CallingPhones("Support", "Sales"), "Support", "Sales")
    for name in ("Support", "Sales"):
        await asking.approved(scene.store, scene.lines, scene.clock, SATURDAY, name=name)

    await scene.keeper.work()

    for record in await scene.records("applied", "verified"):
        number = {"Support": "1", "Sales": "2"}[str(record.line)]
        assert {path.split("/")[3] for _, path, _ in paths(record)} == {number}
    scene.store.close()


async def test_a_row_that_was_rolled_tells_its_calls(scene: Scene) -> None:
    scene.phones.settled = [Settled(written=(Weekday.SAT,), done=("Something else.",))]

    await scene.keeper.work()

    for record in await scene.records("rolled", "settled"):
        assert paths(record) == [("PUT", "/base/lines/1/week", 200)]


async def test_a_line_that_was_made_and_deleted_again_tells_the_calls(scene: Scene) -> None:
    new = NewLine(system="fake", kind="raleigh", name="Returns", values={"zone": NEW_YORK, "greeting": "Hello"})
    await scene.approved(plans.creation(new, KIND, zone=NEW_YORK, country="US"))
    await scene.keeper.work()
    added = scene.lines.added("Returns")
    assert added
    await scene.approved(plans.deletion((await scene.lines.refresh("Returns")).facts, added, {}))

    await scene.keeper.work()

    made, gone = [each for each in await scene.records("verified") if each.line == "Returns"]
    assert paths(made) == [("POST", "/base/lines", 200)]
    assert paths(gone) == [("DELETE", "/base/lines/2", 200)]


async def test_no_record_has_a_secret_or_a_body(scene: Scene) -> None:
    await asking.approved(scene.store, scene.lines, scene.clock, SATURDAY)
    await scene.keeper.work()

    told = str(await scene.records())
    assert TOKEN not in told
    assert "apikey" not in told


def test_of_very_many_calls_the_first_and_the_last_are_told() -> None:
    calls = [Call(system="Acme", method="GET", path=f"/{number}", status=200, seconds=0) for number in range(1000)]

    told: dict[str, Any] = told_calls(calls)

    assert len(told["calls"]) == MOST_CALLS
    assert (told["calls"][0]["path"], told["calls"][-1]["path"]) == ("/0", "/999")
    assert told["calls_left_out"] == 1000 - MOST_CALLS
    assert told_calls([]) == {}
