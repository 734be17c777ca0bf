"""What comes of a plan besides what it is for: said where it is so, and nowhere else."""

import datetime as dt
from collections.abc import Mapping

import pytest

from adapters import (
    Change,
    Close,
    Destination,
    LiveStatus,
    Menu,
    MenuAction,
    OpenSpecial,
    Option,
    RemoveMenuKey,
    Reopen,
    SetCallback,
    SetHours,
    SetMenuKey,
    SetOption,
    SetTreatment,
    Setup,
    WeeklyHours,
)
from bot import plans
from tests.bot.test_plans import LINE, SATURDAY, facts
from tests.bot.test_threeway_laws import planned
from tests.fakes import FRIDAY, support

SALES = LINE.model_copy(update={"id": "2", "name": "Sales"})
BILLING = LINE.model_copy(update={"id": "3", "name": "Billing"})
NIGHTS = WeeklyHours.model_validate({day: [["20:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri")})
NEVER = WeeklyHours()
ALWAYS = WeeklyHours(always=True)
VOICEMAIL = MenuAction(action="voicemail")
TO_SUPPORT, TO_SALES, TO_BILLING = (
    MenuAction(action="transfer", target_kind="line", target_id=number) for number in ("1", "2", "3")
)
TODAY = Close(start=dt.datetime(2026, 11, 20, 10, 30), end=dt.datetime(2026, 11, 20, 12))


def setup(hours: WeeklyHours | None = None, keys: Mapping[str, MenuAction] | None = None, **more: object) -> Setup:
    """A line with these hours; where calls go that nobody answers is `open_action`, while closed `closed_action`."""
    known = support()
    menus = {
        "open_menu": Menu(action=more.get("open_action", MenuAction(action="menu")), keys=keys or {"1": VOICEMAIL}),
        "closed_menu": Menu(action=more.get("closed_action", VOICEMAIL), keys={}),
    }
    return known.model_copy(update={"hours": hours or known.hours, **menus})


def told(
    *changes: Change,
    mine: Setup | None = None,
    sales: Setup | None = None,
    billing: Setup | None = None,
    **known: object,
) -> tuple[str, ...]:
    """What is said of changes on Support, beside two other lines."""
    here = facts(mine or setup(), **known)
    others = {
        line.name: facts(other or setup(), line=line).model_copy()
        for line, other in ((SALES, sales), (BILLING, billing))
    }
    return plans.consequences(plans.make(changes, here, FRIDAY), here, others, FRIDAY)


@pytest.mark.parametrize(
    ("sales", "sentence"),
    [
        pytest.param(
            setup(keys={"3": TO_SUPPORT}),
            "Key 3 of Sales leads to Support, which is closed then (from Sat 21 Nov, 9:00 AM).",
            id="a key",
        ),
        pytest.param(
            setup(open_action=TO_SUPPORT),
            "Calls of Sales that nobody answers lead to Support, which is closed then (from Sat 21 Nov, 9:00 AM).",
            id="calls that nobody answers",
        ),
        pytest.param(
            setup(NEVER, closed_action=TO_SUPPORT),
            "Calls of Sales while it is closed lead to Support, which is closed then (from Sat 21 Nov, 9:00 AM).",
            id="calls of a closed line",
        ),
        pytest.param(setup(NIGHTS, {"3": TO_SUPPORT}), "", id="not a key of a line that is closed then as well"),
        pytest.param(setup(closed_action=TO_SUPPORT), "", id="not calls of a line that is open then"),
        pytest.param(setup(keys={"3": TO_BILLING}), "", id="not a key that leads elsewhere"),
        pytest.param(setup(keys={"3": TO_SUPPORT}, open_action=VOICEMAIL), "", id="not a key that nobody hears of"),
        pytest.param(
            setup(keys={"3": TO_SUPPORT.model_copy(update={"action": "voicemail"})}), "", id="not its voicemail"
        ),
    ],
)
def test_what_leads_into_a_line_that_is_closed(sales: Setup, sentence: str) -> None:
    assert told(SATURDAY, sales=sales) == ((sentence,) if sentence else ())


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(OpenSpecial(start=dt.datetime(2026, 11, 22, 9), end=dt.datetime(2026, 11, 22, 12)), id="opening"),
        pytest.param(Close(start=dt.datetime(2026, 11, 20, 17), end=dt.datetime(2026, 11, 21)), id="while it is shut"),
    ],
)
def test_a_line_that_is_not_closed_meanwhile_may_be_led_to(change: Change) -> None:
    late = setup(WeeklyHours.model_validate({"sun": [["09:00", "12:00"]]}), {"3": TO_SUPPORT})

    assert told(change, sales=late) == ()


