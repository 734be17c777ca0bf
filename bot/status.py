"""What callers of a line get, now or at another moment, from what was read of it."""

import asyncio
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from adapters import QueueSettings, Setup, Value, all_applied, day_hours, is_open, moment, wall_clock, within
from bot import describe, future, witness
from bot.alerts import Alert, AlertKind
from bot.errors import SayError, TooLateError
from bot.language import Ask, Edge
from bot.lines import Clock, Failure, Lines, Sighting
from bot.plans import Facts
from bot.reports import Changed, LineStatus, Met, Unratified, Wanted
from bot.requests import AWAITED, IN_FORCE, LinePlan, Person, Record, Request, State
from bot.store import Store, StoreThread
from bot.threeway import three_way

FEW = 4
"""So many lines are read anew for every status."""

FRESH = dt.timedelta(minutes=2)
"""What was read so lately is good enough for a status of many lines."""

LINES_A_PAGE = 25

NOT_READ = "It has not been read yet; try again in a moment."

MOST_DAYS = 31
"""So many days can be asked about at once."""


class When(Value):
    """The time that a status is asked for: now, another moment, or some days."""

    at: dt.datetime | None = None
    """None for now."""
    days: tuple[dt.date, ...] = ()
    """Of a question about days, with the noon of the first of them as its moment; none if it is about a moment."""


NOW = When()


class Emergency(Value):
    """A request in force on a line that is undone unless somebody ratifies it."""

    request: int
    person: Person
    by: dt.datetime
    plan: LinePlan
    since: tuple[Request, ...] = ()
    """What came to stand after it, the oldest first."""


class Kept(Value):
    """What the store knows of some lines, beside what was read of them."""

    requests: Mapping[str, tuple[Request, ...]]
    """Pending, approved and scheduled ones that change a line, by its key, the newest first."""
    emergencies: Mapping[str, tuple[Emergency, ...]]
    """Those that nobody has ratified yet, by the line's key, the newest first."""
    alerts: Mapping[str, tuple[Alert, ...]]
    frozen: Alert | None
    """That nothing is applied for now: an alert of every line."""
    last: Record | None = None
    """The last thing that was done to the line, if it is one alone …"""
    changed: Changed | None = None
    """… and what somebody last changed on it."""


