"""What Dialpad would not take, said as sentences before anyone is asked to approve. Pure."""

from collections.abc import Iterator, Mapping
from typing import Final

from adapters.changes import ESCAPE_KEY
from adapters.dialpad.options import CALLBACK_KEY, CALLBACK_THRESHOLD, OPTIONS, QUEUE_KEYS, SHORTEST_ANNOUNCED_WAIT
from adapters.dialpad.words import ACTIONS, ROUTINGS
from adapters.model import Menu, MenuAction, MenuName, Setup
from adapters.system import ActionOption, Option

MENU_KEYS: Final = "0123456789"
_ACTIONS: Final[Mapping[str, ActionOption]] = {option.name: option for option in ACTIONS.values()}
_OPTIONS: Final[Mapping[str, Option]] = {option.name: option for option in OPTIONS}


def problems(before: Setup, after: Setup) -> list[str]:
    """Why Dialpad would not take a change; what a change leaves alone is not its problem."""
    found = [
        *_menu_problems("open", before.open_menu, after.open_menu),
        *_menu_problems("closed", before.closed_menu, after.closed_menu),
        *_routing_problems(before, after),
        *_option_problems(before, after),
    ]
    known = set(queue_problems(before))
    return [*found, *(sentence for name, sentence in queue_problems(after) if (name, sentence) not in known)]


def queue_problems(setup: Setup) -> Iterator[tuple[str, str]]:
    """What does not go together in the settings of the queue: what it is about, and a sentence."""
    longest = setup.options.get("longest_wait")
    if setup.options.get("announce_position") and isinstance(longest, int) and longest < SHORTEST_ANNOUNCED_WAIT:
        yield (
            "announce_position",
            (
                "Dialpad can tell callers their position only where the longest wait is two minutes or more: "
                "make the wait longer, or turn the announcement off as well."
            ),
        )
    if setup.queue is None:
        return
    for name, what, key in (
        (CALLBACK_KEY, "callback", setup.queue.callback_key),
        (ESCAPE_KEY, "escape", setup.queue.escape_key),
    ):
        if len(key) != 1 or key not in QUEUE_KEYS:
            yield name, f"The {what} key is one of 0 to 9, * and #, but not {key}."
    if setup.queue.callback_key == setup.queue.escape_key:
        yield CALLBACK_KEY, f"Key {setup.queue.escape_key} cannot both ask for a callback and leave the queue."
    if setup.queue.threshold is None or setup.queue.threshold < 0:
        yield CALLBACK_THRESHOLD, "A callback is offered above a number of waiting calls, which is 0 or more."


def _menu_problems(name: MenuName, before: Menu | None, after: Menu | None) -> Iterator[str]:
    if before is None or after is None:
        return
    if after.action != before.action:
        yield from _action_problems(f"while {name}", after.action)
    for key, action in after.keys.items():
        if action == before.keys.get(key):
            continue
        if len(key) != 1 or key not in MENU_KEYS:
            yield f"A menu of Dialpad has the keys 0 to 9, but not {key}."
        yield from _action_problems(f"on key {key}", action)


def _action_problems(where: str, action: MenuAction) -> Iterator[str]:
    option = _ACTIONS.get(action.action)
    if option is None:
        yield f"Dialpad knows no action “{action.action}” {where}."
        return
    if (action.target_kind is None) != (action.target_id is None):
        yield f"“{option.label}” {where} needs the kind of its target as well as the target."
    elif action.target_kind is None and option.needs_target:
        yield f"“{option.label}” {where} needs a target."
    elif action.target_kind is not None and action.target_kind not in option.targets:
        yield f"“{option.label}” {where} cannot lead to a target of the kind {action.target_kind}."
    elif action.target_id is not None and not (action.target_id.isascii() and action.target_id.isdecimal()):
        yield f"“{option.label}” {where} needs a target that Dialpad knows."


def _routing_problems(before: Setup, after: Setup) -> Iterator[str]:
    known = [routing for routing, _ in ROUTINGS.values()]
    if after.routing != before.routing and after.routing not in known:
        yield f"Dialpad cannot route calls as “{after.routing}”; it knows {', '.join(known)}."


def _option_problems(before: Setup, after: Setup) -> Iterator[str]:
    for name, value in after.options.items():
        if value == before.options.get(name):
            continue
        option = _OPTIONS.get(name)
        problem = option.problem(value) if option else f"Dialpad has no setting “{name}”."
        if problem:
            yield problem
