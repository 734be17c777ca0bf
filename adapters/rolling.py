"""Dated overrides for a vendor that has only a weekly table: the week rolls.

Standing hours and overrides live in the ledger; the vendor's table is the projection of the coming seven days. Every
step can be cut off and repeated: what we are about to write is noted before it is written, so that a row is known as
ours whether or not the write took place, and the next `settle` or `apply` finds out which.
"""

import asyncio
import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, Protocol

from adapters.by_hand import span_text
from adapters.changes import DATED, Change, Dated, PutOverrides, Reopen, SetHours, all_applied
from adapters.creation import Created, LineKind, NewLine
from adapters.errors import DriftError, PhoneSystemError, UnreachableError
from adapters.hours import moment, wall_clock
from adapters.model import Destination, Interval, Line, LiveStatus, Setup, Weekday, WeeklyHours, clock_text
from adapters.narrow import narrow_problems
from adapters.notes import Look, Notes
from adapters.overrides import FOREVER
from adapters.projection import due_dates, handovers, midnight, turns
from adapters.rows_by_hand import turns_by_hand
from adapters.system import Capabilities, Drift, Ledger, Reading, Settled

WRITE_AHEAD: Final = dt.timedelta(hours=48)
"""How long before a date its row is written, unless told otherwise."""

_DATED_KINDS: Final = frozenset(each.model_fields["kind"].default for each in DATED)


class WeeklySystem(Protocol):
    """A phone vendor with a weekly table and no dated overrides: a `PhoneSystem` but for what `RollingWeek` adds."""

    @property
    def name(self) -> str: ...
    async def lines(self) -> Sequence[Line]: ...
    def capabilities(self, line: Line) -> Capabilities: ...
    def problems(self, line: Line, before: Setup, after: Setup) -> Sequence[str]: ...
    async def read(self, line: Line) -> Setup:
        """The setup as the vendor has it: its table as hours, and no overrides."""

    async def apply(self, line: Line, changes: Sequence[Change]) -> None:
        """Write changes of anything but overrides."""

    async def remarks(self, line: Line) -> Sequence[str]:
        """What else a person should know of the line, a sentence each; asked right after `read`."""

    async def key_remarks(self, line: Line) -> Sequence[str]:
        """What to know of the keys of its menu, a sentence each; asked right after `read`."""

    async def live(self, line: Line) -> LiveStatus: ...
    async def destinations(self, line: Line) -> Sequence[Destination]: ...
    def by_hand(
        self, line: Line, changes: Sequence[Change], before: Setup, destinations: Sequence[Destination] = ()
    ) -> Sequence[str]:
        """Where the line is found in the vendor's portal, then one step for each change of anything but overrides."""

    async def kinds(self) -> Sequence[LineKind]: ...
    def creation_problems(self, new: NewLine) -> Mapping[str, str]: ...
    async def create(self, new: NewLine, *, again: bool = False) -> Created: ...
    async def delete(self, line: Line) -> None: ...
    async def aclose(self) -> None: ...


