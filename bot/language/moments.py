"""Moments that a wall clock shows never or twice, and moments too far ahead."""

import datetime as dt
from zoneinfo import ZoneInfo

from bot.language.scene import day_text, midnight

_FARTHEST = dt.timedelta(days=550)


def clock_problem(local: dt.datetime, zone: str) -> str:
    """Why a zone's wall-clock time says no moment of its own, as a sentence; empty if it does."""
    if local == midnight(local.date()):
        return ""
    info = ZoneInfo(zone)
    first = local.replace(tzinfo=info)
    if first.astimezone(dt.UTC).astimezone(info).replace(tzinfo=None) != local:
        return f"{local:%H:%M} does not exist on {day_text(local.date())}: the clocks go forward."
    if first.utcoffset() != first.replace(fold=1).utcoffset():
        return f"{local:%H:%M} happens twice on {day_text(local.date())}: the clocks go back."
    return ""


def distance_problem(local: dt.datetime, now: dt.datetime) -> str:
    """Why a change cannot reach a day so far ahead, as a sentence; empty if it can. Both are wall-clock times."""
    day = local.date()
    return f"{day_text(day)} is more than 18 months ahead." if midnight(day) - now > _FARTHEST else ""
