"""What would undo the last change of a line, if nothing has touched the same since."""

import datetime as dt
from functools import partial

from adapters import Change, Line, all_undone, wall_clock
from bot import plans
from bot.errors import NothingToDoError, TooLateError
from bot.requests import IN_FORCE, LinePlan, Part, Request
from bot.store import Store, StoreThread


async def undoing(store: StoreThread, facts: plans.Facts, now: dt.datetime) -> tuple[Request, tuple[Change, ...]]:
    """The last request in force on a line, and the changes that lead back to what was before it."""
    found = await store(partial(Store.requests_on, line=facts.line.key, states=IN_FORCE))
    along = _along(await store(partial(Store.requests_in, states=IN_FORCE)), facts.line)
    if along and (not found or found[0].id < along[0].id):
        request, part = along
        named = part.plan.line.name
        msg = (
            f"{facts.line.name} was changed together with {named} by request {request.id}: {part.plan.summary} To take"
            f" that back on all of them, say `undo the last change on {named}`."
        )
        raise NothingToDoError(msg)
    if not found:
        msg = f"Switchhook has changed nothing on {facts.line.name} that could be undone."
        raise NothingToDoError(msg)
    last = found[0]
    part = _part(last, facts.line.key)
    if plans.standing_part(part.plan, facts.setup, wall_clock(now, facts.line.zone).date()) != "whole":
        msg = (
            f"The last change of {facts.line.name} was: {part.plan.summary} What it touched has changed again since, or"
            " is over, so it cannot simply be undone. Say what should be instead."
        )
        raise TooLateError(msg)
    return last, all_undone(part.plan.changes, part.plan.before)


async def last_changed(store: StoreThread) -> tuple[str, ...]:
    """The names of the lines of the newest request that is in force."""
    found = await store(lambda kept: kept.requests_in(IN_FORCE))
    if not found:
        msg = "Switchhook has changed nothing that could be undone."
        raise NothingToDoError(msg)
    return tuple(part.plan.line.name for part in found[-1].parts if part.state in IN_FORCE)


def reverted_by(plan: LinePlan, undone: Request) -> list[Part]:
    """The parts of a request that an undo reverts: that of its own line, and of those that change along with it."""
    return [each for each in undone.parts if each.plan.line.key == plan.line.key or plan.reaches(each.plan.line)]


def _along(requests: list[Request], line: Line) -> tuple[Request, Part] | None:
    """The newest request in force that changed a line without naming it, and what it changed by name."""
    for request in reversed(requests):
        if not any(part.plan.line.key == line.key for part in request.parts):
            for part in request.parts:
                if part.state in IN_FORCE and part.plan.reaches(line):
                    return request, part
    return None


def _part(request: Request, line: str) -> Part:
    return next(part for part in request.parts if part.plan.line.key == line and part.state in IN_FORCE)
