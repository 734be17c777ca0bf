"""Menu keys and treatments that an ask means. Pure."""

from collections.abc import Callable, Sequence

from adapters import ActionOption, Change, MenuAction, MenuName, RemoveMenuKey, SetMenuKey, SetTreatment
from bot.describe import a_kind, instead
from bot.errors import SayError
from bot.intent import targets
from bot.intent.asking import AskBackError
from bot.language import Ask
from bot.plans import Facts, key_problem

_CALLED = {"disabled": "nothing", "operator": "an operator", "message": "a message", "menu": "the menu"}
"""What people call an action that a line may not have; any other goes by its name."""


def menu(ask: Ask, facts: Facts, number_problem: Callable[[str], str | None]) -> tuple[Change, ...]:
    """What a key does, or what a call gets that nobody answers."""
    if ask.key is None and "set_treatment" not in facts.capabilities.changes:
        msg = f"{facts.line.name} is {a_kind(facts.line.kind)}: what calls get there is what its keys say. Name a key."
        raise SayError(msg)
    names = _menus(ask, facts)
    options = facts.capabilities.menu_actions if ask.key else facts.capabilities.treatments
    action = _action(ask, facts, options, number_problem)
    if ask.key is None:
        return tuple(SetTreatment(menu=name, action=action) for name in names)
    return tuple(SetMenuKey(menu=name, key=ask.key, action=action) for name in names)


def remove(ask: Ask, facts: Facts) -> tuple[Change, ...]:
    """A key that does nothing any more."""
    if ask.key is None:
        msg = f"Which key of {facts.line.name} should go? Say, for example, `remove key 7`."
        raise AskBackError(msg)
    return tuple(RemoveMenuKey(menu=name, key=ask.key) for name in _menus(ask, facts))


def without_menu(facts: Facts) -> str:
    """What is said of a line that has no menu."""
    name = facts.line.name
    return f"{name} is {a_kind(facts.line.kind)}: it has no menu. {instead(name, facts.capabilities)}"


def _menus(ask: Ask, facts: Facts) -> list[MenuName]:
    names: list[MenuName] = ["open", "closed"] if ask.menu == "both" else [ask.menu or "open"]
    if ask.key is not None and not facts.capabilities.menu_keys:
        raise SayError(without_menu(facts))
    problem = key_problem(ask.key, facts) if ask.key is not None else None
    if problem:
        raise SayError(problem)
    for name in names:
        if facts.setup.menu(name) is None:
            msg = f"{facts.line.name} has no menu while {name}. {instead(facts.line.name, facts.capabilities)}"
            raise SayError(msg)
    return names


def _action(
    ask: Ask, facts: Facts, options: Sequence[ActionOption], number_problem: Callable[[str], str | None]
) -> MenuAction:
    ask = _with_action(ask, options)
    if ask.target:
        return targets.action(ask, facts, options, number_problem)
    if not ask.action:
        msg = f"Where should {_what(ask)} lead? Say, for example, `{_said(ask)} voicemail`."
        raise AskBackError(msg)
    option = next((each for each in options if each.name == ask.action), None)
    if option is None:
        wanted = _CALLED.get(ask.action, ask.action.replace("_", " "))
        what = f"A key of {facts.line.name}" if ask.key else f"Calls of {facts.line.name}"
        msg = f"{what} cannot lead to {wanted}. {targets.possible(facts, options)}"
        raise AskBackError(msg)
    if option.needs_target:
        msg = f"{option.label}: to whom? Say, for example, `{_said(ask)} {option.name.replace('_', ' ')} of Billing`."
        raise AskBackError(msg)
    return MenuAction(action=option.name)


def _with_action(ask: Ask, options: Sequence[ActionOption]) -> Ask:
    """The ask with the action by its name, where its label was typed: “repeat the menu”."""
    wanted = (ask.target or "").casefold()
    for option in options:
        if wanted in (option.name.replace("_", " "), option.label.casefold()):
            return ask.model_copy(update={"action": option.name, "target": None})
    return ask


def _what(ask: Ask) -> str:
    return f"key {ask.key}" if ask.key else "calls"


def _said(ask: Ask) -> str:
    return f"press {ask.key} goes to" if ask.key else "send calls to"
