"""Dated overrides over a vendor with only a weekly table."""

import asyncio
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters import (
    Change,
    Close,
    DeniedError,
    Destination,
    Drift,
    DriftError,
    Interval,
    Line,
    LiveStatus,
    MissingError,
    NewLine,
    OpenSpecial,
    PutOverrides,
    RefusedError,
    Reopen,
    RollingWeek,
    SetHours,
    SetOption,
    Settled,
    Setup,
    UnreachableError,
    Weekday,
    WeeklyHours,
    is_open,
    wall_clock,
)
from tests.adapters import strategies
from tests.adapters.fakes import Clock, MemoryLedger, WeeklyTable

NINE_TO_FIVE = (Interval(start=540, end=1020),)
MORNING = (Interval(start=540, end=780),)
TEN_TO_TWO = (Interval(start=600, end=840),)
STANDING = WeeklyHours.model_validate({day.value: NINE_TO_FIVE for day in Weekday} | {"sat": MORNING, "sun": ()})
ALWAYS = STANDING.model_copy(update={"always": True})
SUPPORT = Setup(line_id="1", zone="America/New_York", hours=STANDING, options={"ring_seconds": 30})

THURSDAY = dt.datetime(2026, 11, 19, 15, tzinfo=dt.UTC)
CLOSE_FRIDAY = Close(start=dt.datetime(2026, 11, 20), end=dt.datetime(2026, 11, 21))
CLOSE_SATURDAY = Close(start=dt.datetime(2026, 11, 21), end=dt.datetime(2026, 11, 22), name="Move")
CLOSE_MONDAY = Close(start=dt.datetime(2026, 11, 23), end=dt.datetime(2026, 11, 24))
RING_20 = SetOption(name="ring_seconds", value=20)


class World:
    """A vendor, a ledger, a clock, and the rolling week over them; it can be started anew, as after a kill."""

    def __init__(self, setup: Setup = SUPPORT, now: dt.datetime = THURSDAY) -> None:
        self.vendor = WeeklyTable(setup)
        self.ledger = MemoryLedger()
        self.clock = Clock(now)
        self.restart()

    def restart(self) -> None:
        self.system = RollingWeek(self.vendor, self.ledger, self.clock)

    @property
    def line(self) -> Line:
        return self.vendor.line

    @property
    def table(self) -> WeeklyHours:
        return self.vendor.table

    async def apply(self, *changes: Change) -> None:
        await self.system.apply(self.line, changes)

    async def setup(self) -> Setup:
        return (await self.system.read(self.line)).setup


@pytest.fixture
def world() -> World:
    return World()


async def test_until_the_first_change_nobody_has_confirmed_the_hours(world: World) -> None:
    before = await world.system.read(world.line)
    await world.system.settle(world.line)
    await world.apply(RING_20)
    still = await world.system.read(world.line)
    await world.apply(CLOSE_SATURDAY)
    after = await world.system.read(world.line)

    assert before.setup == SUPPORT
    assert [before.confirmed, still.confirmed, after.confirmed] == [False, False, True]
    assert after.setup.hours == STANDING


async def test_a_closure_that_is_due_is_written_at_once(world: World) -> None:
    await world.apply(CLOSE_SATURDAY)

    assert world.table == STANDING.with_rows({Weekday.SAT: ()})
    assert len(world.vendor.writes) == 1
    reading = await world.system.read(world.line)
    assert reading.setup == CLOSE_SATURDAY.applied_to(SUPPORT)
    assert not reading.drift
    assert not reading.behind


