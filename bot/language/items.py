"""The words about time in a sentence, each as one item: days, clocks, parts of the day, lengths, zones, and what joins them."""  # noqa: E501

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.language.clocks import Clock, clock_at
from bot.language.dates import Named, days_at, texts
from bot.language.days import Away, AwayFrom
from bot.language.monthdays import DayRange, skip
from bot.language.numbers import number_at
from bot.language.phrases import Phrases
from bot.language.scene import Scene
from bot.language.tokens import Token
from bot.language.words import spelled
from bot.language.zones import zone_at

Tokens: TypeAlias = Sequence[Token]


@dataclass(frozen=True, slots=True)
class Joint:
    """A word that joins or qualifies: `from`, `to`, `until`, `and`, `at`, `on`, `for` and their like."""

    name: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class DaysItem:
    """Days that were named."""

    ranges: tuple[DayRange, ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class ClockItem:
    """A time of day."""

    clock: Clock
    text: str = ""


@dataclass(frozen=True, slots=True)
class PartItem:
    """A part of the day."""

    part: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class EdgeItem:
    """The line's own opening or closing."""

    at: Literal["opening", "closing"]
    text: str = ""


@dataclass(frozen=True, slots=True)
class LengthItem:
    """How long: in minutes, or in days."""

    minutes: int = 0
    days: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class RestItem:
    """What is left of today, of the week or of the month."""

    of: Literal["day", "week", "month"]
    text: str = ""


@dataclass(frozen=True, slots=True)
class ZoneItem:
    """A time zone that was said."""

    zone: str
    text: str = ""


Item: TypeAlias = Joint | DaysItem | ClockItem | PartItem | EdgeItem | LengthItem | RestItem | ZoneItem

_PHRASES: Phrases[Item] = Phrases(
    {
        Joint("from"): "from|starting from|starting on|starting at|starting|beginning|effective|as of",
        Joint("to"): "to|-|through|thru|up to and including|through to",
        Joint("until"): "until|till|til|untill|up to|up until",
        Joint("and"): "and|,|&|;|then|plus|as well as|and also",
        Joint("at"): "at|@",
        Joint("on"): "on",
        Joint("for"): "for|lasting|for all of",
        Joint("next"): "the next|next|over the next|within the next|for the next",
        Joint("between"): "between|in between",
        Joint("after"): "after|past",
        Joint("before"): "before",
        Joint("in"): "in",
        Joint("now"): "now|right now|immediately|asap|right away|straight away|from now|starting now|"
        "effective immediately",
        Joint("onwards"): "onwards|onward|and onwards",
        Joint("only"): "only|just",
        Joint("early"): "early",
        Joint("except"): "except|except for|excluding|but not|other than|apart from|without",
        Joint("all day"): "all day|all day long|the whole day|whole day|the entire day|the full day|full day|"
        "for the day",
        Joint("forever"): "until further notice|till further notice|indefinitely|ufn|with no end",
        EdgeItem("closing"): "closing|closing time|we close|close of business|cob|eod|end of day|end of the day|"
        "end of business|the end of the day|the close of business|it closes|they close",
        EdgeItem("opening"): "opening|opening time|we open|start of day|start of the day|start of business|"
        "it opens|they open",
        RestItem("day"): "rest of today|rest of the day|the rest of the day|the rest of today|"
        "for the rest of the day|for the rest of today|remainder of the day",
        RestItem("week"): "rest of the week|the rest of the week|for the rest of the week|rest of this week|"
        "the rest of this week|for the rest of this week",
        RestItem("month"): "rest of the month|the rest of the month|for the rest of the month|rest of this month|"
        "the rest of this month",
    }
)
_PARTS = {"morning": "morning", "afternoon": "afternoon", "evening": "evening", "night": "night"}
_UNITS = {
    **dict.fromkeys(("minute", "minutes", "min", "mins"), 1),
    **dict.fromkeys(("hour", "hours", "hr", "hrs", "h"), 60),
}
_DAY_UNITS = {"day": 1, "days": 1, "week": 7, "weeks": 7}


def items_at(tokens: Tokens, at: int, scene: Scene, before: Item | None) -> tuple[tuple[Item, ...], int] | None:
    """What a token and those after it say about time; `before` is the item in front of it."""
    if at >= len(tokens):
        return None
    return (
        _zone(tokens, at, before)
        or _phrase(tokens, at, before, longer_than=1)
        or _part(tokens, at)
        or _days(tokens, at, scene, before)
        or _length(tokens, at)
        or _clock(tokens, at, scene)
        or _phrase(tokens, at, before)
    )


def _zone(tokens: Tokens, at: int, before: Item | None) -> tuple[tuple[Item, ...], int] | None:
    found = zone_at(tokens, at, after_clock=isinstance(before, (ClockItem, PartItem)))
    return ((ZoneItem(*found[:1]),), found[1]) if found else None


def _phrase(tokens: Tokens, at: int, before: Item | None, longer_than: int = 0) -> tuple[tuple[Item, ...], int] | None:
    found = _PHRASES.at(tokens, at, longer_than)
    if found is None:
        return None
    if found[0] == Joint("next") and _length(tokens, found[1]) is None:
        return None
    if tokens[at].text == "for" and texts(tokens, found[1] - 1, 2) in {("day", "after"), ("day", "before")}:
        return (Joint("for"),), at + 1
    is_clause = isinstance(found[0], EdgeItem) and tokens[at].text in {"we", "it", "they"}
    return None if is_clause and not isinstance(before, Joint) else ((found[0],), found[1])


def _days(tokens: Tokens, at: int, scene: Scene, before: Item | None) -> tuple[tuple[Item, ...], int] | None:
    found = days_at(tokens, at, scene)
    if found and isinstance(before, Joint) and before.name in {"for", "next"}:
        return _days_in_a_row(tokens, at, found)
    return ((DaysItem(found.ranges),), found.end) if found else None


def _days_in_a_row(tokens: Tokens, at: int, found: Named) -> tuple[tuple[Item, ...], int] | None:
    """Behind "for", "3 days after Christmas" are all of them, and "3 days from Monday" is a length."""
    start = skip(tokens, at, "the")
    length, day = _length(tokens, start), found.ranges[0].first
    if length is None or tokens[start].text == "day":  # "for the day after Thanksgiving"
        return (DaysItem(found.ranges),), found.end
    link = texts(tokens, length[1], 1)
    if link == ("from",):
        return None
    if link in {("after",), ("before",)} and isinstance(day, AwayFrom):
        first = 1 if link == ("after",) else day.days
        return (DaysItem((DayRange(AwayFrom(first, day.day, abs(day.days))),)),), found.end
    return (DaysItem(found.ranges),), found.end


def _clock(tokens: Tokens, at: int, scene: Scene) -> tuple[tuple[Item, ...], int] | None:
    found = clock_at(tokens, at)
    if found is None:
        return None
    return (ClockItem(found[0].as_written if scene.exact else found[0]),), found[1]


def _part(tokens: Tokens, at: int) -> tuple[tuple[Item, ...], int] | None:
    """Such as "tonight", "this afternoon", "in the morning", "at night", "morning"."""
    word = spelled(tokens[at].text)
    today = DaysItem((DayRange(Away(0)),))
    if word in {"tonight", "tonite"}:
        return (today, PartItem("night")), at + 1
    if word == "this" and at + 1 < len(tokens) and tokens[at + 1].text in _PARTS:
        return (today, PartItem(_PARTS[tokens[at + 1].text])), at + 2
    start = at
    for lead in ("in", "during", "at", "for", "the", "all"):
        if start < len(tokens) and tokens[start].text == lead:
            start += 1
    if start < len(tokens) and tokens[start].text in _PARTS:
        return (PartItem(_PARTS[tokens[start].text]),), start + 1
    if start > at and texts(tokens, start, 1) in {("pm",), ("am",)}:
        return (PartItem("morning" if tokens[start].text == "am" else "afternoon"),), start + 1
    return None


def _length(  # noqa: PLR0911  # a reader leaves at the first word that does not fit
    tokens: Tokens, at: int
) -> tuple[tuple[Item, ...], int] | None:
    """Such as "2 hours", "half an hour", "2.5 hrs", "an hour and a half", "3 days", "a week"."""
    if at >= len(tokens):
        return None
    if texts(tokens, at, 3) == ("half", "an", "hour"):
        return (LengthItem(30),), at + 3
    if at and tokens[at].glued and tokens[at - 1].text == "-":
        return None
    amount = _amount(tokens, at)
    if amount is None or amount[1] >= len(tokens):
        return None
    unit = tokens[amount[1]].text
    after = amount[1] + 1
    if unit in _DAY_UNITS and amount[0] == int(amount[0]):
        return (LengthItem(days=int(amount[0]) * _DAY_UNITS[unit]),), after
    if unit not in _UNITS:
        return None
    minutes = round(amount[0] * _UNITS[unit])
    if texts(tokens, after, 3) == ("and", "a", "half") and _UNITS[unit] == 60:
        return (LengthItem(minutes + 30),), after + 3
    return (LengthItem(minutes),), after


def _amount(tokens: Tokens, at: int) -> tuple[float, int] | None:
    if tokens[at].text in {"a", "an", "one"}:
        return 1, at + 1
    if tokens[at].text in {"hour", "day", "week"}:
        return 1, at
    found = number_at(tokens, at)
    if found is None:
        return None
    decimal = tokens[at + 1 : at + 3]
    if len(decimal) == 2 and decimal[0].text == "." and all(each.glued for each in decimal) and decimal[1].number:
        return float(f"{found[0]}.{decimal[1].text}"), at + 3
    return found
