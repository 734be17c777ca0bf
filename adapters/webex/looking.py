"""One look at a line: its schedules as they are now, in the light of our notes."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from adapters.errors import PhoneSystemError
from adapters.model import Override
from adapters.transport import Transport
from adapters.webex.content import Content, View, current, shown, vendors_own
from adapters.webex.eventwire import CLOSURES, HOURS, Schedule, ScheduleType
from adapters.webex.keeping import Copy, Notes, events_mark, mark_of
from adapters.webex.schedules import Schedules


class Attachment(Protocol):
    """How one line refers to the schedules of its location."""

    line_id: str
    line_name: str
    location_id: str
    zone: str
    hours: str | None
    """The name of the schedule with its hours."""
    closures: str | None
    """The name of the schedule with its closures; None if it checks none."""
    always: bool
    """Whether it is open around the clock whatever `hours` says."""
    detachable: bool
    """Whether it can go back to checking no closures."""
    always_possible: bool
    """Whether `always` can be set."""

    async def attach(
        self,
        *,
        hours: str | None = None,
        closures: str | None = None,
        always: bool | None = None,
        detach_closures: bool = False,
    ) -> None:
        """Refer to other schedules, in as few writes as possible; None leaves as it is."""


class Side(NamedTuple):
    """One of the two schedules of a line; if it is our copy, also the note on it and what it stands for."""

    kind: ScheduleType
    schedule: Schedule | None
    copy: Copy | None
    home: Schedule | None

    @property
    def is_temporary(self) -> bool:
        """Whether the line will be pointed back one day."""
        return self.copy is not None and not self.copy.lasting

    @property
    def is_edited(self) -> bool:
        """Whether somebody else changed a temporary copy, which then is no longer ours to replace."""
        if self.copy is None or self.copy.lasting or self.schedule is None:
            return False
        return self.copy.content != events_mark(self.schedule.events)

    @property
    def is_homeless(self) -> bool:
        """Whether the schedule that a temporary copy stands for is gone."""
        return self.is_temporary and self.copy is not None and self.copy.original is not None and self.home is None


class Look(NamedTuple):
    """A line at one moment."""

    attached: Attachment
    schedules: Schedules
    notes: Notes
    sides: Mapping[ScheduleType, Side]
    content: Content
    now: dt.datetime
    """By the line's wall clock."""
    view: View
    ours: frozenset[str]
    """The dated events that we wrote, for this line or for all of them."""
    beneath: tuple[Override, ...]
    """The closures that are not ours, whatever was laid over them."""
    is_cut_off: bool
    """Whether a write was cut off: the view is what was before it."""

    @property
    def today(self) -> dt.date:
        """The date where the line is."""
        return self.now.date()


async def look_at(
    attached: Attachment, schedules: Schedules, notes: Notes, kin: Sequence[Notes], now: dt.datetime
) -> Look:
    """Read what a line refers to, and learn whether a write that was cut off has arrived.

    `kin`: the notes on the lines that go by the same schedules, which know what was written for all of them.
    """
    sides = {
        kind: await _side(attached, schedules, notes, kind, name)
        for kind, name in ((HOURS, attached.hours), (CLOSURES, attached.closures))
    }
    if attached.hours is None and not attached.always:
        msg = f"{attached.line_name} has no schedule for its hours at Webex; choose one in Control Hub."
        raise PhoneSystemError(msg)
    events = {kind: side.schedule.events if side.schedule else None for kind, side in sides.items()}
    content = Content(events[HOURS], events[CLOSURES], attached.always)
    notes, is_cut_off = _learned(notes, mark_of(content))
    view = shown(content, notes.memory, now.date())
    ours = frozenset(key for each in (notes, *kin) for key in each.written)
    beneath = vendors_own(content, ours, now.date())
    if is_cut_off and notes.pending:
        before = notes.pending.before
        view = View(hours=before.hours, overrides=current(before.overrides, now.date()))
    return Look(attached, schedules, notes, sides, content, now, view, ours, beneath, is_cut_off)


