"""The form that closes lines on public holidays."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters import Close, OpenSpecial, Override, all_applied, day_hours
from bot import coverage, plans
from bot.coverage import Period
from bot.editing import FORMS, Chosen, FormError, FormName, Scene
from bot.errors import NothingToDoError
from bot.plans import Facts
from tests.bot.editing import vendors
from tests.bot.editing.vendors import CENTER, KINDS
from tests.fakes import FRIDAY

FORM = FORMS[FormName.HOLIDAYS]
OFFERED = Period(dt.date(2026, 11, 20), dt.date(2028, 1, 1))


def line(name: str = "Support", country: str = "US", kind: str = CENTER, *overrides: Override) -> Facts:
    known = vendors.facts(kind)
    setup = known.setup.model_copy(update={"overrides": overrides, "line_id": name})
    return known.model_copy(
        update={
            "line": known.line.model_copy(update={"name": name, "id": name, "country": country}),
            "reading": known.reading.model_copy(update={"setup": setup}),
        }
    )


def chosen(*lines: Facts) -> Chosen:
    return Chosen.of(lines, FRIDAY)


def begun(*lines: Facts) -> tuple[str, ...]:
    dates = FORM.begin(chosen(*lines), None, FRIDAY)["dates"]
    assert isinstance(dates, tuple)
    return dates


def closed_always(name: str = "Support", country: str = "US") -> Facts:
    return line(name, country, CENTER, Override(state="closed", start=dt.datetime(2026, 11, 1), end=None))


def test_what_is_missing_within_a_year_is_chosen_and_what_comes_later_is_offered() -> None:
    [asked] = FORM.inputs({}, chosen(line()))

    offered = [date for date, _ in asked.choices]
    assert begun(line()) == tuple(each for each in offered if each < "2027-11-20")
    assert offered[-1] == "2027-12-31"
    assert asked.choices[0] == ("2026-11-26", "Thu 26 Nov 2026: Thanksgiving Day")
    assert asked.required


def test_of_several_lines_it_says_how_many_miss_a_date() -> None:
    lines = line(), line("Berlin", "DE"), closed_always("Sales")

    [asked] = FORM.inputs({}, chosen(*lines))

    told = dict(asked.choices)
    assert told["2026-12-25"] == "Fri 25 Dec 2026: Christmas Day (2 of 3 lines)"
    assert told["2027-10-11"] == "Mon 11 Oct 2027: Columbus Day (1 of 3 lines)"
    assert told["2027-07-05"] == "Mon 5 Jul 2027: Independence Day (observed) (1 of 3 lines)"


@pytest.mark.parametrize("country", ["US", "GB", "JP", "CN", "TH", "LK"])
def test_every_choice_fits_where_slack_shows_it(country: str) -> None:
    lines = [line(f"Line {number}", country) for number in range(3)]

    [asked] = FORM.inputs({}, chosen(*lines, line("Raleigh")))

    assert all(len(label) <= 75 for _, label in asked.choices)
    assert len({date for date, _ in asked.choices}) == len(asked.choices)


def test_a_line_is_closed_all_day_under_the_name_of_the_holiday() -> None:
    made = FORM.changes({"dates": ("2026-12-25",)}, line("Berlin", "DE"), vendors.scene())

    assert made == (Close(start=dt.datetime(2026, 12, 25), end=dt.datetime(2026, 12, 26), name="Christmas Day"),)


def test_where_nothing_is_missing_nothing_is_asked_for() -> None:
    known = closed_always()

    assert FORM.inputs({}, chosen(known)) == ()
    assert FORM.glance(chosen(known))[-1] == "Nothing is missing on Support."
    with pytest.raises(NothingToDoError, match="nothing is missing on its public holidays until Fri 31 Dec 2027"):
        FORM.changes({}, known, vendors.scene())


def test_without_a_date_there_is_no_change() -> None:
    with pytest.raises(FormError) as caught:
        FORM.changes({}, line(), vendors.scene())

    assert caught.value.problems == {"dates": "Choose at least one holiday."}


def test_a_line_is_left_out_where_a_date_is_no_holiday_or_nothing_is_known() -> None:
    values = {"dates": ("2026-11-26",)}

    with pytest.raises(NothingToDoError, match="Berlin stays as it is"):
        FORM.changes(values, line("Berlin", "DE"), vendors.scene())
    with pytest.raises(NothingToDoError, match="Nowhere stays as it is: its public holidays are not known"):
        FORM.changes(values, line("Nowhere", ""), vendors.scene())


def test_it_says_what_is_not_known_of_the_lines() -> None:
    told = FORM.glance(chosen(line("Nowhere", ""), line("Berlin", "DE")))

    assert told == [
        "It is not known in which country Nowhere is, so no holidays are known there.",
        "Holidays that only a part of Germany has are not included.",
    ]


def test_today_is_a_holiday_until_it_is_over_where_the_line_is() -> None:
    evening = dt.datetime(2026, 11, 27, 4, 30, tzinfo=dt.UTC)  # 11:30 PM on Thanksgiving in New York

    assert begun_at(evening)[0] == "2026-11-26"
    assert begun_at(evening + dt.timedelta(hours=1))[0] == "2026-12-25"


def begun_at(now: dt.datetime) -> tuple[str, ...]:
    dates = FORM.begin(Chosen.of([line()], now), None, now)["dates"]
    assert isinstance(dates, tuple)
    return dates


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_line_can_be_closed(kind: str) -> None:
    known = line(kind=kind)

    assert FORM.unfit(known) == ""
    assert plans.make(FORM.changes({"dates": begun(known)}, known, vendors.scene()), known, FRIDAY).changes


def test_a_line_that_is_only_shown_cannot() -> None:
    assert (
        FORM.unfit(line().model_copy(update={"managed": False})) == "Support cannot be closed on single days from here."
    )


CHANGES = st.builds(
    lambda kind, hour, hours: kind(
        start=dt.datetime(2026, 12, 20) + dt.timedelta(hours=hour),
        end=dt.datetime(2026, 12, 20) + dt.timedelta(hours=hour + hours),
    ),
    st.sampled_from([Close, OpenSpecial]),
    st.integers(0, 700),
    st.integers(1, 72),
)


@settings(max_examples=30, deadline=None)
@given(made=st.lists(CHANGES, max_size=4), country=st.sampled_from(["US", "DE", "GB"]))
def test_once_all_is_closed_nothing_is_missing_and_special_hours_stay(
    made: list[Close | OpenSpecial], country: str
) -> None:
    known = line("Support", country)
    before = known.setup
    for change in made:
        before = change.applied_to(before)
    known = known.model_copy(update={"reading": known.reading.model_copy(update={"setup": before})})
    dates = tuple(date for date, _ in FORM.inputs({}, chosen(known))[0].choices)

    after = all_applied(FORM.changes({"dates": dates}, known, Scene(FRIDAY, lambda _: None)), before)

    done = known.model_copy(update={"reading": known.reading.model_copy(update={"setup": after})})
    found = coverage.covers(done, OFFERED) or ()
    assert not any(each.is_open for each in found)
    for each in coverage.covers(known, OFFERED) or ():
        if each.state == "special":
            assert day_hours(after.hours, after.overrides, each.date) == day_hours(
                before.hours, before.overrides, each.date
            )


def test_a_form_of_as_many_lines_as_it_takes_says_so() -> None:
    lines = [line(f"Line {number}", "JP") for number in range(100)]

    assert FORM.glance(chosen(*lines))[-1].startswith("These are 100 lines, as many as one form takes.")
    assert FORM.glance(chosen(*lines[:99])) == []
