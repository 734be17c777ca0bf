"""Help and questions back, as Slack wants them and as people can use them."""

from collections.abc import AsyncIterator, Iterator

import pytest

from bot.answers import Question
from bot.policy import Policy
from bot.reports import Help
from bot.slack import openers, replies
from bot.slack.blocks import LONGEST_TEXT
from tests.bot.slack.blocks_check import assert_message, buttons, texts
from tests.bot.slack.scene import Scene, scene

HOSTILE = "<!channel> *bold* `code` & <https://evil.example|x>"
LONG = "W" * 80
MANY = tuple(f"{LONG[:-3]}{number:03}" for number in range(500))


def marked(part: object) -> Iterator[str]:
    """All texts in which markup counts."""
    if isinstance(part, dict):
        if part.get("type") == "mrkdwn":
            yield part["text"]
        part = list(part.values())
    for each in part if isinstance(part, list) else ():
        yield from marked(each)


@pytest.fixture
async def office() -> AsyncIterator[Scene]:
    policy = Policy(ask=("UDANA", "SLEADS"), approve=("UAMIR",))
    async with scene("Support", "Sales", policy=policy, fluent=True) as opened:
        for name in opened.names:
            await opened.lines.refresh(name)
        yield opened


@pytest.mark.parametrize("text", [HOSTILE, LONG, "close support"], ids=["hostile", "long", "short"])
@pytest.mark.parametrize("may_ask", [True, False], ids=["may ask", "may look"])
@pytest.mark.parametrize("topic", ["", HOSTILE], ids=["all", "topic"])
def test_help_is_as_slack_wants_it(text: str, topic: str, may_ask: bool) -> None:  # noqa: FBT001
    topics = tuple((f"t{number}", text[:70] + str(number)) for number in range(12))
    shown = Help(
        lines=MANY,
        examples=((text, text),) * 20,
        may_ask=may_ask,
        may_decide=True,
        topic=topic,
        line=text if topic else "",
        topics=topics,
        askers=("UDANA", "SLEADS", "CLEADS", "*"),
    )

    message = replies.said(shown)

    assert_message(message.blocks)
    assert len(message.text) <= LONGEST_TEXT
    assert not any("<!channel>" in each for each in marked(message.blocks))


@pytest.mark.parametrize("text", [HOSTILE, LONG * 40, ""], ids=["hostile", "long", "empty"])
def test_a_question_is_as_slack_wants_it(text: str) -> None:
    asked = Question(
        draft="d",
        text=text or "?",
        choices=(text or "x",) * 4,
        how=text,
        form="close",
        line=LONG,
        tries=(text[:80] or "status", f"close {LONG} Saturday"),
    )

    message = replies.question(asked)

    assert_message(message.blocks)
    assert not any("<!channel>" in each for each in marked(message.blocks))


async def test_help_leads_on_to_more_of_each_kind(office: Scene) -> None:
    await office.command("UDANA", "help")
    first = office.slack.answers[-1]
    topic = next(name for name, each in buttons(first["blocks"]).items() if each["text"]["text"] == "Menu keys")

    await office.click("UDANA", first, topic, ephemeral=True)

    shown = " ".join(texts(office.slack.answers[-1]["blocks"]))
    assert "`/line drop key 1 on Support`" in shown
    assert "Menu keys" in shown


async def test_who_may_not_ask_is_told_who_may(office: Scene) -> None:
    await office.command("ULEE", "help")

    shown = " ".join(texts(office.slack.answers[-1]["blocks"]))
    assert "*Who can change lines:* <@UDANA>" in shown
    assert "status Support" in shown
    assert "close Support" not in shown


async def test_nobody_is_called_by_help_in_a_channel(office: Scene) -> None:
    event = {"type": "app_mention", "user": "ULEE", "channel": "CLINES", "ts": "10.1", "text": "<@UBOT> help"}

    await office.event(event)

    (message,) = office.slack.thread("CLINES", "10.1")
    assert "<@UDANA>" not in str(message)


async def test_an_incomplete_sentence_is_asked_about_and_leads_to_a_form(office: Scene) -> None:
    await office.command("UDANA", "close support")
    asked = office.slack.answers[-1]
    (form,) = (name for name in buttons(asked["blocks"]) if name.startswith(openers.OPEN))

    await office.click("UDANA", asked, form, ephemeral=True)

    assert "type your answer" not in asked["text"]
    (view,) = office.slack.views.values()
    assert view["type"] == "modal"


async def test_a_mistyped_word_is_mended_by_a_button(office: Scene) -> None:
    await office.command("UDANA", "closr support saturday")

    await office.click("UDANA", office.slack.answers[-1], f"{replies.CHOICE}0", ephemeral=True)

    (view,) = office.slack.views.values()
    assert view["submit"]["text"] == "Ask for approval"


async def test_words_open_a_form(office: Scene) -> None:
    await office.command("UDANA", "change something")

    (view,) = office.slack.views.values()
    assert view["type"] == "modal"


async def test_words_in_a_message_lead_to_a_form(office: Scene) -> None:
    event = {"type": "message", "channel_type": "im", "user": "UDANA", "channel": "DUDANA", "ts": "10.1"}

    await office.event({**event, "text": "edit support"})

    (message,) = office.slack.top_level("DUDANA")
    assert_message(message["blocks"])
    assert buttons(message["blocks"])
