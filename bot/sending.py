"""How a plan becomes a request: sent for approval, or applied at once in an emergency."""

import datetime as dt
from functools import partial

from bot import describe
from bot.answers import Proposal
from bot.errors import NotAllowedError, SayError, TooLateError
from bot.kept import Draft, reverting
from bot.lines import Clock
from bot.people import People, PeopleUnknownError, Roster
from bot.policy import Member, Policy, says_something
from bot.requests import Plan, Request, State
from bot.store import Store, StoreThread

_STOPPED = "All applying is stopped just now, so it waits until an approver lifts the freeze as well."
_STOPPED_AS_WELL = (
    "But all applying is stopped just now, emergencies included: it waits until an approver lifts the freeze."
)


class Sender:
    """Makes requests of plans, as far as the policy lets somebody."""

    def __init__(self, *, store: StoreThread, policy: Policy, people: People, clock: Clock) -> None:
        self._store = store
        self._policy = policy
        self._people = people
        self._clock = clock

    async def judged(self, person: Member, proposal: Proposal, *, urgent: bool) -> Proposal:
        """A proposal with what the policy says of it, and whether anything is applied just now."""
        ruling = self._policy.ruling(proposal.plan)
        may_rush = not ruling.waived and not self._rush_problem(person, proposal.plan)
        may_rush = may_rush and not self._refusal(person, proposal.plan, emergency=True)
        frozen, rushing = self._policy.frozen(proposal.plan, self._clock()), _rushing(ruling.ratify_within)
        needs = " ".join([_needs(ruling.quorum, ruling.waived), *describe.fewer(self._timely(proposal.plan))])
        if await self._store(Store.frozen):
            needs, rushing = f"{needs} {_STOPPED}", f"{rushing} {_STOPPED_AS_WELL}"
        elif frozen:
            rushing = f"{rushing} {_although(frozen)}"
        return proposal.model_copy(
            update={
                "needs": needs.strip(),
                "waived": bool(ruling.waived),
                "rush": rushing if may_rush else "",
                "urgent": urgent,
                "reason_needed": ruling.reason,
                "refused": self._refusal(person, proposal.plan),
            }
        )

    async def send(self, person: Member, draft: Draft, plan: Plan, reason: str, origin: str) -> Request:
        """Ask for approval of a plan; where the policy waives that, it is approved."""
        roster = await self._roster()
        self._policy.check_plan(person, plan, reason, self._clock(), roster)
        waived = self._policy.ruling(plan).waived
        state = State.APPROVED if waived else State.PENDING
        add = self._addition(person, draft, self._timed(plan), reason, roster)
        return await self._store(partial(add, origin=origin, state=state, waived=waived))

    async def rush(self, person: Member, draft: Draft, plan: Plan, reason: str, origin: str) -> Request:
        """Have a plan applied at once; somebody else has to ratify it, or it is undone."""
        ruling = self._policy.ruling(plan)
        if ruling.waived:
            return await self.send(person, draft, plan, reason, origin)
        roster = await self._roster()
        self._policy.check_plan(person, plan, reason, self._clock(), roster, emergency=True)
        problem = self._rush_problem(person, plan)
        if problem:
            raise NotAllowedError(problem)
        if not says_something(reason):
            msg = "Say why this cannot wait, in a few words: everybody will read it."
            raise SayError(msg)
        until = self._clock() + ruling.ratify_within
        add = self._addition(person, draft, self._defiant(plan), reason, roster)
        request = await self._store(partial(add, origin=origin, state=State.APPROVED, ratify_by=until))
        if request.state is State.PENDING:
            msg = f"Request {request.id} asks for this already. Withdraw it first, then have it applied at once."
            raise TooLateError(msg)
        return request

    async def revert(self, person: Member, emergency: Request, plan: Plan) -> Request:
        """Undo an emergency that nobody has ratified, once: nobody has to approve that."""
        number = emergency.id
        waived = f"It undoes the emergency of request {number}, which nobody has ratified."
        words, now = f"undo request {number}", self._clock()
        draft = Draft(id=reverting(number), person=person.person, words=words, sentence=words, created=now)
        add = self._addition(person, draft, plan, "", await self._roster())
        origin = f"the emergency of request {number}"
        request = await self._store(partial(add, origin=origin, state=State.APPROVED, waived=waived))
        if request.state is State.PENDING:
            msg = f"Request {request.id} is to undo it already, and waits for approval."
            raise TooLateError(msg)
        return request

    def _addition(self, person: Member, draft: Draft, plan: Plan, reason: str, roster: Roster) -> partial[Request]:
        """How the store adds a request, but for how it begins."""
        return partial(
            Store.add_request,
            person=person.person,
            words=draft.words,
            reason=reason,
            plan=_reasoned(plan, reason),
            expires=self._policy.expiry(self._clock(), plan),
            draft=draft.id,
            roster=roster,
        )

    def _refusal(self, person: Member, plan: Plan, *, emergency: bool = False) -> str:
        """Why a plan cannot be asked for by somebody; empty if it can."""
        try:
            self._policy.check_asking(person, plan, self._clock(), emergency=emergency)
        except SayError as error:
            return str(error)
        return ""

    def _rush_problem(self, person: Member, plan: Plan) -> str:
        """Why a plan cannot be applied at once by somebody; empty if it can."""
        if not all(part.is_lasting for part in plan.parts):
            return "No line is made or deleted at once, so nothing was sent. Send it for approval instead."
        if plan.risk == "high":
            return "Its risk is too high to be applied at once, so nothing was sent. Send it for approval instead."
        if not self._policy.may_rush(person, plan):
            return "You cannot have this applied at once, so nothing was sent. Send it for approval instead."
        return ""

    def _timed(self, plan: Plan) -> Plan:
        """A plan whose card says for which times without changes it waits, or before which it is to be decided."""
        parts = [
            part.model_copy(update={"warnings": (*part.warnings, *self._timely(Plan(parts=(part,))))})
            for part in plan.parts
        ]
        return Plan(parts=tuple(parts))

    def _timely(self, plan: Plan) -> list[str]:
        """What times in which nothing is changed mean for a plan, a sentence each."""
        now = self._clock()
        return [*filter(None, [self._policy.frozen(plan, now)]), *self._policy.deadlines(plan, now)]

    def _defiant(self, plan: Plan) -> Plan:
        """A plan of an emergency, whose card says of which times in which nothing is changed it takes no notice."""
        parts = []
        for part in plan.parts:
            frozen = self._policy.frozen(Plan(parts=(part,)), self._clock())
            told = (*part.warnings, _although(frozen)) if frozen else part.warnings
            parts.append(part.model_copy(update={"warnings": told}))
        return Plan(parts=tuple(parts))

    async def _roster(self) -> Roster:
        try:
            return await self._people.roster()
        except PeopleUnknownError as error:
            msg = "Slack does not say just now who may decide, so nothing was sent. Please send it once more."
            raise SayError(msg) from error


def _needs(quorum: int, waived: str) -> str:
    if waived:
        return waived
    return "One approver has to approve it." if quorum == 1 else f"{quorum} approvers have to approve it."


def _rushing(within: dt.timedelta) -> str:
    return (
        "It is applied at once, without approval, and all approvers are told. Somebody else has to ratify it within"
        f" {_length(within)}, or it is undone."
    )


def _although(frozen: str) -> str:
    """That something is applied in spite of what a sentence tells."""
    return f"It is applied although {frozen}"


def _length(length: dt.timedelta) -> str:
    """`an hour`, `90 minutes`."""
    minutes = round(length.total_seconds() / 60)
    if minutes % 60:
        return "a minute" if minutes == 1 else f"{minutes} minutes"
    return "an hour" if minutes == 60 else f"{minutes // 60} hours"


def _reasoned(plan: Plan, reason: str) -> Plan:
    """The plan with the reason kept in its closures and special hours; what an approval is bound to stays the same."""
    parts = []
    for part in plan.parts:
        changes = tuple(
            change.model_copy(update={"reason": reason}) if "reason" in type(change).model_fields else change
            for change in part.changes
        )
        parts.append(part.model_copy(update={"changes": changes}))
    return Plan(parts=tuple(parts))
