"""What somebody types in answer to a question."""

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.language import (
    WHAT_TO_SAY,
    Ask,
    KnownLine,
    chosen,
    declines,
    may_turn,
    read,
    takes_back,
    told,
    wants_yes_or_no,
    ways,
)

ZONE = "America/New_York"
NOW = dt.datetime(2026, 11, 20, 10, tzinfo=ZoneInfo(ZONE))
LINES = tuple(KnownLine(name=name, zone=ZONE) for name in ("Support", "Sales", "Billing"))
ROWS = (Path(__file__).parent / "sentences.txt").read_text(encoding="utf-8").splitlines()

DAYS = (
    "Fri 20 Nov 2026 (today), from 10:00 AM to midnight",
    "Sat 21 Nov 2026 (tomorrow), all day",
    "from Fri 20 Nov 2026 (today), 10:00 AM until further notice",
)


@pytest.mark.parametrize(
    ("typed", "labels", "which"),
    [
        ("Support", ("Support", "Sales"), 0),
        ("the sales", ("Support", "Sales"), 1),
        ("2", ("Support", "Sales"), 1),
        ("#2", ("Support", "Sales"), 1),
        ("the second one", ("Support", "Sales"), 1),
        ("number 1", ("Support", "Sales"), 0),
        ("3", ("Support", "Sales"), None),
        ("support", ("Support", "Support North"), 0),
        ("north", ("Support", "Support North"), 1),
        ("Support and Sales", ("Support", "Sales"), None),
        ("tomorrow", DAYS, 1),
        ("until further notice", DAYS, 2),
        ("today", DAYS, None),
        ("nov", DAYS, None),
        ("10", DAYS, None),
        ("yes", ("Yes, offer it",), 0),
        ("yes", ("close support",), 0),
        ("yes", ("Support", "Sales"), None),
        ("1", ("Store 2", "Store 1", "Store 3"), 1),
        ("#1", ("Store 2", "Store 1", "Store 3"), 1),
        ("two", ("Store Two", "Store One"), 0),
        ("the first one", ("Store 2", "Store 1"), None),
        ("the first one", ("Store 1", "Store 2"), 0),
        ("option 1", ("Store 2", "Store 1"), 0),
        ("first", ("Second Street", "First Street"), 1),
        ("1", ("Store 1 East", "Store 1 West"), None),
        ("4", ("Store 2", "Store 1"), None),
        ("no", ("Yes, offer it", "No, only the key"), 1),
        ("no", ("Support", "Sales"), None),
        ("", ("Support",), None),
        ("!?", ("Support",), None),
        ("Support", (), None),
    ],
)
def test_a_choice_is_taken_by_its_number_its_label_or_words_that_only_it_has(
    typed: str, labels: tuple[str, ...], which: int | None
) -> None:
    assert chosen(typed, labels) == which


@pytest.mark.parametrize("typed", ["no", "Never mind.", "cancel", "No, thanks!", "forget it"])
def test_who_declines_wants_nothing_any_more(typed: str) -> None:
    assert declines(typed)


@pytest.mark.parametrize(
    ("typed", "taken"), [("Never mind.", True), ("cancel it", True), ("no", False), ("stop", False)]
)
def test_some_words_take_back_even_what_was_not_asked_about(typed: str, *, taken: bool) -> None:
    assert takes_back(typed) is taken


@pytest.mark.parametrize("typed", ["not on saturday", "none but support", "cancel the closure", "no calls tomorrow"])
def test_a_sentence_that_only_begins_so_declines_nothing(typed: str) -> None:
    assert not declines(typed)


@pytest.mark.parametrize(
    ("typed", "question", "may"),
    [
        ("no", "Is Sat 26 Dec included?", True),
        ("No.", "Support is open already. Should it be open only 9-1 that day?", True),
        ("no", "Which line?", False),
        ("never mind", "Is Sat 26 Dec included?", False),
        ("no", "", False),
    ],
)
def test_a_plain_no_may_answer_what_yes_and_no_answer(typed: str, question: str, may: bool) -> None:  # noqa: FBT001
    assert wants_yes_or_no(typed, question) is may


