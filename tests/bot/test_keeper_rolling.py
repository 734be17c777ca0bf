"""The keeper over a vendor that has only a weekly table, written two days ahead."""

import datetime as dt
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from adapters import Change, Close, Interval, OpenSpecial, RollingWeek, UnreachableError, Weekday
from bot.keeper import Keeper
from bot.lines import Lines, LineSetting
from bot.requests import Request, State
from bot.store import StoreThread
from bot.sweeper import Sweeper
from tests.adapters.fake_narrow import NarrowTable
from tests.adapters.fakes import MemoryLedger, WeeklyTable
from tests.bot import asking
from tests.fakes import FRIDAY, Clock, support


@dataclass
class Scene:
    """A weekly table, and a keeper that looks after it."""

    clock: Clock
    vendor: WeeklyTable
    store: StoreThread
    lines: Lines

    async def work(self, *, observe: bool = False) -> None:
        """One round of a keeper as after a restart."""
        await self.keeper(observe=observe).work()

    def keeper(self, *, observe: bool = False) -> Keeper:
        return asking.keeper(self.store, self.lines, self.clock, observe=observe)

    async def approved(self, *changes: Change) -> int:
        return await asking.approved(self.store, self.lines, self.clock, *changes)

    async def request(self, number: int) -> Request:
        return await self.store(lambda store: store.request(number))


SETUP = support().model_copy(update={"queue": None, "open_menu": None, "closed_menu": None})


async def looked_after(vendor: WeeklyTable) -> AsyncIterator[Scene]:
    clock = Clock()
    vendor.lag = dt.timedelta()
    store = StoreThread(None, clock)
    system = RollingWeek(vendor, MemoryLedger(), clock)
    lines = Lines([LineSetting(name="Support", vendor="table", id="1")], {"table": system}, store, clock)
    yield Scene(clock, vendor, store, lines)
    store.close()


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async for each in looked_after(WeeklyTable(SETUP)):
        yield each


@pytest.fixture
async def narrow() -> AsyncIterator[Scene]:
    """The same at a vendor whose table has one interval a day."""
    async for each in looked_after(NarrowTable(SETUP)):
        yield each


def closure(first: int, last: int) -> Close:
    return Close(start=dt.datetime(2026, 11, first), end=dt.datetime(2026, 11, last))


async def test_a_closure_is_not_verified_while_one_of_its_rows_is_unwritten(scene: Scene) -> None:
    number = await scene.approved(closure(21, 22), closure(26, 27))

    await scene.work()
    saturday_only = await scene.request(number)
    scene.clock.now = dt.datetime(2026, 11, 24, 15, tzinfo=dt.UTC)
    await scene.work()

    assert saturday_only.state is State.SCHEDULED
    assert saturday_only.parts[0].note == "What is due by now is written and read back."
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


def friday(text: str) -> dt.datetime:
    """A time of that Friday on the line's wall clock."""
    return dt.datetime.fromisoformat(f"2026-11-20T{text}")


def at(text: str) -> dt.datetime:
    """The moment at which it is that time."""
    return friday(text).replace(tzinfo=FRIDAY.tzinfo)


LUNCH = Close(start=friday("12:07"), end=friday("13:00"))
EARLY = OpenSpecial(start=friday("05:00"), end=friday("06:07"))
MORNING, AFTERNOON = (Interval(start=480, end=727),), (Interval(start=780, end=1080),)


async def test_a_break_is_scheduled_until_its_second_row_is_written_and_read_back(narrow: Scene) -> None:
    number = await narrow.approved(LUNCH)

    await narrow.work()
    before, row_before = await narrow.request(number), narrow.vendor.table.fri
    narrow.clock.now = at("12:07")
    await narrow.work()

    assert (before.state, before.parts[0].due, row_before) == (State.SCHEDULED, at("12:07"), MORNING)
    assert (await narrow.request(number)).state is State.VERIFIED
    assert narrow.vendor.table.fri == AFTERNOON


async def test_a_row_that_no_request_waits_for_is_written_in_the_minute_that_it_is_due(narrow: Scene) -> None:
    narrow.clock.now = at("05:30")
    number = await narrow.approved(EARLY)
    keeper = narrow.keeper()
    await keeper.work()
    rows = [narrow.vendor.table.fri]
    for time in ("06:05", "06:06", "06:07"):
        narrow.clock.now = at(time)
        await keeper.work()
        rows.append(narrow.vendor.table.fri)

    early = (Interval(start=300, end=367),)
    assert (await narrow.request(number)).state is State.VERIFIED
    assert rows == [early, early, early, SETUP.hours.fri]


