"""How far requests have come: moves their lines on, and remembers what was tried and when it is tried again."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from adapters import (
    Call,
    DeniedError,
    DriftError,
    MissingError,
    PhoneSystemError,
    RefusedError,
    UnreachableError,
    UnsupportedError,
    listening,
)
from bot.bell import Bell
from bot.errors import SayError
from bot.kinds import RecordKind
from bot.requests import LinePlan, Part, Request, State
from bot.rows import told_calls
from bot.store import Store, StoreThread

_UNTOLD: ContextVar[list[Call]] = ContextVar("untold")
"""The vendor calls of the attempt at hand that no record tells of yet."""

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0

STUCK = 8
"""After so many tries, some minutes, something keeps nothing else waiting."""

TRYING_AGAIN = "Trying again."
IN_VAIN = "It has not worked for some minutes."
NOT_PROVEN = "It was written, but that is not proven."
BY_HAND = "If it cannot wait, do it by hand; Switchhook goes on trying."
"""What is said of a part at the end of its note, and is not unsaid before its next step is done."""

WORKED_ON = (State.APPROVED, State.APPLYING, State.APPLIED, State.SCHEDULED)


@dataclass
class _Attempt:
    """How often something was tried, and when it is tried again (seconds of the loop's clock)."""

    tries: int = 0
    failures: int = 0
    """How often of these, lately, the vendor did not do it."""
    next: float = 0.0
    told: set[type[PhoneSystemError]] = field(default_factory=set)
    """The kinds of errors of which was told; their words may differ each time."""

    def again(self, now: float, least: float = 0.0) -> None:
        self.tries += 1
        self.next = now + max(least, min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (self.tries - 1)))


@dataclass
class _Memory:
    """What may be forgotten in a restart, by request and part."""

    attempts: dict[tuple[int, int], _Attempt] = field(default_factory=dict)
    patient_until: dict[tuple[int, int], float] = field(default_factory=dict)


