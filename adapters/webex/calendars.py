"""The hours and overrides of lines that go by the schedules of their location.

A closure is an event in the holidays schedule that a line checks, special hours are dated events in its business
schedule, and its weekly events are the standing hours. A schedule belongs to the location: what is meant for one line
alone goes, where others use the schedule or one write is not enough, into a copy that is made whole and then attached.
"""

import asyncio
import contextlib
import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator, Sequence

from adapters.changes import DATED, Change, SetHours
from adapters.model import DAY, Override, Setup, Value, Weekday, WeeklyHours
from adapters.overrides import ends
from adapters.system import Ledger, Neighbour, Neighbours, Settled
from adapters.transport import Transport
from adapters.webex.aiming import (
    KINDS,
    aim_at,
    carried_over,
    changed_kinds,
    changes_week,
    content_after,
    copy_for,
    view_after,
    written_after,
)
from adapters.webex.content import Memory, midnight, says_the_same
from adapters.webex.events import FAR, Event
from adapters.webex.eventwire import CLOSURES, HOURS, ScheduleType
from adapters.webex.keeping import Notes
from adapters.webex.looking import Attachment, Look, followed, left_of, remarks_of
from adapters.webex.planning import Way, planned
from adapters.webex.rewriting import Step, shown_times, steps_between
from adapters.webex.upkeep import HomeWrite, Upkeep, Usage, home_writes

__all__ = ["Attachment", "Calendar", "Calendars", "Usage", "problems"]


class Calendar(Value):
    """What was read of the schedules of a line."""

    hours: WeeklyHours
    overrides: tuple[Override, ...]
    beneath: tuple[Override, ...]
    """The closures that are not ours, whatever was laid over them."""
    neighbours: Neighbours
    remarks: tuple[str, ...]


