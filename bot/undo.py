"""What would undo a request on a line, as far as nothing newer has touched the same."""

import datetime as dt
from collections.abc import Iterable
from functools import partial

from adapters import Line, Reopen, Value, all_applied, wall_clock
from bot import describe, plans
from bot.errors import NothingToDoError, SayError, TooLateError
from bot.kept import AddedLine, Begun
from bot.language import Ask
from bot.lines import Lines
from bot.requests import IN_FORCE, OPEN, LinePlan, Part, Plan, Request, State
from bot.store import Store, StoreThread
from bot.threeway import Unwinding, three_way

_UNDER_WAY = frozenset({State.PENDING, State.APPROVED, State.APPLYING})
"""States in which a request keeps its line from being deleted: what it does to the line is not settled."""


class Undoing(Value):
    """What would undo a request on one line."""

    request: Request
    undone: LinePlan
    """What the request has done to the line."""
    unwinding: Unwinding = Unwinding()

    def marked(self, plan: LinePlan) -> LinePlan:
        """The plan that undoes the request as one that says so, and what stays."""
        written = {each.what for each in plan.differences}
        left, cleared = tuple(each for each in self.unwinding.leaves if each not in written), self.unwinding.clears
        led_back = self.undone.restores or self.undone.mends
        departs = led_back or any(isinstance(each, Reopen) for each in self.undone.changes)
        marked = plan.undoing(self.request.id, left, cleared, departs=departs)
        stays = describe.fewer([each.sentence for each in self.unwinding.conflicts])
        return marked.model_copy(update={"warnings": (*stays, *marked.warnings), "stays": stays})


async def undoing(store: StoreThread, facts: plans.Facts, now: dt.datetime, number: int | None = None) -> Undoing:
    """What undoes a request in force on a line: the one with this number, else the last one.

    Raises a `SayError` where nothing of it can be undone. There are no changes if the request has made the line.
    """
    line = facts.line
    begun = await store(partial(Store.standing, states=IN_FORCE | {State.APPLYING}))
    here = _in_order(each for each in begun if _is_about(each.part.plan, line))
    named = [each for each in here if number in {None, each.id} and _stands_on(each, line)]
    if not named:
        who = f"Request {number}" if number else "Switchhook"
        msg = f"{who} has changed nothing on {line.name} that could be undone."
        raise NothingToDoError(msg, f"`history {line.name}` shows what has happened there.")
    request = named[-1]
    part = next((each for each in request.parts if each.plan.line.key == line.key), None)
    if part is None:
        raise NothingToDoError(_along(request, line))
    undone = Undoing(request=request, undone=part.plan)
    if part.plan.creates:
        return undone
    since = here[here.index(request) + 1 :]
    plan = await _without_earlier(store, request, part.plan, facts, now)
    unwinding = three_way(plan, facts, now, since)
    if not unwinding.changes:
        raise _why_not(request, plan, unwinding)
    return undone.model_copy(update={"unwinding": unwinding})


async def _without_earlier(
    store: StoreThread, request: Request, plan: LinePlan, facts: plans.Facts, now: dt.datetime
) -> LinePlan:
    """The plan of an emergency as if earlier ones, which nobody has ratified in time, had been undone before it.

    What they have changed is nothing to lead a line back to. Any other plan stays as it is.
    """
    if not request.is_unratified:
        return plan
    begun = await store(partial(Store.standing, states=IN_FORCE | {State.APPLYING, State.REVERTED}))
    here = _in_order(each for each in begun if each.part.plan.line.key == plan.line.key)
    asked, *_ = await store(partial(Store.records, request=request.id))
    until, before = here.index(request), plan.before
    for number, earlier in reversed(list(enumerate(here[:until]))):
        if not earlier.is_past_ratifying(now) or await _was_reverted(store, earlier, plan.line, asked.number):
            continue
        own = next(part.plan for part in earlier.parts if part.plan.line.key == plan.line.key)
        then = facts.model_copy(update={"reading": facts.reading.model_copy(update={"setup": before})})
        before = all_applied(three_way(own, then, now, here[number + 1 : until]).changes, before)
    return plan.model_copy(update={"before": before})


async def _was_reverted(store: StoreThread, request: Request, line: Line, before: int) -> bool:
    """Whether a request was undone on a line before a record."""
    records = await store(partial(Store.records, request=request.id))
    reverted = [each for each in records if each.kind == State.REVERTED.value and each.line == line.name]
    return any(each.number < before for each in reverted)


async def leads_back(store: StoreThread, request: Request) -> bool:
    """Whether a request only undoes emergencies that nobody has ratified: that takes nobody's right."""
    numbers = {part.plan.undoes for part in request.parts}
    if not request.waived or None in numbers:
        return False
    undone = [await store(partial(Store.request, number=number)) for number in numbers if number is not None]
    return all(each.is_unratified for each in undone)


