"""Hours as Telegent writes them: one start and one end a day, by a clock of twelve hours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters import DAY, Interval, Weekday, WeeklyHours
from adapters.telegent.hours import hours_of, is_ours, same_week, schedule_name, times_of
from tests.adapters.telegent.fake_telegent import TIMES, week


@st.composite
def weeks(draw: st.DrawFn) -> WeeklyHours:
    """Hours with one interval a day at most, none of which touches the last minute of a day but to reach midnight."""
    rows = {}
    for day in Weekday:
        if draw(st.booleans()):
            start = draw(st.integers(0, DAY - 3))
            end = draw(st.one_of(st.just(DAY), st.integers(start + 1, DAY - 2)))
            rows[day.value] = (Interval(start=start, end=end),)
    return WeeklyHours.model_validate(rows)


@given(weeks())
def test_what_is_written_is_what_is_read(hours: WeeklyHours) -> None:
    assert set(times_of(hours)) == set(TIMES)
    assert hours_of(times_of(hours)) == hours


@given(weeks(), weeks())
def test_a_name_is_the_same_for_the_same_hours_only(one: WeeklyHours, other: WeeklyHours) -> None:
    assert (schedule_name(one) == schedule_name(other)) == same_week(one, other)
    assert is_ours(schedule_name(one))


def test_always_open_is_every_day_from_midnight_to_midnight() -> None:
    times = times_of(WeeklyHours(always=True))

    assert times == week(**{day.title_name: "12:00 AM-11:59 PM" for day in Weekday})
    assert same_week(hours_of(times), WeeklyHours(always=True))


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("8:00 AM-5:00 PM", (480, 1020)),
        ("08:00 AM-05:30 PM", (480, 1050)),
        ("8 am-12pm", (480, 720)),
        ("12:00 AM-12:00 AM", (0, DAY)),
        ("12:30 a.m.-11:59 P.M.", (30, DAY)),
        ("9:00:00 AM-1:15:00 PM", (540, 795)),
    ],
)
def test_times_are_read_in_many_spellings(text: str, row: tuple[int, int]) -> None:
    assert hours_of(week(Monday=text)).mon == (Interval(start=row[0], end=row[1]),)


@pytest.mark.parametrize(
    "text", ["8:00 AM-", "-5:00 PM", "17:00-18:00", "13:00 PM-2:00 PM", "0:30 AM-1:00 AM", "6:00 PM-2:00 AM", "x-y"]
)
def test_hours_that_nobody_understands_are_an_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"time of day|ends before"):
        hours_of(week(Monday=text))


def test_a_break_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="Monday has more than one interval"):
        times_of(WeeklyHours(mon=(Interval(start=0, end=60), Interval(start=90, end=99))))


@pytest.mark.parametrize(("name", "ours"), [("Switchhook hours", False), ("Office", False), ("Switchhook 0a", False)])
def test_a_name_of_somebody_else_is_not_ours(name: str, ours: bool) -> None:  # noqa: FBT001  # a parameter
    assert is_ours(name) == ours
