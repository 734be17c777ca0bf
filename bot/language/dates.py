"""Days as they are written: which words name one, and where they end."""

from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeAlias

from adapters import Weekday
from bot.language.days import (
    Away,
    AwayFrom,
    Day,
    DayOfMonth,
    NthWeekday,
    Stretch,
    WeekdayName,
    WeekdaySet,
    Which,
    with_weekday,
)
from bot.language.holiday import holiday_at
from bot.language.monthdays import DayRange, month_at, month_days_at, skip, year_at
from bot.language.numbers import number_at, ordinal_at
from bot.language.scene import Scene
from bot.language.tokens import Token
from bot.language.words import spelled, weekday

Tokens: TypeAlias = Sequence[Token]


class Named(NamedTuple):
    """Days that were named, and where the words end."""

    ranges: tuple[DayRange, ...]
    end: int


def days_at(tokens: Tokens, at: int, scene: Scene) -> Named | None:
    """The longest way to read days from a token on."""
    ranges = month_days_at(tokens, at)
    if ranges:
        return _trailing_weekday(tokens, Named(*ranges))
    found = day_at(tokens, at, scene)
    return Named((DayRange(found[0]),), found[1]) if found else None


def day_at(tokens: Tokens, at: int, scene: Scene) -> tuple[Day, int] | None:
    """The one day, or stretch of days with a name, that begins at a token."""
    if at >= len(tokens):
        return None
    return (
        _counted(tokens, at, scene)
        or _nth_weekday(tokens, at)
        or _weekday(tokens, at)
        or _relative(tokens, at)
        or _stretch(tokens, at, scene)
        or holiday_at(tokens, at, scene)
        or _of_month(tokens, at)
        or _month(tokens, at)
    )


def texts(tokens: Tokens, at: int, count: int) -> tuple[str, ...]:
    """The spelled texts of some tokens."""
    return tuple(spelled(each.text) for each in tokens[at : at + count])


def _counted(  # noqa: PLR0911  # a reader leaves at the first word that does not fit
    tokens: Tokens, at: int, scene: Scene
) -> tuple[Day, int] | None:
    """Such as "in 3 weeks", "two days from tomorrow", "the day after Thanksgiving"."""
    led = tokens[at].text == "in"
    start = at + 1 if led or tokens[at].text == "the" else at
    amount = (1, start + 1) if texts(tokens, start, 1) in {("a",), ("one",)} else number_at(tokens, start)
    if amount is not None and (amount[1] >= len(tokens) or tokens[amount[1]].kind != "word"):
        return None
    if amount is None and texts(tokens, start, 2) in {("day", "after"), ("day", "before")}:
        amount = (1, start)
    if amount is None or amount[1] >= len(tokens) or amount[0] > 600:
        return None
    unit = {"day": 1, "days": 1, "week": 7, "weeks": 7}.get(tokens[amount[1]].text)
    if unit is None:
        sundays = weekday(tokens[amount[1]].text)
        if amount[0] == 2 and sundays and sundays[1] and texts(tokens, amount[1] + 1, 2) == ("from", "now"):
            return WeekdayName(sundays[0], "in two weeks"), amount[1] + 3
        return None
    days, after = amount[0] * unit, amount[1] + 1
    link = texts(tokens, after, 1)
    if link in {("from",), ("after",), ("before",)}:
        sign = -1 if link == ("before",) else 1
        if texts(tokens, after + 1, 1) == ("now",):
            return Away(days), after + 2
        other = days_at(tokens, after + 1, scene)
        if other and len(other.ranges) == 1 and other.ranges[0].last is None:
            return AwayFrom(sign * days, other.ranges[0].first), other.end
        return None
    if link == ("hence",):
        return Away(days), after + 1
    return (Away(days), after) if led else None


def _nth_weekday(tokens: Tokens, at: int) -> tuple[Day, int] | None:
    start = skip(tokens, at, "the")
    nth = (-1, start + 1) if texts(tokens, start, 1) == ("last",) else ordinal_at(tokens, start)
    if nth is None or not -1 <= nth[0] <= 5 or nth[1] >= len(tokens):
        return None
    day = weekday(tokens[nth[1]].text)
    if day is None or texts(tokens, nth[1] + 1, 1) not in {("of",), ("in",)}:
        return None
    after = nth[1] + 2
    month = month_at(tokens, after)
    if month:
        year = year_at(tokens, month[1])
        return NthWeekday(nth[0], day[0], month[0], *year[:1]), year[1]
    ahead = _month_word(tokens, after)
    return (NthWeekday(nth[0], day[0], months_ahead=ahead[0]), ahead[1]) if ahead else None


