"""Time arithmetic: by tables where a day is odd, and by laws everywhere."""

import datetime as dt
import itertools
import time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters import (
    HORIZON,
    WHOLE_DAY,
    Close,
    Interval,
    OpenSpecial,
    Override,
    Setup,
    Weekday,
    WeeklyHours,
    day_hours,
    exists,
    is_open,
    moment,
    next_change,
    override_at,
    timeline,
    wall_clock,
)
from tests.adapters import strategies

NINE_TO_FIVE = (Interval(start=540, end=1020),)
NEW_YORK = Setup(
    line_id="1",
    zone="America/New_York",
    hours=WeeklyHours(mon=NINE_TO_FIVE, tue=NINE_TO_FIVE, wed=NINE_TO_FIVE, thu=NINE_TO_FIVE, fri=NINE_TO_FIVE),
)


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def local(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        pytest.param("2026-11-20T13:59", False, id="a minute before opening"),
        pytest.param("2026-11-20T14:00", True, id="at opening"),
        pytest.param("2026-11-20T21:59", True, id="the last minute"),
        pytest.param("2026-11-20T22:00", False, id="at closing"),
        pytest.param("2026-11-21T15:00", False, id="on a day without hours"),
        pytest.param("2026-07-20T13:00", True, id="an hour earlier in summer"),
    ],
)
def test_hours_are_wall_clock_times_of_the_line(at: str, expected: bool) -> None:  # noqa: FBT001
    assert is_open(NEW_YORK, utc(at)) is expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(Close(start=local("2026-11-20T12:00"), end=local("2026-11-20T13:00")), [(540, 720), (780, 1020)]),
        pytest.param(Close(start=local("2026-11-19T00:00"), end=local("2026-11-21T00:00")), []),
        pytest.param(Close(start=local("2026-11-20T16:00"), end=None), [(540, 960)]),
        pytest.param(OpenSpecial(start=local("2026-11-20T17:00"), end=local("2026-11-20T18:30")), [(540, 1110)]),
        pytest.param(
            OpenSpecial(start=local("2026-11-20T22:00"), end=local("2026-11-21T02:00")), [(540, 1020), (1320, 1440)]
        ),
        pytest.param(Close(start=local("2026-11-20T10:00:05"), end=local("2026-11-20T10:00:40")), [(540, 1020)]),
    ],
    ids=["a hole", "whole days", "until further notice", "longer", "cut at midnight", "less than a minute"],
)
def test_overrides_lie_over_the_hours_of_a_date(change: Close | OpenSpecial, expected: list[tuple[int, int]]) -> None:
    setup = change.applied_to(NEW_YORK)

    found = day_hours(setup.hours, setup.overrides, dt.date(2026, 11, 20))

    assert [(each.start, each.end) for each in found] == expected


def test_a_line_that_is_always_open_ignores_its_dormant_rows() -> None:
    setup = NEW_YORK.model_copy(update={"hours": NEW_YORK.hours.model_copy(update={"always": True})})

    assert day_hours(setup.hours, (), dt.date(2026, 11, 21)) == WHOLE_DAY
    assert next_change(setup, utc("2026-11-20T12:00")) is None


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        pytest.param("2026-11-20T12:00", "2026-11-20T14:00", id="opens today"),
        pytest.param("2026-11-20T14:00", "2026-11-20T22:00", id="closes today"),
        pytest.param("2026-11-20T22:00", "2026-11-23T14:00", id="opens after the weekend"),
        pytest.param("2026-10-30T21:00", "2026-11-02T14:00", id="opens after the clocks went back"),
    ],
)
def test_the_next_change_is_the_next_opening_or_closing(at: str, expected: str) -> None:
    assert next_change(NEW_YORK, utc(at)) == utc(expected)


def test_an_interval_that_begins_in_the_missing_hour_begins_after_it() -> None:
    night = Setup(line_id="1", zone="America/New_York", hours=WeeklyHours(sun=(Interval(start=150, end=240),)))

    spans = timeline(night, utc("2026-03-08T05:00"), utc("2026-03-08T12:00"))

    assert [(span.start, span.end) for span in spans if span.open] == [
        (utc("2026-03-08T07:00"), utc("2026-03-08T08:00"))
    ]


