"""What is chosen in a form: by what tells it apart, under labels that people can tell apart. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

from adapters import Capabilities, Change, Destination, all_applied
from bot import describe
from bot.editing.inputs import FormError, Values, text_of
from bot.errors import NothingToDoError
from bot.plans import Facts

Choices: TypeAlias = tuple[tuple[str, str], ...]
"""Pairs of value and label."""

ON, OFF = "on", "off"
LONGEST_TEXT: Final = 3000
"""Characters that a field takes; a longer text cannot stand in one."""
TOO_LONG: Final = "What is set now is too long to stand here: what you write replaces all of it."
WHOLE: Final = re.compile(r"-?[0-9]{1,10}")
SHORT: Final = 40
"""Characters of a value that stands in a label beside what it is the value of."""


def chosen(values: Values, name: str, choices: Choices, missing: str) -> str:
    """The value that is chosen; without one that is still there a `FormError`, `missing`."""
    value = text_of(values, name)
    if value not in {each for each, _ in choices}:
        raise FormError({name: missing})
    return value


def news(changes: Iterable[Change], facts: Facts) -> tuple[Change, ...]:
    """The changes of a form, if any of it is another than now; a form that nobody touched asks for nothing.

    Words that say the same may do so: where a vendor shows nothing, they set anew what may have been changed there.
    """
    changes = tuple(changes)
    if all_applied(changes, facts.setup) == facts.setup:
        msg = f"{facts.line.name} is set like that already: choose what should be different."
        raise NothingToDoError(msg)
    return changes


def apart(pairs: Iterable[tuple[str, str]]) -> Choices:
    """The same choices; labels that are the same are counted, so that the choice shown is the choice made."""
    pairs = tuple(pairs)
    of, seen = Counter(label for _, label in pairs), Counter[str]()
    found = []
    for value, label in pairs:
        seen[label] += 1
        found.append((value, f"{label}, {seen[label]} of {of[label]}" if of[label] > 1 else label))
    return tuple(found)


def places(destinations: Sequence[Destination], capabilities: Capabilities) -> Choices:
    """Where calls can go, by name, with what each is; of a number, what is dialled."""
    labels = dict(capabilities.destination_kinds)
    named = sorted(destinations, key=lambda each: (each.name.casefold(), each.kind, each.id))
    return apart((place(each), _label(each, labels.get(each.kind, each.kind).lower())) for each in named)


def place(destination: Destination) -> str:
    """What tells a destination apart from all others of a line."""
    return f"{destination.kind}:{destination.id}"


def short(text: str) -> str:
    """The beginning of a text that stands in a label."""
    return text if len(text) <= SHORT else f"{text[: SHORT - 1]}…"


def limits(text: str, least: int, most: int | None) -> dict[str, int | None]:
    """The limits of a field for a whole number; none where what stands in it lies beyond: it could not stand there."""
    is_beyond = WHOLE.fullmatch(text) is not None and (int(text) < least or (most is not None and int(text) > most))
    return {} if is_beyond else {"minimum": least, "maximum": most}


def longest(text: str, most: int | None) -> int | None:
    """How long a text may be in a field; one that is too long already stands there whole, else it would be cut."""
    return None if most is None else max(most, len(text))


def _label(destination: Destination, kind: str) -> str:
    what = describe.number_text(destination.id) if destination.kind == describe.NUMBER else kind
    return f"{destination.name} ({what})" if destination.name else what
