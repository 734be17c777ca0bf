"""The keeper over a vendor that has only a weekly table, written two days ahead."""

import datetime as dt
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from adapters import Change, Close, RollingWeek, Weekday
from bot.bell import Bell
from bot.keeper import Keeper
from bot.lines import Lines, LineSetting
from bot.requests import Request, State
from bot.store import StoreThread
from tests.adapters.fakes import MemoryLedger, WeeklyTable
from tests.bot import asking
from tests.fakes import Clock, support


@dataclass
class Scene:
    """A weekly table, and a keeper that looks after it."""

    clock: Clock
    vendor: WeeklyTable
    store: StoreThread
    lines: Lines

    async def work(self, *, observe: bool = False) -> None:
        """One round of a keeper as after a restart."""
        keeper = Keeper(
            store=self.store,
            lines=self.lines,
            clock=self.clock,
            bell=Bell(),
            step=lambda _: None,
            observe=observe,
            read_back=0.0,
        )
        await keeper.work()

    async def approved(self, *changes: Change) -> int:
        return await asking.approved(self.store, self.lines, self.clock, *changes)

    async def request(self, number: int) -> Request:
        return await self.store(lambda store: store.request(number))


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    clock = Clock()
    vendor = WeeklyTable(support().model_copy(update={"queue": None, "open_menu": None, "closed_menu": None}))
    store = StoreThread(None, clock)
    system = RollingWeek(vendor, MemoryLedger(), clock)
    lines = Lines([LineSetting(name="Support", vendor="table", id="1")], {"table": system}, store, clock)
    yield Scene(clock, vendor, store, lines)
    store.close()


def closure(first: int, last: int) -> Close:
    return Close(start=dt.datetime(2026, 11, first), end=dt.datetime(2026, 11, last))


async def test_a_closure_is_not_verified_while_one_of_its_rows_is_unwritten(scene: Scene) -> None:
    number = await scene.approved(closure(21, 22), closure(26, 27))

    await scene.work()
    saturday_only = await scene.request(number)
    scene.clock.now = dt.datetime(2026, 11, 24, 15, tzinfo=dt.UTC)
    await scene.work()

    assert saturday_only.state is State.SCHEDULED
    assert "day by day" in saturday_only.parts[0].note
    assert saturday_only.parts[0].due == dt.datetime(2026, 11, 24, 5, tzinfo=dt.UTC)
    assert (await scene.request(number)).state is State.VERIFIED
    assert not scene.vendor.table.thu


async def test_a_closure_of_a_week_is_verified_with_its_last_row(scene: Scene) -> None:
    number = await scene.approved(closure(23, 30))
    states = []

    for _ in range(8):
        await scene.work()
        states.append((await scene.request(number)).state)
        scene.clock.advance(days=1)

    assert states == [State.SCHEDULED] * 7 + [State.VERIFIED]


async def test_who_only_observes_writes_no_scheduled_row_either(scene: Scene) -> None:
    number = await scene.approved(closure(26, 27))
    await scene.work()
    written = len(scene.vendor.writes)

    scene.clock.now = dt.datetime(2026, 11, 25, 15, tzinfo=dt.UTC)
    await scene.work(observe=True)

    assert len(scene.vendor.writes) == written
    assert (await scene.request(number)).state is State.SCHEDULED


async def test_an_edit_of_a_row_after_the_write_is_never_called_verified(scene: Scene) -> None:
    number = await scene.approved(closure(21, 22))
    scene.vendor.shown = scene.vendor.setup

    await scene.work()
    scene.vendor.shown = None
    scene.vendor.edit(sat=[["07:00", "08:00"]])
    await scene.work()

    request = await scene.request(number)
    assert request.state is State.APPLIED
    assert "not proven" in request.parts[0].note


async def test_after_a_closure_the_standing_hours_are_back_without_anyone_asking(scene: Scene) -> None:
    await scene.approved(closure(21, 22))
    await scene.work()
    closed = scene.vendor.table.row(Weekday.SAT)

    scene.clock.now = dt.datetime(2026, 11, 22, 5, 5, tzinfo=dt.UTC)
    await scene.work()

    assert not closed
    assert scene.vendor.table.row(Weekday.SAT) == support().hours.sat
