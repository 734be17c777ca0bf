"""Dialpad's words for actions, targets and routings, and ours; a word that is in no table is passed through."""

from collections.abc import Mapping
from typing import Final

from adapters.system import ActionOption

SYSTEM: Final = "dialpad"
KIND: Final = "call center"
"""Our kind of line: the only one."""
GONE: Final = frozenset({"cancelled", "deleted"})
"""Dialpad's states of what is still listed and is no more."""

TARGETS: Final[Mapping[str, tuple[str, str]]] = {
    "callcenter": ("line", "Another line"),
    "callrouter": ("router", "Call router"),
    "channel": ("channel", "Channel"),
    "coachinggroup": ("coaching_group", "Coaching group"),
    "contact": ("contact", "Contact"),
    "contactgroup": ("contact_group", "Contact group"),
    "department": ("department", "Department"),
    "office": ("office", "Office"),
    "room": ("room", "Room"),
    "staffgroup": ("staff_group", "Staff group"),
    "unknown": ("other", "Something else"),
    "user": ("person", "Person"),
}
"""Dialpad's kind of target → our kind, and its label."""

_ANYONE: Final = tuple(kind for kind, _ in TARGETS.values())

ACTIONS: Final[Mapping[str, ActionOption]] = {
    "bridge_target": ActionOption(name="transfer", label="Transfer the call", targets=_ANYONE, needs_target=True),
    "company_directory": ActionOption(name="company_directory", label="Company directory"),
    "department": ActionOption(
        name="department", label="Transfer to a department", targets=("department", "office"), needs_target=True
    ),
    "directory": ActionOption(name="directory", label="Directory of the office"),
    "disabled": ActionOption(name="disabled", label="Do nothing"),
    "extension": ActionOption(name="extension", label="Let the caller dial an extension"),
    "menu": ActionOption(name="menu", label="Play the menu"),
    "message": ActionOption(name="message", label="Play a message"),
    "operator": ActionOption(name="operator", label="Ring the agents"),
    "person": ActionOption(name="person", label="Transfer to a person", targets=("person",), needs_target=True),
    "scripted_ivr": ActionOption(name="script", label="Run the scripted menu"),
    "voicemail": ActionOption(
        name="voicemail", label="Voicemail", targets=("person", "department", "line", "office", "room")
    ),
}
"""Dialpad's action → ours."""

ROUTINGS: Final[Mapping[str, tuple[str, str]]] = {
    "fixedorder": ("fixed_order", "Fixed order"),
    "longestidle": ("longest_idle", "Longest idle"),
    "mostskilled": ("most_skilled", "Most skilled"),
    "random": ("random", "Random"),
    "roundrobin": ("round_robin", "Round robin"),
    "simultaneous": ("simultaneous", "All at once"),
}
"""Dialpad's routing → ours, and its label."""


class Vocabulary:
    """One word of ours for each of Dialpad's, and back."""

    def __init__(self, ours: Mapping[str, str]) -> None:
        self._ours = dict(ours)
        self._theirs = {name: word for word, name in ours.items()}

    def ours(self, word: str) -> str:
        """Our word for one of Dialpad's."""
        return self._ours.get(word, word)

    def theirs(self, name: str) -> str:
        """Dialpad's word for one of ours."""
        return self._theirs.get(name, name)


ACTION_WORDS: Final = Vocabulary({word: option.name for word, option in ACTIONS.items()})
TARGET_WORDS: Final = Vocabulary({word: kind for word, (kind, _) in TARGETS.items()})
ROUTING_WORDS: Final = Vocabulary({word: routing for word, (routing, _) in ROUTINGS.items()})
