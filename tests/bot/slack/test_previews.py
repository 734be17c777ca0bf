"""What a plan looks like to callers, as it is drawn: on the form, on the card, in "See everything"."""

import datetime as dt
from collections.abc import Callable

import pytest

from adapters import Change, Close, MenuAction, SetCallback, SetHours, SetMenuKey, Weekday
from bot import plans
from bot.overlaps import Overlap
from bot.requests import LinePlan, Part, Request, State
from bot.slack import blocks, cards, details, forms, openers, previews, states
from bot.slack.text import ZERO_WIDTH
from tests.bot.slack.blocks_check import assert_message, assert_view, buttons, texts
from tests.bot.slack.drawn import AMIR, DANA, HOSTILE, NOW
from tests.bot.test_plans import LINE, SATURDAY, facts
from tests.fakes import FRIDAY

AROUND = cards.Around(deciders=("UAMIR",))
KEY_3 = SetMenuKey(key="3", action=MenuAction(action="voicemail"))
CHRISTMAS = Close(start=dt.datetime(2026, 12, 24), end=dt.datetime(2027, 1, 7))


def plan(*changes: Change, name: str = "Support", number: int = 1) -> LinePlan:
    line = LINE.model_copy(update={"name": name, "id": str(number)})
    return plans.make(changes or [SATURDAY], facts(line=line), FRIDAY)


def request(*wanted: LinePlan, state: State = State.PENDING, **more: object) -> Request:
    parts = tuple(Part(number=number, plan=each, state=state) for number, each in enumerate(wanted or (plan(),)))
    known: dict[str, object] = {
        "id": 7, "revision": 1, "person": DANA, "words": "close support saturday", "created": NOW,
        "expires": NOW + dt.timedelta(days=3), "parts": parts,
    }  # fmt: skip
    return Request.model_validate({**known, **more})


def on_card(asked: Request, around: cards.Around = AROUND) -> str:
    card = cards.card(asked, around)
    assert_message(card.blocks)
    return "\n".join(texts(card.blocks))


def on_form(*wanted: LinePlan) -> str:
    return "\n".join(texts(forms.reading("close support saturday", wanted or [plan()])))


def test_the_form_has_the_days_around_in_one_piece_and_tells_nothing_twice() -> None:
    assert "→" not in on_form()
    assert (
        "```Fri 20 Nov  ■ open 8:00 AM – 6:00 PM\n"
        "Sat 21 Nov  □ closed,\n"
        "    instead of 9:00 AM – 1:00 PM\n"
        "Sun 22 Nov  □ closed\n"
        "23–24 Nov   ■ open 8:00 AM – 6:00 PM```\n\n"
        "*What callers get* (New York time)\n"
        "• *Until Fri 20 Nov, 6:00 PM:* open. Callers hear the menu. No callback is offered. Keys:\n    1: Voicemail\n"
        "• *From Sat 21 Nov, 9:00 AM:* closed. Callers reach voicemail.\n"
        "• *From Mon 23 Nov, 8:00 AM:* open, as before."
    ) in on_form()


def test_the_card_is_brief_and_tells_nothing_twice() -> None:
    told = on_card(request())

    assert (
        "```Fri 20 Nov  ■ open 8:00 AM – 6:00 PM\n"
        "Sat 21 Nov  □ closed,\n"
        "    instead of 9:00 AM – 1:00 PM\n"
        "Sun 22 Nov  □ closed```\n\n"
        "*What callers get* (New York time)\n"
        "• *From Sat 21 Nov, 9:00 AM:* closed."
    ) in told
    assert "→" not in told
    assert "Until Fri 20 Nov" not in told
    assert cards.DETAILS in buttons(cards.card(request(), AROUND).blocks)


def test_many_dates_are_told_by_the_days_alone_also_on_the_form() -> None:
    told = on_form(plan(CHRISTMAS))

    assert "→" not in told
    assert "… 11 more   □ closed,\n    instead of their usual hours\n" in told
    assert "Wed  6 Jan  □ closed,\n    instead of 8:00 AM – 6:00 PM" in told


def test_a_row_that_is_too_long_for_a_phone_goes_on_below_but_not_within_a_time() -> None:
    midday = Close(start=dt.datetime(2026, 11, 23, 12), end=dt.datetime(2026, 11, 23, 13))

    assert (
        "Mon 23 Nov  ■ open 8:00 AM – noon and\n    1:00 PM – 6:00 PM,\n    instead of 8:00 AM – 6:00 PM\n"
    ) in on_form(plan(midday))


