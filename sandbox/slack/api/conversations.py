"""``conversations.*``: channels, their members and what was said there."""

from typing import Any

from sandbox.slack import profiles
from sandbox.slack.api.access import PREFIXES, Access
from sandbox.slack.api.arguments import Arguments, page
from sandbox.slack.directory import Directory
from sandbox.slack.errors import SlackError
from sandbox.slack.messages import Messages
from sandbox.slack.records import Message
from sandbox.slack.team import Channel
from sandbox.storage import Json

KINDS = {"public_channel": "public", "private_channel": "private", "im": "direct"}


class Conversations:
    """Shows the conversations that the app may see."""

    def __init__(self, directory: Directory, messages: Messages) -> None:
        self._directory = directory
        self._access = Access(directory)
        self._messages = messages

    def info(self, arguments: Arguments) -> Json:
        """Show one conversation."""
        channel = self._access.readable(arguments.needed("channel"), "read")
        shown = profiles.channel(channel, self._directory)
        if arguments.flag("include_num_members"):
            shown["num_members"] = len(self._directory.members(channel))
        return {"channel": shown}

    def listed(self, arguments: Arguments) -> Json:
        """Show every conversation of some kinds: private ones only where the app is a member."""
        found = [one for one in self._of_kinds(arguments) if one.kind != "private" or one.has_bot]
        return self._page(found, arguments)

    def of_user(self, arguments: Arguments) -> Json:
        """Show the conversations somebody is in, the app itself if nobody is named."""
        person = self._access.person(arguments.text("user") or self._directory.bot.id)
        found = [one for one in self._of_kinds(arguments) if person in self._directory.members(one) and one.has_bot]
        return self._page(found, arguments)

    def members(self, arguments: Arguments) -> Json:
        """Show who is in a conversation."""
        channel = self._access.readable(arguments.needed("channel"), "read")
        members, cursor = page([one.id for one in self._directory.members(channel)], arguments)
        return {"members": members, **cursor}

    def history(self, arguments: Arguments) -> Json:
        """Show what was said in a conversation, newest first."""
        channel = self._joined(arguments)
        messages = [one for one in self._messages.top_level(channel.id) if _within(one, arguments)]
        found, cursor = page(messages[::-1], arguments)
        return {"messages": self._shown(found, arguments), "has_more": _has_more(cursor), "pin_count": 0, **cursor}

    def replies(self, arguments: Arguments) -> Json:
        """Show a thread, oldest first."""
        channel = self._joined(arguments)
        asked = self._messages.last_known(channel.id, arguments.needed("ts"))
        head = self._messages.last_known(channel.id, asked.head) if asked else None
        if head is None or (head.deleted and not self._messages.replies(channel.id, head.ts)):
            raise SlackError(code="thread_not_found")
        thread = [one for one in self._messages.replies(channel.id, head.ts) if _within(one, arguments)]
        found, cursor = page([head, *thread], arguments, default=1000)
        return {"messages": self._shown(found, arguments), "has_more": _has_more(cursor), **cursor}

    def open(self, arguments: Arguments) -> Json:
        """Open the direct conversation with one person."""
        if arguments.has("channel"):
            return {"channel": {"id": self._access.readable(arguments.needed("channel"), "write").id}}
        people = arguments.needed("users").split(",")
        self._access.need("im:write" if len(people) == 1 else "mpim:write")
        person = self._access.person(people[0])
        if person.is_bot:
            raise SlackError(code="cannot_dm_bot")
        channel = self._directory.direct_with(person)
        shown = profiles.channel(channel, self._directory) if arguments.flag("return_im") else {"id": channel.id}
        return {"channel": shown}

    def _joined(self, arguments: Arguments) -> Channel:
        channel = self._access.readable(arguments.needed("channel"), "history")
        if not channel.has_bot:
            raise SlackError(code="not_in_channel")
        return channel

    def _of_kinds(self, arguments: Arguments) -> list[Channel]:
        wanted = (arguments.text("types") or "public_channel").replace(" ", "").split(",")
        kinds = {KINDS[name] for name in wanted if name in KINDS}
        if len(kinds) < len(set(wanted) - {"mpim"}):
            raise SlackError(code="invalid_types")
        for kind in sorted(kinds):
            self._access.need(f"{PREFIXES[kind]}:read")
        found = [one for one in (*self._directory.channels, *self._directory.direct) if one.kind in kinds]
        return [one for one in found if not (arguments.flag("exclude_archived") and one.is_archived)]

    def _page(self, channels: list[Channel], arguments: Arguments) -> Json:
        found, cursor = page(channels, arguments)
        return {"channels": [profiles.channel(one, self._directory) for one in found], **cursor}

    def _shown(self, messages: list[Message], arguments: Arguments) -> list[Json]:
        with_metadata = arguments.flag("include_all_metadata")
        return [self._messages.as_slack(one, with_metadata=with_metadata) for one in messages]


def _within(message: Message, arguments: Arguments) -> bool:
    oldest, latest = arguments.text("oldest"), arguments.text("latest")
    moment = _moment(message.ts)
    if arguments.flag("inclusive"):
        return (not oldest or moment >= _moment(oldest)) and (not latest or moment <= _moment(latest))
    return (not oldest or moment > _moment(oldest)) and (not latest or moment < _moment(latest))


def _moment(ts: str) -> tuple[int, int]:
    seconds, _, micros = ts.partition(".")
    try:
        return int(seconds), int(micros.ljust(6, "0") or 0)
    except ValueError as error:
        raise SlackError(code="invalid_ts_oldest") from error


def _has_more(cursor: dict[str, Any]) -> bool:
    return bool(cursor["response_metadata"]["next_cursor"])
