"""Reads back what was written: it is proven, or doubted, or accepted where the vendor does not show it."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from adapters import PhoneSystemError, Reading, wall_clock
from bot import describe, plans
from bot.kinds import RecordKind
from bot.lines import Clock, Lines
from bot.newer import replaced, replaced_in_part, replacing
from bot.progress import NOT_PROVEN, Progress, sentence
from bot.requests import IN_FORCE, SO_FAR, UNDONE_IN_PART, LinePlan, Part, Request, State
from bot.rows import read_back
from bot.store import StoreThread
from bot.undo import reverted_by

_OTHERWISE = "What was read back is not what was approved."
_LATE = re.compile(r"(A part of it|It) came .+? late: Switchhook could not write it in time\.")

DONE_BY_HAND = "It was found done: by hand, or by an earlier try."
"""What is said of a change that was handed over to people, and is so."""

_WRITTEN = (State.APPLIED, State.SCHEDULED)


class Verifier:
    """Compares what was read back with what was approved; `read_back` is how many seconds a vendor gets at least."""

    def __init__(self, *, store: StoreThread, lines: Lines, clock: Clock, progress: Progress, read_back: float) -> None:
        self._store = store
        self._lines = lines
        self._clock = clock
        self._progress = progress
        self._read_back = dt.timedelta(seconds=read_back)

    async def verify(self, name: str, request: Request, part: Part) -> None:
        """Read back what should be so by now; whoever is not sure reads again, as long as the vendor may lag."""
        try:
            facts = (await self._lines.refresh(name)).facts
        except PhoneSystemError as error:
            if self._shown(name, part).plan.changes:
                await self._doubt(name, request, part, sentence(error))
            else:
                await self._proven(name, request, part, "", {})
            return
        reading, shown = facts.reading, self._shown(name, part)
        seen = read_back(shown.plan, reading.setup)
        if not self.is_in_force(shown, reading):
            await self._doubt(name, request, part, _OTHERWISE, seen)
            return
        stands = plans.standing_part(shown.plan, reading.setup, wall_clock(self._clock(), reading.setup.zone).date())
        newer = await self._store(partial(replacing, request=request.id, part=part)) if stands != "whole" else None
        if stands == "whole":
            await self._proven(name, request, part, self._lateness(name, part), seen)
        elif newer is None:
            await self._doubt(name, request, part, _OTHERWISE, seen)
        elif stands == "part":
            await self._proven(name, request, part, replaced_in_part(newer), seen)
        else:
            note, told = replaced(part.plan, newer, facts), {**seen, "by": newer.request.id}
            await self._progress.move(request, part, _WRITTEN, State.SUPERSEDED, note=note, data=told)

    def _shown(self, name: str, part: Part) -> Part:
        """A part as far as reading the line can prove it."""
        capabilities = self._lines.system(name).capabilities(part.plan.line)
        changes = tuple(change for change in part.plan.changes if capabilities.shows(change))
        return part.model_copy(update={"plan": part.plan.model_copy(update={"changes": changes})})

    async def _proven(self, name: str, request: Request, part: Part, note: str, seen: Mapping[str, Any]) -> None:
        """What is due by now and is shown was read back, as `seen`: all of it, or the rest waits for its days."""
        moments = self._lines.system(name).due_moments(part.plan.line, part.plan.changes, self._clock())
        coming = [each for each in moments if each > self._clock()]
        if coming:
            told = f"{note} {SO_FAR}.".strip()
            self._progress.forget(request, part)
            await self._progress.move(
                request, part, _WRITTEN, State.SCHEDULED, note=told, due=coming[0], kind=RecordKind.CONTINUED, data=seen
            )
            return
        if self.is_shown(name, part):
            await self._progress.move(request, part, _WRITTEN, State.VERIFIED, note=note, data=seen)
        else:
            told = f"{describe.accepted(part.plan.line.system)} {note}".strip()
            await self._progress.move(request, part, _WRITTEN, State.ACCEPTED, note=told, data=seen)
        await self._revert_undone(request, part)

    async def _doubt(
        self, name: str, request: Request, part: Part, why: str, seen: Mapping[str, Any] | None = None
    ) -> None:
        """Look again for a while; then tell that it was written and is not proven, and go on looking, now and then."""
        lag = self._lines.system(name).capabilities(part.plan.line).lag
        if self._progress.is_patient(request, part, max(self._read_back, lag).total_seconds()):
            return
        note = f"{NOT_PROVEN} {why} Please look at it; Switchhook goes on checking."
        await self._progress.move(request, part, _WRITTEN, State.APPLIED, note=note, data=seen)

    def is_shown(self, name: str, part: Part) -> bool:
        """Whether reading a line can prove all of a part."""
        return self._shown(name, part).plan.changes == part.plan.changes

    def is_in_force(self, part: Part, reading: Reading) -> bool:
        """Whether the vendor's table shows what is noted for the coming week, wherever the change touches it."""
        rows = plans.weekdays_touched(part.plan.changes, self._clock(), reading.setup.zone)
        return rows.isdisjoint({*reading.behind, *(each.weekday for each in reading.drift)})

    def _lateness(self, name: str, part: Part) -> str:
        """What is to be said if a scheduled change, or a part of it, came later than it should have."""
        known = _LATE.search(part.note)
        said = known[0] if known else DONE_BY_HAND if DONE_BY_HAND in part.note else ""
        if said or part.state is not State.SCHEDULED or part.due is None:
            return said
        system, line, now = self._lines.system(name), part.plan.line, self._clock()
        moments = system.due_moments(line, part.plan.changes, part.due)
        rows = [each for each in moments if part.due <= each <= now]
        late = plans.late_by(part.plan, rows, system.capabilities(line), now)
        if late is None:
            return ""
        what = "A part of it" if SO_FAR in part.note else "It"
        return f"{what} came {describe.length(late)} late: Switchhook could not write it in time."

    async def _revert_undone(self, request: Request, part: Part) -> None:
        number = part.plan.undoes
        if number is None:
            return
        undone = await self._store(lambda store: store.request(number))
        for each in reverted_by(part.plan, undone):
            note = f"Undone by request {request.id}."
            rest = "; ".join(_not_put_back(part.plan))
            if rest or part.plan.stays:
                note = f"{UNDONE_IN_PART} by request {request.id}{f': {rest}' if rest else ''}."
                note = " ".join([note, *part.plan.stays])
            await self._progress.move(undone, each, IN_FORCE, State.REVERTED, note=note)


def _not_put_back(plan: LinePlan) -> Iterator[str]:
    """What an undo does not put back as it was, since nobody knows how that was."""
    if plan.leaves:
        yield f"what it set as {describe.listed([f'“{label}”' for label in plan.leaves])} stays"
    if plan.clears:
        yield f"what {describe.listed(plan.clears)} did before is not known"
