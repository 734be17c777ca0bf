"""From what was said about time to windows on the line's wall clock."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from bot.language.ask import Edge, Window
from bot.language.clocks import MIDNIGHT, NOON, Clock, alone, pair
from bot.language.crossroads import ask_back
from bot.language.days import Day, DayOfMonth, MonthDay, Span, WeekdayName
from bot.language.elements import Across, Lasting, Moment, Phrase, Rest, Time, Times
from bot.language.groups import Group, grouped
from bot.language.items import LengthItem
from bot.language.moments import clock_problem, distance_problem
from bot.language.monthdays import DayRange
from bot.language.scene import Scene, day_text, midnight
from bot.language.zones import LINE, SPEAKER

Kind: TypeAlias = Literal["close", "open", "extend", "look"]
_DAY = dt.timedelta(days=1)
_MOST_WINDOWS = 40
_EVENING = 17 * 60


class Windows:
    """The windows of one reading of a phrase, for closing, opening or looking at a line.

    `far` lets them be farther ahead than anything new is planned.
    """

    def __init__(self, phrase: Phrase, scene: Scene, kind: Kind, *, far: bool = False) -> None:
        self.phrase = phrase
        self.scene = scene
        self.kind = kind
        self.far = far
        self.zone = self._said_zone()

    def read(self) -> tuple[Window, ...]:
        """The windows in the order of time, joined where they touch; none of them over."""
        windows: list[Window] = []
        lasting = [each for each in self.phrase.elements if isinstance(each, Lasting)]
        groups, others = grouped(self.phrase.elements)
        if lasting:
            windows += self._lasting(lasting, groups)
        else:
            for group in groups:
                windows += self._group(group)
        for other in others:
            windows += self._across(other) if isinstance(other, Across) else [self._rest(other)]
        if not windows:
            ask_back("When?")
        return _joined(self._checked(windows), self.kind)

    def _said_zone(self) -> str | None:
        zones = {{SPEAKER: self.scene.speaker_zone, LINE: self.scene.zone}.get(z, z) for z in self.phrase.zones}
        if len(zones) > 1:
            ask_back("Two time zones were named. Which one is meant?")
        return next(iter(zones), None)

    def _group(self, group: Group) -> list[Window]:
        times = self._resolved(group.times, dated=bool(group.ranges))
        if not group.ranges:
            return self._undated(group.times, times)
        starts_ahead = bool(times) and all(self._is_ahead(each) for each in times)
        spans = self._spans(group.ranges, starts_ahead=starts_ahead)
        left_out = {each.first for each in self._spans(group.left_out)}
        if not times:
            return [window for span in spans for window in _whole_days(span, left_out)]
        dates = [date for span in spans for date in _dates(span) if date not in left_out]
        if len(dates) * len(times) > _MOST_WINDOWS:
            ask_back("Those are many days. Please change the weekly hours instead, or name fewer days.")
        return [self._window(self._night(date, each, group), each) for date in dates for each in times]

    def _night(self, date: dt.date, times: tuple[Time | int | None, Time | int | None], group: Group) -> dt.date:
        """The date on which a night begins: in "10pm to 6am tomorrow" it may begin or end tomorrow."""
        start, end = times
        if group.days_last and isinstance(start, int) and isinstance(end, int) and start < MIDNIGHT < end:
            return self.scene.roads.take([date - _DAY, date], "Which night is meant?")
        return date

    def _is_ahead(self, times: tuple[Time | int | None, Time | int | None]) -> bool:
        start = times[0]
        return isinstance(start, int) and midnight(self.scene.today) + dt.timedelta(minutes=start) > self.scene.now

    def _resolved(self, times: Sequence[Times], *, dated: bool) -> list[tuple[Time | int | None, Time | int | None]]:
        """Starts and ends in minutes of the day; an opening or closing stays as it is."""
        result: list[tuple[Time | int | None, Time | int | None]] = []
        after = 0
        for each in times:
            if each.start is None and isinstance(each.end, Clock) and not dated and self.kind == "close":
                result.append((None, self._until_clock(each.end)))
                continue
            start, end = self._bounds(each, after)
            after = end if isinstance(end, int) else 0
            result.append((start, end))
        return result

    def _bounds(self, times: Times, after: int) -> tuple[Time | int | None, Time | int | None]:
        if times.part:
            return self._part(times.part)
        if isinstance(times.start, Clock) and isinstance(times.end, Clock):
            return pair(times.start, times.end, after)
        start = self._alone(times.start) if isinstance(times.start, Clock) else times.start
        end = self._alone(times.end, ends=True) if isinstance(times.end, Clock) else times.end
        if times.minutes and isinstance(start, int):
            return start, start + times.minutes
        if isinstance(start, int) and end is None:
            if start == MIDNIGHT:
                ask_back("Midnight at the start of which day, and until when?")
            return start, None if self.kind == "look" else MIDNIGHT if self.kind == "close" else "closing"
        if start is not None and end is None:
            if start == "closing":
                ask_back("Until when?")
            return start, MIDNIGHT if self.kind == "close" else "closing"
        return start, end

    def _until_clock(self, clock: Clock) -> int:
        """The end of "until 9" from now on: today, or tomorrow if that time is over, which is asked back."""
        passed = self.scene.now.hour * 60 + self.scene.now.minute
        ends = [minute if minute > passed else minute + MIDNIGHT for minute in alone(clock)]
        return self.scene.roads.take(ends, "Until when?", sure=max(ends) <= MIDNIGHT)

    def _part(self, part: str) -> tuple[Time | int | None, Time | int | None]:
        if part == "morning":
            return "opening", NOON
        if part == "afternoon":
            return NOON, "closing"
        if self.kind in {"open", "extend"}:
            ask_back(f"From when until when in the {part}?")
        return _EVENING, MIDNIGHT

    def _alone(self, clock: Clock, *, ends: bool = False) -> int:
        options = alone(clock)
        if ends and self.kind == "extend":
            options = options[-1:]
        return self.scene.roads.take(options, "In the morning, or in the evening?")

    def _undated(self, said: Sequence[Times], times: list[tuple[Time | int | None, Time | int | None]]) -> list[Window]:
        """Times without a day: today, or tomorrow where today's may be over."""
        today, now = self.scene.today, self.scene.now
        first = times[0][0] if times else None
        if not all(each.spoken for each in said):
            question = "Which day is meant?"
            date = self.scene.roads.take([today, today + _DAY], question, sure=False)
        elif isinstance(first, int) and midnight(today) + dt.timedelta(minutes=first) < now and self.kind != "look":
            date = self.scene.roads.take([today, today + _DAY], "Today, or tomorrow?")
        else:
            date = today
        return [self._window(date, each) for each in times]

    def _window(self, date: dt.date, times: tuple[Time | int | None, Time | int | None]) -> Window:
        start, end = times
        if start is None:
            return self._until(date, end)
        if self.kind == "look" and end is None:
            return Window(start=self._wall(date, start), end=None)
        if isinstance(start, int) and start >= MIDNIGHT:  # "midnight to 6am" is the night before, or after
            shift = self.scene.roads.take([0, MIDNIGHT], "Which night is meant?", sure=True)
            start = start - MIDNIGHT + shift
            end = end - MIDNIGHT + shift if isinstance(end, int) else end
        return Window(start=self._edge(date, start), end=self._edge(date, end))

    def _until(self, date: dt.date, end: Time | int | None) -> Window:
        if self.kind == "extend":
            return Window(start=Edge(date=date, at="closing"), end=self._edge(date, end))
        start: dt.datetime | Edge = self.scene.now if date == self.scene.today else midnight(date)
        if self.kind == "open" and date != self.scene.today:
            start = Edge(date=date, at="opening")
        return Window(start=start, end=self._edge(date, end))

    def _edge(self, date: dt.date, time: Time | int | None) -> dt.datetime | Edge | None:
        if time == "opening" or time == "closing":  # noqa: PLR1714  # mypy narrows only so
            return Edge(date=date, at=time)
        return self._wall(date, time) if isinstance(time, int) else None

    def _wall(self, date: dt.date, minute: Time | int) -> dt.datetime:
        """The line's wall-clock time of a minute of a date, said in the zone that was named."""
        assert isinstance(minute, int)  # noqa: S101  # opening and closing were taken out before
        said = midnight(date) + dt.timedelta(minutes=minute)
        if self.zone is None or self.zone == self.scene.zone or minute == MIDNIGHT:
            return said
        return said.replace(tzinfo=ZoneInfo(self.zone)).astimezone(ZoneInfo(self.scene.zone)).replace(tzinfo=None)

    def _spans(self, ranges: Iterable[DayRange], *, starts_ahead: bool = False) -> list[Span]:
        spans: list[Span] = []
        for each in ranges:
            span = self._span(each, spans[-1].last if spans else None, starts_ahead=starts_ahead)
            spans.append(span)
        return spans

    def _span(self, days: DayRange, before: dt.date | None, *, starts_ahead: bool) -> Span:
        first, last = _lent(days)
        if isinstance(first, WeekdayName) and not first.which:
            first = WeekdayName(first.weekday, still_ahead=starts_ahead)
        span = first.span(self.scene)
        if before is not None and isinstance(first, WeekdayName) and span.first <= before:
            span = first.span(self.scene, before)
        if last is None:
            return span
        end = last.span(self.scene, span.first)
        if end.last < span.first:
            ask_back(f"{day_text(end.last)} is before {day_text(span.first)}.")
        return Span(span.first, end.last)

    def _across(self, across: Across) -> list[Window]:
        start = self._point(across.start, None) if across.start else self.scene.now
        if across.end is None:
            return [Window(start=start, end=None)]
        if across.start is None and self.kind in {"open", "extend"}:
            return [self._open_until(across.end)]
        base = start.date() if across.start and isinstance(start, dt.datetime) else None
        end = self._point(across.end, base, inclusive=across.inclusive)
        return [Window(start=start, end=end)]

    def _open_until(self, moment: Moment) -> Window:
        """Such as "Extend to 9pm on Dec 23": from the closing of that day."""
        if not moment.days or moment.time is None:
            ask_back("From when until when? For example: open Saturday 9am-1pm.")
        date = moment.days[0].first.span(self.scene).first
        if self.kind == "open" and date != self.scene.today:
            ask_back("From when until when? For example: open Saturday 9am-1pm.")
        start: dt.datetime | Edge = self.scene.now if self.kind == "open" else Edge(date=date, at="closing")
        return Window(start=start, end=self._point(moment, None))

    def _point(self, moment: Moment, after: dt.date | None, *, inclusive: bool | None = False) -> dt.datetime | Edge:
        day: Day | None = moment.days[0].first if moment.days else None
        if len(moment.days) > 1 or (moment.days and moment.days[0].last):
            ask_back("From which day until which day?")
        if isinstance(day, WeekdayName) and isinstance(moment.time, Clock) and after is None:
            day = replace(day, still_ahead=self._is_ahead((min(moment.time.minutes), None)))
        span = day.span(self.scene, after) if day else Span(self.scene.today, self.scene.today)
        if moment.time is None:
            if moment.part:
                ask_back(f"At what time in the {moment.part}?")
            if inclusive is None:
                weekday = day_text(span.last, year=False)
                question = f"Is {weekday} included?"
                inclusive = self.scene.roads.take([False, True], question, sure=False)
            return midnight(span.last + _DAY if inclusive else span.first)
        time = moment.time.within(moment.part) if isinstance(moment.time, Clock) and moment.part else moment.time
        minute = self._alone(time) if isinstance(time, Clock) else time
        edge = self._edge(span.first, minute)
        assert edge is not None  # noqa: S101  # a time was said
        return edge

    def _rest(self, rest: Rest) -> Window:
        today = self.scene.today
        after = {
            "day": today + _DAY,
            "week": today + dt.timedelta(days=7 - today.weekday()),
            "month": (today.replace(day=28) + dt.timedelta(days=4)).replace(day=1),
        }[rest.of]
        return Window(start=self.scene.now if rest.of == "day" else midnight(today), end=midnight(after))

    def _lasting(self, lasting: list[Lasting], groups: list[Group]) -> list[Window]:
        if sorted(each.away for each in lasting) == [False, True] and not groups:  # "in 30 minutes for an hour"
            start = self.scene.now + next(_delta(each.item) for each in lasting if each.away)
            return [Window(start=start, end=start + next(_delta(each.item) for each in lasting if not each.away))]
        if len(lasting) > 1:
            ask_back("Two lengths of time were named. How long is meant?")
        length, away, following = lasting[0].item, lasting[0].away, lasting[0].next
        if groups:
            return [self._lasting_from(groups, length)]
        if away:
            start = self.scene.now + _delta(length)
            return [Window(start=start, end=None if self.kind == "look" else midnight(start.date() + _DAY))]
        if length.minutes:
            return [Window(start=self.scene.now, end=self.scene.now + _delta(length))]
        today = self.scene.today
        options = [Window(start=midnight(today), end=midnight(today) + _delta(length))]
        if following:
            options.append(Window(start=midnight(today + _DAY), end=midnight(today + _DAY) + _delta(length)))
        else:
            options.append(Window(start=self.scene.now, end=self.scene.now + _delta(length)))
        return [self.scene.roads.take(options, "From when until when?")]

    def _lasting_from(self, groups: list[Group], length: LengthItem) -> Window:
        ranges = [each for group in groups for each in group.ranges]
        times = [each for group in groups for each in group.times]
        if len(ranges) > 1 or len(times) > 1 or (times and (times[0].end or times[0].part)):
            ask_back("From when is that length of time meant?")
        date = self._spans(ranges)[0].first if ranges else self.scene.today
        if length.days and not times:
            return Window(start=midnight(date), end=midnight(date) + _delta(length))
        if not times or not isinstance(times[0].start, Clock):
            ask_back("From what time on?")
        start = self._wall(date, self._alone(times[0].start))
        return Window(start=start, end=start + _delta(length))

    def _checked(self, windows: list[Window]) -> list[Window]:
        for window in windows:
            self._check(window)
        return sorted(windows, key=lambda each: (_moment(each.start), _moment(each.end, is_end=True)))

    def _check(self, window: Window) -> None:
        start, end = _moment(window.start), _moment(window.end, is_end=True)
        if start >= end:
            ask_back("That would end before it begins.")
        for edge in (window.start, window.end):
            if isinstance(edge, dt.datetime):
                self._check_exists(edge)
        if self.kind == "look":
            return
        if end <= self.scene.now:
            ask_back(f"{day_text(start.date())} is over." if end == midnight(end.date()) else "That is over.")
        last = start if window.end is None else end - dt.timedelta(minutes=1)
        problem = distance_problem(start, self.scene.now) or distance_problem(last, self.scene.now)
        if problem and not self.far:
            ask_back(problem)

    def _check_exists(self, local: dt.datetime) -> None:
        problem = clock_problem(local, self.scene.zone)
        if problem:
            ask_back(problem)


