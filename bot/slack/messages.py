"""Mentions and direct messages."""

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.kept import Talk
from bot.slack import replies
from bot.slack.surface import CONVERSATION, Conversation, Surface, give
from bot.slack.text import heard
from bot.slack.turns import Turns

SPOKEN = frozenset({None, "file_share", "thread_broadcast"})
"""The kinds of message in which a person says something new; others tell of edits, joins, deletions and programs."""
NO_WORDS = "A file alone cannot be read here. Write what should happen to a line, or `help` for examples."

_MENTION = re.compile(r"^\s*<@[^>]+>")
_HERE = "Press a button, or type your answer here."
_IN_THREAD = "Press a button, or answer in this thread: mention @Switchhook, then your answer."


def register(app: AsyncApp, surface: Surface) -> None:
    """Hear what is said to Switchhook without a command."""
    turns = Turns()

    @app.event("app_mention")
    async def mentioned(event: Mapping[str, Any], body: Mapping[str, Any], context: AsyncBoltContext) -> None:
        async with turns.take(*_turn(event)):
            if not await _is_new(surface, event, body):
                return
            thread = event.get("thread_ts") or event["ts"]
            place = Conversation(client=surface.client, channel=event["channel"], thread=thread)
            talk = Talk(places=(f"{place.channel} {thread}",), how=_IN_THREAD, public=True)
            await _answer(surface, event, context, place, talk)

    @app.event("message")
    async def written(event: Mapping[str, Any], body: Mapping[str, Any], context: AsyncBoltContext) -> None:
        if event.get("channel_type") != "im":
            return
        async with turns.take(*_turn(event)):
            if not await _is_new(surface, event, body):
                return
            thread = event.get("thread_ts")
            place = Conversation(client=surface.client, channel=event["channel"], thread=thread)
            within = (f"{place.channel} {thread}",) if thread else ()
            await _answer(surface, event, context, place, Talk(places=(*within, place.channel), how=_HERE))


def _turn(event: Mapping[str, Any]) -> tuple[str, float]:
    """Whose turn it is where, and since when: what one person says in a channel is answered one after the other."""
    return f"{event.get('user')} {event['channel']}", float(event.get("ts") or 0)


async def _is_new(surface: Surface, event: Mapping[str, Any], body: Mapping[str, Any]) -> bool:
    """Whether a person says something for the first time: Slack delivers some events twice."""
    if event.get("subtype") not in SPOKEN or event.get("bot_id") or event.get("edited"):
        return False
    key = str(body["event_id"])
    return await surface.desk.store(lambda store: store.first_time(key))


async def _answer(
    surface: Surface, event: Mapping[str, Any], context: AsyncBoltContext, place: Conversation, talk: Talk
) -> None:
    """Answer a person where they spoke."""
    context[CONVERSATION] = place
    words = _words(str(event.get("text") or ""), str(context.bot_user_id or ""))
    member = await surface.member(context)
    if not words and event.get("files"):
        await place.say(replies.sentence(NO_WORDS))
        return
    answer = await surface.desk.converse(member, words, talk)
    await give(answer, place, surface, member, words=words)


def _words(text: str, bot: str) -> str:
    """What was said, without the calls to Switchhook in it."""
    said = _MENTION.sub("", text, count=1)
    return heard(said.replace(f"<@{bot}>", " ") if bot else said)
