"""How many have to approve a request, and what becomes of each of their yeses."""

from collections.abc import AsyncIterator

import pytest

from bot.errors import NotAllowedError, NothingToDoError, TooLateError
from bot.policy import Policy
from bot.requests import State
from tests.bot.offices import AMIR, DANA, NOOR, Office, member, opened

BEA = member("UBEA")
TWO = Policy(approve=("UAMIR", "UNOOR", "UBEA"), quorum=2)


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with opened(TWO) as office:
        yield office


async def test_a_request_waits_for_as_many_as_the_policy_asks_for(office: Office) -> None:
    request = await office.asked("close support Saturday")

    first = await office.desk.approve(AMIR, request.id, request.plan.digest)
    await office.keeper.work()
    assert first.state is State.PENDING
    assert [each.person for each in first.approvals] == [AMIR.person]
    assert first.decided_by is None
    assert office.phones.applied() == 0

    second = await office.desk.approve(NOOR, request.id, request.plan.digest)
    assert second.state is State.APPROVED
    assert [each.person for each in second.approvals] == [AMIR.person, NOOR.person]
    assert second.decided_by == NOOR.person


async def test_each_yes_is_recorded_with_how_many_there_are(office: Office) -> None:
    request = await office.asked("close support Saturday")
    await office.desk.approve(AMIR, request.id, request.plan.digest)
    await office.desk.approve(NOOR, request.id, request.plan.digest)

    [counted], [approved] = await office.records("approval"), await office.records("approved")
    assert counted.data == {"count": 1, "quorum": 2, "digest": request.plan.digest}
    assert (counted.actor, counted.line) == ("T1:UAMIR", "Support")
    assert (approved.actor, approved.data["count"]) == ("T1:UNOOR", 2)


async def test_who_approves_twice_counts_once(office: Office) -> None:
    request = await office.asked("close support Saturday")
    await office.desk.approve(AMIR, request.id, request.plan.digest)

    with pytest.raises(NothingToDoError, match="You have approved this already; one more person has to"):
        await office.desk.approve(AMIR, request.id, request.plan.digest)

    found = await office.desk.request(request.id)
    assert (found.state, len(found.approvals)) == (State.PENDING, 1)


async def test_one_no_is_enough_and_final(office: Office) -> None:
    request = await office.asked("close support Saturday")
    await office.desk.approve(AMIR, request.id, request.plan.digest)
    await office.desk.reject(NOOR, request.id, "not this week")

    with pytest.raises(TooLateError, match="already rejected"):
        await office.desk.approve(BEA, request.id, request.plan.digest)


async def test_who_asked_is_none_of_those_who_approve(office: Office) -> None:
    request = await office.asked("close support Saturday", AMIR)
    await office.desk.approve(NOOR, request.id, request.plan.digest)

    with pytest.raises(NotAllowedError, match="their own request"):
        await office.desk.approve(AMIR, request.id, request.plan.digest)

    assert (await office.desk.request(request.id)).state is State.PENDING


async def test_a_yes_to_a_plan_of_before_does_not_count_for_the_new_one(office: Office) -> None:
    request = await office.asked("close support Saturday")
    await office.desk.approve(AMIR, request.id, request.plan.digest)
    await office.desk.approve(NOOR, request.id, request.plan.digest)
    moved = office.phones.setups["1"].hours.model_copy(update={"sat": office.phones.setups["1"].hours.mon})
    office.phones.setups["1"] = office.phones.setups["1"].model_copy(update={"hours": moved})
    await office.keeper.work()

    anew = await office.desk.request(request.id)
    assert (anew.state, anew.approvals, anew.decided_by) == (State.PENDING, (), None)
    with pytest.raises(TooLateError, match="nothing was approved"):
        await office.desk.approve(AMIR, request.id, request.plan.digest)
    await office.desk.approve(AMIR, request.id, anew.plan.digest)
    assert (await office.desk.request(request.id)).state is State.PENDING


async def test_nobody_sees_a_request_among_those_that_wait_for_them_twice(office: Office) -> None:
    request = await office.asked("close support Saturday")
    await office.desk.approve(AMIR, request.id, request.plan.digest)

    assert (await office.desk.overview(AMIR)).waiting == ()
    assert [each.id for each in (await office.desk.overview(NOOR)).waiting] == [request.id]
    assert (await office.desk.overview(DANA)).waiting == ()


async def test_a_yes_after_the_time_is_too_late(office: Office) -> None:
    request = await office.asked("close support Saturday")
    await office.desk.approve(AMIR, request.id, request.plan.digest)
    office.clock.now = request.expires

    with pytest.raises(TooLateError, match="has expired"):
        await office.desk.approve(NOOR, request.id, request.plan.digest)


async def test_what_was_refused_of_no_request_is_recorded_once_an_hour(office: Office) -> None:
    guest = member("ULEE", guest=True)
    for minutes in (0, 30, 40):
        office.clock.advance(minutes=minutes)
        with pytest.raises(NotAllowedError):
            await office.desk.freeze(DANA, "", "freeze")
    for _ in range(2):
        with pytest.raises(NotAllowedError):
            await office.desk.hear(guest, "status")
        with pytest.raises(NotAllowedError):
            await office.desk.thaw(guest)

    refused = await office.records("refused")
    assert [(each.actor, each.data["attempt"], each.request) for each in refused] == [
        ("T1:UDANA", "freeze", None),
        ("T1:UDANA", "freeze", None),
        ("T1:ULEE", "ask", None),
        ("T1:ULEE", "unfreeze", None),
    ]
    assert all(each.data["why"].endswith(".") for each in refused)


async def test_what_was_refused_is_recorded_once_for_each_attempt(office: Office) -> None:
    request = await office.asked("close support Saturday")
    for _ in range(3):
        with pytest.raises(NotAllowedError):
            await office.desk.approve(DANA, request.id, request.plan.digest)
    with pytest.raises(NotAllowedError):
        await office.desk.reject(DANA, request.id, "no")
    with pytest.raises(TooLateError):
        await office.desk.approve(AMIR, request.id, "of another plan")

    refused = await office.records("refused")
    assert [(each.actor, each.data["attempt"]) for each in refused] == [
        ("T1:UDANA", "approve"),
        ("T1:UDANA", "reject"),
        ("T1:UAMIR", "approve"),
    ]
    assert all(each.data["why"].endswith(".") for each in refused)
    assert (await office.desk.request(request.id)).revision == request.revision
