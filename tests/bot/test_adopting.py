"""Who may take what was changed outside Switchhook as it is: those who may approve such a change, and as many."""

import asyncio
from collections.abc import Collection

import pytest

from adapters import Drift, Line, Menu, MenuAction
from bot.alerts import Alert, AlertKind
from bot.answers import Proposal
from bot.errors import NotAllowedError, NothingToDoError, SayError, TooLateError
from bot.policy import Policy, Rule, Terms
from bot.requests import Request, State
from tests.bot.offices import AMIR, DANA, LEE, NOOR, Office, member, opened
from tests.bot.test_mending import Week, week
from tests.bot.watching import edit, open_alerts, setup, told
from tests.fakes import support

__all__ = ["week"]

TWO = Policy(approve=("UAMIR", "UNOOR"), quorum=2)
ONE = Policy(approve=("UAMIR", "UNOOR"))
OF_SALES = Rule(lines=frozenset({"fake:2"}), terms=Terms(approve=("ULEE",), quorum=1))
OF_ROUTING = Rule(changes=frozenset({"routing"}), terms=Terms(approve=("ULEE",), quorum=1))


async def rerouted(office: Office) -> Alert:
    """The alert about another routing."""
    edit(office, routing="roundrobin")
    return await noticed(office)


async def diverted(office: Office) -> Alert:
    """The alert about a key that leads out of the company."""
    before = support().open_menu
    assert before
    away = MenuAction(action="transfer", target_kind="number", target_id="+15551234567")
    edit(office, open_menu=Menu(action=before.action, keys={**before.keys, "4": away}))
    return await noticed(office)


async def noticed(office: Office) -> Alert:
    await office.desk.status(["Support"])
    (alert,) = await open_alerts(office, AlertKind.DRIFT)
    return alert


async def test_approvers_of_another_line_may_not() -> None:
    async with opened(Policy(approve=("UAMIR", "UNOOR"), rules=(OF_SALES,))) as office:
        alert = await rerouted(office)

        with pytest.raises(NotAllowedError, match="Only those who approve such changes of Support"):
            await office.desk.adopt(LEE, alert)

        assert await open_alerts(office, AlertKind.DRIFT)


async def test_approvers_of_another_kind_of_change_may_not() -> None:
    async with opened(Policy(approve=("UAMIR", "UNOOR"), rules=(OF_ROUTING,))) as office:
        alert = await rerouted(office)

        with pytest.raises(NotAllowedError):
            await office.desk.adopt(AMIR, alert)

        assert not (await office.desk.adopt(LEE, alert)).is_open


async def test_as_many_have_to_as_have_to_approve_such_a_change() -> None:
    async with opened(TWO) as office:
        first = await office.desk.adopt(AMIR, await rerouted(office))
        assert first.is_open
        assert first.text.endswith("Uamir would adopt it, and one more approver has to.")

        second = await office.desk.adopt(NOOR, first)

        assert not second.is_open
        (record,) = await told(office, "adopted")
        assert record.data["adopters"] == ["T1:UAMIR", "T1:UNOOR"]


async def test_nobody_counts_twice() -> None:
    async with opened(TWO) as office:
        first = await office.desk.adopt(AMIR, await rerouted(office))

        with pytest.raises(NothingToDoError, match="somebody else has to"):
            await office.desk.adopt(AMIR, first)

        assert await open_alerts(office, AlertKind.DRIFT)


async def test_nobody_alone_adopts_a_number_to_which_calls_go() -> None:
    async with opened(ONE) as office:
        first = await office.desk.adopt(AMIR, await diverted(office))
        assert first.is_open

        assert not (await office.desk.adopt(NOOR, first)).is_open


async def test_whoever_has_lost_the_right_meanwhile_does_not_count() -> None:
    async with opened(TWO) as office:
        first = await office.desk.adopt(AMIR, await rerouted(office))
        office.people.members["UAMIR"] = member("UAMIR", guest=True)

        second = await office.desk.adopt(NOOR, first)

        assert second.is_open
        assert second.data["adopters"] == ["T1:UNOOR"]
        assert "Uamir" not in second.text


async def test_while_nobody_can_tell_who_may_adopt_nothing_is_adopted() -> None:
    async with opened(TWO) as office:
        first = await office.desk.adopt(AMIR, await rerouted(office))
        office.people.away = True

        with pytest.raises(SayError, match="cannot be told just now, so nothing has changed"):
            await office.desk.adopt(NOOR, first)

        (alert,) = await open_alerts(office, AlertKind.DRIFT)
        assert alert == first


async def test_while_a_request_is_applied_nothing_is_adopted() -> None:
    async with opened(ONE) as office:
        request = await office.asked("close Support Saturday")
        await office.desk.approve(AMIR, request.id, request.plan.digest)
        alert = await rerouted(office)
        await office.desk.store(lambda store: store.move(request.id, 0, [State.APPROVED], State.APPLYING))
        office.clock.advance(minutes=1)

        with pytest.raises(TooLateError, match=f"Request {request.id} is being applied to Support just now"):
            await office.desk.adopt(AMIR, alert)

        assert await open_alerts(office, AlertKind.DRIFT)


async def test_two_clicks_at_the_same_time_count_one_after_the_other() -> None:
    async with opened(TWO) as office:
        alert = await rerouted(office)

        both = await asyncio.gather(
            office.desk.adopt(AMIR, alert), office.desk.adopt(NOOR, alert), return_exceptions=True
        )

        assert [type(each) for each in both] == [Alert, TooLateError]
        (told_of,) = await open_alerts(office, AlertKind.DRIFT)
        assert told_of.data["adopters"] == ["T1:UAMIR"]


async def test_a_row_that_was_changed_once_more_meanwhile_is_told_anew(
    week: Week, monkeypatch: pytest.MonkeyPatch
) -> None:
    await week.changed("close Support Saturday")
    week.vendor.edit(tue=[["10:00", "14:00"]])
    alert = await week.alert()
    assert alert
    system = week.desk.lines.system("Support")
    real = system.adopt

    async def overtaken(line: Line, drift: Collection[Drift]) -> None:
        week.vendor.edit(tue=[])
        await real(line, drift)

    monkeypatch.setattr(system, "adopt", overtaken)

    assert not (await week.desk.adopt(AMIR, alert)).is_open
    again = await week.alert()

    assert again
    assert [each["is"] for each in again.data["differences"]] == ["closed"]


async def test_what_changes_again_is_adopted_anew() -> None:
    async with opened(TWO) as office:
        await office.desk.adopt(AMIR, await rerouted(office))
        edit(office, routing="random")

        alert = await noticed(office)

        assert "would adopt" not in alert.text
        assert (await office.desk.adopt(NOOR, alert)).is_open


async def test_undoing_what_led_a_line_back_needs_approval_where_leading_back_does_not() -> None:
    async with opened(Policy(approve=("UAMIR", "UNOOR"), approval_to_restore=False)) as office:
        restoring = await office.desk.restore(DANA, await rerouted(office))
        assert isinstance(restoring, Proposal)
        assert not restoring.waived
        request = await office.desk.send(DANA, restoring.draft, restoring.plan.digest, "")
        assert isinstance(request, Request)
        await office.desk.approve(AMIR, request.id, request.plan.digest)
        await office.keeper.work()
        assert setup(office).routing == "longestidle"

        undoing = await office.proposed(f"undo request {request.id}")

        assert not undoing.waived
        assert not undoing.plan.restores
