"""What was before a change, what it wrote and what is now are compared, and nothing newer is touched."""

import datetime as dt

import pytest

from adapters import (
    Change,
    Close,
    Member,
    MenuAction,
    OpenSpecial,
    PutOverrides,
    SetCallback,
    SetHours,
    SetMembers,
    SetMenuKey,
    SetOption,
    SetRouting,
    Setup,
    Weekday,
    is_open,
)
from bot import language
from bot.language import KnownLine, Verb
from bot.requests import State
from bot.threeway import Unwinding, three_way
from tests.bot.test_plans import LINE, facts
from tests.bot.test_threeway_laws import planned, requested
from tests.fakes import FRIDAY, NEW_YORK, support

VOICEMAIL = MenuAction(action="voicemail")


def day(date: int, start: int = 0, end: int = 24) -> dict[str, dt.datetime]:
    """A stretch of a date in November, by its hours."""
    midnight = dt.datetime(2026, 11, date)
    return {"start": midnight + dt.timedelta(hours=start), "end": midnight + dt.timedelta(hours=end)}


def unwound(mine: Change, *newer: Change, by_hand: Change | None = None) -> tuple[Unwinding, Setup]:
    """What undoes a change that requests for some others followed, and the setup after that."""
    plan = planned([mine], support())
    setup, since = plan.after, []
    for number, change in enumerate(newer, start=2):
        since.append(requested(number, planned([change], setup), FRIDAY))
        setup = change.applied_to(setup)
    setup = by_hand.applied_to(setup) if by_hand else setup
    found = three_way(plan, facts(setup), FRIDAY, since)
    for change in found.changes:
        setup = change.applied_to(setup)
    return found, setup


def test_a_newer_closure_keeps_its_part_of_an_older_one() -> None:
    found, setup = unwound(Close(**day(21, 0, 72)), Close(**day(22)))

    assert [(each.start, each.end, each.state) for each in setup.overrides] == [(*day(22).values(), "closed")]
    (conflict,) = found.conflicts
    assert conflict.sentence == (
        "What applies on Sun 22 Nov 2026, all day stays: request 2 has set it since. It was the usual hours before, and"
        " was set to closed; now it is closed."
    )


def test_special_hours_over_a_closure_stay_when_the_closure_is_undone() -> None:
    _, setup = unwound(Close(**day(21)), OpenSpecial(**day(21, 9, 12)))

    assert [(each.start, each.end, each.state) for each in setup.overrides] == [(*day(21, 9, 12).values(), "open")]


def test_what_a_reopening_has_ended_already_is_not_undone_again() -> None:
    found, _ = unwound(Close(**day(21)), by_hand=planned([Close(**day(21))], support()).changes[0].undone(support()))

    assert (found.changes, found.conflicts) == ((), ())


def test_of_a_closure_that_is_half_over_the_rest_is_undone() -> None:
    _, setup = unwound(Close(**day(18, 0, 96)))

    assert is_open(setup, FRIDAY)
    assert setup.overrides == ()


def test_a_key_that_a_newer_request_has_set_stays_as_it_is() -> None:
    mine, theirs = SetMenuKey(key="3", action=VOICEMAIL), SetMenuKey(key="3", action=MenuAction(action="operator"))

    found, setup = unwound(mine, theirs)

    assert setup.open_menu
    assert setup.open_menu.keys["3"] == MenuAction(action="operator")
    assert found.conflicts[0].sentence == (
        "Key 3 while open stays: request 2 has set it since. It was nothing before, and was set to Voicemail; now it is"
        " Operator."
    )


def test_another_key_of_the_same_menu_is_no_conflict() -> None:
    found, setup = unwound(SetMenuKey(key="3", action=VOICEMAIL), SetMenuKey(key="4", action=VOICEMAIL))

    assert setup.open_menu
    assert (sorted(setup.open_menu.keys), found.conflicts) == (["1", "4"], ())


def test_who_has_joined_since_stays_when_another_leaves_again() -> None:
    found, setup = unwound(SetMembers(add=("a3",), leave=("a1",)), SetMembers(add=("a4",), remove=("a2",)))

    assert setup.members == (Member(id="a1"), Member(id="a4"))
    assert found.conflicts == ()


