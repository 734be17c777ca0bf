"""The form of a line that is to be made: its kind, its name, and whatever that kind needs. Pure."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from adapters import Field, FieldValue, LineKind, Value
from bot import describe
from bot.answers import NEW_TITLE, Blank
from bot.plans import Typed
from bot.settings import LONGEST_NAME
from bot.slack import blocks
from bot.slack.blocks import Json
from bot.slack.fields import LONGEST_INPUT, labelled, number_element, option, options, text_element
from bot.slack.text import escaped, one_line

FILL = "new_line_fill"
"""The form that is sent."""
KIND = "new_line_kind"
"""The menu of the kinds."""
NAME = "new_line_name"
"""The block, and the action in it, of the new line's name."""
FIELD = "new_line_field:"
"""The beginning of the block and of the action of every other field; the field's own name follows."""
MORE = "new_line_more"
"""The button behind which the optional fields are."""

TOLD = "new_line_told"
"""The block that tells what is wrong, where no field could."""

ON, OFF, LEFT = "on", "off", "left"
"""What a switch can be; `LEFT` is whatever the vendor does by itself, also in a menu."""

A_GROUP = 100
"""Options that Slack takes in one group."""
MOST_OPTIONS = 400
"""Options of all menus of a form together; a form may have 250,000 bytes."""
LEAST_OPTIONS = 20

_EXAMPLES = {"phone": "+1 919 555 0100", "zone": "America/New_York"}
_MENUS = frozenset({"choice", "choices"})


class Filling(Value):
    """What the form remembers."""

    draft: str
    kind: str
    origin: str = ""
    """From where the line is asked for."""


def blank(shown: Blank, origin: str = "") -> Json:
    """The form: as long as no kind is chosen, only the choice of one."""
    view: Json = {
        "type": "modal",
        "title": blocks.plain(NEW_TITLE, 24),
        "close": blocks.plain("Cancel", 24),
        "private_metadata": json.dumps(Filling(draft=shown.draft, kind=shown.chosen, origin=origin).model_dump()),
        "blocks": [*_kinds(shown), *(_fields(shown, shown.kind) if shown.kind else ())],
    }
    if shown.kind:
        view |= {"submit": blocks.plain("Continue", 24), "callback_id": FILL}
    return view


def with_more(view: Mapping[str, Any], kind: LineKind, problems: Mapping[str, str] | None = None) -> Json:
    """An open form with its optional fields as well; all that stands in it stays, since no block in it changes.

    `problems` are told above the fields.
    """
    shown: list[Json] = [block for block in view["blocks"] if block.get("block_id") != TOLD]
    at = next((number for number, block in enumerate(shown) if block.get("block_id") == MORE), len(shown))
    there = {field_of(block["element"]["action_id"]) for block in _inputs(shown)}
    more = [_input(field, None, kind) for field in kind.fields if field.name not in there and _is_askable(field)]
    parts = {name: view[name] for name in ("type", "title", "close", "submit", "callback_id", "private_metadata")}
    return {**parts, "blocks": [*_told(problems or {}, kind), *shown[:at], *more, *shown[at + 1 :]]}


def filled(view: Mapping[str, Any]) -> tuple[str, dict[str, Typed]]:
    """The name, and what stands in each field, of a form that was sent."""
    name, typed = "", dict[str, Typed]()
    for fields in view["state"]["values"].values():
        for action, state in fields.items():
            if action == NAME:
                name = state.get("value") or ""
            elif action.startswith(FIELD):
                typed[field_of(action)] = _standing(state)
    return name, typed


def complaints(view: Mapping[str, Any], problems: Mapping[str, str]) -> dict[str, str] | None:
    """What is wrong, each at its block; None where something is wrong that the form does not show a field of."""
    blocks_of = {field_of(block["element"]["action_id"]): block["block_id"] for block in _inputs(view["blocks"])}
    if not set(problems) <= set(blocks_of) or any(block.get("block_id") == TOLD for block in view["blocks"]):
        return None
    return {blocks_of[field]: problem for field, problem in problems.items()}


def _kinds(shown: Blank) -> Iterator[Json]:
    if shown.choices:
        offers = [option(each.label, each.key) for each in shown.choices]
        first = next((each for each in offers if each["value"] == shown.chosen), None)
        menu = {
            "type": "static_select",
            "action_id": KIND,
            "placeholder": blocks.plain("Choose what to make", 150),
            **_offered(offers),
            **({"initial_option": first} if first else {}),
        }
        yield blocks.section("*What kind of line?*") | {"block_id": KIND, "accessory": menu}
    remarks = [*([shown.kind.note] if shown.kind and shown.kind.note else []), *shown.remarks]
    if remarks:
        yield blocks.context(*(blocks.mrkdwn(escaped(each, 900)) for each in remarks[:10]))


def _told(problems: Mapping[str, str], kind: LineKind) -> Iterator[Json]:
    if problems:
        labels = {field.name: field.label for field in kind.fields} | {"name": "Name"}
        lines = [f"• *{escaped(labels.get(name, name), 200)}:* {escaped(text, 600)}" for name, text in problems.items()]
        shown = "\n".join([":warning: *Not yet. Please look at this, then continue:*", *lines])
        yield blocks.section(shown) | {"block_id": TOLD}


