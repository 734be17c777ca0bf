"""One person asking for one plan, and how far it has come."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from enum import StrEnum
from typing import Any, Self

from adapters import DATED, Change, Line, Neighbour, NewLine, Reopen, SetHours, Setup, Value
from bot.preview import Preview


class State(StrEnum):
    """How far a request has come on one line, the least advanced first."""

    PENDING = "pending"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    APPLYING = "applying"
    APPLIED = "applied"
    ACCEPTED = "accepted"
    """Applied for good: the vendor accepts it but does not show it, so it is never verified."""
    VERIFIED = "verified"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    FAILED = "failed"
    REVERTED = "reverted"

    @property
    def word(self) -> str:
        """The state as people are told of it."""
        told = {State.ACCEPTED: State.APPLIED.value, State.PENDING: "waiting for approval"}
        return told.get(self, self.value)


OPEN = frozenset({State.PENDING, State.APPROVED, State.SCHEDULED, State.APPLYING, State.APPLIED})
"""States in which the keeper or a person may still have something to do."""

AWAITED = OPEN - {State.APPLIED}
"""States in which what was asked for is still to come, all of it or what is not due yet."""

IN_FORCE = frozenset({State.SCHEDULED, State.APPLIED, State.ACCEPTED, State.VERIFIED})
"""States in which the change stands, and can be undone."""

BEGUN = IN_FORCE | {State.APPLYING}
"""States in which something was written, or may have been."""

_WORST_FIRST = (
    State.FAILED,
    State.EXPIRED,
    State.REJECTED,
    State.WITHDRAWN,
    State.SUPERSEDED,
    State.REVERTED,
    State.ACCEPTED,
    State.VERIFIED,
)
"""All states that are not open."""

_GRANTED = BEGUN | {State.APPROVED}
_UNGRANTED = frozenset({State.PENDING, State.REJECTED, State.WITHDRAWN, State.EXPIRED})

RUSHED = "It is applied at once, as an emergency: "
"""How the note of an emergency begins; its reason follows."""

SWITCHHOOK = "switchhook"
"""Who does what nobody did, in records and alerts."""

BY_ITSELF = "Switchhook"
"""The origin of a request that nobody asked for: Switchhook does in somebody's name what was promised."""

SO_FAR = "What is due by now is written and read back"
"""What the note of a scheduled part says once the first of its rows are at the vendor."""

UNDONE_IN_PART = "Undone in part"
"""How the note of a reverted part begins where something of it stays."""

SHAREABLE = (*DATED, SetHours)
"""The changes that may be for all lines which use the same schedule at the vendor."""


class Person(Value):
    """Somebody in Slack: never told apart by a name or an address, only by workspace and id."""

    team: str
    user: str

    def __str__(self) -> str:
        return f"{self.team}:{self.user}"

    @classmethod
    def parse(cls, text: str) -> "Person":
        """The person that `str(person)` names."""
        team, _, user = text.partition(":")
        return cls(team=team, user=user)


class Approval(Value):
    """Somebody's yes, to the plan as it stood then."""

    person: Person
    at: dt.datetime


class Difference(Value):
    """One thing that changes: what it is, how it is now, how it will be."""

    what: str
    was: str
    will: str


