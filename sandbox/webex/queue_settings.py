"""Everything a client may write on a call queue, apart from its services."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from sandbox.webex.attendant_settings import CallerIdName, DialByName, LanguageCode, RingPattern
from sandbox.webex.blocks import (
    NUMBER,
    Block,
    Destination,
    Extension,
    Name,
    PhoneNumber,
    Zone,
    merged,
    read_block,
    require,
    without_nulls,
)
from sandbox.webex.errors import BackendError, RefusedError, missing
from sandbox.webex.menus import AudioFile, Greeting

Policy = Literal["CIRCULAR", "REGULAR", "SIMULTANEOUS", "UNIFORM", "WEIGHTED"]
Files = Annotated[tuple[AudioFile, ...], Field(max_length=4)]
MOST_AGENTS: dict[str, int] = {
    "CIRCULAR": 1000,
    "REGULAR": 1000,
    "SIMULTANEOUS": 50,
    "UNIFORM": 1000,
    "WEIGHTED": 100,
}
BY_SKILL = frozenset({"CIRCULAR", "REGULAR", "UNIFORM"})
MESSAGES = ("welcomeMessage", "comfortMessage", "comfortMessageBypass", "whisperMessage")


class CallBounce(Block):
    """What happens to a call that an agent does not take."""

    call_bounce_enabled: bool = True
    call_bounce_max_rings: int = Field(default=8, ge=1, le=20)
    agent_unavailable_enabled: bool = False
    alert_agent_enabled: bool = False
    alert_agent_max_seconds: int = Field(default=30, ge=1, le=300)
    call_bounce_on_hold_enabled: bool = False
    call_bounce_on_hold_max_seconds: int = Field(default=60, ge=1, le=600)


class DistinctiveRing(Block):
    """How the queue's calls ring."""

    enabled: bool = True
    ring_pattern: RingPattern = "NORMAL"


class CallPolicies(Block):
    """How a call finds an agent."""

    policy: Policy
    routing_type: Literal["PRIORITY_BASED", "SKILL_BASED"] = "PRIORITY_BASED"
    call_bounce: CallBounce = CallBounce()
    distinctive_ring: DistinctiveRing = DistinctiveRing()

    @model_validator(mode="after")
    def _fit_together(self) -> Self:
        if self.routing_type == "SKILL_BASED" and self.policy not in BY_SKILL:
            message = f"SKILL_BASED routing is not available with {self.policy}"
            raise ValueError(message)
        return self


class Played(Block):
    """Something that is played."""

    enabled: bool = False
    greeting: Greeting = "DEFAULT"
    audio_announcement_files: Files = ()

    @model_validator(mode="after")
    def _has_files(self) -> Self:
        if self.greeting == "CUSTOM" and not self.audio_announcement_files:
            message = "a CUSTOM greeting needs 1 to 4 audioAnnouncementFiles"
            raise ValueError(message)
        return self


class WelcomeMessage(Played):
    """What callers hear first."""

    enabled: bool = True
    always_enabled: bool = False


class ComfortMessage(Played):
    """What they hear again and again."""

    time_between_messages: int = Field(default=10, ge=10, le=600)


class ComfortBypass(Played):
    """What they hear who wait only for a moment."""

    call_waiting_age_threshold: int = Field(default=30, ge=1, le=120)
    play_announcement_after_ringing: bool = False
    ring_time_before_playing_announcement: int = Field(default=10, ge=1, le=120)


class Music(Block):
    """What is played in between."""

    normal_source: Played = Played(enabled=True)
    alternate_source: Played = Played()


class WaitMessage(Block):
    """What callers are told of their wait, and whether they may be called back; times in minutes and seconds."""

    enabled: bool = False
    wait_mode: Literal["TIME", "POSITION"] = "POSITION"
    handling_time: int = Field(default=100, ge=10, le=100)
    default_handling_time: int = Field(default=5, ge=1, le=100)
    queue_position: int = Field(default=100, ge=10, le=100)
    high_volume_message_enabled: bool = False
    estimated_waiting_time: int = Field(default=600, ge=10, le=600)
    callback_option_enabled: bool = False
    minimum_estimated_callback_time: int = Field(default=30, ge=0, le=600)
    international_callback_enabled: bool = False
    play_updated_estimated_wait_message: bool = False


class Overflow(Block):
    """What happens to calls for which there is no room."""

    action: Literal["PERFORM_BUSY_TREATMENT", "PLAY_RINGING_UNTIL_CALLER_HANGS_UP", "TRANSFER_TO_PHONE_NUMBER"] = (
        "PERFORM_BUSY_TREATMENT"
    )
    send_to_voicemail: bool = False
    transfer_number: Destination | None = None
    overflow_after_wait_enabled: bool = False
    overflow_after_wait_time: int = Field(default=30, ge=0, le=7200)
    play_overflow_greeting_enabled: bool = False
    greeting: Greeting = "DEFAULT"
    audio_announcement_files: Files = ()

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.action == "TRANSFER_TO_PHONE_NUMBER" and self.transfer_number is None:
            message = "transferNumber is mandatory with TRANSFER_TO_PHONE_NUMBER"
            raise ValueError(message)
        if self.greeting == "CUSTOM" and not self.audio_announcement_files:
            message = "a CUSTOM greeting needs 1 to 4 audioAnnouncementFiles"
            raise ValueError(message)
        return self


