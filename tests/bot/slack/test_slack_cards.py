"""Cards and notes: true in every state, and as Slack wants them whatever the words are."""

import datetime as dt
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters import NewLine
from bot.requests import IN_FORCE, OPEN, State
from bot.slack import cards, details, states
from tests.bot.slack.blocks_check import assert_message, buttons, markup, texts
from tests.bot.slack.drawn import HOSTILE, LONG, line_plan, request

WORDS = {
    "short": "Close Support on Sat 21 Nov 2026, all day.",
    "hostile": HOSTILE,
    "long": LONG,
    "ampersands": "&" * 4000,
}
AROUND = cards.Around(deciders=("UAMIR", "UNOOR"))


@pytest.mark.parametrize("lines", [1, 5, 50], ids=lambda count: f"{count}-lines")
@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("state", State)
def test_cards_and_notes_are_as_slack_wants_them(state: State, words: str, lines: int) -> None:
    names = [f"{WORDS[words][:78]} {number}" for number in range(lines)]
    shown = request(state, *names, text=WORDS[words], note=WORDS[words], count=12, reason=WORDS[words])

    assert_message(cards.card(shown, AROUND).blocks)
    assert_message(cards.note(shown, "https://example.slack.com/1").blocks)


@pytest.mark.parametrize("state", State)
def test_only_a_pending_card_has_buttons_that_decide(state: State) -> None:
    found = set(buttons(cards.card(request(state), AROUND).blocks))

    assert ({cards.APPROVE, cards.REJECT} <= found) == (state is State.PENDING)
    assert (cards.WITHDRAW in buttons(cards.note(request(state), "").blocks)) == (state is State.PENDING)


@pytest.mark.parametrize("state", State)
def test_verified_is_said_in_that_state_only(state: State) -> None:
    card = cards.card(request(state), AROUND)

    assert ("Verified" in " ".join(texts(card.blocks))) == (state is State.VERIFIED)
    assert ("Verified" in card.text) == (state is State.VERIFIED)


@pytest.mark.parametrize(
    "state",
    sorted(IN_FORCE | {State.APPROVED, State.APPLYING, State.FAILED, State.REJECTED}),
)
def test_whoever_decided_stays_named(state: State) -> None:
    assert "<@UAMIR>" in " ".join(texts(cards.card(request(state), AROUND).blocks))


SENTENCES = {
    State.PENDING: "*Waiting for approval*.",
    State.APPROVED: "*Approved* by <@UAMIR>, applying…",
    State.SCHEDULED: "*Scheduled*: Switchhook will set this on Fri 18 Dec. Approved by <@UAMIR>.",
    State.APPLYING: "*Applying*… Approved by <@UAMIR>.",
    State.APPLIED: "*Applied*, reading back… Approved by <@UAMIR>.",
    State.ACCEPTED: "*Applied* (Fake accepts it but does not show it). Approved by <@UAMIR>.",
    State.VERIFIED: "*Verified*. The change was made and read back. Approved by <@UAMIR>.",
    State.REJECTED: "*Rejected* by <@UAMIR>: “Close it”. Nothing was changed.",
    State.WITHDRAWN: "*Withdrawn* by <@UAMIR>. Nothing was changed.",
    State.EXPIRED: "*Expired*. Nobody decided in time, so nothing was changed.",
    State.SUPERSEDED: "*Superseded*. A newer change took its place. Approved by <@UAMIR>.",
    State.FAILED: "*Failed*. See `/line status` for what callers get now, then <@UDANA> or an approver can try again."
    " Approved by <@UAMIR>.",
    State.REVERTED: "*Reverted*. What it changed was undone. Approved by <@UAMIR>.",
}


@pytest.mark.parametrize("state", State)
def test_every_state_has_its_sentence(state: State) -> None:
    assert (
        states.sentence(request(state)).replace("*Waiting for approval*.", "*Waiting for approval*.")
        == SENTENCES[state]
    )


def test_what_the_vendor_does_not_show_is_applied_with_a_note_and_never_verified() -> None:
    accepted = request(State.ACCEPTED, note="Telegent accepts it but does not show it.")

    for message in (cards.card(accepted, AROUND), cards.note(accepted, "")):
        shown = " ".join(texts(message.blocks))
        assert "*Applied* (Telegent accepts it but does not show it)." in shown
        assert "reading back" not in shown
        assert "erified" not in shown


def test_what_is_written_in_the_middle_of_a_day_is_scheduled_for_that_time() -> None:
    scheduled = request(State.SCHEDULED)
    (part,) = scheduled.parts
    noon = part.model_copy(update={"due": dt.datetime(2026, 12, 18, 17, tzinfo=dt.UTC)})

    told = states.sentence(scheduled.model_copy(update={"parts": (noon,)}))

    assert "Switchhook will set this on Fri 18 Dec, noon." in told


def test_what_is_written_in_part_is_scheduled_for_the_rest() -> None:
    told = states.sentence(request(State.SCHEDULED, note="What is due by now is written and read back."))

    assert "Switchhook will set the rest on Fri 18 Dec. What is due by now is written and read back." in told


