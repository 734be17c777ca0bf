"""What a card tells of trust: who has approved and who is missing, emergencies, what meets, what is left to people."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.alerts import AlertKind
from bot.overlaps import Overlap
from bot.progress import BY_HAND
from bot.requests import IN_FORCE, Approval, Person, Request, State
from bot.slack import by_hand, cards, decided, forms, origins, states
from bot.slack.by_hand import ByHand
from bot.slack.cards import Around
from tests.bot.slack.blocks_check import assert_message, buttons, markup, texts
from tests.bot.slack.drawn import AMIR, DANA, HOSTILE, LONG, NOW, alert, record, request

NOOR = Person(team="T1", user="UNOOR")
AROUND = Around(deciders=("UAMIR", "UNOOR"))


def shown(asked: Request, around: Around = AROUND) -> str:
    return " ".join(texts(cards.card(asked, around).blocks))


def approved(*people: Person, state: State = State.PENDING) -> Request:
    given = tuple(Approval(person=each, at=NOW) for each in people)
    return request(state, decided=False).model_copy(update={"approvals": given})


def emergency(state: State = State.VERIFIED, *, ratified: bool = False) -> Request:
    return request(state, reason="The office is flooded", decided=False).model_copy(
        update={
            "ratify_by": NOW + dt.timedelta(hours=1),
            "ratified": Approval(person=AMIR, at=NOW) if ratified else None,
        }
    )


def test_a_card_says_how_many_approvals_are_missing() -> None:
    two, three = Around(deciders=("UAMIR", "UNOOR"), quorum=2), Around(deciders=("UAMIR", "UNOOR"), quorum=3)

    assert "2 approvals are needed." in shown(approved(), two)
    assert "1 of 2 approvals: <@UAMIR>. One more is needed." in shown(approved(AMIR), two)
    assert "1 of 3 approvals: <@UAMIR>. Two more are needed." in shown(approved(AMIR), three)
    assert "approvals" not in shown(approved())


@pytest.mark.parametrize(
    "state", sorted(IN_FORCE | {State.APPROVED, State.APPLYING, State.FAILED, State.REVERTED, State.SUPERSEDED})
)
def test_everybody_who_approved_stays_named(state: State) -> None:
    assert "by <@UAMIR> and <@UNOOR>" in shown(approved(AMIR, NOOR, state=state))


@pytest.mark.parametrize("state", [State.REJECTED, State.WITHDRAWN, State.EXPIRED])
def test_an_approval_that_was_not_enough_stays_named(state: State) -> None:
    assert "It had the approval of <@UAMIR>." in shown(approved(AMIR, state=state))


@pytest.mark.parametrize("state", [State.APPROVED, State.APPLYING, State.VERIFIED])
def test_what_nobody_had_to_approve_says_why_and_is_never_called_approved(state: State) -> None:
    waived = request(state, decided=False).model_copy(update={"waived": "It only puts back the usual hours."})

    assert "No approval needed: It only puts back the usual hours." in shown(waived)
    assert "Approved" not in shown(waived)


def test_an_emergency_is_loud_and_asks_to_be_ratified() -> None:
    card = cards.card(emergency(), AROUND)

    assert card.blocks[0]["text"]["text"].startswith("🚨 Emergency: ")
    assert {cards.RATIFY, cards.REVERT} <= set(buttons(card.blocks))
    told = " ".join(texts(card.blocks))
    assert "Applied at once by <@UDANA>: “The office is flooded”. Somebody else has to ratify it by <!date^" in told
    assert "Approved" not in told


def test_an_emergency_that_is_not_applied_yet_is_not_said_to_be() -> None:
    told = shown(emergency(State.APPROVED))

    assert "To be applied at once, asked by <@UDANA>: “The office is flooded”." in told
    assert "or it ends unapplied." in told
    assert "Applied at once" not in told


def test_a_ratified_emergency_names_who_did_it_and_has_no_buttons() -> None:
    card = cards.card(emergency(ratified=True), AROUND)

    assert buttons(card.blocks) == {}
    assert "Ratified by <@UAMIR>" in " ".join(texts(card.blocks))
    assert not card.blocks[0]["text"]["text"].startswith("🚨")


def test_an_emergency_that_was_undone_can_be_ratified_no_more() -> None:
    card = cards.card(emergency(State.REVERTED), AROUND)

    assert buttons(card.blocks) == {}
    assert "Nobody has ratified it." in " ".join(texts(card.blocks))


def test_an_approved_line_that_has_to_wait_says_so_instead_of_applying() -> None:
    waits = approved(AMIR, state=State.APPROVED)
    part = waits.parts[0].model_copy(update={"note": "Request 6 on Support comes first."})

    assert "*Approved* by <@UAMIR>. Request 6 on Support comes first." in states.sentence(
        waits.model_copy(update={"parts": (part,)})
    )


def test_a_request_that_failed_in_part_can_be_tried_again_and_taken_back() -> None:
    lines = ("Support", "Sales", "Billing")
    partly = request(State.FAILED, *lines, states=(State.VERIFIED, State.FAILED, State.VERIFIED))
    running = request(State.FAILED, *lines, states=(State.VERIFIED, State.FAILED, State.APPLYING))
    whole = request(State.FAILED, *lines)

    assert {cards.RETRY, cards.COMPENSATE} <= set(buttons(cards.card(partly, AROUND).blocks))
    assert not {cards.RETRY, cards.COMPENSATE} & set(buttons(cards.card(running, AROUND).blocks))
    assert {cards.RETRY, cards.COMPENSATE} & set(buttons(cards.card(whole, AROUND).blocks)) == {cards.RETRY}
    assert ":x: *1 of 3 lines failed* (Sales). 1 being applied, 1 verified." in shown(running)
    assert ":x: *1 of 3 lines failed* (Sales). 2 verified." in shown(partly)


LINES = tuple(f"Line {number}" for number in range(6))


def uneven(states_of: tuple[State, ...], notes: dict[int, str] | None = None) -> Request:
    whole = request(State.SCHEDULED, *LINES[: len(states_of)], states=states_of)
    parts = [part.model_copy(update={"note": (notes or {}).get(part.number, "")}) for part in whole.parts]
    return whole.model_copy(update={"parts": tuple(parts)})


def test_what_is_worst_of_several_lines_comes_first() -> None:
    ends = (State.VERIFIED, State.FAILED, State.VERIFIED, State.SCHEDULED, State.FAILED, State.VERIFIED)

    assert ":x: *2 of 6 lines failed* (Line 1, Line 4). 1 scheduled for Fri 18 Dec, 3 verified." in shown(uneven(ends))


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("Webex does not answer. Trying again.", ":warning: *2 of 3 lines are not set yet* (Line 0, Line 1)."),
        (f"It said no. {BY_HAND}", ":hammer_and_wrench: *2 of 3 lines have to be done by hand* (Line 0, Line 1)."),
    ],
)
def test_what_is_held_up_is_not_hidden_behind_what_is_scheduled(note: str, said: str) -> None:
    held_up = uneven((State.SCHEDULED, State.APPLYING, State.SCHEDULED), {0: note, 1: note})

    assert f"{said} 1 scheduled for Fri 18 Dec." in shown(held_up)


@pytest.mark.parametrize("end", [State.REJECTED, State.EXPIRED, State.FAILED, State.WITHDRAWN])
def test_what_did_not_come_about_on_one_line_is_never_called_verified_nor_approved_by_who_rejected(end: State) -> None:
    mixed = uneven((State.VERIFIED, end)).model_copy(update={"approvals": (), "decided_by": NOOR})

    told = states.sentence(mixed)

    assert mixed.state is end
    assert told.startswith("*1 of 2 lines ")
    assert "*Verified*" not in told
    assert "Approved by" not in told
    assert ("Rejected by <@UNOOR>" in told) is (end is State.REJECTED)


def test_who_approved_what_stands_stays_named_after_the_rest_was_asked_anew() -> None:
    asked = request(State.VERIFIED, "Support", "Sales", states=(State.VERIFIED, State.REJECTED))
    rejected = asked.model_copy(update={"approvals": (), "decided_by": NOOR})
    kinds = ("asked", "asked", "approved", "approved", "applying", "replanned", "rejected")
    lines = ("Support", "Sales", "Support", "Sales", "Support", "Sales", "Sales")
    records = [
        record(kind, number=number, line=line).model_copy(update={"actor": str(AMIR)})
        for number, (kind, line) in enumerate(zip(kinds, lines, strict=True))
    ]

    told = shown(rejected, Around(before=decided.before(rejected, records)))

    assert "*Support* was approved by <@UAMIR>." in told


def test_a_failed_line_is_not_tried_again_once_the_others_were_undone_for_it() -> None:
    undone = request(State.FAILED, "Support", "Sales", states=(State.REVERTED, State.FAILED))

    assert cards.RETRY not in buttons(cards.card(undone, AROUND).blocks)


def test_the_reason_of_an_emergency_stands_once_on_its_card() -> None:
    assert shown(emergency()).count("The office is flooded") == 1


def test_what_failed_before_the_rest_was_rejected_can_only_be_taken_back() -> None:
    lines = ("Support", "Sales", "Billing")
    rejected = request(State.FAILED, *lines, states=(State.VERIFIED, State.FAILED, State.REJECTED))

    shown_buttons = buttons(cards.card(rejected, AROUND).blocks)

    assert cards.RETRY not in shown_buttons
    assert cards.COMPENSATE in shown_buttons


def test_requests_that_meet_are_named() -> None:
    meets = Overlap(request=9, line="Support", state=State.PENDING, person=AMIR, summary="Open Support on Saturday.")

    told = shown(request(), AROUND.model_copy(update={"overlaps": (meets,) * 7}))

    assert "It meets request 9 of <@UAMIR> (waiting for approval) on *Support*: Open Support on Saturday." in told
    assert "… and 2 more." in told


def test_what_is_left_to_people_is_a_list_with_who_may_do_it() -> None:
    steps = ("Open the portal.", "Choose Hours.")
    records = [record("by hand", line="Support").model_copy(update={"data": {"steps": steps, "people": ["ULEE"]}})]
    applying = request(State.APPLYING)

    (wanted,) = by_hand.wanted(applying, [each.model_copy(update={"data": _listed(each.data)}) for each in records])

    assert wanted == ByHand(line="Support", steps=steps, people=("ULEE",))
    told = shown(applying, AROUND.model_copy(update={"by_hand": (wanted,)}))
    assert "*To do by hand on Support, by <@ULEE>:*\n1. Open the portal.\n2. Choose Hours." in told


def test_what_was_done_or_planned_anew_is_not_left_to_anybody() -> None:
    told = record("by hand", line="Support").model_copy(update={"data": {"steps": ["Open the portal."]}})

    assert by_hand.wanted(request(State.VERIFIED), [told]) == ()
    assert by_hand.wanted(request(State.APPLYING), [told, record("approved", line="Support")]) == ()
    assert by_hand.wanted(request(State.APPLYING), [told, record("again", line="Support")]) == ()


def test_who_was_called_besides_is_named_while_it_waits() -> None:
    assert "<@ULEE> was called besides." in shown(request(), AROUND.model_copy(update={"escalated": ("ULEE",)}))


def test_the_note_can_take_it_back_and_call_for_a_decision_as_long_as_it_waits() -> None:
    waiting, done = (buttons(cards.note(request(state), "").blocks) for state in (State.PENDING, State.VERIFIED))

    assert set(waiting) == {cards.WITHDRAW, cards.NUDGE}
    assert set(done) == set()


def test_from_where_it_was_asked_is_shown_with_the_channel() -> None:
    asked = request().model_copy(update={"origin": "/line in C0123ABC"})

    assert "Asked by <@UDANA> from /line in <#C0123ABC>, " in shown(asked)


@pytest.mark.parametrize("text", ["Close it.", HOSTILE, LONG])
@pytest.mark.parametrize("state", [State.PENDING, State.FAILED, State.APPLYING])
def test_a_card_of_two_hundred_lines_with_everything_on_it_is_as_slack_wants_it(state: State, text: str) -> None:
    names = [f"{text[:70]} {number}" for number in range(200)]
    asked = request(state, *names, text=text, note=text, reason=text).model_copy(
        update={
            "approvals": (Approval(person=AMIR, at=NOW),),
            "ratify_by": NOW,
            "origin": text,
        }
    )
    meets = Overlap(request=9, line=text[:80], state=State.PENDING, person=DANA, summary=text)
    steps = ByHand(line=text[:80], steps=(text,) * 12, people=("ULEE",) * 9)
    people = tuple(f"U{number}" for number in range(40))
    around = Around(
        deciders=people,
        quorum=3,
        overlaps=(meets,) * 20,
        by_hand=(steps,) * 9,
        escalated=people,
        alerts=(alert(AlertKind.NOT_OPEN, text),) * 9,
    )

    assert_message(cards.card(asked, around).blocks)
    assert_message(cards.note(asked, "https://example.slack.com/1").blocks)


@settings(max_examples=25)
@given(st.text(max_size=200))
def test_no_words_of_others_mention_or_link(words: str) -> None:
    meets = Overlap(request=9, line=words[:80] or "x", state=State.PENDING, person=DANA, summary=words)
    steps = ByHand(line=words[:80] or "x", steps=(words or "x",), people=())
    asked = emergency().model_copy(update={"reason": words, "waived": words, "origin": words})

    card = cards.card(asked, AROUND.model_copy(update={"overlaps": (meets,), "by_hand": (steps,)}))

    assert_message(card.blocks)
    inside = [part.partition(">")[0] for text in markup(card.blocks) for part in text["text"].split("<")[1:]]
    assert all(part.startswith(("@U", "!date^", "#C", "#G")) for part in inside)


def _listed(data: dict[str, object]) -> dict[str, object]:
    """As it comes out of the database."""
    return {key: list(each) if isinstance(each, tuple) else each for key, each in data.items()}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "You asked for approval of request 7: "),
        ({"ratify_by": NOW}, "You had request 7 applied at once: "),
        ({"waived": "It only reopens."}, "You sent request 7, which nobody has to approve: "),
        ({"waived": "Nobody ratified it.", "origin": "Switchhook"}, "Switchhook made request 7 in your name: "),
    ],
)
def test_the_note_says_what_whoever_reads_it_did(changed: dict[str, object], said: str) -> None:
    assert cards.note(request(decided=False).model_copy(update=changed), "").text.startswith(said)


def test_what_switchhook_did_by_itself_is_not_asked_by_anybody() -> None:
    told = shown(request().model_copy(update={"origin": "Switchhook"}))

    assert "Made by Switchhook in the name of <@UDANA>, " in told
    assert "Asked by" not in told


@pytest.mark.parametrize(
    ("origin", "said"),
    [
        ("the button “Undo what was done” in C0123ABC", "from the button “Undo what was done” in <#C0123ABC>, "),
        ("the emergency of request 6", "from the emergency of request 6, "),
        ("Switchhook", "Made by Switchhook in the name of <@UDANA>, "),
    ],
)
def test_what_nobody_typed_is_not_said_to_be_typed(origin: str, said: str) -> None:
    told = shown(request(text="undo request 6").model_copy(update={"origin": origin}))

    assert said in told
    assert "Typed" not in told
    assert "Typed: “undo request 6”" in shown(request(text="undo request 6"))
    assert not forms.typed("undo request 6", origin)
    assert list(texts(forms.typed("undo request 6", "/line in C1"))) == ["Typed: “undo request 6”"]


def test_the_answer_to_a_command_is_no_message_of_the_channel() -> None:
    click = {"channel": {"id": "CLINES"}, "container": {"is_ephemeral": True}}

    assert origins.of(click) == "/line in CLINES"
    assert origins.of({**click, "container": {}}) == "a message in CLINES"


WARNED = (
    "It takes effect as soon as it is approved.",
    "When this was planned, request 6 (waiting for approval) was about the same on Support: Open it.",
    "Switchhook itself puts the usual hours back afterwards.",
)


def warned(state: State, **changed: object) -> str:
    whole = request(state)
    part = whole.parts[0]
    plan = part.plan.model_copy(update={"warnings": WARNED})
    return shown(whole.model_copy(update={"parts": (part.model_copy(update={"plan": plan}),), **changed}))


def test_a_card_warns_of_what_is_still_to_come_only() -> None:
    waiting, scheduled, verified = (warned(each) for each in (State.PENDING, State.SCHEDULED, State.VERIFIED))

    assert [text in waiting for text in WARNED] == [True, False, True]
    assert [text in scheduled for text in WARNED] == [False, False, True]
    assert [text in verified for text in WARNED] == [False, False, False]
    assert ":warning:" not in verified


def test_who_ratifies_an_emergency_sees_what_there_is_to_know_and_nothing_of_an_approval_to_come() -> None:
    told = warned(State.VERIFIED, ratify_by=NOW + dt.timedelta(hours=1))

    assert [text in told for text in WARNED] == [False, False, True]


def test_the_same_on_several_lines_is_told_once() -> None:
    names = ("Support", "Sales", "Billing")
    whole = request(State.PENDING, *names)
    parts = [
        part.model_copy(
            update={
                "plan": part.plan.model_copy(
                    update={
                        "summary": f"Close {name} on Fri 25 Dec 2026, all day (New York time).",
                        "warnings": (f"This is the first change of hours of {name}.",)
                        + (("Only here.",) if name == "Sales" else ()),
                        "besides": ("Reception is already closed.",) if name == "Support" else (),
                    }
                )
            }
        )
        for name, part in zip(names, whole.parts, strict=True)
    ]
    asked = whole.model_copy(update={"parts": tuple(parts)})

    card = cards.card(asked, AROUND)
    told = " ".join(texts(card.blocks))

    title = "Close 3 lines on Fri 25 Dec 2026, all day (New York time): Support, Sales, Billing"
    assert card.blocks[0]["text"]["text"] == title
    assert told.count(":warning: This is the first change of hours of the line.") == 1
    assert ":warning: Sales: Only here." in told
    assert told.count("What callers notice") == 1
    assert ":information_source: Reception is already closed." in told


def test_an_emergency_names_who_may_ratify_it_and_a_failure_who_may_try_again() -> None:
    failed = request(State.FAILED).model_copy(update={"approvals": (Approval(person=AMIR, at=NOW),)})

    assert "<@UAMIR> or <@UNOOR> can ratify it." in shown(emergency())
    assert "then <@UDANA> or an approver can try again." in shown(failed)
