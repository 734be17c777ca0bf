"""Days of a named month as they are written: "Dec 24-26", "24th of December, 2026", "12/24", "2026-12-24"."""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from bot.language.days import Day, MonthDay
from bot.language.numbers import number_at, ordinal_at
from bot.language.tokens import Token
from bot.language.words import month as month_number

Tokens: TypeAlias = Sequence[Token]
THROUGH = frozenset(("-", "to", "through", "thru"))
_ALSO = frozenset((",", "and", "&"))
_CLOCK_SIGNS = frozenset((":", "am", "pm", "h", "o'clock", "/"))


class DayRange(NamedTuple):
    """A day, or the days from one to another, both included."""

    first: Day
    last: Day | None = None


def skip(tokens: Tokens, at: int, *words: str) -> int:
    """The place after some words that may stand here, in this order."""
    for word in words:
        if at < len(tokens) and tokens[at].text == word:
            at += 1
    return at


def month_days_at(tokens: Tokens, at: int) -> tuple[tuple[DayRange, ...], int] | None:
    """The days of a month that are written from a token on, and where they end."""
    return _month_first(tokens, at) or _day_first(tokens, at) or _slashed(tokens, at) or _iso(tokens, at)


def month_at(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """The month that a token names, and the end, past the dot of an abbreviation."""
    if at >= len(tokens) or tokens[at].kind != "word":
        return None
    month = month_number(tokens[at].text)
    if month is None:
        return None
    dotted = at + 2 < len(tokens) and tokens[at + 1].text == "." and tokens[at + 1].glued
    return month, at + 2 if dotted and (tokens[at + 2].number is not None) else at + 1


def year_at(tokens: Tokens, at: int) -> tuple[int | None, int]:
    """The year that follows a date, and the end; no year is fine."""
    start = skip(tokens, at, ",")
    if start < len(tokens) and len(tokens[start].text) == 4 and 1999 < (tokens[start].number or 0) < 2100:
        after = tokens[start + 1] if start + 1 < len(tokens) else None
        if after is None or not after.glued or after.text in {".", ",", ")", "?", "!"}:
            return tokens[start].number, start + 1
    return None, at


class _Numbers(NamedTuple):
    """Day numbers, each alone or with the last one of its range."""

    ranges: tuple[tuple[int, int | None], ...]
    end: int


def _month_first(tokens: Tokens, at: int) -> tuple[tuple[DayRange, ...], int] | None:
    month = month_at(tokens, at)
    if month is None:
        return None
    numbers = _numbers(tokens, skip(tokens, month[1], "the"))
    if numbers is None:
        return None
    year, end = year_at(tokens, numbers.end)
    return _ranges(month[0], numbers, year), end


def _day_first(tokens: Tokens, at: int) -> tuple[tuple[DayRange, ...], int] | None:
    numbers = _numbers(tokens, skip(tokens, at, "the"))
    if numbers is None:
        return None
    month = month_at(tokens, skip(tokens, numbers.end, "of"))
    if month is None or _day_number(tokens, month[1]):
        return None
    year, end = year_at(tokens, month[1])
    return _ranges(month[0], numbers, year), end


def _ranges(month: int, numbers: _Numbers, year: int | None) -> tuple[DayRange, ...]:
    return tuple(
        DayRange(MonthDay(month, first, year), MonthDay(month, last, year) if last else None)
        for first, last in numbers.ranges
    )


def _numbers(tokens: Tokens, at: int) -> _Numbers | None:
    found = _day_number(tokens, at)
    if found is None:
        return None
    ranges: list[tuple[int, int | None]] = [(found[0], None)]
    end = found[1]
    while end < len(tokens):
        joint = tokens[end].text
        step = end + 2 if joint == "," and end + 1 < len(tokens) and tokens[end + 1].text == "and" else end + 1
        following = _day_number(tokens, skip(tokens, step, "the"))
        if following is None or following[0] <= (ranges[-1][1] or ranges[-1][0]):
            break
        if joint in THROUGH and ranges[-1][1] is None:
            ranges[-1] = (ranges[-1][0], following[0])
        elif joint in _ALSO and not _range_follows(tokens, following[1]):
            ranges.append((following[0], None))
        else:
            break
        end = following[1]
    return _Numbers(tuple(ranges), end)


def _day_number(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """A number that can be the day of a month, and is not a time."""
    found = ordinal_at(tokens, at)
    if found is None:
        found = number_at(tokens, at)
        if found is None or (tokens[at].kind == "number" and len(tokens[at].text) > 2):
            return None
        if found[1] < len(tokens):
            after = tokens[found[1]]
            glued_letter = after.glued and after.text in {"a", "p"}
            decimal = after.text == "." and after.glued and _glued_number(tokens, found[1] + 1)
            if after.text in _CLOCK_SIGNS or glued_letter or decimal:
                return None
    return found if 1 <= found[0] <= 99 else None


def _glued_number(tokens: Tokens, at: int) -> bool:
    return at < len(tokens) and tokens[at].glued and tokens[at].number is not None


def _range_follows(tokens: Tokens, at: int) -> bool:
    return at + 1 < len(tokens) and tokens[at].text in THROUGH and number_at(tokens, at + 1) is not None


def _slashed(tokens: Tokens, at: int) -> tuple[tuple[DayRange, ...], int] | None:
    if len(tokens) < at + 3 or tokens[at + 1].text != "/" or not (tokens[at + 1].glued and tokens[at + 2].glued):
        return None
    first, second = tokens[at].number, tokens[at + 2].number
    if first is None or second is None or len(tokens[at].text) > 2 or len(tokens[at + 2].text) > 2:
        return None
    if (first, second) == (24, 7):
        return None
    year, end = None, at + 3
    if len(tokens) > at + 4 and tokens[at + 3].text == "/" and tokens[at + 4].glued:
        year, end = tokens[at + 4].number, at + 5
        if year is None or len(tokens[at + 4].text) not in {2, 4}:
            return None
        year += 2000 if year < 100 else 0
    day = MonthDay(second, first, year) if first > 12 >= second else MonthDay(first, second, year, slashed=True)
    return (DayRange(day),), end


def _iso(tokens: Tokens, at: int) -> tuple[tuple[DayRange, ...], int] | None:
    parts = tokens[at : at + 5]
    if len(parts) < 5 or len(parts[0].text) != 4 or not all(each.glued for each in parts[1:]):
        return None
    if (parts[1].text, parts[3].text) not in {("-", "-"), ("/", "/")}:
        return None
    month = parts[2].number if parts[2].kind == "number" else month_number(parts[2].text)
    if parts[0].number is None or month is None or parts[4].number is None:
        return None
    return (DayRange(MonthDay(month, parts[4].number, parts[0].number)),), at + 5
