"""Dated overrides by hand, where a vendor has only a weekly table: which rows to set when, and back again. Pure."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from adapters.by_hand import date_text
from adapters.changes import Dated, SetHours
from adapters.hours import day_hours, wall_clock
from adapters.model import Interval, Setup, Weekday, clock_text

_DAY: Final = dt.timedelta(days=1)
_WEEK: Final = dt.timedelta(days=7)
_TOGETHER: Final = dt.timedelta(days=4)
"""Rows whose dates lie no further apart are set at one sitting, for which there are two days or more then."""
_FARTHEST: Final = dt.timedelta(days=400)

Row = tuple[Interval, ...]


class Turn(NamedTuple):
    """Something to set in the weekly table, and when a person has to do it, as the beginning of a sentence."""

    when: str
    change: SetHours


class _Sitting(NamedTuple):
    """Rows that are set together, and the first and the last date on which that may be done."""

    earliest: dt.date
    latest: dt.date
    when: str
    rows: Mapping[Weekday, Row]


class _Run(NamedTuple):
    """The dates of one weekday, week after week, that have the same hours."""

    weekday: Weekday
    first: dt.date
    last: dt.date | None
    """None: until further notice."""
    row: Row
    back: Row
    """The hours a week after the last of the dates; of one without a last, the standing ones."""


def turns_by_hand(
    before: Setup, after: Setup, changes: Sequence[Dated], now: dt.datetime, intervals_a_day: int | None
) -> list[Turn]:
    """What to set in the vendor's weekly table for dated changes, in order; where they change nothing, nothing."""
    local = wall_clock(now, before.zone)
    today = local.date()
    runs = _runs(before, after, changes, today)
    followed = {(each.weekday, each.first) for each in runs}
    ending = [each for each in runs if each.last and (each.weekday, each.last + _WEEK) not in followed]
    sittings = [
        *(each for batch in _batches(runs) for each in _beginning(batch, local, intervals_a_day)),
        *(_end(after, batch, intervals_a_day) for batch in _batches(ending, at_the_end=True)),
    ]
    rows = {each.weekday: each.back for each in runs if each.last is None}
    if rows:
        sittings.append(_Sitting(dt.date.max, dt.date.max, "Once the line is to be as usual again", rows))
    return _told(after, sorted(sittings, key=lambda each: (each.earliest, each.latest)))


def _told(after: Setup, sittings: Sequence[_Sitting]) -> list[Turn]:
    """The sittings as turns; the rows of a line that is always open are dormant, so its whole week comes first."""
    turns = [Turn(each.when, SetHours(rows=dict(each.rows))) for each in sittings]
    if turns and after.hours.always:
        whole = {day: after.hours.open_on(day) for day in Weekday}
        turns[0] = Turn(turns[0].when, SetHours(rows={**whole, **turns[0].change.rows}))
        if all(row == whole[day] for day, row in sittings[-1].rows.items()):
            turns[-1] = Turn(turns[-1].when, SetHours(always=True))
    return turns


def _runs(before: Setup, after: Setup, changes: Sequence[Dated], today: dt.date) -> list[_Run]:
    """What is different on single dates, gathered by weekday."""
    runs: list[_Run] = []
    lasts = max((_last(each, today) for each in changes), default=today)
    for date in sorted({date for each in changes for date in _dates(each, today)}):
        row = day_hours(after.hours, after.overrides, date)
        if row == day_hours(before.hours, before.overrides, date):
            continue
        is_lasting = date + _WEEK > lasts and any(each.end is None for each in changes)
        back = day_hours(after.hours, () if is_lasting else after.overrides, date + _WEEK)
        run = _Run(Weekday.of(date), date, None if is_lasting else date, row, back)
        known = next((each for each in runs if each.last == date - _WEEK and each.row == row), None)
        if known:
            runs[runs.index(known)] = known._replace(last=run.last, back=back)
        else:
            runs.append(run)
    return runs


def _dates(change: Dated, today: dt.date) -> Iterator[dt.date]:
    date, last = max(change.start.date(), today), _last(change, today)
    while date <= last:
        yield date
        date += _DAY


def _last(change: Dated, today: dt.date) -> dt.date:
    """The last date of a change; of one without an end the last of its second week, when all is as it stays."""
    first = max(change.start.date(), today)
    if change.end is None:
        return first + 2 * _WEEK - _DAY
    return min((change.end - dt.timedelta(minutes=1)).date(), first + _FARTHEST)


def _batches(runs: Iterable[_Run], *, at_the_end: bool = False) -> Iterator[list[_Run]]:
    """The runs that are set at one sitting: those that begin, or end, at about the same time."""
    batch: list[tuple[dt.date, _Run]] = []
    dated = [((each.last or each.first) if at_the_end else each.first, each) for each in runs]
    for date, run in sorted(dated, key=lambda each: each[0]):
        if batch and date - batch[0][0] > _TOGETHER:
            yield [each for _, each in batch]
            batch = []
        batch.append((date, run))
    if batch:
        yield [each for _, each in batch]


def _beginning(batch: Sequence[_Run], now: dt.datetime, most: int | None) -> Iterator[_Sitting]:
    """Set rows before their dates begin; where the table holds fewer intervals than a date has, go on during it."""
    today = now.date()
    batch = [each._replace(row=_ahead(each.row, now, most)) if each.first == today else each for each in batch]
    earliest = max(today, max(each.first for each in batch) - _WEEK + _DAY)
    latest = max(today, min(each.first for each in batch) - _DAY)
    is_urgent = min(each.first for each in batch) == today
    when = "Now" if is_urgent else _window(earliest, latest, today)
    yield _Sitting(earliest, latest, when, {each.weekday: each.row[:most] for each in batch})
    for each in batch if most else ():
        for index in range(len(each.row) - (most or 0)):
            when = f"On {date_text(each.first)} at {clock_text(each.row[index].end)}"
            shown = each.row[index + 1 : index + 1 + (most or 0)]
            yield _Sitting(each.first, each.first, when, {each.weekday: shown})


def _ahead(row: Row, now: dt.datetime, most: int | None) -> Row:
    """What is left of today where the table does not hold all of it; at least the last of it."""
    if most is None:
        return row
    return tuple(each for each in row if each.end > now.hour * 60 + now.minute) or row[-most:]


def _end(after: Setup, batch: Sequence[_Run], most: int | None) -> _Sitting:
    """Set rows back once their dates are over, and before the same weekdays come again."""
    lasts = [each.last for each in batch if each.last]
    earliest, latest = max(lasts) + _DAY, min(lasts) + _WEEK - _DAY
    is_usual = all(each.back == after.hours.open_on(each.weekday) for each in batch)
    why = "For the usual hours again" if is_usual else "Afterwards"
    between = f"between {date_text(earliest)} and {date_text(latest)}"
    return _Sitting(earliest, latest, f"{why}, {between}", {each.weekday: each.back[:most] for each in batch})


def _window(earliest: dt.date, latest: dt.date, today: dt.date) -> str:
    """When rows may be set: once the same weekdays before are over, and before the dates begin."""
    if earliest <= today:
        return f"Now, and no later than {date_text(latest)}"
    return f"Between {date_text(earliest)} and {date_text(latest)}"
