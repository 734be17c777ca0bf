"""A form that is sent is answered in time: Slack waits three seconds; what takes longer is told in the form later."""

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any, NamedTuple

from slack_bolt.async_app import AsyncAck

from bot.requests import Request
from bot.slack import forms, replies
from bot.slack.blocks import Json, Message
from bot.slack.surface import OPEN_FORM, Click

SECONDS = 2.0
"""How long sending a form may take in all before Slack is answered."""

LONGER = "This takes longer than usual. What comes of it will be told here in a moment."


class Outcome(NamedTuple):
    """What comes of a form that was sent."""

    message: Message
    """It, where the form is closed by now."""
    view: Json | None = None
    """What takes the place of the form; None where all is done."""
    errors: Mapping[str, str] = {}
    """What is wrong, each at its block, as long as the form still stands as it was sent."""


def requested(request: Request) -> Outcome:
    """What is told late of a request that was made."""
    return Outcome(replies.sentence(f"It was sent: this is request {request.id} now."))


async def acknowledge(ack: AsyncAck, work: Coroutine[Any, Any, Outcome], view: Mapping[str, Any]) -> Outcome | None:
    """Answer Slack with what comes of a form; if that takes too long, say so in it, and return what has to be told."""
    sending = asyncio.create_task(work)
    done, _ = await asyncio.wait({sending}, timeout=SECONDS)
    if not done:
        await ack(response_action="errors", errors={forms.REASON: LONGER})
        return await sending
    outcome = sending.result()
    if outcome.errors:
        await ack(response_action="errors", errors=dict(outcome.errors))
    elif outcome.view is not None:
        await ack(response_action="update", view=outcome.view)
    elif view.get("previous_view_id"):
        await ack(response_action="clear")  # the form of a new line stands below this one
    else:
        await ack()
    return None


async def tell(outcome: Outcome, click: Click, view: Mapping[str, Any]) -> None:
    """Tell late what came of a form, in its place."""
    click.context[OPEN_FORM] = view["id"]
    await click.show(outcome.view or forms.told(outcome.message), otherwise=outcome.message)
