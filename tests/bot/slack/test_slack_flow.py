"""The main job through signed payloads: a command, a form, a card, an approval, and what everybody is told."""

import json
from collections.abc import AsyncIterator
from functools import partial

import pytest

from adapters import UnreachableError
from bot.kinds import RecordKind
from bot.requests import State
from bot.slack import cards, forms, histories, replies
from bot.store import Store
from tests.bot.slack.blocks_check import assert_message, assert_view, buttons, texts
from tests.bot.slack.fake_slack import APPROVALS
from tests.bot.slack.scene import BROAD, CLOSE, Scene, scene


@pytest.fixture
async def office() -> AsyncIterator[Scene]:
    async with scene("Support", "Sales") as opened:
        yield opened


async def test_a_sentence_opens_the_form_of_what_was_understood(office: Scene) -> None:
    response = await office.command("UDANA", CLOSE)

    assert response.status == 200
    (view,) = office.slack.views.values()
    assert_view({key: value for key, value in view.items() if key != "id"})
    assert view["submit"]["text"] == "Ask for approval"
    shown = " ".join(texts(view["blocks"]))
    assert CLOSE in shown
    assert "Sat 21 Nov 2026" in shown
    assert "instead of 9:00 AM – 1:00 PM" in shown


async def test_a_line_that_was_never_read_opens_a_form_that_is_filled_later(office: Scene) -> None:
    await office.command("UDANA", CLOSE)

    methods = [name for name, _ in office.slack.calls if name.startswith("views.")]
    opened, filled = office.slack.named("views.open")[0], office.slack.named("views.update")[0]
    assert methods == ["views.open", "views.update"]
    assert "submit" not in opened["view"]
    assert "submit" in filled["view"]


async def test_the_main_job(office: Scene) -> None:
    reconciler, keeper = office.reconciler(), office.keeper()
    sent = await office.submit("UDANA", await office.form(), "Stocktaking")
    await reconciler.reconcile()
    (card,) = office.slack.top_level(APPROVALS)
    waiting = dict(buttons(card["blocks"]))
    approved = await office.click("UAMIR", card, cards.APPROVE)
    await reconciler.reconcile()
    applying = " ".join(texts(card["blocks"]))
    await keeper.work()
    await reconciler.reconcile()

    assert (sent.status, sent.body, approved.status) == (200, "", 200)
    assert waiting[cards.APPROVE]["text"]["text"].startswith("Approve")
    assert "*Approved* by <@UAMIR>, applying…" in applying
    shown = " ".join(texts(card["blocks"]))
    assert "*Verified*" in shown
    assert "<@UAMIR>" in shown
    assert "Stocktaking" in shown
    assert not {cards.APPROVE, cards.REJECT} & set(buttons(card["blocks"]))
    assert_message(card["blocks"])
    told = " ".join(each["text"] for each in office.slack.messages["DUDANA"])
    assert "You asked for approval" in told
    assert "Verified" in told
    assert office.phones.applied() == 1


async def test_a_card_says_verified_in_no_other_state(office: Scene) -> None:
    reconciler = office.reconciler()
    await office.asked()
    await reconciler.reconcile()
    (card,) = office.slack.top_level(APPROVALS)

    await office.click("UAMIR", card, cards.APPROVE)
    await reconciler.reconcile()

    assert "verified" not in " ".join(texts(card["blocks"])).lower()
    assert "verified" not in card["text"].lower()


async def test_a_rejection_asks_for_a_reason_which_the_requester_gets(office: Scene) -> None:
    reconciler = office.reconciler()
    await office.asked()
    await reconciler.reconcile()
    (card,) = office.slack.top_level(APPROVALS)

    await office.click("UAMIR", card, cards.REJECT)
    form = list(office.slack.views.values())[-1]
    response = await office.submit("UAMIR", form, "We are open for the fair")
    await reconciler.reconcile()

    assert_view({key: value for key, value in form.items() if key != "id"})
    assert form["blocks"][-1].get("optional") is False
    assert (response.status, response.body) == (200, "")
    assert "*Rejected* by <@UAMIR>: “We are open for the fair”." in " ".join(texts(card["blocks"]))
    assert "We are open for the fair" in office.slack.messages["DUDANA"][-1]["text"]


async def test_an_empty_reason_is_asked_for_in_the_form(office: Scene) -> None:
    await office.asked()
    await office.reconciler().reconcile()
    (card,) = office.slack.top_level(APPROVALS)
    await office.click("UAMIR", card, cards.REJECT)
    form = list(office.slack.views.values())[-1]

    response = await office.submit("UAMIR", form, "  ")

    assert response.status == 200
    assert json.loads(response.body)["errors"][forms.REASON].startswith("Say why")
    assert (await office.request()).state is State.PENDING


@pytest.mark.parametrize("action", [cards.APPROVE, cards.REJECT])
@pytest.mark.parametrize(("user", "answer"), [("ULEE", "Only approvers"), ("UDANA", "You can withdraw it")])
async def test_a_click_without_rights_is_answered_to_that_person_alone(
    office: Scene, action: str, user: str, answer: str
) -> None:
    await office.asked()
    await office.reconciler().reconcile()
    (card,) = office.slack.top_level(APPROVALS)

    await office.click(user, card, action)

    assert (await office.request()).state is State.PENDING
    assert answer in office.slack.answers[-1]["text"]
    assert office.slack.answers[-1]["response_type"] == "ephemeral"
    assert office.slack.answers[-1]["replace_original"] is False


