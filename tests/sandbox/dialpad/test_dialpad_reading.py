"""What a client reads, most of it with Dialpad's own SDK."""

import asyncio
from typing import Any

import httpx
import pytest
from dialpad import AsyncDialpadClient, DialpadClient

from sandbox.dialpad import DialpadServer
from tests.dialpad_document import SCHEMAS


async def test_the_sdk_lists_every_call_center_over_all_pages(sdk: AsyncDialpadClient, server: DialpadServer) -> None:
    names = [each["name"] async for each in sdk.call_centers.list()]

    assert names == ["Support", "Sales", "Billing"]
    assert [call.query.get("cursor", "") != "" for call in server.calls] == [False, True]


async def test_the_synchronous_sdk_reads_too(server: DialpadServer, url: str) -> None:
    client = DialpadClient(server.token, base_url=url)

    names = await asyncio.to_thread(lambda: [each["name"] for each in client.call_centers.list()])

    client._session.close()  # noqa: SLF001 - the SDK offers no way to close it
    assert names == ["Support", "Sales", "Billing"]


@pytest.mark.parametrize(("piece", "names"), [("ill", ["Billing"]), ("s", ["Support", "Sales"]), ("repairs", [])])
async def test_a_piece_of_the_name_finds_call_centers(sdk: AsyncDialpadClient, piece: str, names: list[str]) -> None:
    assert [each["name"] async for each in sdk.call_centers.list(name_search=piece)] == names


async def test_call_centers_are_found_by_office(sdk: AsyncDialpadClient) -> None:
    [office] = [each async for each in sdk.offices.list()]

    at_office = [each["name"] async for each in sdk.offices.list_call_centers(int(office["id"]))]
    elsewhere = [each["name"] async for each in sdk.call_centers.list(office_id=12)]

    assert at_office == ["Support", "Sales", "Billing"]
    assert elsewhere == []


async def test_an_empty_page_has_no_items_and_the_last_page_no_cursor(http: httpx.AsyncClient) -> None:
    response = await http.get("callcenters", params={"name_search": "repairs"})

    assert response.json() == {}


async def test_a_cursor_that_nobody_gave_is_refused(http: httpx.AsyncClient) -> None:
    cursors = ["x", "5", "ZnJvbTp4", "/w=="]

    assert [(await http.get("callcenters", params={"cursor": each})).status_code for each in cursors] == [400] * 4


async def test_support_is_as_the_demo_promises(sdk: AsyncDialpadClient, server: DialpadServer) -> None:
    support: Any = await sdk.call_centers.get(server.call_center("Support").id)

    assert support["hours_on"] is True
    assert [support[f"{day}_hours"] for day in ("monday", "friday", "saturday")] == [
        ["08:00", "18:00"],
        ["08:00", "18:00"],
        ["09:00", "13:00"],
    ]
    assert support["timezone"] == "America/New_York"
    assert [entry["input"] for entry in support["routing_options"]["open"]["dtmf"]] == ["0", "1"]
    assert support["availability_status"] == "open"


async def test_integers_are_read_as_strings_even_beyond_what_a_float_holds(
    http: httpx.AsyncClient, server: DialpadServer
) -> None:
    large = 2**53 + 1
    server.plant(server.call_center("Billing").model_copy(update={"id": large, "office_id": 2**60 + 1}))

    billing = (await http.get(f"callcenters/{large}")).json()

    assert billing["id"] == "9007199254740993"
    assert billing["office_id"] == "1152921504606846977"
    assert billing["ring_seconds"] == "15"
    assert billing["advanced_settings"]["max_wrap_up_seconds"] == "0"


async def test_what_is_empty_or_silently_false_is_absent(sdk: AsyncDialpadClient, server: DialpadServer) -> None:
    support: Any = await sdk.call_centers.get(server.call_center("Support").id)
    sales: Any = await sdk.call_centers.get(server.call_center("Sales").id)

    assert "sunday_hours" not in support
    assert "group_description" not in sales
    assert "dtmf" not in sales["routing_options"]["closed"]
    silent = {"allow_queue_callback", "unattended_queue", "stay_in_queue_after_closing"}
    assert silent & support["hold_queue"].keys() == set()
    assert sales["hold_queue"]["allow_queue_callback"] is True
    assert support["advanced_settings"]["auto_call_recording"] == {
        "call_recording_inbound": False,
        "call_recording_outbound": False,
    }
    assert sales["advanced_settings"]["auto_call_recording"]["allow_pause_recording"] is True
    assert support["routing_options"]["closed"]["try_dial_operators"] is False


