"""Makes the plan of an ask, from what was read of its lines."""

import asyncio
from functools import partial

from adapters import Change, PhoneSystemError
from bot import describe, plans
from bot.answers import Announcing
from bot.editing import FORMS, FormError, FormName, Scene
from bot.errors import NothingToDoError, SayError, TooLateError
from bot.foresight import foreseen
from bot.intent import AskBackError, NoNumbersError, changes_of, takes_numbers
from bot.kept import Draft, Filled
from bot.language import Ask, Verb
from bot.lines import Clock, Lines
from bot.mending import restoration
from bot.policy import Policy
from bot.requests import AWAITED, LinePlan, Plan, Request
from bot.store import Store, StoreThread
from bot.undo import deletion, undoing, untouched


class Planner:
    """Plans for all the lines that an ask names."""

    def __init__(self, store: StoreThread, lines: Lines, policy: Policy, clock: Clock) -> None:
        self._store = store
        self._lines = lines
        self._policy = policy
        self._clock = clock

    async def plan(self, ask: Ask, draft: Draft) -> Plan:
        """The plan for all the lines that it changes; a line that is so already is left out, and that is said."""
        parts, left_out = await self._parts(ask, self._lines.named(ask.lines), draft)
        if not parts:
            raise NothingToDoError(" ".join(left_out))
        if left_out:  # who is left out may be a neighbour of the others
            parts, _ = await self._parts(ask, [part.line.name for part in parts], draft)
        plan = await foreseen(Plan(parts=tuple(parts)), self._store, self._lines, self._clock())
        left = await self._not_undone(plan)
        first = plan.parts[0].model_copy(update={"besides": (*left_out, *left)})
        return Plan(parts=(first, *plan.parts[1:]))

    async def _not_undone(self, plan: Plan) -> tuple[str, ...]:
        """What an undo leaves on the other lines of the request that it undoes."""
        numbers = {part.undoes for part in plan.parts if part.undoes is not None}
        requests = [await self._store(partial(Store.request, number=number)) for number in sorted(numbers)]
        return tuple(each for request in requests for each in untouched(plan, request, self._lines))

    async def announcing(self, plan: Plan) -> Announcing | None:
        """What callers of one line could hear of its keys; several lines have announcements of their own."""
        name = plan.parts[0].line.name
        return plans.announcing(plan.parts[0], await self._facts(name)) if len(plan.parts) == 1 else None

    async def read(self, name: str) -> plans.Facts:
        """What a line is like now; raises a `SayError` where its vendor does not tell."""
        try:
            return (await self._lines.refresh(name)).facts
        except PhoneSystemError as error:
            msg = f"{name} cannot be read just now: {error} Nothing was changed; please try again in a minute."
            raise SayError(msg) from error

    async def _parts(self, ask: Ask, names: list[str], draft: Draft) -> tuple[list[LinePlan], list[str]]:
        """The plans of those lines that would change, and why the others would not."""
        parts: list[LinePlan] = []
        left_out: list[str] = []
        awaited = await self._store(partial(Store.requests_in, states=AWAITED)) if draft.form else []
        for name in names:
            await asyncio.sleep(0)  # hundreds of lines take seconds, in which others are to be answered
            try:
                parts.append(await self._line_plan(ask, name, names, draft, awaited))
            except (NothingToDoError, TooLateError) as error:
                if len(names) == 1 or not (ask.verb is Verb.UNDO or isinstance(error, NothingToDoError)):
                    raise
                left_out.append(str(error))
        return parts, left_out

    async def _line_plan(self, ask: Ask, name: str, names: list[str], draft: Draft, awaited: list[Request]) -> LinePlan:
        facts = await self._facts(name)
        if draft.alert is not None:
            found = await restoration(self._store, facts, draft.created)
            return found.told(self._made(found.changes, facts, names, draft), facts, draft.created)
        if ask.verb is Verb.UNDO:
            return await self._undo(ask, facts, names, draft)
        if draft.form is None:
            return self._made(self._changes(ask, facts), facts, names, draft)
        return self._made(self._filled_in(draft.form, facts, awaited, ask.reason), facts, names, draft)

    async def _undo(self, ask: Ask, facts: plans.Facts, names: list[str], draft: Draft) -> LinePlan:
        if ask.creation:
            return await self._deletion(facts)
        undone = await undoing(self._store, facts, self._clock(), ask.request)
        if undone.undone.creates:
            return await self._deletion(facts)
        return undone.marked(self._made(undone.unwinding.changes, facts, names, draft))

    def _made(self, changes: tuple[Change, ...], facts: plans.Facts, names: list[str], draft: Draft) -> LinePlan:
        name = facts.line.name
        if draft.shared is not None:
            changes = plans.meant_for(changes, facts.reading, shared=draft.shared)
        if draft.announced is not None and len(names) == 1:
            changes = plans.with_announcement(changes, facts, draft.announced)
        problems, beside = self._lines.problems(name, facts.line), self._lines.ids(names, facts.line.system)
        return plans.make(changes, facts, self._clock(), problems, beside)

    async def _deletion(self, facts: plans.Facts) -> LinePlan:
        return await deletion(self._store, self._lines, facts, self._clock())

    def _changes(self, ask: Ask, facts: plans.Facts) -> tuple[Change, ...]:
        country = facts.line.country
        try:
            return changes_of(ask, facts, self._clock(), lambda number: self._policy.number_problem(number, country))
        except NoNumbersError as error:
            raise SayError(str(error), self._taking_numbers(ask)) from error

    def _filled_in(self, filled: Filled, facts: plans.Facts, awaited: list[Request], reason: str) -> tuple[Change, ...]:
        """The changes of a form, for one of its lines."""
        form, name, country = FORMS[FormName(filled.form)], facts.line.name, facts.line.country
        problem = form.unfit(facts)
        if problem:
            raise FormError({"lines": problem})
        scene = Scene(
            now=self._clock(),
            number_problem=lambda number: self._policy.number_problem(number, country),
            requests=tuple(awaited),
            reason=reason,
        )
        try:
            return form.changes(filled.values, facts, scene)
        except AskBackError as error:
            msg = f"{name}: {error}"
            raise FormError({"": msg}) from error

    def _taking_numbers(self, ask: Ask) -> str:
        """Which lines can send calls to a phone number, as far as they were read; empty if none is known."""
        seen = [(name, self._lines.seen(name)) for name in self._lines.names]
        names = [name for name, each in seen if each and takes_numbers(ask, each.facts.capabilities)]
        return f"{describe.listed(names)} can do that." if names else ""

    async def _facts(self, name: str) -> plans.Facts:
        seen = self._lines.seen(name)
        return seen.facts if seen else await self.read(name)
