"""What words about time say together: days, times, stretches, lengths."""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from bot.language.clocks import Clock
from bot.language.items import LengthItem
from bot.language.monthdays import DayRange

Time: TypeAlias = Clock | Literal["opening", "closing"]


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, a time of day, or both; with the part of the day that was said along."""

    days: tuple[DayRange, ...] = ()
    time: Time | None = None
    part: str = ""
    time_first: bool = False


@dataclass(frozen=True, slots=True)
class Days:
    """Days."""

    ranges: tuple[DayRange, ...]


@dataclass(frozen=True, slots=True)
class Times:
    """A stretch of a day: between two times, from one on, until one, for some minutes, or a part of the day."""

    start: Time | None = None
    end: Time | None = None
    minutes: int = 0
    part: str = ""
    spoken: bool = True
    """Words beside the numbers say that they are times."""


@dataclass(frozen=True, slots=True)
class Across:
    """From one moment to another; None is now, or without end."""

    start: Moment | None
    end: Moment | None
    inclusive: bool | None = True
    """Whether the last day belongs to it; None where the words leave that open."""


@dataclass(frozen=True, slots=True)
class Lasting:
    """A length: from now, from a moment named beside it, or (`away`) a moment so far from now."""

    item: LengthItem
    away: bool = False
    next: bool = False


@dataclass(frozen=True, slots=True)
class Rest:
    """What is left of today, the week or the month."""

    of: str


@dataclass(frozen=True, slots=True)
class Except:
    """Days that are left out."""

    ranges: tuple[DayRange, ...]


@dataclass(frozen=True, slots=True)
class Closed:
    """The word that closes the days beside it."""


Element: TypeAlias = Days | Times | Across | Lasting | Rest | Except | Closed


@dataclass
class Phrase:
    """All that is said about time."""

    elements: list[Element] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    zones: set[str] = field(default_factory=set)
