"""What an announcement says of hours and days that are no longer so. Pure."""

import re
from collections.abc import Iterator

from adapters import DAY, Setup, Weekday, WeeklyHours

_OPENING = re.compile(r"\b(?:open|clos|hours|answer|reach)", re.IGNORECASE)
_CLOSED = re.compile(r"\bclosed\b", re.IGNORECASE)
_TIME = re.compile(
    r"\b(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?\s*(?P<half>[ap])\.?\s?m\b"
    r"|\b(?P<clock>\d{1,2}):(?P<past>[0-5]\d)\b"
    r"|\b(?:from|till?|until|to|at)\s+(?P<bare>\d{1,2})\b(?![\d:/%]|\s*(?:[ap]\.?\s?m\b|minutes?\b|days?\b|hours?\b))",
    re.IGNORECASE,
)
_NAME = "|".join(f"{each.title_name[:3]}(?:{each.title_name[3:]}|\\b)" for each in Weekday)
_DAYS = re.compile(
    rf"\b(?P<first>{_NAME})s?\b(?:\s*(?:to|through|till|until|thru|-|–)\s*(?P<last>{_NAME})s?\b)?", re.IGNORECASE
)


def is_outdated(text: str, before: Setup, after: Setup) -> bool:
    """Whether a text that callers hear names a time or a day of the hours before, which the hours after end."""
    if before.hours == after.hours or not _OPENING.search(text):
        return False
    return _names_an_ended_time(text, before.hours, after.hours) or _names_an_ended_day(text, before.hours, after.hours)


def _names_an_ended_time(text: str, before: WeeklyHours, after: WeeklyHours) -> bool:
    was, will = _edges(before), _edges(after)
    return any(minutes & was and not minutes & will for minutes in _times(text))


def _edges(hours: WeeklyHours) -> set[int]:
    return {edge % DAY for day in Weekday for each in hours.open_on(day) for edge in (each.start, each.end)}


def _times(text: str) -> Iterator[set[int]]:
    """The times of day that a text names, in minutes; a bare hour may be one in the morning, or in the afternoon."""
    for found in _TIME.finditer(text):
        if found["hour"]:
            hour = int(found["hour"]) % 12 + (12 if found["half"].lower() == "p" else 0)
            yield {hour * 60 + int(found["minute"] or 0)}
        elif found["clock"]:
            minute = int(found["clock"]) * 60 + int(found["past"])
            yield {minute, minute + DAY // 2}
        else:
            yield {int(found["bare"]) * 60, int(found["bare"]) * 60 + DAY // 2}


def _names_an_ended_day(text: str, before: WeeklyHours, after: WeeklyHours) -> bool:
    """Whether days are named as open that will be closed, or the other way round."""
    opened = {day for day in Weekday if after.open_on(day) and not before.open_on(day)}
    closed = {day for day in Weekday if before.open_on(day) and not after.open_on(day)}
    ranges = [_named(found["first"], found["last"]) for found in _DAYS.finditer(text)]
    named = {day for each in ranges for day in each}
    if _CLOSED.search(text):
        return bool(named & opened)
    return bool(named & closed) or (any(len(each) > 1 for each in ranges) and bool(opened - named))


def _named(first: str, last: str | None) -> list[Weekday]:
    """The weekdays of a range, which may go over the end of a week."""
    days = list(Weekday)
    begin = days.index(Weekday(first[:3].lower()))
    end = days.index(Weekday(last[:3].lower())) if last else begin
    return [days[number % len(days)] for number in range(begin, end + 1 if end >= begin else end + 1 + len(days))]
