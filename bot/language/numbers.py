"""Numbers in digits and in words, and ordinals."""

from collections.abc import Sequence

from bot.language.tokens import Token
from bot.language.words import NUMBERS, ORDINAL_ENDINGS, ORDINALS, TENS


def number_at(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """The whole number that begins at a token ("22", "twenty two"), and where it ends."""
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token.number is not None:
        return token.number, at + 1
    if token.text in NUMBERS:
        return NUMBERS[token.text], at + 1
    if token.text in TENS:
        unit_at = _after_hyphen(tokens, at + 1)
        unit = NUMBERS.get(tokens[unit_at].text, 0) if unit_at < len(tokens) else 0
        return (TENS[token.text] + unit, unit_at + 1) if 0 < unit < 10 else (TENS[token.text], at + 1)
    return None


def ordinal_at(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """The ordinal that begins at a token ("22nd", "first", "thirty first"), and where it ends."""
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token.number is not None:
        follows = at + 1 < len(tokens) and tokens[at + 1].glued and tokens[at + 1].text in ORDINAL_ENDINGS
        return (token.number, at + 2) if follows else None
    if token.text in ORDINALS:
        return ORDINALS[token.text], at + 1
    if token.text in TENS:
        unit_at = _after_hyphen(tokens, at + 1)
        unit = ORDINALS.get(tokens[unit_at].text, 0) if unit_at < len(tokens) else 0
        return (TENS[token.text] + unit, unit_at + 1) if 0 < unit < 10 else None
    return None


def _after_hyphen(tokens: Sequence[Token], at: int) -> int:
    return at + 1 if at < len(tokens) and tokens[at].text == "-" and tokens[at].glued else at
