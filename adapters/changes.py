"""The verbs: everything that can be done to a line, each a value that can say what it does.

`change.applied_to(setup)` is the setup afterwards. `change.slice(setup)` is the part of a setup that the change
looks at or touches, as plain JSON: an approval is bound to it. `change.undone(setup)` is the change that leads back.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import reduce
from typing import Annotated, Any, Literal, Protocol, TypeAlias

from pydantic import Field

from adapters.errors import UnsupportedError
from adapters.hours import day_hours
from adapters.model import (
    Day,
    Member,
    Menu,
    MenuAction,
    MenuName,
    OptionValue,
    Override,
    QueueSettings,
    Setup,
    Value,
    Weekday,
)
from adapters.overrides import cut, lay, sewn, within

Slice: TypeAlias = dict[str, Any]

ESCAPE_KEY = "escape_key"
"""The option that stands in the queue settings as well, since a callback must not take its key."""

_LONGEST_SLICE = dt.timedelta(days=400)


class Verb(Protocol):
    """What every change can say of itself."""

    def applied_to(self, setup: Setup) -> Setup: ...
    def slice(self, setup: Setup) -> Slice: ...
    def undone(self, setup: Setup) -> "Change": ...


class _Dated(Value):
    """A change of the overrides in [start, end) of the line's wall-clock time; `end` None: until further notice."""

    start: dt.datetime
    end: dt.datetime | None
    shared: bool = False
    """Also for every other line that uses the same schedule at the vendor; else for this line only."""

    def slice(self, setup: Setup) -> Slice:
        """The effective open intervals of the dates touched; without an end, the standing week as well."""
        last = self.end or max((each.end or each.start for each in setup.overrides), default=self.start) + dt.timedelta(
            days=1
        )
        last = min(last, self.start + _LONGEST_SLICE)
        days: Slice = {}
        date = self.start.date()
        while dt.datetime.combine(date, dt.time()) < last or date == self.start.date():
            days[date.isoformat()] = _plain(day_hours(setup.hours, setup.overrides, date))
            date += dt.timedelta(days=1)
        if self.end is None:
            days["week"] = setup.hours.model_dump(mode="json")
        return days

    def undone(self, setup: Setup) -> "Change":
        kept = within(setup.overrides, self.start, self.end)
        return PutOverrides(start=self.start, end=self.end, shared=self.shared, overrides=kept)

    def _with(self, setup: Setup, overrides: tuple[Override, ...]) -> Setup:
        return setup.model_copy(update={"overrides": overrides})


class Close(_Dated):
    """Close the line for a while. Closing twice is closing once."""

    kind: Literal["close"] = "close"
    name: str = ""
    reason: str = ""

    def applied_to(self, setup: Setup) -> Setup:
        newer = Override(state="closed", start=self.start, end=self.end, name=self.name, reason=self.reason)
        return self._with(setup, lay(setup.overrides, [newer]))


class OpenSpecial(_Dated):
    """Open the line for a while outside its hours."""

    kind: Literal["open_special"] = "open_special"
    name: str = ""
    reason: str = ""

    def applied_to(self, setup: Setup) -> Setup:
        newer = Override(state="open", start=self.start, end=self.end, name=self.name, reason=self.reason)
        return self._with(setup, lay(setup.overrides, [newer]))


class Reopen(_Dated):
    """End the closures in a stretch of time, so that the hours rule again; special hours stay."""

    kind: Literal["reopen"] = "reopen"
    keeps: tuple[Override, ...] = ()
    """Closures of the vendor's own calendar that lie in that stretch, beneath what was laid over them, and stay."""

    def applied_to(self, setup: Setup) -> Setup:
        closed = cut([each for each in setup.overrides if each.state == "closed"], self.start, self.end)
        special = [each for each in setup.overrides if each.state == "open"]
        kept = within(self.keeps, self.start, self.end)
        return self._with(setup, lay(sewn(lay(closed, kept), self.start, self.end), special))


class PutOverrides(_Dated):
    """Make the overrides in a stretch of time exactly these: what an undo does."""

    kind: Literal["put_overrides"] = "put_overrides"
    overrides: tuple[Override, ...]

    def applied_to(self, setup: Setup) -> Setup:
        laid = lay(cut(setup.overrides, self.start, self.end), self.overrides)
        return self._with(setup, sewn(laid, self.start, self.end))


