"""``chat.*``: the app's messages."""

from sandbox.slack.address import Address
from sandbox.slack.api.access import Access
from sandbox.slack.api.arguments import Arguments
from sandbox.slack.contents import checked_blocks, checked_metadata, checked_text, content_of
from sandbox.slack.directory import Directory
from sandbox.slack.errors import SlackError
from sandbox.slack.messages import Messages
from sandbox.slack.news import News
from sandbox.slack.records import Content, Message
from sandbox.slack.team import Channel
from sandbox.storage import Json


class Chat:
    """Posts, updates and deletes, and tells of it as Slack does."""

    def __init__(self, address: Address, directory: Directory, messages: Messages, news: News) -> None:
        self._address = address
        self._directory = directory
        self._access = Access(directory)
        self._messages = messages
        self._news = news

    def post_message(self, arguments: Arguments) -> Json:
        """Post to a conversation."""
        channel = self._access.postable(arguments.needed("channel"))
        thread_ts = self._thread(channel, arguments)
        message = self._messages.post(
            channel,
            self._directory.bot,
            content_of(arguments.given),
            thread_ts=thread_ts,
            broadcast=bool(thread_ts) and arguments.flag("reply_broadcast"),
        )
        self._news.posted(channel, message)
        return self._shown(message)

    def update(self, arguments: Arguments) -> Json:
        """Let one of the app's messages say something else."""
        channel = self._access.visible(arguments.needed("channel"))
        message = self._own(channel, arguments, "cant_update_message")
        self._messages.change(message, _changed(message, arguments))
        self._news.changed(channel, message)
        return {**self._shown(message), "text": message.content.text}

    def delete(self, arguments: Arguments) -> Json:
        """Take one of the app's messages away."""
        channel = self._access.visible(arguments.needed("channel"))
        message = self._own(channel, arguments, "cant_delete_message")
        self._messages.delete(message)
        self._news.deleted(channel, message)
        return {"channel": channel.id, "ts": message.ts}

    def post_ephemeral(self, arguments: Arguments) -> Json:
        """Show something to one person of a conversation."""
        channel = self._access.postable(arguments.needed("channel"))
        reader = self._directory.person(arguments.needed("user"))
        if reader is None or reader not in self._directory.members(channel):
            raise SlackError(code="user_not_in_channel")
        content = content_of(arguments.given)
        thread_ts = self._thread(channel, arguments)
        whisper = self._messages.whisper(channel, self._directory.bot, reader, content, thread_ts=thread_ts)
        return {"message_ts": whisper.ts}

    def get_permalink(self, arguments: Arguments) -> Json:
        """Return the address of a message."""
        channel = self._access.visible(arguments.needed("channel"))
        message = self._messages.find(channel.id, arguments.needed("message_ts"))
        if message is None:
            raise SlackError(code="message_not_found")
        link = f"{self._address.url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
        if message.is_reply:
            link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
        return {"channel": channel.id, "permalink": link}

    def _shown(self, message: Message) -> Json:
        shown = self._messages.as_slack(message, with_metadata=True)
        return {"channel": message.channel, "ts": message.ts, "message": shown}

    def _thread(self, channel: Channel, arguments: Arguments) -> str | None:
        given = arguments.text("thread_ts")
        if not given:
            return None
        parent = self._messages.find(channel.id, given)
        if parent is None:
            raise SlackError(code="thread_not_found")
        return parent.head

    def _own(self, channel: Channel, arguments: Arguments, refusal: str) -> Message:
        message = self._messages.find(channel.id, arguments.needed("ts"))
        if message is None:
            raise SlackError(code="message_not_found")
        if message.user != self._directory.bot.id:
            raise SlackError(refusal)
        return message


def _changed(message: Message, arguments: Arguments) -> Content:
    """Return what an update leaves: blocks and metadata that it does not name stay."""
    blocks = checked_blocks(arguments.raw("blocks"))
    if not arguments.text("text") and not blocks:
        raise SlackError(code="no_text")
    metadata = arguments.raw("metadata")
    return Content(
        text=checked_text(arguments.raw("text") or ""),
        blocks=message.content.blocks if blocks is None else blocks,
        metadata=message.content.metadata if metadata is None else checked_metadata(metadata),
    )
