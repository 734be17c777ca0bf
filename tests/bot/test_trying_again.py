"""What people do with a request that failed, or that nobody decides: again, back, or call for somebody."""

import datetime as dt

import pytest

from adapters import RefusedError
from bot.answers import Proposal, Said
from bot.errors import NotAllowedError, TooLateError
from bot.policy import Freeze, Member
from bot.requests import Request, State
from tests.bot.offices import AMIR, DANA, LEE, NOOR, POLICY, Office, member, office, opened

__all__ = ["office"]

NINE = dt.datetime(2026, 11, 20, 9)
AUDIT = Freeze(name="Audit", start=NINE, end=NINE + dt.timedelta(hours=3), lines=frozenset({"fake:2"}))


async def half_done(office: Office) -> Request:
    """A request for two lines, of which only the first could be applied."""
    request = await office.asked("close support and sales Saturday")
    await office.desk.approve(AMIR, request.id, request.plan.digest)
    office.phones.refused = {"2"}
    await office.keeper.work()
    office.phones.refused = set()
    return await office.desk.request(request.id)


async def failed(office: Office, words: str = "close support Saturday") -> Request:
    office.phones.refusal = RefusedError("The vendor says no.")
    request = await office.done(words)
    office.phones.refusal = None
    assert request.state is State.FAILED
    return request


@pytest.mark.parametrize("who", [DANA, NOOR], ids=["who asked", "an approver"])
async def test_what_failed_is_tried_again_as_it_was_approved(office: Office, who: Member) -> None:
    request = await failed(office)

    again = await office.desk.retry(who, request.id)
    await office.keeper.work()

    assert (again.state, again.decided_by) == (State.APPROVED, AMIR.person)
    assert (await office.desk.request(request.id)).state is State.VERIFIED


async def test_of_several_lines_only_those_that_failed_are_tried_again(office: Office) -> None:
    request = await half_done(office)
    assert [part.state for part in request.parts] == [State.VERIFIED, State.FAILED]
    before = office.phones.applied()

    await office.desk.retry(DANA, request.id)
    await office.keeper.work()

    assert (await office.desk.request(request.id)).state is State.VERIFIED
    assert office.phones.applied() == before + 1
    assert [each.line for each in await office.records("again")] == ["Sales"]


async def test_a_line_that_has_moved_since_is_asked_about_anew(office: Office) -> None:
    request = await half_done(office)
    sales = office.phones.setups["2"]
    hours = sales.hours.model_copy(update={"sat": sales.hours.mon})
    office.phones.setups["2"] = sales.model_copy(update={"hours": hours})

    await office.desk.retry(DANA, request.id)
    await office.keeper.work()

    assert [part.state for part in (await office.desk.request(request.id)).parts] == [State.VERIFIED, State.PENDING]


async def test_nobody_else_has_it_tried_again(office: Office) -> None:
    request = await failed(office)

    with pytest.raises(NotAllowedError):
        await office.desk.retry(LEE, request.id)


async def test_what_is_over_or_has_not_failed_is_not_tried_again(office: Office) -> None:
    request = await failed(office)
    with pytest.raises(TooLateError, match="Nothing of request 2 has failed"):
        await office.desk.retry(DANA, (await office.done("close sales Saturday")).id)
    office.clock.advance(days=2)

    with pytest.raises(TooLateError, match="is over"):
        await office.desk.retry(DANA, request.id)


async def test_what_was_applied_of_a_half_failed_request_is_undone_through_approval(office: Office) -> None:
    request = await half_done(office)

    answer = await office.desk.compensate(DANA, request.id)

    assert isinstance(answer, Proposal)
    assert [part.line.name for part in answer.plan.parts] == ["Support"]
    assert answer.plan.parts[0].undoes == request.id
    assert answer.needs == "One approver has to approve it."


async def test_what_has_not_failed_in_part_is_not_put_back_so(office: Office) -> None:
    for request in (await failed(office), await office.done("close sales Saturday")):
        with pytest.raises(TooLateError, match="has not failed in part"):
            await office.desk.compensate(DANA, request.id)


