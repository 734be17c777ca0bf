"""The payloads an app receives, in Slack's own shape."""

import time
from typing import Any

from sandbox.slack.directory import Directory
from sandbox.slack.memory import Memory
from sandbox.slack.team import Channel, Command, Person
from sandbox.storage import Json

CHANNEL_NAMES = {"private": "privategroup", "direct": "directmessage"}
"""What Slack tells instead of a name, so that private ones do not leak."""


class Payloads:
    """Builds what is sent to the app; the parts that need an address or a trigger are given."""

    def __init__(self, directory: Directory, memory: Memory) -> None:
        self._directory = directory
        self._team = directory.team
        self._memory = memory

    def command(self, person: Person, channel: Channel, command: Command, text: str) -> Json:
        """Return a slash command."""
        return {
            "token": "unused",
            "team_id": person.team_id or self._team.id,
            "team_domain": self._team.domain,
            "channel_id": channel.id,
            "channel_name": CHANNEL_NAMES.get(channel.kind, channel.name),
            "user_id": person.id,
            "user_name": person.name,
            "command": command.command,
            "text": text,
            "api_app_id": self._team.app.id,
            "is_enterprise_install": "false",
        }

    def interaction(self, kind: str, person: Person, **more: Any) -> Json:
        """Return what every click, form and shortcut tells, and more."""
        return {
            "type": kind,
            "user": {
                "id": person.id,
                "username": person.name,
                "name": person.name,
                "team_id": person.team_id or self._team.id,
            },
            "api_app_id": self._team.app.id,
            "token": "unused",
            "team": {"id": self._team.id, "domain": self._team.domain},
            "enterprise": None,
            "is_enterprise_install": False,
            **more,
        }

    def channel(self, channel: Channel) -> Json:
        """Return a channel as interactions tell it."""
        return {"id": channel.id, "name": CHANNEL_NAMES.get(channel.kind, channel.name)}

    def event(self, event: Json, channel: Channel | None = None) -> Json:
        """Return an event in its envelope."""
        authorization = {
            "enterprise_id": None,
            "team_id": self._team.id,
            "user_id": self._directory.bot.id,
            "is_bot": True,
            "is_enterprise_install": False,
        }
        return {
            "token": "unused",
            "team_id": self._team.id,
            "context_team_id": self._team.id,
            "api_app_id": self._team.app.id,
            "event": event,
            "type": "event_callback",
            "event_id": self._memory.next_id("Ev"),
            "event_time": int(time.time()),
            "authorizations": [authorization],
            "is_ext_shared_channel": bool(channel and channel.is_ext_shared),
        }


def action_ts() -> str:
    """Return the time of an action, as Slack writes it."""
    return f"{time.time():.6f}"
