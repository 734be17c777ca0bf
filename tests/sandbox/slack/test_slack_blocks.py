"""The rules for blocks: seeded defects are found, good blocks pass, and Slack's own models agree on those."""

import json
import logging
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from sandbox.slack.blocks import check_message, check_view


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


def option(value: str = "a", **more: Any) -> dict[str, Any]:
    return {"text": plain("A"), "value": value, **more}


def options(count: int) -> list[dict[str, Any]]:
    return [option(str(number)) for number in range(count)]


def button(**more: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": "go", "text": plain("Go"), **more}


def section(**more: Any) -> dict[str, Any]:
    return {"type": "section", "text": mrkdwn("Hello"), **more}


def actions(*elements: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements), **more}


def element(kind: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "action_id": "field", **more}


def field(inner: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "input", "label": plain("Label"), "element": inner, **more}


def confirm(**more: Any) -> dict[str, Any]:
    return {"title": plain("Sure?"), "text": plain("Really"), "confirm": plain("Yes"), "deny": plain("No"), **more}


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "modal", "title": plain("Title"), "submit": plain("Send"), "blocks": list(blocks), **more}


SELECT = element("static_select", options=options(3))
TEXT_FIELD = field(element("plain_text_input"))
TABLE = {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]]}

GOOD_MESSAGE = [
    {"type": "header", "text": plain("Close Support")},
    section(block_id="one", accessory=element("overflow", options=[option(url="https://example.com"), option("b")])),
    {"type": "section", "fields": [mrkdwn("*Line*"), mrkdwn("Support")]},
    section(accessory={"type": "image", "image_url": "https://example.com/a.png", "alt_text": "a"}),
    {"type": "divider"},
    {"type": "context", "elements": [mrkdwn("asked by"), plain("Dana")]},
    {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "a", "title": plain("A")},
    actions(button(value="1", style="primary", confirm=confirm(style="danger")), block_id="two"),
    actions(SELECT, element("datepicker", initial_date="2026-11-21", action_id="day")),
    section(accessory=element("timepicker", initial_time="09:00")),
]
GOOD_VIEW = modal(
    section(),
    TEXT_FIELD,
    field(element("radio_buttons", options=options(3), initial_option=option("2")), optional=True),
    field(element("checkboxes", options=options(2), initial_options=[option("1")]), dispatch_action=True),
    field(element("multi_users_select", max_selected_items=3)),
    field(element("number_input", is_decimal_allowed=False, min_value="1")),
    field(element("datetimepicker", initial_date_time=1_800_000_000)),
    close=plain("Cancel"),
    private_metadata="x",
    callback_id="form",
    notify_on_close=True,
)

