"""The menus of an auto attendant as ours, and the bodies that lead from one to another. Pure.

Which keys want an empty `value` and which want none is said differently by every source; so what Webex has shown goes
back as it came, and `forms` has the other ways to say it, for when Webex misses a value.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from adapters.errors import RefusedError
from adapters.model import Menu, MenuAction
from adapters.webex.rules import MENU_KEYS
from adapters.webex.wire import AudioFile, HoursMenu, Key
from adapters.webex.words import ANNOUNCEMENT, MENU_ACTIONS, MENU_WORDS, NUMBER, VOICEMAIL

_FIELD_MISSING: Final = "25008"
"""Webex's code for a body in which a field is missing."""
_BLAMED: Final = "keyConfigurations.value"

_TRANSFERS: Final = frozenset(word for word, option in MENU_ACTIONS.items() if NUMBER in option.targets)
_PERHAPS_EMPTY: Final = frozenset({"TRANSFER_TO_OPERATOR", "NAME_DIALING", "EXTENSION_DIALING", "REPEAT_MENU"})
"""Actions for which some have seen an absent value refused, and others an empty one."""


def menu_of(menu: HoursMenu, mailbox: str) -> Menu:
    """A menu in our words; `mailbox` is the number that stands for the auto attendant's own voicemail."""
    keys: dict[str, MenuAction] = {}
    for each in menu.key_configurations:
        keys.setdefault(each.key, _action_of(each, mailbox))
    return Menu(action=MenuAction(action="menu"), keys=dict(sorted(keys.items())))


def with_keys(menu: HoursMenu, before: Menu, after: Menu, mailbox: str) -> HoursMenu:
    """The menu with those keys changed that are different; a changed one stays in its place, new ones find theirs."""
    changed = {key for key in before.keys | after.keys if before.keys.get(key) != after.keys.get(key)}
    if not changed:
        return menu
    kept = tuple(_keys(menu, changed & before.keys.keys(), after, mailbox))
    new = [key_of(key, after.keys[key], mailbox) for key in changed - before.keys.keys()]
    return menu.with_value(("key_configurations",), _placed(kept, new))


def forms(body: dict[str, Any]) -> list[dict[str, Any]]:
    """The ways to write a body with menus, the likeliest first: as it is, with every value, with no empty value."""
    found = [body, _with_values(body, present=True), _with_values(body, present=False)]
    return [each for number, each in enumerate(found) if each not in found[:number]]


def misses_value(error: RefusedError) -> bool:
    """Whether a body was refused for how it says that a key has no value."""
    return error.code == _FIELD_MISSING or _BLAMED in str(error)


def _action_of(key: Key, mailbox: str) -> MenuAction:
    action = MENU_WORDS.ours(key.action)
    kind, target = None, None
    if key.action in _TRANSFERS and key.value and not (action == VOICEMAIL and key.value == mailbox):
        kind, target = NUMBER, key.value
    elif key.audio_announcement_file.id:
        kind, target = ANNOUNCEMENT, key.audio_announcement_file.id
    return MenuAction(action=action, target_kind=kind, target_id=target, description=key.description)


def _keys(menu: HoursMenu, changed: set[str], after: Menu, mailbox: str) -> Iterator[Key]:
    left = set(changed)
    for each in menu.key_configurations:
        if each.key not in changed:
            yield each
        elif each.key in left and each.key in after.keys:
            yield key_of(each.key, after.keys[each.key], mailbox)
        left.discard(each.key)


def _placed(keys: Sequence[Key], new: Iterable[Key]) -> tuple[Key, ...]:
    """The keys with each new one before the first that follows it on a telephone."""
    placed = list(keys)
    for key in sorted(new, key=lambda each: MENU_KEYS.index(each.key)):
        later = (at for at, each in enumerate(placed) if each.key in MENU_KEYS[MENU_KEYS.index(key.key) + 1 :])
        placed.insert(next(later, len(placed)), key)
    return tuple(placed)


def key_of(key: str, action: MenuAction, mailbox: str) -> Key:
    """A key as Webex is told of it for the first time."""
    word = MENU_WORDS.theirs(action.action)
    told: dict[str, Any] = {"description": action.description} if action.description else {}
    if action.target_kind == ANNOUNCEMENT:
        return Key(key=key, action=word, audioAnnouncementFile=AudioFile(id=action.target_id or ""), **told)
    value = action.target_id or ""
    if action.action == VOICEMAIL:
        value = _mailbox(value, mailbox)
    if value or word in _PERHAPS_EMPTY:
        told["value"] = value
    return Key(key=key, action=word, **told)


def _mailbox(number: str, own: str) -> str:
    """The number whose voicemail is meant."""
    if not number and not own:
        msg = "This auto attendant has no number of its own, so say whose voicemail is meant."
        raise RefusedError(msg)
    if number and number == own:
        msg = "That is the auto attendant's own voicemail; name no number to send callers there."
        raise RefusedError(msg)
    return number or own


def _with_values(body: dict[str, Any], *, present: bool) -> dict[str, Any]:
    """The body with an empty value at every key that may have one, or at none."""
    return {
        name: part | {"keyConfigurations": [_with_value(each, present=present) for each in part["keyConfigurations"]]}
        if isinstance(part, dict) and "keyConfigurations" in part
        else part
        for name, part in body.items()
    }


def _with_value(key: dict[str, Any], *, present: bool) -> dict[str, Any]:
    if key["action"] not in _PERHAPS_EMPTY or key.get("value"):
        return key
    bare = {name: value for name, value in key.items() if name != "value"}
    return {**bare, "value": ""} if present else bare
