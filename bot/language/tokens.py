"""A sentence cut into words, numbers and marks, each of which remembers where it stood."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["word", "number", "mark", "quote", "person", "phone"]

_SHAPES = re.compile(
    r'(?P<quote>"[^"]*")'
    r"|(?P<person>@[a-z0-9][\w.-]*)"
    r"|(?P<phone>\+\d[\d() -]{5,}\d)"
    r"|(?P<number>\d+)"
    r"|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*'?)"
    r"|(?P<mark>\S)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or mark: its lower-case text, and where it stands in the sentence."""

    text: str
    kind: Kind
    start: int
    end: int
    glued: bool
    """It touches the token before it."""

    @property
    def number(self) -> int | None:
        """The number that its digits are, if they are few enough to mean one here."""
        return int(self.text) if self.kind == "number" and self.text.isascii() and len(self.text) <= 6 else None


def tokenise(text: str) -> tuple[Token, ...]:
    """All tokens of a plain sentence."""
    tokens: list[Token] = []
    for found in _SHAPES.finditer(text):
        kind: Kind = found.lastgroup  # type: ignore[assignment]  # the groups are named after the kinds
        word = found.group().lower().rstrip("'") if kind == "word" else found.group().lower()
        glued = bool(tokens) and tokens[-1].end == found.start()
        tokens.append(Token(word, kind, found.start(), found.start() + len(found.group()), glued))
    return tuple(tokens)


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
