"""Auto attendants, as an independent client in strict mode reads and writes them."""

from typing import Any

import httpx
import pytest
from wxc_sdk.rest import RestError
from wxc_sdk.telephony.autoattendant import AutoAttendant, AutoAttendantMenu

from sandbox.webex import WebexServer
from sandbox.webex.account import Announcement
from sandbox.webex.demo import CLOSED_TODAY, RALEIGH
from tests.sandbox.webex.conftest import LOCATION, Sdk, reason

MENU: dict[str, Any] = {
    "greeting": "CUSTOM",
    "audioAnnouncementFile": {"id": CLOSED_TODAY},
    "extensionEnabled": False,
    "keyConfigurations": [
        {"key": "0", "action": "EXIT"},
        {"key": "1", "action": "TRANSFER_WITHOUT_PROMPT", "value": "+19175551092"},
        {"key": "2", "action": "TRANSFER_WITH_PROMPT", "value": "+19073569984", "description": "Sales"},
        {"key": "3", "action": "EXTENSION_DIALING", "value": ""},
        {"key": "4", "action": "TRANSFER_TO_MAILBOX", "value": "+19705550006"},
        {
            "key": "5",
            "action": "PLAY_ANNOUNCEMENT",
            "audioAnnouncementFile": {"fileName": "closed-today.wav", "mediaFileType": "WAV", "level": "ORGANIZATION"},
        },
        {"key": "6", "action": "REPEAT_MENU", "value": ""},
        {"key": "#", "action": "RETURN_TO_PREVIOUS_MENU"},
    ],
    "callTreatment": {
        "retryAttemptForNoInput": "TWO_TIMES",
        "noInputTimer": "60",
        "actionToBePerformed": {"action": "TRANSFER_TO_OPERATOR", "transferCallTo": "1000"},
    },
}
EVERYTHING: dict[str, Any] = {
    "name": "Main Line",
    "phoneNumber": "+19195550160",
    "extension": "2100",
    "firstName": "Main",
    "lastName": "Line",
    "alternateNumbers": [{"phoneNumber": "+19195550161", "tollFreeNumber": False, "ringPattern": "LONG_LONG"}],
    "languageCode": "en_gb",
    "businessSchedule": "Business Hours",
    "holidaySchedule": "Holidays",
    "extensionDialing": "GROUP",
    "nameDialing": "ENTERPRISE",
    "timeZone": "America/Los_Angeles",
    "businessHoursMenu": MENU,
    "afterHoursMenu": {"greeting": "DEFAULT", "extensionEnabled": True, "keyConfigurations": []},
    "directLineCallerIdName": {"selection": "CUSTOM_NAME", "customName": "Main"},
    "dialByName": "Main Line",
}


async def test_the_sdk_lists_and_reads_the_demo(sdk: Sdk) -> None:
    [listed] = await sdk(lambda api: list(api.telephony.auto_attendant.list()))
    read = await sdk(lambda api: api.telephony.auto_attendant.details(RALEIGH, str(listed.auto_attendant_id)))

    assert (listed.name, listed.location_name, listed.location_id) == ("Reception", "Raleigh", RALEIGH)
    assert (read.business_schedule, read.holiday_schedule) == ("Business Hours", "Holidays")
    assert (read.phone_number, read.time_zone, read.enabled) == ("+1-9195550141", "America/New_York", True)
    assert read.business_hours_menu is not None
    assert {each.key for each in read.business_hours_menu.key_configurations} == set("012345*#")


async def test_the_sdk_creates_changes_and_deletes(sdk: Sdk, server: WebexServer) -> None:
    new = AutoAttendant.create(name="Front Door", business_schedule="Business Hours", extension="2200")

    key = await sdk(lambda api: api.telephony.auto_attendant.create(RALEIGH, new))
    before = await sdk(lambda api: api.telephony.auto_attendant.details(RALEIGH, key))
    await sdk(lambda api: api.telephony.auto_attendant.update(RALEIGH, key, AutoAttendant(name="Back Door")))
    after = await sdk(lambda api: api.telephony.auto_attendant.details(RALEIGH, key))
    await sdk(lambda api: api.telephony.auto_attendant.delete_auto_attendant(RALEIGH, key))

    assert before.business_hours_menu == AutoAttendantMenu.default()
    assert before.time_zone == "America/New_York"
    assert after == before.model_copy(update={"name": "Back Door"})
    assert [each.name for each in server.organisation.account.lines] == ["Reception", "Service Desk"]


async def test_the_sdks_echo_is_taken_once_its_numbers_have_no_dashes(sdk: Sdk, server: WebexServer) -> None:
    before = server.auto_attendant("Reception")
    read = await sdk(lambda api: api.telephony.auto_attendant.details(RALEIGH, before.id))
    echo = AutoAttendant.model_validate_json(read.model_dump_json().replace("+1-", "+1"))

    await sdk(lambda api: api.telephony.auto_attendant.update(RALEIGH, before.id, echo))

    assert server.auto_attendant("Reception") == before


