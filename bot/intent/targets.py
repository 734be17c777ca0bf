"""Where a key or a call is to lead: a destination by its name, a phone number, an extension. Pure."""

import re
from collections.abc import Callable, Sequence
from difflib import get_close_matches

from adapters import ActionOption, Capabilities, Destination, MenuAction
from bot import describe
from bot.errors import SayError
from bot.intent.asking import MOST_CHOICES, AskBackError, NoNumbersError, because, quoted
from bot.language import Ask, Choice
from bot.plans import Facts
from bot.policy import e164
from bot.settings import EXTENSION

NumberProblem = Callable[[str], str | None]

_SAID_EXTENSION = re.compile(rf"(?:(?:extension|ext)\.? ?)?(?P<digits>{EXTENSION.pattern})", re.IGNORECASE)


def action(ask: Ask, facts: Facts, options: Sequence[ActionOption], number_problem: NumberProblem) -> MenuAction:
    """The action that leads to the target of an ask."""
    ask, options = _with_action_split(ask, facts, options)
    destination = _known(ask, facts, options) or _number(ask, facts, options, number_problem)
    if destination is None:
        raise _unknown(ask, facts, options)
    return leading_to(destination, facts, options)


def leading_to(destination: Destination, facts: Facts, options: Sequence[ActionOption]) -> MenuAction:
    """The plainest action that leads to a destination: the one made for its kind, else an ordinary transfer.

    An action that may do without a target, such as voicemail, is what was meant only if no other leads there.
    """
    for option in sorted(options, key=lambda each: (not each.needs_target, len(each.targets), each.name != "transfer")):
        if destination.kind in option.targets:
            return MenuAction(action=option.name, target_kind=destination.kind, target_id=destination.id)
    msg = f"A key of {facts.line.name} cannot lead to {destination.name}."
    raise SayError(msg)


def possible(facts: Facts, options: Sequence[ActionOption]) -> str:
    """What some of the actions may lead to, as a sentence, and where all else is set."""
    kinds = {kind for option in options for kind in option.targets}
    found = [option.label.lower() for option in options if not option.needs_target]
    found += ["a phone number with its country code"] if describe.NUMBER in kinds else []
    for kind, label in facts.capabilities.destination_kinds:
        names = [each.name for each in reachable(facts, options) if each.kind == kind != describe.NUMBER]
        if names:
            called = f"({', '.join(names)})" if len(names) <= MOST_CHOICES else "by name"
            found.append(f"{label.lower()} {called}")
    return f"What is possible: {'; '.join(found) or 'nothing'}. Anything else is set in {facts.capabilities.portal}."


def reachable(facts: Facts, options: Sequence[ActionOption]) -> list[Destination]:
    """The destinations, other than the line itself, to which some of the actions may lead."""
    kinds, itself = {kind for option in options for kind in option.targets}, ("line", facts.line.id)
    return [each for each in facts.destinations if each.kind in kinds and (each.kind, each.id) != itself]


def _with_action_split(ask: Ask, facts: Facts, options: Sequence[ActionOption]) -> tuple[Ask, Sequence[ActionOption]]:
    """The ask with the target alone, and the actions that are meant: “voicemail of Billing” names both."""
    if _known(ask, facts, options) is None:
        for option in options:
            heads = "|".join(re.escape(each) for each in (option.name.replace("_", " "), option.label))
            found = re.fullmatch(rf"(?:{heads})(?: of| at)? (?P<target>.+)", ask.target or "", re.IGNORECASE)
            if found and option.targets:
                return ask.model_copy(update={"target": found["target"]}), [option]
    return ask, options if ask.action is None else [each for each in options if each.name == ask.action]


def _known(ask: Ask, facts: Facts, options: Sequence[ActionOption]) -> Destination | None:
    """The one destination that has the name, or the number, that was typed."""
    found = _exact(ask, facts, options)
    return found[0] if len(found) == 1 else None


