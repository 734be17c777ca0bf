"""One interval a day at a vendor that may show the old table for longer than a minute."""

import datetime as dt

import pytest

from adapters import Reopen, Settled, UnreachableError, Weekday
from tests.adapters.test_rolling_narrow import LUNCH, SUPPORT, World, world

__all__ = ["world"]

LAG = dt.timedelta(minutes=10)


@pytest.fixture
async def lagging(world: World) -> World:
    world.vendor.lag = LAG
    world.vendor.shown = world.vendor.setup
    await world.apply(LUNCH)
    return world


async def test_what_does_not_show_yet_is_not_written_again(lagging: World) -> None:
    lagging.clock.advance(minutes=9)

    assert await lagging.system.settle(lagging.line) == Settled()
    assert len(lagging.vendor.writes) == 1


async def test_what_was_lost_is_written_again_in_the_end(lagging: World) -> None:
    lagging.vendor.setup, lagging.vendor.shown = SUPPORT, None
    lagging.clock.advance(minutes=11)

    assert (await lagging.system.settle(lagging.line)).written == (Weekday.FRI,)


async def test_what_shows_late_is_ours_though_something_else_was_written_since(lagging: World) -> None:
    late = lagging.vendor.setup
    lagging.clock.advance(minutes=5)
    await lagging.apply(Reopen(start=LUNCH.start, end=LUNCH.end))

    lagging.vendor.shown = late

    assert not (await lagging.system.read(lagging.line)).drift


async def test_a_release_says_how_long_to_wait(lagging: World) -> None:
    with pytest.raises(UnreachableError, match="release it again in 10 minutes") as raised:
        await lagging.system.release(lagging.line)

    assert raised.value.retry_after == 600
