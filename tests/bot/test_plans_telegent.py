"""Plans on a line whose vendor keeps one stretch of hours a day and shows little: what they say, what is refused."""

import datetime as dt

import pytest

from adapters import (
    Capabilities,
    Change,
    Close,
    Destination,
    Line,
    Menu,
    MenuAction,
    Reading,
    RemoveMenuKey,
    Reopen,
    RollingWeek,
    SetCallback,
    SetHours,
    SetMenuKey,
    SetOption,
    SetRouting,
    Setup,
    Telegent,
    Weekday,
)
from bot import plans
from bot.errors import SayError
from bot.intent import changes_of
from bot.language import KnownLine, read
from tests.adapters.fakes import MemoryLedger
from tests.fakes import FRIDAY, NEW_YORK, WEEK

SALES = MenuAction(action="line", target_kind="line", target_id="WG-2")
NUMBER = MenuAction(action="transfer", target_kind="number", target_id="+19195550100")
NOON = Close(start=dt.datetime(2026, 11, 23, 12), end=dt.datetime(2026, 11, 23, 13))


def capabilities(kind: str = "workgroup with a menu") -> Capabilities:
    """What Telegent's lines of a kind can do, as its own example shows them."""
    line = Line(system="telegent", id="WG-1", name="", kind=kind, zone=NEW_YORK)
    clock = lambda: FRIDAY  # noqa: E731  (a clock that stands still)
    account = Telegent("key", "secret", ledger=MemoryLedger(), clock=clock)
    return RollingWeek(account, MemoryLedger(), clock).capabilities(line)


def setup(*, keys: dict[str, MenuAction] | None = None, announcement: str | None = None) -> Setup:
    return Setup(
        line_id="WG-1",
        zone=NEW_YORK,
        hours=WEEK,
        open_menu=Menu(action=MenuAction(action="menu"), keys=keys or {}),
        closed_menu=Menu(action=MenuAction(action="what_is_set_in_its_portal")),
        options={} if announcement is None else {"announcement": announcement},
    )


def facts(known: Setup | None = None, kind: str = "workgroup with a menu") -> plans.Facts:
    return plans.Facts(
        line=Line(system="telegent", id="WG-1", name="Front Office", kind=kind, zone=NEW_YORK, country="US"),
        reading=Reading(setup=known or setup()),
        capabilities=capabilities(kind),
        destinations=(Destination(kind="line", id="WG-2", name="Sales"),),
    )


def asked(sentence: str, known: plans.Facts) -> tuple[Change, ...]:
    """What a sentence means for a line."""
    lines = [KnownLine(name="Front Office", zone=NEW_YORK)]
    ask = read(sentence, now=FRIDAY, lines=lines, zone=NEW_YORK)
    assert ask.question is None
    return changes_of(ask, known, FRIDAY, lambda _: None)


def made(*changes: Change, known: plans.Facts | None = None, now: dt.datetime = FRIDAY) -> str:
    """All that a plan warns of."""
    return " ".join(plans.make(changes, known or facts(), now).warnings)


def test_a_closed_midday_says_who_opens_the_line_again_how_precisely_and_what_if_not() -> None:
    warned = made(NOON)

    assert (
        "Telegent keeps one stretch of hours a day. On Mon 23 Nov 2026 it is given 8:00 AM – noon first; within a"
        " minute of noon Switchhook writes 1:00 PM – 6:00 PM in its place, and Telegent may take until 12:10 PM to"
        " follow. If Switchhook is not running at noon, callers are turned away until it runs again, at worst for the"
        " rest of that day." in warned
    )
    assert "up to 10 minutes" in warned


@pytest.mark.parametrize(
    ("change", "now"),
    [
        pytest.param(NOON, dt.datetime(2026, 11, 23, 17, 30, tzinfo=dt.UTC), id="in the middle of it"),
        pytest.param(NOON.model_copy(update={"end": dt.datetime(2026, 11, 24)}), FRIDAY, id="no second stretch"),
        pytest.param(Reopen(start=NOON.start, end=NOON.end), FRIDAY, id="the gap ends"),
    ],
)
def test_a_day_with_one_stretch_to_come_needs_nobody_to_open_the_line_again(change: Change, now: dt.datetime) -> None:
    known = facts(NOON.applied_to(setup()) if isinstance(change, Reopen) else setup())

    assert "one stretch" not in made(change, known=known, now=now)


def test_a_day_that_had_several_stretches_anyway_is_no_news() -> None:
    known = facts(NOON.applied_to(setup()))
    another = Close(start=dt.datetime(2026, 11, 24), end=dt.datetime(2026, 11, 25))

    assert "one stretch" not in made(another, known=known)


def test_what_is_not_shown_is_said_to_be_beyond_checking() -> None:
    key, hours = SetMenuKey(key="3", action=SALES), SetHours(rows={Weekday.SAT: ()})

    assert "Telegent does not show this, so it cannot be checked afterwards." in made(key)
    assert "so a part of it cannot be checked afterwards." in made(key, hours)
    assert "be checked afterwards" not in made(hours)


def test_a_key_that_cannot_be_read_is_not_known_and_one_that_was_set_here_says_so() -> None:
    change = SetMenuKey(key="3", action=SALES)

    (first,) = plans.make([change], facts(), FRIDAY).differences
    (again,) = plans.make([change], facts(setup(keys={"3": NUMBER})), FRIDAY).differences
    (same,) = plans.make([change], facts(setup(keys={"3": SALES})), FRIDAY).differences

    assert (first.was, first.will) == ("not known", "Transfer to another line: Sales")
    assert again.was == "Transfer to a number: +19195550100, as last set by Switchhook"
    assert same.was == "Transfer to another line: Sales, as last set by Switchhook"