async def test_nobody_approves_their_own_request() -> None:
    async with scene("Support", approve=("UDANA", "UAMIR")) as office:
        await office.asked()
        await office.reconciler().reconcile()
        (card,) = office.slack.top_level(APPROVALS)

        await office.click("UDANA", card, cards.APPROVE)

        assert (await office.request()).state is State.PENDING
        assert "Nobody approves their own request" in office.slack.answers[-1]["text"]
        assert "<@UDANA>" not in card["blocks"][1]["text"]["text"]


async def test_somebody_who_lost_the_right_a_moment_ago_cannot_approve() -> None:
    async with scene("Support", approve=("SAPPROVERS",)) as office:
        office.slack.groups["SAPPROVERS"] = ["UAMIR"]
        await office.asked()
        await office.reconciler().reconcile()
        (card,) = office.slack.top_level(APPROVALS)
        await office.command("UAMIR", "status")
        office.slack.groups["SAPPROVERS"] = []

        await office.click("UAMIR", card, cards.APPROVE)

        assert (await office.request()).state is State.PENDING
        assert "<!subteam^SAPPROVERS>" in card["blocks"][1]["text"]["text"]


async def test_the_requester_withdraws_in_the_direct_message(office: Scene) -> None:
    reconciler = office.reconciler()
    await office.asked()
    await reconciler.reconcile()
    (note,) = office.slack.messages["DUDANA"]

    await office.click("UDANA", note, cards.WITHDRAW)
    await reconciler.reconcile()

    (card,) = office.slack.top_level(APPROVALS)
    assert "*Withdrawn* by <@UDANA>" in " ".join(texts(card["blocks"]))
    assert cards.WITHDRAW not in buttons(note["blocks"])
    assert cards.APPROVE not in buttons(card["blocks"])


async def test_a_form_that_is_out_of_date_shows_the_new_plan(office: Scene) -> None:
    form = await office.form()
    office.phones.setups["1"] = office.phones.setups["1"].model_copy(
        update={"hours": office.phones.setups["1"].hours.with_rows({})}
    )
    view = json.loads(json.dumps(form))
    view["private_metadata"] = json.dumps({**json.loads(view["private_metadata"]), "digest": "older"})

    response = await office.submit("UDANA", view, "Inventory")

    answer = json.loads(response.body)
    assert answer["response_action"] == "update"
    assert "Please look again" in " ".join(texts(answer["view"]["blocks"]))
    assert_view(answer["view"])
    assert answer["view"]["blocks"][-2]["element"]["initial_value"] == "Inventory"
    assert await office.store(lambda store: store.stale_requests()) == []


async def test_a_question_has_buttons_that_open_the_form(office: Scene) -> None:
    await office.lines.refresh("Support")
    await office.command("UDANA", BROAD)
    (question,) = office.slack.answers

    await office.click("UDANA", question, f"{replies.CHOICE}0", ephemeral=True)

    assert_message(question["blocks"])
    assert question["response_type"] == "ephemeral"
    (view,) = office.slack.views.values()
    assert "Close Support on Sat 21 Nov 2026" in " ".join(texts(view["blocks"]))


async def test_too_late_for_a_form_there_is_a_button_that_opens_it(office: Scene) -> None:
    office.slack.refusals["views.open"] = ["expired_trigger_id", "expired_trigger_id"]
    await office.command("UDANA", CLOSE)
    reading = office.slack.answers[-1]

    await office.click("UDANA", reading, replies.REVIEW, ephemeral=True)

    assert_message(reading["blocks"])
    (view,) = office.slack.views.values()
    assert view["submit"]["text"] == "Ask for approval"


async def test_a_command_that_was_delivered_twice_opens_one_form(office: Scene) -> None:
    await office.command("UDANA", CLOSE)
    office.slack.refusals["views.open"] = ["exchanged_trigger_id"]

    await office.command("UDANA", CLOSE)

    assert len(office.slack.views) == 1
    assert office.slack.answers == []


async def test_a_vendor_that_fails_is_told_of_in_the_open_form(office: Scene) -> None:
    office.phones.failures = [UnreachableError("The phone system does not answer.")]
    response = await office.command("UDANA", CLOSE)

    assert response.status == 200
    (view,) = office.slack.views.values()
    assert "cannot be read just now" in " ".join(texts(view["blocks"]))
    assert "submit" not in view


@pytest.mark.parametrize("words", ["status", "history", "help", ""])
async def test_other_answers_are_for_that_person_alone(office: Scene, words: str) -> None:
    await office.asked()
    await office.command("ULEE", words)

    answer = office.slack.answers[-1]
    assert_message(answer["blocks"])
    assert answer["response_type"] == "ephemeral"
    assert answer["text"]


async def test_a_long_history_has_pages(office: Scene) -> None:
    for number in range(45):
        told = {"note": f"n{number}"}
        await office.store(partial(Store.note, number=None, kind=RecordKind.ROLLED, line="Support", data=told))
    await office.command("ULEE", "history")
    first = office.slack.answers[-1]
    await office.click("ULEE", first, histories.MORE, ephemeral=True)
    second = office.slack.answers[-1]

    assert "1 to 15 of 45" in first["text"]
    assert "16 to 30 of 45" in second["text"]
    assert set(buttons(second["blocks"])) == {histories.MORE, histories.BACK}


async def test_a_plan_that_can_never_be_sent_any_more_makes_place_for_the_reason(office: Scene) -> None:
    form = await office.form()
    office.clock.advance(hours=2)

    response = await office.submit("UDANA", form)

    answer = json.loads(response.body)
    assert answer["response_action"] == "update"
    assert "more than an hour old" in str(answer["view"]["blocks"])
    assert "submit" not in answer["view"]
