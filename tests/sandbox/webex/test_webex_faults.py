"""What goes wrong on purpose, as a client meets it."""

from typing import Any

import httpx
import pytest
from wxc_sdk.rest import RestError

from sandbox.faults import HUNG_UP
from sandbox.webex import WebexServer
from sandbox.webex.demo import RALEIGH
from sandbox.webex.identifiers import schedule_id
from tests.sandbox.webex.conftest import LOCATION, Sdk

EVENTS = f"{LOCATION}/schedules/holidays/{schedule_id('Holidays')}/events"
CLOSED = {"name": "Closed", "startDate": "2026-11-28", "endDate": "2026-11-28", "allDayEnabled": True}


def is_closed(server: WebexServer) -> bool:
    return "Closed" in {each.name for each in server.schedule("Raleigh", "holidays", "Holidays").events}


async def test_the_sdk_comes_again_after_429(sdk: Sdk, server: WebexServer) -> None:
    server.faults.plan("status", status=429, seconds=0)

    [line] = await sdk(lambda api: list(api.telephony.auto_attendant.list()))

    assert line.name == "Reception"
    assert [(call.status, call.fault) for call in server.calls] == [(429, "status"), (200, None)]


@pytest.mark.parametrize("status", [423, 429, 503])
async def test_busy_says_when_to_come_again(http: httpx.AsyncClient, server: WebexServer, status: int) -> None:
    server.faults.plan("status", status=status, seconds=1.5)

    response = await http.post(EVENTS, json=CLOSED)

    assert (response.status_code, response.headers["Retry-After"]) == (status, "2")
    assert response.json()["trackingId"] == response.headers["trackingId"]
    assert not is_closed(server)


async def test_a_lock_is_an_error_to_the_sdk(sdk: Sdk, server: WebexServer) -> None:
    server.faults.plan("status", status=423)

    with pytest.raises(RestError, match="423"):
        await sdk(lambda api: api.telephony.schedules.details(RALEIGH, "holidays", schedule_id("Holidays")))


async def test_a_gateway_answers_with_a_page(http: httpx.AsyncClient, server: WebexServer, reception: str) -> None:
    server.faults.plan("html", status=502)

    response = await http.get(reception)

    assert (response.status_code, "<h1>" in response.text) == (502, True)


@pytest.mark.parametrize(("kind", "written", "status"), [("drop_before", False, HUNG_UP), ("drop_after", True, 201)])
async def test_a_connection_is_lost_before_or_after_the_write(
    http: httpx.AsyncClient, server: WebexServer, *, kind: Any, written: bool, status: int
) -> None:
    server.faults.plan(kind, method="post", path="schedules/*/events")

    with pytest.raises(httpx.TransportError):
        await http.post(EVENTS, json=CLOSED)

    assert is_closed(server) is written
    assert [(call.status, call.fault, call.body) for call in server.calls] == [(status, kind, CLOSED)]


async def test_an_answer_comes_late_but_the_write_at_once(http: httpx.AsyncClient, server: WebexServer) -> None:
    server.faults.plan("delay", seconds=30)

    with pytest.raises(httpx.ReadTimeout):
        await http.post(EVENTS, json=CLOSED, timeout=httpx.Timeout(5, read=0.5))

    assert is_closed(server)


async def test_reads_lag_behind_a_write_for_a_while(
    http: httpx.AsyncClient, server: WebexServer, reception: str
) -> None:
    server.faults.plan("stale", seconds=60)

    await http.put(reception, json={"name": "Lobby"})
    lagging = (await http.get(reception)).json()["name"]
    server.organisation.show_previous_for(0)
    settled = (await http.get(reception)).json()["name"]

    assert (lagging, settled) == ("Reception", "Lobby")


async def test_a_refused_write_leaves_nothing_stale(
    http: httpx.AsyncClient, server: WebexServer, reception: str
) -> None:
    await http.put(reception, json={"name": "Lobby"})
    server.faults.plan("stale", seconds=60)

    await http.put(reception, json={"name": ""})

    assert (await http.get(reception)).json()["name"] == "Lobby"


async def test_a_refresh_whose_answer_is_lost_has_spent_its_token(http: httpx.AsyncClient, server: WebexServer) -> None:
    app = server.service_app
    old = app.refresh_token
    form = {
        "grant_type": "refresh_token",
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "refresh_token": old,
    }
    server.faults.plan("drop_after", path="access_token")

    with pytest.raises(httpx.TransportError):
        await http.post("access_token", data=form)

    assert app.refresh_token != old
    assert (await http.post("access_token", data=form)).status_code == 400
