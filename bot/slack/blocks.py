"""The Block Kit that every surface is made of, within Slack's limits. Pure.

Texts given here as `mrkdwn` are already escaped; those given as plain are shown as they are.
"""

import itertools
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple, TypeAlias

from bot.slack.text import one_line, shortened

Json: TypeAlias = dict[str, Any]

LONGEST_HEADER = 150
LONGEST_SECTION = 2900
LONGEST_TEXT = 3500
MOST_BUTTONS = 25
EMPTY = "–"
"""What stands where Slack refuses an empty text."""


class Message(NamedTuple):
    """What is posted: the text of the notification and of screen readers, and the blocks."""

    text: str
    blocks: list[Json]


def message(text: str, blocks: Iterable[Json]) -> Message:
    """A message; its text is cut where Slack would."""
    return Message(shortened(text, LONGEST_TEXT) or EMPTY, list(blocks))


def mark(text: str) -> str:
    """Eight characters that tell texts apart, for the names of blocks and actions."""
    return f"{zlib.crc32(text.encode()):08x}"


def plain(text: str, most: int) -> Json:
    """A plain text, in which nothing is markup."""
    return {"type": "plain_text", "text": one_line(text, most) or EMPTY, "emoji": False}


def mrkdwn(text: str) -> Json:
    """A text with markup; `verbatim`, so that bare names and addresses in it stay as they are."""
    return {"type": "mrkdwn", "text": text or EMPTY, "verbatim": True}


def header(text: str) -> Json:
    """A heading."""
    return {"type": "header", "text": plain(text, LONGEST_HEADER)}


def section(text: str) -> Json:
    """A paragraph."""
    return {"type": "section", "text": mrkdwn(shortened(text, LONGEST_SECTION))}


def quoted(text: str, most: int = 1000) -> Json:
    """A paragraph of somebody's own words."""
    return {"type": "section", "text": plain(text, most)}


def context(*elements: Json) -> Json:
    """Small print."""
    return {"type": "context", "elements": list(elements)}


def button(
    label: str,
    action: str,
    value: Mapping[str, Any] | None = None,
    *,
    style: Literal["primary", "danger"] | None = None,
    spoken: str = "",
    url: str = "",
) -> Json:
    """A button; its value is JSON, and `spoken` says more to screen readers than its label."""
    element: Json = {"type": "button", "action_id": action, "text": plain(label, 75)}
    if value is not None:
        element["value"] = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if style:
        element["style"] = style
    if spoken:
        element["accessibility_label"] = one_line(spoken, 75)
    if url:
        element["url"] = url
    return element


def actions(*buttons: Json) -> list[Json]:
    """Rows of buttons; no row where there are none."""
    rows = [buttons[start : start + MOST_BUTTONS] for start in range(0, len(buttons), MOST_BUTTONS)]
    return [{"type": "actions", "elements": list(row)} for row in rows]


def text_input(
    block: str, label: str, *, first: str = "", hint: str = "", most: int = 500, optional: bool = False
) -> Json:
    """A field to type in; its action has the name of its block."""
    element: Json = {"type": "plain_text_input", "action_id": block, "max_length": most, "multiline": True}
    if first:
        element["initial_value"] = one_line(first, most)
    field: Json = {"type": "input", "block_id": block, "label": plain(label, 200), "element": element}
    if hint:
        field["hint"] = plain(hint, 300)
    return {**field, "optional": optional}


def radio_buttons(block: str, label: str, options: Mapping[str, str], chosen: str) -> Json:
    """One choice of a few, which the app is told at once; its action has the name of its block."""
    shown = {value: {"text": plain(text, 75), "value": value} for value, text in options.items()}
    element: Json = {
        "type": "radio_buttons",
        "action_id": block,
        "options": list(shown.values()),
        "initial_option": shown[chosen],
    }
    return {
        "type": "input",
        "block_id": block,
        "label": plain(label, 200),
        "element": element,
        "dispatch_action": True,
        "optional": False,
    }


def paragraphs(lines: Iterable[str]) -> list[Json]:
    """Lines in as few paragraphs as Slack takes them; none begins with an empty line."""
    texts: list[str] = []
    for line in lines:
        if texts and len(texts[-1]) + 1 + len(line) <= LONGEST_SECTION:
            texts[-1] = f"{texts[-1]}\n{line}"
        elif line:
            texts.append(line)
    return [section(text) for text in texts]


def fitting(lines: Sequence[str], room: int) -> list[str]:
    """The first lines that have room together, and how many more there are."""
    ends = itertools.accumulate(len(line) + 1 for line in lines)
    count = sum(end <= room for end in ends)
    return [*lines[:count], *([f"… and {len(lines) - count} more."] if count < len(lines) else [])]
