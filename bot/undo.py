"""What would undo the last change of a line, if nothing has touched the same since."""

import datetime as dt
from functools import partial

from adapters import Change, Line, SetOption, SetRouting, all_undone, wall_clock
from bot import plans
from bot.errors import NothingToDoError, SayError, TooLateError
from bot.lines import Lines
from bot.requests import IN_FORCE, OPEN, AddedLine, LinePlan, Part, Request
from bot.store import Store, StoreThread


async def undoing(store: StoreThread, facts: plans.Facts, now: dt.datetime) -> tuple[Request, tuple[Change, ...]]:
    """The last request in force on a line, and the changes that lead back to what was before it.

    There are none if the request has made the line.
    """
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
    if part.plan.creates:
        return last, ()
    if plans.standing_part(part.plan, facts.setup, wall_clock(now, facts.line.zone).date()) != "whole":
        msg = (
            f"The last change of {facts.line.name} was: {part.plan.summary} What it touched has changed again since, or"
            " is over, so it cannot simply be undone. Say what should be instead."
        )
        raise TooLateError(msg)
    known = [change for change in part.plan.changes if _was_known(change, part.plan)]
    if not known:
        msg = (
            f"The last change of {facts.line.name} was: {part.plan.summary} What was there before is not known, so it"
            " cannot be put back. Say what should be instead."
        )
        raise TooLateError(msg)
    return last, all_undone(known, part.plan.before)


async def deletable(store: StoreThread, lines: Lines, facts: plans.Facts, now: dt.datetime) -> AddedLine:
    """What is known of a line that may be deleted, since a request has made it and nothing stands on it."""
    name = facts.line.name
    added = lines.added(name)
    if added is None:
        msg = (
            f"{name} stands in the settings file, so it is not deleted from here. Take it out of the file and delete it"
            f" by hand: {facts.capabilities.portal}."
        )
        raise SayError(msg)
    found = await store(partial(Store.requests_on, line=added.key, states=OPEN | IN_FORCE))
    for request in found:
        if request.id != added.request and _stands(request, facts, now):
            raise SayError(_first(request, added))
    return added


async def obstacle(store: StoreThread, added: AddedLine, deletion: Request) -> str | None:
    """Why a line must not be deleted after all: what was asked, or has come into force, since that was planned."""
    for request in await store(partial(Store.requests_on, line=added.key, states=OPEN | IN_FORCE)):
        others = request.id not in {added.request, deletion.id}
        since = (request.decided_at or request.created) > deletion.created
        if others and (since or _part(request, added.key).state in OPEN):
            return _first(request, added)
    return None


async def last_changed(store: StoreThread) -> tuple[str, ...]:
    """The names of the lines of the newest request that is in force."""
    for request in reversed(await store(lambda kept: kept.requests_in(IN_FORCE))):
        names = [each.plan.line.name for each in request.parts if each.state in IN_FORCE and not each.plan.deletes]
        if names:
            return tuple(names)
    msg = "Switchhook has changed nothing that could be undone."
    raise NothingToDoError(msg)


def reverted_by(plan: LinePlan, undone: Request) -> list[Part]:
    """The parts of a request that an undo reverts: that of its own line, and of those that change along with it."""
    return [each for each in undone.parts if each.plan.line.key == plan.line.key or plan.reaches(each.plan.line)]


def _stands(request: Request, facts: plans.Facts, now: dt.datetime) -> bool:
    """Whether a request on a line is still to come, or what it has changed is still so; an undo leaves nothing."""
    part = _part(request, facts.line.key)
    if part.state in OPEN:
        return True
    is_over = part.plan.ends is not None and part.plan.ends <= now
    today = wall_clock(now, facts.line.zone).date()
    return not is_over and not part.plan.undoes and plans.standing_part(part.plan, facts.setup, today) != "none"


def _first(request: Request, added: AddedLine) -> str:
    """What has to be done before a line can be deleted."""
    part = _part(request, added.key)
    if part.state in OPEN:
        first = "Withdraw it, have it rejected or let it end first"
    else:
        first = f"Say `undo the last change on {added.name}` first"
    return f"Request {request.id} on {added.name} is {part.state.word}: {part.plan.summary} {first}."


def _along(requests: list[Request], line: Line) -> tuple[Request, Part] | None:
    """The newest request in force that changed a line without naming it, and what it changed by name."""
    for request in reversed(requests):
        if not any(part.plan.line.key == line.key for part in request.parts):
            for part in request.parts:
                if part.state in IN_FORCE and part.plan.reaches(line):
                    return request, part
    return None


def _was_known(change: Change, plan: LinePlan) -> bool:
    """Whether it is known what a change replaced: some vendors do not show how a setting is."""
    match change:
        case SetOption():
            return change.name in plan.before.options
        case SetRouting():
            return plan.before.routing is not None
        case _:
            return True


def _part(request: Request, line: str) -> Part:
    return next(part for part in request.parts if part.plan.line.key == line and part.state in OPEN | IN_FORCE)
