"""Whatever goes wrong in a listener: Slack gets its acknowledgement, the person a sentence, the log a traceback."""

import json
import logging
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from slack_bolt import BoltResponse

from bot.alerts import AlertKind
from bot.desk import Desk
from bot.errors import SayError
from bot.people import PeopleUnknownError
from bot.slack import (
    alert_cards,
    blanks,
    blocks,
    cards,
    changing,
    choices,
    fields,
    forms,
    histories,
    home,
    openers,
    opening,
    replies,
    statuses,
)
from tests.bot.slack.blocks_check import texts
from tests.bot.slack.fake_slack import TEAM, Json
from tests.bot.slack.scene import Scene, scene

METHODS = (
    "admit",
    "hear",
    "converse",
    "choose",
    "prepare",
    "review",
    "share",
    "choose_kind",
    "kind",
    "fill",
    "announce",
    "send",
    "request",
    "look",
    "check_decider",
    "approve",
    "reject",
    "withdraw",
    "rush",
    "ratify",
    "revert",
    "retry",
    "compensate",
    "nudge",
    "freeze",
    "thaw",
    "adopt",
    "restore",
    "overview",
    "edit",
    "edit_draft",
    "edited",
    "inputs",
    "make_line",
    "take_up",
    "status",
    "history",
)

CARD: Json = {"request": 1, "digest": "d"}
BUTTONS: dict[str, Json] = {
    "a button of long ago": {},
    cards.APPROVE: CARD,
    cards.REJECT: CARD,
    cards.WITHDRAW: CARD,
    cards.DETAILS: CARD,
    cards.NUDGE: CARD,
    cards.RATIFY: CARD,
    cards.REVERT: CARD,
    cards.RETRY: CARD,
    cards.COMPENSATE: CARD,
    alert_cards.CHECK: {"alert": 1},
    alert_cards.CLOSE: {"alert": 1},
    alert_cards.REOPEN: {"alert": 1},
    alert_cards.ADOPT: {"alert": 1},
    alert_cards.RESTORE: {"alert": 1},
    alert_cards.THAW: {"alert": 1},
    f"{replies.CHOICE}3": {"draft": "d", "choice": 3},
    replies.REVIEW: {"draft": "d"},
    f"{replies.PAGE}_more": {"words": "history", "page": 1},
    openers.opener("Close it", "close", "Support")["action_id"]: {"form": "close", "line": "Support"},
    openers.saying("Close it", "close support")["action_id"]: {"words": "close support"},
    forms.CHANGE_DETAILS: {"draft": "d"},
    f"{statuses.SEE}_1": {"line": "Support"},
    statuses.AGAIN: {"line": "Support"},
    statuses.MORE: {"words": "status", "page": 1},
    histories.OPEN: {},
    histories.MORE: {"page": 1, "newest": 5},
}


def message(action: str) -> Json:
    """A message with one button."""
    return {"blocks": blocks.actions(blocks.button("Press", action, BUTTONS[action])), "ts": "9.9", "channel": "C1"}


def form(callback: str, memory: Json) -> Json:
    """A form with a reason."""
    return {
        "id": "V1",
        "type": "modal",
        "callback_id": callback,
        "private_metadata": json.dumps(memory),
        "blocks": [blocks.text_input("reason", "Why?")],
    }


HOME = {"type": "home", "hash": "h", "blocks": blocks.actions(blocks.button("Refresh", home.REFRESH))}

SHARED = {
    "type": "modal",
    "private_metadata": forms.Shown(draft="d", digest="g").model_dump_json(),
    "blocks": [
        blocks.radio_buttons(choices.SHARING, "Who?", {choices.ONLY: "Only it", choices.ALL: "All"}, choices.ONLY)
    ],
}

PACED = SHARED | {"blocks": blocks.actions(blocks.button("Now", forms.AT_ONCE), blocks.button("Ask", forms.PATIENTLY))}

ANNOUNCED = SHARED | {
    "blocks": blocks.actions(blocks.button("Use it", choices.ANNOUNCE, {"text": "Press 3 for Billing."}))
}

