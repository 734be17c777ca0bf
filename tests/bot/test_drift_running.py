"""Drift while a closure is in force: told once, adopted or restored whenever somebody looks at it."""

import datetime as dt
from collections.abc import Collection

import pytest

from adapters import Drift, Line, Override, UnreachableError
from bot.alerts import Alert, AlertKind
from bot.answers import Proposal
from bot.errors import TooLateError
from bot.policy import Policy
from bot.requests import Request, State
from tests.bot.offices import AMIR, DANA, NOOR, Office, office, opened
from tests.bot.test_mending import Week, week
from tests.bot.watching import at, edit, on, open_alerts, outcomes, setup, told

__all__ = ["office", "week"]


async def drifted(office: Office) -> Alert:
    await office.desk.status(["Support"])
    (alert,) = await open_alerts(office, AlertKind.DRIFT)
    return alert


async def deleted_in_force(office: Office) -> Alert:
    """The alert about a closure that somebody has deleted at the vendor while it was in force."""
    await office.done("close Support Nov 20 to Nov 25")
    await at(office, "20 11:00")
    edit(office, overrides=())
    return await drifted(office)


class TestInForce:
    """A closure that was deleted while it was in force."""

    async def test_it_is_told_once(self, office: Office) -> None:
        first = await deleted_in_force(office)

        for minute in range(1, 30):
            await at(office, f"20 11:{minute:02}")
        again = await drifted(office)

        assert (again.number, again.revision) == (first.number, 1)
        assert again.data["differences"][0] == {"what": "Fri 20 Nov 2026", "was": "closed", "is": "8:00 AM – 6:00 PM"}
        assert len(await told(office, "drift")) == 1

    async def test_it_can_be_adopted_minutes_later(self, office: Office) -> None:
        alert = await deleted_in_force(office)
        office.clock.advance(minutes=7)

        assert not (await office.desk.adopt(AMIR, alert)).is_open

    async def test_restoring_it_can_be_sent_and_approved_minutes_later(self, office: Office) -> None:
        alert = await deleted_in_force(office)
        proposal = await office.desk.restore(DANA, alert)
        assert isinstance(proposal, Proposal)

        office.clock.advance(minutes=4)
        request = await office.desk.send(DANA, proposal.draft, proposal.plan.digest, "")
        assert isinstance(request, Request)
        office.clock.advance(minutes=9)
        await office.desk.approve(NOOR, request.id, request.plan.digest)
        await office.keeper.work()

        assert (await office.desk.request(request.id)).state is State.VERIFIED
        (closure,) = setup(office).overrides
        assert (closure.start, closure.end) == (dt.datetime(2026, 11, 20, 11), dt.datetime(2026, 11, 26))
        assert not await open_alerts(office, AlertKind.DRIFT)

    async def test_what_is_over_of_a_closure_makes_no_difference(self, office: Office) -> None:
        await office.done("close Support today 10:30am-5pm")
        (closure,) = setup(office).overrides
        await at(office, "20 12:00")
        edit(office, overrides=(closure.model_copy(update={"start": dt.datetime(2026, 11, 20, 11)}),))

        await office.desk.status(["Support"])

        assert not await open_alerts(office)


