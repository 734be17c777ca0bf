"""What to do about a line that somebody has changed outside Switchhook: take it as it is, or lead it back."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial

from adapters import Change, Dated, Drift, PhoneSystemError, PutOverrides, Reopen, SetHours, Value, Weekday, all_applied
from bot import describe, drift, plans
from bot.alerts import ADOPTERS, Alert
from bot.bell import Bell
from bot.errors import NotAllowedError, NothingToDoError, SayError, TooLateError
from bot.kept import Adopted, Baseline, Draft
from bot.kinds import RecordKind
from bot.language import Ask, Verb
from bot.lines import Clock, Lines
from bot.people import People, PeopleUnknownError
from bot.plans import Facts
from bot.policy import Member, Policy
from bot.preview import Preview
from bot.promises import AHEAD, LOOKBACK, Promise, promised
from bot.requests import Difference, LinePlan, Person, Plan, State
from bot.store import Store, StoreThread

_FASTER = "Somebody was faster, so nothing was done."


class Restoration(Value):
    """What leads a line back to what it was, and how that is told."""

    changes: tuple[Change, ...]
    left: tuple[str, ...]
    """The names of the things that no change can put back."""
    dated: Mapping[Weekday, PutOverrides]
    """The rows of the weekly table that are otherwise on one date only, each as what makes that as it was found."""
    promises: Mapping[Weekday, int]
    """The requests that promised what those rows should be."""

    def told(self, plan: LinePlan, facts: Facts, now: dt.datetime) -> LinePlan:
        """Its plan, in the words of what it is for."""
        name, portal = plan.line.name, facts.capabilities.portal
        rows = {each.weekday.title_name: each for each in facts.reading.drift}
        differences = tuple(
            self._of_row(each, rows[each.what], facts) if each.what in rows else each for each in plan.differences
        )
        things = describe.listed([each.what for each in differences])
        left = describe.listed(self.left) if self.left else ""
        told = f"{left} cannot be put back from here. Do that in {portal or 'the vendor’s portal'}."
        return plan.model_copy(
            update={
                "mends": True,
                "summary": f"Restore {name} as it was before it was changed outside Switchhook: {things}.",
                "differences": differences,
                "preview": self._preview(plan, facts, now),
                "warnings": (*([told] if left else []), *self._warnings(plan)),
            }
        )

    def _of_row(self, difference: Difference, row: Drift, facts: Facts) -> Difference:
        """What is told of a row of the weekly table that somebody has changed: what it will be, and when."""
        date, request, will = self.dated.get(row.weekday), self.promises.get(row.weekday), facts.words.day(row.expected)
        if date is None:
            return difference.model_copy(update={"will": will})
        told = f"{will}, as request {request} promised" if request else will
        return difference.model_copy(update={"what": describe.date(date.start.date(), year=False), "will": told})

    def _preview(self, plan: LinePlan, facts: Facts, now: dt.datetime) -> Preview | None:
        """What it looks like to callers; a row that is otherwise on one date only is told of that date."""
        if not self.dated:
            return plan.preview
        dates = tuple(self.dated.values())
        others = tuple(each for each in plan.changes if not self._is_of_dates(each))
        rows = {each.weekday: each.found for each in facts.reading.drift if each.weekday not in self.dated}
        hours = plan.before.hours.with_rows(rows) if rows else plan.before.hours
        found = all_applied(dates, plan.before.model_copy(update={"hours": hours}))
        return plans.preview(found, plan.after, (*dates, *others), facts, now)

    def _warnings(self, plan: LinePlan) -> Iterator[str]:
        stays = any(isinstance(each, SetHours) and not self._is_of_dates(each) for each in plan.changes)
        for each in plan.warnings:
            for_a_date = each == describe.FOR_GOOD and not stays
            yield f"{describe.ONCE_APPROVED}; the usual hours stay as they are." if for_a_date else each

    def _is_of_dates(self, change: Change) -> bool:
        """Whether it sets nothing but rows that are otherwise on one date only."""
        return isinstance(change, SetHours) and change.rows.keys() <= self.dated.keys()


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
    dated = drift.laid_over(facts, now)
    begun = await store(partial(Store.promises, since=now - LOOKBACK - AHEAD))
    return Restoration(changes=changes, left=left, dated=dated, promises=_promising(dated, promised(begun, facts)))


def _promising(dates: Mapping[Weekday, PutOverrides], promises: Iterable[Promise]) -> dict[Weekday, int]:
    """The request that last promised something for each of some dates."""
    return {
        weekday: promise.request
        for promise in sorted(promises, key=lambda each: each.record)
        for weekday, date in dates.items()
        if not isinstance(promise.change, Reopen) and _meet(promise.change, date)
    }


def _meet(one: Dated, other: Dated) -> bool:
    """Whether two changes are about the same time."""
    return one.start < (other.end or dt.datetime.max) and other.start < (one.end or dt.datetime.max)


class Mender:
    """Adopts, and begins to restore."""

    def __init__(
        self, *, store: StoreThread, lines: Lines, policy: Policy, people: People, clock: Clock, bell: Bell
    ) -> None:
        self._store = store
        self._lines = lines
        self._policy = policy
        self._people = people
        self._clock = clock
        self._bell = bell

    async def adopt(self, person: Member, alert: Alert) -> Alert:
        """Take what somebody has changed elsewhere as what should be from now on: as many approvers as may approve it.

        The alert comes back open while more of them have to.
        """
        if not self._policy.may_decide(person):
            msg = "Only approvers can adopt what was changed elsewhere, so nothing has changed. Ask one of them."
            raise NotAllowedError(msg)
        facts = await self._as_shown(alert)
        plan = await self._found(facts)
        self._policy.check_adopter(person, plan)
        earlier = await self._earlier(alert, person, plan)
        await self._check_quiet(facts)
        adopters = (*(each.person for each in earlier), person.person)
        names = describe.listed([each.name or "An approver" for each in (*earlier, person)])
        missing = self._policy.adopters(plan) - len(adopters)
        if missing > 0:
            more = "one more approver has to" if missing == 1 else f"{missing} more approvers have to"
            told = f"{names} would adopt it, and {more}."
            done = await self._store(partial(_adopted_in_part, alert=alert, adopters=adopters, told=told))
        else:
            verb = "have" if earlier else "has"
            outcome = f"{names} {verb} adopted it: what was found is what should be from now on."
            adopting = partial(
                _adopted, alert=alert, facts=facts, adopters=adopters, outcome=outcome, now=self._clock()
            )
            done = await self._store(adopting)
        if not done:
            raise TooLateError(_FASTER)
        self._bell.ring()
        if missing <= 0:
            await self._take(alert.name, facts)
        return await self._store(lambda store: store.alert(alert.number))

    async def _found(self, facts: Facts) -> Plan:
        baseline = await self._store(partial(Store.baseline, line=facts.line.key))
        if baseline is None:
            raise TooLateError(_FASTER)
        return Plan(parts=(drift.found(baseline, facts, self._clock()),))

    async def _earlier(self, alert: Alert, person: Member, plan: Plan) -> tuple[Member, ...]:
        """Those who would adopt it already, and may still."""
        named = [Person.parse(each) for each in alert.data.get(ADOPTERS, ())]
        if person.person in named:
            msg = "You would adopt it already, and somebody else has to as well."
            raise NothingToDoError(msg)
        found: list[Member] = []
        for each in named:
            try:
                member = await self._people.member(each.user, fresh=True)
                self._policy.check_adopter(member, plan)
            except NotAllowedError:
                continue
            except PeopleUnknownError as error:
                msg = "Who may adopt it cannot be told just now, so nothing has changed. Please try again in a minute."
                raise SayError(msg) from error
            found.append(member)
        return tuple(found)

    async def _take(self, name: str, facts: Facts) -> None:
        """Have the line's system take it as well; where that is cut off, it is told again, and can be adopted again."""
        try:
            await self._lines.system(name).adopt(facts.line, facts.reading.drift)
        except PhoneSystemError as error:
            msg = f"{name} cannot be read just now: {error} If it is still otherwise then, it is told again."
            raise SayError(msg) from error
        with suppress(PhoneSystemError):  # it is adopted; the sweep looks at it again
            await self._lines.refresh(name)

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
        if not now.data.get("differences"):
            msg = f"{alert.name} is again as it was, so nothing was done."
            raise TooLateError(msg)
        if now.data["differences"] != alert.data.get("differences"):
            msg = f"{alert.name} has changed again just now, so nothing was done. Please look at it once more."
            raise TooLateError(msg)
        return facts

    async def _check_quiet(self, facts: Facts) -> None:
        busy = await self._store(partial(Store.requests_on, line=facts.line.key, states=[State.APPLYING]))
        if busy:
            msg = f"Request {busy[0].id} is being applied to {facts.line.name} just now. Please try again in a minute."
            raise TooLateError(msg)


