"""Times in which nothing is changed. Pure."""

import datetime as dt
from collections.abc import Iterable

from adapters import Value, moment, wall_clock
from bot.describe import TWELVE_HOUR_COUNTRIES, clock, date
from bot.policy.rules import reached
from bot.requests import LinePlan


class Freeze(Value):
    """A time in which nothing is changed, on some lines or all; a moment without a zone is in each line's own."""

    name: str
    start: dt.datetime
    end: dt.datetime
    lines: frozenset[str] | None = None
    """The keys of lines; None for all."""
    restoring: bool = True
    """Whether what leads back to the usual may be applied all the same."""

    def covers(self, part: LinePlan) -> bool:
        """Whether it keeps a change waiting while it lasts."""
        concerned = self.lines is None or not self.lines.isdisjoint(reached(part))
        return concerned and not (self.restoring and part.restores)

    def over(self, zone: str) -> dt.datetime:
        """When it is over for a line (with a zone of its own)."""
        return _placed(self.end, zone)

    def is_in_force(self, zone: str, at: dt.datetime) -> bool:
        """Whether it is on at a moment, for a line in that zone."""
        return _placed(self.start, zone) <= at < self.over(zone)


def in_force(freezes: Iterable[Freeze], part: LinePlan, at: dt.datetime) -> Freeze | None:
    """What keeps a part of a plan waiting at a moment; of several, what lasts longest."""
    zone = part.line.zone
    found = [each for each in freezes if each.covers(part) and each.is_in_force(zone, at)]
    return max(found, key=lambda each: each.over(zone), default=None)


def free_at(freezes: Iterable[Freeze], part: LinePlan, now: dt.datetime) -> dt.datetime:
    """The first moment from now on at which a part of a plan may be applied."""
    known, at = list(freezes), now
    while freeze := in_force(known, part, at):
        at = freeze.over(part.line.zone)
    return at


def lasts_until_over(freezes: Iterable[Freeze], part: LinePlan, at: dt.datetime) -> Freeze | None:
    """What keeps a part of a plan waiting at a moment until it is too late for it to take any effect."""
    known = list(freezes)
    freeze = in_force(known, part, at)
    return freeze if freeze and part.ends and free_at(known, part, at) >= part.ends else None


def last_chance(freezes: Iterable[Freeze], part: LinePlan, now: dt.datetime) -> tuple[dt.datetime, Freeze] | None:
    """When a time without changes begins that lasts until a part of a plan is over, and which; None if none comes."""
    known = list(freezes)
    coming = sorted((_placed(each.start, part.line.zone), index) for index, each in enumerate(known))
    found = ((at, lasts_until_over(known, part, at)) for at, _ in coming if at > now)
    return next(((at, freeze) for at, freeze in found if freeze and part.ends and at < part.ends), None)


def deadline(at: dt.datetime, freeze: Freeze, part: LinePlan) -> str:
    """What is told of a time without changes before which something has to be decided."""
    local = wall_clock(at, part.line.zone)
    before = date(local.date()) if local.time() == dt.time() else f"{date(local.date())}, {_clock(local, part)}"
    return f"Decide it before {before}: then {sentence(freeze, part)} By then this would be over."


def sentence(freeze: Freeze, part: LinePlan) -> str:
    """What is told of a freeze: which, for which line, until when."""
    line = part.line
    local = wall_clock(freeze.over(line.zone), line.zone)
    if local.time() == dt.time():
        until = f"{date(local.date() - dt.timedelta(days=1))} is over"
        return f"“{freeze.name}” stops all changes of {line.name} until {until}."
    return f"“{freeze.name}” stops all changes of {line.name} until {date(local.date())}, {_clock(local, part)}."


def _clock(local: dt.datetime, part: LinePlan) -> str:
    return clock(local.hour * 60 + local.minute, twelve=part.line.country in TWELVE_HOUR_COUNTRIES)


def _placed(at: dt.datetime, zone: str) -> dt.datetime:
    return at if at.tzinfo else moment(at, zone)
