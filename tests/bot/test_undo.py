"""Any request that was applied can be undone, as far as nothing newer is there, and what stays is said."""

from collections.abc import Sequence

import pytest

from adapters import Change, Line, RefusedError, UnreachableError
from bot.answers import Preparing, Proposal
from bot.desk import Desk
from bot.errors import NothingToDoError, TooLateError
from bot.lines import Lines, LineSetting
from bot.requests import State
from tests.bot.offices import AMIR, DANA, Office, office
from tests.fakes import STAFF, FakePeople, support

__all__ = ["office"]


async def test_an_older_request_is_undone_and_the_newer_one_stays(office: Office) -> None:
    older = await office.done("press 3 goes to voicemail on support while open")
    office.clock.advance(minutes=1)
    await office.done("turn on callback on support")

    undo = await office.done(f"undo request {older.id}")

    assert undo.state is State.VERIFIED
    setup = office.phones.setups["1"]
    assert setup.open_menu
    assert setup.queue
    assert ("3" in setup.open_menu.keys, setup.queue.callback) == (False, True)
    assert (await office.desk.request(older.id)).state is State.REVERTED


async def test_what_a_newer_request_has_set_stays_and_the_plan_says_so(office: Office) -> None:
    older = await office.done("set support hours sat 10am-2pm and sun 10am-2pm")
    office.clock.advance(minutes=1)
    newer = await office.done("set support hours sun 11am-1pm")

    proposal = await office.proposed(f"undo request {older.id}")

    (part,) = proposal.plan.parts
    assert part.warnings[0] == (
        f"Sunday stays: request {newer.id} has set it since. It was closed before, and was set to 10:00 AM – 2:00 PM;"
        " now it is 11:00 AM – 1:00 PM."
    )
    assert [(each.what, each.will) for each in part.differences] == [("Saturday", "9:00 AM – 1:00 PM")]


async def test_where_all_is_in_conflict_nothing_is_undone_and_what_to_type_is_said(office: Office) -> None:
    older = await office.done("set support hours sat 10am-2pm")
    office.clock.advance(minutes=1)
    newer = await office.done("set support hours sat 11am-1pm")

    with pytest.raises(TooLateError) as caught:
        await office.desk.hear(DANA, f"undo request {older.id}")

    assert str(caught.value).endswith(
        f"Saturday stays: request {newer.id} has set it since. It was 9:00 AM – 1:00 PM before, and was set to 10:00 AM"
        f" – 2:00 PM; now it is 11:00 AM – 1:00 PM. Undo that one first (`undo request {newer.id}`), or say what should"
        " be instead, for example `set Support hours sat 09:00-13:00`."
    )


async def test_to_undo_twice_says_that_it_is_undone(office: Office) -> None:
    request = await office.done("close support on saturday")
    await office.done(f"undo request {request.id}")

    with pytest.raises(NothingToDoError, match=f"Request {request.id} is reverted"):
        await office.desk.hear(DANA, f"undo request {request.id}")


async def test_to_undo_a_reopening_closes_again_and_leads_away_from_the_usual(office: Office) -> None:
    await office.done("close support on saturday")
    office.clock.advance(minutes=1)
    closing = await office.proposed("undo")
    reopened = await office.done("reopen support saturday 9am-1pm")
    office.clock.advance(minutes=1)

    undo = await office.proposed(f"undo request {reopened.id}")

    assert (closing.plan.restores, undo.plan.restores, undo.plan.parts[0].departs) == (True, False, True)


async def test_to_undo_an_undo_leads_away_from_the_usual_again(office: Office) -> None:
    request = await office.done("close support on saturday")
    office.clock.advance(minutes=1)
    undone = await office.done(f"undo request {request.id}")

    again = await office.proposed(f"undo request {undone.id}")

    assert (undone.plan.restores, again.plan.restores) == (True, False)


