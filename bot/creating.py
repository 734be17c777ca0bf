"""Lines that are not there yet: which can be made, the form of each, and the plan that comes of it."""

import asyncio
import hashlib
import logging
import re
from collections.abc import Mapping
from functools import partial

from adapters import FieldValue, LineKind, NewLine, PhoneSystem, PhoneSystemError
from bot import describe, language, plans
from bot.answers import NEW_TITLE, Blank, KindChoice, Mistakes, Preparing, Proposal
from bot.countries import country_of
from bot.errors import NothingToDoError, SayError, TooLateError
from bot.kept import Draft
from bot.language import Ask, Verb
from bot.lines import Lines
from bot.policy import Member, Policy, e164, region
from bot.requests import OPEN, Plan
from bot.settings import LONGEST_NAME
from bot.store import Store, StoreThread

log = logging.getLogger(__name__)

ASK_TIMEOUT = 20.0
"""Seconds that a form waits for a vendor to say what can be made there."""

NAME = "name"
"""Where a mistake belongs that is one of the line's name."""

MOST_KINDS = 300
"""Kinds that a form offers; of more it says how to see the others."""

_UNNAMED = "?"
"""What a line without a name is called when its vendor is asked about all the rest."""

_ANOTHER_FORM = "This form is no longer the newest one of this new line. Please use the newest, or ask again."


_WORD = re.compile(r"\w+")


