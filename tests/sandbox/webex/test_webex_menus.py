"""Which values Webex wants with which action of a key, in both plays."""

from typing import Any

import httpx
import pytest

from sandbox.webex import WebexServer
from tests.sandbox.webex.conftest import reason

MISSING = "[Error 25008] Missing Mandatory field name: HoursMenu.keyConfigurations.value"
REFUSED = "[Error 25008] Invalid field value: HoursMenu.keyConfigurations.value"
WITHOUT_TARGET = ["TRANSFER_TO_OPERATOR", "REPEAT_MENU", "NAME_DIALING", "EXTENSION_DIALING"]


async def put(http: httpx.AsyncClient, reception: str, **key: Any) -> httpx.Response:
    menu = {"greeting": "DEFAULT", "extensionEnabled": True, "keyConfigurations": [{"key": "7", **key}]}
    return await http.put(reception, json={"businessHoursMenu": menu})


@pytest.mark.parametrize("action", WITHOUT_TARGET)
@pytest.mark.parametrize("absent", [{}, {"value": None}])
async def test_an_action_without_a_target_wants_an_empty_value(
    http: httpx.AsyncClient, reception: str, action: str, absent: dict[str, Any]
) -> None:
    without = await put(http, reception, action=action, **absent)
    empty = await put(http, reception, action=action, value="")
    read = (await http.get(reception)).json()["businessHoursMenu"]["keyConfigurations"]

    assert (without.status_code, reason(without)) == (400, MISSING)
    assert empty.status_code == 204
    assert read == [{"key": "7", "action": action, "value": ""}]


@pytest.mark.parametrize("action", WITHOUT_TARGET)
async def test_in_the_other_play_it_wants_none(
    http: httpx.AsyncClient, server: WebexServer, reception: str, action: str
) -> None:
    server.organisation.empty_values = "refused"

    empty = await put(http, reception, action=action, value="")
    without = await put(http, reception, action=action)
    read = (await http.get(reception)).json()["businessHoursMenu"]["keyConfigurations"]

    assert (empty.status_code, reason(empty)) == (400, REFUSED)
    assert without.status_code == 204
    assert read == [{"key": "7", "action": action}]


@pytest.mark.parametrize("play", ["wanted", "refused"])
async def test_whatever_is_read_in_a_play_is_taken_in_it(
    http: httpx.AsyncClient, server: WebexServer, reception: str, play: Any
) -> None:
    server.organisation.empty_values = play
    menu = (await http.get(reception)).text.replace("+1-", "+1")

    response = await http.put(
        reception, json={"businessHoursMenu": httpx.Response(200, text=menu).json()["businessHoursMenu"]}
    )

    assert response.status_code == 204


@pytest.mark.parametrize("action", ["TRANSFER_TO_MAILBOX", "TRANSFER_WITH_PROMPT", "TRANSFER_WITHOUT_PROMPT"])
async def test_a_transfer_needs_somewhere_to_go(http: httpx.AsyncClient, reception: str, action: str) -> None:
    without = await put(http, reception, action=action)
    empty = await put(http, reception, action=action, value="")
    words = await put(http, reception, action=action, value="sales")
    extension = await put(http, reception, action=action, value="1001")

    assert reason(without) == MISSING
    assert f"{action} needs a number or an extension" in reason(empty)
    assert "'sales'" in reason(words)
    assert extension.status_code == 204


@pytest.mark.parametrize("action", ["EXIT", "RETURN_TO_PREVIOUS_MENU"])
async def test_leaving_needs_no_value(http: httpx.AsyncClient, reception: str, action: str) -> None:
    assert (await put(http, reception, action=action)).status_code == 204


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "no greeting": ({"greeting": None}, "businessHoursMenu.greeting"),
    "no word on extensions": ({"extensionEnabled": None}, "businessHoursMenu.extensionEnabled"),
    "no keys": ({"keyConfigurations": None}, "businessHoursMenu.keyConfigurations"),
    "keys as an object": ({"keyConfigurations": {"key": "1", "action": "EXIT"}}, "keyConfigurations"),
    "a key twice": ({"keyConfigurations": [{"key": "1", "action": "EXIT"}] * 2}, "each key can be configured once"),
    "an unknown key": ({"keyConfigurations": [{"key": "A", "action": "EXIT"}]}, "keyConfigurations.0.key"),
    "an unknown action": ({"keyConfigurations": [{"key": "1", "action": "CALLBACK"}]}, "keyConfigurations.0.action"),
    "a key that does nothing": ({"keyConfigurations": [{"key": "1"}]}, "keyConfigurations.0.action"),
    "an announcement without a file": (
        {"keyConfigurations": [{"key": "1", "action": "PLAY_ANNOUNCEMENT"}]},
        "audioAnnouncementFile",
    ),
    "a file that nobody uploaded": (
        {"greeting": "CUSTOM", "audioAnnouncementFile": {"id": "nothing"}},
        "There is no announcement nothing",
    ),
    "half a file": ({"greeting": "CUSTOM", "audioAnnouncementFile": {"fileName": "x.wav"}}, "mandatory without an id"),
    "a file with what only reading shows": (
        {"greeting": "CUSTOM", "audioAnnouncementFile": {"id": "x", "fileSize": "3"}},
        "fileSize",
    ),
    "another kind of file": (
        {
            "greeting": "CUSTOM",
            "audioAnnouncementFile": {"fileName": "closed-today.wma", "mediaFileType": "WMA", "level": "ORGANIZATION"},
        },
        "WAV files only",
    ),
    "a greeting of one's own without a file": ({"greeting": "CUSTOM"}, "audioAnnouncementFile is mandatory"),
    "a caller who may hesitate for ever": ({"callTreatment": {"noInputTimer": "61"}}, "noInputTimer"),
}


@pytest.mark.parametrize(("menu", "named"), BAD.values(), ids=BAD)
async def test_a_bad_menu_is_refused_and_changes_nothing(
    http: httpx.AsyncClient, server: WebexServer, reception: str, menu: dict[str, Any], named: str
) -> None:
    before = server.auto_attendant("Reception")
    whole = {"greeting": "DEFAULT", "extensionEnabled": True, "keyConfigurations": [], **menu}

    response = await http.put(reception, json={"businessHoursMenu": whole})

    assert response.status_code == 400
    assert named in reason(response)
    assert server.auto_attendant("Reception") == before


async def test_a_number_is_as_good_as_a_text_for_the_timer(http: httpx.AsyncClient, reception: str) -> None:
    menu = {
        "greeting": "DEFAULT",
        "extensionEnabled": True,
        "keyConfigurations": [],
        "callTreatment": {"noInputTimer": 5},
    }

    await http.put(reception, json={"businessHoursMenu": menu})

    assert (await http.get(reception)).json()["businessHoursMenu"]["callTreatment"]["noInputTimer"] == "5"
