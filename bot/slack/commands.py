"""The slash command."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.slack.surface import Click, Surface, give
from bot.slack.text import heard

LINE = "/line"


def register(app: AsyncApp, surface: Surface) -> None:
    """Hear `/line …`."""

    @app.command(LINE)
    async def line(ack: AsyncAck, body: Mapping[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        words = heard(body.get("text", ""))
        member = await surface.member(context)
        answer = await surface.desk.hear(member, words)
        await give(answer, Click.of(surface, context, body), surface, member, words=words)
