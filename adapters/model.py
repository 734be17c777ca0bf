"""What a phone line is, in words that belong to no vendor."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import AfterValidator, BaseModel, Field, ModelWrapValidatorHandler, model_serializer, model_validator

DAY = 24 * 60
"""Minutes of a wall-clock day; as an interval's end it is midnight, written `24:00`."""


class Value(BaseModel, frozen=True, extra="forbid"):
    """An immutable value; two with the same content are the same."""


class Weekday(StrEnum):
    """A day of the week, Monday first."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"

    @classmethod
    def of(cls, date: dt.date) -> Self:
        """The weekday of a date."""
        return list(cls)[date.weekday()]

    @property
    def title_name(self) -> str:
        """`Monday` … `Sunday`."""
        return _LONG_NAMES[self]


_LONG_NAMES = dict(
    zip(Weekday, ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), strict=True)
)


def clock_text(minute: int) -> str:
    """`HH:MM` of a minute of the day, 0 to 1440."""
    return f"{minute // 60:02}:{minute % 60:02}"


def clock_minute(text: str) -> int:
    """The minute of the day that `HH:MM` names; `24:00` is 1440."""
    hours, _, minutes = text.partition(":")
    if text.isascii() and hours.isdecimal() and minutes.isdecimal():
        minute = int(hours) * 60 + int(minutes)
        if int(minutes) < 60 and minute <= DAY:
            return minute
    msg = f"{text!r} is not a time of day such as 09:00"
    raise ValueError(msg)


def listed(words: Sequence[str]) -> str:
    """One or more words in a sentence: `Monday, Tuesday and Friday`."""
    *front, last = words
    return f"{', '.join(front)} and {last}" if front else last


class Interval(Value):
    """A stretch [start, end) of one wall-clock day, in minutes since midnight; in JSON `["09:00", "17:00"]`."""

    start: int = Field(ge=0, lt=DAY)
    end: int = Field(gt=0, le=DAY)

    @model_validator(mode="wrap")
    @classmethod
    def _from_pair(cls, value: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        if isinstance(value, (list, tuple)) and len(value) == 2:
            value = {"start": clock_minute(value[0]), "end": clock_minute(value[1])}
        interval = handler(value)
        if interval.start >= interval.end:
            msg = f"{clock_text(interval.start)} to {clock_text(interval.end)} ends before it begins"
            raise ValueError(msg)
        return interval

    @model_serializer
    def _to_pair(self) -> list[str]:
        return [clock_text(self.start), clock_text(self.end)]


def merged(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """The same minutes as sorted intervals that neither touch nor overlap."""
    result: list[Interval] = []
    for interval in sorted(intervals, key=lambda each: each.start):
        if result and interval.start <= result[-1].end:
            result[-1] = Interval(start=result[-1].start, end=max(result[-1].end, interval.end))
        else:
            result.append(interval)
    return tuple(result)


Day: TypeAlias = Annotated[tuple[Interval, ...], AfterValidator(merged)]
"""The open intervals of one day: sorted, apart from each other; empty means closed."""

WHOLE_DAY: tuple[Interval, ...] = (Interval(start=0, end=DAY),)


class WeeklyHours(Value):
    """When a line is answered in an ordinary week, in its own wall-clock time.

    An empty day is closed. While `always` is set the line is open around the clock and the days are dormant: kept,
    since the vendor keeps them, and without effect.
    """

    always: bool = False
    mon: Day = ()
    tue: Day = ()
    wed: Day = ()
    thu: Day = ()
    fri: Day = ()
    sat: Day = ()
    sun: Day = ()

    def row(self, weekday: Weekday) -> tuple[Interval, ...]:
        """What the table says of a weekday, dormant or not."""
        row: tuple[Interval, ...] = getattr(self, weekday.value)
        return row

    def open_on(self, weekday: Weekday) -> tuple[Interval, ...]:
        """When the line is open on a weekday."""
        return WHOLE_DAY if self.always else self.row(weekday)

    @property
    def never_open(self) -> bool:
        """Whether the line is closed all week."""
        return not any(map(self.open_on, Weekday))

    def with_rows(self, rows: Mapping[Weekday, tuple[Interval, ...]]) -> Self:
        """These hours with some weekdays replaced, and no longer always open."""
        return type(self).model_validate(
            {**{day.value: self.row(day) for day in Weekday}, **{day.value: row for day, row in rows.items()}}
        )


class Override(Value):
    """A dated departure from the hours: the line is open or closed in [start, end) of its own wall-clock time.

    `end` is None for a closure until further notice.
    """

    state: Literal["open", "closed"]
    start: dt.datetime
    end: dt.datetime | None
    name: str = ""
    reason: str = ""

    @model_validator(mode="after")
    def _is_wall_clock(self) -> Self:
        if self.start.tzinfo or (self.end and self.end.tzinfo):
            msg = "an override is in the line's wall-clock time, without a zone"
            raise ValueError(msg)
        if self.end is not None and self.end <= self.start:
            msg = "an override must end after it begins"
            raise ValueError(msg)
        return self


class Destination(Value):
    """Where a call can be sent: a person, another line …; `kind` and `id` tell it apart, `name` is for people."""

    kind: str
    id: str
    name: str = ""
    line: str = ""
    """The id of the line that is reached there, where that is not the id itself; empty if it is none."""


class MenuAction(Value):
    """What happens to a call: an action of the line's capabilities, with its target where it needs one.

    The target is its kind and id alone, so that what is read equals what was written.
    """

    action: str
    target_kind: str | None = None
    target_id: str | None = None
    description: str = ""
    """What people have written beside a key at the vendor; callers never hear it."""


class Menu(Value):
    """What callers meet while the line is open, or while it is closed: the action of the line itself, and its keys."""

    action: MenuAction
    keys: dict[str, MenuAction] = {}

    def with_key(self, key: str, action: MenuAction | None) -> Self:
        """This menu with one key set, or removed."""
        keys = {each: kept for each, kept in self.keys.items() if each != key}
        if action is not None:
            keys[key] = action
        return self.model_copy(update={"keys": dict(sorted(keys.items()))})


class QueueSettings(Value):
    """What waiting callers may do: ask for a callback, or leave the queue."""

    callback: bool
    callback_key: str = ""
    """Empty where the vendor chooses it and does not say which."""
    threshold: int | None = None
    """A callback is offered once more calls wait than this; None where the vendor does not count calls for it."""
    escape_key: str = ""
    """Empty where callers cannot leave the queue."""


class Member(Value):
    """Somebody who answers the calls of a line."""

    id: str
    joined: bool = True
    """Whether calls reach them just now; who is not joined stays a member."""
    weight: str = ""
    """The share of calls in percent, as the vendor writes it, where calls are shared out so."""
    skill: int | None = None


OptionValue: TypeAlias = bool | int | str
MenuName: TypeAlias = Literal["open", "closed"]


class Setup(Value):
    """All of a line at one moment."""

    line_id: str
    zone: str
    hours: WeeklyHours
    overrides: tuple[Override, ...] = ()
    open_menu: Menu | None = None
    closed_menu: Menu | None = None
    queue: QueueSettings | None = None
    routing: str | None = None
    members: tuple[Member, ...] | None = None
    """Who answers, in the vendor's order; None where that is not read."""
    options: dict[str, OptionValue] = {}

    def menu(self, name: MenuName) -> Menu | None:
        """The menu while open, or while closed."""
        return self.open_menu if name == "open" else self.closed_menu


class LiveStatus(Value):
    """What the vendor says of a line right now; None where it tells nothing."""

    open: bool | None = None
    holiday: str | None = None
    """The vendor's own holiday that is in force, which may lie over everything we set; `""` if it has no name."""
    waiting: int | None = None
    longest_wait: int | None = None
    """Seconds."""
    agents_available: int | None = None
    agents_on_duty: int | None = None
    hidden: bool = False
    """True where the vendor does not tell waiting calls to this token."""


class Line(Value):
    """What callers reach, as its vendor knows it."""

    system: str
    id: str
    name: str
    kind: str
    zone: str
    country: str = ""

    @property
    def key(self) -> str:
        """What tells the line apart from those of every other system."""
        return f"{self.system}:{self.id}"
