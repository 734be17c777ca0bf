"""Laws of reading and writing, tried with many settings."""

from datetime import UTC, datetime
from typing import Any, get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.dialpad import CallCenter, wire
from sandbox.dialpad.settings import Action, HoldQueue, OperatorRouting, QueueKey, Settings, TargetType
from tests.dialpad_document import UPDATE, problems

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
NUMBERS = {
    "ring_seconds",
    "announcement_interval_seconds",
    "max_hold_count",
    "max_hold_seconds",
    "queue_callback_threshold",
    "action_target_id",
}

actions = st.sampled_from(get_args(Action))
targets = st.one_of(
    st.fixed_dictionaries({"action": actions}),
    st.fixed_dictionaries(
        {
            "action": actions,
            "action_target_id": st.integers(1, 2**63 - 1),
            "action_target_type": st.sampled_from(get_args(TargetType)),
        }
    ),
)
menus = st.lists(st.fixed_dictionaries({"input": st.sampled_from("0123456789"), "options": targets}), max_size=3)
sides = st.builds(
    lambda target, rest: target | rest,
    targets,
    st.fixed_dictionaries(
        {"try_dial_operators": st.booleans(), "dtmf": menus},
        optional={"operator_routing": st.sampled_from(get_args(OperatorRouting))},
    ),
)
queues = st.fixed_dictionaries(
    {},
    optional={
        "allow_queue_callback": st.booleans(),
        "announcement_interval_seconds": st.integers(0, 3600),
        "max_hold_count": st.integers(1, 1000),
        "max_hold_seconds": st.integers(30, 18000),
        "queue_callback_dtmf": st.sampled_from(get_args(QueueKey)),
        "queue_callback_threshold": st.integers(0, 100),
        "queue_escape_dtmf": st.sampled_from(get_args(QueueKey)),
        "stay_in_queue_after_closing": st.booleans(),
        "unattended_queue": st.booleans(),
    },
)
bodies = st.fixed_dictionaries(
    {},
    optional={
        "group_description": st.text(st.characters(codec="utf-8"), max_size=256),
        "hours_on": st.booleans(),
        "monday_hours": st.sampled_from([[], ["00:00", "24:00"], ["08:00", "12:00", "13:00", "17:30"]]),
        "ring_seconds": st.integers(10, 45),
        "hold_queue": queues,
        "routing_options": st.fixed_dictionaries({"open": sides, "closed": sides}),
    },
)


def read(written: Settings) -> dict[str, Any]:
    return wire.call_center(CallCenter(id=1, office_id=1, settings=written), NOW)


def sent_back(value: Any) -> Any:
    """What was read, as a careful client sends it: integers again as integers."""
    if isinstance(value, dict):
        return {key: int(each) if key in NUMBERS else sent_back(each) for key, each in value.items()}
    return [sent_back(each) for each in value] if isinstance(value, list) else value


@settings(max_examples=60, deadline=None)
@given(bodies)
def test_sending_back_whole_blocks_as_they_were_read_changes_nothing(body: dict[str, Any]) -> None:
    written = Settings(name="Support").changed(body, "24:00")

    shown = read(written)
    blocks = sent_back({key: shown[key] for key in ("hold_queue", "routing_options", "ring_seconds")})

    assert problems(blocks, UPDATE) == []
    assert written.changed(blocks, "24:00") == written


@settings(max_examples=60, deadline=None)
@given(bodies)
def test_a_documented_body_is_taken_and_taking_it_twice_is_taking_it_once(body: dict[str, Any]) -> None:
    assert problems(body, UPDATE) == []
    once = Settings(name="Support").changed(body, "24:00")
    assert once.changed(body, "24:00") == once


@settings(deadline=None)
@given(queues)
def test_what_is_written_in_a_block_is_read_in_it(queue: dict[str, Any]) -> None:
    written = Settings(name="Support").changed({"hold_queue": queue}, "24:00").hold_queue

    assert queue.items() <= written.model_dump().items()
    rest = written.model_dump().items() - queue.items()
    assert rest <= HoldQueue().model_dump().items() | {("announce_position", False)}
