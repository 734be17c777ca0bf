"""The state of forms: what stands in each field, and what may not be sent."""

import re
from collections.abc import Iterable
from copy import deepcopy
from typing import Any

from sandbox.slack.blocks import all_options
from sandbox.slack.directory import Directory
from sandbox.slack.elements import Placed, interactive
from sandbox.slack.errors import RefusedError
from sandbox.slack.readers import KINDS, Reader
from sandbox.slack.records import Blocks, Inputs
from sandbox.storage import Json

REQUIRED = "Please complete this required field."


class Forms:
    """Knows how the fields of forms start, change and are judged before a form is sent."""

    def __init__(self, directory: Directory) -> None:
        self._suggested: dict[str, list[Json]] = {}
        self._reader = Reader(directory, self.offered)

    def suggest(self, action_id: str, options: Iterable[Json]) -> None:
        """Remember what an external select was just offered."""
        known = self._suggested.setdefault(action_id, [])
        known.extend(option for option in options if option not in known)

    def offered(self, element: Json) -> list[Json]:
        """Return the options of a select, those from outside included."""
        listed = [*all_options(element), *self._suggested.get(element["action_id"], [])]
        first = [element["initial_option"]] if element.get("initial_option") else element.get("initial_options") or []
        return [*listed, *(option for option in first if option not in listed)]

    def initial(self, blocks: Blocks) -> Inputs:
        """Return what stands in each field before anyone touched it."""
        inputs: Inputs = {}
        for placed in _lasting(blocks):
            kind = KINDS[placed.element["type"]]
            first = placed.element.get(kind.initial)
            _put(inputs, placed, first if first is not None else [] if kind.many else None)
        return inputs

    def kept(self, before: Blocks, inputs: Inputs, after: Blocks) -> Inputs:
        """Return what stands in the fields of new blocks: Slack keeps a field whose two ids are unchanged."""
        kinds = {(placed.block_id, placed.action_id): placed.element["type"] for placed in _lasting(before)}
        result = self.initial(after)
        for placed in _lasting(after):
            key = (placed.block_id, placed.action_id)
            if kinds.get(key) == placed.element["type"]:
                result[key[0]][key[1]] = inputs[key[0]][key[1]]
        return result

    def changed(self, blocks: Blocks, inputs: Inputs, typed: dict[str, dict[str, Any]]) -> Inputs:
        """Return the fields after a person filled in some of them."""
        result = deepcopy(inputs)
        fields = {(placed.block_id, placed.action_id): placed for placed in _lasting(blocks)}
        for block_id, actions in typed.items():
            for action_id, given in actions.items():
                placed = fields.get((block_id, action_id))
                if placed is None:
                    raise RefusedError(
                        sentence=f"The form has no field “{action_id}” in a block “{block_id}”.{_known(fields)}"
                    )
                _put(result, placed, self._reader.read(placed.element, given))
        return result

    def choose(self, placed: Placed, given: Any) -> Json:
        """Return what one element reports after this was chosen in it."""
        if placed.element["type"] == "overflow":
            return {"selected_option": self._reader.option(placed.element, given)}
        return {KINDS[placed.element["type"]].field: self._reader.read(placed.element, given)}

    def complaints(self, blocks: Blocks, inputs: Inputs) -> dict[str, str]:
        """Return, by block, why Slack's client would not send the form."""
        found = {}
        for placed in _lasting(blocks):
            value = inputs[placed.block_id][placed.action_id][KINDS[placed.element["type"]].field]
            if value in (None, "", []):
                complaint = REQUIRED if placed.is_required else ""
            else:
                complaint = _complaint(placed.element, value)
            if complaint:
                found[placed.block_id] = complaint
        return found


def is_lasting(element: Json) -> bool:
    """Whether the element has a value that is part of the form's state."""
    return element["type"] in KINDS


def _lasting(blocks: Blocks) -> Iterable[Placed]:
    return (placed for placed in interactive(blocks) if is_lasting(placed.element))


def _put(inputs: Inputs, placed: Placed, value: Any) -> None:
    kind = placed.element["type"]
    inputs.setdefault(placed.block_id, {})[placed.action_id] = {"type": kind, KINDS[kind].field: value}


def _known(fields: Iterable[tuple[str, str]]) -> str:
    names = ", ".join(f"{block_id}/{action_id}" for block_id, action_id in fields)
    return f" It has {names}." if names else " It has no fields."


def _complaint(element: Json, value: Any) -> str:
    match element["type"]:
        case "plain_text_input":
            return _length_complaint(element, value)
        case "number_input":
            return _number_complaint(element, value)
        case "email_text_input" if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
            return "Please enter a valid email address."
        case "url_text_input" if not re.fullmatch(r"https?://\S+", value):
            return "Please enter a valid URL."
        case _:
            return ""


def _length_complaint(element: Json, value: str) -> str:
    if len(value) < element.get("min_length", 0):
        return f"Please enter at least {element['min_length']} characters."
    if len(value) > element.get("max_length", 3000):
        return f"Please enter at most {element.get('max_length', 3000)} characters."
    return ""


def _number_complaint(element: Json, value: str) -> str:
    form = r"-?\d+(\.\d+)?" if element["is_decimal_allowed"] else r"-?\d+"
    if not re.fullmatch(form, value):
        return "Please enter a valid number."
    if "min_value" in element and float(value) < float(element["min_value"]):
        return f"Please enter {element['min_value']} or more."
    if "max_value" in element and float(value) > float(element["max_value"]):
        return f"Please enter {element['max_value']} or less."
    return ""
