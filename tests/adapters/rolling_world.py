"""A weekly table, a ledger and a clock with the rolling week over them, and changes to try on it."""

import datetime as dt

import pytest

from adapters import Change, Close, Interval, Line, RollingWeek, SetOption, Setup, Weekday, WeeklyHours
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
