"""Who somebody in Slack is, with everything that a right may depend on."""

import asyncio
import itertools
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.describe import TWELVE_HOUR_COUNTRIES
from bot.policy import Member
from bot.requests import Person

LIFE = 60.0
"""Seconds for which an answer of Slack's is good enough, but for a decision."""


class Directory:
    """The people of one workspace, and the user groups that the policy names."""

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
        self._groups = sorted({name for name in names if name.startswith("S")})
        self._team = team
        self._members: dict[str, tuple[float, Member]] = {}

    async def member(self, user: str, *, fresh: bool = False) -> Member:
        """Somebody as Slack knows them; `fresh`: now, not up to a minute ago."""
        until, known = self._members.get(user, (0.0, None))
        if known is not None and not fresh and self._seconds() < until:
            return known
        member = await self._read(user)
        self._members[user] = (self._seconds() + LIFE, member)
        return member

    async def _read(self, user: str) -> Member:
        team = await self._own_team()
        found: Mapping[str, Any] = (await self._client.users_info(user=user, include_locale=True))["user"]
        inside = await asyncio.gather(*(self._is_in(user, group) for group in self._groups))
        teams = {found.get("team_id", team), *found.get("enterprise_user", {}).get("teams", [])}
        foreign = team not in teams or bool(found.get("is_stranger"))
        return Member(
            person=Person(team=str(found["team_id"]) if foreign else team, user=user),
            name=_name(found),
            zone=found.get("tz") or "UTC",
            clock="12" if _country(found) in TWELVE_HOUR_COUNTRIES else "24",
            guest=any(found.get(key) for key in ("is_restricted", "is_ultra_restricted", "deleted")),
            bot=bool(found.get("is_bot")),
            foreign=foreign,
            groups=frozenset(itertools.compress(self._groups, inside)),
        )

    async def _own_team(self) -> str:
        if not self._team:
            self._team = str((await self._client.auth_test())["team_id"])
        return self._team

    async def _is_in(self, user: str, group: str) -> bool:
        try:
            answer = await self._client.usergroups_users_list(usergroup=group)
        except SlackApiError as error:
            if error.response["error"] != "no_such_subteam":
                raise
            return False
        return user in answer["users"]


def _name(found: Mapping[str, Any]) -> str:
    profile: Mapping[str, Any] = found.get("profile", {})
    return str(profile.get("display_name") or found.get("real_name") or found.get("name") or "")


def _country(found: Mapping[str, Any]) -> str:
    """The country of somebody's language settings: `US` of `en-US`."""
    return str(found.get("locale") or "").partition("-")[2]