def _adopted_in_part(store: Store, *, alert: Alert, adopters: tuple[Person, ...], told: str) -> bool:
    """Keep on an alert who would adopt it; False if it is another by now, or over."""
    with store.together():
        now = store.alert(alert.number)
        if not now.is_open or now.data != alert.data:
            return False
        data = {"text": now.text, **now.data, ADOPTERS: [str(each) for each in adopters]}
        text = f"{data['text']} {told}"
        by = str(adopters[-1])
        store.raise_alert(now.kind, text, line=now.line, name=now.name, request=now.request, data=data, by=by)
        return True


def _adopted(
    store: Store, *, alert: Alert, facts: Facts, adopters: tuple[Person, ...], outcome: str, now: dt.datetime
) -> bool:
    """Keep how the line is as how it should be, that no more is promised, and who says so; False if it is over."""
    with store.together():
        by = str(adopters[-1])
        if not store.close_alert(alert.number, outcome, by=by):
            return False
        known = store.baseline(facts.line.key)
        changes = drift.adopted(known, facts, now) if known else ()
        differences = alert.data["differences"]
        told = {
            "alert": alert.number,
            "note": outcome,
            "adopters": [str(each) for each in adopters],
            "before": {each["what"]: each["was"] for each in differences},
            "after": {each["what"]: each["is"] for each in differences},
        }
        store.note(None, RecordKind.ADOPTED, alert.name, told, actor=by)
        record = store.chain_head()[0]
        store.keep_baseline(facts.line.key, Baseline(setup=facts.setup, at=now, record=record))
        if changes:
            store.keep_adopted(facts.line.key, Adopted(changes=changes, at=now, record=record))
    return True
