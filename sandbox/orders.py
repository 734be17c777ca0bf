"""What the control API is told to do, as it comes in."""

from datetime import datetime
from typing import Any, Self, TypeAlias

from pydantic import BaseModel, Field, model_validator

from sandbox.slack import Press, Where

Values: TypeAlias = dict[str, dict[str, Any]]
"""What a person filled in: block_id, then action_id, then the value."""


class Order(BaseModel, frozen=True, extra="forbid"):
    """Something to do."""


class ByUser(Order):
    """Something for one person to do."""

    user: str


class Typed(ByUser):
    """A text for somebody to type into a channel."""

    channel: str
    text: str


class Said(Typed):
    """A message, maybe in a thread."""

    thread_ts: str | None = None


class Sent(ByUser):
    """A form to fill in and send."""

    values: Values = Field(default_factory=dict)


class Closed(ByUser):
    """A form to close; ``everything`` is its x."""

    everything: bool = False


class Chosen(ByUser):
    """A shortcut to choose."""

    callback_id: str
    channel: str = ""
    ts: str = ""


class Clicked(ByUser):
    """An element to click on or to choose from."""

    action_id: str
    block_id: str | None = None
    value: Any = None
    values: Values = Field(default_factory=dict)
    view: bool = False
    home: bool = False
    channel: str = ""
    ts: str = ""

    @model_validator(mode="after")
    def _says_where(self) -> Self:
        if not (self.view or self.home or (self.channel and self.ts)):
            message = "say where: the channel and ts of a message, or view or home"
            raise ValueError(message)
        return self

    @property
    def where(self) -> Where:
        """Where to click."""
        return Where(view=self.view, home=self.home, channel=self.channel, ts=self.ts)

    @property
    def press(self) -> Press:
        """What to click on."""
        return Press(self.action_id, self.block_id, self.value, self.values)


class Moved(Order):
    """A new time: a moment, or so many seconds later."""

    now: datetime | None = None
    advance: float | None = None

    @model_validator(mode="after")
    def _says_one(self) -> Self:
        if self.now is not None and self.now.year not in range(1971, 2200):
            message = "choose a year between 1971 and 2199"
            raise ValueError(message)
        if (self.now is None) == (self.advance is None):
            message = "give either now, an ISO moment, or advance, in seconds"
            raise ValueError(message)
        return self


class Broken(BaseModel, frozen=True, extra="allow"):
    """Something that shall go wrong; the rest of it describes the fault."""

    vendor: str

    @property
    def fault(self) -> dict[str, Any]:
        """The fault itself."""
        return dict(self.model_extra or {})
