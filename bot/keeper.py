"""The worker: applies what was approved, reads it back, rolls the weekly tables, and expires what nobody decided.

It does every step again after a crash until the step is known to be done, and knows no Slack: it is given a bell.
"""

import asyncio
import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

from adapters import (
    DeniedError,
    DriftError,
    MissingError,
    PhoneSystemError,
    Reading,
    RefusedError,
    UnreachableError,
    UnsupportedError,
    wall_clock,
)
from bot import plans
from bot.bell import Bell, wait
from bot.errors import NothingToDoError, SayError
from bot.lines import Clock, Lines
from bot.requests import IN_FORCE, Part, Request, State
from bot.store import Store, StoreThread
from bot.sweeper import Sweeper
from bot.undo import reverted_by

log = logging.getLogger(__name__)

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0

_SO_FAR = "What is due by now is written and read back; Switchhook writes the rest day by day."

WORKED_ON = (State.APPROVED, State.APPLYING, State.APPLIED, State.SCHEDULED)


@dataclass
class _Attempt:
    """How often something was tried, and when it is tried again (seconds of the loop's clock)."""

    tries: int = 0
    next: float = 0.0

    def again(self, now: float, least: float = 0.0) -> None:
        self.tries += 1
        self.next = now + max(least, min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (self.tries - 1)))