def _fields(shown: Blank, kind: LineKind) -> Iterator[Json]:
    most = min(kind.longest_name, LONGEST_NAME)
    element = text_element(NAME, one_line(shown.name, most), most)
    yield labelled(NAME, "Name", element, hint="What people call the line here, and what its vendor shows.")
    hidden = False
    for field in kind.fields:
        first = shown.values.get(field.name, field.suggestion)
        if first is None and field.type == "zone" and field.required:
            first = shown.zone
        if not _is_askable(field):
            nothing = f"{field.label}: there is nothing to choose from at {describe.vendor(kind.system)}."
            yield from [blocks.context(blocks.plain(nothing, 300))] if field.required else []
        elif field.required or field.prominent or first is not None:
            yield _input(field, first, kind)
        else:
            hidden = True
    if hidden:
        yield {"type": "actions", "block_id": MORE, "elements": [blocks.button("More settings", MORE)]}
    yield blocks.context(blocks.mrkdwn("Nothing is made before somebody else has approved it."))


def _is_askable(field: Field) -> bool:
    return field.type not in _MENUS or bool(field.choices)


def _input(field: Field, first: FieldValue | None, kind: LineKind) -> Json:
    """The block of a field. Another beginning is another block: Slack would keep what stands in the old one."""
    beginning = json.dumps([field.type, field.choices, first])
    block = f"{FIELD}{field.name}:{blocks.mark(beginning)}"
    element, hint = _element(f"{FIELD}{field.name}", field, first, kind), field.help
    left_out = len(field.choices) - _room(kind)
    if left_out > 0:
        hint = f"{hint} {left_out} more cannot be offered here; they can be set afterwards.".strip()
    return labelled(block, field.label, element, hint=hint, optional=not field.required)


def _element(action: str, field: Field, first: FieldValue | None, kind: LineKind) -> Json:
    match field.type:
        case "switch":
            return _switch(action, field, first, kind)
        case "choice" | "choices":
            return _menu(action, field, first, kind)
        case "number":
            return number_element(action, first, field.minimum, field.maximum)
        case _:
            most = field.maximum or LONGEST_INPUT
            text = "" if first is None else one_line(str(first), most)
            return text_element(action, text, most, _EXAMPLES.get(field.type, ""))


def _switch(action: str, field: Field, first: FieldValue | None, kind: LineKind) -> Json:
    """On, off, or left alone: three states, since leaving it alone is neither."""
    states = {} if field.required else {LEFT: _left(kind)}
    offers = options((states | {ON: "On", OFF: "Off"}).items())
    chosen = (ON if first else OFF) if isinstance(first, bool) else LEFT
    initial = {"initial_option": offers[chosen]} if chosen in offers else {}
    return {"type": "radio_buttons", "action_id": action, "options": list(offers.values()), **initial}


def _menu(action: str, field: Field, first: FieldValue | None, kind: LineKind) -> Json:
    several = field.type == "choices"
    chosen = [first] if isinstance(first, str) else list(first) if isinstance(first, tuple) else []
    places = {value: place for place, (value, _) in enumerate(field.choices)}
    begun = [places[each] for each in chosen if each in places]
    offered = sorted({*begun, *range(min(len(field.choices), _room(kind)))})
    offers = options((str(place), field.choices[place][1]) for place in offered)
    left = [] if several or field.required else [option(_left(kind), LEFT)]
    element: Json = {
        "type": "multi_static_select" if several else "static_select",
        "action_id": action,
        **_offered([*left, *offers.values()]),
    }
    if begun:
        element |= {"initial_options": [offers[str(place)] for place in begun]} if several else {}
        element |= {} if several else {"initial_option": offers[str(begun[0])]}
    return element


def _left(kind: LineKind) -> str:
    return f"{describe.vendor(kind.system)}'s default"


def _room(kind: LineKind) -> int:
    """How many options each menu of a form may have."""
    menus = sum(field.type in _MENUS for field in kind.fields)
    return max(LEAST_OPTIONS, MOST_OPTIONS // max(menus, 1))


def _offered(options: Sequence[Json]) -> Json:
    """Options of a menu, in groups where there are too many for one."""
    if len(options) <= A_GROUP:
        return {"options": list(options)}
    groups = [options[start : start + A_GROUP] for start in range(0, len(options), A_GROUP)]
    return {"option_groups": [{"label": blocks.plain(_span(group), 75), "options": list(group)} for group in groups]}


def _span(group: Sequence[Json]) -> str:
    first, last = (one_line(each["text"]["text"], 30) for each in (group[0], group[-1]))
    return f"{first} – {last}"


def _inputs(shown: Iterable[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
    return (block for block in shown if block["type"] == "input")


def field_of(action: str) -> str:
    """The name of an action's field; of the line's own name, what mistakes call it."""
    return "name" if action == NAME else action.removeprefix(FIELD)


def _standing(state: Mapping[str, Any]) -> Typed:
    if "selected_options" in state:
        return tuple(str(each["value"]) for each in state["selected_options"] or ())
    chosen = str((state.get("selected_option") or {}).get("value") or "")
    return state.get("value") or ("" if chosen == LEFT else chosen)