def test_a_key_that_was_never_set_on_a_line_that_was_made_here_does_nothing() -> None:
    here = facts().model_copy(update={"made": True})

    (first,) = plans.make([SetMenuKey(key="3", action=SALES)], here, FRIDAY).differences
    (announced,) = plans.make([SetOption(name="announcement", value="Good morning.")], here, FRIDAY).differences

    assert first.was == "nothing"
    assert announced.was == "not known"


def test_a_setting_that_cannot_be_read_is_told_the_same_way() -> None:
    change = SetOption(name="announcement", value="Good morning.")

    (first,) = plans.make([change], facts(), FRIDAY).differences
    (again,) = plans.make([change], facts(setup(announcement="Hello there.")), FRIDAY).differences

    assert first.was == "not known"
    assert again.was == "“Hello there.”, as last set by Switchhook"


def test_where_closed_calls_go_is_not_known_before_it_was_set_here() -> None:
    changes = asked("send calls to sales on front office while closed", facts())

    (difference,) = plans.make(changes, facts(), FRIDAY).differences
    (again,) = plans.make(changes, facts(changes[0].applied_to(setup())), FRIDAY).differences

    assert difference.was == "not known"
    assert again.was == "Transfer to another line: Sales, as last set by Switchhook"


@pytest.mark.parametrize(
    ("sentence", "complaint"),
    [
        pytest.param("add * for sales on front office", "takes only digits as keys, so \\* cannot", id="star"),
        pytest.param("press # goes to sales on front office", "Choose one of 0–9", id="pound"),
        pytest.param("add * for callback on front office", "takes only digits as keys", id="star for callback"),
        pytest.param("drop key 5 on front office", "was not set through Switchhook, .* Remove it in the", id="unseen"),
        pytest.param("set hold music of front office to x", "Hold music can .* in Telegent's portal", id="fixed"),
        pytest.param(
            "use round robin routing on front office", "What can be changed on Front Office: closures", id="routing"
        ),
        pytest.param("turn off callback on front office", "remove key 9 on Front Office", id="no callback"),
        pytest.param("add 9 for callback on front office", "goes to \\+1 919 555 0100 on Front", id="key of callback"),
        pytest.param("add Ann Baker to agents on front office", "see the workgroup's settings", id="members"),
        pytest.param('set the after hours greeting of front office to "Hi"', "greeting on Front Office", id="closed"),
    ],
)
def test_what_telegent_cannot_do_is_refused_with_what_can_be_done_instead(sentence: str, complaint: str) -> None:
    known = facts()

    with pytest.raises(SayError, match=complaint):
        plans.make(asked(sentence, known), known, FRIDAY)


def test_what_can_be_done_instead_is_told_in_plain_words() -> None:
    with pytest.raises(SayError) as caught:
        plans.make([SetCallback(on=True)], facts(), FRIDAY)

    assert str(caught.value) == (
        "Front Office is a workgroup with a menu, and Telegent offers no such change for it. What can be changed on"
        " Front Office: closures and special hours, the weekly hours, menu keys 0–9, where calls go while open or"
        " closed, name, announcement, announcement recording, record calls, transcribe recordings, call order and"
        " phone number. Anything else is changed in the workgroup's settings in Telegent's portal."
    )


def test_a_line_without_a_menu_has_no_keys_and_says_what_it_has() -> None:
    known = facts(kind="workgroup without a menu")

    with pytest.raises(SayError, match=r"it has no menu\. What can be changed on .* how a call finds an agent"):
        asked("press 3 goes to sales on front office", known)
    assert asked("use round robin routing on front office", known) == (SetRouting(routing="round_robin"),)


@pytest.mark.parametrize(
    "sentence",
    [
        'set the greeting of front office to "Hello. Press 1 for Sales."',
        "change the announcement of front office: Hello. Press 1 for Sales.",
        'callers should hear "Hello. Press 1 for Sales." on front office',
    ],
)
def test_a_greeting_is_the_announcement(sentence: str) -> None:
    (change,) = asked(sentence, facts())

    assert isinstance(change, SetOption)
    assert (change.name, str(change.value).rstrip(".")) == ("announcement", "Hello. Press 1 for Sales")


def test_a_key_that_is_removed_was_set_here() -> None:
    plan = plans.make([RemoveMenuKey(key="3")], facts(setup(keys={"3": SALES})), FRIDAY)

    assert plan.differences[0].will == "nothing"


def test_a_person_cannot_be_looked_up_and_it_says_what_a_key_can_lead_to() -> None:
    with pytest.raises(SayError) as caught:
        asked("press 3 goes to Rosa Lind on front office", facts())

    assert str(caught.value) == (
        "Switchhook cannot look up people at Telegent, and knows no line “Rosa Lind” there. What is possible: a phone"
        " number with its country code; another line (Sales). Anything else is set in the workgroup's settings in"
        " Telegent's portal."
    )


@pytest.mark.parametrize(
    ("sentence", "complaint"),
    [
        (
            "press 3 goes to voicemail on front office",
            "A key of Front Office cannot lead to voicemail. What",
        ),
        ("press 3 for the operator on front office", "A key of Front Office cannot lead to an operator. What is"),
        ("send calls to voicemail while closed on front office", "Calls of Front Office cannot lead to voicemail."),
    ],
)
def test_where_calls_cannot_go_is_said_with_where_they_can(sentence: str, complaint: str) -> None:
    with pytest.raises(SayError, match=complaint) as caught:
        asked(sentence, facts())

    assert "another line (Sales)" in str(caught.value)
