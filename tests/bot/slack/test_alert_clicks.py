"""The buttons of cards, notes and alerts: every click is answered, and rights are looked at in the desk alone."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from adapters import RefusedError
from bot.alerts import Alert, AlertKind
from bot.answers import Said
from bot.language import Ask, Verb
from bot.policy import Member
from bot.requests import State
from bot.slack import alert_cards, blocks, cards
from tests.bot.slack.blocks_check import buttons, texts
from tests.bot.slack.fake_slack import APPROVALS, Json
from tests.bot.slack.scene import AMIR, CLOSE, Scene, scene


@pytest.fixture
async def office() -> AsyncIterator[Scene]:
    async with scene("Support", "Sales") as opened:
        opened.desk.asks = {
            **opened.desk.asks,
            "status Support": Ask(verb=Verb.STATUS, lines=("Support",)),
            "reopen Support": Ask(verb=Verb.UNKNOWN),
            "freeze": Ask(verb=Verb.FREEZE, reason="Audit"),
        }
        yield opened


async def raised(office: Scene, kind: AlertKind) -> tuple[Alert, Json]:
    """An alert and its card."""
    alert = await office.store(lambda store: store.raise_alert(kind, "It moved.", line="fake:1", name="Support"))
    await office.reconciler().reconcile()
    return alert, office.slack.top_level(APPROVALS)[-1]


async def test_a_freeze_is_lifted_with_a_button_by_an_approver_alone(office: Scene) -> None:
    await office.command("UAMIR", "freeze")
    await office.reconciler().reconcile()
    (card,) = office.slack.top_level(APPROVALS)

    await office.click("UERIN", card, alert_cards.THAW)
    still = await office.store(lambda store: store.frozen())
    await office.click("UNOOR", card, alert_cards.THAW)
    await office.reconciler().reconcile()

    assert still is not None
    assert await office.store(lambda store: store.frozen()) is None
    assert [each["response_type"] for each in office.slack.answers] == ["ephemeral"] * 2
    assert "(<@UNOOR>)" in " ".join(texts(card["blocks"]))
    assert buttons(card["blocks"]) == {}


async def test_check_again_answers_with_what_callers_get_now(office: Scene) -> None:
    _, card = await raised(office, AlertKind.NOT_CLOSED)

    await office.click("UERIN", card, alert_cards.CHECK)

    (answer,) = office.slack.answers
    assert "*Support* is *open*" in answer["text"]
    assert answer["response_type"] == "ephemeral"


async def test_an_alert_that_is_over_does_nothing_more(office: Scene) -> None:
    alert, card = await raised(office, AlertKind.NOT_OPEN)
    await office.store(lambda store: store.close_alert(alert.number, "It is open again."))

    await office.click("UAMIR", card, alert_cards.REOPEN)

    (answer,) = office.slack.answers
    assert "That is over already, so nothing was done: It is open again." in answer["text"]


@pytest.mark.parametrize(
    ("number", "told"), [(99, "There is no such alert"), (-1, "no longer in use"), (10**30, "no longer in use")]
)
async def test_a_forged_alert_is_none(office: Scene, number: int, told: str) -> None:
    _, card = await raised(office, AlertKind.DRIFT)
    buttons(card["blocks"])[alert_cards.ADOPT]["value"] = f'{{"alert": {number}}}'

    await office.click("UAMIR", card, alert_cards.ADOPT)

    (answer,) = office.slack.answers
    assert told in answer["text"]


@pytest.mark.parametrize(("action", "method"), [(alert_cards.ADOPT, "adopt"), (alert_cards.RESTORE, "restore")])
async def test_a_change_from_outside_is_given_to_the_desk_with_whoever_clicked(
    office: Scene, monkeypatch: pytest.MonkeyPatch, action: str, method: str
) -> None:
    alert, card = await raised(office, AlertKind.DRIFT)
    given: list[tuple[str, int]] = []

    async def use(person: Member, found: Alert) -> Any:
        given.append((person.person.user, found.number))
        return found if method == "adopt" else Said(text="It goes back.")

    monkeypatch.setattr(office.desk, method, use)
    await office.click("UAMIR", card, action)

    assert given == [("UAMIR", alert.number)]


async def test_whoever_asked_calls_for_a_decision_from_the_note(office: Scene) -> None:
    reconciler = office.reconciler()
    await office.asked()
    await reconciler.reconcile()
    (note,) = office.slack.messages["DUDANA"]

    await office.click("UDANA", note, cards.NUDGE)
    await office.click("UDANA", note, cards.NUDGE)
    await reconciler.reconcile()

    assert ["called" in each["text"] for each in office.slack.answers] == [True, True]
    (card,) = office.slack.top_level(APPROVALS)
    (page,) = [each for each in office.slack.thread(APPROVALS, card["ts"]) if ":bell:" in each["text"]]
    assert page["text"].count("<@UAMIR> <@UNOOR>") == 1


async def test_what_failed_is_tried_again_with_a_button(office: Scene) -> None:
    request = await office.asked()
    await office.desk.approve(AMIR, 1, request.plan.digest)
    office.phones.refusal = RefusedError("It said no.")
    await office.keeper().work()
    await office.reconciler().reconcile()
    (card,) = office.slack.top_level(APPROVALS)
    before = (await office.request()).state
    office.phones.refusal = None

    await office.click("UDANA", card, cards.RETRY)
    await office.keeper().work()
    await office.reconciler().reconcile()

    assert (before, (await office.request()).state) == (State.FAILED, State.VERIFIED)
    assert cards.RETRY not in buttons(card["blocks"])
    assert "Tried again by <@UDANA>" in "\n".join(each["text"] for each in office.slack.thread(APPROVALS, card["ts"]))


@pytest.mark.parametrize("action", [cards.RATIFY, cards.REVERT, cards.RETRY, cards.COMPENSATE, cards.NUDGE])
@pytest.mark.parametrize("state", [State.PENDING, State.VERIFIED])
async def test_an_old_button_does_nothing_and_says_so_in_private(office: Scene, action: str, state: State) -> None:
    request = await office.asked()
    if state is State.VERIFIED:
        await office.desk.approve(AMIR, 1, request.plan.digest)
        await office.keeper().work()
    writes = office.phones.applied()
    message = {"blocks": blocks.actions(blocks.button("Old", action, {"request": 1})), "ts": "9.9"}

    await office.click("UERIN", {**message, "channel": APPROVALS}, action)

    (answer,) = office.slack.answers
    assert answer["response_type"] == "ephemeral"
    assert (await office.request()).state is state
    assert office.phones.applied() == writes


async def test_what_was_done_of_a_request_that_failed_in_part_is_taken_back_through_approval(office: Scene) -> None:
    close_both = office.desk.asks[CLOSE].model_copy(update={"lines": ("Support", "Sales")})
    undo = Ask(verb=Verb.UNDO, lines=("*",), request=1, sentence="Undo request 1.")
    office.desk.asks = {**office.desk.asks, "close both": close_both, "undo request 1": undo}
    await office.submit("UDANA", await office.form(text="close both"))
    request = await office.request()
    await office.desk.approve(AMIR, 1, request.plan.digest)
    await office.store(lambda store: store.move(1, 0, [State.APPROVED], State.FAILED, note="It said no."))
    await office.keeper().work()
    await office.reconciler().reconcile()
    (card,) = office.slack.top_level(APPROVALS)

    await office.click("UDANA", card, cards.COMPENSATE)

    form = list(office.slack.views.values())[-1]
    assert "Undo request 1: Put back what applied to Sales" in " ".join(texts(form["blocks"]))
    assert form["submit"]["text"] == "Ask for approval"