async def test_a_closure_further_ahead_is_written_two_days_before_and_taken_back_after(world: World) -> None:
    await world.apply(CLOSE_MONDAY)
    promised = (await world.setup()).overrides
    assert world.vendor.writes == []
    assert [each.start for each in promised] == [CLOSE_MONDAY.start]

    world.clock.now = dt.datetime(2026, 11, 21, 5, tzinfo=dt.UTC)
    assert await world.system.settle(world.line) == Settled(written=(Weekday.MON,))
    assert world.table.mon == ()

    world.clock.now = dt.datetime(2026, 11, 24, 5, tzinfo=dt.UTC)
    assert await world.system.settle(world.line) == Settled(written=(Weekday.MON,))
    assert world.table == STANDING
    assert (await world.setup()).overrides == ()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param([CLOSE_MONDAY], dt.datetime(2026, 11, 21, 5, tzinfo=dt.UTC), id="two days before its midnight"),
        pytest.param([CLOSE_SATURDAY], None, id="due already"),
        pytest.param([CLOSE_MONDAY, CLOSE_SATURDAY], None, id="the first of several is due"),
        pytest.param([CLOSE_MONDAY, RING_20], dt.datetime(2026, 11, 21, 5, tzinfo=dt.UTC), id="a row and an option"),
        pytest.param([SetHours(rows={Weekday.SUN: MORNING})], None, id="hours"),
        pytest.param([RING_20], None, id="no rows"),
        pytest.param([Reopen(start=dt.datetime(2026, 12, 24), end=dt.datetime(2026, 12, 25))], None, id="a far end"),
        pytest.param(
            [PutOverrides(start=dt.datetime(2026, 12, 24), end=dt.datetime(2026, 12, 25), overrides=())],
            None,
            id="a far closure undone",
        ),
        pytest.param([Close(start=dt.datetime(2026, 11, 1), end=None)], None, id="begun long ago"),
    ],
)
def test_it_is_known_when_the_first_row_will_be_written(changes: list[Change], expected: dt.datetime | None) -> None:
    world = World()

    moments = world.system.due_moments(world.line, changes, THURSDAY)

    assert (moments[0] if moments and moments[0] > THURSDAY else None) == expected


def test_a_row_is_not_due_while_it_belongs_to_the_same_weekday_a_week_before() -> None:
    world = World()
    system = RollingWeek(world.vendor, world.ledger, world.clock, write_ahead=dt.timedelta(days=7))
    next_thursday = Close(start=dt.datetime(2026, 11, 26), end=dt.datetime(2026, 11, 27))

    assert system.due_moments(world.line, [next_thursday], THURSDAY) == [dt.datetime(2026, 11, 20, 5, tzinfo=dt.UTC)]


def test_every_row_of_a_long_closure_has_its_moment() -> None:
    world = World()
    fortnight = Close(start=dt.datetime(2026, 11, 19, 12), end=dt.datetime(2026, 12, 3))
    for_good = Close(start=dt.datetime(2026, 11, 1), end=None)

    assert len(world.system.due_moments(world.line, [fortnight], THURSDAY)) == 14
    assert len(world.system.due_moments(world.line, [for_good], THURSDAY)) == 7


async def test_a_missed_tick_heals_on_the_next_one(world: World) -> None:
    await world.apply(CLOSE_SATURDAY, CLOSE_MONDAY)

    world.clock.now = dt.datetime(2026, 11, 23, 15, tzinfo=dt.UTC)
    settled = await world.system.settle(world.line)

    assert set(settled.written) == {Weekday.SAT, Weekday.MON}
    assert world.table == STANDING.with_rows({Weekday.MON: ()})


async def test_settling_what_is_as_it_should_be_writes_nothing(world: World) -> None:
    await world.apply(CLOSE_SATURDAY)
    noted = dict(world.ledger.texts)

    for _ in range(3):
        assert await world.system.settle(world.line) == Settled()

    assert len(world.vendor.writes) == 1
    assert world.ledger.texts == noted


async def test_a_line_that_is_always_open_gets_its_original_back_exactly() -> None:
    world = World(SUPPORT.model_copy(update={"hours": ALWAYS}))

    await world.apply(CLOSE_SATURDAY)
    during = world.table
    world.clock.advance(days=4)
    await world.system.settle(world.line)

    assert (during.always, during.sat, during.sun) == (False, (), (Interval(start=0, end=1440),))
    assert world.table == ALWAYS


async def test_dormant_rows_are_kept_as_the_vendor_has_them_now() -> None:
    world = World(SUPPORT.model_copy(update={"hours": ALWAYS}))
    await world.apply(CLOSE_MONDAY)

    world.vendor.edit(tue=TEN_TO_TWO)
    await world.apply(CLOSE_SATURDAY)
    await world.apply(Reopen(start=CLOSE_SATURDAY.start, end=None))

    assert world.table == ALWAYS.model_copy(update={"tue": TEN_TO_TWO})


async def test_turning_always_open_on_and_off_is_a_change_of_hours(world: World) -> None:
    await world.apply(SetHours(always=True))
    on = world.table
    await world.apply(SetHours(rows={Weekday.SUN: MORNING}))

    assert on == ALWAYS
    assert world.table == (await world.setup()).hours == STANDING.with_rows({Weekday.SUN: MORNING})


