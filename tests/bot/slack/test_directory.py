"""Who somebody is: guests, bots and foreigners are told apart, rights are looked up anew where they count."""

import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.people import PeopleUnknownError
from bot.requests import Person
from bot.slack.directory import Directory
from tests.bot.slack.fake_slack import FakeSlack


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as opened:
        opened.groups["SAPPROVERS"] = ["UAMIR"]
        yield opened


def directory(slack: FakeSlack, seconds: Callable[[], float] = time.monotonic) -> Directory:
    client = AsyncWebClient(token="xoxb-test", base_url=slack.api_url)
    return Directory(client, ["UNOOR", "*", "SAPPROVERS", "SGONE", "CROOM"], seconds=seconds)


async def test_a_member_has_a_name_a_zone_a_clock_and_groups(slack: FakeSlack) -> None:
    slack.people["UAMIR"] = {"profile": {"display_name": "Amir"}, "tz": "Europe/Berlin", "locale": "de-DE"}

    member = await directory(slack).member("UAMIR")

    assert member.person == Person(team="T1", user="UAMIR")
    assert (member.name, member.zone, member.clock) == ("Amir", "Europe/Berlin", "24")
    assert member.groups == {"SAPPROVERS"}
    assert not member.outsider


@pytest.mark.parametrize(
    ("profile", "kind"),
    [
        ({"is_restricted": True}, "guest"),
        ({"is_ultra_restricted": True}, "guest"),
        ({"deleted": True}, "guest"),
        ({"is_bot": True}, "bot"),
        ({"team_id": "T2"}, "foreign"),
        ({"is_stranger": True}, "foreign"),
    ],
    ids=str,
)
async def test_outsiders_are_known_as_such(slack: FakeSlack, profile: dict[str, Any], kind: str) -> None:
    slack.people["UX"] = profile

    member = await directory(slack).member("UX")

    assert getattr(member, kind) is True
    assert member.outsider


async def test_somebody_of_the_same_enterprise_is_no_foreigner(slack: FakeSlack) -> None:
    slack.people["UX"] = {"team_id": "T2", "enterprise_user": {"teams": ["T1", "T2"]}}

    member = await directory(slack).member("UX")

    assert not member.foreign
    assert member.person.team == "T1"


@pytest.mark.parametrize(
    ("team", "foreign"), [("", False), ("T1", False), ("T3", False), ("E1", False), ("T2", True), ("E2", True)]
)
async def test_whoever_a_click_says_is_of_another_workspace_is_somebody_else(
    slack: FakeSlack, team: str, *, foreign: bool
) -> None:
    slack.people["UAMIR"] = {"enterprise_user": {"enterprise_id": "E1", "teams": ["T1", "T3"]}}
    people = directory(slack)

    member = await people.member("UAMIR", team=team)

    assert (member.foreign, member.outsider) == (foreign, foreign)
    assert member.person == Person(team=team if foreign else "T1", user="UAMIR")
    assert not (await people.member("UAMIR")).foreign


@pytest.mark.parametrize(("locale", "clock"), [("en-US", "12"), ("en-GB", "24"), ("fr-FR", "24"), ("", "12")])
async def test_the_clock_follows_the_language(slack: FakeSlack, locale: str, clock: str) -> None:
    slack.people["UX"] = {"locale": locale}

    assert (await directory(slack).member("UX")).clock == clock


async def test_what_is_known_is_good_for_a_minute_but_not_for_a_decision(slack: FakeSlack) -> None:
    seconds = [0.0]
    people = directory(slack, lambda: seconds[0])
    await people.member("UAMIR")
    slack.groups["SAPPROVERS"] = []

    soon = await people.member("UAMIR")
    deciding = await people.member("UAMIR", fresh=True)
    after = await people.member("UAMIR")
    slack.groups["SAPPROVERS"] = ["UAMIR"]
    seconds[0] = 61.0
    later = await people.member("UAMIR")

    assert [bool(each.groups) for each in (soon, deciding, after, later)] == [True, False, False, True]


