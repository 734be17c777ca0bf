"""Several lines of one request that really use the same schedule, and lines that change along with one."""

import pytest

from adapters import SetHours
from bot.answers import Proposal, Question
from bot.errors import NothingToDoError
from bot.reports import Wanted
from bot.requests import Request, State
from bot.slack import replies
from tests.bot.offices import AMIR, DANA, Office, office

__all__ = ["office"]

BOTH = "close support and sales Saturday"


@pytest.fixture
async def sharing(office: Office) -> Office:
    """An office whose two lines use one schedule."""
    office.phones.together = {"1", "2"}
    for name in ("Support", "Sales"):
        await office.desk.lines.refresh(name)
    return office


async def done_together(office: Office, words: str) -> Request:
    proposal = await office.proposed(words)
    chosen = await office.desk.share(DANA, proposal.draft, shared=True)
    assert isinstance(chosen, Proposal)
    request = await office.desk.send(DANA, proposal.draft, chosen.plan.digest, "")
    assert isinstance(request, Request)
    await office.desk.approve(AMIR, request.id, request.plan.digest)
    await office.keeper.work()
    return await office.desk.request(request.id)


def states(request: Request) -> list[State]:
    return [part.state for part in request.parts]


async def test_lines_that_leave_their_schedule_together_do_not_disturb_each_other(sharing: Office) -> None:
    request = await sharing.done("set support and sales hours mon-fri 10-4")

    assert states(request) == [State.VERIFIED, State.VERIFIED]
    assert sharing.phones.together == set()
    assert sharing.phones.applied() == 2


async def test_what_one_line_does_for_both_is_written_once_and_verified_on_both(sharing: Office) -> None:
    request = await done_together(sharing, BOTH)

    assert states(request) == [State.VERIFIED, State.VERIFIED]
    assert sharing.phones.applied() == 1


async def test_an_undo_of_both_takes_back_both(sharing: Office) -> None:
    request = await done_together(sharing, BOTH)

    undo = await sharing.done("undo the last change on support and sales")

    assert states(undo) == [State.VERIFIED, State.VERIFIED]
    assert states(await sharing.desk.request(request.id)) == [State.REVERTED, State.REVERTED]
    assert sharing.phones.applied() == 2
    assert all(setup.overrides == () for setup in sharing.phones.setups.values())


async def test_an_undo_of_one_that_reaches_the_other_reverts_both(sharing: Office) -> None:
    request = await done_together(sharing, BOTH)

    await sharing.done("undo the last change on support")

    assert states(await sharing.desk.request(request.id)) == [State.REVERTED, State.REVERTED]


async def test_a_line_that_is_so_by_other_hands_is_still_superseded(sharing: Office) -> None:
    request = await sharing.asked(BOTH)
    closed = SetHours.model_validate({"rows": {"sat": []}})
    sharing.phones.setups["2"] = closed.applied_to(sharing.phones.setups["2"])

    await sharing.desk.approve(AMIR, request.id, request.plan.digest)
    await sharing.keeper.work()

    assert State.SUPERSEDED in states(await sharing.desk.request(request.id))


async def test_lines_that_are_named_are_not_offered_as_others(sharing: Office) -> None:
    plan = (await sharing.proposed(BOTH)).plan

    assert plan.neighbours == ()
    assert "Each line that is named here changes by itself" in plan.parts[0].warnings[0]
    shared = await sharing.desk.share(DANA, (await sharing.proposed(BOTH)).draft, shared=True)
    assert isinstance(shared, Proposal)
    assert "also" not in shared.plan.summary
    assert shared.plan.risk == "low"
    assert shared.plan.parts[1].warnings[0] == "Sales shares its closures with Support. They change together."


async def test_a_question_about_one_of_several_lines_drops_no_other(sharing: Office) -> None:
    answer = await sharing.desk.hear(DANA, "add 3 for sales on support and sales")

    assert isinstance(answer, Question)
    assert "You named Support and Sales: please ask for each of them by itself." in answer.text
    assert answer.choices == ()


async def test_a_line_that_is_left_out_is_a_neighbour_again(sharing: Office) -> None:
    closed = SetHours.model_validate({"rows": {"sat": []}})
    sharing.phones.setups["2"] = closed.applied_to(sharing.phones.setups["2"])
    await sharing.desk.lines.refresh("Sales")

    plan = (await sharing.proposed(BOTH)).plan

    assert [part.line.name for part in plan.parts] == ["Support"]
    assert plan.neighbours == ("Sales",)


async def test_a_line_that_changed_along_has_that_in_its_history(sharing: Office) -> None:
    request = await done_together(sharing, "close support Saturday")

    (record,) = (await sharing.desk.history(Wanted(lines=("Sales",)))).records

    assert (record.kind, record.request) == ("shared", request.id)
    assert record.data["note"] == request.plan.summary
    told = replies.said(await sharing.desk.history(Wanted(lines=("Sales",)))).text
    assert f"Changed together with the line that was named: {request.plan.summary}" in told
    await sharing.keeper.work()
    assert len((await sharing.desk.history(Wanted(lines=("Sales",)))).records) == 1


async def test_an_undo_of_a_line_that_changed_along_names_the_request_and_the_line_that_asked(sharing: Office) -> None:
    await sharing.done("set sales hours tue 10-4")
    sharing.phones.together = {"1", "2"}
    request = await done_together(sharing, "close support Saturday")

    with pytest.raises(NothingToDoError) as caught:
        await sharing.desk.hear(DANA, "undo the last change on sales")

    assert f"together with Support by request {request.id}" in str(caught.value)
    assert f"`undo request {request.id}`" in str(caught.value)


async def test_a_later_change_of_its_own_can_be_undone_as_ever(sharing: Office) -> None:
    await done_together(sharing, "close support Saturday")
    own = await sharing.done("turn on callback key 9 on sales")

    undo = await sharing.done("undo the last change on sales")

    assert undo.state is State.VERIFIED
    assert (await sharing.desk.request(own.id)).state is State.REVERTED
