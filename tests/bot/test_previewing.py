"""What a plan looks like to callers: the days around it, and what they get at telling moments."""

import datetime as dt
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters import (
    BearerAuth,
    Capabilities,
    Change,
    Close,
    Destination,
    Dialpad,
    Interval,
    Line,
    Member,
    Menu,
    MenuAction,
    OpenSpecial,
    RemoveMenuKey,
    Reopen,
    RollingWeek,
    SetCallback,
    SetHours,
    SetMenuKey,
    SetOption,
    SetTreatment,
    Setup,
    Webex,
    Weekday,
    WeeklyHours,
    all_applied,
    day_hours,
    is_open,
    wall_clock,
)
from bot import plans
from bot.describe import AGENT
from bot.plans.days import MOST_ROWS, differing
from bot.preview import Preview, PreviewDay
from bot.requests import LinePlan
from tests.adapters.fakes import MemoryLedger
from tests.adapters.strategies import changes, moments, setups
from tests.bot import test_plans_telegent as telegent
from tests.bot.test_plans import LINE, SATURDAY, facts
from tests.fakes import FRIDAY, support

VOICEMAIL = MenuAction(action="voicemail")


def made(*wanted: Change, known: plans.Facts | None = None, now: dt.datetime = FRIDAY) -> Preview:
    preview = plans.make(wanted, known or facts(), now).preview
    assert preview
    return preview


def rows(preview: Preview) -> list[tuple[str, str, str]]:
    return [(each.label, each.will, each.was) for each in preview.days]


def told(preview: Preview) -> list[tuple[str, str]]:
    return [(each.when, each.state) for each in preview.moments]


def day(date: int, month: int = 11, hour: int = 0) -> dt.datetime:
    return dt.datetime(2026, month, date, hour)


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


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(SetMenuKey(key="3", action=VOICEMAIL), id="a key"),
        pytest.param(SetCallback(on=True, key="9"), id="a callback"),
        pytest.param(SetOption(name="ring_seconds", value=20), id="an option"),
    ],
)
def test_what_changes_no_hours_has_no_days(change: Change) -> None:
    assert made(change).days == ()


def test_an_option_that_callers_do_not_notice_has_no_moments() -> None:
    assert made(SetOption(name="ring_seconds", value=20)).moments == ()


def test_keys_are_shown_as_they_are_and_as_they_will_be_with_what_is_new() -> None:
    moved = made(
        SetMenuKey(key="1", action=MenuAction(action="announced_transfer")), SetMenuKey(key="3", action=VOICEMAIL)
    )
    removed = made(RemoveMenuKey(key="1"))

    assert [(each.when, each.keys) for each in moved.moments] == [
        ("Now, while open", (("1", "Voicemail"),)),
        ("Once applied, while open", (("1", "Say so and transfer, instead of Voicemail"), ("3", "Voicemail (new)"))),
    ]
    assert removed.moments[-1].keys == (("1", "nothing any more, instead of Voicemail"),)


def test_where_calls_go_while_closed_is_shown_for_that_time() -> None:
    preview = made(SetTreatment(menu="closed", action=MenuAction(action="menu")))

    assert [(each.when, each.heard) for each in preview.moments] == [
        ("Now, while closed", ("Callers reach voicemail.",)),
        ("Once applied, while closed", ("Callers hear the menu.",)),
    ]


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


@pytest.mark.parametrize(
    ("members", "heard"),
    [
        pytest.param(None, "Those who answer this line are called.", id="not known"),
        pytest.param((), "Nobody is there to answer: the line has no members.", id="nobody"),
        pytest.param((Member(id="a1", joined=False),), "Nobody is there to answer: everybody is paused.", id="paused"),
        pytest.param((Member(id="a1"), Member(id="a2", joined=False)), "Answered by Ann Baker.", id="one of two"),
        pytest.param((Member(id="a1"), Member(id="x")), "Answered by 2 people.", id="without names"),
        pytest.param(
            tuple(Member(id=f"b{number}") for number in range(5)),
            "Answered by Bea 0, Bea 1, Bea 2 and 2 more.",
            id="many",
        ),
    ],
)
def test_who_answers_is_said_as_far_as_it_is_known(members: Sequence[Member] | None, heard: str) -> None:
    queue = support().model_copy(update={"open_menu": None, "members": members})
    people = [("a1", "Ann Baker"), ("a2", "Cleo Diaz"), *((f"b{number}", f"Bea {number}") for number in range(5))]
    known = facts(queue, destinations=tuple(Destination(kind=AGENT, id=key, name=name) for key, name in people))

    assert heard in made(SATURDAY, known=known).moments[-1].heard


