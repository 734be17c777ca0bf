"""Fields of forms: what is asked for, as blocks, and what stands in them. Pure."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bot.answers import Input
from bot.plans import Typed
from bot.slack import blocks
from bot.slack.blocks import Json
from bot.slack.text import one_line, shortened_inside

FIELD = "change_field:"
"""The beginning of the block and of the action of every field of a change; the input's name follows."""

LONGEST_INPUT = 3000
"""What a field takes at most."""
LONG = 300
"""A text that may be longer is typed into several lines."""
LONGEST_VALUE = 75
"""What Slack takes as the value of an option."""
LONGEST_LABEL = 75
"""What Slack takes as its text."""
LONGEST_READ = 1000
"""Characters of a label that are looked at."""
MOST_OPTIONS = 100
"""What Slack takes in one menu; a longer one is asked for while somebody types."""
MOST_OF_ALL = 400
"""Options of all menus of a form together; a form may have 250,000 bytes."""
ON = "on"

_MENUS = frozenset({"choice", "choices"})
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
_STANDS_FOR = "~"
_TOKEN = re.compile(f"{_STANDS_FOR}[0-9a-f]{{32}}")
"""What stands for a value that Slack does not take."""
_SAID = ("selected_date", "selected_time", "value")


def drawn(inputs: Sequence[Input], generation: int) -> Iterator[Json]:
    """The blocks of all inputs of a form; another generation begins with other values, so it has other blocks."""
    room = MOST_OF_ALL
    for each in inputs:
        count = len(each.choices)
        is_long = each.type in _MENUS and count > min(MOST_OPTIONS, room)
        room -= 0 if is_long else count
        if each.type in _MENUS and not count:
            yield blocks.context(blocks.plain(f"{each.label}: there is nothing to choose from.", 300))
        else:
            yield _block(each, generation, is_long=is_long)


def standing(view: Mapping[str, Any], inputs: Iterable[Input]) -> dict[str, Typed]:
    """What stands in the fields of a form, by the inputs' names; `inputs` are those that it may show.

    What is chosen in a field that is asked for no more is left out where it cannot be told.
    """
    known = {each.name: each for each in inputs}
    told = {
        name_of(action): state
        for fields in view["state"]["values"].values()
        for action, state in fields.items()
        if action.startswith(FIELD)
    }
    return {name: _value(each, known.get(name)) for name, each in told.items() if name in known or _can_be_told(each)}


def places(view: Mapping[str, Any]) -> dict[str, str]:
    """The block of each input that a form shows."""
    inputs = (block for block in view["blocks"] if block["type"] == "input")
    return {
        name_of(block["element"]["action_id"]): block["block_id"]
        for block in inputs
        if block["element"]["action_id"].startswith(FIELD)
    }


def name_of(action: str) -> str:
    """The name of the input that an action belongs to."""
    return action.removeprefix(FIELD)


def suggested(choices: Iterable[tuple[str, str]], typed: str, called: Mapping[str, str] | None = None) -> list[Json]:
    """The options of a long menu in whose labels everything stands that was typed, or in what else they are called."""
    choices, words, also = tuple(choices), typed.casefold().split(), called or {}
    shown = options(choices)
    fitting = (value for value, label in choices if all(word in also.get(value, label).casefold() for word in words))
    return [shown[value] for _, value in zip(range(MOST_OPTIONS), fitting, strict=False)]


def token(value: str) -> str:
    """What stands for a value in a menu: the value itself, where Slack takes it."""
    is_short = 0 < len(value) <= LONGEST_VALUE and not _TOKEN.fullmatch(value)
    return value if is_short else f"{_STANDS_FOR}{hashlib.sha256(value.encode()).hexdigest()[:32]}"


def options(choices: Iterable[tuple[str, str]]) -> dict[str, Json]:
    """The options of a menu by their values; labels that are too long stay different from each other."""
    shown = {value: shortened_inside(one_line(label, LONGEST_READ), LONGEST_LABEL) for value, label in choices}
    of, seen = Counter(shown.values()), Counter[str]()
    found = {}
    for value, label in shown.items():
        seen[label] += 1
        which = f", {seen[label]} of {of[label]}" if of[label] > 1 else ""
        found[value] = option(f"{shortened_inside(label, LONGEST_LABEL - len(which))}{which}", token(value))
    return found


def option(label: str, value: str) -> Json:
    """One option of a menu."""
    return {"text": blocks.plain(label, LONGEST_LABEL), "value": value}


def labelled(block: str, label: str, element: Json, *, hint: str = "", optional: bool = False) -> Json:
    """A field under its label."""
    shown = {"type": "input", "block_id": block, "label": blocks.plain(label, 200), "element": element}
    return {**shown, **({"hint": blocks.plain(hint, 300)} if hint else {}), "optional": optional}


