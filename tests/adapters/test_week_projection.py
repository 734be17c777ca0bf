"""The coming seven days as a weekly table."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters import Interval, Override, Setup, Weekday, WeeklyHours, is_open, projection
from tests.adapters import strategies

TWO_DAYS = dt.timedelta(hours=48)
NINE_TO_FIVE = (Interval(start=540, end=1020),)
STANDING = WeeklyHours(fri=NINE_TO_FIVE, sat=NINE_TO_FIVE)
ALWAYS = STANDING.model_copy(update={"always": True})
FRIDAY_NOON = dt.datetime(2026, 11, 20, 17, tzinfo=dt.UTC)


def closure(start: str, end: str | None) -> Override:
    return Override.model_validate({"state": "closed", "start": start, "end": end})


SATURDAY = closure("2026-11-21T00:00", "2026-11-22T00:00")


def project(hours: WeeklyHours, *overrides: Override, now: dt.datetime = FRIDAY_NOON) -> WeeklyHours:
    return projection(hours, overrides, now, "America/New_York", TWO_DAYS)


def test_without_overrides_the_table_is_the_standing_week() -> None:
    assert project(STANDING) == STANDING
    assert project(ALWAYS) == ALWAYS


def test_a_closure_that_is_due_empties_its_row() -> None:
    assert project(STANDING, SATURDAY) == STANDING.with_rows({Weekday.SAT: ()})


@pytest.mark.parametrize(
    ("now", "is_written"),
    [
        pytest.param("2026-11-19T04:59:00+00:00", False, id="a minute too early"),
        pytest.param("2026-11-19T05:00:00+00:00", True, id="two days before its midnight"),
        pytest.param("2026-11-22T04:59:00+00:00", True, id="until the day is over"),
        pytest.param("2026-11-22T05:00:00+00:00", False, id="not a minute longer"),
    ],
)
def test_a_row_is_written_two_days_ahead_and_taken_back_at_midnight(now: str, is_written: bool) -> None:  # noqa: FBT001
    table = project(STANDING, SATURDAY, now=dt.datetime.fromisoformat(now))

    assert (table != STANDING) is is_written


def test_an_endless_closure_empties_only_the_rows_that_are_due() -> None:
    week = WeeklyHours.model_validate(dict.fromkeys(Weekday, NINE_TO_FIVE))

    table = project(week, closure("2026-11-01T00:00", None))

    assert table == week.with_rows({Weekday.FRI: (), Weekday.SAT: (), Weekday.SUN: ()})


def test_a_night_is_cut_at_midnight() -> None:
    night = Override(state="open", start=dt.datetime(2026, 11, 20, 22), end=dt.datetime(2026, 11, 21, 2))

    table = project(STANDING, night)

    assert table.fri == (*NINE_TO_FIVE, Interval(start=1320, end=1440))
    assert table.sat == (Interval(start=0, end=120), *NINE_TO_FIVE)


def test_a_line_that_is_always_open_gets_whole_days_around_a_closure() -> None:
    table = project(ALWAYS, SATURDAY)

    assert not table.always
    assert table.sat == ()
    assert table.sun == table.fri == (Interval(start=0, end=1440),)


def test_a_line_that_is_always_open_stays_so_under_special_hours() -> None:
    special = Override(state="open", start=dt.datetime(2026, 11, 20, 9), end=dt.datetime(2026, 11, 20, 12))

    assert project(ALWAYS, special) == ALWAYS


def clock(text: str) -> dt.datetime:
    """A time of that Friday in New York."""
    return dt.datetime.fromisoformat(f"2026-11-20T{text}").replace(tzinfo=ZoneInfo("America/New_York"))


@pytest.mark.parametrize(
    ("time", "shown"),
    [
        pytest.param("00:00", ("09:00", "12:00"), id="the first from midnight on"),
        pytest.param("11:59:59", ("09:00", "12:00"), id="as long as it lasts"),
        pytest.param("12:00", ("13:00", "15:30"), id="the next as soon as it is over"),
        pytest.param("13:00", ("13:00", "15:30"), id="which is then the current one"),
        pytest.param("15:30", ("16:00", "17:00"), id="the last"),
        pytest.param("17:00", ("16:00", "17:00"), id="which stays when all are over"),
        pytest.param("23:59:59", ("16:00", "17:00"), id="until the day is over"),
    ],
)
def test_where_a_day_has_one_interval_today_shows_the_current_or_the_next(time: str, shown: tuple[str, str]) -> None:
    breaks = (
        closure("2026-11-20T12:00", "2026-11-20T13:00"),
        closure("2026-11-20T15:30", "2026-11-20T16:00"),
        closure("2026-11-21T12:00", "2026-11-21T13:00"),
    )

    table = projection(STANDING, breaks, clock(time), "America/New_York", TWO_DAYS, intervals_a_day=1)

    assert table == STANDING.with_rows(
        {Weekday.FRI: (Interval.model_validate(shown),), Weekday.SAT: (Interval(start=540, end=720),)}
    )


def test_where_a_day_has_two_intervals_it_shows_two_of_three() -> None:
    breaks = (closure("2026-11-20T12:00", "2026-11-20T13:00"), closure("2026-11-20T15:30", "2026-11-20T16:00"))

    rows = [
        projection(STANDING, breaks, clock(time), "America/New_York", TWO_DAYS, intervals_a_day=2).fri
        for time in ("09:00", "12:00", "16:30")
    ]

    assert rows == [
        (Interval(start=540, end=720), Interval(start=780, end=930)),
        (Interval(start=780, end=930), Interval(start=960, end=1020)),
        (Interval(start=780, end=930), Interval(start=960, end=1020)),
    ]


def test_a_break_of_a_line_that_is_always_open_lasts_until_midnight_if_the_day_has_one_interval() -> None:
    lunch = closure("2026-11-20T12:00", "2026-11-20T13:00")

    rows = [
        projection(ALWAYS, [lunch], now, "America/New_York", TWO_DAYS, intervals_a_day=1)
        for now in (clock("11:00"), clock("23:59"), clock("00:00") + dt.timedelta(days=1))
    ]

    assert [rows[0].fri, rows[1].fri] == [(Interval(start=0, end=720),), (Interval(start=780, end=1440),)]
    assert rows[1].sat == (Interval(start=0, end=1440),)
    assert rows[2] == ALWAYS


@given(st.data())
def test_the_table_is_open_exactly_where_the_setup_is_wherever_a_row_is_due(data: st.DataObject) -> None:
    zone, now = data.draw(strategies.moments())
    setup = data.draw(strategies.setups(zone, now))
    ahead = data.draw(st.sampled_from((dt.timedelta(0), dt.timedelta(hours=30), TWO_DAYS, dt.timedelta(days=7))))

    table = projection(setup.hours, setup.overrides, now, zone, ahead)

    for at in _probes(setup, now, data):
        if _is_due(at, now, zone, ahead):
            assert _table_is_open(table, at, zone) == is_open(setup, at), at


@given(st.data())
def test_a_row_that_is_not_due_shows_its_standing_hours(data: st.DataObject) -> None:
    zone, now = data.draw(strategies.moments())
    setup = data.draw(strategies.setups(zone, now))
    today = now.astimezone(ZoneInfo(zone)).date()

    table = projection(setup.hours, setup.overrides, now, zone, TWO_DAYS)

    for number in range(4, 7):
        day = Weekday.of(today + dt.timedelta(days=number))
        assert table.open_on(day) == setup.hours.open_on(day)


def _probes(setup: Setup, now: dt.datetime, data: st.DataObject) -> list[dt.datetime]:
    """Some minutes of the coming seven days: just before and at each edge, and any others."""
    edges = [edge for each in setup.overrides for edge in (each.start, each.end) if edge is not None]
    zone = ZoneInfo(setup.zone)
    named = [edge.replace(tzinfo=zone, fold=fold).astimezone(dt.UTC) for edge in edges for fold in (0, 1)]
    near = [edge + shift * strategies.MINUTE for edge in named for shift in (-1, 0)]
    anywhere = data.draw(st.lists(st.integers(0, 7 * 1440 - 1), min_size=5, max_size=10))
    return [*near, *(now + minute * strategies.MINUTE for minute in anywhere)]


def _is_due(at: dt.datetime, now: dt.datetime, zone: str, ahead: dt.timedelta) -> bool:
    """Whether a moment lies on one of the coming seven dates, one that had begun everywhere by `now + ahead`."""
    info = ZoneInfo(zone)
    date, today = at.astimezone(info).date(), now.astimezone(info).date()
    return today <= date < today + dt.timedelta(days=7) and date <= (now + ahead).astimezone(info).date()


def _table_is_open(table: WeeklyHours, at: dt.datetime, zone: str) -> bool:
    """As a vendor would read its table."""
    there = at.astimezone(ZoneInfo(zone))
    minute = there.hour * 60 + there.minute
    row = table.row(Weekday.of(there.date()))
    return table.always or any(each.start <= minute < each.end for each in row)
