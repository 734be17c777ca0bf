"""Telegent's weekly hours: per weekday one start and one end such as "8:00 AM", or none. Pure."""

import hashlib
import re
from collections.abc import Mapping
from typing import Final

from adapters.model import DAY, Interval, Weekday, WeeklyHours

LAST_MINUTE: Final = DAY - 1
"""11:59 PM, which at Telegent stands for midnight: no time of its clock ends a day."""

_OURS: Final = "Switchhook"
_DIGITS: Final = 12
_CLOCK: Final = re.compile(
    r"(?P<hour>\d{1,2})(?::(?P<minute>[0-5]\d))?(?::[0-5]\d)?\s*(?P<half>[AaPp])\.?[Mm]\.?", re.ASCII
)


def hours_of(times: Mapping[str, str]) -> WeeklyHours:
    """The hours in a schedule's fourteen times; `ValueError` if they say nothing that can be understood."""
    rows: dict[str, tuple[Interval, ...]] = {}
    for day in Weekday:
        start, end = (times.get(name, "").strip() for name in _names(day))
        if start or end:
            rows[day.value] = (Interval(start=_minute(start), end=_end(end)),)
    return WeeklyHours.model_validate(rows)


def times_of(hours: WeeklyHours) -> dict[str, str]:
    """The fourteen times that make these hours, which have one interval a day at most."""
    times: dict[str, str] = {}
    for day in Weekday:
        start, end = _names(day)
        intervals = hours.open_on(day)
        if len(intervals) > 1:
            msg = f"{day.title_name} has more than one interval"
            raise ValueError(msg)
        times[start] = _clock(intervals[0].start) if intervals else ""
        times[end] = _clock(min(intervals[0].end, LAST_MINUTE)) if intervals else ""
    return times


def same_week(one: WeeklyHours, other: WeeklyHours) -> bool:
    """Whether two weeks are open at the same times, however they say so."""
    return all(one.open_on(day) == other.open_on(day) for day in Weekday)


def schedule_name(hours: WeeklyHours) -> str:
    """The name of a schedule of ours: the same for the same hours."""
    content = "|".join(f"{name}={text}" for name, text in times_of(hours).items())
    return f"{_OURS} {hashlib.sha256(content.encode()).hexdigest()[:_DIGITS]}"


def is_ours(name: str) -> bool:
    """Whether a schedule has a name such as we give."""
    return re.fullmatch(rf"{_OURS} [0-9a-f]{{{_DIGITS}}}", name) is not None


def _names(day: Weekday) -> tuple[str, str]:
    return f"{day.title_name}StartTime", f"{day.title_name}EndTime"


def _clock(minute: int) -> str:
    hour, minutes = divmod(minute, 60)
    return f"{hour % 12 or 12}:{minutes:02} {'AM' if hour < 12 else 'PM'}"


def _minute(text: str) -> int:
    found = _CLOCK.fullmatch(text)
    if not found or not 1 <= int(found["hour"]) <= 12:
        msg = f"{text!r} is not a time of day such as 8:00 AM"
        raise ValueError(msg)
    return int(found["hour"]) % 12 * 60 + int(found["minute"] or 0) + (720 if found["half"] in "Pp" else 0)


def _end(text: str) -> int:
    """The end of a day's hours: its last minute, and the first of the next day, are the midnight between them."""
    minute = _minute(text)
    return DAY if minute in {0, LAST_MINUTE} else minute