async def test_hours_and_other_changes_are_one_write(world: World) -> None:
    await world.apply(CLOSE_SATURDAY, RING_20, SetHours(rows={Weekday.SUN: MORNING}))

    assert len(world.vendor.writes) == 1
    assert world.vendor.setup.options == {"ring_seconds": 20}
    assert world.table == STANDING.with_rows({Weekday.SAT: (), Weekday.SUN: MORNING})


async def test_where_no_row_is_due_the_others_are_written_and_the_closure_is_noted(world: World) -> None:
    await world.apply(CLOSE_MONDAY, RING_20)

    assert world.vendor.writes == [(RING_20,)]
    assert len((await world.setup()).overrides) == 1


@pytest.mark.parametrize("closure", [CLOSE_SATURDAY, CLOSE_MONDAY], ids=["due", "not due"])
async def test_a_change_that_the_vendor_refuses_stands_nowhere(world: World, closure: Close) -> None:
    world.vendor.before_write = [RefusedError("No.")]

    with pytest.raises(RefusedError):
        await world.apply(closure, RING_20)

    assert not (await world.system.read(world.line)).confirmed
    assert await world.system.settle(world.line) == Settled()
    assert world.vendor.setup == SUPPORT


async def test_a_refused_change_leaves_the_earlier_ones_alone(world: World) -> None:
    await world.apply(CLOSE_MONDAY)
    before = await world.system.read(world.line)
    world.vendor.before_write = [RefusedError("No.")]

    with pytest.raises(RefusedError):
        await world.apply(CLOSE_SATURDAY)

    assert await world.system.read(world.line) == before


class TestDrift:
    """Rows that somebody else has changed."""

    @pytest.fixture
    async def drifted(self, world: World) -> World:
        await world.apply(CLOSE_FRIDAY)
        world.vendor.edit(sat=TEN_TO_TWO)
        world.vendor.writes.clear()
        return world

    DRIFT = Drift(weekday=Weekday.SAT, found=TEN_TO_TWO, expected=MORNING)

    async def test_it_is_seen_and_left_alone(self, drifted: World) -> None:
        assert (await drifted.system.read(drifted.line)).drift == (self.DRIFT,)
        assert await drifted.system.settle(drifted.line) == Settled(drift=(self.DRIFT,))
        assert drifted.vendor.writes == []

    async def test_an_override_that_would_write_over_it_is_refused(self, drifted: World) -> None:
        with pytest.raises(DriftError, match="Support has 10:00–14:00 on Saturday"):
            await drifted.apply(CLOSE_SATURDAY, RING_20)

        assert drifted.vendor.writes == []
        assert [each.start for each in (await drifted.setup()).overrides] == [CLOSE_FRIDAY.start]

    async def test_other_rows_are_written_around_it(self, drifted: World) -> None:
        await drifted.apply(Reopen(start=CLOSE_FRIDAY.start, end=CLOSE_FRIDAY.end))

        assert drifted.table == STANDING.with_rows({Weekday.SAT: TEN_TO_TWO})
        assert (await drifted.system.read(drifted.line)).drift == (self.DRIFT,)
        drifted.clock.advance(days=1)
        assert await drifted.system.settle(drifted.line) == Settled(drift=(self.DRIFT,))
        assert drifted.table.sat == TEN_TO_TWO

    async def test_the_week_rolls_around_it(self, drifted: World) -> None:
        drifted.clock.advance(days=2)

        settled = await drifted.system.settle(drifted.line)

        assert settled == Settled(written=(Weekday.FRI,), drift=(self.DRIFT,))
        assert drifted.table == STANDING.with_rows({Weekday.SAT: TEN_TO_TWO})

    async def test_hours_that_name_its_day_may_write_over_it(self, drifted: World) -> None:
        await drifted.apply(SetHours(rows={Weekday.SAT: MORNING}))

        assert drifted.table.sat == MORNING
        assert (await drifted.system.read(drifted.line)).drift == ()

    async def test_hours_that_name_its_day_let_an_override_lie_on_it(self, drifted: World) -> None:
        await drifted.apply(SetHours(rows={Weekday.SAT: TEN_TO_TWO}), CLOSE_SATURDAY)

        assert drifted.table.sat == ()
        assert (await drifted.setup()).hours.sat == TEN_TO_TWO

    async def test_hours_that_do_not_name_its_day_leave_it(self, drifted: World) -> None:
        await drifted.apply(SetHours(rows={Weekday.SUN: MORNING}))

        assert (drifted.table.sat, drifted.table.sun) == (TEN_TO_TWO, MORNING)
        assert (await drifted.system.read(drifted.line)).drift == (self.DRIFT,)

    async def test_it_can_be_adopted_without_a_write(self, drifted: World) -> None:
        await drifted.apply(SetHours(rows={Weekday.SAT: TEN_TO_TWO}))

        assert drifted.vendor.writes == []
        assert (await drifted.system.read(drifted.line)).drift == ()
        assert (await drifted.setup()).hours.sat == TEN_TO_TWO

    async def test_an_override_that_it_agrees_with_is_no_trouble(self, drifted: World) -> None:
        drifted.vendor.edit(sat=())

        await drifted.apply(CLOSE_SATURDAY)

        reading = await drifted.system.read(drifted.line)
        assert not reading.drift
        assert not reading.behind
        drifted.clock.advance(days=3)
        assert Weekday.SAT in (await drifted.system.settle(drifted.line)).written
        assert drifted.table == STANDING

    async def test_a_row_that_others_made_right_is_ours_from_then_on(self, world: World) -> None:
        await world.apply(CLOSE_MONDAY)
        world.vendor.edit(mon=())
        early = await world.system.settle(world.line)

        world.clock.advance(days=2)
        due = await world.system.settle(world.line)
        world.clock.advance(days=4)
        after = await world.system.settle(world.line)

        assert [each.weekday for each in early.drift] == [Weekday.MON]
        assert due == Settled()
        assert after == Settled(written=(Weekday.MON,))
        assert world.table == STANDING

    async def test_hours_in_place_of_always_open_name_every_day(self) -> None:
        world = World(SUPPORT.model_copy(update={"hours": ALWAYS}))
        await world.apply(CLOSE_MONDAY)
        world.vendor.edit(always=False, tue=TEN_TO_TWO)

        await world.apply(SetHours(rows={Weekday.SUN: MORNING}))

        assert world.table == STANDING.with_rows({Weekday.SUN: MORNING})
        assert not (await world.system.read(world.line)).drift

    async def test_always_open_turned_on_by_hand_is_drift_in_every_row_that_it_changes(self, drifted: World) -> None:
        drifted.vendor.edit(always=True)

        settled = await drifted.system.settle(drifted.line)

        assert {each.weekday for each in settled.drift} == set(Weekday)
        assert drifted.table.always

    async def test_always_open_turned_on_by_hand_is_not_written_over_by_an_override_elsewhere(
        self, drifted: World
    ) -> None:
        drifted.vendor.edit(always=True)

        await drifted.apply(CLOSE_MONDAY)

        assert drifted.table.always
        assert drifted.vendor.writes == []


