"""The buttons of cards, notes, questions and answers, and the forms that are sent."""

import json
import re
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.answers import Proposal
from bot.errors import NotFoundError
from bot.requests import CardPlace
from bot.slack import cards, forms, replies
from bot.slack.posts import is_direct
from bot.slack.surface import Click, Surface, give


def register(app: AsyncApp, surface: Surface) -> None:
    """Hear every button and every form."""
    _cards(app, surface)
    _drafts(app, surface)
    _forms(app, surface)


def register_unknown(app: AsyncApp) -> None:
    """Answer every other button: one of an older version may still stand somewhere, and no click is swallowed."""

    @app.action(re.compile(""))
    async def unknown(ack: AsyncAck) -> None:
        await ack()
        msg = "This button is no longer in use. Ask again with `/line`, or look at the Home tab."
        raise NotFoundError(msg)


def _cards(app: AsyncApp, surface: Surface) -> None:
    desk = surface.desk

    @app.action(cards.APPROVE)
    async def approve(
        ack: AsyncAck, action: Mapping[str, Any], body: Mapping[str, Any], context: AsyncBoltContext
    ) -> None:
        await ack()
        choice = await _chosen(surface, action, body)
        member = await surface.member(context, fresh=True)
        await desk.approve(member, choice.request, choice.digest)

    @app.action(cards.REJECT)
    async def reject(
        ack: AsyncAck, action: Mapping[str, Any], body: Mapping[str, Any], context: AsyncBoltContext
    ) -> None:
        await ack()
        choice = await _chosen(surface, action, body)
        request = await desk.check_decider(await surface.member(context, fresh=True), choice.request)
        late = replies.sentence("That took too long, so nothing was rejected. Please press Reject once more.")
        await Click.of(surface, context, body).show(forms.rejection(request), otherwise=late)

    @app.action(cards.WITHDRAW)
    async def withdraw(
        ack: AsyncAck, action: Mapping[str, Any], body: Mapping[str, Any], context: AsyncBoltContext
    ) -> None:
        await ack()
        choice = await _chosen(surface, action, body)
        await desk.withdraw(await surface.member(context), choice.request)

    @app.action(cards.DETAILS)
    async def details(
        ack: AsyncAck, action: Mapping[str, Any], body: Mapping[str, Any], context: AsyncBoltContext
    ) -> None:
        await ack()
        choice = await _chosen(surface, action, body)
        request = await desk.request(choice.request)
        late = replies.sentence("That took too long. Please press the button once more.")
        await Click.of(surface, context, body).show(
            forms.everything(request, await _card_link(surface, request.id)), otherwise=late
        )

    @app.action(cards.CARD_LINK)
    async def follow(ack: AsyncAck) -> None:
        """Slack follows the link; the click only has to be acknowledged."""
        await ack()


def _drafts(app: AsyncApp, surface: Surface) -> None:
    desk = surface.desk

    @app.action(re.compile(f"^{replies.CHOICE}"))
    async def choose(
        ack: AsyncAck, action: Mapping[str, Any], body: Mapping[str, Any], context: AsyncBoltContext
    ) -> None:
        await ack()
        value = json.loads(action["value"])
        member = await surface.member(context)
        answer = await desk.choose(member, value["draft"], value["choice"])
        await give(answer, Click.of(surface, context, body), surface, member)

    @app.action(replies.REVIEW)
    async def review(
        ack: AsyncAck, action: Mapping[str, Any], body: Mapping[str, Any], context: AsyncBoltContext
    ) -> None:
        await ack()
        member = await surface.member(context)
        answer = await desk.review(member, json.loads(action["value"])["draft"])
        await give(answer, Click.of(surface, context, body), surface, member)

    @app.action(re.compile(f"^{replies.PAGE}_"))
    async def turn(
        ack: AsyncAck, action: Mapping[str, Any], body: Mapping[str, Any], context: AsyncBoltContext
    ) -> None:
        await ack()
        value = json.loads(action["value"])
        member = await surface.member(context)
        answer = await desk.hear(member, value["words"])
        await give(answer, Click.of(surface, context, body), surface, member, words=value["words"], page=value["page"])


def _forms(app: AsyncApp, surface: Surface) -> None:
    desk = surface.desk

    @app.action(forms.SHARING)
    async def share(ack: AsyncAck, body: Mapping[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        view: Mapping[str, Any] = body["view"]
        shown, member = forms.Shown.model_validate_json(view["private_metadata"]), await surface.member(context)
        answer = await desk.share(member, shown.draft, shared=forms.chosen_sharing(view) is True)
        await give(answer, Click.of(surface, context, body), surface, member)

    @app.action(forms.ANNOUNCE)
    async def announce(
        ack: AsyncAck, action: Mapping[str, Any], body: Mapping[str, Any], context: AsyncBoltContext
    ) -> None:
        await ack()
        shown = forms.Shown.model_validate_json(body["view"]["private_metadata"])
        member, text = await surface.member(context), str(json.loads(action["value"])["text"])
        await give(await desk.announce(member, shown.draft, text), Click.of(surface, context, body), surface, member)

    @app.view(forms.SEND)
    async def send(ack: AsyncAck, view: Mapping[str, Any], context: AsyncBoltContext) -> None:
        shown = forms.Shown.model_validate_json(view["private_metadata"])
        sent = await desk.send(
            await surface.member(context),
            shown.draft,
            shown.digest,
            _reason(view),
            shared=forms.chosen_sharing(view),
            announced=forms.chosen_announcement(view),
        )
        if isinstance(sent, Proposal):
            await ack(response_action="update", view=forms.proposal(sent))
        elif view.get("previous_view_id"):
            await ack(response_action="clear")  # the form of a new line stands below this one
        else:
            await ack()

    @app.view(forms.REJECT)
    async def reject(ack: AsyncAck, view: Mapping[str, Any], context: AsyncBoltContext) -> None:
        rejecting = forms.Rejecting.model_validate_json(view["private_metadata"])
        await desk.reject(await surface.member(context, fresh=True), rejecting.request, _reason(view))
        await ack()


async def _chosen(surface: Surface, action: Mapping[str, Any], body: Mapping[str, Any]) -> cards.Choice:
    """What a button of a card stands for; the card is taken into account if it was not known.

    The value is trusted for nothing but the request that it names.
    """
    choice = cards.Choice.model_validate_json(action["value"])
    container: Mapping[str, Any] = body.get("container") or {}
    ts, channel = container.get("message_ts"), container.get("channel_id")
    if ts and channel and not container.get("is_ephemeral"):
        await _adopt(surface, choice.request, str(channel), str(ts))
    return choice


async def _adopt(surface: Surface, number: int, channel: str, ts: str) -> None:
    request = await surface.desk.request(number)
    places = await surface.desk.store(lambda store: store.cards(number))
    if not any(place.ts == ts for place in places):
        told = max((place.told for place in places), default=0)
        card = CardPlace(request=request.id, channel=channel, ts=ts, shown=0, told=told)
        await surface.desk.store(lambda store: store.keep_card(card))
        surface.desk.bell.ring()


async def _card_link(surface: Surface, number: int) -> str:
    places = await surface.desk.store(lambda store: store.cards(number))
    card = next((place for place in places if place.ts and not is_direct(place)), None)
    return await surface.posts.link(card.channel, str(card.ts)) if card else ""


def _reason(view: Mapping[str, Any]) -> str:
    return str(view["state"]["values"][forms.REASON][forms.REASON].get("value") or "")
