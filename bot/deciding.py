"""What people do with a request that is there: decide it, ratify it, take it back, try it again; and what they may not.

Whatever is refused is recorded, once for each person, request and attempt.
"""

import datetime as dt
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial

from bot.bell import Bell
from bot.errors import NotAllowedError, NotFoundError, NothingToDoError, SayError, TooLateError
from bot.kinds import RecordKind
from bot.lines import Clock, Lines
from bot.people import People, PeopleUnknownError
from bot.policy import Member, Policy, says_something
from bot.refusals import Refusals
from bot.requests import BY_ITSELF, IN_FORCE, Person, Request, State
from bot.store import Store, StoreThread
from bot.undo import leads_back

NUDGE_PAUSE = dt.timedelta(hours=1)
"""How long somebody has to wait before they may call for a decision again."""

_MOVED = "The plan has changed since this card was shown, so nothing was {}. Please look at it again."


class Decider:
    """Decides requests, as far as the policy lets somebody."""

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
    ) -> None:
        self._store = store
        self._refusals = Refusals(store)
        self._lines = lines
        self._policy = policy
        self._people = people
        self._clock = clock
        self._bell = bell
        self._step = step

    async def request(self, number: int) -> Request:
        """One request."""
        try:
            return await self._store(lambda store: store.request(number))
        except LookupError as error:
            msg = f"There is no request {number}."
            raise NotFoundError(msg, "`history` shows the requests that there are.") from error

    async def check_decider(self, person: Member, request: int) -> Request:
        """The request, if this person may decide it now, or stop it while it waits, unwritten."""
        async with self._refusing(person, request, "decide"):
            return await self._stoppable(person, request)

    async def approve(self, person: Member, request: int, digest: str) -> Request:
        """Say yes to one plan; the last yes that the policy asks for approves the request."""
        async with self._refusing(person, request, "approve"):
            found = await self._decidable(person, request)
            self._policy.check_in_time(found.plan, self._clock())
            quorum = self._policy.ruling(found.plan).quorum
            approve = partial(Store.approve, number=request, person=person.person, digest=digest, quorum=quorum)
            became = await self._store(approve)
            decided = await self.request(request)
            if became == "late":
                self._check_pending(decided)
            if became in {"moved", "late"}:
                raise TooLateError(_MOVED.format("approved"))
        if became == "again":
            missing = quorum - len(decided.approvals)
            more = "one more person has to" if missing == 1 else f"{missing} more people have to"
            msg = f"You have approved this already; {more}."
            raise NothingToDoError(msg)
        if became == "approved":
            self._step("approved")
        self._bell.ring()
        return decided

    async def reject(self, person: Member, request: int, reason: str) -> Request:
        """Reject a request, with a reason for the person who asked."""
        if not says_something(reason):
            msg = "Say why, in a few words: whoever asked will read it."
            raise SayError(msg)
        async with self._refusing(person, request, "reject"):
            found = await self._stoppable(person, request)
            if found.state is State.PENDING:
                return await self._decide(person, found, State.REJECTED, reason)
            return await self._take_back(person, found, State.REJECTED, reason)

    async def withdraw(self, person: Member, request: int) -> Request:
        """Take one's own request back: before it was decided, or while it waits and nothing can be written yet."""
        async with self._refusing(person, request, "withdraw"):
            found = await self.request(request)
            if found.person != person.person:
                msg = "Only the person who asked can withdraw a request. An approver can reject it."
                raise NotAllowedError(msg)
            if found.state is State.PENDING:
                self._check_pending(found)
                return await self._decide(person, found, State.WITHDRAWN)
            return await self._take_back(person, found, State.WITHDRAWN)

    async def withdrawable(self, person: Member, names: Sequence[str]) -> list[Request]:
        """Somebody's own requests about some lines, or about any, that can be taken back still, the newest first."""
        requests = await self._store(lambda store: store.requests_in([State.PENDING, State.APPROVED, State.APPLYING]))
        mine = [each for each in requests if each.person == person.person and _is_about(each, names)]
        pending = [each for each in mine if each.state is State.PENDING]
        waiting = [each for each in mine if each.waits and each.origin != BY_ITSELF]
        if not pending and not waiting:
            msg = "You have no request that waits for approval, so there is nothing to withdraw."
            raise NotFoundError(msg, "What was applied can be undone: `undo the last change`.")
        return [each for each in reversed(mine) if each in pending or each in waiting]

    async def ratify(self, person: Member, request: int) -> Request:
        """Say afterwards that it was right to apply an emergency at once."""
        async with self._refusing(person, request, "ratify"):
            found = await self.request(request)
            if found.ratify_by is None:
                msg = f"Request {request} was not applied at once, so there is nothing to ratify."
                raise NothingToDoError(msg)
            if found.ratified is not None:
                msg = f"{await self.name(found.ratified.person)} has ratified request {request} already."
                raise NothingToDoError(msg)
            self._policy.check_decider(person, found)
            if not await self._store(lambda store: store.ratify(request, person.person)):
                raise TooLateError(self._no_longer_ratified(await self.request(request)))
        self._bell.ring()
        return await self.request(request)

    def _no_longer_ratified(self, request: Request) -> str:
        if request.ratified is not None:
            return f"Somebody else has just ratified request {request.id}."
        if not request.can_be_ratified:
            return f"Request {request.id} is {request.state.word}, so there is nothing left to ratify."
        late = f"It is too late to ratify request {request.id}"
        if request.is_past_ratifying(self._clock()):
            return f"{late}: it is undone, or ends where nothing was written yet. Ask again if it is still wanted."
        return f"{late}: it is being undone. Ask again if it is still wanted."

    async def retry(self, person: Member, request: int) -> Request:
        """Try again what failed of a request that was approved; it stays approved, as far as nothing has moved."""
        async with self._refusing(person, request, "retry"):
            found = await self.request(request)
            self._check_concerned(person, found)
            failed = [part for part in found.parts if part.state is State.FAILED]
            there = {setting.key for setting in self._lines.settings}
            gone = [part.plan.line for part in failed if part.plan.is_lasting and part.plan.line.key not in there]
            if gone:
                msg = f"{gone[0].name} is not among the lines here any more, so nothing was tried again."
                raise TooLateError(msg)
            if not failed or not await self._store(lambda store: store.retry(request, person.person)):
                msg = f"Nothing of request {request} can be tried again: what failed is over, or is not approved."
                raise TooLateError(msg if failed else f"Nothing of request {request} has failed.")
        self._bell.ring()
        return await self.request(request)

    async def nudge(self, person: Member, request: int) -> Request:
        """Call whoever may decide one's own request once more, at most once an hour."""
        async with self._refusing(person, request, "nudge"):
            found = await self.request(request)
            if found.person != person.person:
                msg = "Only the person who asked can call for a decision."
                raise NotAllowedError(msg)
            self._check_pending(found)
        names = found.undecided(self._policy.deciders(found))
        told = {"note": "Whoever asked for this waits for a decision.", "names": names}
        if not await self._store(partial(_nudged, request=found, data=told, after=self._clock() - NUDGE_PAUSE)):
            msg = "The approvers were called within the last hour already. Please give them some time."
            raise TooLateError(msg)
        self._bell.ring()
        return await self.request(request)

    async def check_reverter(self, person: Member, request: int) -> Request:
        """The emergency, if this person may have it undone instead of ratified."""
        async with self._refusing(person, request, "revert"):
            found = await self.request(request)
            if not found.is_unratified:
                msg = f"Request {request} does not wait to be ratified, so nothing was undone."
                raise TooLateError(msg)
            self._check_concerned(person, found)
            return found

    async def check_compensator(self, person: Member, request: int) -> Request:
        """The request, if a part of it has failed, another part stands, and this person may ask to undo that part."""
        async with self._refusing(person, request, "compensate"):
            found = await self.request(request)
            states = {part.state for part in found.parts}
            if State.FAILED not in states or states.isdisjoint(IN_FORCE):
                msg = f"Request {request} has not failed in part, so there is nothing to put back."
                raise TooLateError(msg)
            self._policy.check_asker(person)
            return found

    def may_decide(self, person: Member, request: Request) -> bool:
        """Whether somebody may decide a request, and has not done so yet."""
        try:
            self._policy.check_decider(person, request)
        except SayError:
            return False
        return all(each.person != person.person for each in request.approvals)

    async def name(self, person: Person) -> str:
        """What somebody is called; whoever cannot be found just now is an approver."""
        try:
            return (await self._people.member(person.user)).name or "Another approver"
        except PeopleUnknownError:
            return "Another approver"

    def _check_concerned(self, person: Member, request: Request) -> None:
        """Refuse who has neither asked for a request nor may decide it."""
        if request.person == person.person and not person.outsider:
            return
        self._policy.check_decider(person, request)

    async def _decidable(self, person: Member, request: int) -> Request:
        found = await self.request(request)
        self._policy.check_decider(person, found)
        self._check_pending(found)
        return found

    async def _stoppable(self, person: Member, request: int) -> Request:
        found = await self.request(request)
        self._policy.check_decider(person, found)
        if not found.waits:
            self._check_pending(found)
        return found

    async def _take_back(self, person: Member, found: Request, state: State, reason: str = "") -> Request:
        """End what is approved of a request and cannot be written yet; what undoes an emergency nobody takes back."""
        if await leads_back(self._store, found):
            msg = f"Request {found.id} undoes an emergency that nobody has ratified. To keep it, ratify it."
            raise NotAllowedError(msg)
        take_back = partial(Store.take_back, number=found.id, state=state, person=person.person, reason=reason)
        if not found.waits or not await self._store(take_back):
            msg = f"This request is already {(await self.request(found.id)).state.word}, so nothing has changed."
            raise TooLateError(msg)
        self._bell.ring()
        return await self.request(found.id)

    async def _decide(self, person: Member, found: Request, state: State, reason: str = "") -> Request:
        decide = partial(Store.decide, number=found.id, state=state, person=person.person, reason=reason)
        decided = await self._store(decide)
        request = await self.request(found.id)
        if not decided:
            self._check_pending(request)
            raise TooLateError(_MOVED.format("decided"))
        self._bell.ring()
        return request

    def _check_pending(self, request: Request) -> None:
        if request.state is not State.PENDING:
            msg = f"This request is already {request.state.word}, so nothing has changed."
            raise TooLateError(msg)
        if self._clock() >= request.expires:
            msg = "This request has expired, so nothing has changed. Ask again if it is still wanted."
            raise TooLateError(msg)

    @asynccontextmanager
    async def _refusing(self, person: Member, request: int, attempt: str) -> AsyncIterator[None]:
        """Record that somebody was turned away from a request that is there."""
        await self.request(request)
        async with self._refusals.of(person, attempt, request=request):
            yield


def _is_about(request: Request, names: Sequence[str]) -> bool:
    return not names or any(part.plan.line.name in names for part in request.parts)


def _nudged(store: Store, *, request: Request, data: Mapping[str, object], after: dt.datetime) -> bool:
    """Record a call for a decision, unless there was one after a moment."""
    if any(record.kind == RecordKind.NUDGED for record in store.records(request=request.id, since=after)):
        return False
    for part in request.parts:
        store.note(request.id, RecordKind.NUDGED, part.plan.line.name, data, actor=str(request.person))
    return True
