"""The form of special hours. Pure."""

import datetime as dt
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Final

from adapters import DAY, WHOLE_DAY, Change, Day, Interval, day_hours, merged, moment, wall_clock
from bot import describe
from bot.answers import Input
from bot.editing import dating
from bot.editing.inputs import Chosen, FormError, FormName, Scene, Values, text_of
from bot.intent import AskBackError, times
from bot.language import Ask, Edge, UnclearError, Verb, Window, clock_problem, read_day
from bot.plans import Facts

_ONLY, _BESIDES = "only", "besides"
_WHICH = (
    (_ONLY, "Only these: it is closed for the rest of the day"),
    (_BESIDES, "These as well as the usual hours of the day"),
)
"""What hours mean on a day on which it is open anyway."""


class Opening:
    """Open one line or several at special hours on some days.

    The hours are a text, as those of the week are: a day may have several stretches, or be open to its very end.
    """

    name: Final = FormName.OPEN
    label: Final = "Special hours"
    verb: Final = Verb.OPEN
    several: Final = True

    def unfit(self, facts: Facts) -> str:
        """Any line can be opened."""
        del facts
        return ""

    def begin(self, facts: Chosen, ask: Ask | None, now: dt.datetime) -> Values:
        """Nothing, or the windows that were named: those of the first days, and the others in words."""
        if ask is None:
            return {}
        windows = dating.windows_of(ask, facts)
        is_told_by_hours = any(isinstance(edge, Edge) for each in windows for edge in (each.start, each.end))
        leaves_out = is_told_by_hours or any(_leaves_out(_named(windows), each, now) for each in facts.lines)
        added = {"only": _BESIDES} if leaves_out else {}
        only = {"only": _ONLY} if ask.only else added
        days = _days(windows)
        if not days:
            return {**dating.with_rest({}, windows, ask), **only}
        first = last = min(days)
        while days.get(last + dating.DAY) == days[first]:
            last += dating.DAY
        values = {
            "from": first.isoformat(),
            "to": "" if last == first else last.isoformat(),
            "hours": facts.words.day(days[first]),
        }
        rest = [each for each in windows if not any(date <= last for date, _ in _pieces(each))]
        return {**dating.with_rest(values, rest, ask), **only}

    def inputs(self, values: Values, facts: Chosen) -> Sequence[Input]:
        """The days, their hours, and whether these are all where it is open otherwise, too."""
        also = bool(text_of(values, "also"))
        which = Input(name="only", label="Open then", type="choice", choices=_WHICH, required=True)
        scene = Scene(now=facts.now, number_problem=lambda _: "")
        written = [(_as_far_as_written(values, each, scene), each) for each in facts.lines]
        matters = any(_leaves_out(days, each, facts.now) for days, each in written)
        return (
            Input(name="from", label="First day", type="date", required=not also),
            Input(name="to", label="Last day", type="date", hint="Empty is the first day."),
            Input(
                name="hours",
                label="Hours on each day",
                type="text",
                required=not also,
                hint=f"{dating.by_clock(facts)}: 9am-1pm, or 9-12 and 1-5, or all day.",
                placeholder="9am-1pm",
                maximum=dating.LONGEST_WORDS,
            ),
            *([which] if matters else []),
            Input(
                name="also",
                label="Also open",
                type="text",
                hint="Other days and times in words, with a semicolon between them.",
                placeholder="Dec 24 9am-noon; Dec 31 from 10pm to 2am",
                maximum=dating.LONGEST_WORDS,
            ),
        )

    def glance(self, facts: Chosen) -> Sequence[str]:
        """The usual hours, and what is planned already."""
        return dating.as_it_is(facts)

    def changes(self, values: Values, facts: Facts, scene: Scene) -> tuple[Change, ...]:
        """Special hours for each stretch of time, on days that are closed besides if they are all."""
        chosen, also = _chosen(values, facts, scene), dating.also_in(values, self.verb, facts, scene)
        if any(each.end is None for each in also):
            raise FormError({"also": "Say until when it is to be open, for example Dec 31 9am-1pm."})
        windows = dating.together(chosen, also, facts)
        if not windows:
            raise FormError({"from": "Choose the first day.", "hours": "Write the hours, for example 9am-1pm."})
        meant = text_of(values, "only")
        only = meant == _ONLY
        if meant not in {_ONLY, _BESIDES} and (date := _leaves_out(_named(windows), facts, scene.now)):
            day = facts.words.day(_usual(facts, date)).removeprefix("open ")
            usual = f"{facts.line.name} is open {day} on {describe.date(date)}."
            raise FormError({"only": f"{usual} Choose whether it is to be open only at these hours, or then as well."})
        ask = Ask(verb=self.verb, lines=(facts.line.name,), windows=windows, only=only, reason=scene.reason)
        try:
            return times.open_specially(ask, facts)
        except AskBackError as error:
            more = "If so, choose “Only these”; if not, write only times at which it is closed."
            raise FormError({"only": f"{error} {more}"}) from error


