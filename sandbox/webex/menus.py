"""Auto attendants' menus: what the keys do, and which values Webex wants with which action."""

from collections.abc import Mapping
from typing import Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from sandbox.webex.blocks import DIGITS, E164, Block, Destination
from sandbox.webex.errors import MISSING, BackendError, missing

MenuKey = Literal["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "#"]
KeyAction = Literal[
    "PLAY_ANNOUNCEMENT",
    "TRANSFER_WITH_PROMPT",
    "TRANSFER_WITHOUT_PROMPT",
    "TRANSFER_TO_OPERATOR",
    "TRANSFER_TO_MAILBOX",
    "NAME_DIALING",
    "EXTENSION_DIALING",
    "REPEAT_MENU",
    "EXIT",
    "RETURN_TO_PREVIOUS_MENU",
]
LastResort = Literal[
    "PLAY_MESSAGE_AND_DISCONNECT",
    "TRANSFER_WITHOUT_PROMPT",
    "TRANSFER_WITH_PROMPT",
    "TRANSFER_TO_OPERATOR",
    "TRANSFER_TO_MAILBOX",
    "DISCONNECT",
]
Greeting = Literal["DEFAULT", "CUSTOM"]

EmptyValues = Literal["wanted", "refused"]
"""How an action without a target is written. The sources contradict each other, so each play has one way: with the
value `""`, where a key without `value` is refused, or without `value`, where `""` is refused."""

WITH_TARGET = frozenset({"TRANSFER_WITH_PROMPT", "TRANSFER_WITHOUT_PROMPT", "TRANSFER_TO_MAILBOX"})
WITH_EMPTY_VALUE = frozenset({"TRANSFER_TO_OPERATOR", "REPEAT_MENU", "NAME_DIALING", "EXTENSION_DIALING"})
VALUE = "HoursMenu.keyConfigurations.value"


class AudioFile(Block):
    """An announcement that is played; with an id the rest is ignored."""

    id: str | None = None
    file_name: str | None = None
    media_file_type: Literal["WAV", "WMA", "3GP"] | None = None
    level: Literal["ORGANIZATION", "LOCATION", "ENTITY"] | None = None

    @model_validator(mode="after")
    def _names_a_file(self) -> Self:
        if self.id is None and None in {self.file_name, self.media_file_type, self.level}:
            message = "fileName, mediaFileType and level are mandatory without an id"
            raise ValueError(message)
        return self


class KeyConfiguration(Block):
    """What one key does."""

    key: MenuKey
    action: KeyAction
    description: str | None = None
    value: str | None = None
    audio_announcement_file: AudioFile | None = None

    @model_validator(mode="after")
    def _plays_a_file(self) -> Self:
        if (self.action == "PLAY_ANNOUNCEMENT") != (self.audio_announcement_file is not None):
            message = "audioAnnouncementFile belongs to PLAY_ANNOUNCEMENT"
            raise ValueError(message)
        return self


class LastAction(Block):
    """What happens to a caller who never presses a key."""

    action: LastResort = "DISCONNECT"
    greeting: Greeting | None = None
    audio_announcement_file: AudioFile | None = None
    transfer_call_to: Destination | None = None


class CallTreatment(Block):
    """How long a caller may hesitate. The timer is a text in Webex's document and a number in its clients."""

    retry_attempt_for_no_input: Literal["NO_REPEAT", "ONE_TIME", "TWO_TIMES", "THREE_TIMES"] = "NO_REPEAT"
    no_input_timer: str = Field(default="10", pattern=r"^(?:[1-9]|[1-5][0-9]|60)$")
    action_to_be_performed: LastAction = LastAction()

    @field_validator("no_input_timer", mode="before")
    @classmethod
    def _as_text(cls, written: Any) -> Any:
        return str(written) if isinstance(written, int) else written


class Menu(Block):
    """A menu as it is written: whole."""

    greeting: Greeting
    extension_enabled: bool
    key_configurations: tuple[KeyConfiguration, ...]
    audio_announcement_file: AudioFile | None = None
    call_treatment: CallTreatment | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        keys = [each.key for each in self.key_configurations]
        if len(set(keys)) < len(keys):
            message = "each key can be configured once"
            raise ValueError(message)
        if self.greeting == "CUSTOM" and self.audio_announcement_file is None:
            message = "audioAnnouncementFile is mandatory with a CUSTOM greeting"
            raise ValueError(message)
        return self

    @property
    def files(self) -> tuple[AudioFile, ...]:
        """Every file that it plays."""
        last = self.call_treatment.action_to_be_performed.audio_announcement_file if self.call_treatment else None
        keys = (each.audio_announcement_file for each in self.key_configurations)
        return tuple(each for each in (self.audio_announcement_file, *keys, last) if each)


def check_values(menu: Menu, empty_values: EmptyValues) -> None:
    """Refuse a menu in which an action has another value than it wants."""
    for each in menu.key_configurations:
        _check_value(each, empty_values)


def _check_value(key: KeyConfiguration, empty_values: EmptyValues) -> None:
    wants_text = key.action in WITH_TARGET or (key.action in WITH_EMPTY_VALUE and empty_values == "wanted")
    if key.value is None and wants_text:
        raise missing(VALUE)
    if key.value == "" and key.action in WITH_TARGET:
        raise BackendError(400, f"{VALUE}: {key.action} needs a number or an extension")
    if key.value == "" and empty_values == "refused":
        raise BackendError(400, f"Invalid field value: {VALUE}", code=MISSING)
    if key.value and not (E164.fullmatch(key.value) or DIGITS.fullmatch(key.value)):
        raise BackendError(
            400, f"{VALUE}: {key.value!r} is neither a phone number such as +19195550100 nor an extension"
        )


def shown(menu: Mapping[str, Any], empty_values: EmptyValues) -> dict[str, Any]:
    """A menu as GET shows it: with empty values only where they are wanted."""
    keys = [
        {name: each for name, each in key.items() if name != "value" or each or empty_values == "wanted"}
        for key in menu["keyConfigurations"]
    ]
    return {**menu, "keyConfigurations": keys}
