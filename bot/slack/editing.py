"""What is done in the form of a change: it opens, the plan follows what stands in it, and it is sent."""

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
from bot.slack import changing, choices, fields, forms, origins, patience
from bot.slack.blocks import Json
from bot.slack.patience import Outcome
from bot.slack.surface import TOO_LATE, Click, Surface, carried, give
from bot.slack.turns import Turn, Turns

_MENUS = f"{changing.LINES}|{changing.ANEW}|{changing.FORM}"
_CHOICES = f"{_MENUS}|{choices.SHARING}|{choices.ANNOUNCE}|{forms.AT_ONCE}|{forms.PATIENTLY}"
_FOLLOWED = re.compile(f"^(?:{fields.FIELD}.*|{_CHOICES})$")


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
        late = await patience.acknowledge(ack, _in_turn(surface, context, view, turns), view)
        if late and late.view:
            await _show_late(surface, view, late.view, turns)
        elif late:
            await patience.tell(late, Click(surface.client, context, trigger=""), view)


async def _is_change(body: Mapping[str, Any]) -> bool:
    return changing.is_change(body)


async def _follow(
    surface: Surface, context: AsyncBoltContext, body: Mapping[str, Any], action: Mapping[str, Any], turn: Turn
) -> None:
    """Show the form with the plan of what stands in it now."""
    view, member = body["view"], await surface.member(context)
    if changing.chosen_form(view) == changing.NEW_LINE:
        return await give(await surface.desk.make_line(member), Click.of(surface, context, body), surface, member)
    form, remembered = OpenForm(surface.client, view, turn), changing.remembered(view)
    unread = surface.desk.unread(changing.chosen_lines(view, surface.desk.lines.names) or ())
    if unread:
        await form.show(changing.reading(view, unread))
    suggested = carried(choices.Suggested, action).text if action["action_id"] == choices.ANNOUNCE else None
    shown = await _edited(surface, member, view, suggested)
    paces = {forms.AT_ONCE: True, forms.PATIENTLY: False}
    at_once = paces.get(action["action_id"], remembered.at_once)
    anew = changing.is_anew(view, action["action_id"])
    return await form.show(changing.form(shown, remembered.origin, at_once=at_once, anew=anew, view=view))


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


async def _in_turn(surface: Surface, context: AsyncBoltContext, view: Mapping[str, Any], turns: Turns) -> Outcome:
    """Send a form once what was done in it before is answered, and what comes of that."""
    member = await surface.member(context, fresh=view["callback_id"] == changing.RUSH)
    async with turns.take(view["id"], 0):
        shown = await _edited(surface, member, view)
    return await _sent(surface, member, view, shown)


async def _sent(surface: Surface, member: Member, view: Mapping[str, Any], shown: Editing) -> Outcome:
    """Send what a form showed, and what comes of that: a request, what is wrong, or what is another plan by now."""
    remembered, rushing = changing.remembered(view), view["callback_id"] == changing.RUSH
    if shown.proposal is None:
        is_same = (shown.draft, shown.generation) == (remembered.draft, remembered.generation)
        errors = changing.complaints(view, shown.problems) if is_same else None
        return _again(shown, remembered)._replace(errors=errors or {})
    reason = forms.typed_reason(view)
    if shown.proposal.plan.digest != remembered.digest:
        moved = "otherwise" if remembered.digest else "first"
        seen_first = shown.proposal.model_copy(update={"moved": moved, "reason": reason})
        return _again(shown.model_copy(update={"proposal": seen_first}), remembered)
    sent = await (surface.desk.rush if rushing else surface.desk.send)(
        member,
        shown.draft,
        remembered.digest,
        reason,
        origin=origins.filled_in(remembered.origin, shown.words),
    )
    if isinstance(sent, Proposal):
        return _again(shown.model_copy(update={"proposal": sent}), remembered)
    return patience.requested(sent)


def _again(shown: Editing, remembered: changing.Standing) -> Outcome:
    """The form once more, as it stands by now."""
    form = changing.form(shown, remembered.origin, at_once=remembered.at_once)
    return Outcome(changing.beginning(shown), form)


async def _show_late(surface: Surface, view: Mapping[str, Any], shown: Json, turns: Turns) -> None:
    """Show what was not sent, unless something newer was done in the form meanwhile."""
    async with turns.take(view["id"], 0) as turn:
        await OpenForm(surface.client, {**view, "hash": ""}, turn).show(shown)


@dataclass
class OpenForm:
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
