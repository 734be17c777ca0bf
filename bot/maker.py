"""The keeper's hand for lines that are made, or deleted again: whatever is cut off is taken up where it stood."""

import logging
from collections.abc import Callable
from functools import partial

from adapters import Created, Line, NewLine, PhoneSystem, PhoneSystemError, UnreachableError
from bot import describe
from bot.bell import Bell
from bot.errors import SayError
from bot.gate import Gate
from bot.lines import Lines
from bot.progress import Progress, untold_calls
from bot.requests import Part, Request, State
from bot.store import Store, StoreThread
from bot.undo import obstacle

log = logging.getLogger(__name__)

_UNDER_WAY = (State.APPROVED, State.APPLYING)


class Maker:
    """Makes and deletes lines, as it was approved, one after the other."""

    def __init__(
        self,
        *,
        store: StoreThread,
        lines: Lines,
        bell: Bell,
        progress: Progress,
        gate: Gate,
        step: Callable[[str], None],
        observe: bool = False,
    ) -> None:
        self._store = store
        self._lines = lines
        self._bell = bell
        self._progress = progress
        self._gate = gate
        self._step = step
        self._observe = observe

    async def work(self) -> None:
        """One round of everything that is due."""
        for request in await self._store(lambda store: store.requests_in(_UNDER_WAY)):
            for part in request.parts:
                if not part.plan.is_lasting and part.state in _UNDER_WAY and self._progress.is_due(request, part):
                    await self._look_after(request, part)

    async def _look_after(self, request: Request, part: Part) -> None:
        try:
            await self._advance(request, part)
        except Exception:  # an outermost handler: what is wrong with one line keeps no other waiting
            log.exception("Request %s could not be worked on.", request.id)

    async def _advance(self, request: Request, part: Part) -> None:
        async with self._progress.attempt(request, part):
            if self._observe:
                msg = f"Switchhook only observes, so {part.plan.line.name} {_undone(part)}"
                raise SayError(msg)
            if part.state is State.APPROVED and not await self._gate.opens(request.id, part.number, queued=False):
                return
            await (self._make(request, part, part.plan.creates) if part.plan.creates else self._delete(request, part))

    async def _make(self, request: Request, part: Part, new: NewLine) -> None:
        system = self._lines.vendor(new.system, f"{new.name} {_undone(part)}")
        if self._is_taken(new, request, part):
            msg = f"By now there is another line “{new.name}” here, so this one {_undone(part)}"
            raise SayError(msg)
        again = await self._may_be_there(system, new, request, part)
        if not await self._claimed(request, part):
            return
        created = await system.create(new, again=again)
        self._step("after the write")
        self._check_new(new, created.line.id)
        state, note = _proof(created)
        keep = partial(
            Store.keep_made,
            number=request.id,
            part=part.number,
            line=created.line,
            state=state,
            note=note,
            data=untold_calls(),
        )
        added = await self._store(keep)
        self._progress.forget(request, part)
        if added:
            self._lines.add(added)
            self._bell.ring()

    def _is_taken(self, new: NewLine, request: Request, part: Part) -> bool:
        """Whether a line has the name, and is not what an earlier try has made, configured in the meantime."""
        named = self._lines.called(new.name)
        if named is None:
            return False
        added = self._lines.added(named)
        is_of_another = added is not None and added.request != request.id
        return part.state is State.APPROVED or is_of_another or self._lines.setting(named).vendor != new.system

    async def _may_be_there(self, system: PhoneSystem, new: NewLine, request: Request, part: Part) -> bool:
        """Whether an earlier try may have got through; whatever had the name before the first one is not its result."""
        page = f"before request {request.id}.{part.number}"
        if part.state is State.APPROVED:
            there = await _called(system, new.name)
            await self._store.note(page, {"there": sorted(there)} if there else None)
            return False
        noted = await self._store.notes(page)
        if noted is None:
            return True
        if await _called(system, new.name) - set(noted["there"]):
            return True
        for line_id in noted["there"]:
            self._check_new(new, line_id)
        return False

    def _check_new(self, new: NewLine, line_id: str) -> None:
        """Refuse what is another line here."""
        known = self._lines.with_id(new.system, line_id)
        if known is not None and known.casefold() != new.name.casefold():
            vendor = describe.vendor(new.system)
            msg = f"{vendor} has a line “{new.name}” already, which is {known} here. Nothing was made."
            raise SayError(msg)

    async def _delete(self, request: Request, part: Part) -> None:
        line = part.plan.line
        system, added = self._lines.vendor(line.system, f"{line.name} {_undone(part)}"), self._lines.added(line.name)
        if added is None or added.key != line.key:
            msg = f"{line.name} is no longer among the lines that were made from here, so it {_undone(part)}"
            raise SayError(msg)
        reason = await obstacle(self._store, added, request)
        if reason and part.state is State.APPROVED:
            msg = f"Nothing was deleted. {reason}"
            raise SayError(msg)
        if not await self._claimed(request, part):
            return
        await system.delete(line)
        self._step("after the write")
        try:
            there = await _is_listed(system, line)
        except PhoneSystemError as error:  # whatever it is, the line has been deleted
            msg = f"{describe.vendor(line.system)} took the deletion of {line.name}, but was not seen to do it: {error}"
            raise UnreachableError(msg) from error
        if there:
            msg = f"{describe.vendor(line.system)} still shows {line.name}."
            raise UnreachableError(msg)
        note = f"{line.name} is no longer there."
        left = f"{line.name} was deleted by request {request.id}."
        data = untold_calls()
        gone = partial(Store.keep_deleted, number=request.id, part=part.number, note=note, left=left, data=data)
        done = await self._store(gone)
        self._progress.forget(request, part)
        if done:
            self._lines.remove(line.name, request.id)
            self._bell.ring()

    async def _claimed(self, request: Request, part: Part) -> bool:
        """Whether a part is ours to work on; then it is noted as begun before anything is written."""
        if part.state is State.APPROVED:
            if not await self._progress.move(request, part, [State.APPROVED], State.APPLYING):
                return False
            self._step("claimed")
        self._step("before the write")
        return True


def _undone(part: Part) -> str:
    """The end of a sentence that tells why a line was not made, or not deleted; after a try nobody knows that."""
    done = "made" if part.plan.creates else "deleted"
    if part.state is State.APPROVED:
        return f"was not {done}."
    vendor = describe.vendor(part.plan.line.system)
    return f"was not {done} now. An earlier try may have {done} it at {vendor}: look there."


async def _called(system: PhoneSystem, name: str) -> set[str]:
    """The ids of all lines that have a name at the vendor."""
    return {each.id for each in await system.lines() if each.name.casefold() == name.casefold()}


async def _is_listed(system: PhoneSystem, line: Line) -> bool:
    return any(each.id == line.id for each in await system.lines())


def _proof(created: Created) -> tuple[State, str]:
    """How far a new line is proven to be as it was asked for, and what is to be said of that."""
    vendor = describe.vendor(created.line.system)
    unshown = f"{vendor} accepts but does not show {describe.listed(created.unshown)}." if created.unshown else ""
    if created.differing:
        told = " ".join(["It was made, but not all of it is as asked for.", *created.differing, unshown])
        return State.APPLIED, f"{told.strip()} Please look at it."
    return (State.ACCEPTED, unshown) if unshown else (State.VERIFIED, "The line was made and read back.")