def _exact(ask: Ask, facts: Facts, options: Sequence[ActionOption]) -> list[Destination]:
    wanted, labels = (ask.target or "").casefold(), dict(facts.capabilities.destination_kinds)
    return [
        each
        for each in reachable(facts, options)
        if wanted in (each.name.casefold(), f"{labels.get(each.kind)} {each.name}".casefold())
        or (each.kind == describe.NUMBER and _same_number(wanted, each.id))
    ]


def _same_number(typed: str, number: str) -> bool:
    return re.sub(r"[-(). ]", "", typed.removeprefix("extension ")) == number


def takes_numbers(ask: Ask, capabilities: Capabilities) -> bool:
    """Whether a line like this could do what an ask wants with a phone number."""
    if not ask.key:
        return any(describe.NUMBER in each.targets for each in capabilities.treatments)
    return bool(capabilities.menu_keys) and any(describe.NUMBER in each.targets for each in capabilities.menu_actions)


def _number(
    ask: Ask, facts: Facts, options: Sequence[ActionOption], number_problem: NumberProblem
) -> Destination | None:
    """The number or the extension that was typed; None if it is a name."""
    target = ask.target or ""
    is_possible = any(describe.NUMBER in option.targets for option in options)
    digits = extension(target)
    if digits and is_possible:
        return Destination(kind=describe.NUMBER, id=digits)
    if not is_number(target):
        return None
    problem = number_problem(target)
    if not is_possible:
        what = "The menu" if ask.key else "Unanswered calls"
        msg = f"{what} of {facts.line.name} cannot lead to a phone number."
        raise NoNumbersError(msg)
    if problem:
        raise SayError(problem)
    return Destination(kind=describe.NUMBER, id=e164(target, facts.line.country))


def extension(text: str) -> str:
    """The digits of an extension, with or without that word before it; empty if it is none."""
    found = _SAID_EXTENSION.fullmatch(text)
    return found["digits"] if found else ""


def is_number(text: str) -> bool:
    """Whether somebody who typed this means a phone number, right or wrong."""
    digits = sum(each.isdigit() for each in text)
    return digits >= 5 and all(each.isdigit() or each in "+-(). " for each in text)


def is_dialled(text: str) -> bool:
    """Whether it is typed on a phone, right or wrong: a number or an extension."""
    return bool(extension(text)) or is_number(text)


def _unknown(ask: Ask, facts: Facts, options: Sequence[ActionOption]) -> AskBackError:
    exact, known = _exact(ask, facts, options), reachable(facts, options)
    vendor = describe.vendor(facts.line.system)
    names = {each.name.casefold(): each for each in known}
    near = exact or [names[name] for name in get_close_matches((ask.target or "").casefold(), names, MOST_CHOICES, 0.6)]
    if exact:
        msg = f"“{ask.target}” can be several things. Which one?"
    elif near or not _hides_people(facts, options):
        msg = f"{vendor} has nobody, no team and no line called “{ask.target}”" + (
            ". Did you mean one of these?" if near else ". Write the name as it is there."
        )
    else:
        msg = (
            f"Switchhook cannot look up people at {vendor}, and knows no line “{ask.target}” there."
            f" {possible(facts, options)}"
        )
    return AskBackError(msg, [choice(ask, facts, each) for each in near])


def _hides_people(facts: Facts, options: Sequence[ActionOption]) -> bool:
    """Whether calls may be sent to somebody or something that the vendor does not list."""
    listed = {describe.NUMBER, *(kind for kind, _ in facts.capabilities.destination_kinds)}
    return any(not listed.issuperset(option.targets) for option in options)


def choice(ask: Ask, facts: Facts, destination: Destination) -> Choice:
    """The button for one destination."""
    label = dict(facts.capabilities.destination_kinds).get(destination.kind, destination.kind)
    menu = {"closed": " while closed", "both": " in both menus"}.get(ask.menu or "open", "")
    to = f"press {ask.key} goes to" if ask.key else "send calls to"
    menu = menu or ("" if ask.key else " while open")
    name = quoted(f"{label} {destination.name}")
    return Choice(
        label=f"{destination.name} ({label})"[:75],
        text=f"{to} {name} on {facts.line.name}{menu}{because(ask)}",
    )
