"""The addresses at which an app answers a command or a click."""

from typing import Any

import pytest
from aiohttp import ClientSession
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack import Timing
from sandbox.world import World

BUTTON = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
BLOCKS = [{"type": "actions", "elements": [BUTTON]}]


@pytest.fixture
def respond(session: ClientSession) -> Any:
    async def respond(url: str, **body: Any) -> tuple[int, str]:
        async with session.post(url, json=body) as response:
            return response.status, await response.text()

    return respond


@pytest.fixture
async def command_url(hands: Any, socket: Any) -> str:
    await hands.do("command", user="dana", channel="phone-lines", text="/line")
    return str(socket.last["response_url"])


@pytest.fixture
async def click_url(hands: Any, socket: Any, client: AsyncWebClient, world: World) -> str:
    channel = world.slack.directory.named_channel("phone-approvals").id
    ts = (await client.chat_postMessage(channel=channel, text="card", blocks=BLOCKS))["ts"]
    await hands.do("action", user="amir", channel="phone-approvals", ts=ts, action_id="go")
    return str(socket.last["response_url"])


async def test_an_answer_is_for_the_person_unless_told_otherwise(respond: Any, command_url: str, hands: Any) -> None:
    await respond(command_url, text="for you")
    await respond(command_url, text="for all", response_type="in_channel")

    state = await hands.look()

    assert [note["text"] for note in state["ephemerals"]["dana"]] == ["for you"]
    assert [message["text"] for message in state["channels"]["phone-lines"]] == ["for all"]


async def test_an_address_is_good_for_five_answers(respond: Any, command_url: str) -> None:
    answers = [await respond(command_url, text="again") for _ in range(6)]

    assert answers[:5] == [(200, "ok")] * 5
    assert answers[5] == (404, "used_url")


@pytest.mark.parametrize("timing", [Timing(response_url=0)], ids=["at once"])
async def test_an_address_dies_after_its_time(respond: Any, command_url: str) -> None:
    assert await respond(command_url, text="late") == (404, "expired_url")


async def test_a_click_can_replace_the_card(respond: Any, click_url: str, hands: Any) -> None:
    await respond(click_url, text="done", replace_original=True)

    [card] = (await hands.look())["channels"]["phone-approvals"]

    assert (card["text"], card["blocks"]) == ("done", [])


async def test_a_click_can_delete_the_card_but_not_twice(respond: Any, click_url: str, hands: Any) -> None:
    first = await respond(click_url, delete_original=True)
    second = await respond(click_url, delete_original=True)

    assert first == (200, "ok")
    assert second == (404, "message_not_found")
    assert (await hands.look())["channels"]["phone-approvals"] == []


async def test_a_click_can_be_answered_in_the_thread(respond: Any, click_url: str, hands: Any) -> None:
    [card] = (await hands.look())["channels"]["phone-approvals"]

    await respond(click_url, text="why", response_type="in_channel", replace_original=False, thread_ts=card["ts"])

    [card] = (await hands.look())["channels"]["phone-approvals"]
    assert [reply["text"] for reply in card["thread"]] == ["why"]


async def test_an_ephemeral_message_is_replaced_and_stays_ephemeral(
    respond: Any, command_url: str, hands: Any, socket: Any
) -> None:
    await respond(command_url, text="choose", blocks=BLOCKS)
    [note] = (await hands.look())["ephemerals"]["dana"]
    await hands.do("action", user="dana", channel="phone-lines", ts=note["ts"], action_id="go")

    await respond(socket.last["response_url"], text="chosen", replace_original=True, response_type="in_channel")

    state = await hands.look()
    assert socket.last["container"]["is_ephemeral"]
    assert "message" not in socket.last
    assert [note["text"] for note in state["ephemerals"]["dana"]] == ["chosen"]
    assert state["channels"]["phone-lines"] == []


async def test_an_ephemeral_message_can_be_deleted(respond: Any, command_url: str, hands: Any, socket: Any) -> None:
    await respond(command_url, text="choose", blocks=BLOCKS)
    [note] = (await hands.look())["ephemerals"]["dana"]
    await hands.do("action", user="dana", channel="phone-lines", ts=note["ts"], action_id="go")

    await respond(socket.last["response_url"], delete_original="true")

    assert (await hands.look())["ephemerals"]["dana"] == []


async def test_a_wrong_answer_is_refused(respond: Any, command_url: str) -> None:
    assert await respond(command_url, text="") == (400, "no_text")
    assert await respond(command_url, blocks=[{"type": "buton"}]) == (400, "invalid_blocks")
    assert (await respond(command_url.rsplit("/", 1)[0] + "/unknown", text="x")) == (404, "expired_url")


async def test_an_acknowledgement_can_be_an_answer(hands: Any, socket: Any) -> None:
    socket.answers["slash_commands"] = {"text": "at once", "response_type": "in_channel"}
    good = await hands.do("command", user="dana", channel="phone-lines", text="/line")
    socket.answers["slash_commands"] = {"blocks": [{"type": "buton"}]}
    bad = await hands.do("command", user="dana", channel="phone-lines", text="/line")

    assert good == {"acked": True}
    assert bad["problem"].startswith("invalid_blocks; [ERROR] unsupported type: buton")
    assert [one["text"] for one in (await hands.look())["channels"]["phone-lines"]] == ["at once"]
