"""What callers get in the preview of a plan: keys, words and people, as far as each vendor tells of them."""

from collections.abc import Sequence

import pytest

from adapters import (
    BearerAuth,
    Capabilities,
    Change,
    Destination,
    Dialpad,
    Line,
    Member,
    Menu,
    MenuAction,
    RemoveMenuKey,
    RollingWeek,
    SetCallback,
    SetMenuKey,
    SetOption,
    SetTreatment,
    Webex,
)
from bot.describe import AGENT
from tests.adapters.fakes import MemoryLedger
from tests.bot import test_plans_telegent as telegent
from tests.bot.previewed import made
from tests.bot.test_plans import LINE, SATURDAY, facts
from tests.fakes import FRIDAY, support

VOICEMAIL = MenuAction(action="voicemail")


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
