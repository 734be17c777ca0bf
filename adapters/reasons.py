"""What a vendor's error body says, as one short sentence that may be shown to people, and its code."""

import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

_LONGEST = 200
_TELLING = (
    "message",
    "error_description",
    "errordescription",
    "errormessage",
    "description",
    "detail",
    "error",
    "errors",
    "title",
    "reason",
    "fault",
    "faultstring",
)
"""Where error bodies of different styles put their words, the most telling first; the case of a name says nothing."""

_CODES = ("errorcode", "code")
_TRACKING_IDS = ("trackingid", "traceid")
_WAITS = ("retryafter",)
_INNER = re.compile(r"\berror = '(?:\[Error (?P<code>\w+)\] *)?(?P<words>.+?)'(?!\w)", re.DOTALL)
"""What a back end said, inside the words of the one in front of it."""


class Reason(NamedTuple):
    """Why a vendor said no, as far as it told; what it did not tell is empty."""

    words: str = ""
    code: str = ""
    tracking_id: str = ""
    """What the vendor's own support finds the request by."""
    retry_after: str = ""
    """When to come back, as a header would say it; some say it in the body alone."""


def reason(body: bytes, *, secrets: Iterable[str] = ()) -> Reason:
    """The vendor's own words about an error, whatever the shape of the body."""
    text = body.decode(errors="replace").strip()
    code = tracking_id = wait = ""
    try:
        parsed = json.loads(text)
        found = next(_words(parsed), "")
        code, tracking_id, wait = (_first(parsed, names) for names in (_CODES, _TRACKING_IDS, _WAITS))
    except (ValueError, RecursionError):
        found = _page_words(text) if text.startswith("<") else text
    inner = _INNER.search(found)
    if inner:
        found, code = inner["words"], inner["code"] or code
    return Reason(*(redacted(_line(each), secrets) for each in (found, code, tracking_id, wait)))


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
        named = _by_name(body)
        for key in _TELLING:
            found = named.get(key)
            yield from _words(found)
            if key == "errors" and isinstance(found, dict):  # by the names of the fields that are wrong
                yield from _words(list(found.values()))


def _first(body: Any, names: tuple[str, ...]) -> str:
    """The first word or number that stands under one of these names, however deep."""
    if isinstance(body, dict):
        named = _by_name(body)
        found = [named[name] for name in names if name in named]
        here = next((str(each) for each in found if isinstance(each, (str, int)) and str(each)), "")
        return here or _first(list(body.values()), names)
    if isinstance(body, list):
        return next((found for found in (_first(each, names) for each in body) if found), "")
    return ""


def _by_name(body: dict[str, Any]) -> dict[str, Any]:
    return {name.lower(): value for name, value in body.items()}


def _line(text: str) -> str:
    return _shortened(" ".join(_printable(text).split()))


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