def test_lasting_hours_close_a_line_as_well() -> None:
    saturday_off = SetHours.model_validate({"rows": {"sat": []}})

    assert told(saturday_off, sales=setup(keys={"3": TO_SUPPORT})) == (
        "Key 3 of Sales leads to Support, which is closed then (from Sat 21 Nov, 9:00 AM).",
    )


def test_a_closed_line_that_sends_its_calls_to_a_closed_one() -> None:
    mine = setup(closed_action=TO_SALES)

    assert told(SATURDAY, mine=mine, sales=setup(NIGHTS)) == (
        "While Support is closed its calls go to Sales, which is closed then as well (Sat 21 Nov, 9:00 AM).",
    )
    assert told(SATURDAY, mine=mine, sales=setup(ALWAYS)) == ()
    assert told(SATURDAY, mine=setup(closed_action=VOICEMAIL), sales=setup(NIGHTS)) == ()


def test_lines_of_other_phone_systems_have_other_ids() -> None:
    other = facts(setup(keys={"3": TO_SUPPORT}), line=SALES.model_copy(update={"system": "webex"}))
    here = facts(setup())

    assert plans.consequences(plans.make([SATURDAY], here, FRIDAY), here, {"Sales": other}, FRIDAY) == ()


def test_a_line_that_is_reached_by_a_number_is_known_by_it() -> None:
    by_number = MenuAction(action="transfer", target_kind="number", target_id="100")
    places = (Destination(kind="number", id="100", name="Reception", line="1"),)
    here = facts(setup())
    sales = facts(setup(keys={"3": by_number}), line=SALES, destinations=places)
    stranger = facts(setup(keys={"3": by_number}), line=SALES)
    plan = plans.make([SATURDAY], here, FRIDAY)

    assert len(plans.consequences(plan, here, {"Sales": sales}, FRIDAY)) == 1
    assert plans.consequences(plan, here, {"Sales": stranger}, FRIDAY) == ()


def test_a_full_queue_that_leads_into_a_closed_line() -> None:
    places = (Destination(kind="number", id="100", name="Reception", line="1"),)
    full = support().model_copy(update={"options": {"overflow": "transfer", "overflow_number": "100"}})
    sales = facts(full, line=SALES, destinations=places)
    sales = sales.model_copy(
        update={
            "capabilities": sales.capabilities.model_copy(update={"overflow_options": ("overflow", "overflow_number")})
        }
    )
    here = facts(setup())
    plan = plans.make([SATURDAY], here, FRIDAY)

    assert plans.consequences(plan, here, {"Sales": sales}, FRIDAY) == (
        "Calls of Sales that find the queue full lead to Support, which is closed then (from Sat 21 Nov, 9:00 AM).",
    )


@pytest.mark.parametrize(
    ("sales", "is_closed"),
    [
        pytest.param(setup(NIGHTS), True, id="closed by day"),
        pytest.param(setup(ALWAYS), False, id="always open"),
        pytest.param(setup(), False, id="open at the same time"),
    ],
)
def test_a_new_key_into_a_line_that_is_closed_meanwhile(sales: Setup, *, is_closed: bool) -> None:
    found = told(SetMenuKey(key="3", action=TO_SALES), sales=sales)

    sentence = (
        "Key 3 of Support leads to Sales, which is not always open then: the next time it is closed is Fri 20 Nov,"
        " 10:00 AM."
    )
    assert found == ((sentence,) if is_closed else ())


