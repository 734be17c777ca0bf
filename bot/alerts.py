"""What people have to look at: a promise that was not kept, a line that somebody changed elsewhere, a freeze.

An alert is raised once, may come to say something else, and is closed; each of that is a record, and moves its card.
"""

import datetime as dt
from enum import StrEnum
from typing import Any

from adapters import Value


class AlertKind(StrEnum):
    """What an alert is about."""

    NOT_CLOSED = "not_closed"
    """A line should be closed by now, and is not."""
    NOT_OPEN = "not_open"
    """A line should be open (again) by now, and is not."""
    STILL_CLOSED = "still_closed"
    """A line is closed until further notice; told anew every day."""
    DRIFT = "drift"
    """A line was changed outside Switchhook."""
    FROZEN = "frozen"
    """An approver has stopped all applying."""


BROKEN = frozenset({AlertKind.NOT_CLOSED, AlertKind.NOT_OPEN})
"""What was promised to callers is not so."""


def over(kind: AlertKind) -> str:
    """The kind of the record that an alert is closed; that it was raised, or says something else, is its own kind."""
    return f"{kind} over"


ADOPTERS = "adopters"
"""What an alert keeps of those who would adopt what it is about, while others have to as well."""


class Alert(Value):
    """Something that people have to look at, until it is closed."""

    number: int
    kind: AlertKind
    line: str
    """`Line.key`; empty if it is about all lines."""
    name: str
    """The line's name; empty if it is about all lines."""
    request: int | None
    """The request whose promise it is about."""
    opened: dt.datetime
    by: str
    """Who raised it: `team:user`, or `switchhook`."""
    text: str
    """What is the matter, as whole sentences."""
    data: dict[str, Any]
    """What its buttons and its card need besides, as JSON."""
    closed: dt.datetime | None
    closed_by: str
    outcome: str
    """How it ended, as a sentence; empty while it is open."""
    revision: int

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to look at it."""
        return self.closed is None


class AlertCard(Value):
    """Where an alert's card stands, and which revision it shows; without a `ts` it was about to be posted."""

    alert: int
    channel: str
    ts: str | None
    shown: int