def remarks_of(look: Look) -> Iterator[str]:
    """What a person should know of the schedules of a line."""
    name = look.attached.line_name
    if look.is_cut_off:
        yield f"A change of {name} was cut off in the middle; apply it again, or look at its schedules in Control Hub."
    for side in look.sides.values():
        if side.copy is None or side.schedule is None:
            continue
        own, original = side.schedule.name, side.copy.original
        if side.is_edited:
            yield f"Somebody changed “{own}”, the copy that {name} uses, by hand; it is left as it is."
        if side.is_homeless:
            yield f"“{original}”, which {name} used before its copy “{own}”, is no longer there; it keeps the copy."
        elif side.is_temporary and original:
            yield f"For now {name} uses “{own}”, its own copy of “{original}”."
        elif original:
            yield f"{name} has its own schedule “{own}” in place of “{original}”."
        elif side.kind == CLOSURES and not any(each.state == "closed" for each in look.view.overrides):
            yield f"{name} keeps the schedule “{own}” without a closure, since Webex cannot detach it."
    for copy in leftovers(look.notes, look.attached):
        yield f"The schedule “{copy.name}”, which was made for {name}, is no longer used by it."


async def followed(notes: Notes, kind: ScheduleType, name: str | None, transport: Transport) -> str | None:
    """The schedule whose changes reach a line that refers to this one: what a temporary copy stands for, or itself.

    A copy that somebody else changed, or whose original is gone, stays as it is.
    """
    copy = notes.copy_named(kind, name)
    if copy is None or copy.lasting or copy.original is None:
        return notes.original(kind, name)
    schedules = Schedules(transport, copy.location_id)
    schedule = await schedules.read(kind, copy.name)
    is_ours = schedule is not None and copy.content == events_mark(schedule.events)
    has_home = copy.original.casefold() in await schedules.names()
    return copy.original if is_ours and has_home else name


def left_of(look: Look) -> Iterator[str]:
    """What keeps a line that is released from being as it would be without us."""
    name = look.attached.line_name
    if look.is_cut_off:
        yield (
            f"A change of {name} was cut off in the middle, so its schedules are left as they are; apply it again or"
            " put them right in Control Hub, then release the line again."
        )
        return
    for side in look.sides.values():
        if side.is_edited and side.copy and side.schedule:
            choice = f"“{side.copy.original}”" if side.copy.original and side.home else "another schedule"
            yield (
                f"Somebody changed “{side.schedule.name}”, the copy that {name} uses, by hand, so {name} keeps it;"
                f" choose {choice} in Control Hub, then release the line again."
            )
    for copy in leftovers(look.notes, look.attached):
        yield f"The schedule “{copy.name}” is still there; delete it in Control Hub, then release the line again."


def leftovers(notes: Notes, attached: Attachment) -> tuple[Copy, ...]:
    """The schedules that we made for a line and that it uses no more, neither itself nor through a copy."""
    used: set[tuple[ScheduleType, str | None]] = {(HOURS, attached.hours), (CLOSURES, attached.closures)}
    for kind, name in tuple(used):
        copy = notes.copy_named(kind, name)
        if copy is not None and not copy.lasting:
            used.add((kind, copy.original))
    return tuple(each for each in notes.copies if (each.type, each.name) not in used)


def _learned(notes: Notes, mark: str) -> tuple[Notes, bool]:
    """The notes once it is seen where a write has come to, and whether it is neither here nor there."""
    pending = notes.pending
    if pending is None or mark == pending.untouched:
        return notes, False
    if mark == pending.target:
        return notes.model_copy(update={"memory": pending.memory, "pending": None, "started": ()}), False
    if mark in pending.states:
        return notes, True
    return notes.model_copy(update={"pending": None}), False


async def _side(attached: Attachment, schedules: Schedules, notes: Notes, kind: ScheduleType, name: str | None) -> Side:
    schedule = await schedules.read(kind, name) if name is not None else None
    if name is not None and schedule is None:
        msg = f"{attached.line_name} refers to a schedule “{name}” that its location does not have; choose one anew."
        raise PhoneSystemError(msg)
    copy = notes.copy_named(kind, name)
    home = await schedules.read(kind, copy.original) if copy and copy.original else None
    return Side(kind, schedule, copy, home)
