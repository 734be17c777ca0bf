"""From an ask and what was read of a line to a plan that a person can judge. Pure."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal

from adapters import (
    DATED,
    Capabilities,
    Change,
    Close,
    Destination,
    Drift,
    Line,
    LiveStatus,
    OpenSpecial,
    Override,
    Reading,
    RemoveMenuKey,
    Reopen,
    SetCallback,
    SetHours,
    SetMenuKey,
    SetOption,
    Setup,
    UnsupportedError,
    Value,
    Weekday,
    all_applied,
    exists,
    moment,
    overlaps,
    wall_clock,
    within,
)
from bot import describe
from bot.errors import NothingToDoError, SayError, TooLateError
from bot.requests import Difference, LinePlan


class Facts(Value):
    """What is known of a line when a plan is made."""

    line: Line
    reading: Reading
    capabilities: Capabilities
    destinations: tuple[Destination, ...] = ()
    live: LiveStatus = LiveStatus()
    managed: bool = True

    @property
    def setup(self) -> Setup:
        """The line's setup as it was read."""
        return self.reading.setup

    @property
    def words(self) -> describe.Words:
        """How this line's times and targets are put into words."""
        return describe.Words(
            zone=self.line.zone,
            country=self.line.country,
            capabilities=self.capabilities,
            destinations=self.destinations,
        )


def make(
    changes: Sequence[Change],
    facts: Facts,
    now: dt.datetime,
    problems: Callable[[Setup, Setup], Sequence[str]] = lambda _before, _after: (),
) -> LinePlan:
    """The plan of some changes on one line; raises a `SayError` where it cannot be, or would change nothing.

    `problems` tells what the line's system cannot do of the setup afterwards.
    """
    before = facts.setup
    _check_possible(changes, facts)
    _check_not_over(changes, facts.line, now)
    _check_drift(changes, facts, now)
    try:
        after = all_applied(changes, before)
    except UnsupportedError as error:
        raise SayError(str(error)) from error
    found = problems(before, after)
    if found:
        raise SayError(" ".join(found))
    differences = _with_drift(describe.differences(before, after, changes, facts.words), changes, facts, after)
    if not differences and not _changes_anything(changes, before, after):
        raise NothingToDoError(_nothing(changes, facts))
    differences = differences or (Difference(what="From then on", was="as it is now", will="as asked for above"),)
    return LinePlan(
        line=facts.line,
        changes=tuple(changes),
        before=before,
        after=after,
        summary=" ".join(describe.change_sentence(each, facts.line.name, facts.words) for each in changes),
        differences=differences,
        callers=describe.callers(before, after, changes, now, facts.words),
        warnings=tuple(_warnings(changes, facts, after, now)),
        risk=_risk(changes, facts.capabilities),
        digest=_digest(changes, facts.line, facts.reading, with_week=not facts.reading.confirmed),
        with_week=not facts.reading.confirmed,
        starts=_starts(changes, facts.line.zone, now),
        ends=_ends(changes, facts.line.zone),
    )


def is_as_planned(plan: LinePlan, reading: Reading) -> bool:
    """Whether what a plan touches is still what it was when the plan was made."""
    return plan.digest == _digest(plan.changes, plan.line, reading, with_week=plan.with_week)


def _digest(changes: Sequence[Change], line: Line, reading: Reading, *, with_week: bool) -> str:
    """What an approval is bound to: what the changes do and touch; no words, no live figures, not the present moment.

    As long as nobody has confirmed the standing hours, a change of hours is bound to all of them.
    """
    content = {
        "line": line.id,
        "zone": reading.setup.zone,
        "changes": [change.model_dump(mode="json", exclude={"name", "reason"}) for change in changes],
        "slice": touched(changes, reading.setup),
        "drift": [each.model_dump(mode="json") for each in _drift_touched(changes, reading.drift)],
    }
    if with_week and any(isinstance(change, (*DATED, SetHours)) for change in changes):
        content["week"] = reading.setup.hours.model_dump(mode="json")
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:32]


