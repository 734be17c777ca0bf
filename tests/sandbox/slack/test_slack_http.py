"""HTTP delivery, to the real slack-bolt and to an app that answers badly."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_bolt.async_app import AsyncAck, AsyncApp

from sandbox.world import World


@pytest.fixture
async def bolt(world: World, app: AsyncApp) -> AsyncIterator[TestServer]:
    server = TestServer(app.web_app(path="/slack/events"))
    await server.start_server()
    world.slack.deliver_to(str(server.make_url("/slack/events")))
    yield server
    await server.close()


class Answering:
    """An app that gives the answers it was told, one after another, and keeps the headers it saw."""

    def __init__(self) -> None:
        self.answers: list[web.Response] = []
        self.seen: list[Any] = []

    async def answer(self, request: web.Request) -> web.Response:
        self.seen.append(request.headers)
        return self.answers[len(self.seen) - 1]


@pytest.fixture
async def badly(world: World) -> AsyncIterator[Answering]:
    badly = Answering()
    application = web.Application()
    application.router.add_post("/", badly.answer)
    server = TestServer(application)
    await server.start_server()
    world.slack.deliver_to(str(server.make_url("/")))
    yield badly
    await server.close()


@pytest.mark.usefixtures("bolt")
async def test_bolt_trusts_signed_commands_clicks_and_events(
    app: AsyncApp, hands: Any, client: Any, world: World
) -> None:
    heard = []

    @app.command("/line")
    async def command(ack: AsyncAck, command: dict[str, Any]) -> None:
        heard.append(command["text"])
        await ack("understood")

    @app.action("go")
    async def action(ack: AsyncAck, body: dict[str, Any]) -> None:
        heard.append(body["message"]["text"])
        await ack()

    @app.event("message")
    async def event(event: dict[str, Any]) -> None:
        heard.append(event["text"])

    button = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
    channel = world.slack.directory.named_channel("phone-lines").id
    posted = await client.chat_postMessage(
        channel=channel, text="press", blocks=[{"type": "actions", "elements": [button]}]
    )

    acks = [
        await hands.do("command", user="dana", channel="phone-lines", text="/line status ü"),
        await hands.do("action", user="dana", channel="phone-lines", ts=posted["ts"], action_id="go"),
        await hands.do("message", user="dana", channel="@dana", text="hello"),
    ]

    assert all(ack["acked"] for ack in acks)
    assert heard == ["status ü", "press", "hello"]
    assert [note["text"] for note in (await hands.look())["ephemerals"]["dana"]] == ["understood"]


async def test_a_failed_event_comes_again_with_number_and_reason(badly: Answering, hands: Any) -> None:
    badly.answers = [web.Response(status=500), web.Response(status=500), web.Response()]

    answer = await hands.do("message", user="dana", channel="@dana", text="hello")
    await hands.wait(lambda state: state["log"][-1].get("attempt") == 2 and state["log"][-1]["acked"])

    told = [(seen.get("X-Slack-Retry-Num"), seen.get("X-Slack-Retry-Reason")) for seen in badly.seen]
    assert not answer["acked"]
    assert told == [(None, None), ("1", "http_error"), ("2", "http_error")]


async def test_an_app_can_ask_for_no_repetition(badly: Answering, hands: Any) -> None:
    badly.answers = [web.Response(status=500, headers={"x-slack-no-retry": "1"})]

    answer = await hands.do("message", user="dana", channel="@dana", text="hello")

    assert not answer["acked"]
    assert len(badly.seen) == 1


async def test_an_app_that_is_not_there_is_told_to_the_person(hands: Any, world: World) -> None:
    world.slack.deliver_to("http://127.0.0.1:1/")

    answer = await hands.do("command", user="dana", channel="phone-lines", text="/line")

    assert answer == {"acked": False}
    assert "dispatch_failed" in (await hands.look())["ephemerals"]["dana"][0]["text"]


async def test_delivery_returns_to_the_sockets(badly: Answering, hands: Any, world: World, socket: Any) -> None:
    world.slack.deliver_to(None)

    assert (await hands.do("command", user="dana", channel="phone-lines", text="/line"))["acked"]
    assert badly.seen == []
    assert len(socket.payloads) == 1
