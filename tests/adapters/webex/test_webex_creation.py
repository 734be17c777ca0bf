"""New lines: the examples of Webex's own documents, and what cannot be."""

from typing import Any

import pytest
from pydantic import ValidationError

from adapters.webex.creation import NewAutoAttendant, NewCallQueue
from tests.adapters.webex.fake_webex import Call
from tests.adapters.webex.judge import complaints

FILE = {"id": "Y2lzY29", "fileName": "AUDIO_FILE.wav", "mediaFileType": "WAV", "level": "ORGANIZATION"}
ATTENDANT: dict[str, Any] = {
    "name": "Main Line AA - Test",
    "phoneNumber": "+19705550026",
    "extension": "200",
    "firstName": "Main Line AA",
    "lastName": "Test",
    "alternateNumbers": [{"phoneNumber": "+19705550027", "tollFreeNumber": False, "ringPattern": "LONG_LONG"}],
    "languageCode": "en_us",
    "businessSchedule": "AUTOATTENDANT-BUSINESS-HOURS",
    "holidaySchedule": "AUTOATTENDANT-HOLIDAY",
    "extensionDialing": "ENTERPRISE",
    "nameDialing": "GROUP",
    "timeZone": "America/Los_Angeles",
    "businessHoursMenu": {
        "greeting": "CUSTOM",
        "audioAnnouncementFile": FILE,
        "extensionEnabled": True,
        "keyConfigurations": [
            {"key": "0", "action": "EXIT", "description": "Bye"},
            {"key": "1", "action": "TRANSFER_WITHOUT_PROMPT", "value": "+19175551092"},
            {"key": "2", "action": "TRANSFER_WITH_PROMPT", "value": "+19073569984"},
            {"key": "3", "action": "EXTENSION_DIALING"},
            {"key": "4", "action": "TRANSFER_TO_MAILBOX", "value": "+19705550006"},
            {"key": "5", "action": "PLAY_ANNOUNCEMENT", "audioAnnouncementFile": FILE},
            {"key": "6", "action": "REPEAT_MENU", "value": ""},
            {"key": "7", "action": "TRANSFER_TO_OPERATOR", "value": "201"},
            {"key": "*", "action": "NAME_DIALING"},
        ],
    },
    "afterHoursMenu": {
        "greeting": "DEFAULT",
        "extensionEnabled": True,
        "keyConfigurations": [{"key": "0", "action": "EXIT"}],
    },
}
QUEUE: dict[str, Any] = {
    "name": "CallQueue-1",
    "phoneNumber": "5558675309",
    "extension": "7781",
    "firstName": "Hakim",
    "lastName": "Smith",
    "languageCode": "en_us",
    "timeZone": "America/New_York",
    "callPolicies": {
        "policy": "WEIGHTED",
        "routingType": "PRIORITY_BASED",
        "callBounce": {
            "callBounceEnabled": True,
            "callBounceMaxRings": 8,
            "agentUnavailableEnabled": False,
            "alertAgentEnabled": True,
            "alertAgentMaxSeconds": 30,
            "callBounceOnHoldEnabled": False,
            "callBounceOnHoldMaxSeconds": 60,
        },
        "distinctiveRing": {"enabled": True, "ringPattern": "SHORT_LONG_SHORT"},
    },
    "queueSettings": {
        "queueSize": 50,
        "callOfferToneEnabled": True,
        "resetCallStatisticsEnabled": False,
        "overflow": {
            "action": "TRANSFER_TO_PHONE_NUMBER",
            "sendToVoicemail": False,
            "transferNumber": "+15555678",
            "overflowAfterWaitEnabled": True,
            "overflowAfterWaitTime": 7200,
            "playOverflowGreetingEnabled": True,
            "greeting": "CUSTOM",
            "audioAnnouncementFiles": [FILE],
        },
    },
    "agents": [{"id": "UEVPUExF", "weight": "50"}, {"id": "UExBQ0U", "weight": "50"}],
    "enabled": True,
}


