import datetime as dt

import pytest

from adapters import (
    Change,
    Close,
    Drift,
    Interval,
    Line,
    LiveStatus,
    MenuAction,
    OpenSpecial,
    Override,
    PutOverrides,
    Reading,
    RemoveMenuKey,
    Reopen,
    SetCallback,
    SetHours,
    SetMenuKey,
    SetOption,
    Setup,
    Weekday,
    WeeklyHours,
    all_applied,
    is_open,
)
from bot import plans
from bot.errors import NothingToDoError, SayError, TooLateError
from tests.fakes import FRIDAY, NEW_YORK, FakePhones, support

LINE = Line(system="dialpad", id="1", name="Support", kind="call center", zone=NEW_YORK, country="US")
SATURDAY = Close(start=dt.datetime(2026, 11, 21), end=dt.datetime(2026, 11, 22))


def facts(setup: Setup | None = None, **more: object) -> plans.Facts:
    reading = Reading(setup=setup or support())
    capabilities = (
        FakePhones().capabilities(LINE).model_copy(update={"dated": False, "portal": "Dialpad's admin portal"})
    )
    known = {"line": LINE, "reading": reading, "capabilities": capabilities, **more}
    return plans.Facts.model_validate(known)


def test_a_plan_says_what_is_asked_with_weekday_date_and_zone() -> None:
    plan = plans.make([SATURDAY], facts(), FRIDAY)

    assert plan.summary == "Close Support on Sat 21 Nov 2026, all day (New York time)."
    assert [(each.what, each.was, each.will) for each in plan.differences] == [
        ("Sat 21 Nov 2026", "9:00 AM – 1:00 PM", "closed")
    ]
    assert plan.preview
    assert [(each.when, each.state) for each in plan.preview.moments] == [
        ("Until Fri 20 Nov, 6:00 PM", "open"),
        ("From Sat 21 Nov, 9:00 AM", "closed"),
        ("From Mon 23 Nov, 8:00 AM", "open"),
    ]


@pytest.mark.parametrize(
    ("change", "summary"),
    [
        pytest.param(
            Close(start=dt.datetime(2026, 11, 24, 14), end=dt.datetime(2026, 11, 24, 16)),
            "Close Support on Tue 24 Nov 2026, 2:00 PM – 4:00 PM (New York time).",
            id="hours of a day",
        ),
        pytest.param(
            Close(start=dt.datetime(2026, 12, 24), end=dt.datetime(2027, 1, 2)),
            "Close Support from Thu 24 Dec 2026 to Fri 1 Jan 2027, all days included (New York time).",
            id="over the end of the year",
        ),
        pytest.param(
            Close(start=dt.datetime(2026, 11, 24, 14), end=dt.datetime(2026, 11, 25)),
            "Close Support on Tue 24 Nov 2026, 2:00 PM – midnight (New York time).",
            id="rest of a day",
        ),
        pytest.param(
            Close(start=dt.datetime(2026, 11, 24, 14), end=dt.datetime(2026, 11, 26)),
            "Close Support from Tue 24 Nov 2026, 2:00 PM to the end of Wed 25 Nov 2026 (New York time).",
            id="to the end of another day",
        ),
        pytest.param(
            Close(start=dt.datetime(2026, 11, 24, 17), end=dt.datetime(2026, 11, 25, 9)),
            "Close Support from Tue 24 Nov 2026, 5:00 PM to Wed 25 Nov 2026, 9:00 AM (New York time).",
            id="over midnight",
        ),
        pytest.param(
            Close(start=dt.datetime(2026, 11, 24), end=None),
            "Close Support from Tue 24 Nov 2026 until further notice (New York time).",
            id="until further notice",
        ),
        pytest.param(
            OpenSpecial(start=dt.datetime(2026, 11, 22, 9), end=dt.datetime(2026, 11, 22, 13)),
            "Open Support on Sun 22 Nov 2026, 9:00 AM – 1:00 PM (New York time).",
            id="special hours",
        ),
        pytest.param(
            SetHours(rows={day: (Interval(start=510, end=1080),) for day in list(Weekday)[:5]}),
            "Set the weekly hours of Support: Mon–Fri 8:30 AM – 6:00 PM (New York time).",
            id="weekly hours",
        ),
        pytest.param(
            SetCallback(on=True, key="9"), "Offer a callback to waiting callers of Support, with key 9.", id="callback"
        ),
        pytest.param(
            SetMenuKey(key="3", action=MenuAction(action="voicemail")),
            "On Support, key 3 while open: Voicemail.",
            id="menu key",
        ),
        pytest.param(RemoveMenuKey(key="1"), "On Support, remove key 1 while open.", id="removed key"),
        pytest.param(SetOption(name="ring_seconds", value=20), "On Support, set ring time to 20 seconds.", id="option"),
    ],
)
def test_every_change_has_its_sentence(change: Change, summary: str) -> None:
    assert plans.make([change], facts(), FRIDAY).summary == summary


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(
            Close(start=dt.datetime(2026, 11, 22), end=dt.datetime(2026, 11, 23)), id="closing a closed Sunday"
        ),
        pytest.param(
            OpenSpecial(start=dt.datetime(2026, 11, 23, 9), end=dt.datetime(2026, 11, 23, 10)), id="opening open hours"
        ),
        pytest.param(SetCallback(on=False), id="callback is off already"),
        pytest.param(SetHours.model_validate({"rows": {"sat": [["09:00", "13:00"]]}}), id="the same hours"),
    ],
)
def test_what_changes_nothing_is_no_plan(change: Change) -> None:
    with pytest.raises(NothingToDoError, match="Support"):
        plans.make([change], facts(), FRIDAY)


