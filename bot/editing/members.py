"""The form of who answers the calls of a line. Pure."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from adapters import Change, Member, SetMembers
from bot import describe
from bot.answers import Input
from bot.editing.choosing import Choices, apart, news
from bot.editing.inputs import FormError, FormName, Scene, Values, several_of
from bot.editing.saying import said
from bot.language import Ask, Verb
from bot.plans import Facts

MOST_AT_ONCE: Final = 50
"""How many people stand in the form together; of more, only those who come, go, pause or go on."""

_STEPS: Final[Mapping[str, str]] = {
    "add": "Who answers from now on, too",
    "remove": "Who no longer answers",
    "leave": "Who is paused: gets no calls for now",
    "join": "Who gets calls again",
}
BY_STEPS: Final[Mapping[str, tuple[str, str]]] = {"members": ("add", "remove"), "paused": ("leave", "join")}
"""The inputs of few people, and for each those of many in which stands who comes, and who goes."""


class Members:
    """Who answers, and who of them gets no calls for now."""

    name: Final = FormName.MEMBERS
    label: Final = "Who answers"
    verb: Final = Verb.MEMBERS
    several: Final = False

    def unfit(self, facts: Facts) -> str:
        """On some lines nobody answers, or nobody tells who."""
        name = facts.line.name
        if "set_members" not in facts.capabilities.changes or facts.setup.members is None:
            instead = describe.instead(name, facts.capabilities)
            return f"Who answers the calls of {name} cannot be changed here. {instead}"
        if not _people(facts):
            vendor = describe.vendor(facts.line.system)
            return f"{vendor} does not tell just now who could answer the calls of {name}. Try again in a few minutes."
        return ""

    def begin(self, facts: Facts, ask: Ask | None, now: dt.datetime) -> Values:
        """Who answers now, with those who were named."""
        change = next((each for each in said(ask, facts, now) if isinstance(each, SetMembers)), SetMembers())
        if _are_many(facts):
            return change.model_dump(include=set(_STEPS))
        people, members = dict(_people(facts)), change.applied_to(facts.setup).members or ()
        return {
            "members": tuple(each.id for each in members if each.id in people),
            "paused": tuple(each.id for each in members if each.id in people and not each.joined),
        }

    def inputs(self, values: Values, facts: Facts) -> Sequence[Input]:
        """Everybody who answers, and who of them is paused; of many, only who comes, goes, pauses or goes on."""
        return tuple(_steps(facts) if _are_many(facts) else _everybody(values, facts))

    def glance(self, facts: Facts) -> Sequence[str]:
        """How many answer now, and how many of them the form does not show."""
        members, shown = facts.setup.members or (), _shown(facts)
        paused = [facts.words.agent(each.id) for each in members if not each.joined]
        hidden = len(members) - len(shown)
        vendor = describe.vendor(facts.line.system)
        told = [f"Who answers: {len(members)}." + (f" Paused: {', '.join(paused)}." if paused else "")]
        return (*told, f"{vendor} does not tell the names of {hidden} of them; they stay.") if hidden else tuple(told)

    def changes(self, values: Values, facts: Facts, scene: Scene) -> tuple[Change, ...]:
        """Only who comes, goes, pauses or goes on: whoever the form does not show stays."""
        del scene
        if not _are_many(facts):
            return news([_changed(values, facts)], facts)
        chosen = {name: _chosen(values, name, choices) for name, choices in _stepping(facts).items()}
        return news([SetMembers.model_validate(chosen)], facts)


def _people(facts: Facts) -> Choices:
    """Who may answer, by name."""
    agents = [each for each in facts.destinations if each.kind == describe.AGENT]
    return apart((each.id, each.name or each.id) for each in sorted(agents, key=lambda each: each.name.casefold()))


def _shown(facts: Facts) -> Mapping[str, Member]:
    """Those who answer now and have a name, by their ids."""
    people = dict(_people(facts))
    return {each.id: each for each in facts.setup.members or () if each.id in people}


def _are_many(facts: Facts) -> bool:
    return len(_shown(facts)) > MOST_AT_ONCE


def _chosen(values: Values, name: str, choices: Choices) -> tuple[str, ...]:
    known = dict(choices)
    return tuple(dict.fromkeys(each for each in several_of(values, name) if each in known))


def _everybody(values: Values, facts: Facts) -> Iterator[Input]:
    people, members = _people(facts), _shown(facts)
    answering = {*members, *_chosen(values, "members", people), *_chosen(values, "paused", people)}
    yield Input(name="members", label="Who answers", type="choices", choices=people)
    yield Input(
        name="paused",
        label="Who of them is paused",
        type="choices",
        choices=tuple(each for each in people if each[0] in answering),
        hint="Whoever is paused gets no calls for now, and goes on belonging to the line.",
    )


def _changed(values: Values, facts: Facts) -> SetMembers:
    people, members = _people(facts), _shown(facts)
    chosen, paused = (_chosen(values, name, people) for name in ("members", "paused"))
    if not chosen and members and len(members) == len(facts.setup.members or ()):
        raise FormError({"members": "Choose at least one person who answers; else nobody would."})
    return SetMembers(
        add=tuple(each for each in chosen if each not in members),
        remove=tuple(each for each in members if each not in chosen),
        join=tuple(each for each in chosen if each in members and not members[each].joined and each not in paused),
        leave=tuple(each for each in chosen if each in paused and (each not in members or members[each].joined)),
    )


def _steps(facts: Facts) -> Iterator[Input]:
    for name, choices in _stepping(facts).items():
        if choices:
            yield Input(name=name, label=_STEPS[name], type="choices", choices=choices)


def _stepping(facts: Facts) -> Mapping[str, Choices]:
    """Who may come, go, pause or go on."""
    people, members = _people(facts), _shown(facts)
    fits = {
        "add": lambda person: person not in members,
        "remove": lambda person: person in members,
        "leave": lambda person: person in members and members[person].joined,
        "join": lambda person: person in members and not members[person].joined,
    }
    return {name: tuple(each for each in people if fits[name](each[0])) for name in _STEPS}
