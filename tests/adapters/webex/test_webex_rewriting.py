"""Events change as little as possible, and read afterwards as what was wanted."""

import datetime as dt
from typing import Any

import pytest

from adapters import Interval, Override, Weekday
from adapters.webex.events import Weekly
from adapters.webex.eventwire import CLOSURES, Events, WireSchedule, event_body, schedule_of
from adapters.webex.rewriting import covering, cut_out, names_of, steps_between, with_step
from adapters.webex.stretches import Stretch
from adapters.webex.weekly import rows_of, with_rows
from adapters.webex.wire import parsed
from tests.adapters.webex.schedule_events import once, weekly, yearly

TODAY = dt.date(2026, 11, 20)
MIDNIGHT = dt.datetime(2026, 11, 20)
NINE_TO_FIVE = (Interval(start=540, end=1020),)


def events_of(*bodies: dict[str, Any]) -> Events:
    answer = {"id": "S1", "name": "S", "type": "holidays", "events": [*bodies]}
    return schedule_of(CLOSURES, parsed(WireSchedule, answer)).events


def closed(first: dt.datetime, last: dt.datetime | None, name: str = "") -> Override:
    return Override(state="closed", start=first, end=last, name=name)


def day(date: int, month: int = 11, hour: int = 0) -> dt.datetime:
    return dt.datetime(2026, month, date, hour)


def covered(events: Events, *wanted: Override) -> list[dict[str, Any]]:
    result = covering(events, wanted, (), MIDNIGHT, names_of(events))
    return [event_body(each) for each in result]


def steps(before: Events, after: Events) -> list[str]:
    verbs = {(False, True): "add", (True, True): "change", (True, False): "delete"}
    found = steps_between(before, after)
    return [
        f"{verbs[step.old is not None, step.new is not None]} {(step.new or step.old or before[0]).name}"
        for step in found
    ]


def test_a_closed_saturday_is_one_all_day_event() -> None:
    assert covered((), closed(day(21), day(22))) == [
        {"name": "Closed 21 Nov 2026", "startDate": "2026-11-21", "endDate": "2026-11-21", "allDayEnabled": True}
    ]


def test_until_further_notice_is_the_rest_of_the_day_and_then_a_very_long_event() -> None:
    first, rest = covered((), closed(day(20, hour=15), None))

    assert (first["startTime"], first["endTime"]) == ("15:00", "23:59")
    assert (rest["startDate"], rest["endDate"], rest["allDayEnabled"]) == ("2026-11-21", "2099-12-31", True)


@pytest.mark.parametrize(
    ("name", "hour", "expected"),
    [
        ("", 15, "Closed 20 Nov 2026 15:00"),
        ("Inventory", 0, "Inventory Closed 20 Nov 2026"),
        ("Thanksgiving Day", 0, "Thanksgiving Day 20 Nov 2026"),
        ("A name that is much too long", 15, "A name that 20 Nov 2026 15:00"),
        ("two\nlines ", 0, "two lines Closed 20 Nov 2026"),
    ],
)
def test_an_event_is_named_so_that_people_can_read_it(name: str, hour: int, expected: str) -> None:
    [body] = covered((), closed(day(20, hour=hour), day(21), name))

    assert body["name"] == expected
    assert len(expected) <= 30


def test_a_name_that_is_taken_gets_a_number() -> None:
    taken = events_of(once("closed 21 nov 2026", "2026-11-28"))

    result = covered(taken, closed(day(28), day(29)), closed(day(21), day(22)))

    assert [each["name"] for each in result] == ["closed 21 nov 2026", "Closed 21 Nov 2026 2"]


def test_what_is_closed_already_needs_no_event() -> None:
    found = events_of(once("Works", "2026-11-20", "2026-11-28"))

    assert covering(found, [closed(day(21), day(22)), closed(day(20), day(29))], (), MIDNIGHT, set()) == found


def test_what_ended_before_today_is_not_touched() -> None:
    past = events_of(once("Past", "2026-11-18", "2026-11-19"))

    assert covering(past, [], (), MIDNIGHT, set()) == past


def test_an_event_is_cut_where_it_overlaps_and_keeps_its_past() -> None:
    found = events_of(once("Works", "2026-11-18", "2026-11-24"))

    result = covered(found, closed(day(20), day(21)), closed(day(23), day(25)))

    assert [(each["name"], each["startDate"], each["endDate"]) for each in result] == [
        ("Works", "2026-11-18", "2026-11-20"),
        ("Works 2", "2026-11-23", "2026-11-24"),
    ]


