"""An undo of a request by its number, as every card and every answer shows it."""

from collections.abc import AsyncIterator

import pytest

from bot.answers import Proposal
from bot.errors import NotFoundError, NothingToDoError
from bot.requests import Request, State
from tests.bot.new_lines import AMIR, DANA, Office, opened


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with opened() as each:
        yield each


async def proposed(office: Office, words: str) -> Proposal:
    proposal = await office.desk.hear(DANA, words)
    assert isinstance(proposal, Proposal)
    return proposal


async def test_a_request_is_undone_on_all_of_its_lines(office: Office) -> None:
    request = await office.done("turn on callback on support and sales")
    office.clock.advance(minutes=1)
    await office.done("close support and sales on saturday")

    for number in (2, request.id):  # be it the last one or not
        proposal = await proposed(office, f"undo request {number}")

        assert [(part.line.name, part.undoes) for part in proposal.plan.parts] == [
            ("Support", number),
            ("Sales", number),
        ]


async def test_a_request_is_undone_on_the_line_that_is_named(office: Office) -> None:
    request = await office.done("turn on callback on support and sales")

    proposal = await proposed(office, f"undo request {request.id} on sales")

    assert [part.line.name for part in proposal.plan.parts] == ["Sales"]


async def test_to_undo_the_request_that_made_a_line_deletes_it(office: Office) -> None:
    made = await office.made()
    office.clock.advance(minutes=1)
    await office.done("turn on callback on returns")

    proposal = await proposed(office, f"undo request {made.id}")

    assert proposal.plan.parts[0].deletes
    assert proposal.plan.parts[0].undoes == made.id


async def test_a_request_that_is_not_in_force_cannot_be_undone(office: Office) -> None:
    proposal = await proposed(office, "close support saturday")
    pending = await office.desk.send(DANA, proposal.draft, proposal.plan.digest, "")
    assert isinstance(pending, Request)

    with pytest.raises(NothingToDoError, match="Request 1 is pending, so it cannot be undone yet"):
        await office.desk.hear(DANA, "undo request 1")
    await office.desk.withdraw(DANA, pending.id)
    with pytest.raises(NothingToDoError, match="Request 1 is withdrawn, so there is nothing"):
        await office.desk.hear(DANA, "undo request 1")
    with pytest.raises(NotFoundError, match="There is no request 9"):
        await office.desk.hear(DANA, "undo request 9")


async def test_a_deletion_cannot_be_undone(office: Office) -> None:
    await office.made()
    gone = await office.done("delete returns")

    assert gone.state is State.VERIFIED
    with pytest.raises(NothingToDoError, match="has deleted a line, which cannot be undone"):
        await office.desk.hear(DANA, f"undo request {gone.id}")
    with pytest.raises(NothingToDoError, match="nothing that could be undone"):
        await office.desk.hear(DANA, "undo")


async def test_a_line_that_a_request_has_not_changed_is_left_alone(office: Office) -> None:
    await office.made("Turns")
    made = await office.made("Returns")

    with pytest.raises(NothingToDoError, match=f"Request {made.id} has changed nothing on Turns. It has changed Retur"):
        await office.desk.hear(DANA, f"undo request {made.id} on turns")


async def test_a_deletion_that_nobody_approved_has_deleted_nothing(office: Office) -> None:
    await office.made()
    proposal = await proposed(office, "delete returns")
    asked = await office.desk.send(DANA, proposal.draft, proposal.plan.digest, "")
    assert isinstance(asked, Request)
    await office.desk.withdraw(DANA, asked.id)

    with pytest.raises(NothingToDoError, match=f"Request {asked.id} is withdrawn, so there is nothing of it"):
        await office.desk.hear(DANA, f"undo request {asked.id}")


async def test_what_is_approved_can_be_neither_undone_nor_withdrawn(office: Office) -> None:
    proposal = await proposed(office, "close support saturday")
    asked = await office.desk.send(DANA, proposal.draft, proposal.plan.digest, "")
    assert isinstance(asked, Request)
    await office.desk.approve(AMIR, asked.id, proposal.plan.digest)

    with pytest.raises(NothingToDoError, match=r"being carried out, so it cannot be undone yet\. Ask again once"):
        await office.desk.hear(DANA, f"undo request {asked.id}")


async def test_a_change_of_a_line_that_is_gone_says_so(office: Office) -> None:
    await office.made()
    change = await office.done("close returns tomorrow")
    office.clock.advance(days=3)
    await office.done("delete returns")

    with pytest.raises(NothingToDoError, match=f"Request {change.id} has changed Returns, which is not among the line"):
        await office.desk.hear(DANA, f"undo request {change.id}")


@pytest.mark.parametrize("name", ["Support", "Returns"])
async def test_a_key_whose_earlier_action_nobody_knows_is_undone_in_part(office: Office, name: str) -> None:
    office.phones.unlike = {"unreadable": frozenset({"set_menu_key", "remove_menu_key"})}
    await office.made("Returns")
    office.clock.advance(minutes=1)
    await office.desk.status(["Support", "Returns"])
    asked = await office.done(f"press 3 goes to billing on {name} while open")
    office.clock.advance(minutes=1)

    proposal = await proposed(office, f"undo request {asked.id}")
    await office.done(f"undo request {asked.id}")

    (undone,) = (await office.desk.request(asked.id)).parts
    told = f"What key 3 did before request {asked.id} is not known: it is removed, not put back."
    if name == "Returns":  # Switchhook has made it, so all of its keys are known
        assert told not in proposal.plan.parts[0].warnings
        assert undone.note == "Undone by request 3."
    else:
        assert told in proposal.plan.parts[0].warnings
        assert undone.note == "Undone in part by request 3: what key 3 did before is not known."