BLANK: Json = {
    "id": "V1",
    "type": "modal",
    "callback_id": blanks.FILL,
    "private_metadata": blanks.Filling(draft="d", kind="k").model_dump_json(),
    "blocks": [
        *blocks.actions(blocks.button("More", blanks.MORE), blocks.button("Kind", blanks.KIND)),
        blocks.text_input("reason", "Why?"),
    ],
}

CHANGE: Json = {
    "id": "V1",
    "hash": "h",
    "type": "modal",
    "callback_id": changing.SEND,
    "private_metadata": changing.Standing(draft="d").model_dump_json(),
    "blocks": [
        *blocks.actions(blocks.button("Now", forms.AT_ONCE)),
        *(fields.labelled(each, "x", fields.text_element(each, "", 9)) for each in (changing.LINES, changing.FORM)),
        blocks.text_input("reason", "Why?"),
    ],
    "state": {"values": {}},
}
SHORTCUT: Json = {"user": {"id": "UDANA", "team_id": TEAM}, "trigger_id": "1.2.3"}
MESSAGE: Json = {"channel": {"id": "C1"}, "message": {"user": "UBOB", "text": "close support"}}

CLICKS: dict[str, Callable[[Scene], Awaitable[BoltResponse]]] = {
    "command": lambda office: office.command("UDANA", "close support"),
    **{
        action: lambda office, action=action: office.click("UDANA", message(action), action)  # type: ignore[misc]  # a default binds it
        for action in BUTTONS
    },
    "radio buttons": lambda office: office.choose_in_view("UDANA", SHARED, choices.SHARING, choices.ALL),
    "suggested announcement": lambda office: office.click_in_view("UDANA", ANNOUNCED, choices.ANNOUNCE),
    "at once": lambda office: office.click_in_view("UDANA", PACED, forms.AT_ONCE),
    "patiently": lambda office: office.click_in_view("UDANA", PACED, forms.PATIENTLY),
    "field of a change": lambda office: office.click_in_view("UDANA", CHANGE, forms.AT_ONCE),
    "shortcut": lambda office: office.interact({"type": "shortcut", "callback_id": opening.CHANGE, **SHORTCUT}),
    "shortcut of a message": lambda office: office.interact(
        {"type": "message_action", "callback_id": opening.TAKE_UP, **MESSAGE, **SHORTCUT}
    ),
    "kind of line": lambda office: office.click_in_view("UDANA", BLANK, blanks.KIND),
    "more settings": lambda office: office.click_in_view("UDANA", BLANK, blanks.MORE),
    "home button": lambda office: office.click_in_view("UDANA", HOME, home.REFRESH),
    "link": lambda office: office.click(
        "UDANA", {"blocks": blocks.actions(blocks.button("Go", cards.CARD_LINK))}, cards.CARD_LINK
    ),
}
EVENTS: dict[str, Json] = {
    "mention": {"type": "app_mention", "user": "UDANA", "text": "<@UBOT> close", "ts": "1.1", "channel": "C1"},
    "direct message": {
        "type": "message", "channel_type": "im", "user": "UDANA", "text": "close", "ts": "1.1", "channel": "DUDANA",
    },
    "home": {"type": "app_home_opened", "user": "UDANA", "tab": "home", "channel": "DUDANA"},
}  # fmt: skip
FORMS = {
    "send": form("proposal_send", {"draft": "d", "digest": "g"}),
    "apply now": form("proposal_rush", {"draft": "d", "digest": "g"}),
    "reject": form("request_reject_reason", {"request": 1}),
    "new line": BLANK,
    "change": CHANGE,
}


@pytest.fixture
async def office(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Scene]:
    """A workspace in which Switchhook knows everybody already, and everything fails at once."""
    async with scene("Support") as opened:
        await opened.command("UDANA", "status")
        await opened.store(lambda store: store.raise_alert(AlertKind.DRIFT, "It moved.", line="fake:1", name="Support"))
        opened.slack.answers.clear()
        for method in METHODS:
            monkeypatch.setattr(opened.desk, method, _failing(ZeroDivisionError("of all things")))
        yield opened


