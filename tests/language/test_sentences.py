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
