"""The menu that the app fills as one types."""

from sandbox.slack.page.markup import Html, tag
from sandbox.slack.page.source import Json
from sandbox.slack.page.spot import Spot, with_confirm
from sandbox.slack.page.text import words

_LEAST = 3  # characters before the app is asked, unless it says otherwise


def external_select(element: Json, spot: Spot) -> Html:
    """Show a field whose suggestions the app makes."""
    listed = f"{spot.key(element)}/list"
    menu = tag("div", id=listed, role="listbox", class_="menu", hidden=True, data_client=True)
    return with_confirm(tag("span", _field(element, listed, spot), menu, class_="combobox"), element, spot.reader)


def _field(element: Json, listed: str, spot: Spot) -> Html:
    initial = element.get("initial_option") or {}
    least = element.get("min_query_length")
    return tag(
        "input",
        type="text",
        id=spot.key(element),
        role="combobox",
        autocomplete="off",
        value=words(initial.get("text")),
        placeholder=words(element.get("placeholder")) or "Search…",
        aria_expanded="false",
        aria_autocomplete="list",
        aria_controls=listed,
        data_picked=initial.get("value"),
        data_least=_LEAST if least is None else int(least),
        **spot.marks(element),
        **spot.labels(element),
    )
