"""What a plan looks like to callers: the days around it, and what they get at telling moments."""

import datetime as dt
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters import (
    Change,
    Close,
    Interval,
    OpenSpecial,
    Reopen,
    SetHours,
    Setup,
    Weekday,
    WeeklyHours,
    all_applied,
    day_hours,
    is_open,
    wall_clock,
)
from bot import plans
from bot.plans.days import MOST_ROWS, differing
from bot.preview import PreviewDay
from bot.requests import LinePlan
from tests.adapters.strategies import changes, moments, setups
from tests.bot.previewed import day, made, rows, told
from tests.bot.test_plans import LINE, SATURDAY, facts
from tests.fakes import FRIDAY, support


def test_the_days_around_a_closed_day_say_what_it_is_instead_of() -> None:
    tuesday = Close(start=day(1, 12), end=day(2, 12))
    open_all_day = "8:00 AM – 6:00 PM"

    assert rows(made(tuesday)) == [
        ("Sat 28 Nov", "9:00 AM – 1:00 PM", ""),
        ("Sun 29 Nov", "closed", ""),
        ("Mon 30 Nov", open_all_day, ""),
        ("Tue 1 Dec", "closed", open_all_day),
        ("2–4 Dec", open_all_day, ""),
    ]


def test_days_in_a_row_that_are_alike_share_a_row() -> None:
    christmas = Close(start=day(24, 12), end=day(27, 12))
    lunch = [Close(start=day(number, hour=12), end=day(number, hour=13)) for number in range(23, 28)]

    assert rows(made(christmas)) == [
        ("21–23 Dec", "8:00 AM – 6:00 PM", ""),
        ("24–25 Dec", "closed", "8:00 AM – 6:00 PM"),
        ("Sat 26 Dec", "closed", "9:00 AM – 1:00 PM"),
        ("Sun 27 Dec", "closed", ""),
        ("28–29 Dec", "8:00 AM – 6:00 PM", ""),
    ]
    assert [each.days for each in made(christmas).days] == [3, 2, 1, 1, 2]
    assert ("23–27 Nov", "8:00 AM – noon and 1:00 PM – 6:00 PM", "8:00 AM – 6:00 PM") in rows(made(*lunch))


def test_days_in_a_row_may_be_of_two_months_or_of_a_far_year() -> None:
    new_year = Close(start=day(31, 12), end=dt.datetime(2027, 1, 2))
    far = Close(start=dt.datetime(2027, 12, 27), end=dt.datetime(2027, 12, 29))

    assert ("31 Dec–1 Jan", "closed", "8:00 AM – 6:00 PM") in rows(made(new_year))
    assert ("27–28 Dec 2027", "closed", "8:00 AM – 6:00 PM") in rows(made(far))


def test_a_date_far_ahead_has_its_year() -> None:
    christmas = Close(start=dt.datetime(2027, 12, 25), end=dt.datetime(2027, 12, 27))

    assert "Sat 25 Dec 2027" in [each.label for each in made(christmas).days]


def test_days_that_are_over_are_not_shown() -> None:
    assert made(SATURDAY).days[0].date == FRIDAY.date()


def test_a_long_closure_is_folded() -> None:
    christmas = Close(start=day(24, 12), end=dt.datetime(2027, 1, 7))

    assert rows(made(christmas)) == [
        ("Wed 23 Dec", "8:00 AM – 6:00 PM", ""),
        ("24–25 Dec", "closed", "8:00 AM – 6:00 PM"),
        ("11 more days", "closed", "their usual hours"),
        ("Wed 6 Jan", "closed", "8:00 AM – 6:00 PM"),
        ("Thu 7 Jan", "8:00 AM – 6:00 PM", ""),
    ]


def test_what_was_planned_is_not_called_their_usual_hours() -> None:
    sunday = OpenSpecial(start=day(29, hour=9), end=day(29, hour=17)).applied_to(support())
    weeks, for_good = Close(start=day(23), end=day(9, 12)), Close(start=day(23), end=None)
    later = Close(start=day(24, 12), end=day(25, 12)).applied_to(support())

    assert ("13 more days", "closed", "their usual hours and what is planned") in rows(made(weeks, known=facts(sunday)))
    assert rows(made(for_good, known=facts(later)))[-2:] == [
        ("6 more days", "closed", "their usual hours"),
        ("after that", "closed, until further notice", "the usual hours and what is planned"),
    ]


def test_a_closure_longer_than_a_year_is_told_with_its_end() -> None:
    preview = made(Close(start=day(23), end=dt.datetime(2028, 3, 1)))

    assert rows(preview)[-2:] == [
        ("Tue 29 Feb 2028", "closed", "8:00 AM – 6:00 PM"),
        ("Wed 1 Mar 2028", "8:00 AM – 6:00 PM", ""),
    ]
    assert told(preview)[1:] == [
        ("From Mon 23 Nov, 8:00 AM", "closed"),
        ("From Wed 1 Mar 2028, 8:00 AM", "open"),
    ]