class LinePlan(Value):
    """What will be done to one line, with everything that a person needs to judge it."""

    line: Line
    changes: tuple[Change, ...]
    before: Setup
    after: Setup
    summary: str
    """One sentence: what is asked for, with weekday, date, times and zone."""
    differences: tuple[Difference, ...]
    callers: tuple[str, ...] = ()
    """What callers will notice, a sentence each, where there is no preview."""
    preview: Preview | None = None
    """What it looks like to callers; None where it is made or deleted, and in plans of old."""
    warnings: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()
    """What there is to say of lines that were named as well and stay as they are: a sentence each."""
    risk: str = "low"
    risks: tuple[str, ...] = ()
    """Why the risk is high, a part of a sentence each."""
    digest: str
    """What an approval is bound to: the touched slice of the setup, the line's id and zone, and the changes."""
    with_week: bool = False
    """The digest covers the whole standing week, which this plan is the first to show."""
    neighbours: tuple[Neighbour, ...] = ()
    """Others that use the same schedule at the vendor, as people know them: they change as well if it is `shared`."""
    beside: tuple[str, ...] = ()
    """The ids of those on the same schedule that the same request changes anyway."""
    starts: dt.datetime | None = None
    """When it must be live (UTC); None if at once."""
    ends: dt.datetime | None = None
    """When its last effect is over (UTC); None if it lasts."""
    undoes: int | None = None
    """The request that it undoes on this line."""
    departs: bool = False
    """The request that it undoes led back to what should be, so that this leads away from it again."""
    mends: bool = False
    """It leads back to what was there before somebody changed the line outside Switchhook."""
    leaves: tuple[str, ...] = ()
    """What of that request stays, since nobody knows what was there before: the names of settings."""
    clears: tuple[str, ...] = ()
    """The keys of that request that are removed, since nobody knows what they did before: each as `key 4`."""
    stays: tuple[str, ...] = ()
    """What of that request stays, since something newer is there: a sentence each."""
    creates: NewLine | None = None
    """The line that it makes, and nothing else: until it is there, `line` stands for it under an id of our own."""
    deletes: bool = False
    """It deletes the line, and nothing else: the request that it undoes has made it."""

    @property
    def restores(self) -> bool:
        """Whether it only leads back to the usual: a line is opened again, a closure ends early, a change is undone."""
        reopens = bool(self.changes) and all(isinstance(change, Reopen) for change in self.changes)
        return not self.deletes and (reopens or (self.undoes is not None and not self.departs))

    @property
    def is_lasting(self) -> bool:
        """Whether the line is there before and afterwards: it is changed, neither made nor deleted."""
        return self.creates is None and not self.deletes

    @property
    def shared(self) -> bool:
        """Whether it is for all lines that use the same schedule."""
        return any(change.shared for change in self.changes if isinstance(change, SHAREABLE))

    @property
    def along(self) -> tuple[str, ...]:
        """The names of lines that change with it, and that its request does not name."""
        return tuple(each.name for each in self.neighbours) if self.shared else ()

    def undoing(
        self,
        request: int | None,
        leaves: tuple[str, ...] = (),
        clears: tuple[str, ...] = (),
        *,
        departs: bool = False,
    ) -> Self:
        """This plan as one that undoes a request, but for what it `leaves` or `clears`; as it is for None."""
        if request is None:
            return self
        told = [f"“{each}” stays as request {request} set it: what was there before is not known." for each in leaves]
        told += [
            f"What {each} did before request {request} is not known: it is removed, not put back." for each in clears
        ]
        return self.model_copy(
            update={
                "summary": f"Undo request {request}: {self.summary}",
                "undoes": request,
                "departs": departs,
                "leaves": leaves,
                "clears": clears,
                "warnings": (*told, *self.warnings),
            }
        )

    def reaches(self, line: Line) -> bool:
        """Whether another line changes with it, since both use the same schedule."""
        ids = {*self.beside, *(each.id for each in self.neighbours)}
        return self.shared and line.system == self.line.system and line.id in ids

    def meets(self, other: "LinePlan") -> bool:
        """Whether both change the same line, by name or along with another."""
        return self.line.key == other.line.key or self.reaches(other.line) or other.reaches(self.line)


class Plan(Value):
    """One or more changes on one or more lines."""

    parts: tuple[LinePlan, ...]

    @property
    def digest(self) -> str:
        """What an approval of all lines is bound to."""
        if len(self.parts) == 1:
            return self.parts[0].digest
        return hashlib.sha256("+".join(part.digest for part in self.parts).encode()).hexdigest()[:32]

    @property
    def summary(self) -> str:
        """What is asked for, a sentence a line."""
        return " ".join(part.summary for part in self.parts)

    @property
    def neighbours(self) -> tuple[str, ...]:
        """The names of others on the same schedules at their vendors, each once; no line of this plan is among them."""
        return tuple(dict.fromkeys(each.name for part in self.parts for each in part.neighbours))

    @property
    def shared(self) -> bool:
        """Whether some line changes together with its neighbours."""
        return any(part.shared for part in self.parts)

    @property
    def ends(self) -> dt.datetime | None:
        """When the last effect of all its lines is over (UTC); None if one of them lasts."""
        ends = [part.ends for part in self.parts]
        known = [end for end in ends if end is not None]
        return max(known) if len(known) == len(ends) and known else None

    @property
    def restores(self) -> bool:
        """Whether it only leads back to the usual, on every line."""
        return all(part.restores for part in self.parts)

    @property
    def reach(self) -> int:
        """How many lines change, those that change along included."""
        return len(self.parts) + sum(len(part.along) for part in self.parts)

    @property
    def risk(self) -> str:
        """The highest risk of all lines."""
        return "high" if any(part.risk == "high" for part in self.parts) else "low"


