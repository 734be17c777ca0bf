"""Dialpad's weekly hours: per weekday a row of "HH:MM", opening and closing in turn. Pure."""

from collections.abc import Sequence
from typing import Any, Final

from adapters.dialpad.wire import CallCenter
from adapters.errors import PhoneSystemError
from adapters.model import DAY, Interval, Weekday, WeeklyHours, clock_minute, clock_text

ROWS: Final = {day: f"{day.title_name.lower()}_hours" for day in Weekday}
"""Where Dialpad keeps a weekday's row."""


def hours_of(center: CallCenter) -> WeeklyHours:
    """The weekly hours; an interval that runs past midnight goes on, for us, on the next weekday."""
    rows: dict[Weekday, list[Interval]] = {day: [] for day in Weekday}
    for number, day in enumerate(Weekday):
        following = list(Weekday)[(number + 1) % 7]
        for opens, closes in _pairs(center, day):
            if closes > opens:
                rows[day].append(Interval(start=opens, end=closes))
                continue
            rows[day].append(Interval(start=opens, end=DAY))
            rows[following].append(Interval(start=0, end=closes))
    return WeeklyHours.model_validate({"always": not center.hours_on} | {day.value: row for day, row in rows.items()})


def hours_body(center: CallCenter, hours: WeeklyHours) -> dict[str, Any]:
    """What to send so that a call center has these hours: the rows that differ from what it has."""
    body: dict[str, Any] = {}
    if center.hours_on == hours.always:
        body["hours_on"] = not hours.always
    for day, name in ROWS.items():
        wanted = [(each.start, each.end) for each in hours.row(day)]
        if _pairs(center, day) != wanted:
            body[name] = row_body(hours.row(day))
    return body


def row_body(row: Sequence[Interval]) -> list[str]:
    """The row of a weekday that is open in these intervals."""
    return [_their_clock(minute) for each in row for minute in (each.start, each.end)]


def _pairs(center: CallCenter, day: Weekday) -> list[tuple[int, int]]:
    row: Sequence[str] = getattr(center, ROWS[day])
    try:
        return list(zip(map(_opening, row[::2]), map(_closing, row[1::2]), strict=True))
    except ValueError:
        msg = f"Dialpad's hours of {center.name} on {day.title_name} could not be understood: {', '.join(row)}."
        raise PhoneSystemError(msg) from None


def _opening(text: str) -> int:
    return clock_minute(text) % DAY


def _closing(text: str) -> int:
    """A closing time; nothing closes at the day's first minute, so that is the midnight at its end."""
    return clock_minute(text) or DAY


def _their_clock(minute: int) -> str:
    """A time of day as Dialpad takes it.

    How it wants the midnight at a day's end, `24:00` or `00:00`, is documented nowhere (November 2026): this decides.
    """
    return clock_text(minute)
