"""Who decides a request, who takes it back, and how it is undone."""

import pytest

from adapters import SetHours
from bot.answers import Said
from bot.errors import NotAllowedError, NothingToDoError, SayError, TooLateError
from bot.policy import Member
from bot.requests import State
from tests.bot.offices import AMIR, DANA, LEE, NOOR, Office, member, office

__all__ = ["office"]


async def test_nobody_approves_their_own_request(office: Office) -> None:
    request = await office.asked("close support Saturday", AMIR)

    with pytest.raises(NotAllowedError, match="their own request"):
        await office.desk.approve(AMIR, request.id, request.plan.digest)


@pytest.mark.parametrize(
    "who",
    [
        pytest.param(LEE, id="without a right"),
        pytest.param(member("UAMIR", guest=True), id="a guest"),
        pytest.param(member("UAMIR", bot=True), id="a bot"),
        pytest.param(member("UAMIR", foreign=True), id="from another workspace"),
    ],
)
async def test_who_is_not_an_approver_decides_nothing(office: Office, who: Member) -> None:
    request = await office.asked("close support Saturday")

    with pytest.raises(NotAllowedError, match=r"nothing (has changed|was done)"):
        await office.desk.approve(who, request.id, request.plan.digest)
    with pytest.raises(NotAllowedError):
        await office.desk.reject(who, request.id, "no")

    assert (await office.desk.request(request.id)).state is State.PENDING


async def test_the_second_decision_comes_too_late(office: Office) -> None:
    request = await office.asked("close support Saturday")
    await office.desk.approve(AMIR, request.id, request.plan.digest)

    with pytest.raises(TooLateError, match="already approved"):
        await office.desk.reject(NOOR, request.id, "no")


async def test_an_older_card_approves_nothing(office: Office) -> None:
    request = await office.asked("close support Saturday")

    with pytest.raises(TooLateError, match="look at it again"):
        await office.desk.approve(AMIR, request.id, "the digest of an older plan")


async def test_a_rejection_needs_a_reason(office: Office) -> None:
    request = await office.asked("close support Saturday")

    with pytest.raises(SayError, match="Say why"):
        await office.desk.reject(AMIR, request.id, "  ")
    rejected = await office.desk.reject(AMIR, request.id, "We promised to be there")

    assert rejected.state is State.REJECTED
    assert rejected.decision_reason == "We promised to be there"


async def test_only_the_requester_withdraws(office: Office) -> None:
    request = await office.asked("close support Saturday")

    with pytest.raises(NotAllowedError):
        await office.desk.withdraw(AMIR, request.id)
    assert (await office.desk.withdraw(DANA, request.id)).state is State.WITHDRAWN


async def test_an_undo_leads_back_and_can_be_undone(office: Office) -> None:
    before = office.phones.setups["1"]
    first = await office.done("close support Saturday")
    closed = office.phones.setups["1"]

    second = await office.done("undo the last change on support")

    assert second.parts[0].plan.undoes == first.id
    assert office.phones.setups["1"] == before
    assert (await office.desk.request(first.id)).state is State.REVERTED
    await office.done("undo the last change on support")
    assert office.phones.setups["1"] == closed


async def test_an_undo_never_stamps_over_a_newer_change(office: Office) -> None:
    await office.done("set support hours sat 10am-2pm")
    foreign = SetHours.model_validate({"rows": {"sat": [["11:00", "12:00"]]}})
    office.phones.setups["1"] = foreign.applied_to(office.phones.setups["1"])
    await office.desk.lines.refresh("Support")

    with pytest.raises(TooLateError, match="Saturday stays: somebody has changed it since"):
        await office.desk.hear(DANA, "undo the last change on support")


async def test_an_undo_without_a_line_means_the_newest_change(office: Office) -> None:
    await office.done("close support Saturday")
    office.clock.advance(minutes=1)
    await office.done("add 9 for callback on sales")

    proposal = await office.proposed("undo the last change")

    assert [part.line.name for part in proposal.plan.parts] == ["Sales"]


async def test_there_may_be_nothing_to_undo(office: Office) -> None:
    with pytest.raises(NothingToDoError, match="could be undone"):
        await office.desk.hear(DANA, "undo the last change on support")


async def test_the_newest_request_that_waits_is_withdrawn_by_word(office: Office) -> None:
    request = await office.asked("close support Saturday")

    answer = await office.desk.hear(DANA, "withdraw my last request")

    assert isinstance(answer, Said)
    assert (await office.desk.request(request.id)).state is State.WITHDRAWN
