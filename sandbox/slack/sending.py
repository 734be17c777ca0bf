"""What every gesture needs: who may be where, triggers, addresses to answer at, and delivery."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sandbox.slack.address import Address
from sandbox.slack.courier import Courier, Parcel, Receipt
from sandbox.slack.directory import SLACKBOT, Directory
from sandbox.slack.errors import RefusedError, SlackError
from sandbox.slack.memory import Memory
from sandbox.slack.messages import Messages
from sandbox.slack.payloads import Payloads
from sandbox.slack.records import Content, Message, ResponseUrl
from sandbox.slack.response_urls import ResponseUrls
from sandbox.slack.team import Channel, Person
from sandbox.slack.triggers import Triggers
from sandbox.storage import Json


@dataclass(frozen=True)
class Outcome:
    """What came of something a person did."""

    acked: bool
    response_action: str | None = None
    errors: dict[str, str] = field(default_factory=dict)
    problem: str = ""
    """What Slack could not make of the app's answer."""
    more: Json = field(default_factory=dict)

    def as_json(self) -> Json:
        """Return it as the control API answers."""
        given = {"response_action": self.response_action, "errors": self.errors, "problem": self.problem}
        return {"acked": self.acked, **{name: value for name, value in given.items() if value}, **self.more}


@dataclass(frozen=True)
class Sending:
    """The workspace's side of a gesture."""

    address: Address
    directory: Directory
    memory: Memory
    messages: Messages
    courier: Courier
    triggers: Triggers
    response_urls: ResponseUrls
    payloads: Payloads

    def place(self, person: Person, channel_name: str) -> Channel:
        """Return a channel of this name that the person is in."""
        channel = self.directory.named_channel(channel_name)
        if person not in self.directory.members(channel):
            raise RefusedError(sentence=f"{person.real_name} is not in {channel.title}.", status=403)
        return channel

    def answer_at(self, person: Person, channel: Channel, message: Message | None = None) -> str:
        """Return a new response_url."""
        return self.address.url + self.response_urls.issue(person, channel, message)

    async def interact(self, kind: str, person: Person, *, wants_answer: bool = False, **more: Any) -> Receipt:
        """Deliver an interaction that carries a trigger."""
        payload = self.payloads.interaction(kind, person, trigger_id=self.triggers.issue(person.id), **more)
        return await self.courier.deliver(Parcel("interactive", payload, wants_answer=wants_answer))

    def tell(self, person: Person, channel: Channel, text: str) -> None:
        """Let Slack itself tell a person something, for their eyes only."""
        self.messages.whisper(channel, SLACKBOT, person, Content(text=text))
        self.memory.save()

    def answered(self, url: ResponseUrl, answer: Json) -> str:
        """Show what the app put into its acknowledgement, and return what was wrong with it."""
        if not answer:
            return ""
        return self.problem(lambda: self.response_urls.answer(url, answer))

    def problem(self, work: Callable[[], object]) -> str:
        """Do what the app's answer asks for; return, and write down, what Slack would refuse of it."""
        try:
            work()
        except SlackError as error:
            reasons = error.details.get("response_metadata", {}).get("messages", [])
            problem = "; ".join([error.code, *reasons])
            self.memory.note("refused answer", problem=problem)
        else:
            problem = ""
        self.memory.save()
        return problem
