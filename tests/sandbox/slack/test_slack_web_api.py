"""The Web API, asked by Slack's own client."""

from typing import Any

import pytest
from aiohttp import ClientSession
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack import App, Channel, Person, Team, UserGroup, demo_team
from sandbox.world import World


def _id(world: World, name: str) -> str:
    return world.slack.directory.named_channel(name).id


async def _served(team: Team) -> tuple[World, AsyncWebClient]:
    world = World(vendors=[], team=team)
    await world.start()
    return world, AsyncWebClient(token=world.slack.bot_token, base_url=world.slack.api_url)


async def test_the_bot_learns_who_it_is_and_what_it_may(world: World, client: AsyncWebClient) -> None:
    answer = await client.auth_test()

    assert answer["user"] == "switchhook"
    assert answer["user_id"] == world.slack.directory.bot.id
    assert answer["bot_id"] == world.slack.team.app.bot_id
    assert "chat:write" in answer.headers["x-oauth-scopes"].split(",")


async def test_the_app_token_learns_which_app_it_is(world: World) -> None:
    answer = await AsyncWebClient(token=world.slack.app_token, base_url=world.slack.api_url).auth_test()

    assert answer["app_id"] == world.slack.team.app.id


@pytest.mark.parametrize(
    ("token", "method", "code"),
    [
        ("xoxb-wrong", "auth.test", "invalid_auth"),
        ("", "auth.test", "not_authed"),
        ("app", "chat.postMessage", "not_allowed_token_type"),
        ("bot", "apps.connections.open", "not_allowed_token_type"),
        ("bot", "chat.shout", "unknown_method"),
    ],
)
async def test_a_call_with_a_wrong_token_or_name_is_refused(
    world: World, session: ClientSession, token: str, method: str, code: str
) -> None:
    known = {"app": world.slack.app_token, "bot": world.slack.bot_token}
    headers = {"Authorization": f"Bearer {known.get(token, token)}"} if token else {}

    async with session.post(world.slack.api_url + method, headers=headers) as response:
        answer = await response.json()

    assert response.status == 200
    assert (answer["ok"], answer["error"]) == (False, code)


async def test_arguments_may_come_as_a_form_or_as_json(world: World, session: ClientSession) -> None:
    url, channel = f"{world.slack.api_url}chat.postMessage", _id(world, "phone-lines")
    blocks = '[{"type": "divider"}]'

    form = {"token": world.slack.bot_token, "channel": channel, "text": "by form", "blocks": blocks}
    async with session.post(url, data=form) as response:
        by_form = await response.json()
    headers = {"Authorization": f"Bearer {world.slack.bot_token}"}
    async with session.post(url, json={"channel": channel, "text": "by json"}, headers=headers) as response:
        by_json = await response.json()

    assert by_form["message"]["blocks"][0]["type"] == "divider"
    assert by_json["message"]["text"] == "by json"


async def test_what_is_not_json_is_refused(world: World, session: ClientSession) -> None:
    headers = {"Content-Type": "application/json"}

    async with session.post(f"{world.slack.api_url}auth.test", data="{", headers=headers) as response:
        answer = await response.json()

    assert answer["error"] == "invalid_json"


async def test_a_call_without_the_scope_says_which_is_missing() -> None:
    team = Team(
        name="Small",
        people=(Person(name="dana"),),
        channels=(Channel(name="lines", members=("dana",)), Channel(name="quiet", kind="private")),
        app=App(scopes=frozenset({"chat:write", "channels:read"})),
    )
    world, client = await _served(team)

    with pytest.raises(SlackApiError) as users:
        await client.users_list()
    with pytest.raises(SlackApiError) as history:
        await client.conversations_history(channel=_id(world, "lines"))
    listed = await client.conversations_list(types="public_channel")
    with pytest.raises(SlackApiError) as private:
        await client.conversations_list(types="public_channel,private_channel")
    await world.stop()

    assert users.value.response["error"] == "missing_scope"
    assert users.value.response["needed"] == "users:read"
    assert users.value.response["provided"] == "channels:read,chat:write"
    assert history.value.response["needed"] == "channels:history"
    assert [channel["name"] for channel in listed["channels"]] == ["lines"]
    assert private.value.response["needed"] == "groups:read"


