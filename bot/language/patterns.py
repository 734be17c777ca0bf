"""Sentences as patterns: words in order, some of them open.

A pattern is written as people read it: `add|set ?key {key} for|as ?a callback`. A bar parts alternatives, a question
mark makes a word optional, braces are a place for something: a key, a number, a word from a table, or any words.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from bot.language.tokens import Token

Filling: TypeAlias = Mapping[str, tuple[int, int]]
"""Which tokens fill each place."""
Fits: TypeAlias = Callable[[Sequence[Token]], bool]
_ARTICLES = frozenset(("the", "a", "an", "our", "my"))


@dataclass(frozen=True, slots=True)
class _Part:
    words: frozenset[str] = frozenset()
    place: str = ""
    optional: bool = False


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> tuple[_Part, ...]:
    parts: list[_Part] = []
    for word in pattern.split():
        optional = word.startswith("?")
        bare = word.removeprefix("?")
        if bare.startswith("{"):
            parts.append(_Part(place=bare[1:-1], optional=optional))
        else:
            parts.append(_Part(words=frozenset(bare.split("|")), optional=optional))
    return tuple(parts)


def match(pattern: str, tokens: Sequence[Token], fits: Mapping[str, Fits], longest: int = 40) -> Filling | None:
    """What fills the places, if the whole sentence is the pattern; articles may stand anywhere."""
    return _match(_compiled(pattern), 0, tokens, 0, fits, longest)


def telling_words(pattern: str) -> frozenset[str]:
    """Words of which a sentence has at least one if it can be the pattern: the fewest that the pattern allows."""
    needed = [part.words for part in _compiled(pattern) if part.words and not part.optional]
    return min(needed, key=len)


def _match(  # the state of a matcher
    parts: tuple[_Part, ...], part_at: int, tokens: Sequence[Token], at: int, fits: Mapping[str, Fits], longest: int
) -> Filling | None:
    if part_at == len(parts):
        rest = tokens[at:]
        return {} if all(each.text in ".!?," for each in rest) else None
    part = parts[part_at]
    if at < len(tokens):
        found = _place(parts, part_at, tokens, at, fits, longest) if part.place else None
        if found is not None:
            return found
        if tokens[at].text in part.words:
            found = _match(parts, part_at + 1, tokens, at + 1, fits, longest)
            if found is not None:
                return found
    if part.optional:
        found = _match(parts, part_at + 1, tokens, at, fits, longest)
        if found is not None:
            return found
    if at < len(tokens) and tokens[at].text in _ARTICLES and tokens[at].text not in part.words:
        return _match(parts, part_at, tokens, at + 1, fits, longest)
    return None


def _place(  # the state of a matcher
    parts: tuple[_Part, ...], part_at: int, tokens: Sequence[Token], at: int, fits: Mapping[str, Fits], longest: int
) -> Filling | None:
    name = re.sub(r"\d+$", "", parts[part_at].place)
    for end in range(min(len(tokens), at + longest), at, -1):
        if fits[name](tokens[at:end]):
            rest = _match(parts, part_at + 1, tokens, end, fits, longest)
            if rest is not None:
                return {parts[part_at].place: (at, end), **rest}
    return None
