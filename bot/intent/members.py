"""Who is to answer the calls of a line. Pure."""

import re
from difflib import get_close_matches

from adapters import Change, Destination, SetMembers
from bot import describe
from bot.errors import NothingToDoError, SayError
from bot.intent.asking import MOST_CHOICES, AskBackError, because
from bot.language import Ask, Choice
from bot.plans import Facts

_ACCOUNT = re.compile(r"@[UW][A-Z0-9]{6,}", re.IGNORECASE)


def changed(ask: Ask, facts: Facts) -> Change:
    """The people who come, go, pause or resume; asked back where a name is not exactly one of them."""
    name = facts.line.name
    if "set_members" not in facts.capabilities.changes or facts.setup.members is None:
        msg = f"Who answers the calls of {name} cannot be changed here; see {facts.capabilities.portal}."
        raise SayError(msg)
    found = tuple(_found(person, ask, facts).id for person in ask.people)
    if ask.on is not False and not ask.action:
        return SetMembers(add=found)
    strangers = set(found) - {each.id for each in facts.setup.members}
    if strangers == set(found):
        msg = f"The calls of {name} are not answered by {describe.listed([facts.words.agent(each) for each in found])}."
        raise NothingToDoError(msg)
    return SetMembers.model_validate({ask.action or "remove": found})


def _found(person: str, ask: Ask, facts: Facts) -> Destination:
    vendor = describe.vendor(facts.line.system)
    if _ACCOUNT.fullmatch(person):
        msg = (
            f"{vendor} knows its agents by their names there, not by their accounts in Slack. Write the name, for"
            f" example `{_sentence(['Ann Baker'], ask, facts)}`."
        )
        raise AskBackError(msg)
    wanted = person.removeprefix("@").casefold()
    agents = [each for each in facts.destinations if each.kind == describe.AGENT]
    exact = [each for each in agents if each.name.casefold() == wanted]
    if len(exact) == 1:
        return exact[0]
    if exact:
        msg = f"{vendor} has {len(exact)} agents called “{exact[0].name}”. Change this in {facts.capabilities.portal}."
        raise SayError(msg)
    if ask.action:
        agents = [each for each in agents if each.id in {member.id for member in facts.setup.members or ()}]
    raise _unknown(person, wanted, agents, ask, facts)


def _unknown(person: str, wanted: str, agents: list[Destination], ask: Ask, facts: Facts) -> AskBackError:
    names = {each.name.casefold(): each.name for each in agents}
    parts = [name for name in names if set(wanted.split()) <= set(name.split())]
    near = [names[each] for each in parts or get_close_matches(wanted, names, MOST_CHOICES, 0.6)][:MOST_CHOICES]
    choices = [
        Choice(
            label=each[:75],
            text=_sentence([each if one == person else one for one in ask.people], ask, facts) + because(ask),
        )
        for each in near
    ]
    vendor, name = describe.vendor(facts.line.system), facts.line.name
    asked = "Did you mean one of these?" if near else "Write the name as it is there."
    missing = f"{vendor} has no agent called “{person}” who could answer the calls of {name}."
    if ask.action:
        missing = f"No agent of {name} is called “{person}”."
    return AskBackError(f"{missing} {asked}", choices)


def _sentence(people: list[str], ask: Ask, facts: Facts) -> str:
    if ask.action:
        return f"{'pause' if ask.on is False else 'resume'} {describe.listed(people)} on {facts.line.name}"
    verb, to = ("remove", "from") if ask.on is False else ("add", "to")
    return f"{verb} {describe.listed(people)} {to} agents on {facts.line.name}"
