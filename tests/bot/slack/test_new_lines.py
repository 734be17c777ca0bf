"""A new line in Slack: from the command, through its form, to the card and the line itself."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from adapters import UnreachableError
from bot.language import Ask, Verb
from bot.requests import State
from bot.slack import blanks, cards, replies
from bot.slack.blocks import Json
from tests.bot.slack.blocks_check import assert_message, assert_view, buttons, texts
from tests.bot.slack.fake_slack import APPROVALS, TEAM
from tests.bot.slack.filling import by_field, kept, sent
from tests.bot.slack.scene import Scene, scene
from tests.fakes import KIND

NUMBER = "+19198321234"
GOOD = {"name": "Returns", "greeting": "Hello", "number": NUMBER, "zone": "America/New_York"}
ELSEWHERE = KIND.model_copy(update={"name": "durham", "label": "fake line in Durham"})


@pytest.fixture
async def office() -> AsyncIterator[Scene]:
    async with scene("Support") as opened:
        opened.desk.asks = {
            **opened.desk.asks,
            "new": Ask(verb=Verb.CREATE, sentence="Create a new line."),
            "undo": Ask(verb=Verb.UNDO, lines=("Returns",), sentence="Undo the last change on Returns."),
        }
        yield opened


async def opened(office: Scene) -> Json:
    """The form that a command opens."""
    await office.command("UDANA", "new")
    return list(office.slack.views.values())[-1]


async def pressed(office: Scene, view: Json, action: Json) -> Json:
    """The form after something in it was pressed or chosen."""
    response = await office.interact(
        {
            "type": "block_actions",
            "user": {"id": "UDANA", "team_id": TEAM},
            "container": {"type": "view", "view_id": view["id"]},
            "view": {"hash": "h", "state": {"values": {}}, **view},
            "trigger_id": "1.2.3",
            "actions": [action],
        }
    )
    assert response.status == 200
    return office.slack.views[view["id"]]


async def submitted(office: Scene, view: Json, user: str = "UDANA") -> Json:
    """What Slack is told after a form was sent."""
    response = await office.interact(
        {"type": "view_submission", "user": {"id": user, "team_id": TEAM}, "view": view, "trigger_id": "1.2.3"}
    )
    assert response.status == 200
    answer: Json = json.loads(response.body) if response.body else {}
    return answer


def chosen(view: Json, label: str) -> Json:
    """What Slack says of the choice of a kind."""
    (section,) = (each for each in view["blocks"] if each.get("block_id") == blanks.KIND)
    option = next(each for each in section["accessory"]["options"] if label in each["text"]["text"])
    return {"type": "static_select", "action_id": blanks.KIND, "block_id": blanks.KIND, "selected_option": option}


async def asked(office: Scene, **more: Any) -> Json:
    """The answer to the plan's form, after the blank was filled in."""
    pushed = await submitted(office, sent(await opened(office), {**GOOD, **more}))
    assert pushed["response_action"] == "push", pushed
    assert_view(pushed["view"])
    plan = {**pushed["view"], "id": "V9", "previous_view_id": "V1"}
    values = {"reason": {"reason": {"type": "plain_text_input", "value": "the sale"}}}
    return await submitted(office, {**plan, "state": {"values": values}})


async def test_the_form_opens_at_once_and_is_filled_once_the_vendors_have_answered(office: Scene) -> None:
    view = await opened(office)

    (first,) = office.slack.named("views.open")
    assert first["view"]["title"]["text"] == view["title"]["text"] == "New phone line"
    assert "Reading what can be made…" in " ".join(texts(first["view"]["blocks"]))
    assert_view({name: each for name, each in view.items() if name != "id"})
    assert list(by_field(view)) == ["name", "greeting", "number", "zone", "recording"]


async def test_a_new_line_is_asked_for_approved_and_there(office: Scene) -> None:
    closing = await asked(office)
    await office.reconciler().reconcile()
    (card,) = office.slack.top_level(APPROVALS)

    assert closing == {"response_action": "clear"}
    assert_message(card["blocks"])
    said = " ".join(texts(card["blocks"]))
    for each in ("Returns", "Hello", NUMBER, "America/New_York", "High risk", "the sale"):
        assert each in said

    await office.click("UAMIR", card, cards.APPROVE)
    await office.keeper().work()
    await office.reconciler().reconcile()

    request = await office.request()
    assert request.state is State.VERIFIED
    assert office.lines.names == ("Support", "Returns")
    (card,) = office.slack.top_level(APPROVALS)
    assert "The line was made and read back." in " ".join(texts(card["blocks"]))
    assert any("The line was made and read back." in each["text"] for each in office.slack.messages["DUDANA"])


