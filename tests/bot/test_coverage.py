"""What callers get on public holidays."""

import datetime as dt
from typing import Any

import pytest

from adapters import (
    Capabilities,
    Change,
    Close,
    Line,
    Neighbour,
    Neighbours,
    OpenSpecial,
    Override,
    Reading,
    Reopen,
    SetRouting,
    Setup,
    WeeklyHours,
)
from bot import coverage, plans
from bot.coverage import Cover, Period
from bot.language import Window
from bot.plans import Facts
from bot.requests import Part, Person, Request, State
from tests.fakes import ALL_CHANGES, FRIDAY, NEW_YORK, support

CHRISTMAS = dt.date(2026, 12, 25)
AHEAD = Period(dt.date(2026, 11, 20), dt.date(2027, 11, 20))


def line(  # what a line is made of
    *overrides: Override, name: str = "Support", country: str = "US", subdivision: str = "", **setup: Any
) -> Facts:
    known = Line(system="fake", id=name, name=name, kind="fake line", zone=NEW_YORK, country=country)
    changed: Setup = support(name).model_copy(update={"overrides": overrides, **setup})
    capabilities = Capabilities(changes=ALL_CHANGES, dated=True, routings=(("roundrobin", "round robin"),))
    return Facts(line=known, reading=Reading(setup=changed), capabilities=capabilities, subdivision=subdivision)


def closure(start: str, end: str | None, name: str = "", state: str = "closed") -> Override:
    return Override.model_validate({"state": state, "start": start, "end": end, "name": name})


def asked(facts: Facts, *changes: Change, state: State = State.PENDING, number: int = 5) -> Request:
    plan = plans.make(changes, facts, FRIDAY)
    return Request(
        id=number,
        person=Person(team="T1", user="UDANA"),
        words="",
        reason="",
        parts=(Part(number=1, plan=plan, state=state),),
        created=FRIDAY,
        expires=FRIDAY,
        revision=1,
    )


def on(date: dt.date, facts: Facts, *requests: Request) -> Cover:
    found = coverage.covers(facts, AHEAD, requests)
    assert found is not None
    return next(each for each in found if each.date == date)


def close_all_day(date: dt.date = CHRISTMAS) -> Close:
    start = dt.datetime.combine(date, dt.time())
    return Close(start=start, end=start + dt.timedelta(days=1))


def test_a_holiday_on_which_nothing_is_set_is_missing() -> None:
    cover = on(CHRISTMAS, line())

    assert (cover.name, cover.state, cover.is_open) == ("Christmas Day", "missing", True)


def test_a_line_that_is_closed_by_its_usual_hours_needs_nothing() -> None:
    assert on(dt.date(2027, 7, 4), line()).state == "closed anyway"  # a Sunday


def test_a_closure_covers_a_holiday_whoever_has_made_it() -> None:
    cover = on(CHRISTMAS, line(closure("2026-12-24T12:00", "2026-12-27T00:00", "Winter break")))

    assert (cover.state, cover.closure, cover.is_open) == ("closed", "Winter break", False)


def test_a_closure_until_further_notice_covers_all_that_comes() -> None:
    found = coverage.covers(line(closure("2026-12-01T00:00", None)), AHEAD) or ()

    assert {each.state for each in found if each.date > dt.date(2026, 12, 1)} == {"closed", "closed anyway"}


def test_a_closure_of_the_open_hours_alone_covers_the_day() -> None:
    assert on(CHRISTMAS, line(closure("2026-12-25T08:00", "2026-12-25T18:00"))).state == "closed"


def test_a_closure_of_a_part_of_the_hours_leaves_callers_through() -> None:
    cover = on(CHRISTMAS, line(closure("2026-12-25T12:00", "2026-12-26T00:00")))

    assert (cover.state, cover.is_open) == ("partly", True)


def test_special_hours_are_somebodys_decision() -> None:
    cover = on(CHRISTMAS, line(closure("2026-12-25T09:00", "2026-12-25T12:00", state="open")))

    assert (cover.state, cover.is_open) == ("special", False)


def test_a_night_shift_that_ends_on_a_holiday_is_missing() -> None:
    night = WeeklyHours.model_validate({"thu": [["22:00", "24:00"]], "fri": [["00:00", "06:00"]]})

    assert on(CHRISTMAS, line(hours=night)).state == "missing"
    assert on(CHRISTMAS, line(closure("2026-12-25T00:00", "2026-12-25T06:00"), hours=night)).state == "closed"
    assert on(dt.date(2026, 11, 26), line(hours=night)).state == "missing"


def test_a_line_that_never_closes_is_missing_everywhere() -> None:
    found = coverage.covers(line(hours=WeeklyHours(always=True)), AHEAD) or ()

    assert {each.state for each in found} == {"missing"}


@pytest.mark.parametrize("state", [State.PENDING, State.APPROVED, State.SCHEDULED, State.APPLYING])
def test_what_a_request_will_close_is_not_missing(state: State) -> None:
    facts = line()

    cover = on(CHRISTMAS, facts, asked(facts, close_all_day(), state=state))

    assert (cover.state, cover.request, cover.is_open) == ("pending", 5, False)


@pytest.mark.parametrize("state", [State.REJECTED, State.EXPIRED, State.FAILED, State.WITHDRAWN])
def test_a_request_that_is_over_closes_nothing(state: State) -> None:
    facts = line()

    assert on(CHRISTMAS, facts, asked(facts, close_all_day(), state=state)).state == "missing"


