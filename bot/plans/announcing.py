"""What callers hear of the keys, on a line where an announcement in words tells them. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeGuard

from adapters import Change, MenuAction, RemoveMenuKey, SetMenuKey, SetOption, Setup
from bot import describe
from bot.answers import Announcing
from bot.plans.facts import Facts
from bot.requests import LinePlan

LONGEST = 1000
"""Characters of an announcement that is suggested, and of any where the vendor names no limit."""

_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TELLS = re.compile(r"\b(?:press|dial|push|hit|choose|select|key|button|option)\b", re.IGNORECASE)
_END = r"(?=[,.;!?]|\s+(?:or|and)\s+(?:for|press)\b|$)"
_TOLD = re.compile(
    rf"(?:\bpress (?P<key>\d) (?:for|to reach) (?P<what>[^,.;!?]+?){_END}"
    rf"|\bfor (?P<before>[^,.;!?]+?),? (?:please )?press (?P<after>\d)\b)[\s,.;!?]*(?:(?:or|and)\s+(?=for\b|press\b))?",
    re.IGNORECASE,
)
"""How an announcement tells of one key, with what stands between it and the next."""


def with_announcement(changes: Iterable[Change], facts: Facts, text: str) -> tuple[Change, ...]:
    """The changes with this announcement among them, or with none where the text is empty."""
    name = facts.capabilities.key_announcement
    kept = tuple(each for each in changes if not _sets(each, name) or each.value == text)
    announced = not text or any(_sets(each, name) for each in kept)
    return kept if announced else (*kept, SetOption(name=name, value=text))


def as_announced(changes: Iterable[Change], facts: Facts, plan: LinePlan) -> tuple[Change, ...]:
    """The changes with the announcement that a plan has among its own, if it has one."""
    name = facts.capabilities.key_announcement
    chosen = next((str(each.value) for each in plan.changes if _sets(each, name)), None)
    return tuple(changes) if chosen is None else with_announcement(changes, facts, chosen)


def announcing(plan: LinePlan, facts: Facts) -> Announcing | None:
    """What callers could hear of the keys that a plan changes; None where nothing is to be said of it."""
    option = facts.announcement
    if option is None or option.fixed or not any(map(_is_key, plan.changes)):
        return None
    chosen = next((str(each.value) for each in plan.changes if _sets(each, option.name)), "")
    most = option.maximum or LONGEST
    before = str(plan.before.options.get(option.name) or "")
    suggestion = _suggestion(plan, before, facts.words)
    fits = len(suggestion) <= min(most, LONGEST) and suggestion != before
    return Announcing(label=option.label, text=chosen, suggestion=suggestion if fits else "", most=most)


def unannounced(changes: Sequence[Change], facts: Facts, after: Setup) -> Iterator[str]:
    """What callers will not hear of the keys that change, or still hear, a sentence each."""
    option = facts.announcement
    if option is None:
        return
    text, name = after.options.get(option.name), facts.line.name
    alone = f"Callers of {name} learn of its keys from the announcement alone"
    for change in changes:
        if not _is_key(change):
            continue
        gone = isinstance(change, RemoveMenuKey)
        if text is None:
            sees_to = f"no longer names key {change.key}" if gone else f"names key {change.key}"
            vendor = describe.vendor(facts.line.system)
            yield f"{alone}, and {vendor} does not show what it says: make sure that it {sees_to}."
        elif gone and _names(str(text), change.key):
            yield f"{alone}, which still names key {change.key}: “{text}”"
        elif not gone and not _names(str(text), change.key):
            yield f"{alone}, which does not name key {change.key}: “{text}”"


def _suggestion(plan: LinePlan, before: str, words: describe.Words) -> str:
    """The announcement as it was last set, with the keys that it would have to name; empty if one has no name."""
    found = list(_TOLD.finditer(before))
    told = {each["key"] or each["after"]: (each["what"] or each["before"]).strip() for each in found}
    menu = plan.after.open_menu
    known = {key: _called(action, words) for key, action in menu.keys.items()} if menu else {}
    changed = [each.key for each in plan.changes if _is_key(each)]
    if not all(known.get(key, "gone") for key in changed):
        return ""
    told = {key: what for key, what in told.items() if key not in changed} | {
        key: what for key, what in known.items() if what
    }
    keys = ", ".join(f"press {key} for {told[key]}" for key in sorted(told, key=_dialled))
    front = before[: found[0].start()] if found else before
    back = before[found[-1].end() :] if found else ""
    return " ".join(filter(None, [_ended(front), _ended(f"{keys[:1].upper()}{keys[1:]}"), back.strip()]))


def _called(action: MenuAction, words: describe.Words) -> str:
    """What callers are told of where a key leads; empty for a bare number."""
    if action.target_id is None:
        return words.action(action).lower()
    known = {(each.kind, each.id): each.name for each in words.destinations}
    return action.description or known.get((str(action.target_kind), action.target_id), "")


def _dialled(key: str) -> str:
    """Keys in the order in which people name them: 0 comes last."""
    return key if key != "0" else ":"


def _ended(text: str) -> str:
    text = text.strip().rstrip(",;")
    return text if not text or text.endswith((".", "!", "?")) else f"{text}."


def _names(text: str, key: str) -> bool:
    """Whether an announcement names a key, as a digit or as a word."""
    digit = rf"(?<![\d/:.-]){re.escape(key)}(?![/:-]?\d)"
    word = rf"\b(?:press|dial|key|button|option|number) (?:the |number )*{_DIGITS[int(key)]}\b" if key.isdigit() else ""
    pattern = f"{digit}|{word}" if word else digit
    return _TELLS.search(text) is not None and re.search(pattern, text, re.IGNORECASE) is not None


def _is_key(change: Change) -> TypeGuard[SetMenuKey | RemoveMenuKey]:
    return isinstance(change, (SetMenuKey, RemoveMenuKey)) and change.menu == "open"


def _sets(change: Change, option: str) -> TypeGuard[SetOption]:
    return isinstance(change, SetOption) and change.name == option