class TestAdopted:
    """What an adoption ends, and what it leaves as it was promised."""

    async def test_adopting_something_else_ends_no_promise(self, office: Office) -> None:
        await office.done("close Support Saturday")
        edit(office, routing="roundrobin")
        await office.desk.adopt(AMIR, await drifted(office))
        edit(office, overrides=())

        await at(office, "21 09:01")

        assert len(await open_alerts(office, AlertKind.NOT_CLOSED)) == 1

    async def test_adopting_one_closure_less_ends_no_other(self, office: Office) -> None:
        await office.done("close Support Nov 24")
        await office.done("close Support Nov 26")
        first, second = setup(office).overrides
        extra = Override(state="closed", start=dt.datetime(2026, 11, 28), end=dt.datetime(2026, 11, 29))
        edit(office, overrides=(second, extra))
        await office.desk.adopt(AMIR, await drifted(office))
        edit(office, overrides=(first, extra))

        for moment in ("24 08:01", "26 08:01", "28 09:01"):
            await at(office, moment)

        (record,) = await told(office, "not_closed")
        assert "since Thu 26 Nov, 8:00 AM" in record.data["note"]

    async def test_two_adoptions_stand_beside_each_other(self, office: Office) -> None:
        await office.done("close Support Nov 24 and Nov 26")
        first, second = setup(office).overrides
        edit(office, overrides=(second,))
        await office.desk.adopt(AMIR, await drifted(office))
        office.clock.advance(minutes=5)
        edit(office, overrides=())
        await office.desk.adopt(AMIR, await drifted(office))

        for moment in ("24 08:01", "26 08:01"):
            await at(office, moment)

        assert first != second
        assert not await open_alerts(office)

    async def test_whatever_happens_after_the_click_it_is_adopted_as_a_whole(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        class KilledError(Exception):
            """Switchhook ends here."""

        async def killed(*_: object) -> None:
            raise KilledError

        await office.done("close Support Saturday")
        edit(office, overrides=())
        alert = await drifted(office)
        monkeypatch.setattr(office.phones, "adopt", killed)

        with pytest.raises(KilledError):
            await office.desk.adopt(AMIR, alert)
        await at(office, "21 09:01")

        assert not await open_alerts(office)

    async def test_a_vendor_that_falls_silent_after_the_click_takes_nothing_back(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await office.done("close Support Saturday")
        edit(office, overrides=())
        alert = await drifted(office)
        real = office.phones.adopt

        async def adopt(line: Line, drift: Collection[Drift]) -> None:
            await real(line, drift)
            office.phones.failures = [UnreachableError("no answer")]

        monkeypatch.setattr(office.phones, "adopt", adopt)

        assert not (await office.desk.adopt(AMIR, alert)).is_open
        await at(office, "21 09:01")
        assert not await open_alerts(office)

    async def test_a_row_that_was_adopted_for_a_date_ends_the_promise_of_that_date_alone(self, week: Week) -> None:
        await week.changed("close Support Nov 21 and Nov 23")
        week.clock.now = on("21 00:05")
        await week.keeper.work()
        week.vendor.edit(sat=[["09:00", "12:00"]])
        alert = await week.alert()
        assert alert

        await week.desk.adopt(AMIR, alert)

        (kept,) = (await week.desk.store(lambda store: store.adopted()))["table:1"]
        (change,) = kept.changes
        assert (change.start, change.end) == (dt.datetime(2026, 11, 21), dt.datetime(2026, 11, 22))
        assert [each.state for each in change.overrides] == ["closed", "open", "closed"]


class TestToldOnce:
    """What is changed elsewhere and breaks a promise is one alert."""

    async def test_a_broken_promise_tells_what_was_changed(self, office: Office) -> None:
        await office.done("close Support today 2pm-4pm")
        edit(office, overrides=())

        for moment in ("20 14:00", "20 14:01"):
            await at(office, moment)

        (alert,) = await open_alerts(office)
        assert alert.kind is AlertKind.NOT_CLOSED
        assert [each["what"] for each in alert.data["differences"]] == ["Fri 20 Nov 2026"]
        assert len(await told(office, "not_closed")) == 1
        assert not await told(office, "drift")

    async def test_it_is_adopted_there(self, office: Office) -> None:
        await office.done("close Support today 2pm-4pm")
        edit(office, overrides=())
        await at(office, "20 14:01")
        (alert,) = await open_alerts(office)

        adopted = await office.desk.adopt(AMIR, alert)
        await at(office, "20 14:05")

        assert adopted.outcome.startswith("Uamir has adopted it")
        assert not await open_alerts(office)

    async def test_who_would_adopt_it_is_forgotten_once_it_is_another(self) -> None:
        async with opened(Policy(approve=("UAMIR", "UNOOR"), quorum=2)) as office:
            request = await office.asked("close Support today 2pm-4pm")
            for who in (AMIR, NOOR):
                await office.desk.approve(who, request.id, request.plan.digest)
            await office.keeper.work()
            edit(office, overrides=())
            await at(office, "20 14:01")
            (alert,) = await open_alerts(office)
            waiting = await office.desk.adopt(AMIR, alert)
            extra = Override(state="closed", start=dt.datetime(2026, 11, 27), end=dt.datetime(2026, 11, 28))
            edit(office, overrides=(extra,))

            await at(office, "20 14:03")

            (again,) = await open_alerts(office)
            assert waiting.text.endswith("Uamir would adopt it, and one more approver has to.")
            assert (again.number, again.text) == (alert.number, alert.text)
            assert len(again.data["differences"]) == 2
            assert "adopters" not in again.data

    async def test_it_is_told_by_itself_once_the_promise_is_over(self, office: Office) -> None:
        await office.done("close Support Nov 27")
        await office.done("close Support today 2pm-4pm")
        edit(office, overrides=())
        for moment in ("20 14:01", "20 16:01"):
            await at(office, moment)

        (alert,) = await open_alerts(office)
        assert alert.kind is AlertKind.DRIFT
        assert [each["what"] for each in alert.data["differences"]] == ["Fri 27 Nov 2026"]

    async def test_other_settings_are_told_all_the_same(self, office: Office) -> None:
        await office.done("close Support today 2pm-4pm")
        edit(office, overrides=(), routing="roundrobin")

        await at(office, "20 14:01")

        kinds = [each.kind for each in await open_alerts(office)]
        assert sorted(kinds) == [AlertKind.DRIFT, AlertKind.NOT_CLOSED]

    async def test_what_is_again_as_it_was_cannot_be_adopted(self, office: Office) -> None:
        await office.done("close Support today 2pm-4pm")
        kept = setup(office).overrides
        edit(office, overrides=())
        await at(office, "20 14:01")
        (alert,) = await open_alerts(office)
        edit(office, overrides=kept)

        with pytest.raises(TooLateError, match="again as it was"):
            await office.desk.adopt(AMIR, alert)

    async def test_a_promise_that_was_kept_holds_nothing_back_for_long(self, office: Office) -> None:
        await office.done("close Support today 2pm-4pm")
        (closure,) = setup(office).overrides
        later = Override(state="closed", start=dt.datetime(2026, 11, 27), end=dt.datetime(2026, 11, 28))
        edit(office, overrides=(closure, later))

        for moment in ("20 14:00", "20 14:01"):
            await at(office, moment)

        (alert,) = await open_alerts(office)
        assert (alert.kind, (await outcomes(office))["1/0/0/0/start"]) == (AlertKind.DRIFT, "kept")
