"""What somebody has changed outside Switchhook is adopted, or restored through approval."""

import datetime as dt
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest

from adapters import (
    MenuAction,
    Override,
    RollingWeek,
    UnreachableError,
    Weekday,
)
from bot.alerts import Alert, AlertKind
from bot.answers import Proposal
from bot.bell import Bell
from bot.desk import Desk
from bot.errors import NotAllowedError, SayError, TooLateError
from bot.keeper import Keeper
from bot.lines import Lines, LineSetting
from bot.policy import Member
from bot.requests import Request, State
from bot.store import StoreThread
from tests.adapters.fake_narrow import NarrowTable
from tests.adapters.fakes import MemoryLedger
from tests.bot.offices import AMIR, DANA, NOOR, Office, member, office
from tests.bot.watching import at, edit, open_alerts, setup, told
from tests.fakes import STAFF, Clock, FakePeople, support

__all__ = ["office"]

VOICEMAIL = MenuAction(action="voicemail")


async def drifted(office: Office, **update: Any) -> Alert:
    """The alert about an edit in the portal."""
    edit(office, **update)
    await office.desk.status(["Support"])
    (alert,) = await open_alerts(office, AlertKind.DRIFT)
    return alert


async def restored(office: Office, alert: Alert, by: Member = DANA) -> Request:
    """The request to restore, once somebody else has approved it."""
    proposal = await office.desk.restore(by, alert)
    assert isinstance(proposal, Proposal)
    request = await office.desk.send(by, proposal.draft, proposal.plan.digest, "")
    assert isinstance(request, Request)
    await office.desk.approve(NOOR, request.id, request.plan.digest)
    await office.keeper.work()
    return await office.desk.request(request.id)


class TestAdopt:
    """Taking it as it is."""

    async def test_what_was_found_is_right_from_then_on(self, office: Office) -> None:
        alert = await drifted(office, routing="roundrobin")

        adopted = await office.desk.adopt(AMIR, alert)
        await office.desk.status(["Support"])

        assert not adopted.is_open
        assert adopted.outcome == "Uamir has adopted it: what was found is what should be from now on."
        assert adopted.closed_by == "T1:UAMIR"
        assert not await open_alerts(office, AlertKind.DRIFT)

    async def test_who_adopted_what_is_recorded(self, office: Office) -> None:
        await office.desk.adopt(AMIR, await drifted(office, routing="roundrobin"))

        (record,) = await told(office, "adopted")
        assert (record.actor, record.line) == ("T1:UAMIR", "Support")
        assert record.data["before"] == {"Calls find agents by": "longest idle"}
        assert record.data["after"] == {"Calls find agents by": "round robin"}

    async def test_only_approvers_may(self, office: Office) -> None:
        alert = await drifted(office, routing="roundrobin")

        with pytest.raises(NotAllowedError, match="Only approvers"):
            await office.desk.adopt(DANA, alert)

        assert await open_alerts(office, AlertKind.DRIFT)

    @pytest.mark.parametrize("outsider", [{"guest": True}, {"bot": True}, {"foreign": True}])
    async def test_no_outsider_may(self, office: Office, outsider: dict[str, bool]) -> None:
        alert = await drifted(office, routing="roundrobin")

        with pytest.raises(NotAllowedError):
            await office.desk.adopt(member("UAMIR", **outsider), alert)

    async def test_what_has_changed_again_is_looked_at_again(self, office: Office) -> None:
        alert = await drifted(office, routing="roundrobin")
        edit(office, options={"ring_seconds": 20, "recording": True})

        with pytest.raises(TooLateError, match="changed again just now"):
            await office.desk.adopt(AMIR, alert)

        assert await open_alerts(office, AlertKind.DRIFT)

    async def test_what_is_over_cannot_be_adopted(self, office: Office) -> None:
        before = setup(office)
        alert = await drifted(office, routing="roundrobin")
        office.phones.setups["1"] = before

        with pytest.raises(TooLateError, match="again as it was"):
            await office.desk.adopt(AMIR, alert)

    async def test_two_clicks_adopt_once(self, office: Office) -> None:
        alert = await drifted(office, routing="roundrobin")
        await office.desk.adopt(AMIR, alert)

        with pytest.raises(TooLateError):
            await office.desk.adopt(NOOR, alert)

        assert len(await told(office, "adopted")) == 1

    async def test_a_vendor_that_does_not_answer_adopts_nothing(self, office: Office) -> None:
        alert = await drifted(office, routing="roundrobin")
        office.phones.failures = [UnreachableError("no answer")]

        with pytest.raises(SayError, match="cannot be read just now"):
            await office.desk.adopt(AMIR, alert)

        assert await open_alerts(office, AlertKind.DRIFT)

    async def test_a_closure_that_was_deleted_and_adopted_raises_no_alarm(self, office: Office) -> None:
        await office.done("close Support Saturday")
        await office.desk.adopt(AMIR, await drifted(office, overrides=()))

        for moment in ("21 00:01", "21 09:01", "22 00:01", "23 08:01"):
            await at(office, moment)

        assert not await open_alerts(office)

    async def test_what_is_asked_after_that_is_watched_again(self, office: Office) -> None:
        await office.done("close Support Saturday")
        await office.desk.adopt(AMIR, await drifted(office, overrides=()))
        office.clock.advance(minutes=1)
        await office.done("close Support Saturday")
        edit(office, overrides=())

        await at(office, "21 09:01")

        assert len(await open_alerts(office, AlertKind.NOT_CLOSED)) == 1


