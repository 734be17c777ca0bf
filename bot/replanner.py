"""Asks anew for what was approved and no longer fits its line: makes the plan again, and says what has moved.

What nobody has to approve is only planned anew.
"""

from functools import partial

from adapters import Change
from bot import plans
from bot.bell import Bell
from bot.errors import NothingToDoError, SayError
from bot.foresight import foreseen
from bot.kept import Begun
from bot.lines import Clock, Lines, Sighting
from bot.newer import written_since_planned
from bot.policy import Policy
from bot.progress import WORKED_ON, Progress
from bot.requests import LinePlan, Part, Plan, Request, State
from bot.store import Store, StoreThread
from bot.undo import Undoing, leads_back, undoing

_MOST_MOVED = 3
"""Differences that a note names; the new plan shows them all."""


class Replanner:
    """Gives a part of a request a new plan, which nobody has approved."""

    def __init__(
        self, *, store: StoreThread, lines: Lines, policy: Policy, clock: Clock, bell: Bell, progress: Progress
    ) -> None:
        self._store = store
        self._lines = lines
        self._policy = policy
        self._clock = clock
        self._bell = bell
        self._progress = progress

    async def ask_anew(self, name: str, request: Request, part: Part, seen: Sighting | None) -> None:
        """Ask anew for a part whose line has moved; `seen` is what was read of it before that was noticed."""
        facts = (await self._lines.refresh(name)).facts
        newer = await self._store(partial(written_since_planned, request=request.id, part=part))
        moved = self._moved(name, request, part, seen, newer)
        plan = await self._made_anew(name, facts, request, part)
        if await self._still_waived(request, part, plan):
            note = f"{name} was changed since this was asked, so it was planned anew. {moved}"
            await self._progress.plan_anew(request, part, plan, note)
            return
        self._progress.forget(request, part)
        so_far = _so_far(part, self._lines.seen(name))
        note = f"{name} was changed since this was asked, {so_far}. {moved} Please look at the new plan."
        if await self._store(partial(self._replan, request=request, part=part, plan=plan, note=note)):
            self._bell.ring()
            return
        note = f"{name} was changed since this was approved, {so_far} there. {moved} Please ask again."
        await self._progress.move(request, part, WORKED_ON, State.FAILED, note=note)

    async def plan_waiting_anew(self, name: str, request: Request, part: Part, newer: Begun) -> None:
        """Plan a part that waits for approval anew, since a newer request has changed what it is about.

        It ends where it would change nothing any more, or cannot be done.
        """
        facts = (await self._lines.refresh(name)).facts
        by = f"Request {newer.request.id} changed {name} on {facts.words.at(newer.since)}"
        try:
            plan = await self._made_anew(name, facts, request, part)
        except NothingToDoError as error:
            await self._progress.move(request, part, [State.PENDING], State.SUPERSEDED, note=f"{by}. {error}")
            return
        except SayError as error:
            await self._progress.move(request, part, [State.PENDING], State.FAILED, note=f"{by}. {error}")
            return
        moved = " ".join(_told(part, facts))
        note = f"{by}, so this was planned anew. {moved} Please look at the new plan."
        expires = self._policy.expiry(self._clock(), _whole(request, part, plan))
        anew = partial(Store.plan_waiting_anew, number=request.id, part=part.number, plan=plan, note=note)
        if await self._store(partial(anew, expires=expires)):
            self._bell.ring()

    async def is_up_to_date(self, name: str, request: Request, part: Part) -> bool:
        """Whether a part that undoes a request would still be planned like that: nothing newer is there by now."""
        number = part.plan.undoes
        if number is None or await self._store(partial(written_since_planned, request=request.id, part=part)) is None:
            return True
        facts = (await self._lines.refresh(name)).facts
        try:
            return (await self._undoing(facts, part, number))[1] == part.plan.changes
        except SayError:  # nothing of it can be undone any more; whoever plans it anew says why
            return False

    async def _undoing(self, facts: plans.Facts, part: Part, number: int) -> tuple[Undoing, tuple[Change, ...]]:
        """What undoes a request as its line is now, and the changes that do it as they were chosen for a part."""
        undone = await undoing(self._store, facts, self._clock(), number)
        changes = plans.meant_for(undone.unwinding.changes, facts.reading, shared=part.plan.shared)
        return undone, plans.as_announced(changes, facts, part.plan)

    async def _made_anew(self, name: str, facts: plans.Facts, request: Request, part: Part) -> LinePlan:
        """The plan as it would be made now; one that undoes a request leaves alone what is newer by now."""
        now, problems = self._clock(), self._lines.problems(name, facts.line)
        make = partial(plans.make, facts=facts, now=now, problems=problems, beside=request.beside(part))
        if part.plan.undoes is None:
            plan = make(part.plan.changes).model_copy(update={"mends": part.plan.mends})
        else:
            undone, changes = await self._undoing(facts, part, part.plan.undoes)
            plan = undone.marked(make(changes))
        return (await foreseen(Plan(parts=(plan,)), self._store, self._lines, now, request.id)).parts[0]

    async def _still_waived(self, request: Request, part: Part, plan: LinePlan) -> bool:
        """Whether nobody has to approve a new plan either; whether its requester may still ask is looked at later."""
        if not request.waived:
            return False
        return bool(self._policy.ruling(_whole(request, part, plan)).waived) or await leads_back(self._store, request)

    def _replan(self, store: Store, *, request: Request, part: Part, plan: LinePlan, note: str) -> bool:
        expires = self._policy.expiry(self._clock(), _whole(request, part, plan))
        return store.replan(number=request.id, part=part.number, plan=plan, note=note, expires=expires)

    def _moved(self, name: str, request: Request, part: Part, seen: Sighting | None, newer: Begun | None) -> str:
        """What is another than it was approved, and since when that is known, or by which request."""
        now = self._lines.seen(name)
        if now is None:
            return ""
        words = now.facts.words
        if newer is not None:
            since = f"Request {newer.request.id} changed it on {words.at(newer.since)}."
        elif seen and plans.is_as_planned(part.plan, seen.facts.reading, request.beside(part)):
            since = f"That came after {words.at(seen.read_at)}, when Switchhook had read it last."
        else:
            since = f"Switchhook saw it at {words.at(now.read_at)}."
        return " ".join([*_told(part, now.facts), since])


def _told(part: Part, facts: plans.Facts) -> list[str]:
    """What is another than it was when a part was planned, a sentence each."""
    found = plans.moved(part.plan, facts)
    return [f"{each.what} was: {each.was}; it is: {each.will}." for each in found[:_MOST_MOVED]]


def _whole(request: Request, part: Part, plan: LinePlan) -> Plan:
    """The plan of a request with another one for one of its lines."""
    return Plan(parts=tuple(plan if each.number == part.number else each.plan for each in request.parts))


def _so_far(part: Part, seen: Sighting | None) -> str:
    """What was done of a part that has to be asked anew, as the end of a sentence."""
    if part.state is not State.APPLYING:
        return "so nothing was applied"
    if seen and plans.is_written_in_part(part.plan, seen.facts.setup):
        return "and a part of it was written, but no more is applied"
    return "so it is not applied, whether or not it was written before"
