"""The whole workspace as plain JSON, everyone and every place by name: what scripts and the page look at."""

from sandbox.slack.directory import Directory
from sandbox.slack.memory import Memory
from sandbox.slack.messages import Messages
from sandbox.slack.records import Message, View
from sandbox.slack.team import Channel
from sandbox.slack.views import Views
from sandbox.storage import Json


class Showing:
    """Shows everything there is to see."""

    def __init__(self, directory: Directory, memory: Memory, messages: Messages, views: Views) -> None:
        self._directory = directory
        self._memory = memory
        self._messages = messages
        self._views = views

    def state(self) -> Json:
        """Return the workspace's part of the world's state."""
        people = self._directory.humans
        return {
            "channels": {channel.name: self._said(channel) for channel in self._directory.channels},
            "dms": {person.name: self._said(self._directory.direct_with(person)) for person in people},
            "ephemerals": {
                person.name: [self._shown(one) for one in self._messages.whispers(person.id)] for person in people
            },
            "views": {person.name: self._view(self._views.top(person.id)) for person in people},
            "homes": {person.name: self._view(self._views.home(person.id)) for person in people},
            "log": list(self._memory.now.log),
        }

    def people(self) -> list[Json]:
        """Return who can be acted as."""
        return [
            person.model_dump(include={"name", "real_name", "id", "zone", "title"}) for person in self._directory.humans
        ]

    def commands(self) -> list[Json]:
        """Return what can be typed after a slash."""
        fields = {"command", "description", "usage_hint"}
        return [command.model_dump(include=fields) for command in self._directory.team.app.commands]

    def shortcuts(self) -> list[Json]:
        """Return what the app adds to the menus: of every message, or of the whole workspace."""
        return [shortcut.model_dump() for shortcut in self._directory.team.app.shortcuts]

    def bot(self) -> Json:
        """Return the app's own user."""
        bot = self._directory.bot
        return {"name": bot.name, "real_name": bot.real_name, "id": bot.id}

    def _said(self, channel: Channel) -> list[Json]:
        return [self._with_thread(message) for message in self._messages.top_level(channel.id)]

    def _with_thread(self, message: Message) -> Json:
        replies = [] if message.is_reply else self._messages.replies(message.channel, message.ts)
        return {**self._shown(message), "thread": [self._shown(reply) for reply in replies]}

    def _shown(self, message: Message) -> Json:
        author, channel = self._directory.person(message.user), self._directory.channel(message.channel)
        return {
            "ts": message.ts,
            "user": author.name if author else message.user,
            "channel": channel.name if channel else message.channel,
            "text": "This message was deleted." if message.deleted else message.content.text,
            "blocks": [] if message.deleted else message.content.blocks,
            "thread": [],
            "thread_ts": message.thread_ts,
            "metadata": message.content.metadata,
            "edited": message.edited,
            "deleted": message.deleted,
            "ephemeral": message.only_for is not None,
            "inputs": self._inputs(message),
        }

    def _inputs(self, message: Message) -> Json:
        people = ((self._directory.person(user), inputs) for user, inputs in message.inputs.items())
        return {person.name: inputs for person, inputs in people if person}

    def _view(self, view: View | None) -> Json | None:
        if view is None:
            return None
        return {**self._views.as_slack(view), "errors": view.errors, "notice": view.notice}
