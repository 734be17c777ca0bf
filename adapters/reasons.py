"""What a vendor's error body says, as one short sentence that may be shown to people."""

import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

_LONGEST = 200
_TELLING = (
    "message",
    "error_description",
    "errorDescription",
    "description",
    "detail",
    "error",
    "errors",
    "title",
    "reason",
    "fault",
    "faultstring",
)
"""Where error bodies of different styles put their words, the most telling first."""


def reason(body: bytes, *, secrets: Iterable[str] = ()) -> str:
    """The vendor's own words about an error, whatever the shape of the body; empty if there are none."""
    text = body.decode(errors="replace").strip()
    try:
        found = next(_words(json.loads(text)), "")
    except (ValueError, RecursionError):
        found = _page_words(text) if text.startswith("<") else text
    return redacted(_shortened(" ".join(_printable(found).split())), secrets)


def redacted(text: str, secrets: Iterable[str]) -> str:
    """The text with every secret blotted out."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, "[secret]")
    return text


def _words(body: Any) -> Iterator[str]:
    if isinstance(body, str) and body.strip():
        yield body
    elif isinstance(body, list):
        for each in body:
            yield from _words(each)
    elif isinstance(body, dict):
        for key in _TELLING:
            yield from _words(body.get(key))


def _page_words(page: str) -> str:
    """The title of an HTML page, or its first heading, or its text."""
    for tag in ("title", "h1"):
        found = re.search(rf"<{tag}\b[^>]*>(.*?)</{tag}>", page, re.IGNORECASE | re.DOTALL)
        if found and found[1].strip():
            return _without_tags(found[1])
    return _without_tags(page)


def _without_tags(page: str) -> str:
    unseen = re.sub(r"<(script|style)\b.*?</\1>", " ", page, flags=re.IGNORECASE | re.DOTALL)
    return html.unescape(re.sub(r"<[^>]*>", " ", unseen))


def _printable(text: str) -> str:
    return "".join(each if each.isprintable() else " " for each in text)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
