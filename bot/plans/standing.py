"""What plans touch, whether they touch the same, and how much of them still stands. Pure."""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from typing import Any, Literal, NamedTuple

from adapters import (
    DATED,
    Change,
    Dated,
    Override,
    SetHours,
    Setup,
    Weekday,
    overlaps,
    wall_clock,
    within,
)
from bot.plans.things import Thing, things_needed, things_set
from bot.requests import LinePlan


def touched(changes: Sequence[Change], setup: Setup) -> dict[str, object]:
    """The slice of a setup that some changes look at or touch."""
    slices: dict[str, object] = {}
    for change in changes:
        slices |= change.slice(setup)
    return slices


def is_so_already(plan: LinePlan, setup: Setup) -> bool:
    """Whether a line is exactly what a plan makes of it, as far as the plan touches it."""
    return touched(plan.changes, setup) == touched(plan.changes, plan.after)


def is_written_in_part(plan: LinePlan, setup: Setup) -> bool:
    """Whether some of what a plan makes different on a line is so already."""
    now, before, after = (touched(plan.changes, each) for each in (setup, plan.before, plan.after))
    return any(now.get(name) == value != before.get(name) for name, value in after.items())


def standing_part(plan: LinePlan, setup: Setup, today: dt.date) -> Literal["whole", "part", "none"]:
    """How much of what a plan made of a line is still so: overrides as they were laid, all else as it was set."""
    after, now = _marks(plan, plan.after, today), _marks(plan, setup, today)
    if after == now:
        return "whole"
    before = _marks(plan, plan.before, today)
    kept = [mark for mark in after if mark not in before and _survives(mark, now)]
    return "part" if kept else "none"


def touch_the_same(one: LinePlan, other: LinePlan) -> bool:
    """Whether two plans of a line are about the same time, or one sets what the other sets or depends on."""
    return any(_meet(a, b) for a in _subjects(one) for b in _subjects(other))


class _Subject(NamedTuple):
    """What a change is about: a stretch of time, or the things it sets and those that these depend on."""

    span: Dated | None = None
    sets: frozenset[Thing] = frozenset()
    needs: frozenset[Thing] = frozenset()


def _subjects(plan: LinePlan) -> list[_Subject]:
    return [
        _Subject(span=each)
        if isinstance(each, DATED)
        else _Subject(None, _things(each, plan), frozenset(things_needed(each)))
        for each in plan.changes
    ]


def _meet(a: _Subject, b: _Subject) -> bool:
    if a.span and b.span:
        return overlaps(Override(state="closed", start=a.span.start, end=a.span.end), b.span.start, b.span.end)
    return not (a.sets.isdisjoint(b.sets | b.needs) and b.sets.isdisjoint(a.needs))


def _things(change: Change, plan: LinePlan) -> frozenset[Thing]:
    """What a change sets; the members of a line are one thing, since they are looked at together."""
    return frozenset(
        each.model_copy(update={"name": ""}) if each.kind == "member" else each
        for each in things_set(change, plan.before, plan.after)
    )


def _marks(plan: LinePlan, setup: Setup, today: dt.date) -> list[tuple[Any, ...]]:
    """What tells one state of a plan's subject from another; what was over before today does not count."""
    midnight = dt.datetime.combine(today, dt.time())
    marks: list[tuple[Any, ...]] = []
    for change in plan.changes:
        if not isinstance(change, DATED):
            marks += sorted((name, json.dumps(value)) for name, value in change.slice(setup).items())
        elif change.end is None or change.end > midnight:
            laid = within(setup.overrides, max(change.start, midnight), change.end)
            marks += [(each.state, each.start, each.end) for each in laid]
    return marks


def _survives(mark: tuple[Any, ...], now: Sequence[tuple[Any, ...]]) -> bool:
    if len(mark) == 2:
        return mark in now
    state, start, end = mark
    probe = Override(state=state, start=start, end=end)
    return any(len(each) == 3 and each[0] == state and overlaps(probe, each[1], each[2]) for each in now)


def weekdays_touched(changes: Iterable[Change], now: dt.datetime, zone: str) -> frozenset[Weekday]:
    """The rows of a weekly table that some changes have an effect on within the coming seven days."""
    today = wall_clock(now, zone).date()
    days: set[Weekday] = set()
    for change in changes:
        if isinstance(change, SetHours):
            days |= set(Weekday) if change.always else set(change.rows)
        elif isinstance(change, DATED):
            week = [today + dt.timedelta(days=number) for number in range(7)]
            days |= {Weekday.of(date) for date in week if _on(change.start, change.end, date)}
    return frozenset(days)


def _on(start: dt.datetime, end: dt.datetime | None, date: dt.date) -> bool:
    midnight = dt.datetime.combine(date, dt.time())
    probe = Override(state="closed", start=start, end=end)
    return overlaps(probe, midnight, midnight + dt.timedelta(days=1))
