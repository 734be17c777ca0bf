"""A call queue as it comes over the wire: the queue itself, and the four services that stand beside it."""

from pydantic import Field

from adapters.webex.wire import AudioFile, Wire
from adapters.webex.words import Number


class CallBounce(Wire):
    """What happens to a call that an agent does not take."""

    call_bounce_enabled: bool = False
    call_bounce_max_rings: int = 8
    agent_unavailable_enabled: bool = False
    alert_agent_enabled: bool = False
    alert_agent_max_seconds: int = 30
    call_bounce_on_hold_enabled: bool = False
    call_bounce_on_hold_max_seconds: int = 60


class CallPolicies(Wire):
    """How a call finds an agent."""

    policy: str = "CIRCULAR"
    routing_type: str = "PRIORITY_BASED"
    call_bounce: CallBounce = CallBounce()

    required = frozenset({"policy", "routing_type"})  # a policy is refused without the routing type
    piecewise = True


class Overflow(Wire):
    """What happens to calls that find the queue full."""

    action: str = "PERFORM_BUSY_TREATMENT"
    send_to_voicemail: bool = False
    transfer_number: Number = ""
    overflow_after_wait_enabled: bool = False
    overflow_after_wait_time: int = 30
    play_overflow_greeting_enabled: bool = False
    greeting: str = "DEFAULT"
    audio_announcement_files: tuple[AudioFile, ...] = ()

    required = frozenset({"action", "greeting"})


class Message(Wire):
    """Something played to callers."""

    enabled: bool = False
    greeting: str = "DEFAULT"
    audio_announcement_files: tuple[AudioFile, ...] = ()

    required = frozenset({"enabled", "greeting"})


class WelcomeMessage(Message):
    """Played first, if wanted also to callers who need not wait."""

    always_enabled: bool = False


class ComfortMessage(Message):
    """Played again and again."""

    time_between_messages: int = 10


class ComfortMessageBypass(Message):
    """Played in place of it to callers who will not wait long."""

    call_waiting_age_threshold: int = 30
    play_announcement_after_ringing: bool = False
    ring_time_before_playing_announcement: int = 10


class Music(Message):
    """What callers hear between the messages."""

    audio_playlist_id: str = ""


class HoldMusic(Wire):
    """The same for calls from outside and from inside."""

    normal_source: Music = Music()
    alternate_source: Music = Music()

    required = frozenset({"normal_source", "alternate_source"})


class WaitMessage(Wire):
    """What callers are told of their wait, and the callback that is offered with it."""

    enabled: bool = False
    wait_mode: str = "TIME"
    handling_time: int = 100
    default_handling_time: int = 5
    queue_position: int = 100
    high_volume_message_enabled: bool = False
    estimated_waiting_time: int = 600
    callback_option_enabled: bool = False
    minimum_estimated_callback_time: int = 30
    international_callback_enabled: bool = False

    required = frozenset({"enabled", "wait_mode"})


class QueueSettings(Wire):
    """The queue of a call queue."""

    queue_size: int = 10
    call_offer_tone_enabled: bool = False
    reset_call_statistics_enabled: bool = False
    overflow: Overflow = Overflow()
    welcome_message: WelcomeMessage = WelcomeMessage()
    wait_message: WaitMessage = WaitMessage()
    comfort_message: ComfortMessage = ComfortMessage()
    comfort_message_bypass: ComfortMessageBypass = ComfortMessageBypass()
    moh_message: HoldMusic = HoldMusic()
    whisper_message: Message = Message()

    required = frozenset({"queue_size", "overflow"})
    piecewise = True


class Agent(Wire):
    """Who answers. The weight is a string of percents."""

    id: str
    weight: str = ""
    skill_level: int | None = None
    join_enabled: bool = True

    required = frozenset({"join_enabled"})


class AgentName(Wire):
    """What people call an agent."""

    id: str
    first_name: str = ""
    last_name: str = ""
    display_name: str = ""

    @property
    def full_name(self) -> str:
        """The name that is shown, or both names."""
        return self.display_name or f"{self.first_name} {self.last_name}".strip()


class Place(Wire):
    """Where something is."""

    id: str


class HeldNumber(Wire):
    """A number or an extension, and who has it."""

    phone_number: Number = ""
    extension: str = ""
    location: Place | None = None
    owner: AgentName | None = None


class AgentNow(AgentName):
    """An agent at this moment."""

    join_count: int | None = None
    state: str = Field(default="", alias="agentACDState")


class Queue(Wire):
    """The queue itself."""

    name: str = ""
    enabled: bool = True
    phone_number: Number = ""
    extension: str = ""
    language_code: str = ""
    time_zone: str = ""
    allow_agent_join_enabled: bool = False
    allow_call_waiting_for_agents_enabled: bool = False
    phone_number_for_outgoing_calls_enabled: bool = False
    call_policies: CallPolicies = CallPolicies()
    queue_settings: QueueSettings = QueueSettings()
    agents: tuple[Agent, ...] = ()


class NightService(Wire):
    """What happens outside the business hours; switched off, the queue is open around the clock."""

    night_service_enabled: bool = False
    action: str = "BUSY"
    transfer_phone_number: Number = ""
    play_announcement_before_enabled: bool = False
    announcement_mode: str = "NORMAL"
    audio_message_selection: str = "DEFAULT"
    audio_files: tuple[AudioFile, ...] = ()
    business_hours_name: str = ""
    business_hours_level: str = "LOCATION"
    force_night_service_enabled: bool = False
    manual_audio_message_selection: str = "DEFAULT"
    manual_audio_files: tuple[AudioFile, ...] = ()

    required = frozenset(
        {
            "night_service_enabled",
            "action",
            "play_announcement_before_enabled",
            "announcement_mode",
            "audio_message_selection",
            "force_night_service_enabled",
            "manual_audio_message_selection",
        }
    )


class HolidayService(Wire):
    """What happens on holidays; switched off, the queue has none."""

    holiday_service_enabled: bool = False
    action: str = "BUSY"
    transfer_phone_number: Number = ""
    holiday_schedule_level: str = "LOCATION"
    holiday_schedule_name: str = ""
    play_announcement_before_enabled: bool = False
    audio_message_selection: str = "DEFAULT"
    audio_files: tuple[AudioFile, ...] = ()

    required = frozenset(
        {
            "holiday_service_enabled",
            "action",
            "holiday_schedule_level",
            "play_announcement_before_enabled",
            "audio_message_selection",
        }
    )


class ForcedForward(Wire):
    """Where all new calls go for the time being."""

    forced_forward_enabled: bool = False
    transfer_phone_number: Number = ""
    play_announcement_before_enabled: bool = False
    audio_message_selection: str = "DEFAULT"
    audio_files: tuple[AudioFile, ...] = ()

    required = frozenset({"forced_forward_enabled", "play_announcement_before_enabled", "audio_message_selection"})


class StrandedCalls(Wire):
    """What happens to waiting calls when no agent is left."""

    action: str = "NONE"
    transfer_phone_number: Number = ""
    audio_message_selection: str = "DEFAULT"
    audio_files: tuple[AudioFile, ...] = ()
    trigger_policy_when_all_agents_are_unreachable_enabled: bool = False

    required = frozenset({"action", "audio_message_selection"})


class WholeQueue(Wire):
    """A queue with its services."""

    queue: Queue
    night: NightService = NightService()
    holiday: HolidayService = HolidayService()
    forced: ForcedForward = ForcedForward()
    stranded: StrandedCalls = StrandedCalls()
