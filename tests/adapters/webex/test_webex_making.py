"""Lines that are made and deleted, also where an answer is lost."""

from collections.abc import AsyncIterator

import httpx
import pytest

from adapters import Line, NewAutoAttendant, NewCallQueue, PhoneSystemError, RefusedError, UnreachableError, Webex
from adapters.transport import BearerAuth, Transport
from tests.adapters.fakes import Clock, MemoryLedger
from tests.adapters.webex.fake_webex import RALEIGH, RECEPTION, TOKEN, FakeWebex

HOME = f"/telephony/config/locations/{RALEIGH}"


@pytest.fixture
async def webex(transport: Transport, ledger: MemoryLedger, clock: Clock) -> AsyncIterator[Webex]:
    client = Webex(BearerAuth(TOKEN), ledger=ledger, clock=clock, transport=transport)
    yield client
    await client.aclose()


@pytest.fixture
async def lines(webex: Webex) -> dict[str, Line]:
    return {line.name: line for line in await webex.lines()}


MENU = {"extensionEnabled": False, "keyConfigurations": [{"key": "0", "action": "EXIT"}]}
NEW = NewAutoAttendant.model_validate(
    {
        "name": "Warehouse",
        "extension": "300",
        "businessSchedule": "Business Hours",
        "businessHoursMenu": MENU,
        "afterHoursMenu": MENU,
    }
)
NEW_QUEUE = NewCallQueue.model_validate(
    {
        "name": "Returns",
        "extension": "301",
        "callPolicies": {"policy": "CIRCULAR"},
        "queueSettings": {"queueSize": 5, "overflow": {"action": "PERFORM_BUSY_TREATMENT"}},
        "agents": [{"id": "ann"}],
    }
)


@pytest.mark.parametrize("new", [NEW, NEW_QUEUE], ids=["auto attendant", "call queue"])
async def test_a_line_is_made_and_deleted(
    webex: Webex, vendor: FakeWebex, new: NewAutoAttendant | NewCallQueue
) -> None:
    made = await webex.create(RALEIGH, new)

    assert (made.name, made.zone, made.country) == (new.name, "America/New_York", "US")
    assert made in await webex.lines()

    await webex.delete(made)
    assert made not in await webex.lines()
    assert [call.method for call in vendor.writes()] == ["POST", "DELETE"]


async def test_a_line_whose_making_was_not_answered_is_found_by_its_name(webex: Webex, vendor: FakeWebex) -> None:
    def made_unheard() -> httpx.Response:
        vendor.objects["autoAttendants/new"] = {**NEW.body(), "id": "new"}
        vendor.homes["new"] = RALEIGH
        raise httpx.ReadTimeout("slow")

    vendor.answers.append((f"POST {HOME}/autoAttendants", made_unheard))

    assert (await webex.create(RALEIGH, NEW)).id == "new"
    assert len(vendor.writes()) == 1


async def test_a_line_that_was_not_made_is_reported(webex: Webex, vendor: FakeWebex) -> None:
    vendor.plan(f"POST {HOME}/autoAttendants", httpx.ReadTimeout("slow"))
    with pytest.raises(UnreachableError, match="did not answer in time"):
        await webex.create(RALEIGH, NEW)

    vendor.plan(f"POST {HOME}/autoAttendants", httpx.Response(409, json={"message": "Name taken"}))
    with pytest.raises(RefusedError, match="Name taken"):
        await webex.create(RALEIGH, NEW)


async def test_a_line_that_is_not_listed_yet_is_known_by_the_id_that_webex_gave(
    webex: Webex, vendor: FakeWebex
) -> None:
    vendor.plan(f"POST {HOME}/autoAttendants", httpx.Response(201, json={"id": "late"}))

    assert (await webex.create(RALEIGH, NEW)).id == "late"


def older(vendor: FakeWebex, key: str = "older") -> None:
    """Somebody else has a line of the same name."""
    vendor.objects[f"autoAttendants/{key}"] = {**vendor.reception, "id": key, "name": NEW.name}
    vendor.homes[key] = RALEIGH


async def test_an_older_line_of_the_same_name_is_not_taken_for_the_new_one(webex: Webex, vendor: FakeWebex) -> None:
    older(vendor)

    made = await webex.create(RALEIGH, NEW)
    await webex.delete(made)

    assert made.id != "older"
    assert "autoAttendants/older" in vendor.objects


@pytest.mark.parametrize(
    "answer", [httpx.ReadTimeout("slow"), httpx.Response(201, text="<html>"), httpx.Response(201, json={"id": ""})]
)
async def test_where_the_answer_is_lost_an_older_line_is_not_adopted(
    webex: Webex, vendor: FakeWebex, answer: httpx.Response | Exception
) -> None:
    older(vendor)
    vendor.plan(f"POST {HOME}/autoAttendants", answer)

    with pytest.raises(PhoneSystemError):
        await webex.create(RALEIGH, NEW)


async def test_of_two_new_lines_none_is_adopted(webex: Webex, vendor: FakeWebex) -> None:
    def made_twice() -> httpx.Response:
        older(vendor, "one")
        older(vendor, "two")
        raise httpx.ReadTimeout("slow")

    vendor.answers.append((f"POST {HOME}/autoAttendants", made_twice))

    with pytest.raises(UnreachableError):
        await webex.create(RALEIGH, NEW)


async def test_a_line_that_is_gone_is_deleted_already(webex: Webex, vendor: FakeWebex, lines: dict[str, Line]) -> None:
    del vendor.objects[f"autoAttendants/{RECEPTION}"]

    await webex.delete(lines["Reception"])
