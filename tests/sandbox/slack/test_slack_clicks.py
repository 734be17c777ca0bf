"""Clicks: in messages, forms and on Home, with the payloads that Slack would send."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.world import World


def _plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def _option(value: str) -> dict[str, Any]:
    return {"text": _plain(value.title()), "value": value}


def _button(action_id: str = "go", **more: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": action_id, "text": _plain("Go"), **more}


SELECT = {
    "type": "static_select",
    "action_id": "pick",
    "placeholder": _plain("Pick"),
    "options": [_option("a"), _option("b")],
}


def _actions(*elements: dict[str, Any], block_id: str = "row") -> dict[str, Any]:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


@pytest.fixture
def lines(world: World) -> str:
    return world.slack.directory.named_channel("phone-lines").id


@pytest.fixture
def card(client: AsyncWebClient, lines: str) -> Any:
    """Post a card and return its ts."""

    async def card(*blocks: dict[str, Any], **more: Any) -> str:
        posted = await client.chat_postMessage(channel=lines, text="card", blocks=list(blocks), **more)
        return str(posted["ts"])

    return card


@pytest.fixture
def press(hands: Any) -> Any:
    async def press(ts: str, action_id: str = "go", **more: Any) -> Any:
        return await hands.do("action", user="dana", channel="phone-lines", ts=ts, action_id=action_id, **more)

    return press


async def test_a_click_tells_who_where_what_and_how_to_answer(
    card: Any, press: Any, socket: Any, world: World, lines: str
) -> None:
    ts = await card(_actions(_button(value="r1", style="primary")))

    answer = await press(ts)

    told = socket.last
    [action] = told["actions"]
    assert answer == {"acked": True}
    assert told["type"] == "block_actions"
    assert told["user"]["id"] == world.slack.directory.named_person("dana").id
    assert told["team"]["id"] == told["user"]["team_id"] == world.slack.team.id
    assert told["container"] == {"type": "message", "message_ts": ts, "channel_id": lines, "is_ephemeral": False}
    assert told["channel"] == {"id": lines, "name": "phone-lines"}
    assert (told["message"]["ts"], told["message"]["text"]) == (ts, "card")
    assert told["response_url"].startswith(world.url)
    assert told["trigger_id"]
    assert (action["action_id"], action["block_id"], action["value"]) == ("go", "row", "r1")
    assert (action["type"], action["style"]) == ("button", "primary")


async def test_of_several_buttons_the_value_names_one(card: Any, press: Any, socket: Any) -> None:
    ts = await card(_actions(_button(value="1"), block_id="x"), _actions(_button(value="2"), block_id="y"))

    await press(ts, value="2")
    by_value = socket.last["actions"][0]["block_id"]
    await press(ts, block_id="y")
    by_block = socket.last["actions"][0]["value"]

    assert (by_value, by_block) == ("y", "2")


async def test_a_button_that_has_just_vanished_can_still_be_pressed(
    card: Any, press: Any, socket: Any, client: AsyncWebClient, lines: str
) -> None:
    ts = await card(_actions(_button(value="r1")))
    await client.chat_update(channel=lines, ts=ts, text="Verified", blocks=[])

    await press(ts)

    assert socket.last["actions"][0]["value"] == "r1"
    assert (socket.last["message"]["text"], socket.last["message"]["blocks"]) == ("Verified", [])


async def test_a_button_of_a_deleted_message_can_still_be_pressed(
    card: Any, press: Any, socket: Any, client: AsyncWebClient, lines: str
) -> None:
    ts = await card(_actions(_button(value="r1")))
    await client.chat_delete(channel=lines, ts=ts)

    await press(ts, value="r1")

    assert socket.last["message"]["text"] == "card"


async def test_a_button_in_a_thread_or_a_direct_message_can_be_pressed(
    *, card: Any, press: Any, socket: Any, client: AsyncWebClient, hands: Any, world: World
) -> None:
    head = await card()
    reply = await card(_actions(_button()), thread_ts=head)
    await press(reply)
    in_thread = socket.last
    dana = world.slack.directory.named_person("dana").id
    direct = (await client.chat_postMessage(channel=dana, text="x", blocks=[_actions(_button())]))["ts"]
    await hands.wait(lambda _: socket.payloads[-1]["type"] == "event_callback")

    await hands.do("action", user="dana", channel="@dana", ts=direct, action_id="go")

    assert in_thread["container"]["thread_ts"] == head
    assert socket.last["channel"]["name"] == "directmessage"


async def test_a_choice_in_a_message_is_remembered_for_the_next_click(
    card: Any, press: Any, socket: Any, hands: Any
) -> None:
    ts = await card(_actions(SELECT, _button()))

    await press(ts, "pick", value="b")
    chosen = socket.last
    await press(ts)

    expected = {"type": "static_select", "selected_option": _option("b")}
    assert chosen["actions"][0]["selected_option"] == _option("b")
    assert "options" not in chosen["actions"][0]
    assert chosen["state"]["values"] == socket.last["state"]["values"] == {"row": {"pick": expected}}
    assert (await hands.look())["channels"]["phone-lines"][0]["inputs"] == {"dana": {"row": {"pick": expected}}}


async def test_each_person_has_choices_of_their_own(card: Any, press: Any, socket: Any, hands: Any) -> None:
    ts = await card(_actions(SELECT, _button()))
    await press(ts, "pick", value="b")

    await hands.do("action", user="amir", channel="phone-lines", ts=ts, action_id="go")

    assert socket.last["state"]["values"]["row"]["pick"]["selected_option"] is None


async def test_pickers_boxes_and_overflow_menus_report_their_choice(card: Any, press: Any, socket: Any) -> None:
    options = [_option("a"), _option("b")]
    ts = await card(
        _actions(
            {"type": "datepicker", "action_id": "day"},
            {"type": "timepicker", "action_id": "hour"},
            {"type": "users_select", "action_id": "who"},
            {"type": "checkboxes", "action_id": "boxes", "options": options},
            {"type": "overflow", "action_id": "more", "options": options},
        ),
    )

    for action_id, value in [("day", "2026-11-21"), ("hour", "09:00"), ("boxes", ["a", "b"]), ("more", "b")]:
        await press(ts, action_id, value=value)

    actions = [payload["actions"][0] for payload in socket.payloads]
    assert actions[0]["selected_date"] == "2026-11-21"
    assert actions[1]["selected_time"] == "09:00"
    assert [option["value"] for option in actions[2]["selected_options"]] == ["a", "b"]
    assert actions[3]["selected_option"]["value"] == "b"


async def test_a_click_in_a_form_brings_the_form_along(client: AsyncWebClient, hands: Any, socket: Any) -> None:
    field = {"type": "plain_text_input", "action_id": "day"}
    label = _plain("Day")
    blocks = [
        {"type": "input", "block_id": "quiet", "label": label, "element": field},
        {"type": "input", "block_id": "loud", "label": label, "element": field, "dispatch_action": True},
        _actions(_button("more")),
    ]
    await hands.do("command", user="dana", channel="phone-lines", text="/line")
    view = {"type": "modal", "title": _plain("T"), "submit": _plain("S"), "blocks": blocks}
    await client.views_open(trigger_id=socket.last["trigger_id"], view=view)

    quiet = await hands.refused("action", user="dana", view=True, action_id="day", block_id="quiet", value="Sat")
    await hands.do("action", user="dana", view=True, action_id="day", block_id="loud", value="Sunday")
    loud = socket.last
    await hands.do("action", user="dana", view=True, action_id="more", values={"quiet": {"day": "Saturday"}})

    values = socket.last["view"]["state"]["values"]
    assert quiet[0] == 409
    assert loud["actions"][0]["value"] == "Sunday"
    assert loud["container"] == {"type": "view", "view_id": loud["view"]["id"]}
    assert "response_url" not in loud
    assert (values["quiet"]["day"]["value"], values["loud"]["day"]["value"]) == ("Saturday", "Sunday")


async def test_a_click_on_home_brings_home_along(client: AsyncWebClient, hands: Any, socket: Any, world: World) -> None:
    dana = world.slack.directory.named_person("dana").id
    await client.views_publish(user_id=dana, view={"type": "home", "blocks": [_actions(_button())]})

    await hands.do("action", user="dana", home=True, action_id="go")

    assert socket.last["view"]["type"] == "home"


@pytest.mark.impatient
async def test_an_unanswered_click_is_told_to_the_person(card: Any, press: Any, socket: Any, hands: Any) -> None:
    ts = await card(_actions(_button()))
    socket.answers["block_actions"] = None

    assert await press(ts) == {"acked": False}
    assert "operation_timeout" in (await hands.look())["ephemerals"]["dana"][0]["text"]


async def test_what_cannot_be_clicked_is_refused_with_what_can(card: Any, hands: Any) -> None:
    ts = await card(_actions(_button("approve", value="r1")))
    where = {"user": "dana", "channel": "phone-lines"}

    refusals = [
        await hands.refused("action", **where, ts=ts, action_id="reject"),
        await hands.refused("action", **where, ts=ts, action_id="approve", value="r2"),
        await hands.refused("action", **where, ts="1.2", action_id="approve"),
        await hands.refused("action", user="dana", view=True, action_id="approve"),
        await hands.refused("action", user="dana", home=True, action_id="approve"),
    ]

    assert refusals == [
        (404, f"There is no “reject” in the message {ts}. It has approve."),
        (404, f"There is no “approve” with the value “r2” in the message {ts}. It has approve."),
        (404, "Dana sees no message 1.2 in #phone-lines."),
        (409, "Dana has no form open."),
        (409, "Dana has an empty Home."),
    ]


async def test_options_from_outside_are_asked_for_and_can_then_be_chosen(
    card: Any, press: Any, socket: Any, hands: Any
) -> None:
    element = {"type": "external_select", "action_id": "line", "min_query_length": 2}
    ts = await card(_actions(element))
    place = {"user": "dana", "channel": "phone-lines", "ts": ts, "action_id": "line"}
    socket.answers["block_suggestion"] = {"options": [_option("support")]}

    too_short = await hands.do("suggest", **place, value="s")
    offered = await hands.do("suggest", **place, value="su")
    asked = socket.last
    await press(ts, "line", value="support")

    assert too_short == {"options": []}
    assert offered == {"options": [_option("support")]}
    assert (asked["type"], asked["value"], asked["action_id"]) == ("block_suggestion", "su", "line")
    assert socket.last["actions"][0]["selected_option"] == _option("support")


@pytest.mark.impatient
async def test_wrong_options_from_outside_are_refused(card: Any, socket: Any, hands: Any) -> None:
    ts = await card(_actions({"type": "external_select", "action_id": "line", "min_query_length": 0}))
    place = {"user": "dana", "channel": "phone-lines", "ts": ts, "action_id": "line"}

    socket.answers["block_suggestion"] = {"options": [_option(str(number)) for number in range(101)]}
    too_many = await hands.refused("suggest", **place, value="")
    socket.answers["block_suggestion"] = {}
    neither = await hands.refused("suggest", **place, value="")
    socket.answers["block_suggestion"] = None
    silence = await hands.do("suggest", **place, value="")

    assert "no more than 100 items allowed" in too_many[1]
    assert "must provide either options or option_groups" in neither[1]
    assert silence == {"options": []}
