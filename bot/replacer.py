"""Keeps true what waits or is promised on a line once something newer about the same was applied there.

What a newer change has replaced ends at once, not only when it would have fallen due; what waits for approval is
planned anew, so that nobody approves what is no longer so.
"""

import datetime as dt
import logging
from functools import partial
from typing import Literal

from adapters import PhoneSystemError, wall_clock
from bot import plans
from bot.kinds import RecordKind
from bot.lines import Clock, Lines
from bot.newer import last_written, replaced, replaced_in_part, replacing, written_since_planned
from bot.progress import Progress
from bot.replanner import Replanner
from bot.requests import IN_FORCE, Part, Request, State
from bot.store import Store, StoreThread

log = logging.getLogger(__name__)

_PROMISED = frozenset({State.PENDING, State.SCHEDULED})


class Replacer:
    """Looks at what is not over yet of the requests on a line, whenever the line is not as they say."""

    def __init__(
        self, *, store: StoreThread, lines: Lines, clock: Clock, progress: Progress, replanner: Replanner
    ) -> None:
        self._store = store
        self._lines = lines
        self._clock = clock
        self._progress = progress
        self._replanner = replanner

    async def due(self) -> list[str]:
        """The lines on which something is not as it says, since something newer was applied."""
        return list(dict.fromkeys([name for name, _, _ in await self._outdated()]))

    async def work_on(self, name: str) -> None:
        """Make true what is said of one line; a vendor that does not answer is asked again in the next round."""
        try:
            await self._lines.refresh(name)
            for found, request, part in await self._outdated():
                if found == name:
                    await self._mend(name, request, part)
        except PhoneSystemError as error:
            log.info("What has become of requests on %s is not known yet: %s", name, error)
        except Exception:  # an outermost handler: what is wrong with one line keeps no other waiting
            log.exception("What has become of requests on %s could not be told.", name)

    async def _outdated(self) -> list[tuple[str, Request, Part]]:
        """What does not say what has become of it since something newer was applied, with the name of its line."""
        found = await self._store(partial(_not_over, now=self._clock()))
        named = [(self._named(part), request, part) for request, part in found]
        return [
            (name, request, part)
            for name, request, part in named
            if name and await self._is_outdated(name, request, part)
        ]

    def _named(self, part: Part) -> str | None:
        return self._lines.with_id(part.plan.line.system, part.plan.line.id) if part.plan.is_lasting else None

    async def _is_outdated(self, name: str, request: Request, part: Part) -> bool:
        seen = self._lines.seen(name)
        if seen is None:
            return False
        stands = self._stands(part, seen.facts)
        if part.state is State.PENDING:
            fits = plans.is_as_planned(part.plan, seen.facts.reading, request.beside(part))
            since_planned = partial(written_since_planned, request=request.id, part=part)
            return not fits and await self._store(since_planned) is not None
        if part.state is State.SUPERSEDED:
            return stands == "whole" and await self._store(partial(_undone, request=request, part=part)) is not None
        newer = None if stands == "whole" else await self._store(partial(replacing, request=request.id, part=part))
        if newer is None or stands == "none":
            return newer is not None
        return part.state is State.SCHEDULED and replaced_in_part(newer) not in part.note

    def _stands(self, part: Part, facts: plans.Facts) -> Literal["whole", "part", "none"]:
        """How much of what is shown of a part is still so."""
        changes = tuple(change for change in part.plan.changes if facts.capabilities.shows(change))
        plan = part.plan.model_copy(update={"changes": changes})
        return plans.standing_part(plan, facts.setup, wall_clock(self._clock(), facts.setup.zone).date())

    async def _mend(self, name: str, request: Request, part: Part) -> None:
        if part.state is State.PENDING:
            newer = await self._store(partial(written_since_planned, request=request.id, part=part))
            if newer is not None:
                await self._replanner.plan_waiting_anew(name, request, part, newer)
        elif part.state is State.SUPERSEDED:
            await self._bring_back(request, part)
        else:
            await self._replace(name, request, part)

    async def _replace(self, name: str, request: Request, part: Part) -> None:
        """Say that something newer has replaced a part of a request, or all of it, and what comes of that."""
        newer, seen = await self._store(partial(replacing, request=request.id, part=part)), self._lines.seen(name)
        if newer is None or seen is None:
            return
        if self._stands(part, seen.facts) == "part":
            note = f"{replaced_in_part(newer)} {part.note}".strip()
            await self._progress.move(
                request, part, [State.SCHEDULED], State.SCHEDULED, note=note, due=part.due, kind=RecordKind.REPLACED
            )
            return
        note, data = replaced(part.plan, newer, seen.facts), {"by": newer.request.id}
        await self._progress.move(request, part, IN_FORCE, State.SUPERSEDED, note=note, data=data)

    async def _bring_back(self, request: Request, part: Part) -> None:
        """What had replaced a part of a request was undone, so it holds again; it is read back once more."""
        undone = await self._store(partial(_undone, request=request, part=part))
        if undone is not None:
            note = f"Request {undone} was undone, so this holds again."
            await self._progress.move(request, part, [State.SUPERSEDED], State.APPLIED, note=note)


def _not_over(store: Store, *, now: dt.datetime) -> list[tuple[Request, Part]]:
    """What waits for approval, is promised or was to come, with what something newer has replaced."""
    requests = store.requests_in([State.PENDING, State.SCHEDULED])
    waiting = [(each, part) for each in requests for part in each.parts if part.state in _PROMISED]
    lasting = [(each.request, each.part) for each in store.promises(now) if each.part.state not in _PROMISED]
    to_come = [(each, part) for each, part in lasting if part.plan.starts is not None and part.plan.starts > now]
    return [*waiting, *to_come, *store.replaced(now)]


def _undone(store: Store, request: Request, part: Part) -> int | None:
    """The request that had replaced a part, if it is undone by now, and nothing else was written since."""
    records = store.records(request=request.id)
    ended = [each for each in records if each.kind == State.SUPERSEDED and each.line == part.plan.line.name]
    by = ended[-1].data.get("by") if ended else None
    if not isinstance(by, int):
        return None
    last = last_written(store, request=request.id, part=part, since=ended[-1].number)
    if last is not None and last.part.plan.undoes != by:
        return None
    newer = [each for each in store.request(by).parts if each.plan.meets(part.plan)]
    return by if newer and all(each.state is State.REVERTED for each in newer) else None
