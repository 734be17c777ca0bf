"""What `switchhook check` says of the policy: whether those whom it names are there, and can decide anything."""

from collections.abc import AsyncIterator, Iterable, Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import compose, describe
from bot.people import PeopleUnknownError, Roster
from bot.policy import Member, Policy
from bot.settings import Settings
from bot.slack import belonging
from bot.slack.directory import Directory
from bot.slack.finding import Finding, remark, why

WHERE_GROUPS_ARE_GUARDED = "Slack's workspace settings → Permissions → User Groups"


async def findings(client: AsyncWebClient, settings: Settings) -> AsyncIterator[Finding]:
    """Look at everybody who is named, then at whether enough of them can approve."""
    policy = compose.policy(settings)
    names = sorted(policy.names)
    for name in names:
        if belonging.is_channel(name):
            yield await _channel(client, name)
        elif name.startswith("S"):
            yield await _group(client, name)
    groups = [name for name in names if name.startswith("S")]
    if groups:
        async for finding in _editors(client, groups):
            yield finding
    async for finding in _deciders(client, settings, policy):
        yield finding


async def _channel(client: AsyncWebClient, name: str) -> Finding:
    try:
        found: Mapping[str, Any] = (await client.conversations_info(channel=name))["channel"]
        objection = belonging.objection(found)
        people = await belonging.members(client, name)
    except (SlackApiError, aiohttp.ClientError, OSError) as error:
        text = f"channel {name}: {why(error)}, so nobody in it has rights; invite Switchhook there with /invite"
        return Finding(ok=False, text=text)
    called = f"channel #{found['name']}"
    if objection:
        return Finding(ok=False, text=f"{called}: nobody has rights by being in it, since {objection}")
    return Finding(ok=True, text=f"{called}: {len(people)} members, Switchhook among them")


async def _group(client: AsyncWebClient, group: str) -> Finding:
    try:
        people = (await client.usergroups_users_list(usergroup=group))["users"]
    except (SlackApiError, aiohttp.ClientError, OSError) as error:
        return Finding(ok=False, text=f"user group {group}: {why(error)}; check [policy]")
    if not people:
        return Finding(ok=False, text=f"user group {group}: nobody is in it")
    return Finding(ok=True, text=f"user group {group}: {len(people)} people")


async def _editors(client: AsyncWebClient, groups: Iterable[str]) -> AsyncIterator[Finding]:
    """Whether just anybody may put people into the user groups, as far as it shows."""
    try:
        known = {each["id"]: each for each in (await client.usergroups_list())["usergroups"]}
        shown = [
            (known[group], user)
            for group in groups
            if group in known
            for user in dict.fromkeys(filter(None, map(known[group].get, ("created_by", "updated_by"))))
            if await _is_ordinary(client, user)
        ]
    except (SlackApiError, aiohttp.ClientError, OSError) as error:
        yield Finding(ok=False, text=f"user groups: who may edit them cannot be seen ({why(error)})")
        return
    for group, user in shown:
        yield remark(
            f"user group @{group['handle']}: {user}, who is no admin, has made or changed it. So any member may be able"
            f" to give themselves rights: let only admins edit user groups ({WHERE_GROUPS_ARE_GUARDED})"
        )
    if not shown:
        yield remark(
            f"user groups: make sure that only admins may edit them ({WHERE_GROUPS_ARE_GUARDED}), since that cannot be"
            " seen from here"
        )


async def _is_ordinary(client: AsyncWebClient, user: str) -> bool:
    """Whether somebody is neither an admin nor an app."""
    try:
        found: Mapping[str, Any] = (await client.users_info(user=user))["user"]
    except SlackApiError as error:
        if error.response["error"] not in belonging.NOBODY:
            raise
        return False
    return not any(found.get(key) for key in ("is_admin", "is_owner", "is_primary_owner", "is_bot", "deleted"))


async def _deciders(client: AsyncWebClient, settings: Settings, policy: Policy) -> AsyncIterator[Finding]:
    """Whether enough people can approve, wherever the policy says who or how many."""
    people = Directory(client, policy.names)
    given = settings.policy
    places = [("[policy] approve", given.approve, given.quorum)]
    places += [
        (f"[[policy.rules]] {number}", each.approve or given.approve, each.quorum or given.quorum)
        for number, each in enumerate(given.rules, start=1)
        if each.approve is not None or each.quorum is not None
    ]
    try:
        roster = await people.roster()
        strangers = [each for each in sorted(policy.names) if each[0] in "UW" and (await people.member(each)).outsider]
        found = [(place, await _able(people, names, roster, quorum), quorum) for place, names, quorum in places]
    except PeopleUnknownError as error:
        yield Finding(ok=False, text=f"policy: Slack does not say who can approve ({_cause(error)}); try again later")
        return
    for user in strangers:
        yield Finding(
            ok=False,
            text=f"person {user}: is gone, a guest, a bot or of another workspace, and has no rights; take"
            " them out of [policy]",
        )
    for place, able, quorum in found:
        yield _enough(place, able, quorum)


async def _able(people: Directory, names: Iterable[str], roster: Roster, quorum: int) -> list[Member]:
    """Those who can approve by a list, but not more than one beyond the quorum."""
    able: list[Member] = []
    for user in dict.fromkeys(user for name in names for user in roster.get(name, (name,))):
        member = await people.member(user)
        if not member.outsider:
            able.append(member)
        if len(able) > quorum:
            break
    return able


def _enough(place: str, able: list[Member], quorum: int) -> Finding:
    if not able:
        return Finding(ok=False, text=f"{place}: nobody can approve; name people who are there")
    who = describe.listed([each.name for each in able])
    if len(able) < quorum:
        return Finding(ok=False, text=f"{place}: {quorum} have to approve, and only {who} can; name more people")
    if len(able) == quorum:
        return remark(
            f"{place}: only {who} can approve, and nobody approves their own request, so what they ask for themselves"
            " is never approved; name one more"
        )
    return Finding(ok=True, text=f"{place}: enough people can approve")


def _cause(error: PeopleUnknownError) -> str:
    return why(error.__cause__) if isinstance(error.__cause__, Exception) else "no answer"
