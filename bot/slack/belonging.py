"""Who belongs to a user group or a channel, as far as rights may hang on it."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

PAGE = 500
"""How many members of a channel are asked for at once."""

NOBODY = frozenset({"user_not_found", "user_not_visible", "users_not_found"})
"""What Slack says of somebody whom it does not know, or not any more."""

_NO_GROUP = frozenset({"no_such_subteam", "subteam_not_found"})
_NO_CHANNEL = frozenset({"channel_not_found", "not_in_channel", "method_not_supported_for_channel_type"})


async def members(client: AsyncWebClient, name: str) -> tuple[str, ...]:
    """The ids of the people in a user group (`S…`), or in a channel that counts; nobody is in what is not there."""
    try:
        if is_channel(name):
            return await _in_channel(client, name)
        return tuple((await client.usergroups_users_list(usergroup=name))["users"])
    except SlackApiError as error:
        if error.response["error"] in _NO_GROUP | _NO_CHANNEL:
            return ()
        raise


def is_channel(name: str) -> bool:
    """Whether a name of the policy is that of a channel."""
    return name.startswith(("C", "G"))


def objection(channel: Mapping[str, Any]) -> str:
    """Why no rights hang on belonging to a channel, and what to do; empty if they do.

    Whoever likes may join a public channel, and other companies decide who joins theirs.
    """
    if not channel.get("is_private"):
        return "it is public, so that anybody can join; make it private"
    if channel.get("is_ext_shared") or channel.get("is_pending_ext_shared"):
        return "it is shared with other companies; choose one that is not"
    if channel.get("is_archived"):
        return "it is archived; unarchive it"
    if not channel.get("is_member"):
        return "Switchhook is not in it; invite it there with /invite"
    return ""


async def _in_channel(client: AsyncWebClient, name: str) -> tuple[str, ...]:
    if objection((await client.conversations_info(channel=name))["channel"]):
        return ()
    found: list[str] = []
    cursor: str | None = None
    while cursor != "":
        answer = await client.conversations_members(channel=name, limit=PAGE, cursor=cursor)
        found += answer["members"]
        following: Mapping[str, str] = answer.get("response_metadata") or {}
        cursor = following.get("next_cursor", "")
    return tuple(found)
