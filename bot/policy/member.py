"""Somebody in Slack, with everything that a right may depend on."""

from typing import Literal

from adapters import Value
from bot.requests import Person

EVERYONE = "*"


class Member(Value):
    """Somebody in Slack, with everything that a right may depend on."""

    person: Person
    name: str = ""
    zone: str = "UTC"
    clock: Literal["12", "24"] = "12"
    guest: bool = False
    bot: bool = False
    foreign: bool = False
    """From another workspace than the one Switchhook serves."""
    groups: frozenset[str] = frozenset()
    """The ids of the user groups they belong to, and of the private channels that are not shared with others."""

    @property
    def outsider(self) -> bool:
        """Guests, bots and people of other workspaces have no rights whatever a list says."""
        return self.guest or self.bot or self.foreign

    def is_named(self, names: tuple[str, ...]) -> bool:
        """Whether a list names them: themselves, a group or channel of theirs, or everyone. Never for outsiders."""
        named = EVERYONE in names or self.person.user in names or not self.groups.isdisjoint(names)
        return named and not self.outsider
