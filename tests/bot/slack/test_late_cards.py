"""What waits or is late says so on its card, with the buttons that stop it still."""

import pytest

from bot.progress import BY_HAND, TRYING_AGAIN
from bot.requests import BY_ITSELF, Request, State
from bot.slack import cards, states
from bot.slack.blocks import Message
from bot.slack.cards import Around
from tests.bot.slack.drawn import request

WAITING = "All applying is stopped."


def buttons(message: Message) -> set[str]:
    return {each["action_id"] for block in message.blocks for each in block.get("elements", []) if "action_id" in each}


def shown(found: Request) -> set[str]:
    return buttons(cards.card(found, Around())) | buttons(cards.note(found, ""))


@pytest.mark.parametrize("end", [TRYING_AGAIN, BY_HAND])
def test_what_should_have_been_set_says_since_when(end: str) -> None:
    late = request(State.SCHEDULED, note=f"No answer. {end}")

    told = states.sentence(late)
    assert told.startswith("*Late*: this should have been set on Fri 18 Dec.")
    assert "will set" not in told


def test_what_is_not_due_yet_is_not_late() -> None:
    assert "Late" not in states.sentence(request(State.SCHEDULED))


@pytest.mark.parametrize("state", [State.APPROVED, State.APPLYING])
def test_what_waits_can_be_stopped_from_its_card_and_taken_back(state: State) -> None:
    assert {cards.REJECT, cards.WITHDRAW} <= shown(request(state, note=WAITING))
    assert not {cards.REJECT, cards.WITHDRAW} & shown(request(state))


def test_what_may_be_at_the_vendor_cannot_be_stopped() -> None:
    found = request(State.APPLYING, note=WAITING)
    written = found.model_copy(
        update={"parts": tuple(each.model_copy(update={"written": True}) for each in found.parts)}
    )

    assert not {cards.REJECT, cards.WITHDRAW} & shown(written)


def test_what_switchhook_does_by_itself_is_not_taken_back() -> None:
    assert cards.WITHDRAW not in shown(request(State.APPROVED, note=WAITING).model_copy(update={"origin": BY_ITSELF}))
