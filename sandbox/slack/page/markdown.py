"""The markdown block: the part of Markdown that Slack shows."""

import re
from collections.abc import Callable, Sequence
from itertools import groupby

from sandbox.slack.page import mentions
from sandbox.slack.page.emoji import with_emoji
from sandbox.slack.page.inline import Line
from sandbox.slack.page.markup import Html, markup, tag
from sandbox.slack.page.text import broken

_FENCE = re.compile(r"^```\w*\n(.*?)\n?^```$", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"`([^`]+)`")
_LINK = re.compile(r"!?\[([^\]]*)\]\(([^\s()\ue000]+)\)")
_URL = re.compile(r"\bhttps?://[^\s<>\ue000]*[\w/=#&]")
_STYLES = re.compile(
    r"\*\*(?P<strong>\S(?:.*?\S)?)\*\*"
    r"|~~(?P<s>\S(?:.*?\S)?)~~"
    r"|(?<![\w*])\*(?P<em>[^\s*](?:[^*]*[^\s*])?)\*(?![\w*])"
    r"|(?<!\w)_(?P<i>[^\s_](?:[^_]*[^\s_])?)_(?!\w)"
)
_KINDS = (
    ("heading", re.compile(r"#{1,6} +(.*?)(?: +#+)?")),
    ("rule", re.compile(r"(?:-{3,}|\*{3,}|_{3,})()")),
    ("quote", re.compile(r"> ?(.*)")),
    ("task", re.compile(r"\s*[-*+] +(\[[ xX]\] .*)")),
    ("bullet", re.compile(r"\s*[-*+] +(.*)")),
    ("number", re.compile(r"\s*\d+[.)] +(.*)")),
    ("table", re.compile(r"(\|.*\|)\s*")),
    ("blank", re.compile(r"\s*()")),
    ("text", re.compile(r"(.*)")),
)
_RULE_ROW = re.compile(r"\|[\s|:-]+\|")


def markdown(text: str) -> Html:
    """Show Markdown."""
    return markup(
        tag("pre", part) if odd % 2 else _blocks(part)
        for odd, part in enumerate(_FENCE.split(text.replace("\r\n", "\n")))
        if part.strip("\n")
    )


def _blocks(text: str) -> Html:
    lines = [_kind(line) for line in text.strip("\n").split("\n")]
    return markup(
        _block(kind, [content for _, content in run]) for kind, run in groupby(lines, key=lambda each: each[0])
    )


def _kind(line: str) -> tuple[str, str]:
    matches = ((kind, pattern.fullmatch(line)) for kind, pattern in _KINDS)
    return next((kind, match[1]) for kind, match in matches if match)


def _block(kind: str, lines: Sequence[str]) -> Html:
    show = _BLOCKS.get(kind)
    return show(lines) if show else tag("p", broken(map(_line, lines)), dir="auto")


def _quote(lines: Sequence[str]) -> Html:
    return tag("blockquote", broken(map(_line, lines)), dir="auto")


def _headings(lines: Sequence[str]) -> Html:
    return markup(tag("h4", _line(line), dir="auto") for line in lines)


def _bullets(lines: Sequence[str]) -> Html:
    return tag("ul", [tag("li", _line(line), dir="auto") for line in lines])


def _numbers(lines: Sequence[str]) -> Html:
    return tag("ol", [tag("li", _line(line), dir="auto") for line in lines])


def _tasks(lines: Sequence[str]) -> Html:
    return tag("ul", [_task(line) for line in lines], class_="tasks")


def _task(line: str) -> Html:
    box = tag("input", type="checkbox", disabled=True, checked=line[1] in "xX")
    return tag("li", box, " ", _line(line[4:]), dir="auto")


def _table(lines: Sequence[str]) -> Html:
    rows = [line.strip()[1:-1].split("|") for line in lines if not _RULE_ROW.fullmatch(line.strip())]
    head = [tag("tr", [tag("th", _line(cell.strip()), scope="col") for cell in row]) for row in rows[:1]]
    body = [tag("tr", [tag("td", _line(cell.strip())) for cell in row]) for row in rows[1:]]
    return tag("table", tag("thead", head), tag("tbody", body))


def _line(text: str) -> Html:
    line = Line(text, str)
    line.replace(_CODE, lambda match: tag("code", match[1]))
    line.replace(_LINK, lambda match: mentions.link(match[2], line.filled(match[1])))
    line.replace(_URL, lambda match: mentions.link(match[0], None))
    line.change(with_emoji)
    return line.html(_STYLES)


_BLOCKS: dict[str, Callable[[Sequence[str]], Html]] = {
    "blank": lambda _lines: Html(),
    "bullet": _bullets,
    "heading": _headings,
    "number": _numbers,
    "quote": _quote,
    "rule": lambda _lines: tag("hr"),
    "table": _table,
    "task": _tasks,
}
