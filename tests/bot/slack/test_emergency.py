"""Break-glass in Slack: loud before and after, never by a slip, ratified or undone with a button."""

import json
from collections.abc import AsyncIterator

import pytest

from bot.policy import Policy
from bot.requests import State
from bot.slack import cards, forms, replies
from tests.bot.slack.blocks_check import assert_view, buttons, texts
from tests.bot.slack.fake_slack import APPROVALS, Json
from tests.bot.slack.scene import CLOSE, CLOSE_NOW, Scene, scene

RULES = Policy(approve=("UAMIR", "UNOOR"), emergency=("UDANA",))


@pytest.fixture
async def office() -> AsyncIterator[Scene]:
    async with scene("Support", policy=RULES) as opened:
        yield opened


def said(view: Json) -> str:
    return " ".join(texts(view))


def last(office: Scene) -> Json:
    return list(office.slack.views.values())[-1]


async def rushed(office: Scene) -> Json:
    """An emergency of Dana's, applied, and its card."""
    await office.submit("UDANA", await office.form(text=CLOSE_NOW), "The office is flooded.")
    await office.keeper().work()
    await office.reconciler().reconcile()
    (card,) = office.slack.top_level(APPROVALS)
    return card


async def test_an_urgent_sentence_of_somebody_who_may_opens_a_loud_form(office: Scene) -> None:
    form = await office.form(text=CLOSE_NOW)

    assert_view({key: each for key, each in form.items() if key != "id"})
    assert form["submit"]["text"] == "Apply now"
    assert ":rotating_light: *Emergency.* It is applied at once" in said(form)
    (reason,) = [each for each in form["blocks"] if each.get("block_id") == forms.REASON]
    assert reason["optional"] is False


async def test_an_urgent_sentence_of_anybody_else_waits_for_approval_and_says_so(office: Scene) -> None:
    form = await office.form("UERIN", CLOSE_NOW)

    assert form["submit"]["text"] == "Ask for approval"
    assert "it waits for approval like any other" in said(form)
    assert forms.AT_ONCE not in buttons(form)


async def test_the_form_turns_into_the_loud_one_and_back_and_nothing_is_sent(office: Scene) -> None:
    form = await office.form(text=CLOSE)
    assert form["submit"]["text"] == "Ask for approval"

    await office.click_in_view("UDANA", form, forms.AT_ONCE)
    loud = last(office)
    await office.click_in_view("UDANA", loud, forms.PATIENTLY)
    quiet = last(office)

    assert (loud["submit"]["text"], quiet["submit"]["text"]) == ("Apply now", "Ask for approval")
    assert json.loads(loud["private_metadata"]) == json.loads(form["private_metadata"]) | {"at_once": True}
    assert json.loads(quiet["private_metadata"]) == json.loads(form["private_metadata"]) | {"at_once": False}
    assert await office.store(lambda store: store.requests_in(State)) == []


async def test_somebody_without_the_right_who_forges_the_loud_form_gets_nothing(office: Scene) -> None:
    form = await office.form("UERIN", CLOSE)

    response = await office.submit("UERIN", {**form, "callback_id": forms.RUSH}, "The office is flooded.")

    assert json.loads(response.body)["response_action"] == "errors"
    assert await office.store(lambda store: store.requests_in(State)) == []


async def test_an_emergency_is_applied_at_once_and_everybody_is_called(office: Scene) -> None:
    card = await rushed(office)

    assert office.phones.applied() == 1
    assert (await office.request()).origin == "/line in CLINES"
    assert "🚨 Emergency: " in said(card["blocks"])
    told = "\n".join(each["text"] for each in office.slack.thread(APPROVALS, card["ts"]))
    assert told.count("<@UAMIR> <@UNOOR>") == 1
    assert any("Emergency by <@UDANA>" in each["text"] for each in office.slack.messages["DUDANA"])


async def test_somebody_else_ratifies_it_with_a_button(office: Scene) -> None:
    card = await rushed(office)

    await office.click("UDANA", card, cards.RATIFY)
    (refusal,) = office.slack.answers
    await office.click("UAMIR", card, cards.RATIFY)
    await office.reconciler().reconcile()

    assert refusal["response_type"] == "ephemeral"
    assert "Ratified by <@UAMIR>" in said(card["blocks"])
    assert not {cards.RATIFY, cards.REVERT} & set(buttons(card["blocks"]))


async def test_an_emergency_is_undone_with_a_button(office: Scene) -> None:
    card = await rushed(office)

    office.desk.asks = {**office.desk.asks, "undo request 1": office.desk.asks["undo"]}
    await office.click("UNOOR", card, cards.REVERT)
    await office.keeper().work()
    await office.reconciler().reconcile()

    first, second = office.slack.top_level(APPROVALS)
    assert not office.phones.setups["1"].overrides
    assert not {cards.RATIFY, cards.REVERT} & set(buttons(first["blocks"]))
    assert "No approval needed:" in said(second["blocks"])


async def test_a_reading_without_a_form_has_only_the_way_into_it(office: Scene) -> None:
    await office.event({"type": "message", "channel_type": "im", "user": "UDANA", "text": CLOSE_NOW, "ts": "1.1",
                        "channel": "DUDANA"})  # fmt: skip

    (answer,) = office.slack.messages["DUDANA"]
    assert set(buttons(answer["blocks"])) == {replies.REVIEW}
    assert await office.store(lambda store: store.requests_in(State)) == []

    await office.click("UDANA", {**answer, "channel": "DUDANA"}, replies.REVIEW)

    assert json.loads(last(office)["private_metadata"])["origin"] == "a direct message"


async def test_a_reason_that_the_policy_wants_is_wanted_by_the_form() -> None:
    async with scene("Support", policy=RULES.model_copy(update={"reason": True, "emergency": ()})) as office:
        form = await office.form()

    (reason,) = [each for each in form["blocks"] if each.get("block_id") == forms.REASON]
    assert reason["optional"] is False
    assert "One approver has to approve it." in said(form)
