"""Reading what a person chose or typed into one element, as Slack's client would report it."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from sandbox.slack.directory import Directory
from sandbox.slack.errors import RefusedError
from sandbox.storage import Json

Offered: TypeAlias = Callable[[Json], Iterable[Json]]
"""The options a select now offers."""


@dataclass(frozen=True)
class Kind:
    """How one kind of element keeps its value: the field in the state and the field it starts from."""

    field: str
    initial: str
    reads: str
    many: bool = False


KINDS: Mapping[str, Kind] = {
    "plain_text_input": Kind("value", "initial_value", "text"),
    "number_input": Kind("value", "initial_value", "text"),
    "email_text_input": Kind("value", "initial_value", "text"),
    "url_text_input": Kind("value", "initial_value", "text"),
    "rich_text_input": Kind("rich_text_value", "initial_value", "rich_text"),
    "datepicker": Kind("selected_date", "initial_date", "date"),
    "timepicker": Kind("selected_time", "initial_time", "time"),
    "datetimepicker": Kind("selected_date_time", "initial_date_time", "moment"),
    "radio_buttons": Kind("selected_option", "initial_option", "option"),
    "checkboxes": Kind("selected_options", "initial_options", "option", many=True),
    "static_select": Kind("selected_option", "initial_option", "option"),
    "external_select": Kind("selected_option", "initial_option", "option"),
    "users_select": Kind("selected_user", "initial_user", "person"),
    "channels_select": Kind("selected_channel", "initial_channel", "channel"),
    "conversations_select": Kind("selected_conversation", "initial_conversation", "conversation"),
    "multi_static_select": Kind("selected_options", "initial_options", "option", many=True),
    "multi_external_select": Kind("selected_options", "initial_options", "option", many=True),
    "multi_users_select": Kind("selected_users", "initial_users", "person", many=True),
    "multi_channels_select": Kind("selected_channels", "initial_channels", "channel", many=True),
    "multi_conversations_select": Kind("selected_conversations", "initial_conversations", "conversation", many=True),
}
"""Every element with a value that lasts; buttons and overflow menus have none."""


class Reader:
    """Turns what the control API names (a word, a date, a person's name) into an element's value."""

    def __init__(self, directory: Directory, offered: Offered) -> None:
        self._directory = directory
        self._offered = offered
        self._one: Mapping[str, Callable[[Json, Any], Any]] = {
            "text": _text,
            "rich_text": _rich_text,
            "date": _date,
            "time": _time,
            "moment": _moment,
            "option": self.option,
            "person": self._person,
            "channel": self._channel,
            "conversation": self._conversation,
        }

    def read(self, element: Json, given: Any) -> Any:
        """Return the element's new value; nothing, or an empty text, clears it."""
        kind = KINDS[element["type"]]
        if kind.many:
            return self._many(kind, element, given)
        return None if given in (None, "") else self._one[kind.reads](element, given)

    def option(self, element: Json, given: Any) -> Json:
        """Return the option with this value among those offered."""
        offered = list(self._offered(element))
        for option in offered:
            if given == option["value"] or given == option:
                return option
        known = ", ".join(option["value"] for option in offered) or "none"
        raise RefusedError(sentence=f"“{element['action_id']}” has no option “{given}”. It has {known}.")

    def _many(self, kind: Kind, element: Json, given: Any) -> list[Any]:
        wanted = [] if given in (None, "") else given if isinstance(given, list) else [given]
        most = element.get("max_selected_items")
        if most and len(wanted) > most:
            raise RefusedError(sentence=f"“{element['action_id']}” takes at most {most} choices.")
        return [self._one[kind.reads](element, one) for one in wanted]

    def _person(self, _element: Json, given: Any) -> str:
        name = str(given)
        return name if self._directory.person(name) else self._directory.named_person(name).id

    def _channel(self, _element: Json, given: Any) -> str:
        name = str(given)
        return name if self._directory.channel(name) else self._directory.named_channel(name).id

    def _conversation(self, element: Json, given: Any) -> str:
        name = str(given)
        return self._person(element, name) if name.startswith(("@", "U")) else self._channel(element, name)


def _text(element: Json, given: Any) -> str:
    if not isinstance(given, str | int | float):
        raise RefusedError(sentence=f"“{element['action_id']}” takes a text.")
    return str(given)


def _rich_text(_element: Json, given: Any) -> Json:
    if isinstance(given, dict):
        return given
    words = {"type": "text", "text": str(given)}
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [words]}]}


def _date(element: Json, given: Any) -> str:
    try:
        return date.fromisoformat(str(given)).isoformat()
    except ValueError as error:
        raise RefusedError(
            sentence=f"“{element['action_id']}” takes a date such as 2026-11-21, not “{given}”."
        ) from error


def _time(element: Json, given: Any) -> str:
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", str(given)):
        raise RefusedError(sentence=f"“{element['action_id']}” takes a time such as 08:30, not “{given}”.")
    return str(given)


def _moment(element: Json, given: Any) -> int:
    if not re.fullmatch(r"\d{10}", str(given)):
        raise RefusedError(sentence=f"“{element['action_id']}” takes seconds since 1970 (10 digits), not “{given}”.")
    return int(given)
