"""Every element of Block Kit that the page can show, by its type."""

from collections.abc import Callable

from sandbox.slack.page import boxes, buttons, fields, menus, suggest
from sandbox.slack.page.markup import Html, tag
from sandbox.slack.page.source import Json
from sandbox.slack.page.spot import Spot

_ELEMENTS: dict[str, Callable[[Json, Spot], Html]] = {
    "button": buttons.button,
    "channels_select": menus.channels_select,
    "checkboxes": boxes.checkboxes,
    "conversations_select": menus.conversations_select,
    "datepicker": fields.date,
    "datetimepicker": fields.moment,
    "email_text_input": fields.email,
    "external_select": suggest.external_select,
    "multi_channels_select": menus.multi_channels_select,
    "multi_conversations_select": menus.multi_conversations_select,
    "multi_static_select": menus.multi_static_select,
    "multi_users_select": menus.multi_users_select,
    "number_input": fields.number,
    "overflow": buttons.overflow,
    "plain_text_input": fields.plain_text,
    "radio_buttons": boxes.radio_buttons,
    "static_select": menus.static_select,
    "timepicker": fields.time,
    "url_text_input": fields.url,
    "users_select": menus.users_select,
}
GROUPS = frozenset(kind for kind in _ELEMENTS if kind.startswith("multi_")) | {"checkboxes", "radio_buttons"}


def element(thing: Json, spot: Spot) -> Html:
    """Show an element; one the page does not know says so."""
    kind = str(thing.get("type"))
    show = _ELEMENTS.get(kind)
    return show(spot.as_it_stands(thing), spot) if show else unknown("element", kind)


def unknown(what: str, kind: str) -> Html:
    """Say that this page cannot show something, rather than hide it."""
    return tag("p", f"This page cannot show the {what} “{kind}”.", class_="unknown")
