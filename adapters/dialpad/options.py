"""Dialpad's settings without a verb of their own, as data: what people may set, and where Dialpad keeps it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from adapters.changes import ESCAPE_KEY
from adapters.dialpad.words import ROUTINGS
from adapters.system import Option

CLOSED_ROUTING: Final = "closed_routing"
CALLBACK_KEY: Final = "callback_key"
CALLBACK_THRESHOLD: Final = "callback_threshold"
QUEUE_KEYS: Final = "0123456789*#"
SHORTEST_ANNOUNCED_WAIT: Final = 120
"""Seconds of longest wait below which Dialpad cannot tell callers their position."""

MOST: Final = 2**31 - 1
"""As long or as many as Dialpad can be told."""

PLACES: Final[Mapping[tuple[str, ...], Option]] = MappingProxyType(
    {
        ("name",): Option(
            name="name",
            label="Name",
            type="text",
            minimum=1,
            maximum=100,
            help="What the call center is called in Dialpad.",
            risk="high",
        ),
        ("group_description",): Option(name="description", label="Description", type="text", maximum=256),
        ("ring_seconds",): Option(
            name="ring_seconds",
            label="Ring time",
            type="number",
            minimum=10,
            maximum=45,
            unit="seconds",
            help="How long the line rings before the call goes on.",
        ),
        ("hold_queue", "max_hold_seconds"): Option(
            name="longest_wait",
            label="Longest wait",
            type="number",
            minimum=30,
            maximum=18000,
            unit="seconds",
            help="How long a caller may wait in the queue.",
        ),
        ("hold_queue", "max_hold_count"): Option(
            name="queue_size",
            label="Queue size",
            type="number",
            minimum=1,
            maximum=1000,
            unit="callers",
            help="How many callers may wait while all agents are busy.",
        ),
        ("hold_queue", "announce_position"): Option(
            name="announce_position",
            label="Announce position",
            type="switch",
            help="Tell callers their place in the queue; needs a longest wait of two minutes or more.",
        ),
        ("hold_queue", "announcement_interval_seconds"): Option(
            name="announcement_interval",
            label="Announcement interval",
            type="number",
            minimum=0,
            maximum=MOST,
            unit="seconds",
            help="How often waiting callers hear an announcement.",
        ),
        ("hold_queue", "queue_escape_dtmf"): Option(
            name=ESCAPE_KEY,
            label="Escape key",
            type="choice",
            choices=tuple((key, key) for key in QUEUE_KEYS),
            help="The key with which a waiting caller leaves the queue for voicemail.",
        ),
        ("hold_queue", "unattended_queue"): Option(
            name="unattended_queue",
            label="Queue without agents",
            type="switch",
            help="Let callers wait while no agent is available.",
        ),
        ("hold_queue", "stay_in_queue_after_closing"): Option(
            name="stay_after_closing",
            label="Stay after closing",
            type="switch",
            help="Let callers who wait at closing time stay in the queue.",
        ),
        ("routing_options", "open", "try_dial_operators"): Option(
            name="try_agents_open",
            label="Ring agents while open",
            type="switch",
            help="Whether agents are rung for a call while the line is open.",
        ),
        ("routing_options", "closed", "try_dial_operators"): Option(
            name="try_agents_closed",
            label="Ring agents while closed",
            type="switch",
            help="Whether agents are rung for a call while the line is closed.",
        ),
        ("routing_options", "closed", "operator_routing"): Option(
            name=CLOSED_ROUTING,
            label="Routing while closed",
            type="choice",
            choices=tuple(ROUTINGS.values()),
            help="How a call finds an agent while the line is closed.",
        ),
        ("advanced_settings", "auto_call_recording", "call_recording_inbound"): Option(
            name="record_inbound",
            label="Record incoming calls",
            type="switch",
            help="Record every incoming call; the law may ask for callers' consent.",
            risk="high",
        ),
        ("advanced_settings", "auto_call_recording", "call_recording_outbound"): Option(
            name="record_outbound",
            label="Record outgoing calls",
            type="switch",
            help="Record every outgoing call; the law may ask for consent.",
            risk="high",
        ),
        ("advanced_settings", "auto_call_recording", "allow_pause_recording"): Option(
            name="pause_recording",
            label="Agents may pause recording",
            type="switch",
            help="Let agents stop and restart a recording during a call.",
            risk="high",
        ),
        ("advanced_settings", "max_wrap_up_seconds"): Option(
            name="wrap_up",
            label="Wrap-up time",
            type="number",
            minimum=0,
            maximum=MOST,
            unit="seconds",
            help="The pause after a call before an agent gets the next one.",
        ),
        ("alerts", "cc_service_level"): Option(
            name="service_level",
            label="Service level alert",
            type="number",
            minimum=0,
            maximum=100,
            unit="percent",
            help="Supervisors are alerted when fewer calls than this are answered in time.",
        ),
        ("alerts", "cc_service_level_seconds"): Option(
            name="service_level_seconds",
            label="Service level time",
            type="number",
            minimum=0,
            maximum=MOST,
            unit="seconds",
            help="Within how many seconds a call should be answered.",
        ),
        ("voice_intelligence", "auto_start"): Option(
            name="voice_intelligence",
            label="Voice intelligence",
            type="switch",
            help="Start transcription and analysis by itself with every call.",
            risk="high",
        ),
        ("voice_intelligence", "allow_pause"): Option(
            name="pause_voice_intelligence",
            label="Agents may pause voice intelligence",
            type="switch",
            help="Let agents start and stop voice intelligence during a call.",
            risk="high",
        ),
    }
)
"""Where Dialpad keeps each option: the path of keys that leads to it."""

OPTIONS: Final = tuple(PLACES.values())
