"""The form of special hours."""

import datetime as dt
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters import Change, Close, Interval, OpenSpecial, WeeklyHours, all_applied, day_hours
from bot.editing import FormName
from bot.language import Ask, Verb, Window
from tests.bot.editing.timing import begun, changes, inputs, line, problems, understood
from tests.bot.offices import DANA, Office, office

__all__ = ["office"]

OPEN = FormName.OPEN


def at(day: int, hour: int = 0, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, 11, day, hour, minute)


def opened(*spans: tuple[dt.datetime, dt.datetime]) -> list[Change]:
    return [OpenSpecial(start=start, end=end) for start, end in spans]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param({"from": "2026-11-22", "hours": "9-1"}, opened((at(22, 9), at(22, 13))), id="a closed day"),
        pytest.param(
            {"from": "2026-11-22", "hours": "9-12, 1-5"},
            opened((at(22, 9), at(22, 12)), (at(22, 13), at(22, 17))),
            id="two stretches",
        ),
        pytest.param({"from": "2026-11-22", "hours": "all day"}, opened((at(22), at(23))), id="all day"),
        pytest.param(
            {"from": "2026-11-21", "to": "2026-11-22", "hours": "6pm-8pm", "only": "besides"},
            opened((at(21, 18), at(21, 20)), (at(22, 18), at(22, 20))),
            id="days",
        ),
        pytest.param(
            {"from": "2026-11-21", "to": "2026-11-22", "hours": "all day"}, opened((at(21), at(23))), id="whole days"
        ),
        pytest.param(
            {"from": "2026-11-23", "hours": "9-12", "only": "only"},
            [Close(start=at(23), end=at(24)), *opened((at(23, 9), at(23, 12)))],
            id="only these hours",
        ),
        pytest.param(
            {"also": "nov 22 9am-noon; nov 29 from 10pm to 2am"},
            opened((at(22, 9), at(22, 12)), (at(29, 22), at(30, 2))),
            id="in words",
        ),
        pytest.param({"from": "2026-11-20", "hours": "9am-9pm"}, opened((at(20, 9), at(20, 21))), id="longer today"),
    ],
)
def test_what_stands_in_it_means_these_special_hours(values: dict[str, str], expected: list[Change]) -> None:
    assert changes(OPEN, values, line()) == expected


