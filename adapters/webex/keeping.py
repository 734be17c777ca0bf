"""What the ledger keeps for a line at Webex: what its schedules do not tell, its own copies, and writes under way."""

import datetime as dt
import hashlib
import json

from adapters.model import Value
from adapters.webex.content import Content, Memory, View, fingerprints
from adapters.webex.events import Event
from adapters.webex.eventwire import Events, ScheduleType


class Period(Value):
    """A stretch of wall-clock time in which a line departs from the schedule it belongs to."""

    start: dt.datetime
    end: dt.datetime | None

    def is_over(self, now: dt.datetime) -> bool:
        """Whether it has ended by a moment of the same wall clock."""
        return self.end is not None and self.end <= now


class Copy(Value):
    """A schedule that we made for one line alone."""

    type: ScheduleType
    location_id: str
    name: str
    original: str | None
    """The schedule that it stands for, or that the line has left for good; None if the line had none."""
    content: str
    """What we wrote into it."""
    periods: tuple[Period, ...] = ()
    """When it differs from the original."""
    lasting: bool = False
    """Whether it stays: the line has left the original."""
    alone: bool = False
    """Whether nobody else goes by the original: it stands in only while that is rewritten."""


class Pending(Value):
    """A write under way: while it is neither here nor there, the line is shown as it was before."""

    before: View
    untouched: str
    """The content before the first step …"""
    states: tuple[str, ...]
    """… those after which a step is missing …"""
    target: str
    """… and the one that we want."""
    memory: Memory


class Started(Value):
    """Steps in a schedule that a temporary copy of the line stands for, as long as the copy does not have them."""

    type: ScheduleType
    name: str
    steps: tuple[tuple[Event | None, Event | None], ...]


class Notes(Value):
    """What the ledger keeps for a line."""

    memory: Memory = Memory()
    written: tuple[str, ...] = ()
    """The dated events that we wrote."""
    copies: tuple[Copy, ...] = ()
    pending: Pending | None = None
    started: tuple[Started, ...] = ()

    def copy_named(self, kind: ScheduleType, name: str | None) -> Copy | None:
        """Our own note on a schedule, if we made it."""
        return next((each for each in self.copies if (each.type, each.name) == (kind, name)), None)

    def original(self, kind: ScheduleType, name: str | None) -> str | None:
        """The schedule that a line belongs to, through the temporary copies that stand for it."""
        copy = self.copy_named(kind, name)
        while copy is not None and not copy.lasting:
            name = copy.original
            copy = self.copy_named(kind, name)
        return name


def mark_of(content: Content) -> str:
    """A short text that is the same for the same content."""
    return _mark(fingerprints(content))


def events_mark(events: Events) -> str:
    """A short text that is the same for the same events."""
    return _mark(sorted(each.key for each in events))


def _mark(plain: object) -> str:
    return hashlib.sha256(json.dumps(plain).encode()).hexdigest()[:24]