class Reporter:
    """Tells the status of lines."""

    def __init__(self, store: StoreThread, lines: Lines, clock: Clock) -> None:
        self._store = store
        self._lines = lines
        self._clock = clock

    async def report(self, names: Sequence[str], when: When = NOW, page: int | None = None) -> tuple[LineStatus, ...]:
        """The status of some lines, each read first if its vendor answers in time; of many only those on a page.

        Of several those come first that somebody has to look at.
        """
        found = sorted(await self.statuses(names, when), key=urgency) if len(names) > 1 else ()
        shown = [each.name for each in found] or names
        shown = shown if page is None else shown[page * LINES_A_PAGE :][:LINES_A_PAGE]
        await self._read_anew(shown, beside=len(names))
        anew = {each.name: each for each in await self.statuses(shown, when)}
        return tuple(anew.get(each.name, each) for each in found) or tuple(anew.values())

    async def those(
        self, names: Sequence[str], when: When, *, is_open: bool
    ) -> tuple[tuple[LineStatus, ...], tuple[str, ...]]:
        """The lines of some that are really open, or closed, and the names of those of which nothing is known.

        As many as fit on a page are read first, those that were read the longest time ago.
        """
        oldest = sorted(names, key=self._read_at)[:LINES_A_PAGE]
        await self._read_anew(oldest, beside=len(names))
        found = sorted(await self.statuses(names, when), key=urgency)
        those = [each for each in found if each.open is not None and _is_open(each) is is_open]
        if len(those) == 1:
            those = list(await self.statuses([those[0].name], when))
        return tuple(those), tuple(each.name for each in found if each.open is None)

    def _read_at(self, name: str) -> float:
        """When a line was last read (seconds); those that never were come first."""
        seen = self._lines.seen(name)
        return seen.read_at.timestamp() if seen else 0.0

    async def _read_anew(self, names: Sequence[str], *, beside: int) -> None:
        """Read some of so many lines, all at the same time, as far as their vendors answer in time."""
        worth = [name for name in names if self._is_worth_reading(name, beside)]
        await asyncio.gather(*map(self._lines.read_in_time, worth))

    async def statuses(self, names: Iterable[str], when: When = NOW) -> tuple[LineStatus, ...]:
        """The status of some lines, from what was read of them last; of one alone all that there is to say."""
        names = list(names)
        seen = {name: self._lines.seen(name) for name in names}
        known = {name: sighting.facts for name, sighting in seen.items() if sighting}
        kept = await self._store(partial(_kept, facts=known))
        now = self._clock()
        return tuple(self._status(name, when, now, kept, alone=len(names) == 1) for name in names)

    def _status(self, name: str, when: When, now: dt.datetime, kept: Kept, *, alone: bool) -> LineStatus:
        setting, seen = self._lines.setting(name), self._lines.seen(name)
        at = when.at or now
        bare = LineStatus(name=name, vendor=setting.vendor, zone="UTC", country=setting.country, at=at)
        failure = self._lines.failure(name)
        if seen is None:
            return bare.model_copy(update={"problem": failure.text if failure else NOT_READ})
        bare = bare.model_copy(update={"future": at > now or bool(when.days)})
        status = _from(seen, bare, kept.requests.get(setting.key, ()), when.days, now)
        alerts = kept.alerts.get(setting.key, ())
        status = _with_emergencies(status, seen.facts, kept.emergencies.get(setting.key, ()))
        return status.model_copy(
            update={
                "warnings": (
                    *(seen.facts.reading.key_remarks if alone else ()),
                    *status.warnings,
                    *([_failed(failure, seen.facts, now)] if failure else []),
                ),
                "last": kept.last,
                "changed": kept.changed,
                "alerts": (*([kept.frozen] if kept.frozen else ()), *alerts),
            }
        )

    def _is_worth_reading(self, name: str, beside: int) -> bool:
        """A few lines are always read anew; of many, at a vendor's pace, only what was not read lately."""
        seen = self._lines.seen(name)
        return seen is None or beside <= FEW or abs(self._clock() - seen.read_at) > FRESH


def _kept(store: Store, *, facts: Mapping[str, Facts]) -> Kept:
    """What the store knows of some lines that were read, in one look at it."""
    requests = store.requests_in(AWAITED)[::-1]
    alerts = store.open_alerts()
    keys = {name: each.line.key for name, each in facts.items()}
    kept = Kept(
        requests=future.by_line(requests, [each.line for each in facts.values()], AWAITED),
        emergencies=_emergencies(store),
        alerts={
            key: tuple(each for each in alerts if each.line == key and each.kind is not AlertKind.FROZEN)
            for key in keys.values()
        },
        frozen=store.frozen(),
    )
    if len(facts) != 1:
        return kept
    (wanted,), (newest, _) = [Wanted(lines=(name,)) for name in facts], store.chain_head()
    records, _ = store.page(wanted, newest=newest, skip=0, most=1)
    changes, _ = store.changes(wanted, newest=newest, most=1)
    return kept.model_copy(update={"last": next(iter(records), None), "changed": next(iter(changes), None)})


def _emergencies(store: Store) -> Mapping[str, tuple[Emergency, ...]]:
    """The emergencies in force that nobody has ratified yet, by the keys of their lines, the newest first."""
    found: dict[str, tuple[Emergency, ...]] = {}
    if not store.unratified():
        return found
    newer: dict[str, tuple[Request, ...]] = {}
    for begun in reversed(store.standing(IN_FORCE)):
        request, plan, key = begun.request, begun.part.plan, begun.part.plan.line.key
        if request.ratify_by is None or not request.is_unratified:
            newer[key] = (request, *newer.get(key, ()))
            continue
        each = Emergency(
            request=request.id, person=request.person, by=request.ratify_by, plan=plan, since=newer.get(key, ())
        )
        found[key] = (*found.get(key, ()), each)
    return found


