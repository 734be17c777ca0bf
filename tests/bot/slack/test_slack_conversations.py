"""Mentions, direct messages and App Home."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.slack import cards, home, replies
from tests.bot.slack.blocks_check import assert_message, assert_view, buttons, texts
from tests.bot.slack.fake_slack import Json
from tests.bot.slack.scene import BROAD, CLOSE, Scene, scene


@pytest.fixture
async def office() -> AsyncIterator[Scene]:
    async with scene("Support", "Sales") as opened:
        yield opened


def mention(text: str, **more: str) -> Json:
    event = {"type": "app_mention", "user": "UDANA", "channel": "CLINES", "ts": "10.1"}
    return {**event, "text": f"<@UBOT> {text}", **more}


def direct(text: str, **more: str) -> Json:
    event = {"type": "message", "channel_type": "im", "user": "UDANA", "channel": "DUDANA", "ts": "10.1"}
    return {**event, "text": text, **more}


async def test_a_mention_is_answered_in_its_thread_and_a_button_opens_the_form(office: Scene) -> None:
    await office.event(mention(CLOSE))
    (reading,) = office.slack.thread("CLINES", "10.1")

    await office.click("UDANA", reading, replies.REVIEW)

    assert_message(reading["blocks"])
    assert "Close Support on Sat 21 Nov 2026" in reading["text"]
    (view,) = office.slack.views.values()
    assert view["submit"]["text"] == "Ask for approval"


async def test_a_form_of_a_mention_belongs_to_whoever_said_it(office: Scene) -> None:
    await office.event(mention(CLOSE))
    (reading,) = office.slack.thread("CLINES", "10.1")

    await office.click("ULEE", reading, replies.REVIEW)

    assert office.slack.views == {}
    assert office.slack.answers[-1]["response_type"] == "ephemeral"


async def test_a_mention_within_a_thread_is_answered_there(office: Scene) -> None:
    await office.event(mention("help", thread_ts="9.9"))

    assert len(office.slack.thread("CLINES", "9.9")) == 1


async def test_a_direct_message_is_answered_where_it_was_written(office: Scene) -> None:
    await office.event(direct(BROAD))

    (question,) = office.slack.top_level("DUDANA")
    assert set(buttons(question["blocks"])) == {"choice_0", "choice_1"}


async def test_an_event_that_is_delivered_twice_is_answered_once(office: Scene) -> None:
    await office.event(direct("help"), "Ev7")
    await office.event(direct("help"), "Ev7")
    await office.event(direct("help"), "Ev8")

    assert len(office.slack.messages["DUDANA"]) == 2


@pytest.mark.parametrize(
    "event",
    [
        direct("help", subtype="message_changed"),
        direct("help", bot_id="B9"),
        {**direct("help"), "channel_type": "channel"},
    ],
    ids=["edited", "bot", "channel"],
)
async def test_edits_programs_and_ordinary_channels_are_not_answered(office: Scene, event: Json) -> None:
    response = await office.event(event)

    assert response.status == 200
    assert office.slack.messages == {}


async def test_home_shows_lines_requests_and_how_to_ask(office: Scene) -> None:
    await office.asked()

    await office.event({"type": "app_home_opened", "user": "UAMIR", "tab": "home", "channel": "DUAMIR"})

    view = office.slack.homes["UAMIR"]
    assert_view(view)
    shown = " ".join(texts(view["blocks"]))
    assert "*Support* is *open* until Fri 20 Nov, 6:00 PM" in shown
    assert "Waiting for your decision" in shown
    assert "Close Support on Sat 21 Nov 2026" in shown


async def test_home_of_somebody_without_rights_is_of_use_too(office: Scene) -> None:
    await office.asked()

    await office.event({"type": "app_home_opened", "user": "ULEE", "tab": "home", "channel": "DULEE"})

    shown = " ".join(texts(office.slack.homes["ULEE"]["blocks"]))
    assert "What callers get now" in shown
    assert "Waiting for your decision" not in shown


async def test_the_messages_tab_draws_no_home(office: Scene) -> None:
    await office.event({"type": "app_home_opened", "user": "ULEE", "tab": "messages", "channel": "DULEE"})

    assert office.slack.homes == {}


async def test_a_home_that_was_replaced_meanwhile_is_left_alone(office: Scene) -> None:
    office.slack.refusals["views.publish"] = ["hash_conflict"]
    opened = {"type": "app_home_opened", "user": "ULEE", "tab": "home", "channel": "D", "view": {"hash": "h1"}}

    await office.event(opened)

    assert office.slack.named("views.publish")[0]["hash"] == "h1"
    assert office.slack.messages == {}


async def test_home_can_be_refreshed_and_a_request_looked_at(office: Scene) -> None:
    await office.asked()
    await office.event({"type": "app_home_opened", "user": "UAMIR", "tab": "home", "channel": "DUAMIR"})
    view = office.slack.homes["UAMIR"]

    await office.click_in_view("UAMIR", view, home.REFRESH)
    await office.click_in_view("UAMIR", view, cards.DETAILS)

    assert len(office.slack.named("views.publish")) == 2
    details = list(office.slack.views.values())[-1]
    assert "instead of 9:00 AM – 1:00 PM" in " ".join(texts(details["blocks"]))


async def test_a_choice_in_an_open_form_is_answered_in_that_form(office: Scene) -> None:
    await office.lines.refresh("Support")
    await office.event(direct(BROAD))
    (question,) = office.slack.top_level("DUDANA")
    view = {"type": "modal", "id": "V1", "blocks": question["blocks"]}
    office.slack.views["V1"] = view

    await office.click_in_view("UDANA", view, f"{replies.CHOICE}0")

    assert office.slack.views["V1"]["submit"]["text"] == "Ask for approval"


@pytest.fixture
async def fluent() -> AsyncIterator[Scene]:
    async with scene("Support", "Sales", fluent=True) as opened:
        for name in opened.names:
            await opened.lines.refresh(name)
        yield opened


def last(office: Scene, channel: str = "DUDANA", thread: str | None = None) -> Json:
    """The newest message of a conversation."""
    return (office.slack.thread(channel, thread) if thread else office.slack.messages[channel])[-1]


async def said(office: Scene, *events: Json) -> None:
    """People say one thing after the other."""
    for number, event in enumerate(events, len(office.responses)):
        await office.event(event, f"Ev{number}")


async def test_a_direct_message_is_asked_back_and_answered_by_typing(fluent: Scene) -> None:
    await said(fluent, direct("close"), direct("support"), direct("saturday"))

    asked, again, reading = fluent.slack.top_level("DUDANA")
    for each in (asked, again, reading):
        assert_message(each["blocks"])
    assert "Press a button, or type your answer here." in asked["text"]
    assert "Fill in a form" in texts(asked["blocks"])
    assert set(buttons(again["blocks"])) >= {"choice_0", "choice_1", "choice_2"}
    assert "Understood: Close Support on Sat 21 Nov 2026" in reading["text"]

    await fluent.click("UDANA", reading, replies.REVIEW)

    (view,) = fluent.slack.views.values()
    assert view["submit"]["text"] == "Ask for approval"


async def test_what_is_said_all_at_once_is_answered_in_its_order(fluent: Scene) -> None:
    said = [direct(text, ts=f"10.{at}") for at, text in enumerate(("close", "support", "saturday"))]

    await asyncio.gather(*(fluent.event(event, f"Ev2{at}") for at, event in enumerate(said)))

    assert len(fluent.slack.top_level("DUDANA")) == 3
    assert "Close Support on Sat 21 Nov 2026" in last(fluent)["text"]


async def test_a_thread_is_answered_by_whoever_was_asked(fluent: Scene) -> None:
    await said(fluent, mention("close saturday"), mention("support", user="UAMIR", thread_ts="10.1"))
    stranger = last(fluent, "CLINES", "10.1")
    await said(fluent, mention("support", thread_ts="10.1"))

    question, _, reading = fluent.slack.thread("CLINES", "10.1")
    assert "mention @Switchhook" in question["text"]
    assert "I do not know what to do" in stranger["text"]
    assert "Understood: Close Support on Sat 21 Nov 2026" in reading["text"]


async def test_an_answer_after_a_restart_is_understood(fluent: Scene) -> None:
    await said(fluent, direct("close support"))

    await fluent.start(fluent.desk.policy)
    await said(fluent, direct("until 5pm"))

    assert "10:00 AM – 5:00 PM" in last(fluent)["text"]


async def test_an_answer_to_what_a_button_has_answered_is_told_so(fluent: Scene) -> None:
    await said(fluent, direct("close support"))
    await fluent.click("UDANA", last(fluent), f"{replies.CHOICE}1")

    await said(fluent, direct("until 5pm"))

    assert "answered with its button already" in last(fluent)["text"]


LONG = "close support saturday " + "x" * 3000


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        pytest.param(LONG, "at most 300 characters", id="3,000 characters"),
        pytest.param("```close support saturday```", "Understood: Close Support", id="code block"),
        pytest.param("`close support saturday`", "Understood: Close Support", id="code"),
        pytest.param("close “support” saturday :pray: 🎉", "Understood: Close Support", id="quotes and emoji"),
        pytest.param("*close* _support_ saturday", "Understood: Close Support", id="emphasis"),
        pytest.param("close support saturday <https://example.com/x>", "I do not understand", id="address"),
        pytest.param("close support &lt;saturday&gt;", "", id="escapes"),
        pytest.param("hey <@UBOT>, close support saturday", "Understood: Close Support", id="called in between"),
        pytest.param("hello", "Say what should happen to a phone line", id="hello"),
        pytest.param("", "Say what should happen to a phone line", id="nothing"),
        pytest.param("statsu support", "Did you mean “status support”?", id="mistyped"),
        pytest.param("asdf qwer", 'I do not understand "asdf" and "qwer".', id="nonsense"),
        pytest.param("<!channel> close support", "", id="call to all"),
    ],
)
async def test_whatever_is_said_gets_an_answer(fluent: Scene, text: str, answer: str) -> None:
    await said(fluent, direct(text))

    (message,) = fluent.slack.top_level("DUDANA")
    assert_message(message["blocks"])
    assert answer in message["text"]
    assert "<!channel>" not in str(message["blocks"])


async def test_nonsense_is_answered_with_two_sentences_to_begin_with(fluent: Scene) -> None:
    await said(fluent, direct("asdf"))

    shown = [each["text"]["text"] for each in buttons(last(fluent)["blocks"]).values()]
    assert shown == ["close Support Saturday", "status Support"]


@pytest.mark.parametrize("kind", ["file_share", "thread_broadcast"])
async def test_words_beside_a_file_and_answers_told_to_all_are_heard(fluent: Scene, kind: str) -> None:
    await said(fluent, direct("help", subtype=kind))

    assert len(fluent.slack.messages["DUDANA"]) == 1


async def test_a_file_without_words_is_answered_with_what_to_do(fluent: Scene) -> None:
    await said(fluent, {**direct("", subtype="file_share"), "files": [{"id": "F1"}]})

    assert "A file alone cannot be read" in last(fluent)["text"]


@pytest.mark.parametrize(
    "event",
    [
        {**mention("help"), "edited": {"user": "UDANA", "ts": "11.1"}},
        mention("help", bot_id="B9"),
        direct("help", subtype="message_deleted"),
        direct("help", subtype="channel_join"),
        direct("help", subtype="bot_message"),
    ],
    ids=["edited", "bot", "deleted", "joined", "program"],
)
async def test_what_is_nothing_new_from_a_person_is_not_answered(fluent: Scene, event: Json) -> None:
    await said(fluent, event)

    assert fluent.slack.messages == {}
