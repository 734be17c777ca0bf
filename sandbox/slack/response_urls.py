"""The addresses at which an app may answer a command or a click for half an hour."""

import secrets
import time

from sandbox.slack.contents import content_of, flag
from sandbox.slack.directory import Directory
from sandbox.slack.errors import SlackError
from sandbox.slack.memory import Memory
from sandbox.slack.messages import Messages
from sandbox.slack.records import Message, ResponseUrl
from sandbox.slack.team import Channel, Person
from sandbox.slack.timing import Timing
from sandbox.storage import Json

PATH = "/slack/response"
MOST_USES = 5


class ResponseUrls:
    """Gives out the addresses, and does what the app says there."""

    def __init__(self, memory: Memory, directory: Directory, messages: Messages, timing: Timing) -> None:
        self._memory = memory
        self._directory = directory
        self._messages = messages
        self._timing = timing

    def issue(self, person: Person, channel: Channel, message: Message | None = None) -> str:
        """Return the path of a new address."""
        now = time.time()
        known = self._memory.now.response_urls
        self._memory.now.response_urls = {key: url for key, url in known.items() if url.expires > now - 3600}
        key = secrets.token_urlsafe(24)
        self._memory.now.response_urls[key] = ResponseUrl(
            user=person.id,
            channel=channel.id,
            expires=now + self._timing.response_url,
            message_ts=message.ts if message else None,
        )
        return f"{PATH}/{key}"

    def use(self, key: str, body: Json) -> None:
        """Answer at an address; that counts as a use, whatever comes of it."""
        url = self._memory.now.response_urls.get(key)
        if url is None or url.expires <= time.time():
            raise SlackError(code="expired_url")
        if url.uses >= MOST_USES:
            raise SlackError(code="used_url")
        url.uses += 1
        self.answer(url, body)

    def answer(self, url: ResponseUrl, body: Json) -> None:
        """Do what the app says about one interaction."""
        source = self._source(url)
        if flag(body, "delete_original"):
            self._messages.delete(_existing(source))
        elif flag(body, "replace_original") and url.message_ts:
            existing = _existing(source)
            self._messages.change(existing, content_of(body))
        else:
            self._say(url, body)

    def _say(self, url: ResponseUrl, body: Json) -> None:
        channel, reader = self._directory.channel(url.channel), self._directory.person(url.user)
        if channel is None or reader is None:
            raise SlackError(code="channel_not_found")
        content, thread_ts = content_of(body), body.get("thread_ts")
        if body.get("response_type") == "in_channel":
            self._messages.post(channel, self._directory.bot, content, thread_ts=thread_ts)
        else:
            self._messages.whisper(channel, self._directory.bot, reader, content, thread_ts=thread_ts)

    def _source(self, url: ResponseUrl) -> Message | None:
        if url.message_ts is None:
            return None
        whispered = self._messages.whispered(url.channel, url.message_ts, url.user)
        return whispered or self._messages.find(url.channel, url.message_ts)


def _existing(source: Message | None) -> Message:
    if source is None or source.deleted:
        raise SlackError(code="message_not_found")
    return source