def _with_emergencies(status: LineStatus, facts: Facts, emergencies: Sequence[Emergency]) -> LineStatus:
    """A status with what becomes of it if nobody ratifies the emergencies by which it is so."""
    if not emergencies:
        return status
    days, undone = [day for day, _ in status.days], facts.setup
    for each in emergencies:
        undone = _undone(each, facts, undone)
    later = max(status.at, *(each.by for each in emergencies))
    told = future.met(facts, facts.setup, status.at, days), future.met(facts, undone, status.at, days)
    return status.model_copy(
        update={
            "unratified": tuple(
                Unratified(request=each.request, person=each.person, by=each.by) for each in emergencies
            ),
            "otherwise": None if told[0] == told[1] else future.met(facts, undone, later, days),
        }
    )


def _undone(emergency: Emergency, facts: Facts, setup: Setup) -> Setup:
    """A setup without an emergency from the moment on at which it is undone, as far as nothing newer is in its way."""
    then = facts.model_copy(update={"reading": facts.reading.model_copy(update={"setup": setup})})
    return all_applied(three_way(emergency.plan, then, emergency.by, emergency.since).changes, setup)


def _is_open(line: LineStatus) -> bool:
    """Whether a line is open at the time that was asked about, be it for a while; what is really so outranks plans."""
    if line.days:
        return any(row for _, row in line.days)
    return line.open is not bool(line.against)


def urgency(line: LineStatus) -> tuple[int, str]:
    """What sorts lines so that those come first that somebody has to look at, then by their names."""
    if line.alerts or line.against:
        rank = 0
    elif line.problem not in {"", NOT_READ} or line.warnings:
        rank = 1
    else:
        rank = 2 if any(each.state is State.PENDING for each in line.requests) else 3
    return rank, line.name.casefold()


def moment_of(ask: Ask, lines: Lines, zone: str) -> dt.datetime | None:
    """The moment at which what a question is about begins, in the zone of the first line it names; None for now.

    `zone` is the speaker's: that of a question that names no line, and of a line that was never read.
    """
    return _moment(ask.windows[0].start, _zone(ask, lines, zone)) if ask.windows else None


def end_of(ask: Ask, lines: Lines, zone: str) -> dt.datetime | None:
    """The moment at which it ends; None if it goes on until now."""
    end = ask.windows[-1].end if ask.windows else None
    return _moment(end, _zone(ask, lines, zone)) if end else None


def when_of(ask: Ask, lines: Lines, now: dt.datetime, zone: str) -> When:
    """The time that the status of an ask is about; raises a `SayError` for what is over, and for too many days.

    Today is as good as now: a status tells all of today.
    """
    if not ask.windows:
        return NOW
    zone = _zone(ask, lines, zone)
    today, first = wall_clock(now, zone).date(), ask.windows[0]
    if first.end is None:
        at = _moment(first.start, zone)
        if at < now - dt.timedelta(minutes=1):
            raise TooLateError(_OVER)
        return When(at=at)
    days = [day for window in ask.windows for day in _days(window.start, window.end)]
    to_come = tuple(day for day in dict.fromkeys(days) if day >= today)
    if not to_come:
        raise TooLateError(_OVER)
    if len(to_come) > MOST_DAYS:
        msg = f"That are {len(to_come)} days. Please ask about {MOST_DAYS} at most."
        raise SayError(msg)
    return NOW if to_come == (today,) else When(at=_moment(_at(to_come[0], 12), zone), days=to_come)


_OVER = (
    "That is over, and what callers got then is not kept. Ask about now or a time to come, or what was changed:"
    " `/line history` and the line."
)


def _days(start: dt.datetime | Edge, end: dt.datetime | Edge | None) -> Iterable[dt.date]:
    first = start.date if isinstance(start, Edge) else start.date()
    before = end - dt.timedelta(minutes=1) if isinstance(end, dt.datetime) else end
    last = first if before is None else before.date if isinstance(before, Edge) else before.date()
    return (first + dt.timedelta(days=count) for count in range((last - first).days + 1))


def _at(date: dt.date, hour: int) -> dt.datetime:
    return dt.datetime.combine(date, dt.time()) + dt.timedelta(hours=hour)


def _zone(ask: Ask, lines: Lines, zone: str) -> str:
    """The zone of the first line that an ask names, or of the only one that there is; else that of the speaker.

    So its windows were understood.
    """
    zones = {each.name: each.zone for each in lines.known(zone)}
    named = lines.named(ask.lines) or (lines.names if len(lines.names) == 1 else ())
    return next((zones[name] for name in named if name in zones), zone)