def test_each_of_several_lines_says_what_its_vendor_does_not_show() -> None:
    shown = request(State.ACCEPTED, "Support", "Sales", states=(State.ACCEPTED, State.VERIFIED))

    text = " ".join(texts(cards.card(shown, AROUND).blocks))

    assert "*Applied* (Fake accepts it but does not show it). (1 of 2 lines.)" in text
    assert "*Applied* (Fake accepts it but does not show it):" in text
    assert "*Verified*" in text


def test_every_line_of_several_has_its_own_state() -> None:
    shown = request(State.APPLYING, "Support", "Sales", states=(State.VERIFIED, State.APPLYING))

    text = " ".join(texts(cards.card(shown, AROUND).blocks))

    assert "*Applying*… 1 of 2 lines done." in text
    assert "*Verified*" in text


def test_of_many_lines_the_card_shows_each_or_says_how_many_more() -> None:
    names = [f"Line {number}" for number in range(50)]
    short = " ".join(texts(cards.card(request(State.PENDING, *names, text="Close it."), AROUND).blocks))
    long = " ".join(texts(cards.card(request(State.PENDING, *names, text="Close it. " * 40), AROUND).blocks))

    assert short.count("*Waiting for approval*") >= 50
    assert "more." in long


def test_whoever_decides_can_see_what_a_card_has_no_room_for() -> None:
    many = cards.card(request(State.PENDING, *(f"Line {number}" for number in range(6))), AROUND)
    long = cards.card(request(text=LONG, count=12), AROUND)
    short = cards.card(request(), AROUND)

    assert [cards.DETAILS in buttons(each.blocks) for each in (many, long, short)] == [True, True, False]


@pytest.mark.parametrize(
    ("deciders", "named"),
    [
        (("UAMIR",), "<@UAMIR> can decide"),
        (("UAMIR", "UDANA"), "<@UAMIR> can decide"),
        (("SGROUP", "UAMIR"), "<!subteam^SGROUP>, <@UAMIR> can decide"),
        ((*(f"U{number}" for number in range(6)), "SGROUP"), "<!subteam^SGROUP> and 6 others can decide"),
        (tuple(f"U{number}" for number in range(6)), "<@U4> and 1 others can decide"),
        (("UDANA",), "Nobody else may decide it"),
    ],
)  # fmt: skip
def test_the_card_mentions_those_who_may_decide(deciders: tuple[str, ...], named: str) -> None:
    assert named in cards.card(request(), cards.Around(deciders=deciders)).blocks[1]["text"]["text"]


@settings(max_examples=60)
@given(st.text(max_size=300))
def test_no_words_mention_link_or_break_a_line(words: str) -> None:
    shown = request(State.REJECTED, words[:80] or "x", text=words, note=words, reason=words)

    card = cards.card(shown, AROUND)

    assert_message(card.blocks)
    for text in markup(card.blocks):
        assert text["verbatim"] is True
        inside = [part.partition(">")[0] for part in text["text"].split("<")[1:]]
        assert all(part.startswith(("@U", "!date^")) for part in inside)
    assert not any(sign in "".join(texts(card.blocks)) for sign in "\u202e\u2066\u200f\r\u2028")


def test_hostile_words_are_told_apart_from_what_the_card_says() -> None:
    card = cards.card(request(text=HOSTILE, note=HOSTILE), AROUND)

    lines = list(itertools.chain.from_iterable(text["text"].split("\n") for text in markup(card.blocks)))
    assert not any(line.startswith("*Verified*") for line in lines)
    assert "&lt;!channel&gt;" in card.text
    assert ":white_check_mark:" not in card.text


def test_a_line_that_could_not_be_made_is_asked_for_anew() -> None:
    new = NewLine(system="fake", kind="raleigh", name="Returns")
    failed = request(State.FAILED, note="It said no.")
    (part,) = failed.parts
    made = part.model_copy(update={"plan": part.plan.model_copy(update={"creates": new})})

    told = states.sentence(failed.model_copy(update={"parts": (made,)}))

    assert "*Failed*. It said no. To try again: `/line new`." in told
    assert "/line status" not in told


def test_a_request_that_was_undone_in_part_says_so() -> None:
    note = "Undone in part by request 5: what it set as “Announcement” stays."

    shown = cards.card(request(State.REVERTED, note=note), AROUND)

    assert f"*Reverted in part*. {note} Approved by" in " ".join(texts(shown.blocks))


def test_a_plan_of_high_risk_says_so() -> None:

    assert any("High risk" in line for line in details.lines(line_plan(risk="high"), ()))
    assert not any("High risk" in line for line in details.lines(line_plan(), ()))


def test_a_card_says_why_the_risk_is_high() -> None:
    why = ("the line will be gone", "Recording is on")
    shown = details.lines(line_plan(risk="high").model_copy(update={"risks": why}), ())

    assert ":rotating_light: *High risk:* the line will be gone; Recording is on." in shown


def test_the_states_of_the_model_all_have_an_icon() -> None:
    assert set(states.ICONS) == set(State)
    assert set(State) > OPEN
