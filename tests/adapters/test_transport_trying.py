"""What is tried again, after which wait, and what is never repeated."""

import httpx
import pytest

from adapters import PhoneSystemError, UnreachableError
from adapters.transport import Pace
from tests.adapters.acme import Answer, Sleeper, Vendor, answer, transport

FAILURES = [
    httpx.ConnectError("refused"),
    httpx.ConnectTimeout("slow"),
    httpx.ReadTimeout("slow"),
    TimeoutError(),
    httpx.ReadError("reset"),
    httpx.RemoteProtocolError("gone"),
    answer(500),
    answer(503),
    answer(429),
]


@pytest.mark.parametrize("failure", FAILURES, ids=lambda each: getattr(each, "status_code", type(each).__name__))
async def test_a_read_is_tried_again_after_a_passing_failure(failure: Answer) -> None:
    vendor = Vendor(failure, failure, answer(200, "here"))

    assert await transport(vendor).request("GET", "/x") == "here"
    assert len(vendor.requests) == 3


async def test_a_read_is_given_up_after_some_attempts() -> None:
    vendor, sleeper = Vendor(answer(503)), Sleeper()

    with pytest.raises(UnreachableError, match="cannot answer now"):
        await transport(vendor, sleeper).request("GET", "/x")

    assert len(vendor.requests) == 4
    assert sleeper.slept == [0.5, 1, 2]


@pytest.mark.parametrize(("chance", "expected"), [(0.0, [0.25, 0.5, 1]), (1.0, [0.75, 1.5, 3])])
async def test_the_wait_has_chance_in_it(chance: float, expected: list[float]) -> None:
    sleeper = Sleeper()

    with pytest.raises(UnreachableError):
        await transport(Vendor(answer(503)), sleeper, chance).request("GET", "/x")

    assert sleeper.slept == expected


@pytest.mark.parametrize("failure", [httpx.ConnectError("refused"), httpx.ConnectTimeout("slow")], ids=type)
async def test_a_write_that_was_never_sent_is_tried_again(failure: Answer) -> None:
    vendor = Vendor(failure, answer(200, "done"))

    assert await transport(vendor).request("PATCH", "/x", json={}) == "done"


@pytest.mark.parametrize("status", [423, 429])
async def test_a_write_that_was_turned_away_waits_as_long_as_asked(status: int) -> None:
    vendor, sleeper = Vendor(answer(status, Retry_After="3"), answer(200, "done")), Sleeper()

    assert await transport(vendor, sleeper).request("PATCH", "/x", json={}) == "done"
    assert sleeper.slept == [3]


@pytest.mark.parametrize(
    "failure",
    [
        httpx.ReadTimeout("slow"),
        httpx.ReadError("reset"),
        httpx.WriteError("reset"),
        httpx.RemoteProtocolError("gone"),
        answer(423),
        answer(500),
        answer(503, Retry_After="1"),
    ],
    ids=lambda each: getattr(each, "status_code", type(each).__name__),
)
async def test_a_write_that_may_have_taken_place_is_not_repeated(failure: Answer) -> None:
    vendor = Vendor(failure, answer(200))

    with pytest.raises(UnreachableError) as caught:
        await transport(vendor).request("PATCH", "/x", json={})

    assert len(vendor.requests) == 1
    assert not caught.value.untouched


async def test_a_write_that_was_turned_away_without_a_time_to_come_back_is_not_repeated_and_surely_not_done() -> None:
    vendor = Vendor(answer(429), answer(200))

    with pytest.raises(UnreachableError) as caught:
        await transport(vendor).request("PATCH", "/x", json={})

    assert len(vendor.requests) == 1
    assert caught.value.untouched


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 422])
async def test_of_a_write_to_which_the_vendor_said_no_we_say_that_it_did_not_take_place(status: int) -> None:
    with pytest.raises(PhoneSystemError) as caught:
        await transport(Vendor(answer(status))).request("PATCH", "/x", json={})

    assert caught.value.untouched


@pytest.mark.parametrize("failure", [httpx.ConnectError("refused"), answer(429, Retry_After="60")], ids=type)
async def test_of_a_write_that_surely_did_not_take_place_we_say_so(failure: Answer) -> None:
    with pytest.raises(UnreachableError) as caught:
        await transport(Vendor(*[failure] * 4)).request("PATCH", "/x", json={})

    assert caught.value.untouched


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        pytest.param("7", [7], id="seconds"),
        pytest.param("Fri, 20 Nov 2026 12:00:09 GMT", [9], id="a date"),
        pytest.param("Fri, 20 Nov 2026 11:00:00 GMT", [0], id="a date that has passed"),
        pytest.param("Fri, 20 Nov 2026 12:00:09", [9], id="a date without a zone"),
        pytest.param("soon", [0.5], id="nonsense"),
        pytest.param("", [0.5], id="nothing"),
    ],
)
async def test_retry_after_is_honoured(header: str, expected: list[float]) -> None:
    sleeper = Sleeper()

    await transport(Vendor(answer(503, Retry_After=header), answer(200)), sleeper).request("GET", "/x")

    assert sleeper.slept == expected


async def retry_after(header: str) -> float | None:
    with pytest.raises(UnreachableError) as caught:
        await transport(Vendor(answer(429, Retry_After=header))).request("GET", "/x")
    return caught.value.retry_after


@pytest.mark.parametrize("method", ["GET", "PATCH"])
async def test_a_vendor_that_asks_for_a_long_wait_is_reported_at_once(method: str) -> None:
    vendor, sleeper = Vendor(answer(429, Retry_After="3600")), Sleeper()

    with pytest.raises(UnreachableError) as caught:
        await transport(vendor, sleeper).request(method, "/x")

    assert caught.value.retry_after == 3600
    assert await retry_after("9" * 400) == await retry_after("Fri, 20 Nov 2099 12:00:09 GMT") == 24 * 60 * 60
    assert sleeper.slept == []


@pytest.mark.parametrize(
    ("seconds", "expected"), [(1, [100, 100.1, 101, 101.1, 102]), (60, [100, 100.1, 160, 160.1, 220])]
)
async def test_the_pace_lets_only_so_many_start_in_a_stretch_of_time(seconds: float, expected: list[float]) -> None:
    now = 100.0
    starts: list[float] = []

    async def sleep(wait: float) -> None:
        nonlocal now
        now += wait

    pace = Pace(2, seconds=seconds, clock=lambda: now, sleep=sleep)

    for _ in range(5):
        await pace.wait()
        starts.append(now)
        now += 0.1

    assert starts == pytest.approx(expected)
