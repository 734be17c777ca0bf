"""Webex's events as ours, and back."""

import datetime as dt
import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters import PhoneSystemError, Weekday
from adapters.webex.events import Event, Weekly, YearlyByDate, YearlyByDay, pieces
from adapters.webex.eventwire import CLOSURES, WireSchedule, event_body, schedule_of
from adapters.webex.stretches import Stretch, union
from adapters.webex.wire import parsed
from tests.adapters.webex.schedule_events import by_day, once, weekly, yearly

MIDNIGHT = dt.datetime(2026, 11, 20)


def event_of(body: dict[str, Any]) -> Event:
    answer = {"id": "S1", "name": "Holidays", "type": "holidays", "events": [{"id": "E1", **body}]}
    return schedule_of(CLOSURES, parsed(WireSchedule, answer)).events[0]


def first_times(event: Event, count: int = 3) -> list[tuple[dt.datetime, dt.datetime]]:
    return [(start, end) for start, end in itertools.islice(event.times(MIDNIGHT), count)]


def test_an_all_day_event_over_several_days_is_one_stretch() -> None:
    event = event_of(once("Feast", "2026-11-26", "2026-11-27"))

    assert (event.start, event.end) == (dt.datetime(2026, 11, 26), dt.datetime(2026, 11, 28))


def test_the_last_minute_of_a_day_is_midnight_in_both_directions() -> None:
    body = once("Half day", "2026-12-24", start="12:00", end="23:59")

    event = event_of(body)

    assert event.end == dt.datetime(2026, 12, 25)
    assert event_body(event) == {**body, "allDayEnabled": False}


def test_an_event_that_ends_earlier_than_it_begins_runs_past_midnight() -> None:
    body = weekly("Night", "....F..", "22:00", "02:00", "2026-11-20")

    event = event_of(body)

    assert first_times(event, 1) == [(dt.datetime(2026, 11, 20, 22), dt.datetime(2026, 11, 21, 2))]
    assert event_body(event)["endDate"] == "2026-11-20"


def test_a_date_of_every_year_comes_again() -> None:
    event = event_of(yearly("Christmas", "2020-12-25", 25, "DECEMBER"))

    assert [start.date().isoformat() for start, _ in first_times(event)] == ["2026-12-25", "2027-12-25", "2028-12-25"]


def test_a_leap_day_comes_only_in_leap_years() -> None:
    event = event_of(yearly("Leap day", "2024-02-29", 29, "FEBRUARY"))

    assert [start.date().isoformat() for start, _ in first_times(event, 2)] == ["2028-02-29", "2032-02-29"]


@pytest.mark.parametrize(
    ("week", "dates"),
    [("FIRST", ["2026-12-07", "2027-12-06"]), ("FOURTH", ["2026-12-28", "2027-12-27"]), ("LAST", ["2026-12-28"])],
)
def test_a_weekday_of_a_month_comes_every_year(week: str, dates: list[str]) -> None:
    event = event_of(by_day("Board", "2020-01-01", "MONDAY", week, "DECEMBER"))

    assert [start.date().isoformat() for start, _ in first_times(event, len(dates))] == dates


def test_a_weekly_event_ends_with_its_last_date() -> None:
    event = event_of(weekly("Sundays", "......S", "10:00", "12:00", recurEndDate="2026-11-29"))

    assert [start.date().isoformat() for start, _ in first_times(event)] == ["2026-11-22", "2026-11-29"]


def test_what_recurs_may_say_so_or_not() -> None:
    body = weekly("Sundays", "......S", "10:00", "12:00")
    told = {**body, "recurrence": {**body["recurrence"], "recurForEver": True}}

    assert event_of(body) == event_of(told)


@pytest.mark.parametrize(
    "body",
    [
        once("E", "2026-11-26", "2026-11-25"),
        once("E", "2026-11-26", start="9 o'clock", end="10:00"),
        once("E", "2026-11-26", start="09:00", end="09:00"),
        {"name": "E", "startDate": "2026-11-26", "endDate": "2026-11-26"},
        once("E", "2026-11-26") | {"recurrence": {"recurForEver": True}},
        once("E", "2026-11-26") | {"recurrence": {"recurDaily": {"recurInterval": 2}}},
        weekly("E", ".......", "09:00", "10:00"),
        once("E", "2026-11-26") | {"recurrence": {"recurWeekly": {"monday": True, "recurInterval": 2}}},
        yearly("E", "2026-02-01", 30, "FEBRUARY"),
        yearly("E", "2026-02-01", 3, "SMARCH"),
        by_day("E", "2026-02-01", "MONDAY", "FIFTH", "MARCH"),
        once("E", "2026-11-26") | {"recurrence": {"recurYearlyByDate": {"month": "MAY"}}},
    ],
)
def test_an_event_of_an_unknown_shape_is_named_and_never_guessed(body: dict[str, Any]) -> None:
    with pytest.raises(PhoneSystemError, match="schedule “Holidays” has an event “E” that could not be understood"):
        event_of(body)


def test_an_interval_of_one_week_is_what_every_week_means() -> None:
    body = once("E", "2026-11-26") | {"recurrence": {"recurWeekly": {"monday": True, "recurInterval": 1}}}

    assert event_of(body).rule == Weekly(days=(Weekday.MON,))


@pytest.mark.parametrize(
    "rule",
    [
        None,
        Weekly(days=(Weekday.MON, Weekday.SUN)),
        YearlyByDate(day=31, month=12),
        YearlyByDay(weekday=Weekday.THU, week=-1, month=11),
    ],
)
@pytest.mark.parametrize("until", [None, dt.date(2027, 1, 31)])
@pytest.mark.parametrize("wrapped", [False, True])
def test_what_is_written_is_read_back_equal(rule: Any, until: dt.date | None, *, wrapped: bool) -> None:
    end = dt.datetime(2026, 11, 24, 2) if wrapped else dt.datetime(2026, 11, 25)
    event = Event(
        name="E",
        start=dt.datetime(2026, 11, 23, 9),
        end=end,
        rule=rule,
        until=until if rule else None,
        wrapped=wrapped,
    )

    assert event_of(event_body(event)) == event


def test_a_long_stretch_is_a_part_of_a_day_then_whole_days_then_a_part_again() -> None:
    stretch = Stretch(dt.datetime(2026, 11, 20, 15), dt.datetime(2026, 11, 24, 9))

    assert [(start.isoformat(" ", "hours"), end.isoformat(" ", "hours")) for start, end in pieces(stretch)] == [
        ("2026-11-20 15", "2026-11-21 00"),
        ("2026-11-21 00", "2026-11-24 00"),
        ("2026-11-24 00", "2026-11-24 09"),
    ]


@given(st.integers(0, 5000), st.integers(1, 9000))
def test_the_pieces_of_a_stretch_are_the_whole_and_none_mixes_hours_with_days(start: int, length: int) -> None:
    first = MIDNIGHT + dt.timedelta(minutes=start)
    stretch = Stretch(first, first + dt.timedelta(minutes=length))

    parts = list(pieces(stretch))

    assert union(parts) == (stretch,)
    for each in parts:
        whole_days = each.start.time() == each.end.time() == dt.time()
        assert whole_days or each.end - each.start <= dt.timedelta(days=1)
        assert whole_days or (each.end - dt.timedelta(minutes=1)).date() == each.start.date()
