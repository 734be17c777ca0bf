"""A location's schedules and events, whose ids change with their names."""

from base64 import urlsafe_b64decode
from datetime import date
from typing import Any

import httpx
import pytest
from wxc_sdk.common.schedules import Event, Schedule, ScheduleType
from wxc_sdk.rest import RestError

from sandbox.webex import WebexServer
from sandbox.webex.demo import RALEIGH
from sandbox.webex.identifiers import event_id, schedule_id
from tests.sandbox.webex.conftest import LOCATION, Sdk, reason

SCHEDULES = f"{LOCATION}/schedules"
HOLIDAYS = f"{SCHEDULES}/holidays/{schedule_id('Holidays')}"
HOURS = f"{SCHEDULES}/businessHours/{schedule_id('Business Hours')}"
DAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
WEEK = dict.fromkeys(DAYS, False) | {"monday": True}
CLOSED = {"name": "Closed 28 Nov 2026", "startDate": "2026-11-28", "endDate": "2026-11-28", "allDayEnabled": True}
TIMED = {"name": "x", "startDate": "2026-11-23", "endDate": "2026-11-23", "startTime": "09:00", "endTime": "11:00"}


def names(server: WebexServer, type_: Any, name: str) -> list[str]:
    return [each.name for each in server.schedule("Raleigh", type_, name).events]


async def test_the_sdk_lists_and_reads_the_demo(sdk: Sdk) -> None:
    schedules = sdk.api.telephony.schedules

    listed = await sdk(lambda _: list(schedules.list(RALEIGH)))
    read = [
        await sdk(lambda _, one: schedules.details(RALEIGH, one.schedule_type, str(one.schedule_id)), each)
        for each in listed
    ]

    assert [(each.name, each.schedule_type, each.events) for each in listed] == [
        ("Business Hours", "businessHours", None),
        ("Holidays", "holidays", None),
    ]
    assert [[event.name for event in each.events or []] for each in read] == [
        ["Weekdays", "Saturday"],
        ["Thanksgiving", "Christmas Day", "New Year's Day"],
    ]


async def test_lists_are_narrowed_by_type_and_name(sdk: Sdk) -> None:
    schedules = sdk.api.telephony.schedules

    holidays: Any = ScheduleType.holidays  # an enumeration that type checkers take for texts

    by_type = await sdk(lambda _: [each.name for each in schedules.list(RALEIGH, schedule_type=holidays)])
    by_name = await sdk(lambda _: [each.name for each in schedules.list(RALEIGH, name="hours")])

    assert (by_type, by_name) == (["Holidays"], ["Business Hours"])


async def test_the_sdks_business_week_is_taken(sdk: Sdk) -> None:
    key = await sdk(lambda api: api.telephony.schedules.create(RALEIGH, Schedule.business("Sales Hours")))

    read = await sdk(lambda api: api.telephony.schedules.details(RALEIGH, "businessHours", key))

    assert len(read.events or []) == 10
    assert read.events is not None
    assert read.events[0].recurrence is not None
    assert read.events[0].recurrence.recur_weekly is not None
    assert read.events[0].recurrence.recur_weekly.recur_interval is None
    assert key == schedule_id("Sales Hours")


async def test_the_sdk_creates_changes_and_deletes_events(sdk: Sdk, server: WebexServer) -> None:
    schedules = sdk.api.telephony.schedules
    key = schedule_id("Holidays")
    day = Event(name="Stocktaking", start_date=date(2026, 12, 5), end_date=date(2026, 12, 5), all_day_enabled=True)

    first = await sdk(lambda _: schedules.event_create(RALEIGH, "holidays", key, day))
    read = await sdk(lambda _: schedules.event_details(RALEIGH, "holidays", key, first))
    renamed = day.model_copy(update={"name": "Inventory"})
    second = await sdk(lambda _: schedules.event_update(RALEIGH, "holidays", key, renamed, event_id=first))
    with pytest.raises(RestError, match="404"):
        await sdk(lambda _: schedules.event_details(RALEIGH, "holidays", key, first))
    between = names(server, "holidays", "Holidays")
    await sdk(lambda _: schedules.event_delete(RALEIGH, "holidays", key, second))

    assert read.model_copy(update={"event_id": None}) == day
    assert (first, second) == (event_id("Stocktaking"), event_id("Inventory"))
    assert between == ["Thanksgiving", "Christmas Day", "New Year's Day", "Inventory"]
    assert names(server, "holidays", "Holidays") == ["Thanksgiving", "Christmas Day", "New Year's Day"]


