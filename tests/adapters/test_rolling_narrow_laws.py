"""A weekly table with one interval a day, minute by minute: as the setup says, and never open in a closure.

Only the days in which Switchhook has stopped for longer than it writes ahead are no part of these laws: then the table
shows the standing hours on a date whose row was never written.
"""

import asyncio
import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from adapters import Interval, Override, PutOverrides, RollingWeek, Setup, WeeklyHours, lay
from tests.adapters import strategies
from tests.adapters.fake_narrow import NarrowTable
from tests.adapters.fakes import Clock, MemoryLedger

HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
JUMPS = {
    "America/New_York": (dt.datetime(2026, 3, 8, 7, tzinfo=dt.UTC), dt.datetime(2026, 11, 1, 6, tzinfo=dt.UTC)),
    "Europe/Berlin": (dt.datetime(2026, 3, 29, 1, tzinfo=dt.UTC), dt.datetime(2026, 10, 25, 1, tzinfo=dt.UTC)),
    "Australia/Lord_Howe": strategies.JUMPS["Australia/Lord_Howe"],
    "America/Santiago": strategies.JUMPS["America/Santiago"],
}
"""Zones, and when their wall clocks jump."""

THREE_DAYS = dt.timedelta(days=3)
ahead = st.sampled_from((dt.timedelta(0), HOUR, 30 * HOUR, 48 * HOUR, 9 * 24 * HOUR))
long_days = st.builds(Interval, start=st.integers(0, 540), end=st.integers(1080, 1440)).map(lambda each: (each,))
days = st.one_of(long_days, long_days, st.just(()), strategies.intervals().map(lambda each: (each,)))
hours = st.builds(WeeklyHours, always=st.booleans(), **dict.fromkeys(DAYS, days))


@st.composite
def overrides(draw: st.DrawFn, around: dt.datetime) -> tuple[Override, ...]:
    """Some for days, and more for a part of a day, since those are what one interval cannot hold."""
    laid = draw(strategies.overrides(around)) if draw(st.booleans()) else ()
    midnight = around.replace(hour=0, minute=0, tzinfo=None)
    for _ in range(draw(st.integers(1, 6))):
        start = midnight + draw(st.integers(0, 3)) * strategies.DAY_LENGTH + draw(st.integers(0, 95)) * 15 * MINUTE
        end = start + draw(st.integers(1, 300)) * MINUTE
        state = draw(st.sampled_from(("closed", "closed", "open")))
        laid = lay(laid, [Override(state=state, start=start, end=end)])
    return laid


class World:
    """A line with its overrides, which the vendor's table follows as often as it is settled."""

    def __init__(self, zone: str, now: dt.datetime, standing: WeeklyHours, write_ahead: dt.timedelta) -> None:
        self.setup = Setup(line_id="1", zone=zone, hours=standing)
        self.vendor = NarrowTable(self.setup)
        self.clock = Clock(now)
        self.write_ahead = write_ahead
        self.system = RollingWeek(self.vendor, MemoryLedger(), self.clock, write_ahead=write_ahead)
        self.rolls = 0

    async def promise(self, laid: tuple[Override, ...]) -> None:
        everything = PutOverrides(start=dt.datetime(2025, 1, 1), end=None, overrides=laid)
        await self.system.apply(self.vendor.line, [everything])
        self.setup = everything.applied_to(self.setup)

    async def next_roll(self) -> dt.datetime | None:
        reading = await self.system.read(self.vendor.line)
        assert not reading.drift
        assert not reading.behind
        assert reading.next_roll is None or reading.next_roll > self.clock()
        return reading.next_roll

    async def settle(self, now: dt.datetime) -> None:
        self.clock.now = now
        settled = await self.system.settle(self.vendor.line)
        self.rolls += bool(settled.written)

    def minutes(self, until: dt.datetime) -> Iterator[dt.datetime]:
        """The minutes from now on; the time stays where it is."""
        at = self.clock()
        while at < until:
            yield at
            at += MINUTE

    def is_right(self, at: dt.datetime) -> bool:
        return table_is_open(self.vendor.table, self.setup.zone, at) == should_be_open(self.setup, at)

    def is_wrongly_open(self, at: dt.datetime) -> bool:
        return table_is_open(self.vendor.table, self.setup.zone, at) and not should_be_open(self.setup, at)


