"""A vendor that shows the old table for a while, and a line that is let go of."""

import datetime as dt

import pytest

from adapters import DeniedError, Drift, Line, Reopen, Settled, Setup, UnreachableError, Weekday, WeeklyHours
from tests.adapters.fakes import WeeklyTable
from tests.adapters.rolling_world import (
    ALWAYS,
    CLOSE_FRIDAY,
    CLOSE_MONDAY,
    CLOSE_SATURDAY,
    NINE_TO_FIVE,
    STANDING,
    SUPPORT,
    TEN_TO_TWO,
    World,
    world,
)

__all__ = ["world"]


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

    async def test_a_change_taken_back_before_it_shows_is_taken_back_at_once(self, lagging: World) -> None:
        await lagging.apply(Reopen(start=CLOSE_SATURDAY.start, end=CLOSE_SATURDAY.end))

        assert lagging.table == STANDING
        assert (await lagging.system.read(lagging.line)).behind == ()

    async def test_whichever_of_both_shows_afterwards_is_known_as_ours(self, lagging: World) -> None:
        closed = lagging.vendor.setup
        await lagging.apply(Reopen(start=CLOSE_SATURDAY.start, end=CLOSE_SATURDAY.end))
        truth, lagging.vendor.shown = lagging.vendor.setup, closed
        halfway = await lagging.system.read(lagging.line)
        lagging.vendor.shown = truth

        assert (halfway.behind, halfway.drift) == ((Weekday.SAT,), ())
        assert (await lagging.system.read(lagging.line)).behind == ()

    async def test_a_write_of_which_nobody_knows_is_taken_back_for_as_long_as_it_may_arrive(self, world: World) -> None:
        world.vendor.before_write = [UnreachableError("No answer.")]
        with pytest.raises(UnreachableError):
            await world.apply(CLOSE_SATURDAY)

        await world.apply(Reopen(start=CLOSE_SATURDAY.start, end=CLOSE_SATURDAY.end))

        assert (await world.system.read(world.line)).behind == (Weekday.SAT,)
        assert await world.system.settle(world.line) == Settled(written=(Weekday.SAT,))
        assert (await world.system.read(world.line)).behind == ()
        assert world.table == STANDING

    async def test_what_can_no_longer_arrive_is_not_taken_back(self, world: World) -> None:
        world.vendor.before_write = [UnreachableError("No answer.")]
        with pytest.raises(UnreachableError):
            await world.apply(CLOSE_SATURDAY)
        world.clock.advance(seconds=61)

        await world.apply(Reopen(start=CLOSE_SATURDAY.start, end=CLOSE_SATURDAY.end))

        assert (await world.system.read(world.line)).behind == ()
        assert await world.system.settle(world.line) == Settled()
        assert world.vendor.writes == []

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


async def test_a_refused_look_after_a_write_forgets_nothing(world: World) -> None:
    world.vendor.before_read = [None, DeniedError("refused our credentials")]

    await world.apply(CLOSE_FRIDAY)

    assert not world.table.fri
    assert (await world.setup()).overrides
    world.clock.now = dt.datetime(2026, 11, 21, 15, tzinfo=dt.UTC)
    await world.system.settle(world.line)
    assert world.table.fri == NINE_TO_FIVE
