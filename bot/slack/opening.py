"""The ways into the form of a change: buttons, plans of what was said, and Slack's shortcuts."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.slack import changing, choices, fields, forms, openers, origins, replies
from bot.slack.surface import Click, Surface, carried, give
from bot.slack.text import shortened, taken_up

TAKE_UP = "make_change"
"""The shortcut of a message: it is taken up as the words of whoever chose it."""
CHANGE = "change_line"
"""The shortcut that is everywhere."""

LONGEST_MESSAGE = 1000
"""Characters of a message that are read."""


def register(app: AsyncApp, surface: Surface) -> None:
    """Hear everything that leads to the form of a change, and what is looked for in its menus."""
    _buttons(app, surface)
    _shortcuts(app, surface)
    _menus(app, surface)


def _buttons(app: AsyncApp, surface: Surface) -> None:
    desk = surface.desk

    @app.action(re.compile(f"^{openers.OPEN}_"))
    async def open_form(
        ack: AsyncAck, action: Mapping[str, Any], body: Mapping[str, Any], context: AsyncBoltContext
    ) -> None:
        await ack()
        wanted, member = carried(openers.Opening, action), await surface.member(context)
        answer = await desk.edit(member, wanted.form, [wanted.line] if wanted.line else [])
        await give(answer, Click.of(surface, context, body), surface, member)

    @app.action(re.compile(f"^{openers.SAY}_"))
    async def say(ack: AsyncAck, action: Mapping[str, Any], body: Mapping[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        words, member = carried(openers.Saying, action).words, await surface.member(context)
        click = Click.of(surface, context, body)
        pressed = replace(click, origin=origins.pressed(action, click.origin))
        await give(await desk.hear(member, words), pressed, surface, member, words=words)

    @app.action(forms.CHANGE_DETAILS)
    async def change_details(
        ack: AsyncAck, action: Mapping[str, Any], body: Mapping[str, Any], context: AsyncBoltContext
    ) -> None:
        await ack()
        begun, member = carried(replies.Continued, action), await surface.member(context)
        answer = await desk.edit_draft(member, begun.draft, announced=choices.chosen_announcement(body["view"]))
        await give(answer, Click.of(surface, context, body), surface, member)


def _shortcuts(app: AsyncApp, surface: Surface) -> None:
    desk = surface.desk

    @app.shortcut(TAKE_UP)
    async def take_up(ack: AsyncAck, body: Mapping[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        words = shortened(taken_up(str(body["message"].get("text") or "")), LONGEST_MESSAGE)
        member, click = await surface.member(context), Click.of(surface, context, body)
        await give(await desk.take_up(member, words), replace(click, in_form=True), surface, member, words=words)

    @app.shortcut(CHANGE)
    async def change(ack: AsyncAck, body: Mapping[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        member = await surface.member(context)
        await give(await desk.edit(member), Click.of(surface, context, body), surface, member)


def _menus(app: AsyncApp, surface: Surface) -> None:
    desk = surface.desk

    @app.options(changing.LINES)
    async def find_lines(ack: AsyncAck, body: Mapping[str, Any], context: AsyncBoltContext) -> None:
        lines = desk.called(await surface.member(context))
        await ack(options=fields.suggested([(name, name) for name in lines], str(body.get("value") or ""), lines))

    @app.options(re.compile(f"^{fields.FIELD}"))
    async def find_choices(ack: AsyncAck, body: Mapping[str, Any], context: AsyncBoltContext) -> None:
        member, draft = await surface.member(context), changing.remembered(body["view"]).draft
        asked = {each.name: each for each in await desk.inputs(member, draft)}.get(fields.name_of(body["action_id"]))
        await ack(options=fields.suggested(asked.choices if asked else (), str(body.get("value") or "")))
