"""What a weekly table with few intervals a day cannot keep, as sentences before anyone is asked to approve. Pure."""

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterator
from typing import Final, NamedTuple

from adapters.hours import day_hours, moment
from adapters.model import Interval, Setup, Weekday, clock_text

SHORTEST_GAP: Final = dt.timedelta(minutes=15)
"""The shortest closed time in which the next interval of a date is surely written, and is surely in force after it."""


class Gap(NamedTuple):
    """A closed stretch between two intervals of one date, in minutes since midnight."""

    date: dt.date
    start: int
    end: int


def narrow_problems(name: str, before: Setup, after: Setup, today: dt.date, intervals_a_day: int) -> list[str]:
    """Why a line could not keep a setup from `today` on; what stood before is no problem of a change."""
    return [*_standing(name, after, intervals_a_day), *_short_gaps(name, before, after, today, intervals_a_day)]


def _standing(name: str, after: Setup, intervals_a_day: int) -> Iterator[str]:
    crowded: defaultdict[tuple[Interval, ...], list[str]] = defaultdict(list)
    for day in Weekday:
        if len(row := after.hours.row(day)) > intervals_a_day:
            crowded[row].append(day.title_name)
    for row, days in crowded.items():
        hours = ", ".join(_span(each.start, each.end) for each in row)
        yield (
            f"The phone system of {name} keeps no more than {intervals_a_day} stretch of hours a day, so {name} cannot"
            f" have {hours} on every {', '.join(days)}; set {_span(row[0].start, row[-1].end)} instead, and close it"
            " for the break with a dated closure."
        )


def _short_gaps(name: str, before: Setup, after: Setup, today: dt.date, intervals_a_day: int) -> Iterator[str]:
    edges = {edge for each in after.overrides for edge in (each.start, each.end) if edge is not None}
    for date in sorted({edge.date() for edge in edges if edge.date() >= today}):
        known = set(_gaps(before, date, intervals_a_day))
        for gap in _gaps(after, date, intervals_a_day):
            if gap not in known and _length(gap, after.zone) < SHORTEST_GAP:
                yield (
                    f"On {date:%a} {date.day} {date:%b %Y} {name} would be closed for {_span(gap.start, gap.end)} only,"
                    " in which the hours after it cannot surely be written in time; close it for at least 15 minutes,"
                    " or leave no gap."
                )


def _gaps(setup: Setup, date: dt.date, intervals_a_day: int) -> list[Gap]:
    row = day_hours(setup.hours, setup.overrides, date)
    if len(row) <= intervals_a_day:
        return []
    return [Gap(date, first.end, second.start) for first, second in itertools.pairwise(row)]


def _length(gap: Gap, zone: str) -> dt.timedelta:
    first = dt.datetime.combine(gap.date, dt.time())
    return moment(first + dt.timedelta(minutes=gap.end), zone) - moment(first + dt.timedelta(minutes=gap.start), zone)


def _span(start: int, end: int) -> str:
    return f"{clock_text(start)}–{clock_text(end)}"