class RollingWeek:
    """A `PhoneSystem` over a vendor that has only a weekly table.

    After `apply` was cut off, by a kill or an `UnreachableError`, the change may stand at the vendor and does stand in
    the notes: applying again, or the next `settle`, brings it about. Where the vendor said no, it stands nowhere.
    """

    def __init__(
        self,
        system: WeeklySystem,
        ledger: Ledger,
        clock: Callable[[], dt.datetime],
        *,
        write_ahead: dt.timedelta = WRITE_AHEAD,
    ) -> None:
        self.name = system.name
        self._system = system
        self._ledger = ledger
        self._clock = clock
        self._write_ahead = write_ahead
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._accepted: dict[str, tuple[WeeklyHours, dt.datetime]] = {}
        """The table that the vendor last took from this process, and when."""
        self._known: dict[str, Notes | None] = {}
        """What the ledger was last known to hold."""

    async def lines(self) -> Sequence[Line]:
        return await self._system.lines()

    def capabilities(self, line: Line) -> Capabilities:
        inner = self._system.capabilities(line)
        return inner.model_copy(
            update={"changes": inner.changes | _DATED_KINDS, "dated": False, "write_ahead": self._write_ahead}
        )

    def problems(self, line: Line, before: Setup, after: Setup) -> Sequence[str]:
        found = list(self._system.problems(line, before, after))
        narrow = self._system.capabilities(line).intervals_a_day
        if narrow is not None:
            today = wall_clock(self._clock(), line.zone).date()
            found += narrow_problems(line.name, before, after, today, narrow)
        return found

    async def live(self, line: Line) -> LiveStatus:
        return await self._system.live(line)

    async def destinations(self, line: Line) -> Sequence[Destination]:
        return await self._system.destinations(line)

    async def kinds(self) -> Sequence[LineKind]:
        return await self._system.kinds()

    def creation_problems(self, new: NewLine) -> Mapping[str, str]:
        return self._system.creation_problems(new)

    async def create(self, new: NewLine, *, again: bool = False) -> Created:
        return await self._system.create(new, again=again)

    async def delete(self, line: Line) -> None:
        """Delete a line, and forget it; where the vendor refuses, its notes stay."""
        async with self._locks[line.id]:
            await self._system.delete(line)
            await self._note(line, None)

    async def aclose(self) -> None:
        await self._system.aclose()

    async def read(self, line: Line) -> Reading:
        async with self._locks[line.id]:
            setup, noted = await self._system.read(line), await self._noted(line)
            remarks = tuple(await self._system.remarks(line))
            key_remarks = tuple(await self._system.key_remarks(line))
        if noted is None:
            return Reading(setup=setup, confirmed=False, key_remarks=key_remarks, remarks=remarks)
        look = self._look(line, setup, noted)
        known = setup.model_copy(update={"hours": look.notes.standing, "overrides": look.overrides})
        rolls = turns(known, look.now, self._write_ahead) if known.overrides else ()
        return Reading(
            setup=known,
            drift=look.drift,
            behind=look.behind,
            table=look.table,
            next_roll=look.next_roll(rolls),
            key_remarks=key_remarks,
            remarks=remarks,
        )

    async def apply(self, line: Line, changes: Sequence[Change]) -> None:
        weekly = [each for each in changes if isinstance(each, (*DATED, SetHours))]
        others = [each for each in changes if not isinstance(each, (*DATED, SetHours))]
        async with self._locks[line.id]:
            if weekly:
                await self._apply_weekly(line, weekly, others)
            else:
                await self._system.apply(line, others)

    def due_moments(self, line: Line, changes: Sequence[Change], now: dt.datetime) -> Sequence[dt.datetime]:
        today = wall_clock(now, line.zone).date()
        dated = [each for each in changes if isinstance(each, DATED)]
        dates = {date for each in dated if _lays_anything(each) for date in _dates(each, today)}
        later = {at for each in dated for at in self._handovers(line, each, today)}
        return sorted({self._due(date, line.zone) for date in dates} | later)

    def _due(self, date: dt.date, zone: str) -> dt.datetime:
        """When a date's row is written: ahead of it, but not while the row belongs to the same weekday before it."""
        return max(midnight(date, zone) - self._write_ahead, midnight(date - dt.timedelta(days=6), zone))

    def _handovers(self, line: Line, change: Dated, today: dt.date) -> Iterator[dt.datetime]:
        """When the rows of a date that has more intervals than the table are written, until the change is over."""
        notes, most = self._known.get(line.id), self._system.capabilities(line).intervals_a_day
        if notes is None or most is None:
            return
        for date in _dates(change, today):
            for local in handovers(notes.standing, notes.overrides, date, most):
                if local < (change.end or FOREVER):
                    yield moment(local, line.zone)

    def by_hand(
        self, line: Line, changes: Sequence[Change], before: Setup, destinations: Sequence[Destination] = ()
    ) -> Sequence[str]:
        dated = [each for each in changes if isinstance(each, DATED)]
        lasting = [each for each in changes if not isinstance(each, DATED)]
        stands, after = all_applied(lasting, before), all_applied(changes, before)
        most = self._system.capabilities(line).intervals_a_day
        turns = turns_by_hand(stands, after, dated, self._clock(), most)
        place, *steps = self._system.by_hand(line, [*lasting, *(each.change for each in turns)], before, destinations)
        rows = zip(turns, steps[len(lasting) :], strict=True)
        done = [f"{turn.when}: {step[0].lower()}{step[1:]}" for turn, step in rows]
        spans = [span_text(each.start, each.end) for each in dated]
        unchanged = [f"Nothing has to be set for {line.name} {each}: it has these hours anyway." for each in spans]
        return [place, *steps[: len(lasting)], *(done or unchanged)]

    async def settle(self, line: Line) -> Settled:
        async with self._locks[line.id]:
            noted = await self._noted(line)
            if noted is None:
                return Settled()
            look = self._look(line, await self._system.read(line), noted)
            if look.behind and not self._is_on_its_way(line, look):
                await self._write(line, look, look.ours)
                return Settled(written=look.behind, drift=look.drift)
            if look.notes != noted:
                await self._note(line, look.notes)
            return Settled(drift=look.drift)

    async def adopt(self, line: Line, drift: Collection[Drift]) -> None:
        async with self._locks[line.id]:
            noted = await self._noted(line)
            if noted is not None:
                look = self._look(line, await self._system.read(line), noted)
                await self._note(line, look.adopted(drift).notes)

    async def release(self, line: Line) -> Settled:
        async with self._locks[line.id]:
            noted = await self._noted(line)
            if noted is None:
                return Settled()
            look = self._look(line, await self._system.read(line), noted).noting(overrides=())
            written = look.behind
            if look.table_with(look.ours) != look.table:
                look = await self._write(line, look, look.ours)
            if look.behind or look.notes.intents:
                await self._note(line, look.notes)
                wait = _minutes_text(look.lag)
                msg = f"{line.name} does not show its standing hours yet; release it again in {wait}."
                raise UnreachableError(msg, retry_after=look.lag.total_seconds())
            await self._note(line, None)
            return Settled(written=written, drift=look.drift)

    async def _apply_weekly(self, line: Line, weekly: Sequence[Change], others: Sequence[Change]) -> None:
        """Apply changes of hours and overrides, in one write with all the others.

        Where no row is due the others come first: if the vendor refuses them, nothing has been promised yet.
        """
        setup, noted = await self._system.read(line), await self._noted(line)
        look = self._look(line, setup, noted or Notes.first(setup.hours))
        after = all_applied(weekly, _as_noted(setup, look.notes))
        later = look.noting(standing=after.hours, overrides=after.overrides)
        approved = _named(weekly, look.notes.standing)
        _refuse_drift(line, later, _touched(weekly, later) - approved)
        days = later.ours | approved
        called = "".join(each.model_dump_json() for each in (*weekly, *others))
        try:
            if later.table_with(days) != later.table or self._has_taken_another(line, later):
                begun = later.model_copy(update={"notes": later.notes.begun(called, look.notes)})
                written = (await self._write(line, begun, days, others)).notes
            else:
                if others:
                    await self._system.apply(line, others)
                written = later.learned().notes
        except UnreachableError:
            raise  # nobody said no: what was approved stays promised, even if nothing of it was written yet
        except PhoneSystemError as error:
            if error.untouched:
                await self._note(line, noted and noted.refused(called))
            raise
        await self._note(line, written.done())

    async def _write(self, line: Line, look: Look, days: frozenset[Weekday], others: Sequence[Change] = ()) -> Look:
        """Note what we are about to write, write it, and look once whether it arrived."""
        rows = {day: look.target.open_on(day) for day in Weekday if day in days}
        intending = look.notes.with_intent(rows, look.now, look.lag)
        await self._note(line, intending)
        table = look.table_with(days)
        await self._system.apply(line, [*others, _whole(table)])
        self._accepted[line.id] = (table, look.now)
        try:
            seen = self._look(line, await self._system.read(line), intending)
        except PhoneSystemError:  # the write took place, whatever hinders us from seeing it
            return look.model_copy(update={"notes": intending})
        await self._note(line, seen.notes)
        return seen

    def _is_on_its_way(self, line: Line, look: Look) -> bool:
        """Whether the vendor has just taken what is missing, and only does not show it yet."""
        if line.id not in self._accepted:
            return False
        table, at = self._accepted[line.id]
        target = look.target
        return abs(look.now - at) <= look.lag and all(table.open_on(day) == target.open_on(day) for day in look.behind)

    def _has_taken_another(self, line: Line, look: Look) -> bool:
        """Whether the vendor has just taken other rows than there should be, and may not show them yet."""
        if line.id not in self._accepted:
            return False
        table, at = self._accepted[line.id]
        target = look.target
        return abs(look.now - at) <= look.lag and any(table.open_on(day) != target.open_on(day) for day in look.behind)

    def _look(self, line: Line, setup: Setup, notes: Notes) -> Look:
        capabilities = self._system.capabilities(line)
        look = Look(
            table=setup.hours,
            notes=notes,
            now=self._clock(),
            zone=setup.zone,
            write_ahead=self._write_ahead,
            intervals_a_day=capabilities.intervals_a_day,
            lag=capabilities.lag,
        )
        return look.learned()

    async def _noted(self, line: Line) -> Notes | None:
        noted = await self._ledger.notes(line.id)
        self._known[line.id] = None if noted is None else Notes.model_validate(noted)
        return self._known[line.id]

    async def _note(self, line: Line, notes: Notes | None) -> None:
        await self._ledger.note(line.id, notes.model_dump(mode="json") if notes else None)
        self._known[line.id] = notes


