"""What every change promises of itself."""

import datetime as dt
import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from adapters import (
    Change,
    Close,
    Interval,
    MenuAction,
    OpenSpecial,
    Override,
    Reopen,
    SetCallback,
    SetHours,
    SetMenuKey,
    SetOption,
    SetRouting,
    SetTreatment,
    Setup,
    UnsupportedError,
    Weekday,
    WeeklyHours,
    all_applied,
    all_undone,
)
from tests.adapters import strategies

ANY_CHANGE: TypeAdapter[Change] = TypeAdapter(Change)
NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
setups = strategies.setups("America/New_York", NOON)
changes = strategies.changes(NOON)


def joined(setup: Setup) -> Setup:
    """The setup with overrides that a change had cut in two made whole again."""
    whole: list[Override] = []
    for each in setup.overrides:
        if whole and each == whole[-1].model_copy(update={"start": whole[-1].end, "end": each.end}):
            whole[-1] = whole[-1].model_copy(update={"end": each.end})
        else:
            whole.append(each)
    return setup.model_copy(update={"overrides": tuple(whole)})


@given(setups, changes)
def test_applying_twice_is_applying_once(setup: Setup, change: Change) -> None:
    once = change.applied_to(setup)

    assert change.applied_to(once) == once


@given(setups, st.lists(changes, max_size=4))
def test_what_is_undone_is_as_before(setup: Setup, several: list[Change]) -> None:
    back = all_undone(several, setup)

    assert joined(all_applied(back, all_applied(several, setup))) == joined(setup)


def test_a_closure_that_a_change_cut_in_two_is_one_again_when_that_is_undone() -> None:
    closed = Override(state="closed", start=dt.datetime(2026, 11, 26), end=dt.datetime(2026, 11, 30), name="Holidays")
    before = PLAIN.model_copy(update={"overrides": (closed,)})
    change = Reopen(start=dt.datetime(2026, 11, 27), end=dt.datetime(2026, 11, 28))

    assert change.undone(before).applied_to(change.applied_to(before)) == before


def test_a_holiday_stays_when_the_closure_over_it_ends() -> None:
    holiday = Override(state="closed", start=dt.datetime(2026, 11, 26), end=dt.datetime(2026, 11, 28), name="Holiday")
    endless = Close(start=dt.datetime(2026, 11, 20, 10), end=None, reason="Flood")
    closed = endless.applied_to(PLAIN.model_copy(update={"overrides": (holiday,)}))

    after = Reopen(start=dt.datetime(2026, 11, 20), end=None, keeps=(holiday,)).applied_to(closed)

    assert after.overrides == (holiday,)


@given(setups, changes)
def test_a_slice_is_plain_json(setup: Setup, change: Change) -> None:
    found = change.slice(setup)

    assert json.loads(json.dumps(found)) == found


@given(setups, changes)
def test_changes_and_setups_survive_being_stored(setup: Setup, change: Change) -> None:
    assert ANY_CHANGE.validate_json(ANY_CHANGE.dump_json(change)) == change
    assert Setup.model_validate_json(setup.model_dump_json()) == setup
    assert ANY_CHANGE.validate_python(json.loads(change.model_dump_json())) == change


@given(setups, changes)
def test_overrides_never_overlap_after_a_change(setup: Setup, change: Change) -> None:
    after = change.applied_to(setup).overrides

    assert all(before.end and before.end <= later.start for before, later in itertools.pairwise(after))


SATURDAY = (dt.datetime(2026, 11, 21), dt.datetime(2026, 11, 22))
PLAIN = Setup(
    line_id="1",
    zone="America/New_York",
    hours=WeeklyHours(sat=(Interval(start=540, end=780),)),
    queue=None,
    options={"ring_seconds": 30},
)


def test_the_slice_of_a_closure_is_how_its_days_are_open() -> None:
    closure = Close(start=SATURDAY[0], end=SATURDAY[1] + dt.timedelta(hours=9))

    assert closure.slice(PLAIN) == {"2026-11-21": [["09:00", "13:00"]], "2026-11-22": []}


def test_a_closure_without_an_end_is_bound_to_the_standing_week_too() -> None:
    endless = Close(start=SATURDAY[0], end=None)

    assert endless.slice(PLAIN) != endless.slice(PLAIN.model_copy(update={"hours": WeeklyHours(always=True)}))
    assert endless.slice(PLAIN)["2026-11-21"] == [["09:00", "13:00"]]


def test_reopening_ends_closures_but_not_special_hours() -> None:
    setup = all_applied(
        [
            Close(start=SATURDAY[0], end=SATURDAY[1]),
            OpenSpecial(start=SATURDAY[0].replace(hour=10), end=SATURDAY[0].replace(hour=11)),
        ],
        PLAIN,
    )

    after = Reopen(start=SATURDAY[0], end=SATURDAY[1]).applied_to(setup)

    assert [each.state for each in after.overrides] == ["open"]


def test_hours_of_named_days_leave_the_others_alone() -> None:
    after = SetHours(rows={Weekday.SUN: (Interval(start=600, end=720),)}).applied_to(PLAIN)

    assert after.hours.sun == (Interval(start=600, end=720),)
    assert after.hours.sat == PLAIN.hours.sat
    assert not after.hours.always


def test_always_open_keeps_the_dormant_days() -> None:
    after = SetHours(always=True).applied_to(PLAIN)

    assert after.hours.always
    assert after.hours.sat == PLAIN.hours.sat


def test_undoing_always_open_brings_every_day_back() -> None:
    change = SetHours(always=True)

    assert change.undone(PLAIN).applied_to(change.applied_to(PLAIN)) == PLAIN


def test_a_callback_keeps_what_is_not_named(anywhere: Setup) -> None:
    after = SetCallback(on=True).applied_to(anywhere)

    assert anywhere.queue
    assert after.queue == anywhere.queue.model_copy(update={"callback": True})


def test_the_escape_key_is_an_option_and_part_of_the_queue(anywhere: Setup) -> None:
    change = SetOption(name="escape_key", value="#")

    after = change.applied_to(anywhere)

    assert after.queue
    assert after.queue.escape_key == after.options["escape_key"] == "#"
    assert change.undone(anywhere).applied_to(after) == anywhere


@pytest.fixture
def anywhere() -> Setup:
    return Setup.model_validate(
        {
            "line_id": "1",
            "zone": "UTC",
            "hours": {},
            "queue": {"callback": False, "callback_key": "9", "threshold": 5, "escape_key": "*"},
            "options": {"escape_key": "*"},
        }
    )


@pytest.mark.parametrize(
    "change",
    [
        SetMenuKey(key="1", action=MenuAction(action="voicemail")),
        SetTreatment(menu="closed", action=MenuAction(action="voicemail")),
        SetCallback(on=True),
        SetOption(name="escape_key", value="#"),
    ],
    ids=lambda change: str(change.kind),
)
def test_a_line_without_the_part_in_question_says_so(change: Change) -> None:
    with pytest.raises(UnsupportedError, match="This line has no"):
        change.applied_to(PLAIN)


def test_undoing_what_the_vendor_did_not_show_changes_nothing_more() -> None:
    routing, option = SetRouting(routing="random"), SetOption(name="unseen", value=True)

    assert routing.undone(PLAIN) == routing
    assert option.undone(PLAIN) == option
