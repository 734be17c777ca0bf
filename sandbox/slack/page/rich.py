"""The rich_text block: sections, lists, quotes and code, with their inline pieces."""

from collections.abc import Callable, Iterable

from sandbox.slack.page import mentions
from sandbox.slack.page.emoji import with_emoji
from sandbox.slack.page.markup import Html, markup, tag
from sandbox.slack.page.reader import Reader
from sandbox.slack.page.source import Json
from sandbox.slack.page.text import broken

_STYLES = {"code": "code", "bold": "strong", "italic": "em", "strike": "s", "underline": "u"}


def rich_text(block: Json, reader: Reader) -> Html:
    """Show a rich_text block, or a cell of a table that is one."""
    return markup(_part(part, reader) for part in block.get("elements", ()))


def _part(part: Json, reader: Reader) -> Html:
    inside = part.get("elements", ())
    match part.get("type"):
        case "rich_text_list":
            return _list(part, reader)
        case "rich_text_quote":
            return tag("blockquote", _pieces(inside, reader), dir="auto")
        case "rich_text_preformatted":
            return tag("pre", _pieces(inside, reader))
        case _:
            return tag("p", _pieces(inside, reader), dir="auto")


def _list(part: Json, reader: Reader) -> Html:
    ordered = part.get("style") == "ordered"
    items = [tag("li", _pieces(item.get("elements", ()), reader), dir="auto") for item in part.get("elements", ())]
    start = int(part.get("offset", 0)) + 1 if ordered else None
    return tag("ol" if ordered else "ul", items, start=start, class_=f"indent-{min(int(part.get('indent', 0)), 5)}")


def _pieces(elements: Iterable[Json], reader: Reader) -> Html:
    return markup(_styled(_piece(element, reader), element.get("style") or {}) for element in elements)


def _styled(piece: Html, style: Json) -> Html:
    for name, element in _STYLES.items():
        if style.get(name):
            piece = tag(element, piece)
    return piece


def _piece(element: Json, reader: Reader) -> Html:
    show = _PIECES.get(str(element.get("type")))
    return show(element, reader) if show else tag("span", str(element.get("text", "")))


def _text(element: Json, _reader: Reader) -> Html:
    return broken(str(element.get("text", "")).split("\n"))


def _link(element: Json, _reader: Reader) -> Html:
    return mentions.link(str(element.get("url", "")), element.get("text"))


def _emoji(element: Json, _reader: Reader) -> Html:
    points = str(element.get("unicode", ""))
    try:
        return markup("".join(chr(int(point, 16)) for point in points.split("-")))
    except ValueError:
        return markup(with_emoji(f":{element.get('name', '')}:"))


def _date(element: Json, reader: Reader) -> Html:
    epoch, form = str(element.get("timestamp", "")), str(element.get("format", ""))
    shown = mentions.date(epoch, form, str(element.get("fallback", "")), reader)
    return mentions.linked(shown, str(element.get("url", "")))


_PIECES: dict[str, Callable[[Json, Reader], Html]] = {
    "text": _text,
    "link": _link,
    "emoji": _emoji,
    "date": _date,
    "user": lambda element, reader: mentions.person(str(element.get("user_id", "")), reader),
    "channel": lambda element, reader: mentions.channel(reader.name_of(str(element.get("channel_id", ""))), reader),
    "usergroup": lambda element, reader: mentions.group(reader.name_of(str(element.get("usergroup_id", "")))),
    "broadcast": lambda element, _reader: mentions.group(str(element.get("range", ""))),
}
