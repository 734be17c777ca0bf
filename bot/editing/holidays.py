"""The form that closes lines on public holidays. Pure."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from adapters import Change, Close
from bot import coverage, describe
from bot.answers import Input
from bot.coverage import Cover, Period
from bot.editing.inputs import Chosen, FormError, FormName, Scene, Values, several_of
from bot.errors import NothingToDoError
from bot.language import Ask, Verb
from bot.plans import Facts

MOST_LINES: Final = 100
"""So many lines one form is opened for: as many as can be seen to be chosen."""

_DATES: Final = "dates"
_MOST_DATES: Final = 100
"""The same for dates, of which lines in many countries have more."""
_LONGEST_CHOICE: Final = 75
_MOST_TOLD: Final = 5


class Holidays:
    """Close one line or several on the public holidays on which they are not closed yet.

    It offers those until the end of the next year; chosen at first are those of the coming twelve months, or of the
    year that was asked for. Each line is closed on those that are holidays in its own calendar.
    """

    name: Final = FormName.HOLIDAYS
    label: Final = "Close on public holidays"
    verb: Final = Verb.HOLIDAYS
    several: Final = True

    def unfit(self, facts: Facts) -> str:
        """A line has to be one that can be closed."""
        if coverage.may_close(facts):
            return ""
        return f"{facts.line.name} cannot be closed on single days from here."

    def begin(self, facts: Chosen, ask: Ask | None, now: dt.datetime) -> Values:
        """All that is missing on any of the lines, in the period that was asked for."""
        missing: set[dt.date] = set()
        for each in facts.lines:
            asked = coverage.asked_for(ask.windows if ask else (), coverage.today_of(each, now))
            missing |= {cover.date for cover in _missing(each, asked, facts)}
        return {_DATES: tuple(date.isoformat() for date in sorted(missing)[:_MOST_DATES])}

    def inputs(self, values: Values, facts: Chosen) -> Sequence[Input]:
        """The dates to choose from."""
        del values
        choices = tuple(_choices(facts))
        if not choices:
            return ()
        hint = "Each line is closed all day on those that are holidays where it is."
        return (Input(name=_DATES, label="Holidays", type="choices", choices=choices, required=True, hint=hint),)

    def glance(self, facts: Chosen) -> Sequence[str]:
        """Which lines have nothing missing, where special hours stay, and what is not known."""
        known = [(each, coverage.covers(each, _offering(each, facts.now), facts.requests)) for each in facts.lines]
        told = list(coverage.remarks(known))
        done = [each.line.name for each, found in known if found and not any(cover.is_open for cover in found)]
        if done:
            told.append(f"Nothing is missing on {_shortly(done)}.")
        special = [
            f"{cover.name}, {describe.date(cover.date)} ({each.line.name})"
            for each, found in known
            for cover in found or ()
            if cover.state in {"special", "special pending"}
        ]
        if special:
            told.append(f"Special hours stay as they are: {_shortly(special)}.")
        if len(known) == MOST_LINES:
            told.append(f"These are {MOST_LINES} lines, as many as one form takes. For others, ask again afterwards.")
        return told

    def changes(self, values: Values, facts: Facts, scene: Scene) -> tuple[Change, ...]:
        """A closure of the whole day on each chosen holiday of the line on which callers get through."""
        name, period = facts.line.name, _offering(facts, scene.now)
        found = coverage.covers(facts, period, scene.requests)
        if found is None:
            msg = f"{name} stays as it is: its public holidays are not known."
            raise NothingToDoError(msg)
        missing = [cover for cover in found if cover.is_open]
        if not missing:
            last = describe.date(period.end - dt.timedelta(days=1))
            msg = f"{name} stays as it is: nothing is missing on its public holidays until {last}."
            raise NothingToDoError(msg)
        dates = several_of(values, _DATES)
        if not dates:
            raise FormError({_DATES: "Choose at least one holiday."})
        closed = [cover for cover in missing if cover.date.isoformat() in dates]
        if not closed:
            msg = f"{name} stays as it is: these are no public holidays there, or it is closed then already."
            raise NothingToDoError(msg)
        return tuple(_closure(cover) for cover in closed)


def _offering(facts: Facts, now: dt.datetime) -> Period:
    """The dates that are offered for a line."""
    return coverage.offered(coverage.today_of(facts, now))


def _missing(facts: Facts, period: Period, chosen: Chosen) -> list[Cover]:
    return [each for each in coverage.covers(facts, period, chosen.requests) or () if each.is_open]


def _choices(chosen: Chosen) -> Iterator[tuple[str, str]]:
    """Every date that is missing on any of the lines, with its names and how many lines it is about."""
    found: dict[dt.date, list[str]] = {}
    for each in chosen.lines:
        for cover in _missing(each, _offering(each, chosen.now), chosen):
            found.setdefault(cover.date, []).append(cover.name)
    for date, names in sorted(found.items()):
        several = f" ({len(names)} of {len(chosen.lines)} lines)" if len(chosen.lines) > 1 else ""
        text = f"{describe.date(date)}: {' or '.join(dict.fromkeys(names))}"
        room = _LONGEST_CHOICE - len(several)
        yield date.isoformat(), (text if len(text) <= room else f"{text[: room - 1]}…") + several


def _shortly(names: Sequence[str]) -> str:
    """The first of some names, and how many more there are."""
    more = len(names) - _MOST_TOLD
    return describe.listed([*names[:_MOST_TOLD], *([f"{more} more"] if more > 0 else [])])


def _closure(cover: Cover) -> Close:
    midnight = dt.datetime.combine(cover.date, dt.time())
    return Close(start=midnight, end=midnight + dt.timedelta(days=1), name=cover.name)
