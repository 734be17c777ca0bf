"""New lines: every field that Webex takes when an auto attendant or a call queue is made. Pure."""

from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import BaseModel, Field, model_validator
from pydantic.alias_generators import to_camel

PhoneNumber: TypeAlias = Annotated[str, Field(pattern=r"^(\+[1-9][0-9]{6,14}|[0-9]{7,15})$")]
"""With its country code, or as it is dialled within the country."""
Extension: TypeAlias = Annotated[str, Field(pattern=r"^[0-9]{2,10}$")]
PhoneNumberOrExtension: TypeAlias = Annotated[str, Field(pattern=r"^(\+[1-9][0-9]{6,14}|[0-9]{2,15})$")]
Text: TypeAlias = Annotated[str, Field(min_length=1)]
RingPattern: TypeAlias = Literal["NORMAL", "LONG_LONG", "SHORT_SHORT_LONG", "SHORT_LONG_SHORT"]
Greeting: TypeAlias = Literal["DEFAULT", "CUSTOM"]
Scope: TypeAlias = Literal["ENTERPRISE", "GROUP"]

_TRANSFERS = frozenset({"TRANSFER_WITH_PROMPT", "TRANSFER_WITHOUT_PROMPT", "TRANSFER_TO_MAILBOX"})


class New(BaseModel, frozen=True, extra="forbid", strict=True, alias_generator=to_camel, validate_by_name=True):
    """A part of a new line; what is not given is left to Webex."""

    def body(self) -> dict[str, Any]:
        """The part as JSON in Webex's words."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)


class NewAudioFile(New):
    """An announcement: by its id, or by all the rest."""

    id: Text | None = None
    file_name: Text | None = None
    media_file_type: Literal["WAV", "WMA", "3GP"] | None = None
    level: Literal["ORGANIZATION", "LOCATION"] | None = None

    @model_validator(mode="after")
    def _is_known(self) -> Self:
        if self.id is None and None in (self.file_name, self.media_file_type, self.level):
            msg = "an announcement is named by its id, or by its file name, type and level"
            raise ValueError(msg)
        return self


class NewAlternateNumber(New):
    """Another number that reaches the same line."""

    phone_number: PhoneNumber
    toll_free_number: bool | None = None
    ring_pattern: RingPattern | None = None


class NewKey(New):
    """What a key of a menu does."""

    key: Annotated[str, Field(pattern=r"^[0-9*#]$")]
    action: Literal[
        "PLAY_ANNOUNCEMENT",
        "TRANSFER_WITH_PROMPT",
        "TRANSFER_WITHOUT_PROMPT",
        "TRANSFER_TO_OPERATOR",
        "TRANSFER_TO_MAILBOX",
        "NAME_DIALING",
        "EXTENSION_DIALING",
        "REPEAT_MENU",
        "EXIT",
    ]
    description: Text | None = None
    value: PhoneNumberOrExtension | Literal[""] | None = None
    audio_announcement_file: NewAudioFile | None = None

    @model_validator(mode="after")
    def _leads_somewhere(self) -> Self:
        if self.action in _TRANSFERS and not self.value:
            msg = f"key {self.key} transfers calls, so it needs a number"
            raise ValueError(msg)
        if (self.action == "PLAY_ANNOUNCEMENT") != (self.audio_announcement_file is not None):
            msg = f"key {self.key}: an announcement goes with PLAY_ANNOUNCEMENT, and only with it"
            raise ValueError(msg)
        return self


class NewMenu(New):
    """What callers hear, and what they can press."""

    greeting: Greeting = "DEFAULT"
    extension_enabled: bool
    audio_announcement_file: NewAudioFile | None = None
    key_configurations: list[NewKey]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.greeting == "CUSTOM" and self.audio_announcement_file is None:
            msg = "a greeting of its own needs an announcement"
            raise ValueError(msg)
        keys = [each.key for each in self.key_configurations]
        if len(set(keys)) != len(keys):
            msg = "each key can do one thing only"
            raise ValueError(msg)
        return self


class _NewLine(New):
    name: Text
    phone_number: PhoneNumber | None = None
    extension: Extension | None = None
    first_name: Text | None = None
    last_name: Text | None = None
    language_code: Text | None = None
    time_zone: Text | None = None

    @model_validator(mode="after")
    def _can_be_reached(self) -> Self:
        if self.phone_number is None and self.extension is None:
            msg = "a line needs a phone number or an extension"
            raise ValueError(msg)
        return self


class NewAutoAttendant(_NewLine):
    """An auto attendant to be made. Its schedules are names of schedules of its location."""

    alternate_numbers: list[NewAlternateNumber] | None = None
    business_schedule: Text
    holiday_schedule: Text | None = None
    extension_dialing: Scope | None = None
    name_dialing: Scope | None = None
    business_hours_menu: NewMenu
    after_hours_menu: NewMenu


class NewCallBounce(New):
    """What happens to a call that an agent does not take."""

    call_bounce_enabled: bool | None = None
    call_bounce_max_rings: Annotated[int, Field(ge=1)] | None = None
    agent_unavailable_enabled: bool | None = None
    alert_agent_enabled: bool | None = None
    alert_agent_max_seconds: Annotated[int, Field(ge=1)] | None = None
    call_bounce_on_hold_enabled: bool | None = None
    call_bounce_on_hold_max_seconds: Annotated[int, Field(ge=1)] | None = None


class NewDistinctiveRing(New):
    """How calls of the queue ring."""

    enabled: bool
    ring_pattern: RingPattern | None = None


class NewCallPolicies(New):
    """How a call finds an agent."""

    policy: Literal["CIRCULAR", "REGULAR", "SIMULTANEOUS", "UNIFORM", "WEIGHTED"]
    routing_type: Literal["PRIORITY_BASED", "SKILL_BASED"] = "PRIORITY_BASED"
    call_bounce: NewCallBounce | None = None
    distinctive_ring: NewDistinctiveRing | None = None

    @model_validator(mode="after")
    def _go_together(self) -> Self:
        if self.routing_type == "SKILL_BASED" and self.policy in {"SIMULTANEOUS", "WEIGHTED"}:
            msg = f"calls cannot go by skill with {self.policy}"
            raise ValueError(msg)
        return self


class NewOverflow(New):
    """What happens to calls that find the queue full."""

    action: Literal["PERFORM_BUSY_TREATMENT", "PLAY_RINGING_UNTIL_CALLER_HANGS_UP", "TRANSFER_TO_PHONE_NUMBER"]
    send_to_voicemail: bool | None = None
    transfer_number: PhoneNumberOrExtension | None = None
    overflow_after_wait_enabled: bool | None = None
    overflow_after_wait_time: Annotated[int, Field(ge=0, le=7200)] | None = None
    play_overflow_greeting_enabled: bool | None = None
    greeting: Greeting = "DEFAULT"
    audio_announcement_files: Annotated[list[NewAudioFile], Field(max_length=4)] | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.action == "TRANSFER_TO_PHONE_NUMBER" and self.transfer_number is None:
            msg = "calls that overflow to a number need one"
            raise ValueError(msg)
        if self.greeting == "CUSTOM" and not self.audio_announcement_files:
            msg = "a greeting of its own needs an announcement"
            raise ValueError(msg)
        return self


class NewQueueSettings(New):
    """How many calls wait, and what happens to more."""

    queue_size: Annotated[int, Field(ge=1, le=50)]
    call_offer_tone_enabled: bool | None = None
    reset_call_statistics_enabled: bool | None = None
    overflow: NewOverflow


class NewAgent(New):
    """Somebody who answers: a person or a workspace. The weight is a percentage, as a string."""

    id: Text
    weight: Annotated[str, Field(pattern=r"^(100|[0-9]{1,2})$")] | None = None
    skill_level: Annotated[int, Field(ge=1, le=20)] | None = None


class NewCallQueue(_NewLine):
    """A call queue to be made."""

    call_policies: NewCallPolicies
    queue_settings: NewQueueSettings
    agents: list[NewAgent]
    enabled: bool | None = None

    @model_validator(mode="after")
    def _has_room(self) -> Self:
        most = {"SIMULTANEOUS": 50, "WEIGHTED": 100}.get(self.call_policies.policy, 1000)
        if len(self.agents) > most:
            msg = f"with {self.call_policies.policy} a queue has {most} agents at most"
            raise ValueError(msg)
        return self