class Creator:
    """Makes a request of the wish for a new line."""

    def __init__(self, store: StoreThread, lines: Lines, policy: Policy) -> None:
        self._store = store
        self._lines = lines
        self._policy = policy
        self._offered: dict[str, tuple[LineKind, ...]] = {}
        """What each vendor last said that can be made there."""

    async def begin(self, person: Member, words: str, ask: Ask) -> Preparing:
        """Keep the wish; what can be made has to be asked next."""
        add = partial(Store.add_draft, person=person.person, words=words, ask=ask.model_dump(mode="json"))
        return self.preparing(await self._store(add))

    def preparing(self, draft: Draft) -> Preparing:
        """What is shown while vendors are asked what can be made."""
        return Preparing(draft=draft.id, summary=_ask(draft).sentence, what="what can be made", title=NEW_TITLE)

    async def blank(self, person: Member, draft: Draft) -> Blank:
        """The form of a new line, of the kind that its words name; vendors are asked what there is."""
        systems = self._lines.systems
        said = await asyncio.gather(*(self._ask(name, system) for name, system in systems.items()))
        kinds, remarks = self._fitting(_ask(draft).what)
        remarks = [*(each for each in said if each), *remarks]
        if not kinds:
            raise NothingToDoError(" ".join(remarks) or "No phone system here can make a new line.")
        kept = draft.kind and next((each for each in kinds if _is_same(each, _key(draft.kind))), None)
        chosen = kept or (kinds[0] if len(kinds) == 1 else None)
        return await self._form(person, draft, chosen, kinds, remarks)

    async def choose(self, person: Member, draft: Draft, key: str) -> Blank:
        """The form of another kind."""
        if not any(_is_same(each, key) for each in self._kinds()):  # nobody was asked since a restart
            await self.blank(person, draft)
        kinds, remarks = self._fitting(_ask(draft).what)
        chosen = next((each for each in self._kinds() if _is_same(each, key)), None)
        if chosen is None:
            msg = "That cannot be made any more. Please choose again with `/line new`."
            raise TooLateError(msg)
        return await self._form(person, draft, chosen, kinds, remarks)

    def kind(self, draft: Draft, key: str) -> LineKind:
        """The kind of line that a form is for."""
        if draft.kind is None or _key(draft.kind) != key:
            raise TooLateError(_ANOTHER_FORM)
        return draft.kind

    async def fill(
        self, person: Member, draft: Draft, key: str, name: str, typed: Mapping[str, plans.Typed]
    ) -> Proposal | Mistakes:
        """The plan of a form as it was filled in, or all that is wrong with it."""
        kind = self.kind(draft, key)
        name = " ".join(name.split())
        values, problems = plans.filled(kind, typed, lambda number: self._dialled(number, kind.system))
        named = await self._name_problem(person, kind, name)
        if named:
            problems[NAME] = named
        new = NewLine(system=kind.system, kind=kind.name, name=name or _UNNAMED, values=values)
        problems = {**self._vendor_problems(new, problems), **problems}
        if problems:
            return Mistakes(problems=problems)
        kept = draft.model_copy(update={"new": new})
        await self._store(lambda store: store.update_draft(kept))
        return self.propose(person, kept)

    def _vendor_problems(self, new: NewLine, known: Mapping[str, str]) -> Mapping[str, str]:
        """Why the vendor would not take it; while some fields are wrong, only what it says of those that are right.

        The wrong ones are not among the values, and what the vendor misses for that is said to be wrong already.
        """
        system = self._lines.vendor(new.system, "nothing can be made there.")
        said = system.creation_problems(new)
        is_whole = not known.keys() - {NAME}
        return {field: problem for field, problem in said.items() if is_whole or field in new.values}

    def propose(self, person: Member, draft: Draft) -> Proposal:
        """The plan of a form that was filled in."""
        new, kind = draft.new, draft.kind
        if new is None or kind is None:
            raise TooLateError(_ANOTHER_FORM)
        if self._lines.called(new.name) is not None:
            msg = f"By now there is a line “{new.name}”. Choose another name."
            raise TooLateError(msg)
        zones = [str(new.values[each.name]) for each in kind.fields if each.type == "zone" and each.name in new.values]
        zone = next(iter(zones), person.zone)
        plan = Plan(parts=(plans.creation(new, kind, zone=zone, country=self._country(kind.system, zone)),))
        return Proposal(draft=draft.id, words=draft.words, plan=plan, reason=_ask(draft).reason)

    def _country(self, system: str, zone: str) -> str:
        """The country of a new line, unless its vendor tells another: where its zone is, if lines are there already."""
        there = country_of(zone)
        known = self._policy.countries.union(*map(self._lines.countries, self._lines.systems)) - {""}
        return there if there in known or not known else self._lines.country(system)

    async def _form(
        self, person: Member, draft: Draft, kind: LineKind | None, kinds: list[LineKind], remarks: list[str]
    ) -> Blank:
        is_same = draft.new and kind and (draft.new.system, draft.new.kind) == (kind.system, kind.name)
        known = draft.new if is_same else None
        wished = " ".join((_ask(draft).target or "").split())
        problem = await self._name_problem(person, kind, wished) if wished and known is None else ""
        if kind != draft.kind:
            kept = draft.model_copy(update={"kind": kind, "new": known})
            await self._store(lambda store: store.update_draft(kept))
        shown = kinds if kind is None or kind in kinds else [kind, *kinds]
        values: Mapping[str, FieldValue] = known.values if known else {}
        return Blank(
            draft=draft.id,
            choices=tuple(KindChoice(key=_key(each), label=_label(each)) for each in shown[:MOST_KINDS]),
            chosen=_key(kind) if kind else "",
            kind=kind,
            name=known.name if known else wished,
            values=values,
            zone=person.zone,
            remarks=(*remarks, *filter(None, [problem])),
        )

    async def _ask(self, name: str, system: PhoneSystem) -> str:
        """Ask a vendor what can be made there; why it did not say, as a sentence."""
        try:
            async with asyncio.timeout(ASK_TIMEOUT):
                self._offered[name] = tuple(await system.kinds())
        except (TimeoutError, PhoneSystemError) as error:
            self._offered.pop(name, None)
            log.warning("%s did not say what can be made there: %s", name, error)
            why = str(error) or f"it did not answer within {ASK_TIMEOUT:.0f} seconds."
            return f"{describe.vendor(name)} cannot be asked just now: {why}"
        return ""

    def _kinds(self) -> list[LineKind]:
        return [kind for name in self._lines.systems for kind in self._offered.get(name, ())]

    def _fitting(self, what: str) -> tuple[list[LineKind], list[str]]:
        """The kinds that fit some words, all of them if none does, and what is to be said about the others."""
        kinds, remarks = self._kinds(), []
        sort, _, place = what.partition(" in ")
        of_sort = [each for each in kinds if _fits(each, sort)]
        fitting = [each for each in of_sort if _fits(each, place)]
        if kinds and not of_sort:
            remarks.append(f"Switchhook cannot make a “{sort}”. All that it can make just now is offered here.")
        elif of_sort and not fitting:
            kinds = of_sort
            remarks.append(f"There is no place “{place}” for it. Where it can be made is offered here.")
        elif len(fitting) < len(kinds):
            kinds = fitting
            remarks.append(f"Only what fits “{what}” is offered here; `/line new` offers everything.")
        if len(kinds) > MOST_KINDS:
            remarks.append(
                f"The first {MOST_KINDS} of {len(kinds)} are offered. To see others, say more, for example"
                " `/line create a queue in Raleigh`."
            )
        return kinds, remarks

    async def _name_problem(self, person: Member, kind: LineKind | None, name: str) -> str:
        """Why a line cannot be called so; empty if it can."""
        most = min(kind.longest_name, LONGEST_NAME) if kind else LONGEST_NAME
        if not name:
            return "A name is needed."
        if len(name) > most:
            return f"The name is {len(name)} characters long; there is room for {most}."
        if not name.isprintable():
            return "The name has a character in it that cannot be shown. Type it anew."
        known = self._lines.known(person.zone)
        problem = await asyncio.to_thread(language.name_problem, name, known)
        if problem:
            return problem
        for request in await self._store(lambda store: store.requests_in(OPEN)):
            for part in request.parts:
                if part.plan.creates and part.plan.creates.name.casefold() == name.casefold():
                    return f"Request {request.id} asks for a line “{part.plan.creates.name}” already."
        return ""

    def _dialled(self, number: str, system: str) -> str:
        """A number as it is dialled from anywhere; where no line tells the country, the number itself does."""
        known, country = self._lines.countries(system) - {""}, self._lines.country(system)
        if not country and not known and not self._policy.countries:
            country = region(number)
        policy = self._policy.model_copy(update={"countries": self._policy.countries | known})
        problem = policy.number_problem(number, country)
        if problem:
            raise SayError(problem)
        return e164(number, country)


def is_new_line(draft: Draft) -> bool:
    """Whether a draft is the wish for a new line."""
    return draft.ask is not None and draft.ask["verb"] == Verb.CREATE


def _ask(draft: Draft) -> Ask:
    return Ask.model_validate(draft.ask)


def _key(kind: LineKind) -> str:
    """What tells a kind apart, and what could be said of it at the time; short enough for a menu."""
    return f"{_digest(kind.system, kind.name)}.{_digest(kind.model_dump_json())}"


def _is_same(kind: LineKind, key: str) -> bool:
    """Whether a key is of this kind, whatever could be said of it then."""
    return key.partition(".")[0] == _digest(kind.system, kind.name)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]


def _fits(kind: LineKind, words: str) -> bool:
    """Whether some words, which may be none, are all said of a kind."""
    return set(_WORD.findall(words.casefold())) - {"line"} <= set(_WORD.findall(_label(kind).casefold()))


def _label(kind: LineKind) -> str:
    """`Call queue in Raleigh (Webex)`."""
    return f"{kind.label[:1].upper()}{kind.label[1:]} ({describe.vendor(kind.system)})"
