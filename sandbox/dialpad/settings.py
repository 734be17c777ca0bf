"""Everything a client may write on a call center, with Dialpad's documented bounds and defaults.

Where Dialpad's documents are silent, the strict reading is played, so that a client that passes here is safe there:

* A nested block is replaced as a whole: what a PATCH leaves out of `hold_queue` returns to its default.
* Integers are JSON integers, `null` is refused, and so is every key that is unknown or read-only.
* A key of a menu needs its `input` and its action. Two entries with the same key are kept as they come.
"""

import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import BaseModel, Field, StringConstraints, ValidationError, model_validator

from sandbox.dialpad.hours import ROWS, Midnight, check_row
from sandbox.refusals import RefusedError

Id = Annotated[int, Field(ge=1, lt=2**63)]
Seconds = Annotated[int, Field(ge=0, lt=2**31)]
QueueKey = Literal["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "#"]
MenuKey = Literal["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]
Action = Literal[
    "bridge_target",
    "company_directory",
    "department",
    "directory",
    "disabled",
    "extension",
    "menu",
    "message",
    "operator",
    "person",
    "scripted_ivr",
    "voicemail",
]
TargetType = Literal[
    "callcenter",
    "callrouter",
    "channel",
    "coachinggroup",
    "contact",
    "contactgroup",
    "department",
    "office",
    "room",
    "staffgroup",
    "unknown",
    "user",
]
OperatorRouting = Literal["fixedorder", "longestidle", "mostskilled", "random", "roundrobin", "simultaneous"]
Row = tuple[str, ...]

WORKDAY: Row = ("08:00", "18:00")
SHORTEST_ANNOUNCED_WAIT = 120


class Block(BaseModel, frozen=True, strict=True, extra="forbid"):
    """A value that a client writes: types are exact, and nothing unknown is let in."""


Read = TypeVar("Read", bound=Block)


class Target(Block):
    """An action and whom it reaches."""

    action: Action
    action_target_id: Id | None = None
    action_target_type: TargetType | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.action_target_id is None) != (self.action_target_type is None):
            message = "action_target_id and action_target_type belong together"
            raise ValueError(message)
        return self


class MenuEntry(Block):
    """One key of a menu."""

    input: MenuKey
    options: Target


class Side(Target):
    """What happens to a call while open, or while closed."""

    try_dial_operators: bool
    operator_routing: OperatorRouting = "longestidle"
    dtmf: tuple[MenuEntry, ...] = ()


class RoutingOptions(Block):
    """Both sides; neither comes alone."""

    open: Side
    closed: Side


class HoldQueue(Block):
    """What callers meet who wait."""

    allow_queue_callback: bool = False
    announce_position: bool = True
    announcement_interval_seconds: Seconds = 120
    max_hold_count: int = Field(default=50, ge=1, le=1000)
    max_hold_seconds: int = Field(default=900, ge=30, le=18000)
    queue_callback_dtmf: QueueKey = "9"
    queue_callback_threshold: Seconds = 5
    queue_escape_dtmf: QueueKey = "*"
    stay_in_queue_after_closing: bool = False
    unattended_queue: bool = False

    @model_validator(mode="before")
    @classmethod
    def _no_position_in_a_short_queue(cls, written: Any) -> Any:
        """Where the position cannot be announced, not to mention it means not to announce it."""
        if isinstance(written, dict) and _is_short(written.get("max_hold_seconds")):
            return {"announce_position": False, **written}
        return written

    @model_validator(mode="after")
    def _announces_only_in_long_queues(self) -> Self:
        if self.announce_position and self.max_hold_seconds < SHORTEST_ANNOUNCED_WAIT:
            message = "announce_position is not available when max_hold_seconds is less than 120"
            raise ValueError(message)
        return self


def _is_short(seconds: Any) -> bool:
    return isinstance(seconds, int) and seconds < SHORTEST_ANNOUNCED_WAIT


class AutoCallRecording(Block):
    """Which calls are recorded."""

    allow_pause_recording: bool = False
    call_recording_inbound: bool = False
    call_recording_outbound: bool = False


class AdvancedSettings(Block):
    """Recording, and the pause after a call."""

    auto_call_recording: AutoCallRecording = AutoCallRecording()
    max_wrap_up_seconds: Seconds = 0


class Alerts(Block):
    """When supervisors are alerted."""

    cc_service_level: int = Field(default=95, ge=0, le=100)
    cc_service_level_seconds: Seconds = 60


class VoiceIntelligence(Block):
    """Live transcription and its kin."""

    allow_pause: bool = True
    auto_start: bool = True


OPERATORS_THEN_VOICEMAIL = RoutingOptions(
    open=Side(action="voicemail", try_dial_operators=True),
    closed=Side(action="voicemail", try_dial_operators=False),
)


class Settings(Block):
    """All that is writable on a call center."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\r\n\x0b\x0c\x85\u2028\u2029]+$")]
    group_description: Annotated[str, StringConstraints(max_length=256)] = ""
    hours_on: bool = False
    monday_hours: Row = WORKDAY
    tuesday_hours: Row = WORKDAY
    wednesday_hours: Row = WORKDAY
    thursday_hours: Row = WORKDAY
    friday_hours: Row = WORKDAY
    saturday_hours: Row = ()
    sunday_hours: Row = ()
    ring_seconds: int = Field(default=30, ge=10, le=45)
    routing_options: RoutingOptions = OPERATORS_THEN_VOICEMAIL
    hold_queue: HoldQueue = HoldQueue()
    advanced_settings: AdvancedSettings = AdvancedSettings()
    alerts: Alerts = Alerts()
    voice_intelligence: VoiceIntelligence = VoiceIntelligence()

    @property
    def week(self) -> dict[str, Row]:
        """Every weekday's row by its name in the API."""
        return {row: getattr(self, row) for row in ROWS}

    @property
    def targets(self) -> list[Target]:
        """Whatever a caller can be sent to."""
        sides = (self.routing_options.open, self.routing_options.closed)
        return [target for side in sides for target in (side, *(entry.options for entry in side.dtmf))]

    def changed(self, body: Mapping[str, Any], midnight: Midnight) -> Self:
        """These settings after a PATCH, block by block."""
        return self.read({**self.model_dump(mode="json", exclude_none=True), **body}, body, midnight)

    @classmethod
    def created(cls, body: Mapping[str, Any], midnight: Midnight) -> Self:
        """The settings of a new call center."""
        return cls.read(body, body, midnight)

    @classmethod
    def read(cls, whole: Mapping[str, Any], written: Mapping[str, Any], midnight: Midnight) -> Self:
        """Settings from JSON; the rows that a client has just written are judged as well."""
        settings = read_block(cls, whole, written)
        for row in ROWS:
            if row in written:
                check_row(row, getattr(settings, row), midnight)
        return settings


def read_block(block: type[Read], whole: Mapping[str, Any], written: Any) -> Read:
    """A block from JSON, or a refusal that names every wrong field."""
    refuse_null("", written)
    try:
        return block.model_validate_json(json.dumps(whole))
    except ValidationError as error:
        problems = [f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors()]
        raise RefusedError(400, "; ".join(problems)) from error


def refuse_null(where: str, value: Any) -> None:
    """Dialpad does not say what `null` would mean."""
    if value is None:
        raise RefusedError(400, f"{where}: null is not accepted")
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        refuse_null(f"{where}.{key}".lstrip("."), child)
