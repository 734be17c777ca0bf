"""When nothing may be changed, and when nobody need decide any more."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters import Close
from bot.errors import SayError
from bot.policy import Freeze
from tests.bot.policies import CLOSE, DAY, HOURS, NOW, REOPEN, part, person, plan, policy, shared, together

HOUR = dt.timedelta(hours=1)
LATER = dt.datetime(2026, 11, 22)

WEEKEND = Freeze(name="Move", start=dt.datetime(2026, 11, 20), end=dt.datetime(2026, 11, 23))
"""From Friday to Sunday, in each line's own zone; now is Friday, 10 AM in New York."""


def test_nothing_is_applied_in_a_freeze_but_what_leads_back() -> None:
    rules = policy(freezes=(WEEKEND,))

    assert rules.frozen(plan(CLOSE), NOW) == "“Move” stops all changes of Line 1 until Sun 22 Nov 2026 is over."
    assert not rules.frozen(plan(REOPEN), NOW)
    assert rules.frozen(together(part(REOPEN), part(CLOSE, line="2")), NOW)


def test_a_freeze_may_stop_what_leads_back_as_well() -> None:
    strict = WEEKEND.model_copy(update={"restoring": False})

    assert policy(freezes=(strict,)).frozen(plan(REOPEN), NOW)


def test_a_freeze_may_be_for_some_lines_and_for_those_that_change_along() -> None:
    rules = policy(freezes=(WEEKEND.model_copy(update={"lines": frozenset({"fake:2"})}),))

    assert not rules.frozen(plan(CLOSE), NOW)
    assert rules.frozen(plan(CLOSE, line="2"), NOW)
    assert rules.frozen(together(shared(CLOSE, "2")), NOW)


@pytest.mark.parametrize(
    ("at", "frozen"),
    [
        (dt.datetime(2026, 11, 20, 4, 59, tzinfo=dt.UTC), False),
        (dt.datetime(2026, 11, 20, 5, tzinfo=dt.UTC), True),
        (dt.datetime(2026, 11, 23, 4, 59, tzinfo=dt.UTC), True),
        (dt.datetime(2026, 11, 23, 5, tzinfo=dt.UTC), False),
    ],
    ids=str,
)
def test_a_freeze_begins_and_ends_by_the_clock_of_the_line(at: dt.datetime, *, frozen: bool) -> None:
    assert bool(policy(freezes=(WEEKEND,)).frozen(plan(CLOSE), at)) is frozen


def test_a_moment_with_a_zone_is_the_same_for_all_lines_and_is_told_in_the_line_s_own() -> None:
    freeze = Freeze(name="Move", start=NOW - HOUR, end=NOW + 2 * HOUR)

    assert policy(freezes=(freeze,)).frozen(plan(CLOSE), NOW).endswith("until Fri 20 Nov 2026, noon.")


def test_of_two_freezes_the_one_that_lasts_longest_is_told() -> None:
    short = Freeze(name="Lunch", start=NOW - HOUR, end=NOW + HOUR)

    assert policy(freezes=(short, WEEKEND)).frozen(plan(CLOSE), NOW).startswith("“Move”")


def test_who_asks_in_a_freeze_for_what_can_wait_is_not_refused() -> None:
    rules = policy(freezes=(WEEKEND,))
    late = Close(start=LATER, end=LATER + 2 * DAY)

    rules.check_plan(person("UDANA"), plan(HOURS), "", NOW)
    rules.check_plan(person("UDANA"), plan(late, ends=dt.datetime(2026, 11, 24, 5, tzinfo=dt.UTC)), "", NOW)


def test_who_asks_in_a_freeze_for_what_would_be_over_by_then_is_told_so() -> None:
    following = Freeze(name="And more", start=WEEKEND.end, end=WEEKEND.end + 2 * DAY)
    monday = plan(CLOSE, ends=dt.datetime(2026, 11, 24, 5, tzinfo=dt.UTC))

    policy(freezes=(WEEKEND,)).check_plan(person("UDANA"), monday, "", NOW)

    with pytest.raises(SayError, match=r"“Move” stops .* is over. By then this would be over, so it was not sent."):
        policy(freezes=(WEEKEND,)).check_plan(person("UDANA"), plan(CLOSE, ends=NOW + DAY), "", NOW)
    with pytest.raises(SayError, match="By then this would be over"):
        policy(freezes=(following, WEEKEND)).check_plan(person("UDANA"), monday, "", NOW)


def test_an_emergency_is_not_refused_in_a_freeze() -> None:
    rules = policy(freezes=(WEEKEND,))

    rules.check_plan(person("UDANA"), plan(CLOSE, ends=NOW + DAY), "", NOW, emergency=True)


@pytest.mark.parametrize(
    ("starts", "ends", "hours"),
    [
        pytest.param(None, None, 72, id="lasts"),
        pytest.param(None, 3, 3, id="soon too late"),
        pytest.param(2, 10, 10, id="not before it is too late"),
        pytest.param(2, 240, 72, id="nobody answers"),
        pytest.param(720, 744, 720, id="in a month: silence is no answer until it must be live"),
        pytest.param(720, None, 720, id="the same without an end"),
    ],
)
def test_a_request_expires_when_nobody_decides_or_when_it_is_too_late(
    starts: int | None, ends: int | None, hours: int
) -> None:
    wanted = plan(CLOSE, starts=starts and NOW + starts * HOUR, ends=ends and NOW + ends * HOUR)

    assert policy().expiry(NOW, wanted) == NOW + hours * HOUR


def test_the_first_line_that_must_be_live_decides_and_the_last_that_is_over() -> None:
    first = part(CLOSE, starts=NOW + 100 * HOUR, ends=NOW + 124 * HOUR)
    second = part(CLOSE, line="2", starts=NOW + 200 * HOUR, ends=NOW + 224 * HOUR)

    assert policy().expiry(NOW, together(first, second)) == NOW + 100 * HOUR
    assert policy().expiry(NOW, together(first, part(HOURS, line="2"))) == NOW + 72 * HOUR


@given(starts=st.none() | st.integers(1, 2000), length=st.none() | st.integers(1, 2000), expires=st.integers(1, 200))
def test_a_request_always_expires_after_it_was_asked_and_never_after_it_is_over(
    starts: int | None, length: int | None, expires: int
) -> None:
    ends = None if length is None else NOW + ((starts or 0) + length) * HOUR
    wanted = plan(CLOSE, starts=starts and NOW + starts * HOUR, ends=ends)

    found = policy(expires=expires * HOUR).expiry(NOW, wanted)

    assert NOW < found <= (ends or found)
