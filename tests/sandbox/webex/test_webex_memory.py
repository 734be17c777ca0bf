"""What the server remembers, also after its process has died; and what the page shows."""

from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from aiohttp.test_utils import TestServer

from sandbox.storage import JsonFile
from sandbox.webex import WebexServer
from sandbox.webex.identifiers import schedule_id
from tests.sandbox.webex.conftest import LOCATION, Clock

HOLIDAYS = f"{LOCATION}/schedules/holidays/{schedule_id('Holidays')}"
CLOSED = {"name": "Stocktaking", "startDate": "2026-11-28", "endDate": "2026-11-28", "allDayEnabled": True}


async def test_everything_survives_a_restart(clock: Clock, tmp_path: Path) -> None:
    server = WebexServer(clock, JsonFile(tmp_path / "webex.json"))
    app = server.service_app
    headers = {"Authorization": f"Bearer {server.token}"}
    form = {
        "grant_type": "refresh_token",
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "refresh_token": app.refresh_token,
    }
    server.faults.plan("drop_after", path="events")

    async with TestServer(server.application()) as running, httpx.AsyncClient(headers=headers) as client:
        url = str(running.make_url("/v1"))
        access = (await client.post(f"{url}/access_token", data=form)).json()["access_token"]
        with pytest.raises(httpx.TransportError):
            await client.post(f"{url}/{HOLIDAYS}/events", json=CLOSED)
        heir = WebexServer(clock, JsonFile(tmp_path / "webex.json"))

    assert heir.organisation.account == server.organisation.account
    assert heir.schedule("Raleigh", "holidays", "Holidays").events[-1].name == "Stocktaking"
    assert heir.service_app.has(access, clock())
    assert heir.service_app.refresh_token == server.service_app.refresh_token
    assert [(call.path, call.status, call.fault) for call in heir.calls] == [
        ("/access_token", 200, None),
        (f"/{HOLIDAYS}/events", 201, "drop_after"),
    ]


async def test_reads_are_on_disk_after_an_orderly_end(clock: Clock, tmp_path: Path) -> None:
    server = WebexServer(clock, JsonFile(tmp_path / "webex.json"))
    headers = {"Authorization": f"Bearer {server.token}"}

    async with TestServer(server.application()) as running, httpx.AsyncClient(headers=headers) as client:
        await client.get(str(running.make_url("/telephony/config/queues")))

    heir = WebexServer(clock, JsonFile(tmp_path / "webex.json"))
    assert [(call.method, call.path) for call in heir.calls] == [("GET", "/telephony/config/queues")]


@pytest.mark.parametrize("body", ['{"name": "\\ud800"}', '{"extension": NaN}'])
async def test_a_body_that_cannot_be_written_again_is_remembered_as_it_came(
    http: httpx.AsyncClient, server: WebexServer, reception: str, body: str
) -> None:
    response = await http.put(reception, content=body)

    assert response.status_code == 400
    assert [call.body for call in server.calls] == [body]


async def test_the_world_hears_of_each_change(http: httpx.AsyncClient, server: WebexServer, reception: str) -> None:
    heard: list[str] = []
    server.on_change = lambda: heard.append(next(server.organisation.account.lines).name)

    await http.get(reception)
    await http.put(reception, json={"name": "Lobby"})

    assert heard == ["Lobby"]


def test_a_panel_shows_what_callers_meet(server: WebexServer) -> None:
    reception, service_desk = server.panels()

    assert [(each["line"], each["status"]) for each in (reception, service_desk)] == [
        ("Reception", "Open"),
        ("Service Desk", "Open"),
    ]
    rows = dict(reception["rows"])
    assert (rows["Monday"], rows["Saturday"], rows["Sunday"]) == (
        "8:00 AM – 6:00 PM",
        "9:00 AM – 1:00 PM",
        "closed",
    )
    assert [row for row in rows.items() if row[1].startswith("closed ")] == [
        ("Thanksgiving", "closed Thu 26 Nov – Fri 27 Nov 2026"),
        ("Christmas Day", "closed Fri 25 Dec 2026"),
        ("New Year's Day", "closed Fri 1 Jan 2027"),
    ]
    assert rows["Key 1 while open"] == "Service Desk: 2000"
    assert rows["Key * while open"] == "repeat menu"
    assert not {"Key 7 while open", "Key 9 while open"} & set(rows)
    assert {
        ("Callback", "off"),
        ("Waiting calls", "2"),
        ("Hannah Weiss", "joined"),
        ("Mei Tanaka", "not joined"),
    } <= set(service_desk["rows"])


