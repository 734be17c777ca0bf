"""Blocks and elements: each is shown, named for everyone, and marked for the script."""

from typing import Any

import pytest

from sandbox.slack.page.blocks import Surface
from sandbox.slack.page.reader import Reader
from tests.sandbox.page import page_samples as samples
from tests.sandbox.page.outline import Element, found, only, outline


def shown(reader: Reader, *blocks: samples.Json, **more: Any) -> str:
    return Surface(reader, "s", **more).blocks(blocks)


async def test_a_card_shows_its_text_fields_and_buttons(reader: Reader) -> None:
    html = shown(reader, *samples.CARD)

    assert only(html, "h3").text == "Close Support on Saturday"
    assert [each.text for each in found(html, "div", class_="text")][1:3] == [
        "LineSupport",
        "WhenSat 21 Nov 2026, all day",
    ]
    approve = only(html, "button", data_action="approve")
    assert (approve.text, approve.attributes["value"], approve.attributes["class"]) == (
        "Approve",
        "7",
        "button primary",
    )
    assert only(html, "dialog", aria_label="Reject this?").text == "Reject this?Dana is told why.CancelReject"


async def test_rich_text_shows_every_piece(reader: Reader) -> None:
    html = shown(reader, samples.RICH)

    said = "Bold and code for @Amir in #phone-lines🎉 a link@hereNov 21, 2026 at 9:00 AM@phone-approvers"
    assert outline(html).text == f"{said}thirdquotedline 1line 2"
    assert only(html, "ol").attributes["start"] == "3"
    assert only(html, "code").text == "code"


async def test_markdown_shows_its_structure(reader: Reader) -> None:
    html = shown(reader, {"type": "markdown", "text": samples.MARKDOWN})

    assert only(html, "h4").text == "Runbook"
    styled = {"strong": "bold", "em": "slanted", "s": "struck", "code": "code", "a": "a link"}
    assert {name: only(html, name).text for name in styled} == styled
    assert [each.text for each in found(html, "td")] == ["Support", "8-18"]
    assert [each.text for each in found(html, "li")] == ["first", "second", "one", "two", " done", " open"]
    assert only(html, "pre").text == "x < y"


async def test_a_table_has_a_head_and_aligned_columns(reader: Reader) -> None:
    html = shown(reader, samples.TABLE)

    assert [each.text for each in found(html, "th")] == ["Line", "Calls"]
    assert [(each.text, each.attributes["class"]) for each in found(html, "td")] == [
        ("Support", "left"),
        ("41", "right"),
        ("quoted", "text left"),
        ("7", "right"),
    ]


PICTURE = {"type": "image", "image_url": "https://a.example/x", "alt_text": "x"}
SAID = {
    "alert": ({"type": "alert", "level": "error", "text": samples.mrkdwn("*Down*")}, "Down"),
    "image": ({"type": "image", "image_url": "https://a.example/x", "alt_text": "x", "title": samples.plain("T")}, "T"),
    "context": ({"type": "context", "elements": [PICTURE, samples.plain("beside")]}, "beside"),
    "image from nowhere": ({"type": "image", "image_url": "data:image/png,x", "alt_text": "the plan"}, "the plan"),
    "unknown block": ({"type": "hologram"}, "This page cannot show the block “hologram”."),
    "unknown element": (
        {"type": "actions", "elements": [{"type": "wheel"}]},
        "This page cannot show the element “wheel”.",
    ),
}


@pytest.mark.parametrize(("block", "text"), SAID.values(), ids=SAID)
async def test_a_block_says(block: samples.Json, text: str, reader: Reader) -> None:
    assert outline(shown(reader, block)).text == text


FIELDS: dict[str, tuple[str, dict[str, str | None]]] = {
    "text": ("input", {"type": "text", "placeholder": "Why?", "aria-required": "true"}),
    "number": ("input", {"type": "number", "min": "5", "max": "60", "step": "1"}),
    "email": ("input", {"type": "email"}),
    "url": ("input", {"type": "url"}),
    "date": ("input", {"type": "date", "value": "2026-11-21"}),
    "time": ("input", {"type": "time", "value": "08:30"}),
    "moment": ("input", {"type": "datetime-local", "value": "2026-11-21T09:00", "data-zone": "America/New_York"}),
    "line": ("select", {"data-kind": "static_select"}),
    "lines": ("details", {"data-kind": "multi_static_select"}),
    "agent": ("input", {"role": "combobox", "data-least": "1", "placeholder": "Name"}),
    "user": ("select", {"data-kind": "users_select"}),
    "users": ("details", {"data-kind": "multi_users_select"}),
    "channel": ("select", {"data-kind": "channels_select"}),
    "conversation": ("select", {"data-kind": "conversations_select"}),
    "radio": ("div", {"role": "radiogroup", "aria-required": "true"}),
    "boxes": ("div", {"role": "group"}),
}


@pytest.mark.parametrize("action", FIELDS)
async def test_a_field_of_a_form_waits_for_the_form_to_be_sent(action: str, reader: Reader) -> None:
    html = shown(reader, *(each for each in samples.EVERY_FIELD if each["block_id"] != "notes"))

    name, attributes = FIELDS[action]
    field = only(html, name, data_action=action)
    assert attributes.items() <= field.attributes.items()
    assert "data-dispatch" not in field.attributes


TICKED = {
    "lines": ["billing"],
    "tell": ["noor"],
    "posts": ["phone-approvals"],
    "talks": ["phone-lines", "@lee"],
    "menu": ["open"],
    "days": ["sun"],
}
CHOSEN = {
    "line": [("Sales", "sales")],
    "user": [("Amir", "amir")],
    "conversation": [("Amir", "@amir")],
    "channel": [("Choose…", "")],
}


