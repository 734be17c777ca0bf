"""Reminders are reckoned back from when something must be live, and nobody is called twice, in a burst, or at night."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters import wall_clock
from bot import reminders
from bot.describe import length
from bot.reminders import Reminder

NEW_YORK = "America/New_York"
ASKED = dt.datetime(2026, 11, 20, 15, tzinfo=dt.UTC)
"""10 in the morning in New York."""

MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)


def before(schedule: tuple[Reminder, ...], live_by: dt.datetime) -> dict[str, str]:
    return {each.name: length(live_by - each.at) for each in schedule if each.at < live_by}


def test_for_todays_it_is_minutes() -> None:
    live_by = ASKED + 80 * MINUTE

    schedule = reminders.of_pending(ASKED, live_by, ASKED + DAY, NEW_YORK)

    assert before(schedule, live_by) == {"first": "40 minutes", "second": "20 minutes", "escalation": "10 minutes"}
    assert schedule[-1] == Reminder(name="late", at=live_by)


def test_for_decembers_it_is_days() -> None:
    live_by = dt.datetime(2026, 12, 25, 5, tzinfo=dt.UTC)

    schedule = reminders.of_pending(ASKED, live_by, live_by + DAY, NEW_YORK)

    told = {each.name: wall_clock(each.at, NEW_YORK) for each in schedule}
    assert told == {
        "first": dt.datetime(2026, 12, 18, 8),
        "second": dt.datetime(2026, 12, 23, 8),
        "escalation": dt.datetime(2026, 12, 24),
        "last": dt.datetime(2026, 12, 24, 23),
        "late": dt.datetime(2026, 12, 25),
    }


def test_what_is_wanted_at_once_is_asked_after_less_and_less_often() -> None:
    schedule = reminders.of_pending(ASKED, None, ASKED + 3 * DAY, NEW_YORK)

    assert [(each.name, length(each.at - ASKED)) for each in schedule] == [
        ("first", "10 minutes"),
        ("escalation", "30 minutes"),
        ("second", "4 hours"),
        ("last", "1 day"),
    ]


def test_what_is_over_in_an_hour_is_asked_after_within_it() -> None:
    schedule = reminders.of_pending(ASKED, None, ASKED + HOUR, NEW_YORK)

    assert [length(each.at - ASKED) for each in schedule] == ["10 minutes", "30 minutes", "45 minutes", "52 minutes"]


def test_only_one_of_them_calls_others() -> None:
    for live_by in (None, ASKED + HOUR, ASKED + 30 * DAY):
        schedule = reminders.of_pending(ASKED, live_by, ASKED + 40 * DAY, NEW_YORK)
        assert [each.name for each in schedule if each.escalates] == ["escalation"]


def test_twenty_minutes_to_go_are_told_of_what_is_approved_and_not_applied() -> None:
    live_by = ASKED + 3 * DAY

    schedule = reminders.of_approved(ASKED, live_by)

    assert [(each.name, live_by - each.at) for each in schedule] == [
        ("a day to go", DAY),
        ("minutes to go", 20 * MINUTE),
        ("late", dt.timedelta()),
    ]


def test_of_what_was_approved_late_half_of_the_time_left_is_told() -> None:
    schedule = reminders.of_approved(ASKED, ASKED + 10 * MINUTE)

    assert schedule[0] == Reminder(name="minutes to go", at=ASKED + 5 * MINUTE)


def test_after_a_downtime_only_the_latest_is_told_and_makes_up_for_a_missed_escalation() -> None:
    live_by = ASKED + 80 * MINUTE
    schedule = reminders.of_pending(ASKED, live_by, ASKED + DAY, NEW_YORK)

    told = reminders.due(schedule, [], live_by + MINUTE)

    assert told == Reminder(name="late", at=live_by, escalates=True)
    assert reminders.due(schedule, ["late"], live_by + 2 * MINUTE) is None


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (dt.timedelta(), "1 minute"),
        (MINUTE, "1 minute"),
        (20 * MINUTE, "20 minutes"),
        (HOUR, "1 hour"),
        (90 * MINUTE, "90 minutes"),
        (3 * HOUR, "3 hours"),
        (DAY, "1 day"),
        (5 * DAY, "5 days"),
    ],
)
def test_lengths_are_told_as_people_do(span: dt.timedelta, words: str) -> None:
    assert length(span) == words


MOMENTS = st.integers(1, 60 * 24 * 200).map(lambda minutes: ASKED + minutes * MINUTE)
ZONES = st.sampled_from([NEW_YORK, "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe"])


@settings(max_examples=60)
@given(live_by=st.none() | MOMENTS, until=MOMENTS, zone=ZONES)
def test_they_come_in_order_after_the_asking_and_before_the_end(
    live_by: dt.datetime | None, until: dt.datetime, zone: str
) -> None:
    schedule = reminders.of_pending(ASKED, live_by, until, zone)

    moments = [each.at for each in schedule]
    assert moments == sorted(moments)
    assert all(ASKED < each < until for each in moments)
    assert len({each.name for each in schedule}) == len(schedule) <= 5


@settings(max_examples=60)
@given(live_by=MOMENTS, zone=ZONES)
def test_nobody_is_called_at_night_where_there_is_more_than_a_day(live_by: dt.datetime, zone: str) -> None:
    for each in reminders.of_pending(ASKED, live_by, live_by + DAY, zone):
        if live_by - each.at > 2 * DAY:
            assert 8 <= wall_clock(each.at, zone).hour < 20


@settings(max_examples=60)
@given(live_by=st.none() | MOMENTS, until=MOMENTS, looks=st.lists(MOMENTS, max_size=20))
def test_whenever_one_looks_each_is_told_at_most_once_and_never_two_at_a_time(
    live_by: dt.datetime | None, until: dt.datetime, looks: list[dt.datetime]
) -> None:
    schedule = reminders.of_pending(ASKED, live_by, until, NEW_YORK)
    told: list[str] = []

    for now in sorted(looks):
        due = reminders.due(schedule, told, now)
        told += [due.name] if due else []
        assert reminders.due(schedule, told, now) is None

    assert len(set(told)) == len(told)
    names = [each.name for each in schedule]
    assert [names.index(name) for name in told] == sorted(names.index(name) for name in told)
