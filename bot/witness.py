"""What a vendor says is in force on a line, and what people are told of a promise that was or was not kept. Pure."""

import datetime as dt
from typing import Any

from adapters import Value, Weekday, is_open, wall_clock
from bot import describe
from bot.alerts import Alert, AlertKind
from bot.plans import Facts
from bot.promises import Edge

_LATE = dt.timedelta(minutes=10)
"""A look that comes so much later than it should says so."""


class Witness(Value):
    """What a vendor says is in force on a line."""

    open: bool
    said: str
    """As a part of a sentence: `Dialpad says that it is closed`."""
    holiday: bool = False
    """The vendor's own calendar closes the line, whatever was set."""

    def agrees(self, want: bool) -> bool:  # noqa: FBT001  # the state itself, as in `Witness.open`
        """Whether it is as it should be, as far as that is ours to say."""
        return self.open is want or (want and self.holiday)


def witness(facts: Facts, now: dt.datetime) -> Witness:
    """What the vendor says is so now: itself where it tells, else by the hours that were read there."""
    live, vendor = facts.live, describe.vendor(facts.line.system)
    if live.open is None:
        return forecast(facts, now)
    named = f" for a holiday of its own ({live.holiday})" if live.holiday else ""
    said = f"{vendor} says that it is {_state(live.open)}{named}"
    return Witness(open=live.open, said=said, holiday=live.holiday is not None and not live.open)


def forecast(facts: Facts, at: dt.datetime) -> Witness:
    """What will be so at a moment of the coming week, by the hours that were read at the vendor."""
    setup, words, vendor = facts.setup, facts.words, describe.vendor(facts.line.system)
    local = wall_clock(at, setup.zone)
    minute, day = local.hour * 60 + local.minute, Weekday.of(local.date())
    for drift in facts.reading.drift:
        if drift.weekday is day:
            said = (
                f"its hours for {day.title_name} at {vendor} are {words.day(drift.found)}, changed outside Switchhook"
            )
            return Witness(open=any(each.start <= minute < each.end for each in drift.found), said=said)
    opens = is_open(setup, at)
    if day in facts.reading.behind:
        return Witness(open=not opens, said=f"{vendor} does not show what was written for {day.title_name}")
    return Witness(open=opens, said=f"by its hours at {vendor} it is {_state(opens)}")


def kept(edge: Edge, seen: Witness, facts: Facts, now: dt.datetime) -> str:
    """What the history says of a promise that was kept, when it began or ended."""
    text = f"{seen.said[0].upper()}{seen.said[1:]}, as promised."
    late = now - edge.at - facts.capabilities.lag
    return text + (f" Switchhook looked {length(late)} late." if late >= _LATE else "")


def over(facts: Facts, name: str) -> str:
    """What the history says of a promise that has ended without any difference to callers."""
    return f"It is over; what else applies to {name} leaves it as it is ({facts.words.zone_name})."


def data(edge: Edge, name: str, kind: AlertKind) -> dict[str, Any]:
    """What an alert about a promise keeps: since when, what was promised, and what to say to mend it."""
    verb = "close" if kind is AlertKind.NOT_CLOSED else "reopen"
    until = " until further notice" if kind is AlertKind.NOT_CLOSED and edge.over is None else ""
    return {
        "since": edge.at.isoformat(),
        "what": edge.promise.summary,
        "sentence": f"{verb} {name} now{until}" if verb == "close" else f"{verb} {name}",
    }


def broken(kind: AlertKind, told: dict[str, Any], said: str, facts: Facts) -> str:
    """What is the matter with a promise that was not kept: what should be, what is, what callers have, what to do."""
    name, portal = facts.line.name, facts.capabilities.portal
    since = facts.words.at(dt.datetime.fromisoformat(told["since"]))
    where = f" in {portal}" if portal else " at the vendor"
    if kind is AlertKind.NOT_CLOSED:
        should, callers, do = "closed", "Callers get through as usual.", "Close it"
    else:
        should, callers, do = "open", "Callers are turned away.", "Open it"
    return (
        f"{name} should be {should} since {since}, but {said}. {callers} What was promised: {told['what']} {do}"
        f"{where}, or ask for it again: `{told['sentence']}`."
    )


def unknown(kind: AlertKind, told: dict[str, Any], facts: Facts) -> str:
    """The same where the vendor does not answer."""
    name, vendor = facts.line.name, describe.vendor(facts.line.system)
    should = "closed" if kind is AlertKind.NOT_CLOSED else "open"
    since = facts.words.at(dt.datetime.fromisoformat(told["since"]))
    return (
        f"{name} should be {should} since {since}, but whether it is nobody knows: {vendor} does not answer. What was"
        f" promised: {told['what']} Call the line to find out; Switchhook goes on asking."
    )


def healed(alert: Alert, seen: Witness, now: dt.datetime) -> str:
    """How an alert ended whose promise is kept by now."""
    if alert.data.get("unknown"):
        return f"It is known again: {seen.said}, as promised."
    late = length(now - dt.datetime.fromisoformat(alert.data["since"]))
    return f"It is as promised now, {late} late: {seen.said}."


def outlived(alert: Alert, now: dt.datetime) -> str:
    """How an alert ended whose promise is no longer in force."""
    if alert.data.get("unknown"):
        return "What was promised is over or was taken back; whether it was kept is not known."
    late = length(now - dt.datetime.fromisoformat(alert.data["since"]))
    return f"What was promised is over or was taken back. {alert.name} was not as it should be for {late}."


def still_closed(name: str, what: str, since: dt.datetime, days: int, facts: Facts) -> str:
    """The daily reminder of a closure until further notice."""
    return (
        f"{name} is still closed, until further notice: for {days} {'day' if days == 1 else 'days'} now, since"
        f" {facts.words.at(since)}. What was asked for: {what} If that is still right, there is nothing to do; else"
        f" say `reopen {name}`."
    )


def length(of: dt.timedelta) -> str:
    """How long something took: `a minute`, `14 minutes`, `3 hours`, `2 days`."""
    minutes = max(1, int(of.total_seconds()) // 60)
    for size, unit in ((24 * 60, "day"), (60, "hour")):
        if minutes >= 2 * size:
            return f"{minutes // size} {unit}s"
    return f"{minutes} minutes" if minutes > 1 else "a minute"


def _state(is_it_open: bool) -> str:  # noqa: FBT001  # the state itself
    return "open" if is_it_open else "closed"
