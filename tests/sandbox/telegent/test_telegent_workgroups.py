"""Workgroups: what is written, what of it can be read, and when."""

from datetime import timedelta
from typing import Any

import pytest

from sandbox.telegent import TelegentServer
from sandbox.telegent.bodies import Settings
from sandbox.telegent.demo import ACCOUNT, FRONT_OFFICE, OFFICE_HOURS, OMAR, ROSA
from tests.sandbox.telegent.conftest import Client, Clock, message

EXAMPLE = {
    "Name": "IVR Workgroup",
    "TelegentPhone": "+1234567890",
    "Type": "IVR",
    "CallOrder": "1",
    "AnnouncementText": "Hello, welcome to Telegent. Press 1 for Sales, Press 2 for Support.",
    "ScheduleId": OFFICE_HOURS,
    "RecordCalls": True,
    "TranscribeRecordings": False,
}
EVERYTHING = {
    **EXAMPLE,
    "AnnouncementUrl": "https://example.com/hello.wav",
    "InternalExtension": "204",
    "CallerIdType": "workgroup",
    "CallerIdName": "Acme",
    "TimeZone": "America/Chicago",
    "HoldMusicId": "HM-1",
    "AiRecording": True,
    "OffHoursType": "Workgroup",
    "OffHoursId": FRONT_OFFICE,
    "OnHoursType": "User",
    "OnHoursId": ROSA,
    "WaitBetween": "15",
    "TollFreeNumber": "+18005550100",
    "AccountId": ACCOUNT,
}
BOOLEANS = {"RecordCalls", "TranscribeRecordings", "AiRecording"}


def test_a_create_takes_the_documented_fields_with_the_documented_types_and_no_others() -> None:
    schema = Settings.model_json_schema()

    kinds = {name: "boolean" if name in BOOLEANS else "string" for name in EVERYTHING}
    fields = schema["properties"]
    assert {name: {each["type"] for each in field.get("anyOf", [field])} for name, field in fields.items()} == {
        name: {kind} for name, kind in kinds.items()
    }
    assert len(fields) == 22
    assert schema["required"] == ["Name", "Type"]
    assert fields["Type"]["enum"] == ["IVR", "simultaneous", "round-robin"]


async def test_the_documented_example_is_answered_as_documented(client: Client) -> None:
    response = await client("POST", "workgroups", EXAMPLE)

    answer = response.json()
    assert response.status_code == 200
    assert answer.pop("WorkgroupId").startswith("WID-")
    assert answer == {
        **{name: value for name, value in EXAMPLE.items() if name not in BOOLEANS},
        "AccountId": "",
    }


async def test_what_is_not_set_is_answered_as_an_empty_text(client: Client) -> None:
    answer = (await client("POST", "workgroups", {"Name": "Night Desk", "Type": "round-robin"})).json()

    unset = ("TelegentPhone", "CallOrder", "AnnouncementText", "ScheduleId", "AccountId")
    assert {name: answer[name] for name in unset} == dict.fromkeys(unset, "")


async def test_every_field_is_kept(client: Client, server: TelegentServer) -> None:
    answer = (await client("POST", "workgroups", EVERYTHING)).json()

    made = server.workgroup("IVR Workgroup")
    assert made.id == answer["WorkgroupId"]
    assert made.settings.model_dump() == EVERYTHING


async def test_two_workgroups_may_have_the_same_name(client: Client, server: TelegentServer) -> None:
    body = {"Name": "Front Office", "Type": "IVR"}

    made = [(await client("POST", "workgroups", body)).json()["WorkgroupId"] for _ in range(2)]

    assert [each.id for each in server.tenant.account.workgroups.values()] == [FRONT_OFFICE, *made]
    assert len({*made}) == 2


async def test_reading_shows_the_example_and_the_zone(client: Client) -> None:
    assert await client.read() == {
        "WorkgroupId": FRONT_OFFICE,
        "Name": "Front Office",
        "Type": "IVR",
        "AccountId": ACCOUNT,
        "Active": True,
        "ScheduleId": OFFICE_HOURS,
        "TimeZone": "America/New_York",
    }


async def test_reading_may_show_less_or_more(client: Client, server: TelegentServer) -> None:
    server.tenant.shows = "example"
    example = await client.read()
    server.tenant.shows = "prose"
    prose = await client.read()

    assert "TimeZone" not in example
    assert {name: value for name, value in prose.items() if name not in example} == {
        "TimeZone": "America/New_York",
        "HoldMusicId": "",
        "OffHoursType": "User",
        "OffHoursId": OMAR,
    }


async def test_the_list_shows_four_fields(client: Client) -> None:
    await client("POST", "workgroups", EXAMPLE)

    listed = (await client("GET", "account/workgroups")).json()

    assert [{**each, "WorkgroupId": each["WorkgroupId"][:3]} for each in listed["Workgroups"]] == [
        {"WorkgroupId": "WG-", "Name": "Front Office", "Type": "IVR", "Active": True},
        {"WorkgroupId": "WID", "Name": "IVR Workgroup", "Type": "IVR", "Active": True},
    ]


