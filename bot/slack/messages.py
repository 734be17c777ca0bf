"""Mentions and direct messages."""

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.slack.surface import CONVERSATION, Conversation, Surface, give
from bot.slack.text import heard

_MENTION = re.compile(r"^\s*<@[^>]+>")


def register(app: AsyncApp, surface: Surface) -> None:
    """Hear what is said to Switchhook without a command."""

    @app.event("app_mention")
    async def mentioned(event: Mapping[str, Any], body: Mapping[str, Any], context: AsyncBoltContext) -> None:
        thread = event.get("thread_ts") or event["ts"]
        await _answer(surface, event, body, context, thread)

    @app.event("message")
    async def written(event: Mapping[str, Any], body: Mapping[str, Any], context: AsyncBoltContext) -> None:
        if event.get("channel_type") == "im":
            await _answer(surface, event, body, context, event.get("thread_ts"))


async def _answer(
    surface: Surface,
    event: Mapping[str, Any],
    body: Mapping[str, Any],
    context: AsyncBoltContext,
    thread: str | None,
) -> None:
    """Answer a person once; edits, joins and other programs are no persons, and Slack delivers some events twice."""
    key = str(body["event_id"])
    if event.get("subtype") or event.get("bot_id") or not await surface.desk.store(lambda store: store.first_time(key)):
        return
    context[CONVERSATION] = place = Conversation(client=surface.client, channel=event["channel"], thread=thread)
    words = heard(_MENTION.sub("", event.get("text", ""), count=1))
    member = await surface.member(context)
    answer = await surface.desk.hear(member, words)
    await give(answer, place, surface, member, words=words)
