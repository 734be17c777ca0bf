"""HTML that cannot be forged: whatever is not markup already is escaped on its way in."""

import html
import re
from collections.abc import Iterable
from typing import TypeAlias


class Html(str):
    """Text that is markup already; every other text is escaped where it meets it."""

    __slots__ = ()


Child: TypeAlias = "str | Iterable[Child] | None"
Attribute: TypeAlias = str | int | bool | None

_VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})
_SAFE_URL = re.compile(r"(https?://|mailto:|tel:)", re.IGNORECASE)


def markup(child: Child) -> Html:
    """Make a child HTML: text is escaped, markup stays, lists are joined and None vanishes."""
    if child is None:
        return Html()
    if isinstance(child, Html):
        return child
    if isinstance(child, str):
        return Html(html.escape(child))
    return Html("".join(markup(each) for each in child))


def tag(name: str, /, *children: Child, **attributes: Attribute) -> Html:
    """Build an element; `class_` gives `class`, `data_key` gives `data-key`, None and False leave an attribute out."""
    opening = f"<{name}{''.join(_attribute(key, value) for key, value in attributes.items())}>"
    if name in _VOID:
        return Html(opening)
    return Html(f"{opening}{markup(children)}</{name}>")


def join(between: str, children: Iterable[Child]) -> Html:
    """Put children after each other, with something between them."""
    return Html(markup(between).join(map(markup, children)))


def classes(*names: str | None) -> str:
    """Join the class names that apply."""
    return " ".join(name for name in names if name)


def safe_url(url: object) -> str | None:
    """Return an address that may become a link or an image: the web, mail and telephone, never a script."""
    return url if isinstance(url, str) and _SAFE_URL.match(url) else None


def _attribute(key: str, value: Attribute) -> str:
    name = key.rstrip("_").replace("_", "-")
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{html.escape(str(value))}"'
