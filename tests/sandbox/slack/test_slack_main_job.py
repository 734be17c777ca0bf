"""The whole way of a request, with the real slack-bolt as the app."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient


def _form(day: str) -> dict[str, Any]:
    field = {"type": "plain_text_input", "action_id": "day", "initial_value": day}
    return {
        "type": "modal",
        "callback_id": "close_line",
        "title": {"type": "plain_text", "text": "Close a line"},
        "submit": {"type": "plain_text", "text": "Ask"},
        "blocks": [
            {"type": "input", "block_id": "when", "label": {"type": "plain_text", "text": "Day"}, "element": field},
        ],
    }


def _card(day: str) -> list[dict[str, Any]]:
    button = {
        "type": "button",
        "action_id": "approve",
        "value": "r1",
        "text": {"type": "plain_text", "text": "Approve"},
    }
    return [
        {"type": "section", "text": {"type": "mrkdwn", "text": f"Close on {day}"}},
        {"type": "actions", "block_id": "decide", "elements": [button]},
    ]


async def test_a_command_becomes_a_form_then_a_card_then_an_approved_card(
    hands: Any, app: AsyncApp, connect: Callable[[], Awaitable[Any]]
) -> None:
    seen = {}

    @app.command("/line")
    async def ask(ack: AsyncAck, command: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        seen["text"] = command["text"]
        await client.views_open(trigger_id=command["trigger_id"], view=_form("Saturday"))

    @app.view("close_line")
    async def sent(ack: AsyncAck, view: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        day = view["state"]["values"]["when"]["day"]["value"]
        await client.chat_postMessage(channel="phone-approvals", text=f"Close on {day}", blocks=_card(day))

    @app.action("approve")
    async def approve(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond) -> None:
        await ack()
        seen["value"] = body["actions"][0]["value"]
        channel, ts = body["container"]["channel_id"], body["container"]["message_ts"]
        await client.chat_update(channel=channel, ts=ts, text="Approved", blocks=[])
        await respond("Thank you.", replace_original=False)

    await connect()

    answer = await hands.do("command", user="dana", channel="phone-lines", text="/line close support & sales Saturday")
    assert answer == {"acked": True}
    assert seen["text"] == "close support &amp; sales Saturday"
    await hands.wait(lambda state: state["views"]["dana"])
    assert (await hands.look())["views"]["dana"]["state"]["values"]["when"]["day"]["value"] == "Saturday"

    answer = await hands.do("submit", user="dana", values={"when": {"day": "Sunday"}})
    assert answer == {"acked": True}
    await hands.wait(lambda state: state["channels"]["phone-approvals"])
    state = await hands.look()
    assert state["views"]["dana"] is None
    [card] = state["channels"]["phone-approvals"]
    assert (card["user"], card["text"], card["thread"]) == ("switchhook", "Close on Sunday", [])

    await hands.do("action", user="amir", channel="phone-approvals", ts=card["ts"], action_id="approve")
    await hands.wait(lambda state: state["ephemerals"]["amir"])
    state = await hands.look()
    assert seen["value"] == "r1"
    assert state["channels"]["phone-approvals"][0]["text"] == "Approved"
    assert [note["text"] for note in state["ephemerals"]["amir"]] == ["Thank you."]
