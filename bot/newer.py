"""What has been written on a line since something else was planned, or begun, there.

Records tell the order, never clocks: these may be set back.
"""

from typing import NamedTuple

from adapters import DATED
from bot import describe, plans
from bot.kept import Begun
from bot.requests import IN_FORCE, LinePlan, Part, State
from bot.store import Store

_MOST_TOLD = 3
"""Dates of which it is told what holds on them now."""


class Overtaken(NamedTuple):
    """The newer request about the same as one that was begun and is not known to be written."""

    by: int
    is_written: bool
    """It stands; else it was begun, and may come to nothing still."""


def overtaken(store: Store, *, request: int, part: Part) -> Overtaken | None:
    """What was written about the same since a part was begun, or else is being written."""
    begun = store.last_begun(request, part.plan.line.name)
    others = _about_the_same(store, request, part, begun)
    written = [each.request.id for each in others if _stands(each) and each.number > begun]
    writing = [each.request.id for each in others if each.part.state is State.APPLYING and each.begun > begun]
    if not written + writing:
        return None
    return Overtaken(by=(written or writing)[-1], is_written=bool(written))


def replacing(store: Store, *, request: int, part: Part) -> Begun | None:
    """What came to stand last, about the same, since a part was begun; None if nothing did, or if that undoes it."""
    last = last_written(store, request=request, part=part, since=store.last_begun(request, part.plan.line.name))
    return None if last is None or last.part.plan.undoes == request else last


def replaced(plan: LinePlan, newer: Begun, facts: plans.Facts) -> str:
    """What is said of a plan of which nothing stands, since a newer request was applied: and what holds instead."""
    told = [f"Request {newer.request.id} has replaced this on {facts.line.name}."]
    dated = [change for change in plan.changes if isinstance(change, DATED)]
    found = [
        each
        for change in dated
        for each in describe.dates_changed(plan.after, facts.setup, change.start, change.end, facts.words)
    ]
    return " ".join([*told, *(f"{each.what}: {each.will}, not {each.was}." for each in found[:_MOST_TOLD])])


def replaced_in_part(newer: Begun) -> str:
    """What is said of a part of which only something stands, since a newer request was applied."""
    return f"Request {newer.request.id} has replaced a part of this."


def written_since_planned(store: Store, *, request: int, part: Part) -> Begun | None:
    """What came to stand last, about the same, since the plan of a part was made; None if nothing did."""
    return last_written(store, request=request, part=part, since=store.last_planned(request, part.plan.line.name))


def last_written(store: Store, *, request: int, part: Part, since: int) -> Begun | None:
    """What came to stand last, about the same as a part of a request, since a record; None if nothing did."""
    others = _about_the_same(store, request, part, since)
    return next((each for each in reversed(others) if _stands(each) and each.number > since), None)


def _about_the_same(store: Store, request: int, part: Part, since: int) -> list[Begun]:
    """The parts of other requests that have moved since a record."""
    moved = [each for each in store.begun_since(since) if each.request.id != request]
    return [
        each for each in moved if part.plan.meets(each.part.plan) and plans.touch_the_same(part.plan, each.part.plan)
    ]


def _stands(begun: Begun) -> bool:
    return begun.part.state in IN_FORCE
