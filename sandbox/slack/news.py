"""The events that messages bring about, where the app subscribed to them."""

from collections.abc import Iterator

from sandbox.slack.courier import Courier
from sandbox.slack.directory import Directory
from sandbox.slack.memory import Memory
from sandbox.slack.messages import Messages
from sandbox.slack.payloads import Payloads
from sandbox.slack.records import Message
from sandbox.slack.team import Channel
from sandbox.storage import Json

TYPES = {
    "public": ("message.channels", "channel"),
    "private": ("message.groups", "group"),
    "direct": ("message.im", "im"),
}


class News:
    """Tells the app what happens in the conversations it is in."""

    def __init__(self, directory: Directory, memory: Memory, messages: Messages, courier: Courier) -> None:
        self._directory = directory
        self._events = directory.team.app.events
        self._memory = memory
        self._messages = messages
        self._courier = courier
        self._payloads = Payloads(directory, memory)

    def posted(self, channel: Channel, message: Message) -> None:
        """Tell of the app's own message, without waiting: Slack sends the app its own messages too."""
        self._soon(channel, self._message_event(channel, message))

    def changed(self, channel: Channel, message: Message) -> None:
        """Tell that a message was edited."""
        shown = self._messages.as_slack(message)
        self._soon(channel, {"subtype": "message_changed", "message": shown, **self._hidden(channel)})

    def deleted(self, channel: Channel, message: Message) -> None:
        """Tell that a message is gone."""
        self._soon(channel, {"subtype": "message_deleted", "deleted_ts": message.ts, **self._hidden(channel)})

    async def said(self, channel: Channel, message: Message) -> bool:
        """Tell of a person's message, and return whether the app took every event."""
        receipts = [await self._courier.announce(payload) for payload in self._of(channel, message)]
        return all(receipt.acked for receipt in receipts)

    async def home_opened(self, event: Json) -> bool:
        """Tell that somebody looks at their Home."""
        if "app_home_opened" not in self._events:
            return True
        receipt = await self._courier.announce(self._payloads.event(event))
        return receipt.acked

    def _of(self, channel: Channel, message: Message) -> Iterator[Json]:
        if not channel.has_bot:
            return
        event = self._message_event(channel, message)
        if TYPES[channel.kind][0] in self._events:
            yield self._payloads.event(event, channel)
        mentioned = f"<@{self._directory.bot.id}>" in message.content.text
        if mentioned and channel.kind != "direct" and "app_mention" in self._events:
            mention = {name: value for name, value in event.items() if name != "channel_type"}
            yield self._payloads.event({**mention, "type": "app_mention"}, channel)

    def _soon(self, channel: Channel, event: Json) -> None:
        name, channel_type = TYPES[channel.kind]
        if name in self._events:
            payload = self._payloads.event({"type": "message", "channel_type": channel_type, **event}, channel)
            self._courier.announce_soon(payload)

    def _message_event(self, channel: Channel, message: Message) -> Json:
        shown = self._messages.as_slack(message)
        author = self._directory.person(message.user)
        origin = author.team_id if author and author.team_id else self._directory.team.id
        return {
            **shown,
            "team": origin,
            "user_team": origin,
            "source_team": origin,
            "channel": channel.id,
            "channel_type": TYPES[channel.kind][1],
            "event_ts": message.ts,
        }

    def _hidden(self, channel: Channel) -> Json:
        ts = self._memory.next_ts()
        return {"channel": channel.id, "hidden": True, "ts": ts, "event_ts": ts}