async def test_of_a_request_for_several_lines_only_what_was_applied_is_undone(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = await office.asked("close support and sales on saturday")
    await office.desk.approve(AMIR, request.id, request.plan.digest)
    apply = office.phones.apply

    async def refusing(line: Line, changes: Sequence[Change]) -> None:
        if line.id == "2":
            msg = "That is not possible."
            raise RefusedError(msg)
        await apply(line, changes)

    monkeypatch.setattr(office.phones, "apply", refusing)
    await office.keeper.work()

    proposal = await office.proposed(f"undo request {request.id}")

    assert [part.line.name for part in proposal.plan.parts] == ["Support"]
    assert f"Request {request.id} failed on Sales, so there is nothing to undo." in proposal.plan.parts[0].besides


async def test_a_line_on_which_all_is_in_conflict_keeps_the_others_from_nothing(office: Office) -> None:
    request = await office.done("turn on callback on support and sales")
    office.clock.advance(minutes=1)
    newer = await office.done("turn off callback on sales")
    assert newer.state is State.VERIFIED
    office.clock.advance(minutes=1)
    await office.done("close support on saturday")

    proposal = await office.proposed(f"undo request {request.id}")

    assert [part.line.name for part in proposal.plan.parts] == ["Support"]
    assert any("Sales" in each and "nothing is left to undo" in each for each in proposal.plan.parts[0].besides)


async def test_an_undo_that_is_overtaken_leaves_what_is_newer_and_asks_anew(office: Office) -> None:
    older = await office.done("set support hours sat 10am-2pm and sun 10am-2pm")
    office.clock.advance(minutes=1)
    undo = await office.asked(f"undo request {older.id}")
    newer = await office.done("set support hours sun 11am-1pm")
    await office.keeper.work()

    with pytest.raises(TooLateError):
        await office.desk.approve(AMIR, undo.id, undo.plan.digest)

    asked = await office.desk.request(undo.id)
    (part,) = asked.plan.parts
    assert (asked.state, part.undoes) == (State.PENDING, older.id)
    assert [each.what for each in part.differences] == ["Saturday"]
    assert any(f"Sunday stays: request {newer.id} has set it since" in each for each in part.warnings)


async def test_lines_on_which_a_request_is_not_undone_are_told(office: Office) -> None:
    request = await office.done("turn on callback on support and sales")

    proposal = await office.proposed(f"undo request {request.id} on sales")

    assert f"Request {request.id} stays in force on Support." in proposal.plan.parts[0].besides


async def test_lines_that_are_not_configured_any_more_are_told(office: Office) -> None:
    request = await office.done("turn on callback on support and sales")
    restarted = without_sales(office)
    await restarted.lines.refresh("Support")

    proposal = await restarted.hear(DANA, f"undo request {request.id}")

    assert isinstance(proposal, Proposal)
    told = f"Request {request.id} has changed Sales as well, which is not among the lines here any more."
    assert told in proposal.plan.parts[0].besides


async def test_lines_on_which_a_request_is_under_way_are_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    request = await office.asked("turn on callback on support and sales")
    await office.desk.approve(AMIR, request.id, request.plan.digest)
    apply = office.phones.apply

    async def waiting(line: Line, changes: Sequence[Change]) -> None:
        if line.id == "2":
            msg = "No answer."
            raise UnreachableError(msg)
        await apply(line, changes)

    monkeypatch.setattr(office.phones, "apply", waiting)
    await office.keeper.work()

    proposal = await office.proposed(f"undo request {request.id}")

    assert f"Request {request.id} is still applying on Sales: that is not undone." in proposal.plan.parts[0].besides


async def test_a_setting_whose_earlier_value_nobody_knows_cannot_be_undone(office: Office) -> None:
    office.phones.setups["1"] = support().model_copy(update={"options": {}})
    await office.desk.lines.refresh("Support")
    request = await office.done("set ring time of support to 20")

    with pytest.raises(TooLateError, match="What was there before is not known"):
        await office.desk.hear(DANA, f"undo request {request.id}")


async def test_a_change_that_somebody_took_back_by_hand_needs_no_undo(office: Office) -> None:
    request = await office.done("turn on callback on support")
    office.phones.setups["1"] = support()
    await office.desk.lines.refresh("Support")

    with pytest.raises(NothingToDoError, match="as it was before already, so nothing is left to undo"):
        await office.desk.hear(DANA, f"undo request {request.id}")


async def test_an_undo_without_a_line_reads_the_line_that_it_is_about(office: Office) -> None:
    await office.done("close support on saturday")
    restarted = without_sales(office)

    answer = await restarted.hear(DANA, "undo")

    assert isinstance(answer, Preparing)
    assert isinstance(await restarted.prepare(DANA, answer.draft), Proposal)


def without_sales(office: Office) -> Desk:
    """A desk over the same store, whose only line is Support, and which has read nothing."""
    lines = Lines(
        [LineSetting(name="Support", vendor="fake", id="1")], {"fake": office.phones}, office.desk.store, office.clock
    )
    return Desk(store=office.desk.store, lines=lines, policy=STAFF, people=FakePeople(), clock=office.clock)
