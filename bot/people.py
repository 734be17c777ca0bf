"""The people of the workspace, as the desk and the keeper ask for them; the surface has them."""

from collections.abc import Mapping
from typing import Protocol, TypeAlias

from bot.policy import Member

Roster: TypeAlias = Mapping[str, tuple[str, ...]]
"""Who belongs to each user group (`S…`) and channel (`C…`, `G…`) that the policy names: the ids of people."""


class PeopleUnknownError(Exception):
    """Just now nobody can tell who somebody is, or what they belong to: Slack does not answer."""


class People(Protocol):
    """Everybody who may ask or decide."""

    async def member(self, user: str, *, fresh: bool = False) -> Member:
        """Somebody with all that a right may depend on; `fresh`: now, not up to a minute ago.

        Raises `PeopleUnknownError` where that cannot be told. Somebody who is gone is a member without rights.
        """

    async def roster(self) -> Roster:
        """Who belongs to what the policy names, now; raises `PeopleUnknownError` where that cannot be told."""


class Nobody:
    """No workspace to ask: for looking at lines from the command line."""

    async def member(self, user: str, *, fresh: bool = False) -> Member:
        del user, fresh
        raise PeopleUnknownError

    async def roster(self) -> Roster:
        raise PeopleUnknownError
