"""Elements that are pressed: buttons and overflow menus."""

from sandbox.slack.page.markup import Html, classes, safe_url, tag
from sandbox.slack.page.source import Json
from sandbox.slack.page.spot import Spot, with_confirm
from sandbox.slack.page.text import words

_STYLES = frozenset({"primary", "danger"})


def button(element: Json, spot: Spot) -> Html:
    """Show a button; one with an address opens it and still tells the app."""
    style = str(element.get("style"))
    common = {
        **spot.marks(element),
        "id": spot.key(element),
        "class_": classes("button", style if style in _STYLES else None),
        "aria_label": element.get("accessibility_label"),
    }
    url = safe_url(element.get("url"))
    if url:
        outward = {"target": "_blank", "rel": "noopener noreferrer", "data_value": element.get("value")}
        return with_confirm(tag("a", words(element.get("text")), href=url, **outward, **common), element, spot.reader)
    shown = tag("button", words(element.get("text")), type="button", value=element.get("value"), **common)
    return with_confirm(shown, element, spot.reader)


def overflow(element: Json, spot: Spot) -> Html:
    """Show a menu behind three dots."""
    items = [
        tag("button", _said(option), type="button", role="menuitem", value=str(option.get("value", "")))
        for option in element.get("options", ())
    ]
    opener = tag("summary", "⋯", class_="button", aria_label="More options", role="button")
    menu = tag("div", items, role="menu", class_="menu")
    shown = tag("details", opener, menu, class_="overflow", id=spot.key(element), **spot.marks(element))
    return with_confirm(shown, element, spot.reader)


def _said(option: Json) -> Html:
    description = option.get("description")
    return tag("span", words(option.get("text")), tag("small", words(description)) if description else None)
