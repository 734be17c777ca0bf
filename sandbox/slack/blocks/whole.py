"""The rules for whole messages and whole views."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from sandbox.slack.blocks.kinds import EVERYWHERE, IN_MESSAGES, LONGEST_MARKDOWN
from sandbox.slack.blocks.objects import (
    MOST_OPTIONS,
    identifier,
    option_group,
    options_or_groups,
    plain,
    plain_option,
)
from sandbox.slack.blocks.rules import (
    Problem,
    array,
    boolean,
    by_type,
    shape,
    string,
)

MOST_IN_MESSAGE = 50
MOST_IN_VIEW = 100
LARGEST_VIEW = 250_000
LONGEST_BLOCKS = 13_200
"""Undocumented; about here messages were refused (slackapi/bolt-js#2509)."""
MOST_TABLE_CHARACTERS = 10_000

_common = {
    "blocks": array(by_type(EVERYWHERE), 0, MOST_IN_VIEW),
    "private_metadata": string(3000, shortest=0),
    "callback_id": string(255, shortest=0),
    "external_id": string(255, shortest=0),
}
_modal = shape(
    required={"title": plain(24), "blocks": _common["blocks"]},
    optional={
        **_common,
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
)
_home = shape(required={"blocks": _common["blocks"]}, optional={**_common, "callback_id": identifier})
_view = by_type({"modal": _modal, "home": _home})
_suggestions = shape(
    required={},
    optional={"options": array(plain_option, 0, MOST_OPTIONS), "option_groups": array(option_group, 0, MOST_OPTIONS)},
)
_message = array(by_type(IN_MESSAGES), 0, MOST_IN_MESSAGE)


def check_message(blocks: Any) -> list[Problem]:
    """Return what Slack would refuse in the blocks of a message."""
    problems = [*_message(blocks, "/blocks")]
    if not problems:
        problems = [*_distinct_blocks(blocks, "/blocks"), *_tables(blocks), *_markdown(blocks)]
    return problems


def check_view(view: Any) -> list[Problem]:
    """Return what Slack would refuse in a modal or a Home."""
    problems = [*_view(view, "/view")]
    if not problems:
        blocks = view["blocks"]
        problems = [*_distinct_blocks(blocks, "/view/blocks"), *_focus(blocks), *_submit(view)]
    return problems


def check_suggestions(answer: Any) -> list[Problem]:
    """Return what Slack would refuse in the options offered for an external select."""
    problems = [*_suggestions(answer, "")]
    return problems or [*options_or_groups(answer, "")]


def is_too_large(view: Any) -> bool:
    """Whether a view has more bytes than Slack takes."""
    return len(json.dumps(view).encode()) > LARGEST_VIEW


def is_too_long(blocks: Any) -> bool:
    """Whether the blocks of a message have more characters than Slack takes, each within its own limit."""
    return _characters(blocks) > LONGEST_BLOCKS


def _characters(value: Any) -> int:
    if isinstance(value, list):
        return sum(_characters(item) for item in value)
    if isinstance(value, dict):
        inner = (item for name, item in value.items() if name != "text" or not isinstance(item, str))
        own = value.get("text")
        return (len(own) if isinstance(own, str) else 0) + sum(_characters(item) for item in inner)
    return 0


def _distinct_blocks(blocks: list[Any], pointer: str) -> Iterator[Problem]:
    counts = Counter(block["block_id"] for block in blocks if block.get("block_id"))
    for block_id, count in counts.items():
        if count > 1:
            yield Problem(f"block_id {block_id} already exists", pointer)


def _tables(blocks: list[Any]) -> Iterator[Problem]:
    tables = [block for block in blocks if block["type"] == "table"]
    if len(tables) > 1:
        yield Problem("only_one_table_allowed", "/blocks")
    if _characters(tables) > MOST_TABLE_CHARACTERS:
        yield Problem(f"tables may have {MOST_TABLE_CHARACTERS} characters", "/blocks")


def _markdown(blocks: list[Any]) -> Iterator[Problem]:
    if sum(len(block["text"]) for block in blocks if block["type"] == "markdown") > LONGEST_MARKDOWN:
        yield Problem(f"markdown blocks may have {LONGEST_MARKDOWN} characters together", "/blocks")


def _focus(blocks: list[Any]) -> Iterator[Problem]:
    elements = [
        one for block in blocks for one in [block.get("element"), block.get("accessory"), *block.get("elements", [])]
    ]
    if sum(bool(one and one.get("focus_on_load")) for one in elements) > 1:
        yield Problem("only one element may have focus_on_load", "/view/blocks")


def _submit(view: dict[str, Any]) -> Iterator[Problem]:
    has_input = any(block["type"] == "input" for block in view["blocks"])
    if view["type"] == "modal" and has_input and not view.get("submit"):
        yield Problem("missing required field: submit", "/view")
