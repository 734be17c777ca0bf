"""What stands between an approval and the phones: a freeze, the queue of a line, and rights that were lost."""

import asyncio
from collections import defaultdict
from functools import partial

from bot.bell import Bell
from bot.lines import Clock
from bot.people import People, PeopleUnknownError
from bot.policy import Policy
from bot.progress import NOT_PROVEN, Progress
from bot.requests import Part, Plan, Request, State
from bot.rights import Rights
from bot.store import Store, StoreThread
from bot.undo import leads_back

UNKNOWN_PAUSE = 15.0
"""Seconds until Slack is asked again who somebody is."""

QUEUED = "It waits for request"
"""How the note of a part begins that another request keeps waiting for a moment."""

_FROZEN = "All applying is stopped, so this waits until an approver lifts the freeze."
_UNKNOWN = "Slack does not say just now whether those who approved this still may, so it waits."


class Gate:
    """Opens for a part of a request that may be applied now; says on the part why it waits otherwise."""

    def __init__(
        self, *, store: StoreThread, policy: Policy, people: People, clock: Clock, bell: Bell, progress: Progress
    ) -> None:
        self._store = store
        self._policy = policy
        self._rights = Rights(policy, people)
        self._clock = clock
        self._bell = bell
        self._progress = progress
        self._turns: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._good: set[int] = set()
        """The requests whose rights were found good in this round."""
        self._unknown: dict[int, float] = {}
        """When those whose rights could not be told are asked about again (seconds of the loop's clock)."""

    def begin(self) -> None:
        """Begin a round: rights are asked about again."""
        self._good.clear()
        self._turns.clear()

    async def opens(self, number: int, part_number: int, *, queued: bool = True) -> bool:
        """Whether an approved part may be applied now; `queued`: one after the other on its line."""
        request = await self._store(lambda store: store.request(number))
        part = request.parts[part_number]
        if part.state is not State.APPROVED or request.is_past_ratifying(self._clock()):
            return False
        obstacle = await self.frozen(request, part) or (await self._queue(request, part) if queued else "")
        if obstacle:
            await self._progress.wait(request, part, obstacle)
            return False
        return await self.is_entitled(request, part)

    async def frozen(self, request: Request, part: Part) -> str:
        """Why nothing is written just now, as a sentence; empty if it may be.

        A freeze by people stops everything; one of the policy no emergency, and not the undoing of one.
        """
        if await self._store(Store.frozen):
            return _FROZEN
        if (request.ratify_by is not None and not request.approvals) or await leads_back(self._store, request):
            return ""
        return self._policy.frozen(Plan(parts=(part.plan,)), self._clock())

    async def _queue(self, request: Request, part: Part) -> str:
        """For which request a part waits: one that is being carried out on the same line, or an emergency."""
        for other in await self._store(partial(Store.requests_in, states=(State.APPLYING, State.APPLIED))):
            meeting = (each for each in other.parts if each.plan.meets(part.plan))
            if other.id != request.id and any(self._keeps_waiting(request, other, each) for each in meeting):
                name = part.plan.line.name
                return f"{QUEUED} {other.id}: one change at a time is made on {name}."
        return ""

    def _keeps_waiting(self, request: Request, other: Request, part: Part) -> bool:
        """Whether a request waits for a part of another: it is under way, and nobody was told that it takes longer.

        An emergency does not wait until what was written before is proven.
        """
        if part.state is State.APPLYING:
            return not self._progress.is_stuck(other, part)
        is_proving = part.state is State.APPLIED and part.plan.is_lasting and NOT_PROVEN not in part.note
        return is_proving and request.ratify_by is None

    async def is_entitled(self, request: Request, part: Part) -> bool:
        """Whether those who approved it still may; a request of several lines is looked at once a round.

        Nothing of the part is written yet: if they may not, it waits for approval again.
        """
        async with self._turns[request.id]:
            if request.id in self._good:
                return True
            if asyncio.get_running_loop().time() < self._unknown.get(request.id, 0.0):
                return False
            try:
                lapse = "" if await leads_back(self._store, request) else await self._rights.lapse(request)
            except PeopleUnknownError:
                self._unknown[request.id] = asyncio.get_running_loop().time() + UNKNOWN_PAUSE
                await self._progress.wait(request, part, _UNKNOWN)
                return False
            self._unknown.pop(request.id, None)
            if lapse:
                await self._ask_again(request, part, lapse)
                return False
            self._good.add(request.id)
            return True

    async def _ask_again(self, request: Request, part: Part, note: str) -> None:
        expires = self._policy.expiry(self._clock(), request.plan)
        lose = partial(Store.lose_approvals, number=request.id, note=note, expires=expires, unwritten=part.number)
        if await self._store(lose):
            for each in request.parts:
                self._progress.forget(request, each)
            self._bell.ring()
