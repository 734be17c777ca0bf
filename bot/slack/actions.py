"""The buttons of questions, answers and forms, and the forms that are sent."""

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.answers import Proposal
from bot.errors import NotFoundError
from bot.slack import choices, forms, patience, replies
from bot.slack.patience import Outcome
from bot.slack.surface import NOT_IN_USE, Click, Surface, carried, give


def register(app: AsyncApp, surface: Surface) -> None:
    """Hear the buttons of drafts, and every form."""
    _drafts(app, surface)
    _choices(app, surface)
    _forms(app, surface)


def register_unknown(app: AsyncApp) -> None:
    """Answer every other button: one of an older version may still stand somewhere, and no click is swallowed."""

    @app.action(re.compile(""))
    async def unknown(ack: AsyncAck) -> None:
        await ack()
        raise NotFoundError(NOT_IN_USE)


def _drafts(app: AsyncApp, surface: Surface) -> None:
    desk = surface.desk

    @app.action(re.compile(f"^{replies.CHOICE}"))
    async def choose(
        ack: AsyncAck, action: Mapping[str, Any], body: Mapping[str, Any], context: AsyncBoltContext
    ) -> None:
        await ack()
        picked = carried(replies.Continued, action)
        member = await surface.member(context)
        answer = await desk.choose(member, picked.draft, picked.choice)
        await give(answer, Click.of(surface, context, body), surface, member)

    @app.action(replies.REVIEW)
    async def review(
        ack: AsyncAck, action: Mapping[str, Any], body: Mapping[str, Any], context: AsyncBoltContext
    ) -> None:
        await ack()
        begun = carried(replies.Continued, action)
        member = await surface.member(context)
        answer = await desk.review(member, begun.draft)
        await give(answer, Click.of(surface, context, body), surface, member)

    @app.action(re.compile(f"^{replies.PAGE}_"))
    async def turn(
        ack: AsyncAck, action: Mapping[str, Any], body: Mapping[str, Any], context: AsyncBoltContext
    ) -> None:
        await ack()
        turned = carried(replies.Page, action)
        member = await surface.member(context)
        answer = await desk.hear(member, turned.words)
        await give(answer, Click.of(surface, context, body), surface, member, words=turned.words, page=turned.page)


def _choices(app: AsyncApp, surface: Surface) -> None:
    """What is chosen in the form of a plan; it makes place for another one, and nothing is sent."""
    desk = surface.desk

    @app.action(choices.SHARING)
    async def share(ack: AsyncAck, body: Mapping[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        shown, member = _shown(body["view"]), await surface.member(context)
        answer = await desk.share(member, shown.draft, shared=choices.chosen_sharing(body["view"]) is True)
        await give(answer, Click.of(surface, context, body), surface, member)

    @app.action(choices.ANNOUNCE)
    async def announce(
        ack: AsyncAck, action: Mapping[str, Any], body: Mapping[str, Any], context: AsyncBoltContext
    ) -> None:
        await ack()
        shown, suggested = _shown(body["view"]), carried(choices.Suggested, action)
        member = await surface.member(context)
        answer = await desk.announce(member, shown.draft, suggested.text)
        await give(answer, Click.of(surface, context, body), surface, member)

    @app.action(re.compile(f"^(?:{forms.AT_ONCE}|{forms.PATIENTLY})$"))
    async def change_pace(
        ack: AsyncAck, action: Mapping[str, Any], body: Mapping[str, Any], context: AsyncBoltContext
    ) -> None:
        await ack()
        member, click = await surface.member(context), Click.of(surface, context, body)
        answer = await desk.review(member, _shown(body["view"]).draft)
        if isinstance(answer, Proposal):
            form = forms.proposal(answer, click.origin, at_once=action["action_id"] == forms.AT_ONCE)
            await click.show(form, otherwise=replies.reading(answer))
        else:
            await give(answer, click, surface, member)


def _forms(app: AsyncApp, surface: Surface) -> None:
    desk = surface.desk

    @app.view(re.compile(f"^(?:{forms.SEND}|{forms.RUSH})$"))
    async def send(ack: AsyncAck, view: Mapping[str, Any], context: AsyncBoltContext) -> None:
        late = await patience.acknowledge(ack, _sent(surface, context, view), view)
        if late:
            await patience.tell(late, Click(surface.client, context, trigger=""), view)

    @app.view(forms.REJECT)
    async def reject(ack: AsyncAck, view: Mapping[str, Any], context: AsyncBoltContext) -> None:
        rejecting = forms.Rejecting.model_validate_json(view["private_metadata"])
        await desk.reject(await surface.member(context, fresh=True), rejecting.request, forms.typed_reason(view))
        await ack()


async def _sent(surface: Surface, context: AsyncBoltContext, view: Mapping[str, Any]) -> Outcome:
    """Send the plan that a form showed, and what comes of that: a request, or what is another plan by now."""
    shown, rushing = _shown(view), view["callback_id"] == forms.RUSH
    sent = await (surface.desk.rush if rushing else surface.desk.send)(
        await surface.member(context, fresh=rushing),
        shown.draft,
        shown.digest,
        forms.typed_reason(view),
        shared=choices.chosen_sharing(view),
        announced=choices.chosen_announcement(view),
        origin=shown.origin,
    )
    if isinstance(sent, Proposal):
        return Outcome(replies.reading(sent), forms.proposal(sent, shown.origin, at_once=rushing))
    return patience.requested(sent)


def _shown(view: Mapping[str, Any]) -> forms.Shown:
    return forms.Shown.model_validate_json(view["private_metadata"])
