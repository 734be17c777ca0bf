"""Schedules and their events as they come over the wire, in Webex's words. Pure."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from adapters.errors import PhoneSystemError
from adapters.model import Weekday, clock_minute, clock_text
from adapters.webex.events import ONE_DAY, Event, Rule, Weekly, YearlyByDate, YearlyByDay, is_whole_days
from adapters.webex.wire import Wire, parsed

ScheduleType: TypeAlias = Literal["businessHours", "holidays"]
Events: TypeAlias = tuple[Event, ...]

HOURS: Final[ScheduleType] = "businessHours"
CLOSURES: Final[ScheduleType] = "holidays"

_LAST_MINUTE: Final = 24 * 60 - 1
_DAYS: Final = {day.title_name.upper(): day for day in Weekday}
_MONTHS: Final = {
    "JANUARY": 1,
    "FEBRUARY": 2,
    "MARCH": 3,
    "APRIL": 4,
    "MAY": 5,
    "JUNE": 6,
    "JULY": 7,
    "AUGUST": 8,
    "SEPTEMBER": 9,
    "OCTOBER": 10,
    "NOVEMBER": 11,
    "DECEMBER": 12,
}
_WEEKS: Final = {"FIRST": 1, "SECOND": 2, "THIRD": 3, "FOURTH": 4, "LAST": -1}
_BLOCKS: Final = frozenset({"recurWeekly", "recurYearlyByDate", "recurYearlyByDay"})
_LONGEST_MONTHS: Final = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}


class Listed(Wire):
    """A schedule in the list of a location."""

    id: str
    name: str
    type: str


class WireEvent(Wire):
    """An event; its recurrence is kept as it came, so that nothing in it is overlooked."""

    id: str = ""
    name: str
    start_date: dt.date
    end_date: dt.date
    start_time: str | None = None
    end_time: str | None = None
    all_day_enabled: bool = False
    recurrence: dict[str, Any] = {}


class WireSchedule(Wire):
    """A schedule with its events."""

    id: str
    name: str
    events: list[WireEvent] = []


class Schedule(NamedTuple):
    """A schedule of a location, and the id by which Webex knows each event for now: it changes with the name."""

    id: str
    name: str
    type: ScheduleType
    events: Events
    ids: Mapping[Event, str]


def schedule_of(kind: ScheduleType, wire: WireSchedule) -> Schedule:
    """A schedule as a value; an event of an unknown shape makes it unreadable."""
    pairs = [(_event_of(wire.name, each), each.id) for each in wire.events]
    return Schedule(wire.id, wire.name, kind, tuple(event for event, _ in pairs), dict(pairs))


def event_body(event: Event) -> dict[str, Any]:
    """What to send so that an event is this one."""
    body: dict[str, Any] = {"name": event.name, "startDate": event.start.date().isoformat()}
    if is_whole_days(event):
        body |= {"endDate": (event.end - ONE_DAY).date().isoformat(), "allDayEnabled": True}
    else:
        last, clock = _their_end(event.end)
        body |= {
            "endDate": (event.start.date() if event.wrapped else last).isoformat(),
            "startTime": clock_text(event.start.hour * 60 + event.start.minute),
            "endTime": clock,
            "allDayEnabled": False,
        }
    if event.rule:
        ending = {"recurEndDate": event.until.isoformat()} if event.until else {"recurForEver": True}
        body["recurrence"] = ending | _rule_body(event.rule)
    return body


def survives(event: Event) -> bool:
    """Whether an event comes back as it was sent; one that ends in the last minute of a day does not."""
    return _event_of("", parsed(WireEvent, event_body(event))) == event


def _event_of(schedule: str, wire: WireEvent) -> Event:
    try:
        start, end, wrapped = _times_of(wire)
        rule, until = _rule_of(wire.recurrence)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        msg = (
            f"Webex's schedule “{schedule}” has an event “{wire.name}” that could not be understood; "
            "make it a simpler one in Control Hub."
        )
        raise PhoneSystemError(msg) from None
    return Event(name=wire.name, start=start, end=end, rule=rule, until=until, wrapped=wrapped)


def _times_of(wire: WireEvent) -> tuple[dt.datetime, dt.datetime, bool]:
    """Start, end, and whether the end is past the midnight after the date that Webex names."""
    first, last = (dt.datetime.combine(each, dt.time()) for each in (wire.start_date, wire.end_date))
    if last < first:
        raise ValueError(last)
    if wire.all_day_enabled:
        return first, last + ONE_DAY, False
    if wire.start_time is None or wire.end_time is None:
        raise ValueError(wire.end_time)
    start, end = first + _length(clock_minute(wire.start_time)), last + _length(_our_end(wire.end_time))
    if end == start:
        raise ValueError(end)
    return (start, end, False) if end > start else (start, end + ONE_DAY, end.time() != dt.time())


def _our_end(text: str) -> int:
    """The minute at which an event ends: Webex's last minute of a day stands for the midnight after it."""
    minute = clock_minute(text)
    return minute + 1 if minute == _LAST_MINUTE else minute


def _their_end(end: dt.datetime) -> tuple[dt.date, str]:
    """The last date of an event, and the time at which it ends there."""
    minute = end.hour * 60 + end.minute
    return ((end - ONE_DAY).date(), clock_text(_LAST_MINUTE)) if minute == 0 else (end.date(), clock_text(minute))


def _rule_of(recurrence: Mapping[str, Any]) -> tuple[Rule | None, dt.date | None]:
    told = {key: value for key, value in recurrence.items() if value}
    blocks = told.keys() & _BLOCKS
    if told.keys() - _BLOCKS - {"recurForEver", "recurEndDate"} or len(blocks) > 1:
        raise ValueError(told)
    if not blocks:
        if told:
            raise ValueError(told)
        return None, None
    until = dt.date.fromisoformat(told["recurEndDate"]) if "recurEndDate" in told else None
    name = next(iter(blocks))
    return _rule(name, told[name]), until


def _rule(name: str, block: Mapping[str, Any]) -> Rule:
    if name == "recurWeekly":
        days = tuple(day for text, day in _DAYS.items() if block.get(text.lower()))
        if not days or block.get("recurInterval", 1) != 1:
            raise ValueError(block)
        return Weekly(days=days)
    month = _MONTHS[block["month"]]
    if name == "recurYearlyByDay":
        return YearlyByDay(weekday=_DAYS[block["day"]], week=_WEEKS[block["week"]], month=month)
    day = int(block["dayOfMonth"])
    if not 1 <= day <= _LONGEST_MONTHS.get(month, 31):
        raise ValueError(day)
    return YearlyByDate(day=day, month=month)


def _rule_body(rule: Rule) -> dict[str, Any]:
    months = {month: text for text, month in _MONTHS.items()}
    match rule:
        case Weekly(days=days):
            return {"recurWeekly": {text.lower(): day in days for text, day in _DAYS.items()}}
        case YearlyByDate(day=day, month=month):
            return {"recurYearlyByDate": {"dayOfMonth": day, "month": months[month]}}
        case YearlyByDay(weekday=weekday, week=week, month=month):
            week_text = next(text for text, number in _WEEKS.items() if number == week)
            day_text = weekday.title_name.upper()
            return {"recurYearlyByDay": {"day": day_text, "week": week_text, "month": months[month]}}


def _length(minutes: int) -> dt.timedelta:
    return dt.timedelta(minutes=minutes)