class QueueTreatment(Block):
    """What Webex calls queueSettings: what callers meet who wait."""

    queue_size: int = Field(ge=1, le=50)
    call_offer_tone_enabled: bool = True
    reset_call_statistics_enabled: bool = False
    overflow: Overflow = Overflow()
    welcome_message: WelcomeMessage = WelcomeMessage()
    wait_message: WaitMessage = WaitMessage()
    comfort_message: ComfortMessage = ComfortMessage()
    comfort_message_bypass: ComfortBypass = ComfortBypass()
    moh_message: Music = Music()
    whisper_message: Played = Played()

    @property
    def files(self) -> tuple[AudioFile, ...]:
        """Every file that is played."""
        music = (self.moh_message.normal_source, self.moh_message.alternate_source)
        messages = (self.welcome_message, self.comfort_message, self.comfort_message_bypass, self.whisper_message)
        return tuple(file for each in (*messages, *music, self.overflow) for file in each.audio_announcement_files)


class AgentSettings(Block):
    """A person's part in a queue."""

    id: str
    weight: Annotated[str, StringConstraints(pattern=r"^(?:[0-9]{1,2}|100)$")] | None = None
    skill_level: int | None = Field(default=None, ge=1, le=20)
    join_enabled: bool = True


class QueueAlternateNumber(Block):
    """A further number."""

    phone_number: PhoneNumber
    ring_pattern: RingPattern = "NORMAL"


class AlternateNumbers(Block):
    """The further numbers."""

    distinctive_ring_enabled: bool = True
    alternate_numbers: tuple[QueueAlternateNumber, ...] = Field(default=(), max_length=10)


class QueueSettings(Block):
    """All that is writable on a call queue."""

    name: Name
    phone_number: PhoneNumber | None = None
    extension: Extension | None = None
    call_policies: CallPolicies
    queue_settings: QueueTreatment
    agents: tuple[AgentSettings, ...]
    enabled: bool = True
    language_code: LanguageCode = "en_us"
    first_name: str = "."
    last_name: str | None = None
    time_zone: Zone
    allow_agent_join_enabled: bool = True
    allow_call_waiting_for_agents_enabled: bool = False
    phone_number_for_outgoing_calls_enabled: bool = False
    calling_line_id_policy: Literal["DIRECT_LINE", "LOCATION_NUMBER", "CUSTOM"] = "DIRECT_LINE"
    calling_line_id_phone_number: PhoneNumber | None = None
    alternate_number_settings: AlternateNumbers = AlternateNumbers()
    direct_line_caller_id_name: CallerIdName = CallerIdName()
    dial_by_name: DialByName | None = None

    @property
    def files(self) -> tuple[AudioFile, ...]:
        """Every file that is played."""
        return self.queue_settings.files


class QueueDefaults(Block):
    """What holds for all queues of the organisation."""

    maintain_queue_position_for_sim_ring_enabled: bool = False
    force_agent_unavailable_on_bounced_enabled: bool = False
    play_tone_to_agent_for_barge_in_enabled: bool = False
    play_tone_to_agent_for_silent_monitoring_enabled: bool = False
    play_tone_to_agent_for_supervisor_coaching_enabled: bool = False


def created(body: dict[str, Any], zone: str) -> QueueSettings:
    """The settings of a new queue in a location with this zone."""
    written = without_nulls(body)
    require(written, "name", "callPolicies", "queueSettings", "agents")
    return _read({"timeZone": zone}, written)


def changed(settings: QueueSettings, body: dict[str, Any]) -> QueueSettings:
    """The settings after a PUT, which may be partial at every depth; lists are replaced whole."""
    written = without_nulls(body)
    policies = written.get("callPolicies", {})
    if "policy" in policies:
        require(policies, "routingType", inside="callPolicies")
    return _read(settings.model_dump(mode="json", exclude_none=True), written)


def _read(before: Mapping[str, Any], written: Mapping[str, Any]) -> QueueSettings:
    settings = read_block(QueueSettings, merged(before, written))
    if settings.phone_number is None and settings.extension is None:
        raise missing(NUMBER)
    if written.get("callingLineIdPolicy") == "CUSTOM":
        require(written, "callingLineIdPhoneNumber")
    _check_messages(written.get("queueSettings", {}))
    _check_agents(settings)
    return settings


def _check_messages(written: Mapping[str, Any]) -> None:
    if "waitMessage" in written:
        require(written["waitMessage"], "waitMode", inside="queueSettings.waitMessage")
    for message in MESSAGES:
        if message in written:
            require(written[message], "greeting", inside=f"queueSettings.{message}")


def _check_agents(settings: QueueSettings) -> None:
    policy = settings.call_policies.policy
    ids = [each.id for each in settings.agents]
    if len(ids) > MOST_AGENTS[policy]:
        raise RefusedError(
            400, f"A queue with the policy {policy} has {MOST_AGENTS[policy]} agents at most", form="list"
        )
    if len(set(ids)) < len(ids):
        raise RefusedError(400, "An agent can be in a queue once", form="list")
    if policy == "WEIGHTED" and sum(int(each.weight or 0) for each in settings.agents) > 100:
        raise BackendError(400, "agents.weight: the weights must not be more than 100 together")
