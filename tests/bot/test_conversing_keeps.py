"""Answers that would change what was said before, or may belong to something else, are asked about."""

import pytest

from bot.answers import Editing, Proposal, Question, Said
from bot.reports import Statuses
from tests.bot.offices import DANA, Office, office
from tests.bot.test_conversing import HERE, lines, talked

__all__ = ["office"]

WEEK = "Monday to Friday 9:00 AM to 5:00 PM"
SAT = "Close Support on Sat 21 Nov 2026, all day (New York time)."


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (
            ("change hours mon-fri 9-5", "only sales"),
            (
                f"Set the weekly hours of Sales: {WEEK} (New York time).",
                f"Set the weekly hours of Sales: {WEEK}; Saturday to Sunday closed (New York time).",
            ),
        ),
        (
            ("close saturday", "monday for support"),
            (
                SAT,
                "Close Support on Mon 23 Nov 2026, all day (New York time).",
            ),
        ),
        (
            ("close support", "sales saturday"),
            (
                "Close Sales on Sat 21 Nov 2026, all day (New York time).",
                "Close Support and Sales on Sat 21 Nov 2026, all day (New York time).",
            ),
        ),
        (
            ("open support saturday", "hours 9-5"),
            ("Set the weekly hours of Support: Saturday 9:00 AM to 5:00 PM (New York time).",),
        ),
        (
            ("open support saturday", "sunday 2pm-4pm"),
            ("Open Support on Sun 22 Nov 2026, from 2:00 PM to 4:00 PM (New York time).",),
        ),
        (("open support", "24/7"), ("Support is always open from now on, day and night.",)),
    ],
    ids=lambda each: " / ".join(each) if len(each[0]) < 30 else "",
)
async def test_an_answer_that_changes_what_was_said_is_asked_about(
    office: Office, said: tuple[str, ...], meant: tuple[str, ...]
) -> None:
    which = await talked(office, *said)

    assert isinstance(which, Question), which
    assert which.text.startswith("That says something else than before.")
    assert which.choices == meant
    assert isinstance(await talked(office, "1"), Proposal)


@pytest.mark.parametrize(
    "said",
    [
        ("open support saturday", "except friday"),
        ("close support from 9", "midnight"),
        ("close saturday", "support monday"),
        ("close support for training", "tomorrow because of inventory"),
    ],
    ids=" / ".join,
)
async def test_what_does_not_say_what_was_asked_for_decides_nothing(office: Office, said: tuple[str, ...]) -> None:
    first, again = await talked(office, said[0]), await talked(office, said[1])

    assert isinstance(first, Question)
    assert isinstance(again, Question)
    assert again.text.endswith(first.text)
    assert again.choices == first.choices


async def test_a_sentence_that_begins_anew_is_no_part_of_the_one_before(office: Office) -> None:
    answer = await talked(office, "press 3 goes to voicemail", "close sales", "saturday")

    assert isinstance(answer, Proposal)
    assert answer.plan.summary == "Close Sales on Sat 21 Nov 2026, all day (New York time)."


async def test_a_no_that_may_be_one_of_the_choices_drops_nothing(office: Office) -> None:
    asked = await talked(office, "close support dec 24 2pm to dec 26")
    again = await talked(office, "no")
    answer = await talked(office, "1")

    assert isinstance(asked, Question)
    assert isinstance(again, Question)
    assert again.text == f"I cannot tell which one “no” means. {asked.text}"
    assert isinstance(answer, Proposal)


async def test_what_was_asked_elsewhere_since_may_be_what_an_answer_is_for(office: Office) -> None:
    await talked(office, "close support")
    await office.desk.hear(DANA, "close sales")

    which = await talked(office, "saturday")
    answer = await talked(office, "2")

    assert isinstance(which, Question)
    assert which.choices == (SAT, "Close Sales on Sat 21 Nov 2026, all day (New York time).")
    assert isinstance(answer, Proposal)
    assert lines(answer) == ["Sales"]


async def test_an_answer_that_fits_only_one_of_two_questions_is_for_that(office: Office) -> None:
    await talked(office, "close support")
    await office.desk.hear(DANA, "add 9 for callback")

    key = await talked(office, "sales")
    closed = await talked(office, "tomorrow")

    assert isinstance(key, Proposal)
    assert key.words == "add 9 for callback … sales"
    assert key.plan.summary == "Offer a callback to waiting callers of Sales, with key 9."
    assert isinstance(closed, Proposal)
    assert closed.plan.summary == SAT


async def test_after_a_glance_at_another_line_it_is_asked_which_one_an_answer_is_about(office: Office) -> None:
    looked = await talked(office, "close support", "status sales")
    which = await talked(office, "saturday")

    assert isinstance(looked, Statuses)
    assert isinstance(which, Question)
    assert which.choices == (SAT, "Show what callers of Sales get on Sat 21 Nov 2026, all day (New York time).")


async def test_a_name_of_a_line_with_a_number_is_not_taken_for_a_place(office: Office) -> None:
    kept = await office.desk.store(
        lambda store: store.add_draft(
            DANA.person,
            "close saturday",
            choices=["close Sales saturday", "close Support saturday"],
            labels=["Store 2", "Store 1"],
            asked="Which line?",
        )
    )
    await office.desk.store(lambda store: store.update_draft(kept.model_copy(update={"talk": HERE})))

    answer = await talked(office, "1")

    assert isinstance(answer, Proposal)
    assert lines(answer) == ["Support"]


@pytest.mark.parametrize("words", ["breeze", "breeze please", "unfreze", "withdrw my request", "freeze everything"])
async def test_a_message_that_is_taken_up_stops_and_withdraws_nothing(office: Office, words: str) -> None:
    answer = await office.desk.take_up(DANA, words)

    assert isinstance(answer, Editing)


async def test_a_yes_to_a_mistyped_word_stops_nothing(office: Office) -> None:
    answer = await talked(office, "breeze", "ok")

    assert not isinstance(answer, Said)
    assert await office.desk.store(lambda store: store.frozen()) is None