@pytest.mark.parametrize(
    ("values", "fields", "sentence"),
    [
        ({}, ["from", "hours"], "Choose the first day."),
        ({"hours": "9-1"}, ["from"], "Choose the first day."),
        ({"from": "2026-11-22"}, ["hours"], "Write the hours, for example 9am-1pm, or 9-12 and 1-5."),
        ({"from": "2026-11-19", "hours": "9-1"}, ["from"], "Thu 19 Nov 2026 is over in New York time. Choose today"),
        ({"from": "2026-11-22", "to": "2030-01-01", "hours": "9-1"}, ["to"], "Tue 1 Jan 2030 is more than 18 months"),
        ({"from": "2026-11-22", "to": "2026-11-21", "hours": "9-1"}, ["to"], "“Last day” is before “First day”."),
        ({"from": "2026-11-22", "to": "2027-01-22", "hours": "9-1"}, ["to"], "Those are 62 days. Choose fewer"),
        ({"from": "2026-11-22", "hours": "nine-ish"}, ["hours"], "“nine-ish” is not understood here. Write for exa"),
        ({"from": "2026-11-22", "hours": "10pm-2am"}, ["hours"], "Those hours go past midnight."),
        ({"from": "2026-11-22", "hours": "7-8pm"}, ["hours"], "In the morning, or in the evening?"),
        ({"from": "2026-11-22", "hours": "closed"}, ["hours"], "To close it on these days, change “Close for a while”"),
        (
            {"from": "2026-11-20", "hours": "6am-9:30am, 7pm-9pm"},
            ["hours"],
            "6:00 AM – 9:30 AM on Fri 20 Nov 2026 is over in New York time.",
        ),
        ({"from": "2027-03-14", "hours": "2:30am-4am"}, ["hours"], "2:30 AM does not exist on Sun 14 Mar 2027"),
        (
            {"from": "2026-11-23", "hours": "9-12"},
            ["only"],
            "Support is open 8:00 AM – 6:00 PM on Mon 23 Nov 2026. Choose whether it is to be open only at these hours",
        ),
        (
            {"from": "2026-11-23", "hours": "9-12", "only": "besides"},
            ["only"],
            "Should it be open only 9:00 AM – noon that day? If so",
        ),
        ({"from": "2026-11-22", "hours": "14-10"}, ["hours"], "Until 10 AM or 10 PM? Write both times with am or pm"),
        ({"from": "2026-11-22", "hours": "9-12", "also": "soon"}, ["also"], "“soon” is not understood here."),
        ({"from": "2026-11-22", "hours": "9-12", "also": "dec 24"}, ["also"], "From when until when?"),
        ({"from": "2026-11-22", "hours": "9-12", "also": "only dec 24 9-1"}, ["also"], "says more than days and tim"),
        ({"also": "from nov 22 9am until further notice"}, ["also"], "Say until when it is to be open"),
        ({"from": "2026-11-22", "hours": "9-12", "also": "nov 22 11-1"}, ["also"], "Those times overlap the other"),
        ({"also": "nov 22 from opening to noon"}, ["also"], "Support is closed all day on Sun 22 Nov 2026"),
    ],
)
def test_what_is_wrong_stands_at_its_field(values: dict[str, str], fields: list[str], sentence: str) -> None:
    found = problems(OPEN, values, line())

    assert list(found) == fields
    assert sentence in found[fields[0]]


def test_hours_are_read_as_they_are_written_where_the_line_is() -> None:
    berlin = line(zone="Europe/Berlin", country="DE", hours=WeeklyHours())

    assert changes(OPEN, {"from": "2026-11-22", "hours": "9:00-5:00 pm"}, berlin) == opened((at(22, 9), at(22, 17)))
    assert changes(OPEN, {"from": "2026-11-22", "hours": "5:00-9:00"}, berlin) == opened((at(22, 5), at(22, 9)))
    assert "past midnight" in problems(OPEN, {"from": "2026-11-22", "hours": "9:00-5:00"}, berlin)["hours"]


@pytest.mark.parametrize(
    ("values", "asked"),
    [
        ({}, False),
        ({"from": "2026-11-22"}, False),
        ({"from": "2026-11-22", "hours": "10-2"}, False),
        ({"from": "2026-11-23"}, True),
        ({"from": "2026-11-23", "hours": "10-2"}, True),
        ({"from": "2026-11-23", "hours": "nine-ish"}, True),
        ({"from": "2026-11-23", "hours": "8am-7pm"}, False),
        ({"from": "2026-11-22", "to": "2026-11-23", "hours": "10-2"}, True),
        ({"also": "nov 23 7pm-9pm"}, True),
        ({"from": "2026-11-20", "hours": "9am-9pm"}, False),
    ],
    ids=str,
)
def test_it_asks_whether_these_are_all_hours_where_it_is_open_otherwise(values: dict[str, str], *, asked: bool) -> None:
    assert inputs(OPEN, values) == ["from", "to", "hours", *(["only"] if asked else []), "also"]


