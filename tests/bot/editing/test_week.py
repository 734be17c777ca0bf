"""The form of the weekly hours."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters import WHOLE_DAY, Drift, Interval, SetHours, Weekday, WeeklyHours
from bot import plans
from bot.answers import Editing
from bot.editing import FORMS, Chosen, FormName
from bot.errors import NothingToDoError
from bot.plans import Facts
from tests.bot.editing.timing import begun, changes, inputs, line, problems, understood
from tests.bot.offices import DANA, Office, office
from tests.fakes import FRIDAY, WEEK

__all__ = ["office"]

HOURS = FormName.HOURS
DAYS = [day.value for day in Weekday]
ALWAYS = WEEK.model_copy(update={"always": True})


def interval(start: int, end: int) -> Interval:
    return Interval(start=start * 60, end=end * 60)


def rows(known: Facts, **typed: str) -> dict[Weekday, tuple[Interval, ...]]:
    """The rows that are set by a form in which something was typed."""
    [change] = changes(HOURS, {**begun(HOURS, known), **typed}, known)
    assert isinstance(change, SetHours)
    assert not change.always
    return change.rows


def test_it_begins_with_the_hours_of_each_day_in_words() -> None:
    assert begun(HOURS, line()) == {
        "always": "",
        **dict.fromkeys(DAYS[:5], "8:00 AM – 6:00 PM"),
        "sat": "9:00 AM – 1:00 PM",
        "sun": "closed",
    }
    assert begun(HOURS, line(country="DE"))["mon"] == "08:00 – 18:00"


def test_only_days_that_differ_are_set() -> None:
    assert rows(line(), sat="10-2") == {Weekday.SAT: (interval(10, 14),)}
    assert rows(line(), sat="closed", sun="9-12, 1-5") == {
        Weekday.SAT: (),
        Weekday.SUN: (interval(9, 12), interval(13, 17)),
    }
    assert rows(line(), mon="08:00-18:00", fri="all day") == {Weekday.FRI: WHOLE_DAY}


def test_a_day_that_is_left_empty_stays_as_it_is() -> None:
    shown = FORMS[HOURS].inputs({}, Chosen.of([line()], FRIDAY))

    assert rows(line(), mon="", tue="9-5") == {Weekday.TUE: (interval(9, 17),)}
    assert "A day that is left empty stays as it is." in shown[1].hint
    assert shown[1].placeholder == "Stays as it is: 8:00 AM – 6:00 PM"
    assert not shown[1].required


def test_what_is_wrong_stands_at_its_day() -> None:
    found = problems(HOURS, {"mon": "9 until late", "tue": "9-5", "wed": "10pm-2am", "sat": "7-8pm"}, line())

    assert list(found) == ["mon", "wed", "sat"]
    assert found["mon"].startswith("“9 until late” is not understood here. Write for example 9am-5pm")
    assert found["wed"].startswith("Those hours go past midnight.")


weeks = st.lists(
    st.lists(st.integers(0, 1440), max_size=6, unique=True).map(
        lambda edges: tuple(Interval(start=a, end=b) for a, b in zip(*[iter(sorted(edges))] * 2, strict=False))
    ),
    min_size=7,
    max_size=7,
)


@settings(max_examples=60)
@given(week=weeks, country=st.sampled_from(["", "US", "DE"]), always=st.booleans())
def test_a_form_that_nobody_touched_changes_nothing(
    *, week: list[tuple[Interval, ...]], country: str, always: bool
) -> None:
    known = line(hours=WeeklyHours(always=always, **dict(zip(DAYS, week, strict=True))), country=country)

    with pytest.raises(NothingToDoError):
        plans.make(changes(HOURS, begun(HOURS, known), known), known, FRIDAY)


def test_around_the_clock_needs_no_days() -> None:
    assert inputs(HOURS, {"always": ""}) == ["always", *DAYS]
    assert inputs(HOURS, {"always": "on"}) == ["always"]
    assert changes(HOURS, {"always": "on", "mon": "what?"}, line()) == [SetHours(always=True)]


def test_a_line_that_is_open_around_the_clock_gets_the_hours_of_all_its_days() -> None:
    known = line(hours=ALWAYS)

    assert begun(HOURS, known)["always"] == "on"
    assert rows(known, always="") == {day: WEEK.row(day) for day in Weekday}
    assert rows(known, always="", sun="9-1")[Weekday.SUN] == (interval(9, 13),)


def test_hours_that_a_line_has_never_had_are_not_made_up() -> None:
    known = line(hours=WeeklyHours(always=True))

    assert begun(HOURS, known) == {"always": "on", **dict.fromkeys(DAYS, "")}
    found = problems(HOURS, {"mon": "9-5"}, known)
    assert list(found) == DAYS[1:]
    assert found["tue"] == "Support is open around the clock now: write its hours on Tuesday, or closed."
    assert all(each.required for each in FORMS[HOURS].inputs({}, Chosen.of([known], FRIDAY))[1:])


def test_a_system_with_one_stretch_a_day_says_so_at_the_day() -> None:
    narrow = line(intervals_a_day=1)
    broken = WEEK.model_copy(update={"mon": (interval(9, 12), interval(13, 17))})

    assert problems(HOURS, {"tue": "9-12, 1-5"}, narrow) == {
        "tue": "The phone system of Support keeps one stretch of hours a day: write the hours without the break, and"
        " close the line for the break on single dates."
    }
    assert "one stretch a day" in FORMS[HOURS].inputs({}, Chosen.of([narrow], FRIDAY))[1].hint
    assert rows(line(hours=broken, intervals_a_day=1), tue="9-5") == {Weekday.TUE: (interval(9, 17),)}
    assert "no more than 2 stretches" in problems(HOURS, {"tue": "8-9, 10-11, 1-5"}, line(intervals_a_day=2))["tue"]


def test_hours_are_read_as_they_are_written_where_the_line_is() -> None:
    assert rows(line(), mon="9:00-5:00") == {Weekday.MON: (interval(9, 17),)}
    assert "past midnight" in problems(HOURS, {"mon": "9:00-5:00"}, line(country="DE"))["mon"]


def test_of_several_lines_only_what_they_have_in_common_stands_in_it() -> None:
    other = line("Sales", hours=WEEK.model_copy(update={"mon": WEEK.sat}))
    values = begun(HOURS, line(), other)

    assert values["mon"] == ""
    assert values["tue"] == "8:00 AM – 6:00 PM"
    for known in (line(), other):
        with pytest.raises(NothingToDoError):
            plans.make(changes(HOURS, values, known), known, FRIDAY)


def test_lines_of_which_one_is_open_around_the_clock_need_the_hours_of_all_days() -> None:
    values = begun(HOURS, line(), line("Sales", hours=ALWAYS))

    assert values["always"] == ""
    assert values["mon"] == "8:00 AM – 6:00 PM"


def test_a_day_that_somebody_changed_elsewhere_is_settled_by_writing_its_hours() -> None:
    drift = Drift(weekday=Weekday.SAT, expected=WEEK.sat, found=())
    known = line(reading={"drift": (drift,)})

    assert begun(HOURS, known)["sat"] == ""
    assert rows(known, mon="9-5") == {Weekday.MON: (interval(9, 17),)}
    assert rows(known, sat="9-1") == {Weekday.SAT: WEEK.sat}
    told = FORMS[HOURS].glance(Chosen.of([known], FRIDAY))
    assert told[-1] == "Support: Saturday was changed outside Switchhook: closed"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("set support hours sat 10-2", {"sat": "10:00 AM – 2:00 PM"}),
        ("close support every saturday", {"sat": "closed"}),
        ("open support every sunday 9-12 and 1-5", {"sun": "9:00 AM – noon and 1:00 PM – 5:00 PM"}),
        ("set support hours 24/7", {"always": "on"}),
    ],
)
def test_what_was_said_stands_in_it(sentence: str, expected: dict[str, str]) -> None:
    assert begun(HOURS, line(), ask=understood(sentence)) == {**begun(HOURS, line()), **expected}


async def test_days_that_come_back_when_the_switch_goes_off_stand_as_they_were_left(office: Office) -> None:
    shown = await office.desk.edit(DANA, HOURS, ("Support",))
    assert isinstance(shown, Editing)
    drawn = {each.name: each.value for each in shown.inputs}

    on = await office.desk.edited(DANA, shown.draft, HOURS, ("Support",), {**drawn, "sat": "10-2", "always": "on"})
    off = await office.desk.edited(DANA, shown.draft, HOURS, ("Support",), {"always": ""})

    assert on.proposal is not None, on.problems
    assert on.proposal.plan.summary == "Keep Support open around the clock, every day."
    assert [each.name for each in on.inputs] == ["always"]
    assert off.proposal is not None, off.problems
    assert off.proposal.plan.summary.startswith("Set the weekly hours of Support: Sat 10:00 AM – 2:00 PM")
    assert {each.name: each.value for each in off.inputs} == {**drawn, "sat": "10-2"}
