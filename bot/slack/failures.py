"""The one place where an error of a listener is answered."""

import asyncio
import json
import logging
import secrets
from collections.abc import Mapping
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import NotFoundError, SayError, TooLateError
from bot.people import PeopleUnknownError
from bot.slack import forms, replies
from bot.slack.surface import OPEN_FORM, whisper

log = logging.getLogger(__name__)

ACK_SETTLES = 0.05
"""Seconds after which Bolt has seen an acknowledgement; an error that comes sooner would make it forget it."""


def register(app: AsyncApp, client: AsyncWebClient) -> None:
    """Answer every error once: our own in its words, any other in general ones with a number to quote."""

    @app.error
    async def answer(error: Exception, body: Mapping[str, Any], context: AsyncBoltContext) -> BoltResponse | None:
        await asyncio.sleep(ACK_SETTLES)
        text = sentence(error)
        if body.get("type") == "view_submission" and context.ack.response is None:
            return _in_the_form(body["view"], error, text)
        if body.get("type") == "block_suggestion":
            return _answer({"options": []})  # there is no place for words in a menu
        try:
            await _tell(client, context, text)
        except Exception:  # the outermost handler: what an error handler raises is heard by nobody
            log.exception("An answer could not be given.")
        return None


def sentence(error: Exception) -> str:
    """What a person is told of an error; what they could not understand is logged."""
    if isinstance(error, SayError):
        return f"{error} {error.hint}".strip()
    if isinstance(error, PeopleUnknownError):
        return "Slack does not say just now who you are, so nothing was done. Please try again in a minute."
    number = secrets.randbelow(9000) + 1000
    log.error("A listener failed; the person was told number %s.", number, exc_info=error)
    return (
        "Something went wrong, and it has been logged. Try again in a minute; if it stays like that, tell whoever looks"
        f" after Switchhook this number: {number}."
    )


async def _tell(client: AsyncWebClient, context: AsyncBoltContext, text: str) -> None:
    message = replies.sentence(text)
    form = context.pop(OPEN_FORM, None)
    if form:
        await client.views_update(view_id=form, view=forms.told(message))
    else:
        await whisper(client, context, message)


def _in_the_form(view: Mapping[str, Any], error: Exception, text: str) -> BoltResponse:
    """The sentence under the last field of the form, so that nothing that was typed is lost.

    A plan that can never be sent any more makes place for the sentence.
    """
    if view.get("callback_id") in {forms.SEND, forms.RUSH} and isinstance(error, (TooLateError, NotFoundError)):
        return _answer({"response_action": "update", "view": forms.told(replies.sentence(text))})
    fields = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    return _answer({"response_action": "errors", "errors": {fields[-1]: text}})


def _answer(body: Mapping[str, Any]) -> BoltResponse:
    return BoltResponse(status=200, body=json.dumps(body), headers={"content-type": ["application/json"]})
