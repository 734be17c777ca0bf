"""A line that was asked for, as Webex is told of it, and as Webex shows it afterwards. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from pydantic import ValidationError

from adapters.creation import Created, FieldValue, LineKind, NewLine
from adapters.making import proven
from adapters.model import Line, MenuAction
from adapters.webex.creation import NewAutoAttendant, NewCallQueue
from adapters.webex.kinds import (
    AGENTS,
    ALTERNATE,
    EXTENSION,
    LANGUAGE,
    PARTS,
    PHONE_NUMBER,
    RING_PATTERN,
    ROUTING,
    SIDES,
    TRANSFERS,
    Part,
    key_action,
    key_number,
    kind_and_place,
)
from adapters.webex.menus import key_of, menu_of
from adapters.webex.queue_options import BY_SKILL, OVERFLOW, OVERFLOW_NUMBER, ROUTING_TYPE
from adapters.webex.queue_wire import Agent
from adapters.webex.rules import LANGUAGE_CODE, NOT_BY_SKILL, ROUTED_BY_SKILL, crowd_problems
from adapters.webex.wire import HoursMenu, Reached, parsed
from adapters.webex.words import ATTENDANT, NUMBER, plain_number

_OTHERWISE: Final = "Webex does not take this value, or not together with the others: choose another one."
_EXTENSION: Final = re.compile(r"[0-9]{2,10}")
_SPECIAL: Final = frozenset({ALTERNATE, *map(key_action, SIDES), *map(key_number, SIDES)})
"""What goes into a list together with something else."""
_ENDS: Final[Mapping[str, tuple[str]]] = {
    **{key_action(side): ("action",) for side in SIDES},
    **{key_number(side): ("value",) for side in SIDES},
}
"""Of those that share a path, where each stands at its end."""


def problems(new: NewLine) -> dict[str, str]:
    """Why Webex would not take a new line: a sentence by the field's name, or by `name`."""
    kind, _ = kind_and_place(new.kind)
    if kind not in PARTS:
        return {"name": "Webex has no such kind of line; start again from the list of what can be made."}
    found = dict(_general_problems(new.values, PARTS[kind]))
    found |= dict(_attendant_problems(new.values) if kind == ATTENDANT else _queue_problems(new.values))
    if not found:
        try:
            order_of(new)
        except ValidationError as error:
            for wrong in error.errors():
                found[_field_at(wrong["loc"], new.values, PARTS[kind])] = _OTHERWISE
    return found


def order_of(new: NewLine) -> NewAutoAttendant | NewCallQueue:
    """The line as Webex is told of it; what is not said is left to Webex."""
    kind, _ = kind_and_place(new.kind)
    body: dict[str, Any] = {"name": new.name}
    for name, value in new.values.items():
        if name not in _SPECIAL:
            part = PARTS[kind][name]
            _put(body, part.path, _theirs(part, value))
    if kind == ATTENDANT:
        for side, menu in SIDES.items():
            _put(body, (menu, "keyConfigurations"), [_key(new.values, side)])
        if ALTERNATE in new.values:
            body["alternateNumbers"] = [{"phoneNumber": new.values[ALTERNATE]}]
        return NewAutoAttendant.model_validate(body)
    body.setdefault("agents", [])
    if RING_PATTERN in new.values:
        _put(body, ("callPolicies", "distinctiveRing", "enabled"), value=True)
    return NewCallQueue.model_validate(body)


def created(line: Line, new: NewLine, kind: LineKind, answer: Any) -> Created:
    """What came of it; `answer` is what Webex shows of the line, as JSON."""
    named = line.model_copy(update={"name": parsed(Reached, answer).name})
    return proven(named, new.name, kind.fields, new.values, dict(_shown(new, answer)))


def _general_problems(values: Mapping[str, FieldValue], parts: Mapping[str, Part]) -> Iterator[tuple[str, str]]:
    for name in values.keys() - parts.keys():
        yield name, f"Webex takes nothing called {name} for this kind of line; leave it out."
    for name, part in parts.items():
        if part.field.required and name not in values:
            yield name, f"{part.field.label} is needed."
    if not values.keys() & {PHONE_NUMBER, EXTENSION}:
        yield PHONE_NUMBER, "Give the line a phone number or an extension, so that it can be reached."
    if not _EXTENSION.fullmatch(str(values.get(EXTENSION, "00"))):
        yield EXTENSION, "An extension is two to ten digits."
    if not LANGUAGE_CODE.fullmatch(str(values.get(LANGUAGE, "en_us"))):
        yield LANGUAGE, f"{values[LANGUAGE]} is no language code of Webex's; one looks like en_us."