class SetHours(Value):
    """Change the standing week: the named weekdays, or always open; a weekday not named stays as it is."""

    kind: Literal["set_hours"] = "set_hours"
    rows: dict[Weekday, Day] = {}
    always: bool = False
    shared: bool = False
    """Also for every other line that uses the same schedule at the vendor; else for this line only."""

    def applied_to(self, setup: Setup) -> Setup:
        if self.always:
            hours = setup.hours.with_rows(self.rows).model_copy(update={"always": True})
        else:
            hours = setup.hours.with_rows(self.rows)
        return setup.model_copy(update={"hours": hours})

    def slice(self, setup: Setup) -> Slice:
        named = list(Weekday) if self.always or setup.hours.always else sorted(self.rows)
        return {"always": setup.hours.always, **{day.value: _plain(setup.hours.row(day)) for day in named}}

    def undone(self, setup: Setup) -> "Change":
        whole = self.always or setup.hours.always
        rows = {day: setup.hours.row(day) for day in (Weekday if whole else self.rows)}
        return SetHours(rows=rows, always=setup.hours.always, shared=self.shared)


class SetMenuKey(Value):
    """Make a key of a menu do something; a key that is taken changes its meaning."""

    kind: Literal["set_menu_key"] = "set_menu_key"
    menu: MenuName = "open"
    key: str
    action: MenuAction

    def applied_to(self, setup: Setup) -> Setup:
        return _with_menu(setup, self.menu, _menu(setup, self.menu).with_key(self.key, self.action))

    def slice(self, setup: Setup) -> Slice:
        return _key_slice(setup, self.menu, self.key)

    def undone(self, setup: Setup) -> "Change":
        return _key_back(setup, self.menu, self.key)


class RemoveMenuKey(Value):
    """Make a key of a menu do nothing."""

    kind: Literal["remove_menu_key"] = "remove_menu_key"
    menu: MenuName = "open"
    key: str

    def applied_to(self, setup: Setup) -> Setup:
        return _with_menu(setup, self.menu, _menu(setup, self.menu).with_key(self.key, None))

    def slice(self, setup: Setup) -> Slice:
        return _key_slice(setup, self.menu, self.key)

    def undone(self, setup: Setup) -> "Change":
        return _key_back(setup, self.menu, self.key)


class SetTreatment(Value):
    """Choose what happens to a call that nobody answers while open, or to every call while closed."""

    kind: Literal["set_treatment"] = "set_treatment"
    menu: MenuName
    action: MenuAction

    def applied_to(self, setup: Setup) -> Setup:
        menu = _menu(setup, self.menu).model_copy(update={"action": self.action})
        return _with_menu(setup, self.menu, menu)

    def slice(self, setup: Setup) -> Slice:
        return {f"{self.menu} action": _menu(setup, self.menu).action.model_dump(mode="json")}

    def undone(self, setup: Setup) -> "Change":
        return SetTreatment(menu=self.menu, action=_menu(setup, self.menu).action)


class SetCallback(Value):
    """Offer waiting callers a callback, or no longer; what is None stays as it is."""

    kind: Literal["set_callback"] = "set_callback"
    on: bool
    key: str | None = None
    threshold: int | None = None

    def applied_to(self, setup: Setup) -> Setup:
        named = {"callback": self.on, "callback_key": self.key, "threshold": self.threshold}
        update = {name: value for name, value in named.items() if value is not None}
        return setup.model_copy(update={"queue": _queue(setup).model_copy(update=update)})

    def slice(self, setup: Setup) -> Slice:
        return {"queue": _queue(setup).model_dump(mode="json")}

    def undone(self, setup: Setup) -> "Change":
        queue = _queue(setup)
        return SetCallback(on=queue.callback, key=queue.callback_key, threshold=queue.threshold)


class SetRouting(Value):
    """Choose how a call finds an agent."""

    kind: Literal["set_routing"] = "set_routing"
    routing: str

    def applied_to(self, setup: Setup) -> Setup:
        return setup.model_copy(update={"routing": self.routing})

    def slice(self, setup: Setup) -> Slice:
        return {"routing": setup.routing}

    def undone(self, setup: Setup) -> "Change":
        return SetRouting(routing=setup.routing or self.routing)


