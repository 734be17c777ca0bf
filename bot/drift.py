"""What somebody has changed on a line outside Switchhook: how it was, how it is, what would lead back. Pure.

A line is right if it is as its baseline: as it was last seen to be right, with everything that our own requests have
written since. The passing of time is no drift, and what a request is just writing is not judged.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

from adapters import (
    DATED,
    HORIZON,
    Change,
    Override,
    PutOverrides,
    SetHours,
    SetOption,
    Setup,
    Value,
    Weekday,
    all_applied,
    apart,
    as_found,
    ends,
    leading,
    moment,
    wall_clock,
    within,
)
from bot import describe
from bot.kept import Baseline, Begun
from bot.plans import Facts, done_elsewhere
from bot.requests import SHAREABLE, LinePlan, State

_IN_DOUBT = frozenset({State.APPLYING, State.APPLIED})
_UNKNOWN = frozenset({State.FAILED, State.EXPIRED})
"""How much of it was written is not known: what it touches is taken as it is."""

_ALONG = dt.timedelta(hours=1)
"""How long a line may take to follow one whose schedule it shares."""

_EDGE_OF_SIGHT = dt.timedelta(days=30)
"""Yearly events are known this much less far ahead than they are read, so that none comes into sight as news."""


class Difference(Value):
    """One thing that somebody has changed: what it is, how it was, how it is."""

    what: str
    was: str
    is_now: str

    @property
    def as_data(self) -> dict[str, str]:
        """As an alert keeps it."""
        return {"what": self.what, "was": self.was, "is": self.is_now}


class Verdict(Value):
    """What became of a line since its baseline."""

    baseline: Baseline
    """How it is known to be right by now."""
    differences: tuple[Difference, ...]
    is_dated: bool = False
    """Only what applies on some dates is different: callers were promised otherwise, perhaps."""
    doubtful: bool = False
    """Something is different that a request may just be writing, so nothing can be said of it yet."""


def judged(known: Baseline, begun: Sequence[Begun], head: int, facts: Facts, now: dt.datetime) -> Verdict:
    """Compare what was read with what is known to be right; `begun` is what our requests did since, up to a record."""
    right, doubts = _taken(known, begun, facts, now)
    was, present = _comparable(right.setup, facts, known.at, now)
    away = [each for each in leading(was, present) if not _is_own_business(each, facts)]
    sure = [each for each in away if not any(_touch_the_same(each, doubt, present) for doubt in doubts)]
    differences = (*_rows(facts), *_zone(right.setup, facts), *_told(sure, was, present, facts))
    later = right.model_copy(update={} if doubts else {"record": head, "taken": ()})
    if not differences:
        kept = {"at": now} if doubts else {"at": now, "setup": facts.setup}
        later = later.model_copy(update=kept)
    dated = right.setup.zone == facts.setup.zone and all(isinstance(each, DATED) for each in sure)
    return Verdict(baseline=later, differences=differences, is_dated=dated, doubtful=len(sure) < len(away))


def back(known: Baseline, facts: Facts, now: dt.datetime) -> tuple[tuple[Change, ...], tuple[str, ...]]:
    """The changes that lead a line back to what it was, and what no change can: the names of the things, for people."""
    was, present = _comparable(known.setup, facts, known.at, now)
    local = wall_clock(now, present.zone).replace(second=0, microsecond=0)
    was, present = (each.model_copy(update={"overrides": _cut(each.overrides, local)}) for each in (was, present))
    away = [each for each in leading(present, was) if not _is_own_business(each, facts)]
    changes = [each for each in away if _can_be_made(each, facts)]
    standing = facts.setup.hours
    rows = {each.weekday: standing.row(each.weekday) for each in facts.reading.drift}
    if rows:
        changes = [*changes, SetHours(rows=rows, always=standing.always)]
    restored = all_applied(changes, present)
    left = [each.what for each in _told(leading(restored, was), restored, was, facts)]
    return tuple(changes), (*(each.what for each in _zone(known.setup, facts)), *left)


def found(known: Baseline, facts: Facts, now: dt.datetime) -> LinePlan:
    """What somebody has changed, as a plan that a policy can judge."""
    was, present = _comparable(known.setup, facts, known.at, now)
    changes = [each for each in leading(was, present) if not _is_own_business(each, facts)]
    rows = {each.weekday: each.found for each in facts.reading.drift}
    return done_elsewhere([*changes, SetHours(rows=rows)] if rows else changes, was, facts)


def adopted(known: Baseline, facts: Facts, now: dt.datetime) -> tuple[PutOverrides, ...]:
    """What ends of what was promised to callers once a line is taken as it is found: only where it is otherwise."""
    if not _keeps_own_ledger(facts):
        was, present = _comparable(known.setup, facts, known.at, now)
        return apart(was.overrides, present.overrides)
    return tuple(laid_over(facts, now).values())


def laid_over(facts: Facts, now: dt.datetime) -> dict[Weekday, PutOverrides]:
    """The rows of dates with overrides that somebody has changed, each as what makes its date as it was found."""
    day, ahead = dt.timedelta(days=1), facts.capabilities.write_ahead or dt.timedelta()
    today = dt.datetime.combine(wall_clock(now, facts.setup.zone).date(), dt.time())
    coming = {Weekday.of(begins): begins for begins in (today + day * number for number in range(7))}
    rows = {coming[each.weekday]: each for each in facts.reading.drift}
    laid = {begins: each for begins, each in rows.items() if within(facts.setup.overrides, begins, begins + day)}
    narrow, hours = facts.capabilities.intervals_a_day is not None, facts.setup.hours
    return {
        each.weekday: PutOverrides(
            start=begins,
            end=begins + day,
            overrides=as_found(hours, facts.setup.overrides, begins.date(), each, narrow=narrow),
        )
        for begins, each in laid.items()
        if moment(begins, facts.setup.zone) <= now + ahead
    }


def text(name: str, differences: Iterable[Difference], since: dt.datetime, noticed: dt.datetime, facts: Facts) -> str:
    """What people are told of it."""
    told = "; ".join(f"{each.what} was {each.was}, and is {each.is_now}" for each in differences)
    when = facts.words.between(since, noticed)
    return f"{name} was changed outside Switchhook, {when}: {told}."


def _taken(known: Baseline, begun: Sequence[Begun], facts: Facts, now: dt.datetime) -> tuple[Baseline, list[Change]]:
    """The baseline with all that our requests have written since, and the changes that nobody can judge yet."""
    setup, taken, doubts = known.setup, list(known.taken), list[Change]()
    for each in begun:
        key, plan = f"{each.request.id}/{each.part.number}", each.part.plan
        own = plan.line.key == facts.line.key
        changes = plan.changes if own else [one for one in plan.changes if isinstance(one, SHAREABLE) and one.shared]
        if key in taken or not (own or plan.reaches(facts.line)):
            continue
        quiet = now - each.moved >= (facts.capabilities.lag if own else _ALONG)
        if each.part.state in _IN_DOUBT or not quiet:
            doubts += changes
            continue
        taken.append(key)
        if not own or each.part.state in _UNKNOWN or (each.is_unanswered and not each.number):
            setup = _as_found(setup, changes, facts, known.at, now)
        elif each.number > known.record:
            setup = all_applied(changes, setup)
    return known.model_copy(update={"setup": setup, "taken": tuple(taken)}), doubts


def _as_found(setup: Setup, changes: Sequence[Change], facts: Facts, at: dt.datetime, now: dt.datetime) -> Setup:
    was, present = _comparable(setup, facts, at, now)
    found = [
        each for each in leading(was, present) if any(_touch_the_same(each, change, present) for change in changes)
    ]
    return all_applied(found, setup)


def _comparable(setup: Setup, facts: Facts, at: dt.datetime, now: dt.datetime) -> tuple[Setup, Setup]:
    """A setup of a moment and the present one, without what time, agents or the vendor's lists of settings change."""
    present = facts.setup
    local = wall_clock(now, present.zone).replace(second=0, microsecond=0)
    sight = wall_clock(at, present.zone) + HORIZON - _EDGE_OF_SIGHT
    was, found = (_near(each.overrides, local, sight) for each in (setup, present))
    if [_mark(each) for each in _cut(was, local)] == [_mark(each) for each in _cut(found, local)]:
        was = found  # they differ in what is over
    twins = {_mark(each): each for each in was}
    joined = {each.id: each.joined for each in present.members or ()}
    earlier = {
        "zone": present.zone,
        "overrides": was,
        "options": {name: value for name, value in setup.options.items() if name in present.options},
        "members": setup.members
        and tuple(each.model_copy(update={"joined": joined.get(each.id, each.joined)}) for each in setup.members),
    }
    later = {
        "overrides": tuple(twins.get(_mark(each), each) for each in found),
        "options": {name: value for name, value in present.options.items() if name in setup.options},
    }
    return setup.model_copy(update=earlier), present.model_copy(update=later)


