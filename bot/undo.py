"""What would undo the last change of a line, if nothing has touched the same since."""

import datetime as dt
from collections.abc import Sequence
from functools import partial

from adapters import Change, Line, SetMenuKey, SetOption, SetRouting, all_undone, wall_clock
from bot import plans
from bot.errors import NothingToDoError, SayError, TooLateError
from bot.language import Ask
from bot.lines import Lines
from bot.requests import IN_FORCE, OPEN, AddedLine, LinePlan, Part, Request, State
from bot.store import Store, StoreThread

_UNDER_WAY = frozenset({State.PENDING, State.APPROVED, State.APPLYING})
"""States in which a request keeps its line from being deleted: what it does to the line is not settled."""


async def undoing(
    store: StoreThread, facts: plans.Facts, now: dt.datetime, number: int | None = None
) -> tuple[Request, tuple[Change, ...]]:
    """The last request in force on a line, and the changes that lead back to what was before it.

    There are none if the request has made the line. It has to be the one with this number, if one was named.
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
    if number not in {None, last.id}:
        msg = (
            f"The last change of {facts.line.name} is request {last.id}, not request {number}: {part.plan.summary} Undo"
            " that one first, or say what should be instead."
        )
        raise TooLateError(msg)
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


def left_by_undoing(undone: Request, facts: plans.Facts, changes: Sequence[Change]) -> tuple[str, ...]:
    """What of a request stays when some changes undo it on a line, since nobody knows what was there before."""
    plan = _part(undone, facts.line.key).plan
    left = [each for each in plan.changes if not _was_known(each, plan)]
    anew = plans.touched(changes, facts.setup).keys()
    return tuple(_setting(each, facts) for each in left if anew.isdisjoint(each.slice(facts.setup)))


def cleared_by_undoing(undone: Request, facts: plans.Facts) -> tuple[str, ...]:
    """The keys of a request that undoing it removes on a line, since nobody knows what they did before."""
    plan = _part(undone, facts.line.key).plan
    keys = [each for each in plan.changes if isinstance(each, SetMenuKey) and not facts.capabilities.shows(each)]
    found = [(each, plan.before.menu(each.menu)) for each in keys if not facts.made]
    return tuple(
        f"key {each.key}{' while closed' if each.menu == 'closed' else ''}"
        for each, menu in found
        if menu is None or each.key not in menu.keys
    )


async def deletion(store: StoreThread, lines: Lines, facts: plans.Facts, now: dt.datetime) -> LinePlan:
    """The plan that deletes a line, since a request has made it and none is under way; it tells what goes with it."""
    name = facts.line.name
    added = lines.added(name)
    if added is None:
        msg = f"{name} was not made from Slack, so it cannot be deleted here. Ask whoever looks after Switchhook."
        raise SayError(msg)
    going: dict[int, LinePlan] = {}
    for request in await store(partial(Store.requests_on, line=added.key, states=OPEN | IN_FORCE)):
        part = _part(request, added.key)
        if part.state in _UNDER_WAY:
            raise SayError(_first(request, added))
        if request.id != added.request and _stands(part.plan, facts, now):
            going[request.id] = part.plan
    return plans.deletion(facts, added, going)


async def obstacle(store: StoreThread, added: AddedLine, deletion: Request) -> str | None:
    """Why a line must not be deleted after all: what was asked, or has come into force, since that was planned."""
    for request in await store(partial(Store.requests_on, line=added.key, states=OPEN | IN_FORCE)):
        others = request.id not in {added.request, deletion.id}
        since = (request.decided_at or request.created) > deletion.created
        if others and (since or _part(request, added.key).state in _UNDER_WAY):
            return _first(request, added)
    return None


async def last_changed(store: StoreThread, lines: Lines) -> tuple[str, ...]:
    """The names of the lines of the newest request that is in force; lines that are gone do not count."""
    for request in reversed(await store(lambda kept: kept.requests_in(IN_FORCE))):
        names = _changed(request, lines)
        if names:
            return names
    msg = "Switchhook has changed nothing that could be undone."
    raise NothingToDoError(msg)


def named_request(ask: Ask, request: Request, lines: Lines) -> Ask:
    """An ask to undo a request that it names, as one about that request's lines."""
    changed = _changed(request, lines)
    if not changed:
        raise NothingToDoError(_not_in_force(request))
    names = changed if not ask.lines or "*" in ask.lines else ask.lines
    keys = {name: lines.setting(name).key for name in names}
    for name, key in keys.items():
        if not any(each.plan.line.key == key or _takes_along(each.plan, key) for each in request.parts):
            msg = f"Request {request.id} has changed nothing on {name}. It has changed {' and '.join(changed)}."
            raise NothingToDoError(msg)
    made = any(part.plan.creates and part.plan.line.key in keys.values() for part in request.parts)
    return ask.model_copy(update={"lines": names, "creation": made})


