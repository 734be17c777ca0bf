import datetime as dt

import pytest

from adapters import (
    Change,
    Close,
    Destination,
    Line,
    MenuAction,
    OpenSpecial,
    Override,
    Reading,
    RemoveMenuKey,
    Reopen,
    SetCallback,
    SetHours,
    SetMenuKey,
    SetOption,
    SetRouting,
    SetTreatment,
    Setup,
    Weekday,
    WeeklyHours,
)
from bot.errors import NothingToDoError, SayError
from bot.intent import AskBackError, changes_of
from bot.language import Ask, Edge, Verb, Window
from bot.plans import Facts
from tests.fakes import FRIDAY, NEW_YORK, FakePhones, support

LINE = Line(system="fake", id="1", name="Support", kind="fake line", zone=NEW_YORK, country="US")
SATURDAY = Override(state="closed", start=dt.datetime(2026, 11, 21), end=dt.datetime(2026, 11, 22))
TODAY = Override(state="closed", start=dt.datetime(2026, 11, 20, 9), end=dt.datetime(2026, 11, 20, 15))


def at(day: int, hour: int = 0) -> dt.datetime:
    return dt.datetime(2026, 11, day, hour)


def changes(
    ask: Ask, *overrides: Override, setup: Setup | None = None, beneath: tuple[Override, ...] = ()
) -> tuple[Change, ...]:
    phones = FakePhones()
    facts = Facts(
        line=LINE,
        reading=Reading(setup=(setup or support()).model_copy(update={"overrides": overrides}), beneath=beneath),
        capabilities=phones.capabilities(LINE),
        destinations=(
            Destination(kind="department", id="7", name="Billing"),
            Destination(kind="user", id="8", name="Jordan"),
            Destination(kind="department", id="9", name="Jordan"),
        ),
    )
    return changes_of(ask, facts, FRIDAY, lambda number: f"No calls to {number}.")


def asked(verb: Verb, **more: object) -> Ask:
    return Ask.model_validate({"verb": verb, "lines": ("Support",), **more})


@pytest.mark.parametrize(
    ("ask", "expected"),
    [
        pytest.param(
            asked(Verb.CLOSE, windows=(Window(start=at(21), end=at(22)),), reason="training"),
            [Close(start=at(21), end=at(22), reason="training")],
            id="close a day",
        ),
        pytest.param(
            asked(Verb.CLOSE, windows=(Window(start=at(23, 14), end=Edge(date=dt.date(2026, 11, 23), at="closing")),)),
            [Close(start=at(23, 14), end=at(23, 18))],
            id="until closing",
        ),
        pytest.param(
            asked(Verb.OPEN, windows=(Window(start=at(22, 9), end=at(22, 13)),)),
            [OpenSpecial(start=at(22, 9), end=at(22, 13))],
            id="special hours on a closed day",
        ),
        pytest.param(
            asked(Verb.OPEN, windows=(Window(start=at(23, 9), end=at(23, 13)),), only=True),
            [Close(start=at(23), end=at(24)), OpenSpecial(start=at(23, 9), end=at(23, 13))],
            id="only these hours of a day",
        ),
        pytest.param(asked(Verb.HOURS, weekly="always"), [SetHours(always=True)], id="around the clock"),
        pytest.param(asked(Verb.CALLBACK, key="9", on=True), [SetCallback(on=True, key="9")], id="callback"),
        pytest.param(
            asked(Verb.CLOSE, recurring=True, weekly={"sat": ()}),
            [SetHours(rows={Weekday.SAT: ()})],
            id="close every week",
        ),
        pytest.param(
            asked(Verb.OPTION, option="ring time", value="1 minute"),
            [SetOption(name="ring_seconds", value=60)],
            id="option in another unit",
        ),
        pytest.param(asked(Verb.CALLBACK, on=False), [SetCallback(on=False)], id="callback off"),
        pytest.param(
            asked(Verb.MENU, key="3", target="billing"),
            [SetMenuKey(key="3", action=MenuAction(action="department", target_kind="department", target_id="7"))],
            id="key to a department",
        ),
        pytest.param(
            asked(Verb.MENU, key="3", target="person Jordan"),
            [SetMenuKey(key="3", action=MenuAction(action="person", target_kind="user", target_id="8"))],
            id="key to a person, by kind and name",
        ),
        pytest.param(
            asked(Verb.MENU, key="3", action="voicemail", menu="both"),
            [
                SetMenuKey(menu="open", key="3", action=MenuAction(action="voicemail")),
                SetMenuKey(menu="closed", key="3", action=MenuAction(action="voicemail")),
            ],
            id="key of both menus",
        ),
        pytest.param(
            asked(Verb.MENU, action="voicemail", menu="closed"),
            [SetTreatment(menu="closed", action=MenuAction(action="voicemail"))],
            id="what happens while closed",
        ),
        pytest.param(asked(Verb.REMOVE_KEY, key="1"), [RemoveMenuKey(key="1")], id="remove a key"),
        pytest.param(
            asked(Verb.ROUTING, value="round robin"), [SetRouting(routing="roundrobin")], id="routing by label"
        ),
        pytest.param(
            asked(Verb.OPTION, option="ring time", value="20"), [SetOption(name="ring_seconds", value=20)], id="option"
        ),
        pytest.param(
            asked(Verb.OPTION, option="recording", on=True), [SetOption(name="recording", value=True)], id="switch"
        ),
    ],
)
def test_an_ask_means_these_changes(ask: Ask, expected: list[Change]) -> None:
    assert list(changes(ask)) == expected


