"""Rows that somebody else has changed, taken as what should be."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters import WHOLE_DAY, Close, Interval, OpenSpecial, RollingWeek, Setup, Weekday, clock_text, day_hours
from tests.adapters.fake_narrow import NarrowTable
from tests.adapters.rolling_world import (
    ALWAYS,
    CLOSE_FRIDAY,
    CLOSE_MONDAY,
    NINE_TO_FIVE,
    STANDING,
    SUPPORT,
    TEN_TO_TWO,
    World,
    world,
)
from tests.adapters.strategies import days

__all__ = ["world"]


async def adopted(world: World) -> Setup:
    """The setup once what was found is adopted; nothing is written for it, and nothing afterwards."""
    world.vendor.writes.clear()
    await world.system.adopt(world.line, (await world.system.read(world.line)).drift)
    reading = await world.system.read(world.line)
    assert not reading.drift
    assert not reading.behind
    await world.system.settle(world.line)
    assert world.vendor.writes == []
    return reading.setup


async def test_a_row_without_an_override_becomes_the_standing_hours(world: World) -> None:
    await world.apply(CLOSE_FRIDAY)
    world.vendor.edit(sat=TEN_TO_TWO)

    setup = await adopted(world)

    assert setup.hours == STANDING.with_rows({Weekday.SAT: TEN_TO_TWO})
    assert [each.start for each in setup.overrides] == [CLOSE_FRIDAY.start]


async def test_a_row_under_an_override_ends_it_on_that_day(world: World) -> None:
    await world.apply(Close(start=dt.datetime(2026, 11, 19), end=dt.datetime(2026, 11, 22)))
    world.vendor.edit(fri=NINE_TO_FIVE)

    setup = await adopted(world)

    assert setup.hours == STANDING
    assert [(each.start.day, each.end and each.end.day) for each in setup.overrides] == [(19, 20), (21, 22)]


async def test_other_hours_under_an_override_are_for_that_day_only(world: World) -> None:
    await world.apply(CLOSE_FRIDAY)
    world.vendor.edit(fri=TEN_TO_TWO)

    setup = await adopted(world)
    world.clock.advance(days=3)
    await world.system.settle(world.line)

    assert setup.hours == STANDING
    assert world.table == STANDING


async def test_closing_a_day_of_special_hours_by_hand_closes_that_day(world: World) -> None:
    await world.apply(OpenSpecial(start=dt.datetime(2026, 11, 20, 18), end=dt.datetime(2026, 11, 20, 20)))
    world.vendor.edit(fri=())

    setup = await adopted(world)

    assert setup.hours == STANDING
    assert [each.state for each in setup.overrides] == ["closed"]


async def test_an_override_that_is_not_due_yet_stays(world: World) -> None:
    await world.apply(CLOSE_MONDAY)
    world.vendor.edit(mon=TEN_TO_TWO)

    setup = await adopted(world)

    assert setup.hours.mon == TEN_TO_TWO
    assert [each.start for each in setup.overrides] == [CLOSE_MONDAY.start]


async def test_always_open_can_be_adopted_with_its_dormant_rows(world: World) -> None:
    await world.apply(CLOSE_MONDAY)
    world.vendor.edit(always=True)

    assert (await adopted(world)).hours == ALWAYS


async def test_hours_in_place_of_always_open_can_be_adopted() -> None:
    world = World(SUPPORT.model_copy(update={"hours": ALWAYS}))
    await world.apply(CLOSE_MONDAY)
    world.vendor.edit(always=False, tue=TEN_TO_TWO)

    assert (await adopted(world)).hours == STANDING.with_rows({Weekday.TUE: TEN_TO_TWO})


async def test_always_open_under_an_override_leaves_the_dates_as_they_were_found(world: World) -> None:
    await world.apply(CLOSE_FRIDAY)
    world.vendor.edit(always=True)

    setup = await adopted(world)

    assert {setup.hours.open_on(day) for day in set(Weekday) - {Weekday.FRI}} == {WHOLE_DAY}
    assert setup.hours.fri == NINE_TO_FIVE


async def test_a_line_that_was_never_changed_has_nothing_to_adopt(world: World) -> None:
    world.vendor.edit(sat=TEN_TO_TWO)

    await world.system.adopt(world.line, (await world.system.read(world.line)).drift)

    assert world.ledger.texts == {}


async def test_what_was_changed_once_more_meanwhile_is_not_taken(world: World) -> None:
    await world.apply(CLOSE_FRIDAY)
    world.vendor.edit(tue=TEN_TO_TWO, sat=TEN_TO_TWO)
    shown = (await world.system.read(world.line)).drift
    world.vendor.edit(tue=[])

    await world.system.adopt(world.line, shown)

    reading = await world.system.read(world.line)
    assert [(each.weekday, each.found) for each in reading.drift] == [(Weekday.TUE, ())]
    assert reading.setup.hours.tue == STANDING.tue
    assert reading.setup.hours.sat != STANDING.sat


async def test_always_open_that_came_meanwhile_is_not_taken_with_a_row_that_was_shown(world: World) -> None:
    await world.apply(CLOSE_FRIDAY)
    world.vendor.edit(tue=[["00:00", "24:00"]])
    shown = (await world.system.read(world.line)).drift
    world.vendor.edit(always=True)

    await world.system.adopt(world.line, shown)

    reading = await world.system.read(world.line)
    assert not reading.setup.hours.always
    assert Weekday.WED in {each.weekday for each in reading.drift}


async def test_what_is_adopted_is_ours_when_the_week_rolls_on(world: World) -> None:
    await world.apply(CLOSE_FRIDAY)
    world.vendor.edit(fri=NINE_TO_FIVE)
    await world.system.adopt(world.line, (await world.system.read(world.line)).drift)

    await world.apply(CLOSE_FRIDAY)

    assert world.table.fri == ()


@settings(max_examples=30)
@given(
    rows=st.dictionaries(st.sampled_from(list(Weekday)), days, min_size=1, max_size=4), hours_later=st.integers(0, 90)
)
async def test_whatever_was_found_is_kept(rows: dict[Weekday, tuple[Interval, ...]], hours_later: int) -> None:
    world = World()
    await world.apply(CLOSE_FRIDAY, CLOSE_MONDAY)
    world.clock.advance(hours=hours_later)
    await world.system.settle(world.line)
    world.vendor.edit(**{day.value: row for day, row in rows.items()})
    table = world.table

    await adopted(world)

    assert world.table == table


@pytest.mark.parametrize(
    ("found", "kept"),
    [
        pytest.param([["09:00", "11:00"]], [["09:00", "11:00"], ["13:00", "17:00"]], id="a shorter morning"),
        pytest.param([["09:00", "17:00"]], [["09:00", "17:00"]], id="no break"),
        pytest.param([["09:00", "14:00"]], [["09:00", "14:00"]], id="no afternoon"),
        pytest.param([], [], id="closed"),
    ],
)
async def test_a_narrow_table_says_nothing_of_the_intervals_that_it_does_not_show(
    found: list[list[str]], kept: list[list[str]]
) -> None:
    world = World()
    vendor = NarrowTable(SUPPORT)
    system = RollingWeek(vendor, world.ledger, world.clock)
    lunch = Close(start=dt.datetime(2026, 11, 20, 12), end=dt.datetime(2026, 11, 20, 13))
    await system.apply(vendor.line, [lunch])
    vendor.edit(fri=found)

    await system.adopt(vendor.line, (await system.read(vendor.line)).drift)

    reading = await system.read(vendor.line)
    setup = reading.setup
    assert not reading.drift
    assert setup.hours == STANDING
    friday = day_hours(setup.hours, setup.overrides, dt.date(2026, 11, 20))
    assert [[clock_text(each.start), clock_text(each.end)] for each in friday] == kept
