"""What the desk says back, before any surface gives it a shape."""

import datetime as dt
from typing import TypeAlias

from adapters import LiveStatus, Override, Value, WeeklyHours
from bot.requests import Plan, Record, Request


class Question(Value):
    """Something is missing or has two readings; each choice continues the same ask."""

    draft: str
    text: str
    choices: tuple[str, ...] = ()


class Proposal(Value):
    """A plan that can be sent for approval as it stands."""

    draft: str
    words: str
    plan: Plan
    understood: str = ""
    """What was made of the words, where more is to be said than the plan says: a mistyped name, another time zone."""
    reason: str = ""
    moved: bool = False
    """It is another plan than the one that was shown before."""


class Preparing(Value):
    """A line has to be read first: `desk.prepare(draft)` waits for it."""

    draft: str
    summary: str


class Said(Value):
    """One or more plain sentences."""

    text: str


class LineStatus(Value):
    """What callers of a line get at a moment."""

    name: str
    vendor: str
    zone: str
    country: str
    at: dt.datetime
    future: bool = False
    """Asked for another moment than now."""
    read_at: dt.datetime | None = None
    problem: str = ""
    """Why nothing is known of the line; then the rest is empty."""
    open: bool | None = None
    until: dt.datetime | None = None
    """The next moment at which it opens or closes."""
    override: Override | None = None
    """The override in force."""
    coming: tuple[Override, ...] = ()
    hours: WeeklyHours | None = None
    callers: str = ""
    """What happens to a call while closed."""
    keys: tuple[tuple[str, str], ...] = ()
    """The keys that callers have at that moment, and what they do: of the menu while open, or while closed."""
    callback: str = ""
    live: LiveStatus | None = None
    traffic: str = ""
    """How many wait and who answers, and whether that is so right now or as configured."""
    warnings: tuple[str, ...] = ()
    requests: tuple[Request, ...] = ()
    """Pending, approved or scheduled requests."""
    last: Record | None = None
    """The last thing that was done to it."""


class Statuses(Value):
    """The status of some lines."""

    lines: tuple[LineStatus, ...]


class History(Value):
    """Records, the newest first."""

    line: str | None
    records: tuple[Record, ...]


class Help(Value):
    """Examples made of the workspace's own lines."""

    lines: tuple[str, ...]
    examples: tuple[tuple[str, str], ...]
    """Pairs of what to type and what it does."""
    may_ask: bool
    welcome: bool = False
    """Nothing was asked: show the overview rather than all the examples."""


class Overview(Value):
    """What somebody's Home shows."""

    lines: tuple[LineStatus, ...]
    waiting: tuple[Request, ...]
    """Requests that this person may decide."""
    mine: tuple[Request, ...]
    coming: tuple[Request, ...]
    may_ask: bool
    may_approve: bool
    help: Help


Answer: TypeAlias = Question | Proposal | Preparing | Said | Statuses | History | Help