async def test_the_sdk_renames_a_schedule_whose_users_follow(sdk: Sdk, server: WebexServer) -> None:
    schedules = sdk.api.telephony.schedules
    old = await sdk(lambda _: schedules.details(RALEIGH, "holidays", schedule_id("Holidays")))
    old.name = "Days Off"

    key = await sdk(lambda _: schedules.update(RALEIGH, old))

    assert key == schedule_id("Days Off")
    assert names(server, "holidays", "Days Off") == ["Thanksgiving", "Christmas Day", "New Year's Day"]
    assert server.auto_attendant("Reception").settings.holiday_schedule == "Days Off"
    assert server.queue("Service Desk").holiday_service.holiday_schedule_name == "Days Off"
    with pytest.raises(RestError, match="404"):
        await sdk(lambda _: schedules.details(RALEIGH, "holidays", schedule_id("Holidays")))


async def test_the_ids_have_the_names_inside_and_are_taken_quoted_too(http: httpx.AsyncClient) -> None:
    key = (await http.get(HOLIDAYS)).json()["id"]

    kind, _, inner = urlsafe_b64decode(key).decode().removeprefix("ciscospark://us/").partition("/")
    quoted = await http.get(HOLIDAYS.replace("=", "%3D"))

    assert (kind, urlsafe_b64decode(inner).decode()) == ("SCHEDULE", "Holidays")
    assert ("=" in key, quoted.status_code) == (True, 200)


async def test_a_schedule_comes_with_its_events_in_one_post(http: httpx.AsyncClient, server: WebexServer) -> None:
    response = await http.post(SCHEDULES, json={"type": "holidays", "name": "Copy", "events": [CLOSED]})

    assert (response.status_code, response.json()) == (201, {"id": schedule_id("Copy")})
    assert names(server, "holidays", "Copy") == ["Closed 28 Nov 2026"]


async def test_what_recurs_without_an_end_says_so_though_nobody_wrote_it(http: httpx.AsyncClient) -> None:
    new = {**TIMED, "recurrence": {"recurWeekly": WEEK}}
    ending = {**TIMED, "name": "y", "recurrence": {"recurWeekly": WEEK, "recurEndDate": "2026-12-24"}}
    for event in (new, ending):
        await http.post(f"{HOURS}/events", json=event)

    events = (await http.get(HOURS)).json()["events"]

    assert events[-2]["recurrence"] == {"recurForEver": True, "recurWeekly": WEEK}
    assert events[-1]["recurrence"] == {"recurEndDate": "2026-12-24", "recurWeekly": WEEK}


async def test_a_put_of_an_event_is_the_whole_event(http: httpx.AsyncClient, server: WebexServer) -> None:
    path = f"{HOURS}/events/{event_id('Saturday')}"

    response = await http.put(path, json={**TIMED, "name": "Saturday"})

    event = server.schedule("Raleigh", "businessHours", "Business Hours").events[1]
    assert (response.status_code, response.json()) == (200, {"id": event_id("Saturday")})
    assert (event.name, event.start_time, event.recurrence) == ("Saturday", "09:00", None)


