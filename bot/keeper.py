"""The worker: applies what was approved, reads it back, rolls the weekly tables, and expires what nobody decided.

It does every step again after a crash until the step is known to be done, and knows no Slack: it is given a bell.
"""

import asyncio
import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Callable
from functools import partial

from adapters import DeniedError, DriftError, MissingError, PhoneSystemError, RefusedError, UnsupportedError
from bot import plans
from bot.bell import Bell, wait
from bot.errors import NotFoundError, NothingToDoError
from bot.lines import Clock, Lines
from bot.maker import Maker
from bot.progress import WORKED_ON, Progress, sentence
from bot.requests import Part, Request, State
from bot.store import Store, StoreThread
from bot.sweeper import Sweeper
from bot.verifier import Verifier

log = logging.getLogger(__name__)


class Keeper:
    """Keeps every promise that was approved."""

    def __init__(
        self,
        *,
        store: StoreThread,
        lines: Lines,
        clock: Clock,
        bell: Bell,
        step: Callable[[str], None],
        observe: bool = False,
        tick: float = 15.0,
        sweep: dt.timedelta = dt.timedelta(minutes=10),
        read_back: float = 60.0,
    ) -> None:
        self._store = store
        self._lines = lines
        self._clock = clock
        self._bell = bell
        self._step = step
        self._observe = observe
        self._tick = tick
        self._sweeper = Sweeper(store=store, lines=lines, clock=clock, sweep=sweep)
        self._progress = Progress(store, bell)
        self._verifier = Verifier(store=store, lines=lines, clock=clock, progress=self._progress, read_back=read_back)
        self._maker = Maker(store=store, lines=lines, bell=bell, progress=self._progress, step=step, observe=observe)
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        """One for each phone system: lines on the same schedule are changed one after the other."""
        self._woken = asyncio.Event()
        self.last_tick: dt.datetime | None = None
        """When the last round of work was finished."""
        bell.subscribe(self._woken.set)

    def wake(self) -> None:
        """Work now: a request moved, or the clock jumped."""
        self._woken.set()

    async def run(self) -> None:
        """Work for ever; an error of one round is logged, and the next round tries again."""
        while True:
            try:
                await self.work()
            except Exception:  # the outermost handler of the worker: whatever happened, the next round heals it
                log.exception("A round of the keeper failed.")
            await wait(self._woken, self._pause())

    async def work(self) -> None:
        """One round of everything that is due."""
        await self._expire()
        names = await self._busy_lines()
        due = {*names, *self._sweeper.unsettled()}
        looked_after = (self._look_after(name) for name in self._lines.names if name in due)
        await asyncio.gather(self._maker.work(), *looked_after)
        self.last_tick = self._clock()

    async def _busy_lines(self) -> set[str]:
        requests = await self._store(lambda store: store.requests_in(WORKED_ON))
        self._progress.forget_but(requests)
        known = {setting.key: setting.name for setting in self._lines.settings}
        parts = [part for request in requests for part in request.parts if _is_worked_on(part)]
        return {known[part.plan.line.key] for part in parts if part.plan.line.key in known}

    def _pause(self) -> float:
        """Seconds until there may be something to do."""
        now = asyncio.get_running_loop().time()
        waiting = [*(each - now for each in self._progress.next_tries()), *self._sweeper.pauses()]
        return max(0.05, min([self._tick, *waiting]))

    async def _expire(self) -> None:
        now = self._clock()
        for request in await self._store(lambda store: store.requests_in([State.PENDING])):
            if now < request.expires:
                continue
            note = "Nobody decided in time, so nothing was changed."
            if await self._store(partial(Store.expire, number=request.id, note=note)):
                self._bell.ring()

    async def _look_after(self, name: str) -> None:
        try:
            await self._work_on(name)
        except NotFoundError as error:
            log.info("%s was not looked after: %s", name, error)
        except Exception:  # an outermost handler: what is wrong with one line keeps no other waiting
            log.exception("The keeper could not look after %s.", name)

    async def _work_on(self, name: str) -> None:
        """One line's round: its requests one after the other, the oldest first; then its table."""
        key = self._lines.setting(name).key
        requests = await self._store(partial(Store.requests_on, line=key, states=WORKED_ON))
        for request in reversed(requests):
            for part in request.parts:
                if part.plan.line.key == key and _is_worked_on(part) and self._is_due(request, part):
                    await self._advance(name, request, part)
        if self._sweeper.is_unsettled(name):
            await self._sweeper.settle(name, may_write=self._may_write(name))

    def _is_due(self, request: Request, part: Part) -> bool:
        if part.state is State.SCHEDULED and part.due is not None and self._clock() < part.due:
            return False
        return self._progress.is_due(request, part)

    async def _advance(self, name: str, request: Request, part: Part) -> None:
        async with self._progress.attempt(request, part):
            try:
                await self._step_on(name, request, part)
            except NothingToDoError as error:
                await self._progress.move(request, part, WORKED_ON, State.SUPERSEDED, note=str(error))

    async def _step_on(self, name: str, request: Request, part: Part) -> None:
        if part.state is State.SCHEDULED:
            await self._keep_date(name, request, part)
        elif part.state is State.APPLIED:
            await self._verifier.verify(name, request, part)
        elif part.plan.neighbours or part.plan.beside:
            async with self._turns[part.plan.line.system]:
                await self._apply(name, await self._store(lambda store: store.request(request.id)), part)
        else:
            await self._apply(name, request, part)

    async def _keep_date(self, name: str, request: Request, part: Part) -> None:
        """The time of a scheduled change has come: its rows are written, then read back."""
        if not self._may_write(name):
            return
        if part.plan.ends is not None and self._clock() >= part.plan.ends:
            await self._progress.fail(request, part, self._missed(name, request, part))
            return
        try:
            await self._lines.system(name).settle(part.plan.line)
        except PhoneSystemError as error:  # it is promised, and stays so, whatever the vendor says just now
            await self._progress.try_again(request, part, error)
            return
        await self._verifier.verify(name, request, part)

    def _missed(self, name: str, request: Request, part: Part) -> str:
        """What callers had of a change that is over before all of its rows were written."""
        system, away = self._lines.system(name), "Switchhook was not running, or could not write,"
        rows = system.due_moments(part.plan.line, part.plan.changes, request.decided_at or request.created)
        if part.due is None or not any(row < part.due for row in rows):
            return f"{away} while this was due. Callers did not notice it."
        narrow = system.capabilities(part.plan.line).intervals_a_day is not None
        turned_away = f", and may have been turned away when {name} should have been open again" if narrow else ""
        return f"{away} when the rest of this was due, so callers had only a part of it{turned_away}."

    async def _left_behind(self, name: str, part: Part) -> str:
        """What to add to a refusal: some vendors take changes one by one, and have taken a part of them before."""
        try:
            setup = (await self._lines.refresh(name)).facts.setup
            is_as_before = plans.touched(part.plan.changes, setup) == plans.touched(part.plan.changes, part.plan.before)
        except PhoneSystemError:
            return f" Whether a part of it was written is not known: please look at {name}."
        return "" if is_as_before else f" A part of it was written all the same: please look at {name}."

    async def _apply(self, name: str, request: Request, part: Part) -> None:
        if not self._may_write(name):
            note = f"Switchhook only observes {name}: nothing was written at the phone system."
            if part.state is State.APPLYING:
                note = f"Switchhook only observes {name}, so nothing more is written there."
                note += f" It may have been written before: please look at {name}."
            await self._progress.fail(request, part, note)
            return
        if part.plan.ends is not None and self._clock() >= part.plan.ends:
            note = "By now it is over, and it was not seen to take effect."
            await self._progress.move(request, part, WORKED_ON, State.EXPIRED, note=note)
            return
        resumed = part.state is State.APPLYING
        if not resumed:
            if not await self._progress.move(request, part, [State.APPROVED], State.APPLYING):
                return
            self._step("claimed")
        reading = (await self._lines.refresh(name)).facts.reading
        so_already = plans.is_so_already(part.plan, reading.setup)
        if so_already and request.brings_along(part):
            await self._applied(name, request, part)
            return
        if not (resumed and so_already) and not plans.is_as_planned(part.plan, reading, request.beside(part)):
            await self._ask_anew(name, request, part)
            return
        self._step("before the write")
        if not await self._written(name, request, part, resumed=resumed):
            return
        self._step("after the write")
        await self._sweeper.changed_along(request, part.plan)
        await self._applied(name, request, part)

    async def _written(self, name: str, request: Request, part: Part, *, resumed: bool) -> bool:
        """Whether the vendor took all of a change; a no ends it, being turned away after an earlier try does not."""
        try:
            await self._lines.system(name).apply(part.plan.line, part.plan.changes)
        except (RefusedError, UnsupportedError, DriftError, DeniedError, MissingError) as error:
            if resumed and isinstance(error, (DeniedError, MissingError)):
                raise
            await self._progress.fail(request, part, f"{sentence(error)}{await self._left_behind(name, part)}")
            return False
        return True

    def _may_write(self, name: str) -> bool:
        return self._lines.setting(name).manage and not self._observe

    async def _applied(self, name: str, request: Request, part: Part) -> None:
        system, changes = self._lines.system(name), part.plan.changes
        self._progress.succeeded(request, part)
        moments = system.due_moments(part.plan.line, changes, self._clock())
        if moments and moments[0] > self._clock():
            await self._progress.move(request, part, [State.APPLYING], State.SCHEDULED, due=moments[0])
            await self._try_to_refresh(name)
            return
        await self._progress.move(request, part, [State.APPLYING], State.APPLIED)
        await self._verifier.verify(name, request, part)

    async def _ask_anew(self, name: str, request: Request, part: Part) -> None:
        """The line has moved since the plan was made: nobody approved this change, so it is asked again."""
        facts = (await self._lines.refresh(name)).facts
        problems = self._lines.problems(name, facts.line)
        plan = plans.make(part.plan.changes, facts, self._clock(), problems, request.beside(part))
        plan = plan.undoing(part.plan.undoes, part.plan.leaves, part.plan.clears)
        note = f"{name} was changed since this was asked, so nothing was applied. Please look at the new plan."
        self._progress.forget(request, part)
        waiting = self._clock() + (request.expires - request.created)
        expires = min(waiting, plan.ends or waiting)
        replan = partial(
            Store.replan,
            number=request.id,
            part=part.number,
            plan=plan,
            note=note,
            expires=expires,
        )
        if await self._store(replan):
            self._bell.ring()
        else:
            note = f"{name} was changed since this was approved, so nothing was applied there. Please ask again."
            await self._progress.fail(request, part, note)

    async def _try_to_refresh(self, name: str) -> None:
        try:
            await self._lines.refresh(name)
        except PhoneSystemError as error:
            log.info("%s was not read again: %s", name, error)


def _is_worked_on(part: Part) -> bool:
    """Whether a part changes a line that is there, and is under way; the maker has the others."""
    return part.plan.is_lasting and part.state in WORKED_ON
