"""What Webex would not take, said as sentences before anyone is asked to approve. Pure."""

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from adapters.model import Member, Menu, MenuAction, MenuName, Setup
from adapters.system import ActionOption, Option
from adapters.webex.options import ATTENDANT_OPTIONS, ATTENDANT_PLACES, GREETING_FILE
from adapters.webex.queue_options import BY_SKILL, QUEUE_OPTIONS, ROUTING_TYPE, TRANSFERS
from adapters.webex.words import MENU_ACTIONS, MESSAGE, NUMBER, PREVIOUS_MENU, ROUTINGS, TREATMENTS, is_number

MENU_KEYS: Final = "0123456789*#"
MOST_AGENTS: Final[Mapping[str, int]] = MappingProxyType(
    {"round_robin": 1000, "fixed_order": 1000, "simultaneous": 50, "longest_idle": 1000, "weighted": 100}
)
"""How many agents a queue may have, by its routing."""

ROUTED_BY_SKILL: Final = frozenset({"round_robin", "fixed_order", "longest_idle"})
LANGUAGE_CODE: Final = re.compile(r"[a-z]{2,3}_[a-z]{2,4}")
NOT_BY_SKILL: Final = (
    "Webex can go by skill only where calls are routed in turn, in order, or to who has been idle longest."
)
_MENUS: Final[tuple[MenuName, MenuName]] = ("open", "closed")
_OPTIONS: Final[Mapping[str, Option]] = {option.name: option for option in (*ATTENDANT_OPTIONS, *QUEUE_OPTIONS)}


def attendant_problems(before: Setup, after: Setup) -> list[str]:
    """Why Webex would not take a change of an auto attendant; what a change leaves alone is not its problem."""
    known = {each.option.name for each in ATTENDANT_PLACES}
    found = [*_option_problems(before, after, known)]
    for name in _MENUS:
        found += _menu_problems(name, before.menu(name), after.menu(name))
    return [*found, *_new(_greeting_problems, before, after)]


def queue_problems(before: Setup, after: Setup) -> list[str]:
    """Why Webex would not take a change of a call queue."""
    known = {option.name for option in QUEUE_OPTIONS}
    found = [*_option_problems(before, after, known), *_treatment_problems(before, after)]
    found += _member_problems(before, after)
    return [*found, *_new(_queue_problems, before, after)]


def crowd_problems(routing: str, agents: int) -> Iterator[str]:
    """Why so many agents are too many, if they are."""
    most = MOST_AGENTS.get(routing)
    if most is not None and agents > most:
        yield f"Routed like that, a queue of Webex has {most} agents at most, and this one has {agents}."


def _new(rule: Callable[[Setup], Iterator[str]], before: Setup, after: Setup) -> list[str]:
    known = set(rule(before))
    return [each for each in rule(after) if each not in known]


def _menu_problems(name: MenuName, before: Menu | None, after: Menu | None) -> Iterator[str]:
    if before is None or after is None:
        return
    actions = {option.name: option for option in (*MENU_ACTIONS.values(), PREVIOUS_MENU)}
    for key, action in before.keys.items():
        if action.action == MESSAGE and action.target_id is None and after.keys.get(key) != action:
            yield (
                f"Webex does not tell the id of the announcement on key {key} while {name}, so it could not be put"
                " back; change this key in Control Hub."
            )
    for key, action in after.keys.items():
        if action == before.keys.get(key):
            continue
        if len(key) != 1 or key not in MENU_KEYS:
            yield f"A menu of Webex has the keys 0 to 9, * and #, but not {key}."
        yield from _action_problems(f"on key {key} while {name}", action, actions)


def _action_problems(where: str, action: MenuAction, known: Mapping[str, ActionOption]) -> Iterator[str]:
    option = known.get(action.action)
    if option is None:
        yield f"Webex knows no action “{action.action}” {where}."
    elif (action.target_kind is None) != (action.target_id is None):
        yield f"“{option.label}” {where} needs the kind of its target as well as the target."
    elif action.target_kind is None and option.needs_target:
        yield f"“{option.label}” {where} needs a target."
    elif action.target_kind is not None and action.target_kind not in option.targets:
        yield f"“{option.label}” {where} cannot lead to a target of the kind {action.target_kind}."
    elif action.target_kind == NUMBER and not is_number(action.target_id or ""):
        yield f"“{option.label}” {where}: {_no_number(action.target_id)}"


def _no_number(text: object) -> str:
    return f"{text} is neither a number with its country code, such as +19195550100, nor an extension."


def _treatment_problems(before: Setup, after: Setup) -> Iterator[str]:
    if after.closed_menu and before.closed_menu and after.closed_menu.action != before.closed_menu.action:
        known = {option.name: option for option in TREATMENTS.values()}
        yield from _action_problems("while closed", after.closed_menu.action, known)
    if after.routing != before.routing and after.routing not in MOST_AGENTS:
        labels = ", ".join(label.lower() for _, label in ROUTINGS.values())
        yield f"Webex cannot route calls as “{after.routing}”; it knows {labels}."
    queue = after.queue
    if queue and queue != before.queue and (queue.callback_key or queue.threshold is not None):
        yield (
            "Webex itself sets the key for callbacks of a queue and does not count the calls that wait,"
            " so callbacks can only be turned on or off."
        )


def _option_problems(before: Setup, after: Setup, known: set[str]) -> Iterator[str]:
    for name, value in after.options.items():
        if value == before.options.get(name):
            continue
        option = _OPTIONS[name] if name in known else None
        problem = option.problem(value) if option else f"Webex has no setting “{name}” for this line."
        if option and option.type == "phone" and not value:
            yield (
                f"Webex has no way to take “{option.label}” away. It has no effect while calls are not sent there, so"
                " change only that, or set another number."
            )
        elif option and option.type == "phone" and not is_number(str(value)):
            yield f"{option.label}: {_no_number(value)}"
        elif problem:
            yield problem
        elif name == "language" and not LANGUAGE_CODE.fullmatch(str(value)):
            yield f"{value} is no language code of Webex's; one looks like en_us."


def _greeting_problems(setup: Setup) -> Iterator[str]:
    for name, file in GREETING_FILE.items():
        if setup.options.get(f"greeting_{name}") == "own" and not setup.options.get(file):
            yield f"No announcement of its own is there to greet callers while {name}; add one in Control Hub first."


def _queue_problems(setup: Setup) -> Iterator[str]:
    for action, wanting, number in TRANSFERS:
        if setup.options.get(action) == wanting and not setup.options.get(number):
            yield f"{_OPTIONS[action].label}: set “{_OPTIONS[number].label}” first, so that it is known where calls go."
    yield from crowd_problems(setup.routing or "", len(setup.members or ()))
    if setup.options.get(ROUTING_TYPE) == BY_SKILL and setup.routing not in ROUTED_BY_SKILL:
        yield NOT_BY_SKILL


def _member_problems(before: Setup, after: Setup) -> Iterator[str]:
    known = {each.id for each in before.members or ()}
    added: list[Member] = [each for each in after.members or () if each.id not in known]
    if after.routing == "weighted" and any(not each.weight for each in added):
        yield "This queue shares calls out by percentages, so add people in Control Hub, where each gets a share."
