"""What callers get on public holidays: on which of them lines are closed, and on which they are not. Pure."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from adapters import (
    DATED,
    Day,
    OpenSpecial,
    Override,
    PutOverrides,
    Reopen,
    SetHours,
    Value,
    Weekday,
    all_applied,
    day_hours,
    overlaps,
    wall_clock,
    within,
)
from bot import describe
from bot.countries import country_name
from bot.language import Window, public_holidays, regions
from bot.plans import Facts
from bot.reports import Covered, CoverState, Holiday
from bot.requests import AWAITED, LinePlan, Request

_ORDER: tuple[CoverState, ...] = (
    "missing", "partly", "special", "special pending", "reopening", "pending", "closed", "closed anyway",
)  # fmt: skip
DAY = dt.timedelta(days=1)
_AHEAD = dt.timedelta(days=365)
"""How far ahead holidays are told unless a year is named."""


class Period(NamedTuple):
    """The dates in [start, end)."""

    start: dt.date
    end: dt.date


class Cover(Value):
    """What callers of one line get on one public holiday."""

    date: dt.date
    name: str
    state: CoverState
    closure: str = ""
    request: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether callers get through, and nobody has decided that they should."""
        return self.state in {"missing", "partly"}


def covers(facts: Facts, period: Period, requests: Iterable[Request] = ()) -> tuple[Cover, ...] | None:
    """What callers of a line get on each public holiday of its country; None where no calendar is known.

    `requests` are those that are not done yet.
    """
    found = public_holidays(facts.line.country, facts.subdivision, *period)
    if found is None:
        return None
    awaited = _awaited(facts, requests) if found else []
    return tuple(_cover(facts, date, name, awaited) for date, name in found)


def may_close(facts: Facts) -> bool:
    """Whether a line can be closed on single days at all."""
    return facts.managed and "close" in facts.capabilities.changes


def today_of(facts: Facts, now: dt.datetime) -> dt.date:
    """The date where a line is."""
    return wall_clock(now, facts.line.zone).date()


def asked_for(windows: Sequence[Window], today: dt.date) -> Period:
    """The year that was asked for, as far as it is not over; else the coming twelve months."""
    for window in windows:
        if isinstance(window.start, dt.datetime) and isinstance(window.end, dt.datetime):
            return Period(max(window.start.date(), today), window.end.date())
    return Period(today, today + _AHEAD)


def offered(today: dt.date) -> Period:
    """The dates on which a line can be closed for a holiday: from today to the end of the next year."""
    return Period(today, dt.date(today.year + 2, 1, 1))


def together(lines: Sequence[tuple[Facts, Sequence[Cover]]]) -> tuple[Holiday, ...]:
    """The holidays of several lines, each told once with all the lines that have it."""
    abroad = len({facts.line.country for facts, _ in lines}) > 1
    days: dict[tuple[dt.date, str], list[tuple[Facts, Cover]]] = {}
    for facts, found in lines:
        for each in found:
            days.setdefault((each.date, each.name), []).append((facts, each))
    return tuple(
        Holiday(
            date=date,
            name=name,
            where=_countries(facts for facts, _ in found) if abroad else "",
            covered=tuple(_alike(found)),
        )
        for (date, name), found in sorted(days.items())
    )


def remarks(lines: Iterable[tuple[Facts, Sequence[Cover] | None]]) -> tuple[str, ...]:
    """What is not known of the holidays of some lines, a sentence each."""
    unknown: list[str] = []
    without: dict[str, list[str]] = {}
    in_part: dict[str, None] = {}
    for facts, found in lines:
        country = facts.line.country
        if not country:
            unknown.append(facts.line.name)
        elif found is None:
            without.setdefault(country, []).append(facts.line.name)
        elif regions(country) and facts.subdivision not in regions(country):
            in_part[country] = None
    told = []
    if unknown:
        told.append(f"It is not known in which country {_are(unknown)}, so no holidays are known there.")
    told += [
        f"No holidays are known for {country_name(country)}, where {_are(names)}." for country, names in without.items()
    ]
    if in_part:
        where = describe.listed([country_name(each) for each in in_part])
        told.append(f"Holidays that only a part of {where} has are not included.")
    return tuple(told)


def some(names: Sequence[str]) -> str:
    """`Support, Sales, Billing and 4 more lines`."""
    return describe.listed(names, 3, "more lines")


def _are(names: Sequence[str]) -> str:
    """`Support and Sales are`."""
    return f"{some(names)} {'is' if len(names) == 1 else 'are'}"


def _cover(facts: Facts, date: dt.date, name: str, awaited: Sequence[tuple[int, LinePlan]]) -> Cover:
    cover = Cover(date=date, name=name, state="missing")
    setup, midnight = facts.setup, dt.datetime.combine(date, dt.time())
    usual, left = setup.hours.open_on(Weekday.of(date)), day_hours(setup.hours, setup.overrides, date)
    laid = within(setup.overrides, midnight, midnight + DAY)
    for number, plan in reversed(awaited):
        then = _then(plan, facts, date)
        if then is not None and then != left:
            state = "pending" if not then else "reopening" if then == usual else "special pending"
            return cover.model_copy(update={"state": state, "request": number})
    if not left and not usual:
        return cover.model_copy(update={"state": "closed anyway"})
    if not left:
        return cover.model_copy(update={"state": "closed", "closure": next(each.name for each in laid)})
    if any(each.state == "open" for each in laid):
        return cover.model_copy(update={"state": "special"})
    return cover.model_copy(update={"state": "partly"}) if left != usual else cover


def _awaited(facts: Facts, requests: Iterable[Request]) -> list[tuple[int, LinePlan]]:
    """The plans that are not done yet and change when a line is open."""
    return [
        (request.id, part.plan)
        for request in requests
        for part in request.parts
        if part.state in AWAITED
        and (part.plan.line.key == facts.line.key or part.plan.reaches(facts.line))
        and any(isinstance(change, (*DATED, SetHours)) for change in part.plan.changes)
    ]


def _then(plan: LinePlan, facts: Facts, date: dt.date) -> Day | None:
    """When a line is open on a date once a plan is done, if the plan decides that; else None.

    A closure of a part of the hours decides nothing about the rest.
    """
    changes = [each for each in plan.changes if isinstance(each, (*DATED, SetHours))]
    after = all_applied(changes, facts.setup)
    then, midnight = day_hours(after.hours, after.overrides, date), dt.datetime.combine(date, dt.time())
    opened = any(
        isinstance(each, (OpenSpecial, PutOverrides, Reopen))
        and overlaps(Override(state="open", start=each.start, end=each.end), midnight, midnight + DAY)
        for each in changes
    )
    return then if opened or not then else None


def _alike(found: Sequence[tuple[Facts, Cover]]) -> Iterable[Covered]:
    """The lines for which a holiday is the same, those first of which something is to be done."""
    groups: dict[tuple[CoverState, str, int | None], list[str]] = {}
    for facts, each in found:
        groups.setdefault((each.state, each.closure, each.request), []).append(facts.line.name)
    for (state, closure, request), names in sorted(groups.items(), key=lambda group: _ORDER.index(group[0][0])):
        yield Covered(state=state, lines=tuple(names), closure=closure, request=request)


def _countries(lines: Iterable[Facts]) -> str:
    return describe.listed(sorted({country_name(facts.line.country) for facts in lines}))