async def test_who_asked_calls_for_a_decision_once_an_hour(office: Office) -> None:
    request = await office.asked("close support Saturday")

    nudged = await office.desk.nudge(DANA, request.id)
    with pytest.raises(TooLateError, match="within the last hour"):
        await office.desk.nudge(DANA, request.id)
    office.clock.advance(minutes=61)
    await office.desk.nudge(DANA, request.id)

    assert nudged.revision > request.revision
    records = await office.records("nudged")
    assert [each.data["names"] for each in records] == [["UAMIR", "UNOOR"]] * 2


async def test_nobody_else_calls_and_nobody_for_what_is_decided(office: Office) -> None:
    request = await office.asked("close support Saturday")
    with pytest.raises(NotAllowedError, match="Only the person who asked"):
        await office.desk.nudge(NOOR, request.id)
    await office.desk.reject(AMIR, request.id, "no")

    with pytest.raises(TooLateError, match="already rejected"):
        await office.desk.nudge(DANA, request.id)


async def test_those_who_have_approved_are_not_called_for_a_decision() -> None:
    async with opened(POLICY.model_copy(update={"quorum": 2})) as office:
        request = await office.asked("close support Saturday")
        await office.desk.approve(AMIR, request.id, request.plan.digest)

        await office.desk.nudge(DANA, request.id)

        [record] = await office.records("nudged")
        assert record.data["names"] == ["UNOOR"]


async def test_of_what_is_withdrawn_in_part_it_is_said_where_it_stays() -> None:
    async with opened(POLICY.model_copy(update={"freezes": (AUDIT,)})) as office:
        await office.done("close support and sales Saturday")

        said = await office.desk.hear(DANA, "withdraw")

        assert isinstance(said, Said)
        withdrawn = "Withdrawn: Close Sales on Sat 21 Nov 2026, all day (New York time)."
        assert said.text == f"{withdrawn} On Support request 1 stays as it is."


async def test_what_was_rejected_after_all_is_not_tried_again_where_it_had_failed() -> None:
    async with opened(POLICY.model_copy(update={"freezes": (AUDIT,)})) as office:
        request = await office.asked("close support and sales Saturday")
        await office.desk.approve(AMIR, request.id, request.plan.digest)
        office.phones.refused = {"1"}
        await office.keeper.work()
        office.phones.refused = set()
        office.people.members["UAMIR"] = member("UAMIR", guest=True)
        office.clock.advance(hours=3)
        await office.keeper.work()
        waiting = await office.desk.request(request.id)
        assert [part.state for part in waiting.parts] == [State.FAILED, State.PENDING]

        await office.desk.reject(NOOR, request.id, "Do not close anything.")
        with pytest.raises(TooLateError, match="is not approved"):
            await office.desk.retry(DANA, request.id)
        await office.keeper.work()

        assert not office.phones.setups["1"].overrides


@pytest.mark.parametrize("decision", ["reject", "wait"])
async def test_one_approval_of_two_is_none_that_anything_is_tried_again_for(decision: str) -> None:
    async with opened(POLICY.model_copy(update={"quorum": 2})) as office:
        request = await office.asked("close support and sales Saturday")
        await office.desk.store(lambda store: store.move(request.id, 0, [State.PENDING], State.FAILED, note="No."))
        await office.desk.approve(AMIR, request.id, request.plan.digest)
        if decision == "reject":
            await office.desk.reject(NOOR, request.id, "no")

        with pytest.raises(TooLateError, match="is not approved"):
            await office.desk.retry(DANA, request.id)


async def test_an_emergency_that_failed_is_tried_again_only_once_it_is_ratified() -> None:
    async with opened(POLICY.model_copy(update={"emergency": ("UDANA",)})) as office:
        shown = await office.proposed("close support and sales today")
        office.phones.refused = {"2"}
        request = await office.desk.rush(DANA, shown.draft, shown.plan.digest, "flood")
        assert isinstance(request, Request)
        await office.keeper.work()
        office.phones.refused = set()
        with pytest.raises(TooLateError, match="is not approved"):
            await office.desk.retry(DANA, request.id)

        await office.desk.ratify(AMIR, request.id)
        await office.desk.retry(DANA, request.id)
        await office.keeper.work()

        assert (await office.desk.request(request.id)).state is State.VERIFIED
