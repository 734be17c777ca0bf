import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters import (
    Capabilities,
    Change,
    Close,
    Interval,
    Line,
    OpenSpecial,
    PutOverrides,
    Reopen,
    RollingWeek,
    SetHours,
    SetOption,
    Setup,
    Weekday,
    WeeklyHours,
    day_hours,
)
from adapters.rows_by_hand import turns_by_hand
from tests.adapters.fakes import Clock, MemoryLedger, WeeklyTable

FRIDAY = dt.datetime(2026, 11, 20, 15, tzinfo=dt.UTC)
"""Ten in the morning in New York."""
WEEK = WeeklyHours.model_validate(
    {day: [["08:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")} | {"sat": [["09:00", "13:00"]]}
)
SETUP = Setup(line_id="1", zone="America/New_York", hours=WEEK)
ALWAYS = SETUP.model_copy(update={"hours": WEEK.model_copy(update={"always": True})})
EIGHT_TO_SIX = (Interval(start=480, end=1080),)


def at(day: int, hour: int = 0, *, month: int = 11) -> dt.datetime:
    return dt.datetime(2026, month, day, hour)


def turns(
    change: Close | OpenSpecial | Reopen | PutOverrides, setup: Setup = SETUP, most: int | None = None
) -> list[tuple[str, SetHours]]:
    return [tuple(each) for each in turns_by_hand(setup, change.applied_to(setup), [change], FRIDAY, most)]  # type: ignore[misc]  # a pair


def test_a_closed_date_is_set_once_the_weekday_before_it_is_over_and_set_back_before_the_next() -> None:
    assert turns(Close(start=at(25, month=12), end=at(26, month=12))) == [
        ("Between Sat 19 Dec 2026 and Thu 24 Dec 2026", SetHours(rows={Weekday.FRI: ()})),
        (
            "For the usual hours again, between Sat 26 Dec 2026 and Thu 31 Dec 2026",
            SetHours(rows={Weekday.FRI: EIGHT_TO_SIX}),
        ),
    ]


def test_an_afternoon_today_is_set_now() -> None:
    (first, change), (_, back) = turns(Close(start=at(20, 15), end=at(20, 17)))

    assert first == "Now"
    assert change.rows == {Weekday.FRI: (Interval(start=480, end=900), Interval(start=1020, end=1080))}
    assert back.rows == {Weekday.FRI: EIGHT_TO_SIX}


def test_what_of_today_is_over_is_not_set_any_more_where_the_table_holds_one_interval() -> None:
    setup = SETUP.model_copy(update={"hours": WEEK.model_copy(update={"fri": (Interval(start=480, end=1080),)})})
    told = turns(Close(start=at(20, 9), end=at(20, 13)), setup, most=1)

    assert told[0] == ("Now", SetHours(rows={Weekday.FRI: (Interval(start=780, end=1080),)}))
    assert not any("at 09:00" in when for when, _ in told)


def test_the_days_of_a_week_are_set_at_one_sitting_where_there_is_time_for_it() -> None:
    told = turns(Close(start=at(21, month=12), end=at(26, month=12)))

    assert [when for when, _ in told] == [
        "Between Sat 19 Dec 2026 and Sun 20 Dec 2026",
        "For the usual hours again, between Sat 26 Dec 2026 and Sun 27 Dec 2026",
    ]
    assert set(told[0][1].rows) == set(list(Weekday)[:5])


def test_a_row_stays_for_as_many_weeks_as_its_date_is_closed() -> None:
    told = turns(Close(start=at(25, month=12), end=dt.datetime(2027, 1, 2)))

    assert [change.rows[Weekday.FRI] for _, change in told if Weekday.FRI in change.rows] == [(), EIGHT_TO_SIX]


def test_until_further_notice_the_whole_week_is_set_and_some_day_set_back() -> None:
    told = turns(Close(start=at(20, 15), end=None))

    assert told[0][1].rows[Weekday.FRI] == (Interval(start=480, end=900),)
    assert told[1][1].rows[Weekday.FRI] == ()
    when, back = told[-1]
    assert when == "Once the line is to be as usual again"
    assert WEEK.with_rows(back.rows) == WEEK
    assert Weekday.SUN not in back.rows


def test_a_line_that_is_always_open_gets_a_week_and_is_always_open_again() -> None:
    (_, change), (_, back) = turns(Close(start=at(25, month=12), end=at(26, month=12)), ALWAYS)

    assert set(change.rows) == set(Weekday)
    assert change.rows[Weekday.FRI] == ()
    assert back == SetHours(always=True)


def test_where_a_day_has_one_stretch_the_next_is_set_during_the_day() -> None:
    told = turns(Close(start=at(24, 12), end=at(24, 14)), most=1)

    assert [(when, change.rows) for when, change in told] == [
        ("Now, and no later than Mon 23 Nov 2026", {Weekday.TUE: (Interval(start=480, end=720),)}),
        ("On Tue 24 Nov 2026 at 12:00", {Weekday.TUE: (Interval(start=840, end=1080),)}),
        ("For the usual hours again, between Wed 25 Nov 2026 and Mon 30 Nov 2026", {Weekday.TUE: EIGHT_TO_SIX}),
    ]


def test_an_early_reopening_is_set_now_and_nothing_has_to_be_set_back() -> None:
    closed = Close(start=at(20), end=at(22)).applied_to(SETUP)

    assert [(when, dict(change.rows)) for when, change in turns(Reopen(start=at(20, 10), end=at(22)), closed)][:1] == [
        ("Now", {Weekday.FRI: (Interval(start=600, end=1080),), Weekday.SAT: WEEK.sat})
    ]


def test_where_nothing_changes_nothing_is_set() -> None:
    assert turns(Close(start=at(22), end=at(23))) == []


@given(
    start=st.integers(0, 30 * 24),
    hours=st.one_of(st.none(), st.integers(1, 24 * 24)),
    kind=st.sampled_from(["close", "open"]),
    always=st.booleans(),
    early=st.booleans(),
)
def test_whoever_follows_the_steps_has_every_date_as_it_should_be(
    start: int, hours: int | None, kind: str, *, always: bool, early: bool
) -> None:
    setup, first = (ALWAYS if always else SETUP), at(20) + dt.timedelta(hours=start)
    end = None if hours is None else first + dt.timedelta(hours=hours)
    change: Close | OpenSpecial
    change = (
        Close(start=first, end=end) if kind == "close" else OpenSpecial(start=first, end=end or first + dt.timedelta(1))
    )
    after = change.applied_to(setup)

    table, today = setup.hours, at(20).date()
    told = sorted(
        ((_date(each.when, early=early), each) for each in turns_by_hand(setup, after, [change], FRIDAY, None)),
        key=lambda each: each[0],
    )
    for date in (today + dt.timedelta(days=ahead) for ahead in range(75)):
        while told and told[0][0] <= date:
            table = told.pop(0)[1].change.applied_to(setup.model_copy(update={"hours": table})).hours
        assert table.open_on(Weekday.of(date)) == day_hours(after.hours, after.overrides, date)


def _date(when: str, *, early: bool) -> dt.date:
    """The first day that may begin with a step, or the last one that has to."""
    today = at(20).date()
    if when.startswith("Once"):
        return dt.date.max
    words = when.replace(",", "").split()
    dates = [dt.datetime.strptime(" ".join(words[-4:]), "%a %d %b %Y").date()] if len(words) > 1 else []  # noqa: DTZ007
    if early and "between" in when.casefold():
        dates.insert(0, dt.datetime.strptime(" ".join(words[-9:-5]), "%a %d %b %Y").date())  # noqa: DTZ007
    if "Now" in words and (early or not dates):
        return today
    return dates[0] if early else dates[-1] + dt.timedelta(days=1)


class Table(WeeklyTable):
    """Names its days, as a vendor's portal does."""

    def capabilities(self, line: Line) -> Capabilities:
        return super().capabilities(line).model_copy(update={"intervals_a_day": None})


@pytest.fixture
def rolling() -> tuple[RollingWeek, Line]:
    table = Table(SETUP)
    return RollingWeek(table, MemoryLedger(), Clock(FRIDAY)), table.line


@pytest.mark.parametrize(
    ("changes", "steps"),
    [
        pytest.param([SetOption(name="x", value=1), Close(start=at(25, month=12), end=at(26, month=12))], 4, id="both"),
        pytest.param([Close(start=at(25, month=12), end=at(26, month=12))], 3, id="dated"),
        pytest.param([SetHours(rows={Weekday.FRI: ()})], 2, id="lasting"),
        pytest.param(
            [SetHours(rows={Weekday.FRI: ()}), Close(start=at(25, month=12), end=at(26, month=12))],
            3,
            id="closed anyway",
        ),
    ],
)
def test_lasting_changes_come_first_and_dated_ones_say_when(
    rolling: tuple[RollingWeek, Line], changes: list[Change], steps: int
) -> None:
    system, line = rolling

    told = system.by_hand(line, changes, SETUP)

    assert len(told) == steps
    assert told[0].startswith("Open")
