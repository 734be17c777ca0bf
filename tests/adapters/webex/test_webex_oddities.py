"""Whatever Webex sends in place of what it should send, only a `PhoneSystemError` comes out."""

import asyncio
import datetime as dt
import functools
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters import Line, PhoneSystemError, Webex
from adapters.transport import BearerAuth, Transport
from adapters.webex.wire import Listed, parsed
from tests.adapters.fakes import Clock, MemoryLedger
from tests.adapters.webex.fake_webex import BASE, DESK, RALEIGH, RECEPTION, TOKEN, FakeWebex

Path = tuple[str | int, ...]

ODD: list[Any] = [None, "", "odd", "٣", [], {}, [None], [7], {"": ""}, 0, -1, 10**30, 1.5, True, "9" * 5000, "\ud800"]


def organisation() -> FakeWebex:
    vendor = FakeWebex()
    vendor.part("holidayService")["holidayServiceEnabled"] = True
    vendor.waiting = {"items": [{"addTime": "2026-11-20T14:59:00Z", "preservedWaitTime": 3}]}
    vendor.agents = [{"id": "ann", "joinCount": 1, "agentACDState": "AVAILABLE", "firstName": "Ann"}]
    event = {"id": "e1", "name": "Sale", "startDate": "2026-11-21", "endDate": "2026-11-21", "startTime": "09:00"}
    vendor.schedules["s1"]["events"] = [{**event, "endTime": "17:00"}]
    day = {"id": "e2", "name": "Move", "startDate": "2026-11-27", "endDate": "2026-11-27", "allDayEnabled": True}
    yearly = {"recurYearlyByDay": {"day": "THURSDAY", "week": "FOURTH", "month": "NOVEMBER"}}
    vendor.schedules["s2"]["events"] = [day, {**day, "id": "e3", "name": "Thanks", "recurrence": yearly}]
    vendor.lists["/telephony/config/announcements"] = [{"id": "a1", "name": "Welcome"}]
    return vendor


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    """Where something stands in JSON, the whole apart."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield (*path, key)
        yield from places(each, (*path, key))


class OddWebex:
    """A Webex that answers one path with something odd in one place."""

    def __init__(self, path: str = "", place: Path = (), odd: Any = None) -> None:
        self.vendor = organisation()
        self.path = path
        self.place = place
        self.odd = odd
        self.answers: dict[str, Any] = {}

    def __call__(self, request: httpx.Request) -> httpx.Response:
        try:
            response = self.vendor(request)
        except KeyError:
            return httpx.Response(404)
        path, body = request.url.path, response.json()
        self.answers[path] = body
        if path != self.path or not response.is_success:
            return response
        return httpx.Response(200, content=json.dumps(self._oddly(body, self.place)))

    def _oddly(self, value: Any, place: Path) -> Any:
        if not place:
            return self.odd
        key, rest = place[0], place[1:]
        if isinstance(value, dict):
            return {**value, key: self._oddly(value.get(key), rest)}
        found = list(value) if isinstance(value, list) else []
        return [self._oddly(each, rest) if number == key else each for number, each in enumerate(found)]


async def read_all(vendor: OddWebex) -> list[PhoneSystemError]:
    """Read everything of every line; what cannot be read is a `PhoneSystemError`."""
    clock = Clock(dt.datetime(2026, 11, 20, 15, tzinfo=dt.UTC))

    async def no_time(_: float) -> None:
        return

    transport = Transport("Webex", BASE, auth=BearerAuth(TOKEN), inner=httpx.MockTransport(vendor), sleep=no_time)
    webex = Webex(BearerAuth(TOKEN), ledger=MemoryLedger(), clock=clock, transport=transport)
    lines = [Line(system="webex", id=key, name=key, kind="line", zone="UTC") for key in (RECEPTION, DESK)]
    errors = []
    for reading in [
        webex.lines,
        *(functools.partial(read, line) for line in lines for read in (webex.read, webex.live)),
    ]:
        try:
            await reading()
        except PhoneSystemError as error:
            errors.append(error)
    await webex.aclose()
    return errors


@functools.cache
def answered() -> list[tuple[str, Path]]:
    """Every place in every answer."""
    vendor = OddWebex()
    assert asyncio.run(read_all(vendor)) == []
    return [(path, place) for path, body in vendor.answers.items() for place in ((), *places(body))]


@given(st.deferred(lambda: st.sampled_from(answered())), st.sampled_from(ODD))
@settings(max_examples=150)
def test_only_errors_of_phone_systems_come_out(place: tuple[str, Path], odd: object) -> None:
    for error in asyncio.run(read_all(OddWebex(*place, odd))):
        assert "\n" not in str(error)


def test_an_answer_without_a_bottom_cannot_be_understood() -> None:
    deep: Any = "x"
    for _ in range(100_000):
        deep = [deep]

    with pytest.raises(PhoneSystemError, match=r"could not be understood \(the whole\)"):
        parsed(Listed, deep)


@pytest.mark.parametrize("timer", ["", "soon", "9" * 5000])
async def test_a_time_that_is_no_number_cannot_be_understood(timer: str) -> None:
    path = f"/v1/telephony/config/locations/{RALEIGH}/autoAttendants/{RECEPTION}"

    errors = await read_all(OddWebex(path, ("businessHoursMenu", "callTreatment", "noInputTimer"), timer))

    assert any("could not be understood (businessHoursMenu.callTreatment.noInputTimer" in str(each) for each in errors)
