"""Looking at a line and writing its schedules, with what the ledger keeps of them before and after."""

import contextlib
import datetime as dt
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple, Protocol

from adapters.changes import Change
from adapters.errors import PhoneSystemError, RefusedError
from adapters.hours import wall_clock
from adapters.system import Ledger, Neighbour
from adapters.transport import Transport
from adapters.webex.aiming import Aim, content_after, view_after, written_after
from adapters.webex.carrying import Carrying, without_leftovers
from adapters.webex.content import Memory, remembering, shown
from adapters.webex.eventwire import CLOSURES, HOURS, Events, Schedule, ScheduleType
from adapters.webex.keeping import Copy, Notes, Started
from adapters.webex.looking import Attachment, Look, look_at
from adapters.webex.planning import Plan, Way, planned
from adapters.webex.rewriting import Step, steps_between
from adapters.webex.schedules import Schedules


class Usage(Protocol):
    """Who goes by the schedules of a location."""

    async def others(self, line_id: str, location_id: str, kind: ScheduleType, name: str) -> Sequence[Neighbour]:
        """The other lines, and the forwarding rules, that go by a schedule."""


class HomeWrite(NamedTuple):
    """What changes in a schedule that a temporary copy of a line stands for."""

    kind: ScheduleType
    home: Schedule
    steps: tuple[Step, ...]


class Upkeep:
    """Everything that waits: for Webex, for the ledger, for who else uses a schedule."""

    def __init__(self, transport: Transport, ledger: Ledger, clock: Callable[[], dt.datetime], usage: Usage) -> None:
        self._transport = transport
        self._ledger = ledger
        self._clock = clock
        self._usage = usage

    async def look(self, attached: Attachment) -> Look:
        """A line as it is now."""
        schedules = Schedules(self._transport, attached.location_id)
        notes = await self.notes(attached.line_id)
        kin = await self._kin(attached, notes)
        return await look_at(attached, schedules, notes, kin, wall_clock(self._clock(), attached.zone))

    async def notes(self, line_id: str) -> Notes:
        """What the ledger keeps for a line."""
        noted = await self._ledger.notes(line_id)
        return Notes() if noted is None else Notes.model_validate(noted)

    async def _kin(self, attached: Attachment, notes: Notes) -> tuple[Notes, ...]:
        """What the ledger keeps for the lines that go by the same schedules: what was written for all of them."""
        return tuple([await self.notes(each) for each in await self._users(attached, notes)])

    async def _users(self, attached: Attachment, notes: Notes) -> Iterable[str]:
        """The ids of what else goes by the schedules that a line belongs to."""
        users: dict[str, None] = {}
        for kind, name in ((HOURS, attached.hours), (CLOSURES, attached.closures)):
            original = notes.original(kind, name)
            if original is not None:
                found = await self._usage.others(attached.line_id, attached.location_id, kind, original)
                users |= dict.fromkeys(each.id for each in found)
        return users

    async def tell_neighbours(self, look: Look, memory: Memory) -> None:
        """Note on the other lines what the events that they have now, too, say beyond themselves."""
        new = tuple(each for each in memory.remembered if each not in look.notes.memory.remembered)
        for line_id in await self._users(look.attached, look.notes) if new else ():
            notes = await self.notes(line_id)
            known = tuple(each for each in notes.memory.remembered if each not in new)
            told = notes.memory.model_copy(update={"remembered": (*known, *new)})
            await self.note(line_id, notes.model_copy(update={"memory": told}))

    async def note(self, line_id: str, notes: Notes) -> None:
        """Keep notes if they are new; a line of which nothing is to be kept is forgotten."""
        if await self.notes(line_id) != notes:
            await self._ledger.note(line_id, None if notes == Notes() else notes.model_dump(mode="json"))

    async def neighbours(self, look: Look, kind: ScheduleType) -> tuple[Neighbour, ...]:
        """Who else goes by the schedule that a line belongs to."""
        attached = look.attached
        name = look.notes.original(kind, attached.hours if kind == HOURS else attached.closures)
        if name is None:
            return ()
        return tuple(await self._usage.others(attached.line_id, attached.location_id, kind, name))

    async def tidied(self, look: Look) -> tuple[Look, tuple[str, ...]]:
        """A look without the schedules that were left over, and what was deleted, as sentences."""
        notes, deleted = await without_leftovers(look.notes, look.attached, look.schedules)
        sentences = tuple(f"“{each.name}”, a schedule that was left over, was deleted." for each in deleted)
        return look._replace(notes=notes), sentences

    async def carry_out(self, look: Look, plan: Plan, aim: Aim, copies: Mapping[ScheduleType, Copy]) -> None:
        """Bring a line to its aim, and keep what has to be known of it."""
        attached, done = look.attached, {"memory": aim.memory, "pending": None, "started": ()}
        notes = look.notes.model_copy(update=done)
        if plan.moves:
            carrying = Carrying(look, plan, aim.content, partial(self.note, attached.line_id))
            notes = (await carrying.run(copies, aim.memory)).model_copy(update=done)
            with contextlib.suppress(PhoneSystemError):  # what the line has is right; the next look tidies up
                notes, _ = await without_leftovers(notes, attached, look.schedules)
        await self.note(attached.line_id, notes.model_copy(update={"written": written_after(look, aim.content)}))

    async def change_one(
        self, look: Look, kind: ScheduleType, way: Way, events: Events | None, copy: Copy | None = None
    ) -> Look:
        """Point a line to other events in one of its schedules."""
        aim = Aim(look.content.having(kind, events), look.notes.memory, {kind: (way,)})
        plan = planned(look.content, aim.content, aim.ways, look.today, apart=look.attached.detachable)
        await self.carry_out(look, plan, aim, {kind: copy} if copy else {})
        return await self.look(look.attached)

    @contextlib.asynccontextmanager
    async def homes_written(self, look: Look, writes: Iterable[HomeWrite], memory: Memory) -> AsyncIterator[Look]:
        """Change what temporary copies stand for; if what follows surely fails, that is taken back.

        What the changes say beyond their events is noted first, so that it is known even if only the homes change.
        """
        writes, begun = list(writes), list[HomeWrite]()
        if writes:
            look = look._replace(notes=_starting(look.notes, writes, memory))
            await self.note(look.attached.line_id, look.notes)
        try:
            for each in writes:
                begun.append(each)
                look = await self._home_written(look, each)
            yield look
        except PhoneSystemError:
            if (await self.notes(look.attached.line_id)).pending == look.notes.pending:
                for each in reversed(begun):
                    with contextlib.suppress(PhoneSystemError):  # the error to tell is the first one
                        await look.schedules.take_back(each.home, each.steps)
            raise

    async def taken_back(self, look: Look) -> Look:
        """A look without what was started in the schedules that temporary copies stand for, and was cut off."""
        for each in reversed(look.notes.started):
            schedule = await look.schedules.read(each.type, each.name)
            if schedule is not None:
                await look.schedules.take_back(schedule, tuple(Step(old, new) for old, new in each.steps))
        notes = look.notes.model_copy(update={"started": ()})
        await self.note(look.attached.line_id, notes)
        return await self.look(look.attached)

    async def _home_written(self, look: Look, write: HomeWrite) -> Look:
        await look.schedules.carry_out(write.home, write.steps)
        side = look.sides[write.kind]._replace(home=await look.schedules.read(write.kind, write.home.name))
        return look._replace(sides={**look.sides, write.kind: side})