class Calendars:
    """The schedules of all lines of an account; what they cannot hold is kept in the ledger."""

    def __init__(self, transport: Transport, ledger: Ledger, clock: Callable[[], dt.datetime], usage: Usage) -> None:
        self._transport = transport
        self._ledger = ledger
        self._upkeep = Upkeep(transport, ledger, clock, usage)
        self._locks: defaultdict[tuple[str, str], asyncio.Lock] = defaultdict(asyncio.Lock)

    async def read(self, attached: Attachment) -> Calendar:
        """The hours and overrides of a line, from today on, and who else changes with them."""
        async with self._locks["line", attached.line_id]:
            look = await self._upkeep.look(attached)
            hours, closures = [await self._upkeep.neighbours(look, kind) for kind in KINDS]
            followers = [
                *await self._followers(look, HOURS, hours),
                *await self._followers(look, CLOSURES, closures),
            ]
            return Calendar(
                hours=look.view.hours,
                overrides=look.view.overrides,
                beneath=look.beneath,
                neighbours=Neighbours(hours=hours, closures=closures),
                remarks=(*remarks_of(look), *followers),
            )

    async def apply(self, attached: Attachment, changes: Sequence[Change]) -> None:
        """Write changes of hours and overrides: for this line only, or into the schedules that others use, too."""
        async with self._writing(attached):
            for shared, group in itertools.groupby(changes, key=_is_shared):
                await self._apply(attached, tuple(group), shared=shared)

    async def settle(self, attached: Attachment) -> Settled:
        """End copies that are over, carry changes of their originals over, and delete what is left over."""
        async with self._writing(attached):
            if await self._ledger.notes(attached.line_id) is None:
                return Settled()
            look, done = await self._upkeep.tidied(await self._upkeep.look(attached))
            if not look.is_cut_off:
                if look.notes.started:
                    look = await self._upkeep.taken_back(look)
                for kind in KINDS:
                    look, sentences = await self._keep_up(look, kind)
                    done += sentences
            await self._upkeep.note(attached.line_id, _forgetting(look))
            return Settled(done=done)

    async def release(self, attached: Attachment) -> Settled:
        """Point a line back to its schedules, end the overrides that we wrote, and forget it; its own hours stay.

        An override that others share ends for them, too. While something is left, the line is not forgotten.
        """
        async with self._writing(attached):
            look, done = await self._upkeep.tidied(await self._upkeep.look(attached))
            if not look.is_cut_off:
                if look.notes.started:
                    look = await self._upkeep.taken_back(look)
                for kind in KINDS:
                    look, sentences = await self._go_home(look, kind)
                    done += sentences
                for kind in KINDS:
                    done += await self._end_ours(look, kind)
            left = (*left_of(look), *[each for kind in KINDS for each in await self._left_by_others(look, kind)])
            await self._upkeep.note(attached.line_id, look.notes if left else Notes())
            return Settled(done=done, left=left)

    async def originals(self, line_id: str, hours: str | None, closures: str | None) -> tuple[str | None, str | None]:
        """The schedules whose changes reach a line, where it refers to our temporary copies of them."""
        notes = await self._upkeep.notes(line_id)
        return (
            await followed(notes, HOURS, hours, self._transport),
            await followed(notes, CLOSURES, closures, self._transport),
        )

    async def _followers(self, look: Look, kind: ScheduleType, neighbours: Sequence[Neighbour]) -> list[str]:
        """What to say of neighbours on temporary copies: what changes for all comes to them when they are settled."""
        attached = look.attached
        name = look.notes.original(kind, attached.hours if kind == HOURS else attached.closures)
        on_copies = []
        for each in neighbours:
            notes = await self._upkeep.notes(each.id)
            if any((copy.type, copy.original, copy.lasting) == (kind, name, False) for copy in notes.copies):
                on_copies.append(each.name)
        return [
            f"{each} uses its own copy of “{name}” for now; what changes for all follows there soon after."
            for each in on_copies
        ]

    async def _apply(self, attached: Attachment, changes: Sequence[Change], *, shared: bool) -> None:
        upkeep = self._upkeep
        look, _ = await upkeep.tidied(await upkeep.look(attached))
        wanted = view_after(look, look.view, changes)
        content = content_after(look, look.content, wanted, changes, shared=shared)
        kinds = changed_kinds(look.content, content)
        used = {} if shared else {kind: bool(await upkeep.neighbours(look, kind)) for kind in kinds}
        leaves = used.get(HOURS, False) and changes_week(look.content, content, look)
        everybodys = [each for each in changes if shared or (isinstance(each, SetHours) and not leaves)]
        writes, memory = home_writes(look, everybodys, shared=shared)
        aim_at(look, wanted, content, shared=shared, used=used)  # if it is refused, nothing is written
        async with upkeep.homes_written(look, writes, memory) as ready:
            aim = aim_at(ready, wanted, content, shared=shared, used=used)
            plan = planned(ready.content, aim.content, aim.ways, ready.today, apart=attached.detachable)
            copies = {
                kind: copy_for(
                    ready, kind, changes, shared=shared, used=used.get(kind, False), leaves=leaves and kind == HOURS
                )
                for kind, way in plan.ways.items()
                if way is Way.COPY
            }
            await upkeep.carry_out(ready, plan, aim, copies)
        if shared:
            await upkeep.tell_neighbours(look, aim.memory)

    async def _keep_up(self, look: Look, kind: ScheduleType) -> tuple[Look, tuple[str, ...]]:
        """Let a temporary copy follow its original, or end with its last period."""
        side, name = look.sides[kind], look.attached.line_name
        if side.copy is None or side.schedule is None or not side.is_temporary or side.is_edited or side.is_homeless:
            return look, ()
        periods = tuple(each for each in side.copy.periods if not each.is_over(look.now))
        events = carried_over(look, side, periods)
        home = side.home.events if side.home else ()
        if says_the_same(events, home, kind, look.today):
            return await self._go_home(look, kind)
        is_kept_up = says_the_same(events, side.schedule.events, kind, look.today)
        if side.copy.alone and side.home and not await self._upkeep.neighbours(look, kind):
            target = side.schedule.events if is_kept_up else events
            write = HomeWrite(kind, side.home, steps_between(side.home.events, target))
            async with self._upkeep.homes_written(look, [write], Memory()) as ready:  # nobody goes by it meanwhile
                return await self._go_home(ready, kind)
        if is_kept_up:
            return look, ()
        copy = side.copy.model_copy(update={"periods": periods})
        look = await self._upkeep.change_one(look, kind, Way.COPY, events, copy)
        return look, (f"Changes of “{copy.original}” were carried over to the copy that {name} uses.",)

    async def _go_home(self, look: Look, kind: ScheduleType) -> tuple[Look, tuple[str, ...]]:
        """Point a line back to what a temporary copy stands for, and delete the copy."""
        side, name = look.sides[kind], look.attached.line_name
        if side.copy is None or not side.is_temporary or side.is_edited:
            return look, ()
        if side.is_homeless:
            return look, (f"{name} keeps “{side.copy.name}”, since “{side.copy.original}” is no longer there.",)
        look = await self._upkeep.change_one(look, kind, Way.HOME, side.home.events if side.home else None)
        if side.home is None:
            return look, (f"{name} checks no closures any more; the schedule “{side.copy.name}” was deleted.",)
        return look, (f"{name} uses the schedule “{side.home.name}” again; its copy was deleted.",)

    async def _end_ours(self, look: Look, kind: ScheduleType) -> tuple[str, ...]:
        """Delete the coming events that we wrote, also those that others share."""
        side = look.sides[kind]
        coming = _coming(look, kind, look.notes)
        if side.schedule is None or not coming:
            return ()
        others = () if side.is_temporary else await self._upkeep.neighbours(look, kind)
        await look.schedules.carry_out(side.schedule, tuple(Step(each, None) for each in coming))
        where = f"was deleted from the schedule “{side.schedule.name}”"
        too = f", so it ends for {', '.join(each.name for each in others)} as well" if others else ""
        return tuple(f"“{each.name}” {where}{too}." for each in coming)

    async def _left_by_others(self, look: Look, kind: ScheduleType) -> list[str]:
        """The coming events that we wrote for another line and for all who share its schedule, as sentences."""
        if look.sides[kind].is_temporary:
            return []
        others = await self._upkeep.neighbours(look, kind)
        found = [(each.name, _coming(look, kind, await self._upkeep.notes(each.id))) for each in others]
        return [
            f"“{event.name}” was written for {name} and all who share its schedule; release {name} to end it."
            for name, events in found
            for event in events
        ]

    @contextlib.asynccontextmanager
    async def _writing(self, attached: Attachment) -> AsyncIterator[None]:
        """Alone with a line, and with the schedules of its location."""
        async with self._locks["line", attached.line_id], self._locks["location", attached.location_id]:
            yield


