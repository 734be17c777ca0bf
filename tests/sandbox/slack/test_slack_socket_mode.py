"""Socket Mode: who gets a payload, what happens to those that nobody acknowledges, and how sockets end."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp import ClientSession, WSServerHandshakeError
from slack_bolt.async_app import AsyncAck, AsyncApp

from sandbox.world import World

OpenSocket = Callable[[], Awaitable[Any]]


async def test_hello_counts_the_sockets(open_socket: OpenSocket) -> None:
    first, second = await open_socket(), await open_socket()

    assert (first.hello["type"], first.hello["num_connections"]) == ("hello", 1)
    assert second.hello["num_connections"] == 2
    assert second.hello["debug_info"]["approximate_connection_time"] == 3600


async def test_an_address_is_good_for_one_socket(world: World, session: ClientSession) -> None:
    headers = {"Authorization": f"Bearer {world.slack.app_token}"}
    async with session.post(f"{world.slack.api_url}apps.connections.open", headers=headers) as response:
        url = (await response.json())["url"]

    async with session.ws_connect(url):
        with pytest.raises(WSServerHandshakeError) as refused:
            await session.ws_connect(url)

    assert refused.value.status == 401


async def test_an_eleventh_socket_is_turned_away(open_socket: OpenSocket, world: World) -> None:
    for _ in range(10):
        await open_socket()

    eleventh = await open_socket()

    assert eleventh.hello["reason"] == "too_many_websockets"
    assert world.slack.sockets == 10


async def test_each_payload_goes_to_exactly_one_socket(open_socket: OpenSocket, hands: Any) -> None:
    sockets = [await open_socket() for _ in range(3)]

    for _ in range(6):
        await hands.do("command", user="dana", channel="phone-lines", text="/line")

    assert [len(socket.envelopes) for socket in sockets] == [2, 2, 2]


@pytest.mark.impatient
async def test_an_unanswered_command_is_told_to_the_person(socket: Any, hands: Any) -> None:
    socket.answers["slash_commands"] = None

    answer = await hands.do("command", user="dana", channel="phone-lines", text="/line close support")

    assert answer == {"acked": False}
    [note] = (await hands.look())["ephemerals"]["dana"]
    assert note["user"] == "slackbot"
    assert note["text"] == "/line failed with the error “operation_timeout”"


async def test_a_command_without_any_app_fails_at_once(hands: Any) -> None:
    assert await hands.do("command", user="dana", channel="phone-lines", text="/line") == {"acked": False}
    assert "dispatch_failed" in (await hands.look())["ephemerals"]["dana"][0]["text"]


@pytest.mark.impatient
async def test_an_unanswered_event_comes_again_and_says_so(socket: Any, hands: Any) -> None:
    socket.answers["event_callback"] = None

    answer = await hands.do("message", user="dana", channel="@dana", text="close support")
    await hands.wait(lambda _: len(socket.envelopes) == 4)
    await hands.wait(lambda state: [entry["attempt"] for entry in state["log"] if entry["kind"] == "delivery"][3:])

    assert not answer["acked"]
    assert [envelope["retry_attempt"] for envelope in socket.envelopes] == [0, 1, 2, 3]
    assert [envelope["retry_reason"] for envelope in socket.envelopes] == ["", "timeout", "timeout", "timeout"]
    assert len({envelope["payload"]["event_id"] for envelope in socket.envelopes}) == 1


@pytest.mark.impatient
async def test_a_repeated_event_that_is_taken_does_not_come_a_third_time(socket: Any, hands: Any) -> None:
    socket.answers["event_callback"] = None
    await hands.do("message", user="dana", channel="@dana", text="close support")

    socket.answers["event_callback"] = {}
    await hands.wait(lambda state: state["log"][-1].get("attempt") == 1 and state["log"][-1]["acked"])
    await asyncio.sleep(0.1)

    assert len(socket.envelopes) == 2


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_bolt_survives_the_end_of_its_socket(
    world: World, app: AsyncApp, connect: OpenSocket, hands: Any, reason: Any
) -> None:
    heard = []

    @app.command("/line")
    async def hear(ack: AsyncAck, command: dict[str, Any]) -> None:
        heard.append(command["text"])
        await ack()

    await connect()
    await world.slack.disconnect(reason)
    await asyncio.sleep(0.3)

    assert world.slack.sockets == 1
    assert (await hands.do("command", user="dana", channel="phone-lines", text="/line again"))["acked"]
    assert heard == ["again"]


async def test_an_ack_is_taken_from_another_socket_too(open_socket: OpenSocket, hands: Any) -> None:
    silent, helper = await open_socket(), await open_socket()
    silent.answers["slash_commands"] = None

    command = asyncio.create_task(hands.do("command", user="dana", channel="phone-lines", text="/line"))
    await silent.arrived.wait()
    await helper.socket.send_json({"envelope_id": silent.envelopes[0]["envelope_id"]})

    assert (await command)["acked"]


async def test_nonsense_from_the_app_is_ignored(socket: Any, hands: Any) -> None:
    await socket.socket.send_str("{")
    await socket.socket.send_str("[]")
    await socket.socket.send_json({"envelope_id": "unknown"})

    assert (await hands.do("command", user="dana", channel="phone-lines", text="/line"))["acked"]


@pytest.mark.usefixtures("socket")
async def test_the_log_tells_what_was_delivered(hands: Any) -> None:
    await hands.do("command", user="dana", channel="phone-lines", text="/line")

    entry = (await hands.look())["log"][-1]

    assert (entry["kind"], entry["payload"], entry["about"], entry["acked"]) == ("delivery", "command", "/line", True)
    assert 0 <= entry["seconds"] < 3