def _near(overrides: Iterable[Override], now: dt.datetime, sight: dt.datetime) -> tuple[Override, ...]:
    """The overrides that are not over, from today on and as far as all of them were read: the same the whole day."""
    near = [each for each in overrides if ends(each) > now and each.start < sight]
    return _cut(near, dt.datetime.combine(now.date(), dt.time()))


def _cut(overrides: Iterable[Override], start: dt.datetime) -> tuple[Override, ...]:
    """What is left of the overrides from a moment on."""
    return tuple(each.model_copy(update={"start": max(each.start, start)}) for each in overrides)


def _mark(override: Override) -> tuple[str, dt.datetime, dt.datetime | None]:
    return override.state, override.start, override.end


def _is_own_business(change: Change, facts: Facts) -> bool:
    """Whether it is about what our own ledger keeps, where rows that are not ours are told by the reading."""
    return _keeps_own_ledger(facts) and isinstance(change, (*DATED, SetHours))


def _keeps_own_ledger(facts: Facts) -> bool:
    return not facts.capabilities.dated and facts.reading.confirmed


def _touch_the_same(one: Change, other: Change, setup: Setup) -> bool:
    if isinstance(one, DATED) or isinstance(other, DATED):
        return isinstance(one, DATED) and isinstance(other, DATED)
    return not one.slice(setup).keys().isdisjoint(other.slice(setup))


def _can_be_made(change: Change, facts: Facts) -> bool:
    if isinstance(change, SetOption):
        option = facts.capabilities.option(change.name)
        return option is not None and option.problem(change.value) is None
    return change.kind in facts.capabilities.changes


def _rows(facts: Facts) -> Iterable[Difference]:
    for each in facts.reading.drift:
        was, is_now = facts.words.day(each.expected), facts.words.day(each.found)
        yield Difference(what=each.weekday.title_name, was=was, is_now=is_now)


def _zone(setup: Setup, facts: Facts) -> Iterable[Difference]:
    if setup.zone != facts.setup.zone:
        yield Difference(what="Time zone", was=setup.zone, is_now=facts.setup.zone)


def _told(changes: Sequence[Change], was: Setup, present: Setup, facts: Facts) -> Iterable[Difference]:
    for each in describe.differences(was, present, changes, facts.words):
        yield Difference(what=each.what, was=each.was, is_now=each.will)