def _changed(request: Request, lines: Lines) -> tuple[str, ...]:
    """The names of the lines that a request in force has changed, and that are still there."""
    there = {each.key: each.name for each in lines.settings}
    changed = [each.plan.line.key for each in request.parts if each.state in IN_FORCE and not each.plan.deletes]
    return tuple(there[key] for key in changed if key in there)


def _takes_along(plan: LinePlan, key: str) -> bool:
    """Whether a plan changes another line as well, which is told apart by a key."""
    system, _, line_id = key.partition(":")
    return plan.reaches(plan.line.model_copy(update={"system": system, "id": line_id}))


def _not_in_force(request: Request) -> str:
    """Why a request that has changed no line which is there cannot be undone."""
    called, state = f"Request {request.id}", request.state
    if any(part.plan.deletes and part.state in IN_FORCE for part in request.parts):
        return f"{called} has deleted a line, which cannot be undone. `/line new` makes another."
    if any(part.state in IN_FORCE for part in request.parts):
        gone = " and ".join(part.plan.line.name for part in request.parts if part.state in IN_FORCE)
        return f"{called} has changed {gone}, which is not among the lines here any more."
    if state is State.PENDING:
        instead = "Whoever asked for it can withdraw it, and an approver can reject it."
        return f"{called} is pending, so it cannot be undone yet. {instead}"
    if state in OPEN:
        return f"{called} is being carried out, so it cannot be undone yet. Ask again once it is applied."
    return f"{called} is {state.word}, so there is nothing of it that could be undone."


def reverted_by(plan: LinePlan, undone: Request) -> list[Part]:
    """The parts of a request that an undo reverts: that of its own line, and of those that change along with it."""
    return [each for each in undone.parts if each.plan.line.key == plan.line.key or plan.reaches(each.plan.line)]


def _stands(plan: LinePlan, facts: plans.Facts, now: dt.datetime) -> bool:
    """Whether what a plan has changed is still so, or still to come; an undo leaves nothing."""
    is_over = plan.ends is not None and plan.ends <= now
    today = wall_clock(now, facts.line.zone).date()
    return not is_over and not plan.undoes and plans.standing_part(plan, facts.setup, today) != "none"


def _first(request: Request, added: AddedLine) -> str:
    """What has to be done before a line can be deleted."""
    part = _part(request, added.key)
    if part.state in _UNDER_WAY:
        first = "Withdraw it, have it rejected or let it end first"
    else:
        first = f"Say `delete line {added.name}` again to see all that goes with it"
    return (
        f"Before {added.name} can be deleted: request {request.id} on it is {part.state.word}: {part.plan.summary}"
        f" {first}."
    )


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


def _setting(change: Change, facts: plans.Facts) -> str:
    """The name of what a change has set, where nobody knows how it was before."""
    option = facts.capabilities.option(change.name) if isinstance(change, SetOption) else None
    return option.label if option else "How a call finds an agent"


def _part(request: Request, line: str) -> Part:
    return next(part for part in request.parts if part.plan.line.key == line and part.state in OPEN | IN_FORCE)
