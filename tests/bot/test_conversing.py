"""Conversations at the desk: what is asked back is answered by typing."""

import datetime as dt

import pytest

from bot.answers import Answer, Editing, Proposal, Question, Said
from bot.desk import Desk
from bot.errors import NotAllowedError
from bot.kept import Talk
from bot.policy import Member
from bot.reports import Statuses
from tests.bot.offices import AMIR, DANA, LEE, POLICY, Office, office

__all__ = ["office"]

HERE = Talk(places=("D1",), how="Type it here.")
THREAD = Talk(places=("C1 10.1",), how="Mention me.", public=True)


async def talked(office: Office, *said: str, who: Member = DANA, talk: Talk = HERE) -> Answer:
    """The answer to the last thing that somebody says."""
    answers = [await office.desk.converse(who, each, talk) for each in said]
    return answers[-1]


def lines(proposal: Proposal) -> list[str]:
    return [each.line.name for each in proposal.plan.parts]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (("close", "Support", "Saturday"), "Close Support on Sat 21 Nov 2026, all day (New York time)."),
        (("close", "Saturday", "2"), "Close Sales on Sat 21 Nov 2026, all day (New York time)."),
        (("close Saturday", "sales"), "Close Sales on Sat 21 Nov 2026, all day (New York time)."),
        (
            ("close Saturday for training", "Sales line please"),
            "Close Sales on Sat 21 Nov 2026, all day (New York time).",
        ),
        (("close support", "until 5pm"), "Close Support on Fri 20 Nov 2026, 10:00 AM – 5:00 PM (New York time)."),
        (("close support", "for 2 hours"), "Close Support on Fri 20 Nov 2026, 10:00 AM – noon (New York time)."),
        (("close support", "tomorrow"), "Close Support on Sat 21 Nov 2026, all day (New York time)."),
        (("close support", "the first one"), "Close Support on Fri 20 Nov 2026, 10:00 AM – midnight (New York time)."),
        (
            ("close support", "next week"),
            "Close Support from Mon 23 Nov 2026 to Sun 29 Nov 2026, all days included (New York time).",
        ),
        (
            ("set support hours", "mon-fri 9-5"),
            "Set the weekly hours of Support: Mon–Fri 9:00 AM – 5:00 PM (New York time).",
        ),
        (("add 9 for callback", "on sales please"), "Offer a callback to waiting callers of Sales, with key 9."),
        (("closr support saturday", "yes"), "Close Support on Sat 21 Nov 2026, all day (New York time)."),
        (
            ("close support", "status", "until further notice"),
            "Close Support from Fri 20 Nov 2026, 10:00 AM until further notice (New York time).",
        ),
        (("close support", "what?", "tomorrow"), "Close Support on Sat 21 Nov 2026, all day (New York time)."),
    ],
    ids=lambda each: " / ".join(each) if isinstance(each, tuple) else "",
)
async def test_an_answer_completes_the_sentence(office: Office, said: tuple[str, ...], meant: str) -> None:
    answer = await talked(office, *said)

    assert isinstance(answer, Proposal), answer
    assert answer.plan.summary == meant


async def test_all_that_was_typed_is_kept_with_the_request(office: Office) -> None:
    answer = await talked(office, "close Saturday for training", "Support")

    assert isinstance(answer, Proposal)
    assert answer.words == "close Saturday for training … Support"
    assert answer.reason == "training"


@pytest.mark.parametrize("said", ["banana", "the day my boss is away", "maybe", "on support"])
async def test_what_is_no_answer_is_asked_again_and_never_guessed(office: Office, said: str) -> None:
    first = await talked(office, "close support")

    again = await talked(office, said)

    assert isinstance(first, Question)
    assert isinstance(again, Question)
    assert first.text in again.text
    assert again.choices == first.choices
    assert again.how == "Type it here."
    assert isinstance(await talked(office, "tomorrow"), Proposal)


