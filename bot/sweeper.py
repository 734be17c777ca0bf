"""Keeps the vendors' weekly tables as they should be."""

import asyncio
import datetime as dt
import logging
from functools import partial

from adapters import Neighbours, PhoneSystemError, listening
from bot.kinds import RecordKind
from bot.lines import Clock, Lines
from bot.requests import LinePlan, Request
from bot.rows import told_calls
from bot.store import Store, StoreThread

log = logging.getLogger(__name__)

QUARTER = dt.timedelta(minutes=15)
"""The tables are looked at whenever the clock passes a quarter of an hour: every zone's midnight is one."""

PAUSE = 60.0
"""Seconds after which a table that could not be looked at is looked at again."""


class Sweeper:
    """Looks at every line's table when it has to be written, after each quarter of an hour, and once in a sweep."""

    def __init__(self, *, store: StoreThread, lines: Lines, clock: Clock, sweep: dt.timedelta) -> None:
        self._store = store
        self._lines = lines
        self._clock = clock
        self._sweep = sweep
        self._settled: dict[str, dt.datetime] = {}
        self._later: dict[str, float] = {}
        """When a table that could not be looked at is looked at again (seconds of the loop's clock)."""
        self._rolls: dict[str, dt.datetime] = {}
        """When a table has to be written next."""

    def unsettled(self) -> list[str]:
        """The lines whose tables have to be looked at."""
        return [name for name in self._lines.names if self.is_unsettled(name)]

    def is_unsettled(self, name: str) -> bool:
        """Whether a line's table has to be looked at: its time, a quarter or a sweep has come, or the clock jumped."""
        if asyncio.get_running_loop().time() < self._later.get(name, 0.0):
            return False
        now, last = self._clock(), self._settled.get(name)
        if last is None or not last <= now < min(last + self._sweep, _quarter(last) + QUARTER):
            return True
        roll = self._next_roll(name)
        return roll is not None and last < roll <= now

    def pauses(self) -> list[float]:
        """Seconds until each of the tables has to be written next, where that is known and still to come."""
        now = self._clock()
        rolls = [self._next_roll(name) for name in self._lines.names]
        return [(roll - now).total_seconds() for roll in rolls if roll is not None and roll > now]

    def _next_roll(self, name: str) -> dt.datetime | None:
        """When a table has to be written next; once known it is not forgotten, though somebody reads the line then."""
        seen = self._lines.seen(name)
        known = [self._rolls.get(name), seen.facts.reading.next_roll if seen else None]
        first = min((roll for roll in known if roll is not None), default=None)
        if first is not None:
            self._rolls[name] = first
        return first

    async def changed_along(self, request: Request, plan: LinePlan) -> None:
        """Record what was done to the lines that a plan changed along with its own, and look at them soon."""
        if not plan.shared:
            return
        records = await self._store(partial(Store.records, request=request.id))
        told = {record.line for record in records if record.kind == RecordKind.SHARED}
        for neighbour in plan.neighbours:
            name = self._lines.with_id(plan.line.system, neighbour.id)
            if name is not None and name not in told:
                await self._note(RecordKind.SHARED, name, {"note": plan.summary}, request.id)
        for setting in self._lines.settings:
            seen = self._lines.seen(setting.name)
            if setting.vendor == plan.line.system and (seen is None or seen.facts.reading.neighbours != Neighbours()):
                self._settled.pop(setting.name, None)

    async def settle(self, name: str, *, may_write: bool) -> None:
        """Write what is due on one line; whoever listens to its readings notices what somebody else has changed."""
        began = self._clock()
        try:
            facts = (await self._lines.refresh(name)).facts
            if may_write:
                with listening() as calls:
                    settled = await self._lines.system(name).settle(facts.line)
                if settled.written:
                    await self._note(RecordKind.ROLLED, name, {"days": list(settled.written), **told_calls(calls)})
                if settled.done:
                    await self._note(RecordKind.SETTLED, name, {"note": " ".join(settled.done), **told_calls(calls)})
                if settled.written or settled.done:
                    await self._lines.refresh(name)
        except PhoneSystemError as error:
            log.warning("%s could not be looked at: %s", name, error)
            self._later[name] = asyncio.get_running_loop().time() + PAUSE
            return
        self._settled[name] = began
        self._rolls.pop(name, None)

    async def _note(self, kind: RecordKind, line: str, data: dict[str, object], request: int | None = None) -> None:
        await self._store(partial(Store.note, number=request, kind=kind, line=line, data=data))


def _quarter(moment: dt.datetime) -> dt.datetime:
    return moment - (moment - dt.datetime.min.replace(tzinfo=dt.UTC)) % QUARTER
