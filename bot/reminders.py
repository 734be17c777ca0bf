"""When people are reminded of what waits for them: reckoned back from when it must be live. Pure."""

import datetime as dt
from collections.abc import Collection, Sequence

from adapters import Value, moment, wall_clock

_MINUTE, _HOUR, _DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)

LATE = "late"
"""The name of what is said once it should be live."""

_EVENING, _MORNING = dt.time(20), dt.time(8)
"""Nobody is reminded between these, in the line's own time, of what has more than a day to go."""


class Reminder(Value):
    """Something to be said at a moment, once."""

    name: str
    """Tells it apart from the others of its request."""
    at: dt.datetime
    escalates: bool = False
    """Whether others are to be called besides."""


def of_pending(asked: dt.datetime, live_by: dt.datetime | None, until: dt.datetime, zone: str) -> tuple[Reminder, ...]:
    """When to remind those who may decide, the earliest first; nothing later than `until`, when it expires.

    With a time by which it must be live they are spread over what is left until then: minutes for today's, days for
    December's. What is wanted at once is asked after less and less often.
    """
    if live_by is not None and live_by > asked:
        lead = live_by - asked
        told = [
            Reminder(name="first", at=live_by - min(lead / 2, 7 * _DAY)),
            Reminder(name="second", at=live_by - min(lead / 4, 2 * _DAY)),
            Reminder(name="escalation", at=live_by - min(lead / 8, _DAY), escalates=True),
            *([Reminder(name="last", at=live_by - min(lead / 16, _HOUR))] if lead >= 2 * _HOUR else []),
            Reminder(name=LATE, at=live_by),
        ]
        told = [_by_day(each, zone, before=live_by - _DAY) for each in told]
    else:
        lead = until - asked
        told = [
            Reminder(name="first", at=asked + min(lead / 4, 10 * _MINUTE)),
            Reminder(name="escalation", at=asked + min(lead / 2, 30 * _MINUTE), escalates=True),
            _by_day(Reminder(name="second", at=asked + min(lead * 3 / 4, 4 * _HOUR)), zone, before=until),
            _by_day(Reminder(name="last", at=asked + min(lead * 7 / 8, _DAY)), zone, before=until),
        ]
    return tuple(each for each in told if asked < each.at < until)


def of_approved(approved: dt.datetime, live_by: dt.datetime | None) -> tuple[Reminder, ...]:
    """When to say that something approved is not applied yet, the earliest first."""
    if live_by is None or live_by <= approved:
        return (
            Reminder(name="five minutes", at=approved + 5 * _MINUTE),
            Reminder(name="an hour", at=approved + _HOUR),
        )
    ladder = {"a day to go": _DAY, "minutes to go": 20 * _MINUTE}
    told = [Reminder(name=name, at=live_by - before) for name, before in ladder.items()]
    told = [each for each in told if each.at >= approved + _MINUTE]
    halfway = Reminder(name="minutes to go", at=approved + (live_by - approved) / 2)
    return (*(told or [halfway]), Reminder(name=LATE, at=live_by))


def of_unratified(applied: dt.datetime, ratify_by: dt.datetime) -> tuple[Reminder, ...]:
    """When to remind those who may ratify an emergency, the earliest first."""
    span = ratify_by - applied
    return (
        Reminder(name="ratify", at=ratify_by - span / 2),
        Reminder(name="ratify soon", at=ratify_by - span / 4, escalates=True),
    )


def due(schedule: Sequence[Reminder], told: Collection[str], now: dt.datetime) -> Reminder | None:
    """What is to be said now: of several that are due only the latest, and nothing twice or out of order.

    An escalation that was missed is made up for by what comes after it.
    """
    names = [each.name for each in schedule]
    last = max((names.index(name) for name in told if name in names), default=-1)
    missed = [each for each in schedule[last + 1 :] if each.at <= now]
    if not missed:
        return None
    return missed[-1].model_copy(update={"escalates": any(each.escalates for each in missed)})


def _by_day(reminder: Reminder, zone: str, *, before: dt.datetime) -> Reminder:
    """The same, not at night; but as it is if the morning is not before some moment."""
    local = wall_clock(reminder.at, zone)
    if _MORNING <= local.time() < _EVENING:
        return reminder
    day = local.date() + dt.timedelta(days=1 if local.time() >= _EVENING else 0)
    morning = moment(dt.datetime.combine(day, _MORNING), zone)
    return reminder.model_copy(update={"at": morning}) if morning < before else reminder
