"""Making a line, as all vendors do it: settings as fields, and how far reading back has proven them. Pure."""

from collections.abc import Iterable, Mapping
from typing import Final

from adapters.creation import Created, Field, FieldValue
from adapters.model import Line
from adapters.system import Option

_NAME: Final = Field(name="name", label="Name", type="text")


def field_of(option: Option, *, required: bool = False, suggestion: FieldValue | None = None) -> Field:
    """A setting of a line that is there as a field of one to be made."""
    return Field(
        name=option.name,
        label=option.label,
        type=option.type,
        required=required,
        choices=option.choices,
        minimum=option.minimum,
        maximum=option.maximum,
        suggestion=suggestion,
        help=f"{option.help} In {option.unit}.".strip() if option.unit else option.help,
        risk=option.risk,
    )


def proven(
    line: Line, name: str, fields: Iterable[Field], asked: Mapping[str, FieldValue], shown: Mapping[str, FieldValue]
) -> Created:
    """A line that was made, and what of its asked name and values the vendor does not show, or shows otherwise."""
    asked, shown = {**asked, "name": name}, {**shown, "name": line.name}
    unshown: list[str] = []
    differing: list[str] = []
    for field in (_NAME, *fields):
        if field.name not in asked:
            continue
        if field.name not in shown:
            unshown.append(field.label)
        elif not _is_same(asked[field.name], shown[field.name]):
            wanted, found = _words(field, asked[field.name]), _words(field, shown[field.name])
            differing.append(f"{field.label}: {wanted} was asked for, and what is shown is {found}.")
    return Created(line=line, unshown=tuple(unshown), differing=tuple(differing))


def _is_same(one: FieldValue, other: FieldValue) -> bool:
    """What is chosen of many has no order."""
    if isinstance(one, tuple) and isinstance(other, tuple):
        return sorted(one) == sorted(other)
    return one == other


def _words(field: Field, value: FieldValue) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    labels = dict(field.choices)
    if isinstance(value, tuple):
        return ", ".join(labels.get(each, each) for each in value) or "nobody and nothing"
    return labels.get(str(value), str(value)) or "nothing"
