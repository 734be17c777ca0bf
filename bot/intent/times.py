"""Closures, special hours and weekly hours that an ask means. Pure."""

import datetime as dt
from collections.abc import Mapping, Sequence

from adapters import (
    WHOLE_DAY,
    Change,
    Close,
    Interval,
    OpenSpecial,
    Override,
    Reopen,
    SetHours,
    Weekday,
    day_hours,
    is_open,
    overlaps,
    wall_clock,
    within,
)
from bot import describe
from bot.errors import NothingToDoError
from bot.intent.asking import AskBackError
from bot.language import Ask, Choice, Edge, Verb, Window, canonical
from bot.plans import Facts


def close(ask: Ask, facts: Facts) -> tuple[Change, ...]:
    """Closures."""
    windows = [resolved(window, facts) for window in ask.windows]
    return tuple(Close(start=start, end=end, reason=ask.reason) for start, end in windows)


def open_specially(ask: Ask, facts: Facts) -> tuple[Change, ...]:
    """Special hours; asked back where the line is open then anyway."""
    windows = [_bounded(window, facts) for window in ask.windows]
    if not ask.only and any(_already_open(facts, *window) for window in windows):
        raise _only_question(ask, facts, windows)
    closed: list[Close] = []
    for start, end in windows if ask.only else ():
        midnight = dt.datetime.combine(start.date(), dt.time())
        days = -((midnight - end) // dt.timedelta(days=1))
        whole = Close(start=midnight, end=midnight + dt.timedelta(days=days), reason=ask.reason)
        closed += [] if whole in closed else [whole]
    return (*closed, *(OpenSpecial(start=start, end=end, reason=ask.reason) for start, end in windows))


def _bounded(window: Window, facts: Facts) -> tuple[dt.datetime, dt.datetime]:
    start, end = resolved(window, facts)
    if end is None:
        msg = f"Until when should {facts.line.name} stay open? Say, for example, `until 8pm` or `until Friday`."
        raise AskBackError(msg)
    return start, end


def _already_open(facts: Facts, start: dt.datetime, end: dt.datetime) -> bool:
    """Whether a line is open all through a stretch of one day anyway."""
    if end - start > dt.timedelta(days=1) or (end - dt.timedelta(minutes=1)).date() != start.date():
        return False
    midnight = dt.datetime.combine(start.date(), dt.time())
    first, last = _minutes(start - midnight), _minutes(end - midnight)
    day = day_hours(facts.setup.hours, facts.setup.overrides, start.date())
    return any(each.start <= first and last <= each.end for each in day)


def _only_question(ask: Ask, facts: Facts, windows: Sequence[tuple[dt.datetime, dt.datetime]]) -> AskBackError:
    """Whether the stretches that were named are all, or come to what is open anyway."""
    name = ask.lines[0] if len(ask.lines) == 1 else facts.line.name
    first = next(start.date() for start, end in windows if _already_open(facts, start, end))
    day, when = facts.words.day(day_hours(facts.setup.hours, facts.setup.overrides, first)), describe.date(first)
    named = _spans(windows, facts)
    if day == named and all(start.date() == first for start, _ in windows):
        msg = f"{facts.line.name} is open {_open(day)} on {when} already, so there is nothing to change."
        raise NothingToDoError(msg)
    said = ask.model_copy(update={"lines": (name,), "windows": tuple(Window(start=a, end=b) for a, b in windows)})
    choices = [Choice(label=f"Only {named}", text=canonical(said.model_copy(update={"only": True})))]
    others = [window for window in windows if not _already_open(facts, *window)]
    if others:
        more = said.model_copy(update={"windows": tuple(Window(start=a, end=b) for a, b in others)})
        choices.append(Choice(label=f"Also {_spans(others, facts)}", text=canonical(more)))
    days = "that day" if all(start.date() == first for start, _ in windows) else "on those days"
    msg = f"{facts.line.name} is open already on {when}, {_open(day)}. Should it be open only {named} {days}?"
    return AskBackError(msg, choices)


def _open(day: str) -> str:
    """The hours of a day, to follow the word “open”."""
    return day.removeprefix("open ")


def _spans(windows: Sequence[tuple[dt.datetime, dt.datetime]], facts: Facts) -> str:
    """Stretches in words: of one day their times alone."""
    start = windows[0][0]
    midnight = dt.datetime.combine(start.date(), dt.time())
    if all(midnight <= each and end <= midnight + dt.timedelta(days=1) for each, end in windows):
        return facts.words.day([Interval(start=_minutes(a - midnight), end=_minutes(b - midnight)) for a, b in windows])
    return " and ".join(facts.words.span(*window) for window in windows)


def reopen(ask: Ask, facts: Facts, now: dt.datetime) -> tuple[Change, ...]:
    """The end of the closure in force, or of the one that is planned; the vendor's own holidays stay unless named."""
    local = wall_clock(now, facts.line.zone).replace(second=0, microsecond=0)
    closures = [
        each for each in facts.setup.overrides if each.state == "closed" and (each.end is None or each.end > local)
    ]
    if ask.windows:
        return tuple(_reopened(closures, *resolved(window, facts), facts) for window in ask.windows)
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
    where = f"stands in {describe.vendor(facts.line.system)}'s own calendar"
    return AskBackError(
        f"{name} is closed {when} by {called} {where}. End it anyway?",
        [Choice(label=f"End it for {name}"[:75], text=f"reopen {name} {_canonical(holiday)}")],
    )


def _nothing_to_reopen(holidays: Sequence[Override], facts: Facts, now: dt.datetime) -> str:
    name = facts.line.name
    if holidays:
        first, vendor = holidays[0], describe.vendor(facts.line.system)
        return (
            f"{name} has no closure that was made through Switchhook; {first.name or 'the next one'}"
            f" {facts.words.span(first.start, first.end)} stands in {vendor}'s own calendar."
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


def hours(ask: Ask, facts: Facts) -> Change:
    """Weekly hours; asked back where a line that is open around the clock gets hours on some days only."""
    if ask.weekly == "always":
        return SetHours(always=True)
    if not ask.weekly:
        msg = "Which hours? Say, for example, `set support hours mon-fri 9am-5pm, sat closed`."
        raise AskBackError(msg)
    if facts.setup.hours.always and not set(ask.weekly) >= set(Weekday):
        raise _other_days_question(ask, ask.weekly, facts)
    return SetHours(rows=ask.weekly)


def _other_days_question(ask: Ask, named: Mapping[Weekday, tuple[Interval, ...]], facts: Facts) -> AskBackError:
    """Around the clock on the other days is what most people mean, but the vendor keeps other rows for them."""
    name, others = facts.line.name, [day for day in Weekday if day not in named]
    kept, vendor = {day: facts.setup.hours.row(day) for day in others}, describe.vendor(facts.line.system)
    meant: list[tuple[str, Mapping[Weekday, tuple[Interval, ...]]]] = [
        ("Open around the clock on the other days", dict.fromkeys(others, WHOLE_DAY)),
        ("Closed on the other days", dict.fromkeys(others, ())),
    ]
    if any(kept.values()):
        meant.insert(1, (f"The hours that {vendor} still keeps", kept))
    said = ask.model_copy(update={"verb": Verb.HOURS, "lines": (name,), "windows": (), "recurring": False})
    choices = [
        Choice(label=label, text=canonical(said.model_copy(update={"weekly": {**named, **rows}})))
        for label, rows in meant
    ]
    older = ""
    if any(kept.values()):
        them = "them" if others[1:] else "it"
        older = f" {vendor} still keeps these hours for {them}: {describe.week(kept, facts.words)}."
    days = describe.listed([day.title_name for day in others])
    return AskBackError(f"{name} is open around the clock now. What is to hold on {days}?{older}", choices)


def resolved(window: Window, facts: Facts) -> tuple[dt.datetime, dt.datetime | None]:
    """A window in wall-clock time, its opening and closing as the line has them; raises an `AskBackError`."""
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
