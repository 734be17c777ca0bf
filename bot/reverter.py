"""Ends emergencies that nobody has ratified: what was applied at once is undone, and people are told."""

import logging
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from adapters import PhoneSystemError
from bot.bell import Bell
from bot.errors import NothingToDoError, SayError
from bot.kept import reverting
from bot.kinds import RecordKind
from bot.lines import Clock, Lines
from bot.planner import Planner
from bot.policy import Policy
from bot.progress import sentence
from bot.requests import BEGUN, BY_ITSELF, IN_FORCE, OPEN, SWITCHHOOK, Part, Plan, Request, State
from bot.store import Store, StoreThread
from bot.wayback import Unwinder, WayBack

log = logging.getLogger(__name__)

_STARTED = frozenset({State.APPROVED, State.APPLYING, *IN_FORCE})
"""How far a request that undoes another has to be for nobody else to undo it."""

_IN_VAIN = frozenset({State.PENDING, State.REJECTED, State.WITHDRAWN, State.EXPIRED, State.FAILED})
"""How it ends, or waits for people, if it does not undo anything."""


class _Left(NamedTuple):
    """What an undoing leaves as it is."""

    told: list[str]
    """A sentence each."""
    silent: list[str]
    """The keys of the lines on which it is undone later, once they can be looked at."""


