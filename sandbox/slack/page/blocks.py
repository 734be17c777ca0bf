"""Block Kit as HTML: one function for each block."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, repeat

from sandbox.slack.page.elements import GROUPS, element, unknown
from sandbox.slack.page.markdown import markdown
from sandbox.slack.page.markup import Html, classes, markup, safe_url, tag
from sandbox.slack.page.reader import Reader
from sandbox.slack.page.rich import rich_text
from sandbox.slack.page.source import Json
from sandbox.slack.page.spot import Spot
from sandbox.slack.page.text import text_object, words

_ALERTS = frozenset({"info", "warning", "error", "success"})


@dataclass(frozen=True)
class Surface:
    """What carries blocks: one message, one view, or Home, as somebody reads it."""

    reader: Reader
    name: str
    values: Json = field(default_factory=dict)
    """What now stands in its fields, by block and action, as a view's state has it."""
    errors: Json = field(default_factory=dict)
    """What is wrong with its fields, by block."""

    def blocks(self, blocks: Iterable[Json]) -> Html:
        """Show blocks under each other."""
        return markup(self._block(block, number) for number, block in enumerate(blocks))

    def _block(self, block: Json, number: int) -> Html:
        kind = str(block.get("type"))
        name = str(block.get("block_id") or number)
        dispatching = kind != "input" or bool(block.get("dispatch_action"))
        spot = Spot(
            self.reader,
            self.name,
            name,
            values=self.values.get(name) or {},
            error=self.errors.get(name),
            dispatching=dispatching,
        )
        show = _BLOCKS.get(kind)
        shown = show(block, spot) if show else unknown("block", kind)
        return tag("div", shown, class_=f"block {kind}", data_block=name, data_key=name)


def _header(block: Json, _spot: Spot) -> Html:
    return tag("h3", words(block.get("text")), dir="auto")


def _divider(_block: Json, _spot: Spot) -> Html:
    return tag("hr")


def _section(block: Json, spot: Spot) -> Html:
    text, fields, accessory = block.get("text"), block.get("fields"), block.get("accessory")
    body = [
        tag("div", text_object(text, spot.reader), class_="text") if text else None,
        tag("div", [_field(each, spot) for each in fields], class_="fields") if fields else None,
    ]
    beside = tag("div", _thing(accessory, spot), class_="accessory") if accessory else None
    return markup([tag("div", body, class_="body"), beside])


def _field(field: Json, spot: Spot) -> Html:
    return tag("div", text_object(field, spot.reader), class_="text")


def _context(block: Json, spot: Spot) -> Html:
    return markup(_thing(each, spot) for each in block.get("elements", ()))


def _actions(block: Json, spot: Spot) -> Html:
    return markup(element(each, spot) for each in block.get("elements", ()))


def _thing(thing: Json, spot: Spot) -> Html:
    """Show what may stand in a context or beside a section: a text, an image or an element."""
    match thing.get("type"):
        case "mrkdwn" | "plain_text":
            return tag("div", text_object(thing, spot.reader), class_="text")
        case "image":
            return _picture(thing)
        case _:
            return element(thing, spot)


def _picture(thing: Json) -> Html:
    said = str(thing.get("alt_text", ""))
    url = safe_url(thing.get("image_url"))
    return tag("img", src=url, alt=said, loading="lazy") if url else tag("span", said, class_="unknown")


def _image(block: Json, _spot: Spot) -> Html:
    title = block.get("title")
    return tag("figure", tag("figcaption", words(title)) if title else None, _picture(block))


def _input(block: Json, spot: Spot) -> Html:
    asked, optional = block.get("element") or {}, bool(block.get("optional"))
    spot = replace(spot, is_input=True, required=not optional)
    key = spot.key(asked)
    said = [words(block.get("label")), tag("span", " (optional)", class_="optional") if optional else None]
    labels_one = asked.get("type") not in GROUPS
    label = tag("label" if labels_one else "div", said, id=f"{key}/label", class_="label", for_=labels_one and key)
    error = tag("p", spot.error, id=f"{key}/error", class_="error", role="alert", hidden=not spot.error)
    hint = block.get("hint")
    return markup([label, element(asked, spot), error, _hint(hint, key, spot.reader) if hint else None])


def _hint(hint: Json, key: str, reader: Reader) -> Html:
    return tag("div", text_object(hint, reader), id=f"{key}/hint", class_="hint")


def _rich_text(block: Json, spot: Spot) -> Html:
    return tag("div", rich_text(block, spot.reader), class_="text")


def _markdown(block: Json, _spot: Spot) -> Html:
    return tag("div", markdown(str(block.get("text", ""))), class_="text")


def _alert(block: Json, spot: Spot) -> Html:
    level = str(block.get("level"))
    text = tag("div", text_object(block.get("text"), spot.reader), class_="text")
    return tag("div", text, class_=classes("notice", level if level in _ALERTS else None), role="note")


def _table(block: Json, spot: Spot) -> Html:
    columns = [str((each or {}).get("align")) for each in block.get("column_settings") or ()]
    rows = [_row(row, columns, "td" if number else "th", spot) for number, row in enumerate(block.get("rows", ()))]
    return tag("div", tag("table", tag("thead", rows[:1]), tag("tbody", rows[1:])), class_="scroll")


def _row(cells: Sequence[Json], columns: Sequence[str], name: str, spot: Spot) -> Html:
    sides = chain(columns, repeat("left"))
    return tag("tr", [_cell(cell, name, side, spot) for cell, side in zip(cells, sides, strict=False)])


def _cell(cell: Json, name: str, side: str, spot: Spot) -> Html:
    if cell.get("type") == "rich_text":
        return tag(name, rich_text(cell, spot.reader), class_=f"text {side}")
    shown = cell.get("text", cell.get("value", ""))
    return tag(name, str(shown), class_=side, dir="auto")


_BLOCKS: dict[str, Callable[[Json, Spot], Html]] = {
    "actions": _actions,
    "alert": _alert,
    "context": _context,
    "divider": _divider,
    "header": _header,
    "image": _image,
    "input": _input,
    "markdown": _markdown,
    "rich_text": _rich_text,
    "section": _section,
    "table": _table,
}