class TestRestore:
    """Leading it back."""

    async def test_it_is_asked_and_approved_like_any_other_change(self, office: Office) -> None:
        before = setup(office)
        assert before.open_menu
        alert = await drifted(
            office, open_menu=before.open_menu.with_key("3", VOICEMAIL), options={"ring_seconds": 20, "recording": True}
        )

        request = await restored(office, alert)

        assert request.state is State.VERIFIED
        assert setup(office) == before
        assert request.plan.summary == (
            "Restore Support as it was before it was changed outside Switchhook: Key 3 while open, Ring time and"
            " Recording."
        )
        assert not await open_alerts(office, AlertKind.DRIFT)

    async def test_the_plan_tells_what_is_and_what_will_be(self, office: Office) -> None:
        proposal = await office.desk.restore(DANA, await drifted(office, routing="roundrobin"))

        assert isinstance(proposal, Proposal)
        (difference,) = proposal.plan.parts[0].differences
        assert (difference.was, difference.will) == ("round robin", "longest idle")

    async def test_nobody_approves_their_own(self, office: Office) -> None:
        proposal = await office.desk.restore(AMIR, await drifted(office, routing="roundrobin"))
        assert isinstance(proposal, Proposal)
        request = await office.desk.send(AMIR, proposal.draft, proposal.plan.digest, "")
        assert isinstance(request, Request)

        with pytest.raises(NotAllowedError):
            await office.desk.approve(AMIR, request.id, request.plan.digest)

        assert request.state is State.PENDING

    async def test_a_deleted_closure_comes_back(self, office: Office) -> None:
        await office.done("close Support Saturday")
        before = setup(office)

        await restored(office, await drifted(office, overrides=()))

        assert setup(office) == before

    async def test_a_closure_of_somebody_else_goes(self, office: Office) -> None:
        before = setup(office)
        closure = Override(state="closed", start=dt.datetime(2026, 11, 24), end=None)

        await restored(office, await drifted(office, overrides=(closure,)))

        assert setup(office) == before

    async def test_what_cannot_be_put_back_is_said(self, office: Office) -> None:
        office.phones.unlike = {"changes": frozenset({"set_option"})}
        alert = await drifted(office, routing="roundrobin", options={"ring_seconds": 20, "recording": False})

        proposal = await office.desk.restore(DANA, alert)

        assert isinstance(proposal, Proposal)
        assert "Calls find agents by cannot be put back from here. Do that in the portal." in (
            proposal.plan.parts[0].warnings
        )

    async def test_where_nothing_can_be_put_back_nothing_is_asked(self, office: Office) -> None:
        alert = await drifted(office, zone="America/Chicago")

        with pytest.raises(SayError, match="Time zone of Support cannot be put back from here"):
            await office.desk.restore(DANA, alert)

    async def test_who_may_not_ask_may_not_restore(self, office: Office) -> None:
        alert = await drifted(office, routing="roundrobin")

        with pytest.raises(NotAllowedError):
            await office.desk.restore(member("UGUEST", guest=True), alert)


