"""What a plan looks like to callers: the days around it, and what they get at telling moments. Pure."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from adapters import (
    DATED,
    HORIZON,
    WHOLE_DAY,
    Change,
    MenuName,
    SetHours,
    Setup,
    Span,
    Weekday,
    is_open,
    moment,
    next_change,
    timeline,
    wall_clock,
)
from bot.describe import FARTHEST
from bot.plans.days import FAR, days_around, differing
from bot.plans.facts import Facts
from bot.plans.meeting import Meeting, meeting
from bot.preview import Preview, PreviewMoment

_WEEK = dt.timedelta(days=7)
_DAY = dt.timedelta(days=1)
_OUTSIDE = "Outside these hours"
_STATES: tuple[MenuName, ...] = ("open", "closed")


class _Effect(NamedTuple):
    """When callers first notice that the hours are otherwise, and when they last do (UTC)."""

    first: dt.datetime
    last_that_day: dt.datetime
    """When they last do on the first of its days."""
    last: dt.datetime | None
    """None where it has no end."""


def preview(before: Setup, after: Setup, changes: Sequence[Change], facts: Facts, now: dt.datetime) -> Preview:
    """What changes that lead from one setup to another look like to callers."""
    moments = [*_dated(before, after, changes, facts, now), *_set(before, after, facts)]
    return Preview(
        zone=facts.words.zone_name,
        days=tuple(days_around(before, after, changes, facts.words, now)),
        moments=tuple(dict.fromkeys(moments)),
    )


def _dated(
    before: Setup, after: Setup, changes: Sequence[Change], facts: Facts, now: dt.datetime
) -> Iterator[PreviewMoment]:
    """Before, during and after the time in which the line is open or closed otherwise."""
    weekly = any(isinstance(change, SetHours) for change in changes)
    if weekly and all(after.hours.open_on(day) == WHOLE_DAY for day in Weekday) and not after.overrides:
        yield _at("during", "At any hour", now, after, facts)
        return
    effect = _effect(before, after, changes, now)
    if effect is None:
        return
    around = timeline(after, max(now, effect.first - _WEEK), effect.first + _DAY)
    during = next(index for index, span in enumerate(around) if effect.first < span.end)
    if effect.first <= now and is_open(before, now) != is_open(after, now):
        yield _at("before", "Until it is applied", now, before, facts)
    elif during and not weekly:
        yield _before(around[:during], after, facts, now)
    begin = _begin(effect, around, after.zone) if during and not weekly else effect.first
    then, opens = _next_change(after, begin), is_open(after, begin)
    later = [] if weekly or not effect.last else [*_changes_after(begin, effect.last_that_day, after)]
    first = _told(begin, facts, now)
    when = "Once applied" if begin <= now else f"From {first}"
    if not opens and then is None:
        when = f"{when}, {'until further notice' if _is_for_good(after) else 'for more than two years'}"
    elif weekly and not opens:
        when = f"{_OUTSIDE}, first noticed {first}"
    elif later and effect.last and later[-1] < effect.last:
        when = f"{when}, the first of several times"
    yield _at("during", when, begin, after, facts)
    for each in later:
        stage: Literal["during", "after"] = "during" if each < effect.last_that_day else "after"
        yield _at(stage, f"From {_told(each, facts, now)}", each, after, facts)
    if then and weekly and opens:
        yield _at("after", _OUTSIDE, then, after, facts)


def _begin(effect: _Effect, around: Sequence[Span], zone: str) -> dt.datetime:
    """When what callers first notice begins on its day, which may be before it is anything else than usual."""
    (span,) = (each for each in around if each.start <= effect.first < each.end)
    dates = {wall_clock(each, zone).date() for each in (span.start, effect.first)}
    return span.start if len(dates) == 1 else effect.first


def _changes_after(begin: dt.datetime, last: dt.datetime, setup: Setup) -> Iterator[dt.datetime]:
    """When a line opens or closes after one moment, in order, up to the first time that is not before another."""
    then = _next_change(setup, begin)
    while then:
        yield then
        then = _next_change(setup, then) if then < last else None


def _before(spans: Sequence[Span], after: Setup, facts: Facts, now: dt.datetime) -> PreviewMoment:
    """What callers get before the first of the other hours, and when, where that is not all the time."""
    last = spans[-1]
    times = f", {'in' if last.open else 'outside'} the usual hours" if len(spans) > 1 else ""
    return _at("before", f"Until {_told(last.end, facts, now)}{times}", last.start, after, facts)


def _told(at: dt.datetime, facts: Facts, now: dt.datetime) -> str:
    """A moment in words, with its year where it is far ahead."""
    return facts.words.at(at, year=(at - now).days > FAR)


def _next_change(setup: Setup, at: dt.datetime) -> dt.datetime | None:
    """The next moment (UTC) at which the line opens or closes; None if it stays as it is as far as anybody looks."""
    looks = (next_change(setup, at + number * HORIZON) for number in range(FARTHEST // HORIZON.days))
    return next((each for each in looks if each is not None), None)


def _is_for_good(setup: Setup) -> bool:
    """Whether a line that is closed stays so until somebody changes it."""
    return setup.hours.never_open or any(each.end is None for each in setup.overrides)


def _effect(before: Setup, after: Setup, changes: Sequence[Change], now: dt.datetime) -> _Effect | None:
    """When callers notice that the hours are otherwise; None if they never do, or not as far as anybody looks."""
    dates = differing(before, after, changes, now)
    that_day = next(filter(None, (_stretches(before, after, date, now) for date in dates)), None)
    if that_day is None:
        return None
    lasts = any(isinstance(change, DATED) and change.end is None for change in changes)
    backwards = (each for date in reversed(dates) for each in reversed(_stretches(before, after, date, now)))
    return _Effect(that_day[0].start, that_day[-1].end, None if lasts else next(backwards).end)


def _stretches(before: Setup, after: Setup, date: dt.date, now: dt.datetime) -> list[Span]:
    """The stretches of a date, from now on, in which the line is open in one setup only."""
    midnight = dt.datetime.combine(date, dt.time())
    start, end = max(moment(midnight, after.zone), now), moment(midnight + _DAY, after.zone)
    if start >= end:
        return []
    marks = sorted({mark for setup in (before, after) for span in timeline(setup, start, end) for mark in span[:2]})
    spans = [Span(first, last, is_open(after, first)) for first, last in pairwise(marks)]
    return [span for span in spans if is_open(before, span.start) != span.open]


def _at(
    stage: Literal["before", "during", "after"], when: str, at: dt.datetime, setup: Setup, facts: Facts
) -> PreviewMoment:
    state: MenuName = "open" if is_open(setup, at) else "closed"
    met = meeting(setup, facts, state, at)
    return PreviewMoment(stage=stage, when=when, at=at, state=state, heard=met.heard, keys=met.keys)


def _set(before: Setup, after: Setup, facts: Facts) -> Iterator[PreviewMoment]:
    """Now, and once applied, where a setting changes what callers get while open, or while closed."""
    for state in _STATES:
        was, will = meeting(before, facts, state), meeting(after, facts, state)
        if was != will:
            yield PreviewMoment(stage="before", when=f"Now, while {state}", state=state, heard=was.heard, keys=was.keys)
            keys = _with_news(was, will)
            when = f"Once applied, while {state}"
            yield PreviewMoment(stage="after", when=when, state=state, heard=will.heard, keys=keys)


def _with_news(was: Meeting, will: Meeting) -> tuple[tuple[str, str], ...]:
    """The keys afterwards, with what is otherwise about them in words."""
    old, new = dict(was.keys), dict(will.keys)
    told = {key: action if old.get(key) == action else _news(action, old.get(key)) for key, action in new.items()}
    gone = {key: f"nothing any more, instead of {action}" for key, action in old.items() if key not in new}
    return tuple(sorted({**told, **gone}.items()))


def _news(action: str, instead_of: str | None) -> str:
    return f"{action}, instead of {instead_of}" if instead_of else f"{action} (new)"
