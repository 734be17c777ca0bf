"""Posting, updating and finding again the messages of requests."""

from collections.abc import Iterable, Mapping
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.requests import CardPlace, Person, Request
from bot.slack.blocks import Json, Message

CARD = "switchhook_request"
TOLD = "switchhook_records"
"""The types of the metadata by which cards, and what was told of a request, are found again."""

LOOKED_THROUGH = 200
"""How many of the latest messages are looked through after a crash."""

NO_MESSAGES = frozenset({"cannot_dm_bot", "user_disabled", "user_not_found", "user_not_visible", "users_not_found"})
"""Slack's words for somebody to whom no message can be sent."""


class Posts:
    """The messages of requests, and the direct conversations with the people who asked."""

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

    async def find(self, channel: str, request: Request) -> str | None:
        """The card or note of a request that was posted before."""
        answer = await self._client.conversations_history(
            channel=channel, limit=LOOKED_THROUGH, include_all_metadata=True
        )
        wanted = card_metadata(request)
        return next((str(each["ts"]) for each in answer["messages"] if each.get("metadata") == wanted), None)

    async def last_told(self, request: Request, channel: str, thread: str | None = None) -> int:
        """The last record that was told of a request, in a thread or in a direct conversation."""
        if thread:
            answer = await self._client.conversations_replies(
                channel=channel, ts=thread, limit=LOOKED_THROUGH, include_all_metadata=True
            )
        else:
            answer = await self._client.conversations_history(
                channel=channel, limit=LOOKED_THROUGH, include_all_metadata=True
            )
        return max(_told(answer["messages"], request), default=0)


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
