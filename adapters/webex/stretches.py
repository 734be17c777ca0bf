"""Sets of stretches [start, end) of wall-clock time. Pure."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple, TypeAlias


class Stretch(NamedTuple):
    """A stretch [start, end) of wall-clock time."""

    start: dt.datetime
    end: dt.datetime


Stretches: TypeAlias = tuple[Stretch, ...]


def union(stretches: Iterable[Stretch]) -> Stretches:
    """The same moments as sorted stretches that neither touch nor overlap."""
    result: list[Stretch] = []
    for each in sorted(stretches):
        if result and each.start <= result[-1].end:
            result[-1] = Stretch(result[-1].start, max(result[-1].end, each.end))
        else:
            result.append(each)
    return tuple(result)


def minus(stretches: Iterable[Stretch], holes: Iterable[Stretch]) -> Stretches:
    """What remains of stretches outside the holes; stretches that only touch stay apart."""
    remains = list(stretches)
    for hole in holes:
        remains = [part for each in remains for part in _without(each, hole)]
    return tuple(remains)


def overlap(stretch: Stretch, others: Iterable[Stretch]) -> bool:
    """Whether a stretch has any moment in common with others."""
    return any(stretch.start < each.end and each.start < stretch.end for each in others)


def _without(stretch: Stretch, hole: Stretch) -> list[Stretch]:
    if not overlap(stretch, [hole]):
        return [stretch]
    parts = [Stretch(stretch.start, hole.start), Stretch(hole.end, stretch.end)]
    return [each for each in parts if each.start < each.end]