def test_a_window_in_the_past_is_refused() -> None:
    yesterday = Close(start=dt.datetime(2026, 11, 19), end=dt.datetime(2026, 11, 20))

    with pytest.raises(TooLateError, match="already over"):
        plans.make([yesterday], facts(), FRIDAY)


def test_a_time_that_the_clocks_skip_is_refused() -> None:
    gap = Close(start=dt.datetime(2027, 3, 14, 2, 30), end=dt.datetime(2027, 3, 14, 12))

    with pytest.raises(SayError, match="does not exist in New York time"):
        plans.make([gap], facts(), FRIDAY)


@pytest.mark.parametrize(
    ("zone", "skipped"),
    [
        pytest.param("Africa/Cairo", dt.datetime(2027, 4, 30), id="Cairo"),
        pytest.param("Atlantic/Azores", dt.datetime(2027, 3, 28), id="Azores"),
    ],
)
@pytest.mark.parametrize("days_before", [0, 1], ids=["that day", "the day before"])
def test_a_day_whose_midnight_the_clocks_skip_can_be_closed(zone: str, skipped: dt.datetime, days_before: int) -> None:
    always = support().model_copy(update={"zone": zone, "hours": WeeklyHours(always=True)})
    known = facts(always, line=LINE.model_copy(update={"zone": zone}))
    start = skipped - dt.timedelta(days=days_before)

    plan = plans.make([Close(start=start, end=start + dt.timedelta(days=1))], known, FRIDAY)

    assert [each.what for each in plan.differences] == [f"{start:%a} {start.day} {start:%b} 2027"]
    assert plan.starts
    assert not is_open(plan.after, plan.starts)
    assert plan.ends
    assert is_open(plan.after, plan.ends)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        pytest.param(
            SetMenuKey(key="#", action=MenuAction(action="voicemail")),
            "takes only digits as keys, so # .* one of 0–9",
            id="key",
        ),
        pytest.param(SetCallback(on=True, key="x"), "can be one of", id="callback key"),
        pytest.param(SetOption(name="ring_seconds", value=5), "from 10 to 45 seconds", id="option out of range"),
        pytest.param(SetOption(name="colour", value="red"), "no setting", id="unknown option"),
    ],
)
def test_what_the_system_cannot_do_is_said_before_anyone_is_asked(change: Change, complaint: str) -> None:
    with pytest.raises(SayError, match=complaint):
        plans.make([change], facts(), FRIDAY)


def test_the_systems_own_objections_come_before_approval() -> None:
    with pytest.raises(SayError, match="The key is the escape key"):
        plans.make([SATURDAY], facts(), FRIDAY, lambda _before, _after: ["The key is the escape key."])


def test_a_line_that_is_only_shown_is_not_changed() -> None:
    with pytest.raises(SayError, match="only shown"):
        plans.make([SATURDAY], facts(managed=False), FRIDAY)


def test_an_older_override_that_is_trimmed_is_named() -> None:
    older = Override(state="closed", start=dt.datetime(2026, 11, 21, 9), end=dt.datetime(2026, 11, 21, 10))
    plan = plans.make([SATURDAY], facts(support().model_copy(update={"overrides": (older,)})), FRIDAY)

    assert any("replaces the closure on Sat 21 Nov 2026, 9:00 AM – 10:00 AM" in each for each in plan.warnings)


def test_a_key_that_is_taken_is_named() -> None:
    action = MenuAction(action="department", target_kind="department", target_id="7")
    plan = plans.make([SetMenuKey(key="1", action=action)], facts(), FRIDAY)

    assert "Key 1 is taken: it leads to voicemail now." in plan.warnings


