"""What `switchhook check` says of the policy: whether those whom it names are there, and can decide anything."""

import datetime as dt
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import compose, describe
from bot.people import PeopleUnknownError, Roster
from bot.policy import EVERYONE, Member, Policy
from bot.settings import PolicySettings, RuleSettings, Settings
from bot.slack import belonging
from bot.slack.directory import Directory
from bot.slack.finding import Finding, counted, remark, why

_DAY = dt.timedelta(days=1)
"""However a line's own time differs from UTC, it does by less than this."""

LONGEST_FREEZE = 92 * _DAY
"""However long people stop changes, it is not for longer than this."""

WHERE_GROUPS_ARE_GUARDED = "Slack's workspace settings → Permissions → User Groups"


async def findings(client: AsyncWebClient, settings: Settings) -> AsyncIterator[Finding]:
    """Look at everybody who is named, then at whether enough of them can approve."""
    policy = compose.policy(settings)
    names, places = sorted(policy.names), _places(settings)
    for name in names:
        if belonging.is_channel(name):
            yield await _channel(client, name)
        elif name.startswith("S"):
            yield await _group(client, name, places[name])
    groups = [name for name in names if name.startswith("S")]
    if groups:
        async for finding in _editors(client, groups):
            yield finding
    async for finding in _deciders(client, settings, policy):
        yield finding
    for each in _without_effect(settings.policy, dt.datetime.now(dt.UTC)):
        yield each


def _without_effect(given: PolicySettings, now: dt.datetime) -> Iterator[Finding]:
    """What the policy says and nothing comes of, or less than it seems."""
    names = [freeze.name.casefold() for freeze in given.freezes]
    for twice in dict.fromkeys(freeze.name for freeze in given.freezes if names.count(freeze.name.casefold()) > 1):
        yield remark(f"freeze “{twice}”: several are called so, and people could not tell them apart")
    for freeze in given.freezes:
        start, end = freeze.span
        length = end.replace(tzinfo=None) - start.replace(tzinfo=None)
        if length > LONGEST_FREEZE:
            yield remark(f"freeze “{freeze.name}”: it stops changes for {length.days} days; see that it is meant")
        if (end if end.tzinfo else end.replace(tzinfo=dt.UTC)) < now - _DAY:
            yield remark(f"freeze “{freeze.name}”: it is over, and can be taken out of [[policy.freezes]]")
    for number, rule in enumerate(given.rules, start=1):
        if rule.approval is False and rule.quorum is not None:
            yield remark(
                f"[[policy.rules]] {number}: with approval = false its quorum counts only for what is of high risk, or"
                " asked together with something else"
            )


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
    return Finding(ok=True, text=f"{called}: {counted(len(people), 'member', 'members')}, Switchhook among them")


async def _group(client: AsyncWebClient, group: str, where: str) -> Finding:
    try:
        people = (await client.usergroups_users_list(usergroup=group))["users"]
    except (SlackApiError, aiohttp.ClientError, OSError) as error:
        return Finding(ok=False, text=f"user group {group}: {why(error)}; check {where}")
    if not people:
        return Finding(ok=False, text=f"user group {group}: nobody is in it")
    return Finding(ok=True, text=f"user group {group}: {counted(len(people), 'person', 'people')}")


