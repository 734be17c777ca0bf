"""The things that changes set, one by one: a weekday's hours, a key, an option. Pure.

Overrides are no things: they are told apart by their times.
"""

from collections.abc import Callable, Iterable
from typing import Literal

from adapters import (
    ESCAPE_KEY,
    Change,
    Close,
    Member,
    MenuName,
    OpenSpecial,
    PutMembers,
    PutOverrides,
    RemoveMenuKey,
    Reopen,
    SetCallback,
    SetHours,
    SetMembers,
    SetMenuKey,
    SetOption,
    SetRouting,
    SetTreatment,
    Setup,
    Value,
    Weekday,
)
from bot import describe

_QUEUE_TITLES = {
    "callback": "The callback offer",
    "callback_key": "The callback key",
    "threshold": "How many calls wait before a callback is offered",
    "escape_key": "The key that leaves the queue",
}


class Thing(Value):
    """One thing of a setup that a change can set."""

    kind: Literal["row", "key", "action", "queue", "routing", "member", "option"]
    name: str = ""
    """The weekday, key, field of the queue settings, member's id, or option."""
    menu: MenuName = "open"

    def of(self, setup: Setup) -> object:
        """What it is in a setup; a weekday's hours are told apart by whether they are dormant, too."""
        menu = setup.menu(self.menu)
        values: dict[str, Callable[[], object]] = {
            "row": lambda: (setup.hours.always, setup.hours.row(Weekday(self.name))),
            "key": lambda: menu.keys.get(self.name) if menu else None,
            "action": lambda: menu.action if menu else None,
            "queue": lambda: getattr(setup.queue, self.name, None),
            "routing": lambda: setup.routing,
            "member": lambda: self._member(setup),
            "option": lambda: setup.options.get(self.name),
        }
        return values[self.kind]()

    def title(self, words: describe.Words) -> str:  # noqa: PLR0911  # a match over all kinds is one table
        """What people call it: `Key 3 while open`."""
        match self.kind:
            case "row":
                return Weekday(self.name).title_name
            case "key":
                return f"Key {self.name} while {self.menu}"
            case "action":
                return "What calls get that nobody answers" if self.menu == "open" else "What calls get while closed"
            case "queue":
                return _QUEUE_TITLES[self.name]
            case "routing":
                return "How a call finds an agent"
            case "member":
                return f"Whether {words.agent(self.name)} answers"
            case "option":
                option = words.capabilities.option(self.name)
                return f"“{option.label if option else self.name}”"

    def told(self, setup: Setup, words: describe.Words) -> str:  # noqa: PLR0911  # a match over all kinds is one table
        """What it is in a setup, in words."""
        menu, value = setup.menu(self.menu), self.of(setup)
        match self.kind:
            case "row":
                return words.day(setup.hours.open_on(Weekday(self.name)))
            case "key":
                return words.action(menu.keys.get(self.name) if menu else None)
            case "action":
                return words.action(menu.action if menu else None)
            case "routing":
                return words.routing(setup.routing)
            case "member":
                member = self._member(setup)
                return "no" if member is None else "yes" if member.joined else "paused"
            case "option" if value is not None:
                return words.option(self.name, value)
            case "queue" if isinstance(value, bool):
                return "on" if value else "off"
            case _:
                return describe.NOT_SET if value in {None, ""} else str(value)

    def _member(self, setup: Setup) -> Member | None:
        return next((each for each in setup.members or () if each.id == self.name), None)


def things_set(  # noqa: PLR0911  # a match over all changes is one table
    change: Change, before: Setup, after: Setup
) -> tuple[Thing, ...]:
    """What a change sets that leads from one setup to another, each once; of overrides nothing."""
    match change:
        case Close() | OpenSpecial() | Reopen() | PutOverrides():
            return ()
        case SetHours():
            whole = change.always or before.hours.always != after.hours.always
            return tuple(Thing(kind="row", name=day) for day in (Weekday if whole else sorted(change.rows)))
        case SetMenuKey() | RemoveMenuKey():
            return (Thing(kind="key", name=change.key, menu=change.menu),)
        case SetTreatment():
            return (Thing(kind="action", menu=change.menu),)
        case SetCallback():
            named = {"callback": change.on, "callback_key": change.key, "threshold": change.threshold}
            return tuple(Thing(kind="queue", name=name) for name, value in named.items() if value is not None)
        case SetRouting():
            return (Thing(kind="routing"),)
        case SetMembers():
            named = dict.fromkeys((*change.add, *change.remove, *change.join, *change.leave))
            return tuple(Thing(kind="member", name=each) for each in named)
        case PutMembers():
            return _members((*(before.members or ()), *change.members))
        case SetOption():
            leaving = (Thing(kind="queue", name="escape_key"),) if change.name == ESCAPE_KEY and after.queue else ()
            return (Thing(kind="option", name=change.name), *leaving)


def things_needed(change: Change) -> tuple[Thing, ...]:
    """What a change looks at besides: a key has its menu's action, a callback must not take the escape key."""
    if isinstance(change, (SetMenuKey, RemoveMenuKey)):
        return (Thing(kind="action", menu=change.menu),)
    return (Thing(kind="queue", name="escape_key"),) if isinstance(change, SetCallback) else ()


def _members(members: Iterable[Member]) -> tuple[Thing, ...]:
    return tuple(Thing(kind="member", name=each) for each in dict.fromkeys(each.id for each in members))
