"""What can be done to a workgroup, what of it Telegent shows, and what else a person should know of it. Pure."""

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Final

from adapters.system import Capabilities
from adapters.telegent.kept import doubt
from adapters.telegent.options import OPTIONS
from adapters.telegent.rules import MENU_KEYS
from adapters.telegent.translate import SIDES, Found
from adapters.telegent.words import (
    DEFAULT,
    KEY_ACTIONS,
    LINE,
    ROUTINGS,
    TREATMENTS,
    WITHOUT_MENU,
    WORKGROUP,
    own_way,
)

LAG: Final = dt.timedelta(minutes=10)
"""How long Telegent says that changes may take until they reach callers."""

EXAMPLE: Final = frozenset({"Name", "Type", "AccountId", "ScheduleId"})
"""The fields that Telegent's own example of an answer shows; it describes more of them in words."""

_KEYS: Final = frozenset({"set_menu_key", "remove_menu_key"})


def capabilities(kind: str, shown: Collection[str]) -> Capabilities:
    """What can be done to a line of some kind of which Telegent shows some fields."""
    changes = {"set_hours", "set_treatment", "set_option"}
    unreadable: set[str] = set()
    if kind == WITHOUT_MENU:
        changes.add("set_routing")
        if "Type" not in shown:
            unreadable.add("set_routing")
    else:
        changes |= _KEYS
        unreadable |= _KEYS
    if not {field for _, *fields in SIDES for field in fields} <= set(shown):
        unreadable.add("set_treatment")
    without_target = {own_way(kind), DEFAULT}
    return Capabilities(
        changes=frozenset(changes),
        unreadable=frozenset(unreadable),
        options=tuple(option.model_copy(update={"readable": field in shown}) for field, option in OPTIONS.items()),
        menu_keys="" if kind == WITHOUT_MENU else MENU_KEYS,
        key_menus=("open",),
        menu_actions=() if kind == WITHOUT_MENU else KEY_ACTIONS,
        treatments=tuple(each for each in TREATMENTS if each.needs_target or each.name in without_target),
        routings=tuple(ROUTINGS.values()) if kind == WITHOUT_MENU else (),
        intervals_a_day=1,
        lag=LAG,
        destination_kinds=((LINE, "Another line"),),
        portal="the workgroup's settings in Telegent's portal",
    )


def remarks(found: Found, name: str) -> Iterator[str]:
    """What else a person should know of a workgroup of some name, a sentence each."""
    if found.kind == WORKGROUP:
        yield (
            f"Telegent shows {name} as a workgroup of the type “{found.type_word}”, which its documents do not explain:"
            " its keys have an effect only if it has a menu, and its routing cannot be changed here."
        )
    if found.kind != WITHOUT_MENU:
        if found.kept.keys:
            yield (
                f"Telegent does not show the keys of {name}: those set through Switchhook are shown, as last set by"
                " Switchhook. What else stands on a key cannot be seen, and stays."
            )
        else:
            yield (
                f"Telegent does not show the keys of {name}, so the present keys cannot be read. What stands on a key"
                " already cannot be seen, and stays."
            )
    yield from (doubt(digit) for digit, key in sorted(found.kept.keys.items()) if key.is_doubtful)
    for digit, key in sorted(found.kept.keys.items()):
        if key.leaving:
            yield f"Telegent has not said whether it removed key {digit} of {name} the last time: remove it again."
        elif key.becoming is not None:
            yield f"Telegent has not said whether it changed key {digit} of {name} the last time: set it anew."
    pending = found.kept.pending.keys() - found.shown.keys()
    labels = [option.label.lower() for field, option in OPTIONS.items() if field in pending]
    labels += [f"where calls go while {side}" for side, field, _ in SIDES if field in pending]
    if labels:
        yield f"Telegent has not said whether it took the last setting of {_listed(labels)} for {name}: set it anew."


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