class Part(Value):
    """A request on one of its lines: its state, and a sentence about it where there is more to say."""

    number: int
    plan: LinePlan
    state: State
    note: str = ""
    due: dt.datetime | None = None
    """When its first row will be written (UTC), while it is scheduled."""
    written: bool = False
    """Writing it was begun, so that something of it may be at the vendor; not once that is known to be untrue."""

    @property
    def is_untouched(self) -> bool:
        """Whether it is to be applied, and nothing of it can be at the vendor yet."""
        is_claimed = self.state is State.APPLYING and self.plan.is_lasting
        return (self.state is State.APPROVED or is_claimed) and not self.written


class Request(Value):
    """One person asking for one plan."""

    id: int
    revision: int
    """Rises with everything that a card would show."""
    person: Person
    words: str
    """What was typed."""
    reason: str = ""
    created: dt.datetime
    expires: dt.datetime
    parts: tuple[Part, ...]
    decided_by: Person | None = None
    decided_at: dt.datetime | None = None
    decision_reason: str = ""
    approvals: tuple[Approval, ...] = ()
    """The yeses so far, the oldest first; of a request that was decided, those that decided it."""
    waived: str = ""
    """Why nobody had to approve it, as a sentence; empty if somebody has to."""
    ratify_by: dt.datetime | None = None
    """It was applied at once in an emergency: until then (UTC) somebody else has to ratify it, or it is reverted."""
    ratified: Approval | None = None
    roster: dict[str, tuple[str, ...]] = {}
    """Who belonged to each user group and channel that the policy names when this was asked, by their ids."""
    origin: str = ""
    """From where it was asked, for people: `/line in #phone-lines`."""

    @property
    def live_by(self) -> dt.datetime | None:
        """When the first of its lines must be live (UTC); None if at once."""
        starts = [part.plan.starts for part in self.parts]
        return min((each for each in starts if each is not None), default=None) if all(starts) else None

    @property
    def ends(self) -> dt.datetime | None:
        """When it is too late for it to take any effect (UTC); None if it lasts."""
        return self.plan.ends

    @property
    def is_unratified(self) -> bool:
        """Whether it was applied at once, and nobody has ratified it yet."""
        return self.ratify_by is not None and self.ratified is None

    @property
    def can_be_ratified(self) -> bool:
        """Whether it waits to be ratified: nobody has done so yet, and something of it stands or is under way."""
        return self.is_unratified and any(part.state in _GRANTED for part in self.parts)

    @property
    def waits(self) -> bool:
        """Whether something of it that was approved waits, and people know why: that can be taken back still."""
        return any(part.is_untouched and part.note for part in self.parts)

    def is_past_ratifying(self, now: dt.datetime) -> bool:
        """Whether nobody has ratified it in time."""
        return self.is_unratified and self.ratify_by is not None and self.ratify_by <= now

    def undecided(self, names: Iterable[str]) -> list[str]:
        """Those of some people, groups and channels who have not approved it yet."""
        done = {each.person.user for each in self.approvals}
        return [name for name in names if name not in done]

    @property
    def is_granted(self) -> bool:
        """Whether it was approved or ratified, or nobody had to approve it, and no line of it has lost that again."""
        granted = bool(self.approvals or self.waived or self.ratified)
        return granted and all(part.state not in _UNGRANTED for part in self.parts)

    @property
    def line(self) -> str | None:
        """The name of its line, if it is about one alone."""
        return self.parts[0].plan.line.name if len(self.parts) == 1 else None

    @property
    def state(self) -> State:
        """The least advanced of its lines; once nothing is under way, what went worst."""
        states = {part.state for part in self.parts}
        under_way = states & OPEN
        return min(under_way, key=list(State).index) if under_way else min(states, key=_WORST_FIRST.index)

    def brings_along(self, part: Part) -> bool:
        """Whether another line of the request was begun with that changes this one as well."""
        others = [each for each in self.parts if each.number != part.number and each.state in BEGUN]
        return part.plan.shared and any(each.plan.reaches(part.plan.line) for each in others)

    def beside(self, part: Part) -> tuple[str, ...]:
        """The ids of the lines of one system that this request is about, as one of its parts sees them."""
        return tuple(each.plan.line.id for each in self.parts if each.plan.line.system == part.plan.line.system)

    @property
    def plan(self) -> Plan:
        """The plan as it was approved, or is to be."""
        return Plan(parts=tuple(part.plan for part in self.parts))


class Record(Value):
    """One entry of the history, chained to the one before by its hash."""

    number: int
    at: dt.datetime
    kind: str
    actor: str
    """`team:user`, or `switchhook` for what it did by itself."""
    request: int | None
    line: str | None
    """The line's name."""
    data: dict[str, Any]
    previous: str
    hash: str
