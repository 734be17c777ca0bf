"""What the server remembers, also after its process has died; what goes wrong on purpose; and what the page shows."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from aiohttp.test_utils import TestServer

from sandbox.faults import HUNG_UP
from sandbox.storage import JsonFile
from sandbox.telegent import TelegentServer
from sandbox.telegent.demo import FRONT_OFFICE
from tests.sandbox.telegent.conftest import Client, Clock

DIGIT = {"WorkgroupId": FRONT_OFFICE, "Type": "User", "DigitOrder": 3, "PhoneNumber": "+19195550160"}


async def test_everything_survives_a_restart(clock: Clock, tmp_path: Path) -> None:
    file = JsonFile(tmp_path / "telegent.json")
    server = TelegentServer(clock, file)
    server.tenant.lag = timedelta(minutes=10)
    server.faults.plan("drop_after", path="activity")

    async with (
        TestServer(server.application()) as running,
        httpx.AsyncClient(base_url=str(running.make_url("/v1.0/"))) as http,
    ):
        client = Client(http)
        await client("POST", "schedules", {"Name": "Late"})
        await client.update({"Name": "Lobby"})
        with pytest.raises(httpx.TransportError):
            await client("POST", "workgroups/activity", DIGIT)
        heir = TelegentServer(clock, file)

    assert heir.tenant.account == server.tenant.account
    assert heir.activities("Lobby")[-1].body.digit_order == 3
    assert heir.schedule("Late").name == "Late"
    assert heir.tokens.issued == server.tokens.issued
    heir.tokens.check(client.tokens["schedules"], "/v1.0/schedules")
    assert [(call.path, call.status, call.fault) for call in heir.calls][-1] == (
        "/v1.0/workgroups/activity",
        200,
        "drop_after",
    )


async def test_every_call_is_remembered_in_order(client: Client, server: TelegentServer, clock: Clock) -> None:
    await client("GET", "workgroups", WorkgroupId=FRONT_OFFICE)
    await client("POST", "schedules", {"Name": 5})

    calls = [each for each in server.calls if each.path != "/v1.0/oauth2/tokens"]
    assert [(each.method, each.path, each.query, each.body, each.status) for each in calls] == [
        ("GET", "/v1.0/workgroups", {"WorkgroupId": FRONT_OFFICE}, None, 200),
        ("POST", "/v1.0/schedules", {}, {"Name": 5}, 400),
    ]
    assert {each.at for each in calls} == {clock.now}


@pytest.mark.parametrize(("status", "shape"), [(503, "current"), (500, "old"), (418, "current"), (599, "old")])
async def test_a_planned_status_comes_in_the_vendors_own_shape(
    client: Client, server: TelegentServer, status: int, shape: Any
) -> None:
    server.tenant.error_form = shape
    server.faults.plan("status", status=status, path="update")

    response = await client.update({"Name": "Lobby"})

    assert response.status_code == status
    assert response.json()["StatusCode" if shape == "current" else "Status"] == status
    assert server.workgroup("Front Office").id == FRONT_OFFICE


@pytest.mark.parametrize(
    ("kind", "name", "status"), [("drop_before", "Front Office", HUNG_UP), ("drop_after", "Lobby", 200)]
)
async def test_a_connection_is_lost_before_or_after_the_write(
    client: Client, server: TelegentServer, kind: Any, name: str, status: int
) -> None:
    server.faults.plan(kind, path="update")

    with pytest.raises(httpx.TransportError):
        await client.update({"Name": "Lobby"})

    assert server.workgroup(name).id == FRONT_OFFICE
    assert [(call.status, call.fault) for call in server.calls if call.fault] == [(status, kind)]


async def test_reads_lag_behind_a_write_for_a_while(client: Client, server: TelegentServer) -> None:
    await client.read()
    server.faults.plan("stale", path="update", seconds=60)

    await client.update({"Name": "Lobby"})

    lagging = (await client.read())["Name"]
    server.tenant.show_previous_for(0)
    assert (lagging, (await client.read())["Name"]) == ("Front Office", "Lobby")


async def test_a_gateway_answers_with_a_page(client: Client, server: TelegentServer) -> None:
    server.faults.plan("html", status=502, path="update")

    response = await client.update({"Name": "Lobby"})

    assert (response.status_code, response.headers["Content-Type"][:9]) == (502, "text/html")


async def test_the_world_hears_of_each_change(client: Client, server: TelegentServer) -> None:
    await client.read()
    await client.update({"Name": "Hall"})
    heard: list[str] = []
    server.on_change = lambda: heard.append(server.workgroup("Lobby").name)

    await client.read()
    await client.update({"Name": "Lobby"})

    assert heard == ["Lobby"]


def test_a_panel_shows_what_callers_meet(server: TelegentServer) -> None:
    [office] = server.panels()

    assert (office["line"], office["status"]) == ("Front Office", "Open")
    assert dict(office["rows"]) == {
        "Schedule": "Office hours",
        "Monday": "8:00 AM – 6:00 PM",
        "Tuesday": "8:00 AM – 6:00 PM",
        "Wednesday": "8:00 AM – 6:00 PM",
        "Thursday": "8:00 AM – 6:00 PM",
        "Friday": "8:00 AM – 6:00 PM",
        "Saturday": "9:00 AM – 1:00 PM",
        "Sunday": "closed",
        "Announcement": "Hello, welcome. Press 1 for Sales, Press 2 for Support.",
        "Off hours": "user: Omar Haddad",
        "Key 1": "user: Rosa Lind",
        "Key 2": "user: Omar Haddad",
    }


async def test_a_panel_follows_a_write(client: Client, server: TelegentServer, clock: Clock) -> None:
    await client("POST", "workgroups/activity", DIGIT)
    target = {"WorkgroupId": FRONT_OFFICE, "Type": "Workgroup", "ReferenceWorkgroupId": FRONT_OFFICE}
    await client("POST", "workgroups/activity", target)
    clock.now += timedelta(days=2)
    closed = server.panels()[0]["status"]
    await client.update(
        {"ScheduleId": "", "Type": "simultaneous", "AnnouncementText": "", "OffHoursType": "", "OffHoursId": ""}
    )

    [office] = server.panels()
    assert (closed, office["status"]) == ("Closed", "Open")
    assert office["rows"] == [
        ("Hours", "always open"),
        ("Member 1", "user: Rosa Lind"),
        ("Member 2", "user: Omar Haddad"),
        ("Member 3", "number: +19195550160"),
        ("Member", "workgroup: Front Office"),
    ]


def test_things_can_be_planted_as_if_at_telegent(server: TelegentServer, clock: Clock) -> None:
    office, digit = server.workgroup("Front Office"), server.activities("Front Office")[0]
    hours = server.schedule("Office hours")
    body = hours.body.model_copy(update={"name": "Summer", "friday_start_time": "", "friday_end_time": ""})

    server.plant(hours.model_copy(update={"id": "SCH-2", "body": body}))
    server.plant(digit.model_copy(update={"body": digit.body.model_copy(update={"digit_order": 7})}))
    server.plant(office.model_copy(update={"settings": office.settings.model_copy(update={"schedule_id": "SCH-2"})}))

    rows = dict(server.panels()[0]["rows"])
    assert (rows["Schedule"], rows["Key 7"]) == ("Summer", "user: Rosa Lind")
    assert "Key 1" not in rows
    assert not server.is_open("Front Office", clock.now)
