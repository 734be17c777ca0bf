"""Who goes by a schedule: found out once for all who ask, and no trouble of a neighbour is taken for a line's own."""

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from adapters import (
    Close,
    Line,
    MenuAction,
    Neighbour,
    PhoneSystemError,
    RefusedError,
    SetMenuKey,
    UnreachableError,
    Webex,
)
from adapters.transport import BearerAuth, Transport
from adapters.webex.keeping import Copy, Notes
from tests.adapters.fakes import Clock, MemoryLedger
from tests.adapters.webex.fake_webex import DESK, RALEIGH, RECEPTION, TOKEN, FakeWebex, forwarding, queue, services

NIGHT = f"GET /telephony/config/locations/{RALEIGH}/queues/{DESK}/nightService"
FORWARDING = f"GET /telephony/config/locations/{RALEIGH}/queues/{DESK}/callForwarding"
LISTS = {"/telephony/config/autoAttendants", "/telephony/config/queues"}
SATURDAY = Close(start=dt.datetime(2026, 11, 21), end=dt.datetime(2026, 11, 22), shared=True)
KEY_7 = SetMenuKey(key="7", action=MenuAction(action="transfer", target_kind="number", target_id="200"))


@pytest.fixture
async def webex(transport: Transport, ledger: MemoryLedger, clock: Clock) -> AsyncIterator[Webex]:
    client = Webex(BearerAuth(TOKEN), ledger=ledger, clock=clock, transport=transport)
    yield client
    await client.aclose()


@pytest.fixture
async def lines(webex: Webex) -> dict[str, Line]:
    return {line.name: line for line in await webex.lines()}


@pytest.fixture
def reception(lines: dict[str, Line]) -> Line:
    return lines["Reception"]


def add_queues(vendor: FakeWebex, number: int) -> None:
    for each in range(number):
        key = f"more-{each}"
        vendor.homes[key] = RALEIGH
        vendor.objects[f"queues/{key}"] = queue(key, f"Queue {each}")
        vendor.objects |= {f"queues/{key}/{part}": value for part, value in services().items()}


def asked(vendor: FakeWebex, since: int = 0) -> Counter[str]:
    return Counter(call.path for call in vendor.calls[since:])


async def hours_of(webex: Webex, line: Line) -> list[str]:
    return [each.name for each in (await webex.read(line)).neighbours.hours]


async def test_many_lines_that_are_read_at_once_ask_every_line_once(webex: Webex, vendor: FakeWebex) -> None:
    add_queues(vendor, 10)
    lines = [line for line in await webex.lines() if line.name != "Experts"]
    since = len(vendor.calls)

    readings = await asyncio.gather(*(webex.read(line) for line in lines))

    assert {len(each.neighbours.hours) for each in readings} == {11}
    times = asked(vendor, since)
    home = f"/telephony/config/locations/{RALEIGH}".replace("=", "%3D")
    assert {times[f"{home}/queues/{line.id}/nightService"] for line in lines if line.id != RECEPTION} == {2}
    assert sum(times[path] for path in LISTS) <= 3


async def test_a_list_of_the_same_moment_serves_lines_targets_and_neighbours(
    webex: Webex, vendor: FakeWebex, clock: Clock
) -> None:
    for line in await webex.lines():
        await webex.destinations(line)
        await webex.read(line)
    assert sum(asked(vendor)[path] for path in LISTS) == 3

    clock.advance(seconds=16)
    await webex.destinations(line)

    assert sum(asked(vendor)[path] for path in LISTS) == 6


async def test_a_change_of_one_line_asks_only_that_line_anew(webex: Webex, vendor: FakeWebex, reception: Line) -> None:
    add_queues(vendor, 3)
    vendor.page = 100
    await webex.read(reception)
    since = len(vendor.calls)

    await webex.apply(reception, [KEY_7])
    await webex.read(reception)

    assert not any("/queues/" in path for path in asked(vendor, since))


async def test_who_shares_is_asked_anew_before_a_write_that_depends_on_it(
    webex: Webex, vendor: FakeWebex, reception: Line
) -> None:
    assert await hours_of(webex, reception) == ["Service Desk"]
    vendor.part("nightService")["nightServiceEnabled"] = False
    since = len(vendor.calls)

    vendor.plan("POST .*/schedules.*", httpx.Response(400, json={"message": "No"}))
    with pytest.raises(RefusedError):
        await webex.apply(reception, [SATURDAY.model_copy(update={"shared": False})])

    night = f"/telephony/config/locations/{RALEIGH}/queues/{DESK}/nightService".replace("=", "%3D")
    assert asked(vendor, since)[night] == 1
    assert await hours_of(webex, reception) == []


async def test_what_was_being_found_before_a_write_is_not_believed_after_it(
    webex: Webex, vendor: FakeWebex, lines: dict[str, Line]
) -> None:
    reception, desk = lines["Reception"], lines["Service Desk"]

    def changed_meanwhile() -> httpx.Response:
        body = dict(vendor.part("nightService"))
        vendor.part("nightService")["nightServiceEnabled"] = False
        webex._usage.forget_line(desk.id)  # noqa: SLF001  # as a write in this very moment does
        return httpx.Response(200, json=body)

    vendor.answers.append((NIGHT, changed_meanwhile))

    assert await hours_of(webex, reception) == []