def test_what_was_removed_comes_back_beside_who_has_joined_since() -> None:
    _, setup = unwound(SetMembers(remove=("a2",)), SetMembers(add=("a4",)))

    assert setup.members == (Member(id="a1"), Member(id="a4"), Member(id="a2", joined=False))


def test_a_callback_key_is_put_back_and_a_newer_switch_stays() -> None:
    _, setup = unwound(SetCallback(on=False, key="7", threshold=2), SetCallback(on=True))

    assert setup.queue
    assert (setup.queue.callback, setup.queue.callback_key, setup.queue.threshold) == (True, "9", 5)


def test_what_was_never_known_is_left_and_what_was_known_is_put_back() -> None:
    hidden = support().model_copy(update={"options": {}, "routing": None})
    wanted: list[Change] = [
        SetOption(name="ring_seconds", value=20),
        SetRouting(routing="roundrobin"),
        Close(**day(21)),
    ]
    plan = planned(wanted, hidden)

    found = three_way(plan, facts(plan.after), FRIDAY, [])

    assert found.leaves == ("Ring time", "How a call finds an agent")
    assert [type(each) for each in found.changes] == [PutOverrides]


def test_what_a_newer_request_did_to_a_neighbour_along_with_its_own_line_stays() -> None:
    plan = planned([Close(**day(21, 0, 48))], support())
    together = {"line": LINE.model_copy(update={"id": "2"}), "neighbours": [{"id": "1", "name": "Support"}]}
    theirs: list[Change] = [OpenSpecial(**day(22, 9, 12), shared=True), SetCallback(on=True)]
    newer = planned(theirs, plan.after, **together)
    setup = theirs[0].applied_to(plan.after)

    found = three_way(plan, facts(setup), FRIDAY, [requested(2, newer, FRIDAY)])

    assert [each.request for each in found.conflicts] == [2]


def test_an_undo_in_between_makes_no_claim() -> None:
    mine, theirs = Close(**day(21)), Close(**day(21, 9, 12), name="Inventory")
    plan, newer = planned([mine], support()), planned([theirs], mine.applied_to(support()))
    undo = planned([theirs.undone(newer.before)], newer.after, undoes=2)
    since = [requested(2, newer, FRIDAY, State.REVERTED), requested(3, undo, FRIDAY)]

    found = three_way(plan, facts(undo.after), FRIDAY, since)

    assert (found.conflicts, found.changes[0].applied_to(undo.after)) == ((), support())


def test_whether_a_line_is_always_open_is_put_back_for_all_days_or_not_at_all() -> None:
    always = support().model_copy(update={"hours": support().hours.model_copy(update={"always": True})})
    plan = planned([SetHours.model_validate({"rows": {"sat": []}})], always)
    sunday = planned([SetHours.model_validate({"rows": {"sun": [["09:00", "12:00"]]}})], plan.after)

    found = three_way(plan, facts(sunday.after), FRIDAY, [requested(2, sunday, FRIDAY)])

    assert (found.changes, len(found.conflicts)) == ((), len(Weekday))


@pytest.mark.parametrize(
    ("mine", "newer"),
    [
        pytest.param(Close(**day(21)), OpenSpecial(**day(21)), id="a closure, now open"),
        pytest.param(OpenSpecial(**day(22)), Close(**day(22)), id="special hours, now closed"),
        pytest.param(
            SetMenuKey(key="3", action=VOICEMAIL), SetMenuKey(key="3", action=MenuAction(action="x")), id="key"
        ),
        pytest.param(
            SetHours.model_validate({"rows": {"mon": []}}),
            SetHours.model_validate({"rows": {"mon": [["09:00", "12:00"], ["13:00", "24:00"]]}}),
            id="hours",
        ),
        pytest.param(
            SetHours.model_validate({"rows": {"sun": [["09:00", "12:00"]]}}),
            SetHours.model_validate({"rows": {"sun": [["10:00", "12:00"]]}}),
            id="hours of a day that was closed",
        ),
    ],
)
def test_what_is_named_to_be_typed_instead_is_understood(mine: Change, newer: Change) -> None:
    found, _ = unwound(mine, newer)

    (conflict,) = found.conflicts
    known = [KnownLine(name="Support", zone=NEW_YORK)]
    if conflict.instead:
        ask = language.read(conflict.instead, now=FRIDAY, lines=known, zone=NEW_YORK)
        assert (ask.question, ask.verb is Verb.UNKNOWN, ask.lines) == (None, False, ("Support",))
