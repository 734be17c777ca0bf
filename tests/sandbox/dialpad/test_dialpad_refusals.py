"""What Dialpad refuses, with which status, and that nothing has changed then."""

from typing import Any

import httpx
import pytest
from dialpad import AsyncDialpadClient

from sandbox.dialpad import DialpadServer
from sandbox.dialpad.limits import Limits

SIDE: dict[str, Any] = {"action": "voicemail", "try_dial_operators": True}


def queue(**fields: Any) -> dict[str, Any]:
    return {"hold_queue": fields}


def open_side(**fields: Any) -> dict[str, Any]:
    return {"routing_options": {"open": SIDE | fields, "closed": SIDE}}


def key(pressed: Any, **options: Any) -> dict[str, Any]:
    return open_side(dtmf=[{"input": pressed, "options": {"action": "department"} | options}])


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "an integer as a string": ({"ring_seconds": "30"}, "ring_seconds"),
    "an integer as a float": ({"ring_seconds": 30.0}, "ring_seconds"),
    "a boolean for an integer": ({"ring_seconds": True}, "ring_seconds"),
    "a boolean as a string": ({"hours_on": "true"}, "hours_on"),
    "null": ({"monday_hours": None}, "monday_hours: null"),
    "null in a block": (queue(max_hold_count=None), "hold_queue.max_hold_count: null"),
    "null in a list": (open_side(dtmf=[None]), "routing_options.open.dtmf.0: null"),
    "an unknown key": ({"holidays": []}, "holidays"),
    "an unknown key in a block": (queue(size=3), "hold_queue.size"),
    "the zone": ({"timezone": "America/New_York"}, "timezone"),
    "the id": ({"id": 6034412187525121}, "id"),
    "the office": ({"office_id": 4821003377654784}, "office_id"),
    "the status": ({"availability_status": "closed"}, "availability_status"),
    "too short a ring": ({"ring_seconds": 9}, "ring_seconds"),
    "too long a ring": ({"ring_seconds": 46}, "ring_seconds"),
    "too short a wait": (queue(max_hold_seconds=29), "max_hold_seconds"),
    "too long a wait": (queue(max_hold_seconds=18001), "max_hold_seconds"),
    "no queue": (queue(max_hold_count=0), "max_hold_count"),
    "too long a queue": (queue(max_hold_count=1001), "max_hold_count"),
    "a callback key that no telephone has": (queue(queue_callback_dtmf="A"), "queue_callback_dtmf"),
    "two callback keys": (queue(queue_callback_dtmf="12"), "queue_callback_dtmf"),
    "a callback key as an integer": (queue(queue_callback_dtmf=9), "queue_callback_dtmf"),
    "no escape key": (queue(queue_escape_dtmf=""), "queue_escape_dtmf"),
    "a negative threshold": (queue(queue_callback_threshold=-1), "queue_callback_threshold"),
    "more than all calls": ({"alerts": {"cc_service_level": 101}}, "cc_service_level"),
    "no name": ({"name": ""}, "name"),
    "too long a name": ({"name": "x" * 101}, "name"),
    "a name of two lines": ({"name": "Support\nteam"}, "name"),
    "a name that ends its line": ({"name": "Support\n"}, "name"),
    "too long a description": ({"group_description": "x" * 257}, "group_description"),
    "an opening without a closing": ({"monday_hours": ["08:00"]}, "even number"),
    "a time of another clock": ({"monday_hours": ["8am", "6pm"]}, "'8am'"),
    "an hour of one digit": ({"monday_hours": ["8:00", "18:00"]}, "'8:00'"),
    "a time with seconds": ({"monday_hours": ["08:00:00", "18:00"]}, "'08:00:00'"),
    "an hour too many": ({"monday_hours": ["08:00", "25:00"]}, "'25:00'"),
    "a minute too many": ({"monday_hours": ["08:60", "18:00"]}, "'08:60'"),
    "foreign digits": ({"monday_hours": ["\u0660\u0668:\u0660\u0660", "18:00"]}, "HH:MM"),
    "midnight in the middle": ({"monday_hours": ["08:00", "24:00", "24:00", "24:00"]}, "'24:00'"),
    "a night": ({"monday_hours": ["22:00", "06:00"]}, "after its opening"),
    "no time at all": ({"monday_hours": ["08:00", "08:00"]}, "after its opening"),
    "intervals out of order": ({"monday_hours": ["14:00", "18:00", "08:00", "12:00"]}, "in order"),
    "intervals that overlap": ({"monday_hours": ["08:00", "12:00", "11:59", "18:00"]}, "overlap"),
    "hours that are no list": ({"monday_hours": "08:00-18:00"}, "monday_hours"),
    "hours of pairs": ({"monday_hours": [["08:00", "18:00"]]}, "monday_hours"),
    "one side alone": ({"routing_options": {"open": SIDE}}, "routing_options.closed"),
    "a side without an action": (
        {"routing_options": {"open": {"try_dial_operators": True}, "closed": SIDE}},
        "routing_options.open.action",
    ),
    "a side that says nothing of operators": (
        {"routing_options": {"open": {"action": "menu"}, "closed": SIDE}},
        "routing_options.open.try_dial_operators",
    ),
    "an unknown action": (open_side(action="callback"), "routing_options.open.action"),
    "an unknown strategy": (open_side(operator_routing="weighted"), "operator_routing"),
    "a star in a menu": (key("*"), "dtmf.0.input"),
    "a hash in a menu": (key("#"), "dtmf.0.input"),
    "a menu key as an integer": (key(1), "dtmf.0.input"),
    "two menu keys in one": (key("10"), "dtmf.0.input"),
    "a key that does nothing": (open_side(dtmf=[{"input": "1"}]), "dtmf.0.options"),
    "a target id as a string": (key("1", action_target_id="5", action_target_type="user"), "action_target_id"),
    "a target without its type": (key("1", action_target_id=5230986014720001), "belong together"),
    "a type without its target": (key("1", action_target_type="department"), "belong together"),
    "an unknown type of target": (key("1", action_target_id=5, action_target_type="number"), "action_target_type"),
    "a target that is not there": (
        key("1", action_target_id=5230986014720009, action_target_type="department"),
        "there is no department 5230986014720009",
    ),
    "an id of more than 64 bits": (key("1", action_target_id=2**63, action_target_type="room"), "action_target_id"),
}


