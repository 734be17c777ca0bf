"""Further things that the real slack-bolt does with the workspace."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.world import World

Connect = Callable[[], Awaitable[Any]]


def _plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def _modal(*blocks: dict[str, Any], title: str = "Title") -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": "form",
        "title": _plain(title),
        "submit": _plain("Send"),
        "blocks": list(blocks),
    }


def _field(block_id: str, kind: str, **element: Any) -> dict[str, Any]:
    inner = {"type": kind, "action_id": "field", **element}
    return {"type": "input", "block_id": block_id, "label": _plain("Label"), "element": inner}


async def test_bolt_offers_options_and_answers_a_form_with_errors_then_an_update(
    app: AsyncApp, connect: Connect, hands: Any
) -> None:
    @app.command("/line")
    async def command(ack: AsyncAck, command: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=command["trigger_id"], view=_modal(_field("line", "external_select")))

    @app.options("field")
    async def options(ack: AsyncAck, payload: dict[str, Any]) -> None:
        await ack(options=[{"text": _plain(payload["value"].title()), "value": payload["value"]}])

    @app.view("form")
    async def form(ack: AsyncAck, view: dict[str, Any]) -> None:
        if view["state"]["values"]["line"]["field"]["selected_option"]["value"] == "sales":
            await ack(response_action="errors", errors={"line": "Not this one."})
        else:
            await ack(response_action="update", view=_modal(title="Thanks"))

    await connect()
    await hands.do("command", user="dana", channel="phone-lines", text="/line")
    await hands.wait(lambda state: state["views"]["dana"])

    for typed in ("sales", "support"):
        await hands.do("suggest", user="dana", view=True, action_id="field", value=typed)
    refused = await hands.do("submit", user="dana", values={"line": {"field": "sales"}})
    taken = await hands.do("submit", user="dana", values={"line": {"field": "support"}})

    assert refused == {"acked": True, "response_action": "errors", "errors": {"line": "Not this one."}}
    assert taken == {"acked": True, "response_action": "update"}
    assert (await hands.look())["views"]["dana"]["title"]["text"] == "Thanks"


@pytest.mark.impatient
async def test_a_listener_that_fails_acknowledges_nothing(app: AsyncApp, connect: Connect, hands: Any) -> None:
    @app.command("/line")
    async def command() -> None:
        raise ValueError("broken on purpose")

    await connect()

    assert await hands.do("command", user="dana", channel="phone-lines", text="/line") == {"acked": False}


async def test_the_app_hears_its_own_direct_messages_and_bolt_passes_over_them(
    app: AsyncApp, connect: Connect, hands: Any, client: AsyncWebClient, world: World
) -> None:
    heard = []

    @app.event("message")
    async def message(event: dict[str, Any]) -> None:
        heard.append(event["text"])

    await connect()
    await client.chat_postMessage(channel=world.slack.directory.named_person("dana").id, text="from the app")
    await client.chat_postMessage(channel="#phone-lines", text="not subscribed")
    await hands.wait(lambda state: [entry for entry in state["log"] if entry["kind"] == "delivery"])
    await hands.do("message", user="dana", channel="@dana", text="from Dana")

    deliveries = [entry for entry in (await hands.look())["log"] if entry["kind"] == "delivery"]
    assert [(entry["payload"], entry["acked"]) for entry in deliveries] == [("message", True)] * 2
    assert heard == ["from Dana"]


async def test_changes_of_direct_messages_are_told(
    socket: Any, hands: Any, client: AsyncWebClient, world: World
) -> None:
    posted = await client.chat_postMessage(channel=world.slack.directory.named_person("dana").id, text="a")
    await client.chat_update(channel=posted["channel"], ts=posted["ts"], text="b")
    await client.chat_delete(channel=posted["channel"], ts=posted["ts"])
    await hands.wait(lambda _: len(socket.payloads) == 3)

    events = [payload["event"] for payload in socket.payloads]
    assert [event.get("subtype") for event in events] == [None, "message_changed", "message_deleted"]
    assert events[1]["message"]["text"] == "b"
    assert events[2]["deleted_ts"] == posted["ts"]
    assert events[0]["bot_id"] == world.slack.team.app.bot_id