async def test_a_line_is_deleted_from_slack_as_well(office: Scene) -> None:
    await asked(office)
    await office.reconciler().reconcile()
    await office.click("UAMIR", office.slack.top_level(APPROVALS)[0], cards.APPROVE)
    await office.keeper().work()
    await office.keeper().work()

    await office.command("UDANA", "undo")
    view = list(office.slack.views.values())[-1]
    await office.submit("UDANA", view)
    await office.reconciler().reconcile()
    card = office.slack.top_level(APPROVALS)[-1]
    await office.click("UAMIR", card, cards.APPROVE)
    await office.keeper().work()

    assert_view({name: each for name, each in view.items() if name != "id"})
    assert view["title"]["text"] == "Delete a phone line"
    assert office.lines.names == ("Support",)
    assert [(await office.request(number)).state for number in (1, 2)] == [State.REVERTED, State.VERIFIED]


async def test_mistakes_stand_at_their_fields_and_nothing_is_lost(office: Scene) -> None:
    view = sent(await opened(office), {**GOOD, "name": "Support", "zone": "Springfield"})

    answer = await submitted(office, view)

    places = {each["block_id"]: each["element"]["action_id"] for each in view["blocks"] if each["type"] == "input"}
    assert answer["response_action"] == "errors"
    told = {blanks.field_of(places[block]): text for block, text in answer["errors"].items()}
    assert list(told) == ["zone", "name"]
    assert "no time zone" in told["zone"]
    assert "already" in told["name"]


async def test_a_mistake_in_what_is_not_shown_shows_it(office: Scene) -> None:
    office.phones.unwanted = {"music": "There has to be music."}
    view = sent(await opened(office), GOOD)

    answer = await submitted(office, view)

    assert answer["response_action"] == "update"
    assert "*Hold music:* There has to be music." in " ".join(texts(answer["view"]["blocks"]))
    office.phones.unwanted = {}
    assert (await submitted(office, sent(kept(view, answer["view"]), {**GOOD, "music": "0"})))[
        "response_action"
    ] == "push"


async def test_another_kind_can_be_chosen_and_what_was_typed_stays(office: Scene) -> None:
    office.phones.offered = (KIND, ELSEWHERE)
    view = await opened(office)
    assert "submit" not in view

    raleigh = await pressed(office, view, chosen(view, "Raleigh"))
    filled = sent(raleigh, GOOD)
    durham = await pressed(office, filled, chosen(raleigh, "Durham"))
    answer = await submitted(office, kept(filled, durham))

    assert answer["response_action"] == "push"
    assert "Create the fake line “Returns” in Durham at Fake." in " ".join(texts(answer["view"]["blocks"]))


async def test_more_settings_are_shown_below_what_was_typed(office: Scene) -> None:
    view = sent(await opened(office), GOOD)
    button = {"type": "button", "block_id": blanks.MORE, **buttons(view["blocks"])[blanks.MORE]}

    more = await pressed(office, view, button)
    answer = await submitted(office, sent(kept(view, more), {**GOOD, "music": "1"}))

    assert "*Hold music:* Silence" in " ".join(texts(answer["view"]["blocks"]))


async def test_a_mention_is_answered_by_a_button_that_opens_the_form(office: Scene) -> None:
    await office.event(
        {"type": "app_mention", "user": "UDANA", "channel": "CLINES", "ts": "10.1", "text": "<@UBOT> new"}
    )
    (begun,) = office.slack.thread("CLINES", "10.1")
    assert_message(begun["blocks"])

    await office.click("UDANA", begun, replies.REVIEW)

    (view,) = office.slack.views.values()
    assert view["callback_id"] == blanks.FILL


async def test_a_vendor_that_is_away_is_named_in_the_form(office: Scene) -> None:
    async def away() -> Any:
        msg = "no answer."
        raise UnreachableError(msg)

    office.phones.kinds = away  # type: ignore[method-assign]  # the vendor is broken on purpose
    view = await opened(office)

    assert "Fake cannot be asked just now: no answer." in " ".join(texts(view["blocks"]))


async def test_a_form_that_is_too_old_says_so(office: Scene) -> None:
    view = sent(await opened(office), GOOD)
    office.clock.advance(hours=2)

    answer = await submitted(office, view)

    assert "more than an hour old" in " ".join(answer["errors"].values())


async def test_the_form_of_somebody_else_is_of_no_use(office: Scene) -> None:
    view = sent(await opened(office), GOOD)

    answer = await submitted(office, view, user="ULEE")

    assert "somebody else" in " ".join(answer["errors"].values())
