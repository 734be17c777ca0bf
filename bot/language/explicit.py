"""Explicit dates ("dec 24", "2026-12-24"): dateparser, behind a gate that lets only whole shapes through."""

import datetime as dt
import re

import dateparser

_SHAPE = re.compile(
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december) \d{1,2}(?: \d{4})?"
    r"|\d{4}-\d{2}-\d{2}"
)
_MONTH_NAMES = tuple(dt.date(2000, month, 1).strftime("%B").lower() for month in range(1, 13))


def explicit(month: int, day: int, year: int | None, base: dt.date) -> dt.date | None:
    """The date of that month and day: of that year, or the next one that is not before `base`; None if none is."""
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    text = f"{_MONTH_NAMES[month - 1]} {day}" + (f" {year}" if year else "")
    found = _parsed(text, base)
    if found is None or (found.month, found.day) != (month, day) or (year and found.year != year):
        return None
    return found


def warm_up() -> None:
    """Load what the first date would wait for."""
    explicit(1, 1, None, dt.date(2026, 1, 1))


def _parsed(text: str, base: dt.date) -> dt.date | None:
    if not _SHAPE.fullmatch(text):
        return None
    found = dateparser.parse(
        text,
        languages=["en"],
        settings={
            "PREFER_DATES_FROM": "future",
            "RELATIVE_BASE": dt.datetime.combine(base - dt.timedelta(days=1), dt.time(12)),
            "TIMEZONE": "UTC",
            "RETURN_AS_TIMEZONE_AWARE": False,
        },
    )
    return found.date() if found else None
