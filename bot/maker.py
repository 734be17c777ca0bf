"""The keeper's hand for lines that are made, or deleted again: whatever is cut off is taken up where it stood."""

import logging
from collections.abc import Callable
from functools import partial

from adapters import (
    Created,
    DeniedError,
    Line,
    MissingError,
    NewLine,
    PhoneSystem,
    PhoneSystemError,
    RefusedError,
    UnreachableError,
    UnsupportedError,
)
from bot import describe
from bot.bell import Bell
from bot.errors import SayError
from bot.lines import Lines
from bot.progress import Progress, sentence
from bot.requests import Part, Request, State
from bot.store import Store, StoreThread
from bot.undo import obstacle

log = logging.getLogger(__name__)

_WORKED_ON = (State.APPROVED, State.APPLYING)


class Maker:
    """Makes and deletes lines, as it was approved, one after the other."""

    def __init__(
        self,
        *,
        store: StoreThread,
        lines: Lines,
        bell: Bell,
        progress: Progress,
        step: Callable[[str], None],
        observe: bool = False,
    ) -> None:
        self._store = store
        self._lines = lines
        self._bell = bell
        self._progress = progress
        self._step = step
        self._observe = observe

    async def work(self) -> None:
        """One round of everything that is due."""
        for request in await self._store(lambda store: store.requests_in(_WORKED_ON)):
            for part in request.parts:
                if not part.plan.is_lasting and part.state in _WORKED_ON and self._progress.is_due(request, part):
                    await self._look_after(request, part)

    async def _look_after(self, request: Request, part: Part) -> None:
        try:
            await self._advance(request, part)
        except Exception:  # an outermost handler: what is wrong with one line keeps no other waiting
            log.exception("Request %s could not be worked on.", request.id)

    async def _advance(self, request: Request, part: Part) -> None:
        try:
            if self._observe:
                msg = "Switchhook only observes: nothing was made or deleted at the phone system."
                raise SayError(msg)  # noqa: TRY301  (what is refused here ends like what the vendor refuses)
            await (self._make(request, part, part.plan.creates) if part.plan.creates else self._delete(request, part))
        except UnreachableError as error:
            await self._progress.try_again(request, part, error)
        except (RefusedError, UnsupportedError, SayError) as error:
            await self._progress.fail(request, part, sentence(error))
        except (DeniedError, MissingError) as error:
            if part.state is State.APPROVED:
                await self._progress.fail(request, part, sentence(error))
            else:  # it may have been done before the vendor turned us away
                await self._progress.try_again(request, part, error)
        except PhoneSystemError as error:  # an answer that tells nothing: it may have been done
            await self._progress.try_again(request, part, error)

    async def _make(self, request: Request, part: Part, new: NewLine) -> None:
        system, resumed = self._system(new.system), part.state is State.APPLYING
        if self._is_taken(new, resumed=resumed):
            tried = f" An earlier try may have made it at {new.system.capitalize()}: look there." if resumed else ""
            msg = f"By now there is another line “{new.name}” here, so this one was not made.{tried}"
            raise SayError(msg)
        if not await self._claimed(request, part):
            return
        created = await system.create(new, again=resumed)
        self._step("after the write")
        known = self._lines.with_id(new.system, created.line.id)
        if known is not None and known.casefold() != new.name.casefold():
            msg = f"{new.system.capitalize()} has a line “{new.name}” already, which is {known} here. Nothing was made."
            raise SayError(msg)
        state, note = _proof(created)
        keep = partial(Store.keep_made, number=request.id, part=part.number, line=created.line, state=state, note=note)
        added = await self._store(keep)
        self._progress.forget(request, part)
        if added:
            self._lines.add(added)
            self._bell.ring()

    def _is_taken(self, new: NewLine, *, resumed: bool) -> bool:
        """Whether a line has the name, and is not what an earlier try has made, configured in the meantime."""
        named = self._lines.called(new.name)
        return named is not None and not (resumed and self._lines.setting(named).vendor == new.system)

    async def _delete(self, request: Request, part: Part) -> None:
        line = part.plan.line
        system, added = self._system(line.system), self._lines.added(line.name)
        if added is None or added.key != line.key:
            msg = f"{line.name} is no longer among the lines that were made from here, so it was not deleted."
            raise SayError(msg)
        reason = await obstacle(self._store, added, request)
        if reason and part.state is State.APPROVED:
            msg = f"Nothing was deleted. {reason}"
            raise SayError(msg)
        if not await self._claimed(request, part):
            return
        await system.delete(line)
        self._step("after the write")
        if await _is_listed(system, line):
            msg = f"{line.system.capitalize()} still shows {line.name}."
            raise UnreachableError(msg)
        note = f"{line.name} is no longer there."
        left = f"{line.name} was deleted by request {request.id}."
        gone = partial(Store.keep_deleted, number=request.id, part=part.number, note=note, left=left)
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

    def _system(self, name: str) -> PhoneSystem:
        system = self._lines.systems.get(name)
        if system is None:
            msg = f"{name.capitalize()} is not configured any more, so nothing was done there."
            raise SayError(msg)
        return system


async def _is_listed(system: PhoneSystem, line: Line) -> bool:
    return any(each.id == line.id for each in await system.lines())


def _proof(created: Created) -> tuple[State, str]:
    """How far a new line is proven to be as it was asked for, and what is to be said of that."""
    vendor = created.line.system.capitalize()
    unshown = f"{vendor} accepts but does not show {describe.listed(created.unshown)}." if created.unshown else ""
    if created.differing:
        told = " ".join(["It was made, but not all of it is as asked for.", *created.differing, unshown])
        return State.APPLIED, f"{told.strip()} Please look at it."
    return (State.ACCEPTED, unshown) if unshown else (State.VERIFIED, "The line was made and read back.")
