"""Tables of phrases, of which the longest that stands at a place counts."""

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

from bot.language.tokens import Token

T = TypeVar("T")


class Phrases(Generic[T]):
    """What phrases mean; each entry is a meaning and the phrases for it, parted by bars."""

    def __init__(self, meanings: Mapping[T, str]) -> None:
        self._table = {
            tuple(phrase.split()): meaning for meaning, each in meanings.items() for phrase in each.split("|")
        }
        self._lengths: dict[str, list[int]] = {}
        for words in self._table:
            lengths = self._lengths.setdefault(words[0], [])
            if len(words) not in lengths:
                lengths.append(len(words))
        for lengths in self._lengths.values():
            lengths.sort(reverse=True)

    @property
    def words(self) -> frozenset[str]:
        """All words of all phrases."""
        return frozenset(word for phrase in self._table for word in phrase)

    def at(self, tokens: Sequence[Token], at: int, longer_than: int = 0) -> tuple[T, int] | None:
        """The meaning of the longest phrase that begins at a token, and its end."""
        if at >= len(tokens):
            return None
        for length in self._lengths.get(tokens[at].text, ()):
            if length <= longer_than:
                break
            words = tuple([each.text for each in tokens[at : at + length]])
            if words in self._table:
                return self._table[words], at + len(words)
        return None

    def get(self, words: tuple[str, ...]) -> T | None:
        """The meaning of exactly these words."""
        return self._table.get(words)
