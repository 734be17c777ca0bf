"""What the desk says back, before any surface gives it a shape; what is only to be read is in `reports`."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

from adapters import FieldValue, LineKind, Value
from bot.reports import Help, History, Holidays, Statuses
from bot.requests import Plan

CHANGE_TITLE, NEW_TITLE = "Change a phone line", "New phone line"
"""What is written above the form of a change, and of a line that is to be made."""


class Question(Value):
    """Something is missing or has two readings; each choice continues the same ask."""

    draft: str
    text: str
    choices: tuple[str, ...] = ()
    how: str = ""
    """How it can be answered by typing, as a sentence; empty where it cannot."""
    form: str = ""
    """The form in which it can be answered as well; empty if there is none."""
    line: str = ""
    """The line that it is about, if it is known which."""
    tries: tuple[str, ...] = ()
    """Sentences to begin with, where nothing was understood."""


class Announcing(Value):
    """What callers could hear of the keys that a plan changes."""

    label: str
    """What the vendor's setting is called."""
    text: str
    """What the plan sets; empty if it leaves the announcement as it is."""
    suggestion: str
    """Empty where none can be made."""
    most: int
    """How many characters there may be."""


class Proposal(Value):
    """A plan that can be sent for approval as it stands."""

    draft: str
    words: str
    plan: Plan
    understood: str = ""
    """What was made of the words, where more is to be said than the plan says: a mistyped name, another time zone."""
    reason: str = ""
    announcing: Announcing | None = None
    """What may be changed along with the keys."""
    moved: Literal["", "announced", "first", "otherwise"] = ""
    """Why it is another plan than the one shown before, if it is: what callers hear was written, none was shown, or
    another reason."""
    needs: str = ""
    """Who has to approve it, how many, or why nobody: one or more sentences."""
    waived: bool = False
    """Nobody has to approve it: it is applied once it is sent."""
    rush: str = ""
    """What happens if this person has it applied at once in an emergency, as sentences; empty if they may not."""
    urgent: bool = False
    """They asked for it at once."""
    reason_needed: bool = False
    """It cannot be sent without a reason."""
    refused: str = ""
    """Why this person cannot send it as it stands, as sentences; empty if they can."""
    form: str = ""
    """The form in which what was understood can be changed; empty if there is none."""


class Input(Value):
    """One thing that a form asks for, described as data."""

    name: str
    label: str
    type: Literal["text", "number", "date", "time", "switch", "choice", "choices"]
    """A date is ISO, a time `HH:MM`, a number digits; a switch is `on` or empty."""
    value: str | tuple[str, ...] = ""
    """What stands in it."""
    choices: tuple[tuple[str, str], ...] = ()
    """Pairs of value and label, of any number."""
    required: bool = False
    hint: str = ""
    placeholder: str = ""
    minimum: int | None = None
    maximum: int | None = None
    """The least and greatest number, or length of a text."""


class Editing(Value):
    """The form of a change while it is filled in, with the plan of what stands in it."""

    draft: str
    forms: tuple[tuple[str, str], ...]
    """The forms that fit the line, as pairs of name and label."""
    form: str = ""
    """Which of them it is; empty as long as none was chosen, and then there are no inputs."""
    lines: tuple[str, ...] = ()
    """Which lines it is for; none as long as none was chosen."""
    several: bool = False
    """Whether it may be for several lines."""
    choosable: tuple[str, ...] = ()
    """The lines to choose from."""
    inputs: tuple[Input, ...] = ()
    generation: int = 0
    """Another generation begins with other values than what was typed in the one before."""
    glance: tuple[str, ...] = ()
    """How the line is now, a line of plain text each."""
    proposal: Proposal | None = None
    """The plan of what stands in the form; None as long as there is none."""
    problems: Mapping[str, str] = {}
    """Why there is none: a sentence by the input's name, by `lines` or `form`, or by `""` if it is about all of it."""
    words: str = ""
    """What was typed before the form was opened; empty if nothing was."""
    reason: str = ""


class Preparing(Value):
    """A vendor has to be asked first: `desk.prepare(draft)` waits for it."""

    draft: str
    summary: str
    what: str = "the line"
    """What is read meanwhile."""
    title: str = CHANGE_TITLE
    """What is written above."""


class KindChoice(Value):
    """A kind of line that can be made, to choose from."""

    key: str
    label: str


class Blank(Value):
    """A form for a line that is to be made: first for its kind, then for what that kind needs."""

    draft: str
    choices: tuple[KindChoice, ...]
    chosen: str = ""
    """The key of the kind that was chosen; empty as long as none was."""
    kind: LineKind | None = None
    name: str = ""
    values: Mapping[str, FieldValue] = {}
    """What was filled in before."""
    zone: str = ""
    """What stands in for a time zone that nobody suggests."""
    remarks: tuple[str, ...] = ()
    """What is missing among the kinds, a sentence each."""


class Mistakes(Value):
    """Why a line cannot be made as it was filled in: a sentence by the field's name, or by `name`."""

    problems: Mapping[str, str]


class Said(Value):
    """One or more plain sentences."""

    text: str


Answer: TypeAlias = Question | Proposal | Editing | Preparing | Blank | Said | Statuses | History | Holidays | Help
