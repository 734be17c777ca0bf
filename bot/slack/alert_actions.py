"""The buttons of alerts: some stand for a sentence that anybody could type, the others for a use case of the desk."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.alerts import Alert
from bot.errors import NotFoundError, TooLateError
from bot.slack import alert_cards, origins
from bot.slack.surface import Click, Surface, carried, give


def register(app: AsyncApp, surface: Surface) -> None:
    """Hear the buttons of alerts."""
    desk = surface.desk

    @app.action(re.compile(f"^(?:{'|'.join(alert_cards.SENTENCES)})$"))
    async def say(ack: AsyncAck, action: Mapping[str, Any], body: Mapping[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        member = await surface.member(context)
        await desk.admit(member)
        alert = await _raised(surface, action)
        words = alert_cards.sentence(alert, str(action["action_id"]))
        desk.bell.ring()
        click = Click.of(surface, context, body)
        place = replace(click, origin=origins.pressed(action, click.origin))
        await give(await desk.hear(member, words), place, surface, member, words=words)

    @app.action(alert_cards.ADOPT)
    async def adopt(ack: AsyncAck, action: Mapping[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        member = await surface.member(context, fresh=True)
        await desk.admit(member, "adopt")
        await desk.adopt(member, await _raised(surface, action))

    @app.action(alert_cards.RESTORE)
    async def restore(
        ack: AsyncAck, action: Mapping[str, Any], body: Mapping[str, Any], context: AsyncBoltContext
    ) -> None:
        await ack()
        member = await surface.member(context, fresh=True)
        await desk.admit(member, "restore")
        alert = await _raised(surface, action)
        click = Click.of(surface, context, body)
        place = replace(click, origin=origins.pressed(action, click.origin))
        await give(await desk.restore(member, alert), place, surface, member)

    @app.action(alert_cards.THAW)
    async def thaw(ack: AsyncAck, action: Mapping[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        member = await surface.member(context, fresh=True)
        await desk.admit(member, "unfreeze")
        await _raised(surface, action)
        await desk.thaw(member)


async def _raised(surface: Surface, action: Mapping[str, Any]) -> Alert:
    """The alert that a button is about, as it is kept, while it is open; nothing else in its value counts."""
    number = carried(alert_cards.Raised, action).alert
    try:
        alert = await surface.desk.store(lambda store: store.alert(number))
    except LookupError as error:
        msg = "There is no such alert, so nothing was done. The Home tab shows what is open."
        raise NotFoundError(msg) from error
    if not alert.is_open:
        msg = f"That is over already, so nothing was done: {alert.outcome}"
        raise TooLateError(msg)
    return alert
