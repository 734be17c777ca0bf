"""Asks that are about no time: keys, callback, greeting, routing, options, members, and the small commands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.language import fillings
from bot.language.ask import Verb
from bot.language.fillings import Build, Fields, Words
from bot.language.patterns import match, needed_words
from bot.language.tokens import Token

_KEY = "?menu ?key|option|button|digit|number|press|pressing"


@dataclass(frozen=True)
class Command:
    """Patterns that mean one verb, and what their places fill."""

    verb: Verb
    patterns: tuple[str, ...]
    build: Build = fillings.nothing
    fields: tuple[tuple[str, Any], ...] = ()


def _command(verb: Verb, patterns: str, build: Build = fillings.nothing, **fields: object) -> Command:
    return Command(verb, tuple(each.strip() for each in patterns.strip().splitlines()), build, tuple(fields.items()))


class Table:
    """Commands, found by the words that tell them apart."""

    def __init__(self, commands: Sequence[Command]) -> None:
        self._entries = [(each, pattern, needed_words(pattern)) for each in commands for pattern in each.patterns]
        self._by_word: dict[str, list[int]] = {}
        for number, (_, _, needed) in enumerate(self._entries):
            for word in min(needed, key=len):
                self._by_word.setdefault(word, []).append(number)

    @property
    def words(self) -> frozenset[str]:
        """All words that a command cannot do without."""
        return frozenset(word for _, _, needed in self._entries for words in needed for word in words)

    def possible(self, tokens: Sequence[Token]) -> list[int]:
        """The patterns of which no word is missing in the sentence, in their order."""
        said = {each.text for each in tokens}
        numbers = {number for word in said for number in self._by_word.get(word, ())}
        return sorted(each for each in numbers if all(said & words for words in self._entries[each][2]))

    def find(self, words: Words) -> tuple[Verb, Fields] | None:
        """The first command whose pattern is the whole sentence."""
        for number in self.possible(words.tokens):
            each, pattern, _ = self._entries[number]
            filling = match(pattern, words.tokens, fillings.FITS)
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
_WHICH_HOLIDAYS = "?show|list|see|check|which|what ?me|are ?all ?public|bank|coming|upcoming|next|missing|open"
_HOLIDAYS_ARE = "coming|upcoming|next|there|missing|closed|covered"
_WHICH_YEAR = "?in|for|of|from ?{year}"
COMMANDS = Table((
    _command(Verb.EDIT, """
        edit|modify {form} ?editor|form
        """, fillings.form),
    _command(Verb.CALLBACK, f"""
        {_OFFER} {{key}} for|as|to|= ?request|queue|requesting callback
        ?let|allow ?callers|people ?to press|pressing|key|option|button {{key}} for|is|=|as|gives ?request callback
        turn|switch on callback ?with|on|using|at ?key {{key}}
        turn|switch on callback ?with|on|using|at ?key {{key}} threshold {{number}}
        turn|switch callback on ?with|on|using|at ?key {{key}}
        enable|activate|start|add|offer|allow callback ?with|on|using|at|as ?key|button|option {{key}}
        make|set|use {{key}} ?as callback key|button
        callback ?on|with|is ?key|button|option {{key}}
        """, fillings.callback, on=True),
    _command(Verb.CALLBACK, f"""
        turn|switch on callback ?threshold {_WHEN_BUSY}
        enable|activate|start|offer callback ?threshold {_WHEN_BUSY}
        turn|switch on callback
        turn|switch callback on
        enable|activate|start|add|offer|allow callback
        callback on
        """, fillings.callback, on=True),
    _command(Verb.CALLBACK, """
        turn|switch off callback
        turn|switch callback off
        disable|remove|stop|deactivate|drop|end|no|cancel ?more callback
        callback off
        """, fillings.callback, on=False),
    _command(Verb.CALLBACK, """
        set|change|move|make callback key|button ?to|=|as|: {key}
        set|change|move callback to ?key|button {key}
        set callback key {key} threshold {number}
        """, fillings.callback),
    _command(Verb.CALLBACK, """
        ?set|change callback threshold ?to|=|: {number} ?calls|callers
        """, fillings.callback),
    _command(Verb.REMOVE_KEY, """
        remove|delete|drop|clear|disable|unset|unassign|free|kill ?up ?menu key|option|button|digit|number {key}
        remove|delete|drop|clear|unassign {key} ?key|option|button
        take out|away|off key|option|button {key}
        key|option|button {key} ?should ?does ?do nothing
        """, fillings.key_only),
    _command(Verb.MENU, f"""
        {_KEY} {{key}} {_LEADS} ?go|ring ?callers ?through ?over ?to|for {{goal}}
        {_MAKE} {{key}} ?go|goes|ring|point|through ?callers to|for|as|>|= {{goal}}
        {_KEY} {{key}} ?goes to|for|> {{goal}}
        let|have|make {{key}} ring|call|reach {{goal}}
        add|set|make|use|put {{goal}} as|on|under|to key|option|button|digit {{key}}
        {_PRESSES} {{key}} ?we {_SEND} {{goal}}
        """, fillings.menu_key),
    _command(Verb.MENU, """
        send|route|forward|transfer|direct|divert ?all|unanswered|the calls|callers|everyone|everybody|people to {goal}
        calls|callers ?should go|goes to {goal}
        set action|treatment to {goal}
        """, fillings.goal),
    _command(Verb.GREETING, """
        set|change|update|make|replace greeting|announcement|welcome ?message to|:|with|= {text}
        set|change|update|make|replace greeting|announcement|welcome ?message {quote}
        greeting|announcement ?message :|is|= {text}
        ?let|have|make callers|caller|people ?should|shall|must|will ?now|then hear|hears {text}
        play|say|announce {quote} ?to ?callers|caller|people
        """, fillings.greeting),
    _command(Verb.GREETING, """
        set|change|update|make|replace|edit|rewrite|record ?new greeting|announcement|welcome ?message ?to|:
        set|change|update|edit what callers|caller|people ?should|shall|must|will ?now hear|hears ?to|:
        """),
    _command(Verb.ROUTING, """
        set|change|switch|make|put|use ?call routing|distribution|strategy ?order ?to|:|as|=|on {routing}
        ?call routing|distribution ?to|:|is|= {routing}
        route|distribute|send|ring|offer ?the ?calls ?to {routing} ?at ?once
        use|switch|put|set ?to|on {routing} ?routing ?distribution
        ring {routing}
        """, fillings.routing),
    _command(Verb.MEMBERS, """
        add|put|invite {people} ?as ?agent|agents|operator|member|members
        """, fillings.people, on=True),
    _command(Verb.MEMBERS, """
        remove|take|drop|delete {people} ?as|out|off ?agent|agents|operator|member|members
        """, fillings.people, on=False),
    _command(Verb.MEMBERS, """
        add|put|invite {names} ?as|to agent|agents|operator|operators|member|members
        """, fillings.named_people, on=True),
    _command(Verb.MEMBERS, """
        remove|take|drop|delete {names} ?as|from|off|out ?of agent|agents|operator|operators|member|members
        """, fillings.named_people, on=False),
    _command(Verb.MEMBERS, """
        pause {agents} ?as ?agent|agents|operator|operators
        let {agents} leave
        """, fillings.agents, on=False, action="leave"),
    _command(Verb.MEMBERS, """
        resume|unpause {agents} ?as ?agent|agents|operator|operators
        let {agents} join
        """, fillings.agents, on=True, action="join"),
    _command(Verb.CREATE, """
        create|make|add|new|open ?new {sort} in|at {place} called|named|: {name}
        set|start up ?new {sort} in|at {place} called|named|: {name}
        create|make|add|new|open ?new {sort} called|named|: {name} in|at {place}
        set|start up ?new {sort} called|named|: {name} in|at {place}
        create|make|add|new|open ?new {sort} called|named|: {name}
        set|start up ?new {sort} called|named|: {name}
        create|make|add|new ?new {sort} in|at {place}
        set|start up ?new {sort} in|at {place}
        create|make|add|new ?new {sort}
        set|start up ?new {sort}
        create|make|add|new ?new {sort} {title}
        set|start up ?new {sort} {title}
        create|make|add new {fresh} line|queue
        new {fresh}
        new
        """, fillings.new_line),
    _command(Verb.UNDO, """
        undo|revert|rollback ?that|this|it|my ?last|latest|previous|recent ?change|request|changes|edit|one
        roll|take|put ?that|this|it back ?the ?last|latest|previous ?change|request
        undo it|that
        """),
    _command(Verb.UNDO, """
        undo|revert|rollback ?change request|# ?number|# {number}
        roll|take back request|# ?number|# {number}
        """, fillings.request),
    _command(Verb.UNDO, """
        delete ?line|queue
        undo|revert creation ?of ?line
        """, creation=True),
    _command(Verb.WITHDRAW, """
        withdraw|retract|recall|cancel|stop ?my|the request ?number|# {number}
        withdraw|retract|recall # {number}
        """, fillings.request),
    _command(Verb.WITHDRAW, """
        withdraw|retract|recall ?my|that|this|it ?last|latest|pending ?request|ask|change
        cancel|stop ?my|that|this ?last|latest|pending request
        never mind
        nevermind
        """),
    _command(Verb.FREEZE, """
        freeze|halt ?all|any ?changes|applying|everything|switchhook
        stop ?all applying ?changes|everything
        freeze ?all|any ?changes|applying|everything ?: ?for {why}
        """, fillings.why),
    _command(Verb.THAW, """
        unfreeze|thaw|defrost ?all|everything|changes|applying|switchhook ?again
        lift|end|remove|cancel|stop freeze
        freeze off|over
        """),
    _command(Verb.HISTORY, """
        who ?has changed ?what|it|this|that|things|anything ?last|recently|lately
        """, changes=True),
    _command(Verb.HISTORY, """
        ?show|see ?me ?full history|log|audit|records|changelog ?log|trail
        what changed|happened ?recently|lately|last
        ?show|list|see ?me ?last|latest|recent changes
        last change
        """),
    _command(Verb.STATUS, """
        status ?report|now|page
        ?show|check|see|what|what's|how|how's|get ?is|me ?current ?the status|state|setup|overview|settings|hours
        how is|are it|things|lines
        how's it|things
        show|check|see|overview|info|state ?me ?the
        what's on|up
        show|see|list|check|view|display|what|what's|which ?me ?is|are ?all ?current {shown}
        """),
    _command(Verb.HOLIDAYS, f"""
        {_WHICH_HOLIDAYS} holidays {_WHICH_YEAR}
        {_WHICH_HOLIDAYS} holidays ?are|is ?still ?not {_HOLIDAYS_ARE} ?up {_WHICH_YEAR}
        holiday list|calendar|coverage {_WHICH_YEAR}
        holiday
        {{year}} ?public|bank holidays
        """, fillings.year),
    _command(Verb.HOLIDAYS, f"""
        close|closed|shut ?on|for|during ?all ?the ?missing|public|bank|upcoming|coming holidays {_WHICH_YEAR}
        close|shut {{year}} ?public|bank holidays
        set|add ?all ?missing|public|bank|upcoming|coming holidays {_WHICH_YEAR}
        """, fillings.year, on=True),
    _command(Verb.EDIT, """
        ?open|show ?me ?new {form} editor|form
        change {form}
        new|add|plan {dated}
        edit|change|modify ?line|something|anything
        ?open|show ?me ?new form|forms|editor
        make|request change
        """, fillings.form),
    _command(Verb.EDIT, """
        menu
        """, form="menu"),
    _command(Verb.HELP, """
        help ?me ?with|about|on|for|using {topic}
        how do|can|to|does ?i|we|you|one {topic}
        with|about {topic}
        {topic} help
        """, fillings.topic),
    _command(Verb.HELP, """
        who ?can|may|must|will|has|is|are ?to approve|approves|approver|approvers|decide|decides ?my|a|all|this|that|it
        who ?can|may|must|will|has ?to approve|approves|decide|decides ?on|about ?my change|changes|request|requests
        """, what="approvals"),
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
        """, fillings.people),
))  # fmt: skip
OPTIONS = Table((
    _command(Verb.OPTION, """
        set|change|make|update|adjust ?option {option} to|at|as|= {setting}
        """, fillings.option),
    _command(Verb.OPTION, """
        turn|switch on {option}
        turn|switch {option} on
        enable|activate {option}
        """, fillings.switch, value=True),
    _command(Verb.OPTION, """
        turn|switch off {option}
        turn|switch {option} off
        disable|deactivate {option}
        """, fillings.switch, value=False),
))  # fmt: skip
