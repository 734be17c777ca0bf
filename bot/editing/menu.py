"""The form of a menu: one key at a time, with all of them in sight. Pure."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from adapters import Change, MenuAction, MenuName, RemoveMenuKey, SetMenuKey
from bot import describe
from bot.answers import Input
from bot.editing.choosing import Choices, chosen, news, short
from bot.editing.inputs import FormError, FormName, Scene, Values, text_of
from bot.editing.leading import Spot
from bot.editing.saying import begun
from bot.intent import without_menu
from bot.language import Ask, Verb
from bot.plans import Facts, key_problem

_BOTH: Final = "both"
_UNKNOWN: Final = "not known"


class MenuKeys:
    """What the keys of a menu do."""

    name: Final = FormName.MENU
    label: Final = "Menu keys"
    verb: Final = Verb.MENU
    several: Final = False

    def unfit(self, facts: Facts) -> str:
        """A line without a menu has no keys."""
        has_keys = "set_menu_key" in facts.capabilities.changes and facts.capabilities.menu_keys
        return "" if has_keys and _menus(facts) else without_menu(facts)

    def begin(self, facts: Facts, ask: Ask | None, now: dt.datetime) -> Values:
        """A key with what it does now, or the key that was named with what it is to do."""
        menu, key = _first(facts, ask)
        found = {"menu": menu, "key": key}
        for each in _ways(facts):
            for one in facts.capabilities.menu_keys:
                found |= _spot(facts, each, one).begin()
        return found | begun(_spot(facts, menu, key), ask, facts, now) if ask else found

    def inputs(self, values: Values, facts: Facts) -> Sequence[Input]:
        """Which menu, where there are two; which key; what it does; where it leads then."""
        return tuple(self._inputs(values, facts))

    def _inputs(self, values: Values, facts: Facts) -> Iterator[Input]:
        ways = _ways(facts)
        if len(ways) > 1:
            yield Input(name="menu", label="Which menu", type="choice", choices=_WAYS, required=True)
        way = _way(values, facts)
        if way:
            yield Input(name="key", label="Key", type="choice", choices=_keys(facts, way), required=True)
        key = text_of(values, "key")
        if way and key in tuple(facts.capabilities.menu_keys):
            yield from _spot(facts, way, key).inputs(values)

    def glance(self, facts: Facts) -> Sequence[str]:
        """All keys of both menus, with what they do."""
        return tuple(line for name in _shown_menus(facts) for line in _all_keys(facts, name))

    def changes(self, values: Values, facts: Facts, scene: Scene) -> tuple[Change, ...]:
        """One key, in one menu or in both."""
        way = _way(values, facts)
        if not way:
            raise FormError({"menu": "Choose which menu."})
        key = chosen(values, "key", _keys(facts, way), _missing(text_of(values, "key"), facts))
        action = _spot(facts, way, key).action(values, scene)
        names = _names(way)
        if action is None:
            return news((RemoveMenuKey(menu=name, key=key) for name in names), facts)
        return news((SetMenuKey(menu=name, key=key, action=action) for name in names), facts)


_WAYS: Final[Choices] = (
    ("open", "While open"),
    ("closed", "While closed"),
    (_BOTH, "Both: while open and while closed"),
)


def _menus(facts: Facts) -> tuple[MenuName, ...]:
    """The menus whose keys can be set."""
    return tuple(each for each in facts.capabilities.key_menus if facts.setup.menu(each) is not None)


def _shown_menus(facts: Facts) -> tuple[MenuName, ...]:
    """The menus whose keys are worth a look."""
    names: tuple[MenuName, ...] = ("open", "closed")
    menus = ((each, facts.setup.menu(each)) for each in names)
    return tuple(name for name, menu in menus if menu and (menu.keys or name in _menus(facts)))


def _ways(facts: Facts) -> tuple[str, ...]:
    """The menus, and both of them where there are two."""
    menus = _menus(facts)
    return (*menus, _BOTH) if len(menus) > 1 else menus


def _names(way: str) -> tuple[MenuName, ...]:
    return ("open", "closed") if way == _BOTH else ("closed",) if way == "closed" else ("open",)


def _way(values: Values, facts: Facts) -> str:
    """Which menu is chosen; empty if none is."""
    ways = _ways(facts)
    chosen = text_of(values, "menu") if len(ways) > 1 else ways[0]
    return chosen if chosen in ways else ""


def _first(facts: Facts, ask: Ask | None) -> tuple[str, str]:
    """The menu and the key that a form begins with: those that were named, else the first key that is known."""
    ways, keys = _ways(facts), facts.capabilities.menu_keys
    way = ask.menu if ask and ask.menu in ways and ask.menu else ways[0]
    if ask and ask.key in tuple(keys):
        return way, ask.key
    return way, next((key for key in keys if _at(facts, way, key)[0]), keys[0])


def _at(facts: Facts, way: str, key: str) -> tuple[MenuAction | None, bool]:
    """What a key does, and whether that is known: in both menus only if it is the same."""
    menus = [facts.setup.menu(name) for name in _names(way)]
    found = [menu.keys.get(key) if menu else None for menu in menus]
    same = all(each == found[0] for each in found)
    return (found[0], found[0] is not None or _is_shown(facts)) if same else (None, False)


def _is_shown(facts: Facts) -> bool:
    """Whether a key of which nothing is known does nothing."""
    return facts.made or facts.capabilities.shows(RemoveMenuKey(key="0"))


def _spot(facts: Facts, way: str, key: str) -> Spot:
    now, known = _at(facts, way, key)
    is_set = any(_at(facts, name, key)[0] for name in _names(way))
    return Spot(
        facts=facts,
        name=f"{way}_{key}",
        asked=f"What key {key} does",
        options=facts.capabilities.menu_actions,
        now=now,
        known=known,
        removable="remove_menu_key" in facts.capabilities.changes and (is_set or _is_shown(facts)),
        described=facts.capabilities.described,
    )


def _keys(facts: Facts, way: str) -> Choices:
    return tuple((key, f"{key} · {_told(facts, way, key)}") for key in facts.capabilities.menu_keys)


def _told(facts: Facts, way: str, key: str) -> str:
    """What a key does, in a few words."""
    now, known = _at(facts, way, key)
    if known:
        return facts.words.action(now) if now else "nothing yet"
    names = _names(way)
    if len(names) == 1 or not any(_at(facts, name, key)[1] for name in names):
        return _UNKNOWN
    return "; ".join(f"while {name}: {short(_told(facts, name, key))}" for name in names)


def _missing(key: str, facts: Facts) -> str:
    """Why a key cannot be the one."""
    return (key_problem(key, facts) if key else None) or "Choose a key."


def _all_keys(facts: Facts, name: MenuName) -> Iterator[str]:
    """Every key of a menu: a line for each that does something, and one for the others."""
    keys = facts.capabilities.menu_keys
    used = [key for key in keys if _at(facts, name, key)[0]]
    free = "".join(key for key in keys if key not in used)
    shown = _is_shown(facts)
    yield f"The menu while {name}" + ("" if shown else f", {describe.AS_LAST_SET}") + ":"
    for key in used:
        yield f"{key} · {_told(facts, name, key)}"
    if free:
        yield f"{describe.keys(free)} · {'nothing yet' if shown else _UNKNOWN}"
