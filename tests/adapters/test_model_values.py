"""The values that everything else is made of."""

import datetime as dt

import pytest
from pydantic import ValidationError

from adapters import Interval, Menu, MenuAction, Option, OptionValue, Override, Weekday, WeeklyHours, clock_minute


@pytest.mark.parametrize("text", ["9", "09:60", "9am", "", "24:01:00", "-1:00", "²:00", "1 :00", "24:01", "99:00"])
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a time of day"):
        clock_minute(text)


def test_an_interval_is_a_pair_in_json_and_midnight_is_24_00() -> None:
    interval = Interval.model_validate(["22:00", "24:00"])

    assert (interval.start, interval.end) == (1320, 1440)
    assert interval.model_dump_json() == '["22:00","24:00"]'


@pytest.mark.parametrize("pair", [["17:00", "09:00"], ["09:00", "09:00"], ["24:00", "25:00"], ["09:00", "24:01"]])
def test_an_interval_lies_within_one_day_and_ends_after_it_begins(pair: list[str]) -> None:
    with pytest.raises(ValidationError):
        Interval.model_validate(pair)


def test_the_intervals_of_a_day_are_sorted_and_merged() -> None:
    hours = WeeklyHours.model_validate({"mon": [["13:00", "17:00"], ["08:00", "12:00"], ["12:00", "13:00"]]})

    assert hours.mon == (Interval(start=480, end=1020),)


def test_a_weekday_knows_its_dates_and_its_name() -> None:
    assert Weekday.of(dt.date(2026, 11, 21)) is Weekday.SAT
    assert Weekday.SAT.title_name == "Saturday"


@pytest.mark.parametrize(
    ("start", "end"),
    [
        pytest.param("2026-11-21T00:00", "2026-11-21T00:00", id="no length"),
        pytest.param("2026-11-22T00:00", "2026-11-21T00:00", id="backwards"),
        pytest.param("2026-11-21T00:00Z", None, id="with a zone"),
    ],
)
def test_an_override_is_a_stretch_of_wall_clock_time(start: str, end: str | None) -> None:
    with pytest.raises(ValidationError):
        Override.model_validate({"state": "closed", "start": start, "end": end})


def test_values_do_not_change_and_take_nothing_unknown() -> None:
    with pytest.raises(ValidationError):
        Menu.model_validate({"action": {"action": "menu"}, "color": "red"})
    with pytest.raises(ValidationError):
        MenuAction(action="menu").action = "voicemail"  # type: ignore[misc]  # that it cannot be set is the point


NO_NUMBERS = ("", "tel:+442079460958", "sip:eve@evil.example", "+442079460958;1", "9,011442079460958", "*72", 4500)
SWITCH = Option(name="switch", label="Switch", type="switch")
NUMBER = Option(name="number", label="Ring time", type="number", minimum=10, maximum=45, unit="seconds")
COUNT = Option(name="count", label="Count", type="number")
TEXT = Option(name="text", label="Name", type="text", minimum=1, maximum=5)
PHONE = Option(name="phone", label="Forward to", type="phone")
CHOICE = Option(name="choice", label="Key", type="choice", choices=(("*", "Star"), ("#", "Hash")))


@pytest.mark.parametrize(
    ("option", "value", "problem"),
    [
        (SWITCH, True, None),
        (SWITCH, 1, "Switch is either on or off."),
        (SWITCH, "on", "Switch is either on or off."),
        (NUMBER, 10, None),
        (NUMBER, 45, None),
        (NUMBER, 9, "Ring time is a whole number from 10 to 45 seconds."),
        (NUMBER, 46, "Ring time is a whole number from 10 to 45 seconds."),
        (NUMBER, True, "Ring time is a whole number from 10 to 45 seconds."),
        (NUMBER, "20", "Ring time is a whole number from 10 to 45 seconds."),
        (COUNT, 10**12, None),
        (COUNT, -1, "Count is a whole number from 0 up."),
        (TEXT, "Sales", None),
        (TEXT, "", "Name is one line from 1 to 5 characters long."),
        (TEXT, "Support", "Name is one line from 1 to 5 characters long."),
        (TEXT, "a\nb", "Name is one line from 1 to 5 characters long."),
        (TEXT, 5, "Name is one line from 1 to 5 characters long."),
        (PHONE, "+442079460958", None),
        (PHONE, "4500", None),
        *((PHONE, each, "Forward to is a number with its country code, or an extension.") for each in NO_NUMBERS),
        (CHOICE, "#", None),
        (CHOICE, "5", "Key is one of: Star, Hash."),
    ],
)
def test_an_option_says_what_is_wrong_with_a_value(option: Option, value: OptionValue, problem: str | None) -> None:
    assert option.problem(value) == problem
