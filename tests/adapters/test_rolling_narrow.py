"""Dated overrides over a vendor whose weekly table has one interval a day."""

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import pytest

from adapters import (
    Change,
    Close,
    Interval,
    Line,
    OpenSpecial,
    PutOverrides,
    Reopen,
    RollingWeek,
    SetHours,
    SetOption,
    Settled,
    Setup,
    Weekday,
    WeeklyHours,
)
from tests.adapters.fake_narrow import NarrowTable
from tests.adapters.fakes import Clock, MemoryLedger, WeeklyTable

NEW_YORK = ZoneInfo("America/New_York")
NINE_TO_FIVE = (Interval(start=540, end=1020),)
MORNING, AFTERNOON = (Interval(start=540, end=720),), (Interval(start=780, end=1020),)
STANDING = WeeklyHours.model_validate({day.value: NINE_TO_FIVE for day in Weekday})
SUPPORT = Setup(line_id="1", zone="America/New_York", hours=STANDING, options={"ring_seconds": 30})


def friday(text: str) -> dt.datetime:
    """A time of Friday, 20 November, on the line's wall clock."""
    return dt.datetime.fromisoformat(f"2026-11-20T{text}")


def at(text: str) -> dt.datetime:
    """The moment at which it is that time of Friday."""
    return friday(text).replace(tzinfo=NEW_YORK)


LUNCH = Close(start=friday("12:00"), end=friday("13:00"), name="Lunch")
TEA = Close(start=friday("15:00"), end=friday("15:30"), name="Tea")
EVENING = OpenSpecial(start=friday("19:00"), end=friday("21:00"))
EARLY = OpenSpecial(start=friday("06:00"), end=friday("08:00"))


class World:
    """A vendor, a ledger, a clock, and the rolling week over them, on that Friday."""

    def __init__(self, time: str = "08:00", setup: Setup = SUPPORT) -> None:
        self.vendor = NarrowTable(setup)
        self.ledger = MemoryLedger()
        self.clock = Clock(at(time))
        self.system = RollingWeek(self.vendor, self.ledger, self.clock)

    @property
    def line(self) -> Line:
        return self.vendor.line

    async def apply(self, *changes: Change) -> None:
        await self.system.apply(self.line, changes)

    async def settle(self, time: str) -> Settled:
        self.clock.now = at(time)
        return await self.system.settle(self.line)

    async def next_roll(self) -> dt.datetime | None:
        return (await self.system.read(self.line)).next_roll

    def due(self, *changes: Change) -> list[dt.datetime]:
        """The moments to come at which rows of the changes are written."""
        moments = self.system.due_moments(self.line, changes, self.clock())
        return [each for each in moments if each > self.clock()]

    def problems(self, *changes: Change, before: Setup = SUPPORT) -> Sequence[str]:
        after = before
        for change in changes:
            after = change.applied_to(after)
        return self.system.problems(self.line, before, after)


@pytest.fixture
def world() -> World:
    return World()


async def test_a_break_is_written_in_two_rows_and_taken_back_after_the_day(world: World) -> None:
    await world.apply(LUNCH)
    rows = [world.vendor.table.fri]
    for time in ("11:59", "12:00", "17:00", "23:59"):
        await world.settle(time)
        rows.append(world.vendor.table.fri)
    world.clock.now = at("00:00") + dt.timedelta(days=1)
    await world.system.settle(world.line)

    assert rows == [MORNING, MORNING, AFTERNOON, AFTERNOON, AFTERNOON]
    assert world.vendor.table == STANDING
    assert len(world.vendor.writes) == 3


async def test_each_row_is_ours_and_in_force_while_it_is_the_current_one(world: World) -> None:
    await world.apply(LUNCH)
    morning = await world.system.read(world.line)
    world.clock.now = at("12:00")
    noon = await world.system.read(world.line)
    await world.system.settle(world.line)
    afternoon = await world.system.read(world.line)

    assert [morning.behind, noon.behind, afternoon.behind] == [(), (Weekday.FRI,), ()]
    assert [morning.drift, noon.drift, afternoon.drift] == [(), (), ()]
    assert morning.setup == noon.setup == afternoon.setup == LUNCH.applied_to(SUPPORT)