@pytest.mark.parametrize("end", [dt.datetime(2027, 1, 7), dt.datetime(2028, 3, 1), None])
def test_no_row_is_wider_than_a_phone(end: dt.datetime | None) -> None:
    preview = plan(Close(start=dt.datetime(2026, 12, 24, 12), end=end)).preview

    assert preview
    assert max(len(row) for row in previews.strip(preview)[0].strip("`").split("\n")) <= 38


def test_what_ends_a_closure_for_good_is_told_in_readable_words() -> None:
    told = on_form(plan(Close(start=dt.datetime(2026, 12, 24), end=None)))

    assert "It has no end: Support stays closed until somebody says “reopen Support”." in told
    assert ZERO_WIDTH not in told


def test_what_the_days_do_not_tell_stays_a_difference() -> None:
    told = on_card(request(plan(SATURDAY, KEY_3)))

    assert "*Key 3 while open:* nothing → *Voicemail*" in told
    assert "Sat 21 Nov 2026:" not in told


@pytest.mark.parametrize("show", [on_card, None], ids=["card", "form"])
def test_keys_are_listed_with_what_is_new(show: Callable[[Request], str] | None) -> None:
    told = show(request(plan(KEY_3))) if show else on_form(plan(KEY_3))

    assert "• *Once applied, while open:* Callers hear the menu." in told
    assert "Keys:\n    1: Voicemail\n    3: Voicemail (new)" in told
    assert "```" not in told
    assert "Now, while open" not in told, "the keys before are told by what is new"


def test_what_is_said_to_be_as_before_is_only_what_callers_cannot_tell_apart() -> None:
    told = "\n".join(details.lines(plan(SetCallback(on=True, key="9")), ()))

    assert "as before" not in told
    assert "When more than 5 calls wait, callers can press 9 to be called back." in told


def test_the_days_are_told_in_words_beside_each_symbol() -> None:
    for change in (SATURDAY, CHRISTMAS, SetHours(rows={Weekday.SUN: ()}, always=True)):
        preview = plan(change).preview
        assert preview
        (strip,) = previews.strip(preview)
        assert strip.count("■") == strip.count("■ open") > 0
        assert strip.count("□") == strip.count("□ closed")


def test_of_many_unlike_lines_a_card_tells_what_changes_and_of_few_what_callers_get() -> None:
    days = [Close(start=dt.datetime(2026, 11, day), end=dt.datetime(2026, 11, day + 1)) for day in range(23, 28)]
    unlike = [plan(day, name=f"Line {number}", number=number) for number, day in enumerate(days)]

    few, many = on_card(request(*unlike[:3])), on_card(request(*unlike))

    assert few.count("```") == 6
    assert "→" not in few
    assert "```" not in many
    assert many.count("→ *closed*") == 5
    assert cards.DETAILS in buttons(cards.card(request(*unlike), AROUND).blocks)


def test_lines_of_which_the_same_is_told_share_one_preview() -> None:
    told = on_card(request(*(plan(name=f"Line {number}", number=number) for number in range(5))))

    assert told.count("What callers get") == 1


@pytest.mark.parametrize("state", [State.REJECTED, State.WITHDRAWN, State.EXPIRED, State.FAILED, State.REVERTED])
def test_what_does_not_come_about_is_not_shown_to_callers(state: State) -> None:
    told = on_card(request(state=state))

    assert "What callers get" not in told
    assert "→ *closed*" in told


def test_a_plan_of_old_is_drawn_with_what_it_has() -> None:
    old = plan().model_copy(update={"preview": None, "callers": ("Sat 21 Nov, 9:00 AM: closed.",)})

    assert "*What callers notice*\n• Sat 21 Nov, 9:00 AM: closed." in on_card(request(old))
    assert "*What callers notice*" in on_form(old)


def test_what_people_have_written_fakes_nothing_in_it() -> None:
    hostile = plan(KEY_3)
    assert hostile.preview
    moments = [
        each.model_copy(update={"heard": (f"They hear: “{HOSTILE}”",), "keys": (("1", HOSTILE),)})
        for each in hostile.preview.moments
    ]
    shown = hostile.model_copy(update={"preview": hostile.preview.model_copy(update={"moments": tuple(moments)})})

    told = on_card(request(shown))

    assert "<!channel>" not in told
    assert "\n*Verified*" not in told