def test_a_yearly_event_that_is_cut_begins_again_next_year() -> None:
    found = events_of(yearly("Christmas", "2020-12-25", 25, "DECEMBER"))

    again, morning, evening = cut_out(found, (Stretch(day(25, 12, 10), day(25, 12, 14)),), MIDNIGHT, set())

    assert (again.name, again.start, again.rule) == ("Christmas", dt.datetime(2027, 12, 25), found[0].rule)
    assert (morning.start, morning.end) == (day(25, 12), day(25, 12, 10))
    assert (evening.start, evening.end) == (day(25, 12, 14), day(26, 12))
    assert steps(found, (again, morning, evening)) == ["add Christmas 2", "add Christmas 3", "change Christmas"]


def test_a_weekly_closure_that_is_cut_ends_before_and_begins_again_after() -> None:
    found = events_of(weekly("Sundays", "......S", "00:00", "23:59"))

    result = cut_out(found, (Stretch(day(13, 12), day(14, 12)),), MIDNIGHT, set())

    assert [(each.start.date().isoformat(), each.until and each.until.isoformat()) for each in result] == [
        ("2026-11-22", "2026-12-06"),
        ("2026-12-20", None),
    ]


def test_what_is_skipped_once_stands_alone() -> None:
    found = events_of(weekly("Sundays", "......S", "00:00", "23:59"))

    result = cut_out(found, (Stretch(day(29), day(30)),), MIDNIGHT, set())

    assert [(each.start.day, each.rule is None) for each in result] == [(22, True), (6, False)]


def test_special_hours_under_a_closure_may_stay() -> None:
    found = events_of(once("Late", "2026-11-21", start="18:00", end="20:00"))

    assert covering(found, [], (Stretch(day(21), day(22)),), MIDNIGHT, set()) == found
    assert covering(found, [], (), MIDNIGHT, set()) == ()


def test_steps_lead_from_one_to_the_other_additions_first() -> None:
    before = events_of(once("A", "2026-11-21"), once("B", "2026-11-22"))
    after = events_of(once("B", "2026-11-23"), once("C", "2026-11-24"))

    result = before
    for step in steps_between(before, after):
        result = with_step(result, step)

    assert set(result) == set(after)
    assert steps(before, after) == ["add C", "change B", "delete A"]


WEEKDAYS = events_of(weekly("Weekdays", "MTWTF..", "09:00", "17:00"), weekly("Sat", ".....S.", "10:00", "14:00"))


def rewritten(events: Events, **rows: tuple[Interval, ...]) -> Events:
    wanted = rows_of(events) | {Weekday(day): row for day, row in rows.items()}
    result = with_rows(events, wanted, set(), TODAY)
    assert rows_of(result) == wanted
    return result


def test_one_day_of_several_is_switched_off_and_gets_events_of_its_own() -> None:
    morning, afternoon = Interval(start=480, end=720), Interval(start=780, end=1080)

    result = rewritten(WEEKDAYS, mon=(morning, afternoon))

    assert steps(WEEKDAYS, result) == ["add Monday 1", "add Monday 2", "change Weekdays"]
    by_name = {each.name: each for each in result}
    assert by_name["Weekdays"].start == dt.datetime(2026, 11, 20, 9)
    assert by_name["Monday 1"].start == dt.datetime(2026, 11, 16, 8)
    body = event_body(by_name["Weekdays"])
    assert body["recurrence"]["recurForEver"]
    assert [day for day, on in body["recurrence"]["recurWeekly"].items() if on] == [
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
    ]


def test_other_times_on_all_days_of_an_event_are_one_change() -> None:
    later = (Interval(start=600, end=1080),)

    result = rewritten(WEEKDAYS, mon=later, tue=later, wed=later, thu=later, fri=later)

    assert steps(WEEKDAYS, result) == ["change Weekdays"]


def test_a_weekday_that_closes_loses_its_event() -> None:
    assert steps(WEEKDAYS, rewritten(WEEKDAYS, sat=())) == ["delete Sat"]


def test_an_interval_that_stays_keeps_its_event() -> None:
    found = events_of(weekly("Early", "M......", "08:00", "12:00"), weekly("Late", "M......", "13:00", "17:00"))

    assert steps(found, rewritten(found, mon=(Interval(start=480, end=720),))) == ["delete Late"]


def test_a_night_past_midnight_is_kept_on_the_day_that_does_not_change() -> None:
    found = events_of(weekly("Night", "....F..", "22:00", "02:00"))

    result = rewritten(found, fri=NINE_TO_FIVE)

    assert rows_of(result)[Weekday.SAT] == (Interval(start=0, end=120),)


def test_a_whole_day_is_an_all_day_event() -> None:
    [event] = rewritten((), sun=(Interval(start=0, end=1440),))

    assert event_body(event)["allDayEnabled"]
    assert (event.rule, event.start) == (Weekly(days=(Weekday.SUN,)), dt.datetime(2026, 11, 15))
