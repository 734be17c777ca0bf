"""Several lines that are closed on many days, or get back what applied then: told day by day. Pure."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from adapters import Capabilities, Close, PutOverrides, Weekday, day_hours
from bot import describe
from bot.requests import LinePlan
from bot.slack.text import escaped

LEAST_DAYS = 4
"""Fewer days are told line by line."""
_MOST_NAMED = 6
"""Lines that are named for a day."""
_FEW = 3
"""So many lines for which a day is none of these are named, rather than the others."""
_MOST_APART = 10
"""Lines that are told of with what they have on a day instead."""


def sentence(parts: Sequence[LinePlan], kind: str = "lines") -> str:
    """What is asked for: `Close 6 lines on 13 public holidays (26 Nov 2026 – 11 Nov 2027)`; empty if it is else."""
    days = _days(parts)
    if not days:
        return ""
    first, last = (_short(each) for each in (min(days), max(days)))
    changes = [each for part in parts for each in part.changes]
    what = "public holidays" if all(isinstance(each, Close) and each.name for each in changes) else "days"
    does = "Close" if isinstance(changes[0], Close) else "Put back what applied to"
    return f"{does} {len(parts)} {kind} on {len(days)} {what} ({first} – {last})"


def rows(parts: Sequence[LinePlan]) -> list[str]:
    """Each day with the lines that it is about, then what other lines have on it instead."""
    told = [f"*{escaped(_called(day, those), 200)}:* {_who(those, parts)}" for day, those in _days(parts).items()]
    apart = list(_apart(parts))
    if len({part.line.zone for part in parts}) > 1:
        told.append("Each line by its own clock.")
    return [*told, *(["", *apart] if apart else [])]


def _days(parts: Sequence[LinePlan]) -> Mapping[dt.date, list[LinePlan]]:
    """The days, in order, with the lines on which something is done on them; none if it is not all of this kind."""
    changes = [each for part in parts for each in part.changes]
    kinds = {type(each) for each in changes}
    if len(parts) == 1 or len(kinds) != 1 or not all(part.changes for part in parts):
        return {}
    days: dict[dt.date, list[LinePlan]] = {}
    for part in parts:
        for each in part.changes:
            if not isinstance(each, (Close, PutOverrides)) or not describe.is_of_a_day(each):
                return {}
            days.setdefault(each.start.date(), []).append(part)
    is_many = len(days) >= LEAST_DAYS and any(len(part.changes) > 1 for part in parts)
    return dict(sorted(days.items())) if is_many else {}


def _short(day: dt.date) -> str:
    return describe.date(day).partition(" ")[2]


def _called(day: dt.date, parts: Sequence[LinePlan]) -> str:
    """A day with its names, which may be others elsewhere."""
    closures = [each for part in parts for each in part.changes if isinstance(each, Close)]
    names = dict.fromkeys(each.name for each in closures if each.start.date() == day and each.name)
    return ", ".join([describe.date(day), *filter(None, [" or ".join(names)])])


def _who(those: Sequence[LinePlan], parts: Sequence[LinePlan]) -> str:
    """The lines of a day, in few words."""
    others = _without(parts, those)
    if not others:
        return f"all {len(parts)} lines"
    if len(others) <= _FEW and len(others) < len(those):
        return f"all but {named(others)}"
    return named(those)


def _without(parts: Sequence[LinePlan], those: Sequence[LinePlan]) -> list[LinePlan]:
    """The other parts; each is of a line of its own."""
    keys = {part.line.key for part in those}
    return [part for part in parts if part.line.key not in keys]


def named(parts: Sequence[LinePlan]) -> str:
    """Some lines by their names, as far as there is room."""
    names = [escaped(part.line.name, 80) for part in parts]
    return describe.listed(names, _MOST_NAMED if len(names) > _MOST_NAMED + 1 else None)


def _apart(parts: Sequence[LinePlan]) -> Iterator[str]:
    """What lines have on a day on which others are closed, where it is not what they usually have."""
    found: dict[tuple[str, str], list[str]] = {}
    for day, those in _days(parts).items():
        for part in _without(parts, those):
            has = _instead(part, day)
            found.setdefault((part.line.name, has), []).append(describe.date(day))
    told = [
        f"• *{escaped(name, 80)}* {escaped(has)} on {describe.listed(days)}."
        for (name, has), days in found.items()
        if has
    ]
    yield from told[:_MOST_APART]
    if len(told) > _MOST_APART:
        yield f"• … and {len(told) - _MOST_APART} more."


def _instead(part: LinePlan, day: dt.date) -> str:
    """What a line has on a day besides its usual hours; empty if nothing."""
    hours = day_hours(part.after.hours, part.after.overrides, day)
    if hours == part.after.hours.open_on(Weekday.of(day)):
        return ""
    words = describe.Words(
        zone=part.line.zone, country=part.line.country, capabilities=Capabilities(changes=frozenset())
    )
    return f"stays open {words.day(hours).removeprefix('open ')}" if hours else "is closed already"
