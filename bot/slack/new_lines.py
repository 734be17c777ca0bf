"""The form of a new line: its kind is chosen, more of it is shown, and it is sent."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.answers import Mistakes
from bot.slack import blanks, forms, replies
from bot.slack.surface import Click, Surface, give


def register(app: AsyncApp, surface: Surface) -> None:
    """Hear what is done in the form of a new line."""
    desk = surface.desk

    @app.action(blanks.KIND)
    async def choose(
        ack: AsyncAck, action: Mapping[str, Any], body: Mapping[str, Any], context: AsyncBoltContext
    ) -> None:
        await ack()
        remembered, member = _remembered(body["view"]), await surface.member(context)
        blank = await desk.choose_kind(member, remembered.draft, str(action["selected_option"]["value"]))
        await give(blank, Click.of(surface, context, body), surface, member)

    @app.action(blanks.MORE)
    async def more(ack: AsyncAck, body: Mapping[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        view, remembered = body["view"], _remembered(body["view"])
        kind = await desk.kind(await surface.member(context), remembered.draft, remembered.kind)
        late = replies.sentence("That took too long. Please press the button once more.")
        await Click.of(surface, context, body).show(blanks.with_more(view, kind), otherwise=late)

    @app.view(blanks.FILL)
    async def fill(ack: AsyncAck, view: Mapping[str, Any], context: AsyncBoltContext) -> None:
        remembered, member = _remembered(view), await surface.member(context)
        kind = await desk.kind(member, remembered.draft, remembered.kind)
        answer = await desk.fill(member, remembered.draft, remembered.kind, *blanks.filled(view))
        if not isinstance(answer, Mistakes):
            await ack(response_action="push", view=forms.proposal(answer, remembered.origin))
        elif errors := blanks.complaints(view, answer.problems):
            await ack(response_action="errors", errors=errors)
        else:
            await ack(response_action="update", view=blanks.with_more(view, kind, answer.problems))


def _remembered(view: Mapping[str, Any]) -> blanks.Filling:
    return blanks.Filling.model_validate_json(view["private_metadata"])
