"""The watch: asks the vendor at start and end of every override what is in force, and raises an alert if it is wrong.

In a closure of several days it asks each day, when the line would have opened.
What should be is told by our own requests, never by the reading. Each edge is looked at once and durably, also if
Switchhook was down when it came; an alert is looked at again until what it is about is right, or over.
"""

import asyncio
import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, NamedTuple

from adapters import Override, PhoneSystemError, is_open, moment, wall_clock
from bot import witness
from bot.alerts import BROKEN, Alert, AlertKind
from bot.bell import Bell
from bot.kept import Adopted, Begun
from bot.kinds import RecordKind
from bot.lines import Clock, Lines, Sighting
from bot.promises import AHEAD, LOOKBACK, SILENCE, Edge, WatchedLine, edges, ongoing, overdue, telling, watched_line
from bot.store import Store, StoreThread

log = logging.getLogger(__name__)

MARGIN = dt.timedelta(seconds=5)
"""How long after an edge the vendor is asked, beside its own lag."""

AGAIN = dt.timedelta(minutes=1)
"""How often an alert is looked at again."""

PAUSE = 20.0
"""Seconds after which a vendor that did not answer is asked again."""

MORNING = dt.time(9)
"""When people are reminded of a closure until further notice, by the line's own clock."""

_OF_LINES = BROKEN | {AlertKind.STILL_CLOSED, AlertKind.DRIFT}


class _Kept(NamedTuple):
    """What the store knows of everything that is watched, up to a record."""

    head: int
    begun: list[Begun]
    looked: dict[str, str]
    alerts: list[Alert]
    adopted: dict[str, tuple[Adopted, ...]]
    right: dict[str, tuple[Override, ...]]
    """The overrides with which the lines were last known to be right."""
    unseen: set[str]
    """The closures, as `request/part`, that ended long ago while nobody looked."""


class _Case(NamedTuple):
    """A line with what was promised to its callers, and the alerts about it."""

    line: WatchedLine
    alerts: list[Alert]

    @property
    def name(self) -> str:
        return self.line.facts.line.name


