"""Which times belong to which days: "Sat 9-1 and Sun 10-2", "9-11 and 2-4 tomorrow"."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.language.crossroads import ask_back
from bot.language.elements import Across, Closed, Days, Element, Except, Lasting, Rest, Times
from bot.language.monthdays import DayRange


@dataclass
class Group:
    """Days and the times on each of them; no times are the whole day, no days are left to the reader."""

    ranges: list[DayRange] = field(default_factory=list)
    times: list[Times] = field(default_factory=list)
    left_out: list[DayRange] = field(default_factory=list)
    closed: bool = False
    days_last: bool = False
    """The days were said after the times: "10pm to 6am tomorrow"."""

    @property
    def says_when(self) -> bool:
        """It says at what time of the day."""
        return bool(self.times) or self.closed


def grouped(elements: Sequence[Element]) -> tuple[list[Group], list[Across | Rest]]:
    """The groups of a phrase, and what stands for itself in it."""
    others = [each for each in elements if isinstance(each, (Across, Rest))]
    rest = [each for each in elements if isinstance(each, (Days, Times, Closed, Except))]
    if others and rest:
        ask_back("Those times do not fit together. Please say it in two sentences.")
    groups = _in_order(rest)
    _check(groups, alone=not any(isinstance(each, Lasting) for each in elements))
    return groups, others


def _in_order(elements: Sequence[Days | Times | Closed | Except]) -> list[Group]:
    days_first = isinstance(elements[0], Days) if elements else True
    groups: list[Group] = []
    for each in elements:
        is_days = isinstance(each, Days)
        if isinstance(each, Except):
            if not groups:
                ask_back("Please name the days first, then those that are left out of them.")
            groups[-1].left_out.extend(each.ranges)
            continue
        current = groups[-1] if groups else None
        closes = current is not None and (current.says_when if days_first else bool(current.ranges))
        if current is None or (is_days == days_first and closes):
            current = Group()
            groups.append(current)
        if isinstance(each, Days):
            current.days_last = bool(current.times)
            current.ranges.extend(each.ranges)
        elif isinstance(each, Times):
            current.times.append(each)
        else:
            current.closed = True
    return groups


def _check(groups: Sequence[Group], *, alone: bool) -> None:
    if len(groups) < 2 or not alone:
        return
    if any(group.says_when for group in groups) and not all(group.says_when and group.ranges for group in groups):
        ask_back("Which times belong to which days? Please say both for each day.")