def test_on_days_with_a_break_no_hours_are_taken_for_what_they_may_not_mean() -> None:
    broken = line(hours=WeeklyHours(mon=(Interval(start=540, end=720), Interval(start=780, end=1020))))
    values = {"from": "2026-11-23", "hours": "10-14"}

    assert list(problems(OPEN, values, broken)) == ["only"]
    assert changes(OPEN, {**values, "only": "besides"}, broken) == opened((at(23, 10), at(23, 14)))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("open support sunday 9-1", {"from": "2026-11-22", "hours": "9:00 AM – 1:00 PM"}),
        ("open support until 8pm", {"from": "2026-11-20", "hours": "10:00 AM – 8:00 PM"}),
        (
            "open support only dec 24 9-12 and 1-3",
            {"from": "2026-12-24", "hours": "9:00 AM – noon and 1:00 PM – 3:00 PM", "only": "only"},
        ),
        ("open support all day nov 28-29", {"from": "2026-11-28", "to": "2026-11-29", "hours": "open all day"}),
        (
            "open support 6pm-8pm on dec 22, 23 and 29",
            {
                "from": "2026-12-22",
                "to": "2026-12-23",
                "hours": "6:00 PM – 8:00 PM",
                "only": "besides",
                "also": "on 2026-12-29 from 18:00 to 20:00",
            },
        ),
        ("extend support to 8pm on monday", {"from": "2026-11-23", "hours": "6:00 PM – 8:00 PM", "only": "besides"}),
        (
            "open support from nov 28 10pm to nov 29 6am",
            {"also": "from 2026-11-28 22:00 to 2026-11-29 06:00", "only": "besides"},
        ),
    ],
)
def test_what_was_said_stands_in_it(sentence: str, expected: Mapping[str, str]) -> None:
    values = begun(OPEN, line(), ask=understood(sentence))

    assert {name: each for name, each in values.items() if each} == expected


def test_nothing_stands_in_it_where_nothing_was_said() -> None:
    assert begun(OPEN, line()) == {}
    assert begun(OPEN, line(), ask=Ask(verb=Verb.OPEN, lines=("Support",))) == {}


stretches = st.tuples(st.integers(0, 6), st.lists(st.integers(0, 1440), min_size=2, max_size=6, unique=True))


@settings(max_examples=60)
@given(days=st.lists(stretches, min_size=1, max_size=3, unique_by=lambda each: each[0]), only=st.booleans())
def test_whatever_hours_are_named_are_those_that_are_meant(*, days: list[tuple[int, list[int]]], only: bool) -> None:
    windows = []
    for day, minutes in sorted(days):
        edges = sorted(minutes)
        spans = [Interval(start=a, end=b) for a, b in zip(edges[::2], edges[1::2], strict=False)]
        midnight = at(22) + dt.timedelta(days=day)
        windows += [
            Window(start=midnight + dt.timedelta(minutes=each.start), end=midnight + dt.timedelta(minutes=each.end))
            for each in spans
        ]
    known = line(hours=WeeklyHours(), zone="UTC")
    ask = Ask(verb=Verb.OPEN, lines=("Support",), windows=tuple(windows), only=only)

    found = changes(OPEN, begun(OPEN, known, ask=ask), known)

    said = known.setup
    for window in windows:
        assert isinstance(window.start, dt.datetime)
        assert isinstance(window.end, dt.datetime)
        said = OpenSpecial(start=window.start, end=window.end).applied_to(said)
    laid = all_applied(found, known.setup)
    for date in (at(22).date() + dt.timedelta(days=number) for number in range(9)):
        assert day_hours(laid.hours, laid.overrides, date) == day_hours(said.hours, said.overrides, date)


async def test_hours_at_which_the_line_is_open_anyway_are_asked_about_at_the_switch(office: Office) -> None:
    shown = await office.desk.edit(DANA, OPEN, ("Support",))
    values = {"from": "2026-11-23", "hours": "9am-noon"}

    asked = await office.desk.edited(DANA, shown.draft, OPEN, ("Support",), values)
    answered = await office.desk.edited(DANA, shown.draft, OPEN, ("Support",), {**values, "only": "only"})

    assert list(asked.problems) == ["only"]
    assert answered.proposal is not None, answered.problems
    assert answered.proposal.plan.parts[0].differences[0].will == "9:00 AM – noon"
