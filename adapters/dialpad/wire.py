"""Dialpad's objects as they come over the wire, in Dialpad's words.

Integers come as strings, empty things do not come at all, and newer keys than the documented ones may come: they are
kept as read, so that a block can be sent back whole.
"""

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from adapters.errors import PhoneSystemError

Parsed = TypeVar("Parsed", bound=BaseModel)


def _without_nulls(value: Any) -> Any:
    """JSON in which nothing is null: to Dialpad, null and absent are the same when read, and null is never sent."""
    if isinstance(value, dict):
        return {key: _without_nulls(each) for key, each in value.items() if each is not None}
    if isinstance(value, list):
        return [_without_nulls(each) for each in value if each is not None]
    return value


class _Wire(BaseModel, extra="allow", coerce_numbers_to_str=True):
    def plain(self) -> dict[str, Any]:
        """What came, as JSON with true integers; what did not come is absent."""
        return self.model_dump(exclude_unset=True)


class Action(_Wire):
    """What happens to a call, and whom it reaches."""

    action: str = "disabled"
    action_target_id: int | None = None
    action_target_type: str | None = None


class Key(_Wire):
    """One key of a menu."""

    input: str = ""
    options: Action = Action()


class Side(Action):
    """What happens to a call while open, or while closed."""

    operator_routing: str | None = None
    try_dial_operators: bool = False
    dtmf: list[Key] = []


class RoutingOptions(_Wire):
    """Both sides."""

    open: Side | None = None
    closed: Side | None = None


class HoldQueue(_Wire):
    """What callers meet who wait; Dialpad's documented defaults stand for what does not come."""

    allow_queue_callback: bool = False
    announce_position: bool = True
    announcement_interval_seconds: int = 120
    max_hold_count: int = 50
    max_hold_seconds: int = 900
    queue_callback_dtmf: str = "9"
    queue_callback_threshold: int = 5
    queue_escape_dtmf: str = "*"
    stay_in_queue_after_closing: bool = False
    unattended_queue: bool = False


class AutoCallRecording(_Wire):
    """Which calls are recorded."""

    allow_pause_recording: bool = False
    call_recording_inbound: bool = False
    call_recording_outbound: bool = False


class AdvancedSettings(_Wire):
    """Recording, and the pause after a call."""

    auto_call_recording: AutoCallRecording = AutoCallRecording()
    max_wrap_up_seconds: int = 0


class Alerts(_Wire):
    """When supervisors are alerted."""

    cc_service_level: int = 95
    cc_service_level_seconds: int = 60


class VoiceIntelligence(_Wire):
    """Transcription and what follows from it."""

    allow_pause: bool = True
    auto_start: bool = True


class CallCenter(_Wire):
    """A call center; a weekday that does not come has no hours."""

    id: int
    name: str = ""
    group_description: str = ""
    state: str = ""
    country: str = ""
    timezone: str = ""
    hours_on: bool = False
    monday_hours: list[str] = []
    tuesday_hours: list[str] = []
    wednesday_hours: list[str] = []
    thursday_hours: list[str] = []
    friday_hours: list[str] = []
    saturday_hours: list[str] = []
    sunday_hours: list[str] = []
    ring_seconds: int = 30
    routing_options: RoutingOptions = RoutingOptions()
    hold_queue: HoldQueue = HoldQueue()
    advanced_settings: AdvancedSettings = AdvancedSettings()
    alerts: Alerts = Alerts()
    voice_intelligence: VoiceIntelligence = VoiceIntelligence()

    def writable(self) -> dict[str, Any]:
        """What came and could be sent back: not what Dialpad works out by itself."""
        return {key: value for key, value in self.plain().items() if key in CallCenter.model_fields}


class Availability(_Wire):
    """Whether a call center is open, or what holiday it has."""

    status: str
    name: str = ""


class Status(_Wire):
    """A call center right now."""

    availability: Availability
    capacity: int | None = None
    on_duty_operators: int | None = None
    pending: int | None = None
    longest_call_wait_time: int | None = None


class Named(_Wire):
    """A department, an office, a user or a call center in a list."""

    id: int
    name: str = ""
    display_name: str = ""
    first_name: str = ""
    last_name: str = ""
    state: str = ""

    @property
    def full_name(self) -> str:
        """What people call it."""
        return self.name or self.display_name or f"{self.first_name} {self.last_name}".strip()


class Page(_Wire):
    """One page of a list; the last one has no cursor."""

    items: list[dict[str, Any]] = []
    cursor: str = ""


def parsed(model: type[Parsed], answer: Any) -> Parsed:
    """An answer of Dialpad's as a value."""
    try:
        return model.model_validate(_without_nulls(answer))
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"])) or "the whole"
        msg = f"Dialpad's answer could not be understood ({where})."
        raise PhoneSystemError(msg) from None
