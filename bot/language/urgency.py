"""Whether something cannot wait: "urgent", "emergency", "now!"; and the sentence without the words that say so."""

from collections.abc import Sequence

from bot.language.phrases import Phrases
from bot.language.tokens import Token

_URGENT = Phrases(
    {
        "urgent": "urgent|urgently|emergency|it's urgent|it is urgent|this is urgent|it's an emergency|"
        "it is an emergency|this is an emergency|as an emergency",
    }
)
_NOW = frozenset(("now", "immediately", "asap", "away", "once"))
"""What an exclamation mark right behind it makes urgent; elsewhere it has to stand by itself."""
_LEAD_TO_A_NOUN = frozenset(("the", "a", "an", "our", "my", "of", "for", "no", "not", "this", "that", "some"))
_REASONS = frozenset(("because", "due", "owing", "reason"))
_MARKS = frozenset((",", ":", ";", "-", "!", "."))


def without_urgency(tokens: Sequence[Token]) -> tuple[tuple[Token, ...], bool]:
    """The tokens without the words that say it is urgent, and whether they do.

    In a reason such words stay, and count where they end it: `because of an emergency`, not `for an emergency drill`.
    """
    for at in range(len(tokens)):
        found = _URGENT.at(tokens, at)
        if found is None:
            continue
        end = found[1]
        if not _is_told_as_why(tokens, at, end):
            return _without(tokens, at, end), True
        if end == len(tokens) and tokens[at - 1].text not in {"no", "not"}:
            return tuple(tokens), True
    return tuple(tokens), False


def exclaims(tokens: Sequence[Token]) -> bool:
    """Whether an exclamation mark says that it cannot wait: behind `now`, or standing by itself."""
    return any(
        token.text == "!" and (at == 0 or not token.glued or tokens[at - 1].text in _NOW)
        for at, token in enumerate(tokens)
    )


def _without(tokens: Sequence[Token], start: int, end: int) -> tuple[Token, ...]:
    """The tokens without some, and without the marks that these leave at the beginning or at the end."""
    before, behind = list(tokens[:start]), list(tokens[end:])
    while behind and not before and behind[0].text in _MARKS:
        del behind[0]
    while before and not behind and before[-1].text in _MARKS:
        del before[-1]
    return (*before, *behind)


def _is_told_as_why(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether words are a part of the reason, or of a thing that has another name besides."""
    if start == 0:
        return False
    before = tokens[: start - 1]
    after_a_mark = any(
        each.text in _REASONS or (each.text == "-" and not each.glued and not tokens[at + 1].glued)
        for at, each in enumerate(before)
    )
    is_named = tokens[start].text == "emergency" and end < len(tokens) and tokens[end].kind == "word"
    return after_a_mark or is_named or tokens[start - 1].text in _LEAD_TO_A_NOUN
