"""Forms: filled in, judged before they are sent, sent, and what the app's answer does to them."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.world import World


def _plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def _option(value: str) -> dict[str, Any]:
    return {"text": _plain(value.title()), "value": value}


OPTIONS = [_option("red"), _option("green"), _option("blue")]


def _field(block_id: str, kind: str, *, optional: bool = True, **element: Any) -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": block_id,
        "label": _plain(block_id.title()),
        "optional": optional,
        "element": {"type": kind, "action_id": "field", **element},
    }


EVERYTHING = [
    _field("text", "plain_text_input", min_length=2, max_length=5),
    _field("number", "number_input", is_decimal_allowed=False, min_value="1", max_value="9"),
    _field("email", "email_text_input"),
    _field("url", "url_text_input"),
    _field("rich", "rich_text_input"),
    _field("date", "datepicker"),
    _field("time", "timepicker"),
    _field("moment", "datetimepicker"),
    _field("radio", "radio_buttons", options=OPTIONS),
    _field("boxes", "checkboxes", options=OPTIONS, initial_options=OPTIONS[:1]),
    _field("select", "static_select", options=OPTIONS, initial_option=OPTIONS[2]),
    _field("user", "users_select"),
    _field("channel", "channels_select"),
    _field("talk", "conversations_select"),
    _field("selects", "multi_static_select", option_groups=[{"label": _plain("All"), "options": OPTIONS}]),
    _field("users", "multi_users_select", max_selected_items=2),
    _field("channels", "multi_channels_select"),
    _field("talks", "multi_conversations_select"),
]


def _modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "modal", "title": _plain("Title"), "submit": _plain("Send"), "blocks": list(blocks), **more}


@pytest.fixture
def form(hands: Any, socket: Any, client: AsyncWebClient) -> Any:
    """Open a form in front of Dana, on top of what is open."""

    async def form(*blocks: dict[str, Any], **more: Any) -> Any:
        is_open = (await hands.look())["views"]["dana"]
        await hands.do("command", user="dana", channel="phone-lines", text="/line")
        show = client.views_push if is_open else client.views_open
        return (await show(trigger_id=socket.last["trigger_id"], view=_modal(*blocks, **more)))["view"]

    return form


@pytest.mark.parametrize(
    ("block_id", "value", "expected"),
    [
        ("text", "four", {"value": "four"}),
        ("text", "", {"value": None}),
        ("number", 7, {"value": "7"}),
        ("email", "a@b.com", {"value": "a@b.com"}),
        ("url", "https://a.com", {"value": "https://a.com"}),
        ("date", "2026-11-21", {"selected_date": "2026-11-21"}),
        ("time", "08:30", {"selected_time": "08:30"}),
        ("moment", 1_800_000_000, {"selected_date_time": 1_800_000_000}),
        ("radio", "red", {"selected_option": _option("red")}),
        ("boxes", [], {"selected_options": []}),
        ("boxes", ["red", "blue"], {"selected_options": [_option("red"), _option("blue")]}),
        ("select", "green", {"selected_option": _option("green")}),
        ("select", None, {"selected_option": None}),
        ("selects", ["green"], {"selected_options": [_option("green")]}),
    ],
    ids=lambda value: None if isinstance(value, str) else repr(value)[:30],
)
async def test_a_field_reports_what_was_put_into_it(
    *, form: Any, hands: Any, socket: Any, block_id: str, value: Any, expected: dict[str, Any]
) -> None:
    await form(*EVERYTHING)

    await hands.do("submit", user="dana", values={block_id: {"field": value}})

    state = socket.last["view"]["state"]["values"][block_id]["field"]
    assert {name: fact for name, fact in state.items() if name != "type"} == expected


async def test_people_and_channels_are_chosen_by_name(form: Any, hands: Any, socket: Any, world: World) -> None:
    await form(*EVERYTHING)
    amir, noor = (world.slack.directory.named_person(name).id for name in ("amir", "noor"))
    lines = world.slack.directory.named_channel("phone-lines").id

    await hands.do(
        "submit",
        user="dana",
        values={
            "user": {"field": "amir"},
            "users": {"field": ["amir", noor]},
            "channel": {"field": "#phone-lines"},
            "channels": {"field": [lines]},
            "talk": {"field": "phone-lines"},
            "talks": {"field": ["@noor", "phone-lines"]},
            "rich": {"field": "hello"},
        },
    )

    values = {block_id: fields["field"] for block_id, fields in socket.last["view"]["state"]["values"].items()}
    assert values["user"]["selected_user"] == amir
    assert values["users"]["selected_users"] == [amir, noor]
    assert values["channel"]["selected_channel"] == lines
    assert values["channels"]["selected_channels"] == [lines]
    assert values["talk"]["selected_conversation"] == lines
    assert values["talks"]["selected_conversations"] == [noor, lines]
    assert values["rich"]["rich_text_value"]["elements"][0]["elements"][0]["text"] == "hello"


async def test_absent_values_keep_their_initial_ones_and_the_form_closes(form: Any, hands: Any, socket: Any) -> None:
    await form(*EVERYTHING, private_metadata="draft 7", callback_id="colours")

    answer = await hands.do("submit", user="dana")

    view = socket.last["view"]
    assert answer == {"acked": True}
    assert (socket.last["type"], view["callback_id"]) == ("view_submission", "colours")
    assert view["private_metadata"] == "draft 7"
    assert view["state"]["values"]["select"]["field"]["selected_option"]["value"] == "blue"
    assert (await hands.look())["views"]["dana"] is None


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"select": {"field": "pink"}}, "“field” has no option “pink”. It has red, green, blue."),
        ({"date": {"field": "tomorrow"}}, "“field” takes a date such as 2026-11-21, not “tomorrow”."),
        ({"time": {"field": "8:30"}}, "“field” takes a time such as 08:30, not “8:30”."),
        ({"moment": {"field": "noon"}}, "“field” takes seconds since 1970 (10 digits), not “noon”."),
        ({"text": {"field": ["a"]}}, "“field” takes a text."),
        ({"users": {"field": ["dana", "amir", "noor"]}}, "“field” takes at most 2 choices."),
        ({"user": {"field": "zoe"}}, "Nobody here is called “zoe”. There are dana, amir, noor, lee."),
    ],
    ids=["option", "date", "time", "moment", "text", "too many", "person"],
)
async def test_what_a_field_cannot_hold_is_refused(
    form: Any, hands: Any, values: dict[str, Any], sentence: str
) -> None:
    await form(*EVERYTHING)

    assert await hands.refused("submit", user="dana", values=values) == (400, sentence)


async def test_an_unknown_field_is_refused_with_those_there_are(form: Any, hands: Any) -> None:
    await form(_field("day", "datepicker"))

    _, sentence = await hands.refused("submit", user="dana", values={"night": {"field": "x"}})

    assert sentence == "The form has no field “field” in a block “night”. It has day/field."


@pytest.mark.parametrize(
    ("block_id", "value", "complaint"),
    [
        ("text", "a", "Please enter at least 2 characters."),
        ("text", "abcdef", "Please enter at most 5 characters."),
        ("number", "x", "Please enter a valid number."),
        ("number", "1.5", "Please enter a valid number."),
        ("number", "0", "Please enter 1 or more."),
        ("number", "10", "Please enter 9 or less."),
        ("email", "nobody", "Please enter a valid email address."),
        ("url", "nowhere", "Please enter a valid URL."),
    ],
)
async def test_a_form_with_a_wrong_field_is_not_sent(
    *, form: Any, hands: Any, socket: Any, block_id: str, value: str, complaint: str
) -> None:
    await form(*EVERYTHING)
    before = len(socket.payloads)

    status, answer = await hands.post("submit", user="dana", values={block_id: {"field": value}})

    assert status == 400
    assert answer["errors"] == {block_id: complaint}
    assert len(socket.payloads) == before


async def test_a_form_without_a_required_field_is_not_sent_and_says_which(form: Any, hands: Any, socket: Any) -> None:
    await form(_field("reason", "plain_text_input", optional=False), _field("note", "plain_text_input"))

    status, answer = await hands.post("submit", user="dana", values={"note": {"field": "kept"}})

    assert status == 400
    assert answer["error"] == "The form cannot be sent. reason: Please complete this required field."
    view = (await hands.look())["views"]["dana"]
    assert view["errors"] == answer["errors"] == {"reason": "Please complete this required field."}
    assert view["state"]["values"]["note"]["field"]["value"] == "kept"
    assert socket.last.get("type") != "view_submission"


async def test_errors_of_the_app_stand_at_their_fields_and_keep_the_form_open(
    form: Any, hands: Any, socket: Any
) -> None:
    await form(_field("day", "plain_text_input"))
    socket.answers["view_submission"] = {"response_action": "errors", "errors": {"day": "In the past."}}

    answer = await hands.do("submit", user="dana", values={"day": {"field": "yesterday"}})

    view = (await hands.look())["views"]["dana"]
    assert answer == {"acked": True, "response_action": "errors", "errors": {"day": "In the past."}}
    assert view["errors"] == {"day": "In the past."}
    assert view["state"]["values"]["day"]["field"]["value"] == "yesterday"


async def test_an_update_shows_something_else_in_the_same_view(form: Any, hands: Any, socket: Any) -> None:
    view = await form(_field("day", "plain_text_input"))
    changed = _modal(_field("day", "plain_text_input"), title=_plain("Look again"))
    socket.answers["view_submission"] = {"response_action": "update", "view": changed}

    answer = await hands.do("submit", user="dana", values={"day": {"field": "Sunday"}})

    shown = (await hands.look())["views"]["dana"]
    assert answer["response_action"] == "update"
    assert (shown["id"], shown["title"]["text"]) == (view["id"], "Look again")
    assert shown["state"]["values"]["day"]["field"]["value"] == "Sunday"


async def test_a_pushed_view_lies_on_top_and_uncovers_the_first(form: Any, hands: Any, socket: Any) -> None:
    first = await form()
    socket.answers["view_submission"] = {"response_action": "push", "view": _modal(title=_plain("Second"))}
    await hands.do("submit", user="dana")
    second = (await hands.look())["views"]["dana"]

    socket.answers["view_submission"] = {}
    await hands.do("submit", user="dana")

    assert second["previous_view_id"] == first["id"]
    assert (await hands.look())["views"]["dana"]["id"] == first["id"]


async def test_clear_closes_the_whole_stack(form: Any, hands: Any, socket: Any) -> None:
    await form()
    await form()
    socket.answers["view_submission"] = {"response_action": "clear"}

    await hands.do("submit", user="dana")

    assert (await hands.look())["views"]["dana"] is None


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ({"text": "thanks"}, "invalid_response_action"),
        ({"response_action": "errors", "errors": {"elsewhere": "x"}}, "invalid_errors"),
        ({"response_action": "errors"}, "invalid_errors"),
        ({"response_action": "update", "view": {"type": "modal"}}, "invalid_arguments"),
        ({"response_action": "dance"}, "invalid_response_action"),
    ],
    ids=["a message", "errors elsewhere", "no errors", "a wrong view", "an unknown action"],
)
async def test_an_answer_that_slack_would_not_take_leaves_the_form_in_trouble(
    *, form: Any, hands: Any, socket: Any, answer: dict[str, Any], problem: str
) -> None:
    await form(_field("day", "plain_text_input"))
    socket.answers["view_submission"] = answer

    result = await hands.do("submit", user="dana")

    assert result["acked"]
    assert result["problem"].startswith(problem)
    assert (await hands.look())["views"]["dana"]["notice"] == "We had some trouble connecting. Try again?"


@pytest.mark.impatient
async def test_an_unanswered_form_stays_open(form: Any, hands: Any, socket: Any) -> None:
    await form()
    socket.answers["view_submission"] = None

    result = await hands.do("submit", user="dana")

    assert result == {"acked": False, "problem": "operation_timeout"}
    assert (await hands.look())["views"]["dana"]["notice"]


async def test_a_form_without_a_send_button_and_no_form_at_all_cannot_be_sent(form: Any, hands: Any) -> None:
    nothing = await hands.refused("submit", user="dana")
    await form(submit=None)
    no_button = await hands.refused("submit", user="dana")

    assert nothing == (409, "Dana has no form open.")
    assert no_button == (409, "The open form has no button to send it.")


async def test_closing_is_told_only_where_the_app_wants_to_know(form: Any, hands: Any, socket: Any) -> None:
    await form()
    await hands.do("close", user="dana")
    quiet = socket.last
    view = await form(notify_on_close=True)
    await hands.do("close", user="dana")

    assert quiet.get("type") != "view_closed"
    assert (socket.last["type"], socket.last["is_cleared"]) == ("view_closed", False)
    assert socket.last["view"]["id"] == view["id"]


async def test_the_x_closes_everything_and_tells_of_the_first_view(form: Any, hands: Any, socket: Any) -> None:
    first = await form(notify_on_close=True)
    await form(notify_on_close=True)

    await hands.do("close", user="dana", everything=True)

    assert (socket.last["view"]["id"], socket.last["is_cleared"]) == (first["id"], True)
    assert (await hands.look())["views"]["dana"] is None


async def test_a_view_may_ask_that_closing_it_clears_the_stack(form: Any, hands: Any) -> None:
    await form()
    await form(clear_on_close=True)

    await hands.do("close", user="dana")

    assert (await hands.look())["views"]["dana"] is None