async def test_one_from_old_times_rings_until_its_type_is_written(client: Client, server: TelegentServer) -> None:
    office = server.workgroup("Front Office")
    settings = office.settings.model_copy(update={"type": "simultaneous"})
    server.plant(office.model_copy(update={"settings": settings}))

    before = (await client.read())["Type"]
    renamed = (await client.update({"Name": "Lobby"})).json()["Type"]
    typed = (await client.update({"Type": "simultaneous"})).json()["Type"]

    assert (before, renamed, typed, (await client.read())["Type"]) == ("ring", "ring", "simultaneous", "simultaneous")


async def test_an_update_changes_what_it_mentions_and_nothing_else(client: Client, server: TelegentServer) -> None:
    before = server.workgroup("Front Office").settings

    response = await client.update({"AnnouncementText": "Hello.", "RecordCalls": True})

    assert response.json() == {"WorkgroupId": FRONT_OFFICE, "Name": "Front Office", "Type": "IVR"}
    assert server.workgroup("Front Office").settings == before.model_copy(
        update={"announcement_text": "Hello.", "record_calls": True}
    )


async def test_an_empty_text_unsets(client: Client, server: TelegentServer) -> None:
    await client.update({"ScheduleId": "", "OffHoursType": "", "OffHoursId": "", "AnnouncementText": ""})

    assert (await client.read())["ScheduleId"] == ""
    assert server.workgroup("Front Office").settings.off_hours_id == ""


@pytest.mark.parametrize(
    "name",
    [
        "AiRecording",
        "CallerIdName",
        "CallerIdType",
        "HoldMusicId",
        "InternalExtension",
        "TollFreeNumber",
        "WaitBetween",
    ],
)
async def test_seven_fields_are_written_once_and_never_again(client: Client, server: TelegentServer, name: str) -> None:
    before = server.tenant.account

    response = await client.update({name: EVERYTHING[name]})

    assert response.status_code == 400
    assert message(response) == f"Bad request: The {name} field cannot be updated."
    assert server.tenant.account == before


@pytest.mark.parametrize("name", ["Name", "Type", "TelegentPhone", "CallOrder", "AnnouncementUrl", "TimeZone"])
async def test_other_fields_are_updated(client: Client, server: TelegentServer, name: str) -> None:
    await client.update({name: EVERYTHING[name]})

    [office] = server.tenant.account.workgroups.values()
    assert office.settings.model_dump()[name] == EVERYTHING[name]


async def test_an_update_may_take_its_time_by_the_clock(client: Client, server: TelegentServer, clock: Clock) -> None:
    server.tenant.lag = timedelta(minutes=10)

    answer = (await client.update({"Name": "Lobby", "ScheduleId": ""})).json()
    clock.now += timedelta(minutes=9)
    await client.update({"TimeZone": "America/Denver"})
    early: Any = [await client.read(), (await client("GET", "account/workgroups")).json()["Workgroups"][0]]
    clock.now += timedelta(minutes=10)
    late = await client.read()

    assert answer["Name"] == "Lobby"
    assert [each["Name"] for each in early] == ["Front Office"] * 2
    assert (late["Name"], late["ScheduleId"], late["TimeZone"]) == ("Lobby", "", "America/Denver")


async def test_until_an_update_has_come_through_callers_meet_the_old(
    client: Client, server: TelegentServer, clock: Clock
) -> None:
    server.tenant.lag = timedelta(minutes=10)
    clock.now += timedelta(hours=24 + 4)

    await client.update({"ScheduleId": ""})

    moments = [clock.now + timedelta(minutes=minutes) for minutes in (0, 9, 10)]
    assert [server.is_open("Front Office", at) for at in moments] == [False, False, True]


async def test_a_deleted_workgroup_is_gone_with_its_activities(client: Client, server: TelegentServer) -> None:
    response = await client("POST", "workgroups/delete", WorkgroupId=FRONT_OFFICE)

    assert response.json() == {"WorkgroupId": FRONT_OFFICE, "Successful": True}
    assert (await client("GET", "account/workgroups")).json() == {"Workgroups": []}
    assert not server.tenant.account.activities
    assert (await client("GET", "workgroups", WorkgroupId=FRONT_OFFICE)).status_code == 404


async def test_the_id_of_a_deletion_belongs_into_the_query(client: Client, server: TelegentServer) -> None:
    response = await client("POST", "workgroups/delete", {"WorkgroupId": FRONT_OFFICE})

    assert (response.status_code, message(response)) == (400, "Bad request: The WorkgroupId field is required.")
    assert server.workgroup("Front Office").id == FRONT_OFFICE


async def test_reading_needs_an_id(client: Client) -> None:
    assert (await client("GET", "workgroups")).status_code == 400
