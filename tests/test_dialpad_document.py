"""The judge of our Dialpad bodies, judged."""

from typing import Any

import pytest

from tests.dialpad_document import CONTENT, CREATE, SCHEMAS, UPDATE, problems

SIDE = {"action": "voicemail", "try_dial_operators": True}
GOOD: dict[str, dict[str, Any]] = {
    "nothing": {},
    "hours": {"hours_on": True, "monday_hours": ["08:00", "12:00", "14:00", "18:00"], "sunday_hours": []},
    "a queue": {
        "hold_queue": {"allow_queue_callback": True, "queue_callback_threshold": 5, "queue_callback_dtmf": "9"}
    },
    "a menu": {
        "routing_options": {
            "open": SIDE
            | {
                "dtmf": [
                    {
                        "input": "1",
                        "options": {
                            "action": "department",
                            "action_target_id": 2**63 - 1,
                            "action_target_type": "department",
                        },
                    }
                ]
            },
            "closed": SIDE,
        }
    },
}
BAD: dict[str, tuple[dict[str, Any], str]] = {
    "an integer as a string": ({"ring_seconds": "30"}, "ring_seconds: '30' is not of type 'integer'"),
    "an integer as a float": ({"ring_seconds": 30.5}, "ring_seconds: 30.5 is not of type 'integer'"),
    "a boolean for an integer": ({"ring_seconds": True}, "ring_seconds: True is not of type 'integer'"),
    "a read-only key": ({"timezone": "US/Eastern"}, "'timezone' was unexpected"),
    "an unknown nested key": ({"hold_queue": {"size": 5}}, "'size' was unexpected"),
    "an empty block": ({"hold_queue": None}, "hold_queue: None for not nullable"),
    "one side alone": ({"routing_options": {"open": SIDE}}, "routing_options: 'closed' is a required property"),
    "a side without an action": (
        {"routing_options": {"open": {"try_dial_operators": True}, "closed": SIDE}},
        "routing_options.open: 'action' is a required property",
    ),
    "an unknown action": (
        {"routing_options": {"open": SIDE | {"action": "callback"}, "closed": SIDE}},
        "routing_options.open.action: 'callback' is not one of",
    ),
    "hours that are no list": ({"monday_hours": "09:00"}, "monday_hours: '09:00' is not of type 'array'"),
}


@pytest.mark.parametrize("body", GOOD.values(), ids=GOOD)
def test_a_good_body_has_no_problems(body: dict[str, Any]) -> None:
    assert problems(body, UPDATE) == []


@pytest.mark.parametrize(("body", "problem"), BAD.values(), ids=BAD)
def test_a_bad_body_is_told_what_is_wrong_with_it(body: dict[str, Any], problem: str) -> None:
    assert any(problem in found for found in problems(body, UPDATE))


def test_every_problem_is_named() -> None:
    assert len(problems({"ring_seconds": "30", "alerts": {"cc_service_level": "95"}}, UPDATE)) == 2


def test_a_new_call_center_needs_a_name_and_an_office() -> None:
    assert problems({"name": "Repairs", "office_id": 124}, CREATE) == []
    assert len(problems({"ring_seconds": 30}, CREATE)) == 2


def test_a_schema_that_is_not_in_the_excerpt_is_an_error() -> None:
    with pytest.raises(LookupError, match="no schemas"):
        problems({}, "schemas.nothing")


def test_every_reference_in_the_excerpt_leads_somewhere() -> None:
    known = {f"#/components/schemas/{name}" for name in SCHEMAS}

    assert set(_references(CONTENT)) <= known


def _references(value: Any) -> list[str]:
    if isinstance(value, list):
        return [reference for each in value for reference in _references(each)]
    if not isinstance(value, dict):
        return []
    own = [value["$ref"]] if "$ref" in value else []
    return own + [reference for each in value.values() for reference in _references(each)]
