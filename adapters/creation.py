"""Making a line that is not there yet: which kinds a vendor offers, what each needs, and what came of it."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

from pydantic import Field as Limited

from adapters.model import Line, Value

FieldValue: TypeAlias = bool | int | str | tuple[str, ...]


class Field(Value):
    """One thing that people say of a line to be made, described as data."""

    name: str
    label: str
    type: Literal["text", "phone", "zone", "switch", "number", "choice", "choices"]
    """A phone number is E.164, a zone a name of the IANA database; of `choices` any number may be chosen."""
    required: bool = False
    """An optional field that is not given is left to the vendor."""
    choices: tuple[tuple[str, str], ...] = ()
    """Pairs of value and label."""
    minimum: int | None = None
    maximum: int | None = None
    """The least and greatest number, or length of a text."""
    suggestion: FieldValue | None = None
    """What most people want; it stands in the form at first."""
    help: str = ""
    risk: Literal["low", "high"] = "low"
    """High is what is to be looked at twice, such as a number that calls are sent to; a line's own number is not."""
    prominent: bool = False
    """Whether people see it at once although it may be left out."""
    missing: str = ""
    """What is so while it is left out, as one sentence for people.

    If several fields have the same sentence, it holds while all of them are left out.
    """

    def words(self, value: FieldValue) -> str:
        """A value of it, for people."""
        labels = dict(self.choices)
        match value:
            case bool():
                return "on" if value else "off"
            case tuple():
                return ", ".join(labels.get(each, each) for each in value) or "nobody and nothing"
            case _:
                return labels.get(str(value), str(value)) or "nothing"


class LineKind(Value):
    """A kind of line that can be made at one place of a vendor."""

    system: str
    name: str
    """Tells it apart within its system; opaque."""
    label: str
    """For people: `call queue in Raleigh`."""
    fields: tuple[Field, ...]
    """All but the line's name, which every line has."""
    longest_name: int
    note: str = ""
    """What is left to do once it is made, or what else to know, whatever is said of it; in a sentence or two."""

    def field(self, name: str) -> Field | None:
        """The field of that name."""
        return next((each for each in self.fields if each.name == name), None)

    def left_out(self, values: Mapping[str, FieldValue]) -> tuple[str, ...]:
        """What is so because these values are all that is said of it, a sentence each."""
        told = {each.missing for each in self.fields if each.name in values}
        return tuple(dict.fromkeys(each.missing for each in self.fields if each.missing and each.missing not in told))


class NewLine(Value):
    """A line to be made, as a person has asked for it."""

    system: str
    kind: str
    """The name of its `LineKind`."""
    name: str = Limited(min_length=1)
    values: Mapping[str, FieldValue] = {}
    """By the names of the kind's fields; a field that is not there is left to the vendor."""


class Created(Value):
    """A line that was made from a `NewLine`, and how far reading it back has proven what was asked for."""

    line: Line
    unshown: tuple[str, ...] = ()
    """The labels of the fields that the vendor accepted and does not show."""
    differing: tuple[str, ...] = ()
    """What was read back and is not as asked for, a sentence each."""