async def test_a_sentence_of_its_own_is_no_answer(office: Office) -> None:
    await talked(office, "close support")

    other = await talked(office, "close sales monday")
    after = await talked(office, "tomorrow")

    assert isinstance(other, Proposal)
    assert lines(other) == ["Sales"]
    assert isinstance(after, Question)
    assert "do not know what to do" in after.text


async def test_the_beginning_of_another_sentence_is_asked_about_instead(office: Office) -> None:
    answer = await talked(office, "close support", "open sales", "sunday 9-1")

    assert isinstance(answer, Proposal)
    assert answer.plan.summary == "Open Sales on Sun 22 Nov 2026, 9:00 AM – 1:00 PM (New York time)."


async def test_whoever_no_longer_wants_it_is_left_in_peace(office: Office) -> None:
    dropped = await talked(office, "close support", "never mind")
    after = await talked(office, "tomorrow")

    assert isinstance(dropped, Said)
    assert isinstance(after, Question)


async def test_no_one_answers_for_somebody_else_or_elsewhere(office: Office) -> None:
    await talked(office, "close support", talk=THREAD)
    await talked(office, "close sales", who=AMIR, talk=THREAD)

    elsewhere = await talked(office, "tomorrow")
    danas = await talked(office, "tomorrow", talk=THREAD)
    amirs = await talked(office, "tomorrow", who=AMIR, talk=THREAD)

    assert isinstance(elsewhere, Question)
    assert isinstance(danas, Proposal)
    assert isinstance(amirs, Proposal)
    assert (lines(danas), lines(amirs)) == (["Support"], ["Sales"])


async def test_a_question_may_be_answered_in_a_thread_below_it(office: Office) -> None:
    await talked(office, "close support")

    answer = await talked(office, "tomorrow", talk=Talk(places=("D1 9.9", "D1")))

    assert isinstance(answer, Proposal)


async def test_an_open_question_survives_a_restart(office: Office) -> None:
    await talked(office, "close support")

    desk = Desk(
        store=office.desk.store, lines=office.desk.lines, policy=POLICY, people=office.people, clock=office.clock
    )

    assert isinstance(await desk.converse(DANA, "tomorrow", HERE), Proposal)


@pytest.mark.parametrize("said", ["tomorrow", "until 5pm", "2"])
async def test_an_answer_after_more_than_an_hour_is_told_so(office: Office, said: str) -> None:
    await talked(office, "close support")
    office.clock.now += dt.timedelta(hours=1, seconds=1)

    late = await talked(office, said)

    assert isinstance(late, Said)
    assert "more than an hour old" in late.text
    assert "for example" in late.text


async def test_an_answer_to_what_a_button_has_answered_is_told_so(office: Office) -> None:
    asked = await talked(office, "close support")
    assert isinstance(asked, Question)
    await office.desk.choose(DANA, asked.draft, 1)

    late = await talked(office, "until 5pm")
    other = await talked(office, "close sales monday")

    assert isinstance(late, Said)
    assert "answered with its button" in late.text
    assert isinstance(other, Proposal)


async def test_what_a_button_leads_to_is_asked_in_the_same_conversation(office: Office) -> None:
    asked = await talked(office, "pause Ann")
    assert isinstance(asked, Question)

    which = await office.desk.choose(DANA, asked.draft, 0)
    answer = await talked(office, "Ann Baker")

    assert isinstance(which, Question)
    assert which.how == "Type it here."
    assert isinstance(answer, Proposal)


async def test_a_glance_in_between_leaves_the_question_open(office: Office) -> None:
    looked = await talked(office, "close support", "status support")

    assert isinstance(looked, Statuses)
    assert isinstance(await talked(office, "tomorrow"), Proposal)


async def test_what_can_be_meant_in_several_ways_is_chosen_from(office: Office) -> None:
    which = await talked(office, "close support", "5")
    answer = await talked(office, "1")

    assert isinstance(which, Question)
    assert which.choices == (
        "Close Support on Fri 20 Nov 2026, from 10:00 AM to 5:00 PM (New York time).",
        "Close Support on Fri 20 Nov 2026, from 5:00 PM to midnight (New York time).",
    )
    assert isinstance(answer, Proposal)
    assert answer.plan.summary == "Close Support on Fri 20 Nov 2026, 10:00 AM – 5:00 PM (New York time)."