@pytest.mark.parametrize(("body", "named"), BAD.values(), ids=BAD)
async def test_a_bad_body_is_refused_in_googles_manner_and_changes_nothing(
    http: httpx.AsyncClient, server: DialpadServer, body: dict[str, Any], named: str
) -> None:
    before = server.company.account

    response = await http.patch(f"callcenters/{server.call_center('Support').id}", json=body)

    error = response.json()["error"]
    assert (response.status_code, error["code"], error["errors"][0]["reason"]) == (400, 400, "badRequest")
    assert named in error["message"]
    assert server.company.account == before


async def test_an_echo_of_what_was_read_is_refused(sdk: AsyncDialpadClient, server: DialpadServer) -> None:
    support = server.call_center("Support").id
    read: Any = await sdk.call_centers.get(support)

    with pytest.raises(httpx.HTTPStatusError) as caught:
        await sdk.call_centers.partial_update(support, read)

    message = caught.value.response.json()["error"]["message"]
    assert all(each in message for each in ("timezone", "availability_status", "ring_seconds", "phone_numbers"))


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff", b'"text"'])
async def test_a_body_that_is_no_json_object_is_refused(
    http: httpx.AsyncClient, server: DialpadServer, content: bytes
) -> None:
    response = await http.patch(f"callcenters/{server.call_center('Support').id}", content=content)

    assert response.status_code == 400


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer wrong", "Basic dialpad-demo-administrator"])
async def test_without_a_key_nobody_comes_in(url: str, authorization: str) -> None:
    async with httpx.AsyncClient(headers={"Authorization": authorization}) as stranger:
        response = await stranger.get(f"{url}/api/v2/callcenters")

    assert (response.status_code, response.json()["error"]["code"]) == (401, 401)


async def test_the_key_may_stand_in_the_address_and_is_not_logged(url: str, server: DialpadServer) -> None:
    async with httpx.AsyncClient() as client:
        response = await client.get(f"{url}/api/v2/callcenters", params={"apikey": server.token, "name_search": "s"})

    assert response.status_code == 200
    assert [call.query for call in server.calls] == [{"name_search": "s"}]
    assert server.token not in str(server.calls.document())