async def test_people_are_shown_with_zone_guest_bot_and_home_team() -> None:
    team = Team(
        name="Mixed",
        people=(
            Person(name="gil", is_restricted=True, zone="Europe/Berlin"),
            Person(name="robot", is_bot=True),
            Person(name="faye", team_id="TOTHER"),
        ),
        channels=(Channel(name="shared", members=("gil", "robot", "faye"), is_ext_shared=True),),
    )
    world, client = await _served(team)
    ids = {person.name: person.id for person in world.slack.directory.everyone}

    shown = {name: (await client.users_info(user=user_id))["user"] for name, user_id in ids.items()}
    listed = {person["name"] for person in (await client.users_list())["members"]}
    channel = (await client.conversations_info(channel=_id(world, "shared"), include_num_members=True))["channel"]
    await world.stop()

    assert (shown["gil"]["is_restricted"], shown["gil"]["tz"]) == (True, "Europe/Berlin")
    assert shown["gil"]["tz_offset"] in {3600, 7200}
    assert shown["robot"]["is_bot"]
    assert (shown["faye"]["team_id"], shown["faye"]["is_stranger"]) == ("TOTHER", True)
    assert listed == {"gil", "robot", "switchhook"}
    assert (channel["is_ext_shared"], channel["num_members"]) == (True, 4)


async def test_who_has_made_and_changed_a_group_is_shown_and_who_is_an_admin() -> None:
    people = (Person(name="dana", is_owner=True), Person(name="lee"), Person(name="kim", is_admin=True))
    groups = (
        UserGroup(name="leads", members=("dana",)),
        UserGroup(name="others", created_by="kim"),
        UserGroup(name="open", created_by="kim", updated_by="lee"),
    )
    channels = (Channel(name="lines", members=("dana",)),)
    world, client = await _served(Team(name="Example", people=people, channels=channels, groups=groups))

    shown = (await client.usergroups_list())["usergroups"]
    found = {person.id: (await client.users_info(user=person.id))["user"] for person in people}
    await world.stop()

    name = {person.id: person.name for person in people}
    assert [(name[each["created_by"]], name[each["updated_by"]]) for each in shown] == [
        ("dana", "dana"),
        ("kim", "kim"),
        ("kim", "lee"),
    ]
    assert [each["is_owner"] for each in found.values()] == [True, False, False]
    assert [each["is_admin"] for each in found.values()] == [False, False, True]


async def test_groups_and_members_are_shown_by_id(world: World, client: AsyncWebClient) -> None:
    amir, noor = (world.slack.directory.named_person(name).id for name in ("amir", "noor"))

    groups = (await client.usergroups_list(include_users=True))["usergroups"]
    members = (await client.usergroups_users_list(usergroup=groups[0]["id"]))["users"]
    in_channel = (await client.conversations_members(channel=_id(world, "phone-approvals")))["members"]

    assert [(group["handle"], group["users"]) for group in groups] == [("phone-approvers", [amir, noor])]
    assert members == [amir, noor]
    assert len(in_channel) == 5
    assert world.slack.directory.bot.id in in_channel


async def test_bot_team_and_own_conversations_are_shown() -> None:
    team = demo_team()
    scopes = team.app.scopes | {"im:read", "team:read"}
    world, client = await _served(team.model_copy(update={"app": team.app.model_copy(update={"scopes": scopes})}))
    bot = (await client.bots_info(bot=world.slack.team.app.bot_id))["bot"]
    shown = (await client.team_info())["team"]
    own = await client.users_conversations(types="public_channel,private_channel")
    direct = await client.conversations_list(types="im")
    await world.stop()

    assert bot["user_id"] == world.slack.directory.bot.id
    assert shown["name"] == "Example Company"
    assert [channel["name"] for channel in own["channels"]] == ["phone-lines", "phone-approvals"]
    assert len(direct["channels"]) == 4


