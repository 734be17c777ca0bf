"""Dated overrides over a vendor with only a weekly table."""

import asyncio
import datetime as dt

import pytest

from adapters import (
    Change,
    Close,
    Destination,
    Interval,
    LiveStatus,
    MissingError,
    NewLine,
    OpenSpecial,
    PutOverrides,
    RefusedError,
    Reopen,
    RollingWeek,
    SetHours,
    Settled,
    Weekday,
)
from tests.adapters.rolling_world import (
    ALWAYS,
    CLOSE_FRIDAY,
    CLOSE_MONDAY,
    CLOSE_SATURDAY,
    MORNING,
    RING_20,
    STANDING,
    SUPPORT,
    TEN_TO_TWO,
    THURSDAY,
    World,
    world,
)

__all__ = ["world"]


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


async def test_special_hours_add_to_the_day(world: World) -> None:
    await world.apply(OpenSpecial(start=dt.datetime(2026, 11, 21, 13), end=dt.datetime(2026, 11, 21, 15)))

    assert world.table.sat == (Interval(start=540, end=900),)
