"""What has become of a plan's subject is told as it was approved and as it is now."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters import (
    Change,
    Close,
    Drift,
    Interval,
    Neighbour,
    Neighbours,
    Override,
    PutMembers,
    Reading,
    Reopen,
    SetCallback,
    SetHours,
    SetMenuKey,
    SetOption,
    Setup,
    Weekday,
)
from bot import plans
from bot.errors import SayError
from tests.adapters.strategies import changes, setups
from tests.bot.test_plans import SATURDAY, facts
from tests.fakes import FRIDAY, NEW_YORK, support

KEY_3 = SetMenuKey.model_validate({"key": "3", "action": {"action": "voicemail"}})
SATURDAY_OFF = SetHours.model_validate({"rows": {"sat": []}})
HOLIDAY = Override(state="closed", start=SATURDAY.start, end=SATURDAY.end, name="Founders' Day")


def moved(change: Change, now: Setup, before: Setup | None = None, **more: object) -> list[tuple[str, str, str]]:
    plan = plans.make([change], facts(before or support()), FRIDAY)
    found = plans.moved(plan, facts(reading=Reading.model_validate({"setup": now, **more})))
    return [(each.what, each.was, each.will) for each in found]


@pytest.mark.parametrize(
    ("change", "since", "told"),
    [
        pytest.param(
            SATURDAY,
            Close(start=dt.datetime(2026, 11, 21, 9), end=dt.datetime(2026, 11, 21, 11)),
            ("Sat 21 Nov 2026", "9:00 AM – 1:00 PM", "11:00 AM – 1:00 PM"),
            id="a date",
        ),
        pytest.param(
            Close(start=SATURDAY.start, end=None),
            SetHours.model_validate({"rows": {"mon": []}}),
            ("Mon 23 Nov 2026", "8:00 AM – 6:00 PM", "closed"),
            id="the week of a closure without end",
        ),
        pytest.param(
            SATURDAY_OFF,
            SetHours.model_validate({"rows": {"sat": [["10:00", "11:00"]]}}),
            ("Saturday", "9:00 AM – 1:00 PM", "10:00 AM – 11:00 AM"),
            id="a weekday",
        ),
        pytest.param(
            KEY_3,
            KEY_3.model_copy(update={"action": KEY_3.action.model_copy(update={"action": "operator"})}),
            ("Key 3 while open", "nothing", "Operator"),
            id="a key",
        ),
        pytest.param(
            SetCallback(on=True),
            SetCallback(on=False, key="7"),
            ("The callback key", "9", "7"),
            id="what a callback depends on",
        ),
        pytest.param(
            SetOption(name="ring_seconds", value=20),
            SetOption(name="ring_seconds", value=40),
            ("“Ring time”", "30 seconds", "40 seconds"),
            id="an option",
        ),
        pytest.param(
            PutMembers(members=()),
            PutMembers.model_validate({"members": [{"id": "a1"}]}),
            ("Who answers", "agent a1, agent a2 (paused)", "agent a1"),
            id="who answers",
        ),
    ],
)
def test_it_is_told_as_it_was_approved_and_as_it_is_now(change: Change, since: Change, told: tuple[str, ...]) -> None:
    assert moved(change, since.applied_to(support()))[0] == told


def test_nothing_is_told_of_what_the_plan_does_not_touch() -> None:
    assert moved(SATURDAY, SetOption(name="ring_seconds", value=40).applied_to(support())) == []
    assert moved(KEY_3, SATURDAY.applied_to(support())) == []


def test_rows_that_somebody_changed_at_the_vendor_are_told() -> None:
    drift = Drift(weekday=Weekday.SAT, found=(Interval(start=600, end=660),), expected=support().hours.sat)

    assert moved(SATURDAY_OFF, support(), drift=[drift]) == [
        ("Saturday", "9:00 AM – 1:00 PM", "10:00 AM – 11:00 AM, changed outside Switchhook")
    ]


def test_who_shares_the_schedule_is_told() -> None:
    sharing = Neighbours(closures=(Neighbour(id="2", name="Sales"),))

    assert moved(SATURDAY, support(), neighbours=sharing) == [
        ("Who shares its hours or closures", "nobody", "Sales (at Dialpad)")
    ]


def test_a_holiday_that_came_beneath_what_is_reopened_is_told() -> None:
    closed = SATURDAY.applied_to(support())
    reopening = Reopen(start=SATURDAY.start, end=SATURDAY.end)

    assert moved(reopening, closed, closed, beneath=[HOLIDAY]) == [
        ("Holidays of its own calendar", "none", "on Sat 21 Nov 2026, all day")
    ]


def test_another_time_zone_is_told() -> None:
    there = support().model_copy(update={"zone": "Europe/London"})

    assert moved(SATURDAY, there)[0] == ("Its time zone", NEW_YORK, "Europe/London")


AROUND = dt.datetime(2026, 11, 20, 10)


@given(
    change=changes(AROUND),
    before=setups(NEW_YORK, AROUND),
    now=setups(NEW_YORK, AROUND),
    confirmed=st.booleans(),
)
def test_something_is_told_if_and_only_if_it_is_not_as_planned(
    change: Change, before: Setup, now: Setup, *, confirmed: bool
) -> None:
    try:
        plan = plans.make([change], facts(reading=Reading(setup=before, confirmed=confirmed)), FRIDAY)
    except SayError:
        return

    found = plans.moved(plan, facts(now))

    assert bool(found) != plans.is_as_planned(plan, Reading(setup=now))
    assert all(each.was != each.will for each in found)
