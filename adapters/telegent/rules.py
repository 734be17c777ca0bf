"""What Telegent would not take, said as sentences before anyone is asked to approve. Pure."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from adapters.model import MenuAction, MenuName, Setup, Weekday
from adapters.system import ActionOption
from adapters.telegent.hours import LAST_MINUTE
from adapters.telegent.options import ADDRESSES, DIGITS, NUMBERS, OPTIONS, PLACES, WHERE_IDS_ARE
from adapters.telegent.words import (
    DEFAULT,
    KEY_ACTIONS,
    MENU,
    NOT_SHOWN,
    NUMBER,
    RING,
    ROUTING_TYPES,
    ROUTINGS,
    TREATMENTS,
    WITHOUT_MENU,
    is_address,
    is_number,
    own_way,
)

_IDS: Final = frozenset({"hold_music", "account", "open_person", "closed_person"})
_ID: Final = re.compile(r"(?=.*[0-9])\S+", re.ASCII)
"""Ids are opaque; every one that Telegent's documents show has a digit."""

MENU_KEYS: Final = "0123456789"
_KEY_ACTIONS: Final[Mapping[str, ActionOption]] = {option.name: option for option in KEY_ACTIONS}
_TREATMENTS: Final[Mapping[str, ActionOption]] = {option.name: option for option in TREATMENTS}


def problems(kind: str, before: Setup, after: Setup) -> list[str]:
    """Why Telegent would not take a change of a line of some kind; what a change leaves alone is not its problem."""
    return [
        *_hours_problems(before, after),
        *_key_problems(kind, before, after),
        *_treatment_problems("open", kind, before, after),
        *_treatment_problems("closed", kind, before, after),
        *_routing_problems(kind, before, after),
        *_option_problems(before, after),
    ]


def value_problem(name: str, value: str) -> str | None:
    """What is wrong with a number, an address or an id, beyond its length."""
    if name in NUMBERS and not is_number(value):
        return "Telegent wants a phone number with its country code, such as +19195550100."
    if name in ADDRESSES and value and not is_address(value):
        return "The address of a recording begins with https://, such as https://example.com/hello.mp3."
    if name in DIGITS and value and not (value.isascii() and value.isdigit()):
        return f"{OPTIONS[PLACES[name]].label} is a whole number: digits only."
    if name in _IDS and value and not _ID.fullmatch(value):
        return f"“{value}” is not an id, which has digits and no spaces. {WHERE_IDS_ARE}"
    return None


def _hours_problems(before: Setup, after: Setup) -> Iterator[str]:
    rows = [each for day in Weekday if after.hours.row(day) != before.hours.row(day) for each in after.hours.row(day)]
    laid = [each for each in after.overrides if each not in before.overrides]
    edges = {minute for each in rows for minute in (each.start, each.end)}
    edges |= {edge.hour * 60 + edge.minute for each in laid for edge in (each.start, each.end) if edge is not None}
    if LAST_MINUTE in edges:
        yield (
            "Telegent has no 24:00, so 23:59 stands for midnight there: name midnight instead, or a time up to 23:58."
        )


def _key_problems(kind: str, before: Setup, after: Setup) -> Iterator[str]:
    if after.closed_menu and before.closed_menu and after.closed_menu.keys != before.closed_menu.keys:
        yield "Telegent has one menu for all hours: set its keys without saying that they are for closed hours."
    keys = (before.open_menu.keys if before.open_menu else {}), (after.open_menu.keys if after.open_menu else {})
    if kind == WITHOUT_MENU and keys[0] != keys[1]:
        yield "This workgroup has no menu. A new line can have one: say “new line” and choose a workgroup with a menu."
        return
    for key, action in keys[1].items():
        if action == keys[0].get(key):
            continue
        if len(key) != 1 or key not in MENU_KEYS:
            yield (
                f"Telegent stores the keys of a menu as numbers, so {key} cannot be one: choose a key from 0 to 9"
                " instead."
            )
        yield from _action_problems(f"on key {key}", action, _KEY_ACTIONS)


def _treatment_problems(side: MenuName, kind: str, before: Setup, after: Setup) -> Iterator[str]:
    menus = before.menu(side), after.menu(side)
    if not menus[0] or not menus[1] or menus[0].action == menus[1].action:
        return
    action = menus[1].action
    where = f"while {side}"
    if action.action == NOT_SHOWN:
        yield (
            f"What calls got {where} was set outside Switchhook, and Telegent never showed it, so it cannot be put"
            " back: say where calls should go instead."
        )
    elif side == "closed" and action.action in {MENU, RING}:
        yield (
            "While closed, Telegent sends calls to one person or to one other line: name that, or say “what Telegent"
            " does by itself”."
        )
    elif side == "open" and action.action in {MENU, RING, DEFAULT} and action.action != own_way(kind):
        label = _TREATMENTS[own_way(kind)].label.lower()
        yield f"While open, what this workgroup can do by itself is: {label}. Say that, or name a person or a line."
    else:
        yield from _action_problems(where, action, _TREATMENTS)


def _action_problems(where: str, action: MenuAction, known: Mapping[str, ActionOption]) -> Iterator[str]:
    option = known.get(action.action)
    if option is None:
        labels = ", ".join(each.label.lower() for each in known.values())
        yield f"Telegent knows no action “{action.action}” {where}; it can: {labels}."
        return
    if action.description:
        yield f"Telegent keeps no description beside an action ({where}): leave it out."
    if option.needs_target != (action.target_kind is not None and bool(action.target_id)):
        yield (
            f"“{option.label}” {where} needs a target."
            if option.needs_target
            else (f"“{option.label}” {where} leads nowhere else: leave the target out.")
        )
    elif action.target_kind is not None and action.target_kind not in option.targets:
        yield f"“{option.label}” {where} cannot lead to a target of the kind {action.target_kind}."
    elif action.target_kind == NUMBER and not is_number(action.target_id or ""):
        yield f"Telegent wants the number {where} with its country code, such as +19195550100."


def _routing_problems(kind: str, before: Setup, after: Setup) -> Iterator[str]:
    if after.routing == before.routing:
        return
    if kind != WITHOUT_MENU:
        yield f"A {kind} sends calls where its keys lead, so it has no routing: change its keys instead."
    elif after.routing not in ROUTING_TYPES:
        labels = " or ".join(label.lower() for _, label in ROUTINGS.values())
        yield f"Telegent cannot route calls as “{after.routing}”, but {labels}."


def _option_problems(before: Setup, after: Setup) -> Iterator[str]:
    for name, value in after.options.items():
        if value == before.options.get(name):
            continue
        field = PLACES.get(name)
        if field is None:
            yield f"Telegent has no setting “{name}”."
            continue
        problem = OPTIONS[field].problem(value) or value_problem(name, str(value))
        if problem:
            yield problem
