"""What callers of a line get, now or at another moment, from what was read of it."""

import asyncio
import datetime as dt
from collections.abc import Iterable
from functools import partial

from adapters import MenuAction, PhoneSystemError, QueueSettings, is_open, moment, next_change, override_at, wall_clock
from bot import describe, witness
from bot.alerts import Alert
from bot.answers import LineStatus
from bot.language import Ask
from bot.lines import Clock, Lines, Sighting
from bot.plans import Facts
from bot.requests import Request, State
from bot.store import Store, StoreThread

READ_TIMEOUT = 6.0
"""Seconds that an answer waits for a vendor before it tells what was read last; some need a dozen requests a line."""

FEW = 4
"""So many lines are read anew for every status."""

FRESH = dt.timedelta(minutes=2)
"""What was read so lately is good enough for a status of many lines."""

UNDECIDED = (State.PENDING, State.APPROVED, State.SCHEDULED, State.APPLYING)


class Reporter:
    """Tells the status of lines."""

    def __init__(self, store: StoreThread, lines: Lines, clock: Clock) -> None:
        self._store = store
        self._lines = lines
        self._clock = clock
        self._failures: dict[str, str] = {}

    async def read_anew(self, names: Iterable[str], at: dt.datetime | None = None) -> tuple[LineStatus, ...]:
        """The status of some lines, each read first if its vendor answers in time."""
        names = list(names)
        await asyncio.gather(*(self._try_to_read(name) for name in names if self._is_worth_reading(name, len(names))))
        return await self.statuses(names, at)

    async def statuses(self, names: Iterable[str], at: dt.datetime | None = None) -> tuple[LineStatus, ...]:
        """The status of some lines, from what was read of them last; of one alone all that there is to say."""
        names = list(names)
        return tuple([await self._status(name, at, alone=len(names) == 1) for name in names])

    async def _status(self, name: str, at: dt.datetime | None, *, alone: bool) -> LineStatus:
        setting, seen = self._lines.setting(name), self._lines.seen(name)
        now = self._clock()
        bare = LineStatus(name=name, vendor=setting.vendor, zone="UTC", country=setting.country, at=at or now)
        problem = self._failures.get(name, "")
        if seen is None:
            return bare.model_copy(update={"problem": problem or "It has not been read yet; try again in a moment."})
        requests = await self._store(partial(Store.requests_on, line=setting.key, states=UNDECIDED))
        records = await self._store(partial(Store.records, line=name))
        alerts = await self._store(partial(_alerts, line=setting.key))
        status = _from(seen, bare.model_copy(update={"future": at is not None and at > now}), requests)
        return status.model_copy(
            update={
                "warnings": (
                    *(seen.facts.reading.key_remarks if alone else ()),
                    *status.warnings,
                    *([f"Read again just now, without success: {problem}"] if problem else []),
                ),
                "last": records[-1] if records else None,
                "alerts": tuple(alerts),
            }
        )

    def _is_worth_reading(self, name: str, beside: int) -> bool:
        """A few lines are always read anew; of many, at a vendor's pace, only what was not read lately."""
        seen = self._lines.seen(name)
        return seen is None or beside <= FEW or abs(self._clock() - seen.read_at) > FRESH

    async def _try_to_read(self, name: str) -> None:
        try:
            async with asyncio.timeout(READ_TIMEOUT):
                await self._lines.refresh(name)
        except (TimeoutError, PhoneSystemError) as error:
            self._failures[name] = str(error) or f"it did not answer within {READ_TIMEOUT:.0f} seconds."
        else:
            self._failures[name] = ""


def _alerts(store: Store, *, line: str) -> list[Alert]:
    """What somebody has to look at of a line, a freeze of everything first."""
    frozen = store.frozen()
    return [*([frozen] if frozen else []), *store.open_alerts(line=line)]


def moment_of(ask: Ask, lines: Lines) -> dt.datetime | None:
    """The moment that a question is about, in the zone of the first line it names; None for now."""
    if not ask.windows:
        return None
    start = ask.windows[0].start
    zones = {each.name: each.zone for each in lines.known("UTC")}
    zone = next((zones[name] for name in lines.named(ask.lines)), next(iter(zones.values()), "UTC"))
    local = start if isinstance(start, dt.datetime) else dt.datetime.combine(start.date, dt.time(12))
    return moment(local, zone)


def _from(seen: Sighting, status: LineStatus, requests: Iterable[Request]) -> LineStatus:
    facts = seen.facts
    setup, words, at = facts.setup, facts.words, status.at
    against = "" if status.future else _against(facts, seen.read_at, at)
    closed = describe.closed_action(setup, at, words)
    closed_keys = not is_open(setup, at) and setup.closed_menu is not None and bool(setup.closed_menu.keys)
    menu = setup.closed_menu if closed_keys else setup.open_menu
    return status.model_copy(
        update={
            "zone": setup.zone,
            "read_at": seen.read_at,
            "open": is_open(setup, at),
            "until": next_change(setup, at),
            "against": against,
            "override": override_at(setup, at),
            "coming": tuple(each for each in setup.overrides if each.start > wall_clock(at, setup.zone)),
            "hours": setup.hours,
            "callers": _reached(closed, facts) if closed else "",
            "keys": tuple((key, words.action(action)) for key, action in menu.keys.items()) if menu else (),
            "keys_while": "closed" if closed_keys else "open",
            "keys_shown": "set_menu_key" not in facts.capabilities.unreadable,
            "announcement": _announcement(facts),
            "callback": _callback(setup.queue),
            "live": None if status.future else facts.live,
            "traffic": "" if status.future else _traffic(facts),
            "warnings": tuple(_warnings(facts, against)),
            "requests": tuple(requests),
        }
    )


def _against(facts: Facts, read_at: dt.datetime, now: dt.datetime) -> str:
    """What the vendor said instead when it was asked, as a part of a sentence; empty if it agreed, or that is over."""
    should, seen = is_open(facts.setup, read_at), witness.present(facts, read_at)
    return "" if seen.open is should or is_open(facts.setup, now) is not should else seen.said


def _reached(action: MenuAction, facts: Facts) -> str:
    """What happens to a call; where the vendor does not show it, what was last set through us."""
    set_here = action.action in {each.name for each in facts.capabilities.treatments}
    if not set_here and "set_treatment" in facts.capabilities.unreadable:
        return f"where calls go then is set at {describe.vendor(facts.line.system)}, which does not show it"
    remembered = set_here and "set_treatment" in facts.capabilities.unreadable
    return facts.words.action(action).lower() + (f", {describe.AS_LAST_SET}" if remembered else "")


def _announcement(facts: Facts) -> str:
    option = facts.announcement
    text = facts.setup.options.get(option.name) if option else None
    if option is None or not text:
        return ""
    return f"“{text}”" + ("" if option.readable else f", {describe.AS_LAST_SET}")


def _traffic(facts: Facts) -> str:
    return describe.traffic(facts.live, facts.setup.members, describe.vendor(facts.line.system))


def _callback(queue: QueueSettings | None) -> str:
    if queue is None:
        return ""
    return describe.offer(queue)


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
