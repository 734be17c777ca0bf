"""Help in examples of the workspace's own lines, and sentences that open a form."""

import pytest

from bot.answers import Editing, Preparing, Question
from bot.errors import NotAllowedError, SayError
from bot.examples import TOPICS, Known, examples
from bot.language import Verb
from bot.policy import Member, Policy
from bot.reports import Help
from tests.bot.offices import AMIR, DANA, LEE, POLICY, Office, office, opened

__all__ = ["office"]


async def helped(office: Office, words: str = "help", who: Member = DANA) -> Help:
    answer = await office.desk.hear(who, words)
    assert isinstance(answer, Help), answer
    return answer


def typed(answer: Help) -> list[str]:
    return [text for text, _ in answer.examples]


async def test_examples_name_lines_keys_and_people_that_there_are(office: Office) -> None:
    texts = typed(await helped(office))

    assert texts[0] == "close Support Saturday"
    assert "drop key 1 on Support" in texts
    assert "pause Ann Baker on Support" in texts


async def test_every_example_can_be_said(office: Office) -> None:
    shown = {text for topic in ["", *TOPICS] for text in typed(await helped(office, f"help {topic}"))}

    for text in shown:
        ask = await office.desk._proposer.understand(DANA, text)  # noqa: SLF001  (freezing for a test is no use)
        assert ask.question is None, text
        if ask.verb not in {Verb.FREEZE, Verb.WITHDRAW}:
            assert await answered(office, text), text


async def answered(office: Office, text: str) -> bool:
    """Whether a sentence is done, or it is only said that it is so already."""
    try:
        return not isinstance(await office.desk.hear(DANA, text), Question)
    except SayError as error:
        return "already" in str(error) or "nothing" in str(error)


@pytest.mark.parametrize(
    ("words", "topic", "example"),
    [
        ("help hours", "Hours", "set Support hours mon-fri 8:30am-6pm"),
        ("help menu", "Menu keys", "drop key 1 on Support"),
        ("help callback", "Callbacks", "add 9 for callback on Support"),
        ("how do I undo?", "Approvals and undo", "undo the last change on Support"),
        ("help forms", "Forms", "edit Support"),
        ("help looking", "Looking", "history Support"),
    ],
)
async def test_help_is_had_with_one_thing(office: Office, words: str, topic: str, example: str) -> None:
    answer = await helped(office, words)

    assert answer.topic == topic
    assert example in typed(answer)


async def test_help_of_a_line_is_about_that_line(office: Office) -> None:
    answer = await helped(office, "help sales")

    assert answer.line == "Sales"
    assert typed(answer)
    assert all("Support" not in each for each in typed(answer))


async def test_only_topics_that_there_are_examples_of_are_offered(office: Office) -> None:
    topics = [topic for topic, _ in (await helped(office)).topics]

    assert "closing" in topics
    assert "greeting" not in topics  # the lines here cannot say anything in words


async def test_who_may_only_look_is_shown_how_to_and_whom_to_ask(office: Office) -> None:
    answer = await helped(office, who=LEE)

    assert typed(answer) == ["status Support", "history Support"]
    assert answer.askers == POLICY.ask


async def test_who_only_decides_is_told_so() -> None:
    async with opened(Policy(ask=("UDANA",), approve=("UAMIR",))) as office:
        answer = await helped(office, who=AMIR)

    assert (answer.may_ask, answer.may_decide) == (False, True)


def test_lines_that_were_not_read_yet_have_examples_that_fit_any() -> None:
    shown = [text for text, _ in examples([Known("Support", None)], may_ask=True)]

    assert "close Support Saturday" in shown
    assert not any("key" in each or "callback" in each for each in shown)


def test_where_there_are_no_lines_there_are_no_examples() -> None:
    assert examples([], may_ask=True) == ()


@pytest.mark.parametrize(
    ("words", "form", "lines"),
    [
        ("edit", "", ()),
        ("change support", "", ("Support",)),
        ("new special hours form", "open", ()),
        ("edit hours of support", "hours", ("Support",)),
    ],
)
async def test_words_open_a_form(office: Office, words: str, form: str, lines: tuple[str, ...]) -> None:
    answer = await office.desk.hear(DANA, words)

    assert isinstance(answer, Editing)
    assert answer.words == ""
    assert answer.lines == lines
    assert answer.form in {form, ""}


async def test_words_that_say_why_are_kept_with_the_form_that_they_open(office: Office) -> None:
    words = "edit hours of support because of the summer"

    answer = await office.desk.hear(DANA, words)

    assert isinstance(answer, Editing)
    assert (answer.words, answer.reason) == (words, "the summer")


async def test_a_form_of_a_line_that_was_not_read_yet_is_prepared() -> None:
    async with opened(POLICY) as office:
        office.desk.lines._seen.clear()  # noqa: SLF001  (as after the first start)
        answer = await office.desk.hear(DANA, "edit hours of support")

        assert isinstance(answer, Preparing)
        assert isinstance(await office.desk.prepare(DANA, answer.draft), Editing)


async def test_who_may_not_ask_opens_no_form(office: Office) -> None:
    with pytest.raises(NotAllowedError, match="not change them"):
        await office.desk.hear(LEE, "edit support")
