"""Posting, updating and finding again the messages of requests, of alerts, and of the records' heads."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.kept import CardPlace
from bot.requests import Person, Request
from bot.slack.blocks import Json, Message

CARD = "switchhook_request"
TOLD = "switchhook_records"
"""The types of the metadata by which cards, and what was told of a request, are found again."""

LOOKED_THROUGH = 200
"""How many of the latest messages are looked through after a crash; of a thread, how many are read at once."""

GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
"""Slack's words for a card that has to be posted anew."""

UNPOSTABLE = frozenset({
    "channel_not_found",
    "is_archived",
    "not_in_channel",
    "restricted_action",
    "restricted_action_non_threadable_channel",
    "restricted_action_read_only_channel",
    "restricted_action_thread_only_channel",
})  # fmt: skip
"""Slack's words for a channel to which Switchhook cannot post."""

NO_MESSAGES = frozenset({"cannot_dm_bot", "user_disabled", "user_not_found", "user_not_visible", "users_not_found"})
"""Slack's words for somebody to whom no message can be sent."""


class Posts:
    """The messages that Switchhook posts, and the direct conversations with the people who asked."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._direct: dict[Person, str] = {}
        self._links: dict[tuple[str, str], str] = {}

    async def direct(self, person: Person) -> str | None:
        """The direct conversation with somebody; None if they take no messages."""
        if person not in self._direct:
            try:
                opened = await self._client.conversations_open(users=person.user)
            except SlackApiError as error:
                if error.response["error"] not in NO_MESSAGES:
                    raise
                return None
            self._direct[person] = str(opened["channel"]["id"])
        return self._direct[person]

    async def link(self, channel: str, ts: str) -> str:
        """The address of a message; empty if there is no such message."""
        if (channel, ts) not in self._links:
            try:
                answer = await self._client.chat_getPermalink(channel=channel, message_ts=ts)
            except SlackApiError as error:
                if error.response["error"] not in {"message_not_found", "channel_not_found"}:
                    raise
                return ""
            self._links[channel, ts] = str(answer["permalink"])
        return self._links[channel, ts]

    async def post(self, channel: str, message: Message, metadata: Json, *, thread: str | None = None) -> str:
        """Post a message, and say where it stands."""
        answer = await self._client.chat_postMessage(
            channel=channel,
            thread_ts=thread,
            text=message.text,
            blocks=message.blocks,
            metadata=metadata,
            unfurl_links=False,
        )
        return str(answer["ts"])

    async def update(self, channel: str, ts: str, message: Message, metadata: Json) -> None:
        """Let a message say something else."""
        await self._client.chat_update(
            channel=channel, ts=ts, text=message.text, blocks=message.blocks, metadata=metadata
        )

    async def find(self, channel: str, metadata: Json, *, thread: str | None = None) -> str | None:
        """The message with these metadata that was posted before, in a channel or in a thread."""
        messages = await self._messages(channel, thread)
        return next((str(each["ts"]) for each in messages if each.get("metadata") == metadata), None)

    async def last_told(self, request: Request, channel: str, thread: str | None = None) -> int:
        """The last record that was told of a request, in a thread or in a direct conversation."""
        return max(_told(await self._messages(channel, thread), request), default=0)

    async def _messages(self, channel: str, thread: str | None) -> Sequence[Mapping[str, Any]]:
        if thread:
            return await self._replies(channel, thread)
        answer = await self._client.conversations_history(
            channel=channel, limit=LOOKED_THROUGH, include_all_metadata=True
        )
        messages: Sequence[Mapping[str, Any]] = answer["messages"]
        return messages

    async def _replies(self, channel: str, thread: str) -> Sequence[Mapping[str, Any]]:
        """All messages of a thread: Slack begins with the oldest."""
        found: list[Mapping[str, Any]] = []
        cursor: str | None = None
        while cursor != "":
            answer = await self._client.conversations_replies(
                channel=channel, ts=thread, limit=LOOKED_THROUGH, cursor=cursor, include_all_metadata=True
            )
            found += answer["messages"]
            following: Mapping[str, str] = answer.get("response_metadata") or {}
            cursor = following.get("next_cursor", "")
        return found


def is_direct(place: CardPlace) -> bool:
    """Whether a card is the note to the person who asked: it stands in a direct conversation."""
    return place.channel.startswith("D")


def card_metadata(request: Request) -> Json:
    """What a card or note carries; `asked` tells it from a request of the same number in another database."""
    return {"event_type": CARD, "event_payload": _payload(request)}


def told_metadata(request: Request, last: int) -> Json:
    """What a message about a request carries: the last record that it tells."""
    return {"event_type": TOLD, "event_payload": {**_payload(request), "last": last}}


def _payload(request: Request) -> Json:
    return {"request": request.id, "asked": request.created.isoformat()}


def _told(messages: Iterable[Mapping[str, Any]], request: Request) -> Iterable[int]:
    for message in messages:
        metadata: Mapping[str, Any] = message.get("metadata") or {}
        payload: Mapping[str, Any] = metadata.get("event_payload") or {}
        if metadata.get("event_type") == TOLD and payload == {**_payload(request), "last": payload.get("last")}:
            yield int(payload["last"])
