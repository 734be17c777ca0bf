"""The worker: applies what was approved as its times come, reads it back, and rolls the weekly tables.

It does every step again after a crash until the step is known to be done, and knows no Slack: it is given a bell.
"""

import asyncio
import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Callable
from functools import partial

from adapters import PhoneSystemError
from bot.applier import Applier
from bot.bell import Bell, wait
from bot.drifts import Drifts
from bot.errors import NotFoundError, NothingToDoError
from bot.gate import Gate
from bot.lines import Clock, Lines
from bot.maker import Maker
from bot.people import People
from bot.policy import Policy
from bot.progress import WORKED_ON, Progress
from bot.replacer import Replacer
from bot.replanner import Replanner
from bot.requests import Part, Request, State
from bot.reverter import Reverter
from bot.rosters import Rosters
from bot.runbook import Runbook
from bot.shifts import Shifts
from bot.store import Store, StoreThread
from bot.sweeper import Sweeper
from bot.timekeeper import Timekeeper
from bot.verifier import Verifier
from bot.watch import Watch

log = logging.getLogger(__name__)

PATIENCE = 3.0
"""Seconds for which a round waits for its lines; a phone system that takes longer keeps no other line waiting."""

PAUSE = 0.05
PAUSE_BESIDE = 1.0
"""Seconds between two rounds at least; the latter while something slow goes on."""


