"""Who somebody is: guests, bots and foreigners are told apart, rights are looked up anew where they count."""

import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

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
    return Directory(client, ["UNOOR", "*", "SAPPROVERS", "SGONE"], seconds=seconds)


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


async def test_who_cannot_be_looked_up_has_no_rights(slack: FakeSlack) -> None:
    slack.refusals["usergroups.users.list"] = ["internal_error", "internal_error"]

    with pytest.raises(SlackApiError, match="internal_error"):
        await directory(slack).member("UAMIR", fresh=True)
