"""What a client writes, and what it finds afterwards."""

from typing import Any

import httpx
import pytest
from dialpad import AsyncDialpadClient

from sandbox.dialpad import DialpadServer
from sandbox.dialpad.settings import Settings
from tests.dialpad_document import CREATE, SCHEMAS, UPDATE, problems

EVERYTHING: dict[str, Any] = {
    "name": "Help desk",
    "group_description": "First aid",
    "hours_on": True,
    "monday_hours": ["00:00", "24:00"],
    "tuesday_hours": ["08:00", "12:00", "14:00", "18:00"],
    "wednesday_hours": [],
    "thursday_hours": ["08:00", "12:00", "12:00", "23:59"],
    "friday_hours": ["07:30", "19:45"],
    "saturday_hours": ["10:00", "11:00"],
    "sunday_hours": ["18:00", "24:00"],
    "ring_seconds": 45,
    "routing_options": {
        "open": {
            "action": "message",
            "try_dial_operators": False,
            "operator_routing": "mostskilled",
            "dtmf": [{"input": "9", "options": {"action": "disabled"}}],
        },
        "closed": {
            "action": "bridge_target",
            "action_target_id": 6034412187525122,
            "action_target_type": "callcenter",
            "try_dial_operators": True,
            "operator_routing": "fixedorder",
            "dtmf": [
                {
                    "input": "0",
                    "options": {
                        "action": "voicemail",
                        "action_target_id": 6611904272334849,
                        "action_target_type": "user",
                    },
                }
            ],
        },
    },
    "hold_queue": {
        "allow_queue_callback": True,
        "announce_position": False,
        "announcement_interval_seconds": 45,
        "max_hold_count": 1000,
        "max_hold_seconds": 18000,
        "queue_callback_dtmf": "#",
        "queue_callback_threshold": 1,
        "queue_escape_dtmf": "0",
        "stay_in_queue_after_closing": True,
        "unattended_queue": True,
    },
    "advanced_settings": {
        "auto_call_recording": {
            "allow_pause_recording": True,
            "call_recording_inbound": True,
            "call_recording_outbound": True,
        },
        "max_wrap_up_seconds": 90,
    },
    "alerts": {"cc_service_level": 50, "cc_service_level_seconds": 10},
    "voice_intelligence": {"allow_pause": False, "auto_start": False},
}


def as_read(value: Any) -> Any:
    """A written value as it is read: integers as strings, nothing empty."""
    if isinstance(value, dict):
        return {key: as_read(each) for key, each in value.items() if each != []}
    if isinstance(value, list):
        return [as_read(each) for each in value]
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def test_everything_that_dialpad_documents_as_writable_is_writable_here() -> None:
    assert set(Settings.model_fields) == set(SCHEMAS[UPDATE]["properties"]) == set(EVERYTHING)
    for block in ("hold_queue", "alerts", "voice_intelligence"):
        name = SCHEMAS[UPDATE]["properties"][block]["$ref"].rsplit("/", 1)[1]
        assert set(SCHEMAS[name]["properties"]) == set(EVERYTHING[block])


async def test_every_writable_field_is_read_back(sdk: AsyncDialpadClient, server: DialpadServer) -> None:
    support = server.call_center("Support").id
    assert problems(EVERYTHING, UPDATE) == []

    answer: Any = await sdk.call_centers.partial_update(support, EVERYTHING)  # type: ignore[arg-type] # a plain dict

    assert {key: answer[key] for key in as_read(EVERYTHING)} == as_read(EVERYTHING)
    assert "wednesday_hours" not in answer
    assert await sdk.call_centers.get(support) == answer


async def test_what_is_not_mentioned_stays(sdk: AsyncDialpadClient, server: DialpadServer) -> None:
    support = server.call_center("Support").id
    before: Any = await sdk.call_centers.get(support)

    after = await sdk.call_centers.partial_update(support, {"saturday_hours": []})

    assert after == {key: value for key, value in before.items() if key != "saturday_hours"}