class Watch:
    """Looks at every line whose promise begins or ends, or was broken."""

    def __init__(self, *, store: StoreThread, lines: Lines, clock: Clock, bell: Bell, observe: bool = False) -> None:
        self._store = store
        self._lines = lines
        self._clock = clock
        self._bell = bell
        self._observe = observe
        self._kept: _Kept | None = None
        self._looked: dict[str, dt.datetime] = {}
        """When each line was last looked at."""
        self._later: defaultdict[str, float] = defaultdict(float)
        """When a vendor that did not answer is asked again (seconds of the loop's clock)."""
        self._silent: dict[str, dt.datetime] = {}
        """Since when each vendor that does not answer was asked in vain."""
        self._next: dict[str, list[dt.datetime]] = {}
        """The edges to come on each line."""

    def pauses(self) -> list[float]:
        """Seconds until each edge that is known by now has to be looked at."""
        now = self._clock()
        return [(each - now).total_seconds() for edges in self._next.values() for each in edges if each > now]

    async def due(self) -> list[str]:
        """The lines to be looked after, by what the store knows now."""
        if self._observe:
            return []
        kept = await self._recall()
        managed = {each.key: each.name for each in self._lines.settings if each.manage}
        for alert in kept.alerts:
            if alert.line not in managed and alert.kind in _OF_LINES:
                await self._close(alert, f"Switchhook does not look after {alert.name} any more.")
        touched = {each.part.plan.line.key for each in kept.begun} | {each.line for each in kept.alerts}
        names = [name for key, name in managed.items() if key in touched]
        self._next = {name: edges for name, edges in self._next.items() if name in names}
        return names

    async def look_after(self, name: str) -> None:
        """Look at a line, if it is time."""
        if self._kept is None:
            return
        try:
            await self._work_on(name, self._kept)
        except Exception:  # an outermost handler: what is wrong with one line keeps no other unwatched
            log.exception("The watch could not look at %s.", name)

    async def _recall(self) -> _Kept:
        """What the store knows; asked only for what was recorded since."""
        self._kept = await self._store(partial(_recalled, known=self._kept, now=self._clock()))
        return self._kept

    async def _work_on(self, name: str, kept: _Kept) -> None:
        self._next[name] = []
        if asyncio.get_running_loop().time() < self._later[name]:
            return
        case = self._case(name, self._lines.seen(name) or await self._read(name), kept)
        if case is None:
            return
        now, lag = self._clock(), case.line.facts.capabilities.lag + MARGIN
        coming = [each for each in edges(case.line, now) if each.key not in kept.looked]
        self._next[name] += [each.at + lag for each in coming]
        due = [each for each in coming if each.at + lag <= now and each.at >= now - LOOKBACK]
        due += overdue(case.line, kept.unseen, now)
        await self._remind(case, now)
        if due or self._is_to_be_looked_at_again(case, now):
            anew = self._case(name, await self._read(name), kept)
            if anew is None:
                await self._tell_silence(case, due)
            else:
                await self._judge(anew, due)

    def _case(self, name: str, seen: Sighting | None, kept: _Kept) -> _Case | None:
        if seen is None:
            return None
        key = self._lines.setting(name).key
        line = watched_line(seen.facts, kept.begun, kept.adopted.get(key, ()), kept.right.get(key, ()))
        return _Case(line, [each for each in kept.alerts if each.line == key])

    def _is_to_be_looked_at_again(self, case: _Case, now: dt.datetime) -> bool:
        """Whether a minute has passed, or somebody else has read the line since."""
        if not any(each.kind in BROKEN for each in case.alerts):
            return False
        last, seen = self._looked.get(case.name), self._lines.seen(case.name)
        return last is None or abs(now - last) >= AGAIN or (seen is not None and seen.read_at > last)

    async def _read(self, name: str) -> Sighting | None:
        try:
            sighting = await self._lines.refresh(name)
        except PhoneSystemError as error:
            log.warning("%s could not be watched: %s", name, error)
            self._later[name] = asyncio.get_running_loop().time() + PAUSE
            self._silent.setdefault(name, self._clock())
            return None
        self._later.pop(name, None)
        self._silent.pop(name, None)
        self._looked[name] = self._clock()
        return sighting

    async def _tell_silence(self, case: _Case, due: Iterable[Edge]) -> None:
        now = self._clock()
        want = is_open(case.line.should(), now)
        since = self._silent.get(case.name, now)
        concerned = [each for each in due if want in each.wants and not _is_over(each, now)]
        silent = [each for each in concerned if now - max(each.at, since) >= SILENCE]
        kind = _kind(want)
        for edge in _telling(silent, kind, case):
            told = {**witness.data(edge, kind, case.line, now), "unknown": True}
            await self._raise(case, kind, witness.unknown(kind, told, case.line.facts), edge.promise.request, told)
        for edge in silent:
            await self._look(edge, "unknown")

    async def _judge(self, case: _Case, due: Iterable[Edge]) -> None:
        now, facts, name = self._clock(), case.line.facts, case.name
        seen, want = witness.present(facts, now), is_open(case.line.should(), now)
        left = [each for each in case.alerts if each.kind not in BROKEN or await self._stays(case, each, seen, now)]
        broken: list[Edge] = []
        for edge in due:
            record = None if edge.felt else RecordKind.STARTED if edge.kind == "start" else RecordKind.ENDED
            if _is_over(edge, now):
                await self._look(edge, "missed")
            elif want not in edge.wants:
                ends = edge.kind == "end"
                await self._look(edge, "replaced", record if ends else None, name, witness.over(case.line, now))
            elif seen.agrees(want):
                await self._look(edge, "kept", record, name, witness.kept(edge, seen, facts, now))
            else:
                broken.append(edge)
        kind = _kind(want)
        outlasted = [each for each in left if each.kind is kind and _is_outlasted(each, now)]
        for edge in _telling(broken, kind, case._replace(alerts=[each for each in left if each not in outlasted])):
            for alert in outlasted:
                await self._close(alert, witness.outlived(alert, now))
            told = witness.data(edge, kind, case.line, now)
            await self._raise(case, kind, witness.broken(kind, told, seen.said, facts), edge.promise.request, told)
        for edge in broken:
            await self._look(edge, "broken")
        sighting = self._lines.seen(name)
        if sighting is not None and (due or len(left) < len(case.alerts)):
            await self._lines.tell(name, sighting)  # what was held back for the watch to tell first

    async def _stays(self, case: _Case, alert: Alert, seen: witness.Witness, now: dt.datetime) -> bool:
        """Close an alert that is right, or over, by now; as long as that does not show, leave it as it is."""
        want, facts = alert.kind is AlertKind.NOT_OPEN, case.line.facts
        if is_open(case.line.should(), now) is want and not seen.agrees(want):
            if alert.data.get("unknown"):
                told = {name: value for name, value in alert.data.items() if name != "unknown"}
                text = witness.broken(alert.kind, told, seen.said, facts)
                await self._raise(case, alert.kind, text, alert.request, told)
            return True
        at = None if _is_outlasted(alert, now) else telling(case.line, want, now)
        if at is None:
            await self._close(alert, witness.outlived(alert, now))
            return False
        told_then = seen if at <= now else witness.forecast(facts, at)
        if told_then.agrees(want):
            await self._close(alert, witness.healed(alert, told_then, now))
        return not told_then.agrees(want)

    async def _remind(self, case: _Case, now: dt.datetime) -> None:
        """Tell every morning of a closure until further notice, from the day after its start on."""
        line, zone = case.line, case.line.facts.line.zone
        found = ongoing(line, now)
        for alert in case.alerts:
            if alert.kind is AlertKind.STILL_CLOSED and (found is None or alert.request != found[0].request):
                await self._close(alert, f"{case.name} is no longer closed until further notice.")
        if found is None:
            return
        promise, since = found
        morning = _morning(now, zone)
        self._next.setdefault(case.name, []).append(_morning(now, zone, days=1))
        days = (wall_clock(morning, zone).date() - wall_clock(since, zone).date()).days
        if days > 0:
            text = witness.still_closed(case.name, since, days, line.facts)
            told = {"since": since.isoformat(), "what": promise.summary, "sentence": f"reopen {case.name}"}
            await self._raise(case, AlertKind.STILL_CLOSED, text, promise.request, told)

    async def _look(
        self, edge: Edge, outcome: str, kind: RecordKind | None = None, line: str = "", note: str = ""
    ) -> None:
        """Keep that an edge was looked at, and what it was found to be."""
        keep = partial(
            Store.keep_look,
            key=edge.key,
            outcome=outcome,
            kind=kind,
            request=edge.promise.request,
            line=line,
            note=note,
        )
        if await self._store(keep) and kind:
            self._bell.ring()
        if self._kept:
            self._kept.unseen.discard(edge.promise.part)

    async def _raise(self, case: _Case, kind: AlertKind, text: str, request: int | None, told: dict[str, Any]) -> None:
        if any((each.kind, each.request, each.text) == (kind, request, text) for each in case.alerts):
            return
        key = case.line.facts.line.key
        await self._store(
            partial(Store.raise_alert, kind=kind, text=text, line=key, name=case.name, request=request, data=told)
        )
        self._bell.ring()

    async def _close(self, alert: Alert, outcome: str) -> None:
        await self._store(partial(Store.close_alert, number=alert.number, outcome=outcome))
        self._bell.ring()


