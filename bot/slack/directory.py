"""Who somebody in Slack is, with everything that a right may depend on."""

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.describe import TWELVE_HOUR_COUNTRIES
from bot.people import PeopleUnknownError, Roster
from bot.policy import Member
from bot.requests import Person
from bot.slack import belonging

SLACKBOT = "USLACKBOT"
"""Slack's own program, of which it says that it is none."""

LIFE = 60.0
"""Seconds for which an answer of Slack's is good enough, but for a decision."""


class Directory:
    """The people of one workspace, and who belongs to what the policy names."""

    def __init__(
        self,
        client: AsyncWebClient,
        names: Iterable[str],
        team: str = "",
        *,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._seconds = seconds
        self._groups = sorted({name for name in names if name.startswith(("S", "C", "G"))})
        self._team = team
        self._members: dict[str, tuple[float, Member]] = {}
        self._teams: dict[str, frozenset[str]] = {}
        """The workspaces that each of them is of; an organization is one as well."""
        self._belonging: dict[str, tuple[float, tuple[str, ...]]] = {}

    async def member(self, user: str, *, fresh: bool = False, team: str = "") -> Member:
        """Somebody as Slack knows them; `fresh`: now, not up to a minute ago.

        `team` is the workspace that a click says they are of: if it is none of theirs, they are somebody else there.
        """
        member = await self._known(user, fresh=fresh)
        if not team or team in self._teams[user]:
            return member
        return member.model_copy(update={"person": Person(team=team, user=user), "foreign": True})

    async def _known(self, user: str, *, fresh: bool) -> Member:
        until, known = self._members.get(user, (0.0, None))
        if known is not None and not fresh and self._seconds() < until:
            return known
        with _telling():
            member = await self._read(user, fresh=fresh)
        self._members[user] = (self._seconds() + LIFE, member)
        return member

    async def roster(self) -> Roster:
        """Who belongs to what the policy names, now."""
        with _telling():
            found = await asyncio.gather(*(self._in(name, fresh=True) for name in self._groups))
        return dict(zip(self._groups, found, strict=True))

    async def _read(self, user: str, *, fresh: bool) -> Member:
        team = await self._own_team()
        found = await self._profile(user)
        if found is None:
            self._teams[user] = frozenset({team})
            return Member(person=Person(team=team, user=user), guest=True)
        inside = await asyncio.gather(*(self._in(name, fresh=fresh) for name in self._groups))
        organization: Mapping[str, Any] = found.get("enterprise_user", {})
        teams = {found.get("team_id", team), *organization.get("teams", [])}
        self._teams[user] = frozenset({*teams, organization.get("enterprise_id", team)})
        foreign = team not in teams or bool(found.get("is_stranger"))
        return Member(
            person=Person(team=str(found["team_id"]) if foreign else team, user=user),
            name=_name(found),
            zone=found.get("tz") or "UTC",
            clock="12" if _country(found) in TWELVE_HOUR_COUNTRIES else "24",
            guest=any(found.get(key) for key in ("is_restricted", "is_ultra_restricted", "deleted")),
            bot=bool(found.get("is_bot")) or user == SLACKBOT,
            foreign=foreign,
            groups=frozenset(name for name, users in zip(self._groups, inside, strict=True) if user in users),
        )

    async def _profile(self, user: str) -> Mapping[str, Any] | None:
        """What Slack knows of somebody; None if they are gone."""
        try:
            found: Mapping[str, Any] = (await self._client.users_info(user=user, include_locale=True))["user"]
        except SlackApiError as error:
            if error.response["error"] not in belonging.NOBODY:
                raise
            return None
        return found

    async def _own_team(self) -> str:
        if not self._team:
            self._team = str((await self._client.auth_test())["team_id"])
        return self._team

    async def _in(self, name: str, *, fresh: bool) -> tuple[str, ...]:
        """Who belongs to a group or a channel."""
        until, known = self._belonging.get(name, (0.0, ()))
        if fresh or self._seconds() >= until:
            known = await belonging.members(self._client, name)
            self._belonging[name] = (self._seconds() + LIFE, known)
        return known


@contextmanager
def _telling() -> Iterator[None]:
    """Say so where Slack does not answer."""
    try:
        yield
    except (SlackClientError, aiohttp.ClientError, OSError) as error:  # a time-out is an OSError
        raise PeopleUnknownError from error


def _name(found: Mapping[str, Any]) -> str:
    profile: Mapping[str, Any] = found.get("profile", {})
    return str(profile.get("display_name") or found.get("real_name") or found.get("name") or "")


def _country(found: Mapping[str, Any]) -> str:
    """The country of somebody's language settings: `US` of `en-US`."""
    return str(found.get("locale") or "").partition("-")[2]