def text_element(action: str, first: str, most: int, example: str = "") -> Json:
    """A field to type in, of several lines if it may become long."""
    most = min(most, LONGEST_INPUT)
    element: Json = {"type": "plain_text_input", "action_id": action, "max_length": most}
    if LONG < most < LONGEST_INPUT or "\n" in first:
        element["multiline"] = True
    if example:
        element["placeholder"] = blocks.plain(example, 150)
    return {**element, **({"initial_value": first[:most]} if first else {})}


def number_element(action: str, first: object, least: int | None, most: int | None) -> Json:
    """A field for a whole number."""
    limits = {"min_value": least, "max_value": most, "initial_value": first}
    given = {name: str(each) for name, each in limits.items() if each not in {None, ""}}
    return {"type": "number_input", "action_id": action, "is_decimal_allowed": False, **given}


def menu_element(
    action: str, choices: Sequence[tuple[str, str]], chosen: Sequence[str], *, several: bool, is_long: bool
) -> Json:
    """A menu of pairs of value and label; a long one asks for its options while somebody types."""
    shown = options(choices)
    first = [shown[each] for each in chosen if each in shown][: MOST_OPTIONS if several else 1]
    kind = f"{'multi_' if several else ''}{'external' if is_long else 'static'}_select"
    element: Json = {"type": kind, "action_id": action}
    if is_long:
        element |= {"min_query_length": 0, "placeholder": blocks.plain("Type a part of the name", 150)}
    else:
        element |= {"options": list(shown.values())}
        element |= {"placeholder": blocks.plain("Choose", 150)}
    if first:
        element |= {"initial_options": first} if several else {"initial_option": first[0]}
    return element


def _block(asked: Input, generation: int, *, is_long: bool) -> Json:
    """An input's block; other choices are another block: Slack would keep what stands in the old one."""
    made = json.dumps([asked.type, is_long, asked.choices])
    block = f"{FIELD}{asked.name[:150]}:{generation}:{blocks.mark(made)}"
    element = _element(f"{FIELD}{asked.name}", asked, is_long=is_long)
    shown = labelled(block, asked.label, element, hint=asked.hint, optional=not asked.required)
    return {**shown, "dispatch_action": True}


def _element(action: str, asked: Input, *, is_long: bool) -> Json:
    chosen = (asked.value,) if isinstance(asked.value, str) else asked.value
    first = " ".join(chosen)
    match asked.type:
        case "date":
            begun = {"initial_date": first} if first else {}
            return {"type": "datepicker", "action_id": action, **begun}
        case "time":
            begun = {"initial_time": first} if _TIME.fullmatch(first) else {}
            return {"type": "timepicker", "action_id": action, **begun}
        case "switch":
            yes = [option("Yes", ON)]
            begun_on = {"initial_options": yes} if first == ON else {}
            return {"type": "checkboxes", "action_id": action, "options": yes, **begun_on}
        case "choice" | "choices":
            several = asked.type == "choices"
            return menu_element(action, asked.choices, chosen, several=several, is_long=is_long)
        case "number":
            return _as_typed(number_element(action, first, asked.minimum, asked.maximum))
        case "text":
            return _as_typed(text_element(action, first, asked.maximum or LONGEST_INPUT, asked.placeholder))


def _as_typed(element: Json) -> Json:
    """A field of which the app is told with each letter; and with Enter, which would send the form of one line."""
    enter = [] if element.get("multiline") else ["on_enter_pressed"]
    return {**element, "dispatch_action_config": {"trigger_actions_on": [*enter, "on_character_entered"]}}


def _can_be_told(state: Mapping[str, Any]) -> bool:
    """Whether the values that are chosen in a field are known without what it offered."""
    chosen = state.get("selected_options") or [state.get("selected_option")]
    return not any(_TOKEN.fullmatch(str(each["value"])) for each in chosen if each)


def _value(state: Mapping[str, Any], asked: Input | None) -> Typed:
    """What stands in one field; a choice that is not offered any more is told by what stood for it."""
    values = {token(value): value for value, _ in asked.choices} if asked else {}
    if "selected_options" in state:
        tokens = [str(each["value"]) for each in state["selected_options"] or ()]
        if state.get("type") == "checkboxes":
            return ON if tokens else ""
        return tuple(values.get(each, each) for each in tokens)
    if "selected_option" in state:
        chosen = str((state["selected_option"] or {}).get("value") or "")
        return values.get(chosen, chosen)
    said = next((str(state[name] or "") for name in _SAID if name in state), "")
    return _as_it_was(said, asked) if asked and asked.type == "text" else said


def _as_it_was(said: str, asked: Input) -> str:
    """A text that nobody has touched, with all that a field does not show of it."""
    begun = asked.value if isinstance(asked.value, str) else ""
    shown = begun[: min(asked.maximum or LONGEST_INPUT, LONGEST_INPUT)]
    return begun if said and said.split() == shown.split() else said