async def test_hours_of_the_whole_day_put_there_by_hand_are_drift(world: World) -> None:
    await world.apply(LUNCH)
    world.vendor.edit(fri=NINE_TO_FIVE)

    settled = await world.settle("12:00")

    assert [(each.weekday, each.found, each.expected) for each in settled.drift] == [
        (Weekday.FRI, NINE_TO_FIVE, AFTERNOON)
    ]
    assert world.vendor.table.fri == NINE_TO_FIVE


async def test_a_break_that_has_begun_shows_what_comes_after_it() -> None:
    world = World("12:20")

    await world.apply(LUNCH)

    assert world.vendor.table.fri == AFTERNOON


async def test_who_missed_the_beginning_of_a_break_opens_the_line_late_and_never_inside_it(world: World) -> None:
    await world.apply(LUNCH)

    world.clock.now = at("14:10")
    missed = world.vendor.table.fri
    await world.system.settle(world.line)

    assert (missed, world.vendor.table.fri) == (MORNING, AFTERNOON)


async def test_releasing_a_line_in_the_middle_of_a_break_puts_the_whole_day_back(world: World) -> None:
    await world.apply(LUNCH)
    await world.settle("12:00")

    await world.system.release(world.line)

    assert world.vendor.table == STANDING


class TestNextRoll:
    """When the table has to be written next."""

    @pytest.mark.parametrize(
        ("time", "changes", "expected"),
        [
            pytest.param("08:00", [LUNCH], at("12:00"), id="when the first interval ends"),
            pytest.param("12:00", [LUNCH], at("00:00") + dt.timedelta(days=1), id="then at midnight"),
            pytest.param("08:00", [LUNCH, TEA], at("12:00"), id="the first of two"),
            pytest.param("12:00", [LUNCH, TEA], at("15:00"), id="the second of two"),
            pytest.param("08:00", [EVENING], at("17:00"), id="where special hours come later in the day"),
            pytest.param("05:00", [EARLY], at("08:00"), id="where they come first"),
            pytest.param(
                "08:00",
                [Close(start=dt.datetime(2026, 11, 25, 12), end=dt.datetime(2026, 11, 25, 13))],
                at("00:00") + dt.timedelta(days=3),
                id="two days ahead of a date",
            ),
            pytest.param(
                "08:00", [Close(start=dt.datetime(2026, 12, 25), end=dt.datetime(2026, 12, 26))], None, id="far away"
            ),
            pytest.param("08:00", [SetHours(rows={Weekday.FRI: MORNING})], None, id="no override"),
        ],
    )
    async def test_it_is_known(self, time: str, changes: list[Change], expected: dt.datetime | None) -> None:
        world = World(time)

        await world.apply(*changes)

        assert await world.next_roll() == expected

    async def test_nothing_is_known_of_a_line_that_was_never_changed(self, world: World) -> None:
        assert await world.next_roll() is None

    async def test_a_row_that_is_written_ahead_is_due_before_its_midnight(self, world: World) -> None:
        world.system = RollingWeek(world.vendor, world.ledger, world.clock, write_ahead=dt.timedelta(hours=30))

        await world.apply(Close(start=dt.datetime(2026, 11, 23), end=dt.datetime(2026, 11, 24)))

        assert await world.next_roll() == at("18:00") + dt.timedelta(days=1)

    async def test_in_the_hour_that_comes_twice_the_rows_come_twice(self) -> None:
        world = World(setup=SUPPORT.model_copy(update={"hours": WeeklyHours(sun=(Interval(start=0, end=300),))}))
        world.clock.now = dt.datetime(2026, 11, 1, 4, tzinfo=dt.UTC)
        await world.apply(Close(start=dt.datetime(2026, 11, 1, 1, 15), end=dt.datetime(2026, 11, 1, 1, 40)))

        rolls, starts = [], []
        for _ in range(3):
            starts.append(world.vendor.table.sun[0].start)
            world.clock.now = await world.next_roll() or world.clock.now
            rolls.append(f"{world.clock.now:%H:%M}")
            await world.system.settle(world.line)

        assert rolls == ["05:15", "06:00", "06:15"]
        assert starts == [0, 100, 0]

    async def test_where_the_table_takes_every_interval_only_the_days_turn(self) -> None:
        vendor, clock = WeeklyTable(SUPPORT), Clock(at("08:00"))
        system = RollingWeek(vendor, MemoryLedger(), clock)

        await system.apply(vendor.line, [LUNCH])

        assert (await system.read(vendor.line)).next_roll == at("00:00") + dt.timedelta(days=1)


