"""Times of day: the ways to write one, and what it means where am or pm was left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.language.numbers import number_at
from bot.language.tokens import Token

NOON = 12 * 60
MIDNIGHT = 24 * 60
PARTS: dict[str, tuple[int, int]] = {
    "morning": (0, NOON),
    "afternoon": (NOON, 20 * 60),
    "evening": (16 * 60, MIDNIGHT),
    "night": (17 * 60, MIDNIGHT),
}
"""Parts of the day, and the times that are said with them."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day as said: the minutes of the day that it may mean, earliest first."""

    minutes: tuple[int, ...]
    bare: bool = False
    """A number alone, which is a time only where the words around it say so."""
    style: Literal["", "colon", "24"] = ""
    """How it was written: with minutes after a colon, or in a way that only 24 hours have."""

    @property
    def certain(self) -> bool:
        """It has one meaning."""
        return len(self.minutes) == 1

    @property
    def as_written(self) -> "Clock":
        """The time as 24 hours have it, if it was written with a colon."""
        if self.certain or self.style != "colon":
            return self
        return Clock((self.minutes[0] if self.minutes[0] >= 60 else self.minutes[1],), style="24")

    def within(self, part: str) -> "Clock":
        """The same time, said together with a part of the day."""
        first, last = PARTS[part]
        fitting = tuple(minute for minute in self.minutes if first <= minute <= last)
        return Clock(fitting or self.minutes) if fitting else self


Found: TypeAlias = tuple[Clock, int]


def clock_at(tokens: Sequence[Token], at: int) -> Found | None:
    """The time of day that begins at a token, and where it ends."""
    if at >= len(tokens):
        return None
    return _word(tokens, at) or _past_or_to(tokens, at) or _digits(tokens, at) or _spoken(tokens, at)


def alone(clock: Clock) -> tuple[int, ...]:
    """What a time alone may mean: one to six is in the afternoon, twelve is noon, seven to eleven may be either."""
    if clock.certain:
        return clock.minutes
    morning, evening = clock.minutes
    return (evening,) if morning < 7 * 60 else (morning, evening)


def pair(start: Clock, end: Clock, after: int = 0) -> tuple[int, int]:
    """What two times mean as a stretch: the shortest reading; the end may lie beyond midnight.

    Where neither says am or pm, a day's stretch starts from six in the morning to noon, or else in the afternoon.
    `after` is where the stretch before it on the same day ended.
    """
    if "24" in {start.style, end.style}:
        start, end = start.as_written, end.as_written
    starts = [each for each in start.minutes if each >= after] or list(start.minutes)
    if len(starts) > 1 and not end.certain:
        starts = [each for each in starts if 6 * 60 <= each < 13 * 60] or [max(starts)]
    readings = [(each, _following(each, other)) for each in starts for other in end.minutes]
    return min(readings, key=lambda reading: (reading[1] - reading[0], reading[0]))


def _following(start: int, end: int) -> int:
    return end if end > start else end + MIDNIGHT


def _word(tokens: Sequence[Token], at: int) -> Found | None:
    text = tokens[at].text
    if text == "12" and at + 1 < len(tokens) and tokens[at + 1].text in {"noon", "midday", "midnight"}:
        return _word(tokens, at + 1)
    if text in {"noon", "midday", "noontime"}:
        return Clock((NOON,)), at + 1
    if text == "midnight":
        return Clock((MIDNIGHT,)), at + 1
    return None