def _failing(error: Exception) -> Callable[..., Awaitable[Any]]:
    async def fail(*_: object, **__: object) -> None:
        raise error

    return fail


@pytest.mark.parametrize("name", CLICKS)
async def test_a_listener_that_fails_right_after_its_acknowledgement_keeps_it(office: Scene, name: str) -> None:
    answers = [(await CLICKS[name](office)).status for _ in range(5)]

    assert answers == [200] * 5


@pytest.mark.parametrize("name", EVENTS)
async def test_an_event_is_acknowledged_whatever_happens(office: Scene, name: str) -> None:
    response = await office.event(EVENTS[name])

    assert response.status == 200


@pytest.mark.parametrize("name", FORMS)
async def test_a_form_that_cannot_be_taken_says_so_and_loses_nothing(office: Scene, name: str) -> None:
    response = await office.submit("UDANA", FORMS[name], "typed with care")

    assert response.status == 200
    answer = json.loads(response.body)
    assert answer["response_action"] == "errors"
    assert re.search(r"number: \d{4}", answer["errors"]["reason"])


async def test_an_unforeseen_error_is_logged_with_the_number_that_the_person_is_told(
    office: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        await office.command("UDANA", "close support")

    (answer,) = office.slack.answers
    number = re.search(r"number: (\d{4})", answer["text"])
    assert number
    assert "of all things" not in answer["text"]
    (record,) = [each for each in caplog.records if each.name == "bot.slack.failures"]
    assert number.group(1) in record.getMessage()
    assert record.exc_info
    assert isinstance(record.exc_info[1], ZeroDivisionError)


async def test_our_own_errors_are_answered_in_their_words(
    office: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(office.desk, "hear", _failing(SayError("There is no line “Suport”.", "Try `/line status`.")))

    await office.command("UDANA", "close suport")

    (answer,) = office.slack.answers
    assert answer["text"].startswith("There is no line “Suport”. Try ")
    assert answer["response_type"] == "ephemeral"
    assert [each for each in caplog.records if each.levelno >= logging.ERROR] == []


async def test_while_slack_does_not_say_who_somebody_is_nothing_is_done(
    office: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office.desk, "hear", _failing(PeopleUnknownError()))

    await office.command("UDANA", "close support")

    (answer,) = office.slack.answers
    assert "Slack does not say just now who you are, so nothing was done." in answer["text"]


async def test_where_there_is_no_response_url_the_person_gets_a_direct_message(office: Scene) -> None:
    await office.event(EVENTS["home"])
    await office.click_in_view("UDANA", HOME, home.REFRESH)

    told = [each["text"] for each in office.slack.messages["DUDANA"]]
    assert ["Something went wrong" in text for text in told] == [True, True]


async def test_what_was_said_in_a_conversation_is_answered_there(office: Scene) -> None:
    await office.event(EVENTS["mention"], "Ev1")
    await office.event(EVENTS["direct message"], "Ev2")

    (in_thread,) = office.slack.thread("C1", "1.1")
    (told,) = office.slack.messages["DUDANA"]
    assert "Something went wrong" in in_thread["text"]
    assert "Something went wrong" in told["text"]


async def test_an_error_while_a_form_is_filled_is_told_in_that_form(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with scene("Support") as office:
        monkeypatch.setattr(office.desk, "prepare", _failing(ZeroDivisionError()))

        await office.command("UDANA", "close support line Saturday")

        (view,) = office.slack.views.values()
        assert "Something went wrong" in " ".join(texts(view["blocks"]))
        assert office.slack.answers == []


async def test_when_even_the_answer_fails_it_is_logged(office: Scene, caplog: pytest.LogCaptureFixture) -> None:
    office.slack.refusals["chat.postMessage"] = ["fatal_error"]

    await office.event(EVENTS["mention"])

    assert "An answer could not be given." in caplog.text


def test_every_use_of_the_desk_fails_here() -> None:
    public = {name for name, value in vars(Desk).items() if not name.startswith("_") and callable(value)}

    assert public - {"subscribe", "unread", "called"} == set(METHODS)
