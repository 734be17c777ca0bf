"""What fills the places of a command's pattern: which words fit, and what they mean."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias

from bot.language.ask import Window
from bot.language.crossroads import ask_back
from bot.language.forms import FORMS
from bot.language.lines import LEADS_TO_A_LINE, Roster
from bot.language.numbers import number_at
from bot.language.patterns import ARTICLES, Filling, Fits
from bot.language.tokens import Token
from bot.language.topics import TOPICS
from bot.language.vocabulary import DEEDS, is_about_time, is_known

Fields: TypeAlias = dict[str, Any]
ROUTINGS: Mapping[str, str] = {
    name: routing
    for routing, names in {
        "round robin": "round robin|roundrobin|in turn|in turns",
        "longest idle": "longest idle|longestidle|idle longest|longest waiting agent",
        "most skilled": "most skilled|mostskilled|by skill|skill based|skills|skilled",
        "fixed order": "fixed order|fixedorder|in order|in fixed order|top down|ordered",
        "simultaneous": "simultaneous|simultaneously|everyone|everybody|everyone at once|all agents|ring all",
        "random": "random|randomly|at random",
        "weighted": "weighted|by weight",
    }.items()
    for name in names.split("|")
}
_GOALS = {
    "voicemail": "voicemail", "voice mail": "voicemail", "vm": "voicemail", "mailbox": "voicemail",
    "operator": "operator", "operators": "operator", "agents": "operator", "agent": "operator", "team": "operator",
    "message": "message", "directory": "directory", "company directory": "directory", "menu": "menu",
    "hang up": "disabled", "hangup": "disabled", "nothing": "disabled",
}  # fmt: skip
_KEYS = {"star": "*", "asterisk": "*", "pound": "#", "hash": "#", "*": "*", "#": "#"}
_LINKS = frozenset(("to", "for", "as", "at", "on", "of", "from", "=", ">", "is", "and", "with"))
NO_GOAL = frozenset(("for", "to", "because", "callback", "press", "key"))
"""Words that the name of a goal may only have in quotes."""
_BEFORE_REASONS = frozenset(("because", "due", "owing", "reason", "as", "since", "so"))
_UNTIL = frozenset(("until", "till", "til", "from", "at", "on", "in", "after", "before"))
_SORTS = frozenset(
    ("line", "phone line", "new line", "queue", "call queue", "auto attendant", "attendant", "ivr", "phone menu",
     "workgroup", "work group", "ring group", "hunt group", "call center", "call centre", "callcenter",
     "contact center", "contact centre", "hotline")
)  # fmt: skip
"""What people call a line that they want to have."""
_VENDOR_SORTS = _SORTS | {"", "menu"}
"""The same after the name of a vendor."""
_SORT = re.compile(
    r"(?P<vendor>(?:dialpad|telegent|webex)\b ?)?(?P<sort>.*?)(?: without (?:a )?menu| with (?:a )?menu| that rings)?"
)
_PLAIN_SORTS = frozenset(("line", "new line", "phone line"))
"""Words that say nothing of what it is to be."""
_NO_NAMES = frozenset(
    ("agent", "agents", "announcement", "closure", "editor", "form", "forms", "holiday", "holidays", "member",
     "members", "message", "operator", "override", "request", "setting", "year", "years", "year's")
)  # fmt: skip
"""What may be new without being a line."""
_NOBODY = frozenset(
    ("agent", "agents", "call", "calls", "caller", "callers", "everybody", "everyone", "everything", "it", "line",
     "lines", "music", "normal", "queue", "recording", "service", "usual")
)  # fmt: skip
"""Words that nobody is called."""


@dataclass(frozen=True)
class Words:
    """A sentence, or a part of it, with its source at hand."""

    text: str
    tokens: Sequence[Token]
    roster: Roster
    today: dt.date

    def holds(self, span: tuple[int, int]) -> bool:
        """Whether the words stand together in the sentence: no line was taken out from between them."""
        parts = self.tokens[slice(*span)]
        between = (self.text[left.end : right.start].strip() for left, right in pairwise(parts))
        return not any(between)

    def said(self, span: tuple[int, int]) -> str:
        """The words of some tokens as they were typed, without quotes around them."""
        first, last = self.tokens[span[0]], self.tokens[span[1] - 1]
        return self.text[first.start : last.end].strip(" .,!").strip('"').strip()

    def lower(self, span: tuple[int, int]) -> str:
        """The words of some tokens in lower case."""
        return " ".join(each.text for each in self.tokens[slice(*span)] if each.kind != "mark" or each.text in "*#")


Build: TypeAlias = Callable[[Words, Filling], Fields]


def _is_key(tokens: Sequence[Token]) -> bool:
    return len(tokens) == 1 and _key(tokens[0]) is not None


def _key(token: Token) -> str | None:
    if token.text in _KEYS:
        return _KEYS[token.text]
    found = number_at([token], 0)
    return str(found[0]) if found and found[0] <= 9 and len(token.text) <= 5 else None


def _is_number(tokens: Sequence[Token]) -> bool:
    found = number_at(tokens, 0)
    return found is not None and found[1] == len(tokens)


def _are_people(tokens: Sequence[Token]) -> bool:
    return all(each.kind == "person" or each.text in {",", "and", "&"} for each in tokens) and any(
        each.kind == "person" for each in tokens
    )


def _are_names(tokens: Sequence[Token]) -> bool:
    """People by their names: `Ann Baker and Cleo`."""
    return (
        len(tokens) <= 12
        and not {each.text for each in tokens} & (_LINKS - {"and"} | {"off", "out"})
        and not {tokens[0].text, tokens[-1].text} & {"and", "&", ","}
        and all(each.kind in {"word", "person", "quote"} or each.text in ",&-.'" for each in tokens)
    )


def _are_agents(tokens: Sequence[Token]) -> bool:
    """People or their names, and nothing that could be meant otherwise: “pause calls” names nobody."""
    words = {each.text for each in tokens if each.kind == "word"} - {"and"}
    return _are_names(tokens) and not words & _NOBODY and not any(is_known(each) for each in words)


def _bare(tokens: Sequence[Token]) -> str:
    """Words without the articles among them."""
    return " ".join(each.text for each in tokens if each.text not in ARTICLES)


def _words_only(tokens: Sequence[Token], longest: int) -> bool:
    return len(tokens) <= longest and all(each.kind in {"word", "number"} or each.text in "-/" for each in tokens)


def _is_sort(tokens: Sequence[Token]) -> bool:
    """What a line is to be: `dialpad call center`, `workgroup with a menu`."""
    found = _SORT.fullmatch(" ".join(each.text for each in tokens))
    if found is None:
        return False
    return found["sort"] in (_VENDOR_SORTS if found["vendor"] else _SORTS)


def is_title(tokens: Sequence[Token]) -> bool:
    """Whether words can be the name of a new line without anything that leads to it."""
    return (
        0 < len(tokens) <= 8
        and not _is_sort(tokens)
        and all(each.kind in {"word", "number"} or each.text in "-&'" or len(tokens) == 1 for each in tokens)
        and tokens[0].kind in {"word", "number", "quote"}
        and not {tokens[0].text, tokens[-1].text} & (_LINKS | {"in", "-"})
    )


def _is_text(tokens: Sequence[Token]) -> bool:
    return tokens[0].text not in {"to", ":", "="}


def _dangles(tokens: Sequence[Token]) -> bool:
    """Whether the last of several words leads to a line that is not named."""
    return len(tokens) > 1 and tokens[-1].text in LEADS_TO_A_LINE


def _is_fresh(tokens: Sequence[Token]) -> bool:
    """Whether words can be nothing but the name of a new line."""
    return is_title(tokens) and not any(is_known(each.text) or each.text in _NO_NAMES for each in tokens)


FITS: Mapping[str, Fits] = {
    "key": _is_key,
    "number": _is_number,
    "routing": lambda tokens: " ".join(each.text for each in tokens if each.text != "-") in ROUTINGS,
    "goal": lambda tokens: (
        len(tokens) <= 8
        and not {tokens[0].text, tokens[-1].text} & _LINKS
        and not {each.text for each in tokens} & NO_GOAL
        and all(each.kind != "mark" or (each.text in "-&'." and (each.glued or each.text != "-")) for each in tokens)
    ),
    "text": lambda tokens: _is_text(tokens) and not (tokens[0].kind == "quote" and _dangles(tokens)),
    "setting": lambda tokens: _is_text(tokens) and not _dangles(tokens),
    "why": lambda tokens: tokens[0].kind != "mark" and not {each.text for each in tokens[:2]} & _BEFORE_REASONS,
    "option": lambda tokens: (
        _words_only(tokens, 5)
        and not {tokens[0].text, tokens[-1].text} & _LINKS
        and not any(DEEDS.at(tokens, at) or is_about_time(each.text) for at, each in enumerate(tokens))
        and not {each.text for each in tokens} & {"key", "routing", "greeting", "callback", "press"}
    ),
    "quote": lambda tokens: len(tokens) == 1 and tokens[0].kind == "quote",
    "people": _are_people,
    "names": _are_names,
    "agents": _are_agents,
    "name": lambda tokens: len(tokens) <= 8,
    "sort": _is_sort,
    "place": lambda tokens: _words_only(tokens, 4) and not is_about_time(tokens[0].text),
    "title": is_title,
    "form": lambda tokens: _bare(tokens) in FORMS,
    "dated": lambda tokens: FORMS.get(_bare(tokens)) in {"open", "close"},
    "shown": lambda tokens: FORMS.get(_bare(tokens), "holidays") != "holidays",
    "topic": lambda tokens: _bare(tokens) in TOPICS,
    "fresh": _is_fresh,
    "year": lambda tokens: _year(tokens, 0) is not None,
}


def callback(words: Words, filling: Filling) -> Fields:
    """Which key asks for a callback, and from how many waiting calls on."""
    key = filling.get("key")
    number = filling.get("number")
    return {
        "key": _key(words.tokens[key[0]]) if key else None,
        "threshold": (number_at(words.tokens, number[0]) or (None,))[0] if number else None,
    }


def key_only(words: Words, filling: Filling) -> Fields:
    """A key of the menu, while open unless said otherwise."""
    return {"key": _key(words.tokens[filling["key"][0]]), "menu": "open"}


def menu_key(words: Words, filling: Filling) -> Fields:
    """A key of the menu, and where it leads."""
    return {**key_only(words, filling), **goal(words, filling)}


def goal(words: Words, filling: Filling) -> Fields:
    """Where a call is to go: an action, or a destination as it was typed."""
    said = words.lower(filling["goal"])
    for lead in ("the ", "a ", "an ", "our ", "leave a "):
        said = said.removeprefix(lead)
    if said in _GOALS:
        return {"action": _GOALS[said]}
    mention = words.roster.mention(words.tokens[slice(*filling["goal"])], 0)
    if mention and mention.end == filling["goal"][1] - filling["goal"][0] and len(mention.names) == 1:
        return {"target": mention.names[0]}
    target = words.said(filling["goal"])
    for lead in ("the ", "our ", "a "):
        target = target.removeprefix(lead)
    return {"target": target}


def greeting(words: Words, filling: Filling) -> Fields:
    """The text of a greeting."""
    return {"value": words.said(filling.get("text") or filling["quote"])}


def why(words: Words, filling: Filling) -> Fields:
    """The reason for a freeze; it lasts until it is lifted."""
    if "why" not in filling:
        return {}
    first = words.tokens[filling["why"][0]]
    if first.text in _UNTIL or first.kind == "number" or is_about_time(first.text):
        ask_back("A freeze lasts until an approver lifts it. Say freeze, and why; and unfreeze once it is over.")
    return {"reason": words.said(filling["why"]).rstrip("? ")}


def routing(words: Words, filling: Filling) -> Fields:
    """A way to find an agent."""
    return {"value": ROUTINGS[words.lower(filling["routing"])]}


def option(words: Words, filling: Filling) -> Fields:
    """A further setting and its value."""
    return {"option": words.lower(filling["option"]), "value": _option_value(words, filling["setting"])}


def _option_value(words: Words, span: tuple[int, int]) -> bool | int | str:
    said = words.lower(span)
    if said in {"on", "yes", "true", "enabled"}:
        return True
    if said in {"off", "no", "false", "disabled"}:
        return False
    number = number_at(words.tokens[slice(*span)], 0)
    return number[0] if number and number[1] == span[1] - span[0] else words.said(span)


def switch(words: Words, filling: Filling) -> Fields:
    """A further setting that is on or off."""
    return {"option": words.lower(filling["option"])}


def people(words: Words, filling: Filling) -> Fields:
    """People by their accounts."""
    tokens = words.tokens[slice(*filling["people"])]
    return {"people": tuple(words.text[each.start : each.end] for each in tokens if each.kind == "person")}


def named_people(words: Words, filling: Filling) -> Fields:
    """Each name as it was typed; a comma or “and” parts them."""
    first, end = filling.get("names") or filling["agents"]
    parts = [at for at in range(first, end) if words.tokens[at].text in {",", "and", "&"}]
    spans = zip([first, *(at + 1 for at in parts)], [*parts, end], strict=True)
    return {"people": tuple(words.said(span) for span in spans if span[0] < span[1])}


def agents(words: Words, filling: Filling) -> Fields:
    """The same; whoever pauses a line by its name is told how each is said."""
    mention = words.roster.mention(words.tokens, filling["agents"][0])
    if mention:
        line = mention.names[0] if mention.names else words.said(filling["agents"])
        ask_back(
            f"{line} is a line. Say `pause Ann Baker on {line}` of an agent, or `close {line}` and `reopen {line}`."
        )
    return named_people(words, filling)


def new_line(words: Words, filling: Filling) -> Fields:
    """The name of a line to be made, and what it is to be, as far as it is said."""
    name = filling.get("name") or filling.get("title") or filling.get("fresh")
    sort = words.lower(filling["sort"]) if "sort" in filling else ""
    place = f"in {words.said(filling['place'])}" if "place" in filling else ""
    what = " ".join(filter(None, ["line" if place and sort in _PLAIN_SORTS else sort, place]))
    return {"target": words.said(name) if name else None, "what": "" if what in _PLAIN_SORTS else what}


def form(words: Words, filling: Filling) -> Fields:
    """Which form is to be opened, if that is said."""
    named = filling.get("form") or filling.get("dated")
    return {"form": FORMS[_bare(words.tokens[slice(*named)])] if named else ""}


def topic(words: Words, filling: Filling) -> Fields:
    """What help is wanted with."""
    return {"what": TOPICS[_bare(words.tokens[slice(*filling["topic"])])]}


def request(words: Words, filling: Filling) -> Fields:
    """The number of a request."""
    found = number_at(words.tokens, filling["number"][0])
    return {"request": found[0] if found else None}


def year(words: Words, filling: Filling) -> Fields:
    """A whole year, if one is named."""
    named = _year(words.tokens[slice(*filling["year"])], words.today.year) if "year" in filling else None
    if named is None:
        return {}
    return {"windows": (Window(start=dt.datetime(named, 1, 1), end=dt.datetime(named + 1, 1, 1)),)}


def _year(tokens: Sequence[Token], this_year: int) -> int | None:
    """`2027`, `next year`."""
    match [each.text for each in tokens]:
        case ["this" | "next" as which, "year"]:
            return this_year + (which == "next")
        case [_]:
            number = tokens[0].number or 0
            return number if len(tokens[0].text) == 4 and number // 100 == 20 else None
        case _:
            return None


def nothing(_words: Words, _filling: Filling) -> Fields:
    """A command that says all by itself."""
    return {}
