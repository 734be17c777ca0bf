"""Reading HTML back: what elements it has, with what attributes, and what it says."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"br", "hr", "img", "input", "link", "meta"}


@dataclass
class Element:
    """One element, flat: its name, its attributes and the text inside it."""

    name: str
    attributes: dict[str, str | None]
    text: str = ""


@dataclass
class _Outline(HTMLParser):
    elements: list[Element] = field(default_factory=list)
    text: str = ""

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open.pop().name == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        for element in self._open:
            element.text += data

    def closed(self) -> None:
        assert not self._open, f"never closed: {self._open}"


def outline(html: str) -> _Outline:
    """Read HTML; elements that are not properly closed fail the test."""
    parser = _Outline()
    parser.feed(html)
    parser.close()
    parser.closed()
    return parser


def found(html: str, name: str, **wanted: str) -> list[Element]:
    """Return the elements of a name that have these attributes (`data_key` is `data-key`)."""
    attributes = {key.rstrip("_").replace("_", "-"): value for key, value in wanted.items()}
    return [
        each for each in outline(html).elements if each.name == name and attributes.items() <= each.attributes.items()
    ]


def only(html: str, name: str, **wanted: str) -> Element:
    """Return the one element of a name that has these attributes."""
    [element] = found(html, name, **wanted)
    return element
