"""What a form of a change is made of: its inputs, what stands in them, and what is wrong with that. Pure."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol, Self, TypeAlias

from adapters import Change
from bot.answers import Input
from bot.errors import SayError
from bot.language import Ask, Verb
from bot.plans import Facts, Typed
from bot.requests import Request

Values: TypeAlias = Mapping[str, Typed]
"""What stands in a form, by the names of its inputs: a text, the value of a choice, or the values of several; `on` for
a switch that is on. An input that is empty may be absent, too."""


class FormName(StrEnum):
    """The forms that there are."""

    CLOSE = "close"
    OPEN = "open"
    HOURS = "hours"
    MENU = "menu"
    TREATMENT = "treatment"
    GREETING = "greeting"
    CALLBACK = "callback"
    ROUTING = "routing"
    MEMBERS = "members"
    OPTIONS = "options"
    HOLIDAYS = "holidays"


class FormError(SayError):
    """What stands in a form is no change yet: a sentence by the input's name, or by `""` if it is about all of it."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = dict(problems)


class Scene(NamedTuple):
    """What a form has to know besides its line."""

    now: dt.datetime
    number_problem: Callable[[str], str | None]
    """Why calls may not be sent to a phone number of the line's country, as a sentence; None if they may."""
    reason: str = ""
    """Why it is asked for, as far as that was said before the form was opened."""
    requests: tuple[Request, ...] = ()
    """All that is not decided or done yet, of other lines as well."""


class Chosen(Facts):
    """What is known of the line that a form goes by, and beside it of all that it is for, at a moment."""

    lines: tuple[Facts, ...]
    """All of them, the first one included."""
    now: dt.datetime
    requests: tuple[Request, ...] = ()
    """As a scene has them."""

    @classmethod
    def of(cls, lines: Sequence[Facts], now: dt.datetime, requests: Sequence[Request] = ()) -> Self:
        """Some lines, of which there is at least one."""
        first = {name: getattr(lines[0], name) for name in Facts.model_fields}
        return cls(**first, lines=tuple(lines), now=now, requests=tuple(requests))


class Form(Protocol):
    """How people fill in one kind of change."""

    @property
    def name(self) -> FormName:
        """What tells it apart."""

    @property
    def label(self) -> str:
        """What it is for, as people choose it: `Close for a while`."""

    @property
    def verb(self) -> Verb:
        """What an ask of the same kind wants."""

    @property
    def several(self) -> bool:
        """Whether one form may be for several lines."""

    def unfit(self, facts: Facts) -> str:
        """Why a line cannot be changed with it, as a sentence; empty if it can."""

    def begin(self, facts: Chosen, ask: Ask | None, now: dt.datetime) -> Values:
        """What stands in it at first: how the line is now, and what an ask of the same verb has said already."""

    def inputs(self, values: Values, facts: Chosen) -> Sequence[Input]:
        """What it asks for, given what stands in it; their own `value`s are left empty."""

    def glance(self, facts: Chosen) -> Sequence[str]:
        """How the line is now, as far as whoever fills it in wants to see it: a line of plain text each."""

    def changes(self, values: Values, facts: Facts, scene: Scene) -> tuple[Change, ...]:
        """The changes that it means; raises a `FormError` where something is missing or wrong.

        A line that is so already is a `NothingToDoError`.
        """


def text_of(values: Values, name: str) -> str:
    """What stands in an input as one line of text; empty if nothing does."""
    given = values.get(name, "")
    return " ".join(given.split()) if isinstance(given, str) else " ".join(given)


def several_of(values: Values, name: str) -> tuple[str, ...]:
    """What was chosen in an input of several choices."""
    given = values.get(name, ())
    return ((given,) if given else ()) if isinstance(given, str) else given


def is_on(values: Values, name: str) -> bool:
    """Whether a switch is on."""
    return text_of(values, name) == "on"