class TestDueMoments:
    """What is promised in several rows is not done with the first."""

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            pytest.param([LUNCH], ["12:00"], id="a break"),
            pytest.param([LUNCH, TEA], ["12:00", "15:00"], id="two breaks"),
            pytest.param([EVENING], ["17:00"], id="special hours later in the day"),
            pytest.param([EARLY], [], id="special hours before the usual ones: those are no part of it"),
            pytest.param([Close(start=friday("09:00"), end=friday("10:00"))], [], id="a late beginning"),
            pytest.param([Close(start=friday("15:00"), end=dt.datetime(2026, 11, 21))], [], id="an early end"),
        ],
    )
    async def test_the_last_row_is_promised_too(self, world: World, changes: list[Change], expected: list[str]) -> None:
        world.clock.now = at("05:00")
        await world.apply(*changes)

        assert world.due(*changes) == [at(each) for each in expected]

    async def test_what_is_there_already_is_no_part_of_a_change_that_ends_before(self, world: World) -> None:
        await world.apply(TEA)
        await world.apply(LUNCH)

        assert world.due(LUNCH) == [at("12:00")]
        assert world.due(TEA) == [at("12:00"), at("15:00")]

    async def test_an_hour_within_a_closure_is_opened_in_its_time(self, world: World) -> None:
        await world.apply(Close(start=friday("10:00"), end=friday("16:00")))
        reopen = Reopen(start=friday("12:00"), end=friday("13:00"))

        await world.apply(reopen)

        assert world.due(reopen) == [at("10:00")]

    async def test_a_break_that_is_undone_needs_no_further_row(self, world: World) -> None:
        await world.apply(LUNCH)
        undo = PutOverrides(start=LUNCH.start, end=LUNCH.end, overrides=())

        await world.apply(undo)

        assert world.due(undo) == []
        assert world.vendor.table == STANDING

    async def test_of_a_line_that_is_forgotten_nothing_more_is_due(self, world: World) -> None:
        await world.apply(LUNCH)
        await world.system.release(world.line)

        assert world.due(LUNCH) == []


