"""An event of a schedule: when it takes place, and how Webex writes it. Pure."""

import datetime as dt
import itertools
from collections.abc import Iterator
from typing import Final, TypeAlias

from adapters.model import Value, Weekday
from adapters.webex.stretches import Stretch

FAR: Final = dt.datetime(2100, 1, 1)
"""Where an event ends that stands for "until further notice", since Webex has none without an end."""

ONE_DAY: Final = dt.timedelta(days=1)


class Weekly(Value):
    """Every week on these days."""

    days: tuple[Weekday, ...]


class YearlyByDate(Value):
    """Every year on a date; on 29 February only in leap years."""

    day: int
    month: int


class YearlyByDay(Value):
    """Every year on the first … fourth such weekday of a month, or on the last one (-1)."""

    weekday: Weekday
    week: int
    month: int


Rule: TypeAlias = Weekly | YearlyByDate | YearlyByDay


class Event(Value):
    """Something that takes place once, or again and again from then on; two with the same content are the same."""

    name: str
    start: dt.datetime
    end: dt.datetime
    rule: Rule | None = None
    until: dt.date | None = None
    """The last date on which it may begin again."""
    wrapped: bool = False
    """Whether Webex has it end on the date of its start, though it runs past midnight."""

    @property
    def length(self) -> dt.timedelta:
        """How long it takes each time."""
        return self.end - self.start

    @property
    def key(self) -> str:
        """All that it is, in one line."""
        return self.model_dump_json()

    def on(self, date: dt.date, **update: object) -> "Event":
        """The same event with its first time on another date."""
        start = dt.datetime.combine(date, self.start.time())
        return self.model_copy(update={"start": start, "end": start + self.length, **update})

    def times(self, since: dt.datetime) -> Iterator[Stretch]:
        """When it takes place, in order and perhaps for ever, as far as that ends after a moment."""
        for date in self._dates(max(self.start, since - self.length).date()):
            if self.until is not None and date > self.until:
                return
            start = dt.datetime.combine(date, self.start.time())
            if start + self.length > since:
                yield Stretch(start, start + self.length)

    def _dates(self, first: dt.date) -> Iterator[dt.date]:
        """The dates on which it begins, from `first` on."""
        match self.rule:
            case None:
                yield self.start.date()
            case Weekly(days=days):
                for ahead in range((FAR.date() - first).days):
                    date = first + dt.timedelta(days=ahead)
                    if Weekday.of(date) in days:
                        yield date
            case _:
                dates = (_in_year(self.rule, year) for year in range(first.year, FAR.year))
                yield from (each for each in dates if each is not None and each >= first)


def pieces(stretch: Stretch) -> Iterator[Stretch]:
    """A stretch cut at midnight: a part of a day for itself, whole days in one."""
    start, end = stretch
    edges = {start, end, min(_midnight_after(start), end), max(_midnight_before(end), start)}
    yield from itertools.starmap(Stretch, itertools.pairwise(sorted(edges)))


def is_whole_days(event: Event) -> bool:
    """Whether it begins and ends at midnight."""
    return event.start.time() == event.end.time() == dt.time()


def _midnight_before(moment: dt.datetime) -> dt.datetime:
    return dt.datetime.combine(moment.date(), dt.time())


def _midnight_after(moment: dt.datetime) -> dt.datetime:
    before = _midnight_before(moment)
    return before if before == moment else before + ONE_DAY


def _in_year(rule: YearlyByDate | YearlyByDay, year: int) -> dt.date | None:
    match rule:
        case YearlyByDate(day=day, month=month):
            first = dt.date(year, month, 1)
            date = first + dt.timedelta(days=day - 1)
            return date if date.month == month else None
        case YearlyByDay(weekday=weekday, week=week, month=month):
            days = (dt.date(year, month, 1) + dt.timedelta(days=ahead) for ahead in range(31))
            fitting = [each for each in days if each.month == month and Weekday.of(each) == weekday]
            return fitting[week - 1 if week > 0 else week]