def test_what_goes_on_for_longer_than_anybody_looks_is_told_as_that() -> None:
    preview = made(Close(start=day(23), end=dt.datetime(2030, 1, 2)))

    assert rows(preview)[-1] == ("after that", "the same way until Wed 2 Jan 2030", "")
    assert told(preview)[1:] == [("From Mon 23 Nov, 8:00 AM, for more than two years", "closed")]


def test_a_closure_for_good_within_another_one_is_told_from_where_it_is_otherwise() -> None:
    plan = plans.make(
        [Close(start=day(24, 12), end=None)],
        facts(Close(start=day(21, 12), end=dt.datetime(2027, 1, 4)).applied_to(support())),
        FRIDAY,
    )

    assert plan.preview
    assert rows(plan.preview) == [
        ("1–3 Jan", "closed", ""),
        ("4–5 Jan", "closed", "8:00 AM – 6:00 PM"),
        ("6 more days", "closed", "their usual hours"),
        ("after that", "closed, until further notice", "the usual hours"),
    ]
    assert told(plan.preview) == [("From Mon 4 Jan, 8:00 AM, until further notice", "closed")]
    assert plan.differences[0].what == "Mon 4 Jan 2027"
    assert plan.differences[-1].what == "After that"


def test_a_closure_for_good_of_a_line_that_is_never_open_says_what_it_changes() -> None:
    never = facts(support().model_copy(update={"hours": WeeklyHours()}))

    (difference,) = plans.make([Close(start=day(24), end=None)], never, FRIDAY).differences

    assert (difference.what, difference.was, difference.will) == (
        "From then on",
        "the usual hours",
        "closed, until further notice",
    )


def test_a_closure_until_further_notice_says_what_comes_after_the_days_shown() -> None:
    preview = made(Close(start=day(24), end=None))

    assert rows(preview)[-2:] == [
        ("6 more days", "closed", "their usual hours"),
        ("after that", "closed, until further notice", "the usual hours"),
    ]
    assert told(preview) == [
        ("Until Mon 23 Nov, 6:00 PM, in the usual hours", "open"),
        ("From Tue 24 Nov, 8:00 AM, until further notice", "closed"),
    ]


def test_a_line_that_is_opened_again_for_good_has_its_usual_hours() -> None:
    closed = Close(start=day(19), end=None).applied_to(support())

    preview = made(Reopen(start=day(20), end=None), known=facts(closed))

    assert rows(preview)[-2:] == [
        ("6 more days", "their usual hours", "closed"),
        ("after that", "the usual hours", "closed, until further notice"),
    ]
    assert told(preview) == [("Until it is applied", "closed"), ("Once applied", "open")]


def test_dates_far_apart_are_shown_without_those_between_them() -> None:
    mondays = [Close(start=start, end=start + dt.timedelta(days=1)) for start in (day(23), day(7, 12), day(21, 12))]

    preview = made(*mondays)

    assert [each.label for each in preview.days] == ["Mon 23 Nov", "Mon 7 Dec", "Mon 21 Dec"]
    assert told(preview)[1:] == [
        ("From Mon 23 Nov, 8:00 AM, the first of several times", "closed"),
        ("From Tue 24 Nov, 8:00 AM", "open"),
    ]


def test_weekly_hours_are_shown_for_the_coming_seven_days() -> None:
    later = SetHours(rows={each: (Interval(start=510, end=1080),) for each in list(Weekday)[:5]})

    preview = made(later)

    assert len(preview.days) == 7
    assert [each.label for each in preview.days if not each.was] == ["Sat 21 Nov", "Sun 22 Nov"]
    assert told(preview) == [("Outside these hours, first noticed Mon 23 Nov, 8:00 AM", "closed")]


def test_longer_weekly_hours_are_noticed_when_the_line_is_open_at_last() -> None:
    preview = made(SetHours.model_validate({"rows": {"sun": [["10:00", "12:00"]]}}))

    assert told(preview) == [("From Sun 22 Nov, 10:00 AM", "open"), ("Outside these hours", "closed")]


SPLIT = WeeklyHours.model_validate({"thu": [["09:00", "12:00"], ["13:00", "17:00"]], "fri": [["09:00", "17:00"]]})
SPECIAL = OpenSpecial(start=day(26, hour=10), end=day(26, hour=14))


def test_a_day_with_special_hours_only_is_told_in_order() -> None:
    known = facts(support().model_copy(update={"hours": SPLIT}))

    assert told(made(Close(start=day(26), end=day(27)), SPECIAL, known=known)) == [
        ("Until Fri 20 Nov, 5:00 PM", "open"),
        ("From Thu 26 Nov, 9:00 AM", "closed"),
        ("From Thu 26 Nov, 10:00 AM", "open"),
        ("From Thu 26 Nov, 2:00 PM", "closed"),
        ("From Fri 27 Nov, 9:00 AM", "open"),
    ]


