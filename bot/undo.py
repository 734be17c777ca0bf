"""What would undo the last change of a line, if nothing has touched the same since."""

import datetime as dt
from functools import partial

from adapters import Change, all_undone, wall_clock
from bot import plans
from bot.errors import NothingToDoError, TooLateError
from bot.requests import IN_FORCE, Part, Request
from bot.store import Store, StoreThread


async def undoing(store: StoreThread, facts: plans.Facts, now: dt.datetime) -> tuple[Request, tuple[Change, ...]]:
    """The last request in force on a line, and the changes that lead back to what was before it."""
    found = await store(partial(Store.requests_on, line=facts.line.key, states=IN_FORCE))
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


def _part(request: Request, line: str) -> Part:
    return next(part for part in request.parts if part.plan.line.key == line and part.state in IN_FORCE)
