"""Before a plan is sent it is looked at beside the other lines, and the other requests."""

import pytest

from adapters import Menu, MenuAction
from bot.answers import Proposal, Question
from tests.bot.offices import AMIR, DANA, Office, office
from tests.fakes import support

__all__ = ["office"]

TO_SUPPORT = MenuAction(action="transfer", target_kind="line", target_id="1")
LEADS = "Key 3 of Sales leads to Support, which is closed then"


@pytest.fixture
async def leading(office: Office) -> Office:
    """An office in which a key of Sales leads to Support."""
    menu = Menu(action=MenuAction(action="menu"), keys={"3": TO_SUPPORT})
    office.phones.setups["2"] = support("2").model_copy(update={"open_menu": menu})
    await office.desk.lines.refresh("Sales")
    return office


async def test_what_leads_into_a_line_is_told_first(leading: Office) -> None:
    proposal = await leading.proposed("close support on saturday")

    assert proposal.plan.parts[0].warnings[0].startswith(LEADS)


async def test_lines_that_close_together_lead_nobody_into_each_other(leading: Office) -> None:
    proposal = await leading.proposed("close support and sales on saturday")

    assert not any(LEADS in each for part in proposal.plan.parts for each in part.warnings)


async def test_another_request_about_the_same_is_told_as_it_was_then(office: Office) -> None:
    await office.asked("close support on saturday from 9am to noon")

    proposal = await office.proposed("close support and sales on saturday", AMIR)

    support, sales = ([each for each in part.warnings if "about the same" in each] for part in proposal.plan.parts)
    assert (*support, *sales) == (
        (
            "When this was planned, request 1 (waiting for approval) was about the same on Support: Close"
            " Support on Sat 21 Nov 2026, 9:00 AM – noon (New York time)."
        ),
    )


async def test_what_is_withdrawn_is_told_no_more(office: Office) -> None:
    first = await office.asked("close support on saturday from 9am to noon")
    await office.desk.withdraw(DANA, first.id)

    proposal = await office.proposed("close support on saturday", AMIR)

    assert not any("about the same" in each for each in proposal.plan.parts[0].warnings)


async def test_an_undo_does_not_warn_of_what_it_undoes(office: Office) -> None:
    await office.done("close support on saturday")

    proposal = await office.proposed("undo")

    assert not any("about the same" in each for each in proposal.plan.parts[0].warnings)


async def test_a_line_that_was_never_read_is_not_spoken_of(office: Office) -> None:
    office.desk.lines._seen.pop("Sales")  # noqa: SLF001  (as after the first start)

    proposal = await office.proposed("close support on saturday")

    assert not any("Sales" in each for each in proposal.plan.parts[0].warnings)


async def first_choice(office: Office, words: str) -> Proposal:
    """The plan of the first answer to what is asked back."""
    question = await office.desk.hear(DANA, words)
    assert isinstance(question, Question)
    answer = await office.desk.choose(DANA, question.draft, 0)
    assert isinstance(answer, Proposal)
    return answer


async def test_a_form_names_the_request_that_it_replaces(office: Office) -> None:
    await office.done("close support on dec 25")

    proposal = await first_choice(office, "reopen support on dec 25")

    (told,) = [each for each in proposal.plan.parts[0].warnings if "request 1" in each]
    assert told.startswith("This replaces request 1 (verified) on Support: Close Support on Fri 25 Dec 2026")


async def test_a_form_names_the_request_of_which_it_replaces_a_part(office: Office) -> None:
    await office.done("close support from dec 22 to dec 24")

    proposal = await first_choice(office, "reopen support on dec 23")

    (told,) = [each for each in proposal.plan.parts[0].warnings if "request 1" in each]
    assert told.startswith("This replaces a part of request 1 (verified) on Support: ")


async def test_a_form_names_the_request_that_it_swallows(office: Office) -> None:
    await office.done("close support on dec 25")

    closing = await office.proposed("close support until further notice")
    await office.done("close support until further notice")
    reopening = await office.proposed("reopen support")

    assert "which is gone once this is ended: Close Support on Fri 25 Dec" in " ".join(closing.plan.parts[0].warnings)
    assert "This replaces request 1 (verified) on Support: Close Support on Fri 25 Dec" in " ".join(
        reopening.plan.parts[0].warnings
    )
