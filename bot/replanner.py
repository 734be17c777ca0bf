"""Asks anew for what was approved and no longer fits its line: makes the plan again, and says what has moved."""

from functools import partial

from bot import plans
from bot.bell import Bell
from bot.foresight import foreseen
from bot.lines import Clock, Lines, Sighting
from bot.policy import Policy
from bot.progress import WORKED_ON, Progress
from bot.requests import LinePlan, Part, Plan, Request, State
from bot.store import Store, StoreThread
from bot.undo import undoing

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
        moved = self._moved(name, request, part, seen)
        plan = await self._made_anew(name, facts, request, part)
        self._progress.forget(request, part)
        note = f"{name} was changed since this was asked, so nothing was applied. {moved} Please look at the new plan."
        if await self._store(partial(self._replan, request=request, part=part, plan=plan, note=note)):
            self._bell.ring()
            return
        note = f"{name} was changed since this was approved, so nothing was applied there. {moved} Please ask again."
        await self._progress.move(request, part, WORKED_ON, State.FAILED, note=note)

    async def _made_anew(self, name: str, facts: plans.Facts, request: Request, part: Part) -> LinePlan:
        """The plan as it would be made now; one that undoes a request leaves alone what is newer by now."""
        now, problems = self._clock(), self._lines.problems(name, facts.line)
        make = partial(plans.make, facts=facts, now=now, problems=problems, beside=request.beside(part))
        if part.plan.undoes is None:
            plan = make(part.plan.changes)
        else:
            undone = await undoing(self._store, facts, now, part.plan.undoes)
            changes = plans.meant_for(undone.unwinding.changes, facts.reading, shared=part.plan.shared)
            plan = undone.marked(make(plans.as_announced(changes, facts, part.plan)))
        return (await foreseen(Plan(parts=(plan,)), self._store, self._lines, now, request.id)).parts[0]

    def _replan(self, store: Store, *, request: Request, part: Part, plan: LinePlan, note: str) -> bool:
        whole = Plan(parts=tuple(plan if each.number == part.number else each.plan for each in request.parts))
        expires = self._policy.expiry(self._clock(), whole)
        return store.replan(number=request.id, part=part.number, plan=plan, note=note, expires=expires)

    def _moved(self, name: str, request: Request, part: Part, seen: Sighting | None) -> str:
        """What is another than it was approved, and since when that is known."""
        now = self._lines.seen(name)
        if now is None:
            return ""
        words = now.facts.words
        found = plans.moved(part.plan, now.facts)
        told = [f"{each.what} was: {each.was}; it is: {each.will}." for each in found[:_MOST_MOVED]]
        if seen and plans.is_as_planned(part.plan, seen.facts.reading, request.beside(part)):
            told.append(f"That came after {words.at(seen.read_at)}, when Switchhook had read it last.")
        else:
            told.append(f"Switchhook saw it at {words.at(now.read_at)}.")
        return " ".join(told)
