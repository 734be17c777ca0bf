"""The days around a change of hours, as rows: those that are otherwise, their neighbours, the rest folded. Pure."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from adapters import DATED, Change, Dated, Interval, SetHours, Setup, Weekday, day_hours, wall_clock
from bot.describe import FARTHEST, Words, date, first_changed, in_the_end, usual_hours
from bot.preview import MORE_DAYS, PreviewDay

MOST_ROWS = 10
_FEW_ROWS = 7
"""Where all days have room in so many rows, none is left out."""
_NEAR = 3
"""So many days before and after what changes are shown, if there is room."""
FAR = 300
"""Dates that are so many days ahead are told with their year."""
_SPARSE = 3
"""Dates that are so many days apart on average are shown without those between them."""
_CHANGE = "of them change"
"""How it is said of days that are not all alike."""
_OPEN_ENDED = 8
"""So many days of a change without an end are looked at, from the first on that is otherwise."""


def differing(before: Setup, after: Setup, changes: Sequence[Change], now: dt.datetime) -> list[dt.date]:
    """The dates from today on whose hours some changes make otherwise; of weekly hours those of the coming week."""
    today = wall_clock(now, after.zone).date()
    touched = {date for change in changes for date in _touched(change, before, after, today)}
    return sorted(each for each in touched if _hours(before, each) != _hours(after, each))


def days_around(
    before: Setup, after: Setup, changes: Sequence[Change], words: Words, now: dt.datetime
) -> Iterator[PreviewDay]:
    """The days around what changes, in order; none where no hours are otherwise."""
    today = wall_clock(now, after.zone).date()
    changed = differing(before, after, changes, now)
    dated = [change for change in changes if isinstance(change, DATED)]
    if any(isinstance(change, SetHours) for change in changes) and not dated:
        yield from (_row(before, after, each, words, today) for each in _dates(today, 7))
        return
    if not changed:
        return
    endless = any(change.end is None for change in dated)
    shown = _dates(max(changed[0] - dt.timedelta(days=_NEAR), today), (changed[-1] - changed[0]).days + 1 + 2 * _NEAR)
    rows = {each: _row(before, after, each, words, today) for each in shown}
    layouts = [
        _together([_told(run, rows, before, after) for run in runs], today)
        for runs in _layouts(changed, today, endless=endless)
    ]
    clear = [each for each in layouts if not any(row.will.endswith(_CHANGE) for row in each)]
    short = [each for each in clear if len(each) <= _FEW_ROWS]
    yield from next(each for each in (*short, *layouts) if len(each) <= MOST_ROWS)
    ends = [change.end.date() for change in dated if change.end and change.end.date() > _farthest(change, today)]
    if endless:
        was, will = (in_the_end(setup, changed[-1]) for setup in (before, after))
        state = "closed" if any(each.end is None for each in after.overrides) else ""
        yield PreviewDay(date=None, label="after that", will=will, was=was if was != will else "", state=state, days=0)
    elif ends:
        yield PreviewDay(date=None, label="after that", will=f"the same way until {date(max(ends))}", days=0)


def _farthest(change: Dated, today: dt.date) -> dt.date:
    """The date up to which a change is looked at."""
    return max(change.start.date(), today) + dt.timedelta(days=FARTHEST)


def _touched(change: Change, before: Setup, after: Setup, today: dt.date) -> list[dt.date]:
    """The dates that a change may make otherwise, as far as they are looked at."""
    if isinstance(change, SetHours):
        return _dates(today, 7)
    if not isinstance(change, DATED):
        return []
    first = max(change.start.date(), today)
    if change.end is None:
        found = first_changed(before, after, first)
        return _dates(found, _OPEN_ENDED) if found else []
    last = (change.end - dt.timedelta.resolution).date()
    return _dates(first, min((last - first).days + 1, FARTHEST))


def _layouts(changed: Sequence[dt.date], today: dt.date, *, endless: bool) -> Iterator[list[list[dt.date]]]:
    """The dates that may be shown, in order, the best first: each alone, or several that are told together.

    The last one always has room.
    """
    first, last = changed[0], changed[-1]
    begins = [max(first - dt.timedelta(days=near), today) for near in range(_NEAR, 0, -1)]
    if endless:
        window = _dates(begins[0], (last - begins[0]).days + 1)
        yield _runs(window, {each for each in window if each < first + dt.timedelta(days=2)})
        return
    if len(changed) <= MOST_ROWS and (last - first).days >= _SPARSE * len(changed):
        yield [[each] for each in changed]
    windows = [
        (near, _dates(begin, (last - begin).days + 1 + near))
        for near, begin in zip(range(_NEAR, 0, -1), begins, strict=True)
    ]
    yield from ([[each] for each in window] for _, window in windows)
    for near, window in windows:
        beside = {day + dt.timedelta(days=number) for day in changed for number in range(-near, near + 1)}
        yield _runs(window, beside)
    _, window = windows[-1]
    yield _runs(window, {each for each in window if each < first + dt.timedelta(days=2) or each >= last})


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
        label=date(day, year=(day - today).days > FAR),
        will=words.day(will),
        was=words.day(was) if was != will else "",
        state="open" if will else "closed",
    )


def _told(run: Sequence[dt.date], rows: Mapping[dt.date, PreviewDay], before: Setup, after: Setup) -> PreviewDay:
    """One date, or several as one row."""
    if len(run) == 1:
        return rows[run[0]]
    folded = [rows[each] for each in run]
    wills, states = {each.will for each in folded}, {each.state for each in folded}
    was, changed = {each.was or each.will for each in folded}, sum(bool(each.was) for each in folded)
    usual = all(_hours(after, each) == after.hours.open_on(Weekday.of(each)) for each in run)
    if len(wills) == 1 or (usual and changed):
        will = wills.pop() if len(wills) == 1 else "their usual hours"
        instead_of = was.pop() if len(was) == 1 else usual_hours(before, run)
    else:
        will, instead_of, changed = f"{changed} {_CHANGE}" if changed else "as usual" if usual else "as planned", "", 0
    state = states.pop() if len(states) == 1 else ""
    label = f"{len(run)} {MORE_DAYS}"
    return PreviewDay(
        date=run[0], label=label, will=will, was=instead_of if changed else "", state=state, days=len(run)
    )


def _together(rows: Sequence[PreviewDay], today: dt.date) -> list[PreviewDay]:
    """Rows, those of single dates in a row that are alike as one."""
    groups: list[list[PreviewDay]] = []
    for row in rows:
        if groups and _goes_on(groups[-1], row):
            groups[-1].append(row)
        else:
            groups.append([row])
    return [_one(group, today) for group in groups]


def _goes_on(group: Sequence[PreviewDay], row: PreviewDay) -> bool:
    """Whether a date is the one after some others, and like them."""
    last = group[-1]
    is_next = last.date and row.days == last.days == 1 and row.date == last.date + dt.timedelta(days=1)
    return bool(is_next) and (last.will, last.was, last.state) == (row.will, row.was, row.state)


def _one(group: Sequence[PreviewDay], today: dt.date) -> PreviewDay:
    """Some dates that are alike as one row: `24–25 Dec`, `31 Dec–2 Jan`."""
    first, last = group[0].date, group[-1].date
    if len(group) == 1 or first is None or last is None:
        return group[0]
    month = "" if (first.year, first.month) == (last.year, last.month) else f" {first:%b}"
    year = f" {last.year}" if (last - today).days > FAR else ""
    label = f"{first.day}{month}–{last.day} {last:%b}{year}"
    return group[0].model_copy(update={"label": label, "days": len(group)})


def _hours(setup: Setup, day: dt.date) -> tuple[Interval, ...]:
    return day_hours(setup.hours, setup.overrides, day)


def _dates(first: dt.date, count: int) -> list[dt.date]:
    return [first + dt.timedelta(days=number) for number in range(count)]
