"""When an event takes place: pure arithmetic on a wall clock."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import get_args

from sandbox.webex.timetables import Day, Event, Month, RecurYearlyByDay, Week

DAY = timedelta(days=1)
LAST_MINUTE = "23:59"


def matching(events: Iterable[Event], there: datetime) -> Event | None:
    """The first event that takes place at this moment of the wall clock, if any."""
    return next((each for each in events if covers(each, there)), None)


def covers(event: Event, there: datetime) -> bool:
    """Whether an event takes place at this moment of the wall clock."""
    return any(_start(event, day) <= there < _end(event, day) for day in _first_days(event, there.date()))


def _first_days(event: Event, day: date) -> Iterator[date]:
    """The days on which the event begins, if it may last until this day."""
    if event.recurrence is None:
        yield event.start_date
        return
    length = (event.end_date - event.start_date).days
    yield from (first for back in range(length + 1) if starts_on(event, first := day - timedelta(days=back)))


def starts_on(event: Event, day: date) -> bool:
    """Whether an event, or one of its repetitions, begins on this day."""
    again = event.recurrence
    if again is None or day < event.start_date:
        return day == event.start_date
    if again.recur_end_date is not None and day > again.recur_end_date:
        return False
    if again.recur_weekly is not None:
        return again.recur_weekly.days[day.weekday()]
    if again.recur_yearly_by_date is not None:
        return (day.month, day.day) == (
            again.recur_yearly_by_date.month_number,
            again.recur_yearly_by_date.day_of_month,
        )
    return again.recur_yearly_by_day is not None and _is_that_day(again.recur_yearly_by_day, day)


def _start(event: Event, day: date) -> datetime:
    return datetime.combine(day, time.fromisoformat(event.start_time or "00:00"))


def _end(event: Event, first: date) -> datetime:
    last = first + (event.end_date - event.start_date)
    if event.end_time in {None, LAST_MINUTE}:
        return datetime.combine(last, time()) + DAY
    return datetime.combine(last, time.fromisoformat(event.end_time or ""))


def _is_that_day(wanted: RecurYearlyByDay, day: date) -> bool:
    if (get_args(Day)[day.weekday()], get_args(Month)[day.month - 1]) != (wanted.day, wanted.month):
        return False
    if wanted.week == "LAST":
        return (day + timedelta(days=7)).month != day.month
    return (day.day - 1) // 7 == get_args(Week).index(wanted.week)