def test_a_key_that_nobody_hears_of_is_warned_about() -> None:
    setup = support()
    silent = setup.model_copy(
        update={
            "open_menu": setup.open_menu
            and setup.open_menu.model_copy(update={"action": MenuAction(action="voicemail")})
        }
    )
    plan = plans.make([SetMenuKey(key="3", action=MenuAction(action="voicemail"))], facts(silent), FRIDAY)

    assert any("do not hear a menu while open" in each for each in plan.warnings)


def test_the_vendors_own_holiday_is_warned_about() -> None:
    plan = plans.make([SATURDAY], facts(live=LiveStatus(holiday="Thanksgiving")), FRIDAY)

    assert any("holiday of its own in force (Thanksgiving)" in each for each in plan.warnings)


def test_it_is_said_why_the_risk_is_high() -> None:
    away = MenuAction(action="transfer", target_kind="number", target_id="+19198321234")

    plan = plans.make([SetMenuKey(key="3", action=away), SetOption(name="recording", value=True)], facts(), FRIDAY)

    assert plan.risks == (
        "calls go to a phone number, +19198321234",
        "“Recording” is a setting to be careful with",
    )
    assert plans.make([SATURDAY], facts(), FRIDAY).risks == ()


def test_who_depends_on_switchhook_running_is_told_once() -> None:
    first = plans.make([SATURDAY], facts(reading=Reading(setup=support(), confirmed=False)), FRIDAY)
    later = plans.make([SATURDAY], facts(), FRIDAY)

    assert any("has to be running then" in each for each in first.warnings)
    assert not any("has to be running then" in each for each in later.warnings)


ONLY = (
    Close(start=dt.datetime(2026, 11, 24), end=dt.datetime(2026, 11, 25)),
    OpenSpecial(start=dt.datetime(2026, 11, 24, 10), end=dt.datetime(2026, 11, 24, 12)),
    OpenSpecial(start=dt.datetime(2026, 11, 24, 13), end=dt.datetime(2026, 11, 24, 14)),
)


def test_a_day_with_special_hours_only_is_told_in_one_sentence() -> None:
    plan = plans.make(ONLY, facts(), FRIDAY)

    assert plan.summary == (
        "Open Support only 10:00 AM – noon and 1:00 PM – 2:00 PM on Tue 24 Nov 2026 (New York time)."
    )


def test_special_hours_on_top_and_a_closure_besides_are_told_apart() -> None:
    plan = plans.make([ONLY[1], SATURDAY], facts(support().model_copy(update={"hours": WeeklyHours()})), FRIDAY)

    assert plan.summary.startswith("Open Support on Tue 24 Nov 2026, 10:00 AM – noon (New York time). Close Support")


def test_stretches_that_are_put_back_are_told_in_one_sentence_in_their_order() -> None:
    day, dates = dt.timedelta(days=1), [dt.datetime(2026, 12, 25), dt.datetime(2026, 11, 26)]
    setup = support().model_copy(
        update={"overrides": tuple(Override(state="closed", start=each, end=each + day) for each in sorted(dates))}
    )
    back = [PutOverrides(start=each, end=each + day, overrides=()) for each in dates]

    assert plans.make(back, facts(setup), FRIDAY).summary == (
        "Put back what applied to Support all day on 2 days: Thu 26 Nov 2026; Fri 25 Dec 2026 (New York time)."
    )


def test_what_is_replaced_is_told_as_it_was_planned() -> None:
    afternoon = Close(start=dt.datetime(2026, 11, 24, 14), end=dt.datetime(2026, 11, 25)).applied_to(support())
    hour = OpenSpecial(start=dt.datetime(2026, 11, 24, 16), end=dt.datetime(2026, 11, 24, 17))
    only = all_applied(ONLY, support())

    part = plans.make([hour], facts(afternoon), FRIDAY)
    whole = plans.make([Close(start=ONLY[0].start, end=ONLY[0].end)], facts(only), FRIDAY)

    assert (
        "For its time this replaces the closure on Tue 24 Nov 2026, 2:00 PM – midnight; the rest of it stays."
        in part.warnings
    )
    assert (
        "This replaces what was planned: open on Tue 24 Nov 2026, only 10:00 AM – noon and 1:00 PM – 2:00 PM."
        in whole.warnings
    )


def test_the_first_change_shows_the_standing_hours() -> None:
    plan = plans.make([SATURDAY], facts(reading=Reading(setup=support(), confirmed=False)), FRIDAY)

    assert any("Mon–Fri 8:00 AM – 6:00 PM, Sat 9:00 AM – 1:00 PM, Sun closed" in each for each in plan.warnings)