def _chosen(values: Values, facts: Facts, scene: Scene) -> tuple[Window, ...]:
    """The windows that are chosen with days and hours; none if nothing is chosen."""
    days, text = dating.days_in(values, facts, scene), text_of(values, "hours")
    if days is None and not text:
        return ()
    if days is None:
        raise FormError({"from": "Choose the first day."})
    if not text:
        raise FormError({"hours": "Write the hours, for example 9am-1pm, or 9-12 and 1-5."})
    hours = _hours(text, facts)
    return tuple(_window(date, each, facts, scene) for date in dating.dates(*days) for each in hours)


def _as_far_as_written(values: Values, facts: Facts, scene: Scene) -> dict[dt.date, list[Interval]]:
    """The days that are named by now, with their hours; none on a day for which they are still missing."""
    with suppress(FormError):
        return _named((*_chosen(values, facts, scene), *dating.also_in(values, Verb.OPEN, facts, scene)))
    with suppress(FormError):
        days = dating.days_in(values, facts, scene)
        return {each: [] for each in dating.dates(*days)} if days else {}
    return {}


def _named(windows: Sequence[Window]) -> dict[dt.date, list[Interval]]:
    """The hours of each day; of a stretch that goes on after midnight only those of the day on which it begins."""
    days = _days(windows)
    for window in windows:
        if isinstance(window.start, dt.datetime) and not _pieces(window):
            start = window.start.hour * 60 + window.start.minute
            days.setdefault(window.start.date(), []).append(Interval(start=start, end=DAY))
    return days


def _leaves_out(days: Mapping[dt.date, Sequence[Interval]], facts: Facts, now: dt.datetime) -> dt.date | None:
    """The first of some days on which it will be open anyway at hours that are not among those that are named."""
    local = wall_clock(now, facts.line.zone)
    for date, named in sorted(days.items()):
        past = local.hour * 60 + local.minute if date == local.date() else 0
        row = [each for each in _usual(facts, date) if each.end > past]
        covering = merged([*named, *([Interval(start=0, end=past)] if past else [])])
        if not all(any(each.start <= hours.start and hours.end <= each.end for each in covering) for hours in row):
            return date
    return None


def _usual(facts: Facts, date: dt.date) -> Day:
    """The hours of a day as it is."""
    return day_hours(facts.setup.hours, facts.setup.overrides, date)


def _hours(text: str, facts: Facts) -> tuple[Interval, ...]:
    try:
        hours = read_day(text, dating.style(facts), may_close=False)
    except UnclearError as error:
        raise FormError({"hours": str(error)}) from error
    if not hours:
        raise FormError({"hours": "To close it on these days, change “Close for a while” instead."})
    return hours


def _window(date: dt.date, interval: Interval, facts: Facts, scene: Scene) -> Window:
    """A stretch of a day, at times that there are, which is not over."""
    start, end = dating.at(date, interval.start), dating.at(date, interval.end)
    zone, told = facts.line.zone, facts.words.day([interval])
    problem = clock_problem(start, zone) or clock_problem(end, zone)
    if problem:
        raise FormError({"hours": f"{describe.as_read_in(facts.line.country, problem)} Write another time."})
    if moment(end, zone) <= scene.now:
        over = dating.is_over(f"{told} on {describe.date(date)}", facts)
        raise FormError({"hours": f"{over} Leave it out, or choose a later day."})
    return Window(start=start, end=end)


def _days(windows: Sequence[Window]) -> dict[dt.date, list[Interval]]:
    """The hours of each day, as far as windows are of days."""
    days: dict[dt.date, list[Interval]] = {}
    for date, interval in (each for window in windows for each in _pieces(window)):
        days.setdefault(date, []).append(interval)
    return days


def _pieces(window: Window) -> list[tuple[dt.date, Interval]]:
    """A window as hours of days: a part of one day, or whole days; none if it is neither."""
    start, end = window.start, window.end
    if not isinstance(start, dt.datetime) or not isinstance(end, dt.datetime):
        return []
    midnight = dating.at(start.date(), 0)
    if end <= midnight + dating.DAY:
        first, last = ((edge - midnight) // dt.timedelta(minutes=1) for edge in (start, end))
        return [(start.date(), Interval(start=first, end=last))]
    if start == midnight and end.time() == dt.time():
        return [(start.date() + number * dating.DAY, WHOLE_DAY[0]) for number in range((end - start).days)]
    return []
