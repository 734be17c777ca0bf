"""What a vendor says is in force on a line, and what people are told of a promise that was or was not kept. Pure."""

import datetime as dt
from typing import Any

from adapters import Value, Weekday, is_open, next_change, override_at, wall_clock
from bot import describe
from bot.alerts import Alert, AlertKind
from bot.plans import Facts
from bot.promises import Edge, WatchedLine

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


def present(facts: Facts, now: dt.datetime) -> Witness:
    """What the vendor says is so now: itself where it tells, else by the hours that were read there."""
    live, vendor = facts.live, describe.vendor(facts.line.system)
    if live.open is None:
        return forecast(facts, now)
    called = f" ({live.holiday})" if live.holiday else ""
    named = f" for a holiday of its own{called}" if live.holiday is not None and not live.open else ""
    said = f"{vendor} says that it is {_state(live.open)}{named}"
    return Witness(open=live.open, said=said, holiday=live.holiday is not None and not live.open)


def forecast(facts: Facts, at: dt.datetime) -> Witness:
    """What will be so at a moment of the coming week, by the hours that were read at the vendor."""
    setup, words, vendor = facts.setup, facts.words, describe.vendor(facts.line.system)
    local = wall_clock(at, setup.zone)
    minute, day = local.hour * 60 + local.minute, Weekday.of(local.date())
    table, opens = facts.reading.table, is_open(setup, at)
    for drift in facts.reading.drift:
        if drift.weekday is day:
            said = (
                f"its hours for {day.title_name} at {vendor} are {words.day(drift.found)}, changed outside Switchhook"
            )
            return Witness(open=any(each.start <= minute < each.end for each in drift.found), said=said)
    if day in facts.reading.behind and table is not None:
        found = any(each.start <= minute < each.end for each in table.open_on(day))
        if found is not opens:
            return Witness(open=found, said=f"{vendor} does not show what was written for {day.title_name}")
    return Witness(open=opens, said=f"by its hours at {vendor} it is {_state(opens)}")


def kept(edge: Edge, seen: Witness, facts: Facts, now: dt.datetime) -> str:
    """What the history says of a promise that was kept, when it began or ended."""
    text = f"{seen.said[0].upper()}{seen.said[1:]}, as promised."
    late = now - edge.at - facts.capabilities.lag
    return text + (f" Switchhook looked {describe.length(late)} late." if late >= _LATE else "")


def over(line: WatchedLine, now: dt.datetime) -> str:
    """What the history says of a promise that has ended without any difference to callers: why it has made none."""
    should, words = line.should(), line.facts.words
    stays, day = (
        f"{line.facts.line.name} stays {_state(is_open(should, now))}",
        Weekday.of(wall_clock(now, should.zone)),
    )
    override, until = override_at(should, now), next_change(should, now)
    if override is not None:
        return f"{stays}, since it is also {override.state} {words.span(override.start, override.end)}."
    if not should.hours.open_on(day):
        return f"{stays}, as always on {day.title_name}s."
    when = f" until {words.at(until)} ({words.zone_name})" if until else ""
    return f"{stays}{when}, as usual."


def data(edge: Edge, kind: AlertKind, line: WatchedLine, now: dt.datetime) -> dict[str, Any]:
    """What an alert about a promise keeps: since when and until when, what was promised, and what to say to mend it."""
    over = {"until": edge.over.isoformat()} if edge.over is not None else {}
    return {
        "since": edge.at.isoformat(),
        "what": edge.promise.summary,
        "sentence": _sentence(kind, line, now),
        **over,
    }


def _sentence(kind: AlertKind, line: WatchedLine, now: dt.datetime) -> str:
    """What to say so that a line is as it should be, for as long as it should."""
    should, name = line.should(), line.facts.line.name
    override = override_at(should, now)
    if kind is AlertKind.NOT_OPEN:
        return f"open {name} now {_until(override.end)}" if override and override.state == "open" else f"reopen {name}"
    if override is not None:
        return f"close {name} now {_until(override.end)}"
    opens = next_change(should, now)
    local = wall_clock(opens or now + dt.timedelta(days=1), should.zone)
    return f"close {name} now {_until(local if opens else dt.datetime.combine(local.date(), dt.time()))}"


def _until(end: dt.datetime | None) -> str:
    if end is None:
        return "until further notice"
    if end.time() == dt.time():
        return f"until {end.date() - dt.timedelta(days=1)} 24:00"
    return f"until {end:%Y-%m-%d %H:%M}"


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
        return f"Known again: {seen.said}, as promised."
    return f"{alert.name} is as promised now, {_lateness(alert, now)} late: {seen.said}."


def outlived(alert: Alert, now: dt.datetime) -> str:
    """How an alert ended whose promise is no longer in force."""
    if alert.data.get("unknown"):
        return "What was promised is over or was taken back; whether it was kept is not known."
    wrong = f"{alert.name} was not as it should be for {_lateness(alert, now)}."
    return f"What was promised is over or was taken back. {wrong}"


def still_closed(name: str, since: dt.datetime, days: int, facts: Facts) -> str:
    """The daily reminder of a closure until further notice."""
    return (
        f"{name} is still closed until further notice, since {facts.words.at(since)}: for"
        f" {days} {'day' if days == 1 else 'days'} now. If that is still right, there is nothing to do; else say"
        f" `reopen {name}`."
    )


def _lateness(alert: Alert, now: dt.datetime) -> str:
    """For how long something is not as it was promised, in whole minutes."""
    minutes = (now - dt.datetime.fromisoformat(alert.data["since"])) // dt.timedelta(minutes=1)
    return describe.length(dt.timedelta(minutes=minutes))


def _state(is_it_open: bool) -> str:  # noqa: FBT001  # the state itself
    return "open" if is_it_open else "closed"