def _lent(days: DayRange) -> tuple[Day, Day | None]:
    """Both ends of a range; "from the 13th to the 15th July" lends its month to the first."""
    first, last = days
    if isinstance(first, DayOfMonth) and isinstance(last, MonthDay) and first.months_ahead is None:
        return MonthDay(last.month, first.day, last.year, first.weekday), last
    return first, last


def _whole_days(span: Span, left_out: set[dt.date]) -> list[Window]:
    if not left_out & set(_dates(span)):
        return [Window(start=midnight(span.first), end=midnight(span.last + _DAY))]
    return [Window(start=midnight(date), end=midnight(date + _DAY)) for date in _dates(span) if date not in left_out]


def _dates(span: Span) -> list[dt.date]:
    return [span.first + dt.timedelta(days=days) for days in range((span.last - span.first).days + 1)]


def _delta(length: LengthItem) -> dt.timedelta:
    return dt.timedelta(minutes=length.minutes, days=length.days)


def _moment(edge: dt.datetime | Edge | None, *, is_end: bool = False) -> dt.datetime:
    """A moment to compare by; an opening or closing is somewhere in its day."""
    if edge is None:
        return dt.datetime.max
    if isinstance(edge, Edge):
        return midnight(edge.date) + (_DAY if is_end else dt.timedelta(0))
    return edge


def _joined(windows: list[Window], kind: Kind) -> tuple[Window, ...]:
    for earlier, later in pairwise(windows):
        if kind == "look" and earlier.end is None:
            ask_back("Those are several moments. Please ask about one of them at a time, or about whole days.")
        if _moment(later.start) < _moment(earlier.end, is_end=True):
            ask_back("Those times overlap.")
    joined: list[Window] = []
    for window in windows:
        if joined and joined[-1].end == window.start and (window.end or _may_go_on(joined[-1], kind)):
            joined[-1] = Window(start=joined[-1].start, end=window.end)
        else:
            joined.append(window)
    return tuple(joined)


def _may_go_on(window: Window, kind: Kind) -> bool:
    """Whether a window may be made one that has no end: such a one is a single moment of a question."""
    return kind != "look" and isinstance(window.start, dt.datetime)
