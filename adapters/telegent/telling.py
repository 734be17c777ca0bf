"""What can be done to a workgroup, what of it Telegent shows, and what else a person should know of it. Pure."""

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Final

from adapters.model import listed
from adapters.system import Capabilities
from adapters.telegent.kept import Kept
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
        extensions=False,
        key_announcement=OPTIONS["AnnouncementText"].name,
        routings=tuple(ROUTINGS.values()) if kind == WITHOUT_MENU else (),
        intervals_a_day=1,
        lag=LAG,
        destination_kinds=((LINE, "Another line"),),
        portal="the workgroup's settings in Telegent's portal",
    )


def remarks(found: Found, name: str, outgrown: str | None = None) -> Iterator[str]:
    """What else a person should know of a workgroup of some name, a sentence each.

    `outgrown` is the name of its own schedule, if that was changed while the workgroup went by another.
    """
    if outgrown is not None:
        yield (
            f"The schedule “{outgrown}” of {name} was changed at Telegent while {name} went by another one. {name}"
            f" keeps the hours that it had: if the change is meant for {name} too, set the new hours here."
        )
    if found.kind == WORKGROUP:
        yield (
            f"Telegent shows {name} as a workgroup of the type “{found.type_word}”, which its documents do not explain:"
            " its keys have an effect only if it has a menu, and its routing cannot be changed here."
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
        yield f"Telegent has not said whether it took the last setting of {listed(labels)} for {name}: set it anew."


def key_remarks(found: Found, name: str) -> Iterator[str]:
    """How much is known of the keys of a workgroup of some name, in a sentence if it has a menu."""
    if found.kind != WITHOUT_MENU:
        yield _of_keys(found.kept, name)


def _of_keys(kept: Kept, name: str) -> str:
    if kept.is_made and kept.keys:
        return f"Telegent does not show the keys of {name}, which Switchhook made: they are as last set by Switchhook."
    if kept.is_made:
        return f"{name} has no keys yet, as far as Switchhook knows, which made it."
    if kept.keys:
        return (
            f"Telegent does not show the keys of {name}: those set through Switchhook are shown, as last set by"
            " Switchhook. What else stands on a key cannot be seen, and stays."
        )
    return (
        f"Telegent does not show the keys of {name}, so the present keys cannot be read. What stands on a key already"
        " cannot be seen, and stays."
    )


def doubt(digit: str) -> str:
    """What to say of a key that was perhaps made."""
    return (
        f"Telegent has not said whether it set key {digit}, and its keys cannot be read. Delete key {digit} in"
        f" Telegent's portal if it is there, then remove key {digit} here, and set it again."
    )