async def test_a_key_that_is_no_administrators_reads_but_does_not_write(url: str, server: DialpadServer) -> None:
    headers = {"Authorization": f"Bearer {server.reader_token}"}
    support = f"callcenters/{server.call_center('Support').id}"

    async with httpx.AsyncClient(base_url=f"{url}/api/v2/", headers=headers) as reader:
        statuses = [
            (await reader.get(support)).status_code,
            (await reader.patch(support, json={"ring_seconds": 20})).status_code,
            (await reader.delete(support)).status_code,
            (await reader.post("callcenters", json={"name": "Repairs"})).status_code,
        ]

    assert statuses == [200, 403, 403, 403]


@pytest.mark.parametrize(
    "path",
    [
        "callcenters/1",
        "callcenters/1/status",
        "callcenters/1/operators",
        "callcenters/support",
        "offices/1",
        "offices/1/callcenters",
        "offices/1/departments",
        "departments/1",
        "users/1",
        "nothing",
    ],
)
async def test_what_is_not_there_is_not_found(http: httpx.AsyncClient, path: str) -> None:
    response = await http.get(path)

    assert (response.status_code, response.json()["error"]["code"]) == (404, 404)


async def test_a_method_that_nobody_offers_is_refused(http: httpx.AsyncClient) -> None:
    assert (await http.put("callcenters")).json()["error"]["errors"][0]["reason"] == "methodNotAllowed"


@pytest.mark.parametrize("query", ["callcenters?office_id=x", "departments?office_id=1.5", "users?company_admin=maybe"])
async def test_a_parameter_of_another_type_is_refused(http: httpx.AsyncClient, query: str) -> None:
    assert (await http.get(query)).status_code == 400


@pytest.mark.parametrize("name", ["Sales", "SALES"])
async def test_a_name_is_used_once_in_an_office(http: httpx.AsyncClient, server: DialpadServer, name: str) -> None:
    support = server.call_center("Support")

    renamed = await http.patch(f"callcenters/{support.id}", json={"name": name})
    created = await http.post("callcenters", json={"name": name, "office_id": support.office_id})
    unchanged = await http.patch(f"callcenters/{support.id}", json={"name": "Support"})

    assert [renamed.status_code, created.status_code, unchanged.status_code] == [409, 409, 200]
    assert renamed.json()["error"]["errors"][0]["reason"] == "conflict"


async def test_a_new_call_center_needs_a_name_and_an_office_that_exists(http: httpx.AsyncClient) -> None:
    nameless = await http.post("callcenters", json={"office_id": 4821003377654784})
    homeless = await http.post("callcenters", json={"name": "Repairs"})
    lost = await http.post("callcenters", json={"name": "Repairs", "office_id": 5})

    assert [each.status_code for each in (nameless, homeless, lost)] == [400, 400, 404]


async def test_too_many_requests_in_a_second_are_told_when_to_come_again(
    http: httpx.AsyncClient, server: DialpadServer
) -> None:
    server.limits = Limits(per_second=3, time=lambda: 0.0)

    responses = [await http.get("callcenters") for _ in range(4)]

    assert [each.status_code for each in responses] == [200, 200, 200, 429]
    assert responses[-1].headers["Retry-After"] == "1"
    assert responses[-1].json()["error"]["errors"][0]["reason"] == "rateLimitExceeded"


async def test_each_endpoint_has_a_limit_of_its_own(http: httpx.AsyncClient, server: DialpadServer) -> None:
    server.limits.per_minute = 1
    support = server.call_center("Support").id

    paths = ["callcenters", f"callcenters/{support}", f"callcenters/{support}/status", f"callcenters/{support + 1}"]
    statuses = [(await http.get(path)).status_code for path in paths]

    assert statuses == [200, 200, 200, 429]


def test_a_window_slides() -> None:
    moments = iter([0.0, 0.9, 0.95, 1.05])
    limits = Limits(per_second=2, time=lambda: next(moments))

    limits.count("GET /a")
    limits.count("GET /a")
    with pytest.raises(Exception, match="Rate limit exceeded"):
        limits.count("GET /a")
    limits.count("GET /a")
