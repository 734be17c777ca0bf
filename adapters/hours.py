"""Time arithmetic of a setup: is it open at a moment, when does that change, what does a day look like.

Hours and overrides are wall-clock times of the line's zone. A wall clock jumps: on the spring change an interval that
begins in the missing hour begins after it; on the autumn change the repeated hour counts twice.
"""

import datetime as dt
import itertools
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from zoneinfo import ZoneInfo

from adapters.model import DAY, WHOLE_DAY, Interval, Override, Setup, Weekday, WeeklyHours, merged
from adapters.overrides import overlaps, within

HORIZON = dt.timedelta(days=400)
"""How far ahead a next change is looked for."""


class Span(NamedTuple):
    """A stretch [start, end) of real time (UTC) in which a line is open, or closed."""

    start: dt.datetime
    end: dt.datetime
    open: bool


def day_hours(hours: WeeklyHours, overrides: Iterable[Override], date: dt.date) -> tuple[Interval, ...]:
    """The open intervals of one date: the weekly hours with the overrides laid over them."""
    midnight = dt.datetime.combine(date, dt.time())
    laid = within(overrides, midnight, midnight + dt.timedelta(days=1))
    result = hours.open_on(Weekday.of(date))
    for each in laid:
        start, end = _minutes(each.start - midnight), DAY if each.end is None else _minutes(each.end - midnight)
        if start == end:  # a stretch of seconds
            continue
        stretch = Interval(start=start, end=end)
        result = _minus(result, stretch)
        if each.state == "open":
            result = merged((*result, stretch))
    return result


def is_open(setup: Setup, at: dt.datetime) -> bool:
    """Whether the line is open at a moment."""
    local = at.astimezone(ZoneInfo(setup.zone))
    minute = local.hour * 60 + local.minute
    return any(each.start <= minute < each.end for each in day_hours(setup.hours, setup.overrides, local.date()))


def next_change(setup: Setup, at: dt.datetime) -> dt.datetime | None:
    """The next moment (UTC) after `at` at which the line opens or closes; None if it stays as it is for a year."""
    now_open = is_open(setup, at)
    for edge in _telling(setup, at, at + HORIZON):
        if edge > at and is_open(setup, edge) != now_open:
            return edge
    return None


def timeline(setup: Setup, start: dt.datetime, end: dt.datetime) -> list[Span]:
    """The open and closed stretches between two moments, without a gap between them."""
    spans: list[Span] = []
    start, end = start.astimezone(dt.UTC), end.astimezone(dt.UTC)
    marks = [start, *(edge for edge in edges(setup, start, end) if start < edge < end), end]
    for first, last in itertools.pairwise(marks):
        if spans and spans[-1].open == is_open(setup, first):
            spans[-1] = spans[-1]._replace(end=last)
        else:
            spans.append(Span(first, last, is_open(setup, first)))
    return spans


def override_at(setup: Setup, at: dt.datetime) -> Override | None:
    """The override that is in force at a moment."""
    local = wall_clock(at, setup.zone)
    return next((each for each in setup.overrides if overlaps(each, local, local + dt.timedelta(minutes=1))), None)


def wall_clock(at: dt.datetime, zone: str) -> dt.datetime:
    """A moment as the wall clock of a zone shows it, without a zone."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def moment(local: dt.datetime, zone: str) -> dt.datetime:
    """The moment (UTC) at which a zone's wall clock first shows a time, or has first passed it where it is skipped."""
    info = ZoneInfo(zone)
    aware = local.replace(tzinfo=info).astimezone(dt.UTC)
    if wall_clock(aware, zone) == local:
        return aware
    return _jump(local.replace(tzinfo=info, fold=1).astimezone(dt.UTC), aware, info)


def exists(local: dt.datetime, zone: str) -> bool:
    """Whether a zone's wall clock ever shows this time; on the spring change an hour is missing."""
    return wall_clock(local.replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC), zone) == local


def is_zone(name: str) -> bool:
    """Whether a time zone of that name is known here."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        return False
    return True


def edges(setup: Setup, start: dt.datetime, end: dt.datetime) -> Iterator[dt.datetime]:
    """Every moment at which the line may open or close, in order, the days of both ends included."""
    zone = ZoneInfo(setup.zone)
    date, last = wall_clock(start, setup.zone).date(), wall_clock(end, setup.zone).date()
    while date <= last:
        midnight = dt.datetime.combine(date, dt.time())
        minutes = {
            0,
            *(edge for each in day_hours(setup.hours, setup.overrides, date) for edge in (each.start, each.end)),
        }
        naive = [midnight + dt.timedelta(minutes=minute) for minute in minutes]
        moments = {each.replace(tzinfo=zone, fold=fold).astimezone(dt.UTC) for each in naive for fold in (0, 1)}
        yield from sorted(moments | set(_jumps(setup.zone, date)))
        date += dt.timedelta(days=1)


def _telling(setup: Setup, start: dt.datetime, end: dt.datetime) -> Iterator[dt.datetime]:
    """The same, without days that are like those before: where every day is alike, only overrides make one differ."""
    rows = {setup.hours.open_on(day) for day in Weekday}
    if not rows <= {WHOLE_DAY} and not rows <= {()}:
        yield from edges(setup, start, end)
        return
    dates = {edge.date() for each in setup.overrides for edge in (each.start, each.end) if edge is not None}
    first, last = (wall_clock(each, setup.zone).date() for each in (start, end))
    for date in sorted(each for each in dates if first <= each <= last):
        midnight = moment(dt.datetime.combine(date, dt.time()), setup.zone)
        yield from edges(setup, midnight, midnight)


def _jumps(zone: str, date: dt.date) -> list[dt.datetime]:
    """The moment (UTC) of a date at which the zone's wall clock jumps, if there is one."""
    info = ZoneInfo(zone)
    low = dt.datetime.combine(date, dt.time(), info).astimezone(dt.UTC)
    high = dt.datetime.combine(date + dt.timedelta(days=1), dt.time(), info).astimezone(dt.UTC)
    if low.astimezone(info).utcoffset() == high.astimezone(info).utcoffset():
        return []
    return [_jump(low, high, info)]


def _jump(low: dt.datetime, high: dt.datetime, info: ZoneInfo) -> dt.datetime:
    """The minute in (low, high] at which the wall clock jumps."""
    low = low.replace(second=0, microsecond=0)
    before = low.astimezone(info).utcoffset()

    def has_jumped(minute: int) -> bool:
        return (low + dt.timedelta(minutes=minute)).astimezone(info).utcoffset() != before

    return low + dt.timedelta(minutes=bisect_left(range(_minutes(high - low)), 1, key=has_jumped))


def _minus(intervals: tuple[Interval, ...], hole: Interval) -> tuple[Interval, ...]:
    parts: list[Interval] = []
    for each in intervals:
        if each.start < min(each.end, hole.start):
            parts.append(Interval(start=each.start, end=min(each.end, hole.start)))
        if max(each.start, hole.end) < each.end:
            parts.append(Interval(start=max(each.start, hole.end), end=each.end))
    return tuple(parts)


def _minutes(length: dt.timedelta) -> int:
    return int(length.total_seconds()) // 60