def test_a_time_does_not_say_whether_another_is_in_the_morning_or_in_the_evening() -> None:
    assert [
        way for tried in ways("close support from 9", "midnight", "In the morning, or in the evening?") for way in tried
    ] == [
        "close support from 9 midnight",
        "close midnight support from 9",
    ]


def test_what_callers_should_hear_is_taken_word_for_word() -> None:
    assert list(
        ways("set greeting on Support", "Say 'Hello'. Press 1.", "What should callers hear? For example: …")
    ) == [["set greeting on Support to \"Say 'Hello'. Press 1.\""]]


def test_a_piece_that_joins_by_itself_is_joined_in_no_other_way() -> None:
    assert list(ways("close support", "until 5pm?", "From when until when?")) == [
        ["close support until 5pm"],
        ["close until 5pm support"],
    ]


def test_what_is_asked_for_says_how_an_answer_is_meant() -> None:
    assert next(ways("close support from 3pm", "5pm", "Until when?")) == ["close support from 3pm until 5pm"]


def said(text: str) -> Ask:
    return read(text, now=NOW, lines=LINES, zone=ZONE)


def understood(kept: str, piece: str, question: Ask) -> set[str]:
    """What a sentence means with an answer to the question back: one thing, or what is asked again."""
    which = chosen(piece, [each.label for each in question.choices])
    whole = f"{kept} {piece}"
    otherwise = {ask.readback for ask in [said(whole)] if not ask.question and (may_turn(kept) or may_turn(whole))}
    if which is not None:
        return {question.choices[which].text, *otherwise}
    is_told = (question.question or "").startswith(WHAT_TO_SAY)
    for tried in ways(kept, piece, question.question or ""):
        asks = [ask for way in tried if (ask := said(way)).question is None]
        found = {ask.readback for ask in asks if not is_told or ask.value == told(piece)}
        if found:
            return found | otherwise
    return set()


@pytest.mark.parametrize("part", range(1, 9))
def test_a_sentence_said_in_two_pieces_means_what_it_means_as_a_whole(part: int) -> None:
    whole = [row.split(" => ") for row in ROWS if " => " in row and " => ?" not in row and not row.startswith("#")]
    for sentence, meant in whole[part::12]:
        words = sentence.split()
        kept, piece = " ".join(words[:part]), " ".join(words[part:])
        question = said(kept)
        open_to_answers = question.question and (question.choices or not question.lost)
        if piece and open_to_answers and said(piece).question:
            found = understood(kept, piece, question)

            assert found == {meant} or len(found) != 1, (kept, piece)


def test_an_urgent_sentence_stays_urgent() -> None:
    assert next(ways("close!", "support until 3pm", "Which line?")) == ["close support until 3pm !"]


@pytest.mark.parametrize(
    ("kept", "piece", "meant"),
    [
        ("set 3 to voicemail on", "support", "set key 3 to voicemail on Support"),
        ("set queue size to 40 on", "sales", "set option queue size to 40 on Sales"),
        ("change the agents of", "sales", "edit agents of Sales"),
        ('set the greeting to "Hi" on', "billing", 'set greeting on Billing to "Hi"'),
    ],
)
def test_a_sentence_that_ends_before_the_name_of_a_line_is_asked_for_it(kept: str, piece: str, meant: str) -> None:
    question = said(kept)

    assert question.question == "Which line?"
    assert understood(kept, piece, question) == {meant}


def test_a_last_word_that_may_lead_to_a_line_is_not_taken_otherwise_without_asking() -> None:
    kept = "set the greeting to please hold on"

    assert understood(kept, "billing", said(kept)) == {
        'set greeting on Billing to "please hold on"',
        'set greeting on Billing to "please hold"',
    }


def test_a_greeting_that_was_cut_in_two_is_asked_for_again() -> None:
    kept = "change the greeting on sales to Hello"

    assert understood(kept, "and welcome to sales", said(kept)) == set()


def test_what_callers_should_hear_may_be_typed_with_any_signs() -> None:
    assert told("to \u201cIt\u2019s late.\u201d") == "It's late."
