"""The form of a closure."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters import Close, Override
from bot.answers import Editing
from bot.editing import FORMS, Chosen, FormName
from bot.language import Ask, Edge, Verb, Window
from bot.requests import Request
from tests.bot.editing.timing import begun, changes, inputs, line, problems, understood
from tests.bot.offices import DANA, Office, office
from tests.fakes import FRIDAY, NEW_YORK, WEEK

__all__ = ["office"]

CLOSE = FormName.CLOSE


def at(day: int, hour: int = 0, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, 11, day, hour, minute)


def moment(month: int, day: int, hour: int, year: int = 2026) -> dt.datetime:
    return dt.datetime(year, month, day, hour, tzinfo=ZoneInfo(NEW_YORK))


def stretches(values: dict[str, str], now: dt.datetime = FRIDAY) -> list[tuple[dt.datetime, dt.datetime | None]]:
    found = changes(CLOSE, values, line(), now)
    return [(each.start, each.end) for each in found if isinstance(each, Close)]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param({"from": "2026-11-23"}, [(at(23), at(24))], id="a day"),
        pytest.param({"from": "2026-11-23", "to": "2026-11-25"}, [(at(23), at(26))], id="days"),
        pytest.param({"from": "2026-11-23", "from_time": "14:00"}, [(at(23, 14), at(24))], id="from a time"),
        pytest.param({"from": "2026-11-23", "to_time": "12:30"}, [(at(23), at(23, 12, 30))], id="until a time"),
        pytest.param(
            {"from": "2026-11-23", "from_time": "22:00", "to": "2026-11-24", "to_time": "06:00", "each": "through"},
            [(at(23, 22), at(24, 6))],
            id="a night",
        ),
        pytest.param(
            {"from": "2026-11-23", "from_time": "12:00", "to": "2026-11-25", "to_time": "13:00", "each": "daily"},
            [(at(day, 12), at(day, 13)) for day in (23, 24, 25)],
            id="lunch on three days",
        ),
        pytest.param(
            {"from": "2026-11-23", "from_time": "16:00", "to": "2026-11-24", "each": "daily"},
            [(at(23, 16), at(24)), (at(24, 16), at(25))],
            id="early on two days",
        ),
        pytest.param({"from": "2026-11-20", "for_good": "on"}, [(at(20), None)], id="until further notice"),
        pytest.param(
            {"from": "2026-11-20", "from_time": "15:00", "for_good": "on", "to": "2026-11-21", "to_time": "nine"},
            [(at(20, 15), None)],
            id="an end that is no longer shown",
        ),
        pytest.param(
            {"also": "Nov 24 2pm-4pm; nov 30"}, [(at(24, 14), at(24, 16)), (at(30), at(30) + dt.timedelta(1))]
        ),
        pytest.param({"from": "2026-11-24", "also": "tomorrow"}, [(at(21), at(22)), (at(24), at(25))], id="in order"),
        pytest.param({"from": "2026-11-23", "also": "nov 24 until noon"}, [(at(23), at(24, 12))], id="joined"),
    ],
)
def test_what_stands_in_it_means_these_closures(
    values: dict[str, str], expected: list[tuple[dt.datetime, dt.datetime | None]]
) -> None:
    assert stretches(values) == expected


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({}, "from", "Choose the first day."),
        ({"to": "2026-11-24"}, "from", "Choose the first day."),
        ({"from_time": "14:00"}, "from", "Choose the first day."),
        ({"from": "24 December"}, "from", "“24 December” is not a date. Choose one such as 2026-12-24."),
        ({"from": "2026-02-30"}, "from", "“2026-02-30” is not a date. Choose one such as 2026-12-24."),
        ({"from": "2026-11-19"}, "from", "Thu 19 Nov 2026 is over in New York time. Choose today or a later day."),
        ({"from": "2029-01-01"}, "from", "Mon 1 Jan 2029 is more than 18 months ahead. Choose an earlier day."),
        ({"from": "2026-11-24", "to": "2026-11-23"}, "to", "“Last day” is before “First day”. Choose a later day"),
        ({"from": "2026-11-24", "from_time": "2pm"}, "from_time", "“2pm” is not a time of day."),
        (
            {"from": "2026-11-24", "from_time": "14:00", "to_time": "13:00"},
            "to_time",
            "“Until” is not after “From”. Choose a later time, or a later last day.",
        ),
        ({"from": "2026-11-24", "from_time": "14:00", "to_time": "14:00"}, "to_time", "“Until” is not after “From”."),
        ({"from": "2026-11-24", "to_time": "00:00"}, "to_time", "at the end of the last day leave “Until” empty"),
        (
            {"from": "2026-11-24", "to": "2026-11-25", "from_time": "22:00", "to_time": "06:00", "each": "daily"},
            "to_time",
            "“Until” is not after “From”.",
        ),
        ({"from": "2026-11-24", "to": "2028-06-01"}, "to", "Thu 1 Jun 2028 is more than 18 months ahead. Choose an"),
        ({"from": "2026-11-24", "to": "9999-12-31"}, "to", "Fri 31 Dec 9999 is more than 18 months ahead."),
        (
            {"from": "2026-11-24", "also": "dec 24 to jan 1 2030"},
            "also",
            "Tue 1 Jan 2030 is more than 18 months ahead.",
        ),
        ({"from": "2026-11-20", "to_time": "09:30"}, "to_time", "9:30 AM on Fri 20 Nov 2026 is over in New York time."),
        (
            {"from": "2026-11-20", "to": "2026-11-24", "to_time": "09:30", "each": "daily"},
            "to_time",
            "9:30 AM on Fri 20 Nov 2026 is over in New York time.",
        ),
        (
            {"from": "2026-11-24", "to": "2026-11-25", "to_time": "14:00"},
            "each",
            "Choose whether it is closed all through, or at these times on each of the days.",
        ),
        (
            {"from": "2026-11-24", "to": "2027-02-25", "to_time": "14:00", "each": "daily"},
            "to",
            "Those are 94 days. Choose fewer, or change the weekly hours instead.",
        ),
        (
            {"from": "2027-03-14", "from_time": "02:30"},
            "from_time",
            "2:30 AM does not exist on Sun 14 Mar 2027: the clocks go forward. Choose another time.",
        ),
        ({"from": "2027-11-07", "to_time": "01:30"}, "to_time", "1:30 AM happens twice on Sun 7 Nov 2027"),
        ({"from": "2026-11-24", "also": "in a while"}, "also", "“in a while” is not understood here. Write for exam"),
        ({"from": "2026-11-24", "also": "every monday"}, "also", "“every monday” says more than days and times."),
        ({"from": "2026-11-24", "also": "tomorrow for training"}, "also", "says more than days and times."),
        ({"from": "2026-11-24", "also": "2026-11-19"}, "also", "Thu 19 Nov 2026 is over."),
        ({"from": "2026-11-24", "also": "nov 24 2pm-4pm"}, "also", "Those times overlap the other ones."),
        ({"from": "2026-11-24", "for_good": "on", "also": "dec 24"}, "also", "Those times overlap the other ones."),
        ({"also": "nov 22 from opening to noon"}, "also", "Support is closed all day on Sun 22 Nov 2026"),
    ],
)
def test_what_is_wrong_stands_at_its_field(values: dict[str, str], field: str, sentence: str) -> None:
    found = problems(CLOSE, values, line(country="US"))

    assert list(found) == [field]
    assert sentence in found[field]


def test_what_has_two_readings_in_words_is_not_guessed() -> None:
    found = problems(CLOSE, {"also": "10pm-6am tomorrow"}, line())

    assert found["also"].startswith("Which night is meant? Write “from 2026-11-20 22:00 to 2026-11-21 06:00” or “")


def test_today_is_where_the_line_is() -> None:
    late = moment(11, 20, 23)

    assert "from" in problems(CLOSE, {"from": "2026-11-20"}, line(zone="Europe/Berlin", country="DE"), late)
    assert changes(CLOSE, {"from": "2026-11-20"}, line(), late)


def test_it_asks_for_an_end_only_where_there_is_one_and_what_times_mean_only_for_several_days() -> None:
    one_day = ["from", "from_time", "to", "to_time", "for_good", "also"]

    assert inputs(CLOSE, {"from": "2026-11-24", "from_time": "14:00"}) == one_day
    assert inputs(CLOSE, {"from": "2026-11-24", "to": "2026-11-25"}) == one_day
    assert inputs(CLOSE, {"from": "2026-11-24", "to": "2026-11-25", "to_time": "14:00"}) == [
        *one_day[:4],
        "each",
        *one_day[4:],
    ]
    assert inputs(CLOSE, {"from": "2026-11-24", "for_good": "on"}) == ["from", "from_time", "for_good", "also"]


def test_it_begins_with_no_day_since_nobody_named_one() -> None:
    assert begun(CLOSE, line()) == {}
    assert problems(CLOSE, {}, line()) == {"from": "Choose the first day."}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("close support Saturday", {"from": "2026-11-21"}),
        ("close support Saturday 2pm-4pm", {"from": "2026-11-21", "from_time": "14:00", "to_time": "16:00"}),
        ("close support dec 24-26", {"from": "2026-12-24", "to": "2026-12-26"}),
        ("close support until further notice", {"from": "2026-11-20", "from_time": "10:00", "for_good": "on"}),
        ("close support until end of day", {"from": "2026-11-20", "from_time": "10:00", "to_time": "18:00"}),
        (
            "close support mon-wed 12-1",
            {"from": "2026-11-23", "to": "2026-11-25", "from_time": "12:00", "to_time": "13:00", "each": "daily"},
        ),
        (
            "close support from monday 3pm to wednesday noon",
            {"from": "2026-11-23", "to": "2026-11-25", "from_time": "15:00", "to_time": "12:00", "each": "through"},
        ),
        ("close support dec 24 and dec 31", {"from": "2026-12-24", "also": "on 2026-12-31"}),
        (
            "close support tomorrow 9-10 and 11-12",
            {
                "from": "2026-11-21",
                "from_time": "09:00",
                "to_time": "10:00",
                "also": "on 2026-11-21 from 11:00 to 12:00",
            },
        ),
    ],
)
def test_what_was_said_stands_in_it(sentence: str, expected: dict[str, str]) -> None:
    values = begun(CLOSE, line(), ask=understood(sentence))

    assert {name: each for name, each in values.items() if each} == expected


def test_an_opening_that_several_lines_have_at_other_times_stays_in_words() -> None:
    early, late = line("Support"), line("Sales", hours=WEEK.model_copy(update={"mon": WEEK.sat}))
    ask = understood("close support and sales monday morning")

    assert begun(CLOSE, early, late, ask=ask) == {"also": "on 2026-11-23 from opening to 12:00"}
    assert begun(CLOSE, early, early, ask=ask)["from_time"] == "08:00"
    assert changes(CLOSE, begun(CLOSE, early, late, ask=ask), late) == [Close(start=at(23, 9), end=at(23, 12))]


def test_an_opening_on_a_closed_day_stays_in_words_and_is_said_there() -> None:
    values = begun(CLOSE, line(), ask=understood("close support sunday from opening to noon"))

    assert values == {"also": "on 2026-11-22 from opening to 12:00"}
    assert "closed all day on Sun 22 Nov 2026" in problems(CLOSE, values, line())["also"]


def test_what_would_be_too_long_in_words_is_said_as_it_was() -> None:
    week = WEEK.model_copy(update={"sun": WEEK.sat, "sat": WEEK.mon, "tue": WEEK.sat, "thu": WEEK.sat})
    dates = [dt.date(2026, 11, 23) + dt.timedelta(days=number) for number in range(28)]
    windows = tuple(
        Window(start=Edge(date=each, at="opening"), end=dt.datetime.combine(each, dt.time(12))) for each in dates
    )
    ask = Ask(verb=Verb.CLOSE, lines=("Support",), windows=windows)

    values = begun(CLOSE, line(hours=week), ask=ask)

    assert values == {"also": "from 2026-11-23 to 2026-12-20 from opening to 12:00"}
    assert len(changes(CLOSE, values, line(hours=week))) == 28


@settings(max_examples=60)
@given(
    first=st.dates(dt.date(2026, 11, 21), dt.date(2028, 4, 1)),
    days=st.integers(0, 40),
    minutes=st.tuples(st.integers(0, 1439), st.integers(0, 1439)),
    endless=st.booleans(),
)
def test_whatever_window_is_named_is_the_one_that_is_meant(
    first: dt.date, days: int, minutes: tuple[int, int], *, endless: bool
) -> None:
    start = dt.datetime.combine(first, dt.time()) + dt.timedelta(minutes=minutes[0])
    end = dt.datetime.combine(first, dt.time()) + dt.timedelta(days=days, minutes=minutes[1])
    end = end if end > start else start + dt.timedelta(minutes=1)
    known = line(zone="UTC")
    window = Window(start=start, end=None if endless else end)
    ask = Ask(verb=Verb.CLOSE, lines=("Support",), windows=(window,))

    [change] = changes(CLOSE, begun(CLOSE, known, ask=ask), known)

    assert change == Close(start=start, end=None if endless else end)


def test_the_usual_hours_and_what_is_planned_are_told() -> None:
    closures = [Override(state="closed", start=at(day), end=at(day + 1)) for day in (10, 24, 25, 26, 27, 28)]
    special = Override(state="open", start=at(22, 9), end=at(22, 12))
    lines = [line(f"Line {number}", overrides=(special,)) for number in range(1, 7)]

    alone = FORMS[CLOSE].glance(Chosen.of([line(overrides=(*closures[:1], special, *closures[1:]))], FRIDAY))
    several = FORMS[CLOSE].glance(Chosen.of(lines, FRIDAY))

    assert alone[0].startswith("Usual hours Mon–Fri 8:00 AM – 6:00 PM")
    assert alone[1:3] == (
        "Open on Sun 22 Nov 2026, 9:00 AM – noon",
        "Closed on Tue 24 Nov 2026, all day",
    )
    assert alone[-1] == "2 more times on which it is closed or open specially"
    assert several[:2] == (
        "Line 1: Usual hours Mon–Fri 8:00 AM – 6:00 PM, Sat 9:00 AM – 1:00 PM, Sun closed (New York time)",
        "Line 1: Open on Sun 22 Nov 2026, 9:00 AM – noon",
    )
    assert several[-1] == "2 more lines"


async def test_a_closure_that_is_filled_in_is_sent_as_shown_and_keeps_its_reason(office: Office) -> None:
    proposal = await office.proposed("close support Saturday for training")
    shown = await office.desk.edit_draft(DANA, proposal.draft)
    shown = await office.desk.edited(
        DANA, shown.draft, shown.form, shown.lines, {"from": "2026-11-21", "from_time": "10:00", "to_time": "11:30"}
    )

    assert isinstance(shown, Editing)
    assert shown.proposal is not None, shown.problems
    assert shown.proposal.plan.summary == "Close Support on Sat 21 Nov 2026, 10:00 AM – 11:30 AM (New York time)."
    request = await office.desk.send(DANA, shown.draft, shown.proposal.plan.digest, shown.proposal.reason)
    assert isinstance(request, Request)
    assert request.plan.parts[0].changes == (Close(start=at(21, 10), end=at(21, 11, 30), reason="training"),)


async def test_a_form_in_which_something_is_wrong_has_no_plan(office: Office) -> None:
    shown = await office.desk.edit(DANA, CLOSE, ("Support",))
    assert isinstance(shown, Editing)

    shown = await office.desk.edited(
        DANA, shown.draft, CLOSE, ("Support",), {"from": "2026-11-21", "from_time": "16:00", "to_time": "14:00"}
    )

    assert shown.proposal is None
    assert list(shown.problems) == ["to_time"]
