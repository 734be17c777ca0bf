"""The further settings of a call queue: what people may set, and in which of its parts Webex keeps it."""

from typing import Final

from adapters.webex.options import choice, count, language, number, switch

ROUTING_TYPE: Final = "routing_type"
BY_SKILL: Final = "by_skill"
OVERFLOW: Final = "overflow"
OVERFLOW_NUMBER: Final = "overflow_number"
HOLIDAY_ACTION: Final = "holiday_action"
HOLIDAY_NUMBER: Final = "holiday_number"
HOLIDAYS_APART: Final = "holidays_apart"
"""What a setup tells of the holiday service: whether it was on before us, with an action of its own; not to be set."""
FORWARD: Final = "forward_all"
FORWARD_NUMBER: Final = "forward_all_number"
STRANDED: Final = "stranded_calls"
STRANDED_NUMBER: Final = "stranded_calls_number"

_SETTINGS: Final = "queue.queue_settings"
_BOUNCE: Final = "queue.call_policies.call_bounce"
_WAIT: Final = f"{_SETTINGS}.wait_message"

_BUSY_OR_TRANSFER: Final = {"BUSY": ("busy", "Busy tone"), "TRANSFER": ("transfer", "Transfer to a number")}

_CALLS: Final = (
    choice(
        "queue.call_policies.routing_type",
        ROUTING_TYPE,
        "Routing type",
        {"PRIORITY_BASED": ("by_order", "By the routing alone"), "SKILL_BASED": (BY_SKILL, "By skill first")},
        "Whether calls go to the agents with the best skill level first.",
    ),
    switch(f"{_BOUNCE}.call_bounce_enabled", "bounce", "Bounce unanswered calls", "Offer them to another agent."),
    count(f"{_BOUNCE}.call_bounce_max_rings", "bounce_rings", "Rings before bouncing", (1, 20), "rings"),
    switch(
        f"{_BOUNCE}.agent_unavailable_enabled",
        "bounce_unavailable",
        "Bounce from unavailable agents",
        "Offer a call to another agent if this one becomes unavailable.",
    ),
    switch(
        f"{_BOUNCE}.alert_agent_enabled", "hold_alert", "Alert on long holds", "Remind an agent of a caller on hold."
    ),
    count(f"{_BOUNCE}.alert_agent_max_seconds", "hold_alert_after", "Hold time before the alert", (1, None), "seconds"),
    switch(f"{_BOUNCE}.call_bounce_on_hold_enabled", "bounce_held", "Bounce calls held too long"),
    count(
        f"{_BOUNCE}.call_bounce_on_hold_max_seconds",
        "bounce_held_after",
        "Hold time before bouncing",
        (1, None),
        "seconds",
    ),
    switch(
        "queue.allow_agent_join_enabled",
        "agents_may_join",
        "Agents may join",
        "Let agents join and leave by themselves.",
    ),
    switch("queue.allow_call_waiting_for_agents_enabled", "busy_agents", "Ring busy agents", "Allow call waiting."),
    switch(
        "queue.phone_number_for_outgoing_calls_enabled",
        "show_queue_number",
        "Agents show the queue's number",
        "Let agents use the queue's number for calls that they make.",
    ),
    language("queue.language_code"),
)

_FULL: Final = (
    count(f"{_SETTINGS}.queue_size", "queue_size", "Queue size", (1, 50), "callers", text="How many callers may wait."),
    choice(
        f"{_SETTINGS}.overflow.action",
        OVERFLOW,
        "When the queue is full",
        {
            "PERFORM_BUSY_TREATMENT": ("busy", "Busy tone"),
            "PLAY_RINGING_UNTIL_CALLER_HANGS_UP": ("ringing", "Ringing until the caller hangs up"),
            "TRANSFER_TO_PHONE_NUMBER": ("transfer", "Transfer to a number"),
        },
        risky=True,
    ),
    number(f"{_SETTINGS}.overflow.transfer_number", OVERFLOW_NUMBER, "Number when full"),
    switch(
        f"{_SETTINGS}.overflow.send_to_voicemail",
        "overflow_voicemail",
        "Voicemail when full",
        "Send calls to the voicemail of an internal number.",
    ),
    switch(
        f"{_SETTINGS}.overflow.overflow_after_wait_enabled",
        "overflow_after_wait",
        "Overflow after a wait",
        "Treat callers who have waited too long as if the queue were full.",
    ),
    count(
        f"{_SETTINGS}.overflow.overflow_after_wait_time", "longest_wait", "Wait before overflow", (0, 7200), "seconds"
    ),
    switch(f"{_SETTINGS}.overflow.play_overflow_greeting_enabled", "overflow_greeting", "Announcement when full"),
    switch(f"{_SETTINGS}.call_offer_tone_enabled", "ringing_tone", "Ringing tone when an agent is rung"),
    switch(f"{_SETTINGS}.reset_call_statistics_enabled", "reset_statistics", "Reset a caller's statistics on entry"),
)