def problems(before: Setup, after: Setup) -> list[str]:
    """What Webex's schedules could not hold of a setup, as sentences; what was there before is not its problem."""
    known = set(_problems(before))
    return [each for each in dict.fromkeys(_problems(after)) if each not in known]


def _problems(setup: Setup) -> Iterator[str]:
    rows = [each for day in Weekday for each in setup.hours.row(day)]
    if not rows and not setup.hours.always:
        yield (
            "It would be closed on every day of the week. In the same request, name the hours of the days on which it"
            " is open; or close it until further notice."
        )
    minutes = {minute for each in rows for minute in (each.start, each.end)}
    edges = {edge for each in setup.overrides for edge in (each.start, each.end) if edge is not None}
    minutes |= {edge.hour * 60 + edge.minute for edge in edges}
    if DAY - 1 in minutes:
        yield "Webex takes 23:59 for midnight, so nothing can begin or end then: choose 23:58 or midnight."
    if any(edge.second or edge.microsecond for edge in edges):
        yield "Webex knows only whole minutes."
    if any(edge >= FAR for edge in edges):
        yield f"Webex is told of dates up to {FAR.year - 1} only: say “until further notice” for anything longer."


def _coming(look: Look, kind: ScheduleType, notes: Notes) -> list[Event]:
    """The events of a line's schedule that were written by these notes and are not over."""
    schedule, today = look.sides[kind].schedule, midnight(look.today)
    ours = [each for each in schedule.events if each.key in notes.written] if schedule else []
    return [each for each in ours if any(True for _ in shown_times(each, today))]


def _forgetting(look: Look) -> Notes:
    """The notes without what is over, and without a write that has come to nothing."""
    memory, today = look.notes.memory, midnight(look.today)
    remembered = tuple(each for each in memory.remembered if ends(each.override) > today)
    return look.notes.model_copy(
        update={
            "memory": memory.model_copy(update={"remembered": remembered}),
            "pending": look.notes.pending if look.is_cut_off else None,
            "written": written_after(look, look.content),
        }
    )


def _is_shared(change: Change) -> bool:
    return isinstance(change, (*DATED, SetHours)) and change.shared
