"""Slack's own text as HTML: mrkdwn with its `<…>` forms, and plain text."""

import re
from collections.abc import Iterable
from itertools import groupby

from sandbox.slack.page import mentions
from sandbox.slack.page.emoji import with_emoji
from sandbox.slack.page.inline import Line
from sandbox.slack.page.markup import Html, join, markup, tag
from sandbox.slack.page.reader import Reader

_ENTITY = re.compile(r"&(amp|lt|gt);")
_CHARACTERS = {"amp": "&", "lt": "<", "gt": ">"}

_FENCE = re.compile(r"```\n?(.+?)\n?```", re.DOTALL)
_CODE = re.compile(r"`([^`]+)`")
_FORM = re.compile(r"<([^<>|\ue000]+)(?:\|([^<>]*))?>")
_URL = re.compile(r"\bhttps?://(?:&amp;|[^\s<>|&\ue000])*(?:&amp;|[\w/=#])")
_CHANNEL = re.compile(r"(?<![\w&])#([\w-]+)")
_EVERYBODY = re.compile(r"(?<!\w)@(here|channel|everyone)\b")
_STYLES = re.compile(
    r"(?<![\w*])\*(?P<strong>[^\s*](?:[^*]*[^\s*])?)\*(?![\w*])"
    r"|(?<!\w)_(?P<em>[^\s_](?:[^_]*[^\s_])?)_(?!\w)"
    r"|(?<![\w~])~(?P<s>[^\s~](?:[^~]*[^\s~])?)~(?![\w~])"
)
_UNSTYLED = re.compile(r"(?!)")
_QUOTE = re.compile(r"(?:>|&gt;) ?(.*)")
_ITEM = re.compile(r"\s*(?:[•◦-]|(\d{1,3})[.)])\s+(.*)")


def decoded(text: str) -> str:
    """Undo Slack's three escapes, once."""
    return _ENTITY.sub(lambda match: _CHARACTERS[match[1]], text)


def words(thing: object) -> str:
    """Return the bare words of a text object, for labels, options and titles."""
    text = thing.get("text", "") if isinstance(thing, dict) else ""
    return with_emoji(decoded(str(text)))


def text_object(thing: object, reader: Reader) -> Html:
    """Show a text object, whichever of the two kinds it is."""
    if isinstance(thing, dict) and thing.get("type") == "mrkdwn":
        return mrkdwn(str(thing.get("text", "")), reader, verbatim=bool(thing.get("verbatim")))
    return tag("p", broken(words(thing).split("\n")), dir="auto")


def broken(lines: Iterable[str]) -> Html:
    """Put lines under each other."""
    return join(tag("br"), lines)


def mrkdwn(text: str, reader: Reader, *, verbatim: bool = False) -> Html:
    """Show mrkdwn; unless verbatim, bare addresses, #channels and @here come alive as they do in Slack."""
    return markup(
        tag("pre", _code(part, reader)) if odd % 2 else _paragraphs(part.strip("\n"), reader, verbatim=verbatim)
        for odd, part in enumerate(_FENCE.split(text.replace("\r\n", "\n")))
        if part.strip("\n")
    )


def _paragraphs(text: str, reader: Reader, *, verbatim: bool) -> Html:
    kinds = [_kind(line) for line in text.split("\n")]
    return markup(
        _run(kind, [(number, _line(content, reader, verbatim=verbatim)) for _, number, content in run])
        for kind, run in groupby(kinds, key=lambda each: each[0])
    )


def _kind(line: str) -> tuple[str, str | None, str]:
    """Tell what a line belongs to, its number in a list, and what it says."""
    if quote := _QUOTE.fullmatch(line):
        return "blockquote", None, quote[1]
    if item := _ITEM.fullmatch(line):
        return ("ol" if item[1] else "ul"), item[1], item[2]
    return "p", None, line


def _run(kind: str, lines: list[tuple[str | None, Html]]) -> Html:
    if kind in {"ol", "ul"}:
        return tag(kind, [tag("li", line, value=number, dir="auto") for number, line in lines])
    return tag(kind, broken(line for _, line in lines), dir="auto")


def _line(text: str, reader: Reader, *, verbatim: bool) -> Html:
    line = Line(text, decoded)
    line.replace(_CODE, lambda match: tag("code", _code(match[1], reader)))
    line.replace(_FORM, lambda match: _form(line, match, reader))
    if not verbatim:
        line.replace(_URL, lambda match: mentions.link(decoded(match[0]), None))
        line.replace(_CHANNEL, lambda match: _channel(match[1], reader))
        line.replace(_EVERYBODY, lambda match: mentions.group(match[1]))
    line.change(with_emoji)
    return line.html(_STYLES)


def _code(text: str, reader: Reader) -> Html:
    line = Line(text, decoded)
    line.replace(_FORM, lambda match: _form(line, match, reader))
    return line.html(_UNSTYLED)


def _channel(name: str, reader: Reader) -> Html | None:
    return mentions.channel(name, reader) if name in reader.channels else None


def _form(line: Line, match: re.Match[str], reader: Reader) -> Html:
    """Show what stands between `<` and `>`: a person, a channel, one of Slack's own words, or a link."""
    target, label = match[1], match[2] or ""
    if target.startswith("@"):
        return mentions.person(target[1:], reader)
    if target.startswith("#"):
        return mentions.channel(reader.name_of(target[1:]), reader)
    if target.startswith("!"):
        return _special(target[1:], decoded(label), reader)
    return mentions.link(decoded(target), line.filled(with_emoji(label)) or None)


def _special(target: str, label: str, reader: Reader) -> Html:
    kind, *rest = target.split("^", 3)
    match kind, rest:
        case "date", [epoch, form, *url]:
            shown = mentions.date(epoch, decoded(form), label, reader)
            return mentions.linked(shown, decoded(url[0])) if url else shown
        case "subteam", [identifier, *_]:
            return mentions.group(reader.name_of(identifier))
        case _:
            return mentions.group(label or kind)