def test_the_repeated_hour_counts_twice() -> None:
    night = Setup(line_id="1", zone="America/New_York", hours=WeeklyHours(sun=(Interval(start=60, end=120),)))

    spans = timeline(night, utc("2026-11-01T04:00"), utc("2026-11-01T10:00"))

    assert [(span.start, span.end) for span in spans if span.open] == [
        (utc("2026-11-01T05:00"), utc("2026-11-01T07:00"))
    ]


@pytest.mark.parametrize(
    ("zone", "text", "expected"),
    [
        pytest.param("America/New_York", "2026-03-08T02:30", "2026-03-08T07:00", id="a missing hour"),
        pytest.param("America/New_York", "2026-11-01T01:30", "2026-11-01T05:30", id="a repeated hour: the first time"),
        pytest.param("America/Santiago", "2026-09-06T00:00", "2026-09-06T04:00", id="a midnight that is missing"),
        pytest.param("America/Santiago", "2026-09-06T00:30", "2026-09-06T04:00", id="after a midnight that is missing"),
        pytest.param("Australia/Lord_Howe", "2026-10-04T02:10:20", "2026-10-03T15:30", id="half an hour is missing"),
        pytest.param("US/Pacific", "2026-11-20T09:00", "2026-11-20T17:00", id="an old name of a zone"),
    ],
)
def test_a_skipped_time_is_the_moment_after_the_jump(zone: str, text: str, expected: str) -> None:
    assert moment(local(text), zone) == utc(expected)


def test_a_time_exists_unless_the_clock_jumps_over_it() -> None:
    assert exists(local("2026-11-01T01:30"), "America/New_York")
    assert not exists(local("2026-03-08T02:30"), "America/New_York")


def test_the_override_in_force_is_found() -> None:
    closure = Override(state="closed", start=local("2026-11-20T00:00"), end=local("2026-11-21T00:00"), name="Move")
    setup = NEW_YORK.model_copy(update={"overrides": (closure,)})

    assert override_at(setup, utc("2026-11-20T05:00")) == closure
    assert override_at(setup, utc("2026-11-21T05:00")) is None


def test_a_line_that_never_changes_is_told_at_once() -> None:
    closed = NEW_YORK.model_copy(update={"hours": WeeklyHours()})
    began = time.perf_counter()

    assert next_change(closed, utc("2026-11-20T05:00")) is None

    assert time.perf_counter() - began < 1, f"{HORIZON.days} days took too long"


@given(st.data(), st.booleans())
def test_where_every_day_is_alike_the_next_change_is_still_that_of_the_timeline(
    data: st.DataObject,
    always: bool,  # noqa: FBT001
) -> None:
    zone, start = data.draw(strategies.moments())
    setup = data.draw(strategies.setups(zone, start)).model_copy(update={"hours": WeeklyHours(always=always)})
    end = start + dt.timedelta(days=40)

    spans = timeline(setup, start, end)

    found = next_change(setup, start)
    assert found == spans[0].end if len(spans) > 1 else found is None or found >= end


@given(st.data())
def test_a_timeline_has_no_gap_and_agrees_with_every_moment_in_it(data: st.DataObject) -> None:
    zone, start = data.draw(strategies.moments())
    setup = data.draw(strategies.setups(zone, start))
    end = start + dt.timedelta(days=3)

    spans = timeline(setup, start, end)

    assert spans[0].start == start
    assert spans[-1].end == end
    for before, after in itertools.pairwise(spans):
        assert before.end == after.start
        assert before.open != after.open
    probe = start + data.draw(st.integers(0, 3 * 1440 - 1)) * strategies.MINUTE
    assert is_open(setup, probe) == next(span.open for span in spans if span.start <= probe < span.end)


@given(st.data())
def test_whether_a_line_is_open_is_what_its_overrides_say_and_else_its_hours(data: st.DataObject) -> None:
    zone, at = data.draw(strategies.moments())
    setup = data.draw(strategies.setups(zone, at))
    there = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)

    said = [each.state == "open" for each in setup.overrides if each.start <= there < (each.end or dt.datetime.max)]
    minute = there.hour * 60 + there.minute
    row = setup.hours.row(Weekday.of(there.date()))
    usual = setup.hours.always or any(each.start <= minute < each.end for each in row)

    assert is_open(setup, at) == (said[0] if said else usual)


@given(strategies.moments())
def test_a_moment_and_its_wall_clock_lead_to_each_other(where: tuple[str, dt.datetime]) -> None:
    zone, at = where
    shown = wall_clock(at, zone)

    assert exists(shown, zone)
    assert wall_clock(moment(shown, zone), zone) == shown
    assert moment(shown, zone) <= at
