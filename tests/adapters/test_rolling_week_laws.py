"""The laws of dated overrides over a weekly table, whatever the week and the changes."""

import asyncio
import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters import Setup, is_open, wall_clock
from tests.adapters import strategies
from tests.adapters.rolling_world import SUPPORT, World, world

__all__ = ["world"]


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
