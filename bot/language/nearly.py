"""Words of what to do that were mistyped by one letter, and what they may have been. Pure."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import islice, product

from bot.language.ask import Verb
from bot.language.commands import COMMANDS
from bot.language.tokens import Token
from bot.language.vocabulary import DEEDS, is_known
from bot.language.words import one_edit_apart

_SHORTEST = 4
_MOST = 4
"""How many ways to write a sentence anew are tried."""
DONE_AT_ONCE = frozenset((Verb.FREEZE, Verb.THAW, Verb.WITHDRAW))
"""What takes effect once it is said; nobody is offered it who may have meant something else."""
_RISKY = frozenset(("halt", "freeze", "unfreeze", "thaw", "defrost", "withdraw", "retract", "recall"))
"""Words that are said of that alone."""
_WORDS = frozenset(
    each
    for each in (COMMANDS.words | DEEDS.words) - _RISKY
    if len(each) >= _SHORTEST and each.isascii() and each.isalpha()
)


def mended(text: str, tokens: Sequence[Token]) -> list[str]:
    """The sentence with its mistyped words as they may have been meant, likelier ones first."""
    mistakes = [(each, near) for each in tokens if (near := _near(each))]
    return [
        _with(text, [(token, word) for (token, _), word in zip(mistakes, words, strict=True)])
        for words in islice(product(*(near for _, near in mistakes)), _MOST)
        if mistakes
    ]


def _near(token: Token) -> tuple[str, ...]:
    return _like(token.text) if token.kind == "word" else ()


@lru_cache(maxsize=512)
def _like(typed: str) -> tuple[str, ...]:
    if len(typed) < _SHORTEST or typed in _WORDS or is_known(typed):
        return ()
    return tuple(sorted(each for each in _WORDS if one_edit_apart(typed, each)))


def _with(text: str, words: Sequence[tuple[Token, str]]) -> str:
    for token, word in reversed(words):
        text = f"{text[: token.start]}{word}{text[token.end :]}"
    return text