def with_part(body: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    name, _, rest = path.partition(".")
    return {**body, name: with_part(body[name], rest, value) if rest else value}


@pytest.mark.parametrize(
    ("model", "body", "kind"),
    [(NewAutoAttendant, ATTENDANT, "autoAttendants"), (NewCallQueue, QUEUE, "queues")],
    ids=["auto attendant", "call queue"],
)
def test_every_field_of_webexs_document_is_sent_as_it_was_given(
    model: type[NewAutoAttendant | NewCallQueue], body: dict[str, Any], kind: str
) -> None:
    sent = model.model_validate(body).body()

    assert sent == body
    assert complaints(Call("POST", f"/telephony/config/locations/1/{kind}", {}, sent)) == []


def test_a_line_can_be_made_in_pythons_words() -> None:
    menu = {"extension_enabled": False, "key_configurations": [{"key": "0", "action": "EXIT"}]}

    new = NewAutoAttendant.model_validate(
        {
            "name": "Reception",
            "extension": "200",
            "business_schedule": "Hours",
            "business_hours_menu": menu,
            "after_hours_menu": menu,
        }
    )

    sent = {"greeting": "DEFAULT", "extensionEnabled": False, "keyConfigurations": [{"key": "0", "action": "EXIT"}]}
    assert new.body() == {
        "name": "Reception",
        "extension": "200",
        "businessSchedule": "Hours",
        "businessHoursMenu": sent,
        "afterHoursMenu": sent,
    }


NOBODY = {"phoneNumber": None, "extension": None}
KEYS = "businessHoursMenu.keyConfigurations"


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        pytest.param("phoneNumber", "970-5550026", "pattern", id="a number with a dash"),
        pytest.param("phoneNumber", "+0705550026", "pattern", id="a country that there is not"),
        pytest.param("phoneNumber", "200", "pattern", id="an extension for a number"),
        pytest.param("extension", "20 0", "pattern", id="a strange extension"),
        pytest.param("name", "", "at least 1 character", id="no name"),
        pytest.param("holidayMenu", {}, "Extra inputs", id="a menu that does not exist"),
        pytest.param("businessHoursMenu.audioAnnouncementFile", None, "needs an announcement", id="a silent greeting"),
        pytest.param(
            "businessHoursMenu.audioAnnouncementFile", {"fileName": "x"}, "file name, type and level", id="half a file"
        ),
        pytest.param("businessHoursMenu.greeting", "LOUD", "'DEFAULT' or 'CUSTOM'", id="a strange greeting"),
        pytest.param(KEYS, [{"key": "A", "action": "EXIT"}], "pattern", id="a strange key"),
        pytest.param(KEYS, [{"key": "1", "action": "DANCE"}], "PLAY_ANNOUNCEMENT", id="a strange action"),
        pytest.param(KEYS, [{"key": "1", "action": "EXIT"}] * 2, "one thing only", id="a key twice"),
        pytest.param(
            KEYS, [{"key": "1", "action": "TRANSFER_TO_MAILBOX", "value": ""}], "needs a number", id="no target"
        ),
        pytest.param(KEYS, [{"key": "1", "action": "PLAY_ANNOUNCEMENT"}], "announcement goes with", id="no file"),
        pytest.param(
            KEYS, [{"key": "1", "action": "EXIT", "audioAnnouncementFile": FILE}], "only with it", id="a file too many"
        ),
        pytest.param("nameDialing", "WORLD", "'ENTERPRISE' or 'GROUP'", id="a strange scope"),
    ],
)
def test_an_auto_attendant_that_cannot_be_is_refused(path: str, value: object, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        NewAutoAttendant.model_validate(with_part(ATTENDANT, path, value))


@pytest.mark.parametrize("model", [NewAutoAttendant, NewCallQueue])
def test_a_line_that_nobody_can_call_is_refused(model: type[NewAutoAttendant | NewCallQueue]) -> None:
    body = ATTENDANT if model is NewAutoAttendant else QUEUE

    with pytest.raises(ValidationError, match="needs a phone number or an extension"):
        model.model_validate({**body, **NOBODY})
    assert "phoneNumber" not in model.model_validate({**body, "phoneNumber": None}).body()


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        pytest.param("queueSettings.queueSize", 51, "less than or equal to 50", id="a long queue"),
        pytest.param("queueSettings.queueSize", "10", "valid integer", id="a number as a string"),
        pytest.param("queueSettings.overflow.transferNumber", None, "need one", id="overflow to nowhere"),
        pytest.param("queueSettings.overflow.audioAnnouncementFiles", [], "needs an announcement", id="silence"),
        pytest.param("queueSettings.overflow.audioAnnouncementFiles", [FILE] * 5, "at most 4", id="five files"),
        pytest.param("queueSettings.overflow.overflowAfterWaitTime", 7201, "equal to 7200", id="a long wait"),
        pytest.param("callPolicies.routingType", "SKILL_BASED", "cannot go by skill", id="skill by weight"),
        pytest.param("callPolicies.waitingEnabled", True, "Extra inputs", id="a field of hunt groups"),
        pytest.param("agents", [{"id": "x", "weight": 50}], "valid string", id="a weight as a number"),
        pytest.param("agents", [{"id": "x", "weight": "101"}], "pattern", id="more than all calls"),
        pytest.param("agents", [{"id": str(each)} for each in range(101)], "100 agents at most", id="a crowd"),
    ],
)
def test_a_queue_that_cannot_be_is_refused(path: str, value: object, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        NewCallQueue.model_validate(with_part(QUEUE, path, value))
