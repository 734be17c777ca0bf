"""The buttons of cards and notes: whatever a click says, the desk decides from the stored request."""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.kept import CardPlace
from bot.policy import Member
from bot.requests import Request
from bot.slack import cards, forms, origins, replies
from bot.slack.posts import is_direct
from bot.slack.surface import Click, Surface, carried, give

NUDGED = "Those who can decide were called once more, in the thread below the card."


def register(app: AsyncApp, surface: Surface) -> None:
    """Hear the buttons of cards and notes."""
    _deciding(app, surface)
    _afterwards(app, surface)
    _looking(app, surface)


def _deciding(app: AsyncApp, surface: Surface) -> None:
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

    @app.action(cards.NUDGE)
    async def nudge(
        ack: AsyncAck, action: Mapping[str, Any], body: Mapping[str, Any], context: AsyncBoltContext
    ) -> None:
        await ack()
        choice = await _chosen(surface, action, body)
        await desk.nudge(await surface.member(context), choice.request)
        await Click.of(surface, context, body).say(replies.sentence(NUDGED))


def _afterwards(app: AsyncApp, surface: Surface) -> None:
    desk = surface.desk

    _plain(app, surface, cards.RATIFY, desk.ratify)
    _plain(app, surface, cards.REVERT, desk.revert)
    _plain(app, surface, cards.RETRY, desk.retry)

    @app.action(cards.COMPENSATE)
    async def compensate(
        ack: AsyncAck, action: Mapping[str, Any], body: Mapping[str, Any], context: AsyncBoltContext
    ) -> None:
        await ack()
        choice = await _chosen(surface, action, body)
        member = await surface.member(context, fresh=True)
        answer = await desk.compensate(member, choice.request)
        click = Click.of(surface, context, body)
        await give(answer, replace(click, origin=origins.pressed(action, click.origin)), surface, member)


def _plain(
    app: AsyncApp, surface: Surface, button: str, use: Callable[[Member, int], Coroutine[Any, Any, Request]]
) -> None:
    """Hear a button that is one use of the desk and nothing else, by somebody as they are now."""

    @app.action(button)
    async def decide(
        ack: AsyncAck, action: Mapping[str, Any], body: Mapping[str, Any], context: AsyncBoltContext
    ) -> None:
        await ack()
        choice = await _chosen(surface, action, body)
        await use(await surface.member(context, fresh=True), choice.request)


def _looking(app: AsyncApp, surface: Surface) -> None:
    @app.action(cards.DETAILS)
    async def details(
        ack: AsyncAck, action: Mapping[str, Any], body: Mapping[str, Any], context: AsyncBoltContext
    ) -> None:
        await ack()
        choice = await _chosen(surface, action, body)
        request = await surface.desk.look(await surface.member(context), choice.request)
        late = replies.sentence("That took too long. Please press the button once more.")
        await Click.of(surface, context, body).show(
            forms.everything(request, await _card_link(surface, request.id)), otherwise=late
        )

    @app.action(cards.CARD_LINK)
    async def follow(ack: AsyncAck) -> None:
        """Slack follows the link; the click only has to be acknowledged."""
        await ack()


async def _chosen(surface: Surface, action: Mapping[str, Any], body: Mapping[str, Any]) -> cards.Choice:
    """What a button of a card stands for; the card is taken into account if it was not known.

    The value is trusted for nothing but the request that it names.
    """
    choice = carried(cards.Choice, action)
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
