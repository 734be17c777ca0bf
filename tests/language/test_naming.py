"""Which names a new line can have."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language import KnownLine, name_problem, read
from tests.fakes import FRIDAY, NEW_YORK

LINES = (
    KnownLine(name="Support", aliases=("Help desk",), zone=NEW_YORK),
    KnownLine(name="Sales", zone="Europe/London"),
    KnownLine(name="Billing", zone=NEW_YORK),
    KnownLine(name="Sales – East", zone=NEW_YORK),
)


@pytest.mark.parametrize(
    "name",
    ["Returns", "Night desk", "Front Office", "May Company", "R&D", "Café Zürich", "日本", "Returns (EU)", "Returns 2"],
)
def test_an_ordinary_name_is_fine(name: str) -> None:
    assert name_problem(name, LINES) is None


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("support", "There is a line “support” already. "),
        ("Help Desk", "already, as another name of Support"),
        ("Sales - EAST", "There is a line “Sales - EAST” already. "),
        ("9", "has no letters"),
        ("24/7", "has no letters"),
        ("all", "means something else"),
        ("All lines", "means something else"),
        ("everything", "means something else"),
        ("Monday", "means something else"),
        ("May", "means something else"),
        ("tomorrow", "means something else"),
        ("Help", "means something else"),
        ("new", "means something else"),
        ("Sales and Billing", "means something else"),
        ("Support line", "means something else"),
        ("key 9", "means something else"),
        ("until further notice", "means something else"),
        ("open on Sundays", "means something else"),
        ("“Returns”", "would not be understood"),
        ("Returns - urgent", "would not be understood"),
    ],
)
def test_a_name_that_the_grammar_would_swallow_is_refused(name: str, problem: str) -> None:
    assert problem in (name_problem(name, LINES) or "")


@pytest.mark.parametrize(
    "name", ["<!channel>", "*Returns*", "_Returns_", "~Returns~", "`Returns`", "Re\u202eturns", "Re\nturns"]
)
def test_a_name_that_slack_would_take_for_more_than_a_name_is_refused(name: str) -> None:
    assert "A name cannot have any of these signs in it" in (name_problem(name, LINES) or "")


def test_a_name_that_would_hide_another_is_refused() -> None:
    assert "“Sales” would no longer be understood" in (name_problem("Sales on", LINES) or "")


@given(st.text(min_size=1, max_size=20).map(lambda text: " ".join(text.split())).filter(bool))
def test_a_name_that_is_taken_can_be_spoken_of(name: str) -> None:
    if name_problem(name, LINES) is not None:
        return

    ask = read(f"close {name} tomorrow", now=FRIDAY, lines=[*LINES, KnownLine(name=name, zone=NEW_YORK)], zone=NEW_YORK)
    assert (ask.lines, ask.question) == ((name,), None)


@pytest.mark.parametrize("name", ["Sales 2", "help desk 9", "Billing 24"])
def test_a_name_that_a_time_or_a_date_could_make_of_another_is_refused(name: str) -> None:
    assert "may be a time or a date" in (name_problem(name, LINES) or "")


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("close returns - urgent tomorrow", "I know no line called"),
        ("close returns tomorrow", "There is no line “returns”. The lines are: Support, Sales, Billing, "),
    ],
)
def test_a_line_whose_name_begins_like_a_line_and_its_reason_leaves_every_sentence_readable(
    sentence: str, question: str
) -> None:
    odd = KnownLine(name="Returns - urgent", zone=NEW_YORK)

    ask = read(sentence, now=FRIDAY, lines=[*LINES, odd], zone=NEW_YORK)

    assert (ask.question or "").startswith(question)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Sales – East", "sales - east"),
        ("Sales – East", "Sales – East"),
        ("Sales—West", "sales-west"),
        ("Men’s wear", "men's wear"),
        ("☎ Returns", "returns"),
    ],
)
@pytest.mark.parametrize(
    "sentence",
    ["close {} tomorrow", "status {}", "press 3 goes to voicemail on {}", 'callers of {} should hear "Hello"'],
)
def test_a_name_is_understood_whatever_signs_it_is_typed_with(name: str, typed: str, sentence: str) -> None:
    lines = [*LINES[:3], KnownLine(name=name, zone=NEW_YORK)]

    ask = read(sentence.format(typed), now=FRIDAY, lines=lines, zone=NEW_YORK)
    again = read(ask.readback, now=FRIDAY, lines=lines, zone=NEW_YORK)

    assert (ask.lines, ask.question) == ((name,), None)
    assert (again.lines, again.verb, again.windows, again.value) == (ask.lines, ask.verb, ask.windows, ask.value)