def touched(changes: Sequence[Change], setup: Setup) -> dict[str, object]:
    """The slice of a setup that some changes look at or touch."""
    slices: dict[str, object] = {}
    for change in changes:
        slices |= change.slice(setup)
    return slices


def standing_part(plan: LinePlan, setup: Setup, today: dt.date) -> Literal["whole", "part", "none"]:
    """How much of what a plan made of a line is still so: overrides as they were laid, all else as it was set."""
    after, now = _marks(plan, plan.after, today), _marks(plan, setup, today)
    if after == now:
        return "whole"
    before = _marks(plan, plan.before, today)
    kept = [mark for mark in after if mark not in before and _survives(mark, now)]
    return "part" if kept else "none"


def touch_the_same(one: LinePlan, other: LinePlan) -> bool:
    """Whether two plans of a line are about the same time, or set the same thing."""
    return any(_meet(a, b, one.before) for a in one.changes for b in other.changes)


def _meet(a: Change, b: Change, setup: Setup) -> bool:
    if isinstance(a, DATED) and isinstance(b, DATED):
        return overlaps(Override(state="closed", start=a.start, end=a.end), b.start, b.end)
    if isinstance(a, DATED) or isinstance(b, DATED):
        return False
    return not a.slice(setup).keys().isdisjoint(b.slice(setup))


def _marks(plan: LinePlan, setup: Setup, today: dt.date) -> list[tuple[Any, ...]]:
    """What tells one state of a plan's subject from another; what was over before today does not count."""
    midnight = dt.datetime.combine(today, dt.time())
    marks: list[tuple[Any, ...]] = []
    for change in plan.changes:
        if not isinstance(change, DATED):
            marks += sorted((name, json.dumps(value)) for name, value in change.slice(setup).items())
        elif change.end is None or change.end > midnight:
            laid = within(setup.overrides, max(change.start, midnight), change.end)
            marks += [(each.state, each.start, each.end) for each in laid]
    return marks


def _survives(mark: tuple[Any, ...], now: Sequence[tuple[Any, ...]]) -> bool:
    if len(mark) == 2:
        return mark in now
    state, start, end = mark
    probe = Override(state=state, start=start, end=end)
    return any(len(each) == 3 and each[0] == state and overlaps(probe, each[1], each[2]) for each in now)


def weekdays_touched(changes: Iterable[Change], now: dt.datetime, zone: str) -> frozenset[Weekday]:
    """The rows of a weekly table that some changes have an effect on within the coming seven days."""
    today = wall_clock(now, zone).date()
    days: set[Weekday] = set()
    for change in changes:
        if isinstance(change, SetHours):
            days |= set(Weekday) if change.always else set(change.rows)
        elif isinstance(change, DATED):
            week = [today + dt.timedelta(days=number) for number in range(7)]
            days |= {Weekday.of(date) for date in week if _on(change.start, change.end, date)}
    return frozenset(days)


def _on(start: dt.datetime, end: dt.datetime | None, date: dt.date) -> bool:
    midnight = dt.datetime.combine(date, dt.time())
    probe = Override(state="closed", start=start, end=end)
    return overlaps(probe, midnight, midnight + dt.timedelta(days=1))


def _check_possible(changes: Sequence[Change], facts: Facts) -> None:
    if not facts.managed:
        msg = f"{facts.line.name} is only shown here; it is set not to be changed by Switchhook."
        raise SayError(msg)
    for change in changes:
        if change.kind not in facts.capabilities.changes:
            msg = f"{facts.line.name} is a {facts.line.kind}, and its phone system offers no such change."
            raise SayError(msg)
        if isinstance(change, SetMenuKey) and change.key not in facts.capabilities.menu_keys:
            msg = f"The menu of {facts.line.name} has only the keys {', '.join(facts.capabilities.menu_keys)}."
            raise SayError(msg)
        if isinstance(change, SetCallback) and change.key and change.key not in facts.capabilities.callback_keys:
            keys = ", ".join(facts.capabilities.callback_keys)
            msg = f"The callback key of {facts.line.name} can be one of {keys}."
            raise SayError(msg)
        if isinstance(change, SetOption):
            option = facts.capabilities.option(change.name)
            problem = option.problem(change.value) if option else f"{facts.line.name} has no setting “{change.name}”."
            if problem:
                raise SayError(problem)