def test_reopen_ends_the_closure_in_force() -> None:
    assert changes(asked(Verb.REOPEN), TODAY, SATURDAY) == (Reopen(start=at(20, 9), end=at(20, 15)),)


def test_reopen_cancels_the_only_planned_closure() -> None:
    assert changes(asked(Verb.REOPEN), SATURDAY) == (Reopen(start=at(21), end=at(22)),)


def test_reopen_asks_which_of_several_planned_closures() -> None:
    later = Override(state="closed", start=at(28), end=at(30))

    with pytest.raises(AskBackError, match="2 planned closures") as caught:
        changes(asked(Verb.REOPEN), SATURDAY, later)

    assert [choice.text for choice in caught.value.choices] == [
        "reopen Support all day on 2026-11-21",
        "reopen Support all day from 2026-11-28 to 2026-11-29",
    ]


HOLIDAY = Override(state="closed", start=at(26), end=at(28), name="Thanksgiving")


def test_reopen_keeps_the_holidays_of_the_vendor_beneath() -> None:
    endless = TODAY.model_copy(update={"end": None})

    assert changes(asked(Verb.REOPEN), endless, beneath=(HOLIDAY,)) == (
        Reopen(start=at(20, 9), end=None, keeps=(HOLIDAY,)),
    )


def test_reopen_of_a_holiday_alone_says_whose_it_is() -> None:
    with pytest.raises(NothingToDoError, match=r"Thanksgiving from .* stands in Fake's own calendar"):
        changes(asked(Verb.REOPEN), HOLIDAY, beneath=(HOLIDAY,))


def test_reopen_during_a_holiday_asks_whether_it_is_meant() -> None:
    today = TODAY.model_copy(update={"name": "Founders' Day"})

    with pytest.raises(AskBackError, match="“Founders' Day”, which stands in Fake's own calendar") as caught:
        changes(asked(Verb.REOPEN), today, beneath=(today,))

    assert caught.value.choices[0].text == "reopen Support on 2026-11-20 from 09:00 to 15:00"


def test_reopen_of_a_date_that_is_named_ends_its_holiday() -> None:
    window = Window(start=HOLIDAY.start, end=HOLIDAY.end)

    assert changes(asked(Verb.REOPEN, windows=(window,)), HOLIDAY, beneath=(HOLIDAY,)) == (
        Reopen(start=HOLIDAY.start, end=HOLIDAY.end),
    )


@pytest.mark.parametrize("windows", [(), (Window(start=at(27), end=at(28)),)], ids=["no closure", "none then"])
def test_reopen_without_a_closure_says_so(windows: tuple[Window, ...]) -> None:
    with pytest.raises(NothingToDoError, match="nothing to reopen"):
        changes(asked(Verb.REOPEN, windows=windows), *([SATURDAY] if windows else []))


def test_a_line_that_is_open_all_day_is_said_to_be_so_in_good_english() -> None:
    always = support().model_copy(update={"hours": WeeklyHours(always=True)})
    morning, whole = (Window(start=at(21), end=end) for end in (at(21, 9), at(22)))

    with pytest.raises(NothingToDoError, match=r"^Support is open all day on Sat 21 Nov 2026 already"):
        changes(asked(Verb.OPEN, windows=(whole,)), setup=always)
    with pytest.raises(AskBackError, match=r"^Support is open already on Sat 21 Nov 2026, all day\. Should it be"):
        changes(asked(Verb.OPEN, windows=(morning,)), setup=always)