class Reverter:
    """Undoes each emergency whose time to be ratified has passed by a request of its own, once."""

    def __init__(self, *, store: StoreThread, lines: Lines, policy: Policy, clock: Clock, bell: Bell) -> None:
        self._store = store
        self._lines = lines
        self._policy = policy
        self._clock = clock
        self._bell = bell
        self._unwinder = Unwinder(lines=lines, planner=Planner(store, lines, policy, clock), clock=clock)

    async def due(self) -> list[Request]:
        """The emergencies that nobody has ratified in time, whatever has become of them since, the newest first."""
        unratified = reversed(await self._store(Store.unratified))
        return [each for each in unratified if each.is_past_ratifying(self._clock())]

    async def end(self, request: Request) -> None:
        """Do what is to be done next to end one of them."""
        try:
            await self._end(request)
        except Exception:  # an outermost handler: what is wrong with one request keeps no other waiting
            log.exception("Request %s, which nobody has ratified, could not be undone.", request.id)

    async def _end(self, request: Request) -> None:
        for part in request.parts:
            if part.state is State.APPROVED:
                await self._drop(request, part)
        told = await self._told(request)
        if any(data.get("stuck") for data in told) or await self._waits(told):
            return
        reverts = [data for data in told if "revert" in data]
        if reverts:
            await self._look_after(request, reverts)
        elif not any(part.state is State.APPLYING and part.written for part in request.parts):
            # what was claimed and not written ends by itself, however long that takes
            await self._revert(request, [part for part in request.parts if part.state in IN_FORCE])

    async def _drop(self, request: Request, part: Part) -> None:
        """Nothing of this part was written, so nothing has to be undone."""
        note = "Nobody ratified this in time, so it was not applied."
        source = [State.APPROVED]
        move = partial(Store.move, number=request.id, part=part.number, source=source, target=State.EXPIRED, note=note)
        if await self._store(move):
            self._bell.ring()

    async def _revert(self, request: Request, applied: Sequence[Part], ours: Collection[int] = ()) -> None:
        """Ask for the undoing, on some lines in force, unless somebody has done so; nobody has to approve it.

        `ours` are the requests that undo it on other lines.
        """
        if not applied or await self._is_being_undone(request, ours):
            return
        newer = await self._newer(request)
        if any(each.is_past_ratifying(self._clock()) for each in newer):
            return  # they are undone first
        try:
            back = await self._unwinder.way_back(request, applied)
        except NothingToDoError as error:
            await self._note(request, {"note": f"Nobody ratified this in time. {error}", "stuck": True})
            await self._close(request, applied)
            return
        except SayError as error:
            await (self._wait_for(request, newer[-1]) if newer else self._give_up(request, str(error)))
            return
        if back.plan is None:
            await self._wait(request, next(iter(back.silent.values())))
            return
        await self._store(partial(self._add, request=request, plan=back.plan, left=_left(back.plan, applied, back)))
        self._bell.ring()

    def _add(self, store: Store, *, request: Request, plan: Plan, left: _Left) -> None:
        with store.together():
            revert = store.add_request(
                person=request.person,
                words=f"undo request {request.id}",
                reason="",
                plan=plan,
                expires=self._policy.expiry(self._clock(), plan),
                draft=reverting(request.id),
                roster=request.roster,
                origin=BY_ITSELF,
                state=State.APPROVED,
                waived=f"Nobody ratified request {request.id} in time.",
                by=SWITCHHOOK,
            )
            note = f"Nobody ratified this in time, so request {revert.id} undoes it."
            told = {"note": " ".join([note, *left.told]), "revert": revert.id, "silent": left.silent}
            store.note(request.id, RecordKind.NOT_RATIFIED, request.line, told)

    async def _close(self, request: Request, applied: Sequence[Part]) -> None:
        """End what is not over, and of which nothing is left to undo."""
        for part in applied:
            is_over = part.plan.ends is not None and part.plan.ends <= self._clock()
            if not is_over and self._lines.with_id(part.plan.line.system, part.plan.line.id):
                end = partial(Store.move, number=request.id, part=part.number, source=IN_FORCE, target=State.REVERTED)
                await self._store(partial(end, note="It is as it was before already."))
        self._bell.ring()

    async def _newer(self, request: Request) -> list[Request]:
        """The later emergencies on the same lines that nobody has ratified, and that are to be undone still."""
        found = [each for each in await self._store(Store.unratified) if _is_on_top(each, request)]
        return [each for each in found if not await self._is_stuck(each)]

    async def _wait_for(self, request: Request, newer: Request) -> None:
        """Say that a later emergency has changed the same, and has to be ratified or undone first."""
        first = f"the emergency of request {newer.id}"
        note = f"Nobody ratified this in time. It is undone once {first} is ratified or undone."
        await self._note(request, {"note": note, "waits": newer.id})

    async def _waits(self, told: Sequence[Mapping[str, Any]]) -> bool:
        """Whether it was told that it waits for a newer emergency, and that one is not settled yet."""
        number = told[-1].get("waits") if told else None
        if number is None:
            return False
        newer = await self._store(partial(Store.request, number=number))
        return newer.can_be_ratified and not await self._is_stuck(newer)

    async def _is_stuck(self, request: Request) -> bool:
        """Whether it was told that it is not undone any more."""
        return any(data.get("stuck") for data in await self._told(request))

    async def _told(self, request: Request) -> list[Mapping[str, Any]]:
        """What was told of the undoing so far, as data of records."""
        records = await self._store(partial(Store.records, request=request.id))
        return [record.data for record in records if record.kind == RecordKind.NOT_RATIFIED]

    async def _wait(self, request: Request, error: PhoneSystemError) -> None:
        """Say once that it takes longer."""
        if not await self._told(request):
            note = f"Nobody ratified this in time. It is undone as soon as that can be done: {sentence(error)}"
            await self._note(request, {"note": note})

    async def _is_being_undone(self, request: Request, ours: Collection[int]) -> bool:
        others = [each for each in await self._store(partial(Store.requests_in, states=OPEN)) if each.id not in ours]
        parts = [part for other in others for part in other.parts]
        return any(part.plan.undoes == request.id and part.state in _STARTED for part in parts)

    async def _look_after(self, request: Request, told: Sequence[Mapping[str, Any]]) -> None:
        """Tell it if the undoing came to nothing; and undo it on the lines that could not be looked at before."""
        reverts = [data["revert"] for data in told]
        for revert in reverts:
            undoing = await self._store(partial(Store.request, number=revert))
            part = next((part for part in undoing.parts if part.state in _IN_VAIN), None)
            if part is not None:
                why = f"Request {revert}, which was to undo it, is {part.state.word}. {part.note}".strip()
                await self._give_up(request, why)
                return
        silent = told[-1].get("silent", ())
        left = [part for part in request.parts if part.plan.line.key in silent and part.state in IN_FORCE]
        await self._revert(request, left, reverts)

    async def _give_up(self, request: Request, why: str) -> None:
        """People have to look at it: it is said once, and nothing more is done."""
        names = " and ".join(part.plan.line.name for part in request.parts if part.state in IN_FORCE)
        note = f"Nobody ratified this in time, and it could not be undone. {why} Please look at {names} yourselves."
        await self._note(request, {"note": note, "stuck": True})

    async def _note(self, request: Request, data: Mapping[str, object]) -> None:
        await self._store(
            partial(Store.note, number=request.id, kind=RecordKind.NOT_RATIFIED, line=request.line, data=data)
        )
        self._bell.ring()


def _is_on_top(newer: Request, request: Request) -> bool:
    """Whether an emergency has changed a line after another one did."""
    keys = {part.plan.line.key for part in request.parts if part.state in IN_FORCE}
    return newer.id > request.id and any(part.plan.line.key in keys and part.state in BEGUN for part in newer.parts)


def _left(plan: Plan, applied: Sequence[Part], back: WayBack) -> _Left:
    stays = [each for part in plan.parts for each in part.stays]
    undone = [part.line.key for part in plan.parts]
    for line in (part.plan.line for part in applied):
        if line.key in back.silent:
            stays.append(f"On {line.name} it is undone as soon as that can be done: {sentence(back.silent[line.key])}")
        elif line.key not in undone and not any(each.reaches(line) for each in plan.parts):
            stays.append(f"On {line.name} nothing is undone: please look there.")
    return _Left(stays, [*back.silent])
