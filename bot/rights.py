"""Whether those who approved a request still may: asked again right before it is applied."""

from collections.abc import Sequence

from bot import describe
from bot.errors import NotAllowedError
from bot.people import People
from bot.policy import Member, Policy
from bot.requests import Approval, Person, Plan, Request

_MOST_NAMED = 3
"""Lines that a sentence names; more are counted."""


class Rights:
    """Asks the workspace anew who everybody is; denies when unsure."""

    def __init__(self, policy: Policy, people: People) -> None:
        self._policy = policy
        self._people = people

    async def lapse(self, request: Request) -> str:
        """Why an approved request may not be applied after all, as a sentence; empty if it may.

        Raises `PeopleUnknownError` where that cannot be told just now.
        """
        if request.waived:
            return await self._asker_lapse(request)
        if request.ratify_by is not None and not request.approvals:
            return await self._rush_lapse(request)
        return await self._approval_lapse(request, request.approvals)

    async def _approval_lapse(self, request: Request, approvals: Sequence[Approval]) -> str:
        if not approvals:
            return "Nobody is known to have approved this, so it waits for approval."
        gone = [each for each in approvals if not await self._may_decide(each.person, request)]
        quorum = self._policy.ruling(request.plan).quorum
        if len(approvals) - len(gone) >= quorum:
            return ""
        if not gone:
            return f"By now {quorum} people have to approve this, and {len(approvals)} did, so it waits for approval."
        names = describe.listed([await self._name(each.person) for each in gone])
        return f"{names} may no longer approve changes of {_about(request.plan)}, so this waits for approval again."

    async def _asker_lapse(self, request: Request) -> str:
        ruling = self._policy.ruling(request.plan)
        member = await self._member(request.person)
        if member is None or not all(member.is_named(names) for names in ruling.ask):
            name = await self._name(request.person)
            return f"{name} may no longer ask for changes of {_about(request.plan)}, so this waits for approval."
        return "" if ruling.waived else "By now somebody has to approve this, so it waits for approval."

    async def _rush_lapse(self, request: Request) -> str:
        member = await self._member(request.person)
        if member is not None and self._policy.may_rush(member, request.plan):
            return ""
        if request.ratified is not None and await self._may_decide(request.ratified.person, request):
            return ""
        name = await self._name(request.person)
        return f"{name} may no longer have changes applied at once, so this waits for approval."

    async def _may_decide(self, person: Person, request: Request) -> bool:
        member = await self._member(person)
        try:
            if member is not None:
                self._policy.check_decider(member, request)
        except NotAllowedError:
            return False
        return member is not None

    async def _member(self, person: Person) -> Member | None:
        """Somebody as they are now; None if the workspace knows nobody of that team and id."""
        member = await self._people.member(person.user, fresh=True)
        return member if member.person == person else None

    async def _name(self, person: Person) -> str:
        return (await self._people.member(person.user)).name or "Somebody"


def _about(plan: Plan) -> str:
    names = [part.line.name for part in plan.parts]
    return describe.listed(names) if len(names) <= _MOST_NAMED else f"these {len(names)} lines"
