"""From changes and what was read of a line to a plan that a person can judge. Pure."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Sequence

from adapters import (
    DATED,
    Change,
    Close,
    Drift,
    Line,
    OpenSpecial,
    Reading,
    RemoveMenuKey,
    Reopen,
    SetHours,
    SetMembers,
    Setup,
    UnsupportedError,
    Weekday,
    all_applied,
    moment,
    within,
)
from bot import describe
from bot.errors import NothingToDoError, SayError
from bot.plans import sharing
from bot.plans.facts import Facts
from bot.plans.possible import check
from bot.plans.previewing import preview
from bot.plans.standing import touched
from bot.plans.warnings import risks, warnings
from bot.requests import Difference, LinePlan


def make(
    changes: Sequence[Change],
    facts: Facts,
    now: dt.datetime,
    problems: Callable[[Setup, Setup], Sequence[str]] = lambda _before, _after: (),
    beside: Collection[str] = (),
) -> LinePlan:
    """The plan of some changes on one line; raises a `SayError` where it cannot be, or would change nothing.

    `problems` tells what the line's system cannot do of the setup afterwards; `beside` are the ids of the lines of the
    same system that the same request is about.
    """
    before = facts.setup
    check(changes, facts, now)
    try:
        after = all_applied(changes, before)
    except UnsupportedError as error:
        raise SayError(str(error)) from error
    found = problems(before, after)
    if found:
        raise SayError(" ".join(found))
    drift = _drift_touched(changes, facts.reading.drift)
    differences = _with_drift(describe.differences(before, after, changes, facts.words), drift, facts, after)
    if not differences and not _changes_anything(changes, before, after):
        raise NothingToDoError(_nothing(changes, facts), f"`status {facts.line.name}` shows what callers get.")
    neighbours = facts.neighbours(sharing.touched_neighbours(changes, facts.reading))
    company = sharing.Company(all=neighbours, beside=frozenset(beside))
    summary = [*describe.change_sentences(changes, facts.line.name, facts.words)]
    summary += filter(None, [sharing.effect(changes, company)])
    differences = differences or (Difference(what="From then on", was="as it is now", will="as asked for above"),)
    risky = tuple(dict.fromkeys(risks(changes, facts, company)))
    return LinePlan(
        line=facts.line,
        changes=tuple(changes),
        before=before,
        after=after,
        summary=" ".join(summary),
        differences=differences,
        preview=preview(_as_found(before, drift), after, changes, facts, now),
        warnings=tuple(warnings(changes, facts, after, now, company)),
        risk="high" if risky else "low",
        risks=risky,
        digest=_digest(changes, facts.line, facts.reading, with_week=not facts.reading.confirmed, beside=beside),
        with_week=not facts.reading.confirmed,
        neighbours=company.others,
        beside=tuple(each.id for each in company.siblings),
        starts=_starts(changes, facts.line.zone, now),
        ends=_ends(changes, facts.line.zone),
    )


def done_elsewhere(changes: Sequence[Change], before: Setup, facts: Facts) -> LinePlan:
    """The plan that somebody has carried out elsewhere, as far as a policy has to judge it."""
    reading = facts.reading.model_copy(update={"setup": before})
    made = sharing.meant_for(changes, reading, shared=True)
    company = sharing.Company(all=facts.neighbours(sharing.touched_neighbours(made, reading)))
    risky = tuple(dict.fromkeys(risks(made, facts, company)))
    return LinePlan(
        line=facts.line,
        changes=made,
        before=before,
        after=facts.setup,
        summary=" ".join(describe.change_sentences(made, facts.line.name, facts.words)),
        differences=(),
        risk="high" if risky else "low",
        risks=risky,
        digest="",
        neighbours=company.others,
    )


def is_as_planned(plan: LinePlan, reading: Reading, beside: Collection[str] = ()) -> bool:
    """Whether what a plan touches is still what it was when the plan was made; `beside` as in `make`."""
    return plan.digest == _digest(plan.changes, plan.line, reading, with_week=plan.with_week, beside=beside)


def is_as_begun(plan: LinePlan, reading: Reading, beside: Collection[str] = ()) -> bool:
    """Whether each thing that a plan touches is as planned or as the plan makes it, as when a write was cut off."""
    setup, states = reading.setup, (plan.before, plan.after)
    now, before, after = (touched(plan.changes, each) for each in (setup, *states))
    if any(now.get(name) not in (before.get(name), after.get(name)) for name in {*now, *before, *after}):
        return False
    week = setup.hours.row
    if plan.with_week and any(week(day) not in [each.hours.row(day) for each in states] for day in Weekday):
        return False
    unwritten = plan.before.model_copy(update={"zone": setup.zone})
    return is_as_planned(plan, reading.model_copy(update={"setup": unwritten}), beside)


def _digest(
    changes: Sequence[Change], line: Line, reading: Reading, *, with_week: bool, beside: Collection[str]
) -> str:
    """What an approval is bound to: what the changes do and touch, and for whom.

    Lines of the same request are no neighbours in it: each of them has an approval of its own, and the request itself
    changes who shares what. No words, no live figures, and not the present moment. As long as nobody has confirmed the
    standing hours, a change of hours is bound to all of them.
    """
    content: dict[str, object] = {
        "line": line.id,
        "zone": reading.setup.zone,
        "changes": [change.model_dump(mode="json", exclude={"name", "reason"}) for change in changes],
        "slice": touched(changes, reading.setup),
        "drift": [each.model_dump(mode="json") for each in _drift_touched(changes, reading.drift)],
    }
    reopened = [within(reading.beneath, each.start, each.end) for each in changes if isinstance(each, Reopen)]
    if any(reopened):
        content["beneath"] = [[each.model_dump(mode="json") for each in holidays] for holidays in reopened]
    if with_week and any(isinstance(change, (*DATED, SetHours)) for change in changes):
        content["week"] = reading.setup.hours.model_dump(mode="json")
    neighbours = sharing.bound(sharing.touched_neighbours(changes, reading), beside)
    if neighbours:
        content["neighbours"] = neighbours
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:32]


def _drift_touched(changes: Sequence[Change], drift: Iterable[Drift]) -> list[Drift]:
    named = {
        day for change in changes if isinstance(change, SetHours) for day in (Weekday if change.always else change.rows)
    }
    return [each for each in drift if each.weekday in named]


def _as_found(setup: Setup, drift: Sequence[Drift]) -> Setup:
    """A setup with what the vendor really has on the days that somebody changed elsewhere."""
    rows = {each.weekday: each.found for each in drift}
    return setup.model_copy(update={"hours": setup.hours.with_rows(rows)}) if rows else setup


def _with_drift(
    found: tuple[Difference, ...], drift: Sequence[Drift], facts: Facts, after: Setup
) -> tuple[Difference, ...]:
    """The differences, told from what the vendor really has where somebody changed a named day elsewhere."""
    drifted = {
        each.weekday.title_name: Difference(
            what=each.weekday.title_name,
            was=f"{facts.words.day(each.found)}, changed outside Switchhook",
            will=facts.words.day(after.hours.open_on(each.weekday)),
        )
        for each in drift
    }
    return (*drifted.values(), *(each for each in found if each.what not in drifted))


def _changes_anything(changes: Sequence[Change], before: Setup, after: Setup) -> bool:
    """Whether anything is different afterwards that a week's view of it does not show."""
    if any(isinstance(change, DATED) and change.end is None for change in changes):
        return before.overrides != after.overrides
    lasting = [change for change in changes if not isinstance(change, DATED)]
    return touched(lasting, before) != touched(lasting, after)


def _nothing(  # noqa: PLR0911  # a match over all changes is one table
    changes: Sequence[Change], facts: Facts
) -> str:
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
        case SetMembers():
            return (
                f"The calls of {name} are answered by these people already: {facts.words.members(facts.setup.members)}."
            )
        case _:
            return f"{name} is set like that already, so there is nothing to change."


def _starts(changes: Iterable[Change], zone: str, now: dt.datetime) -> dt.datetime | None:
    starts = [moment(change.start, zone) for change in changes if isinstance(change, DATED)]
    first = min(starts, default=None)
    return first if first and first > now else None


def _ends(changes: Sequence[Change], zone: str) -> dt.datetime | None:
    ends = [change.end if isinstance(change, DATED) else None for change in changes]
    known = [moment(end, zone) for end in ends if end is not None]
    return max(known) if len(known) == len(ends) and known else None
