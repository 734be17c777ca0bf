"""What Slack would say to blocks: its own SDK's models, and the local workspace's stricter rules."""

import logging
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from sandbox.slack.blocks import check_message, check_view
from sandbox.slack.blocks.whole import is_too_large, is_too_long

Json = dict[str, Any]

MOST_CHARACTERS = 12_000
"""Of all texts of a message; Slack refused some a little longer."""


def assert_message(blocks: Sequence[Json]) -> None:
    """The blocks of a message are as Slack wants them."""
    with _no_complaints():
        for block in Block.parse_all(list(blocks)):
            block.to_dict()
    assert check_message(list(blocks)) == []
    assert not is_too_long(list(blocks))
    assert len("".join(texts(blocks))) < MOST_CHARACTERS


def assert_view(view: Json) -> None:
    """A form or a Home is as Slack wants it."""
    with _no_complaints():
        View(**view).to_dict()
    assert check_view(view) == []
    assert not is_too_large(view)


def texts(value: Any) -> Iterator[str]:
    """Every text in blocks."""
    if isinstance(value, dict):
        if value.get("type") in {"plain_text", "mrkdwn"}:
            yield value["text"]
        else:
            for inner in value.values():
                yield from texts(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from texts(inner)


def markup(value: Any) -> Iterator[Json]:
    """Every mrkdwn object in blocks."""
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield value
        for inner in value.values():
            yield from markup(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from markup(inner)


def buttons(value: Any) -> dict[str, Json]:
    """Every button in blocks, by its action."""
    if isinstance(value, dict):
        if value.get("type") == "button":
            return {value["action_id"]: value}
        value = list(value.values())
    found: dict[str, Json] = {}
    if isinstance(value, (list, tuple)):
        for inner in value:
            found |= buttons(inner)
    return found


@contextmanager
def _no_complaints() -> Iterator[None]:
    """The SDK only logs what it does not know."""
    lines: list[str] = []

    class Keeping(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())

    logger, handler = logging.getLogger("slack_sdk"), Keeping()
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
    assert lines == []
