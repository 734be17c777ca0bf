"""The table of sentences: each means exactly what stands beside it, and so does every choice it offers."""

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.language import Ask, KnownLine, read

ZONE = "America/New_York"
NOW = dt.datetime(2026, 11, 20, 10, tzinfo=ZoneInfo(ZONE))
LINES = tuple(KnownLine(name=name, zone=ZONE) for name in ("Support", "Sales", "Billing"))


def said(text: str) -> Ask:
    return read(text, now=NOW, lines=LINES, zone=ZONE)


def meaning(ask: Ask) -> Ask:
    return ask.model_copy(update={"words": (), "sentence": ""})


def table() -> list[tuple[str, str]]:
    rows = (Path(__file__).parent / "sentences.txt").read_text(encoding="utf-8").splitlines()
    pairs = [row.split(" => ") for row in rows if " => " in row and not row.startswith("#")]
    return [(sentence, means) for sentence, means in pairs]


TABLE = table()


def test_the_table_has_at_least_three_hundred_sentences() -> None:
    assert len({sentence for sentence, _ in TABLE}) >= 300


@pytest.mark.parametrize(("sentence", "means"), TABLE, ids=[sentence for sentence, _ in TABLE])
def test_a_sentence_means_what_stands_beside_it(sentence: str, means: str) -> None:
    ask = said(sentence)

    found = " | ".join(each.text for each in ask.choices)
    assert (f"? {found}".strip() if ask.question else ask.readback) == means


@pytest.mark.parametrize(
    "command",
    sorted({means for _, row in TABLE for means in row.removeprefix("?").split(" | ") if means.strip()}),
)
def test_a_canonical_command_means_itself(command: str) -> None:
    ask = said(command.strip())

    assert ask.question is None
    assert ask.readback == command.strip()
    assert meaning(said(ask.readback)) == meaning(ask)


@pytest.mark.parametrize("sentence", [sentence for sentence, means in TABLE if not means.startswith("?")])
def test_what_is_read_back_is_the_same_ask(sentence: str) -> None:
    ask = said(sentence)

    assert meaning(said(ask.readback)) == meaning(ask)


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        (
            "change the announcement of support",
            'What should callers hear? Say, for example: callers of Support should hear "Thank you for calling."',
        ),
        (
            "add 1 for sales and say press 1 for sales on support",
            (
                "That is two things. Ask for the key first: set key 1 to Sales on Support. Then say: callers of Support"
                ' should hear "press 1 for sales"'
            ),
        ),
        (
            'add 1 for sales on support and say "Press 1 for sales."',
            (
                "That is two things. Ask for the key first: set key 1 to Sales on Support. Then say: callers of Support"
                ' should hear "Press 1 for sales."'
            ),
        ),
        (
            "remove key 7 on billing and announce it",
            (
                "That is two things. Ask for the key first: remove key 7 on Billing. Then say: callers of Billing"
                ' should hear "Thank you for calling."'
            ),
        ),
    ],
)
def test_what_callers_hear_is_asked_back_with_an_example_from_the_line(sentence: str, question: str) -> None:
    assert said(sentence).question == question


@pytest.mark.parametrize("sentence", ["close support tomorrow 12-1 for lunch", "close support for lunch tomorrow 12-1"])
def test_a_line_that_is_called_like_a_reason_is_closed_only_if_that_is_said(sentence: str) -> None:
    ask = read(sentence, now=NOW, lines=[*LINES, KnownLine(name="Lunch", zone=ZONE)], zone=ZONE)

    assert ask.question == "Is “lunch” a line as well, or the reason?"
    assert [each.text for each in ask.choices] == [
        "close Support and Lunch on 2026-11-21 from 12:00 to 13:00",
        'close Support on 2026-11-21 from 12:00 to 13:00 - "lunch"',
    ]


@pytest.mark.parametrize(
    ("sentence", "command"),
    [
        ("add 9 for callback on lunch", "turn on callback key 9 on Lunch"),
        ("press 3 for sales on lunch", "set key 3 to Sales on Lunch"),
        ("close lunch tomorrow 12-1", "close Lunch on 2026-11-21 from 12:00 to 13:00"),
        ("open all day tomorrow for lunch", "open Lunch all day on 2026-11-21"),
    ],
)
def test_a_line_that_is_called_like_a_reason_is_spoken_of_like_any_other(sentence: str, command: str) -> None:
    ask = read(sentence, now=NOW, lines=[*LINES, KnownLine(name="Lunch", zone=ZONE)], zone=ZONE)

    assert (ask.question, ask.readback) == (None, command)
