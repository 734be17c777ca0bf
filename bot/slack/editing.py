"""What is done in the form of a change: it opens, the plan follows what stands in it, and it is sent."""

import asyncio
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.answers import Editing, Proposal
from bot.policy import Member
from bot.slack import changing, choices, fields, forms, origins
from bot.slack.blocks import Json
from bot.slack.surface import TOO_LATE, Click, Surface, carried, give
from bot.slack.turns import Turn, Turns

PATIENCE = 2.0
"""Seconds that sending a form may wait for a vendor; Slack waits three."""

_CHOICES = f"{changing.LINES}|{changing.FORM}|{choices.SHARING}|{choices.ANNOUNCE}|{forms.AT_ONCE}|{forms.PATIENTLY}"
_FOLLOWED = re.compile(f"^(?:{fields.FIELD}.*|{_CHOICES})$")
_STILL = "That is still being read. Please look at it in a moment, then send it."


def register(app: AsyncApp, surface: Surface) -> None:
    """Hear what is done in the form of a change; before the listeners of other forms, some of whose buttons it has."""
    turns = Turns()

    @app.action(_FOLLOWED, matchers=[_is_change])
    async def follow(
        ack: AsyncAck, action: Mapping[str, Any], body: Mapping[str, Any], context: AsyncBoltContext
    ) -> None:
        await ack()
        async with turns.take(body["view"]["id"], float(action.get("action_ts") or time.time())) as turn:
            if not turn.is_overtaken:
                await _follow(surface, context, body, action, turn)

    @app.view(re.compile(f"^(?:{changing.SEND}|{changing.RUSH})$"))
    async def send(ack: AsyncAck, view: Mapping[str, Any], context: AsyncBoltContext) -> None:
        member = await surface.member(context, fresh=view["callback_id"] == changing.RUSH)
        standing = asyncio.create_task(_in_turn(surface, member, view, turns))
        done, _ = await asyncio.wait({standing}, timeout=PATIENCE)
        if done:
            await ack(**await _sent(surface, member, view, standing.result()))
        else:
            await ack(response_action="errors", errors=changing.complaints(view, {"lines": _STILL}))
            await _late(surface, view, await standing, turns)


async def _is_change(body: Mapping[str, Any]) -> bool:
    return changing.is_change(body)


async def _follow(
    surface: Surface, context: AsyncBoltContext, body: Mapping[str, Any], action: Mapping[str, Any], turn: Turn
) -> None:
    """Show the form with the plan of what stands in it now."""
    view, member = body["view"], await surface.member(context)
    if changing.chosen_form(view) == changing.NEW_LINE:
        return await give(await surface.desk.make_line(member), Click.of(surface, context, body), surface, member)
    page, remembered = Page(surface.client, view, turn), changing.remembered(view)
    unread = surface.desk.unread(changing.chosen_lines(view, surface.desk.lines.names))
    if unread:
        await page.show(changing.reading(view, unread))
    suggested = carried(choices.Suggested, action).text if action["action_id"] == choices.ANNOUNCE else None
    shown = await _edited(surface, member, view, suggested)
    paces = {forms.AT_ONCE: True, forms.PATIENTLY: False}
    at_once = paces.get(action["action_id"], remembered.at_once)
    return await page.show(changing.form(shown, remembered.origin, at_once=at_once, view=view))


async def _edited(surface: Surface, member: Member, view: Mapping[str, Any], suggested: str | None = None) -> Editing:
    """What the desk makes of all that stands in a form."""
    remembered = changing.remembered(view)
    inputs = await surface.desk.inputs(member, remembered.draft)
    return await surface.desk.edited(
        member,
        remembered.draft,
        changing.chosen_form(view),
        changing.chosen_lines(view, surface.desk.lines.names),
        fields.standing(view, inputs),
        generation=remembered.generation,
        shared=choices.chosen_sharing(view),
        announced=choices.chosen_announcement(view) if suggested is None else suggested,
    )


async def _in_turn(surface: Surface, member: Member, view: Mapping[str, Any], turns: Turns) -> Editing:
    """What the desk makes of a form that is sent, once what was done in it before is answered."""
    async with turns.take(view["id"], 0):
        return await _edited(surface, member, view)


async def _sent(surface: Surface, member: Member, view: Mapping[str, Any], shown: Editing) -> Json:
    """Send what a form showed, and what Slack is told of that: what is wrong, or what is another plan by now."""
    remembered, rushing = changing.remembered(view), view["callback_id"] == changing.RUSH
    if shown.proposal is None:
        is_same = (shown.draft, shown.generation) == (remembered.draft, remembered.generation)
        errors = changing.complaints(view, shown.problems) if is_same else None
        return {"response_action": "errors", "errors": errors} if errors else _update(shown, remembered)
    reason = str(view["state"]["values"][forms.REASON][forms.REASON].get("value") or "")
    if shown.proposal.plan.digest != remembered.digest:
        moved = "otherwise" if remembered.digest else "first"
        seen_first = shown.proposal.model_copy(update={"moved": moved, "reason": reason})
        return _update(shown.model_copy(update={"proposal": seen_first}), remembered)
    sent = await (surface.desk.rush if rushing else surface.desk.send)(
        member,
        shown.draft,
        remembered.digest,
        reason,
        origin=origins.filled_in(remembered.origin, shown.words),
    )
    if isinstance(sent, Proposal):
        return _update(shown.model_copy(update={"proposal": sent}), remembered)
    return {"response_action": "clear"} if view.get("previous_view_id") else {}


def _update(shown: Editing, remembered: changing.Standing) -> Json:
    form = changing.form(shown, remembered.origin, at_once=remembered.at_once)
    return {"response_action": "update", "view": form}


async def _late(surface: Surface, view: Mapping[str, Any], shown: Editing, turns: Turns) -> None:
    """Show what could not be sent, since it had to be read first."""
    async with turns.take(view["id"], 0) as turn:
        await Page(surface.client, {**view, "hash": ""}, turn).show(_update(shown, changing.remembered(view))["view"])


@dataclass
class Page:
    """An open form, in which nothing older ever takes the place of something newer."""

    client: AsyncWebClient
    view: Mapping[str, Any]
    turn: Turn
    hash: str | None = None

    async def show(self, view: Json) -> None:
        """Replace it; where somebody else did meanwhile, only if nothing newer was done in it."""
        known = self.view["hash"] if self.hash is None else self.hash
        try:
            answered = await self._replace(view, known)
        except SlackApiError as error:
            if error.response["error"] in TOO_LATE:
                return
            if error.response["error"] != "hash_conflict":
                raise
            if self.turn.is_overtaken:
                return
            answered = await self._replace(view, "")
        self.hash = str(answered["view"].get("hash", ""))

    async def _replace(self, view: Json, known: str) -> Mapping[str, Any]:
        with_hash = {"hash": known} if known else {}
        answered = await self.client.views_update(view_id=self.view["id"], view=view, **with_hash)
        return dict(answered.data) if isinstance(answered.data, dict) else {}
