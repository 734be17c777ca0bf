"""A line that was made is deleted again: only that, and only once nothing stands on it."""

from collections.abc import AsyncIterator

import pytest

from bot.answers import Proposal
from bot.errors import SayError
from bot.reports import History
from bot.requests import Request, State
from tests.bot.new_lines import DANA, Office, opened, restarted, told


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with opened() as each:
        yield each


async def test_undo_on_a_new_line_deletes_it_and_is_of_high_risk(office: Office) -> None:
    made = await office.made()

    proposal = await office.desk.hear(DANA, "undo returns")
    assert isinstance(proposal, Proposal)
    (part,) = proposal.plan.parts
    undone = await office.done("undo the last change")

    assert part.summary == "Delete the fake line “Returns” in Raleigh at Fake."
    assert (part.risk, part.deletes, part.undoes) == ("high", True, made.id)
    assert part.risks == ("the line and all its settings will be gone",)
    assert part.differences[0].was == f"a fake line in Raleigh at Fake, made by request {made.id}"
    assert undone.state is State.VERIFIED
    assert (await office.desk.request(made.id)).state is State.REVERTED
    assert office.desk.lines.names == ("Support", "Sales")


async def test_a_line_that_is_gone_is_said_to_be_gone_and_keeps_its_history(office: Office) -> None:
    made = await office.made()
    gone = await office.done("delete the line Returns")

    for each in (office, restarted(office)):
        await each.desk.lines.recall()
        assert f"Returns is gone: request {gone.id} has deleted it." in await told(each, "status returns")
        assert "Returns is gone" in await told(each, "close returns saturday")
        history = await each.desk.hear(DANA, "history returns")
        assert isinstance(history, History)
        assert {record.request for record in history.records} == {made.id, gone.id}
        assert await told(each, "close saturday") == "Which line?"


async def test_of_several_lines_that_are_gone_the_one_that_was_named_is_told(office: Office) -> None:
    await office.made("Turns")
    await office.done("delete the line Turns")
    await office.made("Returns")
    await office.done("delete the line Returns")

    assert (await told(office, "status returns")).endswith("`history Returns` tells how it came.")


async def test_only_what_a_request_has_made_is_deleted(office: Office) -> None:
    with pytest.raises(SayError, match=r"Support was not made from Slack, so it cannot be deleted here\. Ask whoever"):
        await office.desk.hear(DANA, "delete the line Support")


async def test_changes_that_stand_on_a_new_line_go_with_it_and_are_named(office: Office) -> None:
    await office.made()
    office.clock.advance(minutes=1)
    change = await office.done("turn on callback on returns")

    proposal = await office.desk.hear(DANA, "delete returns")
    assert isinstance(proposal, Proposal)
    gone = await office.done("delete returns")

    told_of = f"What request {change.id} has set goes with it: Offer a callback to waiting callers of Returns."
    assert told_of in proposal.plan.parts[0].warnings
    assert gone.state is State.VERIFIED
    (part,) = (await office.desk.request(change.id)).parts
    assert (part.state, part.note) == (State.REVERTED, f"Returns was deleted by request {gone.id}.")


async def test_what_other_lines_share_with_a_line_that_is_deleted_is_said_to_stay(office: Office) -> None:
    await office.made()
    office.phones.together = {"2", "3"}
    await office.desk.lines.refresh("Returns")
    office.clock.advance(minutes=1)
    closure = await office.desk.hear(DANA, "close returns saturday")
    assert isinstance(closure, Proposal)
    chosen = await office.desk.share(DANA, closure.draft, shared=True)
    assert isinstance(chosen, Proposal)
    request = await office.desk.send(DANA, closure.draft, chosen.plan.digest, "")
    assert isinstance(request, Request)
    change = await office.approved(request)

    proposal = await office.desk.hear(DANA, "delete returns")
    assert isinstance(proposal, Proposal)
    gone = await office.done("delete returns")

    assert office.phones.setups["2"].overrides
    warnings = proposal.plan.parts[0].warnings
    assert not any("goes with it" in each for each in warnings)
    assert any(each.startswith(f"What request {change.id} has set stays for Sales: Close Returns") for each in warnings)
    (part,) = (await office.desk.request(change.id)).parts
    assert part.note == f"Returns was deleted by request {gone.id}. What it has set for Sales is left as it is."


async def test_a_change_that_came_after_a_deletion_was_asked_for_is_looked_at_first(office: Office) -> None:
    await office.made()
    office.clock.advance(minutes=1)
    proposal = await office.desk.hear(DANA, "delete returns")
    assert isinstance(proposal, Proposal)
    deletion = await office.desk.send(DANA, proposal.draft, proposal.plan.digest, "")
    assert isinstance(deletion, Request)
    office.clock.advance(minutes=1)
    await office.done("turn on callback on returns")

    failed = await office.approved(deletion)

    assert failed.state is State.FAILED
    assert "Say `delete line Returns` again to see all that goes with it." in failed.parts[0].note


async def test_open_requests_on_a_new_line_are_ended_first(office: Office) -> None:
    await office.made()
    proposal = await office.desk.hear(DANA, "close returns saturday")
    assert isinstance(proposal, Proposal)
    pending = await office.desk.send(DANA, proposal.draft, proposal.plan.digest, "")
    assert isinstance(pending, Request)

    with pytest.raises(
        SayError,
        match=f"Before Returns can be deleted: request {pending.id} on it is waiting for approval.*Withdraw it",
    ):
        await office.desk.hear(DANA, "delete returns")


async def test_what_is_over_does_not_stand_in_the_way(office: Office) -> None:
    await office.made()
    await office.done("close returns tomorrow")
    office.clock.advance(days=3)

    assert isinstance(await office.desk.hear(DANA, "delete returns"), Proposal)


async def test_after_a_deletion_undo_means_what_was_done_before(office: Office) -> None:
    await office.done("turn on callback on support")
    office.clock.advance(minutes=1)
    await office.made()
    await office.done("delete returns")

    proposal = await office.desk.hear(DANA, "undo")

    assert isinstance(proposal, Proposal)
    assert [part.line.name for part in proposal.plan.parts] == ["Support"]