async def test_a_panel_follows_a_write_to_a_schedule_that_both_lines_share(
    http: httpx.AsyncClient, server: WebexServer
) -> None:
    hours = f"{LOCATION}/schedules/businessHours/{schedule_id('Business Hours')}"
    special = {**CLOSED, "name": "Fair", "allDayEnabled": False, "startTime": "18:00", "endTime": "23:59"}

    await http.post(f"{HOLIDAYS}/events", json={**CLOSED, "startDate": "2026-11-20", "endDate": "2026-11-20"})
    await http.post(f"{hours}/events", json=special)

    for each in server.panels():
        assert each["status"] == "Closed (holiday)"
        assert ("Stocktaking", "closed Fri 20 Nov 2026") in each["rows"]
        assert ("Fair", "open Sat 28 Nov 2026, 6:00 PM – midnight") in each["rows"]


def test_a_panel_shows_a_forced_forward_and_holidays_that_have_begun(server: WebexServer, clock: Clock) -> None:
    queue = server.queue("Service Desk")
    forced = queue.forced_forward.model_copy(update={"forced_forward_enabled": True, "transfer_phone_number": "1000"})
    server.plant(queue.model_copy(update={"forced_forward": forced}))
    clock.now += timedelta(days=7)

    panel = server.panels()[1]

    assert panel["status"] == "Forwarded to 1000"
    assert ("Thanksgiving", "closed Thu 26 Nov – Fri 27 Nov 2026") in panel["rows"]


def test_a_panel_forgets_what_is_over_and_what_is_not_attached(server: WebexServer, clock: Clock) -> None:
    line, queue = server.auto_attendant("Reception"), server.queue("Service Desk")
    holiday = queue.holiday_service.model_copy(update={"holiday_service_enabled": False})
    server.plant(queue.model_copy(update={"holiday_service": holiday}))
    server.plant(line.model_copy(update={"settings": line.settings.model_copy(update={"holiday_schedule": None})}))
    before = [dict(panel["rows"]).get("Holidays") for panel in server.panels()]
    server.plant(line)
    clock.now += timedelta(days=8)

    assert before == [None, None]
    assert "Thanksgiving" not in dict(server.panels()[0]["rows"])


def test_a_line_whose_hours_are_gone_is_closed(server: WebexServer) -> None:
    line = server.auto_attendant("Reception")
    server.plant(line.model_copy(update={"settings": line.settings.model_copy(update={"business_schedule": "Gone"})}))

    panel = server.panels()[0]

    assert panel["status"] == "Closed"
    assert "Monday" not in dict(panel["rows"])


def test_a_day_that_is_open_without_end_says_so(server: WebexServer) -> None:
    hours = server.schedule("Raleigh", "businessHours", "Business Hours")
    always = hours.events[0].model_copy(update={"start_time": None, "end_time": None, "all_day_enabled": True})
    server.plant(hours.model_copy(update={"events": (always,)}))

    assert ("Monday", "all day") in server.panels()[0]["rows"]


def test_a_panel_says_always_open_without_night_service(server: WebexServer) -> None:
    queue = server.queue("Service Desk")
    night = queue.night_service.model_copy(update={"night_service_enabled": False})
    server.plant(queue.model_copy(update={"night_service": night}))

    assert ("Hours", "always open") in server.panels()[1]["rows"]