def home_writes(look: Look, changes: Sequence[Change], *, shared: bool) -> tuple[list[HomeWrite], Memory]:
    """How changes change what the temporary copies of a line stand for, and what is to be remembered of that. Pure."""
    sides = [each for each in look.sides.values() if each.is_temporary]
    if not changes or not sides:
        return [], Memory()
    homes = look.content
    for side in sides:
        if side.is_homeless:
            msg = f"The schedule that {look.attached.line_name} shares with others is gone; choose one anew."
            raise RefusedError(msg)
        homes = homes.having(side.kind, side.home.events if side.home else None)
    wanted = view_after(look, shown(homes, look.notes.memory, look.today), changes)
    target = content_after(look, homes, wanted, changes, shared=shared)
    writes = [
        HomeWrite(side.kind, side.home, steps_between(side.home.events, target.events(side.kind)))
        for side in sides
        if side.home
    ]
    return [each for each in writes if each.steps], remembering(target, wanted, look.today)


def _starting(notes: Notes, writes: Iterable[HomeWrite], memory: Memory) -> Notes:
    known = notes.memory.remembered
    more = tuple(each for each in memory.remembered if each not in known)
    started = tuple(Started(type=each.kind, name=each.home.name, steps=each.steps) for each in writes)
    return notes.model_copy(
        update={
            "memory": notes.memory.model_copy(update={"remembered": (*known, *more)}),
            "started": (*notes.started, *started),
        }
    )