def test_a_break_that_special_hours_fill_is_told_by_the_whole_day() -> None:
    known = facts(support().model_copy(update={"hours": SPLIT}))

    assert told(made(SPECIAL, known=known)) == [
        ("Until Thu 26 Nov, 9:00 AM, outside the usual hours", "closed"),
        ("From Thu 26 Nov, 9:00 AM", "open"),
        ("From Thu 26 Nov, 5:00 PM", "closed"),
    ]


def test_a_closure_that_begins_at_once_tells_what_is_so_until_then() -> None:
    assert told(made(Close(start=day(20), end=day(21)))) == [
        ("Until it is applied", "open"),
        ("Once applied", "closed"),
        ("From Sat 21 Nov, 9:00 AM", "open"),
    ]


def test_a_night_is_told_by_the_day_to_which_it_leads() -> None:
    preview = made(OpenSpecial(start=day(28), end=day(28, hour=2)))

    assert told(preview)[1:] == [
        ("From 12:00 AM, the night to Sat 28 Nov", "open"),
        ("From Sat 28 Nov, 2:00 AM", "closed"),
    ]


def test_the_day_on_which_the_clocks_go_forward_is_right() -> None:
    night = support().model_copy(update={"hours": WeeklyHours(always=True)})
    closed = Close(start=dt.datetime(2027, 3, 14, 1, 30), end=dt.datetime(2027, 3, 14, 3, 30))

    preview = made(closed, known=facts(night))

    assert told(preview) == [
        ("Until Sun 14 Mar, 1:30 AM", "open"),
        ("From Sun 14 Mar, 1:30 AM", "closed"),
        ("From Sun 14 Mar, 3:30 AM", "open"),
    ]
    assert preview.moments[2].at == dt.datetime(2027, 3, 14, 7, 30, tzinfo=dt.UTC)


def test_what_lies_in_the_hour_that_the_clocks_skip_is_noticed_by_nobody() -> None:
    night = support().model_copy(update={"hours": WeeklyHours.model_validate({"sun": [["02:00", "03:00"]]})})
    sunday = Close(start=dt.datetime(2027, 3, 14), end=dt.datetime(2027, 3, 15))

    preview = made(sunday, known=facts(night))

    assert preview.moments == ()
    assert ("Sun 14 Mar", "closed", "2:00 AM – 3:00 AM") in rows(preview)


def test_an_approval_is_bound_to_nothing_of_it() -> None:
    friday = plans.make([SATURDAY], facts(), FRIDAY)
    saturday = plans.make([SATURDAY], facts(), FRIDAY + dt.timedelta(days=1))

    assert friday.preview != saturday.preview
    assert friday.digest == saturday.digest


def test_a_plan_of_old_has_none() -> None:
    kept = plans.make([SATURDAY], facts(), FRIDAY).model_dump(mode="json", exclude={"preview"})

    assert LinePlan.model_validate(kept).preview is None


@st.composite
def previews(draw: st.DrawFn) -> tuple[Setup, Setup, tuple[Change, ...], dt.datetime, plans.Facts]:
    zone, now = draw(moments())
    before = draw(setups(zone, now.replace(tzinfo=None)))
    wanted = tuple(draw(st.lists(changes(now.replace(tzinfo=None)), min_size=1, max_size=3)))
    line = LINE.model_copy(update={"zone": zone})
    return before, all_applied(wanted, before), wanted, now, facts(before, line=line)


@settings(max_examples=60)
@given(previews())
def test_whatever_changes_days_and_moments_are_as_the_setups_say(
    scene: tuple[Setup, Setup, tuple[Change, ...], dt.datetime, plans.Facts],
) -> None:
    before, after, wanted, now, known = scene

    preview = plans.preview(before, after, wanted, known, now)

    assert len(preview.days) <= MOST_ROWS + 1
    assert _dates(preview.days) == sorted(set(_dates(preview.days)))
    assert set(differing(before, after, wanted, now)) <= set(_dates(preview.days))
    assert all(date >= wall_clock(now, after.zone).date() for date in _dates(preview.days))
    for row in preview.days:
        if row.date and row.days == 1:
            was, will = (day_hours(each.hours, each.overrides, row.date) for each in (before, after))
            assert row.will == known.words.day(will)
            assert row.was == (known.words.day(was) if was != will else "")
            assert (row.state == "open") is bool(will)
    for each in preview.moments:
        if each.at:
            assert (each.state == "open") is is_open(before if each.stage == "before" else after, each.at)


def _dates(rows: Sequence[PreviewDay]) -> list[dt.date]:
    """All dates that rows stand for, in their order."""
    return [row.date + dt.timedelta(days=number) for row in rows if row.date for number in range(row.days)]
