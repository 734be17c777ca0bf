"""Where a person clicks: in a message, in an open form, on Home."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from sandbox.slack.elements import Placed, interactive
from sandbox.slack.errors import RefusedError
from sandbox.slack.forms import Forms
from sandbox.slack.records import Blocks, Inputs, Message, View
from sandbox.slack.sending import Sending
from sandbox.slack.team import Channel, Person
from sandbox.slack.views import Views
from sandbox.storage import Json


class Spot(Protocol):
    """Something with blocks that a person sees and may click on."""

    title: str
    channel: Channel

    @property
    def blocks(self) -> Blocks:
        """What it shows now."""
        ...

    @property
    def earlier(self) -> Sequence[Blocks]:
        """What it showed before, the latest first."""
        ...

    @property
    def inputs(self) -> Inputs:
        """What the person has typed and chosen in it."""
        ...

    @inputs.setter
    def inputs(self, inputs: Inputs) -> None: ...

    def facts(self) -> Json:
        """Return what a payload tells of it."""
        ...


@dataclass
class MessageSpot:
    """A message, as one person sees it."""

    message: Message
    person: Person
    channel: Channel
    sending: Sending
    forms: Forms
    title: str = field(init=False)

    def __post_init__(self) -> None:
        self.title = f"the message {self.message.ts}"

    @property
    def blocks(self) -> Blocks:
        """What it shows now; nothing once it is deleted."""
        return [] if self.message.deleted else self.message.content.blocks

    @property
    def earlier(self) -> Sequence[Blocks]:
        """What it showed before, the latest first."""
        before = [content.blocks for content in self.message.earlier]
        return [self.message.content.blocks, *before] if self.message.deleted else before

    @property
    def inputs(self) -> Inputs:
        """What the person has chosen in it, as far as the same fields are still there."""
        initial = self.forms.initial(self.message.content.blocks)
        chosen = self.message.inputs.get(self.person.id, {})
        return {
            block_id: {action_id: chosen.get(block_id, {}).get(action_id, first) for action_id, first in fields.items()}
            for block_id, fields in initial.items()
        }

    @inputs.setter
    def inputs(self, inputs: Inputs) -> None:
        self.message.inputs[self.person.id] = inputs

    def facts(self) -> Json:
        """Return the container, the channel, the message unless it is ephemeral, and an address to answer at."""
        is_ephemeral = self.message.only_for is not None
        thread = {"thread_ts": self.message.thread_ts} if self.message.is_reply else {}
        last_known = self.message.model_copy(update={"deleted": False})
        return {
            "container": {
                "type": "message",
                "message_ts": self.message.ts,
                "channel_id": self.channel.id,
                "is_ephemeral": is_ephemeral,
                **thread,
            },
            "channel": self.sending.payloads.channel(self.channel),
            **({} if is_ephemeral else {"message": self.sending.messages.as_slack(last_known)}),
            "state": {"values": self.inputs},
            "response_url": self.sending.answer_at(self.person, self.channel, self.message),
        }


@dataclass
class ViewSpot:
    """The form in front of a person, or their Home."""

    view: View
    channel: Channel
    views: Views
    title: str = field(init=False)

    def __post_init__(self) -> None:
        self.title = "the open form" if self.view.kind == "modal" else "Home"

    @property
    def blocks(self) -> Blocks:
        """What it shows now."""
        return self.view.blocks

    @property
    def earlier(self) -> Sequence[Blocks]:
        """What it showed before, the latest first."""
        return self.view.earlier

    @property
    def inputs(self) -> Inputs:
        """What the person has typed and chosen in it."""
        return self.view.inputs

    @inputs.setter
    def inputs(self, inputs: Inputs) -> None:
        self.view.inputs = inputs

    def facts(self) -> Json:
        """Return the container and the view."""
        return {
            "container": {"type": "view", "view_id": self.view.id},
            "view": self.views.as_slack(self.view),
        }


def found(spot: Spot, action_id: str, *, block_id: str | None, value: object) -> Placed:
    """Return the element a person means, also one that has just vanished."""
    for blocks in (spot.blocks, *spot.earlier):
        for placed in _matching(blocks, action_id, block_id):
            if _means(placed, value):
                return placed
    known = ", ".join(dict.fromkeys(placed.action_id for placed in interactive(spot.blocks))) or "nothing to click on"
    raise RefusedError(sentence=f"There is no “{action_id}”{_with(value)} in {spot.title}. It has {known}.", status=404)


def _matching(blocks: Blocks, action_id: str, block_id: str | None) -> Iterator[Placed]:
    for placed in interactive(blocks):
        if placed.action_id == action_id and block_id in (None, placed.block_id):
            yield placed


def _means(placed: Placed, value: object) -> bool:
    """Whether a value names this element: it does for buttons, while in a menu it names an option."""
    return placed.element["type"] != "button" or value in (None, placed.element.get("value"))


def _with(value: object) -> str:
    return "" if value is None else f" with the value “{value}”"