class TestProblems:
    """What a table with one interval a day cannot keep."""

    @pytest.mark.parametrize("minutes", [1, 14])
    def test_a_short_break_is_refused_with_what_can_be_done(self, world: World, minutes: int) -> None:
        short = Close(start=friday("12:00"), end=friday("12:00") + dt.timedelta(minutes=minutes))

        [problem] = world.problems(short)

        assert problem == (
            "On Fri 20 Nov 2026 Support would have a break of less than 15 minutes, which is too short for its phone"
            " system to follow: make it at least 15 minutes long, or leave it out."
        )

    def test_a_quarter_of_an_hour_is_long_enough(self, world: World) -> None:
        assert world.problems(Close(start=friday("12:00"), end=friday("12:15"))) == []

    @pytest.mark.parametrize(
        "change",
        [
            pytest.param(Close(start=friday("09:00"), end=friday("09:05")), id="a late beginning"),
            pytest.param(Close(start=friday("16:55"), end=friday("17:00")), id="an early end"),
            pytest.param(Close(start=friday("20:00"), end=friday("20:05")), id="a closure while closed"),
            pytest.param(OpenSpecial(start=friday("17:00"), end=friday("18:00")), id="a longer day"),
            pytest.param(OpenSpecial(start=friday("23:55"), end=dt.datetime(2026, 11, 21, 0, 5)), id="over midnight"),
            pytest.param(SetOption(name="ring_seconds", value=20), id="something else"),
        ],
    )
    def test_what_leaves_no_short_gap_in_a_day_is_fine(self, world: World, change: Change) -> None:
        assert world.problems(change) == []

    def test_special_hours_right_after_the_usual_ones_leave_no_gap_or_a_long_one(self, world: World) -> None:
        assert world.problems(OpenSpecial(start=friday("17:10"), end=friday("18:00")))
        assert not world.problems(OpenSpecial(start=friday("17:15"), end=friday("18:00")))

    def test_a_short_gap_that_the_hours_make_beside_special_hours_is_refused(self, world: World) -> None:
        longer = SetHours(rows={Weekday.FRI: (Interval(start=540, end=1130),)})

        [problem] = world.problems(longer, before=EVENING.applied_to(SUPPORT))

        assert "On Fri 20 Nov 2026 Support would have a break of less than 15 minutes" in problem

    def test_a_gap_that_was_there_before_is_no_problem_of_another_change(self, world: World) -> None:
        short = Close(start=friday("12:00"), end=friday("12:10"))

        assert world.problems(EVENING, before=short.applied_to(SUPPORT)) == []

    def test_a_gap_of_a_day_that_is_over_is_none(self, world: World) -> None:
        short = Close(start=friday("12:00"), end=friday("12:10"))
        world.clock.advance(days=1)

        assert world.problems(short) == []

    def test_the_length_of_a_gap_is_real_time(self) -> None:
        nights = SUPPORT.model_copy(update={"hours": WeeklyHours(sun=(Interval(start=0, end=300),))})
        world = World(setup=nights)
        over_the_jump = Close(start=dt.datetime(2027, 3, 14, 1, 50), end=dt.datetime(2027, 3, 14, 3))

        assert world.problems(over_the_jump, before=nights)

    @pytest.mark.parametrize(
        ("weekdays", "days"),
        [
            ([Weekday.MON], "Monday"),
            ([Weekday.MON, Weekday.TUE], "Monday and Tuesday"),
            ([Weekday.TUE, Weekday.MON, Weekday.FRI], "Monday, Tuesday and Friday"),
        ],
    )
    def test_usual_hours_with_a_break_are_refused_with_what_can_be_done(
        self, world: World, weekdays: list[Weekday], days: str
    ) -> None:
        rows = dict.fromkeys(weekdays, (*MORNING, *AFTERNOON))

        [problem] = world.problems(SetHours(rows=rows))

        assert problem == (
            f"The phone system of Support keeps one stretch of hours a day, so it cannot have a break every {days}:"
            " set its hours without the break, and close it for the break on single dates."
        )

    def test_always_open_is_fine(self, world: World) -> None:
        assert world.problems(SetHours(always=True)) == []

    def test_what_the_vendor_says_comes_first(self, world: World) -> None:
        world.vendor.problem = "Never."

        assert world.problems(Close(start=friday("12:00"), end=friday("12:10")))[0] == "Never."

    def test_a_table_that_takes_every_interval_has_none_of_these_problems(self) -> None:
        vendor = WeeklyTable(SUPPORT)
        system = RollingWeek(vendor, MemoryLedger(), Clock(at("08:00")))
        after = Close(start=friday("12:00"), end=friday("12:10")).applied_to(SUPPORT)

        assert system.problems(vendor.line, SUPPORT, after) == ["Never."]
