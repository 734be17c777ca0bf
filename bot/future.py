"""What callers of a line will meet: as it is applied, and with what people have asked for besides. Pure."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, Literal

from adapters import (
    Change,
    Line,
    MenuAction,
    Setup,
    UnsupportedError,
    all_applied,
    day_hours,
    is_open,
    next_change,
    override_at,
)
from bot import describe
from bot.answers import Asked, Layer, Met
from bot.plans import Facts
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
        keys=tuple((key, words.action(action)) for key, action in menu.keys.items()) if menu else (),
        keys_while="closed" if closed_keys else "open",
        days=tuple((day, day_hours(setup.hours, setup.overrides, day)) for day in days),
    )


def layers(
    facts: Facts, requests: Iterable[Request], at: dt.datetime, days: Sequence[dt.date] = ()
) -> tuple[Layer, ...]:
    """What callers of a line meet as it is applied, then with what is approved, then with what is pending as well.

    A layer to which nothing is added is left out. What is applied later rules, as it will.
    """
    parts = [(request, part) for request in sorted(requests, key=_number) for part in _parts(request, facts.line)]
    found, setup = [Layer(kind="applied", met=met(facts, facts.setup, at, days))], facts.setup
    is_gone = False
    for kind, states in _ADDED.items():
        asked = []
        for request, plan in [(request, part.plan) for request, part in parts if part.state in states]:
            setup, problem = _laid(plan, facts, setup)
            is_gone = is_gone or plan.deletes
            asked.append(Asked(request=request.id, person=request.person, summary=plan.summary, problem=problem))
        if asked:
            what = None if is_gone else met(facts, setup, at, days)
            found.append(Layer(kind=kind, asked=tuple(asked), met=what))
    return tuple(found)


def _number(request: Request) -> int:
    return request.id


def about(requests: Iterable[Request], line: Line, states: Collection[State]) -> Iterator[Request]:
    """The requests of some that change a line, be it along with another, and are in one of some states there."""
    return (each for each in requests if any(part.state in states for part in _parts(each, line)))


def _parts(request: Request, line: Line) -> Sequence[Part]:
    """What a request does to a line itself; else what it does to it along with another."""
    own = [part for part in request.parts if part.plan.line.key == line.key]
    return own or [part for part in request.parts if part.plan.reaches(line)]


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
    return facts.words.action(action).lower() + (f", {describe.AS_LAST_SET}" if remembered else "")
