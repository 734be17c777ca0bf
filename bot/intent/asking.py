"""Asking back: what an ask has several readings of, or lacks."""

from collections.abc import Sequence

from bot.errors import SayError
from bot.language import Ask, Choice

MOST_CHOICES = 4


class NoNumbersError(SayError):
    """The line sends no calls to phone numbers; others may."""


class AskBackError(SayError):
    """An ask that has several readings for this line, or lacks something; each choice is a sentence of its own."""

    def __init__(self, text: str, choices: Sequence[Choice] = ()) -> None:
        super().__init__(text)
        self.choices = tuple(choices)[:MOST_CHOICES]


def because(ask: Ask) -> str:
    """The reason of an ask, as the end of a choice's sentence."""
    return f" - {quoted(ask.reason)}" if ask.reason else ""


def quoted(text: str) -> str:
    """Words in quotes, so that none of them is read as anything else."""
    return '"' + text.replace('"', "'") + '"'