async def test_a_put_of_a_schedule_replaces_its_events_or_leaves_them(
    http: httpx.AsyncClient, server: WebexServer
) -> None:
    thanksgiving = {
        "name": "Thanksgiving",
        "newName": "Thanksgiving Day",
        "startDate": "2026-11-26",
        "endDate": "2026-11-26",
        "allDayEnabled": True,
    }

    await http.put(HOLIDAYS, json={"name": "Holidays"})
    untouched = names(server, "holidays", "Holidays")
    await http.put(HOLIDAYS, json={"name": "Holidays", "events": [thanksgiving]})

    assert untouched == ["Thanksgiving", "Christmas Day", "New Year's Day"]
    assert names(server, "holidays", "Holidays") == ["Thanksgiving Day"]


@pytest.mark.parametrize("path", [HOURS, HOLIDAYS])
async def test_a_schedule_in_use_is_not_deleted(http: httpx.AsyncClient, server: WebexServer, path: str) -> None:
    response = await http.delete(path)

    assert response.status_code == 409
    assert response.json()["message"].endswith("is in use by Reception, Service Desk")
    assert len(server.schedules()) == 2


async def test_a_schedule_that_nobody_uses_is_deleted(
    http: httpx.AsyncClient, server: WebexServer, reception: str, service_desk: str
) -> None:
    await http.post(SCHEDULES, json={"type": "businessHours", "name": "Own"})
    await http.put(reception, json={"businessSchedule": "Own"})
    night = (await http.get(f"{service_desk}/nightService")).json()
    del night["businessHourSchedules"]
    await http.put(f"{service_desk}/nightService", json=night | {"businessHoursName": "Own"})

    response = await http.delete(HOURS)

    assert response.status_code == 204
    assert [each.name for each in server.schedules()] == ["Holidays", "Own"]


async def test_a_schedule_of_a_rule_is_in_use(http: httpx.AsyncClient, reception: str) -> None:
    await http.post(SCHEDULES, json={"type": "holidays", "name": "Fair"})
    rule = {
        "name": "During the fair",
        "holidaySchedule": "Fair",
        "forwardTo": {"selection": "DO_NOT_FORWARD"},
        "callsFrom": {"selection": "ANY"},
    }
    await http.post(f"{reception}/callForwarding/selectiveRules", json=rule)

    response = await http.delete(f"{SCHEDULES}/holidays/{schedule_id('Fair')}")

    assert response.json()["message"].endswith("is in use by Reception")


async def test_names_are_taken_once_for_each_type(http: httpx.AsyncClient) -> None:
    again = await http.post(SCHEDULES, json={"type": "holidays", "name": "holidays"})
    other = await http.post(SCHEDULES, json={"type": "businessHours", "name": "Holidays"})
    event = await http.post(f"{HOLIDAYS}/events", json={**CLOSED, "name": "thanksgiving"})

    assert [each.status_code for each in (again, other, event)] == [409, 201, 409]
    assert set(again.json()) == {"message", "errors", "trackingId"}


async def test_a_line_names_only_schedules_that_are_there(http: httpx.AsyncClient, reception: str) -> None:
    unknown = await http.put(reception, json={"holidaySchedule": "Feasts"})
    other_type = await http.put(reception, json={"businessSchedule": "Holidays"})

    assert "no holidays schedule named 'Feasts'" in reason(unknown)
    assert "no businessHours schedule named 'Holidays'" in reason(other_type)


def weekly(**changes: Any) -> dict[str, Any]:
    return {**TIMED, "recurrence": {"recurWeekly": {**WEEK, **changes}}}


