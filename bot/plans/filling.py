"""From what somebody filled in to the values of a line to be made. Pure."""

import difflib
import zoneinfo
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TypeAlias

from adapters import Field, FieldValue, LineKind
from bot.errors import SayError

Typed: TypeAlias = str | tuple[str, ...]
"""What stands in one field of a form: a text, `on` or `off`, or the places (from 0) of what was chosen; empty if it
was left alone."""

LONGEST_NUMBER = 15


def filled(
    kind: LineKind, typed: Mapping[str, Typed], dialled: Callable[[str], str]
) -> tuple[dict[str, FieldValue], dict[str, str]]:
    """The values of a form, and what is wrong with it as a sentence for each field.

    `dialled` makes a number E.164, or raises a `SayError`.
    """
    values: dict[str, FieldValue] = {}
    problems: dict[str, str] = {}
    for field in kind.fields:
        given = typed.get(field.name) or ""
        given = " ".join(given.split()) if isinstance(given, str) else given
        if not given:
            if field.required:
                problems[field.name] = f"{field.label} is needed."
            continue
        try:
            values[field.name] = _value(field, given, dialled)
        except SayError as error:
            problems[field.name] = str(error)
    return values, problems


def _value(field: Field, given: Typed, dialled: Callable[[str], str]) -> FieldValue:
    several = (given,) if isinstance(given, str) else given
    if field.type == "choices":
        return tuple(dict.fromkeys(_chosen(field, each) for each in several))
    if field.type == "phone":
        return dialled(several[0])
    return _READERS[field.type](field, several[0])


def _switched(field: Field, text: str) -> bool:
    if text not in {"on", "off"}:
        msg = f"{field.label} is either on or off."
        raise SayError(msg)
    return text == "on"


def _chosen(field: Field, place: str) -> str:
    if not (place.isdecimal() and place.isascii() and len(place) < LONGEST_NUMBER and int(place) < len(field.choices)):
        msg = f"{field.label} has no such choice any more. Choose again."
        raise SayError(msg)
    return field.choices[int(place)][0]


def _number(field: Field, text: str) -> int:
    digits = text.removeprefix("-")
    is_number = digits.isascii() and digits.isdecimal() and len(digits) < LONGEST_NUMBER
    if not is_number or not _is_within(field, int(text)):
        msg = f"{field.label} is a whole number{_limits(field)}."
        raise SayError(msg)
    return int(text)


def _text(field: Field, text: str) -> str:
    if not text.isprintable():
        msg = f"{field.label} has a character in it that cannot be shown. Type it anew."
        raise SayError(msg)
    if not _is_within(field, len(text)):
        msg = f"{field.label} is {len(text)} characters long; it can have{_limits(field)}."
        raise SayError(msg)
    return text


def _zone(_field: Field, text: str) -> str:
    zones = _zones()
    wanted = text.replace(" ", "_").casefold()
    named = zones.get(wanted) or zones.get(f"/{wanted}", "")
    if not named:
        near = difflib.get_close_matches(wanted, zones, n=1)
        hint = f"Did you mean {zones[near[0]]}?" if near and zones[near[0]] else "Write it like America/New_York."
        msg = f"“{text}” is no time zone. {hint}"
        raise SayError(msg)
    return named


@lru_cache(maxsize=1)
def _zones() -> Mapping[str, str]:
    """The zones by their names in small letters, and by their cities after a slash; empty where several have one."""
    names = sorted(each for each in zoneinfo.available_timezones() if "/" in each or each == "UTC")
    cities: dict[str, str] = {}
    for name in names:
        city = f"/{name.rpartition('/')[2].casefold()}"
        cities[city] = "" if city in cities else name
    return cities | {name.casefold(): name for name in names}


_READERS: Mapping[str, Callable[[Field, str], FieldValue]] = {
    "switch": _switched,
    "choice": _chosen,
    "number": _number,
    "text": _text,
    "zone": _zone,
}


def _is_within(field: Field, number: int) -> bool:
    return (field.minimum is None or field.minimum <= number) and (field.maximum is None or number <= field.maximum)


def _limits(field: Field) -> str:
    least = "" if field.minimum is None else f" from {field.minimum}"
    most = "" if field.maximum is None else f" up to {field.maximum}"
    return f"{least}{most}"
