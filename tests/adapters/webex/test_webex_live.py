"""The live figures of a queue: of calls and of agents, each as far as it can be read."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from adapters import DeniedError, Line, LiveStatus, PhoneSystemError, UnreachableError, Webex
from adapters.transport import BearerAuth, Transport
from tests.adapters.fakes import Clock, MemoryLedger
from tests.adapters.webex.fake_webex import TOKEN, FakeWebex

FORBIDDEN = {"message": "Not for you", "trackingId": "ROUTERGW_5"}
CALLS = "GET /telephony/calls/.*"
AGENTS_PATH = "GET /telephony/config/queues/agents"
WAITING = {
    "items": [
        {"callId": "1", "addTime": "2026-11-20T14:59:00Z", "queueName": "Service Desk"},
        {"callId": "2", "addTime": "2026-11-20T14:58:00.500Z", "preservedWaitTime": 30000},
        {"callId": "3", "addTime": "2026-11-20T10:00:00Z", "removeTime": "2026-11-20T10:05:00Z"},
    ]
}
AGENTS = [
    {"id": "ann", "joinCount": 1, "agentACDState": "AVAILABLE"},
    {"id": "ben", "joinCount": 2, "agentACDState": "WRAP_UP"},
    {"id": "cleo", "joinCount": 0, "agentACDState": "AVAILABLE"},
]


@pytest.fixture
async def webex(transport: Transport, ledger: MemoryLedger, clock: Clock) -> AsyncIterator[Webex]:
    client = Webex(BearerAuth(TOKEN), ledger=ledger, clock=clock, transport=transport)
    yield client
    await client.aclose()


@pytest.fixture
async def lines(webex: Webex) -> dict[str, Line]:
    return {line.name: line for line in await webex.lines()}


@pytest.fixture
def desk(lines: dict[str, Line]) -> Line:
    return lines["Service Desk"]


def asked_for_calls(vendor: FakeWebex) -> int:
    return sum(call.path.startswith("/telephony/calls/") for call in vendor.calls)


async def test_the_live_figures_of_a_queue_are_read(webex: Webex, vendor: FakeWebex, lines: dict[str, Line]) -> None:
    vendor.waiting, vendor.agents = WAITING, AGENTS

    found = await webex.live(lines["Service Desk"])

    assert found == LiveStatus(waiting=2, longest_wait=149, agents_on_duty=2, agents_available=1)
    assert (await webex.live(lines["Reception"])) == LiveStatus()


async def test_a_token_that_may_not_see_the_calls_is_not_refused_again_and_again(
    webex: Webex, vendor: FakeWebex, lines: dict[str, Line], clock: Clock
) -> None:
    vendor.agents = [{"id": "ann", "joinCount": 1}]
    vendor.plan(CALLS, httpx.Response(403, json=FORBIDDEN))

    found = [await webex.live(lines[name]) for name in ("Service Desk", "Experts")]
    clock.advance(minutes=11)
    later = await webex.live(lines["Service Desk"])

    assert found == [LiveStatus(agents_on_duty=1, hidden=True)] * 2
    assert later == LiveStatus(waiting=0, longest_wait=0, agents_on_duty=1)
    assert asked_for_calls(vendor) == 2


@pytest.mark.parametrize("status", [400, 404, 405])
async def test_a_queue_whose_calls_are_not_told_silences_no_other(
    webex: Webex, vendor: FakeWebex, lines: dict[str, Line], clock: Clock, status: int
) -> None:
    vendor.plan(CALLS, httpx.Response(status, json=FORBIDDEN))

    found = [await webex.live(lines["Service Desk"]) for _ in range(2)]
    other = await webex.live(lines["Experts"])
    clock.advance(minutes=11)
    later = await webex.live(lines["Service Desk"])

    assert found == [LiveStatus(agents_on_duty=0)] * 2
    assert other == later == LiveStatus(waiting=0, longest_wait=0, agents_on_duty=0)
    assert asked_for_calls(vendor) == 3


@pytest.mark.parametrize(
    "failure",
    [httpx.Response(503), httpx.Response(200, text="<html>"), httpx.Response(200, json={"items": 7})],
    ids=["unreachable", "a page", "nonsense"],
)
async def test_the_agents_are_told_while_the_calls_cannot_be_read(
    webex: Webex, vendor: FakeWebex, desk: Line, failure: httpx.Response
) -> None:
    vendor.agents = AGENTS
    for _ in range(4):
        vendor.plan(CALLS, failure)

    assert await webex.live(desk) == LiveStatus(agents_on_duty=2, agents_available=1)
    vendor.answers.clear()
    assert (await webex.live(desk)).waiting == 0


async def test_the_calls_are_told_while_the_agents_cannot_be_read(webex: Webex, vendor: FakeWebex, desk: Line) -> None:
    vendor.waiting = WAITING
    vendor.plan(AGENTS_PATH, httpx.Response(403, json=FORBIDDEN))

    assert await webex.live(desk) == LiveStatus(waiting=2, longest_wait=149)


async def test_where_nothing_can_be_read_the_error_says_why(webex: Webex, vendor: FakeWebex, desk: Line) -> None:
    for _ in range(4):
        vendor.plan(CALLS, httpx.Response(503))
        vendor.plan(AGENTS_PATH, httpx.Response(503))

    with pytest.raises(UnreachableError):
        await webex.live(desk)
    vendor.plan(CALLS, httpx.Response(403, json=FORBIDDEN))
    vendor.plan(AGENTS_PATH, httpx.Response(403, json=FORBIDDEN))
    with pytest.raises(DeniedError):
        await webex.live(desk)


@pytest.mark.parametrize(
    ("call", "waited"),
    [
        pytest.param({"addTime": "2026-11-20T14:59:00"}, 60, id="a time without a zone is in UTC"),
        pytest.param({"addTime": "2026-11-20T09:59:00-05:00"}, 60, id="a time in another zone"),
        pytest.param({"addTime": "2026-11-20T15:01:00Z"}, 0, id="a time to come"),
        pytest.param({"addTime": None}, 0, id="no time"),
        pytest.param({"preservedWaitTime": -5000}, 0, id="a wait below nothing"),
    ],
)
async def test_how_long_a_call_has_waited(
    webex: Webex, vendor: FakeWebex, desk: Line, call: dict[str, Any], waited: int
) -> None:
    vendor.waiting = {"items": [call]}

    assert (await webex.live(desk)).longest_wait == waited


@pytest.mark.parametrize("page", [[], 7, "x", {"agents": 7}, {"agents": {"id": "ann"}}, {"agents": [7]}])
async def test_a_list_that_is_none_is_said_to_be_so(webex: Webex, vendor: FakeWebex, desk: Line, page: object) -> None:
    vendor.plan(CALLS, httpx.Response(404))
    vendor.plan(AGENTS_PATH, httpx.Response(200, json=page))

    with pytest.raises(PhoneSystemError, match="could not be understood"):
        await webex.live(desk)