@pytest.mark.parametrize("count", [1, 3, 6, 500])
def test_however_many_lines_there_are_it_is_as_slack_wants_it(count: int) -> None:
    christmas = plan(CHRISTMAS, SetCallback(on=True, key="9"))
    lines = [LINE.model_copy(update={"name": f"{'L' * 76} {number}", "id": str(number)}) for number in range(count)]
    asked = request(*(christmas.model_copy(update={"line": each}) for each in lines))

    assert_message(cards.card(asked, AROUND).blocks)
    assert_view(forms.everything(asked, ""))


def test_nothing_is_typed_where_a_form_was_filled_in() -> None:
    asked = request(words="", origin="/line in C0123")

    assert "Typed" not in on_card(asked)
    assert "Typed" not in "\n".join(texts(forms.everything(asked, "")["blocks"]))
    assert "Typed:" in on_card(request())


@pytest.mark.parametrize(
    ("own", "other", "told"),
    [
        (State.PENDING, State.PENDING, "Wherever both are about the same, the one that is applied last rules."),
        (State.PENDING, State.VERIFIED, "Once this one is applied, it rules wherever both are about the same."),
        (State.SCHEDULED, State.PENDING, "Once request 4 is applied, it rules wherever both are about the same."),
        (State.VERIFIED, State.SCHEDULED, "Wherever both are about the same, what was applied last rules."),
    ],
)
def test_requests_that_meet_say_which_of_them_rules(own: State, other: State, told: str) -> None:
    meets = Overlap(request=4, line="Support", state=other, person=AMIR, summary="Open Support on Saturday.")

    shown = on_card(request(state=own), AROUND.model_copy(update={"overlaps": (meets,)}))

    assert f"on *Support*: Open Support on Saturday. {told}" in shown


def test_what_is_scheduled_can_be_cancelled_from_its_card_and_note() -> None:
    asked = request(state=State.SCHEDULED)

    for shown in (cards.card(asked, AROUND), cards.note(asked, "")):
        (cancel,) = [each for action, each in buttons(shown.blocks).items() if action.startswith(openers.SAY)]
        assert cancel["text"]["text"] == "Cancel it"
        assert '"undo request 7"' in cancel["value"]
        assert cancel["accessibility_label"].startswith("Cancel it: Close Support on Sat 21 Nov 2026")


@pytest.mark.parametrize("state", [State.VERIFIED, State.ACCEPTED])
def test_what_was_set_ahead_of_its_time_can_be_undone_from_its_card(state: State) -> None:
    asked, lasting = request(state=state), request(plan(KEY_3), state=state)
    undoing = request(plan().model_copy(update={"undoes": 4}), state=state)

    (undo,) = [each for action, each in buttons(cards.card(asked, AROUND).blocks).items() if "say" in action]
    assert '"undo request 7"' in undo["value"]
    assert undo["accessibility_label"].startswith("Undo: Close Support on Sat 21 Nov 2026")
    assert not any(
        action.startswith(openers.SAY)
        for each in (lasting, undoing)
        for action in buttons(cards.card(each, AROUND).blocks)
    )


@pytest.mark.parametrize("state", sorted(set(State) - {State.SCHEDULED, State.VERIFIED, State.ACCEPTED}))
def test_nothing_else_can_be_cancelled_so(state: State) -> None:
    asked = request(state=state)

    for shown in (cards.card(asked, AROUND), cards.note(asked, "")):
        assert not any(action.startswith(openers.SAY) for action in buttons(shown.blocks))


def test_a_failure_of_something_to_come_sends_nobody_to_what_callers_get_now() -> None:
    told = states.sentence(request(plan(CHRISTMAS), state=State.FAILED))

    assert "Callers notice nothing of it before 12:00 AM, the night to Thu 24 Dec. Ask again." in told
    assert "/line status" not in told
    assert "/line status" in states.sentence(request(plan(KEY_3), state=State.FAILED))


def test_a_title_names_as_many_lines_as_it_has_room_for() -> None:
    few = cards.title(request(*(plan(name=f"Line {number}", number=number) for number in range(3))))
    many = cards.title(request(*(plan(name=f"Line {number}", number=number) for number in range(40))))

    assert few == "Close 3 lines on Sat 21 Nov 2026, all day (New York time): Line 0, Line 1, Line 2"
    assert many.startswith("Close 40 lines on Sat 21 Nov 2026, all day (New York time): Line 0, Line 1, ")
    assert many.endswith(" more")
    assert len(many) <= blocks.LONGEST_HEADER
