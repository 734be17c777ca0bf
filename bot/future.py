"""What callers of a line will meet: as it is applied, and with what people have asked for besides. Pure."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, Literal

from adapters import (
    Change,
    Line,
    Menu,
    MenuAction,
    Setup,
    UnsupportedError,
    all_applied,
    day_hours,
    is_open,
    next_change,
    override_at,
)
from bot import describe, plans
from bot.plans import Facts
from bot.reports import Asked, Layer, Met
from bot.requests import SHAREABLE, LinePlan, Part, Request, State

_ADDED: Final[Mapping[Literal["approved", "pending"], frozenset[State]]] = {
    "approved": frozenset({State.APPROVED, State.APPLYING}),
    "pending": frozenset({State.PENDING}),
}
"""What each layer adds. A change that is scheduled is in the setup of its line already, with its dates."""


def met(facts: Facts, setup: Setup, at: dt.datetime, days: Sequence[dt.date] = ()) -> Met:
    """What callers meet at a moment, and when the line is open on some days, if it is set up so."""
    words = facts.words
    closed = describe.closed_action(setup, at, words)
    closed_keys = not is_open(setup, at) and setup.closed_menu is not None and bool(setup.closed_menu.keys)
    menu = setup.closed_menu if closed_keys else setup.open_menu
    return Met(
        open=is_open(setup, at),
        until=next_change(setup, at),
        override=override_at(setup, at),
        callers=_reached(closed, facts) if closed else "",
        keys=keys_of(menu, facts),
        keys_while="closed" if closed_keys else "open",
        days=tuple((day, day_hours(setup.hours, setup.overrides, day)) for day in days),
    )


def keys_of(menu: Menu | None, facts: Facts) -> tuple[tuple[str, str], ...]:
    """The keys of a menu, and what they do."""
    return tuple((key, facts.words.action(action)) for key, action in menu.keys.items()) if menu else ()


def layers(
    facts: Facts, requests: Iterable[Request], at: dt.datetime, days: Sequence[dt.date] = ()
) -> tuple[Layer, ...]:
    """What callers of a line meet as it is applied, then with what is approved, then with what is pending as well.

    A layer to which nothing is added is left out. What is applied later rules, as it will; what is approved and will
    not fit the line any more by then counts as pending, since it will be asked again.
    """
    parts = sorted(((each, part) for each in requests for part in _parts(each, facts.line)), key=_turn)
    found, setup = [Layer(kind="applied", met=met(facts, facts.setup, at, days))], facts.setup
    is_gone, again = False, list[tuple[Request, Part]]()
    for kind, states in _ADDED.items():
        asked = []
        for request, part in sorted([*again, *(each for each in parts if each[1].state in states)], key=_turn):
            outdated = _outdated(request, part, facts, setup)
            if outdated and kind == "approved" and not request.waived:
                again.append((request, part))
                continue
            setup, problem = _laid(part.plan, facts, setup)
            is_gone = is_gone or part.plan.deletes
            asked.append(_asked(request, part, problem or outdated))
        if asked:
            what = None if is_gone else met(facts, setup, at, days)
            found.append(Layer(kind=kind, asked=tuple(asked), met=what))
    return tuple(found)


def _turn(each: tuple[Request, Part]) -> tuple[bool, bool, int]:
    """When a part is applied among others: first what was begun, then emergencies."""
    request, part = each
    return part.state is not State.APPLYING, request.ratify_by is None, request.id


def _asked(request: Request, part: Part, problem: str) -> Asked:
    return Asked(request=request.id, person=request.person, summary=part.plan.summary, problem=problem)


def by_line(
    requests: Iterable[Request], lines: Iterable[Line], states: Collection[State]
) -> Mapping[str, tuple[Request, ...]]:
    """The requests that change each of some lines, be it along with another, and are in one of some states there.

    By the keys of the lines; each request is looked through once, however many lines there are.
    """
    keys, found = {line.key for line in lines}, defaultdict[str, list[Request]](list)
    for request in requests:
        own = {part.plan.line.key for part in request.parts}
        there = [part.plan for part in request.parts if part.state in states]
        along = {key for plan in there for key in _along(plan)}
        for key in ({plan.line.key for plan in there} | (along - own)) & keys:
            found[key].append(request)
    return {key: tuple(those) for key, those in found.items()}


def _along(plan: LinePlan) -> frozenset[str]:
    """The keys of the lines that change along with a plan, as `LinePlan.reaches` tells them."""
    if not plan.shared:
        return frozenset()
    return frozenset(f"{plan.line.system}:{each}" for each in (*plan.beside, *(each.id for each in plan.neighbours)))


def _parts(request: Request, line: Line) -> Sequence[Part]:
    """What a request does to a line itself; else what it does to it along with another."""
    own = [part for part in request.parts if part.plan.line.key == line.key]
    return own or [part for part in request.parts if part.plan.reaches(line)]


def _outdated(request: Request, part: Part, facts: Facts, setup: Setup) -> str:
    """Why a part will be asked again before it is applied to a setup, as a sentence; empty if it still fits."""
    plan = part.plan
    if plan.line.key != facts.line.key or not plan.is_lasting:
        return ""
    fits = plans.is_as_begun if part.state is State.APPLYING else plans.is_as_planned
    try:
        if fits(plan, facts.reading.model_copy(update={"setup": setup}), request.beside(part)):
            return ""
    except UnsupportedError:  # it cannot be laid over it either, and that says why
        return ""
    return f"By then {facts.line.name} is no longer as it was when this was asked, so it will be asked again."


def _laid(plan: LinePlan, facts: Facts, setup: Setup) -> tuple[Setup, str]:
    """A setup with a plan laid over it, and why it cannot be."""
    changes: Sequence[Change] = plan.changes
    if plan.line.key != facts.line.key:
        changes = [each for each in changes if isinstance(each, SHAREABLE) and each.shared]
    try:
        return all_applied(changes, setup), ""
    except UnsupportedError as error:  # the line no longer has what was to be changed
        return setup, f"It cannot be applied as {facts.line.name} is now: {error}"


def _reached(action: MenuAction, facts: Facts) -> str:
    """What happens to a call; where the vendor does not show it, what was last set through us."""
    set_here = action.action in {each.name for each in facts.capabilities.treatments}
    if not set_here and "set_treatment" in facts.capabilities.unreadable:
        return f"where calls go then is set at {describe.vendor(facts.line.system)}, which does not show it"
    remembered = set_here and "set_treatment" in facts.capabilities.unreadable
    told = facts.words.action(action)
    return f"{told[:1].lower()}{told[1:]}" + (f", {describe.AS_LAST_SET}" if remembered else "")
