"""Arithmetic of overrides: they never overlap, since a newer one trims the older."""

import datetime as dt
from collections.abc import Iterable

from adapters.model import Override

FOREVER = dt.datetime.max


def ends(override: Override) -> dt.datetime:
    """When an override ends; far away if it runs until further notice."""
    return override.end or FOREVER


def overlaps(override: Override, start: dt.datetime, end: dt.datetime | None) -> bool:
    """Whether an override has any moment in [start, end)."""
    return override.start < (end or FOREVER) and start < ends(override)


def cut(overrides: Iterable[Override], start: dt.datetime, end: dt.datetime | None) -> tuple[Override, ...]:
    """What remains of the overrides outside [start, end)."""
    remains: list[Override] = []
    for each in overrides:
        if not overlaps(each, start, end):
            remains.append(each)
            continue
        if each.start < start:
            remains.append(each.model_copy(update={"end": start}))
        if end is not None and end < ends(each):
            remains.append(each.model_copy(update={"start": end}))
    return _sorted(remains)


def within(overrides: Iterable[Override], start: dt.datetime, end: dt.datetime | None) -> tuple[Override, ...]:
    """The parts of the overrides inside [start, end)."""
    parts: list[Override] = []
    for each in overrides:
        if overlaps(each, start, end):
            last = min(ends(each), end or FOREVER)
            parts.append(
                each.model_copy(
                    update={"start": max(each.start, start), "end": None if last == FOREVER else last},
                )
            )
    return _sorted(parts)


def lay(overrides: Iterable[Override], newer: Iterable[Override]) -> tuple[Override, ...]:
    """The overrides with newer ones laid over them."""
    result = tuple(overrides)
    for each in newer:
        result = _sorted((*cut(result, each.start, each.end), each))
    return result


def sewn(overrides: Iterable[Override], *seams: dt.datetime | None) -> tuple[Override, ...]:
    """The overrides with those made one that meet at a seam and say the same: what was cut there is whole again."""
    whole: list[Override] = []
    for each in _sorted(overrides):
        longer = whole[-1].model_copy(update={"start": each.start, "end": each.end}) if whole else None
        if each == longer and each.start == whole[-1].end and each.start in seams:
            whole[-1] = whole[-1].model_copy(update={"end": each.end})
        else:
            whole.append(each)
    return tuple(whole)


def _sorted(overrides: Iterable[Override]) -> tuple[Override, ...]:
    return tuple(sorted(overrides, key=lambda each: each.start))
