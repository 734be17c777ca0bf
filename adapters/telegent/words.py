"""Telegent's words for workgroups, their types and where they lead, and ours."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from adapters.system import ActionOption

SYSTEM: Final = "telegent"

WITH_MENU: Final = "workgroup with a menu"
WITHOUT_MENU: Final = "workgroup without a menu"
WORKGROUP: Final = "workgroup"
"""Our kinds of line; the last is one of a type that is not documented."""

IVR: Final = "IVR"
ROUTINGS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {"round-robin": ("round_robin", "Round robin"), "simultaneous": ("simultaneous", "All at once")}
)
"""Telegent's type of a workgroup without a menu → our routing, and its label."""
ROUTING_TYPES: Final[Mapping[str, str]] = MappingProxyType({routing: word for word, (routing, _) in ROUTINGS.items()})

LINE: Final = "line"
NUMBER: Final = "number"
PERSON: Final = "person"
"""Our kinds of destination, and the names of the actions that lead there."""
TRANSFER: Final = "transfer"

MENU: Final = "menu"
RING: Final = "ring"
DEFAULT: Final = "default"
"""What happens where a workgroup names no target of its own: while it is open by its type, and while it is closed."""
NOT_SHOWN: Final = "what_is_set_in_its_portal_and_not_shown_here"
"""Telegent does not tell, and nothing was set through us; nowhere offered, so people read the name itself."""

_PERSON: Final = ActionOption(name=PERSON, label="Transfer to a person", targets=(PERSON,), needs_target=True)
_LINE: Final = ActionOption(name=LINE, label="Transfer to another line", targets=(LINE,), needs_target=True)

KEY_ACTIONS: Final = (
    _PERSON,
    _LINE,
    ActionOption(name=TRANSFER, label="Transfer to a number", targets=(NUMBER,), needs_target=True),
)
TREATMENTS: Final = (
    _PERSON,
    _LINE,
    ActionOption(name=MENU, label="Play the menu", menus=("open",)),
    ActionOption(name=RING, label="Ring the members", menus=("open",)),
    ActionOption(name=DEFAULT, label="What Telegent does by itself", menus=("closed",)),
)

TARGET_TYPES: Final[Mapping[str, str]] = MappingProxyType({PERSON: "User", LINE: "Workgroup"})
"""Our action → Telegent's word for what it leads to."""
_OURS: Final = {"user": PERSON, "workgroup": LINE}

E164: Final = r"\+[1-9][0-9]{6,14}"
ADDRESS: Final = r"https?://[^\s/]+\S*"
"""Patterns of a whole text: a phone number with its country code, and the address of a recording."""


def kind_of(type_word: str) -> str:
    """The kind of line that a workgroup of a type is."""
    if type_word == IVR:
        return WITH_MENU
    return WITHOUT_MENU if type_word in ROUTINGS else WORKGROUP


def own_way(kind: str) -> str:
    """What calls get while a line of some kind is open and names no target of its own."""
    return RING if kind == WITHOUT_MENU else MENU


def target_kind(word: str) -> str:
    """What a workgroup leads to, from Telegent's word; one that is not documented for it is passed through."""
    return _OURS.get(word.lower(), word.lower())


def is_number(text: str) -> bool:
    """Whether this is a phone number with its country code, as Telegent wants it."""
    return re.fullmatch(E164, text) is not None


def is_address(text: str) -> bool:
    """Whether this is a web address, as Telegent wants it."""
    return re.fullmatch(ADDRESS, text) is not None
