"""What goes wrong on purpose, as a client meets it."""

import time
from typing import Any

import httpx
import pytest
from pydantic import ValidationError

from sandbox.dialpad import DialpadServer
from sandbox.faults import HUNG_UP, Faults

RING = {"ring_seconds": 20}


@pytest.fixture
def support(server: DialpadServer) -> str:
    return f"callcenters/{server.call_center('Support').id}"


def ring(server: DialpadServer) -> int:
    return server.call_center("Support").settings.ring_seconds


async def test_a_status_is_answered_as_often_as_planned_and_nothing_is_written(
    http: httpx.AsyncClient, server: DialpadServer, support: str
) -> None:
    server.faults.plan("status", status=503, times=2, seconds=1.5)

    responses = [await http.patch(support, json=RING) for _ in range(2)]
    before = ring(server)
    third = await http.patch(support, json=RING)

    assert [(each.status_code, each.headers["Retry-After"]) for each in responses] == [(503, "2")] * 2
    assert responses[0].json()["error"]["errors"][0]["reason"] == "backendError"
    assert (before, third.status_code, ring(server)) == (30, 200, 20)


async def test_a_gateway_answers_with_a_page(http: httpx.AsyncClient, server: DialpadServer, support: str) -> None:
    server.faults.plan("html", status=502)

    response = await http.get(support)

    assert response.status_code == 502
    assert response.headers["Content-Type"].startswith("text/html")
    assert "<h1>" in response.text


@pytest.mark.parametrize(("kind", "ring_after", "status"), [("drop_before", 30, HUNG_UP), ("drop_after", 20, 200)])
async def test_a_connection_is_lost_before_or_after_the_write(
    http: httpx.AsyncClient, server: DialpadServer, support: str, *, kind: Any, ring_after: int, status: int
) -> None:
    server.faults.plan(kind, method="patch")

    with pytest.raises(httpx.TransportError):
        await http.patch(support, json=RING)

    assert ring(server) == ring_after
    assert [(call.status, call.fault, call.body) for call in server.calls] == [(status, kind, RING)]


async def test_an_answer_comes_late_but_the_write_at_once(
    http: httpx.AsyncClient, server: DialpadServer, support: str
) -> None:
    server.faults.plan("delay", seconds=30)

    with pytest.raises(httpx.ReadTimeout):
        await http.patch(support, json=RING, timeout=httpx.Timeout(5, read=0.5))

    assert ring(server) == 20


async def test_a_short_delay_is_only_waited_for(http: httpx.AsyncClient, server: DialpadServer, support: str) -> None:
    server.faults.plan("delay", seconds=0.1)
    start = time.monotonic()

    response = await http.get(support)

    assert response.status_code == 200
    assert time.monotonic() - start >= 0.1


async def test_reads_lag_behind_a_write_for_a_while(
    http: httpx.AsyncClient, server: DialpadServer, support: str
) -> None:
    server.faults.plan("stale", seconds=60)

    first = (await http.get(support)).json()["ring_seconds"]
    answer = (await http.patch(support, json=RING)).json()["ring_seconds"]
    lagging = (await http.get(support)).json()["ring_seconds"]
    server.company.show_previous_for(0)
    settled = (await http.get(support)).json()["ring_seconds"]

    assert (first, answer, lagging, settled) == ("30", "20", "30", "20")


async def test_a_refused_write_leaves_nothing_stale(
    http: httpx.AsyncClient, server: DialpadServer, support: str
) -> None:
    await http.patch(support, json=RING)
    server.faults.plan("stale", seconds=60)

    await http.patch(support, json={"ring_seconds": 99})

    assert (await http.get(support)).json()["ring_seconds"] == "20"


async def test_a_fault_meets_only_what_it_is_meant_for(
    http: httpx.AsyncClient, server: DialpadServer, support: str
) -> None:
    server.faults.read({"kind": "status", "match": {"method": "GET", "path": "callcenters/*/status"}})

    statuses = [(await http.get(path)).status_code for path in (support, f"{support}/operators", f"{support}/status")]

    assert statuses == [200, 200, 503]


async def test_faults_are_met_in_the_order_they_were_planned(
    http: httpx.AsyncClient, server: DialpadServer, support: str
) -> None:
    server.faults.plan("status", status=500)
    server.faults.plan("status", status=504)

    assert [(await http.get(support)).status_code for _ in range(3)] == [500, 504, 200]


def test_planned_faults_can_be_called_off() -> None:
    faults = Faults()
    faults.plan("status", times=100)

    faults.clear()

    assert faults.take("GET", "/") is None


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"kind": "earthquake"},
        {"kind": "status", "times": 0},
        {"kind": "status", "status": 200},
        {"kind": "delay", "seconds": -1},
        {"kind": "status", "match": {"host": "x"}},
    ],
)
def test_a_fault_that_makes_no_sense_is_refused(document: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Faults().read(document)