def _attendant_problems(values: Mapping[str, FieldValue]) -> Iterator[tuple[str, str]]:
    for side in SIDES:
        name, transfers = key_number(side), values.get(key_action(side)) in TRANSFERS
        if transfers and name not in values:
            yield name, f"Say where key 0 leads while {side}, or let it do something else."
        elif name in values and not transfers:
            yield name, f"Key 0 leads nowhere while {side}: let it transfer the call, or leave the number empty."


def _queue_problems(values: Mapping[str, FieldValue]) -> Iterator[tuple[str, str]]:
    transfers = values.get(OVERFLOW) == "transfer"
    if transfers and OVERFLOW_NUMBER not in values:
        yield OVERFLOW_NUMBER, "Say where calls go when the queue is full, or choose another treatment."
    elif OVERFLOW_NUMBER in values and not transfers:
        yield (
            OVERFLOW_NUMBER,
            "Calls go there only if the queue transfers them when it is full; else leave it empty.",
        )
    routing, agents = str(values.get(ROUTING)), values.get(AGENTS, ())
    for problem in crowd_problems(routing, len(agents) if isinstance(agents, tuple) else 0):
        yield AGENTS, problem
    if values.get(ROUTING_TYPE) == BY_SKILL and routing not in ROUTED_BY_SKILL:
        yield ROUTING_TYPE, NOT_BY_SKILL


def _field_at(place: Sequence[str | int], values: Mapping[str, FieldValue], parts: Mapping[str, Part]) -> str:
    """The field that has put something at a place of the order; the name, if it was none of them."""
    way = tuple(each for each in place if isinstance(each, str))
    paths = {name: (*parts[name].path, *_ENDS.get(name, ())) for name in values}
    fitting = (name for name, path in paths.items() if way and (path[: len(way)] == way or way[: len(path)] == path))
    return next(fitting, "name")


def _key(values: Mapping[str, FieldValue], side: str) -> dict[str, Any]:
    number = values.get(key_number(side))
    target = {"target_kind": NUMBER, "target_id": str(number)} if number else {}
    return key_of("0", MenuAction(action=str(values[key_action(side)]), **target), mailbox="").body()


def _put(body: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    *way, last = path
    for key in way:
        body = body.setdefault(key, {})
    body[last] = value


def _theirs(part: Part, value: FieldValue) -> Any:
    if isinstance(value, tuple):
        return [{"id": each} for each in value]
    return part.words.theirs(value) if isinstance(value, str) else value


def _shown(new: NewLine, answer: Mapping[str, Any]) -> Iterator[tuple[str, FieldValue]]:
    kind, _ = kind_and_place(new.kind)
    for name in new.values:
        if name not in _SPECIAL:
            part = PARTS[kind][name]
            value = _ours(part, _at(answer, part.path))
            if value is not None:
                yield name, value
    for each in parsed(Reached, answer).alternate_numbers:
        yield ALTERNATE, each.phone_number
    for side, menu in SIDES.items():
        key = menu_of(parsed(HoursMenu, answer.get(menu) or {}), mailbox="").keys.get("0")
        if key:
            yield key_action(side), key.action
            yield key_number(side), key.target_id or ""


def _at(answer: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    """What stands at the end of a path; None if some part on the way did not come."""
    value: Any = answer
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _ours(part: Part, value: Any) -> FieldValue | None:
    """A value in our words; None for what is not of its kind."""
    match part.field.type:
        case "switch":
            return value if isinstance(value, bool) else None
        case "number":
            return int(value) if str(value).isdecimal() else None
        case "choices":
            return tuple(parsed(Agent, each).id for each in value) if isinstance(value, list) else None
        case "phone":
            return plain_number(value) if isinstance(value, str) else None
        case _:
            return part.words.ours(value) if isinstance(value, str) else None