async def test_an_always_open_call_center_shows_its_dormant_hours(
    sdk: AsyncDialpadClient, server: DialpadServer
) -> None:
    billing: Any = await sdk.call_centers.get(server.call_center("Billing").id)

    assert billing["hours_on"] is False
    assert billing["monday_hours"] == ["08:30", "16:30"]
    assert billing["availability_status"] == "open"


@pytest.mark.parametrize(("try_dial_operators", "first"), [(True, "operators"), (False, "menu")])
async def test_the_read_only_actions_follow_the_open_side(
    http: httpx.AsyncClient, server: DialpadServer, *, try_dial_operators: bool, first: str
) -> None:
    side = {"action": "directory", "try_dial_operators": try_dial_operators}
    path = f"callcenters/{server.call_center('Sales').id}"

    sales = (await http.patch(path, json={"routing_options": {"open": side, "closed": side}})).json()

    assert (sales["first_action"], sales["no_operators_action"]) == (first, "directory")


async def test_live_figures_are_strings_and_never_absent(sdk: AsyncDialpadClient, server: DialpadServer) -> None:
    billing: Any = await sdk.call_centers.get_status(server.call_center("Billing").id)

    assert billing == {
        "availability": {"status": "open"},
        "pending": "0",
        "on_duty_operators": "1",
        "capacity": "1",
        "longest_call_wait_time": "0",
    }


def known(name: str) -> set[str]:
    return set(SCHEMAS[name]["properties"])


async def test_every_key_is_one_that_dialpad_documents(http: httpx.AsyncClient, server: DialpadServer) -> None:
    path = f"callcenters/{server.call_center('Sales').id}"
    sales = (await http.get(path)).json()
    status = (await http.get(f"{path}/status")).json()
    operators = (await http.get(f"{path}/operators")).json()

    assert sales.keys() <= known("schemas.group.CallCenterProto")
    assert sales["hold_queue"].keys() <= known("schemas.group.HoldQueueCallCenter")
    assert status.keys() == known("schemas.group.CallCenterStatusProto")
    assert operators["users"][0].keys() <= known("schemas.user.UserProto")


async def test_people_are_found_by_whole_e_mail_or_number(sdk: AsyncDialpadClient) -> None:
    async def names(**filters: Any) -> list[str]:
        return [each["display_name"] async for each in sdk.users.list(**filters)]

    assert len(await names()) == 5
    assert await names(email="priya@example.com") == ["Priya Nair"]
    assert await names(email="priya") == []
    assert await names(number="+19195550135") == ["Grace Okafor"]
    assert await names(company_admin="true") == ["Olivia Brandt"]
    assert await names(state="suspended") == []


async def test_a_user_knows_their_call_centers(sdk: AsyncDialpadClient, server: DialpadServer) -> None:
    [grace] = [each async for each in sdk.users.list(email="grace@example.com")]

    by_id: Any = await sdk.users.get(str(grace["id"]))

    assert {each["group_id"] for each in by_id["group_details"]} == {
        str(server.call_center(name).id) for name in ("Sales", "Billing")
    }


async def test_departments_and_offices_are_read(sdk: AsyncDialpadClient) -> None:
    [office] = [each async for each in sdk.offices.list(active_only=True)]
    departments = [each async for each in sdk.departments.list()]
    found = [each["name"] async for each in sdk.departments.list(name_search="desk")]
    of_office = [each["name"] async for each in sdk.offices.list_departments(int(office["id"]))]

    assert (await sdk.offices.get(int(office["id"])))["name"] == "Raleigh"
    assert (await sdk.departments.get(int(departments[0]["id"])))["name"] == "Field Service"
    assert of_office == [each["name"] for each in departments] == ["Field Service", "Front Desk"]
    assert found == ["Front Desk"]
