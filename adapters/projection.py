"""The coming seven days as a weekly table: standing hours with dated overrides laid over them.

Where the table holds fewer intervals a day than a date has, it shows those that are current or next. So it is never
open where its date is closed, however late it is written again; it only misses what comes after.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Final

from adapters.hours import day_hours, edges, moment, wall_clock
from adapters.model import Interval, Override, Setup, Weekday, WeeklyHours

_COMING: Final = dt.timedelta(days=8)
"""How far ahead a turn of the table is looked for: within a week every row has had its turn."""


def projection(
    hours: WeeklyHours,
    overrides: Iterable[Override],
    now: dt.datetime,
    zone: str,
    write_ahead: dt.timedelta,
    *,
    intervals_a_day: int | None = None,
) -> WeeklyHours:
    """The table a vendor should hold now: each weekday as its next date has it, if that date is due.

    Where the line is always open and no date that is due departs from that, it is the standing value itself.
    """
    laid, local = tuple(overrides), wall_clock(now, zone)
    rows = {
        Weekday.of(date): _shown(day_hours(hours, laid, date), date, local, intervals_a_day)
        for date in due_dates(now, zone, write_ahead)
    }
    departs = any(row != hours.open_on(day) for day, row in rows.items())
    return effective(hours).with_rows(rows) if departs else hours


def turns(setup: Setup, now: dt.datetime, write_ahead: dt.timedelta) -> list[dt.datetime]:
    """The moments (UTC) of the coming eight days, in order, at which a projection of the setup may change."""
    today, last = wall_clock(now, setup.zone).date(), now + _COMING
    days = (_COMING + write_ahead).days + 2
    dues = (midnight(today + dt.timedelta(days=ahead), setup.zone) - write_ahead for ahead in range(days))
    return sorted({at for at in (*dues, *edges(setup, now, last)) if now < at <= last})


def handovers(
    hours: WeeklyHours, overrides: Iterable[Override], date: dt.date, intervals_a_day: int | None
) -> Iterator[dt.datetime]:
    """The wall-clock times of a date, in order, at which its row gives way to that of its next interval."""
    row = day_hours(hours, overrides, date)
    for each in row[:-intervals_a_day] if intervals_a_day else ():
        yield _ending(each, date)


def due_dates(now: dt.datetime, zone: str, write_ahead: dt.timedelta) -> Iterator[dt.date]:
    """Those of the coming seven dates, today included, whose midnight is no further ahead than `write_ahead`."""
    today = wall_clock(now, zone).date()
    for date in (today + dt.timedelta(days=ahead) for ahead in range(7)):
        if midnight(date, zone) <= now + write_ahead:
            yield date


def midnight(date: dt.date, zone: str) -> dt.datetime:
    """The moment (UTC) at which a date begins in a zone."""
    return moment(dt.datetime.combine(date, dt.time()), zone)


def effective(hours: WeeklyHours) -> WeeklyHours:
    """The same opening times, told by the rows alone."""
    return hours.with_rows({day: hours.open_on(day) for day in Weekday})


def _shown(
    row: tuple[Interval, ...], date: dt.date, local: dt.datetime, intervals_a_day: int | None
) -> tuple[Interval, ...]:
    """The intervals of a date that are not over, and no more than the table holds; at the end of the day the last."""
    if intervals_a_day is None:
        return row
    over = sum(_ending(each, date) <= local for each in row)
    first = max(0, min(over, len(row) - intervals_a_day))
    return row[first : first + intervals_a_day]


def _ending(interval: Interval, date: dt.date) -> dt.datetime:
    return dt.datetime.combine(date, dt.time()) + dt.timedelta(minutes=interval.end)
