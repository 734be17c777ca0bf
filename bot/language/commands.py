"""Asks that are about no time: keys, callback, greeting, routing, options, members, and the small commands."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, TypeAlias

from bot.language.ask import Verb
from bot.language.lines import Roster
from bot.language.numbers import number_at
from bot.language.patterns import Filling, Fits, match, needed_words
from bot.language.tokens import Token
from bot.language.vocabulary import DEEDS, is_about_time

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
_KEY = "?menu ?key|option|button|digit|number|press|pressing"


@dataclass(frozen=True)
class Words:
    """A sentence, or a part of it, with its source at hand."""

    text: str
    tokens: Sequence[Token]
    roster: Roster

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


def _words_only(tokens: Sequence[Token], longest: int) -> bool:
    return len(tokens) <= longest and all(each.kind in {"word", "number"} or each.text in "-/" for each in tokens)


_FITS: Mapping[str, Fits] = {
    "key": _is_key,
    "number": _is_number,
    "routing": lambda tokens: " ".join(each.text for each in tokens if each.text != "-") in ROUTINGS,
    "goal": lambda tokens: (
        len(tokens) <= 8
        and not {tokens[0].text, tokens[-1].text} & _LINKS
        and not {each.text for each in tokens} & {"for", "to", "callback", "press", "key"}
        and all(each.kind != "mark" or each.text in "-&'." for each in tokens)
    ),
    "text": lambda tokens: tokens[0].text not in {"to", ":", "="},
    "option": lambda tokens: (
        _words_only(tokens, 5)
        and not {tokens[0].text, tokens[-1].text} & _LINKS
        and not any(DEEDS.at(tokens, at) or is_about_time(each.text) for at, each in enumerate(tokens))
        and not {each.text for each in tokens} & {"key", "routing", "greeting", "callback", "press"}
    ),
    "quote": lambda tokens: len(tokens) == 1 and tokens[0].kind == "quote",
    "people": _are_people,
    "name": lambda tokens: len(tokens) <= 8,
}


def _callback(words: Words, filling: Filling) -> Fields:
    key = filling.get("key")
    number = filling.get("number")
    return {
        "key": _key(words.tokens[key[0]]) if key else None,
        "threshold": (number_at(words.tokens, number[0]) or (None,))[0] if number else None,
    }


def _key_only(words: Words, filling: Filling) -> Fields:
    return {"key": _key(words.tokens[filling["key"][0]]), "menu": "open"}


def _menu_key(words: Words, filling: Filling) -> Fields:
    return {**_key_only(words, filling), **_goal(words, filling)}


def _goal(words: Words, filling: Filling) -> Fields:
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


def _greeting(words: Words, filling: Filling) -> Fields:
    return {"value": words.said(filling.get("text") or filling["quote"])}


def _routing(words: Words, filling: Filling) -> Fields:
    return {"value": ROUTINGS[words.lower(filling["routing"])]}


def _option(words: Words, filling: Filling) -> Fields:
    return {"option": words.lower(filling["option"]), "value": _option_value(words, filling["text"])}


def _option_value(words: Words, span: tuple[int, int]) -> bool | int | str:
    said = words.lower(span)
    if said in {"on", "yes", "true", "enabled"}:
        return True
    if said in {"off", "no", "false", "disabled"}:
        return False
    number = number_at(words.tokens[slice(*span)], 0)
    return number[0] if number and number[1] == span[1] - span[0] else words.said(span)


def _switch(words: Words, filling: Filling) -> Fields:
    return {"option": words.lower(filling["option"])}


def _people(words: Words, filling: Filling) -> Fields:
    tokens = words.tokens[slice(*filling["people"])]
    return {"people": tuple(words.text[each.start : each.end] for each in tokens if each.kind == "person")}


def _named(words: Words, filling: Filling) -> Fields:
    return {"target": words.said(filling["name"])}


def _nothing(_words: Words, _filling: Filling) -> Fields:
    return {}


@dataclass(frozen=True)
class Command:
    """Patterns that mean one verb, and what their places fill."""

    verb: Verb
    patterns: tuple[str, ...]
    build: Build = _nothing
    fields: tuple[tuple[str, Any], ...] = ()


def _command(verb: Verb, patterns: str, build: Build = _nothing, **fields: object) -> Command:
    return Command(verb, tuple(each.strip() for each in patterns.strip().splitlines()), build, tuple(fields.items()))


class Table:
    """Commands, found by the words that tell them apart."""

    def __init__(self, commands: Sequence[Command]) -> None:
        self._entries = [(each, pattern, needed_words(pattern)) for each in commands for pattern in each.patterns]
        self._by_word: dict[str, list[int]] = {}
        for number, (_, _, needed) in enumerate(self._entries):
            for word in min(needed, key=len):
                self._by_word.setdefault(word, []).append(number)

    def possible(self, tokens: Sequence[Token]) -> list[int]:
        """The patterns of which no word is missing in the sentence, in their order."""
        said = {each.text for each in tokens}
        numbers = {number for word in said for number in self._by_word.get(word, ())}
        return sorted(each for each in numbers if all(said & words for words in self._entries[each][2]))

    def find(self, words: Words) -> tuple[Verb, Fields] | None:
        """The first command whose pattern is the whole sentence."""
        for number in self.possible(words.tokens):
            each, pattern, _ = self._entries[number]
            filling = match(pattern, words.tokens, _FITS)
            if filling is not None and all(words.holds(span) for span in filling.values()):
                return each.verb, {**dict(each.fields), **each.build(words, filling)}
        return None


_WHEN_BUSY = (
    "?once|when|after|if|above|over|at|beyond ?at ?least ?more ?than ?over {number} "
    "?calls|callers|people ?are|is ?waiting|wait|queued|queue"
)
_OFFER = f"add|set|use|make|assign|put|offer|enable|create|give {_KEY}"
_LEADS = "goes|should|leads|rings|calls|connects|transfers|sends|points|routes|is|>|=|:"
_MAKE = f"set|make|change|point|route|send|map|assign|connect|link|have|let|put|add|use {_KEY}"
_PRESSES = "when|if someone|somebody|callers|caller|people|they press|presses"
_SEND = "send|sends|connect|transfer|put|route ?them|callers ?through to"
_WHICH_HOLIDAYS = "?show|list|see|which|what|upcoming|next ?me ?public|bank|coming|upcoming|next|are"
COMMANDS = Table((
    _command(Verb.CALLBACK, f"""
        {_OFFER} {{key}} for|as|to|= ?request|queue|requesting callback
        ?let|allow ?callers|people ?to press|pressing|key|option|button {{key}} for|is|=|as|gives ?request callback
        turn|switch on callback ?with|on|using|at ?key {{key}}
        turn|switch on callback ?with|on|using|at ?key {{key}} threshold {{number}}
        turn|switch callback on ?with|on|using|at ?key {{key}}
        enable|activate|start|add|offer|allow callback ?with|on|using|at|as ?key|button|option {{key}}
        make|set|use {{key}} ?as callback key|button
        callback ?on|with|is ?key|button|option {{key}}
        """, _callback, on=True),
    _command(Verb.CALLBACK, f"""
        turn|switch on callback ?threshold {_WHEN_BUSY}
        enable|activate|start|offer callback ?threshold {_WHEN_BUSY}
        turn|switch on callback
        turn|switch callback on
        enable|activate|start|add|offer|allow callback
        callback on
        """, _callback, on=True),
    _command(Verb.CALLBACK, """
        turn|switch off callback
        turn|switch callback off
        disable|remove|stop|deactivate|drop|end|no|cancel ?more callback
        callback off
        """, _callback, on=False),
    _command(Verb.CALLBACK, """
        set|change|move|make callback key|button ?to|=|as|: {key}
        set|change|move callback to ?key|button {key}
        set callback key {key} threshold {number}
        """, _callback),
    _command(Verb.CALLBACK, """
        ?set|change callback threshold ?to|=|: {number} ?calls|callers
        """, _callback),
    _command(Verb.REMOVE_KEY, """
        remove|delete|drop|clear|disable|unset|unassign|free|kill ?up ?menu key|option|button|digit|number {key}
        remove|delete|drop|clear|unassign {key} ?key|option|button
        take out|away|off key|option|button {key}
        key|option|button {key} ?should ?does ?do nothing
        """, _key_only),
    _command(Verb.MENU, f"""
        {_KEY} {{key}} {_LEADS} ?go|ring ?callers ?through ?over ?to|for {{goal}}
        {_MAKE} {{key}} ?go|goes|ring|point|through ?callers to|for|as|>|= {{goal}}
        {_KEY} {{key}} ?goes to|for|> {{goal}}
        let|have|make {{key}} ring|call|reach {{goal}}
        add|set|make|use|put {{goal}} as|on|under|to key|option|button|digit {{key}}
        {_PRESSES} {{key}} ?we {_SEND} {{goal}}
        """, _menu_key),
    _command(Verb.MENU, """
        send|route|forward|transfer|direct|divert ?all|unanswered|the calls|callers|everyone|everybody|people to {goal}
        calls|callers ?should go|goes to {goal}
        set action|treatment to {goal}
        """, _goal),
    _command(Verb.GREETING, """
        set|change|update|make|replace greeting|announcement|welcome ?message to|:|with|= {text}
        set|change|update|make|replace greeting|announcement|welcome ?message {quote}
        greeting|announcement ?message :|is|= {text}
        """, _greeting),
    _command(Verb.ROUTING, """
        set|change|switch|make|put|use ?call routing|distribution|strategy ?order ?to|:|as|=|on {routing}
        ?call routing|distribution ?to|:|is|= {routing}
        route|distribute|send|ring|offer ?the ?calls ?to {routing} ?at ?once
        use|switch|put|set ?to|on {routing} ?routing ?distribution
        ring {routing}
        """, _routing),
    _command(Verb.MEMBERS, """
        add|put|invite {people} ?as ?agent|agents|operator|member|members
        """, _people, on=True),
    _command(Verb.MEMBERS, """
        remove|take|drop|delete {people} ?as|out|off ?agent|agents|operator|member|members
        """, _people, on=False),
    _command(Verb.CREATE, """
        create|make|add|set|start ?up ?new line|queue ?called|named|: {name}
        new line|queue ?called|named|: {name}
        """, _named),
    _command(Verb.UNDO, """
        undo|revert|rollback ?that|this|it|my ?last|latest|previous|recent ?change|request|changes|edit|one
        roll|take|put ?that|this|it back ?the ?last|latest|previous ?change|request
        undo it|that
        """),
    _command(Verb.WITHDRAW, """
        withdraw|retract|recall ?my|that|this|it ?last|latest|pending ?request|ask|change
        cancel|stop ?my|that|this ?last|latest|pending request
        never mind
        nevermind
        """),
    _command(Verb.HISTORY, """
        ?show|see ?me ?full history|log|audit|records|changelog ?log|trail
        who changed ?what|it|this|that|things ?last|recently|lately
        what changed|happened ?recently|lately|last
        ?show|list|see ?me ?last|latest|recent changes
        last change
        """),
    _command(Verb.STATUS, """
        status ?report|now|page
        ?show|check|see|what|what's|how|how's|get ?is|me ?current ?the status|state|setup|overview|settings|hours
        how is|are it|things|lines
        how's it|things
        show|check|overview|info|state
        what's on|up
        """),
    _command(Verb.HOLIDAYS, f"""
        {_WHICH_HOLIDAYS} holidays ?are|is ?coming|upcoming|next|there ?up
        holiday ?list|calendar|coverage
        """),
    _command(Verb.HOLIDAYS, """
        close|closed|shut ?on|for ?all ?public|bank|upcoming|coming holidays
        set|add ?all ?public|bank|upcoming|coming holidays
        """, on=True),
    _command(Verb.HELP, """
        help ?me
        what can you|i|it ?do|say|ask
        how does|do|can this|it|i|you ?work|use ?this|it
        commands|usage|examples
        """),
))  # fmt: skip
DELEGATIONS = Table((
    _command(Verb.DELEGATE, """
        delegate|hand ?over ?my ?approvals|approval|decisions ?rights to {people}
        {people} approves|decides|approve|covers ?should ?for|in me|my ?place ?stead
        let {people} approve|decide ?for ?me
        """, _people),
))  # fmt: skip
OPTIONS = Table((
    _command(Verb.OPTION, """
        set|change|make|update|adjust ?option {option} to|at|as|= {text}
        """, _option),
    _command(Verb.OPTION, """
        turn|switch on {option}
        turn|switch {option} on
        enable|activate {option}
        """, _switch, value=True),
    _command(Verb.OPTION, """
        turn|switch off {option}
        turn|switch {option} off
        disable|deactivate {option}
        """, _switch, value=False),
))  # fmt: skip


def compounds(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The tokens with "call back" and "call-back" as the one word that they are."""
    joined: list[Token] = []
    for token in tokens:
        if token.text in {"back", "backs"} and joined:
            hyphen = joined[-1].text == "-" and token.glued
            call = joined[-2] if hyphen and len(joined) > 1 else joined[-1]
            if call.text == "call":
                del joined[-2 if hyphen else -1 :]
                joined.append(replace(call, text="callback", end=token.end))
                continue
        joined.append(replace(token, text="callback") if token.text == "callbacks" else token)
    return tuple(joined)