class TestLag:
    """A vendor that takes a write and shows the old table for a while."""

    @pytest.fixture
    async def lagging(self, world: World) -> World:
        world.vendor.shown = world.vendor.setup
        await world.apply(CLOSE_SATURDAY)
        return world

    async def test_what_does_not_show_yet_is_behind(self, lagging: World) -> None:
        reading = await lagging.system.read(lagging.line)

        assert reading.behind == (Weekday.SAT,)
        assert reading.drift == ()

    async def test_it_is_not_written_again_at_once(self, lagging: World) -> None:
        lagging.clock.advance(seconds=50)

        assert await lagging.system.settle(lagging.line) == Settled()
        assert len(lagging.vendor.writes) == 1

    async def test_it_is_in_force_once_it_shows(self, lagging: World) -> None:
        lagging.vendor.shown = None

        reading = await lagging.system.read(lagging.line)

        assert not reading.drift
        assert not reading.behind
        assert await lagging.system.settle(lagging.line) == Settled()
        assert len(lagging.vendor.writes) == 1

    async def test_what_was_lost_is_written_again_after_a_minute(self, lagging: World) -> None:
        lagging.vendor.setup, lagging.vendor.shown = SUPPORT, None
        lagging.clock.advance(seconds=61)

        assert await lagging.system.settle(lagging.line) == Settled(written=(Weekday.SAT,))
        assert lagging.table.sat == ()

    async def test_after_a_restart_it_is_written_again_since_nobody_knows(self, lagging: World) -> None:
        lagging.restart()

        assert await lagging.system.settle(lagging.line) == Settled(written=(Weekday.SAT,))

    async def test_a_change_taken_back_before_it_shows_is_taken_back_in_the_end(self, lagging: World) -> None:
        await lagging.apply(Reopen(start=CLOSE_SATURDAY.start, end=CLOSE_SATURDAY.end))
        lagging.vendor.shown = None
        reading = await lagging.system.read(lagging.line)
        await lagging.system.settle(lagging.line)

        assert reading.drift == ()
        assert lagging.table == STANDING
        assert (await lagging.setup()).overrides == ()

    async def test_a_read_back_that_fails_does_not_fail_the_change(self, world: World) -> None:
        class Unreadable(WeeklyTable):
            reads = 0

            async def read(self, line: Line) -> Setup:
                self.reads += 1
                if self.reads == 2:
                    raise UnreachableError("Gone.")
                return await super().read(line)

        world.vendor = Unreadable(SUPPORT)
        world.restart()

        await world.apply(CLOSE_SATURDAY)

        reading = await world.system.read(world.line)
        assert reading.setup.overrides
        assert not reading.drift
        assert not reading.behind


