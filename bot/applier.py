"""Applies one approved change: looks at its line once more, writes, and begins to read back."""

import logging
from collections.abc import Callable
from functools import partial

from adapters import DeniedError, DriftError, MissingError, PhoneSystemError, Reading, RefusedError, UnsupportedError
from bot import plans
from bot.gate import Gate
from bot.lines import Clock, Lines
from bot.newer import overtaken
from bot.progress import BY_HAND, WORKED_ON, Progress, sentence
from bot.replanner import Replanner
from bot.requests import Part, Request, State
from bot.store import Store, StoreThread
from bot.sweeper import Sweeper
from bot.verifier import DONE_BY_HAND, Verifier

log = logging.getLogger(__name__)


class Applier:
    """Takes a part of a request from approved to applied, or as far as it comes; does nothing twice after a crash."""

    def __init__(
        self,
        *,
        store: StoreThread,
        lines: Lines,
        clock: Clock,
        progress: Progress,
        gate: Gate,
        replanner: Replanner,
        verifier: Verifier,
        sweeper: Sweeper,
        step: Callable[[str], None],
        observe: bool,
    ) -> None:
        self._store = store
        self._lines = lines
        self._clock = clock
        self._progress = progress
        self._gate = gate
        self._replanner = replanner
        self._verifier = verifier
        self._sweeper = sweeper
        self._step = step
        self._observe = observe

    def may_write(self, name: str) -> bool:
        """Whether Switchhook changes a line at all."""
        return self._lines.setting(name).manage and not self._observe

    async def apply(self, name: str, request: Request, part: Part) -> None:
        """Apply a part that is approved, or was cut off while it was being applied."""
        if await self._is_too_late(name, request, part) or not await self._is_claimed(request, part):
            return
        seen = self._lines.seen(name)
        reading = (await self._lines.refresh(name)).facts.reading
        if self._is_done_otherwise(request, part, reading):
            await self._applied(name, request, part, DONE_BY_HAND if BY_HAND in part.note else "")
        elif self._is_seen_through(name, part, reading):
            await self._taken(name, request, part)
        elif await self._is_overtaken(name, request, part, reading):
            return
        elif _has_got_through(part, reading):
            await self._write(name, request, part)
        elif not await self._fits(name, request, part, reading):
            await self._replanner.ask_anew(name, request, part, seen)
        elif request.is_past_ratifying(self._clock()):
            note = f"Nobody has ratified this, so it was not applied.{_half_written(name, part, reading)}"
            await self._progress.move(request, part, WORKED_ON, State.EXPIRED, note=note)
        elif part.state is State.APPROVED or await self._still_may_be_written(request, part, reading):
            await self._write(name, request, part)

    async def _is_too_late(self, name: str, request: Request, part: Part) -> bool:
        """Whether nothing is to be written any more; then the part has ended, and says why."""
        if not self.may_write(name):
            note = f"Switchhook only observes {name}: nothing was written at the phone system."
            if part.state is State.APPLYING:
                note = f"Switchhook only observes {name}, so nothing more is written there."
                note += f" It may have been written before: please look at {name}."
            await self._progress.fail(request, part, note)
            return True
        if part.plan.ends is not None and self._clock() >= part.plan.ends:
            note = "By now it is over, and it was not seen to take effect."
            if part.state is State.APPROVED and part.note:
                note = f"By now it is over, and it was not applied. It waited: {part.note}"
            await self._progress.move(request, part, WORKED_ON, State.EXPIRED, note=note)
            return True
        return False

    async def _is_claimed(self, request: Request, part: Part) -> bool:
        """Whether a part is ours to work on; that is noted before anything is written."""
        if part.state is State.APPLYING:
            return True
        if not await self._gate.opens(request.id, part.number):
            return False
        if not await self._progress.move(request, part, [State.APPROVED], State.APPLYING):
            return False
        self._step("claimed")
        return True

    def _is_seen_through(self, name: str, part: Part, reading: Reading) -> bool:
        """Whether an earlier try was taken without an answer, as far as reading the line can tell."""
        return (
            _has_got_through(part, reading)
            and self._verifier.is_shown(name, part)
            and self._verifier.is_in_force(part, reading)
        )

    async def _is_overtaken(self, name: str, request: Request, part: Part, reading: Reading) -> bool:
        """Whether something newer about the same keeps a part from being written again; then the part says so."""
        if part.state is not State.APPLYING:
            return False
        newer = await self._store(partial(overtaken, request=request.id, part=part))
        if newer is None:
            return False
        if not newer.is_written:
            note = f"Request {newer.by} was begun after this and is about the same, so this waits for it."
            await self._progress.wait(request, part, note)
            return True
        if not plans.is_as_begun(part.plan, reading, request.beside(part)):
            return False
        note = f"Request {newer.by} was applied after this was begun and is about the same, so this is not written"
        note += f" again.{_half_written(name, part, reading)} Ask again for what is still wanted."
        return await self._progress.move(request, part, WORKED_ON, State.SUPERSEDED, note=note)

    async def _fits(self, name: str, request: Request, part: Part, reading: Reading) -> bool:
        """Whether a part is still what it was approved as, apart from what an earlier try has written of it."""
        is_as_approved = plans.is_as_begun if part.state is State.APPLYING else plans.is_as_planned
        fits = is_as_approved(part.plan, reading, request.beside(part))
        return fits and await self._replanner.is_up_to_date(name, request, part)

    async def _still_may_be_written(self, request: Request, part: Part, reading: Reading) -> bool:
        """Whether a part that was begun before may be applied still; what is written in part is not left so."""
        frozen = await self._gate.frozen(request, part)
        if frozen:
            await self._progress.wait(request, part, frozen)
            return False
        is_half_written = plans.is_written_in_part(part.plan, reading.setup)
        return is_half_written or await self._gate.is_entitled(request, part)

    def _is_done_otherwise(self, request: Request, part: Part, reading: Reading) -> bool:
        """Whether it is so without our writing: by another line of the request, or by people."""
        if not plans.is_so_already(part.plan, reading.setup):
            return False
        by_hand = BY_HAND in part.note and self._verifier.is_in_force(part, reading)
        return by_hand or request.brings_along(part)

    async def _write(self, name: str, request: Request, part: Part) -> None:
        if not await self._store(partial(Store.begin_write, number=request.id, part=part.number)):
            return  # it was taken back meanwhile
        self._step("before the write")
        if not await self._is_taken(name, request, part):
            return
        self._step("after the write")
        await self._taken(name, request, part)

    async def _taken(self, name: str, request: Request, part: Part) -> None:
        await self._sweeper.changed_along(request, part.plan)
        await self._applied(name, request, part)

    async def _is_taken(self, name: str, request: Request, part: Part) -> bool:
        """Whether the vendor took all of a change; a no ends it, being turned away after an earlier try does not."""
        try:
            await self._lines.system(name).apply(part.plan.line, part.plan.changes)
        except (RefusedError, UnsupportedError, DriftError, DeniedError, MissingError) as error:
            if part.state is State.APPLYING and isinstance(error, (DeniedError, MissingError)):
                raise
            await self._progress.fail(request, part, f"{sentence(error)}{await self._left_behind(name, request, part)}")
            return False
        return True

    async def _left_behind(self, name: str, request: Request, part: Part) -> str:
        """What to add to a refusal: some vendors take changes one by one, and have taken a part of them before.

        Where it shows that they have not, nothing of it counts as written.
        """
        try:
            reading = (await self._lines.refresh(name)).facts.reading
        except PhoneSystemError:
            return f" Whether a part of it was written is not known: please look at {name}."
        changes = part.plan.changes
        if plans.touched(changes, reading.setup) != plans.touched(changes, part.plan.before):
            return f" A part of it was written all the same: please look at {name}."
        if self._verifier.is_shown(name, part) and self._verifier.is_in_force(part, reading):
            await self._store(partial(Store.forget_write, number=request.id, part=part.number))
        return ""

    async def _applied(self, name: str, request: Request, part: Part, note: str = "") -> None:
        system, changes = self._lines.system(name), part.plan.changes
        self._progress.succeeded(request, part)
        moments = system.due_moments(part.plan.line, changes, self._clock())
        if moments and moments[0] > self._clock():
            await self._progress.move(request, part, [State.APPLYING], State.SCHEDULED, note=note, due=moments[0])
            await self._try_to_refresh(name)
            return
        await self._progress.move(request, part, [State.APPLYING], State.APPLIED, note=note)
        await self._verifier.verify(name, request, part.model_copy(update={"note": note}))

    async def _try_to_refresh(self, name: str) -> None:
        try:
            await self._lines.refresh(name)
        except PhoneSystemError as error:
            log.info("%s was not read again: %s", name, error)


def _has_got_through(part: Part, reading: Reading) -> bool:
    """Whether all is so that an earlier try was to make so; to write it again changes nothing."""
    return part.state is State.APPLYING and plans.is_so_already(part.plan, reading.setup)


def _half_written(name: str, part: Part, reading: Reading) -> str:
    """What to add to why something is not written again."""
    if not plans.is_written_in_part(part.plan, reading.setup):
        return ""
    return f" A part of it was written all the same: please look at {name}."