async def test_every_documented_field_is_taken_and_read_again(http: httpx.AsyncClient) -> None:
    created = await http.post(f"{LOCATION}/autoAttendants", json=EVERYTHING)
    read = (await http.get(f"{LOCATION}/autoAttendants/{created.json()['id']}")).json()

    file = {"id": CLOSED_TODAY, "fileName": "closed-today.wav", "mediaFileType": "WAV", "level": "ORGANIZATION"}
    menu = read["businessHoursMenu"]
    keys = {each["key"]: each for each in menu["keyConfigurations"]}
    assert created.status_code == 201
    assert {key: read[key] for key in ("name", "extension", "timeZone", "languageCode", "dialByName")} == {
        key: EVERYTHING[key] for key in ("name", "extension", "timeZone", "languageCode", "dialByName")
    }
    assert (read["language"], read["phoneNumber"]) == ("English (UK)", "+1-9195550160")
    assert read["alternateNumbers"][0]["phoneNumber"] == "+1-9195550161"
    assert menu["audioAnnouncementFile"] == keys["5"]["audioAnnouncementFile"] == file
    assert menu["callTreatment"] == MENU["callTreatment"]
    assert [keys[key].get("value") for key in "1346#"] == ["+1-9175551092", "", "+1-9705550006", "", None]


async def test_a_menu_is_replaced_whole_and_the_rest_stays(
    http: httpx.AsyncClient, server: WebexServer, reception: str
) -> None:
    before = server.auto_attendant("Reception").settings
    menu = {"greeting": "DEFAULT", "extensionEnabled": True, "keyConfigurations": [{"key": "9", "action": "EXIT"}]}

    response = await http.put(reception, json={"afterHoursMenu": menu})

    after = server.auto_attendant("Reception").settings
    assert (response.status_code, response.content) == (204, b"")
    assert [each.key for each in after.after_hours_menu.key_configurations] == ["9"]
    assert after == before.model_copy(update={"after_hours_menu": after.after_hours_menu})


async def test_a_menu_that_does_not_repeat_its_treatment_loses_it(
    http: httpx.AsyncClient, server: WebexServer, reception: str
) -> None:
    menu = (await http.get(reception)).json()["businessHoursMenu"]
    del menu["callTreatment"]
    menu["keyConfigurations"] = []

    await http.put(reception, json={"businessHoursMenu": menu})

    assert server.auto_attendant("Reception").settings.business_hours_menu.call_treatment is None


async def test_there_is_no_holiday_menu_and_webex_does_not_say_so(
    http: httpx.AsyncClient, server: WebexServer, reception: str
) -> None:
    before = server.auto_attendant("Reception")

    response = await http.put(reception, json={"holidayMenu": {"greeting": "DEFAULT"}})

    assert response.status_code == 204
    assert server.auto_attendant("Reception") == before


@pytest.mark.parametrize("nothing", [None, ""])
async def test_the_dialled_name_can_be_cleared_but_a_schedule_cannot(
    http: httpx.AsyncClient, server: WebexServer, reception: str, nothing: Any
) -> None:
    await http.put(reception, json={"dialByName": "Reception"})

    await http.put(reception, json={"dialByName": nothing})
    response = await http.put(reception, json={"holidaySchedule": nothing})

    settings = server.auto_attendant("Reception").settings
    assert not settings.dial_by_name
    assert settings.holiday_schedule == "Holidays"
    assert response.status_code == (204 if nothing is None else 400)


@pytest.mark.parametrize("field", ["id", "enabled", "tollFreeNumber", "language", "esn", "routingPrefix"])
async def test_what_only_reading_shows_must_not_be_sent_back(
    http: httpx.AsyncClient, server: WebexServer, reception: str, field: str
) -> None:
    before = server.auto_attendant("Reception")
    read = (await http.get(reception)).json() | {"routingPrefix": "8"}

    response = await http.put(reception, json={"name": "Lobby", field: read[field]})

    assert response.status_code == 400
    assert field in reason(response)
    assert server.auto_attendant("Reception") == before


async def test_a_number_echoed_with_its_dash_is_refused(http: httpx.AsyncClient, reception: str) -> None:
    read = (await http.get(reception)).json()

    response = await http.put(reception, json={"phoneNumber": read["phoneNumber"]})

    assert "'+1-9195550141' is not a phone number" in reason(response)


async def test_its_own_files_are_listed_and_deleted(sdk: Sdk, server: WebexServer) -> None:
    line = server.auto_attendant("Reception")
    own = Announcement(id="x", name="Hello", file_name="hello.wav", file_size=64, level="ENTITY")
    server.plant(line.model_copy(update={"announcements": (own,)}))
    attendants = sdk.api.telephony.auto_attendant

    listed = await sdk(lambda _: attendants.list_announcement_files(RALEIGH, line.id))
    await sdk(lambda _: attendants.delete_announcement_file(RALEIGH, line.id, "hello.wav"))
    left = await sdk(lambda _: attendants.list_announcement_files(RALEIGH, line.id))

    assert ([each.file_name for each in listed], left) == (["hello.wav"], [])
    with pytest.raises(RestError, match="404"):
        await sdk(lambda _: attendants.delete_announcement_file(RALEIGH, line.id, "hello.wav"))


async def test_free_numbers_are_those_that_nobody_has(sdk: Sdk, server: WebexServer) -> None:
    attendants = sdk.api.telephony.auto_attendant

    primary = await sdk(lambda _: list(attendants.primary_available_phone_numbers(RALEIGH)))
    alternate = await sdk(lambda _: list(attendants.alternate_available_phone_numbers(RALEIGH)))
    targets = await sdk(lambda _: list(attendants.call_forward_available_phone_numbers(RALEIGH)))

    assert primary == alternate
    assert "+1-9195550160" in {each.phone_number for each in primary}
    assert {each.owner.owner_id for each in targets if each.owner} == {
        each.id for each in server.organisation.account.lines
    }
