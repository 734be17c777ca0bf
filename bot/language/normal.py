"""What was typed, as plain text: Slack's escapes, typographic signs and decoration taken out."""

import html
import re
import unicodedata

LONGEST = 300
"""More characters than this are no sentence; what is longer is asked back unread."""

_LONGEST_RAW = 2_000

_SLACK_LINK = re.compile(r"<(?P<kind>tel:|mailto:|[@#!]|https?://)(?P<target>[^|<>]*)(?:\|(?P<label>[^<>]*))?>")
_EMOJI_CODE = re.compile(r"(?<!\w):[a-z][a-z0-9_+-]*:(?!\w)")
_EMPHASIS = re.compile(r"(?<!\S)([*_~])([^*_~\s](?:[^*_~]*[^*_~\s])?)\1(?!\w)")
_CODE = re.compile(r"(?<!\w)(`{1,3})\s*([^`]+?)\s*\1(?!\w)")
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4`", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d", "-"),
        **dict.fromkeys("\u2026", "."),
        **dict.fromkeys("\u2192\u21d2\u27a1", ">"),
    }
)
_DECORATION = frozenset(("So", "Sk", "Cs", "Cf", "Cc", "Co", "Cn", "Mn", "Me"))


class TooLongError(ValueError):
    """The text is longer than a sentence may be."""


def plain(text: str) -> str:
    """The sentence in plain signs, with single spaces; a new line is a new sentence."""
    if len(text) > _LONGEST_RAW:
        raise TooLongError
    text = _CODE.sub(r"\2", _SLACK_LINK.sub(_link_text, text))
    text = unicodedata.normalize("NFC", html.unescape(text)).translate(_SIGNS)
    text = _EMOJI_CODE.sub(" ", text)
    text = re.sub(r"\s*\n\s*", " ; ", text.strip())
    text = "".join(" " if unicodedata.category(each) in _DECORATION else each for each in text)
    text = unicodedata.normalize("NFKC", text)
    text = _EMPHASIS.sub(r"\2", text)
    text = " ".join(text.split())
    if len(text) > LONGEST:
        raise TooLongError
    return text


def plain_name(name: str) -> str:
    """What tells a line's name from others, however it is typed: in plain signs and small letters."""
    return plain(name).casefold()


def _link_text(found: re.Match[str]) -> str:
    kind, target, label = found["kind"], found["target"], found["label"]
    if kind == "tel:":
        return re.sub(r"[^\d+]", "", target)
    if kind == "@":
        return f"@{target}"
    if kind in {"#", "!"}:
        return label or target
    return label or (target if kind == "mailto:" else kind + target)
