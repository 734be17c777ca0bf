"""Whether rows of a weekly table were written after callers had need of them. Pure."""

import datetime as dt
from collections.abc import Iterable

from adapters import DATED, Capabilities, day_hours, moment, wall_clock
from bot.requests import LinePlan

_A_WEEK_BUT_ONE_DAY = dt.timedelta(days=6)
"""No row is written earlier: until then it is that of the same weekday before."""

_CLOCKS_CHANGE = dt.timedelta(hours=1)


def late_by(
    plan: LinePlan, rows: Iterable[dt.datetime], capabilities: Capabilities, now: dt.datetime
) -> dt.timedelta | None:
    """For how long callers have needed what was to be written at some moments; None if they do not yet."""
    needed = (_needed(plan, each, capabilities) for each in rows)
    return max((now - each for each in needed if each is not None and each < now), default=None)


def _needed(plan: LinePlan, due: dt.datetime, capabilities: Capabilities) -> dt.datetime | None:
    """When the row that is written at a moment begins to matter; None if that cannot be told."""
    zone, ahead, most = plan.line.zone, capabilities.write_ahead, capabilities.intervals_a_day
    local = wall_clock(due, zone)
    day = day_hours(plan.after.hours, plan.after.overrides, local.date())
    for over, coming in zip(day, day[most:], strict=False) if most is not None else ():
        if _at(local.date(), over.end) == local:
            return moment(_at(local.date(), coming.start), zone)
    if ahead is None:
        return plan.starts
    date = wall_clock(due + min(ahead, _A_WEEK_BUT_ONE_DAY) + _CLOCKS_CHANGE, zone).date()
    begins, ends = _at(date, 0), _at(date + dt.timedelta(days=1), 0)
    dated = [each for each in plan.changes if isinstance(each, DATED)]
    then = [each for each in dated if each.start < ends and (each.end is None or each.end > begins)]
    starts = [max(each.start, begins) for each in then]
    return moment(min(starts), zone) if starts else None


def _at(date: dt.date, minute: int) -> dt.datetime:
    return dt.datetime.combine(date, dt.time()) + dt.timedelta(minutes=minute)