class Keeper:
    """Keeps every promise that was approved."""

    def __init__(
        self,
        *,
        store: StoreThread,
        lines: Lines,
        policy: Policy,
        people: People,
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
        self._tick = tick
        self._sweeper = Sweeper(store=store, lines=lines, clock=clock, sweep=sweep)
        self._watch = Watch(store=store, lines=lines, clock=clock, bell=bell, observe=observe)
        if not observe:
            lines.listen(Drifts(store=store, lines=lines, clock=clock, bell=bell).judge)
        self._progress = Progress(store, bell)
        self._verifier = Verifier(store=store, lines=lines, clock=clock, progress=self._progress, read_back=read_back)
        self._rosters = Rosters(store=store, policy=policy, people=people, bell=bell)
        self._timekeeper = Timekeeper(store=store, policy=policy, clock=clock, bell=bell)
        self._reverter = Reverter(store=store, lines=lines, policy=policy, clock=clock, bell=bell)
        self._gate = gate = Gate(
            store=store, policy=policy, people=people, clock=clock, bell=bell, progress=self._progress
        )
        replanner = Replanner(store=store, lines=lines, policy=policy, clock=clock, bell=bell, progress=self._progress)
        self._replacer = Replacer(store=store, lines=lines, clock=clock, progress=self._progress, replanner=replanner)
        self._applier = Applier(
            store=store,
            lines=lines,
            clock=clock,
            progress=self._progress,
            gate=gate,
            replanner=replanner,
            verifier=self._verifier,
            sweeper=self._sweeper,
            step=step,
            observe=observe,
        )
        self._runbook = Runbook(store=store, lines=lines, policy=policy, clock=clock, progress=self._progress)
        self._maker = Maker(
            store=store,
            lines=lines,
            bell=bell,
            progress=self._progress,
            gate=gate,
            step=step,
            observe=observe,
        )
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        """One for each phone system: lines on the same schedule are changed one after the other."""
        self._woken = asyncio.Event()
        self._shifts = Shifts(PATIENCE, self._woken.set)
        self._unwatched: set[str] = set()
        """The lines that were too slow for the watch to have its turn."""
        self.last_tick: dt.datetime | None = None
        """When the last round of work was finished."""
        bell.subscribe(self._woken.set)

    def wake(self) -> None:
        """Work now: a request moved, or the clock jumped."""
        self._woken.set()

    async def run(self) -> None:
        """Work for ever; an error of one round is logged, and the next round tries again."""
        try:
            while True:
                try:
                    await self.work()
                except Exception:  # the outermost handler of the worker: whatever happened, the next round heals it
                    log.exception("A round of the keeper failed.")
                await wait(self._woken, self._pause())
        finally:
            await self.stop()

    async def stop(self) -> None:
        """End what still goes on of earlier rounds."""
        await self._shifts.stop()

    async def work(self) -> None:
        """One round of everything that is due, each line by itself; what is slow goes on over several rounds."""
        await self._timekeeper.work()
        self._gate.begin()
        self._shifts.begin("rosters", self._complete_rosters)
        self._shifts.begin("maker", self._maker.work)
        for request in await self._reverter.due():
            self._shifts.begin(request.id, partial(self._reverter.end, request))
        due = {*await self._busy_lines(), *self._sweeper.unsettled()}
        for name in self._lines.names:
            if name in due:
                self._shifts.begin(("line", name), partial(self._take_turn, name))
        await self._shifts.wait()
        for name in await self._replacer.due():
            self._shifts.begin(("line", name), partial(self._replacer.work_on, name))
        await self._shifts.wait()
        for name in await self._watch.due():
            if not self._shifts.begin(("line", name), partial(self._watch.look_after, name)):
                self._unwatched.add(name)
        await self._shifts.wait()
        self.last_tick = self._clock()

    async def _complete_rosters(self) -> None:
        try:
            await self._rosters.complete()
        except Exception:  # an outermost handler: it is tried again in the next round
            log.exception("Who belonged to the groups of the policy could not be kept.")

    async def _busy_lines(self) -> set[str]:
        requests = await self._store(lambda store: store.requests_in(WORKED_ON))
        self._progress.forget_but(requests)
        known = {setting.key: setting.name for setting in self._lines.settings}
        parts = [part for request in requests for part in request.parts if _is_worked_on(part)]
        return {known[part.plan.line.key] for part in parts if part.plan.line.key in known}

    def _pause(self) -> float:
        """Seconds until there may be something to do."""
        now = asyncio.get_running_loop().time()
        tries = [each - now for each in self._progress.next_tries()]
        waiting = [*tries, *self._sweeper.pauses(), *self._watch.pauses()]
        return max(PAUSE_BESIDE if self._shifts.are_on else PAUSE, min([self._tick, *waiting]))

    async def _take_turn(self, name: str) -> None:
        """One line's round, after the watch where it had to wait for the last one."""
        if name in self._unwatched:
            self._unwatched.discard(name)
            await self._watch.look_after(name)
        await self._look_after(name)

    async def _look_after(self, name: str) -> None:
        try:
            await self._work_on(name)
        except NotFoundError as error:
            log.info("%s was not looked after: %s", name, error)
        except Exception:  # an outermost handler: what is wrong with one line keeps no other waiting
            log.exception("The keeper could not look after %s.", name)

    async def _work_on(self, name: str) -> None:
        """One line's round: its requests one after the other, emergencies first, then the oldest; then its table."""
        key = self._lines.setting(name).key
        requests = await self._store(partial(Store.requests_on, line=key, states=WORKED_ON))
        for request in sorted(requests, key=lambda each: (each.ratify_by is None, each.id)):
            for part in request.parts:
                if part.plan.line.key == key and _is_worked_on(part) and self._is_due(request, part):
                    await self._advance(name, request, part)
        if self._sweeper.is_unsettled(name):
            await self._sweeper.settle(name, may_write=self._applier.may_write(name))

    def _is_due(self, request: Request, part: Part) -> bool:
        if part.state is State.SCHEDULED and part.due is not None and self._clock() < part.due:
            return False
        return self._progress.is_due(request, part)

    async def _advance(self, name: str, request: Request, part: Part) -> None:
        async with self._progress.attempt(request, part):
            try:
                await self._step_on(name, request.id, part.number)
            except NothingToDoError as error:
                await self._progress.move(request, part, WORKED_ON, State.SUPERSEDED, note=str(error))
        await self._runbook.offer(name, request, part)

    async def _step_on(self, name: str, number: int, part_number: int) -> None:
        request = await self._store(lambda store: store.request(number))  # as it is once its turn has come
        part = request.parts[part_number]
        match part.state:
            case State.SCHEDULED:
                await self._keep_date(name, request, part)
            case State.APPLIED:
                await self._verifier.verify(name, request, part)
            case State.APPROVED | State.APPLYING if part.plan.neighbours or part.plan.beside:
                async with self._turns[part.plan.line.system]:
                    await self._applier.apply(name, await self._store(lambda store: store.request(number)), part)
            case State.APPROVED | State.APPLYING:
                await self._applier.apply(name, request, part)
            case _:  # somebody was faster
                return

    async def _keep_date(self, name: str, request: Request, part: Part) -> None:
        """The time of a scheduled change has come: its rows are written, then read back."""
        if not self._applier.may_write(name):
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


def _is_worked_on(part: Part) -> bool:
    """Whether a part changes a line that is there, and is under way; the maker has the others."""
    return part.plan.is_lasting and part.state in WORKED_ON
