"""The messages of a workspace."""

from collections.abc import Sequence

from sandbox.slack.directory import Directory
from sandbox.slack.elements import identified, interactive
from sandbox.slack.memory import Memory
from sandbox.slack.records import Content, Message
from sandbox.slack.team import Channel, Person, derived_id
from sandbox.storage import Json

MOST_EARLIER = 5


class Messages:
    """Posts, changes, deletes and finds messages, ephemeral ones too."""

    def __init__(self, memory: Memory, directory: Directory) -> None:
        self._memory = memory
        self._directory = directory

    def post(
        self,
        channel: Channel,
        author: Person,
        content: Content,
        *,
        thread_ts: str | None = None,
        broadcast: bool = False,
    ) -> Message:
        """Add a message for everyone in the channel."""
        message = self._new(channel, author, content)
        message.thread_ts = thread_ts
        message.broadcast = broadcast
        self._memory.now.messages.setdefault(channel.id, []).append(message)
        return message

    def whisper(
        self,
        channel: Channel,
        author: Person,
        reader: Person,
        content: Content,
        *,
        thread_ts: str | None = None,
    ) -> Message:
        """Add an ephemeral message, which only one person sees."""
        message = self._new(channel, author, content)
        message.thread_ts = thread_ts
        message.only_for = reader.id
        self._memory.now.ephemerals.append(message)
        return message

    def change(self, message: Message, content: Content) -> None:
        """Let the message say something else; what could be clicked on is kept."""
        if any(interactive(message.content.blocks)):
            message.earlier = [message.content, *message.earlier][:MOST_EARLIER]
        message.content = self._identified(content)
        message.edited = self._memory.next_ts()

    def delete(self, message: Message) -> None:
        """Take the message away; what it said is kept, since someone may just be clicking on it."""
        message.deleted = True

    def find(self, channel_id: str, ts: str) -> Message | None:
        """Return the message that everyone in the channel now sees."""
        message = self.last_known(channel_id, ts)
        return None if message is None or message.deleted else message

    def last_known(self, channel_id: str, ts: str) -> Message | None:
        """Return the message, also when it was deleted."""
        return next((one for one in self._all(channel_id) if one.ts == ts), None)

    def whispered(self, channel_id: str, ts: str, reader_id: str) -> Message | None:
        """Return one person's ephemeral message, also when it was deleted."""
        for message in self._memory.now.ephemerals:
            if (message.channel, message.ts, message.only_for) == (channel_id, ts, reader_id):
                return message
        return None

    def whispers(self, reader_id: str) -> list[Message]:
        """Return what only this person now sees."""
        return [one for one in self._memory.now.ephemerals if one.only_for == reader_id and not one.deleted]

    def top_level(self, channel_id: str) -> list[Message]:
        """Return the channel's messages, oldest first, a deleted one only while it heads a thread."""
        return [
            message
            for message in self._all(channel_id)
            if (not message.is_reply or message.broadcast)
            and (not message.deleted or self.replies(channel_id, message.ts))
        ]

    def replies(self, channel_id: str, ts: str) -> list[Message]:
        """Return what stands in the thread below a message, oldest first."""
        return [one for one in self._all(channel_id) if one.is_reply and one.thread_ts == ts and not one.deleted]

    def as_slack(self, message: Message, *, with_metadata: bool = False) -> Json:
        """Return the message as the Web API and the payloads show it."""
        author = self._directory.person(message.user)
        shown: Json = {"type": "message", "user": message.user, "ts": message.ts, "team": self._directory.team.id}
        if message.deleted:
            shown |= {"subtype": "tombstone", "text": "This message was deleted.", "hidden": True}
        else:
            shown |= {"text": message.content.text, "blocks": message.content.blocks}
        if author == self._directory.bot:
            shown |= {"bot_id": self._directory.team.app.bot_id, "app_id": self._directory.team.app.id}
        elif author and author.is_bot:
            shown["bot_id"] = derived_id("B", author.name)
        if message.edited:
            shown["edited"] = {"user": message.user, "ts": message.edited}
        if with_metadata and message.content.metadata:
            shown["metadata"] = message.content.metadata
        return shown | self._thread_facts(message)

    def _thread_facts(self, message: Message) -> Json:
        if message.is_reply:
            subtype = {"subtype": "thread_broadcast"} if message.broadcast else {}
            return {"thread_ts": message.thread_ts, **subtype}
        replies = self.replies(message.channel, message.ts)
        if not replies:
            return {}
        people = list(dict.fromkeys(reply.user for reply in replies))
        return {
            "thread_ts": message.ts,
            "reply_count": len(replies),
            "reply_users": people,
            "reply_users_count": len(people),
            "latest_reply": replies[-1].ts,
        }

    def _all(self, channel_id: str) -> Sequence[Message]:
        return self._memory.now.messages.get(channel_id, [])

    def _new(self, channel: Channel, author: Person, content: Content) -> Message:
        return Message(
            ts=self._memory.next_ts(),
            channel=channel.id,
            user=author.id,
            content=self._identified(content),
        )

    def _identified(self, content: Content) -> Content:
        return content.model_copy(update={"blocks": identified(content.blocks, self._memory.next_id)})