def yearly(**by_date: Any) -> dict[str, Any]:
    return {**CLOSED, "recurrence": {"recurYearlyByDate": by_date}}


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "no name": ({**CLOSED, "name": None}, "name"),
    "no first day": ({**CLOSED, "startDate": None}, "startDate"),
    "no last day": ({**CLOSED, "endDate": None}, "endDate"),
    "no times": ({**TIMED, "startTime": None}, "startTime and endTime are mandatory"),
    "neither times nor all day": ({**CLOSED, "allDayEnabled": None}, "startTime and endTime are mandatory"),
    "all day with times": ({**TIMED, "allDayEnabled": True}, "lasts all day"),
    "a time of another clock": ({**TIMED, "startTime": "9am"}, "startTime"),
    "twenty-four hours": ({**TIMED, "endTime": "24:00"}, "endTime"),
    "a day that does not exist": ({**CLOSED, "endDate": "2026-11-31"}, "endDate"),
    "an end before the start": ({**CLOSED, "endDate": "2026-11-27"}, "must end after it starts"),
    "no time at all": ({**TIMED, "endTime": "09:00"}, "must end after it starts"),
    "a week of six days": (weekly(sunday=None), "recurWeekly.sunday"),
    "a week without a day": (weekly(monday=False), "at least one day"),
    "every second week": (weekly(recurInterval=2), "recurInterval"),
    "every day": ({**TIMED, "recurrence": {"recurDaily": {"recurInterval": 1}}}, "recurDaily"),
    "for ever, but how": ({**TIMED, "recurrence": {"recurForEver": True}}, "give one of"),
    "two ways at once": (
        {**CLOSED, "recurrence": {"recurWeekly": WEEK, "recurYearlyByDate": {"dayOfMonth": 1, "month": "MAY"}}},
        "give one of",
    ),
    "for ever until a day": (
        {**TIMED, "recurrence": {"recurWeekly": WEEK, "recurForEver": True, "recurEndDate": "2027-01-01"}},
        "contradict",
    ),
    "a date without its month": (yearly(dayOfMonth=25), "recurYearlyByDate.month"),
    "a date that does not exist": (yearly(dayOfMonth=31, month="NOVEMBER"), "there is no 31 NOVEMBER"),
    "a month in another spelling": (yearly(dayOfMonth=25, month="December"), "month"),
    "a weekday of no week": (
        {**CLOSED, "recurrence": {"recurYearlyByDay": {"day": "MONDAY", "month": "MAY"}}},
        "recurYearlyByDay.week",
    ),
    "a week that lasts longer": ({**weekly(), "endDate": "2026-11-30"}, "end before it recurs"),
    "a zone": ({**CLOSED, "timeZone": "America/New_York"}, "timeZone"),
}


@pytest.mark.parametrize(("event", "named"), BAD.values(), ids=BAD)
async def test_a_bad_event_is_refused_and_changes_nothing(
    http: httpx.AsyncClient, server: WebexServer, event: dict[str, Any], named: str
) -> None:
    before = server.schedules()

    response = await http.post(f"{HOURS}/events", json=event)

    assert response.status_code == 400
    assert named in reason(response)
    assert server.schedules() == before


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"name": "x"}, "type"),
        ({"type": "holidays"}, "name"),
        ({"type": "vacation", "name": "x"}, "type"),
        ({"type": "holidays", "name": "x", "level": "LOCATION"}, "level"),
    ],
)
async def test_a_bad_schedule_is_refused(http: httpx.AsyncClient, body: dict[str, Any], named: str) -> None:
    assert named in reason(await http.post(SCHEDULES, json=body))


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({}, "name"),
        ({"name": "Holidays", "type": "businessHours"}, "cannot change its type"),
        ({"name": "Holidays", "events": [CLOSED]}, "newName"),
        (
            {"name": "Holidays", "events": [{**CLOSED, "newName": "x"}]},
            "the schedule has no event 'Closed 28 Nov 2026'",
        ),
    ],
)
async def test_a_bad_put_of_a_schedule_is_refused(http: httpx.AsyncClient, body: dict[str, Any], named: str) -> None:
    assert named in reason(await http.put(HOLIDAYS, json=body))


@pytest.mark.parametrize(
    "path", [f"{SCHEDULES}/holidays/x", HOURS.replace("businessHours", "holidays"), f"{HOLIDAYS}/events/x"]
)
async def test_what_is_not_there_is_missing(http: httpx.AsyncClient, path: str) -> None:
    responses = [await http.get(path), await http.put(path, json={**CLOSED}), await http.delete(path)]

    assert [each.status_code for each in responses] == [404] * 3