@pytest.mark.parametrize("alone", [True, False])
async def test_who_shares_is_asked_anew_before_a_schedule_that_nobody_shared_is_rewritten(
    webex: Webex, vendor: FakeWebex, ledger: MemoryLedger, reception: Line, *, alone: bool
) -> None:
    await webex.read(reception)
    vendor.part("nightService")["nightServiceEnabled"] = False
    copy = Copy(type="holidays", location_id=RALEIGH, name="Old", original="Holidays", content="", alone=alone)
    await ledger.note(reception.id, Notes(copies=(copy,)).model_dump(mode="json"))

    await webex.settle(reception)

    assert await hours_of(webex, reception) == ([] if alone else ["Service Desk"])


async def test_a_neighbour_that_was_deleted_meanwhile_is_none(webex: Webex, vendor: FakeWebex, reception: Line) -> None:
    vendor.plan(NIGHT, httpx.Response(404))

    assert await hours_of(webex, reception) == []


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(403, json={"message": "Not for you"}),
        httpx.Response(400, json={"message": "No"}),
        httpx.Response(200, json={"nightServiceEnabled": [1]}),
        httpx.Response(200, text="<html>"),
    ],
    ids=["forbidden", "refused", "nonsense", "a page"],
)
async def test_a_neighbour_that_cannot_be_read_is_named(
    webex: Webex, vendor: FakeWebex, reception: Line, answer: httpx.Response
) -> None:
    vendor.plan(NIGHT, answer)

    with pytest.raises(PhoneSystemError, match=r"^Service Desk could not be read, so nobody knows who") as caught:
        await webex.read(reception)

    assert type(caught.value) is PhoneSystemError
    assert await hours_of(webex, reception) == ["Service Desk"]


async def test_a_neighbour_without_an_answer_makes_webex_unreachable(
    webex: Webex, vendor: FakeWebex, reception: Line
) -> None:
    vendor.plan(NIGHT, httpx.Response(503, headers={"Retry-After": "60"}))

    with pytest.raises(UnreachableError, match=r"^Service Desk could not be read") as caught:
        await webex.read(reception)

    assert caught.value.retry_after == 60


async def test_a_list_that_cannot_be_read_is_not_the_fault_of_the_line(
    webex: Webex, vendor: FakeWebex, reception: Line, clock: Clock
) -> None:
    clock.advance(minutes=2)
    vendor.plan("GET /telephony/config/autoAttendants", httpx.Response(403, json={"message": "Not for you"}))

    with pytest.raises(PhoneSystemError, match=r"^The lines of a location could not be read") as caught:
        await webex.read(reception)

    assert type(caught.value) is PhoneSystemError


async def test_forwarding_rules_that_may_not_be_seen_hide_no_line(
    webex: Webex, vendor: FakeWebex, reception: Line
) -> None:
    for _ in range(2):
        vendor.plan(FORWARDING, httpx.Response(403, json={"message": "Not for you"}))

    assert await hours_of(webex, reception) == ["Service Desk"]


async def test_a_rule_that_was_deleted_meanwhile_hides_no_other(
    webex: Webex, vendor: FakeWebex, reception: Line
) -> None:
    rule = {"id": "nights", "name": "Nights", "enabled": False}
    base = f"queues/{DESK}/callForwarding"
    vendor.objects[f"{base}/selectiveRules/nights"] = {**rule, "businessSchedule": "Business Hours"}
    vendor.objects[base] = forwarding(rules=[rule])
    vendor.plan(FORWARDING, httpx.Response(200, json=forwarding(rules=[{"id": "gone", "name": "Gone"}, rule])))

    assert await hours_of(webex, reception) == ["Service Desk", "the forwarding rule “Nights” of Service Desk"]


async def test_neighbours_are_told_apart_by_their_ids(
    webex: Webex, vendor: FakeWebex, reception: Line, clock: Clock
) -> None:
    add_queues(vendor, 1)
    vendor.objects["queues/more-0"]["name"] = "Service Desk"
    clock.advance(minutes=1)

    found = (await webex.read(reception)).neighbours.hours

    assert found == (Neighbour(id="more-0", name="Service Desk"), Neighbour(id=DESK, name="Service Desk"))


@pytest.mark.parametrize(
    ("part", "update"),
    [
        ("nightService", {"businessHoursLevel": "ORGANIZATION"}),
        ("holidayService", {"holidayServiceEnabled": True, "holidayScheduleLevel": "ORGANIZATION"}),
    ],
)
async def test_a_schedule_of_the_organisation_is_another_one_of_that_name(
    webex: Webex, vendor: FakeWebex, reception: Line, part: str, update: dict[str, Any]
) -> None:
    vendor.part(part).update(update)

    found = (await webex.read(reception)).neighbours

    assert found.closures == ()
    assert bool(found.hours) == (part == "holidayService")
