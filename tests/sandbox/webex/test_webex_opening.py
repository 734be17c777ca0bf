"""Whether a line is open: by its schedules and services, on the clock on its own wall."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.storage import JsonFile
from sandbox.webex import Status, WebexServer
from sandbox.webex.blocks import read_block
from sandbox.webex.occurrences import covers, starts_on
from sandbox.webex.timetables import Event

NEW_YORK = ZoneInfo("America/New_York")
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def there(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=NEW_YORK).astimezone(UTC)


def event(**fields: Any) -> Event:
    return read_block(Event, {"name": "x", "startDate": "2026-11-23", "endDate": "2026-11-23", **fields})


def week(*open_days: str) -> dict[str, Any]:
    return {"recurWeekly": {day: day in open_days for day in DAYS}}


@pytest.mark.parametrize("line", ["Reception", "Service Desk"])
@pytest.mark.parametrize(
    ("moment", "status"),
    [
        ("2026-11-20T07:59:59", Status.CLOSED),
        ("2026-11-20T08:00:00", Status.OPEN),
        ("2026-11-20T17:59:59", Status.OPEN),
        ("2026-11-20T18:00:00", Status.CLOSED),
        ("2026-11-21T09:00:00", Status.OPEN),
        ("2026-11-21T13:00:00", Status.CLOSED),
        ("2026-11-22T10:00:00", Status.CLOSED),
        ("2026-11-25T23:59:59", Status.CLOSED),
        ("2026-11-26T00:00:00", Status.HOLIDAY),
        ("2026-11-27T23:59:59", Status.HOLIDAY),
        ("2026-11-28T10:00:00", Status.OPEN),
        ("2026-12-25T10:00:00", Status.HOLIDAY),
        ("2027-12-25T10:00:00", Status.HOLIDAY),
        ("2027-01-01T10:00:00", Status.HOLIDAY),
        ("2025-12-25T10:00:00", Status.CLOSED),
        ("2026-07-03T08:00:00", Status.OPEN),
    ],
)
def test_the_demos_lines_keep_the_same_hours(server: WebexServer, line: str, moment: str, status: Status) -> None:
    assert server.status(line, there(moment)) is status
    assert server.is_open(line, there(moment)) is (status is Status.OPEN)


def test_an_auto_attendant_has_a_zone_of_its_own(server: WebexServer) -> None:
    line = server.auto_attendant("Reception")
    server.plant(line.model_copy(update={"settings": line.settings.model_copy(update={"time_zone": "US/Pacific"})}))

    assert not server.is_open("Reception", there("2026-11-20T08:00"))
    assert server.is_open("Reception", there("2026-11-20T11:00"))
    assert server.is_open("Service Desk", there("2026-11-20T08:00"))


def test_an_auto_attendant_without_holidays_checks_none(server: WebexServer) -> None:
    line = server.auto_attendant("Reception")
    server.plant(line.model_copy(update={"settings": line.settings.model_copy(update={"holiday_schedule": None})}))

    assert server.status("Reception", there("2026-11-26T10:00")) is Status.OPEN


@pytest.mark.parametrize(
    ("service", "changes", "expected"),
    [
        ("night_service", {"night_service_enabled": False}, [Status.OPEN, Status.OPEN, Status.HOLIDAY]),
        (
            "night_service",
            {"force_night_service_enabled": True},
            [Status.FORCED_NIGHT, Status.FORCED_NIGHT, Status.HOLIDAY],
        ),
        ("holiday_service", {"holiday_service_enabled": False}, [Status.OPEN, Status.CLOSED, Status.OPEN]),
        ("settings", {"enabled": False}, [Status.SWITCHED_OFF] * 3),
    ],
)
def test_a_queues_services_decide(
    server: WebexServer, service: str, changes: dict[str, bool], expected: list[Status]
) -> None:
    queue = server.queue("Service Desk")
    server.plant(queue.model_copy(update={service: getattr(queue, service).model_copy(update=changes)}))

    moments = ("2026-11-20T10:00", "2026-11-20T22:00", "2026-11-26T10:00")
    found = [server.status("Service Desk", there(moment)) for moment in moments]

    assert found == expected


def test_special_hours_on_a_closed_day_are_an_event_among_the_business_hours(server: WebexServer) -> None:
    hours = server.schedule("Raleigh", "businessHours", "Business Hours")
    sunday = event(startDate="2026-11-22", endDate="2026-11-22", startTime="10:00", endTime="14:00")
    server.plant(hours.model_copy(update={"events": (*hours.events, sunday)}))

    assert server.is_open("Reception", there("2026-11-22T10:00"))
    assert not server.is_open("Reception", there("2026-11-29T10:00"))


@pytest.mark.parametrize(
    ("fields", "inside", "outside"),
    [
        ({"startTime": "12:00", "endTime": "23:59"}, ["2026-11-23T12:00", "2026-11-23T23:59:59"], ["2026-11-24T00:00"]),
        (
            {"startTime": "12:00", "endDate": "2026-11-25", "endTime": "09:00"},
            ["2026-11-23T12:00", "2026-11-24T03:00", "2026-11-25T08:59"],
            ["2026-11-23T11:59", "2026-11-25T09:00"],
        ),
        (
            {"startTime": "22:00", "endDate": "2026-11-24", "endTime": "06:00", "recurrence": week("monday")},
            ["2026-11-23T22:00", "2026-11-24T05:59", "2026-12-01T05:59"],
            ["2026-11-23T05:00", "2026-11-24T06:00", "2026-11-24T22:00"],
        ),
        (
            {"startTime": "09:00", "endTime": "17:00", "recurrence": week("tuesday")},
            ["2026-11-24T09:00", "2026-12-01T09:00"],
            ["2026-11-23T09:00", "2026-11-17T09:00"],
        ),
        (
            {"allDayEnabled": True, "recurrence": week("monday") | {"recurEndDate": "2026-12-07"}},
            ["2026-11-23T00:00", "2026-12-07T23:59"],
            ["2026-12-14T00:00"],
        ),
        (
            {
                "startDate": "2026-12-31",
                "endDate": "2027-01-01",
                "allDayEnabled": True,
                "recurrence": {"recurYearlyByDate": {"dayOfMonth": 31, "month": "DECEMBER"}},
            },
            ["2026-12-31T00:00", "2027-01-01T23:59", "2028-01-01T12:00"],
            ["2026-01-01T12:00", "2027-01-02T00:00"],
        ),
        (
            {
                "startDate": "2024-02-29",
                "endDate": "2024-02-29",
                "allDayEnabled": True,
                "recurrence": {"recurYearlyByDate": {"dayOfMonth": 29, "month": "FEBRUARY"}},
            },
            ["2024-02-29T12:00", "2028-02-29T12:00"],
            ["2026-02-28T12:00", "2026-03-01T12:00"],
        ),
        (
            {
                "startDate": "2026-01-01",
                "endDate": "2026-01-01",
                "allDayEnabled": True,
                "recurrence": {"recurYearlyByDay": {"day": "MONDAY", "week": "LAST", "month": "MAY"}},
            },
            ["2026-05-25T12:00", "2027-05-31T12:00"],
            ["2026-05-18T12:00", "2026-01-01T12:00"],
        ),
        (
            {
                "startDate": "2026-01-01",
                "endDate": "2026-01-02",
                "allDayEnabled": True,
                "recurrence": {"recurYearlyByDay": {"day": "THURSDAY", "week": "FOURTH", "month": "NOVEMBER"}},
            },
            ["2026-11-26T12:00", "2026-11-27T12:00", "2029-11-22T12:00"],
            ["2026-11-19T12:00", "2029-11-29T12:00"],
        ),
    ],
)
def test_an_event_takes_place_when_it_says(fields: dict[str, Any], inside: list[str], outside: list[str]) -> None:
    each = event(**fields)

    assert [covers(each, datetime.fromisoformat(moment)) for moment in inside] == [True] * len(inside)
    assert [covers(each, datetime.fromisoformat(moment)) for moment in outside] == [False] * len(outside)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-03-08T06:59:00+00:00", True),  # 01:59, before the hour that does not exist
        ("2026-03-08T07:00:00+00:00", False),  # 03:00, the minute after it
        ("2026-11-01T05:30:00+00:00", True),  # 01:30 for the first time
        ("2026-11-01T06:30:00+00:00", True),  # 01:30 for the second time
        ("2026-11-01T07:30:00+00:00", False),  # 02:30
    ],
)
def test_the_clock_on_the_wall_rules_when_it_is_changed(moment: str, *, expected: bool) -> None:
    server = WebexServer(lambda: datetime(2026, 11, 20, tzinfo=UTC), JsonFile(None))
    hours = server.schedule("Raleigh", "businessHours", "Business Hours")
    first = {"startDate": "2026-01-04", "endDate": "2026-01-04"}
    nights = event(**first, startTime="01:00", endTime="02:30", recurrence=week("sunday"))
    server.plant(hours.model_copy(update={"events": (nights,)}))

    assert server.is_open("Reception", datetime.fromisoformat(moment)) is expected


dates = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@given(start=dates, length=st.integers(0, 6), day=dates, open_days=st.sets(st.sampled_from(DAYS), min_size=1))
def test_a_weekly_event_takes_place_on_its_days_alone(start: date, length: int, day: date, open_days: set[str]) -> None:
    end = start + timedelta(days=length)
    each = event(startDate=str(start), endDate=str(end), allDayEnabled=True, recurrence=week(*open_days))

    firsts = [day - timedelta(days=back) for back in range(length + 1)]

    assert starts_on(each, day) is (DAYS[day.weekday()] in open_days and day >= start)
    assert covers(each, datetime.combine(day, datetime.min.time())) is any(starts_on(each, first) for first in firsts)


@given(
    start=dates,
    length=st.integers(0, 400),
    minute=st.integers(0, 1439),
    moment=st.datetimes(datetime(2025, 12, 1), datetime(2029, 1, 1)),
)
def test_an_event_without_recurrence_is_one_span(start: date, length: int, minute: int, moment: datetime) -> None:
    written = f"{minute // 60:02}:{minute % 60:02}"
    first, last = str(start), str(start + timedelta(days=length + 1))
    each = event(startDate=first, endDate=last, startTime=written, endTime="00:00")

    spans = datetime.fromisoformat(f"{first}T{written}") <= moment < datetime.fromisoformat(f"{last}T00:00")

    assert covers(each, moment) is spans