async def test_a_label_is_not_taken_for_what_the_same_words_say_otherwise_in_one_sentence(office: Office) -> None:
    which = await talked(office, "set the greeting to please hold on", "sales")

    assert isinstance(which, Question)
    assert which.choices == (
        'Set the greeting on Sales to "please hold".',
        'Set the greeting on Sales to "please hold on".',
    )


async def test_a_question_that_was_cut_in_two_is_no_wish_without_asking(office: Office) -> None:
    which = await talked(office, "support closed", "saturday?")

    assert isinstance(which, Question)
    assert which.choices == (
        "Show what callers of Support get on Sat 21 Nov 2026, all day (New York time).",
        "Close Support on Sat 21 Nov 2026, all day (New York time).",
    )


async def test_a_greeting_that_was_cut_in_two_is_asked_for_again(office: Office) -> None:
    first = await talked(office, "change the greeting on sales to Hello")
    again = await talked(office, "and welcome to sales")

    assert isinstance(first, Question)
    assert isinstance(again, Question)
    assert first.text in again.text


@pytest.mark.parametrize(
    "words",
    ["Could somebody close Support on Saturday for the team day?", "close Support Saturday for the team day. Thanks!"],
)
async def test_a_message_to_everybody_is_taken_up_as_a_wish(office: Office, words: str) -> None:
    answer = await office.desk.take_up(DANA, words)

    assert isinstance(answer, Proposal)
    assert (answer.plan.summary, answer.reason) == (
        "Close Support on Sat 21 Nov 2026, all day (New York time).",
        "the team day",
    )


@pytest.mark.parametrize(
    ("words", "form", "lines"),
    [
        ("why did you close support?", "", ()),
        ("is support closed saturday?", "", ()),
        ("should we close support saturday?", "close", ("Support",)),
        ("change the hours of support", "hours", ("Support",)),
        ("edit support", "", ("Support",)),
    ],
)
async def test_a_message_that_is_no_wish_opens_the_form_with_what_is_known(
    office: Office, words: str, form: str, lines: tuple[str, ...]
) -> None:
    answer = await office.desk.take_up(DANA, words)

    assert isinstance(answer, Editing)
    assert (answer.form, answer.lines, answer.words) == (form, lines, words)


async def test_an_end_that_may_be_included_or_not_is_asked_about_along_with_the_form(office: Office) -> None:
    asked = await office.desk.hear(DANA, "close support Dec 24 2pm to Dec 26")

    assert isinstance(asked, Question)
    assert (asked.text, asked.form, asked.line) == ("Is Sat 26 Dec included?", "close", "Support")
    assert asked.choices == (
        "from Thu 24 Dec 2026, 2:00 PM to the end of Fri 25 Dec 2026",
        "from Thu 24 Dec 2026, 2:00 PM to the end of Sat 26 Dec 2026",
    )


async def test_what_means_nothing_leaves_no_question_open(office: Office) -> None:
    lost = await talked(office, "close support", "never mind", "foo bar")
    after = await talked(office, "tomorrow")

    assert isinstance(lost, Question)
    assert lost.how == ""
    assert lost.tries == ("close Support Saturday", "status Support")
    assert isinstance(after, Question)
    assert "do not know what to do" in after.text


async def test_a_question_leads_to_the_form_in_which_it_can_be_answered(office: Office) -> None:
    asked = await office.desk.hear(DANA, "close support")
    again = await talked(office, "set support hours", "banana")

    assert isinstance(asked, Question)
    assert (asked.form, asked.line, asked.how) == ("close", "Support", "")
    assert isinstance(again, Question)
    assert again.form == "hours"


async def test_who_may_not_ask_is_not_asked_back(office: Office) -> None:
    with pytest.raises(NotAllowedError, match="not change them"):
        await talked(office, "close Saturday", who=LEE)
