"""The rules for each kind of block."""

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.slack.blocks import elements
from sandbox.slack.blocks.objects import identifier, plain, text, url
from sandbox.slack.blocks.rules import (
    Problem,
    Rule,
    anything,
    array,
    boolean,
    both,
    by_type,
    one_of,
    shape,
    string,
)

LONGEST_MARKDOWN = 12_000

_id = {"block_id": identifier}


def _has_text_or_fields(value: Any, pointer: str) -> Iterator[Problem]:
    if value.get("text") is None and value.get("fields") is None:
        yield Problem("must provide either text or fields", pointer)


def _distinct_actions(value: Any, pointer: str) -> Iterator[Problem]:
    seen = set()
    inside = value.get("elements")
    for index, element in enumerate(inside if isinstance(inside, list) else []):
        action_id = element.get("action_id") if isinstance(element, dict) else None
        if action_id is not None and action_id in seen:
            yield Problem(f"action_id {action_id} already exists in this block", f"{pointer}/elements/{index}")
        seen.add(action_id)


def _image_source(value: Any, pointer: str) -> Iterator[Problem]:
    if (value.get("image_url") is None) == (value.get("slack_file") is None):
        yield Problem("must provide either image_url or slack_file", pointer)


_rich = shape(required={"elements": array(anything, 0, 1000)}, optional=_id)
_cell = by_type(
    {
        "raw_text": shape(required={"text": string(10_000, shortest=0)}),
        "raw_number": shape(required={"value": anything}, optional={"text": string(10_000)}),
        "rich_text": _rich,
    }
)
_column = shape(required={}, optional={"align": one_of("left", "center", "right"), "is_wrapped": boolean})

EVERYWHERE: Mapping[str, Rule] = {
    "section": both(
        shape(
            required={},
            optional={
                **_id,
                "text": text(3000),
                "fields": array(text(2000), 1, 10),
                "accessory": by_type(elements.SECTION_ACCESSORIES),
                "expand": boolean,
            },
        ),
        _has_text_or_fields,
    ),
    "header": shape(required={"text": plain(150)}, optional=_id),
    "divider": shape(required={}, optional=_id),
    "context": shape(required={"elements": array(by_type(elements.CONTEXT_ELEMENTS), 1, 10)}, optional=_id),
    "actions": both(
        shape(required={"elements": array(by_type(elements.ACTION_ELEMENTS), 1, 25)}, optional=_id),
        _distinct_actions,
    ),
    "input": shape(
        required={"label": plain(2000), "element": by_type(elements.INPUT_ELEMENTS)},
        optional={**_id, "hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
    ),
    "image": both(
        shape(
            required={"alt_text": string(2000)},
            optional={**_id, "image_url": url, "slack_file": anything, "title": plain(2000)},
        ),
        _image_source,
    ),
    "rich_text": _rich,
}
IN_MESSAGES: Mapping[str, Rule] = {
    **EVERYWHERE,
    "markdown": shape(required={"text": string(LONGEST_MARKDOWN)}, optional=_id),
    "table": shape(
        required={"rows": array(array(_cell, 1, 20), 1, 100)},
        optional={**_id, "column_settings": array(_column, 0, 20)},
    ),
}