async def test_what_is_known_of_a_group_serves_everybody_for_a_minute(slack: FakeSlack) -> None:
    people = directory(slack)

    for user in ("UAMIR", "UNOOR", "UDANA"):
        await people.member(user)

    assert [each["usergroup"] for each in slack.named("usergroups.users.list")] == ["SAPPROVERS", "SGONE"]


@pytest.mark.parametrize("method", ["auth.test", "users.info", "usergroups.users.list", "conversations.info"])
@pytest.mark.parametrize("problem", ["internal_error", "ratelimited", "missing_scope"])
async def test_where_slack_does_not_say_who_somebody_is_nobody_decides_for_it(
    slack: FakeSlack, method: str, problem: str
) -> None:
    slack.refusals[method] = [problem] * 2

    with pytest.raises(PeopleUnknownError):
        await directory(slack).member("UAMIR", fresh=True)


async def test_where_nobody_answers_nobody_decides_either() -> None:
    people = Directory(AsyncWebClient(token="xoxb-test", base_url="http://127.0.0.1:9/api/"), ["SAPPROVERS"])

    with pytest.raises(PeopleUnknownError):
        await people.member("UAMIR")
    with pytest.raises(PeopleUnknownError):
        await people.roster()


async def test_the_roster_is_unknown_where_slack_does_not_tell_it(slack: FakeSlack) -> None:
    slack.refusals["usergroups.users.list"] = ["internal_error"] * 2

    with pytest.raises(PeopleUnknownError):
        await directory(slack).roster()


@pytest.mark.parametrize("problem", ["user_not_found", "user_not_visible"])
async def test_somebody_who_is_gone_is_a_member_without_rights(slack: FakeSlack, problem: str) -> None:
    slack.refusals["users.info"] = [problem]

    member = await directory(slack).member("UAMIR")

    assert member.person == Person(team="T1", user="UAMIR")
    assert member.outsider


async def test_the_members_of_a_private_channel_are_all_known(slack: FakeSlack) -> None:
    slack.channels["CROOM"] = {}
    slack.inside["CROOM"] = ["UBOT", "UDANA", "UKIM", "ULEE", "UNOOR"]
    people = directory(slack)

    member, stranger = await people.member("UNOOR"), await people.member("UAMIR")

    assert member.groups == {"CROOM"}
    assert stranger.groups == {"SAPPROVERS"}
    assert await people.roster() == {
        "CROOM": ("UBOT", "UDANA", "UKIM", "ULEE", "UNOOR"),
        "SAPPROVERS": ("UAMIR",),
        "SGONE": (),
    }


@pytest.mark.parametrize(
    "channel",
    [
        {"is_private": False},
        {"is_ext_shared": True},
        {"is_pending_ext_shared": True},
        {"is_archived": True},
        {"is_member": False},
        {"error": "channel_not_found"},
        {"error": "method_not_supported_for_channel_type"},
    ],
    ids=str,
)
async def test_a_channel_that_anybody_may_enter_gives_nobody_rights(slack: FakeSlack, channel: dict[str, Any]) -> None:
    slack.channels["CROOM"] = channel
    slack.inside["CROOM"] = ["UAMIR"]
    if "error" in channel:
        slack.refusals["conversations.info"] = [channel["error"]] * 2

    people = directory(slack)

    assert "CROOM" not in (await people.member("UAMIR")).groups
    assert (await people.roster())["CROOM"] == ()


async def test_who_has_left_a_channel_has_no_rights_from_then_on(slack: FakeSlack) -> None:
    slack.channels["CROOM"] = {}
    slack.inside["CROOM"] = ["UAMIR"]
    people = directory(slack)
    before = await people.member("UAMIR", fresh=True)
    slack.inside["CROOM"] = []

    after = await people.member("UAMIR", fresh=True)

    assert ("CROOM" in before.groups, "CROOM" in after.groups) == (True, False)
