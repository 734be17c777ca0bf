"""The words of a sentence that are about neither a line nor time: verbs, politeness, and the marks of a reason."""

from collections.abc import Sequence
from itertools import pairwise

from bot.language.phrases import Phrases
from bot.language.tokens import Token
from bot.language.words import month, weekday

DEEDS = Phrases(
    {
        "close": "close|closed|closes|shut|shuts|shut down|shutdown|turn off|switch off|take offline|offline|"
        "don't take calls|do not take calls|dont take calls|don't take any calls|stop taking calls|no calls|"
        "not taking calls|won't be taking calls|will not be taking calls|won't take calls|will not take calls|"
        "not open|not be open|won't be open|will not be open|isn't open|aren't open|off|unavailable|"
        "won't open|will not open|don't open|do not open|closing down|close down|close up|keep closed|"
        "would you mind closing",
        "open": "open|opens|opened|open up|take calls|taking calls|turn on|switch on|start taking calls|available|"
        "would you mind opening",
        "extend": "keep open|stay open|stays open|leave open|remain open|extend|extended|extend hours|"
        "extend opening hours|extend the hours|extend opening|extend the opening hours|extend hours of",
        "keep": "keep|stay|stays|leave|remain|remains|have",
        "reopen": "reopen|reopens|reopened|re - open|re open|open again|opens again|open back up|back open|"
        "end the closure|cancel the closure|lift the closure|remove the closure|end closure|cancel closure|"
        "unclose|open up again|open it again|cancel the closure of|end the closure of|lift the closure of|"
        "would you mind reopening",
        "hours": "hours|opening hours|business hours|office hours|weekly hours|standing hours|normal hours|schedule|"
        "weekly schedule|working hours|usual hours|regular hours|hours of operation|opening times",
        "set": "set|change|changes|update|make|put|adjust|switch|move|turn|take|are|is|will be",
        "again": "again|back up|back",
        "always": "24/7|24x7|24 / 7|24 x 7|24 x7|around the clock|always open|always|all the time|day and night|"
        "24 hours|24 hours a day|open 24 hours|nonstop|round the clock",
    }
)  # fmt: skip

POLITE = Phrases(
    {
        "politeness": "please|pls|plz|can you|could you|would you|will you|can we|could we|can i|could i|may i|may we|"
        "can you please|could you please|would you please|would you mind|kindly|hey|hi|hello|hi there|thanks|"
        "thank you|thx|ty|cheers|i need to|i need you to|we need to|i want to|we want to|i would like to|"
        "i'd like to|we'd like to|we would like to|i want you to|i'd like you to|need to|want to|go ahead and|"
        "i have to|we have to|let's|lets|let us|i need|we need|i want|we want|i'd like|we'd like|help me|"
        "i'm going to|we're going to|we are going to|going to|is it possible to|be so kind and|good morning|team|"
        "switchhook|bot|many thanks|thanks a lot|for me|for us|if you can|if possible|it's possible to|make sure|"
        "can somebody|can someone|can anybody|can anyone|could somebody|could someone|could anybody|could anyone|"
        "would somebody|would someone|will somebody|will someone|somebody please|someone please|anybody please|"
        "anyone please|would it be possible to|we will need to|we'll need to|i will need to|i'll need to|"
        "hi all|hey all|hello all|hi everyone|hey everyone|hello everyone|hi everybody|hey everybody|"
        "hi folks|hey folks|hello folks|hi guys|hey guys|folks|guys|good afternoon|good evening|in advance",
        "statement": "will be|will|is|are|be|to be|we|we're|we are|we'll|we'll be|i|it|it's|its|they|they're|"
        "should be|must be|has to be|needs to be|to|gets|being|going|our team|the team is|shall be|that",
        "article": "the|a|an|our|my|this",
        "word for a line": "line|lines|queue|phone|phones|phone line|phone lines|calls to|calls on|calls for|"
        "calls at|the phones|the line|up|down|any calls|calls",
        "mark": ".|!|?|,|;|:|(|)|...",
    }
)
_ASKING = frozenset(
    ("is", "are", "was", "were", "will", "does", "do", "did", "when", "what", "what's", "whats", "how", "why", "who",
     "which", "when's", "who's", "how's", "what're", "isn't", "show", "tell", "check", "status", "list", "display")
)  # fmt: skip
_TURNS = frozenset(("close", "open", "reopen"))
_DONE = frozenset(("closed", "shut", "opened", "reopened"))
_HAVING = frozenset(("have", "has", "had"))
_STATES = _DONE - {"shut"} | {"closes", "opens", "reopens", "available", "unavailable", "offline", "not", "isn't",
                              "aren't", "won't"}  # fmt: skip
_TOLD_BEHIND = frozenset(("open", "shut", "off"))
"""Words of a state that ask for it, too, where a sentence begins with them."""
_WISHING = frozenset(("please", "pls", "plz", "can", "could", "would", "need", "want", "like", "kindly", "let's"))
REASONS = Phrases(
    {
        "reason": "because|because of|since|due to|owing to|on account of|as|so that|reason|reason :|in order to|so",
    }
)
SENTENCE_ENDS = frozenset((".", ";", "!", "?"))
AROUND_REASONS = " .,;!?-()\"'"
"""Marks that stand before or behind a reason, and are none of it."""


_KNOWN = DEEDS.words | POLITE.words | REASONS.words


def is_known(word: str) -> bool:
    """Whether a word has a meaning of its own, so that it is no mistyped name."""
    return word in _KNOWN or word in _OF_COMMANDS or weekday(word) is not None or month(word) is not None


def is_about_time(word: str) -> bool:
    """Whether a word names a day, a month or the present."""
    return word in {"today", "tomorrow", "tonight", "now"} or weekday(word) is not None or month(word) is not None


_OF_COMMANDS = frozenset(
    ("callback", "key", "menu", "routing", "greeting", "status", "history", "undo", "today", "tomorrow", "tonight",
     "until", "from", "through", "remove", "press", "voicemail", "option", "help", "last", "change", "edit")
)  # fmt: skip


def is_only_courtesy(tokens: Sequence[Token]) -> bool:
    """Whether nothing is said but hello and thanks, or nothing at all."""
    at = 0
    while at < len(tokens):
        found = POLITE.at(tokens, at)
        if not found or found[0] not in {"politeness", "mark"}:
            return False
        at = found[1]
    return True


def asks(tokens: Sequence[Token]) -> bool:
    """Whether the sentence is a question about how things are."""
    at = _behind_courtesy(tokens)
    return at < len(tokens) and (tokens[at].text in _ASKING or _wonders(tokens, at))


def _wonders(tokens: Sequence[Token], at: int) -> bool:
    """Whether a question mark makes a question of a state: "support closed Saturday?", but not of "close support?"."""
    words = [each.text for each in tokens]
    if words[-1] != "?":
        return False
    if any(had in _HAVING and done in _DONE for had, done in pairwise(words)):
        return True
    deeds = (place for place in range(at, len(tokens)) if (found := DEEDS.at(tokens, place)) and found[0] in _TURNS)
    first = next(deeds, None)
    if first is None or _WISHING & set(words):
        return False
    return words[first] in _STATES or (words[first] in _TOLD_BEHIND and first > at)


def _behind_courtesy(tokens: Sequence[Token]) -> int:
    at = 0
    while (found := POLITE.at(tokens, at)) and (found[0] == "politeness" or (at and tokens[at].text == ",")):
        at = found[1]
    return at
