"""Schedules: made, listed, never changed; and when a workgroup is open by them."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.telegent import TelegentServer
from sandbox.telegent.bodies import WEEKDAYS
from sandbox.telegent.demo import ACCOUNT, ACCOUNT_KEY, OFFICE_HOURS
from sandbox.telegent.hours import interval, minute
from tests.sandbox.telegent.conftest import Client, message

TIMES = {f"{weekday}{end}Time" for weekday in WEEKDAYS for end in ("Start", "End")}
NEW_YORK = ZoneInfo("America/New_York")


async def create(client: Client, **times: str) -> Any:
    return (await client("POST", "schedules", {"Name": "New hours", **times})).json()


async def test_a_schedule_is_made_and_listed(client: Client) -> None:
    response = await client(
        "POST", "schedules", {"Name": "Support hours", "MondayStartTime": "8:00 AM", "MondayEndTime": "5:00 PM"}
    )

    answer = response.json()
    key = answer.pop("ScheduleId")
    listed = (await client("GET", "account/schedules")).json()
    assert response.status_code == 200
    assert key.startswith("SID-")
    assert answer == {
        **dict.fromkeys(TIMES, ""),
        "Name": "Support hours",
        "MondayStartTime": "8:00 AM",
        "MondayEndTime": "5:00 PM",
        "AccountId": ACCOUNT_KEY,
        "Active": True,
    }
    assert (listed["AccountID"], listed["TotalSchedules"]) == (ACCOUNT, 2)
    assert [each["ScheduleId"] for each in listed["Results"]] == [OFFICE_HOURS, key]
    assert set(listed["Results"][0]) == {"ScheduleId", "Name", "AccountId", *TIMES}
    assert listed["Results"][0]["SaturdayEndTime"] == "1:00 PM"


async def test_equal_names_are_two_schedules(client: Client, server: TelegentServer) -> None:
    made = [(await create(client))["ScheduleId"] for _ in range(2)]

    assert [each.id for each in server.schedules()] == [OFFICE_HOURS, *made]
    assert server.schedule("New hours").id == made[1]


async def test_schedules_can_be_neither_read_nor_changed_nor_deleted(client: Client) -> None:
    tries = [
        await client("GET", "schedules", ScheduleId=OFFICE_HOURS),
        await client("POST", "schedules/update", {"ScheduleId": OFFICE_HOURS, "Name": "x"}),
        await client("POST", "schedules/delete", ScheduleId=OFFICE_HOURS),
    ]

    assert [each.status_code for each in tries] == [405, 404, 404]


@pytest.mark.parametrize(
    "times",
    [
        {"MondayStartTime": "8:00 AM"},
        {"MondayEndTime": "5:00 PM"},
        {"MondayStartTime": "08:00 AM", "MondayEndTime": "5:00 PM"},
        {"MondayStartTime": "8:00 am", "MondayEndTime": "5:00 PM"},
        {"MondayStartTime": "8 AM", "MondayEndTime": "5:00 PM"},
        {"MondayStartTime": "8:00AM", "MondayEndTime": "5:00 PM"},
        {"MondayStartTime": "08:00", "MondayEndTime": "17:00"},
        {"MondayStartTime": "0:00 AM", "MondayEndTime": "5:00 PM"},
        {"MondayStartTime": "13:00 PM", "MondayEndTime": "5:00 PM"},
        {"MondayStartTime": "8:00 AM", "MondayEndTime": "8:00 AM"},
        {"MondayStartTime": "5:00 PM", "MondayEndTime": "8:00 AM"},
        {"MondayStartTime": "8:00 AM", "MondayEndTime": "12:00 AM"},
    ],
)
async def test_hours_that_are_not_one_interval_are_refused(
    client: Client, server: TelegentServer, times: dict[str, str]
) -> None:
    response = await client("POST", "schedules", {"Name": "New hours", **times})

    assert response.status_code == 400
    assert message(response).startswith("Bad request: The hours of Monday are invalid: ")
    assert len(server.schedules()) == 1


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"Name": ""},
        {"Name": "x", "TimeZone": "America/New_York"},
        {"Name": "x", "MondayStartTime": None},
        {"Name": "x", "MondayStartTime": 8},
    ],
)
async def test_a_wrong_schedule_is_refused(client: Client, body: dict[str, Any]) -> None:
    assert (await client("POST", "schedules", body)).status_code == 400


@pytest.mark.parametrize(
    ("local", "is_open"),
    [
        ("2026-11-20T07:59", False),
        ("2026-11-20T08:00", True),
        ("2026-11-20T17:59", True),
        ("2026-11-20T18:00", False),
        ("2026-11-21T12:59", True),
        ("2026-11-21T13:00", False),
        ("2026-11-22T12:00", False),
        ("2027-07-02T08:00", True),
    ],
)
def test_a_workgroup_is_open_by_the_clock_on_its_wall(server: TelegentServer, local: str, *, is_open: bool) -> None:
    moment = datetime.fromisoformat(local).replace(tzinfo=NEW_YORK)

    assert server.is_open("Front Office", moment) is is_open


async def test_another_zone_is_another_clock(client: Client, server: TelegentServer) -> None:
    at = datetime(2026, 11, 20, 13, 30, tzinfo=UTC)

    before = server.is_open("Front Office", at)
    await client.update({"TimeZone": "America/Chicago"})
    elsewhere = server.is_open("Front Office", at)
    await client.update({"TimeZone": ""})

    assert (before, elsewhere, server.is_open("Front Office", at)) == (True, False, True)


async def test_without_a_schedule_it_is_always_open(client: Client, server: TelegentServer) -> None:
    await client.update({"ScheduleId": ""})

    assert server.is_open("Front Office", datetime(2026, 11, 22, 3, tzinfo=UTC))


@pytest.mark.parametrize(("midnight", "other"), [("11:59 PM", "12:00 AM"), ("12:00 AM", "11:59 PM")])
async def test_a_day_ends_in_the_one_way_that_is_played(
    client: Client, server: TelegentServer, midnight: Any, other: str
) -> None:
    server.tenant.midnight = midnight
    ends = [await create(client, SundayStartTime="12:00 AM", SundayEndTime=end) for end in (midnight, other)]
    last_minute = datetime(2026, 11, 22, 23, 59, tzinfo=NEW_YORK)

    seen = []
    for each in ends:
        key = each.get("ScheduleId")
        await client.update({"ScheduleId": key}) if key else None
        seen.append(key and server.is_open("Front Office", last_minute))

    assert seen == [True, None if other == "12:00 AM" else False]


minutes = st.integers(0, 1439)


def written(at: int) -> str:
    return f"{datetime(2026, 1, 1, at // 60, at % 60):%I:%M %p}".removeprefix("0")


@given(minutes)
def test_every_minute_of_the_day_can_be_written(at: int) -> None:
    assert minute(written(at)) == at


@given(minutes, minutes)
def test_an_interval_is_what_is_written_if_it_ends_after_it_starts(start: int, end: int) -> None:
    closes = 1440 if end == 1439 else end

    if closes > start:
        assert interval(written(start), written(end), "11:59 PM") == (start, closes)
    else:
        with pytest.raises(ValueError, match="is not after"):
            interval(written(start), written(end), "11:59 PM")
