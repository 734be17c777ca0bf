"""Stops all applying at once, and lets it go on."""

from collections.abc import Sequence
from functools import partial

from bot.alerts import Alert, AlertKind
from bot.bell import Bell
from bot.deciding import Decider
from bot.errors import NotAllowedError, NothingToDoError
from bot.policy import Member, Policy
from bot.refusals import Refusals
from bot.requests import Part, Person, Request, State
from bot.store import Store, StoreThread

_WAITING = frozenset({State.APPROVED})
_PROMISED = frozenset({State.SCHEDULED, State.APPLYING})
_TOLD = 5
"""So many requests are named, of more it is said how many there are."""


class Stopper:
    """Freezes and thaws, for those who may."""

    def __init__(self, *, store: StoreThread, policy: Policy, decider: Decider, refusals: Refusals, bell: Bell) -> None:
        self._store = store
        self._policy = policy
        self._decider = decider
        self._refusals = refusals
        self._bell = bell

    async def freeze(self, person: Member, reason: str, words: str) -> Alert:
        """Stop all applying; what was begun or promised before goes on."""
        async with self._refusals.of(person, "freeze"):
            self._policy.check_stopper(person)
        alert, earlier = await self._store(partial(_frozen, person=person, reason=reason, words=words))
        if earlier:
            by = await self._decider.name(Person.parse(alert.by))
            msg = f"It is frozen already: {by} has stopped all applying. `/line unfreeze` lets it go on."
            raise NothingToDoError(msg)
        self._bell.ring()
        return alert

    async def thaw(self, person: Member) -> Alert:
        """Lift the freeze."""
        async with self._refusals.of(person, "unfreeze"):
            if not self._policy.may_decide(person):
                msg = "Only approvers can lift the freeze, so it still holds."
                raise NotAllowedError(msg, "Ask one of them.")
        alert = await self._store(partial(_thawed, person=person))
        if alert is None:
            msg = "Nothing is frozen, so there is nothing to lift."
            raise NothingToDoError(msg)
        self._bell.ring()
        return alert


def _frozen(store: Store, *, person: Member, reason: str, words: str) -> tuple[Alert, bool]:
    """The freeze in force, and whether it was so before."""
    known = store.frozen()
    if known is not None:
        return known, True
    why = f": “{reason}”" if reason else ""
    told = [
        f"Nothing more is applied until an approver lifts the freeze{why}.",
        _told("Waiting for that", store, _WAITING),
        _told("What was begun or promised before goes on", store, _PROMISED),
    ]
    text = " ".join(each for each in told if each)
    data = {"reason": reason, "words": words}
    return store.raise_alert(AlertKind.FROZEN, text, data=data, by=str(person.person)), False


def _thawed(store: Store, *, person: Member) -> Alert | None:
    """The freeze that was lifted; None if there was none."""
    known = store.frozen()
    if known is None:
        return None
    waited = _told("What goes on now", store, _WAITING)
    store.close_alert(known.number, f"The freeze was lifted. {waited}".strip(), by=str(person.person))
    return store.alert(known.number)


def _told(what: str, store: Store, states: frozenset[State]) -> str:
    """A sentence that names the requests with a line in some states; empty if there are none."""
    found = store.requests_in(states)
    named = [f"request {each.id} ({_summary(each, states)})" for each in found[:_TOLD]]
    more = [f"and {len(found) - _TOLD} more"] if len(found) > _TOLD else []
    return f"{what}: {', '.join([*named, *more])}." if found else ""


def _summary(request: Request, states: frozenset[State]) -> str:
    parts: Sequence[Part] = [part for part in request.parts if part.state in states]
    return " ".join(part.plan.summary for part in parts).rstrip(".")
