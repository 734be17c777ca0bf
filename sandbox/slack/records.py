"""What a workspace remembers: messages, views and response addresses."""

from typing import Any, Literal, TypeAlias

from pydantic import BaseModel, Field

from sandbox.storage import Json

Blocks: TypeAlias = list[Json]
Inputs: TypeAlias = dict[str, dict[str, Json]]
"""The state of a form: block_id, then action_id, then what stands there."""


class Content(BaseModel, frozen=True):
    """What a message says."""

    text: str = ""
    blocks: Blocks = Field(default_factory=list)
    metadata: Json | None = None


class Message(BaseModel):
    """One message as it now stands, and how it stood before."""

    ts: str
    channel: str
    user: str
    content: Content
    thread_ts: str | None = None
    broadcast: bool = False
    only_for: str | None = None
    """The one person who sees it, if it is ephemeral."""
    edited: str | None = None
    deleted: bool = False
    earlier: list[Content] = Field(default_factory=list)
    inputs: dict[str, Inputs] = Field(default_factory=dict)
    """What each person has chosen in its selects and pickers."""

    @property
    def head(self) -> str:
        """The ts of the message that heads its thread: its own, unless it is a reply."""
        return self.thread_ts or self.ts

    @property
    def is_reply(self) -> bool:
        """Whether it stands in a thread below another message."""
        return self.thread_ts is not None and self.thread_ts != self.ts


class View(BaseModel):
    """A modal that is open, or a person's Home."""

    id: str
    kind: Literal["modal", "home"]
    owner: str
    content: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    inputs: Inputs = Field(default_factory=dict)
    errors: dict[str, str] = Field(default_factory=dict)
    notice: str | None = None
    """What the person is told at the foot of the form when the app did not answer well."""
    earlier: list[Blocks] = Field(default_factory=list)

    @property
    def blocks(self) -> Blocks:
        """The blocks it now shows."""
        return list(self.content["blocks"])


class ResponseUrl(BaseModel):
    """An address at which the app may answer one interaction for a while."""

    user: str
    channel: str
    expires: float
    uses: int = 0
    message_ts: str | None = None
    """The app's message that carried the button, if there was one."""


class Remembered(BaseModel):
    """Everything that survives the end of the process."""

    last_ts: int = 0
    counter: int = 0
    messages: dict[str, list[Message]] = Field(default_factory=dict)
    ephemerals: list[Message] = Field(default_factory=list)
    stacks: dict[str, list[View]] = Field(default_factory=dict)
    homes: dict[str, View] = Field(default_factory=dict)
    response_urls: dict[str, ResponseUrl] = Field(default_factory=dict)
    log: list[dict[str, Any]] = Field(default_factory=list)