def _in_order(begun: Iterable[Begun]) -> list[Request]:
    """The requests of some parts, each once, where the last of its parts is; records tell the order, never clocks."""
    found: dict[int, Request] = {}
    for each in begun:
        found.pop(each.request.id, None)
        found[each.request.id] = each.request
    return list(found.values())


def _is_about(plan: LinePlan, line: Line) -> bool:
    """Whether a plan changes a line, be it along with another."""
    return plan.line.key == line.key or plan.reaches(line)


def _stands_on(request: Request, line: Line) -> bool:
    """Whether a request is in force on a line, or on one that has changed it along."""
    own = [part for part in request.parts if part.plan.line.key == line.key]
    return any(part.state in IN_FORCE for part in own or request.parts if own or part.plan.reaches(line))


def _along(request: Request, line: Line) -> str:
    """Why a request that has changed a line along with another is not undone on this one alone."""
    part = next(part for part in request.parts if part.state in IN_FORCE and part.plan.reaches(line))
    return (
        f"{line.name} was changed together with {part.plan.line.name} by request {request.id}: {part.plan.summary} To"
        f" take that back on all of them, say `undo request {request.id}`."
    )


def _why_not(request: Request, undone: LinePlan, unwinding: Unwinding) -> SayError:
    """Why nothing of a request can be undone on a line, and what to say instead."""
    name = undone.line.name
    told = f"Request {request.id} on {name} was: {undone.summary}"
    if unwinding.conflicts:
        stays = describe.fewer([each.sentence for each in unwinding.conflicts])
        newer = next((each.request for each in unwinding.conflicts if each.request), None)
        typed = next((each.instead for each in unwinding.conflicts if each.instead), "")
        first = f"Undo that one first (`undo request {newer}`), or say" if newer else "Say"
        instead = f"{first} what should be instead{f', for example `{typed}`' if typed else ''}."
        return TooLateError(f"{told} That cannot be undone any more. {' '.join(stays)} {instead}")
    if unwinding.leaves:
        return TooLateError(
            f"{told} What was there before is not known, so it cannot be put back. Say what should be instead."
        )
    over = f"{told} It is over, or as it was before already, so nothing is left to undo."
    return NothingToDoError(over, f"`status {name}` shows what callers get now.")


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
    planned = await store(partial(Store.last_planned, request=deletion.id, line=added.name))
    later = {each.request.id for each in await store(partial(Store.standing, states=IN_FORCE)) if each.number > planned}
    for request in await store(partial(Store.requests_on, line=added.key, states=OPEN | IN_FORCE)):
        others = request.id not in {added.request, deletion.id}
        if others and (request.id in later or _part(request, added.key).state in _UNDER_WAY):
            return _first(request, added)
    return None


def untouched(plan: Plan, undone: Request, lines: Lines) -> tuple[str, ...]:
    """What a plan that undoes a request leaves on the other lines of that request, a sentence for each."""
    there, named = {each.key for each in lines.settings}, {part.line.key for part in plan.parts}
    others = [each for each in undone.parts if each.plan.line.key not in named and not _reaches(plan, each.plan.line)]
    return tuple(_other(undone.id, each, is_there=each.plan.line.key in there) for each in others)


def _reaches(plan: Plan, line: Line) -> bool:
    return any(part.reaches(line) for part in plan.parts)


def _other(number: int, part: Part, *, is_there: bool) -> str:
    """What is to be known of a line on which a request is not undone."""
    name = part.plan.line.name
    if part.state in IN_FORCE and not is_there:
        return f"Request {number} has changed {name} as well, which is not among the lines here any more."
    if part.state in IN_FORCE:
        return f"Request {number} stays in force on {name}."
    if part.state in OPEN:
        return f"Request {number} is still {part.state.word} on {name}: that is not undone."
    has = "failed" if part.state is State.FAILED else f"is {part.state.word}"
    return f"Request {number} {has} on {name}, so there is nothing to undo."


async def last_changed(store: StoreThread, lines: Lines) -> tuple[str, ...]:
    """The names of the lines of the newest request that is in force; lines that are gone do not count."""
    for request in reversed(await store(lambda kept: kept.requests_in(IN_FORCE))):
        names = _changed(request, lines)
        if names:
            return names
    msg = "Switchhook has changed nothing that could be undone."
    raise NothingToDoError(msg, "`history` shows what has happened.")


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
    if request.waits:
        instead = "Whoever asked for it can withdraw it, and an approver can reject it."
        return f"{called} waits, and nothing of it is written yet, so there is nothing to undo. {instead}"
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


def _part(request: Request, line: str) -> Part:
    return next(part for part in request.parts if part.plan.line.key == line and part.state in OPEN | IN_FORCE)
