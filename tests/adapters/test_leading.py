"""Which changes lead from one setup to another."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters import (
    Close,
    Member,
    MenuAction,
    PutMembers,
    PutOverrides,
    RemoveMenuKey,
    SetCallback,
    SetHours,
    SetMenuKey,
    SetOption,
    SetRouting,
    SetTreatment,
    Setup,
    Weekday,
    all_applied,
    apart,
    leading,
    overlaps,
    timeline,
)
from tests.adapters.strategies import moments, setups
from tests.fakes import support

LINE = support()
WEEKS = dt.timedelta(weeks=3)
VOICEMAIL, DISABLED = MenuAction(action="voicemail"), MenuAction(action="disabled")


@given(st.data())
def test_the_changes_lead_from_any_setup_to_any_other(data: st.DataObject) -> None:
    zone, at = data.draw(moments())
    now, to = data.draw(setups(zone, at)), data.draw(setups(zone, at))

    assert all_applied(leading(now, to), now) == to


@given(st.data())
def test_where_two_setups_are_apart_the_other_hours_rule_and_nowhere_else(data: st.DataObject) -> None:
    zone, at = data.draw(moments())
    hours = data.draw(setups(zone, at))
    now, to = (hours.model_copy(update={"overrides": data.draw(setups(zone, at)).overrides}) for _ in range(2))

    changes = apart(now.overrides, to.overrides)

    led = all_applied(changes, now)
    assert apart(led.overrides, to.overrides) == ()
    assert timeline(led, at, at + WEEKS) == timeline(to, at, at + WEEKS)
    same = [each for each in now.overrides if each in to.overrides]
    assert not any(overlaps(each, change.start, change.end) for each in same for change in changes)


@given(st.data())
def test_nothing_leads_from_a_setup_to_itself(data: st.DataObject) -> None:
    setup = data.draw(setups(*data.draw(moments())))

    assert leading(setup, setup) == ()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(SetHours(rows={Weekday.SUN: ()} | {Weekday.SAT: ()}), id="hours"),
        pytest.param(SetMenuKey(key="3", action=VOICEMAIL), id="a key"),
        pytest.param(RemoveMenuKey(key="1"), id="a key less"),
        pytest.param(SetTreatment(menu="closed", action=DISABLED), id="the treatment"),
        pytest.param(SetCallback(on=True, key="8", threshold=2), id="the callback"),
        pytest.param(SetRouting(routing="random"), id="the routing"),
        pytest.param(PutMembers(members=(Member(id="a3"),)), id="the members"),
        pytest.param(SetOption(name="ring_seconds", value=20), id="an option"),
    ],
)
def test_one_change_is_led_back_by_one_change(change: SetMenuKey) -> None:
    changed = change.applied_to(LINE)

    back = leading(changed, LINE)

    assert len(back) == 1
    assert all_applied(back, changed) == LINE


def test_a_closure_that_touches_another_stays_apart_from_it() -> None:
    days = [dt.datetime(2026, 11, day) for day in (23, 24, 25)]
    first, second = Close(start=days[0], end=days[1]), Close(start=days[1], end=days[2])
    now, to = first.applied_to(LINE), all_applied([first, second], LINE)

    back = leading(now, to)

    assert isinstance(back[0], PutOverrides)
    assert all_applied(back, now) == to


def test_the_escape_key_is_an_option_even_where_no_option_shows_it() -> None:
    assert LINE.queue
    to = LINE.model_copy(update={"queue": LINE.queue.model_copy(update={"escape_key": "#"})})

    assert leading(LINE, to) == (SetOption(name="escape_key", value="#"),)


def test_what_only_one_of_them_has_is_left_out() -> None:
    bare = Setup(line_id="1", zone=LINE.zone, hours=LINE.hours)

    assert leading(LINE, bare) == ()
    assert leading(bare, LINE) == tuple(
        [SetRouting(routing="longestidle")]
        + [SetOption(name=name, value=value) for name, value in LINE.options.items()]
    )
