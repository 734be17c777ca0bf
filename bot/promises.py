"""What callers were promised: what should be in force, from our own requests alone, and when that changes. Pure."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Literal

from adapters import (
    DATED,
    Close,
    Dated,
    OpenSpecial,
    Override,
    PutOverrides,
    Reopen,
    Setup,
    Value,
    all_applied,
    cut,
    is_open,
    lay,
    moment,
    timeline,
    wall_clock,
)
from bot.kept import Adopted, Begun
from bot.plans import Facts

LOOKBACK = dt.timedelta(days=4)
"""An edge is looked at afterwards for so long, if Switchhook was down when it came."""

AHEAD = dt.timedelta(days=8)
"""How far from an edge it is felt at the latest: a line that opens at all opens within a week."""

SILENCE = dt.timedelta(minutes=10)
"""How long people wait after an edge for what a look at it finds, before they are told what is known without it."""

_ALL = frozenset({True, False})


class Promise(Value):
    """A dated change that stands on a line."""

    key: str
    """Tells it apart: `request/part/change`."""
    request: int
    change: Dated
    summary: str
    since: dt.datetime
    """When it came to stand."""
    record: int
    """The record of that."""
    own: bool = True
    """False on a line that changes along with another one."""

    @property
    def part(self) -> str:
        """What it is a change of: `request/part`."""
        return self.key.rpartition("/")[0]


class Edge(Value):
    """A moment at which callers should notice a promise: it starts or ends, or that is felt for the first time."""

    key: str
    promise: Promise
    kind: Literal["start", "end"]
    at: dt.datetime
    over: dt.datetime | None
    """When what has started ends again."""
    wants: frozenset[bool]
    """Which of open and closed would be its doing; whatever else is so then, something else is the reason of."""
    felt: bool = False
    """At the moment itself nothing changed for callers; now it does."""
    later: bool = False
    """Callers notice it once more, on a later day."""


def promised(begun: Iterable[Begun], facts: Facts) -> tuple[Promise, ...]:
    """The promises to callers of a line among everything that stands, those that another line brings along included."""
    found: list[Promise] = []
    for each in begun:
        plan, own = each.part.plan, each.part.plan.line.key == facts.line.key
        if own or plan.reaches(facts.line):
            found += [
                Promise(
                    key=f"{each.request.id}/{each.part.number}/{number}",
                    request=each.request.id,
                    change=change,
                    summary=plan.summary,
                    since=each.since,
                    record=each.number,
                    own=own,
                )
                for number, change in enumerate(plan.changes)
                if isinstance(change, DATED) and (own or change.shared)
            ]
    return tuple(found)


def expected(
    promises: Sequence[Promise], facts: Facts, adopted: Iterable[Adopted] = (), beside: Iterable[Override] = ()
) -> Setup:
    """The hours of a line with the vendor's own closures, and all that was promised laid over them in its order.

    Not what was read as overrides: a closure that somebody deleted at the vendor is still promised. `beside` are
    overrides of somebody else that are known to be right.
    """
    laid: list[tuple[int, Dated]] = [(each.record, each.change) for each in promises]
    laid += [(each.record, change) for each in adopted for change in each.changes]
    laid.sort(key=lambda each: each[0])
    bare = facts.setup.model_copy(update={"overrides": lay(facts.reading.beneath, beside)})
    return all_applied([change for _, change in laid], bare)


class WatchedLine(Value):
    """A line with everything that was promised to its callers."""

    facts: Facts
    promises: tuple[Promise, ...]
    adopted: tuple[Adopted, ...] = ()
    beside: tuple[Override, ...] = ()
    """The overrides that stand there without having been promised through us."""

    def should(self, but: Promise | None = None) -> Setup:
        """What should be in force, or what would be without one promise."""
        return expected([each for each in self.promises if each != but], self.facts, self.adopted, self.beside)

    def usual(self) -> Setup:
        """What would be in force without any promise."""
        return expected((), self.facts, beside=self.beside)


def watched_line(
    facts: Facts, begun: Iterable[Begun], adopted: Iterable[Adopted], right: Iterable[Override]
) -> WatchedLine:
    """A line with what stands of our requests; `right` are the overrides with which it was last known to be right."""
    promises = promised(begun, facts)
    beside = _unpromised(right, promises) if facts.capabilities.dated else ()
    return WatchedLine(facts=facts, promises=promises, adopted=tuple(adopted), beside=beside)


def _unpromised(overrides: Iterable[Override], promises: Iterable[Promise]) -> tuple[Override, ...]:
    """What is left of the overrides of a line where no promise was laid: what stood there before, or was adopted."""
    left = tuple(overrides)
    for each in promises:
        if not isinstance(each.change, Reopen):
            left = cut(left, each.change.start, each.change.end)
    return left


def edges(line: WatchedLine, now: dt.datetime) -> Iterator[Edge]:
    """The moments of the promises on a line that have to be looked at: those to come, and those of the last days."""
    should = line.should()
    for promise in line.promises:
        if promise.own:
            for edge in _edges(promise, should.zone):
                if edge.at >= now - LOOKBACK - AHEAD:
                    yield edge
                    yield from _felt(edge, line, should, now)
                yield from _felt_later(edge, line, now)


def overdue(line: WatchedLine, unseen: Collection[str], now: dt.datetime) -> Iterator[Edge]:
    """The ends, long ago, of closures after which nobody saw callers get through; none while they should not.

    `unseen` are those closures, each as `request/part`.
    """
    should = line.should()
    for promise in line.promises if is_open(should, now) else ():
        if promise.own and promise.part in unseen:
            for edge in _edges(promise, should.zone):
                if edge.kind == "end" and edge.wants == {True}:
                    at = _first(should, edge.at, edge.at + AHEAD, is_it_open=True) or now
                    yield edge.model_copy(update={"key": f"{edge.key}/overdue", "at": at, "felt": True})


def telling(line: WatchedLine, want: bool, now: dt.datetime) -> dt.datetime | None:  # noqa: FBT001  # the state that is wanted
    """The next moment at which it shows whether a line is closed, or open, as promised; None if none is near.

    That a line is closed while its hours are over proves nothing.
    """
    should = line.should()
    if want:
        return _first(should, now, now + AHEAD, is_it_open=True)
    for span in timeline(line.usual(), now, now + AHEAD):
        at = _first(should, span.start, span.end, is_it_open=False) if span.open else None
        if at is not None:
            return at
    return None


def ongoing(line: WatchedLine, now: dt.datetime) -> tuple[Promise, dt.datetime] | None:
    """The closure until further notice that is in force, and since when it is; None if there is none.

    Special hours in between, to come or in force, do not end it.
    """
    zone, local = line.facts.setup.zone, wall_clock(now, line.facts.setup.zone)
    begun = [each for each in line.promises if all(start <= local for start in _open_ended(each))]
    last = line.model_copy(update={"promises": tuple(begun)}).should().overrides[-1:]
    if not any(each.state == "closed" and each.end is None for each in last):
        return None
    for promise in reversed(begun):
        for start in _open_ended(promise):
            return promise, max(moment(start, zone), promise.since)
    return None


def _open_ended(promise: Promise) -> list[dt.datetime]:
    """When the closures until further notice begin that were promised."""
    return [start for state, start, end in _stretches(promise.change) if state == "closed" and end is None]


def _edges(promise: Promise, zone: str) -> Iterator[Edge]:
    for number, (state, start, end) in enumerate(_stretches(promise.change)):
        key, over = f"{promise.key}/{number}", end and moment(end, zone)
        opens = {"closed": frozenset({False}), "open": frozenset({True}), "reopened": frozenset({True})}
        at = max(moment(start, zone), promise.since)
        yield Edge(key=f"{key}/start", promise=promise, kind="start", at=at, over=over, wants=opens.get(state, _ALL))
        if over is not None and state in {"open", "closed"} and over > promise.since:
            wants = frozenset({state == "closed"})
            yield Edge(key=f"{key}/end", promise=promise, kind="end", at=over, over=None, wants=wants)


def _stretches(change: Dated) -> Iterator[tuple[str, dt.datetime, dt.datetime | None]]:
    """What is so from when until when: `closed`, `open`, `reopened` (as the hours say), `put` (as it was before)."""
    match change:
        case Close():
            yield "closed", change.start, change.end
        case OpenSpecial():
            yield "open", change.start, change.end
        case Reopen():
            yield "reopened", change.start, change.end
        case PutOverrides():
            if all(each.start != change.start for each in change.overrides):
                yield "put", change.start, change.end
            yield from ((each.state, each.start, each.end) for each in change.overrides)


def _felt(edge: Edge, line: WatchedLine, should: Setup, now: dt.datetime) -> Iterator[Edge]:
    """The first moment after an edge at which callers notice it, if that is later: the line opens on Monday only."""
    begins, opens = edge.kind == "start", True in edge.wants
    if edge.at > now or len(edge.wants) > 1 or not (begins or opens):
        return
    latest = min(edge.over or edge.at + AHEAD, edge.at + AHEAD)
    at = _first(should if opens else line.should(but=edge.promise), edge.at, latest, is_it_open=True)
    if at is not None and at > edge.at:
        yield edge.model_copy(update={"key": f"{edge.key}/felt", "at": at, "felt": True})


def _felt_later(edge: Edge, line: WatchedLine, now: dt.datetime) -> Iterator[Edge]:
    """When callers first notice a closure on each of its later days, of those around now."""
    if edge.wants != {False} or edge.kind != "start" or edge.at > now or (edge.over is not None and edge.over <= now):
        return
    usual, zone = line.should(but=edge.promise), line.facts.setup.zone
    today, first = wall_clock(now, zone).date(), wall_clock(edge.at, zone).date()
    for date in (today + dt.timedelta(days=days) for days in (-1, 0, 1)):
        start, end = (moment(dt.datetime.combine(date + dt.timedelta(days=days), dt.time()), zone) for days in (0, 1))
        at = _first(usual, start, min(edge.over or end, end), is_it_open=True) if date > first else None
        if at is not None:
            yield edge.model_copy(update={"key": f"{edge.key}/{date}", "at": at, "felt": True, "later": True})


def _first(setup: Setup, start: dt.datetime, end: dt.datetime, *, is_it_open: bool) -> dt.datetime | None:
    """The first moment of a stretch of time at which a setup is open, or closed."""
    spans = timeline(setup, start, end) if start < end else []
    return next((span.start for span in spans if span.open is is_it_open), None)
