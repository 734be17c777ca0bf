"""Days and times in forms: what stands in their inputs, and what is wrong with it. Pure."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, Literal

from adapters import clock_minute, wall_clock
from bot import describe
from bot.editing.inputs import Chosen, FormError, Scene, Values, text_of
from bot.intent import AskBackError
from bot.intent.times import resolved
from bot.language import Ask, KnownLine, UnclearError, Verb, Window, distance_problem, read_when, when_written
from bot.plans import Facts

DAY: Final = dt.timedelta(days=1)
MOST_WINDOWS: Final = 40
LONGEST_WORDS: Final = 300
_MOST_LINES, _MOST_PLANNED = 4, 4


def style(facts: Facts) -> Literal["12", "24"]:
    """How people write times where a line is."""
    return "12" if facts.line.country in describe.TWELVE_HOUR_COUNTRIES else "24"


def by_clock(facts: Chosen) -> str:
    """By whose clock times are meant: `In New York time`."""
    zones = {each.words.zone_name for each in facts.lines}
    return f"In {zones.pop()}" if len(zones) == 1 else "In each line's own time"


def as_it_is(facts: Chosen) -> tuple[str, ...]:
    """The usual hours of each line, and what is planned besides; a line of text each."""
    told = [text for each in facts.lines[:_MOST_LINES] for text in _line(each, facts)]
    more = len(facts.lines) - _MOST_LINES
    return (*told, f"{more} more {'line' if more == 1 else 'lines'}") if more > 0 else tuple(told)


def _line(line: Facts, facts: Chosen) -> Iterator[str]:
    name = f"{line.line.name}: " if facts.lines[1:] else ""
    yield f"{name}Usual hours {describe.standing(line.setup.hours, line.words)} ({line.words.zone_name})"
    local = wall_clock(facts.now, line.line.zone)
    planned = [each for each in line.setup.overrides if each.end is None or each.end > local]
    for each in planned[:_MOST_PLANNED]:
        yield f"{name}{'Closed' if each.state == 'closed' else 'Open'} {line.words.span(each.start, each.end)}"
    more = len(planned) - _MOST_PLANNED
    if more > 0:
        yield f"{name}{more} more {'time' if more == 1 else 'times'} on which it is closed or open specially"


def at(date: dt.date, minute: int) -> dt.datetime:
    """A minute of a date as wall-clock time."""
    return dt.datetime.combine(date, dt.time()) + dt.timedelta(minutes=minute)


def date_in(values: Values, name: str) -> dt.date | None:
    """The date that stands in an input; None if nothing does."""
    text = text_of(values, name)
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise FormError({name: f"“{text}” is not a date. Choose one such as 2026-12-24."}) from error


def minute_in(values: Values, name: str) -> int | None:
    """The minute of the day that stands in an input; None if nothing does."""
    text = text_of(values, name)
    try:
        return clock_minute(text) if text else None
    except ValueError as error:
        raise FormError({name: f"“{text}” is not a time of day. Choose one such as 14:30."}) from error


def days_in(values: Values, facts: Facts, scene: Scene) -> tuple[dt.date, dt.date] | None:
    """The first and the last day that stand in `from` and `to`, neither of them over; None if nothing does."""
    first, last = date_in(values, "from"), date_in(values, "to")
    if first is None and last is None:
        return None
    if first is None:
        raise FormError({"from": "Choose the first day."})
    now = wall_clock(scene.now, facts.line.zone)
    if first < now.date():
        over = is_over(describe.date(first), facts)
        raise FormError({"from": f"{over} Choose today or a later day."})
    for name, day in (("from", first), ("to", last or first)):
        far = distance_problem(at(day, 0), now)
        if far:
            raise FormError({name: f"{far} Choose an earlier day."})
    if last is not None and last < first:
        raise FormError({"to": "“Last day” is before “First day”. Choose a later day, or leave it empty."})
    return first, last or first


def is_over(when: str, facts: Facts) -> str:
    """That something is over by the clock of a line, which need not be that of others."""
    return f"{when} is over in {facts.words.zone_name}."


def dates(first: dt.date, last: dt.date) -> list[dt.date]:
    """All days from one to another; a `FormError` where they are too many to name one by one."""
    count = (last - first).days + 1
    if count > MOST_WINDOWS:
        raise FormError({"to": f"Those are {count} days. Choose fewer, or change the weekly hours instead."})
    return [first + number * DAY for number in range(count)]


def windows_of(ask: Ask, facts: Chosen) -> tuple[Window, ...]:
    """The windows of an ask in wall-clock time, as far as all lines have the same opening or closing then."""
    return tuple(_resolved(each, facts) for each in ask.windows)


def _resolved(window: Window, facts: Chosen) -> Window:
    try:
        found = {resolved(window, each) for each in facts.lines}
    except AskBackError:
        return window
    start, end = found.pop()
    return window if found else Window(start=start, end=end)


def with_rest(values: dict[str, str], rest: Sequence[Window], ask: Ask) -> dict[str, str]:
    """What stands in a form, with the windows in words that its other inputs do not tell; all in words if need be."""
    also = when_written(rest, ask.verb)
    if len(also) <= LONGEST_WORDS:
        return {**values, "also": also} if also else values
    return {"also": when_written(ask.windows, ask.verb)}


def also_in(values: Values, verb: Verb, facts: Facts, scene: Scene) -> tuple[Window, ...]:
    """The windows that were written in words, in `also`."""
    line = KnownLine(name=facts.line.name, zone=facts.line.zone, country=facts.line.country)
    try:
        return read_when(text_of(values, "also"), verb, line, scene.now, style(facts))
    except UnclearError as error:
        raise FormError({"also": describe.as_read_in(facts.line.country, str(error))}) from error


def together(chosen: Sequence[Window], also: Iterable[Window], facts: Facts) -> tuple[Window, ...]:
    """All windows of a form in the order of time, joined where they touch."""
    try:
        found = [resolved(each, facts) for each in (*chosen, *also)]
    except AskBackError as error:
        raise FormError({"also": str(error)}) from error
    found.sort(key=lambda each: each[0])
    for (_, end), (start, _) in pairwise(found):
        if end is None or start < end:
            raise FormError({"also": "Those times overlap the other ones. Name each time once."})
    joined: list[Window] = []
    for start, end in found:
        if joined and joined[-1].end == start:
            joined[-1] = Window(start=joined[-1].start, end=end)
        else:
            joined.append(Window(start=start, end=end))
    return tuple(joined)
