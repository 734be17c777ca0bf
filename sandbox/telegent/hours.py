"""Telegent's hours: one interval a day, written `8:00 AM`, read on a wall clock in the workgroup's zone."""

import re
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

Midnight = Literal["11:59 PM", "12:00 AM"]
"""How the end of a day is written. Telegent's documents do not say, so each play has one way: either `11:59 PM` has
its own minute in it and no interval can end at `12:00 AM`, or one that ends at `12:00 AM` lasts until midnight."""

DAY = 24 * 60
CLOCK = re.compile(r"(1[0-2]|[1-9]):([0-5]\d) (AM|PM)", re.ASCII)


def minute(written: str) -> int:
    """The minute of the day; anything but `8:00 AM` and its like raises ValueError."""
    matched = CLOCK.fullmatch(written)
    if matched is None:
        message = f"{written!r} is not a time such as 8:00 AM"
        raise ValueError(message)
    hour, minutes, half = matched.groups()
    return (int(hour) % 12 + 12 * (half == "PM")) * 60 + int(minutes)


def interval(start: str, end: str, midnight: Midnight) -> tuple[int, int] | None:
    """A day's interval in minutes, its end exclusive; None for a day that is closed. A wrong one raises ValueError."""
    if not start and not end:
        return None
    if not start or not end:
        message = "a start and an end belong together"
        raise ValueError(message)
    opens, closes = minute(start), DAY if end == midnight else minute(end)
    if closes <= opens:
        message = f"{end} is not after {start}"
        raise ValueError(message)
    return opens, closes


def covers(span: tuple[int, int] | None, moment: datetime, zone: ZoneInfo) -> bool:
    """Whether that instant, by the clock on the wall there, lies in a day's interval."""
    there = moment.astimezone(zone)
    return span is not None and span[0] <= there.hour * 60 + there.minute < span[1]
