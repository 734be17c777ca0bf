"""What becomes of one thing, or one stretch of time, when the request that set it is undone. Pure."""

from collections.abc import Sequence
from enum import Enum, auto

from adapters import Change, Line, Value
from bot.requests import IN_FORCE, SHAREABLE, LinePlan, Request, State

_WRITTEN = IN_FORCE | {State.APPLYING}
"""States in which a request has written something, or may have."""


class Verdict(Enum):
    """What becomes of one thing, or one stretch of time."""

    BACK = auto()
    """It is as the request wrote it, and is put back."""
    FREE = auto()
    """The request has left it as it was, and so has everybody since."""
    DONE = auto()
    """It is as it was before, already."""
    OVER = auto()
    """Its time is over."""
    TAKEN = auto()
    """It is as something newer has made it."""
    FOREIGN = auto()
    """The request has left it as it was, and something newer has not."""

    @property
    def may_be_written(self) -> bool:
        """Whether putting back what was before touches nothing newer."""
        return self in {Verdict.BACK, Verdict.FREE}


class Conflict(Value):
    """One thing that stays when a request is undone, since something newer is there."""

    what: str
    """`Key 3 while open`, or a stretch of time."""
    before: str
    """How it was before the request."""
    wrote: str
    """How the request has set it."""
    now: str
    """How it is now."""
    request: int | None = None
    """The newer request that has set it; None if none is known."""
    instead: str = ""
    """What to type to have it as it was before all the same; empty where that is no short sentence."""

    @property
    def sentence(self) -> str:
        """What stays, and why."""
        since = f"request {self.request} has set it since" if self.request else "somebody has changed it since"
        was = f"It was {self.before} before, and was set to {self.wrote}"
        return f"{self.what} stays: {since}. {was}; now it is {self.now}."


class Claim(Value):
    """What a newer request has written on a line."""

    request: int
    plan: LinePlan
    changes: tuple[Change, ...]
    """Those of its changes that are about this line."""


def claims(since: Sequence[Request], line: Line) -> tuple[Claim, ...]:
    """What some requests, the oldest first, have written on a line, the newest first.

    An undo makes no claim of its own, since it only gives back what was there; one that undoes an undo does.
    """
    found = [
        Claim(request=request.id, plan=part.plan, changes=_about(part.plan, line))
        for request in since
        for part in request.parts
        if part.state in _WRITTEN and (part.plan.undoes is None or part.plan.departs)
    ]
    return tuple(each for each in reversed(found) if each.changes)


def _about(plan: LinePlan, line: Line) -> tuple[Change, ...]:
    """The changes of a plan that are about a line, be it along with its own."""
    if plan.line.key == line.key:
        return plan.changes
    if not plan.reaches(line):
        return ()
    return tuple(each for each in plan.changes if isinstance(each, SHAREABLE) and each.shared)
