"""Ends emergencies that nobody has ratified: what was applied at once is undone, and people are told."""

import logging
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from adapters import PhoneSystemError
from bot import plans
from bot.bell import Bell
from bot.errors import NothingToDoError, SayError
from bot.kept import Draft, reverting
from bot.language import Ask, Verb
from bot.lines import Clock, Lines
from bot.planner import Planner
from bot.policy import Policy
from bot.progress import sentence
from bot.requests import BEGUN, BY_ITSELF, IN_FORCE, OPEN, SWITCHHOOK, Part, Plan, Request, State
from bot.store import Store, StoreThread
from bot.undo import named_request

log = logging.getLogger(__name__)

NOT_RATIFIED = "not ratified"
"""The kind of the records that tell what becomes of an emergency that nobody has ratified."""

_STARTED = frozenset({State.APPROVED, State.APPLYING, *IN_FORCE})
"""How far a request that undoes another has to be for nobody else to undo it."""

_IN_VAIN = frozenset({State.PENDING, State.REJECTED, State.WITHDRAWN, State.EXPIRED, State.FAILED})
"""How it ends, or waits for people, if it does not undo anything."""


class Reverter:
    """Undoes each emergency whose time to be ratified has passed by a request of its own, once."""

    def __init__(self, *, store: StoreThread, lines: Lines, policy: Policy, clock: Clock, bell: Bell) -> None:
        self._store = store
        self._lines = lines
        self._policy = policy
        self._clock = clock
        self._bell = bell
        self._planner = Planner(store, lines, policy, clock)

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
        reverts = [data["revert"] for data in told if "revert" in data]
        if reverts:
            await self._look_after(request, reverts[-1])
        elif not any(part.state is State.APPLYING and part.written for part in request.parts):
            await self._revert(request)  # what was claimed and not written ends by itself, however long that takes

    async def _drop(self, request: Request, part: Part) -> None:
        """Nothing of this part was written, so nothing has to be undone."""
        note = "Nobody ratified this in time, so it was not applied."
        source = [State.APPROVED]
        move = partial(Store.move, number=request.id, part=part.number, source=source, target=State.EXPIRED, note=note)
        if await self._store(move):
            self._bell.ring()

    async def _revert(self, request: Request) -> None:
        """Ask for the undoing, on all lines in force, unless somebody has done so; nobody has to approve it."""
        applied = [part for part in request.parts if part.state in IN_FORCE]
        if not applied or await self._is_being_undone(request):
            return
        newer = await self._newer(request)
        if any(each.is_past_ratifying(self._clock()) for each in newer):
            return  # they are undone first
        try:
            plan = await self._plan(request, applied)
        except PhoneSystemError as error:
            await self._wait(request, error)
            return
        except NothingToDoError as error:
            await self._note(request, {"note": f"Nobody ratified this in time. {error}", "stuck": True})
            await self._close(request, applied)
            return
        except SayError as error:
            await (self._wait_for(request, newer[-1]) if newer else self._give_up(request, str(error)))
            return
        await self._store(partial(self._add, request=request, plan=plan))
        self._bell.ring()

    async def _plan(self, request: Request, applied: Sequence[Part]) -> Plan:
        """What undoes a request on the lines that are there still, as they are now."""
        ask = named_request(Ask(verb=Verb.UNDO, request=request.id), request, self._lines)
        for part in applied:
            await self._look_at(part)
        draft = Draft(id=reverting(request.id), person=request.person, words="", sentence="", created=self._clock())
        return await self._planner.plan(ask, draft)

    async def _look_at(self, part: Part) -> None:
        """Read a line anew; while its vendor is silent, it is enough if the change was seen there before.

        One silent vendor keeps no other line as it is, and people get the steps to do it by hand.
        """
        name = self._lines.with_id(part.plan.line.system, part.plan.line.id)
        if name is None:
            return
        try:
            await self._lines.refresh(name)
        except PhoneSystemError:
            seen = self._lines.seen(name)
            if seen is None or not plans.is_so_already(part.plan, seen.facts.setup):
                raise

    def _add(self, store: Store, *, request: Request, plan: Plan) -> None:
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
            note = " ".join([note, *_left(request, plan)])
            store.note(request.id, NOT_RATIFIED, request.line, {"note": note, "revert": revert.id})

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
        return [record.data for record in records if record.kind == NOT_RATIFIED]

    async def _wait(self, request: Request, error: PhoneSystemError) -> None:
        """Say once that it takes longer."""
        if not await self._told(request):
            note = f"Nobody ratified this in time. It is undone as soon as that can be done: {sentence(error)}"
            await self._note(request, {"note": note})

    async def _is_being_undone(self, request: Request) -> bool:
        for other in await self._store(partial(Store.requests_in, states=OPEN)):
            if any(part.plan.undoes == request.id and part.state in _STARTED for part in other.parts):
                return True
        return False

    async def _look_after(self, request: Request, revert: int) -> None:
        """Tell it if the undoing came to nothing."""
        undoing = await self._store(lambda store: store.request(revert))
        part = next((part for part in undoing.parts if part.state in _IN_VAIN), None)
        if part is not None:
            why = f"Request {revert}, which was to undo it, is {part.state.word}. {part.note}".strip()
            await self._give_up(request, why)

    async def _give_up(self, request: Request, why: str) -> None:
        """People have to look at it: it is said once, and nothing more is done."""
        names = " and ".join(part.plan.line.name for part in request.parts if part.state in IN_FORCE)
        note = f"Nobody ratified this in time, and it could not be undone. {why} Please look at {names} yourselves."
        await self._note(request, {"note": note, "stuck": True})

    async def _note(self, request: Request, data: Mapping[str, object]) -> None:
        await self._store(partial(Store.note, number=request.id, kind=NOT_RATIFIED, line=request.line, data=data))
        self._bell.ring()


def _is_on_top(newer: Request, request: Request) -> bool:
    """Whether an emergency has changed a line after another one did."""
    keys = {part.plan.line.key for part in request.parts if part.state in IN_FORCE}
    return newer.id > request.id and any(part.plan.line.key in keys and part.state in BEGUN for part in newer.parts)


def _left(request: Request, plan: Plan) -> list[str]:
    """What the undoing leaves as it is, a sentence each."""
    stays = [each for part in plan.parts for each in part.stays]
    undone = [part.line.key for part in plan.parts]
    for part in request.parts:
        line = part.plan.line
        if part.state in IN_FORCE and line.key not in undone and not any(each.reaches(line) for each in plan.parts):
            stays.append(f"On {line.name} nothing is undone: please look there.")
    return stays
