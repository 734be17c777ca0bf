"""What the policy's tables contradict: themselves, each other, or the rest of the settings. Pure."""

import datetime as dt
import difflib
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from bot.settings.mistakes import Location, Mistake, items
from bot.settings.policy import CREATE, DELETE, TERMS, YEARS, beginning, end

Table: TypeAlias = Mapping[str, Any]

_ENDING = frozenset({"close", "open", "reopen"})
"""The kinds of change that may end by themselves."""

_MAKING = frozenset({CREATE, DELETE})

_CLOSING = frozenset({"close", "hours"})
"""The kinds of change that may close a line."""


def contradictions(document: Table) -> Iterator[Mistake]:
    """All of them; whatever else is wrong does no harm here."""
    policy = document.get("policy")
    if not isinstance(policy, dict):
        return
    vendors, names = _vendors(document), _line_vendors(document)
    yield from _too_few(("policy",), policy, policy)
    yield from _helpless(("policy",), policy, policy)
    for place, rule in _tables(policy, "rules"):
        yield from _strangers(place, rule, "lines", names)
        yield from _strangers(place, rule, "vendors", dict.fromkeys(vendors, ""))
        yield from _idle(place, rule, names)
        yield from _unsafe(place, rule)
        if rule.get("approve") is not None or rule.get("quorum") is not None:
            yield from _too_few(place, rule, policy)
        if any(rule.get(term) is not None for term in ("ask", "approve", "emergency")):
            yield from _helpless(place, rule, policy)
    for place, freeze in _tables(policy, "freezes"):
        yield from _strangers(place, freeze, "lines", names)
        yield from _backwards(place, freeze)


def _tables(policy: Table, name: str) -> Iterator[tuple[Location, Table]]:
    for index, table in enumerate(items(policy.get(name))):
        if isinstance(table, dict):
            yield ("policy", name, index), table


def _vendors(document: Table) -> list[str]:
    vendors = document.get("vendors")
    return [name for name, table in vendors.items() if table is not None] if isinstance(vendors, dict) else []


def _line_vendors(document: Table) -> dict[str, str]:
    """The vendor of each line, by its names as they are written there."""
    lines = [line for line in items(document.get("lines")) if isinstance(line, dict)]
    return {
        name: str(line.get("vendor"))
        for line in lines
        for name in (line.get("name"), *items(line.get("aliases")))
        if isinstance(name, str)
    }


def _texts(table: Table, key: str) -> list[str]:
    return [each for each in items(table.get(key)) if isinstance(each, str)]


def _strangers(place: Location, table: Table, key: str, known: Table) -> Iterator[Mistake]:
    """Names of lines and vendors that nobody knows."""
    what, written = key.removesuffix("s"), {each.casefold(): each for each in known}
    for name in _texts(table, key):
        if name.casefold() not in written:
            close = difflib.get_close_matches(name.casefold(), written, n=1)
            hint = f'did you mean "{written[close[0]]}"?' if close else f"there is no such {what} in the settings"
            yield Mistake(location=(*place, key), text=f'"{name}" is unknown; {hint}')


def _idle(place: Location, rule: Table, vendors: Mapping[str, str]) -> Iterator[Mistake]:
    """Rules that say nothing, and those that are never about anything."""
    if all(rule.get(term) is None for term in TERMS):
        yield Mistake(location=place, text=f"says nothing; give it at least one of {', '.join(TERMS)}")
    changes, lines = set(_texts(rule, "changes")), _texts(rule, "lines")
    wanted = {each.casefold() for each in _texts(rule, "vendors")}
    known = {name.casefold(): vendor for name, vendor in vendors.items()}
    found = {known.get(name.casefold()) for name in lines}
    never = "so the rule is never about anything"
    if wanted and lines and None not in found and wanted.isdisjoint(filter(None, found)):
        yield Mistake(location=(*place, "vendors"), text=f"none of its lines is there, {never}")
    if changes and changes <= _MAKING and rule.get("direction") == "restoring":
        yield Mistake(
            location=(*place, "direction"), text=f"making and deleting lines never leads back to the usual, {never}"
        )
    if changes == {DELETE} and rule.get("risk") == "low":
        yield Mistake(location=(*place, "risk"), text=f"deleting a line is always of high risk, {never}")
    closes = not changes or not changes.isdisjoint(_CLOSING)
    if rule.get("longest_closure_days") is not None and not (closes and rule.get("direction") != "restoring"):
        text = "what the rule is about is never held to it: say it of changes such as close, in a rule of its own"
        yield Mistake(location=(*place, "longest_closure_days"), text=text)
    if changes and changes.isdisjoint(_ENDING) and rule.get("lasting") is False:
        yield Mistake(location=(*place, "lasting"), text=f"changes of that kind never end by themselves, {never}")