def test_opening_open_hours_is_asked_back_with_the_way_to_mean_only() -> None:
    with pytest.raises(AskBackError, match="only 9:00 AM – 1:00 PM that day") as caught:
        changes(asked(Verb.OPEN, windows=(Window(start=at(23, 9), end=at(23, 13)),)))

    assert caught.value.choices[0].text == "open Support only on 2026-11-23 from 09:00 to 13:00"


MIDDAY_OFF = (Window(start=at(21, 9), end=at(21, 12)), Window(start=at(21, 13), end=at(21, 17)))


def test_only_two_stretches_of_a_day_are_both_kept() -> None:
    found = changes(asked(Verb.OPEN, windows=MIDDAY_OFF, only=True))

    assert found == (
        Close(start=at(21), end=at(22)),
        OpenSpecial(start=at(21, 9), end=at(21, 12)),
        OpenSpecial(start=at(21, 13), end=at(21, 17)),
    )


def test_of_two_stretches_none_is_forgotten_where_one_is_open_already() -> None:
    with pytest.raises(AskBackError, match="only 9:00 AM – noon and 1:00 PM – 5:00 PM that day") as caught:
        changes(asked(Verb.OPEN, windows=MIDDAY_OFF, reason="fair"))

    assert [each.text for each in caught.value.choices] == [
        'open Support only on 2026-11-21 from 09:00 to 12:00 and on 2026-11-21 from 13:00 to 17:00 - "fair"',
        'open Support on 2026-11-21 from 13:00 to 17:00 - "fair"',
    ]


def test_days_that_are_not_open_yet_are_not_forgotten_where_another_is() -> None:
    sunday = Window(start=at(22, 9), end=at(22, 12))
    with pytest.raises(AskBackError) as caught:
        changes(asked(Verb.OPEN, windows=(MIDDAY_OFF[0], sunday)))

    assert [each.text for each in caught.value.choices] == [
        "open Support only from 2026-11-21 to 2026-11-22 from 09:00 to 12:00",
        "open Support on 2026-11-22 from 09:00 to 12:00",
    ]


@pytest.mark.parametrize(
    ("ask", "complaint"),
    [
        pytest.param(asked(Verb.MENU, key="3", target="jordan"), "several things", id="two Jordans"),
        pytest.param(asked(Verb.MENU, key="3", target="biling"), "Did you mean", id="typo in a name"),
        pytest.param(
            asked(Verb.MENU, key="3", target="the moon"), "has nobody, no team and no line called", id="no such place"
        ),
        pytest.param(asked(Verb.MENU, key="3"), "Where should key 3 lead", id="no place"),
        pytest.param(asked(Verb.MENU, key="3", action="department"), "to whom", id="action without its target"),
        pytest.param(asked(Verb.MENU, key="3", target="+1 919 555 0100"), "No calls to", id="a phone number"),
        pytest.param(asked(Verb.ROUTING, value="best looking"), "longest idle", id="unknown routing"),
        pytest.param(asked(Verb.OPTION, option="rnig time", value="20"), "Ring time", id="typo in an option"),
        pytest.param(
            asked(Verb.OPTION, option="colour", value="red"),
            "Support has no setting “colour”. It has: ring time and recording. Say, for example, `set ring time to …",
            id="no such option",
        ),
        pytest.param(asked(Verb.OPTION, option="ring time"), "What should", id="option without a value"),
        pytest.param(asked(Verb.REMOVE_KEY), "Which key", id="no key"),
        pytest.param(asked(Verb.HOURS), "Which hours", id="no hours"),
        pytest.param(asked(Verb.CALLBACK, key="8"), "Should it be offered", id="a key for a callback that is off"),
        pytest.param(asked(Verb.GREETING, value="Hi"), "hear cannot be given in words", id="no words for callers"),
        pytest.param(
            asked(Verb.CLOSE, windows=(Window(start=Edge(date=dt.date(2026, 11, 22), at="opening"), end=at(22, 12)),)),
            "closed all day",
            id="opening of a closed day",
        ),
        pytest.param(
            asked(Verb.OPEN, windows=(Window(start=at(22, 9), end=None),)), "Until when", id="open without an end"
        ),
    ],
)
def test_what_is_not_exactly_one_thing_is_asked_back(ask: Ask, complaint: str) -> None:
    with pytest.raises(SayError, match=complaint):
        changes(ask)
