"""Lists in pages: `items`, and a `cursor` while there are more."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.refusals import RefusedError


def page(items: Sequence[dict[str, Any]], query: Mapping[str, str], size: int) -> dict[str, Any]:
    """One page of already written items; an empty page has no `items`, and the last one no `cursor`."""
    start = _position(query.get("cursor", ""))
    end = start + size
    answer: dict[str, Any] = {}
    if shown := list(items[start:end]):
        answer["items"] = shown
    if end < len(items):
        answer["cursor"] = urlsafe_b64encode(f"from:{end}".encode()).decode()
    return answer


def _position(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        word, _, number = urlsafe_b64decode(cursor).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise RefusedError(400, "cursor: not one of ours") from error
    if word != "from" or not number.isdecimal():
        raise RefusedError(400, "cursor: not one of ours")
    return int(number)
