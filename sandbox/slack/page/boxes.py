"""Elements whose options all stand open: radio buttons and checkboxes."""

from collections.abc import Collection

from sandbox.slack.page.markup import Html, tag
from sandbox.slack.page.source import Json
from sandbox.slack.page.spot import Spot, with_confirm
from sandbox.slack.page.text import text_object


def radio_buttons(element: Json, spot: Spot) -> Html:
    """Show options of which one holds."""
    initial = element.get("initial_option")
    return _boxes("radio", "radiogroup", {_value(initial)} if initial else (), element, spot)


def checkboxes(element: Json, spot: Spot) -> Html:
    """Show options of which any may hold."""
    chosen = {_value(option) for option in element.get("initial_options") or ()}
    return _boxes("checkbox", "group", chosen, element, spot)


def _boxes(type_: str, role: str, chosen: Collection[str], element: Json, spot: Spot) -> Html:
    key = spot.key(element)
    options = [_box(type_, key, option, chosen, spot) for option in element.get("options", ())]
    common = {**spot.marks(element), **spot.labels(element, group=True)}
    return with_confirm(tag("div", options, id=key, role=role, class_="boxes", **common), element, spot.reader)


def _box(type_: str, key: str, option: Json, chosen: Collection[str], spot: Spot) -> Html:
    value = _value(option)
    box = tag("input", type=type_, name=key, id=f"{key}/{value}", value=value, checked=value in chosen)
    description = option.get("description")
    detail = tag("small", text_object(description, spot.reader)) if description else None
    return tag("label", box, tag("span", text_object(option.get("text"), spot.reader), detail))


def _value(option: Json) -> str:
    return str(option.get("value", ""))
