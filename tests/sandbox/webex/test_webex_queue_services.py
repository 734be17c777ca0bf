"""The services of a queue: closed dates, nights, forwarding and stranded calls."""

from typing import Any

import httpx
import pytest

from sandbox.webex import WebexServer
from sandbox.webex.demo import CLOSED_TODAY, RALEIGH
from tests.sandbox.webex.conftest import Sdk, reason
from tests.sandbox.webex.services import NIGHT, SERVICES


async def test_the_sdk_reads_and_writes_every_service(sdk: Sdk, server: WebexServer) -> None:
    key = server.queue("Service Desk").id
    policy = sdk.api.telephony.callqueue.policy
    reads = (
        policy.holiday_service_details,
        policy.night_service_detail,
        policy.forced_forward_details,
        policy.stranded_calls_details,
    )
    writes = (
        policy.holiday_service_update,
        policy.night_service_update,
        policy.forced_forward_update,
        policy.stranded_calls_update,
    )

    for read, write, body in zip(reads, writes, SERVICES.values(), strict=True):
        before: Any = await sdk(lambda _, ask: ask(RALEIGH, key), read)
        update = type(before).model_validate(body)
        await sdk(lambda _, tell, what: tell(RALEIGH, key, what), write, update)
        after: Any = await sdk(lambda _, ask: ask(RALEIGH, key), read)

        written = after.model_dump(mode="json", by_alias=True)
        expected = body | ({"transferPhoneNumber": "+1-9195550111"} if read == policy.forced_forward_details else {})
        assert expected.items() <= written.items()


@pytest.mark.parametrize("service", SERVICES)
async def test_a_service_needs_its_mandatory_fields(
    http: httpx.AsyncClient, server: WebexServer, service_desk: str, service: str
) -> None:
    before = server.queue("Service Desk")
    optional = {"holidayScheduleName", "businessHoursName", "businessHoursLevel", "transferPhoneNumber"}
    mandatory = [
        key for key in SERVICES[service] if key not in optional and (service, key) != ("nightService", "action")
    ]

    for field in mandatory:
        body = {key: each for key, each in SERVICES[service].items() if key != field}
        response = await http.put(f"{service_desk}/{service}", json=body)
        assert reason(response) == f"[Error 25008] Missing Mandatory field name: {field}"
    assert server.queue("Service Desk") == before


@pytest.mark.parametrize(
    ("service", "field"), [("holidayService", "holidaySchedules"), ("nightService", "businessHourSchedules")]
)
async def test_the_lists_of_schedules_must_not_be_sent_back(
    http: httpx.AsyncClient, service_desk: str, service: str, field: str
) -> None:
    path = f"{service_desk}/{service}"
    read = (await http.get(path)).json()

    echo = await http.put(path, json=read)
    without = await http.put(path, json={key: each for key, each in read.items() if key != field})

    assert read[field][0]["scheduleLevel"] == "LOCATION"
    assert field in reason(echo)
    assert without.status_code == 204


@pytest.mark.parametrize(
    ("service", "changes", "named"),
    [
        ("holidayService", {"holidayScheduleName": "Business Hours"}, "no holidays schedule named 'Business Hours'"),
        ("holidayService", {"holidayScheduleLevel": "ORGANIZATION"}, "level ORGANIZATION"),
        ("holidayService", {"action": "TRANSFER"}, "transferPhoneNumber is mandatory"),
        ("holidayService", {"audioMessageSelection": "CUSTOM"}, "audioFiles are mandatory"),
        ("nightService", {"businessHoursName": "Nights"}, "no businessHours schedule named 'Nights'"),
        ("nightService", {"manualAudioMessageSelection": "CUSTOM"}, "manualAudioFiles are mandatory"),
        ("strandedCalls", {"action": "TRANSFER"}, "transferPhoneNumber is mandatory"),
        ("forcedForward", {"audioFiles": [{"id": "x", "isTextToSpeech": False}]}, "isTextToSpeech"),
    ],
)
async def test_a_service_is_refused_that_cannot_work(
    http: httpx.AsyncClient, service_desk: str, service: str, changes: dict[str, Any], named: str
) -> None:
    response = await http.put(f"{service_desk}/{service}", json=SERVICES[service] | changes)

    assert named in reason(response)


async def test_a_services_file_is_read_with_more_than_may_be_written(
    http: httpx.AsyncClient, service_desk: str
) -> None:
    path = f"{service_desk}/nightService"
    body = NIGHT | {"audioMessageSelection": "CUSTOM", "audioFiles": [{"id": CLOSED_TODAY}]}

    written = await http.put(path, json=body)
    [file] = (await http.get(path)).json()["audioFiles"]

    assert written.status_code == 204
    assert (file["fileName"], file["fileSize"], file["isTextToSpeech"]) == ("closed-today.wav", "312", False)