def test_a_request_for_another_day_or_another_thing_closes_nothing() -> None:
    facts = line()
    others: list[Change] = [close_all_day(dt.date(2026, 12, 24)), SetRouting(routing="roundrobin")]

    assert on(CHRISTMAS, facts, *(asked(facts, each) for each in others)).state == "missing"
    assert on(CHRISTMAS, facts, asked(line(name="Sales"), close_all_day())).state == "missing"


SPECIAL = OpenSpecial(start=dt.datetime(2026, 12, 25, 7), end=dt.datetime(2026, 12, 25, 20))


@pytest.mark.parametrize("state", [State.PENDING, State.APPROVED, State.APPLYING])
def test_special_hours_that_are_asked_for_are_told_and_not_missing(state: State) -> None:
    facts = line()

    cover = on(CHRISTMAS, facts, asked(facts, SPECIAL, state=state))

    assert (cover.state, cover.request, cover.is_open) == ("special pending", 5, False)


def test_a_closure_that_is_to_be_taken_back_is_told_with_the_request() -> None:
    facts = line(closure("2026-12-25T00:00", "2026-12-26T00:00"))
    back = Reopen(start=dt.datetime(2026, 12, 25), end=dt.datetime(2026, 12, 26))

    assert on(CHRISTMAS, facts, asked(facts, back)).state == "reopening"
    assert on(CHRISTMAS, facts, asked(facts, SPECIAL)).state == "special pending"
    assert on(CHRISTMAS, facts, asked(facts, back), asked(facts, SPECIAL, number=6)).request == 6


def test_special_hours_on_a_day_that_is_usually_closed_are_told_as_well() -> None:
    facts, sunday = line(), dt.date(2027, 7, 4)
    special = OpenSpecial(start=dt.datetime(2027, 7, 4, 9), end=dt.datetime(2027, 7, 4, 12))

    assert on(sunday, facts, asked(facts, special)).state == "special pending"


def test_a_request_that_changes_a_line_along_closes_it_as_well() -> None:
    sales, facts = line(name="Sales"), line()
    neighbours = Neighbours(closures=(Neighbour(id="Support", name="Support"),))
    sales = sales.model_copy(update={"reading": sales.reading.model_copy(update={"neighbours": neighbours})})

    cover = on(CHRISTMAS, facts, asked(sales, close_all_day().model_copy(update={"shared": True})))

    assert (cover.state, cover.request) == ("pending", 5)


def test_the_period_is_a_year_ahead_or_what_is_left_of_the_one_that_was_named() -> None:
    today = dt.date(2026, 11, 20)
    year = Window(start=dt.datetime(2026, 1, 1), end=dt.datetime(2027, 1, 1))

    assert coverage.asked_for((), today) == (today, dt.date(2027, 11, 20))
    assert coverage.asked_for((year,), today) == (today, dt.date(2027, 1, 1))
    assert coverage.asked_for((year,), dt.date(2025, 5, 1)) == (dt.date(2026, 1, 1), dt.date(2027, 1, 1))


def test_a_line_of_an_unknown_country_has_no_calendar_and_that_is_said() -> None:
    lines = [line(name="Nowhere", country=""), line(name="Atlantis", country="XX"), line(name="Berlin", country="DE")]
    known = [(each, coverage.covers(each, AHEAD)) for each in lines]

    told = coverage.remarks(known)

    assert [found is None for _, found in known] == [True, True, False]
    assert told == (
        "It is not known in which country Nowhere is, so no holidays are known there.",
        "No holidays are known for XX, where Atlantis is.",
        "Holidays that only a part of Germany has are not included.",
    )


def test_with_its_region_a_line_has_all_its_holidays_and_nothing_is_remarked() -> None:
    munich = line(country="DE", subdivision="BY")
    found = coverage.covers(munich, AHEAD)

    assert on(dt.date(2027, 1, 6), munich).name == "Epiphany"
    assert coverage.remarks([(munich, found)]) == ()


def test_lines_in_the_same_state_are_told_together_and_what_is_missing_first() -> None:
    lines = [line(name="Sales"), line(closure("2026-12-25T00:00", "2026-12-26T00:00")), line(name="Billing")]

    days = coverage.together([(each, coverage.covers(each, AHEAD) or ()) for each in lines])

    christmas = next(each for each in days if each.date == CHRISTMAS)
    assert [(each.state, each.lines) for each in christmas.covered] == [
        ("missing", ("Sales", "Billing")),
        ("closed", ("Support",)),
    ]
    assert christmas.where == ""
    assert [each.date for each in days] == sorted(each.date for each in days)


def test_lines_in_several_countries_have_each_their_own() -> None:
    lines = [line(name="Raleigh"), line(name="Berlin", country="DE")]

    days = coverage.together([(each, coverage.covers(each, AHEAD) or ()) for each in lines])

    told = {(each.name, each.where): [line for group in each.covered for line in group.lines] for each in days}
    assert told["Thanksgiving Day", "the United States"] == ["Raleigh"]
    assert told["Easter Monday", "Germany"] == ["Berlin"]
    assert told["Christmas Day", "Germany and the United States"] == ["Raleigh", "Berlin"]