async def test_lists_come_in_pages(client: AsyncWebClient) -> None:
    names = []
    cursor = ""
    for _ in range(3):
        answer = await client.users_list(limit=2, cursor=cursor)
        names += [person["name"] for person in answer["members"]]
        cursor = answer["response_metadata"]["next_cursor"]

    assert names == ["dana", "amir", "noor", "lee", "switchhook"]
    assert cursor == ""


@pytest.mark.parametrize(
    ("method", "arguments", "code"),
    [
        ("users.info", {"user": "U0"}, "user_not_found"),
        ("users.info", {}, "invalid_arguments"),
        ("usergroups.users.list", {"usergroup": "S0"}, "no_such_subteam"),
        ("bots.info", {"bot": "B0"}, "bot_not_found"),
        ("conversations.info", {"channel": "C0"}, "channel_not_found"),
        ("conversations.list", {"types": "secret"}, "invalid_types"),
        ("conversations.open", {"users": "U0"}, "user_not_found"),
        ("users.list", {"cursor": "soon"}, "invalid_cursor"),
        ("users.list", {"limit": "many"}, "invalid_arguments"),
        ("views.update", {"view_id": "V0"}, "not_found"),
    ],
)
async def test_what_is_not_there_is_refused(
    client: AsyncWebClient, refusal: Any, method: str, arguments: dict[str, str], code: str
) -> None:
    assert await refusal(client.api_call(method, json=arguments)) == code


async def test_a_private_channel_without_the_bot_does_not_exist_for_it() -> None:
    team = Team(
        name="Closed",
        people=(Person(name="dana"),),
        channels=(
            Channel(name="secret", kind="private", members=("dana",), has_bot=False),
            Channel(name="open", members=("dana",), has_bot=False),
            Channel(name="old", members=("dana",), is_archived=True),
        ),
        groups=(UserGroup(name="leads", members=("dana",)),),
    )
    world, client = await _served(team)

    codes = {}
    for name in ("secret", "open", "old"):
        with pytest.raises(SlackApiError) as raised:
            await client.chat_postMessage(channel=_id(world, name), text="Hello")
        codes[name] = raised.value.response["error"]
    listed = await client.conversations_list(types="public_channel,private_channel", exclude_archived=True)
    with pytest.raises(SlackApiError) as history:
        await client.conversations_history(channel=_id(world, "open"))
    await world.stop()

    assert codes == {"secret": "channel_not_found", "open": "not_in_channel", "old": "is_archived"}
    assert [channel["name"] for channel in listed["channels"]] == ["open"]
    assert history.value.response["error"] == "not_in_channel"


async def test_a_planned_fault_limits_the_rate_of_one_method(world: World, client: AsyncWebClient, hands: Any) -> None:
    fault = {"kind": "status", "status": 429, "seconds": 7, "match": {"path": "chat.postMessage"}}
    await hands.do("fault", vendor="slack", **fault)

    with pytest.raises(SlackApiError) as raised:
        await client.chat_postMessage(channel=_id(world, "phone-lines"), text="too soon")
    await client.auth_test()
    await client.chat_postMessage(channel=_id(world, "phone-lines"), text="later")

    assert raised.value.response.status_code == 429
    assert raised.value.response["error"] == "ratelimited"
    assert raised.value.response.headers["Retry-After"] == "7"
    assert [message["text"] for message in (await hands.look())["channels"]["phone-lines"]] == ["later"]


async def test_a_team_with_unknown_members_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="Nobody knows these members: zoe"):
        Team(name="Wrong", people=(), channels=(Channel(name="lines", members=("zoe",)),))
    with pytest.raises(ValueError, match="Nobody knows these members: zoe"):
        Team(name="Wrong", people=(), channels=(), groups=(UserGroup(name="leads", updated_by="zoe"),))