def _recalled(store: Store, *, known: _Kept | None, now: dt.datetime) -> _Kept:
    """What the store knows; the parts of requests of which nothing was recorded since are as they were."""
    since, after = now - LOOKBACK - AHEAD, known.head if known else 0
    moved = store.recorded_since(after) if known else set()
    begun = [each for each in known.begun if each.request.id not in moved] if known else []
    begun += store.promises(since, after=after) if moved or not known else []
    missed = [] if known else store.unseen_ends(now - LOOKBACK)
    begun += [each for each in missed if each not in begun]
    return _Kept(
        head=store.chain_head()[0],
        begun=sorted(begun, key=lambda each: each.number),
        looked=store.watched(since),
        alerts=store.open_alerts(),
        adopted=store.adopted(),
        right=store.last_right(),
        unseen=known.unseen if known else {f"{each.request.id}/{each.part.number}" for each in missed},
    )


def _kind(want: bool) -> AlertKind:  # noqa: FBT001  # the state itself
    return AlertKind.NOT_OPEN if want else AlertKind.NOT_CLOSED


def _telling(broken: Sequence[Edge], kind: AlertKind, case: _Case) -> list[Edge]:
    """The edge of which an alert tells: that of the newest promise, as callers felt it last; one alert is enough.

    What was told of a promise on one day is not told anew on the next.
    """
    known = {each.request for each in case.alerts if each.kind is kind}
    untold = [each for each in broken if not (each.later and each.promise.request in known)]
    latest = max(untold, key=lambda each: (each.promise.record, each.at), default=None)
    return [latest] if latest and known <= {latest.promise.request} else []


def _is_outlasted(alert: Alert, now: dt.datetime) -> bool:
    """Whether what an alert says should be so has ended, whatever came after it."""
    until = alert.data.get("until")
    return until is not None and dt.datetime.fromisoformat(until) <= now


def _is_over(edge: Edge, now: dt.datetime) -> bool:
    return edge.over is not None and edge.over <= now


def _morning(now: dt.datetime, zone: str, days: int = 0) -> dt.datetime:
    """The last time at which it was nine in the morning there, or so many days later."""
    local = wall_clock(now, zone)
    date = local.date() - dt.timedelta(days=0 if local.time() >= MORNING else 1)
    return moment(dt.datetime.combine(date + dt.timedelta(days=days), MORNING), zone)
