"""What people do with answers that have pages: turn them, choose another part, look closer, read anew."""

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.errors import NotFoundError
from bot.refusals import check_insider
from bot.reports import Statuses
from bot.slack import histories, statuses
from bot.slack.surface import NOT_IN_USE, Click, Surface, carried, give

_MENUS = re.compile(f"^(?:{histories.LINE}|{histories.PERSON}|{histories.KIND})$")
_TURNED = re.compile(f"^(?:{statuses.AGAIN}|{statuses.BACK}|{statuses.MORE})$")
_BROWSED = re.compile(f"^(?:{histories.BACK}|{histories.MORE})$")


def register(app: AsyncApp, surface: Surface) -> None:
    """Hear the buttons and menus of statuses and of the history."""
    _statuses(app, surface)
    _histories(app, surface)


def _statuses(app: AsyncApp, surface: Surface) -> None:
    desk = surface.desk

    @app.action(re.compile(f"^{statuses.SEE}_"))
    async def see(ack: AsyncAck, action: Mapping[str, Any], body: Mapping[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        member, looking = await surface.member(context), carried(statuses.Looking, action)
        answer = await desk.status([looking.line], looking.when, person=member)
        await give(answer, Click.of(surface, context, body), surface, member)

    @app.action(_TURNED)
    async def turn(
        ack: AsyncAck, action: Mapping[str, Any], body: Mapping[str, Any], context: AsyncBoltContext
    ) -> None:
        await ack()
        member, looking = await surface.member(context), carried(statuses.Looking, action)
        click = Click.of(surface, context, body)
        if looking.line:
            await click.replace(statuses.told(await desk.status([looking.line], looking.when, person=member)))
            return
        answer = await desk.hear(member, looking.words, page=looking.page)
        if isinstance(answer, Statuses):
            await click.replace(statuses.told(answer, looking.words))
        else:  # lines came and went, so that the words mean something else by now
            await give(answer, click, surface, member, words=looking.words)


def _histories(app: AsyncApp, surface: Surface) -> None:
    desk = surface.desk

    @app.action(histories.OPEN)
    async def begin(
        ack: AsyncAck, action: Mapping[str, Any], body: Mapping[str, Any], context: AsyncBoltContext
    ) -> None:
        await ack()
        member, browsing = await surface.member(context), carried(histories.Browsing, action)
        await give(await desk.history(browsing.wanted, member), Click.of(surface, context, body), surface, member)

    @app.action(_BROWSED)
    async def turn(
        ack: AsyncAck, action: Mapping[str, Any], body: Mapping[str, Any], context: AsyncBoltContext
    ) -> None:
        await ack()
        member, browsing = await surface.member(context), carried(histories.Browsing, action)
        found = await desk.history(browsing.wanted, member, page=browsing.page, newest=browsing.newest)
        await Click.of(surface, context, body).replace(histories.told(found))

    @app.action(_MENUS)
    async def choose(ack: AsyncAck, body: Mapping[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        member = await surface.member(context)
        wanted = histories.chosen(body, desk.lines.all_names, member.person)
        if wanted is None:
            raise NotFoundError(NOT_IN_USE)
        await Click.of(surface, context, body).replace(histories.told(await desk.history(wanted, member)))

    @app.options(histories.LINE)
    async def find_lines(ack: AsyncAck, body: Mapping[str, Any], context: AsyncBoltContext) -> None:
        check_insider(await surface.member(context))
        await ack(options=histories.suggested(desk.lines.all_names, str(body.get("value") or "")))
