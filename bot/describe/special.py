"""Days of which only some hours are left: a closure of the whole day with special hours in it. Pure."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from adapters import Change, Close, Interval, OpenSpecial, Override, PutOverrides
from bot.describe.words import Words, midnight

_DAY = dt.timedelta(days=1)
_MINUTE = dt.timedelta(minutes=1)


class Laid(NamedTuple):
    """An override as people are told of it."""

    override: Override
    only: tuple[Interval, ...] = ()
    """All hours that it leaves of its day, together with others; empty where it stands alone."""

    def told(self, words: Words) -> str:
        """`closed on Sat 21 Nov 2026, all day`, `open on Thu 26 Nov 2026, only 10:00 AM – 2:00 PM`."""
        start, end = self.override.start, self.override.end
        if not self.only:
            return f"{self.override.state} {words.span(start, end)}"
        day = words.span(midnight(start.date()), midnight(start.date()) + _DAY).removesuffix(", all day")
        return f"open {day}, only {words.day(self.only)}"


def laid(overrides: Iterable[Override]) -> tuple[Laid, ...]:
    """Overrides in their order; those that together leave only some hours of a day are told as the first of these."""
    found: list[Laid] = []
    waiting = sorted(overrides, key=lambda each: each.start)
    while waiting:
        day = _whole_day(waiting)
        only = [each for each in day if each.state == "open"]
        if only and len(only) < len(day):
            found.append(Laid(only[0], as_intervals([(each.start, each.end) for each in only])))
        else:
            day = waiting[:1]
            found.append(Laid(waiting[0]))
        waiting = waiting[len(day) :]
    return tuple(found)


def _whole_day(overrides: Sequence[Override]) -> list[Override]:
    """Those of the first overrides that follow one upon the other from a midnight to the next; none if none do."""
    reached = overrides[0].start
    if reached != midnight(reached.date()):
        return []
    after, day = reached + _DAY, list[Override]()
    for each in overrides:
        if each.start != reached or each.end is None or each.end > after or reached == after:
            break
        day.append(each)
        reached = each.end
    return day if reached == after else []


def hours_left(closed: Close, changes: Sequence[Change]) -> tuple[OpenSpecial, ...]:
    """The special hours that are all that is left of a day which the same request closes; none if there are none."""
    if not is_of_a_day(closed):
        return ()
    later = (each for each in changes[changes.index(closed) :] if isinstance(each, OpenSpecial))
    within = (each for each in later if each.end is not None and each.end <= closed.start + _DAY)
    return tuple(each for each in within if closed.start <= each.start)


def is_of_a_day(change: Close | PutOverrides) -> bool:
    """Whether a change is about one whole day."""
    return change.start == midnight(change.start.date()) and change.end == change.start + _DAY


def as_intervals(stretches: Iterable[tuple[dt.datetime, dt.datetime | None]]) -> tuple[Interval, ...]:
    """Stretches of one day by their minutes, in order."""
    known = sorted((start, end) for start, end in stretches if end is not None)
    return tuple(
        Interval(start=(start - midnight(start.date())) // _MINUTE, end=(end - midnight(start.date())) // _MINUTE)
        for start, end in known
    )