class Progress:
    """Moves the lines of requests on, lets everybody know, and paces what has to be tried again."""

    def __init__(self, store: StoreThread, bell: Bell) -> None:
        self._store = store
        self._bell = bell
        self._memory = _Memory()

    def is_due(self, request: Request, part: Part) -> bool:
        """Whether it is time to try one line again; also if it was never tried."""
        attempt = self._memory.attempts.get((request.id, part.number))
        return attempt is None or asyncio.get_running_loop().time() >= attempt.next

    def next_tries(self) -> list[float]:
        """When something is tried again (seconds of the loop's clock)."""
        return [attempt.next for attempt in self._memory.attempts.values()]

    def failures(self, request: Request, part: Part) -> int:
        """How often a step on a line was tried in vain, since the vendor did the last one."""
        attempt = self._memory.attempts.get((request.id, part.number))
        return attempt.failures if attempt else 0

    def is_stuck(self, request: Request, part: Part) -> bool:
        """Whether the same step was tried in vain for so long that others need not wait for it any more."""
        return BY_HAND in part.note or self.failures(request, part) >= STUCK

    def succeeded(self, request: Request, part: Part) -> None:
        """The next step of a line is tried at once."""
        self._memory.attempts.pop((request.id, part.number), None)

    def forget(self, request: Request, part: Part) -> None:
        """Begin anew with one line."""
        self._memory.attempts.pop((request.id, part.number), None)
        self._memory.patient_until.pop((request.id, part.number), None)

    def forget_but(self, requests: Iterable[Request]) -> None:
        """Forget all lines of requests but those of these that are under way; the others may have ended with a line."""
        kept = {(request.id, part.number) for request in requests for part in request.parts if part.state in WORKED_ON}
        for known in (self._memory.attempts, self._memory.patient_until):
            for key in known.keys() - kept:
                del known[key]

    def is_patient(self, request: Request, part: Part, patience: float) -> bool:
        """Whether so many seconds have not passed since this was asked first; either way it is tried again later."""
        key, now = (request.id, part.number), asyncio.get_running_loop().time()
        attempt = self._memory.attempts.setdefault(key, _Attempt())
        attempt.failures = 0
        patient = now < self._memory.patient_until.setdefault(key, now + patience)
        attempt.again(now, 0.0 if patient else LONGEST_PAUSE)
        return patient

    @asynccontextmanager
    async def attempt(self, request: Request, part: Part) -> AsyncIterator[None]:
        """Take a step on one line: what it runs into ends the line without success, or is tried again.

        The vendor calls that it makes go into the records of its moves, each into the next one.
        """
        with listening() as calls:
            token = _UNTOLD.set(calls)
            try:
                async with self._answered(request, part):
                    yield
            finally:
                _UNTOLD.reset(token)

    @asynccontextmanager
    async def _answered(self, request: Request, part: Part) -> AsyncIterator[None]:
        try:
            yield
        except (RefusedError, UnsupportedError, DriftError, SayError) as error:
            await self.fail(request, part, sentence(error))
        except (DeniedError, MissingError) as error:
            if part.state is State.APPROVED:
                await self.fail(request, part, sentence(error))
            else:  # it may have been done before the vendor turned us away
                await self.try_again(request, part, error)
        except PhoneSystemError as error:  # no answer, or one that tells nothing: it may have been done
            await self.try_again(request, part, error)

    async def try_again(self, request: Request, part: Part, error: PhoneSystemError) -> None:
        """What was approved stays promised: it is tried again, less and less often."""
        current = (await self._store(lambda store: store.request(request.id))).parts[part.number]
        if current.state not in WORKED_ON:  # it has ended meanwhile, perhaps with its line
            self.forget(request, part)
            return
        attempt = self._memory.attempts.setdefault((request.id, part.number), _Attempt())
        least = error.retry_after if isinstance(error, UnreachableError) else None
        attempt.again(asyncio.get_running_loop().time(), least or 0.0)
        attempt.failures += 1
        note = _of_trying(current.note, error, attempt)
        attempt.told.add(type(error))
        await self.move(
            request, current, [current.state], current.state, note=note, due=current.due, kind=RecordKind.RETRIED
        )

    async def wait(self, request: Request, part: Part, note: str) -> None:
        """Say, once, why an approved part is not applied yet, or is not written again."""
        await self.move(request, part, [part.state], part.state, note=note, kind=RecordKind.WAITING)

    async def plan_anew(self, request: Request, part: Part, plan: LinePlan, note: str) -> None:
        """Give one line that nobody has to approve another plan, which is tried in a while; later each time."""
        replace = partial(Store.plan_anew, number=request.id, part=part.number, plan=plan, note=note)
        if await self._store(replace):
            attempt = self._memory.attempts.setdefault((request.id, part.number), _Attempt())
            attempt.again(asyncio.get_running_loop().time())
            self._bell.ring()

    async def fail(self, request: Request, part: Part, note: str) -> None:
        """End one line without success."""
        await self.move(request, part, WORKED_ON, State.FAILED, note=note)

    async def move(
        self,
        request: Request,
        part: Part,
        source: Iterable[State],
        target: State,
        *,
        note: str = "",
        due: dt.datetime | None = None,
        kind: RecordKind | None = None,
        data: Mapping[str, Any] | None = None,
    ) -> bool:
        """Move one line of a request on, and let everybody know; False if it was not where it should come from.

        `data` goes into the record of the move.
        """
        calls = _UNTOLD.get([])
        move = partial(
            Store.move,
            number=request.id,
            part=part.number,
            source=tuple(source),
            target=target,
            note=note,
            due=due,
            kind=kind,
            data={**(data or {}), **told_calls(calls)},
        )
        moved = await self._store(move)
        if moved:
            calls.clear()
            self._bell.ring()
        if target not in WORKED_ON:
            self.forget(request, part)
        return moved


def _of_trying(note: str, error: PhoneSystemError, attempt: _Attempt) -> str:
    """What is said while something is tried again: anew only for another kind of error, and once it takes long."""
    takes_long = attempt.failures >= STUCK or IN_VAIN in note
    is_new = TRYING_AGAIN not in note or (attempt.told and type(error) not in attempt.told)
    if BY_HAND in note or not (is_new or (takes_long and IN_VAIN not in note)):
        return note
    return f"{sentence(error)} {f'{IN_VAIN} ' if takes_long else ''}{TRYING_AGAIN}"


def untold_calls() -> dict[str, Any]:
    """What the next record tells of the vendor calls of the attempt at hand; afterwards they count as told."""
    calls = _UNTOLD.get([])
    told = told_calls(calls)
    calls.clear()
    return told


def sentence(error: Exception) -> str:
    """What went wrong, with its full stop."""
    text = str(error)
    return text if text.endswith((".", "!", "?")) else f"{text}."