class TestSweeper:
    """When a table is looked at."""

    @pytest.fixture
    async def sweeper(self, narrow: Scene) -> Sweeper:
        """One that has just looked, at 12:05, at a line that closes at 12:07."""
        await narrow.approved(LUNCH)
        await narrow.work()
        narrow.clock.now = at("12:05")
        sweeper = Sweeper(store=narrow.store, lines=narrow.lines, clock=narrow.clock, sweep=dt.timedelta(minutes=10))
        await sweeper.settle("Support", may_write=True)
        return sweeper

    async def test_it_waits_no_longer_than_until_the_next_roll(self, narrow: Scene, sweeper: Sweeper) -> None:
        pauses = sweeper.pauses()
        narrow.clock.now = at("12:07")

        assert pauses == [120.0]
        assert sweeper.pauses() == []

    async def test_a_roll_leaves_the_line_unsettled_until_it_is_done(self, narrow: Scene, sweeper: Sweeper) -> None:
        unsettled = []
        for time in ("12:06", "12:07", "12:08"):
            narrow.clock.now = at(time)
            unsettled.append(sweeper.is_unsettled("Support"))
        await sweeper.settle("Support", may_write=True)

        assert unsettled == [False, True, True]
        assert not sweeper.is_unsettled("Support")
        assert narrow.vendor.table.fri == AFTERNOON

    async def test_who_reads_the_line_at_that_moment_takes_no_roll_away(self, narrow: Scene, sweeper: Sweeper) -> None:
        sweeper.pauses()
        narrow.clock.now = at("12:07")
        await narrow.lines.refresh("Support")

        assert sweeper.is_unsettled("Support")

    async def test_who_may_not_write_looks_once(self, narrow: Scene, sweeper: Sweeper) -> None:
        narrow.clock.now = at("12:07")
        await sweeper.settle("Support", may_write=False)

        assert not sweeper.is_unsettled("Support")
        assert narrow.vendor.table.fri == MORNING


async def test_who_was_away_when_a_break_ended_says_what_callers_had(narrow: Scene) -> None:
    number = await narrow.approved(LUNCH)
    await narrow.work()
    narrow.clock.now = at("13:20")

    await narrow.work()

    request = await narrow.request(number)
    assert request.state is State.FAILED
    assert request.parts[0].note == (
        "Switchhook was not running, or could not write, when the rest of this was due, so callers had only a part of"
        " it, and may have been turned away when Support should have been open again."
    )
    assert narrow.vendor.table.fri == AFTERNOON


async def test_who_was_away_the_whole_time_says_that_nobody_noticed(scene: Scene) -> None:
    number = await scene.approved(closure(26, 27))
    await scene.work()
    scene.clock.now = dt.datetime(2026, 11, 27, 15, tzinfo=dt.UTC)

    await scene.work()

    assert (await scene.request(number)).parts[0].note == (
        "Switchhook was not running, or could not write, while this was due. Callers did not notice it."
    )


async def test_who_was_away_for_the_rest_says_that_callers_had_a_part(scene: Scene) -> None:
    number = await scene.approved(closure(21, 22), closure(26, 27))
    await scene.work()
    scene.clock.now = dt.datetime(2026, 11, 27, 15, tzinfo=dt.UTC)

    await scene.work()

    note = (await scene.request(number)).parts[0].note
    assert note.endswith("when the rest of this was due, so callers had only a part of it.")


HALF_DAYS = (
    OpenSpecial(start=dt.datetime(2026, 11, 22, 9), end=dt.datetime(2026, 11, 22, 12)),
    OpenSpecial(start=dt.datetime(2026, 11, 22, 13), end=dt.datetime(2026, 11, 22, 17)),
)


def sunday(time: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"2026-11-22T{time}").replace(tzinfo=FRIDAY.tzinfo)


@pytest.mark.parametrize(
    ("back", "note"),
    [
        ("12:50", ""),
        ("14:00", "A part of it came 1 hour late: Switchhook could not write it in time."),
    ],
)
async def test_who_was_away_when_the_second_stretch_of_a_day_began_says_that_it_came_late(
    narrow: Scene, back: str, note: str
) -> None:
    number = await narrow.approved(*HALF_DAYS)
    await narrow.work()
    narrow.clock.now = sunday("11:00")
    await narrow.work()
    waiting = await narrow.request(number)

    narrow.clock.now = sunday(back)
    await narrow.work()

    assert (waiting.state, waiting.parts[0].due) == (State.SCHEDULED, sunday("12:00"))
    part = (await narrow.request(number)).parts[0]
    assert (part.state, part.note) == (State.VERIFIED, note)


@pytest.mark.parametrize(
    ("back", "is_late"),
    [(dt.datetime(2026, 11, 26, 1), False), (dt.datetime(2026, 11, 26, 15), True)],
    ids=["before it mattered", "when callers had need of it"],
)
async def test_a_later_date_is_late_only_once_it_has_begun(scene: Scene, back: dt.datetime, *, is_late: bool) -> None:
    thursday = Close(start=dt.datetime(2026, 11, 26, 14), end=dt.datetime(2026, 11, 26, 18))
    number = await scene.approved(closure(21, 22), thursday)
    await scene.work()

    scene.clock.now = back.replace(tzinfo=FRIDAY.tzinfo)
    await scene.work()

    part = (await scene.request(number)).parts[0]
    assert part.state is State.VERIFIED
    assert part.note == ("A part of it came 1 hour late: Switchhook could not write it in time." if is_late else "")


async def test_a_change_is_late_although_the_vendor_was_asked_in_vain_before(scene: Scene) -> None:
    number = await scene.approved(closure(26, 27))
    await scene.work()
    scene.clock.now = dt.datetime(2026, 11, 24, 15, tzinfo=dt.UTC)
    scene.vendor.before_read = [UnreachableError("no answer.")] * 5
    await scene.work()
    waiting = (await scene.request(number)).parts[0]
    scene.vendor.before_read = []
    scene.clock.now = dt.datetime(2026, 11, 26, 15, tzinfo=dt.UTC)

    await scene.work()

    assert waiting.note == "no answer. Trying again."
    part = (await scene.request(number)).parts[0]
    assert (part.state, part.note) == (
        State.VERIFIED,
        "It came 10 hours late: Switchhook could not write it in time.",
    )