_MESSAGES: Final = (
    switch(f"{_SETTINGS}.welcome_message.enabled", "welcome", "Welcome message"),
    switch(
        f"{_SETTINGS}.welcome_message.always_enabled",
        "welcome_always",
        "Welcome message always",
        "Play it also to callers who need not wait.",
    ),
    switch(
        f"{_WAIT}.enabled", "wait_message", "Wait message", "Tell callers how long they wait; callbacks are part of it."
    ),
    choice(
        f"{_WAIT}.wait_mode",
        "wait_message_tells",
        "Wait message tells",
        {"TIME": ("time", "The time to wait"), "POSITION": ("position", "The place in the queue")},
    ),
    count(f"{_WAIT}.handling_time", "wait_message_up_to", "Longest wait that is told", (10, 100), "minutes"),
    count(f"{_WAIT}.default_handling_time", "handling_time", "Minutes for one call", (1, 100), "minutes"),
    count(f"{_WAIT}.queue_position", "wait_position_up_to", "Last place that is told", (10, 100), "callers"),
    switch(f"{_WAIT}.high_volume_message_enabled", "high_volume_message", "Message about many calls"),
    count(f"{_WAIT}.estimated_waiting_time", "wait_message_every", "Wait message every", (10, 600), "seconds"),
    count(
        f"{_WAIT}.minimum_estimated_callback_time",
        "callback_after",
        "Callback is offered from a wait of",
        (1, None),
        "minutes",
    ),
    switch(
        f"{_WAIT}.international_callback_enabled",
        "callback_abroad",
        "Callbacks abroad",
        "Call back to numbers in other countries too.",
        risky=True,
    ),
    switch(f"{_SETTINGS}.comfort_message.enabled", "comfort_message", "Comfort message"),
    count(
        f"{_SETTINGS}.comfort_message.time_between_messages",
        "comfort_message_every",
        "Comfort message every",
        (10, 600),
        "seconds",
    ),
    switch(
        f"{_SETTINGS}.comfort_message_bypass.enabled",
        "comfort_bypass",
        "Comfort message bypass",
        "Play a shorter message to callers who will not wait long.",
    ),
    count(
        f"{_SETTINGS}.comfort_message_bypass.call_waiting_age_threshold",
        "comfort_bypass_below",
        "Bypass for waits below",
        (1, 120),
        "seconds",
    ),
    switch(f"{_SETTINGS}.moh_message.normal_source.enabled", "music", "Music while waiting"),
    switch(f"{_SETTINGS}.moh_message.alternate_source.enabled", "music_internal", "Other music for internal callers"),
    switch(f"{_SETTINGS}.whisper_message.enabled", "whisper", "Whisper message", "Tell an agent which queue it is."),
)

_SERVICES: Final = (
    switch(
        "night.force_night_service_enabled",
        "forced_night",
        "Closed regardless of hours",
        "Night service now, whatever the hours are.",
        risky=True,
    ),
    switch("night.play_announcement_before_enabled", "night_announcement", "Announcement while closed"),
    choice("holiday.action", HOLIDAY_ACTION, "Calls on closed dates", _BUSY_OR_TRANSFER, risky=True),
    number("holiday.transfer_phone_number", HOLIDAY_NUMBER, "Number on closed dates"),
    switch("holiday.play_announcement_before_enabled", "holiday_announcement", "Announcement on closed dates"),
    switch(
        "forced.forced_forward_enabled",
        FORWARD,
        "Forward all new calls",
        "Send every new call elsewhere, whatever the hours are.",
        risky=True,
    ),
    number("forced.transfer_phone_number", FORWARD_NUMBER, "Number for forwarded calls"),
    switch("forced.play_announcement_before_enabled", "forward_all_announcement", "Announcement before forwarding"),
    choice(
        "stranded.action",
        STRANDED,
        "When no agent is left",
        {
            "NONE": ("wait", "Callers go on waiting"),
            "BUSY": ("busy", "Busy tone"),
            "TRANSFER": ("transfer", "Transfer to a number"),
            "NIGHT_SERVICE": ("as_closed", "As while closed"),
            "RINGING": ("ringing", "Ringing until the caller hangs up"),
            "ANNOUNCEMENT": ("announcement", "Play an announcement"),
        },
        risky=True,
    ),
    number("stranded.transfer_phone_number", STRANDED_NUMBER, "Number when no agent is left"),
    switch(
        "stranded.trigger_policy_when_all_agents_are_unreachable_enabled",
        "stranded_unreachable",
        "Also when no agent can be reached",
    ),
)

QUEUE_PLACES: Final = (*_CALLS, *_FULL, *_MESSAGES, *_SERVICES)
QUEUE_OPTIONS: Final = tuple(each.option for each in QUEUE_PLACES)

TRANSFERS: Final = (
    (OVERFLOW, "transfer", OVERFLOW_NUMBER),
    (HOLIDAY_ACTION, "transfer", HOLIDAY_NUMBER),
    (FORWARD, True, FORWARD_NUMBER),
    (STRANDED, "transfer", STRANDED_NUMBER),
)
"""The value of an option that wants a number in another one."""
