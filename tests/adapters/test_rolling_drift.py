"""Rows of a weekly table that somebody else has changed."""

import pytest

from adapters import Drift, DriftError, Reopen, SetHours, Settled, Weekday
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
    World,
    world,
)

__all__ = ["world"]


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