def test_drift_under_a_closure_has_to_be_settled_first() -> None:
    drift = Drift(weekday=Weekday.SAT, found=(Interval(start=600, end=720),), expected=(Interval(start=540, end=780),))
    moved = facts(reading=Reading(setup=support(), drift=(drift,)))

    with pytest.raises(SayError, match="Saturday of Support was changed outside Switchhook"):
        plans.make([SATURDAY], moved, FRIDAY)


def test_drift_is_settled_by_saying_which_hours_are_right() -> None:
    drift = Drift(weekday=Weekday.SAT, found=(Interval(start=420, end=480),), expected=(Interval(start=540, end=780),))
    moved = facts(reading=Reading(setup=support(), drift=(drift,)))
    right = SetHours.model_validate({"rows": {"sat": [["09:00", "13:00"]]}})

    plan = plans.make([right], moved, FRIDAY)

    assert [(each.what, each.was, each.will) for each in plan.differences] == [
        ("Saturday", "7:00 AM – 8:00 AM, changed outside Switchhook", "9:00 AM – 1:00 PM")
    ]


@pytest.mark.parametrize(
    ("change", "other"),
    [
        pytest.param(SATURDAY, SetCallback(on=True), id="a closure and the callback"),
        pytest.param(SATURDAY, SetHours.model_validate({"rows": {"mon": []}}), id="a closure and another weekday"),
        pytest.param(SetCallback(on=True), SATURDAY, id="the callback and a closure"),
        pytest.param(
            SetMenuKey(key="3", action=MenuAction(action="voicemail")),
            SetMenuKey(key="4", action=MenuAction(action="voicemail")),
            id="two keys",
        ),
    ],
)
def test_an_approval_outlives_changes_beside_it(change: Change, other: Change) -> None:
    plan = plans.make([change], facts(), FRIDAY)

    assert plans.is_as_planned(plan, Reading(setup=other.applied_to(support())))


@pytest.mark.parametrize(
    ("change", "other"),
    [
        pytest.param(SATURDAY, SetHours.model_validate({"rows": {"sat": []}}), id="that day's hours"),
        pytest.param(
            SATURDAY,
            OpenSpecial(start=dt.datetime(2026, 11, 21, 15), end=dt.datetime(2026, 11, 21, 16)),
            id="special hours",
        ),
        pytest.param(SetCallback(on=True), SetCallback(on=False, threshold=9), id="the queue"),
        pytest.param(
            SetMenuKey(key="3", action=MenuAction(action="voicemail")),
            SetMenuKey(key="3", action=MenuAction(action="menu")),
            id="the same key",
        ),
    ],
)
def test_an_approval_dies_with_what_it_was_about(change: Change, other: Change) -> None:
    plan = plans.make([change], facts(), FRIDAY)

    assert not plans.is_as_planned(plan, Reading(setup=other.applied_to(support())))


def test_an_approval_does_not_depend_on_words_or_on_the_moment() -> None:
    first = plans.make([SATURDAY], facts(), FRIDAY)
    second = plans.make([SATURDAY.model_copy(update={"reason": "training"})], facts(), FRIDAY + dt.timedelta(hours=5))

    assert first.digest == second.digest


def test_reopening_shows_what_comes_back() -> None:
    closed = SATURDAY.applied_to(support())
    plan = plans.make([Reopen(start=SATURDAY.start, end=SATURDAY.end)], facts(closed), FRIDAY)

    assert [(each.was, each.will) for each in plan.differences] == [("closed", "9:00 AM – 1:00 PM")]


def moments(change: Change) -> list[tuple[str, str]]:
    preview = plans.make([change], facts(), FRIDAY).preview
    assert preview
    return [(each.when, each.state) for each in preview.moments]


def test_callers_of_a_line_that_never_closes_are_not_told_of_other_hours() -> None:
    always, no_saturdays = SetHours(always=True), SetHours(rows={Weekday.SAT: ()})

    assert moments(always) == [("At any hour", "open")]
    assert moments(no_saturdays) == [("Outside these hours, first noticed Sat 21 Nov, 9:00 AM", "closed")]


def test_hours_without_any_opening_are_said_to_close_the_line() -> None:
    shut, short = SetHours(rows=dict.fromkeys(Weekday, ())), SetHours(rows={Weekday.SAT: ()})
    told = "Support is closed all week from then on, until somebody sets other hours."

    assert told in plans.make([shut], facts(), FRIDAY).warnings
    assert told not in plans.make([short], facts(), FRIDAY).warnings
