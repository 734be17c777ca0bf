"""What the app may see and do: its scopes, and the conversations it is in."""

from sandbox.slack.directory import Directory
from sandbox.slack.errors import SlackError
from sandbox.slack.team import Channel, Person

PREFIXES = {"public": "channels", "private": "groups", "direct": "im"}


class Access:
    """Answers what Slack checks before a method does anything."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self.scopes = directory.team.app.scopes

    def need(self, scope: str) -> None:
        """Refuse a call for which the app lacks this scope."""
        if scope not in self.scopes:
            raise SlackError(code="missing_scope", needed=scope, provided=",".join(sorted(self.scopes)))

    def readable(self, channel_id: str, right: str) -> Channel:
        """Return a conversation the app may look at, given the scope for its kind (``read``, ``history``)."""
        channel = self.visible(channel_id)
        self.need(f"{PREFIXES[channel.kind]}:{right}")
        return channel

    def visible(self, channel_id: str) -> Channel:
        """Return a conversation the app knows of: private ones only where it is a member."""
        channel = self._directory.channel(channel_id)
        if channel is None or (channel.kind == "private" and not channel.has_bot):
            raise SlackError(code="channel_not_found")
        return channel

    def postable(self, target: str) -> Channel:
        """Return the conversation to post to: an id, a name, or a person's id for the direct one."""
        channel = self._addressed(target)
        if not channel.has_bot:
            raise SlackError(code="not_in_channel")
        if channel.is_archived:
            raise SlackError(code="is_archived")
        return channel

    def person(self, user_id: str) -> Person:
        """Return the person with this id."""
        person = self._directory.person(user_id)
        if person is None:
            raise SlackError(code="user_not_found")
        return person

    def _addressed(self, target: str) -> Channel:
        person = self._directory.person(target)
        if person is not None:
            if person.is_bot:
                raise SlackError(code="cannot_dm_bot")
            return self._directory.direct_with(person)
        bare = target.removeprefix("#")
        named = next((one.id for one in self._directory.channels if one.name == bare), target)
        return self.visible(named)