def table_is_open(table: WeeklyHours, zone: str, at: dt.datetime) -> bool:
    """As a vendor would read its table."""
    local = at.astimezone(ZoneInfo(zone))
    row: tuple[Interval, ...] = getattr(table, DAYS[local.weekday()])
    return table.always or any(each.start <= local.hour * 60 + local.minute < each.end for each in row)


def should_be_open(setup: Setup, at: dt.datetime) -> bool:
    """As a person would read the setup: what was dated says it, else the usual hours."""
    local = at.astimezone(ZoneInfo(setup.zone)).replace(tzinfo=None)
    for each in setup.overrides:
        if each.start <= local and (each.end is None or local < each.end):
            return each.state == "open"
    return table_is_open(setup.hours, setup.zone, at)


@st.composite
def worlds(draw: st.DrawFn, write_ahead: st.SearchStrategy[dt.timedelta]) -> tuple[World, tuple[Override, ...]]:
    """A line within two days of a jump of its wall clock, and what is to be laid over its hours."""
    zone = draw(st.sampled_from(sorted(JUMPS)))
    now = draw(st.sampled_from(JUMPS[zone])) + draw(st.integers(-48 * 60, 24 * 60)) * MINUTE
    return World(zone, now, draw(hours), draw(write_ahead)), draw(overrides(now))


@settings(max_examples=50)
@given(worlds(ahead))
def test_who_settles_at_every_roll_is_open_exactly_when_the_setup_is(drawn: tuple[World, tuple[Override, ...]]) -> None:
    world, laid = drawn

    async def live_on() -> None:
        await world.promise(laid)
        end = world.clock() + THREE_DAYS
        while world.clock() < end:
            roll = min(await world.next_roll() or end, end)
            for at in world.minutes(roll):
                assert world.is_right(at), at
            await world.settle(roll)

    asyncio.run(live_on())
    event(f"rolls: {min(world.rolls, 5)}")


@settings(max_examples=50)
@given(worlds(st.sampled_from((24 * HOUR, 48 * HOUR))), st.integers(0, 4))
def test_who_stops_for_no_longer_than_he_writes_ahead_is_never_open_in_a_closure(
    drawn: tuple[World, tuple[Override, ...]], settled: int
) -> None:
    world, laid = drawn

    async def live_on() -> None:
        await world.promise(laid)
        for _ in range(settled):
            roll = await world.next_roll()
            if roll is not None:
                await world.settle(roll)
        back = world.clock() + world.write_ahead
        for at in world.minutes(back):
            assert not world.is_wrongly_open(at), at
        await world.settle(back)
        for at in world.minutes(min(await world.next_roll() or back + HOUR, back + HOUR)):
            assert world.is_right(at), at

    asyncio.run(live_on())


@settings(max_examples=50)
@given(
    standing=hours,
    now=st.integers(0, 7 * 1440).map(lambda minute: dt.datetime(2026, 6, 1, tzinfo=dt.UTC) + minute * MINUTE),
    delays=st.lists(st.integers(0, 14), min_size=1, max_size=5),
    data=st.data(),
)
def test_who_settles_within_a_quarter_of_an_hour_of_a_roll_is_open_exactly_when_the_setup_is(
    standing: WeeklyHours, now: dt.datetime, delays: list[int], data: st.DataObject
) -> None:
    world = World("Europe/Berlin", now, standing, 48 * HOUR)
    laid = data.draw(overrides(now))
    after = world.setup.model_copy(update={"overrides": laid})
    assume(not world.system.problems(world.vendor.line, world.setup, after))

    async def live_on() -> None:
        await world.promise(laid)
        end = world.clock() + THREE_DAYS
        turn = 0
        while world.clock() < end:
            roll = min(await world.next_roll() or end, end) + delays[turn % len(delays)] * MINUTE
            for at in world.minutes(roll):
                assert world.is_right(at), at
            await world.settle(roll)
            turn += 1

    asyncio.run(live_on())
    event(f"rolls: {min(world.rolls, 5)}")
