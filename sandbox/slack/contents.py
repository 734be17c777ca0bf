"""Reading what an app wants a message or a view to say, and refusing what Slack would refuse."""

import json
from collections.abc import Sequence
from typing import Any

from sandbox.slack.blocks import Problem, check_message, check_view, is_too_large, is_too_long
from sandbox.slack.errors import SlackError
from sandbox.slack.records import Content
from sandbox.storage import Json

LONGEST_TEXT = 40_000


def flag(body: Json, name: str) -> bool:
    """Return a boolean that may have come as a word."""
    return body.get(name) in (True, "true", "True", "1", 1)


def content_of(body: Json) -> Content:
    """Return what a new message says."""
    text = body.get("text") or ""
    blocks = checked_blocks(body.get("blocks")) or []
    if not text and not blocks:
        raise SlackError(code="no_text")
    return Content(text=checked_text(text), blocks=blocks, metadata=checked_metadata(body.get("metadata")))


def checked_text(text: Any) -> str:
    """Return the text unless it is too long."""
    if not isinstance(text, str):
        raise SlackError(code="invalid_arguments")
    if len(text) > LONGEST_TEXT:
        raise SlackError(code="msg_too_long")
    return text


def checked_blocks(given: Any) -> list[Json] | None:
    """Return the blocks of a message, or nothing where none were given."""
    if given in (None, ""):
        return None
    blocks = _decoded(given, "invalid_blocks_format")
    if problems := check_message(blocks):
        raise SlackError(code="invalid_blocks", errors=_told(problems), response_metadata={"messages": _told(problems)})
    if is_too_long(blocks):
        raise SlackError(code="msg_blocks_too_long")
    return list(blocks)


def checked_metadata(given: Any) -> Json | None:
    """Return a message's metadata, or nothing where none was given."""
    if given in (None, "", {}):
        return None
    metadata = _decoded(given, "invalid_metadata_format")
    if (
        not isinstance(metadata, dict)
        or not isinstance(metadata.get("event_type"), str)
        or not isinstance(metadata.get("event_payload"), dict)
    ):
        raise SlackError(code="invalid_metadata_format")
    return metadata


def checked_view(given: Any, kind: str) -> Json:
    """Return a view of this kind."""
    view = _decoded(given, "invalid_arguments")
    if is_too_large(view):
        raise SlackError(code="view_too_large")
    problems = check_view(view)
    if not problems and view["type"] != kind:
        problems = [Problem(f"must be a {kind}", "/view/type")]
    if problems:
        raise SlackError(code="invalid_arguments", response_metadata={"messages": _told(problems)})
    return dict(view)


def _decoded(given: Any, code: str) -> Any:
    if not isinstance(given, str):
        return given
    try:
        return json.loads(given)
    except json.JSONDecodeError as error:
        raise SlackError(code) from error


def _told(problems: Sequence[Problem]) -> list[str]:
    return [str(problem) for problem in problems]
