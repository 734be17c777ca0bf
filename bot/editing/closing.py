"""The form of a closure. Pure."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from adapters import DAY, Change, clock_text, moment
from bot import describe
from bot.answers import Input
from bot.editing import dating
from bot.editing.inputs import Chosen, FormError, FormName, Scene, Values, is_on, text_of
from bot.intent import times
from bot.language import Ask, Verb, Window, clock_problem
from bot.plans import Facts

_THROUGH, _DAILY = "through", "daily"
_EACH = (
    (_THROUGH, "Closed all through, from the first day to the last"),
    (_DAILY, "Closed at these times on each of the days"),
)
"""What times mean for several days."""


class Closing:
    """Close one line or several for a while, or until further notice."""

    name: Final = FormName.CLOSE
    label: Final = "Close for a while"
    verb: Final = Verb.CLOSE
    several: Final = True

    def unfit(self, facts: Facts) -> str:
        """Any line can be closed."""
        del facts
        return ""

    def begin(self, facts: Chosen, ask: Ask | None, now: dt.datetime) -> Values:
        """Nothing, or the windows that were named: the first one, and the others in words."""
        del now
        if ask is None:
            return {}
        windows = dating.windows_of(ask, facts)
        first = next((place for place, each in enumerate(windows) if _is_told(each)), None)
        if first is None:
            return dating.with_rest({}, windows, ask)
        run = _run(windows[first:])
        return dating.with_rest(_values(run), (*windows[:first], *windows[first + len(run) :]), ask)

    def inputs(self, values: Values, facts: Chosen) -> Sequence[Input]:
        """The days and the times, what these mean for several days, and other times in words."""
        also = bool(text_of(values, "also"))
        shown = [
            Input(name="from", label="First day", type="date", required=not also),
            Input(
                name="from_time",
                label="From",
                type="time",
                hint=f"{dating.by_clock(facts)}. Empty is the beginning of the day.",
            ),
            Input(
                name="for_good",
                label="Until further notice",
                type="switch",
                hint="It stays closed until somebody opens it again.",
            ),
        ]
        if not is_on(values, "for_good"):
            shown[2:2] = [
                Input(name="to", label="Last day", type="date", hint="Empty is the first day."),
                Input(name="to_time", label="Until", type="time", hint="Empty is the end of the last day."),
            ]
            if _has_times_of_days(values):
                each = Input(name="each", label="On these days", type="choice", choices=_EACH, required=True)
                shown.insert(4, each)
        return (
            *shown,
            Input(
                name="also",
                label="Also closed",
                type="text",
                hint="Other days and times in words, with a semicolon between them.",
                placeholder="Dec 24 from 2pm; Dec 31",
                maximum=dating.LONGEST_WORDS,
            ),
        )

    def glance(self, facts: Chosen) -> Sequence[str]:
        """The usual hours, and what is planned already."""
        return dating.as_it_is(facts)

    def changes(self, values: Values, facts: Facts, scene: Scene) -> tuple[Change, ...]:
        """A closure for each stretch of time."""
        chosen, also = _chosen(values, facts, scene), dating.also_in(values, self.verb, facts, scene)
        windows = dating.together(chosen, also, facts)
        if not windows:
            raise FormError({"from": "Choose the first day."})
        ask = Ask(verb=self.verb, lines=(facts.line.name,), windows=windows, reason=scene.reason)
        return times.close(ask, facts)


def _chosen(values: Values, facts: Facts, scene: Scene) -> tuple[Window, ...]:
    """The windows that are chosen with days and times; none if nothing is chosen."""
    if is_on(values, "for_good"):
        values = {**values, "to": "", "to_time": ""}
    days = dating.days_in(values, facts, scene)
    begins, ends = (dating.minute_in(values, name) for name in ("from_time", "to_time"))
    if days is None:
        if is_on(values, "for_good") or begins is not None or ends is not None:
            raise FormError({"from": "Choose the first day."})
        return ()
    first, last = days
    if is_on(values, "for_good"):
        return _checked([(dating.at(first, begins or 0), None)], facts, scene)
    if ends == 0:
        raise FormError(
            {
                "to_time": "For midnight at the end of the last day leave “Until” empty; for midnight at its beginning"
                " choose the day before as the last day, and leave “Until” empty."
            }
        )
    if first == last or (begins, ends) == (None, None) or _meaning(values) == _THROUGH:
        return _checked([(dating.at(first, begins or 0), dating.at(last, ends or DAY))], facts, scene)
    spans = [(dating.at(each, begins or 0), dating.at(each, ends or DAY)) for each in dating.dates(first, last)]
    return _checked(spans, facts, scene)


def _meaning(values: Values) -> str:
    """What times mean for several days, which nobody but the person can tell."""
    meaning = text_of(values, "each")
    if meaning not in {value for value, _ in _EACH}:
        raise FormError({"each": "Choose whether it is closed all through, or at these times on each of the days."})
    return meaning


def _has_times_of_days(values: Values) -> bool:
    """Whether there are times for more than one day."""
    times_set = text_of(values, "from_time") or text_of(values, "to_time")
    return bool(times_set) and text_of(values, "to") not in {"", text_of(values, "from")}


def _checked(spans: Sequence[tuple[dt.datetime, dt.datetime | None]], facts: Facts, scene: Scene) -> tuple[Window, ...]:
    """Stretches of time, each of which begins before it ends, at times that there are, and is not over."""
    zone, country = facts.line.zone, facts.line.country
    for start, end in spans:
        if end is not None and end <= start:
            raise FormError({"to_time": "“Until” is not after “From”. Choose a later time, or a later last day."})
        for name, edge in (("from_time", start), ("to_time", end)):
            problem = clock_problem(edge, zone) if edge else ""
            if problem:
                raise FormError({name: f"{describe.as_read_in(country, problem)} Choose another time."})
        if end is not None and moment(end, zone) <= scene.now:
            clock = facts.words.clock(end.hour * 60 + end.minute)
            over = dating.is_over(f"{clock} on {describe.date(end.date())}", facts)
            raise FormError({"to_time": f"{over} Choose a later time or day."})
    return tuple(Window(start=start, end=end) for start, end in spans)


def _is_told(window: Window) -> bool:
    """Whether days and times tell a window."""
    return isinstance(window.start, dt.datetime) and (window.end is None or isinstance(window.end, dt.datetime))


def _run(windows: Sequence[Window]) -> list[Window]:
    """The first window, with those at the same times on the days that follow it."""
    run = [windows[0]]
    start, end = windows[0].start, windows[0].end
    if not isinstance(start, dt.datetime) or not isinstance(end, dt.datetime) or end > dating.at(start.date(), DAY):
        return run
    for number, each in enumerate(windows[1:], start=1):
        if each != Window(start=start + number * dating.DAY, end=end + number * dating.DAY):
            break
        run.append(each)
    return run


def _values(run: Sequence[Window]) -> dict[str, str]:
    """What stands in the inputs for windows at the same times on days in a row."""
    start, end = run[0].start, run[-1].end
    assert isinstance(start, dt.datetime)  # noqa: S101  # a run is told by days and times
    values = {"from": start.date().isoformat(), "from_time": _time(start)}
    if not isinstance(end, dt.datetime):
        return {**values, "for_good": "on"}
    last = (end - dt.timedelta(minutes=1)).date()
    values |= {"to": "" if last == start.date() else last.isoformat(), "to_time": _time(end)}
    return {**values, "each": (_DAILY if run[1:] else _THROUGH) if _has_times_of_days(values) else ""}


def _time(local: dt.datetime) -> str:
    """A time that stands in an input; the beginning and the end of a day are left empty."""
    return "" if local.time() == dt.time() else clock_text(local.hour * 60 + local.minute)