def webex(line: Line) -> Capabilities:
    """What can be done to a line at Webex."""
    return Webex(BearerAuth("token"), ledger=MemoryLedger(), clock=lambda: FRIDAY).capabilities(line)


class TestVendors:
    """What is not known of a line is said so, and never guessed."""

    def test_telegent_shows_neither_keys_nor_words_nor_where_calls_go(self) -> None:
        known = telegent.facts(telegent.setup(keys={"1": telegent.NUMBER}))

        before, closed, _ = made(SATURDAY, known=known).moments

        assert before.heard == (
            "Callers hear the menu.",
            "What the announcement says is not known: Telegent does not show it.",
            "Keys are as last set by Switchhook: Telegent does not show them, so there may be others.",
        )
        assert before.keys == (("1", "Transfer to a number: +19195550100"),)
        assert closed.heard == ("Where calls go is set at Telegent, which does not show it.",)

    def test_what_switchhook_has_set_at_telegent_is_told_as_such(self) -> None:
        known = telegent.facts(telegent.setup(announcement="Hello. Press 1."))

        before, *_ = made(SATURDAY, known=known).moments

        assert "They hear: “Hello. Press 1.” (as last set by Switchhook)" in before.heard

    def test_an_announcement_is_shown_as_it_is_and_as_it_will_be(self) -> None:
        preview = made(SetOption(name="announcement", value="Welcome."), known=telegent.facts())

        assert "not known" in preview.moments[0].heard[1]
        assert preview.moments[1].heard[1].startswith("They hear: “Welcome.”")

    def test_a_webex_attendant_plays_a_greeting_and_has_keys_while_closed(self) -> None:
        line = Line(system="webex", id="1", name="Main", kind="auto attendant", zone=LINE.zone, country="US")
        number = MenuAction(action="transfer", target_kind="number", target_id="+19195550100")
        menu = Menu(action=MenuAction(action="menu"), keys={"2": number})
        setup = support().model_copy(
            update={
                "closed_menu": menu,
                "queue": None,
                "options": {"greeting_open": "own", "greeting_closed": "standard"},
            }
        )
        known = facts(setup, line=line, capabilities=webex(line))

        before, closed, after = made(SATURDAY, known=known).moments

        assert before.heard == ("Callers hear the menu.", "They hear its own announcement.")
        assert closed.heard == ("Callers hear the menu.", "They hear the standard greeting.")
        assert closed.keys == (("2", "Transfer the call: +19195550100"),)
        assert after.keys == (("1", "Voicemail"),)

    def test_a_webex_queue_has_a_way_of_its_own_on_closed_dates(self) -> None:
        line = Line(system="webex", id="1", name="Sales", kind="call queue", zone=LINE.zone, country="US")
        options = {"holidays_apart": True, "holiday_action": "transfer", "holiday_number": "4500"}
        setup = support().model_copy(
            update={"open_menu": None, "closed_menu": Menu(action=MenuAction(action="busy")), "options": options}
        )
        known = facts(setup, line=line, capabilities=webex(line))

        _, closed, _ = made(SATURDAY, known=known).moments

        assert closed.heard == ("Calls go to extension 4500.",)

    def test_a_dialpad_line_rings_people_whom_it_does_not_name(self) -> None:
        menu = Menu(action=MenuAction(action="operator"), keys={"1": VOICEMAIL})
        setup = support().model_copy(update={"open_menu": menu, "members": None})
        system = RollingWeek(Dialpad("token"), MemoryLedger(), lambda: FRIDAY)

        before, *_ = made(SATURDAY, known=facts(setup, capabilities=system.capabilities(LINE))).moments

        assert before.heard == ("Those who answer this line are called.", "No callback is offered.")
        assert before.keys == ()


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