def _check_not_over(changes: Sequence[Change], line: Line, now: dt.datetime) -> None:
    for change in changes:
        if isinstance(change, DATED) and change.end is not None and moment(change.end, line.zone) <= now:
            msg = f"{line.name}: that is already over, so there is nothing left to change."
            raise TooLateError(msg)
        if isinstance(change, (Close, OpenSpecial)):
            for edge in (change.start, change.end):
                if edge is not None and not exists(edge, line.zone):
                    shown = f"{describe.date(edge.date())}, {edge:%H:%M}"
                    zone = describe.zone_name(line.zone)
                    msg = f"{shown} does not exist in {zone}: the clocks skip it. Name another time."
                    raise SayError(msg)


def _check_drift(changes: Sequence[Change], facts: Facts, now: dt.datetime) -> None:
    """Refuse dated changes over rows that somebody changed elsewhere; naming such a row's hours settles it."""
    dated = [change for change in changes if isinstance(change, DATED)]
    rows = weekdays_touched(dated, now, facts.line.zone)
    for drift in facts.reading.drift:
        if drift.weekday in rows:
            day, words = drift.weekday.title_name, facts.words
            msg = (
                f"{day} of {facts.line.name} was changed outside Switchhook: it is {words.day(drift.found)}, and should"
                f" be {words.day(drift.expected)}. Say which hours are right first, for example"
                f" `set {facts.line.name} hours {drift.weekday} 9am-5pm`."
            )
            raise SayError(msg)


def _drift_touched(changes: Sequence[Change], drift: Iterable[Drift]) -> list[Drift]:
    named = {
        day for change in changes if isinstance(change, SetHours) for day in (Weekday if change.always else change.rows)
    }
    return [each for each in drift if each.weekday in named]


def _with_drift(
    found: tuple[Difference, ...], changes: Sequence[Change], facts: Facts, after: Setup
) -> tuple[Difference, ...]:
    """The differences, told from what the vendor really has where somebody changed a named day elsewhere."""
    drifted = {
        drift.weekday.title_name: Difference(
            what=drift.weekday.title_name,
            was=f"{facts.words.day(drift.found)}, changed outside Switchhook",
            will=facts.words.day(after.hours.open_on(drift.weekday)),
        )
        for drift in _drift_touched(changes, facts.reading.drift)
    }
    return (*drifted.values(), *(each for each in found if each.what not in drifted))


def _changes_anything(changes: Sequence[Change], before: Setup, after: Setup) -> bool:
    """Whether anything is different afterwards that a week's view of it does not show."""
    if any(isinstance(change, DATED) and change.end is None for change in changes):
        return before.overrides != after.overrides
    lasting = [change for change in changes if not isinstance(change, DATED)]
    return touched(lasting, before) != touched(lasting, after)


def _nothing(changes: Sequence[Change], facts: Facts) -> str:
    name = facts.line.name
    match changes[0]:
        case Close() as change:
            return f"{name} is already closed {facts.words.span(change.start, change.end)}, so nothing needs to change."
        case OpenSpecial() as change:
            return f"{name} is already open {facts.words.span(change.start, change.end)}, so nothing needs to change."
        case Reopen():
            return f"Without that closure {name} would be closed as well. To open it: `open {name} 9-1 today`."
        case RemoveMenuKey() as change:
            return f"{name} has no key {change.key} while {change.menu}, so nothing needs to change."
        case SetHours():
            return f"{name} has exactly these hours already: {describe.standing(facts.setup.hours, facts.words)}."
        case _:
            return f"{name} is set like that already, so there is nothing to change."


