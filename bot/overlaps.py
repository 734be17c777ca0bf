"""Which other requests are about the same time of a line, or the same setting. Pure."""

import datetime as dt
from collections.abc import Iterable

from adapters import DATED, Value
from bot import plans
from bot.requests import IN_FORCE, OPEN, SHAREABLE, LinePlan, Part, Person, Plan, Request, State

_DONE = IN_FORCE - {State.SCHEDULED}


class Overlap(Value):
    """Another request that meets one on a line."""

    request: int
    line: str
    """The name of the line on which they meet: that of the other request, where a schedule is shared."""
    state: State
    """How far the other has come there."""
    person: Person
    """Who asked for the other."""
    summary: str
    """What the other is, as sentences."""


def overlapping(request: Request, others: Iterable[Request], now: dt.datetime) -> tuple[Overlap, ...]:
    """The other requests that meet this one, the oldest first: each once for every line on which they do.

    Only what is under way, or dated and not over, can meet; an undo and what it undoes are no two of that kind. If one
    request overlaps another, the other overlaps it as well.
    """
    mine = Plan(parts=tuple(part.plan for part in request.parts if _is_live(part, now)))
    rest = [each for each in others if each.id != request.id and not _undoes(each, request) | _undoes(request, each)]
    return met(mine, rest, now)


def met(plan: Plan, requests: Iterable[Request], now: dt.datetime) -> tuple[Overlap, ...]:
    """The requests that a plan meets, which is none of them; as `overlapping` tells them."""
    undone = {part.undoes for part in plan.parts}
    return tuple(
        _overlap(request, part)
        for request in sorted(requests, key=lambda each: each.id)
        for part in request.parts
        if request.id not in undone and _is_live(part, now) and any(_meet(each, part.plan) for each in plan.parts)
    )


def _overlap(other: Request, part: Part) -> Overlap:
    return Overlap(
        request=other.id,
        line=part.plan.line.name,
        state=part.state,
        person=other.person,
        summary=part.plan.summary,
    )


def _is_live(part: Part, now: dt.datetime) -> bool:
    """Whether something is still to come of a part; what lasts and is in force is simply how the line is.

    What led back to the usual leaves nothing behind that could be met.
    """
    if part.plan.restores and part.state in _DONE:
        return False
    if part.plan.ends is not None:
        return part.state in OPEN | IN_FORCE and now < part.plan.ends
    dated = any(isinstance(each, DATED) for each in part.plan.changes)
    return part.state in OPEN or (dated and part.state in IN_FORCE)


def _undoes(request: Request, other: Request) -> bool:
    return any(part.plan.undoes == other.id for part in request.parts)


def _meet(one: LinePlan, other: LinePlan) -> bool:
    """Whether two plans are about the same on one line, or on lines that change together."""
    if one.line.key == other.line.key:
        return one.deletes or other.deletes or plans.touch_the_same(one, other)
    if not (one.reaches(other.line) or other.reaches(one.line)):
        return False
    return plans.touch_the_same(_schedules(one), _schedules(other))


def _schedules(plan: LinePlan) -> LinePlan:
    """A plan without what is never shared."""
    return plan.model_copy(update={"changes": tuple(each for each in plan.changes if isinstance(each, SHAREABLE))})