@pytest.mark.parametrize(
    ("block", "chosen"), {"line": "line", "deputy": "user", "talk": "conversation", "where": "channel"}.items()
)
async def test_a_menu_starts_with_its_initial_choice(block: str, chosen: str, reader: Reader) -> None:
    html = shown(reader, *(each for each in samples.EVERY_FIELD if each["block_id"] == block))

    options = [each for each in found(html, "option") if "selected" in each.attributes]
    assert [(each.text, each.attributes["value"]) for each in options] == CHOSEN[chosen]


@pytest.mark.parametrize(
    ("block", "ticked"),
    TICKED.items(),
)
async def test_boxes_start_ticked_as_the_app_wants(block: str, ticked: list[str], reader: Reader) -> None:
    html = shown(reader, *(each for each in samples.EVERY_FIELD if each["block_id"] == block))

    assert [each.attributes["value"] for each in found(html, "input") if "checked" in each.attributes] == ticked


async def test_several_options_stand_under_their_headings_too(reader: Reader) -> None:
    line = next(each["element"] for each in samples.EVERY_FIELD if each["block_id"] == "line")
    several = {**line, "type": "multi_static_select", "initial_option": None}

    html = shown(reader, samples.asked("b", "Lines", several))

    assert [each.text for each in found(html, "legend")] == ["Open", "Closed"]


async def test_option_groups_stand_under_their_headings(reader: Reader) -> None:
    html = shown(reader, *(each for each in samples.EVERY_FIELD if each["block_id"] == "line"))

    groups = [(each.attributes["label"], each.text) for each in found(html, "optgroup")]
    assert groups == [("Open", "SupportSales"), ("Closed", "Billing — till Monday")]


async def test_a_field_is_named_by_its_label_and_explained_by_its_hint(reader: Reader) -> None:
    html = shown(reader, *samples.EVERY_FIELD)

    assert only(html, "label", for_="s/notes/text").text == "Notes (optional)"
    notes = only(html, "textarea", id="s/notes/text")
    assert notes.text.lstrip("\n") == "<b>&\nmore"
    assert notes.attributes["aria-describedby"] == "s/notes/text/hint s/notes/text/error"
    assert only(html, "div", id="s/notes/text/hint").text == "Shown to approvers"
    assert only(html, "div", id="s/menu/radio", aria_labelledby="s/menu/radio/label").text.startswith("While open")


async def test_what_is_wrong_stands_at_its_field(reader: Reader) -> None:
    html = shown(reader, *samples.EVERY_FIELD, errors={"reason": "Please say why."})

    assert only(html, "p", id="s/reason/text/error", role="alert").text == "Please say why."
    assert only(html, "input", aria_invalid="true").attributes["id"] == "s/reason/text"
    assert "hidden" in only(html, "p", id="s/notes/text/error").attributes


async def test_a_field_shows_what_now_stands_in_it(reader: Reader) -> None:
    values = {
        "reason": {"text": {"type": "plain_text_input", "value": "Staff day"}},
        "line": {"line": {"type": "static_select", "selected_option": samples.option("Billing", "billing")}},
        "day": {"date": {"type": "datepicker", "selected_date": None}},
        "days": {"boxes": {"type": "checkboxes", "selected_options": [samples.option("Saturday", "sat")]}},
    }

    html = shown(reader, *samples.EVERY_FIELD, values=values)

    assert only(html, "input", id="s/reason/text").attributes["value"] == "Staff day"
    assert "selected" in only(html, "option", value="billing").attributes
    assert "value" not in only(html, "input", id="s/day/date").attributes
    assert "checked" in only(html, "input", id="s/days/boxes/sat").attributes
    assert "checked" not in only(html, "input", id="s/days/boxes/sun").attributes


DISPATCHED: dict[str, tuple[samples.Json, str | None]] = {
    "typed": ({"type": "plain_text_input", "action_id": "x"}, "enter_pressed"),
    "every key": (
        {
            "type": "plain_text_input",
            "action_id": "x",
            "dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]},
        },
        "character_entered",
    ),
    "chosen": ({"type": "static_select", "action_id": "x", "options": []}, "change"),
}


@pytest.mark.parametrize(("element", "trigger"), DISPATCHED.values(), ids=DISPATCHED)
async def test_an_input_tells_the_app_at_once_when_asked(element: samples.Json, trigger: str, reader: Reader) -> None:
    html = shown(reader, samples.asked("b", "L", element, dispatch_action=True))

    assert _marked(html).attributes["data-dispatch"] == trigger


async def test_elements_outside_inputs_tell_the_app_at_once(reader: Reader) -> None:
    html = shown(reader, *samples.GALLERY)

    assert only(html, "select", data_action="line").attributes["data-dispatch"] == "change"
    assert only(html, "input", data_action="day").attributes["data-dispatch"] == "change"
    assert [each.text for each in found(html, "button", role="menuitem")] == [
        "Open history",
        "Undoputs the old hours back",
    ]


async def test_a_button_with_an_address_opens_it_and_one_with_a_script_does_not(reader: Reader) -> None:
    good = shown(reader, {"type": "actions", "elements": [samples.button("Go", "a", url="https://a.example")]})
    bad = shown(reader, {"type": "actions", "elements": [samples.button("Go", "a", url="javascript:alert(1)")]})

    assert only(good, "a", data_action="a").attributes["href"] == "https://a.example"
    assert not found(bad, "a")
    assert only(bad, "button", data_action="a").text == "Go"


def _marked(html: str) -> Element:
    [element] = [each for each in outline(html).elements if "data-action" in each.attributes]
    return element