WRONG_BLOCKS = {
    "an unknown block": [{"type": "buton"}],
    "no type": [{"text": plain("x")}],
    "not an object": ["x"],
    "not a list": {"type": "divider"},
    "51 blocks": [{"type": "divider"}] * 51,
    "two blocks of one id": [section(block_id="a"), section(block_id="a")],
    "a long block_id": [section(block_id="x" * 256)],
    "an unknown property": [section(colour="red")],
    "an empty section": [{"type": "section"}],
    "a long section": [section(text=mrkdwn("x" * 3001))],
    "an empty mrkdwn": [section(text=mrkdwn(""))],
    "text that is no text": [section(text=plain("x") | {"text": 7})],
    "verbatim that is no boolean": [section(text=mrkdwn("x") | {"verbatim": "yes"})],
    "11 fields": [{"type": "section", "fields": [mrkdwn("x")] * 11}],
    "a long field": [{"type": "section", "fields": [mrkdwn("x" * 2001)]}],
    "an input as accessory": [section(accessory=element("plain_text_input"))],
    "a long header": [{"type": "header", "text": plain("x" * 151)}],
    "mrkdwn in a header": [{"type": "header", "text": mrkdwn("x")}],
    "11 context elements": [{"type": "context", "elements": [plain("x")] * 11}],
    "a button in context": [{"type": "context", "elements": [button()]}],
    "no actions": [actions()],
    "26 actions": [actions(*(button(action_id=str(number)) for number in range(26)))],
    "two actions of one id": [actions(button(), button())],
    "a long action_id": [actions(button(action_id="x" * 256))],
    "a long button": [actions(button(text=plain("x" * 76)))],
    "mrkdwn in a button": [actions(button(text=mrkdwn("x")))],
    "a long button value": [actions(button(value="x" * 2001))],
    "a long button url": [actions(button(url="x" * 3001))],
    "a green button": [actions(button(style="green"))],
    "a long confirm title": [actions(button(confirm=confirm(title=plain("x" * 101))))],
    "a long confirm text": [actions(button(confirm=confirm(text=plain("x" * 301))))],
    "a long confirm button": [actions(button(confirm=confirm(deny=plain("x" * 31))))],
    "a confirm without text": [actions(button(confirm=confirm(text=None)))],
    "a select without options": [actions(element("static_select"))],
    "a select with options and groups": [
        actions(
            element("static_select", options=options(1), option_groups=[{"label": plain("x"), "options": options(1)}])
        ),
    ],
    "101 options": [actions(element("static_select", options=options(101)))],
    "a long option": [actions(element("static_select", options=[option() | {"text": plain("x" * 76)}]))],
    "a long option value": [actions(element("static_select", options=[option("x" * 76)]))],
    "a long description": [actions(element("static_select", options=[option(description=plain("x" * 76))]))],
    "an initial option from elsewhere": [actions(SELECT | {"initial_option": option("elsewhere")})],
    "a long placeholder": [actions(SELECT | {"placeholder": plain("x" * 151)})],
    "11 radio buttons": [actions(element("radio_buttons", options=options(11)))],
    "11 checkboxes": [actions(element("checkboxes", options=options(11)))],
    "6 overflow options": [actions(element("overflow", options=options(6)))],
    "a date that does not exist": [actions(element("datepicker", initial_date="2026-02-30"))],
    "a date that is no text": [actions(element("datepicker", initial_date=20260230))],
    "a time that does not exist": [actions(element("timepicker", initial_time="24:00"))],
    "a moment in milliseconds": [actions(element("datetimepicker", initial_date_time=1_800_000_000_000))],
    "a moment that is no number": [actions(element("datetimepicker", initial_date_time="1800000000"))],
    "an image without source": [{"type": "image", "alt_text": "x"}],
    "an image without words": [{"type": "image", "image_url": "https://example.com/a.png"}],
    "two tables": [TABLE, TABLE],
    "101 rows": [TABLE | {"rows": TABLE["rows"] * 101}],  # type: ignore[operator]  # a list in a mixed dict
    "21 columns": [TABLE | {"rows": [[{"type": "raw_text", "text": "a"}] * 21]}],
    "a long table": [TABLE | {"rows": [[{"type": "raw_text", "text": "x" * 6000}] * 2]}],
    "a long markdown": [{"type": "markdown", "text": "x" * 12_001}],
    "two markdowns, long together": [{"type": "markdown", "text": "x" * 7000}] * 2,
}
WRONG_VIEWS = {
    "no view": None,
    "an unknown view": modal() | {"type": "dialog"},
    "no title": {"type": "modal", "blocks": []},
    "no blocks": {"type": "modal", "title": plain("x")},
    "a long title": modal(title=plain("x" * 25)),
    "a mrkdwn title": modal(title=mrkdwn("x")),
    "a long submit": modal(submit=plain("x" * 25)),
    "a long close": modal(close=plain("x" * 25)),
    "an input without submit": modal(TEXT_FIELD, submit=None),
    "long metadata": modal(private_metadata="x" * 3001),
    "a long callback_id": modal(callback_id="x" * 256),
    "a long external_id": modal(external_id="x" * 256),
    "101 blocks": modal(*[{"type": "divider"}] * 101),
    "two blocks of one id": modal(section(block_id="a"), section(block_id="a")),
    "a table": modal(TABLE),
    "markdown": modal({"type": "markdown", "text": "x"}),
    "a long label": modal(field(element("plain_text_input"), label=plain("x" * 2001))),
    "a long hint": modal(field(element("plain_text_input"), hint=plain("x" * 2001))),
    "an input without element": modal({"type": "input", "label": plain("x")}),
    "a button as input": modal(field(button())),
    "a too long limit": modal(field(element("plain_text_input", max_length=3001))),
    "a number without its kind": modal(field(element("number_input"))),
    "two focused fields": modal(*[field(element("plain_text_input", focus_on_load=True))] * 2),
    "an unknown property": modal(colour="red"),
    "a title on Home": {"type": "home", "title": plain("x"), "blocks": []},
    "submit on Home": {"type": "home", "submit": plain("x"), "blocks": []},
}


@pytest.mark.parametrize("blocks", WRONG_BLOCKS.values(), ids=WRONG_BLOCKS.keys())
def test_a_message_with_one_defect_has_one_problem(blocks: Any) -> None:
    assert len(check_message(blocks)) == 1


@pytest.mark.parametrize("view", WRONG_VIEWS.values(), ids=WRONG_VIEWS.keys())
def test_a_view_with_one_defect_has_one_problem(view: Any) -> None:
    assert len(check_view(view)) == 1


def test_a_problem_says_what_is_wrong_and_where() -> None:
    [problem] = check_message([section(), actions(button(text=plain("x" * 76)))])

    assert str(problem) == "[ERROR] must be less than 76 characters [json-pointer:/blocks/1/elements/0/text/text]"


def test_good_blocks_pass_here_and_with_slacks_own_models(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="slack_sdk")

    for block in Block.parse_all(GOOD_MESSAGE):
        block.to_dict()
    View(**GOOD_VIEW).to_dict()

    assert check_message(GOOD_MESSAGE) == []
    assert check_view(GOOD_VIEW) == []
    assert caplog.records == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "text", "blocks"]), inner),
    max_leaves=8,
)
KINDS = st.sampled_from(sorted({block["type"] for block in GOOD_MESSAGE} | {"input", "table", "markdown", "rich_text"}))


@given(kind=KINDS, more=st.dictionaries(st.sampled_from(["text", "fields", "elements", "element", "rows"]), JSON))
def test_whatever_comes_in_is_judged_and_never_a_crash(kind: str, more: dict[str, Any]) -> None:
    block = {"type": kind, **more}

    assert isinstance(check_message([block]), list)
    assert isinstance(check_view(modal(block)), list)


@given(st.sampled_from(GOOD_MESSAGE), st.data())
def test_a_good_block_without_one_of_its_parts_is_never_a_crash(block: dict[str, Any], data: st.DataObject) -> None:
    copy = json.loads(json.dumps(block))
    del copy[data.draw(st.sampled_from(sorted(copy)))]

    assert isinstance(check_message([copy]), list)
