"""Lines as people name them: by name or alias, several at once, all of them, all but some."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.language.ask import KnownLine
from bot.language.normal import plain
from bot.language.tokens import Token, tokenise
from bot.language.vocabulary import is_known
from bot.language.words import one_edit_apart

ALL = ("*",)
_BEFORE = frozenset(("on", "for", "of", "at", "in", "from", "to", "with"))
LEADS_TO_A_LINE = frozenset(("on", "of", "for"))
"""Words behind which a line is missing, where a sentence ends with one."""
_ARTICLES = frozenset(("the", "our", "my", "your"))
WORDS_FOR_A_LINE = frozenset(("line", "lines", "queue", "queues", "number", "phone", "phones", "hotline", "'s"))
"""What may follow a name, and makes it surely that of a line."""
_ALL = (
    ("all", "of", "the", "lines"), ("all", "of", "our", "lines"), ("all", "the", "lines"), ("all", "our", "lines"),
    ("all", "lines"), ("every", "line"), ("each", "line"), ("all", "phone", "lines"), ("everything",),
    ("all", "the", "phones"), ("all", "phones"), ("all", "queues"), ("all", "of", "them"),
)  # fmt: skip
_ALL_FIRST = frozenset(words[0] for words in _ALL)
_BUT = (("except", "for"), ("apart", "from"), ("other", "than"), ("except",), ("but", "not"), ("but",), ("besides",))


@dataclass(frozen=True, slots=True)
class Mention:
    """Lines that were named, and which tokens named them."""

    names: tuple[str, ...]
    start: int
    end: int
    led: bool = False
    """A preposition led to the name: "on support"."""
    misread: str = ""
    """The word as typed, where it was not quite the name."""
    ambiguous: tuple[str, ...] = ()
    """All lines of which the same word is a name."""


class Roster:
    """The lines that a sentence may name."""

    def __init__(self, lines: Sequence[KnownLine]) -> None:
        self.lines = tuple(lines)
        self._names: dict[tuple[str, ...], list[str]] = {}
        for line in self.lines:
            for name in (line.name, *line.aliases):
                words = _words(name)
                found = self._names.setdefault(words, [])
                if words and line.name not in found:
                    found.append(line.name)
        self._names.pop((), None)
        self._first_words = frozenset(words[0] for words in self._names)
        self._begins = self._first_words | _BEFORE | _ARTICLES | _ALL_FIRST | {"line"}
        self._longest = max(map(len, self._names), default=0)

    def mention(self, tokens: Sequence[Token], at: int, *, typos: bool = False) -> Mention | None:
        """The lines that are named from a token on, with the words around the names."""
        if not typos and not self._may_begin(tokens[at]):
            return None
        start = at
        led = tokens[at].text in _BEFORE
        at += led
        every = self._every(tokens, at)
        if every:
            return Mention(every[0], start, every[1], led=led)
        first = self._one(tokens, at, typos=typos)
        if first is None:
            return None
        names, end, misread, ambiguous = list(first.names), first.end, first.misread, first.ambiguous
        while end < len(tokens) and tokens[end].text in {"and", "&", ",", "+", "/"}:
            step = end + 2 if tokens[end].text == "," and _is(tokens, end + 1, "and") else end + 1
            following = self._one(tokens, step + (step < len(tokens) and tokens[step].text in _BEFORE), typos=False)
            if following is None:
                break
            names += [name for name in following.names if name not in names]
            end = following.end
        return Mention(tuple(names), start, end, led=led, misread=misread, ambiguous=ambiguous)

    def _may_begin(self, token: Token) -> bool:
        return not self._begins.isdisjoint(_with_owner(token)) or token.kind == "quote"

    def mentions(self, tokens: Sequence[Token], *, typos: bool = False) -> list[Mention]:
        """All that could be a mention, from every token on."""
        found = (self.mention(tokens, at, typos=typos) for at in range(len(tokens)))
        return [each for each in found if each and not (typos and not each.misread)]

    def closest(self, words: str) -> list[str]:
        """The lines whose names are most like some words, at most four."""
        said = words.lower()
        ranked = sorted(
            ((self._likeness(said, line), line.name) for line in self.lines), key=lambda each: (-each[0], each[1])
        )
        near = [name for likeness, name in ranked if likeness >= 0.6]
        return (near or [name for _, name in ranked] if len(self.lines) <= 4 else near)[:4]

    def _likeness(self, said: str, line: KnownLine) -> float:
        names = (line.name.lower(), *(alias.lower() for alias in line.aliases))
        if any(set(said.split()) & set(name.split()) for name in names):
            return 1
        return max(difflib.SequenceMatcher(None, said, name).ratio() for name in names)

    def _every(self, tokens: Sequence[Token], at: int) -> tuple[tuple[str, ...], int] | None:
        if at >= len(tokens) or tokens[at].text not in _ALL_FIRST:
            return None
        end = next((at + len(words) for words in _ALL if _is(tokens, at, *words)), None)
        if end is None:
            return None
        but = next((end + len(words) for words in _BUT if _is(tokens, end, *words)), None)
        left_out = self.mention(tokens, but) if but is not None and but < len(tokens) else None
        if left_out is None:
            return ALL, end
        return tuple(line.name for line in self.lines if line.name not in left_out.names), left_out.end

    def _one(self, tokens: Sequence[Token], at: int, *, typos: bool) -> Mention | None:
        start = at
        while at < len(tokens) and tokens[at].text in _ARTICLES:
            at += 1
        if at < len(tokens) and tokens[at].text == "line" and self._exact(tokens, at) is None:
            at += 1
        found = self._exact(tokens, at) or (self._misspelt(tokens, at) if typos else None)
        if found is None:
            return None
        names, end, misread = found
        while end < len(tokens) and tokens[end].text in WORDS_FOR_A_LINE:
            end += 1
        return Mention(tuple(names[:1]), start, end, misread=misread, ambiguous=tuple(names) if names[1:] else ())

    def _exact(self, tokens: Sequence[Token], at: int) -> tuple[list[str], int, str] | None:
        if at >= len(tokens):
            return None
        if tokens[at].kind == "quote" and (words := _words(tokens[at].text.strip('"'))) in self._names:
            return self._names[words], at + 1, ""
        if self._first_words.isdisjoint(_with_owner(tokens[at])):
            return None
        for end in range(min(at + self._longest, len(tokens)), at, -1):
            for last in _with_owner(tokens[end - 1]):
                words = (*(each.text for each in tokens[at : end - 1]), last)
                if words in self._names:
                    return self._names[words], end, ""
        return None

    def _misspelt(self, tokens: Sequence[Token], at: int) -> tuple[list[str], int, str] | None:
        if at >= len(tokens) or is_known(tokens[at].text):
            return None
        for count in range(min(self._longest, len(tokens) - at), 0, -1):
            typed = " ".join(each.text for each in tokens[at : at + count]).removesuffix("'s")
            if len(typed) < 4 or any(each.kind not in {"word", "number"} for each in tokens[at : at + count]):
                continue
            near = [names for words, names in self._names.items() if _near(typed, " ".join(words))]
            lines = list(dict.fromkeys(name for names in near for name in names))
            if lines:
                return lines, at + count, typed
        return None


def _with_owner(token: Token) -> tuple[str, ...]:
    """A word, and what it says without `'s`: a name may have that itself, or own something."""
    bare = token.text.removesuffix("'s")
    return (token.text,) if bare == token.text else (token.text, bare)


def _near(typed: str, name: str) -> bool:
    """One edit in the letters; a wrong digit is another line."""
    if len(name) < 4 or [each for each in typed if each.isdigit()] != [each for each in name if each.isdigit()]:
        return False
    return one_edit_apart(typed, name)


def unknown_names(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Where words that nothing else is said with stand behind the first word, or behind an "on" or "of"."""
    for at in range(len(tokens)):
        start = at
        while start < len(tokens) and tokens[start].text in _ARTICLES:
            start += 1
        end = start
        while end < len(tokens) and tokens[end].kind == "word" and not is_known(tokens[end].text):
            end += 1
        if start < end and (at == 1 or (at > 2 and tokens[at - 1].text in {"on", "of"})):
            yield start, end


def _words(name: str) -> tuple[str, ...]:
    words = tuple(each.text for each in tokenise(plain(name)))
    shorter = words[:-1] if len(words) > 1 and words[-1] in {"line", "queue"} else words
    return shorter[1:] if len(shorter) > 1 and shorter[0] == "the" else shorter


def _is(tokens: Sequence[Token], at: int, *words: str) -> bool:
    return tuple(each.text for each in tokens[at : at + len(words)]) == words