class SetMembers(Value):
    """Let people answer the calls of a line or no longer, and send them calls or pause that; all by their ids.

    Whoever is added is joined, and comes last; adding a member, or removing a stranger, changes nothing, and whoever is
    both added and removed is removed.
    """

    kind: Literal["set_members"] = "set_members"
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    join: tuple[str, ...] = ()
    leave: tuple[str, ...] = ()

    def applied_to(self, setup: Setup) -> Setup:
        kept = [each for each in _members(setup) if each.id not in self.remove]
        known = {each.id for each in kept}
        kept += [Member(id=each) for each in dict.fromkeys(self.add) if each not in {*known, *self.remove}]
        joined = dict.fromkeys(self.join, True) | dict.fromkeys(self.leave, False)
        members = tuple(each.model_copy(update={"joined": joined.get(each.id, each.joined)}) for each in kept)
        return setup.model_copy(update={"members": members})

    def slice(self, setup: Setup) -> Slice:
        return _members_slice(setup)

    def undone(self, setup: Setup) -> "Change":
        return PutMembers(members=_members(setup))


class PutMembers(Value):
    """Let exactly these people answer the calls of a line, in this order: what an undo does."""

    kind: Literal["put_members"] = "put_members"
    members: tuple[Member, ...]

    def applied_to(self, setup: Setup) -> Setup:
        _members(setup)
        return setup.model_copy(update={"members": self.members})

    def slice(self, setup: Setup) -> Slice:
        return _members_slice(setup)

    def undone(self, setup: Setup) -> "Change":
        return PutMembers(members=_members(setup))


class SetOption(Value):
    """Set one of the further settings that a vendor offers for a line."""

    kind: Literal["set_option"] = "set_option"
    name: str
    value: OptionValue

    def applied_to(self, setup: Setup) -> Setup:
        update: dict[str, object] = {"options": {**setup.options, self.name: self.value}}
        if self.name == ESCAPE_KEY:
            update["queue"] = _queue(setup).model_copy(update={"escape_key": self.value})
        return setup.model_copy(update=update)

    def slice(self, setup: Setup) -> Slice:
        return {f"option {self.name}": setup.options.get(self.name)}

    def undone(self, setup: Setup) -> "Change":
        return SetOption(name=self.name, value=setup.options.get(self.name, self.value))


Change: TypeAlias = Annotated[
    Close
    | OpenSpecial
    | Reopen
    | PutOverrides
    | SetHours
    | SetMenuKey
    | RemoveMenuKey
    | SetTreatment
    | SetCallback
    | SetRouting
    | SetMembers
    | PutMembers
    | SetOption,
    Field(discriminator="kind"),
]

Dated: TypeAlias = Close | OpenSpecial | Reopen | PutOverrides
DATED = (Close, OpenSpecial, Reopen, PutOverrides)
"""The changes of overrides."""


def all_applied(changes: Iterable[Change], setup: Setup) -> Setup:
    """The setup after several changes, one after the other."""
    return reduce(lambda current, change: change.applied_to(current), changes, setup)


def all_undone(changes: Sequence[Change], setup: Setup) -> tuple[Change, ...]:
    """The changes that lead back to `setup`, the latest undone first."""
    back: list[Change] = []
    for change in changes:
        back.append(change.undone(setup))
        setup = change.applied_to(setup)
    return tuple(reversed(back))


def _menu(setup: Setup, name: MenuName) -> Menu:
    menu = setup.menu(name)
    if menu is None:
        msg = "This line has no menu."
        raise UnsupportedError(msg)
    return menu


def _queue(setup: Setup) -> QueueSettings:
    if setup.queue is None:
        msg = "This line has no queue."
        raise UnsupportedError(msg)
    return setup.queue


def _members(setup: Setup) -> tuple[Member, ...]:
    if setup.members is None:
        msg = "Who answers this line is not known here."
        raise UnsupportedError(msg)
    return setup.members


def _members_slice(setup: Setup) -> Slice:
    return {"members": [each.model_dump(mode="json") for each in _members(setup)]}


def _with_menu(setup: Setup, name: MenuName, menu: Menu) -> Setup:
    return setup.model_copy(update={f"{name}_menu": menu})


def _key_slice(setup: Setup, name: MenuName, key: str) -> Slice:
    menu = _menu(setup, name)
    action = menu.keys.get(key)
    return {
        f"{name} action": menu.action.model_dump(mode="json"),
        f"{name} key {key}": action and action.model_dump(mode="json"),
    }


def _key_back(setup: Setup, name: MenuName, key: str) -> Change:
    action = _menu(setup, name).keys.get(key)
    return RemoveMenuKey(menu=name, key=key) if action is None else SetMenuKey(menu=name, key=key, action=action)


def _plain(day: Day) -> list[list[str]]:
    return [each.model_dump() for each in day]  # type: ignore[misc]  # an Interval dumps to a pair