async def _editors(client: AsyncWebClient, groups: Iterable[str]) -> AsyncIterator[Finding]:
    """Whether just anybody may put people into the user groups, as far as it shows."""
    try:
        known = {each["id"]: each for each in (await client.usergroups_list())["usergroups"]}
        shown = [
            (known[group], ordinary)
            for group in groups
            if group in known
            for user in dict.fromkeys(filter(None, map(known[group].get, ("created_by", "updated_by"))))
            if (ordinary := await _ordinary(client, user))
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


async def _ordinary(client: AsyncWebClient, user: str) -> str:
    """The name of somebody who is neither an admin nor an app; empty of everybody else."""
    try:
        found: Mapping[str, Any] = (await client.users_info(user=user))["user"]
    except SlackApiError as error:
        if error.response["error"] not in belonging.NOBODY:
            raise
        return ""
    is_other = any(found.get(key) for key in ("is_admin", "is_owner", "is_primary_owner", "is_bot", "deleted"))
    return "" if is_other else str(found.get("real_name") or found.get("name") or user)


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
    asking = [given.ask, *(each.ask or given.ask for each in given.rules if each.approve or each.quorum is not None)]
    names = {f"{line.vendor}:{line.id}": line.name for line in settings.lines}
    told = {(approve, quorum) for _, approve, quorum in places}
    together = [
        (f"“{deed.word}” on {names[deed.line]}", approve, quorum)
        for (approve, quorum), deed in policy.demands(names).items()
        if (approve, quorum) not in told
    ]
    try:
        roster = await people.roster()
        named = sorted({*policy.names, *(user for users in policy.portal.values() for user in users)})
        strangers = [each for each in named if each[0] in "UW" and (await people.member(each)).outsider]
        found = [(place, await _able(people, each, roster, quorum), quorum) for place, each, quorum in places]
        met = [(place, await _able(people, each, roster, quorum), quorum) for place, each, quorum in together]
    except PeopleUnknownError as error:
        yield Finding(ok=False, text=f"policy: Slack does not say who can approve ({_cause(error)}); try again later")
        return
    places_of = _places(settings)
    for user in strangers:
        yield Finding(
            ok=False,
            text=f"person {user}: is gone, a guest, a bot or of another workspace, and has no rights; take"
            f" them out of {places_of[user]}",
        )
    for (place, able, quorum), askers in zip(found, asking, strict=True):
        yield _enough(place, able, quorum, _spelled_out(askers, roster))
    for place, able, quorum in met:
        if len(able) < quorum:
            yield _enough(f"[[policy.rules]] together, {place}", able, quorum, None)


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


def _places(settings: Settings) -> dict[str, str]:
    """Where the settings name somebody, as the file writes it: `[policy] approve and [[policy.rules]] 2, ask`."""
    found: dict[str, list[str]] = {}
    tables: list[tuple[str, PolicySettings | RuleSettings]] = [("[policy] ", settings.policy)]
    tables += [(f"[[policy.rules]] {number}, ", rule) for number, rule in enumerate(settings.policy.rules, start=1)]
    for head, table in tables:
        for key in ("ask", "approve", "emergency", "escalate"):
            for name in dict.fromkeys(getattr(table, key) or ()):
                found.setdefault(name, []).append(f"{head}{key}")
    for vendor in settings.vendors.configured:
        for name in dict.fromkeys(getattr(settings.vendors, vendor).portal):
            found.setdefault(name, []).append(f"[vendors.{vendor}] portal")
    return {name: describe.listed(places) for name, places in found.items()}


def _spelled_out(names: Iterable[str], roster: Roster) -> frozenset[str] | None:
    """The people of a list; None if it is everybody."""
    if EVERYONE in names:
        return None
    return frozenset(user for name in names for user in roster.get(name, (name,)))


def _enough(place: str, able: list[Member], quorum: int, askers: frozenset[str] | None) -> Finding:
    """Whether those who are able to approve suffice for what `askers` may ask for; None for everybody."""
    if not able:
        return Finding(ok=False, text=f"{place}: nobody can approve; name people who are there")
    who = describe.listed([each.name for each in able])
    if len(able) < quorum:
        return Finding(ok=False, text=f"{place}: {quorum} have to approve, and only {who} can; name more people")
    if len(able) == quorum:
        only = f"{quorum} have to approve and only {who} can" if quorum > 1 else f"only {who} can approve"
        if askers is not None and askers <= {each.person.user for each in able}:
            text = f"{place}: {only}, and nobody else may ask. Nobody approves their own request, so nothing is ever"
            return Finding(ok=False, text=f"{text} approved; name one more")
        asked = "they ask for themselves" if quorum == 1 else f"{'either' if quorum == 2 else 'any'} of them asks for"
        return remark(
            f"{place}: {only}, and nobody approves their own request, so what {asked} is never approved; name one more"
        )
    return Finding(ok=True, text=f"{place}: enough people can approve")


def _cause(error: PeopleUnknownError) -> str:
    return why(error.__cause__) if isinstance(error.__cause__, Exception) else "no answer"
