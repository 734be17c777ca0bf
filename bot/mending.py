"""What to do about a line that somebody has changed outside Switchhook: take it as it is, or lead it back."""

import datetime as dt
from functools import partial

from adapters import Change, PhoneSystemError, PutOverrides, Value, ends, wall_clock
from bot import describe, drift
from bot.alerts import Alert
from bot.bell import Bell
from bot.errors import NotAllowedError, NothingToDoError, SayError, TooLateError
from bot.kept import Adopted, Baseline, Draft
from bot.language import Ask, Verb
from bot.lines import Clock, Lines
from bot.plans import Facts
from bot.policy import Member, Policy
from bot.requests import LinePlan, State
from bot.store import Store, StoreThread

ADOPTED = "adopted"
"""The kind of the record that what somebody did elsewhere was taken as what should be."""


class Restoration(Value):
    """What leads a line back to what it was, and how that is told."""

    changes: tuple[Change, ...]
    left: tuple[str, ...]
    """The names of the things that no change can put back."""
    rows: dict[str, str]
    """What the rows of the weekly table will be that somebody has changed, in words, by their weekdays."""

    def told(self, plan: LinePlan, portal: str) -> LinePlan:
        """Its plan, in the words of what it is for."""
        name = plan.line.name
        differences = tuple(
            each.model_copy(update={"will": self.rows.get(each.what, each.will)}) for each in plan.differences
        )
        things = describe.listed([each.what for each in differences])
        left = describe.listed(self.left) if self.left else ""
        told = f"{left} cannot be put back from here. Do that in {portal or 'the vendor’s portal'}."
        return plan.model_copy(
            update={
                "summary": f"Restore {name} as it was before it was changed outside Switchhook: {things}.",
                "differences": differences,
                "warnings": (*([told] if left else []), *plan.warnings),
            }
        )


async def restoration(store: StoreThread, facts: Facts, now: dt.datetime) -> Restoration:
    """What leads a line back to what it was before somebody changed it elsewhere; a `SayError` if nothing does."""
    name = facts.line.name
    baseline = await store(partial(Store.baseline, line=facts.line.key))
    changes, left = drift.back(baseline, facts, now) if baseline else ((), ())
    if not changes and left:
        where = facts.capabilities.portal or "the vendor’s portal"
        msg = f"{describe.listed(left)} of {name} cannot be put back from here. Do that in {where}."
        raise SayError(msg)
    if not changes:
        msg = f"{name} is again as it was, so there is nothing to restore."
        raise NothingToDoError(msg)
    rows = {each.weekday.title_name: facts.words.day(each.expected) for each in facts.reading.drift}
    return Restoration(changes=changes, left=left, rows=rows)


class Mender:
    """Adopts, and begins to restore."""

    def __init__(self, *, store: StoreThread, lines: Lines, policy: Policy, clock: Clock, bell: Bell) -> None:
        self._store = store
        self._lines = lines
        self._policy = policy
        self._clock = clock
        self._bell = bell

    async def adopt(self, person: Member, alert: Alert) -> Alert:
        """Take what somebody has changed elsewhere as what should be from now on; approvers may."""
        if not self._policy.may_decide(person):
            msg = "Only approvers can adopt what was changed elsewhere, so nothing has changed. Ask one of them."
            raise NotAllowedError(msg)
        facts = await self._as_shown(alert)
        await self._check_quiet(facts)
        outcome = f"{person.name or 'An approver'} has adopted it: what was found is what should be from now on."
        if not await self._store(
            partial(_adopted, alert=alert, facts=facts, by=str(person.person), outcome=outcome, now=self._clock())
        ):
            msg = "Somebody was faster, so nothing was done."
            raise TooLateError(msg)
        self._bell.ring()
        try:
            await self._lines.system(alert.name).adopt(facts.line)
            anew = (await self._lines.refresh(alert.name)).facts
        except PhoneSystemError as error:
            msg = f"{alert.name} cannot be read just now: {error} If it is still otherwise then, it is told again."
            raise SayError(msg) from error
        await self._store(partial(_kept_promises, facts=anew, now=self._clock()))
        self._bell.ring()
        return await self._store(lambda store: store.alert(alert.number))

    async def restore(self, person: Member, alert: Alert) -> Draft:
        """The draft of what leads back to what was before, as anybody may ask for a change; approvers decide it."""
        self._policy.check_asker(person)
        facts = await self._as_shown(alert)
        await restoration(self._store, facts, self._clock())
        words = f"restore {alert.name}"
        ask = Ask(verb=Verb.UNDO, lines=(alert.name,))
        draft = await self._store(
            partial(Store.add_draft, person=person.person, words=words, ask=ask.model_dump(mode="json"))
        )
        restoring = draft.model_copy(update={"alert": alert.number})
        await self._store(lambda store: store.update_draft(restoring))
        return restoring

    async def _as_shown(self, alert: Alert) -> Facts:
        """What the line is like now, if it is still what the alert tells."""
        try:
            facts = (await self._lines.refresh(alert.name)).facts
        except PhoneSystemError as error:
            msg = f"{alert.name} cannot be read just now: {error} Nothing was changed; please try again in a minute."
            raise SayError(msg) from error
        now = await self._store(lambda store: store.alert(alert.number))
        if not now.is_open:
            msg = f"That is over already, so nothing was done: {now.outcome}"
            raise TooLateError(msg)
        if now.data["differences"] != alert.data["differences"]:
            msg = f"{alert.name} has changed again just now, so nothing was done. Please look at it once more."
            raise TooLateError(msg)
        return facts

    async def _check_quiet(self, facts: Facts) -> None:
        busy = await self._store(partial(Store.requests_on, line=facts.line.key, states=[State.APPLYING]))
        if busy:
            msg = f"Request {busy[0].id} is being applied to {facts.line.name} just now. Please try again in a minute."
            raise TooLateError(msg)


def _adopted(store: Store, *, alert: Alert, facts: Facts, by: str, outcome: str, now: dt.datetime) -> bool:
    """Keep how the line is as how it should be, and who says so; False if the alert is over."""
    if not store.close_alert(alert.number, outcome, by=by):
        return False
    differences = alert.data["differences"]
    told = {
        "alert": alert.number,
        "note": outcome,
        "before": {each["what"]: each["was"] for each in differences},
        "after": {each["what"]: each["is"] for each in differences},
    }
    store.note(None, ADOPTED, alert.name, told, actor=by)
    store.keep_baseline(facts.line.key, Baseline(setup=facts.setup, at=now, record=store.chain_head()[0]))
    return True


def _kept_promises(store: Store, *, facts: Facts, now: dt.datetime) -> None:
    """Keep that callers are promised no more than what was adopted."""
    today = dt.datetime.combine(wall_clock(now, facts.line.zone).date(), dt.time())
    coming = [each for each in facts.setup.overrides if ends(each) > today]
    put = PutOverrides(
        start=today,
        end=None,
        overrides=tuple(each.model_copy(update={"start": max(each.start, today)}) for each in coming),
    )
    store.keep_adopted(facts.line.key, Adopted(overrides=put, at=now, record=store.chain_head()[0]))
