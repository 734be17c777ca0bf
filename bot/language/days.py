"""The ways to name a day, and which date each means: the one place where "this", "next" and "Friday" are decided."""

import calendar
import datetime as dt
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, TypeAlias

from adapters import Weekday
from bot.language.crossroads import ask_back
from bot.language.explicit import explicit
from bot.language.scene import Scene, day_text

_ORDER = tuple(Weekday)
_FAR = dt.timedelta(days=183)
_NEAR = dt.timedelta(days=42)


class Span(NamedTuple):
    """Some dates in a row, the last one included."""

    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day of a named month: "dec 24", "Thursday, December 24th 2026", "12/24"."""

    month: int
    day: int
    year: int | None = None
    weekday: Weekday | None = None
    slashed: bool = False

    def span(self, scene: Scene, after: dt.date | None = None) -> Span:
        """The date that is meant, not before `after`."""
        base = after or scene.today
        date = explicit(self.month, self.day, self.year, base)
        if date is None:
            name = f"{self.day} {calendar.month_name[self.month]}" if 1 <= self.month <= 12 else "such date"
            ask_back(f"There is no {name}{f' {self.year}' if self.year else ''}.")
        if self.slashed and self.day <= 12 and self.day != self.month and date - base > _FAR:
            other = explicit(self.day, self.month, self.year, base)
            if other and other - base < _NEAR:
                date = scene.roads.take([date, other], f"Is {self.month}/{self.day} month/day, or day/month?")
        return _agreeing(date, self.weekday, scene)


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """A day without its month: "the 15th", "Monday the 21st", "the 20th of next month"."""

    day: int
    weekday: Weekday | None = None
    months_ahead: int | None = None

    def span(self, scene: Scene, after: dt.date | None = None) -> Span:
        """The next such day, today included."""
        base = after or scene.today
        if not 1 <= self.day <= 31:
            ask_back(f"No month has {self.day} days.")
        if self.months_ahead is not None:
            first = _month_start(scene.today, self.months_ahead)
            if self.day > calendar.monthrange(first.year, first.month)[1]:
                ask_back(f"{first:%B} {first.year} has no {self.day} days.")
            return _agreeing(first.replace(day=self.day), self.weekday, scene)
        date = next(each for each in self._dates(base) if each >= base)
        if self.weekday and Weekday.of(date) != self.weekday:
            later = next((each for each in self._dates(base) if Weekday.of(each) == self.weekday), date)
            question = f"{day_text(date)} is not a {self.weekday.title_name}. Which day is meant?"
            date = scene.roads.take([date, later], question, sure=False)
        return Span(date, date)

    def _dates(self, base: dt.date) -> list[dt.date]:
        firsts = [_month_start(base, ahead) for ahead in range(18)]
        return [
            date
            for first in firsts
            if self.day <= calendar.monthrange(first.year, first.month)[1]
            and (date := first.replace(day=self.day)) >= base
        ]


Which: TypeAlias = Literal["", "this", "coming", "next", "after next", "this week", "next week", "last", "in two weeks"]


@dataclass(frozen=True, slots=True)
class WeekdayName:
    """A weekday, with what was said about which one: "Friday", "next Friday", "Friday of next week"."""

    weekday: Weekday
    which: Which = ""
    every: bool = False
    still_ahead: bool = False
    """A time was said with it that is not over today."""

    def span(self, scene: Scene, after: dt.date | None = None) -> Span:
        """The date that is meant."""
        date = self._date(scene, after)
        return Span(date, date)

    def _date(self, scene: Scene, after: dt.date | None) -> dt.date:  # noqa: PLR0911  # one case for each word
        today = scene.today
        ahead = (_ORDER.index(self.weekday) - today.weekday()) % 7
        monday = today - dt.timedelta(days=today.weekday())
        in_week = monday + dt.timedelta(days=_ORDER.index(self.weekday))
        match self.which:
            case "this":
                return today + dt.timedelta(days=ahead)
            case "coming":
                return today + dt.timedelta(days=ahead or 7)
            case "this week":
                return in_week
            case "next week":
                return self._of_next_week(scene, in_week)
            case "after next":
                return self._coming(scene) + dt.timedelta(days=7)
            case "in two weeks":
                return today + dt.timedelta(days=(ahead or 7) + 7)
            case "last":
                return today - dt.timedelta(days=(7 - ahead) % 7 or 7)
            case "next":
                return self._coming(scene)
            case "":
                return self._plain(scene, after, ahead)

    def _plain(self, scene: Scene, after: dt.date | None, ahead: int) -> dt.date:
        """The date of a weekday alone: the first behind `after`, or the coming one; asked back on that very day."""
        today = scene.today
        if after is not None:
            return after + dt.timedelta(days=(_ORDER.index(self.weekday) - after.weekday()) % 7 or 7)
        if scene.looks_back:
            return today - dt.timedelta(days=(7 - ahead) % 7)
        if ahead:
            return today + dt.timedelta(days=ahead)
        options = [today, today + dt.timedelta(days=7)]
        if self.still_ahead:
            return today
        return scene.roads.take(options, f"Today is {self.weekday.title_name}. Which one is meant?")

    def _coming(self, scene: Scene) -> dt.date:
        """The date of "next X": asked back where X still lies ahead in this week."""
        ahead = (_ORDER.index(self.weekday) - scene.today.weekday()) % 7 or 7
        coming = scene.today + dt.timedelta(days=ahead)
        sunday = scene.today + dt.timedelta(days=6 - scene.today.weekday())
        if coming > sunday:
            return coming
        options = [coming, coming + dt.timedelta(days=7)]
        return scene.roads.take(options, f"Which {self.weekday.title_name} is meant?")

    def _of_next_week(self, scene: Scene, in_week: dt.date) -> dt.date:
        options = [in_week + dt.timedelta(days=7)]
        if scene.today.weekday() == 6:  # for many the week has begun on this very Sunday
            options.append(in_week + dt.timedelta(days=14))
        return scene.roads.take(options, "Which week is meant?")


@dataclass(frozen=True, slots=True)
class WeekdaySet:
    """Weekdays as a set: "weekdays", "weekends", "every day"; one-off only where `weekend` is."""

    days: tuple[Weekday, ...]
    name: str

    def span(self, scene: Scene, after: dt.date | None = None) -> Span:  # noqa: ARG002  # all days have this
        """A set is no date."""
        ask_back(f'"{self.name}" means every week. Which date is meant, or is it the weekly hours?')


@dataclass(frozen=True, slots=True)
class Away:
    """Days counted from today: "today", "tomorrow", "in 3 weeks"."""

    days: int

    def span(self, scene: Scene, after: dt.date | None = None) -> Span:  # noqa: ARG002  # all days have this
        """The date that is meant."""
        date = scene.today + dt.timedelta(days=self.days)
        return Span(date, date)


@dataclass(frozen=True, slots=True)
class AwayFrom:
    """Days counted from another day: "a week from Monday", "the day after Thanksgiving", "the 2 days before Easter"."""

    days: int
    day: "Day"
    length: int = 1
    """How many days in a row are meant."""

    def span(self, scene: Scene, after: dt.date | None = None) -> Span:
        """The dates that are meant."""
        date = self.day.span(scene, after).first + dt.timedelta(days=self.days)
        return Span(date, date + dt.timedelta(days=self.length - 1))


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """The nth weekday of a month ("last Monday of March"); without a month, of this one or the given months ahead."""

    nth: int
    """From 1; -1 is the last."""
    weekday: Weekday
    month: int | None = None
    year: int | None = None
    months_ahead: int = 0

    def span(self, scene: Scene, after: dt.date | None = None) -> Span:
        """The next such day, today included."""
        base = after or scene.today
        if self.month is None:
            return self._in(_month_start(scene.today, self.months_ahead))
        if self.year:
            return self._in(dt.date(self.year, self.month, 1))
        this_year = self._in(dt.date(base.year, self.month, 1))
        return this_year if this_year.first >= base else self._in(dt.date(base.year + 1, self.month, 1))

    def _in(self, first: dt.date) -> Span:
        days = calendar.monthrange(first.year, first.month)[1]
        dates = [first.replace(day=day) for day in range(1, days + 1)]
        matching = [each for each in dates if Weekday.of(each) == self.weekday]
        if self.nth > len(matching):
            ask_back(f"{first:%B %Y} has only {len(matching)} {self.weekday.title_name}s.")
        date = matching[self.nth - 1 if self.nth > 0 else -1]
        return Span(date, date)


@dataclass(frozen=True, slots=True)
class Fixed:
    """Dates that need no clock to be known, such as a holiday's."""

    first: dt.date
    last: dt.date

    def span(self, scene: Scene, after: dt.date | None = None) -> Span:  # noqa: ARG002  # all days have this
        """These dates."""
        return Span(self.first, self.last)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A week, a weekend or a month: "this weekend", "next week", "the week of October 7th", "February"."""

    unit: Literal["week", "workweek", "weekend", "month"]
    which: Literal["this", "next", "of"] = "this"
    of: "Day | None" = None
    month: int | None = None
    year: int | None = None

    def span(self, scene: Scene, after: dt.date | None = None) -> Span:
        """The dates that are meant; what is over of them is left out."""
        if self.unit == "month":
            return _from_today(self._month(scene, after), scene)
        anchor = self.of.span(scene, after).first if self.of else scene.today
        monday = anchor - dt.timedelta(days=anchor.weekday())
        if self.which == "next":
            monday = self._next(scene, monday)
        first, last = {"week": (0, 6), "workweek": (0, 4), "weekend": (5, 6)}[self.unit]
        span = Span(monday + dt.timedelta(days=first), monday + dt.timedelta(days=last))
        if span.last < scene.today and self.which == "this":
            span = Span(span.first + dt.timedelta(days=7), span.last + dt.timedelta(days=7))
        return _from_today(span, scene)

    def _next(self, scene: Scene, monday: dt.date) -> dt.date:
        week = dt.timedelta(days=7)
        if self.unit == "weekend" and scene.today.weekday() < 5:
            return scene.roads.take([monday, monday + week], "Which weekend is meant?")
        if self.unit != "weekend" and scene.today.weekday() == 6:
            return scene.roads.take([monday + week, monday + 2 * week], "Which week is meant?")
        return monday + week

    def _month(self, scene: Scene, after: dt.date | None) -> Span:
        first = _month_start(scene.today, 1 if self.which == "next" else 0)
        if self.month:
            base = after or scene.today
            year = self.year or base.year + (self.month < base.month)
            first = dt.date(year, self.month, 1)
        return Span(first, first.replace(day=calendar.monthrange(first.year, first.month)[1]))


Day: TypeAlias = MonthDay | DayOfMonth | WeekdayName | WeekdaySet | Away | AwayFrom | NthWeekday | Fixed | Stretch


def with_weekday(day: Day, weekday: Weekday) -> Day | None:
    """A date with the weekday that was said along with it, which must agree; None where that cannot be said."""
    if isinstance(day, (MonthDay, DayOfMonth)):
        return replace(day, weekday=weekday)
    return None


def _agreeing(date: dt.date, weekday: Weekday | None, scene: Scene) -> Span:
    """The date, if it is the weekday that was said with it; else asked back."""
    if weekday and Weekday.of(date) != weekday:
        shift = (_ORDER.index(weekday) - date.weekday() + 3) % 7 - 3
        nearest = date + dt.timedelta(days=shift)
        question = f"{day_text(date)} is not a {weekday.title_name}. Which day is meant?"
        date = scene.roads.take([date, nearest], question, sure=False)
    return Span(date, date)


def _from_today(span: Span, scene: Scene) -> Span:
    return Span(max(span.first, scene.today), span.last) if span.last >= scene.today and not scene.looks_back else span


def _month_start(date: dt.date, months_ahead: int) -> dt.date:
    years, month = divmod(date.month - 1 + months_ahead, 12)
    return dt.date(date.year + years, month + 1, 1)
