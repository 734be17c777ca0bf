"""What a sentence is read against: the clock of the line, and the crossroads of this walk."""

import datetime as dt
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from bot.language.crossroads import Crossroads


@dataclass(frozen=True, slots=True)
class Scene:
    """The moment and the place at which a sentence is said."""

    now: dt.datetime
    """The wall-clock time of the line, without a zone, in whole minutes."""
    zone: str
    """The line's zone."""
    speaker_zone: str
    country: str = "US"
    exact: bool = False
    """Times with a colon are of 24 hours: that is the custom, or the dates are written so."""
    looks_back: bool = False
    """It asks about what was, so the past may be named."""
    one_stretch: frozenset[str] = frozenset()
    """The lines whose usual hours can have no break."""
    roads: Crossroads = field(default_factory=Crossroads)

    @property
    def today(self) -> dt.date:
        """The date where the line is."""
        return self.now.date()


def wall_clock(now: dt.datetime, zone: str) -> dt.datetime:
    """A moment on the wall clock of a zone, in whole minutes."""
    return now.astimezone(ZoneInfo(zone)).replace(tzinfo=None, second=0, microsecond=0)


def day_text(date: dt.date, *, year: bool = True) -> str:
    """A date for people: `Sat 21 Nov 2026`."""
    return f"{date:%a} {date.day} {date:%b}" + (f" {date.year}" if year else "")


def midnight(date: dt.date) -> dt.datetime:
    """The first moment of a date."""
    return dt.datetime.combine(date, dt.time())
