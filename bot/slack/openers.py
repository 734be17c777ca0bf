"""Buttons that lead on: one opens the form of a change, one stands for a sentence that could be typed. Pure."""

from typing import Literal

from adapters import Value
from bot.slack import blocks
from bot.slack.blocks import Json

OPEN = "form_open"
SAY = "say"
"""The beginnings of their actions; what follows keeps them apart in one block."""


class Opening(Value):
    """What a button carries that opens a form; both are empty where they are still to be chosen."""

    form: str = ""
    line: str = ""


class Saying(Value):
    """What a button carries that stands for a sentence."""

    words: str


def opener(
    label: str, form: str = "", line: str = "", *, spoken: str = "", style: Literal["primary", "danger"] | None = None
) -> Json:
    """A button that opens the form of a change, for one line if it is known which."""
    carried = Opening(form=form, line=line).model_dump()
    return blocks.button(label, f"{OPEN}_{blocks.mark(f'{form} {line}')}", carried, spoken=spoken, style=style)


def saying(label: str, words: str, *, spoken: str = "", style: Literal["primary", "danger"] | None = None) -> Json:
    """A button that does what `/line` and the words do."""
    return blocks.button(
        label, f"{SAY}_{blocks.mark(words)}", Saying(words=words).model_dump(), spoken=spoken, style=style
    )
