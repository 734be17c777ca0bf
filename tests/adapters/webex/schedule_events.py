"""Events of a schedule as Webex shows them: how they are made, what it wants of them, when they take place."""

import base64
import datetime as dt
from typing import Any

_DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
_MONTHS = [
    "JANUARY",
    "FEBRUARY",
    "MARCH",
    "APRIL",
    "MAY",
    "JUNE",
    "JULY",
    "AUGUST",
    "SEPTEMBER",
    "OCTOBER",
    "NOVEMBER",
    "DECEMBER",
]
_WEEKS = {"FIRST": 0, "SECOND": 1, "THIRD": 2, "FOURTH": 3, "LAST": -1}


def weekly(name: str, days: str, start: str, end: str, first: str = "2026-11-02", **more: Any) -> dict[str, Any]:
    """An event of every week; days as `MTWTFSS` with a dot for a day without it."""
    ticked = {day.lower(): mark != "." for day, mark in zip(_DAYS, days, strict=True)}
    return _event(name, first, first, start, end) | {"recurrence": {"recurWeekly": ticked, **more}}


def once(name: str, first: str, last: str | None = None, start: str = "", end: str = "") -> dict[str, Any]:
    """An event of one time; all day unless told otherwise."""
    return _event(name, first, last or first, start, end)


def yearly(name: str, first: str, day: int, month: str) -> dict[str, Any]:
    """An all-day event on a date of every year."""
    rule = {"recurForEver": True, "recurYearlyByDate": {"dayOfMonth": day, "month": month}}
    return once(name, first) | {"recurrence": rule}


def by_day(name: str, first: str, day: str, week: str, month: str) -> dict[str, Any]:
    """An all-day event on such a weekday of every year."""
    return once(name, first) | {"recurrence": {"recurYearlyByDay": {"day": day, "week": week, "month": month}}}


def _event(name: str, first: str, last: str, start: str, end: str) -> dict[str, Any]:
    body: dict[str, Any] = {"name": name, "startDate": first, "endDate": last}
    return body | ({"startTime": start, "endTime": end} if start else {"allDayEnabled": True})


def event_id(event: dict[str, Any]) -> str:
    return base64.b64encode(f"SCHEDULE_EVENT/{event['name']}".encode()).decode()


def check(event: dict[str, Any]) -> None:
    """What Webex wants of every event."""
    known = {"name", "startDate", "endDate", "startTime", "endTime", "allDayEnabled", "recurrence"}
    assert event.keys() <= known
    assert event.keys() >= {"name", "startDate", "endDate"}
    assert len(event["name"]) > 0
    assert event["startDate"] <= event["endDate"]
    assert event.get("allDayEnabled") or event.keys() >= {"startTime", "endTime"}
    for key in {"startTime", "endTime"} & event.keys():
        assert dt.time.fromisoformat(event[key]).strftime("%H:%M") == event[key]
    if "recurWeekly" in event.get("recurrence", {}):
        assert event["recurrence"]["recurWeekly"].keys() == {day.lower() for day in _DAYS}


def is_open(always: bool, hours: list[dict[str, Any]], closures: list[dict[str, Any]], at: dt.datetime) -> bool:  # noqa: FBT001  # as a line has it
    """Whether callers get through at a time of the wall clock."""
    if any(_takes_place(each, at) for each in closures):
        return False
    return always or any(_takes_place(each, at) for each in hours)


def _takes_place(event: dict[str, Any], at: dt.datetime) -> bool:
    first, last = dt.date.fromisoformat(event["startDate"]), dt.date.fromisoformat(event["endDate"])
    if event.get("allDayEnabled"):
        length = last - first + dt.timedelta(days=1)
        start = dt.time()
    else:
        start, end = dt.time.fromisoformat(event["startTime"]), dt.time.fromisoformat(event["endTime"])
        length = dt.datetime.combine(last, end) - dt.datetime.combine(first, start)
        if end == dt.time(23, 59):
            length += dt.timedelta(minutes=1)
        if length <= dt.timedelta():
            length += dt.timedelta(days=1)
    for back in range(length.days + 2 if event.get("recurrence") else 1):
        date = at.date() - dt.timedelta(days=back) if event.get("recurrence") else first
        begin = dt.datetime.combine(date, start)
        if date >= first and _recurs(event, date) and begin <= at < begin + length:
            return True
    return False


def _recurs(event: dict[str, Any], date: dt.date) -> bool:
    rule = event.get("recurrence")
    if not rule:
        return True
    if date.isoformat() > rule.get("recurEndDate", "9999"):
        return False
    if "recurWeekly" in rule:
        return bool(rule["recurWeekly"][_DAYS[date.weekday()].lower()])
    if "recurYearlyByDate" in rule:
        block = rule["recurYearlyByDate"]
        return (date.day, _MONTHS[date.month - 1]) == (block["dayOfMonth"], block["month"])
    block = rule["recurYearlyByDay"]
    month = [dt.date(date.year, date.month, day) for day in range(1, 32) if _exists(date, day)]
    days = [each for each in month if _DAYS[each.weekday()] == block["day"]]
    return _MONTHS[date.month - 1] == block["month"] and days[_WEEKS[block["week"]]] == date


def _exists(date: dt.date, day: int) -> bool:
    return (date.replace(day=1) + dt.timedelta(days=day - 1)).month == date.month