class TestRelease:
    """Putting the standing hours back for good."""

    @pytest.mark.parametrize("standing", [STANDING, ALWAYS], ids=["a week", "always open"])
    async def test_the_standing_hours_come_back_and_the_line_is_forgotten(self, standing: WeeklyHours) -> None:
        world = World(SUPPORT.model_copy(update={"hours": standing}))
        await world.apply(CLOSE_SATURDAY, CLOSE_MONDAY)

        settled = await world.system.release(world.line)

        assert settled == Settled(written=(Weekday.SAT,))
        assert world.table == standing
        assert not (await world.system.read(world.line)).confirmed

    async def test_a_line_that_was_never_touched_is_not_written(self, world: World) -> None:
        assert await world.system.release(world.line) == Settled()
        assert world.vendor.writes == []

    async def test_drift_is_left_and_told(self, world: World) -> None:
        await world.apply(CLOSE_SATURDAY)
        world.vendor.edit(sun=TEN_TO_TWO)

        settled = await world.system.release(world.line)

        assert settled.drift == (Drift(weekday=Weekday.SUN, found=TEN_TO_TWO, expected=()),)
        assert world.table == STANDING.with_rows({Weekday.SUN: TEN_TO_TWO})

    async def test_a_line_is_not_forgotten_before_its_hours_show(self, world: World) -> None:
        await world.apply(CLOSE_SATURDAY)
        world.vendor.shown = world.vendor.setup

        with pytest.raises(UnreachableError, match="release it again in a minute"):
            await world.system.release(world.line)
        world.vendor.shown = None
        await world.system.release(world.line)

        assert world.table == STANDING
        assert not (await world.system.read(world.line)).confirmed

    async def test_a_closure_still_on_its_way_is_not_forgotten(self, world: World) -> None:
        world.vendor.shown = SUPPORT
        await world.apply(CLOSE_SATURDAY)

        with pytest.raises(UnreachableError):
            await world.system.release(world.line)
        world.vendor.shown = None
        await world.system.release(world.line)

        assert world.table == STANDING


async def test_two_changes_at_once_both_stand(world: World) -> None:
    await asyncio.gather(world.apply(CLOSE_FRIDAY), world.apply(CLOSE_SATURDAY))

    assert [each.start for each in (await world.setup()).overrides] == [CLOSE_FRIDAY.start, CLOSE_SATURDAY.start]
    assert world.table == STANDING.with_rows({Weekday.FRI: (), Weekday.SAT: ()})


async def test_everything_else_is_the_vendors(world: World) -> None:
    inner, system = world.vendor, world.system

    capabilities = system.capabilities(world.line)

    assert system.name == inner.name
    assert await system.lines() == [world.line]
    assert await system.live(world.line) == LiveStatus(waiting=3)
    assert await system.destinations(world.line) == [Destination(kind="person", id="7", name="Olivia")]
    assert system.problems(world.line, SUPPORT, CLOSE_FRIDAY.applied_to(SUPPORT)) == ["Never."]
    assert {"close", "open_special", "reopen", "put_overrides", "set_hours"} < capabilities.changes
    assert capabilities.write_ahead == dt.timedelta(hours=48)
    assert not capabilities.dated
    await system.aclose()
    assert inner.closed


async def test_making_a_line_is_the_vendors(world: World) -> None:
    new = NewLine(system="table", kind="queue", name="Support")

    assert [kind.name for kind in await world.system.kinds()] == ["queue"]
    assert world.system.creation_problems(new.model_copy(update={"name": "Sales"})) == {
        "name": "Only Support can be made."
    }
    assert (await world.system.create(new, again=True)).line == world.line
    with pytest.raises(RefusedError):
        await world.system.create(new)


