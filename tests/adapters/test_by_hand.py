"""The steps for people, word by word; that every change has some is part of every vendor's contract."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Protocol

import pytest

from adapters import (
    ActionOption,
    Capabilities,
    Change,
    Close,
    Destination,
    Interval,
    Line,
    MenuAction,
    Option,
    OptionValue,
    SetCallback,
    SetHours,
    SetMembers,
    SetMenuKey,
    UnsupportedError,
    Weekday,
)
from adapters.by_hand import Wording, span_text, week_text
from adapters.dialpad import by_hand as dialpad
from adapters.telegent import by_hand as telegent
from adapters.webex import by_hand as webex

NINE_TO_FIVE = (Interval(start=540, end=1020),)
CAPABILITIES = Capabilities(
    changes=frozenset(),
    options=(
        Option(name="ring", label="Ring time", type="number", unit="seconds"),
        Option(name="full", label="When full", type="choice", choices=(("busy", "Busy tone"),)),
        Option(name="words", label="Words", type="text"),
    ),
    menu_actions=(ActionOption(name="transfer", label="Transfer"),),
)
WORDING = Wording(
    Line(system="x", id="1", name="Support", kind="call queue", zone="America/New_York"),
    CAPABILITIES,
    [Destination(kind="line", id="7", name="Billing"), Destination(kind="agent", id="a1", name="Ann Baker")],
)


def at(day: int, hour: int = 0) -> dt.datetime:
    return dt.datetime(2026, 12, day, hour)


class Steps(Protocol):
    """The steps of one vendor."""

    def __call__(self, changes: Sequence[Change], wording: Wording) -> Iterator[str]: ...


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (at(25), at(26), "on Fri 25 Dec 2026, all day"),
        (at(24), at(27), "from Thu 24 Dec 2026 to Sat 26 Dec 2026, all days included"),
        (at(24, 12), at(24, 17), "on Thu 24 Dec 2026, 12:00–17:00"),
        (at(24, 12), at(25), "on Thu 24 Dec 2026, 12:00–24:00"),
        (at(24, 12), at(26, 9), "from Thu 24 Dec 2026, 12:00 to Sat 26 Dec 2026, 09:00"),
        (at(24, 12), None, "from Thu 24 Dec 2026, 12:00 until further notice"),
    ],
)
def test_a_stretch_of_time_in_words(start: dt.datetime, end: dt.datetime | None, text: str) -> None:
    assert span_text(start, end) == text


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ({Weekday.MON: NINE_TO_FIVE}, "Monday 09:00–17:00"),
        (dict.fromkeys(list(Weekday)[:5], NINE_TO_FIVE), "Monday to Friday 09:00–17:00"),
        ({Weekday.SAT: (), Weekday.SUN: ()}, "Saturday and Sunday closed"),
        (
            {Weekday.MON: NINE_TO_FIVE, Weekday.WED: NINE_TO_FIVE, Weekday.THU: NINE_TO_FIVE},
            "Monday, Wednesday and Thursday 09:00–17:00",
        ),
        ({Weekday.MON: (Interval(start=0, end=1440),), Weekday.TUE: ()}, "Monday open all day; Tuesday closed"),
    ],
)
def test_days_of_a_week_in_words(rows: dict[Weekday, tuple[Interval, ...]], text: str) -> None:
    assert week_text(rows) == text


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("ring", 30, "30 seconds"),
        ("ring", True, "on"),
        ("full", "busy", "“Busy tone”"),
        ("words", "Hello", "“Hello”"),
        ("words", "", "nothing: leave it empty"),
        ("unknown", 7, "7"),
    ],
)
def test_a_value_in_words(name: str, value: OptionValue, text: str) -> None:
    assert WORDING.value(name, value) == text


@pytest.mark.parametrize(
    ("action", "text"),
    [
        (MenuAction(action="transfer", target_kind="line", target_id="7"), "“Transfer”, to Billing"),
        (MenuAction(action="transfer", target_kind="number", target_id="+1919"), "“Transfer”, to the number +1919"),
        (MenuAction(action="voice_mail"), "“voice mail”"),
        (
            MenuAction(action="transfer", target_kind="call_router", target_id="9", description="Night"),
            "“Transfer”, to the call router with the id 9, described as “Night”",
        ),
    ],
)
def test_an_action_in_words_names_its_target_as_well_as_can_be(action: MenuAction, text: str) -> None:
    assert WORDING.action(action) == text


def test_where_a_line_is_found_and_what_to_do_at_dialpad() -> None:
    assert list(dialpad.steps([SetHours(rows={Weekday.FRI: ()}), SetCallback(on=True, threshold=5)], WORDING)) == [
        "Open Dialpad's Admin Settings, go to Contact Centers, and choose “Support”, whose times are New York time.",
        "Under Business Hours & Call Handling, set the business hours to: Friday closed; then save.",
        (
            "Under Business Hours & Call Handling, select Call Routing and Edit Call Routing; in Open Hours Routing,"
            " under the settings of the hold queue, offer waiting callers a callback once more than 5 calls wait."
        ),
    ]


def test_where_a_line_is_found_and_what_to_do_at_webex() -> None:
    christmas = Close(start=at(25), end=at(26), name="Christmas", shared=True)

    assert list(webex.steps([christmas, SetMembers(add=("a1",))], WORDING)) == [
        (
            "Open Control Hub, go to Management, Locations, choose the location of “Support”, whose times are New York"
            " time; on its tab Calling choose Schedules under Calling features settings."
        ),
        "In the Holiday schedule, add a holiday without recurrence “Christmas” on Fri 25 Dec 2026, all day, and save.",
        (
            "Go to Services, Calling, Features, Call queue in Control Hub, and choose “Support”; see that it uses these"
            " schedules for its Holiday Service and its Night Service, and that both are on."
        ),
        "Go to Services, Calling, Features, Call queue in Control Hub, and choose “Support”.",
        "Under its assigned agents, add Ann Baker, and save.",
    ]


def test_a_line_that_closes_alone_at_webex_gets_schedules_of_its_own() -> None:
    alone = list(webex.steps([Close(start=at(25), end=at(26))], WORDING))

    assert any("make copies with Add Schedule" in step for step in alone)


def test_a_closure_until_further_notice_says_when_to_delete_it() -> None:
    told = list(webex.steps([Close(start=at(25), end=None)], WORDING))

    assert any("delete it when the line is to open again" in step for step in told)


def test_where_a_line_is_found_and_what_to_do_at_telegent() -> None:
    to_billing = MenuAction(action="transfer", target_kind="line", target_id="7")

    assert list(telegent.steps([SetMenuKey(key="4", action=to_billing)], WORDING)) == [
        "Open Telegent's portal and choose the workgroup “Support”.",
        "In its menu, let key 4 do: “Transfer”, to Billing; then save.",
    ]


@pytest.mark.parametrize(
    ("steps", "change"),
    [
        pytest.param(dialpad.steps, Close(start=at(25), end=at(26)), id="dialpad"),
        pytest.param(telegent.steps, SetCallback(on=True), id="telegent"),
    ],
)
def test_what_a_vendor_does_not_have_has_no_steps(steps: Steps, change: Change) -> None:
    with pytest.raises(UnsupportedError, match="has no such change"):
        list(steps([change], WORDING))
