"""In which order schedules are written, so that callers meet what was or what will be and nothing between. Pure."""

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from adapters.webex.content import Content, decision, ends_any
from adapters.webex.eventwire import CLOSURES, HOURS, ScheduleType
from adapters.webex.rewriting import Step, steps_between, with_step


class Way(StrEnum):
    """How a line comes to other events."""

    PLACE = "place"
    """The schedule that it refers to is changed."""
    COPY = "copy"
    """It is pointed to a new schedule."""
    HOME = "home"
    """It is pointed back to the schedule that its copy stands for."""


class Move(NamedTuple):
    """One part of a plan: steps in a schedule, or pointing the line elsewhere in one go."""

    kind: ScheduleType | None
    """Whose steps these are; None if the line is pointed elsewhere."""
    steps: tuple[Step, ...] = ()
    pointed: tuple[ScheduleType, ...] = ()
    """Which schedules the line is pointed to anew."""
    switches: bool = False
    """Whether *always open* is switched as well."""


class Plan(NamedTuple):
    """How each schedule that changes is dealt with, what is done in turn, and what the line has between the steps."""

    ways: Mapping[ScheduleType, Way]
    moves: tuple[Move, ...]
    between: tuple[Content, ...]


def planned(
    now: Content, aim: Content, ways: Mapping[ScheduleType, Sequence[Way]], today: dt.date, *, apart: bool
) -> Plan:
    """The first plan by which callers never meet anything between; if there is none, one by which they meet little.

    Then closures come before changed hours and go after them, so that nobody gets through who should not.
    `ways` has for each schedule that changes the ways that are open, the best first. `apart`: the line is pointed to
    its closures by a write of its own.
    """
    plans = [
        _plan(now, aim, dict(zip(ways, choice, strict=True)), order, apart=apart)
        for choice in itertools.product(*ways.values())
        for order in itertools.permutations((HOURS, CLOSURES, None))
    ]
    ends = (decision(now, today), decision(aim, today))
    seamless = (plan for plan in plans if all(decision(each, today) in ends for each in plan.between))
    ending = ends_any(now.events(CLOSURES), aim.events(CLOSURES), CLOSURES, today)
    return next(seamless, None) or min(plans, key=lambda plan: (len(plan.between), _misplaced(plan, ending=ending)))


def _misplaced(plan: Plan, *, ending: bool) -> int:
    """How far a plan is from writing new closures first, or from ending old ones last."""
    closing = [CLOSURES in (move.kind, *move.pointed) for move in plan.moves]
    if True not in closing:
        return 0
    return len(closing) - 1 - closing.index(True) if ending else closing.index(True)


def _plan(
    now: Content,
    aim: Content,
    ways: Mapping[ScheduleType, Way],
    order: Sequence[ScheduleType | None],
    *,
    apart: bool,
) -> Plan:
    moves: list[Move] = []
    for kind in order:
        if kind is not None and ways.get(kind) is Way.PLACE:
            moves.append(Move(kind, steps_between(now.events(kind), aim.events(kind))))
        elif kind is None or (kind == CLOSURES and apart):
            here = [each for each in ways if (each == CLOSURES and apart) == (kind is not None)]
            pointed = tuple(each for each in here if ways[each] is not Way.PLACE)
            switches = kind is None and now.always != aim.always
            if pointed or switches:
                moves.append(Move(None, (), pointed, switches))
    contents = [now]
    for move in moves:
        contents += _contents(contents[-1], aim, move)
    return Plan(ways, tuple(moves), tuple(contents[1:-1]))


def _contents(content: Content, aim: Content, move: Move) -> Iterator[Content]:
    """What the line has after each write of a move."""
    for step in move.steps:
        kind = move.kind or HOURS
        content = content.having(kind, with_step(content.events(kind), step))
        yield content
    if move.kind is None:
        for kind in move.pointed:
            content = content.having(kind, aim.schedule(kind))
        yield content._replace(always=aim.always if move.switches else content.always)