def _month_word(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """Such as "the month", "this month", "next month": how many months ahead, and the end."""
    at = skip(tokens, at, "the")
    match texts(tokens, at, 2):
        case ("month", *_):
            return 0, at + 1
        case ("this", "month"):
            return 0, at + 2
        case ("next" | "following" | "coming", "month"):
            return 1, at + 2
        case _:
            return None


def _weekday(tokens: Tokens, at: int) -> tuple[Day, int] | None:
    which, start = _which(tokens, at)
    if start >= len(tokens):
        return None
    week = _week_word(tokens, at)
    if week and (day := _bare_weekday(tokens, skip(tokens, week[1], "on"))):
        return WeekdayName(day[0], week[0]), day[1]
    named = weekday(tokens[start].text) or _two_letters(tokens, start)
    if named is None:
        return _set(tokens, start) if which in {"", "every"} else None
    day_of_week, plural = named
    after = _after_dot(tokens, start)
    if which == "every" or plural:
        return WeekdayName(day_of_week, every=True), after
    if which:
        return WeekdayName(day_of_week, which), after
    return _followed(tokens, after, day_of_week)


def _followed(tokens: Tokens, after: int, day: Weekday) -> tuple[Day, int]:
    """What follows a weekday may tell which one: "of next week", "after next", "the 21st", "Dec 24"."""
    week = _week_word(tokens, skip(tokens, after, "of", "in"))
    if week:
        return WeekdayName(day, week[0]), week[1]
    if texts(tokens, after, 2) == ("after", "next"):
        return WeekdayName(day, "after next"), after + 2
    bare = skip(tokens, after, ",", "the")
    ranges = month_days_at(tokens, bare)
    if ranges and len(ranges[0]) == 1 and ranges[0][0].last is None:
        agreed = with_weekday(ranges[0][0].first, day)
        if agreed:
            return agreed, ranges[1]
    found = _of_month(tokens, skip(tokens, after, ",")) or _plain_day_number(tokens, after)
    if found and isinstance(found[0], DayOfMonth):
        return with_weekday(found[0], day) or found[0], found[1]
    return WeekdayName(day), after


def _plain_day_number(tokens: Tokens, at: int) -> tuple[Day, int] | None:
    """Such as "Monday 21": beyond twelve, and not a time."""
    number = tokens[at].number if at < len(tokens) else None
    if number is None or not 13 <= number <= 31 or len(tokens[at].text) > 2:
        return None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    follows_on = after is not None and (after.glued or after.text in {"-", "to", "am", "pm", "till", "until", "h"})
    return None if follows_on else (DayOfMonth(number), at + 1)


def _which(tokens: Tokens, at: int) -> tuple[Which | Literal["every"], int]:
    match texts(tokens, at, 2):
        case ("this" | "the", "coming" | "upcoming"):
            return "coming", at + 2
        case ("this" | "next" | "coming" | "last" as word, *_):
            return word, at + 1
        case ("upcoming", *_):
            return "coming", at + 1
        case ("every" | "each" | "all", *_):
            return "every", at + 1
        case _:
            return "", at


def _week_word(tokens: Tokens, at: int) -> tuple[Which, int] | None:
    match texts(tokens, at, 2):
        case ("this", "week"):
            return "this week", at + 2
        case ("next", "week"):
            return "next week", at + 2
        case _:
            return None


def _bare_weekday(tokens: Tokens, at: int) -> tuple[Weekday, int] | None:
    named = weekday(tokens[at].text) if at < len(tokens) else None
    return (named[0], _after_dot(tokens, at)) if named and not named[1] else None


def _two_letters(tokens: Tokens, at: int) -> tuple[Weekday, bool] | None:
    """Such as "Mo-Fr 9-5": where a hyphen, a comma or a number stands beside it."""
    text = tokens[at].text
    if len(text) != 2 or tokens[at].kind != "word":
        return None
    day = next((each for each in Weekday if each.value[:2] == text), None)
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    before = tokens[at - 1] if at else None
    joined = after is not None and ((after.glued and after.text in {"-", ","}) or after.kind == "number")
    joined = joined or (before is not None and tokens[at].glued and before.text in {"-", ","})
    return (day, False) if day and joined and not (before and before.kind == "number" and tokens[at].glued) else None


def _set(tokens: Tokens, at: int) -> tuple[Day, int] | None:  # noqa: PLR0911  # one case for each name
    every = at > 0 and tokens[at - 1].text in {"every", "each", "all"}
    match texts(tokens, at, 4):
        case ("weekdays" | "workdays", *_):
            return WeekdaySet(tuple(Weekday)[:5], "weekdays"), at + 1
        case ("weekday" | "workday", *_) if every:
            return WeekdaySet(tuple(Weekday)[:5], "weekdays"), at + 1
        case ("weekends", *_):
            return WeekdaySet(tuple(Weekday)[5:], "weekends"), at + 1
        case ("weekend", *_) if every:
            return WeekdaySet(tuple(Weekday)[5:], "weekends"), at + 1
        case ("day", *_) if every and tokens[at - 1].text != "all":
            return WeekdaySet(tuple(Weekday), "every day"), at + 1
        case ("everyday" | "daily", *_):
            return WeekdaySet(tuple(Weekday), "every day"), at + 1
        case ("7" | "seven", "days", "a" | "per", "week"):
            return WeekdaySet(tuple(Weekday), "every day"), at + 4
        case _:
            return None


def _relative(tokens: Tokens, at: int) -> tuple[Day, int] | None:
    start = skip(tokens, at, "the")
    if texts(tokens, start, 3) == ("day", "after", "tomorrow"):
        return Away(2), start + 3
    away = {"today": 0, "todays": 0, "tomorrow": 1, "tomorrows": 1, "overmorrow": 2, "yesterday": -1}
    word = spelled(tokens[at].text.removesuffix("'s"))
    return (Away(away[word]), at + 1) if word in away else None


def _stretch(tokens: Tokens, at: int, scene: Scene) -> tuple[Day, int] | None:
    start = skip(tokens, at, "at", "over", "the", "all")
    if texts(tokens, start, 2) == ("week", "of"):
        found = days_at(tokens, start + 2, scene)
        if found and len(found.ranges) == 1 and found.ranges[0].last is None:
            return Stretch("week", "of", found.ranges[0].first), found.end
        return None
    which = {"this": "this", "next": "next", "coming": "this"}.get(tokens[start].text) if start < len(tokens) else None
    if which is None and texts(tokens, start, 1) == ("weekend",):
        return Stretch("weekend"), start + 1
    unit_at = skip(tokens, start + 1, "coming")
    unit = "".join(each.text for each in tokens[unit_at : unit_at + 3] if each.text in {"week", "-", "end", "work"})
    if which is None:
        return None
    if unit.startswith("week-end"):
        return Stretch("weekend", which), unit_at + 3  # type: ignore[arg-type]  # "this" or "next"
    units = {"week": "week", "weekend": "weekend", "workweek": "workweek", "month": "month"}
    name = units.get(texts(tokens, unit_at, 1)[0] if unit_at < len(tokens) else "")
    return (Stretch(name, which), unit_at + 1) if name else None  # type: ignore[arg-type]  # names from the table


def _of_month(tokens: Tokens, at: int) -> tuple[Day, int] | None:
    """Such as "the 15th", "15th", "the 27", "the 20th of next month"."""
    start = skip(tokens, at, "the")
    if start >= len(tokens):
        return None
    found = ordinal_at(tokens, start)
    if found is None and start > at:
        found = number_at(tokens, start) if tokens[start].kind == "number" else None
        following = tokens[start + 1] if start + 1 < len(tokens) else None
        if found and following and following.glued:
            return None
    elif start == at and found and tokens[start].kind == "word":
        return None
    if found is None or not 1 <= found[0] <= 31 or _shares_weekday(tokens, found[1]):
        return None
    ahead = _month_word(tokens, found[1] + 1) if texts(tokens, found[1], 1) == ("of",) else None
    return (DayOfMonth(found[0], months_ahead=ahead[0]), ahead[1]) if ahead else (DayOfMonth(found[0]), found[1])


def _shares_weekday(tokens: Tokens, at: int) -> bool:
    """Whether "the 1st" goes on as "the 1st and 3rd Monday", so that it is no day of the month."""
    other = (
        ordinal_at(tokens, skip(tokens, at + 1, "the")) if texts(tokens, at, 1) in {("and",), ("&",), (",",)} else None
    )
    return other is not None and other[1] < len(tokens) and weekday(tokens[other[1]].text) is not None


def _month(tokens: Tokens, at: int) -> tuple[Day, int] | None:
    """Such as "February", "in December 2026"; "may" and "march" are months only where a word beside them says so."""
    led = texts(tokens, at, 1)[0] in {"in", "all", "this", "next"}
    month = month_at(tokens, at + 1 if led else at)
    if month is None:
        return None
    year, after = year_at(tokens, month[1])
    if not led and year is None and tokens[at].text in {"may", "march", "mar"}:
        return None
    return Stretch("month", month=month[0], year=year), after


def _after_dot(tokens: Tokens, at: int) -> int:
    """The end of a weekday at a token: past the dot of an abbreviation."""
    dotted = at + 1 < len(tokens) and tokens[at + 1].text == "." and tokens[at + 1].glued
    return at + 2 if dotted and len(tokens[at].text) <= 5 and at + 2 >= len(tokens) else at + 1


def _trailing_weekday(tokens: Tokens, found: Named) -> Named:
    """A weekday right after a date, with or without parentheses, must agree with it."""
    at = found.end
    bracket = texts(tokens, at, 1) == ("(",)
    named = _bare_weekday(tokens, at + 1 if bracket else at)
    if named is None or len(found.ranges) != 1 or found.ranges[0].last is not None:
        return found
    agreed = with_weekday(found.ranges[0].first, named[0])
    if agreed is None or (bracket and texts(tokens, named[1], 1) != (")",)):
        return found
    return Named((DayRange(agreed),), named[1] + 1 if bracket else named[1])
