"""Elements that drop down: menus for one choice or several, of options, people and channels."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Self

from sandbox.slack.page.markup import Html, tag
from sandbox.slack.page.source import Json
from sandbox.slack.page.spot import Spot, with_confirm
from sandbox.slack.page.text import words


@dataclass(frozen=True)
class Choice:
    """One thing to choose: what is sent and what is shown."""

    value: str
    label: str

    @classmethod
    def of(cls, option: Json) -> Self:
        """Read an option object."""
        description = words(option.get("description"))
        return cls(str(option.get("value", "")), words(option.get("text")) + (description and f" — {description}"))


@dataclass(frozen=True)
class Section:
    """Choices under one heading; without a heading they stand by themselves."""

    heading: str
    choices: Collection[Choice]


def static_select(element: Json, spot: Spot) -> Html:
    """Show a menu of the app's own options."""
    initial = element.get("initial_option")
    return _single(options(element), str(initial.get("value")) if initial else None, element, spot)


def multi_static_select(element: Json, spot: Spot) -> Html:
    """Show a menu of the app's own options, of which several may be chosen."""
    initial = {str(option.get("value")) for option in element.get("initial_options") or ()}
    return _several(options(element), initial, element, spot)


def users_select(element: Json, spot: Spot) -> Html:
    """Show a menu of the people."""
    return _single([_people(spot)], _name(element.get("initial_user"), spot), element, spot)


def multi_users_select(element: Json, spot: Spot) -> Html:
    """Show a menu of the people, of whom several may be chosen."""
    return _several([_people(spot)], _names(element.get("initial_users"), spot), element, spot)


def channels_select(element: Json, spot: Spot) -> Html:
    """Show a menu of the channels."""
    return _single([_channels(spot)], _name(element.get("initial_channel"), spot), element, spot)


def multi_channels_select(element: Json, spot: Spot) -> Html:
    """Show a menu of the channels, of which several may be chosen."""
    return _several([_channels(spot)], _names(element.get("initial_channels"), spot), element, spot)


def conversations_select(element: Json, spot: Spot) -> Html:
    """Show a menu of channels and people."""
    initial = _conversation(element.get("initial_conversation"), spot)
    return _single(_conversations(spot), initial, element, spot)


def multi_conversations_select(element: Json, spot: Spot) -> Html:
    """Show a menu of channels and people, of which several may be chosen."""
    initial = {_conversation(each, spot) for each in element.get("initial_conversations") or ()}
    return _several(_conversations(spot), initial, element, spot)


def options(element: Json) -> list[Section]:
    """Read the options of a menu, in their groups if they have any."""
    groups = element.get("option_groups") or ({"options": element.get("options") or ()},)
    return [Section(words(each.get("label")), [Choice.of(option) for option in each["options"]]) for each in groups]


def _people(spot: Spot) -> Section:
    return Section("", [Choice(person.name, person.real_name) for person in spot.reader.people])


def _channels(spot: Spot) -> Section:
    return Section("", [Choice(channel, f"#{channel}") for channel in spot.reader.channels])


def _conversations(spot: Spot) -> list[Section]:
    return [
        Section("Channels", _channels(spot).choices),
        Section("People", [Choice(f"@{person.name}", person.real_name) for person in spot.reader.people]),
    ]


def _name(identifier: str | None, spot: Spot) -> str | None:
    known = {person.id: person.name for person in spot.reader.people}
    return known.get(identifier, spot.reader.name_of(identifier)) if identifier else None


def _names(identifiers: Iterable[str] | None, spot: Spot) -> set[str | None]:
    return {_name(each, spot) for each in identifiers or ()}


def _conversation(identifier: str | None, spot: Spot) -> str | None:
    is_person = any(person.id == identifier for person in spot.reader.people)
    return f"@{_name(identifier, spot)}" if is_person else _name(identifier, spot)


def _single(sections: Iterable[Section], chosen: str | None, element: Json, spot: Spot) -> Html:
    fixed = spot.required or not spot.is_input
    empty = words(element.get("placeholder")) or "Choose…"
    nothing = tag("option", empty, value="", disabled=fixed, hidden=fixed, selected=chosen is None)
    choices = _listed(sections, "optgroup", lambda each: _option(each, chosen=each.value == chosen))
    common = {**spot.marks(element), **spot.labels(element)}
    return with_confirm(tag("select", nothing, choices, id=spot.key(element), **common), element, spot.reader)


def _option(choice: Choice, *, chosen: bool) -> Html:
    return tag("option", choice.label, value=choice.value, selected=chosen)


def _several(sections: Iterable[Section], chosen: Collection[str | None], element: Json, spot: Spot) -> Html:
    key = spot.key(element)
    empty = words(element.get("placeholder")) or "Choose…"
    shown_as = tag("span", empty, class_="chosen", data_empty=empty, data_client=True)
    named = {"id": f"{key}/opener", "aria_labelledby": f"{key}/label {key}/opener"} if spot.is_input else {}
    opener = tag("summary", shown_as, role="button", **named)
    choices = _listed(sections, "fieldset", lambda each: _tick(key, each, chosen=each.value in chosen))
    labels = spot.labels(element, group=True)
    menu = tag("div", choices, class_="menu", role="group", **labels)
    most = element.get("max_selected_items")
    shown = tag("details", opener, menu, id=key, class_="several", data_most=most, **spot.marks(element))
    return with_confirm(shown, element, spot.reader)


def _tick(key: str, choice: Choice, *, chosen: bool) -> Html:
    box = tag("input", type="checkbox", id=f"{key}/{choice.value}", value=choice.value, checked=chosen)
    return tag("label", box, tag("span", choice.label))


def _listed(sections: Iterable[Section], element: str, show: Callable[[Choice], Html]) -> list[Html]:
    return [_under(section.heading, [show(each) for each in section.choices], element) for section in sections]


def _under(heading: str, shown: list[Html], element: str) -> Html:
    if not heading:
        return tag("div", shown) if element == "fieldset" else Html("".join(shown))
    if element == "optgroup":
        return tag("optgroup", shown, label=heading)
    return tag("fieldset", tag("legend", heading), shown)
