"""A local Slack workspace: the Web API, Socket Mode, signed HTTP, and people to act as."""

from sandbox.slack.clicks import Press, Where
from sandbox.slack.errors import RefusedError
from sandbox.slack.sending import Outcome
from sandbox.slack.team import App, Channel, Command, Person, Shortcut, Team, UserGroup, demo_team
from sandbox.slack.timing import Timing
from sandbox.slack.workspace import Workspace

__all__ = [
    "App",
    "Channel",
    "Command",
    "Outcome",
    "Person",
    "Press",
    "RefusedError",
    "Shortcut",
    "Team",
    "Timing",
    "UserGroup",
    "Where",
    "Workspace",
    "demo_team",
]