def _as_noted(setup: Setup, notes: Notes) -> Setup:
    return setup.model_copy(update={"hours": notes.standing, "overrides": notes.overrides})


def _whole(table: WeeklyHours) -> SetHours:
    return SetHours(rows={day: table.row(day) for day in Weekday}, always=table.always)


def _named(changes: Iterable[Change], standing: WeeklyHours) -> frozenset[Weekday]:
    """The weekdays whose hours were shown and approved; turning *always open* on or off names them all."""
    hours = [each for each in changes if isinstance(each, SetHours)]
    if any(each.always for each in hours) or (hours and standing.always):
        return frozenset(Weekday)
    return frozenset(day for each in hours for day in each.rows)


def _touched(changes: Iterable[Change], look: Look) -> frozenset[Weekday]:
    """The weekdays whose next date is due and inside a dated change."""
    due = list(due_dates(look.now, look.zone, look.write_ahead))
    return frozenset(
        Weekday.of(date) for each in changes if isinstance(each, DATED) for date in due if _covers(each, date)
    )


def _refuse_drift(line: Line, look: Look, days: frozenset[Weekday]) -> None:
    for drift in look.drift:
        if drift.weekday in days:
            msg = (
                f"{line.name} has {_day_text(drift.found)} on {drift.weekday.title_name} at the vendor, which "
                "Switchhook did not write; adopt or restore that day first."
            )
            raise DriftError(msg)


def _lays_anything(change: Dated) -> bool:
    """Whether a change brings overrides that have to be written when their time comes; ending one needs no row."""
    return not isinstance(change, Reopen) and not (isinstance(change, PutOverrides) and not change.overrides)


def _dates(change: Dated, today: dt.date) -> Iterator[dt.date]:
    """The dates of a change from today on; of one without an end the first week, which fills the whole table."""
    first = max(change.start.date(), today)
    last = first + dt.timedelta(days=6) if change.end is None else (change.end - dt.timedelta(minutes=1)).date()
    for ahead in range((last - first).days + 1):
        yield first + dt.timedelta(days=ahead)


def _covers(change: Dated, date: dt.date) -> bool:
    first = dt.datetime.combine(date, dt.time())
    return change.start < first + dt.timedelta(days=1) and first < (change.end or FOREVER)


def _minutes_text(length: dt.timedelta) -> str:
    minutes = length // dt.timedelta(minutes=1)
    return f"{minutes} minutes" if minutes > 1 else "a minute"


def _day_text(day: tuple[Interval, ...]) -> str:
    return ", ".join(f"{clock_text(each.start)}–{clock_text(each.end)}" for each in day) or "no hours"
