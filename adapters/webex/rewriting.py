"""How the events of a schedule change, so that they cover other stretches of time, and in which steps. Pure."""

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from adapters.hours import HORIZON
from adapters.model import Override
from adapters.webex.events import FAR, Event, pieces
from adapters.webex.eventwire import Events
from adapters.webex.stretches import Stretch, Stretches, minus, overlap, union

_LONGEST_NAME: Final = 30
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Step(NamedTuple):
    """One write: from an event to another; None: there was none, or there is none any more."""

    old: Event | None
    new: Event | None


def steps_between(before: Iterable[Event], after: Iterable[Event]) -> tuple[Step, ...]:
    """The writes that lead from some events to others: additions first, then changes, then deletions.

    An event whose name stays is changed.
    """
    gone, new = _missing_from(after, before), _missing_from(before, after)
    named = {each.name: each for each in new}
    changes = [Step(each, named[each.name]) for each in gone if each.name in named]
    changed = {step.new for step in changes}
    additions = [Step(None, each) for each in new if each not in changed]
    return (*additions, *changes, *(Step(each, None) for each in gone if each.name not in named))


def with_step(events: Events, step: Step) -> Events:
    """The events after a step."""
    kept = tuple(each for each in events if each != step.old)
    return kept if step.new is None else (*kept, step.new)


def has_happened(step: Step, events: Events) -> bool:
    """Whether a step shows in what is there now."""
    return (step.new is None or step.new in events) and (step.old is None or step.old not in events)


def shown_times(event: Event, midnight: dt.datetime) -> Iterator[Stretch]:
    """When an event takes place from a day on: once however far away, again and again over the horizon."""
    horizon = FAR if event.rule is None else midnight + HORIZON
    return itertools.takewhile(lambda each: each.start < horizon, event.times(midnight))


def coverage(events: Iterable[Event], midnight: dt.datetime) -> Stretches:
    """The time that events cover, from a day on."""
    return _from(midnight, (each for event in events for each in shown_times(event, midnight)))


def stretch_of(override: Override) -> Stretch:
    """When an override lasts."""
    return Stretch(override.start, override.end or FAR)


def covering(
    events: Events, wanted: Sequence[Override], spared: Stretches, midnight: dt.datetime, taken: set[str]
) -> Events:
    """The events changed so that, from a day on, they cover the wanted overrides and besides only what is spared.

    New names are none of the taken ones.
    """
    stretches = [stretch_of(each) for each in wanted]
    covered = coverage(events, midnight)
    surplus = minus(covered, union([*stretches, *spared]))
    result = cut_out(events, surplus, midnight, taken)
    missing = minus(_from(midnight, stretches), covered)
    for override, stretch in zip(wanted, stretches, strict=True):
        if overlap(stretch, missing):
            result = _adding(result, override, taken)
    return result


def cut_out(events: Events, holes: Stretches, midnight: dt.datetime, taken: set[str]) -> Events:
    """The events without what they have in some stretches; one that is whole stays as it is."""
    taken = taken | names_of(events)
    result: list[Event] = []
    for event in events:
        for number, part in enumerate(_parts(event, holes, midnight)):
            named = part if number == 0 else part.model_copy(update={"name": free_name(event.name, taken)})
            taken.add(named.name.casefold())
            result.append(named)
    return tuple(result)


def names_of(events: Iterable[Event]) -> set[str]:
    """The names of events in lower case, as a set that can grow."""
    return {each.name.casefold() for each in events}


def free_name(name: str, taken: set[str], *, first: int = 2) -> str:
    """A name that is not taken yet, with a number if need be."""
    if first > 1 and name.casefold() not in taken:
        return name
    numbered = (f"{name[: _LONGEST_NAME - 1 - len(str(number))]} {number}" for number in itertools.count(first))
    return next(each for each in numbered if each.casefold() not in taken)


def _adding(events: Events, override: Override, taken: set[str]) -> Events:
    result = list(events)
    there = {Stretch(each.start, each.end) for each in events if each.rule is None}
    for piece in pieces(stretch_of(override)):
        if piece not in there:
            name = free_name(_name(override, piece.start), taken | names_of(result))
            result.append(Event(name=name, start=piece.start, end=piece.end))
    return tuple(result)


def _name(override: Override, start: dt.datetime) -> str:
    """What people read in Control Hub: `Closed 20 Nov 2026 15:00`, with the override's name in front if it has one."""
    when = _when(start)
    label = f"{override.state.capitalize()} {when}"
    name = " ".join(override.name.split())
    if not name:
        return label
    if len(name) + 1 + len(label) <= _LONGEST_NAME:
        return f"{name} {label}"
    return f"{name[: _LONGEST_NAME - 1 - len(when)].rstrip()} {when}"


def is_named_for(event: Event) -> bool:
    """Whether an event is named as we name one that begins then."""
    return _when(event.start) in event.name


def _when(start: dt.datetime) -> str:
    day = f"{start.day} {_MONTHS[start.month - 1]} {start.year}"
    return day if start.time() == dt.time() else f"{day} {start:%H:%M}"


def _parts(event: Event, holes: Stretches, midnight: dt.datetime) -> Iterator[Event]:
    times = tuple(shown_times(event, midnight))
    if not any(overlap(each, holes) for each in times):
        yield event
    elif event.rule is None:
        yield from _remains(event, times[0], holes)
    else:
        yield from _again(event, times, holes)


def _remains(event: Event, stretch: Stretch, holes: Stretches) -> Iterator[Event]:
    for remain in minus([stretch], holes):
        for piece in pieces(remain):
            yield _once(event, piece)


def _again(event: Event, times: tuple[Stretch, ...], holes: Stretches) -> Iterator[Event]:
    """A repeated event without the times that are hit: it begins anew after them, what was skipped stands alone."""
    after = next((each for each in event.times(times[-1].end) if each.start > times[-1].start), None)
    runs = [(hit, tuple(run)) for hit, run in itertools.groupby(times, key=lambda each: overlap(each, holes))]
    if after and runs[-1][0]:
        yield event.on(after.start.date())
    for number, (hit, run) in enumerate(runs):
        if hit:
            for each in run:
                yield from _remains(event, each, holes)
        elif number == len(runs) - 1 and after:
            yield event.on(run[0].start.date())
        elif len(run) == 1:
            yield _once(event, run[0])
        else:
            yield event.on(run[0].start.date(), until=run[-1].start.date())


def _once(event: Event, stretch: Stretch) -> Event:
    return Event(name=event.name, start=stretch.start, end=stretch.end)


def _missing_from(others: Iterable[Event], events: Iterable[Event]) -> list[Event]:
    known = set(others)
    return [each for each in events if each not in known]


def _from(midnight: dt.datetime, stretches: Iterable[Stretch]) -> Stretches:
    return union(Stretch(max(each.start, midnight), each.end) for each in stretches if each.end > midnight)
