"""What people do to elements: press, choose, look for options."""

from dataclasses import dataclass, field
from typing import Any

from sandbox.slack.blocks import all_options, check_suggestions
from sandbox.slack.courier import Receipt
from sandbox.slack.elements import Placed
from sandbox.slack.errors import RefusedError
from sandbox.slack.forms import Forms, is_lasting
from sandbox.slack.payloads import action_ts
from sandbox.slack.sending import Outcome, Sending
from sandbox.slack.spots import MessageSpot, Spot, ViewSpot, found
from sandbox.slack.team import Person
from sandbox.slack.views import Views
from sandbox.storage import Json

NOT_REPORTED = frozenset({"options", "option_groups", "focus_on_load", "accessibility_label"})


@dataclass(frozen=True)
class Where:
    """Where a person clicks: the open form, Home, or a message."""

    view: bool = False
    home: bool = False
    channel: str = ""
    ts: str = ""


@dataclass(frozen=True)
class Press:
    """What a person clicks on, with the choice made there and the present state of the form around it."""

    action_id: str
    block_id: str | None = None
    value: Any = None
    values: dict[str, dict[str, Any]] = field(default_factory=dict)


class Clicks:
    """Plays clicks and choices, and asks the app for options."""

    def __init__(self, sending: Sending, forms: Forms, views: Views) -> None:
        self._sending = sending
        self._forms = forms
        self._views = views

    async def click(self, user: str, where: Where, press: Press) -> Outcome:
        """Press a button or choose something; a confirm dialog counts as confirmed."""
        person = self._sending.directory.named_person(user)
        spot = self._spot(person, where)
        placed = found(spot, press.action_id, block_id=press.block_id, value=press.value)
        if placed.is_input and not placed.block.get("dispatch_action"):
            raise RefusedError(
                sentence=f"“{press.action_id}” tells the app nothing before the form is sent.", status=409
            )
        spot.inputs = self._forms.changed(spot.blocks, spot.inputs, press.values)
        action = self._action(spot, placed, press.value)
        receipt = await self._sending.interact("block_actions", person, **spot.facts(), actions=[action])
        if not receipt.acked:
            self._sending.tell(person, spot.channel, f"The app did not respond: “{receipt.error}”")
        return Outcome(acked=receipt.acked)

    async def suggest(self, user: str, where: Where, press: Press) -> Json:
        """Ask the app for the options of a select while a person types into it."""
        person = self._sending.directory.named_person(user)
        spot = self._spot(person, where)
        placed = found(spot, press.action_id, block_id=press.block_id, value=None)
        typed = "" if press.value is None else str(press.value)
        if len(typed) < placed.element.get("min_query_length", 3):
            return {"options": []}
        asked = {"block_id": placed.block_id, "action_id": placed.action_id, "value": typed}
        facts = {name: fact for name, fact in spot.facts().items() if name not in ("state", "response_url")}
        receipt = await self._sending.interact("block_suggestion", person, wants_answer=True, **facts, **asked)
        return self._suggested(placed.action_id, receipt)

    def _suggested(self, action_id: str, receipt: Receipt) -> Json:
        answer = receipt.answer if receipt.acked else {"options": []}
        if problems := check_suggestions(answer):
            told = "; ".join(str(problem) for problem in problems)
            raise RefusedError(sentence=f"Slack would refuse the options that the app offered. {told}", status=409)
        self._forms.suggest(action_id, all_options(answer))
        return answer

    def _spot(self, person: Person, where: Where) -> Spot:
        if where.view or where.home:
            view = self._views.top(person.id) if where.view else self._views.home(person.id)
            if view is None:
                what = "no form open" if where.view else "an empty Home"
                raise RefusedError(sentence=f"{person.real_name} has {what}.", status=409)
            return ViewSpot(view, self._sending.directory.direct_with(person), self._views)
        return self._message(person, where)

    def _message(self, person: Person, where: Where) -> MessageSpot:
        channel = self._sending.place(person, where.channel)
        messages = self._sending.messages
        message = messages.last_known(channel.id, where.ts) or messages.whispered(channel.id, where.ts, person.id)
        if message is None:
            raise RefusedError(
                sentence=f"{person.real_name} sees no message {where.ts} in {channel.title}.", status=404
            )
        return MessageSpot(message, person, channel, self._sending, self._forms)

    def _action(self, spot: Spot, placed: Placed, given: Any) -> Json:
        told = {name: fact for name, fact in placed.element.items() if name not in NOT_REPORTED}
        action = {**told, "block_id": placed.block_id, "action_ts": action_ts()}
        if placed.element["type"] == "overflow":
            return {**action, **self._forms.choose(placed, given)}
        if is_lasting(placed.element):
            chosen = self._forms.choose(placed, given)
            self._keep(spot, placed, {"type": placed.element["type"], **chosen})
            return {**action, **chosen}
        return action

    def _keep(self, spot: Spot, placed: Placed, state: Json) -> None:
        inputs = spot.inputs
        if placed.action_id in inputs.get(placed.block_id, {}):
            inputs[placed.block_id][placed.action_id] = state
            spot.inputs = inputs