async def test_an_empty_body_changes_nothing(http: httpx.AsyncClient, server: DialpadServer) -> None:
    path = f"callcenters/{server.call_center('Support').id}"
    before = (await http.get(path)).json()

    answers = [await http.patch(path), await http.patch(path, json={})]

    assert [answer.json() for answer in answers] == [before, before]


async def test_a_partial_block_loses_the_rest_of_the_block(sdk: AsyncDialpadClient, server: DialpadServer) -> None:
    sales = server.call_center("Sales").id

    after: Any = await sdk.call_centers.partial_update(sales, {"hold_queue": {"allow_queue_callback": True}})

    assert after["hold_queue"] == {
        "allow_queue_callback": True,
        "announce_position": True,
        "announcement_interval_seconds": "120",
        "max_hold_count": "50",
        "max_hold_seconds": "900",
        "queue_callback_dtmf": "9",
        "queue_callback_threshold": "5",
        "queue_escape_dtmf": "*",
    }


async def test_a_short_queue_does_not_announce_the_position(http: httpx.AsyncClient, server: DialpadServer) -> None:
    path = f"callcenters/{server.call_center('Sales').id}"

    unsaid = await http.patch(path, json={"hold_queue": {"max_hold_seconds": 119}})
    refused = await http.patch(path, json={"hold_queue": {"max_hold_seconds": 119, "announce_position": True}})
    long_enough = await http.patch(path, json={"hold_queue": {"max_hold_seconds": 120, "announce_position": True}})

    assert unsaid.json()["hold_queue"]["announce_position"] is False
    assert refused.status_code == 400
    assert "announce_position is not available" in refused.json()["error"]["message"]
    assert long_enough.json()["hold_queue"]["announce_position"] is True


async def test_a_new_call_center_has_the_documented_defaults(sdk: AsyncDialpadClient, server: DialpadServer) -> None:
    office = server.call_center("Support").office_id
    body: Any = {"name": "Repairs", "office_id": office, "ring_seconds": 12}
    assert problems(body, CREATE) == []

    made: Any = await sdk.call_centers.create(body)

    assert len(made["id"]) == 16
    assert (made["office_id"], made["timezone"], made["state"]) == (str(office), "America/New_York", "active")
    assert (made["ring_seconds"], made["hours_on"], made["monday_hours"]) == ("12", False, ["08:00", "18:00"])
    assert [each["name"] async for each in sdk.call_centers.list()] == ["Support", "Sales", "Billing", "Repairs"]


async def test_a_deleted_call_center_is_gone(sdk: AsyncDialpadClient, server: DialpadServer) -> None:
    billing = server.call_center("Billing").id

    answer: Any = await sdk.call_centers.delete(billing)

    assert (answer["name"], answer["state"]) == ("Billing", "deleted")
    assert [each["name"] async for each in sdk.call_centers.list()] == ["Support", "Sales"]
    with pytest.raises(httpx.HTTPStatusError, match="404"):
        await sdk.call_centers.get(billing)


async def test_an_id_is_never_given_twice(sdk: AsyncDialpadClient, server: DialpadServer) -> None:
    body: Any = {"name": "Repairs", "office_id": server.call_center("Support").office_id}

    first = await sdk.call_centers.create(body)
    await sdk.call_centers.delete(int(first["id"]))
    second = await sdk.call_centers.create(body)

    assert first["id"] != second["id"]


async def test_a_key_that_is_sent_twice_is_kept_twice(http: httpx.AsyncClient, server: DialpadServer) -> None:
    entries = [{"input": "1", "options": {"action": "operator"}}, {"input": "1", "options": {"action": "directory"}}]
    side = {"action": "menu", "try_dial_operators": True}
    path = f"callcenters/{server.call_center('Support').id}"

    routing = {"open": side | {"dtmf": entries}, "closed": side}
    answer = (await http.patch(path, json={"routing_options": routing})).json()

    assert answer["routing_options"]["open"]["dtmf"] == entries
