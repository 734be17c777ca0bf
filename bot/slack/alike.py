"""Several lines for which the same is told, which is told once. Pure."""

import re
from collections.abc import Sequence

from adapters import Value
from bot.describe import listed
from bot.requests import LinePlan
from bot.slack import details

THE_LINE = "the line"
"""What stands for the name of each line, where the same is told of several."""

_ZONE = re.compile(r" \([^()]* time\)")


class Told(Value):
    """What is told of one line, or of several for which it is the same."""

    parts: tuple[LinePlan, ...]
    lines: tuple[str, ...]


def grouped(parts: Sequence[LinePlan], warnings: Sequence[Sequence[str]], *, brief: bool = False) -> list[Told]:
    """The lines of a plan, those together of which the same is told but for their names; each with its warnings."""
    groups: dict[tuple[str, ...], list[tuple[LinePlan, Sequence[str]]]] = {}
    for part, warned in zip(parts, warnings, strict=True):
        told = (part.summary, *details.lines(part, (), brief=brief))
        groups.setdefault(tuple(_nameless(each, part.line.name) for each in told), []).append((part, warned))
    return [_told(members, list(key[1:]), brief=brief) for key, members in groups.items()]


def _told(members: Sequence[tuple[LinePlan, Sequence[str]]], body: list[str], *, brief: bool) -> Told:
    if len(members) == 1:
        ((part, warned),) = members
        return Told(parts=(part,), lines=tuple(details.lines(part, warned, brief=brief)))
    told = warned_of(members)
    return Told(parts=tuple(part for part, _ in members), lines=(*body, *(["", *told] if told else [])))


def warned_of(members: Sequence[tuple[LinePlan, Sequence[str]]]) -> list[str]:
    """The warnings of some lines, those that are the same but for the names once."""
    warning_of: dict[str, list[str]] = {}
    for part, warned in members:
        for each in warned:
            warning_of.setdefault(_nameless(each, part.line.name), []).append(part.line.name)
    return [_warning(text, names, len(members)) for text, names in warning_of.items()]


def _warning(text: str, names: Sequence[str], of: int) -> str:
    """A warning, with the lines that it is about where it is not about all of them."""
    if len(names) == 1:
        own = text.replace(THE_LINE, names[0])
        return details.warning(own if own != text else f"{names[0]}: {text}")
    return details.warning(text if len(names) == of else f"{listed(names)}: {text}")


def summary(parts: Sequence[LinePlan], name: str = "") -> str:
    """What is asked for on several lines, as one sentence; `name` stands for theirs, which else are listed.

    Empty where it is not the same on all of them.
    """
    wholes = {_nameless(part.summary, part.line.name) for part in parts}
    if len(wholes) > 1:  # it may be the same by different clocks
        wholes = {_ZONE.sub("", each) for each in wholes}
    (whole, *others) = wholes
    if others:
        return ""
    names = name or listed([part.line.name for part in parts])
    if len(parts) > 1 and THE_LINE not in whole:
        return f"{names}: {whole}"
    return whole.replace(THE_LINE, names)


def _nameless(text: str, name: str) -> str:
    return re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", THE_LINE, text)
