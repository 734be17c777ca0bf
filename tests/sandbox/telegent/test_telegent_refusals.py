"""What Telegent does not carry out, in both shapes of its errors; and how often it may be asked."""

from typing import Any

import httpx
import pytest

from sandbox.refusals import RefusedError
from sandbox.telegent import TelegentServer
from sandbox.telegent.demo import FRONT_OFFICE, ROSA
from sandbox.telegent.limits import Limits
from tests.sandbox.telegent.conftest import TOKENS, Client, message

NEW: dict[str, Any] = {"Name": "Night Desk", "Type": "IVR"}

WRONG: list[tuple[dict[str, Any], str]] = [
    ({"Name": ""}, "Name"),
    ({"Name": "  "}, "Name"),
    ({"Name": 5}, "Name"),
    ({"Name": None}, "Name"),
    ({"Type": "ring"}, "Type"),
    ({"Type": "ivr"}, "Type"),
    ({"Type": ""}, "Type"),
    ({"TelegentPhone": "919-555-0150"}, "TelegentPhone"),
    ({"TelegentPhone": "+0195550150"}, "TelegentPhone"),
    ({"CallOrder": 1}, "CallOrder"),
    ({"CallOrder": "first"}, "CallOrder"),
    ({"AnnouncementUrl": "hello.wav"}, "AnnouncementUrl"),
    ({"AnnouncementUrl": "https://[half"}, "AnnouncementUrl"),
    ({"RecordCalls": "true"}, "RecordCalls"),
    ({"RecordCalls": ""}, "RecordCalls"),
    ({"AiRecording": 1}, "AiRecording"),
    ({"ScheduleId": "SID-none"}, "ScheduleId"),
    ({"TimeZone": "Eastern"}, "TimeZone"),
    ({"TimeZone": "America"}, "TimeZone"),
    ({"WaitBetween": 20}, "WaitBetween"),
    ({"OffHoursType": "voicemail", "OffHoursId": ROSA}, "OffHoursType"),
    ({"OffHoursType": "User"}, "OffHoursId"),
    ({"OnHoursId": ROSA}, "OnHoursType"),
    ({"OffHoursType": "Workgroup", "OffHoursId": ROSA}, "OffHoursId"),
    ({"OnHoursType": "User", "OnHoursId": FRONT_OFFICE}, "OnHoursId"),
    ({"TollFreeNumber": "800"}, "TollFreeNumber"),
    ({"AccountId": "AID-other"}, "AccountId"),
    ({"Hours": ""}, "Hours"),
    ({"name": "Night Desk"}, "name"),
    ({"WorkgroupId": "WID-mine"}, "WorkgroupId"),
]


@pytest.mark.parametrize(("wrong", "field"), WRONG, ids=[str(each) for each, _ in WRONG])
async def test_a_wrong_workgroup_is_refused(
    client: Client, server: TelegentServer, wrong: dict[str, Any], field: str
) -> None:
    plain = (await client("POST", "workgroups", NEW)).json()["WorkgroupId"]
    before = server.tenant.account

    created = await client("POST", "workgroups", NEW | wrong)
    updated = await client.update(wrong, plain)

    assert created.status_code == 400
    assert message(created).startswith("Bad request: ")
    assert field in message(created)
    assert updated.status_code == (404 if field == "WorkgroupId" else 400)
    assert server.tenant.account == before


@pytest.mark.parametrize("name", ["Name", "Type"])
async def test_a_new_workgroup_needs_a_name_and_a_type(client: Client, name: str) -> None:
    response = await client("POST", "workgroups", {key: value for key, value in NEW.items() if key != name})

    assert message(response) == f"Bad request: The {name} field is required."


async def test_every_wrong_field_is_named(client: Client) -> None:
    response = await client("POST", "workgroups", {"Type": "ring", "CallOrder": 1})

    assert all(name in message(response) for name in ("Name", "Type", "CallOrder"))


@pytest.mark.parametrize("content", [b"no json", b"[]", b"\xff"])
async def test_a_body_that_is_no_object_is_refused(client: Client, content: bytes) -> None:
    await client("POST", "workgroups", NEW)

    response = await client.http.post("workgroups", content=content, headers=client.header("workgroups"))

    assert response.status_code == 400


async def test_no_body_is_an_empty_one(client: Client) -> None:
    assert message(await client("POST", "workgroups/update")) == "Bad request: The WorkgroupId field is required."


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "workgroups/update", 405),
        ("PUT", "workgroups", 405),
        ("DELETE", "workgroups", 405),
        ("GET", "voice/routes", 404),
        ("GET", "v1.0/workgroups", 404),
    ],
)
async def test_other_addresses_and_methods_are_not_there(client: Client, method: str, path: str, status: int) -> None:
    response = await client(method, path)

    assert response.status_code == status
    assert message(response).startswith({404: "Not found: ", 405: "Method not allowed: "}[status])


async def test_an_unknown_workgroup_is_missing(client: Client) -> None:
    tries = [
        await client("GET", "workgroups", WorkgroupId="WG-none"),
        await client.update({"Name": "x"}, "WG-none"),
        await client("POST", "workgroups/delete", WorkgroupId="WG-none"),
    ]

    assert [each.status_code for each in tries] == [404] * 3
    assert message(tries[0]).endswith("does not exist or belongs to a different account.")


async def test_the_old_errors_name_the_fields(client: Client, server: TelegentServer) -> None:
    server.tenant.error_form = "old"

    body = (await client("POST", "workgroups", {"Type": "ring"})).json()

    assert set(body) == {"Type", "Title", "Status", "Errors", "TraceId"}
    assert set(body["Errors"]) == {"$.Name", "$.Type"}
    assert body["Errors"]["$.Name"] == ["The Name field is required."]


async def test_the_old_errors_say_the_rest_in_a_detail(client: Client, server: TelegentServer) -> None:
    server.tenant.error_form = "old"

    body = (await client("GET", "workgroups", WorkgroupId="WG-none")).json()

    assert set(body) == {"Type", "Title", "Status", "Detail"}
    assert (body["Title"], body["Status"], body["Type"][-6:]) == ("Not Found", 404, "15.5.5")


@pytest.mark.parametrize("form", ["current", "old"])
async def test_fifty_requests_a_minute_are_answered_those_for_tokens_among_them(
    http: httpx.AsyncClient, server: TelegentServer, form: Any
) -> None:
    server.limits = Limits(time=lambda: 0.0)
    server.tenant.error_form = form
    client = Client(http)

    statuses = [(await client("GET", "account/workgroups")).status_code for _ in range(49)]
    refused = await client("GET", "account/workgroups")
    for_token = await http.post(TOKENS)

    assert statuses == [200] * 49
    assert [refused.status_code, for_token.status_code] == [429, 429]
    assert "Retry-After" not in refused.headers
    assert refused.json().get("RetryAfter") == (None if form == "current" else "60")
    assert refused.json()["StatusCode" if form == "current" else "Status"] == 429


async def test_a_request_without_a_token_counts(http: httpx.AsyncClient, server: TelegentServer) -> None:
    server.limits = Limits(per_minute=1, time=lambda: 0.0)

    assert [(await http.get("workgroups")).status_code for _ in range(2)] == [401, 429]


def test_the_limit_slides() -> None:
    moments = iter([0.0, 30.0, 59.9, 60.0, 60.1])
    limits = Limits(per_minute=2, time=lambda: next(moments))

    limits.count()
    limits.count()
    with pytest.raises(RefusedError):
        limits.count()
    limits.count()
    with pytest.raises(RefusedError):
        limits.count()
