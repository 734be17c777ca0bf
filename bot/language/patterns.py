"""Sentences as patterns: words in order, some of them open.

A pattern is written as people read it: `add|set ?key {key} for|as ?a callback`. A bar parts alternatives, a question
mark makes a word optional, braces are a place for something: a key, a number, a word from a table, or any words.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from bot.language.tokens import Token

Filling: TypeAlias = Mapping[str, tuple[int, int]]
"""Which tokens fill each place."""
Fits: TypeAlias = Callable[[Sequence[Token]], bool]
ARTICLES = frozenset(("the", "a", "an", "our", "my"))


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


def match(pattern: str, tokens: Sequence[Token], fits: Mapping[str, Fits]) -> Filling | None:
    """What fills the places, if the whole sentence is the pattern; articles may stand anywhere."""
    return _Matcher(_compiled(pattern), tokens, fits).match(0, 0)


def needed_words(pattern: str) -> list[frozenset[str]]:
    """Sets of words of which a sentence must have one each to be the pattern."""
    return [part.words for part in _compiled(pattern) if part.words and not part.optional]


@dataclass(frozen=True, slots=True)
class _Matcher:
    """A pattern laid on a sentence."""

    parts: tuple[_Part, ...]
    tokens: Sequence[Token]
    fits: Mapping[str, Fits]

    def match(self, part_at: int, at: int) -> Filling | None:
        """What fills the places from a part and a token on."""
        if part_at == len(self.parts):
            return {} if all(each.text in ".!?," for each in self.tokens[at:]) else None
        part = self.parts[part_at]
        found = self._here(part, part_at, at) if at < len(self.tokens) else None
        if found is None and part.optional:
            found = self.match(part_at + 1, at)
        return found

    def _here(self, part: _Part, part_at: int, at: int) -> Filling | None:
        text = self.tokens[at].text
        found = self._place(part, part_at, at) if part.place else None
        if found is None and text in part.words:
            found = self.match(part_at + 1, at + 1)
        if found is None and part.optional:
            found = self.match(part_at + 1, at)
        if found is None and text in ARTICLES and text not in part.words:
            found = self.match(part_at, at + 1)
        return found

    def _place(self, part: _Part, part_at: int, at: int) -> Filling | None:
        """The longest words that fit a place, so that the rest fits as well."""
        for end in range(len(self.tokens), at, -1):
            if self.fits[part.place](self.tokens[at:end]):
                rest = self.match(part_at + 1, end)
                if rest is not None:
                    return {part.place: (at, end), **rest}
        return None
