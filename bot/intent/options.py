"""Options and choices that an ask means. Pure."""

import re
from collections.abc import Sequence
from difflib import get_close_matches

from adapters import Change, Option, SetOption, SetRouting
from bot.describe import a_kind, instead, listed
from bot.errors import SayError
from bot.intent.asking import MOST_CHOICES, AskBackError
from bot.intent.targets import NumberProblem, extension, is_number
from bot.language import Ask
from bot.plans import Facts
from bot.policy import e164

MOST_SETTINGS = 20
"""How many settings of a line are named before it is said how many more there are."""
_SECONDS = {"sec": 1, "s": 1, "": 1, "minute": 60, "min": 60, "hour": 3600, "hr": 3600}


def option(ask: Ask, facts: Facts, number_problem: NumberProblem) -> Change:
    """A further setting, found by its label or name; a number to which calls would go is held to the policy."""
    found, labels = asked_option(ask, facts), _labels(facts)
    if found is None:
        wanted = _plain(ask.option)
        near = ", ".join(labels[each].label for each in get_close_matches(wanted, labels, MOST_CHOICES, 0.5))
        msg = f"{facts.line.name} has no setting “{ask.option}”. {f'Near it: {near}.' if near else _settings(facts)}"
        raise AskBackError(msg)
    value = ask.value
    if value is None:
        value = ask.on
    if found.type == "switch" and isinstance(value, str):
        value = {"on": True, "off": False}.get(value.casefold(), value)
    if found.type == "number" and isinstance(value, str):
        value = _counted(value, found.unit)
    if found.type == "choice" and isinstance(value, str):
        value = {label.casefold(): each for each, label in found.choices}.get(value.casefold(), value)
    if found.type == "phone" and value is not None:
        value = dialled(str(value), facts, number_problem)
    if value is None:
        msg = f"What should {found.label.lower()} be? {found.help}".strip()
        raise AskBackError(msg)
    return SetOption(name=found.name, value=value)


def asked_option(ask: Ask, facts: Facts) -> Option | None:
    """The setting that an ask names by its label or name; None if the line has none of that name."""
    return _labels(facts).get(_plain(ask.option))


def _labels(facts: Facts) -> dict[str, Option]:
    """The settings of a line, by all that they are called."""
    options = facts.capabilities.options
    return {each.label.casefold(): each for each in options} | {_plain(each.name): each for each in options}


def _plain(name: str | None) -> str:
    return (name or "").casefold().replace("_", " ")


def _settings(facts: Facts) -> str:
    """The settings that a line has, as a sentence."""
    labels = [each.label.lower() for each in facts.capabilities.options if not each.fixed]
    if len(labels) > MOST_SETTINGS:
        labels = [*labels[:MOST_SETTINGS], f"{len(labels) - MOST_SETTINGS} more"]
    if not labels or "set_option" not in facts.capabilities.changes:
        return instead(facts.line.name, facts.capabilities)
    return f"It has: {listed(labels)}. Say, for example, `set {labels[0]} to … on {facts.line.name}`."


def greeting(ask: Ask, facts: Facts) -> Change:
    """The announcement, on a line where callers hear one that is given as words."""
    name, capabilities = facts.line.name, facts.capabilities
    found = facts.announcement if "set_option" in capabilities.changes else None
    if found is None:
        raise SayError(without_announcement(facts))
    if ask.menu in {"closed", "both"}:
        msg = (
            f"{name} has no announcement of its own while closed. To change the one that there is, say `set greeting on"
            f" {name} to …`."
        )
        raise SayError(msg)
    return SetOption(name=found.name, value=" ".join(str(ask.value).split()))


def without_announcement(facts: Facts) -> str:
    """What is said of a line whose callers hear nothing that is given as words."""
    name = facts.line.name
    return (
        f"{name} is {a_kind(facts.line.kind)}, and what its callers hear cannot be given in words here."
        f" {instead(name, facts.capabilities)}"
    )


def without_routing(facts: Facts) -> str:
    """What is said of a line that does not choose who is rung."""
    name = facts.line.name
    return (
        f"{name} is {a_kind(facts.line.kind)}, and how a call finds an agent cannot be changed there."
        f" {instead(name, facts.capabilities)}"
    )


def routing(ask: Ask, facts: Facts) -> Change:
    """How a call finds an agent."""
    capabilities = facts.capabilities
    if "set_routing" not in capabilities.changes:
        raise SayError(without_routing(facts))
    return SetRouting(routing=choice(ask.value, capabilities.routings, "way to find an agent", facts))


def dialled(text: str, facts: Facts, number_problem: NumberProblem) -> str:
    """A phone number as it is dialled from anywhere, or the digits of an extension; anything else is a `SayError`."""
    digits, extensions = extension(text), facts.capabilities.extensions
    if digits and extensions:
        return digits
    if not is_number(text) or digits:
        none = "neither a phone number nor an extension" if extensions else "no phone number"
        msg = f"“{text}” is {none}. Write a number with its country code, such as +1 919 555 0100."
        raise SayError(msg)
    problem = number_problem(text)
    if problem:
        raise SayError(problem)
    return e164(text, facts.line.country)


def _counted(text: str, unit: str) -> int | str:
    """A number with or without its unit, in the unit of an option; the text as it is if it is none."""
    found = re.fullmatch(r"(\d{1,6})(?: *([a-z%]+))?", text.strip().casefold())
    if not found:
        return text
    said = (found[2] or unit).rstrip("s")
    if said == unit.rstrip("s"):
        return int(found[1])
    if unit == "seconds" and said in _SECONDS:
        return int(found[1]) * _SECONDS[said]
    return text


def choice(value: object, choices: Sequence[tuple[str, str]], what: str, facts: Facts) -> str:
    """One of the values that a line knows, by its label or name."""
    known = {label.casefold(): name for name, label in choices} | {name.casefold(): name for name, _ in choices}
    found = known.get(str(value).casefold())
    if found is None:
        msg = f"{facts.line.name} knows no {what} “{value}”; it knows: {', '.join(label for _, label in choices)}."
        raise AskBackError(msg)
    return found
