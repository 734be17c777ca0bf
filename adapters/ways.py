"""Which changes lead from one setup of a line to another."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import pairwise

from adapters.changes import (
    ESCAPE_KEY,
    Change,
    PutMembers,
    PutOverrides,
    RemoveMenuKey,
    SetCallback,
    SetHours,
    SetMenuKey,
    SetOption,
    SetRouting,
    SetTreatment,
)
from adapters.model import MenuName, Override, Setup, Weekday, WeeklyHours
from adapters.overrides import FOREVER, ends, within

_MENUS: tuple[MenuName, ...] = ("open", "closed")


def leading(now: Setup, to: Setup) -> tuple[Change, ...]:
    """The changes that make one setup another, the dated ones first; what no change can say is left out.

    `all_applied(leading(now, to), now) == to`, but for the zone, for what only one of the two has (a menu, a queue, an
    option), and for a description or a value that is no longer set.
    """
    return (
        *_overrides(now.overrides, to.overrides),
        *_hours(now.hours, to.hours),
        *(change for name in _MENUS for change in _menu(now, to, name)),
        *_queue(now, to),
        *_rest(now, to),
    )


def apart(now: Sequence[Override], to: Sequence[Override]) -> tuple[PutOverrides, ...]:
    """What makes one set of overrides another, in no more than the stretches in which a line is otherwise."""
    marks = sorted({mark for each in (*now, *to) for mark in (each.start, ends(each))})
    spans = [span for span in pairwise(marks) if _state(now, span[0]) != _state(to, span[0])]
    stretches: list[tuple[dt.datetime, dt.datetime]] = []
    for first, last in spans:
        begins = stretches.pop()[0] if stretches and stretches[-1][1] == first else first
        stretches.append((begins, last))
    ended = ((first, None if last == FOREVER else last) for first, last in stretches)
    return tuple(PutOverrides(start=first, end=last, overrides=within(to, first, last)) for first, last in ended)


def _state(overrides: Sequence[Override], at: dt.datetime) -> str | None:
    return next((each.state for each in overrides if each.start <= at < ends(each)), None)


def _overrides(now: Sequence[Override], to: Sequence[Override]) -> Iterator[Change]:
    """The stretch in which they differ; an override that touches it from outside is written anew, to stay as it is."""
    differing = [*(each for each in now if each not in to), *(each for each in to if each not in now)]
    if not differing:
        return
    first, last = min(each.start for each in differing), max(ends(each) for each in differing)
    touching = [each for each in to if ends(each) == first or each.start == last]
    while touching:
        first, last = min(first, touching[0].start), max(last, ends(touching[0]))
        touching = [each for each in to if ends(each) == first or each.start == last]
    end: dt.datetime | None = None if last == FOREVER else last
    yield PutOverrides(start=first, end=end, overrides=within(to, first, end))


def _hours(now: WeeklyHours, to: WeeklyHours) -> Iterator[Change]:
    if now != to:
        whole = now.always != to.always
        rows = {day: to.row(day) for day in Weekday if whole or now.row(day) != to.row(day)}
        yield SetHours(rows=rows, always=to.always)


def _menu(now: Setup, to: Setup, name: MenuName) -> Iterator[Change]:
    present, wanted = now.menu(name), to.menu(name)
    if present is None or wanted is None:
        return
    if present.action != wanted.action:
        yield SetTreatment(menu=name, action=wanted.action)
    for key in sorted({*present.keys, *wanted.keys}):
        action = wanted.keys.get(key)
        if action is None:
            yield RemoveMenuKey(menu=name, key=key)
        elif present.keys.get(key) != action:
            yield SetMenuKey(menu=name, key=key, action=action)


def _queue(now: Setup, to: Setup) -> Iterator[Change]:
    if now.queue is None or to.queue is None:
        return
    present, wanted = now.queue, to.queue
    settings = {"callback", "callback_key", "threshold"}
    if present.model_dump(include=settings) != wanted.model_dump(include=settings):
        yield SetCallback(on=wanted.callback, key=wanted.callback_key, threshold=wanted.threshold)
    if present.escape_key != wanted.escape_key and ESCAPE_KEY not in to.options:
        yield SetOption(name=ESCAPE_KEY, value=wanted.escape_key)


def _rest(now: Setup, to: Setup) -> Iterator[Change]:
    if to.routing is not None and now.routing != to.routing:
        yield SetRouting(routing=to.routing)
    if now.members is not None and to.members is not None and now.members != to.members:
        yield PutMembers(members=to.members)
    for name, value in to.options.items():
        if now.options.get(name) != value:
            yield SetOption(name=name, value=value)