@dataclass
class _Memory:
    """What the keeper may forget in a restart."""

    attempts: dict[tuple[int, int], _Attempt] = field(default_factory=dict)
    read_back_until: dict[tuple[int, int], float] = field(default_factory=dict)
    turns: defaultdict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))
    """One for each phone system: lines on the same schedule are changed one after the other."""


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
        self._read_back = read_back
        self._memory = _Memory()
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
        await asyncio.gather(*(self._look_after(name) for name in self._lines.names if name in due))
        self.last_tick = self._clock()

    async def _busy_lines(self) -> set[str]:
        requests = await self._store(lambda store: store.requests_in(WORKED_ON))
        known = {setting.key: setting.name for setting in self._lines.settings}
        parts = [part for request in requests for part in request.parts if part.state in WORKED_ON]
        return {known[part.plan.line.key] for part in parts if part.plan.line.key in known}

    def _pause(self) -> float:
        """Seconds until there may be something to do."""
        now = asyncio.get_running_loop().time()
        waiting = [attempt.next - now for attempt in self._memory.attempts.values()]
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
        except Exception:  # an outermost handler: what is wrong with one line keeps no other waiting
            log.exception("The keeper could not look after %s.", name)

    async def _work_on(self, name: str) -> None:
        """One line's round: its requests one after the other, the oldest first; then its table."""
        key = self._lines.setting(name).key
        requests = await self._store(partial(Store.requests_on, line=key, states=WORKED_ON))
        for request in reversed(requests):
            for part in request.parts:
                if part.plan.line.key == key and part.state in WORKED_ON and self._is_due(request, part):
                    await self._advance(name, request, part)
        if self._sweeper.is_unsettled(name):
            await self._sweeper.settle(name, may_write=self._may_write(name))

    def _is_due(self, request: Request, part: Part) -> bool:
        if part.state is State.SCHEDULED and part.due is not None and self._clock() < part.due:
            return False
        attempt = self._memory.attempts.get((request.id, part.number))
        return attempt is None or asyncio.get_running_loop().time() >= attempt.next

    async def _advance(self, name: str, request: Request, part: Part) -> None:
        try:
            if part.state is State.SCHEDULED:
                await self._keep_date(name, request, part)
            elif part.state is State.APPLIED:
                await self._verify(name, request, part)
            elif part.plan.neighbours or part.plan.beside:
                async with self._memory.turns[part.plan.line.system]:
                    await self._apply(name, await self._store(lambda store: store.request(request.id)), part)
            else:
                await self._apply(name, request, part)
        except UnreachableError as error:
            await self._try_again(request, part, error)
        except NothingToDoError as error:
            await self._move(request, part, WORKED_ON, State.SUPERSEDED, note=str(error))
        except (RefusedError, UnsupportedError, DriftError, SayError) as error:
            await self._fail(request, part, _sentence(error))
        except (DeniedError, MissingError) as error:
            if part.state is State.APPROVED:
                await self._fail(request, part, _sentence(error))
            else:  # it may have been written before the vendor turned us away
                await self._try_again(request, part, error)
        except PhoneSystemError as error:  # an answer that tells nothing: it may have been written
            await self._try_again(request, part, error)

    async def _keep_date(self, name: str, request: Request, part: Part) -> None:
        """The time of a scheduled change has come: its rows are written, then read back."""
        if not self._may_write(name):
            return
        if part.plan.ends is not None and self._clock() >= part.plan.ends:
            note = "Switchhook was not running, or could not write, while this was due. Callers did not notice it"
            note += " then." if part.note else "."
            await self._fail(request, part, note)
            return
        try:
            await self._lines.system(name).settle(part.plan.line)
        except PhoneSystemError as error:  # it is promised, and stays so, whatever the vendor says just now
            await self._try_again(request, part, error)
            return
        await self._verify(name, request, part)

    async def _apply(self, name: str, request: Request, part: Part) -> None:
        if not self._may_write(name):
            note = f"Switchhook only observes {name}: nothing was written at the phone system."
            await self._fail(request, part, note)
            return
        if part.plan.ends is not None and self._clock() >= part.plan.ends:
            note = "By now it is over, and it was not seen to take effect."
            await self._move(request, part, WORKED_ON, State.EXPIRED, note=note)
            return
        resumed = part.state is State.APPLYING
        if not resumed:
            if not await self._move(request, part, [State.APPROVED], State.APPLYING):
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
        await self._lines.system(name).apply(part.plan.line, part.plan.changes)
        self._step("after the write")
        await self._sweeper.changed_along(request, part.plan)
        await self._applied(name, request, part)

    def _may_write(self, name: str) -> bool:
        return self._lines.setting(name).manage and not self._observe

    async def _applied(self, name: str, request: Request, part: Part) -> None:
        system, changes = self._lines.system(name), part.plan.changes
        self._memory.attempts.pop((request.id, part.number), None)
        moments = system.due_moments(part.plan.line, changes, self._clock())
        if moments and moments[0] > self._clock():
            await self._move(request, part, [State.APPLYING], State.SCHEDULED, due=moments[0])
            await self._try_to_refresh(name)
            return
        await self._move(request, part, [State.APPLYING], State.APPLIED)
        await self._verify(name, request, part)

    async def _verify(self, name: str, request: Request, part: Part) -> None:
        """Read back what should be so by now; whoever is not sure reads again, up to a minute."""
        source = [State.APPLIED, State.SCHEDULED]
        capabilities = self._lines.system(name).capabilities(part.plan.line)
        if any(change.kind in capabilities.unreadable for change in part.plan.changes):
            note = "The phone system accepts this, but does not show it."
            await self._move(request, part, source, State.APPLIED, note=note)
            return
        try:
            reading = (await self._lines.refresh(name)).facts.reading
        except PhoneSystemError as error:
            await self._doubt(request, part, _sentence(error))
            return
        if not self._is_in_force(part, reading):
            await self._doubt(request, part, "What was read back is not what was approved.")
            return
        match plans.standing_part(part.plan, reading.setup, wall_clock(self._clock(), reading.setup.zone).date()):
            case "whole":
                await self._proven(name, request, part, self._lateness(part))
            case _ if not await self._is_followed(request, part):
                await self._doubt(request, part, "What was read back is not what was approved.")
            case "part":
                await self._proven(name, request, part, "A newer change has replaced a part of it.")
            case "none":
                note = "A newer change has replaced it."
                await self._move(request, part, source, State.SUPERSEDED, note=note)

    async def _proven(self, name: str, request: Request, part: Part, note: str) -> None:
        """What is due by now was read back: all of it, or the rest has to wait for its days."""
        source = [State.APPLIED, State.SCHEDULED]
        moments = self._lines.system(name).due_moments(part.plan.line, part.plan.changes, self._clock())
        coming = [each for each in moments if each > self._clock()]
        if coming:
            told = f"{note} {_SO_FAR}".strip()
            self._forget((request.id, part.number))
            await self._move(request, part, source, State.SCHEDULED, note=told, due=coming[0], kind="continued")
            return
        await self._move(request, part, source, State.VERIFIED, note=note)
        await self._revert_undone(request, part)

    async def _doubt(self, request: Request, part: Part, why: str) -> None:
        """Look again for a while; then tell that it was written and is not proven, and go on looking, now and then."""
        key, now = (request.id, part.number), asyncio.get_running_loop().time()
        attempt = self._memory.attempts.setdefault(key, _Attempt())
        if now < self._memory.read_back_until.setdefault(key, now + self._read_back):
            attempt.again(now)
            return
        attempt.again(now, LONGEST_PAUSE)
        note = f"It was written, but that is not proven. {why} Please look at it; Switchhook goes on checking."
        await self._move(request, part, [State.APPLIED, State.SCHEDULED], State.APPLIED, note=note)

    def _is_in_force(self, part: Part, reading: Reading) -> bool:
        """Whether the vendor's table shows what is noted for the coming week, wherever the change touches it."""
        rows = plans.weekdays_touched(part.plan.changes, self._clock(), reading.setup.zone)
        return rows.isdisjoint({*reading.behind, *(each.weekday for each in reading.drift)})

    async def _is_followed(self, request: Request, part: Part) -> bool:
        """Whether a request for the same, approved later, stands on the line."""
        standing = await self._store(partial(Store.requests_on, line=part.plan.line.key, states=IN_FORCE))
        later = [
            each for each in standing if (each.decided_at or each.created) > (request.decided_at or request.created)
        ]
        plans_since = [each.plan for other in later for each in other.parts if each.plan.line.key == part.plan.line.key]
        return any(plans.touch_the_same(part.plan, each) for each in plans_since)

    def _lateness(self, part: Part) -> str:
        """What is to be said if a scheduled change came later than it should have."""
        starts = part.plan.starts
        if part.state is not State.SCHEDULED or part.note or starts is None or self._clock() <= starts:
            return ""
        return "It came late: Switchhook could not write it in time for its beginning."

    async def _revert_undone(self, request: Request, part: Part) -> None:
        number = part.plan.undoes
        if number is None:
            return
        undone = await self._store(lambda store: store.request(number))
        for each in reverted_by(part.plan, undone):
            await self._move(undone, each, IN_FORCE, State.REVERTED, note=f"Undone by request {request.id}.")

    async def _ask_anew(self, name: str, request: Request, part: Part) -> None:
        """The line has moved since the plan was made: nobody approved this change, so it is asked again."""
        facts = (await self._lines.refresh(name)).facts
        problems = self._lines.problems(name, facts.line)
        plan = plans.make(part.plan.changes, facts, self._clock(), problems, request.beside(part))
        plan = plan.undoing(part.plan.undoes)
        note = f"{name} was changed since this was asked, so nothing was applied. Please look at the new plan."
        self._forget((request.id, part.number))
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
            await self._fail(request, part, note)

    async def _try_again(self, request: Request, part: Part, error: PhoneSystemError) -> None:
        """What was approved stays promised: it is tried again, less and less often."""
        attempt = self._memory.attempts.setdefault((request.id, part.number), _Attempt())
        least = error.retry_after if isinstance(error, UnreachableError) else None
        attempt.again(asyncio.get_running_loop().time(), least or 0.0)
        current = (await self._store(lambda store: store.request(request.id))).parts[part.number]
        note = f"{_sentence(error)} Trying again."
        await self._move(request, current, [current.state], current.state, note=note, due=current.due, kind="retried")

    async def _fail(self, request: Request, part: Part, note: str) -> None:
        self._forget((request.id, part.number))
        await self._move(request, part, WORKED_ON, State.FAILED, note=note)

    def _forget(self, key: tuple[int, int]) -> None:
        self._memory.attempts.pop(key, None)
        self._memory.read_back_until.pop(key, None)

    async def _try_to_refresh(self, name: str) -> None:
        try:
            await self._lines.refresh(name)
        except PhoneSystemError as error:
            log.info("%s was not read again: %s", name, error)

    async def _move(
        self,
        request: Request,
        part: Part,
        source: Iterable[State],
        target: State,
        *,
        note: str = "",
        due: dt.datetime | None = None,
        kind: str | None = None,
    ) -> bool:
        """Move one line of a request on, and let everybody know; False if it was not where it should come from."""
        move = partial(
            Store.move,
            number=request.id,
            part=part.number,
            source=tuple(source),
            target=target,
            note=note,
            due=due,
            kind=kind,
        )
        moved = await self._store(move)
        if moved:
            self._bell.ring()
        if target not in WORKED_ON:
            self._forget((request.id, part.number))
        return moved


def _sentence(error: Exception) -> str:
    text = str(error)
    return text if text.endswith((".", "!", "?")) else f"{text}."