def _past_or_to(tokens: Sequence[Token], at: int) -> Found | None:
    start = at + 1 if tokens[at].text in {"a", "an"} else at
    words = [each.text for each in tokens[start : start + 2]]
    if not words:
        return None
    if words[0] in {"half", "quarter"}:
        minutes, after = 30 if words[0] == "half" else 15, start + 1
    else:
        found = number_at(tokens, start)
        if found is None or not 0 < found[0] < 30:
            return None
        minutes, after = found
        if after < len(tokens) and tokens[after].text in {"minutes", "mins"}:
            after += 1
    if after >= len(tokens) or tokens[after].text not in {"past", "to", "after", "before", "till", "of"}:
        return None
    sign = 1 if tokens[after].text in {"past", "after"} else -1
    spoken_so = words[0] in {"half", "quarter"} or tokens[after].text == "past"
    hour = clock_at(tokens, after + 1) if spoken_so else None
    if hour is None or any(minute % 60 for minute in hour[0].minutes):
        return None
    shifted = sorted((minute + sign * minutes) % MIDNIGHT for minute in hour[0].minutes)
    return Clock(tuple(shifted)), hour[1]


def _digits(tokens: Sequence[Token], at: int) -> Found | None:
    number = tokens[at].number
    if number is None:
        return None
    text, after = tokens[at].text, at + 1
    minute, certain, bare = 0, False, True
    if len(text) in {3, 4}:
        number, minute = divmod(number, 100)
        certain, bare = len(text) == 4 and (text[0] == "0" or number > 12), text[0] != "0"
    elif len(text) > 4:
        return None
    elif _minutes_follow(tokens, after):
        minute, after = int(tokens[after + 1].text), after + 2
        if after + 1 < len(tokens) and tokens[after].text == ":" and tokens[after + 1].text == "00":
            after += 2
        certain, bare = text[0] == "0", False
    elif text[0] == "0":
        certain = True
    return _with_half(tokens, after, number, minute, certain=certain, bare=bare)


def _minutes_follow(tokens: Sequence[Token], at: int) -> bool:
    if at + 1 >= len(tokens) or not (tokens[at].glued and tokens[at + 1].glued):
        return False
    return tokens[at].text in {":", ".", "h"} and len(tokens[at + 1].text) == 2 and tokens[at + 1].number is not None


def _spoken(tokens: Sequence[Token], at: int) -> Found | None:
    found = number_at(tokens, at)
    if found is None or tokens[at].kind != "word" or not 1 <= found[0] <= 12:
        return None
    hour, after = found
    minutes = number_at(tokens, after)
    if minutes and tokens[after].kind == "word" and 10 <= minutes[0] < 60:
        return _with_half(tokens, minutes[1], hour, minutes[0], certain=False, bare=True)
    return _with_half(tokens, after, hour, 0, certain=False, bare=True)


def _with_half(  # the parts of a clock
    tokens: Sequence[Token], at: int, hour: int, minute: int, *, certain: bool, bare: bool
) -> Found | None:
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        return None
    if at < len(tokens) and tokens[at].text in {"o'clock", "oclock"}:
        at += 1
    half = _half(tokens, at)
    if half is not None:
        later, after, weak = half
        if not 1 <= hour <= 12:
            return (Clock((hour * 60 + minute,)), after) if later and 13 <= hour < 24 else None
        return Clock((hour % 12 * 60 + minute + later * NOON,), bare=weak), after
    if certain or hour == 0 or hour > 12:
        return Clock((hour * 60 + minute,), bare=bare, style="24"), at
    style: Literal["", "colon"] = "" if bare else "colon"
    return Clock((hour % 12 * 60 + minute, hour % 12 * 60 + minute + NOON), bare=bare, style=style), at


def _half(tokens: Sequence[Token], at: int) -> tuple[bool, int, bool] | None:
    """Whether pm follows, where it ends, and whether it is a letter alone ("9a")."""
    if at >= len(tokens):
        return None
    text = tokens[at].text
    if text in {"am", "pm"}:
        return text == "pm", at + 1, False
    if text not in {"a", "p"}:
        return None
    rest = [each.text for each in tokens[at + 1 : at + 4] if each.glued]
    if rest[:2] == [".", "m"]:
        return text == "p", at + (4 if rest[2:] == ["."] else 3), False
    return (text == "p", at + 1, True) if tokens[at].glued else None