@dataclass
class Week:
    """A weekly table behind a desk."""

    clock: Clock
    vendor: NarrowTable
    desk: Desk
    keeper: Keeper

    async def done(self, proposal: Proposal) -> Request:
        request = await self.desk.send(DANA, proposal.draft, proposal.plan.digest, "")
        assert isinstance(request, Request)
        await self.desk.approve(AMIR, request.id, request.plan.digest)
        await self.keeper.work()
        return await self.desk.request(request.id)

    async def changed(self, words: str) -> Request:
        proposal = await self.desk.hear(DANA, words)
        assert isinstance(proposal, Proposal)
        return await self.done(proposal)

    async def alert(self, kind: AlertKind = AlertKind.DRIFT) -> Alert | None:
        await self.desk.status(["Support"])
        await self.keeper.work()
        return next(iter(await self.desk.store(lambda store: store.open_alerts(kind=kind))), None)


@pytest.fixture
async def week() -> AsyncIterator[Week]:
    clock, bell = Clock(), Bell()
    vendor = NarrowTable(support().model_copy(update={"queue": None, "open_menu": None, "closed_menu": None}))
    vendor.lag = dt.timedelta()
    store = StoreThread(None, clock)
    system = RollingWeek(vendor, MemoryLedger(), clock)
    lines = Lines([LineSetting(name="Support", vendor="table", id="1")], {"table": system}, store, clock)
    desk = Desk(store=store, lines=lines, policy=STAFF, people=FakePeople(), clock=clock, bell=bell)
    keeper = Keeper(
        store=store, lines=lines, policy=STAFF, people=FakePeople(), clock=clock, bell=bell, step=lambda _: None
    )
    await keeper.work()
    yield Week(clock, vendor, desk, keeper)
    store.close()


