"""Webex's words for actions, routings and choices, and ours; a word that is in no table is passed through."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Final

from pydantic import AfterValidator

from adapters.system import ActionOption

ATTENDANT: Final = "auto attendant"
QUEUE: Final = "call queue"

NUMBER: Final = "number"
ANNOUNCEMENT: Final = "announcement"
AGENT: Final = "agent"
"""Our kinds of destination."""

KIND_LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {NUMBER: "Number", ANNOUNCEMENT: "Announcement", AGENT: "Agent"}
)

_NUMBER: Final = re.compile(r"\+[1-9][0-9]{6,14}|[0-9]{2,10}")


def plain_number(text: str) -> str:
    """A number as we write it: Webex shows `+1-9195550100` for what it was sent as `+19195550100`."""
    return re.sub(r"[-\s]", "", text)


Number = Annotated[str, AfterValidator(plain_number)]


def is_number(text: str) -> bool:
    """Whether calls can be sent to this: a number with its country code, or an extension."""
    return _NUMBER.fullmatch(text) is not None


class Vocabulary:
    """One word of ours for each of Webex's, and back."""

    def __init__(self, ours: Mapping[str, str]) -> None:
        self._ours = dict(ours)
        self._theirs = {name: word for word, name in ours.items()}

    def ours(self, word: str) -> str:
        """Our word for one of Webex's."""
        return self._ours.get(word, word)

    def theirs(self, name: str) -> str:
        """Webex's word for one of ours."""
        return self._theirs.get(name, name)


VOICEMAIL: Final = "voicemail"
MESSAGE: Final = "message"

MENU_ACTIONS: Final[Mapping[str, ActionOption]] = MappingProxyType(
    {
        "TRANSFER_WITHOUT_PROMPT": ActionOption(
            name="transfer", label="Transfer the call", targets=(NUMBER,), needs_target=True
        ),
        "TRANSFER_WITH_PROMPT": ActionOption(
            name="announced_transfer", label="Say so and transfer the call", targets=(NUMBER,), needs_target=True
        ),
        "TRANSFER_TO_OPERATOR": ActionOption(name="operator", label="Transfer to the operator", targets=(NUMBER,)),
        "TRANSFER_TO_MAILBOX": ActionOption(name=VOICEMAIL, label="Voicemail", targets=(NUMBER,)),
        "NAME_DIALING": ActionOption(name="directory", label="Directory of names"),
        "EXTENSION_DIALING": ActionOption(name="extension", label="Let the caller dial an extension"),
        "PLAY_ANNOUNCEMENT": ActionOption(
            name=MESSAGE, label="Play an announcement", targets=(ANNOUNCEMENT,), needs_target=True
        ),
        "REPEAT_MENU": ActionOption(name="repeat", label="Repeat the menu"),
        "EXIT": ActionOption(name="disabled", label="Hang up"),
    }
)
"""What Webex lets a menu key do → ours."""

PREVIOUS_MENU: Final = ActionOption(name="previous_menu", label="Back to the previous menu")
"""It can be read and put back, but is offered to nobody: Webex documents no way to make such a key."""

MENU_WORDS: Final = Vocabulary(
    {word: option.name for word, option in MENU_ACTIONS.items()} | {"RETURN_TO_PREVIOUS_MENU": PREVIOUS_MENU.name}
)

TREATMENTS: Final[Mapping[str, ActionOption]] = MappingProxyType(
    {
        "BUSY": ActionOption(name="busy", label="Busy tone"),
        "TRANSFER": ActionOption(name="transfer", label="Transfer the call", targets=(NUMBER,), needs_target=True),
    }
)
"""What Webex lets a queue do with calls while it is closed → ours."""

TREATMENT_WORDS: Final = Vocabulary({word: option.name for word, option in TREATMENTS.items()})

ROUTINGS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "CIRCULAR": ("round_robin", "Round robin"),
        "REGULAR": ("fixed_order", "Fixed order"),
        "SIMULTANEOUS": ("simultaneous", "All at once"),
        "UNIFORM": ("longest_idle", "Longest idle"),
        "WEIGHTED": ("weighted", "Weighted"),
    }
)
"""Webex's policy of a queue → our routing, and its label."""

ROUTING_WORDS: Final = Vocabulary({word: routing for word, (routing, _) in ROUTINGS.items()})
