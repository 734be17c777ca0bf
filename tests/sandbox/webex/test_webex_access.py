"""Who may come in, by which address, page by page; and how a refusal is written."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from requests import HTTPError
from wxc_sdk.base import ApiModel
from wxc_sdk.integration import Integration
from wxc_sdk.rest import RestError
from wxc_sdk.tokens import Tokens

from sandbox.webex import WebexServer
from sandbox.webex.demo import RALEIGH
from tests.sandbox.webex.conftest import LOCATION, Clock, Sdk

LINES = "telephony/config/autoAttendants"
FORM = {"grant_type": "refresh_token", "client_id": "webex-demo-client", "client_secret": "webex-demo-secret"}


def integration(url: str, server: WebexServer) -> Integration:
    app = server.service_app
    service = f"{url}/v1/access_token"
    return Integration(
        client_id=app.client_id, client_secret=app.client_secret, scopes=[], redirect_url="", token_service=service
    )


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_the_sdk_is_strict() -> None:
    assert ApiModel.model_config["extra"] == "forbid"


@pytest.mark.parametrize("base", ["", "/v1"])
async def test_every_route_is_there_with_the_version_and_without(server: WebexServer, url: str, base: str) -> None:
    async with httpx.AsyncClient(headers=bearer(server.token)) as client:
        response = await client.get(f"{url}{base}/{LINES}")

    assert response.status_code == 200
    assert [call.path for call in server.calls] == [f"/{LINES}"]


async def test_the_next_page_is_an_absolute_address_with_every_parameter(http: httpx.AsyncClient, url: str) -> None:
    first = await http.get("telephony/config/queues/agents", params={"name": "e", "max": "1"})
    second = await http.get(first.links["next"]["url"])
    short = await http.get("telephony/config/queues/agents", params={"max": "100"})

    assert first.links["next"]["url"] == f"{url}/v1/telephony/config/queues/agents?name=e&max=1&start=1"
    assert [each["firstName"] for each in first.json()["agents"] + second.json()["agents"]] == ["Hannah", "Luis"]
    assert "next" in first.links
    assert len(short.json()["agents"]) == 2
    assert "start=2" in short.links["next"]["url"]


@pytest.mark.parametrize("query", [{"max": "0"}, {"start": "-1"}, {"max": "many"}])
async def test_a_page_that_makes_no_sense_is_refused(http: httpx.AsyncClient, query: dict[str, str]) -> None:
    assert (await http.get(LINES, params=query)).status_code == 400


async def test_a_yes_or_no_is_one_of_them(http: httpx.AsyncClient) -> None:
    assert (await http.get("telephony/config/queues", params={"hasCxEssentials": "maybe"})).status_code == 400


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic webex-demo-user"}])
async def test_without_a_good_token_nobody_comes_in(url: str, header: dict[str, str]) -> None:
    async with httpx.AsyncClient(headers=header) as client:
        response = await client.get(f"{url}/{LINES}")

    assert response.status_code == 401
    assert response.json()["trackingId"] == response.headers["trackingId"]


async def test_a_reader_may_not_write(server: WebexServer, url: str) -> None:
    async with httpx.AsyncClient(base_url=url, headers=bearer(server.reader_token)) as client:
        read = await client.get(LINES)
        written = await client.post(f"{LOCATION}/schedules", json={"type": "holidays", "name": "x"})

    assert (read.status_code, written.status_code) == (200, 403)
    assert set(written.json()) == {"message", "trackingId"}
    assert len(server.schedules()) == 2


async def test_the_sdk_refreshes_and_the_old_token_is_spent(sdk: Sdk, server: WebexServer, url: str) -> None:
    old = server.service_app.refresh_token
    tokens = Tokens(refresh_token=old)

    await sdk(lambda _: integration(url, server).refresh(tokens))
    async with httpx.AsyncClient(base_url=url, headers=bearer(str(tokens.access_token))) as client:
        read = await client.get(LINES)
        calls = await client.get(f"telephony/calls/queues/{server.queue('Service Desk').id}/calls")

    assert (tokens.expires_in, tokens.refresh_token_expires_in, tokens.token_type) == (1209599, 7775999, None)
    assert tokens.refresh_token == server.service_app.refresh_token != old
    assert (read.status_code, calls.status_code) == (200, 403)
    with pytest.raises(HTTPError, match="400"):
        await sdk(lambda _: integration(url, server).refresh(Tokens(refresh_token=old)))


async def test_access_ends_after_two_weeks_and_refreshing_after_ninety_days(
    sdk: Sdk, server: WebexServer, url: str, clock: Clock
) -> None:
    tokens = Tokens(refresh_token=server.service_app.refresh_token)
    await sdk(lambda _: integration(url, server).refresh(tokens))
    statuses = []
    async with httpx.AsyncClient(base_url=url, headers=bearer(str(tokens.access_token))) as client:
        for _ in range(2):
            clock.now += timedelta(days=8)
            statuses.append((await client.get(LINES)).status_code)
        clock.now += timedelta(days=90)
        late = await client.post("access_token", data={**FORM, "refresh_token": str(tokens.refresh_token)})

    assert (statuses, late.status_code) == ([200, 401], 400)


@pytest.mark.parametrize(
    ("changes", "status"),
    [({"grant_type": "authorization_code"}, 400), ({"client_secret": "wrong"}, 401), ({"refresh_token": "wrong"}, 400)],
)
async def test_a_refresh_needs_the_right_secrets(
    http: httpx.AsyncClient, server: WebexServer, changes: dict[str, str], status: int
) -> None:
    good = {**FORM, "refresh_token": server.service_app.refresh_token}

    refused = await http.post("access_token", data=good | changes)
    as_json = await http.post("access_token", json=good)
    taken = await http.post("access_token", data=good)

    assert [each.status_code for each in (refused, as_json, taken)] == [status, 415, 200]


async def test_the_log_has_no_secret_of_a_refresh(http: httpx.AsyncClient, server: WebexServer) -> None:
    await http.post("access_token", data={**FORM, "refresh_token": server.service_app.refresh_token})

    assert [(call.path, call.body) for call in server.calls] == [("/access_token", None)]


async def test_a_refusal_reads_well_in_the_sdk(sdk: Sdk) -> None:
    with pytest.raises(RestError) as caught:
        await sdk(lambda api: api.telephony.auto_attendant.details(RALEIGH, "nothing"))

    detail: Any = caught.value.detail
    assert detail.description == "There is no auto attendant nothing"
    assert detail.tracking_id.startswith("ROUTERGW_")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "telephony/config/huntGroups", 404),
        ("PATCH", LINES, 405),
        ("GET", "telephony/config/locations/nowhere", 404),
        ("GET", "locations/nowhere", 404),
        ("GET", "telephony/config/announcements/nothing", 404),
        ("GET", f"{LOCATION}/queues/nothing/callForwarding", 404),
        ("GET", f"{LOCATION}/queues/nothing/nightService", 404),
        ("DELETE", f"{LOCATION}/autoAttendants/nothing", 404),
        ("GET", "telephony/config/queues/agents/nobody?max=1&start=0", 404),
    ],
)
async def test_what_is_not_there_is_said_in_the_common_shape(
    http: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    response = await http.request(method, path)

    assert response.status_code == status
    assert set(response.json()) == {"message", "errors", "trackingId"}
    assert response.json()["trackingId"] == response.headers["trackingId"]


async def test_a_line_is_found_at_its_own_location_only(http: httpx.AsyncClient, reception: str) -> None:
    assert (await http.get(reception.replace(RALEIGH, "elsewhere"))).status_code == 404


@pytest.mark.parametrize("content", [b"no json", b"[]", b'"text"'])
async def test_a_body_that_is_no_object_is_refused(http: httpx.AsyncClient, reception: str, content: bytes) -> None:
    assert (await http.put(reception, content=content)).status_code == 400


async def test_no_body_is_an_empty_one(http: httpx.AsyncClient, server: WebexServer, reception: str) -> None:
    before = server.auto_attendant("Reception")

    response = await http.put(reception)

    assert response.status_code == 204
    assert server.auto_attendant("Reception") == before


async def test_the_sdk_lists_locations_numbers_and_announcements(sdk: Sdk, server: WebexServer) -> None:
    locations = await sdk(lambda api: list(api.locations.list()))
    one = await sdk(lambda api: api.locations.details(RALEIGH))
    calling = await sdk(lambda api: list(api.telephony.location.list()))
    calling_one = await sdk(lambda api: api.telephony.location.details(RALEIGH))
    numbers = await sdk(lambda api: list(api.telephony.phone_numbers(location_id=RALEIGH)))
    files = await sdk(lambda api: list(api.telephony.announcements_repo.list()))

    assert locations == [one]
    assert (one.name, one.time_zone, one.address and one.address.country) == ("Raleigh", "America/New_York", "US")
    assert calling == [calling_one]
    owned = {each.owner.owner_id: each.phone_number for each in numbers if each.owner and each.phone_number}
    assert owned == {
        server.auto_attendant("Reception").id: "+19195550141",
        server.queue("Service Desk").id: "+19195550142",
    }
    assert {each.extension for each in numbers if each.phone_number is None} == {"1000", "1002", "1003", "1004", "1005"}
    assert [(each.file_name, each.level) for each in files] == [
        ("closed-today.wav", "ORGANIZATION"),
        ("long-queue.wav", "LOCATION"),
    ]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"available": "true"}, 11),
        ({"available": "false"}, 7),
        ({"ownerType": "CALL_QUEUE"}, 1),
        ({"phoneNumber": "+19195550160"}, 1),
        ({"extension": "2001"}, 1),
        ({"locationId": "elsewhere"}, 0),
    ],
)
async def test_numbers_are_narrowed(
    http: httpx.AsyncClient, server: WebexServer, query: dict[str, str], count: int
) -> None:
    server.organisation.page_size = 50

    response = await http.get("telephony/config/numbers", params=query)

    assert len(response.json()["phoneNumbers"]) == count


async def test_announcements_are_read_one_by_one_and_by_location(http: httpx.AsyncClient) -> None:
    [here] = (await http.get(f"{LOCATION}/announcements")).json()["announcements"]
    by_query = (await http.get("telephony/config/announcements", params={"locationId": RALEIGH})).json()[
        "announcements"
    ]

    assert here["location"] == {"id": RALEIGH, "name": "Raleigh"}
    assert by_query == [here]
    assert (await http.get(f"telephony/config/announcements/{here['id']}")).json() == here


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("autoAttendants", {"name": "reception", "extension": "2300"}),
        ("autoAttendants", {"name": "Lobby", "extension": "2000"}),
        ("autoAttendants", {"name": "Lobby", "extension": "1003"}),
        ("autoAttendants", {"name": "Lobby", "phoneNumber": "+19195550142"}),
    ],
)
async def test_names_and_numbers_are_taken_once(
    http: httpx.AsyncClient, server: WebexServer, path: str, body: dict[str, Any]
) -> None:
    menu = {"greeting": "DEFAULT", "extensionEnabled": True, "keyConfigurations": []}
    rest = {"businessSchedule": "Business Hours", "businessHoursMenu": menu, "afterHoursMenu": menu}

    response = await http.post(f"{LOCATION}/{path}", json=rest | body)

    assert response.status_code == 409
    assert response.json()["errors"][0]["description"] == response.json()["message"]
    assert len(list(server.organisation.account.lines)) == 2


async def test_a_number_of_somebody_else_is_none_of_ours(http: httpx.AsyncClient, reception: str) -> None:
    response = await http.put(reception, json={"phoneNumber": "+19845550100"})

    assert response.status_code == 400
    assert "is not a number of this location" in response.text


@pytest.mark.parametrize("field", ["name", "businessSchedule", "businessHoursMenu", "afterHoursMenu", "extension"])
async def test_a_new_auto_attendant_needs_its_mandatory_fields(http: httpx.AsyncClient, field: str) -> None:
    menu = {"greeting": "DEFAULT", "extensionEnabled": True, "keyConfigurations": []}
    whole = {
        "name": "Lobby",
        "extension": "2300",
        "businessSchedule": "Business Hours",
        "businessHoursMenu": menu,
        "afterHoursMenu": menu,
    }

    response = await http.post(
        f"{LOCATION}/autoAttendants", json={key: each for key, each in whole.items() if key != field}
    )

    assert response.status_code == 400
    assert "[Error 25008] Missing Mandatory field name: " in response.text
    assert field in response.text
