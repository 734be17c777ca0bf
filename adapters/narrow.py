"""What a weekly table with few intervals a day cannot keep, as sentences before anyone is asked to approve. Pure."""

import datetime as dt
import itertools
from collections.abc import Iterator
from typing import Final, NamedTuple

from adapters.hours import day_hours, moment
from adapters.model import Setup, Weekday, listed

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
    days = [day.title_name for day in Weekday if len(after.hours.row(day)) > intervals_a_day]
    if days:
        most = "one stretch" if intervals_a_day == 1 else f"no more than {intervals_a_day} stretches"
        yield (
            f"The phone system of {name} keeps {most} of hours a day, so it cannot have a break every {listed(days)}:"
            " set its hours without the break, and close it for the break on single dates."
        )


def _short_gaps(name: str, before: Setup, after: Setup, today: dt.date, intervals_a_day: int) -> Iterator[str]:
    edges = {edge for each in after.overrides for edge in (each.start, each.end) if edge is not None}
    for date in sorted({edge.date() for edge in edges if edge.date() >= today}):
        known = set(_gaps(before, date, intervals_a_day))
        new = (each for each in _gaps(after, date, intervals_a_day) if each not in known)
        if any(_length(each, after.zone) < SHORTEST_GAP for each in new):
            yield (
                f"On {date:%a} {date.day} {date:%b %Y} {name} would have a break of less than 15 minutes, which is too"
                " short for its phone system to follow: make it at least 15 minutes long, or leave it out."
            )


def _gaps(setup: Setup, date: dt.date, intervals_a_day: int) -> list[Gap]:
    row = day_hours(setup.hours, setup.overrides, date)
    if len(row) <= intervals_a_day:
        return []
    return [Gap(date, first.end, second.start) for first, second in itertools.pairwise(row)]


def _length(gap: Gap, zone: str) -> dt.timedelta:
    first = dt.datetime.combine(gap.date, dt.time())
    return moment(first + dt.timedelta(minutes=gap.end), zone) - moment(first + dt.timedelta(minutes=gap.start), zone)
