"""Any order of changes, kills, lost answers, late reads, missed ticks and hands of others: the promises hold."""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters import (
    Change,
    DriftError,
    Interval,
    Line,
    Reading,
    RollingWeek,
    SetHours,
    Setup,
    UnreachableError,
    Weekday,
    WeeklyHours,
    projection,
)
from tests.adapters import strategies
from tests.adapters.fakes import Clock, Killed, MemoryLedger, WeeklyTable

NOW = dt.datetime(2026, 11, 20, 15, tzinfo=dt.UTC)
ZONE = "America/New_York"
BY_HAND = (Interval(start=187, end=191),)
"""Hours that nobody but a stranger would think of."""

LAG = dt.timedelta(seconds=40)


class LateTable(WeeklyTable):
    """A vendor whose reads may show, for a while after a write, what was there before it."""

    def __init__(self, setup: Setup, clock: Clock) -> None:
        super().__init__(setup)
        self.clock = clock
        self.is_late = False
        self._until: dt.datetime | None = None

    async def apply(self, line: Line, changes: Sequence[Change]) -> None:
        before = self.setup
        try:
            await super().apply(line, changes)
        finally:
            if self.is_late and self.shown is None:
                self.shown, self._until = before, self.clock() + LAG

    def catch_up(self) -> None:
        """Show the truth once the time has come."""
        if self._until and self.clock() >= self._until:
            self.shown = self._until = None


class Storm:
    """A line to which all sorts of things happen."""

    def __init__(self, standing: WeeklyHours) -> None:
        self.clock = Clock(NOW)
        setup = Setup(line_id="1", zone=ZONE, hours=standing)
        self.vendor = LateTable(setup, self.clock)
        self.ledger = MemoryLedger()
        self.restart()
        self.touched_by_hand: set[Weekday] = set()
        self.a_stranger_was_here = False

    def restart(self) -> None:
        self.ledger.before_note.clear()
        self.vendor.before_write.clear()
        self.vendor.after_write.clear()
        self.system = RollingWeek(self.vendor, self.ledger, self.clock)

    def wait(self, length: dt.timedelta) -> None:
        self.clock.now += length
        self.vendor.catch_up()

    async def apply(self, change: Change) -> None:
        if isinstance(change, SetHours):
            was_always = (await self.read()).setup.hours.always
            self.touched_by_hand -= set(Weekday) if change.always or was_always else set(change.rows)
        await self._try(self.system.apply(self.vendor.line, [change]))

    async def settle(self) -> None:
        await self._try(self.system.settle(self.vendor.line))

    async def read(self) -> Reading:
        return await self.system.read(self.vendor.line)

    async def _try(self, what: Awaitable[object]) -> None:
        try:
            await what
        except Killed:
            self.restart()
        except UnreachableError:
            pass
        except DriftError:
            assert self.a_stranger_was_here

    async def calm(self) -> Reading:
        """After the storm: two minutes, and two ticks."""
        self.restart()
        for _ in range(2):
            self.wait(dt.timedelta(minutes=2))
            await self.system.settle(self.vendor.line)
        return await self.read()


ERRORS = st.sampled_from((Killed(), UnreachableError("No answer.")))
PLACES = st.sampled_from(("note 1", "note 2", "before write", "after write"))


def plan(storm: Storm, place: str, error: BaseException) -> None:
    match place:
        case "note 1":
            storm.ledger.before_note = [error]
        case "note 2":
            storm.ledger.before_note = [None, error]
        case "before write":
            storm.vendor.before_write = [error]
        case _:
            storm.vendor.after_write = [error]


async def happen(storm: Storm, data: st.DataObject, *, by_hand: bool) -> None:
    kinds = ["apply", "apply", "settle", "trouble", "late", "seconds", "hours", "restart"] + ["hand"] * by_hand
    match data.draw(st.sampled_from(kinds)):
        case "apply":
            await storm.apply(data.draw(st.one_of(strategies.dated_changes(storm.clock()), strategies.hours_changes)))
        case "settle":
            await storm.settle()
        case "trouble":
            plan(storm, data.draw(PLACES), data.draw(ERRORS))
        case "late":
            storm.vendor.is_late = data.draw(st.booleans())
        case "seconds":
            storm.wait(dt.timedelta(seconds=data.draw(st.integers(1, 90))))
        case "hours":
            storm.wait(dt.timedelta(hours=data.draw(st.integers(1, 60))))
        case "restart":
            storm.restart()
        case _:
            await stranger(storm, data.draw(st.sampled_from(Weekday)))


async def stranger(storm: Storm, day: Weekday) -> None:
    """Somebody changes a row by hand, where it has an effect and where nothing is on its way."""
    if storm.vendor.table.always or storm.vendor.shown is not None or not storm.ledger.texts.get("1"):
        return
    storm.vendor.edit(**{day.value: BY_HAND})
    storm.touched_by_hand.add(day)
    storm.a_stranger_was_here = True


def is_as_promised(storm: Storm, reading: Reading) -> bool:
    """Whether every row that is not drift is as the setup wants it now."""
    wanted = projection(reading.setup.hours, reading.setup.overrides, storm.clock(), ZONE, dt.timedelta(hours=48))
    strange = {each.weekday for each in reading.drift}
    return all(storm.vendor.table.open_on(day) == wanted.open_on(day) for day in set(Weekday) - strange)


@settings(max_examples=60)
@given(st.data())
def test_our_own_doings_are_never_taken_for_drift_and_heal_in_the_end(data: st.DataObject) -> None:
    storm = Storm(data.draw(strategies.weekly_hours()))

    async def rage() -> None:
        for _ in range(data.draw(st.integers(3, 12))):
            await happen(storm, data, by_hand=False)
            assert (await storm.read()).drift == ()
        reading = await storm.calm()
        if reading.confirmed:
            assert reading.drift == ()
            assert reading.behind == ()
            assert is_as_promised(storm, reading)

    asyncio.run(rage())


@settings(max_examples=60)
@given(st.data())
def test_what_others_did_is_never_written_over_unasked(data: st.DataObject) -> None:
    storm = Storm(data.draw(strategies.weekly_hours()))

    async def rage() -> None:
        for _ in range(data.draw(st.integers(3, 12))):
            await happen(storm, data, by_hand=True)
            for day in storm.touched_by_hand:
                assert storm.vendor.table.row(day) == BY_HAND
        reading = await storm.calm()
        assert {each.weekday for each in reading.drift} >= storm.touched_by_hand
        assert is_as_promised(storm, reading) or not reading.confirmed

    asyncio.run(rage())
