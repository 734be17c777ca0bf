"""Dialpad's weekly hours: rows of "HH:MM" pairs, read on a wall clock in the call center's zone."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from sandbox.refusals import RefusedError

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ROWS = tuple(f"{weekday}_hours" for weekday in WEEKDAYS)

Midnight = Literal["24:00", "00:00"]
"""How the end of a day is written. Dialpad's documents do not say, so each play has one way and refuses the other."""

DAY = 24 * 60
CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d", re.ASCII)


def check_row(name: str, row: Sequence[str], midnight: Midnight) -> None:
    """Refuse a row that is not pairs of opening and closing times, in order and apart."""
    if len(row) % 2:
        raise RefusedError(400, f"{name}: must have an even number of times")
    for written in row[:-1]:
        _check_time(name, written)
    for written in row[-1:]:
        _check_end(name, written, midnight)
    _check_order(name, intervals(row))


def _check_time(name: str, written: str) -> None:
    if not CLOCK.fullmatch(written):
        raise RefusedError(400, f"{name}: {written!r} is not a time of day (HH:MM)")


def _check_end(name: str, written: str, midnight: Midnight) -> None:
    if written in get_args(Midnight) and written != midnight:
        raise RefusedError(400, f"{name}: a day cannot end at {written!r}")
    if written != midnight:
        _check_time(name, written)


def _check_order(name: str, spans: Sequence[tuple[int, int]]) -> None:
    if any(end <= start for start, end in spans):
        raise RefusedError(400, f"{name}: each closing time must be after its opening time")
    if any(start < end for (_, end), (start, _) in pairwise(spans)):
        raise RefusedError(400, f"{name}: intervals must be in order and must not overlap")


def intervals(row: Sequence[str]) -> list[tuple[int, int]]:
    """A row as minutes of the day, where a "00:00" at the very end is the day's end."""
    minutes = [_minute(written) for written in row]
    if row and row[-1] == "00:00":
        minutes[-1] = DAY
    return list(zip(minutes[::2], minutes[1::2], strict=False))


def _minute(written: str) -> int:
    hour, minute = written.split(":")
    return int(hour) * 60 + int(minute)


def is_open(week: Mapping[str, Sequence[str]], moment: datetime, zone: ZoneInfo) -> bool:
    """Whether the week's rows are open at that instant, by the clock on the wall there."""
    there = moment.astimezone(zone)
    minute = there.hour * 60 + there.minute
    return any(start <= minute < end for start, end in intervals(week[ROWS[there.weekday()]]))


def in_words(row: Sequence[str]) -> str:
    """A row as people read it: `9:00 AM – 1:00 PM`, or `closed`."""
    spans = [f"{_in_words(start)} – {_in_words(end)}" for start, end in intervals(row)]
    return ", ".join(spans) or "closed"


def _in_words(minute: int) -> str:
    if minute == DAY:
        return "midnight"
    hour, minutes = divmod(minute, 60)
    return f"{hour % 12 or 12}:{minutes:02} {'AM' if hour < 12 else 'PM'}"
