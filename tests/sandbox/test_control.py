"""The control API: people act by name, and what cannot be done is said in one sentence."""

import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qsl

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from sandbox.slack import App, Channel, Command, Person, Shortcut, Team, Timing
from sandbox.world import World

TEAM = Team(
    name="Small",
    people=(
        Person(name="dana"),
        Person(name="lee"),
        Person(name="faye", team_id="TOTHER"),
        Person(name="robot", is_bot=True),
    ),
    channels=(
        Channel(name="lines", members=("dana", "faye", "robot"), is_ext_shared=True),
        Channel(name="secret", kind="private", members=("dana",)),
        Channel(name="elsewhere", members=("dana",), has_bot=False),
        Channel(name="old", members=("dana",), is_archived=True),
    ),
    app=App(
        commands=(Command(command="/line"), Command(command="/raw", should_escape=False)),
        shortcuts=(
            Shortcut(name="Close a line", callback_id="close_line"),
            Shortcut(name="Use this", callback_id="use_this", kind="message"),
        ),
        events=frozenset({"message.im", "message.channels", "message.groups", "app_mention", "app_home_opened"}),
    ),
)


@pytest.fixture
async def world() -> AsyncIterator[World]:
    world = World(vendors=[], team=TEAM, timing=Timing(event_retries=()))
    await world.start()
    yield world
    await world.stop()


@pytest.fixture
async def heard(world: World) -> AsyncIterator[list[Any]]:
    """Serve an app that takes everything, and return what it heard."""
    heard: list[Any] = []

    async def hear(request: web.Request) -> web.Response:
        body = await request.text()
        fields = dict(parse_qsl(body))
        heard.append(json.loads(fields.get("payload") or body) if "command" not in fields else fields)
        return web.Response()

    application = web.Application()
    application.router.add_post("/", hear)
    server = TestServer(application)
    await server.start_server()
    world.slack.deliver_to(str(server.make_url("/")))
    yield heard
    await server.close()


@pytest.fixture
def post(world: World) -> Any:
    async def post(name: str, **order: Any) -> tuple[int, Any]:
        async with ClientSession() as session, session.post(f"{world.url}/control/{name}", json=order) as response:
            return response.status, await response.json()

    return post


def _id(world: World, name: str) -> str:
    return world.slack.directory.named_person(name).id


async def test_a_command_is_delivered_as_slack_does(post: Any, heard: list[Any], world: World) -> None:
    status, answer = await post("command", user="dana", channel="secret", text="  /line close @lee & https://a.com  ")

    [command] = heard
    assert (status, answer) == (200, {"acked": True})
    assert command["text"] == f"close <@{_id(world, 'lee')}> &amp; <https://a.com>"
    assert (command["user_id"], command["user_name"]) == (_id(world, "dana"), "dana")
    assert command["channel_name"] == "privategroup"
    assert command["response_url"].startswith(f"{world.url}/slack/response/")
    assert command["is_enterprise_install"] == "false"


async def test_a_command_may_ask_for_the_text_as_it_is(post: Any, heard: list[Any]) -> None:
    await post("command", user="dana", channel="lines", text="/raw @lee & <x>")

    assert heard[0]["text"] == "@lee & <x>"


async def test_a_mention_is_told_as_message_and_as_mention(post: Any, heard: list[Any], world: World) -> None:
    status, answer = await post("message", user="dana", channel="lines", text="@switchhook close support")

    message, mention = (payload["event"] for payload in heard)
    assert (status, answer["acked"]) == (200, True)
    assert (message["type"], message["channel_type"]) == ("message", "channel")
    assert mention["type"] == "app_mention"
    assert "channel_type" not in mention
    assert mention["text"] == f"<@{world.slack.directory.bot.id}> close support"
    assert message["ts"] == mention["ts"] == answer["ts"]
    assert heard[0]["event_id"] != heard[1]["event_id"]


async def test_a_direct_message_is_no_mention(post: Any, heard: list[Any]) -> None:
    await post("message", user="dana", channel="@dana", text="@switchhook hello")

    assert [payload["event"]["channel_type"] for payload in heard] == ["im"]


async def test_where_the_app_is_not_nothing_is_told(post: Any, heard: list[Any]) -> None:
    status, answer = await post("message", user="dana", channel="elsewhere", text="@switchhook hello")

    assert (status, answer["acked"]) == (200, True)
    assert heard == []


async def test_strangers_and_bots_are_told_apart(post: Any, heard: list[Any]) -> None:
    await post("message", user="faye", channel="lines", text="hello")
    await post("message", user="robot", channel="lines", text="beep")
    await post("command", user="faye", channel="lines", text="/line")

    stranger, robot, command = heard
    assert stranger["event"]["user_team"] == "TOTHER"
    assert stranger["is_ext_shared_channel"]
    assert robot["event"]["bot_id"].startswith("B")
    assert "bot_id" not in stranger["event"]
    assert command["team_id"] == "TOTHER"


