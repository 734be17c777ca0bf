"""The days around a change of hours, as rows: those that are otherwise, their neighbours, the rest folded. Pure."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import groupby

from adapters import DATED, Change, Interval, SetHours, Setup, Weekday, day_hours, wall_clock
from bot.describe import Words, date
from bot.preview import PreviewDay

MOST_ROWS = 10
_NEAR = 3
"""So many days before and after what changes are shown, if there is room."""
_FAR = 300
"""Dates that are so many days ahead are told with their year."""
_SPARSE = 3
"""Dates that are so many days apart on average are shown without those between them."""
_FARTHEST = 400
"""So many days of a change are looked at."""
_OPEN_ENDED = 8
"""The same of one without an end."""


def differing(before: Setup, after: Setup, changes: Sequence[Change], now: dt.datetime) -> list[dt.date]:
    """The dates from today on whose hours some changes make otherwise; of weekly hours those of the coming week."""
    today = wall_clock(now, after.zone).date()
    return [each for each in _touched(changes, today) if _hours(before, each) != _hours(after, each)]


def days_around(
    before: Setup, after: Setup, changes: Sequence[Change], words: Words, now: dt.datetime
) -> Iterator[PreviewDay]:
    """The days around what changes, in order; none where no hours are otherwise."""
    today = wall_clock(now, after.zone).date()
    changed = differing(before, after, changes, now)
    if any(isinstance(change, SetHours) for change in changes) and not any(isinstance(each, DATED) for each in changes):
        week = [today + dt.timedelta(days=number) for number in range(7)]
        yield from (_row(before, after, each, words, today) for each in week)
        return
    if not changed:
        return
    endless = any(isinstance(change, DATED) and change.end is None for change in changes)
    for run in _shown(changed, today, endless=endless):
        rows = [_row(before, after, each, words, today) for each in run]
        usual = all(_hours(after, each) == after.hours.open_on(Weekday.of(each)) for each in run)
        yield rows[0] if len(run) == 1 else _folded(rows, usual=usual)
    if endless:
        was, will = (_in_the_end(setup) for setup in (before, after))
        state = "closed" if any(each.end is None for each in after.overrides) else ""
        yield PreviewDay(date=None, label="after that", will=will, was=was if was != will else "", state=state, days=0)


def _touched(changes: Sequence[Change], today: dt.date) -> list[dt.date]:
    """The dates that changes may make otherwise, of each as far as it is looked at."""
    dates: set[dt.date] = set()
    for change in changes:
        if isinstance(change, SetHours):
            dates |= set(_dates(today, 7))
        elif isinstance(change, DATED):
            first = max(change.start.date(), today)
            last = (change.end - dt.timedelta.resolution).date() if change.end else None
            count = _OPEN_ENDED if last is None else min((last - first).days + 1, _FARTHEST)
            dates |= set(_dates(first, count))
    return sorted(dates)


def _shown(changed: Sequence[dt.date], today: dt.date, *, endless: bool) -> list[list[dt.date]]:
    """The dates that are shown, in order: each alone, or several that are told together."""
    first, last = changed[0], changed[-1]
    if endless:
        begin = max(first - dt.timedelta(days=_NEAR), today)
        window = _dates(begin, (last - begin).days + 1)
        return _runs(window, {each for each in window if each < first + dt.timedelta(days=2)})
    if len(changed) <= MOST_ROWS and (last - first).days >= _SPARSE * len(changed):
        return [[each] for each in changed]
    for near in range(_NEAR, 0, -1):
        begin = max(first - dt.timedelta(days=near), today)
        window = _dates(begin, (last - begin).days + 1 + near)
        runs = _runs(window, {each for each in window if any(abs((each - day).days) <= near for day in changed)})
        if len(runs) <= MOST_ROWS:
            return runs
    alone = {each for each in window if each < first + dt.timedelta(days=2) or each > last - dt.timedelta(days=1)}
    return _runs(window, alone)


def _runs(window: Sequence[dt.date], alone: set[dt.date]) -> list[list[dt.date]]:
    """The dates of a window: those that stand alone, and between them all others together."""
    runs: list[list[dt.date]] = []
    for stands_alone, dates in groupby(window, alone.__contains__):
        run = list(dates)
        runs += [[each] for each in run] if stands_alone else [run]
    return runs


def _row(before: Setup, after: Setup, day: dt.date, words: Words, today: dt.date) -> PreviewDay:
    was, will = _hours(before, day), _hours(after, day)
    return PreviewDay(
        date=day,
        label=date(day, year=(day - today).days > _FAR),
        will=words.day(will),
        was=words.day(was) if was != will else "",
        state="open" if will else "closed",
    )


def _folded(rows: Sequence[PreviewDay], *, usual: bool) -> PreviewDay:
    """Several days as one row; `usual` says that they all have the weekly hours afterwards."""
    wills, states = {each.will for each in rows}, {each.state for each in rows}
    before, changed = {each.was or each.will for each in rows}, sum(bool(each.was) for each in rows)
    if len(wills) == 1 or (usual and changed):
        will = wills.pop() if len(wills) == 1 else "their usual hours"
        was = (before.pop() if len(before) == 1 else "their usual hours") if changed else ""
    else:
        will, was = f"{changed} of them change" if changed else "as usual", ""
    state = states.pop() if len(states) == 1 else ""
    return PreviewDay(
        date=rows[0].date, label=f"{len(rows)} more days", will=will, was=was, state=state, days=len(rows)
    )


def _in_the_end(setup: Setup) -> str:
    return "closed, until further notice" if any(each.end is None for each in setup.overrides) else "the usual hours"


def _hours(setup: Setup, day: dt.date) -> tuple[Interval, ...]:
    return day_hours(setup.hours, setup.overrides, day)


def _dates(first: dt.date, count: int) -> list[dt.date]:
    return [first + dt.timedelta(days=number) for number in range(count)]
