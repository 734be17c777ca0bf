"""Closures, special hours and weekly hours that an ask means. Pure."""

import datetime as dt
from collections.abc import Sequence

from adapters import (
    Change,
    Close,
    OpenSpecial,
    Override,
    Reopen,
    SetHours,
    day_hours,
    is_open,
    overlaps,
    wall_clock,
    within,
)
from bot import describe
from bot.errors import NothingToDoError
from bot.intent.asking import AskBackError
from bot.language import Ask, Choice, Edge, Window
from bot.plans import Facts


def close(ask: Ask, facts: Facts) -> tuple[Change, ...]:
    """Closures."""
    windows = [_resolved(window, facts) for window in ask.windows]
    return tuple(Close(start=start, end=end, reason=ask.reason) for start, end in windows)


def open_specially(ask: Ask, facts: Facts) -> tuple[Change, ...]:
    """Special hours; asked back where the line is open then anyway."""
    changes: list[Change] = []
    for window in ask.windows:
        start, end = _resolved(window, facts)
        if end is None:
            msg = f"Until when should {facts.line.name} stay open? Say, for example, `until 8pm` or `until Friday`."
            raise AskBackError(msg)
        if ask.only:
            midnight = dt.datetime.combine(start.date(), dt.time())
            days = -((midnight - end) // dt.timedelta(days=1))
            changes.append(Close(start=midnight, end=midnight + dt.timedelta(days=days), reason=ask.reason))
        elif _already_open(facts, start, end):
            raise _only_question(ask, facts, start, end)
        changes.append(OpenSpecial(start=start, end=end, reason=ask.reason))
    return tuple(changes)


def _already_open(facts: Facts, start: dt.datetime, end: dt.datetime) -> bool:
    """Whether a line is open all through a stretch of one day anyway."""
    if end - start > dt.timedelta(days=1) or (end - dt.timedelta(minutes=1)).date() != start.date():
        return False
    midnight = dt.datetime.combine(start.date(), dt.time())
    first, last = _minutes(start - midnight), _minutes(end - midnight)
    day = day_hours(facts.setup.hours, facts.setup.overrides, start.date())
    return any(each.start <= first and last <= each.end for each in day)


def _only_question(ask: Ask, facts: Facts, start: dt.datetime, end: dt.datetime) -> AskBackError:
    words = facts.words
    day = words.day(day_hours(facts.setup.hours, facts.setup.overrides, start.date()))
    midnight = dt.datetime.combine(start.date(), dt.time())
    span = f"{words.clock(_minutes(start - midnight))} – {words.clock(_minutes(end - midnight))}"
    when = describe.date(start.date())
    if f"{day}" == span:
        msg = f"{facts.line.name} is open {day} on {when} already, so there is nothing to change."
        raise NothingToDoError(msg)
    name = ask.lines[0] if len(ask.lines) == 1 else facts.line.name
    until = "24:00" if end.time() == dt.time() else f"{end:%H:%M}"
    text = f"open {name} only on {start:%Y-%m-%d} from {start:%H:%M} to {until}"
    return AskBackError(
        f"{facts.line.name} is open already on {when}, {day}. Should it be open only {span} that day?",
        [Choice(label=f"Only {span}", text=text)],
    )


def reopen(ask: Ask, facts: Facts, now: dt.datetime) -> tuple[Change, ...]:
    """The end of the closure in force, or of the one that is planned; the vendor's own holidays stay unless named."""
    local = wall_clock(now, facts.line.zone).replace(second=0, microsecond=0)
    closures = [
        each for each in facts.setup.overrides if each.state == "closed" and (each.end is None or each.end > local)
    ]
    if ask.windows:
        return tuple(_reopened(closures, *_resolved(window, facts), facts) for window in ask.windows)
    holidays = [each for each in closures if _is_holiday(each, facts)]
    ours = [each for each in closures if each not in holidays]
    running = [each for each in ours if each.start <= local]
    if running:
        today = dt.datetime.combine(local.date(), dt.time())
        return tuple(_reopening(max(each.start, today), each.end, facts) for each in running)
    for holiday in holidays:
        if holiday.start <= local:
            raise _holiday_question(holiday, facts)
    if not ours:
        raise NothingToDoError(_nothing_to_reopen(holidays, facts, now))
    if len(ours) > 1:
        raise _which_closure(facts, ours)
    return (_reopening(ours[0].start, ours[0].end, facts),)


def _reopened(closures: Sequence[Override], start: dt.datetime, end: dt.datetime | None, facts: Facts) -> Change:
    """The end of what closes the line in a stretch that was named: holidays too, if there is nothing else."""
    met = [each for each in closures if overlaps(each, start, end)]
    if not met:
        msg = f"{facts.line.name} has no closure then, so there is nothing to reopen."
        raise NothingToDoError(msg)
    if all(_is_holiday(each, facts) for each in met):
        return Reopen(start=start, end=end)
    return _reopening(start, end, facts)


def _reopening(start: dt.datetime, end: dt.datetime | None, facts: Facts) -> Reopen:
    return Reopen(start=start, end=end, keeps=within(facts.reading.beneath, start, end))


def _is_holiday(closure: Override, facts: Facts) -> bool:
    """Whether a closure, or what is left of it, stands in the vendor's own calendar."""
    return closure in within(facts.reading.beneath, closure.start, closure.end)


def _holiday_question(holiday: Override, facts: Facts) -> AskBackError:
    name, when = facts.line.name, facts.words.span(holiday.start, holiday.end)
    called = f"“{holiday.name}”, which" if holiday.name else "a closure that"
    where = f"stands in {facts.line.system.capitalize()}'s own calendar"
    return AskBackError(
        f"{name} is closed {when} by {called} {where}. End it anyway?",
        [Choice(label=f"End it for {name}"[:75], text=f"reopen {name} {_canonical(holiday)}")],
    )


def _nothing_to_reopen(holidays: Sequence[Override], facts: Facts, now: dt.datetime) -> str:
    name = facts.line.name
    if holidays:
        first = holidays[0]
        return (
            f"{name} has no closure that was made through Switchhook; {first.name or 'the next one'}"
            f" {facts.words.span(first.start, first.end)} stands in {facts.line.system.capitalize()}'s own calendar."
            f" To open then, say for example `open {name} 9-1 on {first.start:%Y-%m-%d}`."
        )
    msg = f"{name} has no closure, now or planned, so there is nothing to reopen."
    if not is_open(facts.setup, now):
        msg += f" It is closed by its usual hours. To open it, say for example `open {name} 9-1 today`."
    return msg


def _which_closure(facts: Facts, closures: Sequence[Override]) -> AskBackError:
    choices = [
        Choice(label=_short(each, facts), text=f"reopen {facts.line.name} {_canonical(each)}") for each in closures
    ]
    return AskBackError(f"{facts.line.name} has {len(closures)} planned closures. Which one should end?", choices)


def _short(override: Override, facts: Facts) -> str:
    text = facts.words.span(override.start, override.end).removeprefix("on ")
    return f"{text[0].upper()}{text[1:]}"[:75]


def _canonical(override: Override) -> str:
    start, end = override.start, override.end
    if end is None:
        return f"from {start:%Y-%m-%d %H:%M} until further notice"
    if start.time() == end.time() == dt.time():
        last = end.date() - dt.timedelta(days=1)
        return (
            f"all day on {start:%Y-%m-%d}"
            if last == start.date()
            else f"all day from {start:%Y-%m-%d} to {last:%Y-%m-%d}"
        )
    if start.date() == end.date():
        return f"on {start:%Y-%m-%d} from {start:%H:%M} to {end:%H:%M}"
    return f"from {start:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M}"


def hours(ask: Ask) -> Change:
    """Weekly hours."""
    if ask.weekly == "always":
        return SetHours(always=True)
    if not ask.weekly:
        msg = "Which hours? Say, for example, `set support hours mon-fri 9am-5pm, sat closed`."
        raise AskBackError(msg)
    return SetHours(rows=ask.weekly)


def _resolved(window: Window, facts: Facts) -> tuple[dt.datetime, dt.datetime | None]:
    start = _edge(window.start, facts)
    end = None if window.end is None else _edge(window.end, facts)
    if end is not None and end <= start:
        msg = f"That would end before it begins, given the hours of {facts.line.name} that day. Name both times."
        raise AskBackError(msg)
    return start, end


def _edge(edge: dt.datetime | Edge, facts: Facts) -> dt.datetime:
    if isinstance(edge, dt.datetime):
        return edge
    day = day_hours(facts.setup.hours, facts.setup.overrides, edge.date)
    if not day:
        when = describe.date(edge.date)
        msg = f"{facts.line.name} is closed all day on {when}, so it has no {edge.at} then. Name a time."
        raise AskBackError(msg)
    minute = day[0].start if edge.at == "opening" else day[-1].end
    return dt.datetime.combine(edge.date, dt.time()) + dt.timedelta(minutes=minute)


def _minutes(length: dt.timedelta) -> int:
    return int(length.total_seconds()) // 60
