"""The coming seven days as a weekly table: standing hours with dated overrides laid over them."""

import datetime as dt
from collections.abc import Iterable, Iterator

from adapters.hours import day_hours, moment, wall_clock
from adapters.model import Override, Weekday, WeeklyHours


def projection(
    hours: WeeklyHours,
    overrides: Iterable[Override],
    now: dt.datetime,
    zone: str,
    write_ahead: dt.timedelta,
) -> WeeklyHours:
    """The table a vendor should hold now: each weekday as its next date has it, if that date is due.

    Where the line is always open and no date that is due departs from that, it is the standing value itself.
    """
    laid = tuple(overrides)
    rows = {Weekday.of(date): day_hours(hours, laid, date) for date in due_dates(now, zone, write_ahead)}
    departs = any(row != hours.open_on(day) for day, row in rows.items())
    return effective(hours).with_rows(rows) if departs else hours


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
