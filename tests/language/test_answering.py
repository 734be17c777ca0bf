"""What somebody types in answer to a question."""

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.language import Ask, KnownLine, chosen, declines, read, ways

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


@pytest.mark.parametrize("typed", ["not on saturday", "none but support", "cancel the closure", "no calls tomorrow"])
def test_a_sentence_that_only_begins_so_declines_nothing(typed: str) -> None:
    assert not declines(typed)


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
    if which is not None:
        return {question.choices[which].text}
    for tried in ways(kept, piece, question.question or ""):
        found = {ask.readback for way in tried if (ask := said(way)).question is None}
        if found:
            return found
    return set()


@pytest.mark.parametrize("part", range(1, 5))
def test_a_sentence_said_in_two_pieces_means_what_it_means_as_a_whole(part: int) -> None:
    whole = [row.split(" => ") for row in ROWS if " => " in row and " => ?" not in row and not row.startswith("#")]
    for sentence, meant in whole[part::24]:
        words = sentence.split()
        kept, piece = " ".join(words[:part]), " ".join(words[part:])
        question = said(kept)
        open_to_answers = question.question and not question.lost and words[part - 1] not in {"on", "of", "for", "to"}
        if piece and open_to_answers and said(piece).question:
            found = understood(kept, piece, question)

            assert found == {meant} or len(found) != 1, (kept, piece)


def test_an_urgent_sentence_stays_urgent() -> None:
    assert next(ways("close!", "support until 3pm", "Which line?")) == ["close support until 3pm !"]