@pytest.mark.parametrize(
    ("change", "sales", "billing", "circle"),
    [
        pytest.param(
            SetTreatment(menu="closed", action=TO_SALES),
            setup(NEVER, closed_action=TO_SUPPORT),
            setup(),
            "Calls of Support while it is closed come back to it through Sales",
            id="there and back",
        ),
        pytest.param(
            SetMenuKey(key="3", action=TO_SALES),
            setup(open_action=TO_BILLING),
            setup(open_action=TO_SUPPORT),
            "Key 3 of Support comes back to it through Sales and Billing",
            id="over a third line",
        ),
        pytest.param(
            SetMenuKey(key="3", action=TO_SUPPORT), setup(), setup(), "Key 3 of Support comes back to it", id="itself"
        ),
        pytest.param(
            SetMenuKey(key="3", action=TO_SALES), setup(keys={"9": TO_SUPPORT}), setup(), "", id="not by a key"
        ),
        pytest.param(
            SetTreatment(menu="closed", action=TO_SALES),
            setup(ALWAYS, closed_action=TO_SUPPORT),
            setup(),
            "",
            id="never both at once",
        ),
        pytest.param(
            SetMenuKey(key="3", action=TO_SALES),
            setup(open_action=TO_BILLING),
            setup(open_action=TO_SALES),
            "",
            id="not a circle of others",
        ),
    ],
)
def test_calls_that_would_go_in_a_circle(change: Change, sales: Setup, billing: Setup, circle: str) -> None:
    found = told(change, sales=sales, billing=billing)

    assert [each for each in found if "circle" in each] == (
        [f"{circle}, so callers would go in a circle."] if circle else []
    )


def test_a_circle_that_was_there_before_is_not_this_plans_doing() -> None:
    mine = setup(keys={"3": TO_SALES})

    assert told(SetMenuKey(key="4", action=VOICEMAIL), mine=mine, sales=setup(open_action=TO_SUPPORT)) == ()


def test_a_menu_without_a_key() -> None:
    assert told(RemoveMenuKey(key="1")) == (
        "No key is left in the menu of Support while open: callers hear it and get no further.",
    )
    assert told(RemoveMenuKey(key="1"), mine=setup(open_action=VOICEMAIL)) == ()
    assert told(RemoveMenuKey(key="1"), mine=setup(keys={"1": VOICEMAIL, "2": VOICEMAIL})) == ()


def test_a_menu_that_is_chosen_without_having_a_key() -> None:
    assert told(SetTreatment(menu="closed", action=MenuAction(action="menu"))) == (
        "No key is left in the menu of Support while closed: callers hear it and get no further.",
    )


def test_a_menu_that_leads_to_nobody() -> None:
    mine = setup(keys={"1": VOICEMAIL, "2": MenuAction(action="operator")})

    assert told(RemoveMenuKey(key="2"), mine=mine) == (
        "No key in the menu of Support leads to a person or another line any more.",
    )
    assert told(RemoveMenuKey(key="1"), mine=mine) == ()


def test_nothing_is_said_of_keys_that_the_vendor_does_not_show() -> None:
    hidden = facts().capabilities.model_copy(update={"unreadable": frozenset({"set_menu_key", "remove_menu_key"})})

    assert told(RemoveMenuKey(key="1"), capabilities=hidden) == ()
    assert len(told(RemoveMenuKey(key="1"), capabilities=hidden, made=True)) == 1


def test_callbacks_that_may_fall_into_a_closure_that_begins_within_the_hour() -> None:
    offering = SetCallback(on=True).applied_to(setup())

    (sentence,) = told(TODAY, mine=offering, live=LiveStatus(waiting=2))

    assert sentence == (
        "Support offers callbacks, and closes within the hour, and 2 callers wait just now: Dialpad does not tell here"
        " how many callbacks are still promised."
    )
    assert "just now" not in told(TODAY, mine=offering)[0]


