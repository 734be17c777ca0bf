"""The standing hours in a business schedule: the weekly events that are in force and have no end. Pure."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple, TypeAlias

from adapters.model import DAY, Day, Interval, Weekday, WeeklyHours, merged
from adapters.webex.events import ONE_DAY, Event, Weekly
from adapters.webex.eventwire import HOURS, Events, ScheduleType
from adapters.webex.rewriting import free_name, names_of

Rows: TypeAlias = dict[Weekday, Day]

_WEEK: Final = list(Weekday)


class _Part(NamedTuple):
    """What one day of a weekly event makes of a weekday: the next one too, if it runs past midnight."""

    day: Weekday
    interval: Interval


def is_standing(event: Event, kind: ScheduleType, today: dt.date) -> bool:
    """Whether an event is part of the standing hours: what it does today it has done and will do every week."""
    if kind != HOURS or not isinstance(event.rule, Weekly) or event.until is not None:
        return False
    return event.start.date() + _overhang(event) <= today


def dated(events: Events, kind: ScheduleType, today: dt.date) -> Events:
    """The events that are no standing hours."""
    return tuple(each for each in events if not is_standing(each, kind, today))


def standing(events: Events, kind: ScheduleType, today: dt.date) -> Events:
    """The events that are the standing hours."""
    return tuple(each for each in events if is_standing(each, kind, today))


def rows_of(events: Iterable[Event]) -> Rows:
    """What standing events say of each weekday."""
    rows: dict[Weekday, list[Interval]] = {day: [] for day in Weekday}
    for event in events:
        for day in _days(event):
            for part in _parts(event, day):
                rows[part.day].append(part.interval)
    return {day: merged(intervals) for day, intervals in rows.items()}


def hours_rows(hours: WeeklyHours) -> Rows:
    """The rows of hours, dormant or not."""
    return {day: hours.row(day) for day in Weekday}


def with_rows(events: Events, wanted: Mapping[Weekday, Day], taken: set[str], today: dt.date) -> Events:
    """Standing events changed so that they say this of each weekday; those of other days are not touched."""
    rows = rows_of(events)
    changed = {day for day in Weekday if rows[day] != wanted[day]}
    rewriting = _Rewriting(wanted, changed)
    kept = [(event, [day for day in _days(event) if rewriting.keeps(event, day)]) for event in events]
    rewriting.want_the_rest()
    result: list[Event] = []
    for event, days in kept:
        if days:
            result.append(event if len(days) == len(_days(event)) else _on_days(event, tuple(days), today))
        elif interval := rewriting.found_use(event):
            result.append(_at_time(event, interval))
    taken = taken | names_of(events)
    for day, interval in rewriting.left():
        name = free_name(day.title_name, taken, first=1)
        taken.add(name.casefold())
        result.append(_at_time(_weekly(name, day, today), interval))
    return tuple(result)


class _Rewriting:
    """What the changed weekdays still lack while events are looked through."""

    def __init__(self, wanted: Mapping[Weekday, Day], changed: set[Weekday]) -> None:
        self._wanted = wanted
        self._changed = changed
        self._met: set[_Part] = set()
        self._lacking: dict[_Part, None] = {}

    def keeps(self, event: Event, day: Weekday) -> bool:
        """Whether an event may stay on a weekday; if not, what it does on unchanged days is wanted elsewhere."""
        parts = list(_parts(event, day))
        if not any(each.day in self._changed for each in parts):
            return True
        if len(parts) == 1 and parts[0].interval in self._wanted[parts[0].day]:
            self._met.add(parts[0])
            return True
        self._lacking.update(dict.fromkeys(each for each in parts if each.day not in self._changed))
        return False

    def want_the_rest(self) -> None:
        """Add what no event that stays brings."""
        rest = (_Part(day, each) for day in _WEEK if day in self._changed for each in self._wanted[day])
        self._lacking.update(dict.fromkeys(each for each in rest if each not in self._met))

    def found_use(self, event: Event) -> Interval | None:
        """The time at which an event that has to go could be of use on all its days."""
        days = _days(event)
        for part in list(self._lacking):
            if all(_Part(day, part.interval) in self._lacking for day in days):
                for day in days:
                    del self._lacking[_Part(day, part.interval)]
                return part.interval
        return None

    def left(self) -> list[_Part]:
        """What needs an event of its own, in the order of the week."""
        return sorted(self._lacking, key=lambda each: (_WEEK.index(each.day), each.interval.start))


def _days(event: Event) -> tuple[Weekday, ...]:
    return event.rule.days if isinstance(event.rule, Weekly) else ()


def _parts(event: Event, day: Weekday) -> Iterator[_Part]:
    """What an event makes of a weekday on which it begins, and of those after it."""
    first = event.start.hour * 60 + event.start.minute
    last = first + int(event.length.total_seconds()) // 60
    for ahead in range((last + DAY - 1) // DAY):
        start, end = max(first - ahead * DAY, 0), min(last - ahead * DAY, DAY)
        yield _Part(_WEEK[(_WEEK.index(day) + ahead) % 7], Interval(start=start, end=end))


def _overhang(event: Event) -> dt.timedelta:
    """By how many days an event runs past the one on which it begins."""
    return (event.end - dt.timedelta(minutes=1)).date() - event.start.date()


def _on_days(event: Event, days: tuple[Weekday, ...], today: dt.date) -> Event:
    """An event on some of its weekdays only."""
    date = event.start.date()
    if Weekday.of(date) not in days:
        date = _latest(days, today - _overhang(event))
    return event.on(date, rule=Weekly(days=days))


def _at_time(event: Event, interval: Interval) -> Event:
    midnight = dt.datetime.combine(event.start.date(), dt.time())
    start, end = (midnight + dt.timedelta(minutes=minute) for minute in (interval.start, interval.end))
    return event.model_copy(update={"start": start, "end": end, "wrapped": False})


def _weekly(name: str, day: Weekday, today: dt.date) -> Event:
    midnight = dt.datetime.combine(_latest((day,), today), dt.time())
    return Event(name=name, start=midnight, end=midnight + ONE_DAY, rule=Weekly(days=(day,)))


def _latest(days: tuple[Weekday, ...], today: dt.date) -> dt.date:
    """The latest date up to today that is on one of the weekdays."""
    dates = (today - dt.timedelta(days=back) for back in range(7))
    return next(each for each in dates if Weekday.of(each) in days)
