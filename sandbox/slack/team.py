"""Who and what there is in a workspace, given as data."""

import base64
import hashlib
from collections.abc import Callable
from typing import Any, Literal, Self

from pydantic import BaseModel, Field, model_validator

DEMO_SCOPES = frozenset(
    {
        "app_mentions:read",
        "channels:history",
        "channels:read",
        "chat:write",
        "commands",
        "groups:history",
        "groups:read",
        "im:history",
        "im:write",
        "usergroups:read",
        "users:read",
    }
)
DEMO_EVENTS = frozenset({"app_home_opened", "app_mention", "message.im"})


def derived_id(prefix: str, name: str) -> str:
    """Return an id that looks like Slack's and is the same in every run."""
    digest = hashlib.sha256(f"{prefix}/{name}".encode()).digest()
    return prefix + base64.b32encode(digest).decode()[:10]


def _from_name(prefix: str) -> Callable[[dict[str, Any]], str]:
    return lambda given: derived_id(prefix, given["name"])


class Value(BaseModel, frozen=True, extra="forbid"):
    """Something that is given and does not change."""


class Person(Value):
    """A member, a guest, a bot or someone from another workspace (then with that ``team_id``)."""

    name: str
    id: str = Field(default_factory=_from_name("U"))
    real_name: str = Field(default_factory=lambda given: given["name"].title())
    zone: str = "America/New_York"
    title: str = ""
    team_id: str | None = None
    is_bot: bool = False
    is_admin: bool = False
    is_owner: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    deleted: bool = False


class Channel(Value):
    """A conversation; a direct one is between the bot and one person, and is named ``@person``."""

    name: str
    kind: Literal["public", "private", "direct"] = "public"
    id: str = Field(default_factory=_from_name("C"))
    members: tuple[str, ...] = ()
    has_bot: bool = True
    is_archived: bool = False
    is_ext_shared: bool = False

    @property
    def title(self) -> str:
        """The name as people write it."""
        return self.name if self.kind == "direct" else f"#{self.name}"


class UserGroup(Value):
    """People who can be mentioned together; the first person of the team has made it, unless it says who did."""

    name: str
    id: str = Field(default_factory=_from_name("S"))
    title: str = Field(default_factory=lambda given: given["name"].replace("-", " ").capitalize())
    members: tuple[str, ...] = ()
    created_by: str = ""
    updated_by: str = ""


class Command(Value):
    """A slash command of the app."""

    command: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = True


class Shortcut(Value):
    """An entry of the app in Slack's menus: for the whole workspace, or for one message."""

    name: str
    callback_id: str
    kind: Literal["global", "message"] = "global"


class App(Value):
    """The installed app, as its manifest describes it."""

    name: str = "switchhook"
    id: str = Field(default_factory=_from_name("A"))
    bot_id: str = Field(default_factory=_from_name("B"))
    commands: tuple[Command, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    scopes: frozenset[str] = DEMO_SCOPES
    events: frozenset[str] = DEMO_EVENTS


class Team(Value):
    """A whole workspace: its people, channels, user groups and the one app."""

    name: str
    id: str = Field(default_factory=_from_name("T"))
    domain: str = Field(default_factory=lambda given: given["name"].lower().replace(" ", "-"))
    people: tuple[Person, ...]
    channels: tuple[Channel, ...]
    groups: tuple[UserGroup, ...] = ()
    app: App = App()

    @property
    def bot(self) -> Person:
        """The app's own user."""
        return Person(name=self.app.name, is_bot=True)

    @model_validator(mode="after")
    def _members_exist(self) -> Self:
        known = {person.name for person in self.people}
        listed = [*(channel.members for channel in self.channels), *(group.members for group in self.groups)]
        editors = [filter(None, (group.created_by, group.updated_by)) for group in self.groups]
        if strangers := {name for names in (*listed, *editors) for name in names} - known:
            message = f"Nobody knows these members: {', '.join(sorted(strangers))}"
            raise ValueError(message)
        return self


def demo_team() -> Team:
    """Return the workspace of the demo."""
    everyone = ("dana", "amir", "noor", "lee")
    command = Command(
        command="/line",
        description="Change a phone line, or see what callers get",
        usage_hint="close support line Saturday",
    )
    shortcuts = (
        Shortcut(name="Make this a phone change", callback_id="make_change", kind="message"),
        Shortcut(name="Change a phone line", callback_id="change_line"),
    )
    return Team(
        name="Example Company",
        people=(
            Person(name="dana", title="Team lead"),
            Person(name="amir", title="Approver"),
            Person(name="noor", title="Approver"),
            Person(name="lee"),
        ),
        channels=(
            Channel(name="phone-lines", members=everyone),
            Channel(name="phone-approvals", kind="private", members=everyone),
        ),
        groups=(UserGroup(name="phone-approvers", members=("amir", "noor")),),
        app=App(commands=(command,), shortcuts=shortcuts),
    )
