"""Carrying a plan out: noted before it begins, taken back if Webex refuses a part of it, resumed if it was cut off."""

import contextlib
import itertools
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Final, TypeAlias

from adapters.errors import MissingError, PhoneSystemError, RefusedError
from adapters.webex.content import Content, Memory
from adapters.webex.eventwire import CLOSURES, HOURS, ScheduleType
from adapters.webex.keeping import Copy, Notes, Pending, events_mark, mark_of
from adapters.webex.looking import Attachment, Look, leftovers
from adapters.webex.planning import Move, Plan, Way
from adapters.webex.schedules import Schedules

log = logging.getLogger(__name__)

Note: TypeAlias = Callable[[Notes], Awaitable[None]]

_LONGEST_NAME: Final = 40
_NAMES: Final[Mapping[ScheduleType, str]] = {HOURS: "Hours", CLOSURES: "Closures"}


class Carrying:
    """One plan for one line, while it is carried out."""

    def __init__(self, look: Look, plan: Plan, aim: Content, note: Note) -> None:
        attached = look.attached
        self._look = look
        self._plan = plan
        self._aim = aim
        self._note = note
        self._notes = look.notes
        self._before = (attached.hours, attached.closures, attached.always)
        self._begun: list[Move] = []
        self._is_unsure = False

    async def run(self, copies: Mapping[ScheduleType, Copy], memory: Memory) -> Notes:
        """Do all of it; the notes afterwards, with the schedules that are left over still in them.

        `copies` says of each new schedule what it is for; its name is chosen here.
        """
        taken = set(await self._look.schedules.names())
        named = [self._named(each, taken) for each in copies.values()]
        self._notes = self._look.notes.model_copy(
            update={"pending": self._pending(memory), "copies": (*self._look.notes.copies, *named)}
        )
        await self._note(self._notes)
        try:
            made = {each.type: await self._make(each, taken) for each in named}
            for move in self._plan.moves:
                self._begun.append(move)
                await self._do(move, made)
        except PhoneSystemError:
            await self._take_back()
            raise
        left = tuple(self._as_left(each) for each in self._notes.copies)
        return self._notes.model_copy(update={"copies": left, "pending": None, "memory": memory})

    def _pending(self, memory: Memory) -> Pending:
        look, earlier = self._look, self._look.notes.pending
        states = [mark_of(each) for each in (look.content, *self._plan.between)]
        return Pending(
            before=look.view,
            untouched=earlier.untouched if earlier and look.is_cut_off else states[0],
            states=tuple(dict.fromkeys(states)),
            target=mark_of(self._aim),
            memory=memory,
        )

    async def _make(self, copy: Copy, taken: set[str]) -> str:
        """Make a schedule that is noted already, under another name if somebody was faster."""
        while not await self._look.schedules.create(copy.type, copy.name, self._aim.events(copy.type)):
            other = self._named(copy, taken)
            copies = (*(each for each in self._notes.copies if each != copy), other)
            self._notes, copy = self._notes.model_copy(update={"copies": copies}), other
            await self._note(self._notes)
        return copy.name

    def _named(self, copy: Copy, taken: set[str]) -> Copy:
        name = _free_name(copy, self._look.attached.line_name, taken)
        taken.add(name.casefold())
        return copy.model_copy(update={"name": name, "content": events_mark(self._aim.events(copy.type))})

    async def _do(self, move: Move, made: Mapping[ScheduleType, str]) -> None:
        if move.kind is None:
            await self._point(move, made)
        elif schedule := self._look.sides[move.kind].schedule:
            await self._look.schedules.carry_out(schedule, move.steps)

    async def _point(self, move: Move, made: Mapping[ScheduleType, str]) -> None:
        attached = self._look.attached
        names = {HOURS: attached.hours, CLOSURES: attached.closures}
        for kind in move.pointed:
            home = self._look.sides[kind].home
            names[kind] = made.get(kind, home.name if home else None)
        always = self._aim.always if move.switches else attached.always
        try:
            await _attach(attached, names[HOURS], names[CLOSURES], always=always)
        except PhoneSystemError as error:
            self._is_unsure = not error.untouched
            raise

    async def _take_back(self) -> None:
        """Undo what was done; where even that fails, the notes say that something is neither here nor there."""
        attached, schedules = self._look.attached, self._look.schedules
        if self._is_unsure:
            return
        hours, closures, always = self._before
        try:
            for move in reversed(self._begun):
                if move.kind is None:
                    own_hours = hours if HOURS in move.pointed else attached.hours
                    own_closures = closures if CLOSURES in move.pointed else attached.closures
                    await _attach(
                        attached, own_hours, own_closures, always=always if move.switches else attached.always
                    )
                elif schedule := self._look.sides[move.kind].schedule:
                    await schedules.take_back(schedule, move.steps)
        except PhoneSystemError:
            log.warning("A change of %s could be taken back only in part.", attached.line_name)
            return
        notes = self._notes.model_copy(update={"pending": self._look.notes.pending})
        with contextlib.suppress(PhoneSystemError):
            notes, _ = await without_leftovers(notes, attached, schedules)
        await self._note(notes)

    def _as_left(self, copy: Copy) -> Copy:
        """The note on a schedule after what we wrote into it; one that somebody else edited stays theirs."""
        schedule = self._look.sides[copy.type].schedule
        is_written = self._plan.ways.get(copy.type) is Way.PLACE and schedule and schedule.name == copy.name
        if copy.lasting and is_written:
            return copy.model_copy(update={"content": events_mark(self._aim.events(copy.type))})
        return copy


async def without_leftovers(notes: Notes, attached: Attachment, schedules: Schedules) -> tuple[Notes, tuple[Copy, ...]]:
    """Delete the copies that a line does not need any more; the notes without them, and what was deleted.

    What somebody else has changed since is not ours to delete; what is in use elsewhere Webex keeps.
    """
    gone: list[Copy] = []
    deleted: list[Copy] = []
    for copy in leftovers(notes, attached):
        schedule = await schedules.read(copy.type, copy.name)
        if schedule is None:
            gone.append(copy)
        elif copy.content == events_mark(schedule.events):
            with contextlib.suppress(MissingError, RefusedError):  # the next look finds out
                await schedules.delete(schedule)
                deleted.append(copy)
    kept = tuple(each for each in notes.copies if each not in gone and each not in deleted)
    return notes.model_copy(update={"copies": kept}), tuple(deleted)


async def _attach(attached: Attachment, hours: str | None, closures: str | None, *, always: bool) -> None:
    """Point a line to these schedules, if it is not."""
    changes_hours, changes_closures = hours != attached.hours, closures != attached.closures
    if not changes_hours and not changes_closures and always == attached.always:
        return
    await attached.attach(
        hours=hours if changes_hours else None,
        closures=closures if changes_closures else None,
        always=always if always != attached.always else None,
        detach_closures=changes_closures and closures is None,
    )


def _free_name(copy: Copy, line_name: str, taken: set[str]) -> str:
    """A readable name for a schedule of one line, with a number if need be."""
    name = f"{copy.original or _NAMES[copy.type]} ({line_name})"
    short = name if len(name) <= _LONGEST_NAME - 3 else f"{name[: _LONGEST_NAME - 5]}…)"
    numbered = (f"{short} {number}" for number in itertools.count(2))
    return next(each for each in itertools.chain([short], numbered) if each.casefold() not in taken)