def test_nothing_is_said_of_callbacks_where_none_can_fall_into_the_closure() -> None:
    offering = SetCallback(on=True).applied_to(setup())

    assert told(TODAY) == ()
    assert told(SATURDAY, mine=offering) == ()
    assert told(Reopen(start=SATURDAY.start, end=SATURDAY.end), mine=SATURDAY.applied_to(offering)) == ()


SIX = SetHours.model_validate({"rows": {day: [["08:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}})
NO_SATURDAY = SetHours.model_validate({"rows": {"sat": []}})
SUNDAY_TOO = SetHours.model_validate({"rows": {"sun": [["09:00", "13:00"]]}})


@pytest.mark.parametrize(
    ("change", "text", "is_outdated"),
    [
        pytest.param(SIX, "We are open till 6.", True, id="open till 6"),
        pytest.param(SIX, "Our hours are 8 a.m. to 6 p.m.", True, id="with halves of the day"),
        pytest.param(SIX, "Open 8:00-18:00.", True, id="by the clock"),
        pytest.param(SIX, "We are open till 5.", False, id="right already"),
        pytest.param(SIX, "We open at 8.", False, id="a time that stays"),
        pytest.param(SIX, "Press 6 to leave a message.", False, id="a key"),
        pytest.param(SIX, "We answer within 6 minutes.", False, id="a length"),
        pytest.param(SIX, "We are open until 7 at our shop.", False, id="never was so"),
        pytest.param(SIX, "Welcome to Acme, founded at 6 Main Street.", False, id="nothing of hours"),
        pytest.param(NO_SATURDAY, "We are open Monday to Saturday.", True, id="a day in a range"),
        pytest.param(NO_SATURDAY, "We are open Mon-Fri.", False, id="a day that is not in the range"),
        pytest.param(NO_SATURDAY, "We are closed on Saturdays.", False, id="closed, as is said"),
        pytest.param(SUNDAY_TOO, "We are closed on Sundays.", True, id="no longer closed"),
        pytest.param(SUNDAY_TOO, "We are open Monday to Saturday.", True, id="a day more"),
        pytest.param(SUNDAY_TOO, "We are open all Sunday long.", False, id="named already"),
        pytest.param(SATURDAY, "We are open Monday to Saturday.", False, id="a closure is no new week"),
    ],
)
def test_an_announcement_that_tells_of_other_hours(change: Change, text: str, *, is_outdated: bool) -> None:
    announcing = facts().capabilities.model_copy(
        update={
            "key_announcement": "announcement",
            "options": (Option(name="announcement", label="Announcement", type="text", maximum=500),),
        }
    )
    mine = setup().model_copy(update={"options": {"announcement": text}})

    found = told(change, mine=mine, capabilities=announcing)
    changed = told(change, SetOption(name="announcement", value="Hello."), mine=mine, capabilities=announcing)

    assert found == ((f"The announcement of Support still tells of other hours: “{text}”",) if is_outdated else ())
    assert changed == ()


def test_a_line_that_is_deleted_and_the_keys_that_lead_to_it() -> None:
    here, sales = facts(setup()), facts(setup(keys={"3": TO_SUPPORT}), line=SALES)
    gone = planned([], setup(), deletes=True)

    assert plans.consequences(gone, here, {"Sales": sales}, FRIDAY) == ("Key 3 of Sales leads to Support.",)


def test_a_line_without_menus_or_a_queue() -> None:
    bare = setup().model_copy(update={"open_menu": None, "closed_menu": None, "queue": None})

    assert told(SATURDAY, mine=bare, sales=bare) == ()


def test_of_many_consequences_the_first_are_told_and_how_many_more_there_are() -> None:
    here = facts(setup())
    others = {
        f"Line {number}": facts(
            setup(keys={"3": TO_SUPPORT}), line=LINE.model_copy(update={"id": str(number), "name": f"Line {number}"})
        )
        for number in range(2, 12)
    }

    found = plans.consequences(plans.make([SATURDAY], here, FRIDAY), here, others, FRIDAY)

    assert (len(found), found[-1]) == (8, "There are 3 more of this kind.")