def _warnings(changes: Sequence[Change], facts: Facts, after: Setup, now: dt.datetime) -> Iterable[str]:
    name, words = facts.line.name, facts.words
    hours = [change for change in changes if isinstance(change, (*DATED, SetHours))]
    dated = [change for change in changes if isinstance(change, DATED)]
    if hours and not facts.reading.confirmed:
        back = ", which come back afterwards" if dated else " of today"
        yield (
            f"This is the first change of hours of {name} through Switchhook. Please check its usual hours{back}:"
            f" {describe.standing(facts.setup.hours, words)}."
        )
    for change in dated:
        yield from _dated_warnings(change, facts, now)
    laying = [change for change in dated if isinstance(change, (Close, OpenSpecial))]
    if laying and not facts.capabilities.dated:
        yield "Switchhook itself puts the usual hours back afterwards, so it has to be running then."
    if any(isinstance(change, SetHours) for change in changes):
        yield "It takes effect as soon as it is approved, and stays."
    if hours and facts.live.holiday is not None:
        holiday = f" ({facts.live.holiday})" if facts.live.holiday else ""
        yield (
            f"{facts.line.system.capitalize()} has a holiday of its own in force{holiday}. It lies over all hours, and"
            f" Switchhook cannot change it: see {facts.capabilities.portal}."
        )
    if any(isinstance(change, SetHours) for change in changes) and after.overrides:
        yield "Closures and special hours that are already planned stay as they are."
    yield from _key_warnings(changes, facts)


def _dated_warnings(change: Change, facts: Facts, now: dt.datetime) -> Iterable[str]:
    if not isinstance(change, DATED):
        return
    words = facts.words
    if isinstance(change, (Close, OpenSpecial)):
        for trimmed in within(facts.setup.overrides, change.start, change.end):
            what = "closure" if trimmed.state == "closed" else "special hours"
            yield f"This replaces the {what} {words.span(trimmed.start, trimmed.end)}."
    if moment(change.start, facts.line.zone) <= now:
        yield "It takes effect as soon as it is approved."
    if change.end is None and isinstance(change, Close):
        yield f"It has no end: {facts.line.name} stays closed until somebody says `reopen {facts.line.name}`."
    note = describe.offset_note(change.start, change.end, facts.line.zone)
    if note:
        yield note


def _key_warnings(changes: Sequence[Change], facts: Facts) -> Iterable[str]:
    words, name = facts.words, facts.line.name
    for change in changes:
        if isinstance(change, SetMenuKey):
            menu = facts.setup.menu(change.menu)
            taken = menu.keys.get(change.key) if menu else None
            if taken and taken != change.action:
                yield f"Key {change.key} is taken: it leads to {words.action(taken).lower()} now."
            if menu and menu.action.action != "menu":
                yield (
                    f"Callers of {name} do not hear a menu while {change.menu}; what calls get is:"
                    f" {words.action(menu.action).lower()}. The key has no effect until that is changed."
                )
        if isinstance(change, SetCallback) and change.on and facts.setup.open_menu:
            key = change.key or (facts.setup.queue.callback_key if facts.setup.queue else "")
            taken = facts.setup.open_menu.keys.get(key)
            if taken:
                yield (
                    f"In the menu, key {key} leads to {words.action(taken).lower()}; it asks for a callback only while"
                    " a caller waits in the queue."
                )


def _risk(changes: Iterable[Change], capabilities: Capabilities) -> str:
    for change in changes:
        option = capabilities.option(change.name) if isinstance(change, SetOption) else None
        if option and option.risk == "high":
            return "high"
    return "low"


def _starts(changes: Iterable[Change], zone: str, now: dt.datetime) -> dt.datetime | None:
    starts = [moment(change.start, zone) for change in changes if isinstance(change, DATED)]
    first = min(starts, default=None)
    return first if first and first > now else None


def _ends(changes: Sequence[Change], zone: str) -> dt.datetime | None:
    ends = [change.end if isinstance(change, DATED) else None for change in changes]
    known = [moment(end, zone) for end in ends if end is not None]
    return max(known) if len(known) == len(ends) and known else None
