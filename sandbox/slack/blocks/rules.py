"""Rules about JSON, and the few ways to combine them.

A rule looks at a value and at its JSON pointer, and yields what is wrong with it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias


@dataclass(frozen=True)
class Problem:
    """One thing that Slack would refuse, and where it stands."""

    message: str
    pointer: str

    def __str__(self) -> str:
        return f"[ERROR] {self.message} [json-pointer:{self.pointer}]"


Rule: TypeAlias = Callable[[Any, str], Iterator[Problem]]


def string(longest: int, *, shortest: int = 1, pattern: str | None = None) -> Rule:
    """Return the rule for a string within these lengths."""
    form = re.compile(pattern) if pattern else None

    def check(value: Any, pointer: str) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield Problem("must provide a string", pointer)
        elif len(value) > longest:
            yield Problem(f"must be less than {longest + 1} characters", pointer)
        elif len(value) < shortest:
            yield Problem(f"must be more than {shortest - 1} characters", pointer)
        elif form and not form.fullmatch(value):
            yield Problem(f"does not match the expected format {form.pattern}", pointer)

    return check


def integer(least: int, most: int) -> Rule:
    """Return the rule for a whole number between these two."""

    def check(value: Any, pointer: str) -> Iterator[Problem]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield Problem("must provide an integer", pointer)
        elif not least <= value <= most:
            yield Problem(f"must be between {least} and {most}", pointer)

    return check


def boolean(value: Any, pointer: str) -> Iterator[Problem]:
    """Accept true and false."""
    if not isinstance(value, bool):
        yield Problem("must provide a boolean", pointer)


def anything(value: Any, pointer: str) -> Iterator[Problem]:  # noqa: ARG001 - every rule takes both
    """Accept every value."""
    return iter(())


def one_of(*words: str) -> Rule:
    """Return the rule for one of these words."""

    def check(value: Any, pointer: str) -> Iterator[Problem]:
        if value not in words:
            yield Problem(f"must be one of: {', '.join(words)}", pointer)

    return check


def array(of: Rule, least: int, most: int) -> Rule:
    """Return the rule for a list of so many values."""

    def check(value: Any, pointer: str) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield Problem("must provide an array", pointer)
            return
        if len(value) > most:
            yield Problem(f"no more than {most} items allowed", pointer)
        if len(value) < least:
            yield Problem(f"no fewer than {least} items allowed", pointer)
        for index, item in enumerate(value):
            yield from of(item, f"{pointer}/{index}")

    return check


def shape(*, required: Mapping[str, Rule], optional: Mapping[str, Rule] | None = None) -> Rule:
    """Return the rule for an object with these fields, a ``type`` and no others."""
    fields = {"type": anything, **required, **(optional or {})}

    def check(value: Any, pointer: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem("must provide an object", pointer)
            return
        for name in required:
            if value.get(name) is None:
                yield Problem(f"missing required field: {name}", pointer)
        for name, content in value.items():
            if name not in fields:
                yield Problem(f"invalid additional property: {name}", pointer)
            elif content is not None:
                yield from fields[name](content, f"{pointer}/{name}")

    return check


def by_type(table: Mapping[str, Rule]) -> Rule:
    """Return the rule for an object whose ``type`` says which rule it follows."""

    def check(value: Any, pointer: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem("must provide an object", pointer)
        elif "type" not in value:
            yield Problem("missing required field: type", pointer)
        elif not isinstance(value["type"], str) or value["type"] not in table:
            yield Problem(f"unsupported type: {value['type']}", f"{pointer}/type")
        else:
            yield from table[value["type"]](value, pointer)

    return check


def both(*rules: Rule) -> Rule:
    """Return the rule that asks for all of these."""

    def check(value: Any, pointer: str) -> Iterator[Problem]:
        for rule in rules:
            yield from rule(value, pointer)

    return check