def _unsafe(place: Location, rule: Table) -> Iterator[Mistake]:
    """What a rule must not say."""
    if rule.get("approval") is False and rule.get("direction") != "restoring":
        text = 'false is for what leads back to the usual: add direction = "restoring", or take it out'
        yield Mistake(location=(*place, "approval"), text=text)
    if rule.get("approval") is False and rule.get("risk") == "high":
        yield Mistake(location=(*place, "approval"), text="what is of high risk always needs somebody's approval")
    changes = set(_texts(rule, "changes"))
    if rule.get("emergency") and (rule.get("risk") == "high" or (changes and changes <= _MAKING)):
        text = "what is of high risk, makes a line or deletes one is never applied at once; take it out"
        yield Mistake(location=(*place, "emergency"), text=text)


def _too_few(place: Location, table: Table, policy: Table) -> Iterator[Mistake]:
    """A quorum that the people named cannot reach; who is in a group or a channel is not known here."""
    people = set(_texts(table, "approve") or _texts(policy, "approve"))
    quorum = table.get("quorum") or policy.get("quorum") or 1
    named = all(map(_is_person, people))
    if people and named and isinstance(quorum, int) and quorum > len(people):
        who = "one person" if len(people) == 1 else f"{len(people)} people"
        text = f"{quorum} have to approve, and approve names {who}: name more people, or ask for fewer"
        if table.get("quorum") is None:
            text = f"names {who}, and [policy] says that {quorum} have to approve: name more people, or give a quorum"
        yield Mistake(location=(*place, "approve" if table.get("quorum") is None else "quorum"), text=text)


def _helpless(place: Location, table: Table, policy: Table) -> Iterator[Mistake]:
    """People who may have something applied at once, and may not ask for it, or are the only ones to ratify it."""
    given = table if table.get("emergency") is not None else policy
    emergency = [each for each in _texts(given, "emergency") if _is_person(each)]
    ask = set(_texts(table, "ask") or _texts(policy, "ask") or ["*"])
    approve = set(_texts(table, "approve") or _texts(policy, "approve"))
    for user in emergency:
        if user not in ask and all(map(_is_person, ask)):
            yield Mistake(location=(*place, "emergency"), text=f'"{user}" may not ask for it; name them in ask as well')
        if approve == {user}:
            text = f'"{user}" alone approves it, so nobody could ratify what they have applied at once; name one more'
            yield Mistake(location=(*place, "emergency"), text=text)


def _is_person(name: str) -> bool:
    return name.startswith(("U", "W"))


def _backwards(place: Location, freeze: Table) -> Iterator[Mistake]:
    """A freeze that is over before it begins."""
    first, last = freeze.get("from"), freeze.get("until")
    if not (isinstance(first, dt.date) and isinstance(last, dt.date)):
        return
    if first.year in YEARS and last.year in YEARS and _comparable(beginning(first)) >= _comparable(end(last)):
        yield Mistake(location=(*place, "until"), text="is not after from, so this freezes nothing")


def _comparable(at: dt.datetime) -> dt.datetime:
    """A moment with a zone; where that is each line's own, any will do to compare days with."""
    return at if at.tzinfo else at.replace(tzinfo=dt.UTC)
