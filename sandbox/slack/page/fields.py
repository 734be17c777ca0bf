"""Elements that are typed into: text, numbers, addresses, dates and times."""

from sandbox.slack.page.markup import Attribute, Html, tag
from sandbox.slack.page.source import Json
from sandbox.slack.page.spot import Spot, with_confirm
from sandbox.slack.page.text import words


def plain_text(element: Json, spot: Spot) -> Html:
    """Show a line of text, or a box of several."""
    common = {**_common(element, spot), "maxlength": element.get("max_length")}
    value = str(element.get("initial_value") or "")
    if element.get("multiline"):
        return tag("textarea", f"\n{value}", rows=4, **common)
    return tag("input", type="text", value=value, autocomplete="off", **common)


def number(element: Json, spot: Spot) -> Html:
    """Show a number with its bounds."""
    least, most = element.get("min_value"), element.get("max_value")
    step = "any" if element.get("is_decimal_allowed") else "1"
    value = element.get("initial_value")
    return tag("input", type="number", value=value, min=least, max=most, step=step, **_common(element, spot))


def email(element: Json, spot: Spot) -> Html:
    """Show a field for an e-mail address."""
    return tag("input", type="email", value=element.get("initial_value"), **_common(element, spot))


def url(element: Json, spot: Spot) -> Html:
    """Show a field for a web address."""
    return tag("input", type="url", value=element.get("initial_value"), **_common(element, spot))


def date(element: Json, spot: Spot) -> Html:
    """Show a day to pick."""
    return _picked("date", element.get("initial_date"), element, spot)


def time(element: Json, spot: Spot) -> Html:
    """Show a time of day to pick."""
    return _picked("time", element.get("initial_time"), element, spot)


def moment(element: Json, spot: Spot) -> Html:
    """Show a day and time to pick, in the reader's zone; the script turns it into a moment and back."""
    initial = element.get("initial_date_time")
    local = f"{spot.reader.local(int(initial)):%Y-%m-%dT%H:%M}" if initial else None
    return _picked("datetime-local", local, element, spot, data_zone=spot.reader.person.zone)


def _picked(type_: str, value: Attribute, element: Json, spot: Spot, **more: Attribute) -> Html:
    shown = tag("input", type=type_, value=value, **more, **_common(element, spot))
    return with_confirm(shown, element, spot.reader)


def _common(element: Json, spot: Spot) -> dict[str, Attribute]:
    return {
        **spot.marks(element),
        **spot.labels(element),
        "id": spot.key(element),
        "placeholder": words(element.get("placeholder")) or None,
        "autofocus": bool(element.get("focus_on_load")),
    }
