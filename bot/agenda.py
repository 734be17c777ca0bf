"""What is about to happen on the lines: from the overrides as they were read, and from the requests. Pure."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from adapters import (
    DATED,
    Change,
    Close,
    Interval,
    OpenSpecial,
    Override,
    PutOverrides,
    Reopen,
    Setup,
    UnsupportedError,
    all_applied,
    ends,
    is_open,
    moment,
    next_change,
    wall_clock,
)
from bot import describe
from bot.plans import Facts
from bot.reports import Happening
from bot.requests import BEGUN, LinePlan, Part, Request, State

COMING = dt.timedelta(days=14)
"""How far ahead people are told what is about to happen."""

_AHEAD = frozenset({State.PENDING, State.APPROVED, State.APPLYING})
"""States in which the line is not yet as it was asked for."""


class _Deed(NamedTuple):
    """What a request does to one line."""

    request: Request
    part: Part

    @property
    def plan(self) -> LinePlan:
        return self.part.plan


class _Window(NamedTuple):
    """The time that is looked at: [now, until)."""

    now: dt.datetime
    until: dt.datetime

    def has(self, at: dt.datetime) -> bool:
        return self.now <= at < self.until


def agenda(
    known: Iterable[Facts], requests: Iterable[Request], now: dt.datetime, until: dt.datetime
) -> tuple[Happening, ...]:
    """All that is about to happen from `now` until some moment, the next first; the same on several lines is told once.

    `requests` are those under way and those in force. Of each override there is told when it begins and when it ends,
    but for an end that the telling of its beginning names (it is on the same day), or at which another one begins.
    """
    window, lines = _Window(now, until), {facts.line.key: facts for facts in known}
    deeds = _deeds(requests, lines)
    single = [
        happening
        for key, facts in lines.items()
        for happening in (*_of_overrides(facts, deeds[key], window), *_of_deeds(facts, deeds[key], window))
    ]
    single += [
        _lasting(deed, now)
        for key, those in deeds.items()
        for deed in those
        if key not in lines and deed.part.state in _AHEAD
    ]
    return tuple(sorted(_folded(single), key=lambda each: (each.at, each.what, each.lines)))


def _deeds(requests: Iterable[Request], lines: Mapping[str, Facts]) -> defaultdict[str, list[_Deed]]:
    """What the requests do, by the lines that they change, also along with another; the oldest first."""
    found: defaultdict[str, list[_Deed]] = defaultdict(list)
    for request in sorted(requests, key=lambda each: each.id):
        for part in request.parts:
            found[part.plan.line.key].append(_Deed(request, part))
            if part.plan.shared:
                for key, facts in lines.items():
                    if key != part.plan.line.key and part.plan.reaches(facts.line):
                        found[key].append(_Deed(request, part))
    return found


def _of_overrides(facts: Facts, deeds: Sequence[_Deed], window: _Window) -> Iterator[Happening]:
    """The beginnings and ends of the overrides that a line has."""
    setup = facts.setup
    beginnings = {each.start for each in setup.overrides}
    for each, only in _laid_ahead(setup, window):
        origin = _origin(facts, each, deeds)
        if only:
            yield _opens_only(facts, each, only, origin)
            continue
        yield from _begins(facts, each, window, origin)
        if each.end in beginnings or _is_told_at_once(each, setup.zone, window):
            continue
        end = each.end and moment(each.end, setup.zone)
        if each.end and end and window.has(end) and moment(each.start, setup.zone) < end:
            again = None if is_open(setup, end) else next_change(setup, end)
            yield _happening(facts, "returns", end, each.end, again=again, **origin)


def _laid_ahead(setup: Setup, window: _Window) -> Iterator[describe.Laid]:
    """The overrides as people are told of them; those of a day with special hours only apart, once these have begun."""
    known = describe.laid(setup.overrides)
    begun = {each.override.start.date() for each in known if each.only and not window.has(_begin(each, setup.zone))}
    yield from (each for each in known if each.override.start.date() not in begun)
    yield from (describe.Laid(each) for each in setup.overrides if each.start.date() in begun)


def _begin(laid: describe.Laid, zone: str) -> dt.datetime:
    return moment(laid.override.start, zone)


def _opens_only(facts: Facts, first: Override, only: tuple[Interval, ...], told: Mapping[str, Any]) -> Happening:
    """That of a day only some hours are left, at the first of them."""
    called = tuple(each for each in (first.reason or first.name,) if each)
    at = moment(first.start, facts.setup.zone)
    return _happening(facts, "opens", at, first.start, end=first.end, only=only, called=called, **told)


def _begins(facts: Facts, override: Override, window: _Window, origin: Mapping[str, Any]) -> Iterator[Happening]:
    """That an override begins, or that it lasts until further notice."""
    zone = facts.setup.zone
    begin = moment(override.start, zone)
    if override.end is not None and moment(override.end, zone) <= begin:  # a stretch that the wall clock skips
        return
    called = tuple(each for each in (override.reason or override.name,) if each)
    span = {"end": override.end, "called": called}
    if window.has(begin):
        what = "closes" if override.state == "closed" else "opens"
        yield _happening(facts, what, begin, override.start, **span, **origin)
    elif override.end is None and begin < window.now and override.state == "closed":
        yield _happening(facts, "stays", begin, override.start, **span, **origin)


def _is_told_at_once(override: Override, zone: str, window: _Window) -> bool:
    """Whether the telling of its beginning names its end: it is on the same day, until midnight at most."""
    next_day = dt.datetime.combine(override.start.date(), dt.time()) + dt.timedelta(days=1)
    return ends(override) <= next_day and window.has(moment(override.start, zone))


def _origin(facts: Facts, override: Override, deeds: Sequence[_Deed]) -> dict[str, Any]:
    """By which request a line has an override, or in whose calendar it stands."""
    for deed in reversed(deeds):
        if deed.part.state in BEGUN and any(_covers(each, override) for each in deed.plan.changes):
            by = deed.request.ratify_by if deed.request.is_unratified else None
            return {"requests": (deed.request.id,), "people": (deed.request.person,), "by": by}
    mark = (override.state, override.start, override.end)
    if any((each.state, each.start, each.end) == mark for each in facts.reading.beneath):
        return {"calendar": facts.line.system}
    return {}


def _covers(change: Change, override: Override) -> bool:
    """Whether an override, or what newer ones have left of it, was laid by a change."""
    return any(
        each.state == override.state and each.start <= override.start and ends(override) <= ends(each)
        for each in _laid(change)
    )


def _laid(change: Change) -> tuple[Override, ...]:
    """The overrides that a change lays on a line."""
    match change:
        case Close() | OpenSpecial():
            state = "closed" if isinstance(change, Close) else "open"
            named = {"name": change.name, "reason": change.reason}
            return (Override.model_validate({"state": state, "start": change.start, "end": change.end, **named}),)
        case PutOverrides():
            return change.overrides
        case Reopen():
            return change.keeps
        case _:
            return ()


def _of_deeds(facts: Facts, deeds: Sequence[_Deed], window: _Window) -> Iterator[Happening]:
    """What requests are about to do to a line that is not so yet."""
    for deed in deeds:
        if deed.part.state not in _AHEAD or _is_done(deed.plan, facts.setup):
            continue
        told = _told(deed)
        apart = list[Change]()
        for change in deed.plan.changes:
            special = describe.hours_left(change, deed.plan.changes) if isinstance(change, Close) else ()
            if special and all(window.has(moment(each.start, facts.setup.zone)) for each in special):
                first = min(special, key=lambda each: each.start)
                only = describe.as_intervals((each.start, each.end) for each in special)
                (override,) = _laid(first)
                yield _opens_only(facts, override, only, told)
                apart += [change, *special]
            elif isinstance(change, DATED) and change not in apart:
                yield from _of_change(facts, change, window, told)
        if not any(isinstance(change, DATED) for change in deed.plan.changes):
            yield _lasting(deed, window.now)


def _of_change(facts: Facts, change: Change, window: _Window, told: Mapping[str, Any]) -> Iterator[Happening]:
    """The beginnings and ends of what a change lays on a line; what should have begun already begins at once."""
    zone = facts.setup.zone
    floor = wall_clock(window.now, zone)
    laid = [each for each in _laid(change) if ends(each) > floor]
    if isinstance(change, Reopen | PutOverrides) and not laid and _ends_after(change, floor):
        begin = max(change.start, floor)
        if window.has(moment(begin, zone)):
            yield _happening(facts, "returns", moment(begin, zone), begin, **told)
    for each in laid:
        ahead = each if each.start >= floor else each.model_copy(update={"start": floor})
        yield from _begins(facts, ahead, window, told)
        end = ahead.end and moment(ahead.end, zone)
        if ahead.end and end and window.has(end) and not _is_told_at_once(ahead, zone, window):
            yield _happening(facts, "returns", end, ahead.end, **told)


def _ends_after(change: Reopen | PutOverrides, local: dt.datetime) -> bool:
    """Whether the time that a change is about is not over."""
    return change.end is None or change.end > local


def _is_done(plan: LinePlan, setup: Setup) -> bool:
    """Whether a line is so already: applied, and not told yet."""
    try:
        return plan.is_lasting and all_applied(plan.changes, setup) == setup
    except UnsupportedError:
        return False


def _lasting(deed: _Deed, now: dt.datetime) -> Happening:
    """A request that has no time of its own."""
    line = deed.plan.line
    return Happening(
        what="changes",
        at=now,
        lines=(line.name,),
        zone=line.zone,
        country=line.country,
        start=wall_clock(now, line.zone),
        called=(deed.plan.summary,),
        **_told(deed),
    )


def _told(deed: _Deed) -> dict[str, Any]:
    """Whose request it is, and how far it has come."""
    pending = deed.part.state is State.PENDING
    by = min(each for each in (deed.request.expires, deed.plan.starts) if each is not None) if pending else None
    return {
        "requests": (deed.request.id,),
        "people": (deed.request.person,),
        "state": "pending" if pending else "approved",
        "by": by,
    }


def _happening(facts: Facts, what: str, at: dt.datetime, start: dt.datetime, **told: Any) -> Happening:
    line = facts.line
    place = {"lines": (line.name,), "zone": facts.setup.zone, "country": line.country}
    return Happening.model_validate({"what": what, "at": at, "start": start, **place, **told})


def _folded(happenings: Iterable[Happening]) -> Iterator[Happening]:
    """The same with what happens to several lines told once; requests without a time stay apart."""
    groups: defaultdict[Happening, list[Happening]] = defaultdict(list)
    for each in happenings:
        alone = {"called": ()} if each.what == "changes" else {"requests": (), "people": ()}
        groups[each.model_copy(update={"lines": (), **alone})].append(each)
    for those in groups.values():
        merged = {
            name: tuple(dict.fromkeys(value for each in those for value in getattr(each, name)))
            for name in ("lines", "called", "requests", "people")
        }
        yield those[0].model_copy(update=merged)
