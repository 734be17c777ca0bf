"""Ends emergencies that nobody has ratified: what was applied at once is undone, and people are told."""

import logging
from collections.abc import Mapping, Sequence
from functools import partial

from adapters import PhoneSystemError
from bot import plans
from bot.alerts import SWITCHHOOK
from bot.bell import Bell
from bot.errors import NothingToDoError, SayError
from bot.kept import Draft, reverting
from bot.language import Ask, Verb
from bot.lines import Clock, Lines
from bot.planner import Planner
from bot.policy import Policy
from bot.progress import sentence
from bot.requests import IN_FORCE, OPEN, Part, Plan, Request, State
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

    async def work(self) -> None:
        """One round of everything that is due."""
        for request in await self._store(Store.unratified):
            if request.ratify_by is not None and self._clock() < request.ratify_by:
                continue
            try:
                await self._end(request)
            except Exception:  # an outermost handler: what is wrong with one request keeps no other waiting
                log.exception("Request %s, which nobody has ratified, could not be undone.", request.id)

    async def _end(self, request: Request) -> None:
        for part in request.parts:
            if part.state is State.APPROVED:
                await self._drop(request, part)
        records = await self._store(partial(Store.records, request=request.id))
        told = [record.data for record in records if record.kind == NOT_RATIFIED]
        if any(data.get("stuck") for data in told):
            return
        reverts = [data["revert"] for data in told if "revert" in data]
        if reverts:
            await self._look_after(request, reverts[-1])
        elif not any(part.state is State.APPLYING for part in request.parts):
            await self._revert(request)

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
        try:
            plan = await self._plan(request, applied)
        except PhoneSystemError as error:
            await self._wait(request, error)
            return
        except NothingToDoError as error:
            await self._note(request, {"note": f"Nobody ratified this in time. {error}", "stuck": True})
            return
        except SayError as error:
            await self._give_up(request, str(error))
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
                origin="Switchhook",
                state=State.APPROVED,
                waived=f"Nobody ratified request {request.id} in time.",
                by=SWITCHHOOK,
            )
            note = f"Nobody ratified this in time, so request {revert.id} undoes it."
            note = " ".join([note, *_left(request, plan)])
            store.note(request.id, NOT_RATIFIED, _line(request), {"note": note, "revert": revert.id})

    async def _wait(self, request: Request, error: PhoneSystemError) -> None:
        """Say once that it takes longer."""
        records = await self._store(partial(Store.records, request=request.id))
        if not any(record.kind == NOT_RATIFIED for record in records):
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
        line = _line(request)
        await self._store(partial(Store.note, number=request.id, kind=NOT_RATIFIED, line=line, data=data))
        self._bell.ring()


def _left(request: Request, plan: Plan) -> list[str]:
    """What the undoing leaves as it is, a sentence each."""
    stays = [each for part in plan.parts for each in part.stays]
    undone = [part.line.key for part in plan.parts]
    for part in request.parts:
        line = part.plan.line
        if part.state in IN_FORCE and line.key not in undone and not any(each.reaches(line) for each in plan.parts):
            stays.append(f"On {line.name} nothing is undone: please look there.")
    return stays


def _line(request: Request) -> str | None:
    return request.parts[0].plan.line.name if len(request.parts) == 1 else None