async def test_opening_home_is_told(post: Any, heard: list[Any], world: World) -> None:
    await post("home", user="dana")

    event = heard[0]["event"]
    assert (event["type"], event["tab"], event["user"]) == ("app_home_opened", "home", _id(world, "dana"))
    assert "view" not in event


async def test_shortcuts_are_told_with_a_trigger(post: Any, heard: list[Any]) -> None:
    ts = (await post("message", user="dana", channel="lines", text="close support"))[1]["ts"]

    await post("shortcut", user="dana", callback_id="close_line")
    await post("shortcut", user="dana", callback_id="use_this", channel="lines", ts=ts)

    anywhere, here = heard[-2:]
    assert (anywhere["type"], anywhere["callback_id"]) == ("shortcut", "close_line")
    assert anywhere["trigger_id"] != here["trigger_id"]
    assert (here["type"], here["message"]["text"], here["message_ts"]) == ("message_action", "close support", ts)
    assert here["response_url"]


async def test_the_state_names_everyone_and_everything(post: Any, heard: list[Any], world: World) -> None:
    await post("message", user="dana", channel="@dana", text="hello")

    async with ClientSession() as session, session.get(f"{world.url}/control/state") as response:
        state = await response.json()

    assert set(state) == {"now", "channels", "ephemerals", "dms", "views", "homes", "vendors", "log"}
    assert list(state["channels"]) == ["lines", "secret", "elsewhere", "old"]
    assert list(state["views"]) == list(state["homes"]) == list(state["ephemerals"]) == ["dana", "lee", "faye"]
    [message] = state["dms"]["dana"]
    assert (message["user"], message["text"], message["blocks"], message["thread"]) == ("dana", "hello", [], [])
    assert len(heard) == 1


@pytest.mark.parametrize(
    ("name", "order", "status", "sentence"),
    [
        ("command", {"text": "/shout x"}, 400, "“/shout” is not a command here. There is /line, /raw."),
        ("command", {"text": ""}, 400, "“” is not a command here. There is /line, /raw."),
        ("command", {"user": "zoe"}, 400, "Nobody here is called “zoe”. There are dana, lee, faye."),
        (
            "command",
            {"channel": "moon"},
            400,
            "There is no channel “moon”. There are lines, secret, elsewhere, old, and @person for direct messages.",
        ),
        ("command", {"user": "lee"}, 403, "Lee is not in #lines."),
        ("command", {"channel": "@lee"}, 403, "Dana is not in @lee."),
        ("command", {"volume": 11}, 400, "This cannot be done: volume extra inputs are not permitted."),
        ("message", {"text": " "}, 400, "A message needs some text."),
        ("message", {"channel": "old"}, 409, "#old is archived."),
        ("message", {"thread_ts": "1.2"}, 404, "There is no message 1.2 in #lines."),
        ("dance", {}, 404, "POST /control/dance is not part of the control API."),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) and " " in value else None,
)
async def test_what_cannot_be_done_is_said_in_one_sentence(
    post: Any, name: str, order: dict[str, Any], status: int, sentence: str
) -> None:
    whole = {"user": "dana", "channel": "lines", "text": "/line", **order}

    assert await post(name, **whole) == (status, {"error": sentence})


@pytest.mark.parametrize(
    ("name", "order", "sentence"),
    [
        ("command", {"user": "dana", "channel": "lines"}, "This cannot be done: text field required."),
        (
            "action",
            {"user": "dana", "action_id": "go"},
            "This cannot be done: say where: the channel and ts of a message, or view or home.",
        ),
        (
            "clock",
            {},
            "This cannot be done: give either now, an ISO moment, or advance, in seconds.",
        ),
        (
            "shortcut",
            {"user": "dana", "callback_id": "fly"},
            "The app has no shortcut “fly”. It has close_line, use_this.",
        ),
    ],
    ids=["no text", "nowhere", "no time", "no such shortcut"],
)
async def test_an_incomplete_order_is_refused(post: Any, name: str, order: dict[str, Any], sentence: str) -> None:
    assert await post(name, **order) == (400, {"error": sentence})


async def test_what_is_not_json_is_refused_too(world: World) -> None:
    async with ClientSession() as session:
        async with session.post(f"{world.url}/control/command", data="user=dana") as response:
            broken = response.status, (await response.json())["error"]
        async with session.get(f"{world.url}/control/command") as response:
            wrong_method = response.status, (await response.json())["error"]
        async with session.get(f"{world.url}/control/calls?vendor=moon") as response:
            no_vendor = response.status, (await response.json())["error"]

    assert broken[0] == 400
    assert broken[1].startswith("This cannot be done: invalid JSON")
    assert wrong_method == (404, "GET /control/command is not part of the control API.")
    assert no_vendor == (404, "There is no vendor “moon”. There is none.")