async def test_a_line_that_is_deleted_is_forgotten(world: World) -> None:
    await world.apply(CLOSE_SATURDAY)

    await world.system.delete(world.line)

    assert not world.vendor.is_there
    assert await world.system.settle(world.line) == Settled()


async def test_a_line_that_the_vendor_does_not_delete_is_not_forgotten(world: World) -> None:
    await world.apply(CLOSE_SATURDAY)
    world.vendor.before_write = [RefusedError("No.")]

    with pytest.raises(RefusedError):
        await world.system.delete(world.line)

    assert (await world.setup()).overrides


async def test_what_the_vendor_says_of_a_line_is_passed_on(world: World) -> None:
    world.vendor.remarked = ("Its calls are forwarded.",)

    unconfirmed = await world.system.read(world.line)
    await world.apply(CLOSE_SATURDAY)

    assert unconfirmed.remarks == (await world.system.read(world.line)).remarks == ("Its calls are forwarded.",)


async def test_an_unknown_line_is_missing(world: World) -> None:
    stranger = world.line.model_copy(update={"id": "2"})

    with pytest.raises(MissingError):
        await world.system.read(stranger)
    with pytest.raises(MissingError):
        await world.system.apply(stranger, [CLOSE_SATURDAY])
    assert await world.system.settle(stranger) == Settled()


def current(setup: Setup, now: dt.datetime) -> Setup:
    """The setup without what was over before today."""
    today = dt.datetime.combine(wall_clock(now, setup.zone).date(), dt.time())
    kept = tuple(each for each in setup.overrides if each.end is None or each.end > today)
    return setup.model_copy(update={"overrides": kept})


@given(st.data())
def test_the_law_what_is_read_is_what_was_applied(data: st.DataObject) -> None:
    zone, now = data.draw(strategies.moments())
    world = World(SUPPORT.model_copy(update={"zone": zone, "hours": data.draw(strategies.weekly_hours())}), now)
    several = data.draw(
        st.lists(st.one_of(strategies.dated_changes(now), strategies.hours_changes), min_size=1, max_size=3)
    )

    async def apply_each() -> None:
        for change in several:
            before = await world.setup()
            await world.apply(change)
            reading = await world.system.read(world.line)
            writes = len(world.vendor.writes)
            await world.apply(change)

            assert reading.setup == current(change.applied_to(before), now)
            assert not reading.drift
            assert not reading.behind
            assert await world.setup() == reading.setup
            assert len(world.vendor.writes) == writes, "applying twice is applying once"

    asyncio.run(apply_each())


@settings(max_examples=30)
@given(st.data())
def test_for_a_fortnight_the_vendor_is_open_exactly_when_the_setup_is(data: st.DataObject) -> None:
    zone, now = data.draw(strategies.moments())
    standing = data.draw(strategies.weekly_hours())
    world = World(SUPPORT.model_copy(update={"zone": zone, "hours": standing}), now)
    promised = data.draw(st.lists(strategies.dated_changes(now), min_size=1, max_size=3))
    ticks = data.draw(st.lists(st.integers(1, 30), min_size=5, max_size=15))

    async def live_on() -> None:
        await world.apply(*promised)
        for hours in ticks:
            world.clock.advance(hours=hours)
            await world.system.settle(world.line)
            setup = await world.setup()
            for minutes in (0, 10, 59):
                at = world.clock() + dt.timedelta(minutes=minutes)
                if wall_clock(at, zone).date() == wall_clock(world.clock(), zone).date():
                    assert is_open(world.vendor.setup, at) == is_open(setup, at)
        world.clock.advance(days=30)
        if all(each.end is not None for each in (await world.setup()).overrides):
            await world.system.settle(world.line)
            assert world.table == standing

    asyncio.run(live_on())


async def test_special_hours_add_to_the_day(world: World) -> None:
    await world.apply(OpenSpecial(start=dt.datetime(2026, 11, 21, 13), end=dt.datetime(2026, 11, 21, 15)))

    assert world.table.sat == (Interval(start=540, end=900),)


async def test_a_refused_look_after_a_write_forgets_nothing(world: World) -> None:
    world.vendor.before_read = [None, DeniedError("refused our credentials")]

    await world.apply(CLOSE_FRIDAY)

    assert not world.table.fri
    assert (await world.setup()).overrides
    world.clock.now = dt.datetime(2026, 11, 21, 15, tzinfo=dt.UTC)
    await world.system.settle(world.line)
    assert world.table.fri == NINE_TO_FIVE
