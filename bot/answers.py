"""What the desk says back, before any surface gives it a shape."""

import datetime as dt
from collections.abc import Mapping
from typing import Literal, TypeAlias

from adapters import FieldValue, LineKind, LiveStatus, Override, Value, WeeklyHours
from bot.alerts import Alert
from bot.requests import Plan, Record, Request

CHANGE_TITLE, NEW_TITLE = "Change a phone line", "New phone line"
"""What is written above the form of a change, and of a line that is to be made."""


class Question(Value):
    """Something is missing or has two readings; each choice continues the same ask."""

    draft: str
    text: str
    choices: tuple[str, ...] = ()


class Announcing(Value):
    """What callers could hear of the keys that a plan changes."""

    label: str
    """What the vendor's setting is called."""
    text: str
    """What the plan sets; empty if it leaves the announcement as it is."""
    suggestion: str
    """Empty where none can be made."""
    most: int
    """How many characters there may be."""


class Proposal(Value):
    """A plan that can be sent for approval as it stands."""

    draft: str
    words: str
    plan: Plan
    understood: str = ""
    """What was made of the words, where more is to be said than the plan says: a mistyped name, another time zone."""
    reason: str = ""
    announcing: Announcing | None = None
    """What may be changed along with the keys."""
    moved: Literal["", "announced", "otherwise"] = ""
    """Why it is another plan than the one shown before, if it is: what callers hear was written, or another reason."""
    needs: str = ""
    """Who has to approve it, how many, or why nobody: one or more sentences."""
    waived: bool = False
    """Nobody has to approve it: it is applied once it is sent."""
    rush: str = ""
    """What happens if this person has it applied at once in an emergency, as sentences; empty if they may not."""
    urgent: bool = False
    """They asked for it at once."""
    reason_needed: bool = False
    """It cannot be sent without a reason."""
    refused: str = ""
    """Why this person cannot send it as it stands, as sentences; empty if they can."""


class Preparing(Value):
    """A vendor has to be asked first: `desk.prepare(draft)` waits for it."""

    draft: str
    summary: str
    what: str = "the line"
    """What is read meanwhile."""
    title: str = CHANGE_TITLE
    """What is written above."""


class KindChoice(Value):
    """A kind of line that can be made, to choose from."""

    key: str
    label: str


class Blank(Value):
    """A form for a line that is to be made: first for its kind, then for what that kind needs."""

    draft: str
    choices: tuple[KindChoice, ...]
    chosen: str = ""
    """The key of the kind that was chosen; empty as long as none was."""
    kind: LineKind | None = None
    name: str = ""
    values: Mapping[str, FieldValue] = {}
    """What was filled in before."""
    zone: str = ""
    """What stands in for a time zone that nobody suggests."""
    remarks: tuple[str, ...] = ()
    """What is missing among the kinds, a sentence each."""


class Mistakes(Value):
    """Why a line cannot be made as it was filled in: a sentence by the field's name, or by `name`."""

    problems: Mapping[str, str]


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
    against: str = ""
    """What the vendor says is so now instead, as a part of a sentence: `Dialpad says that it is open`; else empty."""
    override: Override | None = None
    """The override in force."""
    coming: tuple[Override, ...] = ()
    hours: WeeklyHours | None = None
    callers: str = ""
    """What happens to a call while closed."""
    keys: tuple[tuple[str, str], ...] = ()
    """The keys that callers have at that moment, and what they do; while closed without any, those while open."""
    keys_while: Literal["open", "closed"] = "open"
    keys_shown: bool = True
    """Whether the vendor shows them; else they are as last set by Switchhook."""
    announcement: str = ""
    """What callers hear of the keys, with where that is known from; empty if it is not known."""
    callback: str = ""
    live: LiveStatus | None = None
    traffic: str = ""
    """How many wait and who answers, and whether that is so right now or as configured."""
    warnings: tuple[str, ...] = ()
    requests: tuple[Request, ...] = ()
    """Pending, approved or scheduled requests."""
    last: Record | None = None
    """The last thing that was done to it."""
    alerts: tuple[Alert, ...] = ()
    """What somebody has to look at of it, a freeze of everything included."""


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
    help: Help
    alerts: tuple[Alert, ...] = ()
    """What somebody has to look at, the oldest first."""
    may_decide: bool = False
    """Whether they are an approver of anything."""


Answer: TypeAlias = Question | Proposal | Preparing | Blank | Said | Statuses | History | Help
