"""What a plan looks like to callers, in words for those who judge it: the days around it, and telling moments."""

import datetime as dt
from typing import Literal

from adapters import Value

MORE_DAYS = "more days"
"""How the label of dates ends that are told together though they need not be alike."""


class PreviewDay(Value):
    """A row of the days around a change: one date, or several that are told together."""

    date: dt.date | None
    """The date, or the first of several; None for all that come after the others."""
    label: str
    """`Sat 21 Nov`, `24–25 Dec`, `12 more days`, `after that`."""
    will: str
    """The hours in words as they will be: `9:00 AM – 1:00 PM`, `closed`."""
    was: str = ""
    """The same as they would be without the change, where that is otherwise; else empty."""
    state: Literal["open", "closed", ""] = ""
    """Whether the line will be open at some time of it; empty where several days differ."""
    days: int = 1
    """How many dates it stands for; 0 for all that come after the others."""


class PreviewMoment(Value):
    """What callers get at a moment, or from one moment on."""

    stage: Literal["before", "during", "after"]
    when: str
    """`From Sat 21 Nov, 9:00 AM`, `Once applied, while open`."""
    at: dt.datetime | None = None
    """A moment (UTC) at which it is so; None where it is no matter of time."""
    state: Literal["open", "closed"]
    heard: tuple[str, ...] = ()
    """What callers hear and get, a sentence each; empty where nothing is known."""
    keys: tuple[tuple[str, str], ...] = ()
    """The keys that callers have, and where they lead."""


class Preview(Value):
    """What a plan looks like to callers."""

    zone: str
    """Whose clocks its times are: `New York time`."""
    days: tuple[PreviewDay, ...] = ()
    moments: tuple[PreviewMoment, ...] = ()