class TestRows:
    """Rows of a weekly table."""

    async def test_a_row_under_a_closure_is_told_as_it_should_be_and_is(self, week: Week) -> None:
        await week.changed("close Support Saturday")
        week.vendor.edit(sat=[["09:00", "13:00"]])

        alert = await week.alert()

        assert alert
        assert alert.data["differences"] == [{"what": "Saturday", "was": "closed", "is": "9:00 AM – 1:00 PM"}]

    async def test_restoring_it_keeps_the_standing_hours(self, week: Week) -> None:
        await week.changed("close Support Saturday")
        week.vendor.edit(sat=[["09:00", "13:00"]])
        alert = await week.alert()
        assert alert

        proposal = await week.desk.restore(DANA, alert)
        assert isinstance(proposal, Proposal)
        request = await week.done(proposal)

        assert request.state is State.VERIFIED
        assert week.vendor.table.sat == ()
        assert await week.alert() is None
        week.clock.advance(days=2)
        await week.keeper.work()
        assert week.vendor.table.sat == support().hours.sat

    async def test_restoring_it_says_that_it_is_for_that_date(self, week: Week) -> None:
        number = (await week.changed("close Support Saturday")).id
        week.vendor.edit(sat=[["09:00", "13:00"]])
        alert = await week.alert()
        assert alert

        proposal = await week.desk.restore(DANA, alert)

        assert isinstance(proposal, Proposal)
        (part,) = proposal.plan.parts
        (difference,) = part.differences
        assert (difference.what, difference.will) == ("Sat 21 Nov", f"closed, as request {number} promised")
        assert part.summary.endswith("outside Switchhook: Sat 21 Nov.")
        assert "It takes effect as soon as it is approved; the usual hours stay as they are." in part.warnings
        assert part.preview
        assert [(each.when, each.state) for each in part.preview.moments][1:] == [
            ("From Sat 21 Nov, 9:00 AM", "closed"),
            ("From Mon 23 Nov, 8:00 AM", "open"),
        ]
        (saturday,) = [each for each in part.preview.days if each.was]
        assert (saturday.label, saturday.was, saturday.will) == ("Sat 21 Nov", "9:00 AM – 1:00 PM", "closed")

    async def test_restoring_usual_hours_beside_it_says_that_they_stay(self, week: Week) -> None:
        await week.changed("close Support Saturday")
        week.vendor.edit(sat=[["09:00", "13:00"]], tue=[["10:00", "14:00"]])
        alert = await week.alert()
        assert alert

        proposal = await week.desk.restore(DANA, alert)

        assert isinstance(proposal, Proposal)
        (part,) = proposal.plan.parts
        assert [each.what for each in part.differences] == ["Tuesday", "Sat 21 Nov"]
        assert "It takes effect as soon as it is approved, and stays." in part.warnings
        assert part.preview
        changed = [(each.label, each.was, each.will) for each in part.preview.days if each.was]
        assert changed == [
            ("Sat 21 Nov", "9:00 AM – 1:00 PM", "closed"),
            ("Tue 24 Nov", "10:00 AM – 2:00 PM", "8:00 AM – 6:00 PM"),
        ]

    async def test_adopting_it_ends_the_closure_without_an_alarm(self, week: Week) -> None:
        await week.changed("close Support Saturday")
        week.vendor.edit(sat=[["09:00", "13:00"]])
        alert = await week.alert()
        assert alert
        week.vendor.writes.clear()

        await week.desk.adopt(AMIR, alert)

        assert await week.alert() is None
        week.clock.advance(hours=24)
        assert await week.alert(AlertKind.NOT_CLOSED) is None
        assert week.vendor.writes == []

    async def test_unadopted_it_is_an_alarm_when_the_closure_begins(self, week: Week) -> None:
        await week.changed("close Support Saturday")
        week.vendor.edit(sat=[["09:00", "13:00"]])
        week.clock.advance(hours=24)

        alert = await week.alert(AlertKind.NOT_CLOSED)

        assert alert
        assert (
            "but its hours for Saturday at Table are 9:00 AM – 1:00 PM, changed outside Switchhook. Callers get through"
            " as usual." in alert.text
        )

    async def test_other_standing_hours_are_adopted_for_good(self, week: Week) -> None:
        await week.changed("close Support Saturday")
        week.vendor.edit(tue=[["10:00", "14:00"]])
        alert = await week.alert()
        assert alert

        await week.desk.adopt(AMIR, alert)
        week.clock.advance(days=5)

        assert await week.alert() is None
        assert week.vendor.table.tue == support().hours.with_rows({Weekday.TUE: week.vendor.table.tue}).tue

    async def test_hours_of_a_line_that_was_never_changed_here_are_compared_too(self, week: Week) -> None:
        week.vendor.edit(tue=[["10:00", "14:00"]])

        alert = await week.alert()

        assert alert
        assert [each["what"] for each in alert.data["differences"]] == ["Tuesday"]
        proposal = await week.desk.restore(DANA, alert)
        assert isinstance(proposal, Proposal)
        await week.done(proposal)
        assert week.vendor.table.tue == support().hours.tue
        assert await week.alert() is None