def _moment(edge: dt.datetime | Edge, zone: str) -> dt.datetime:
    return moment(_at(edge.date, 12) if isinstance(edge, Edge) else edge, zone)


def _from(
    seen: Sighting, status: LineStatus, requests: Sequence[Request], days: Sequence[dt.date], now: dt.datetime
) -> LineStatus:
    facts = seen.facts
    setup, at, beneath = facts.setup, status.at, facts.reading.beneath
    against = "" if status.future else _against(facts, seen.read_at, at)
    found = future.met(facts, setup, at, days)
    today = wall_clock(now, setup.zone).date()
    return status.model_copy(
        update={
            **{name: getattr(found, name) for name in Met.model_fields},
            "zone": setup.zone,
            "read_at": seen.read_at,
            "against": against,
            "today": day_hours(setup.hours, setup.overrides, today),
            "layers": future.layers(facts, requests, at, days) if status.future else (),
            "coming": tuple(each for each in setup.overrides if each.start > wall_clock(at, setup.zone)),
            "holidays": tuple(each for each in setup.overrides if each in within(beneath, each.start, each.end)),
            "hours": setup.hours,
            "open_keys": future.keys_of(setup.open_menu, facts) if found.keys_while == "closed" else (),
            "keys_shown": "set_menu_key" not in facts.capabilities.unreadable,
            "announcement": _announcement(facts),
            "callback": _callback(setup.queue),
            "live": None if status.future else facts.live,
            "traffic": "" if status.future else _traffic(facts),
            "warnings": tuple(_warnings(facts, against)),
            "requests": tuple(each for each in requests if not status.future or _bears_on(each, at, days, setup.zone)),
        }
    )


def _bears_on(request: Request, at: dt.datetime, days: Sequence[dt.date], zone: str) -> bool:
    """Whether a request may change what callers get at a moment, or on some days."""
    first, last = (moment(_at(days[0], 0), zone), moment(_at(days[-1], 24), zone)) if days else (at, at)
    plans = [part.plan for part in request.parts]
    return any(
        (plan.starts is None or plan.starts <= last) and (plan.ends is None or first < plan.ends) for plan in plans
    )


def _against(facts: Facts, read_at: dt.datetime, now: dt.datetime) -> str:
    """What the vendor said instead when it was asked, as a part of a sentence; empty if it agreed, or that is over."""
    should, seen = is_open(facts.setup, read_at), witness.present(facts, read_at)
    return "" if seen.open is should or is_open(facts.setup, now) is not should else seen.said


def _failed(failure: Failure, facts: Facts, now: dt.datetime) -> str:
    """That a line could not be read again, and when that was."""
    if abs(now - failure.at) <= FRESH:
        return f"Read again just now, without success: {failure.text}"
    return f"Read again on {facts.words.at(failure.at)}, without success: {failure.text}"


def _announcement(facts: Facts) -> str:
    option = facts.announcement
    text = facts.setup.options.get(option.name) if option else None
    if option is None or not text:
        return ""
    return f"“{text}”" + ("" if option.readable else f", {describe.AS_LAST_SET}")


def _traffic(facts: Facts) -> str:
    return describe.traffic(facts.live, facts.setup.members, describe.vendor(facts.line.system))


def _callback(queue: QueueSettings | None) -> str:
    return describe.offer(queue) if queue else ""


def _warnings(facts: Facts, against: str) -> Iterable[str]:
    words, vendor = facts.words, describe.vendor(facts.line.system)
    yield from facts.reading.remarks
    for drift in facts.reading.drift:
        yield (
            f"{drift.weekday.title_name} was changed outside Switchhook: it is {words.day(drift.found)}, and should be"
            f" {words.day(drift.expected)}."
        )
    if facts.reading.behind:
        days = ", ".join(day.title_name for day in facts.reading.behind)
        yield f"Not yet as it should be at {vendor}: {days}. Switchhook is about to write it."
    if facts.live.holiday is not None and not against:
        name = f" ({facts.live.holiday})" if facts.live.holiday else ""
        yield f"{vendor} has a holiday of its own in force{name}, which lies over these hours."
