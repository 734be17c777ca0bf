"""Plans, people and requests for the policy to judge."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from adapters import (
    Change,
    Close,
    Line,
    MenuAction,
    Neighbour,
    OpenSpecial,
    PutOverrides,
    Reopen,
    SetHours,
    SetMembers,
    SetMenuKey,
    SetOption,
    Setup,
    Weekday,
    WeeklyHours,
)
from bot.policy import Member, Policy, Rule, Terms
from bot.requests import LinePlan, Part, Person, Plan, Request, State
from tests.fakes import FRIDAY, NEW_YORK

NOW = FRIDAY.astimezone(dt.UTC)
SATURDAY = dt.datetime(2026, 11, 21)
DAY = dt.timedelta(days=1)

CLOSE = Close(start=SATURDAY, end=SATURDAY + DAY)
OPEN = OpenSpecial(start=SATURDAY, end=SATURDAY + DAY)
REOPEN = Reopen(start=SATURDAY, end=SATURDAY + DAY)
HOURS = SetHours(always=True)
SHUT = SetHours(rows=dict.fromkeys(Weekday, ()))
KEY = SetMenuKey(key="3", action=MenuAction(action="voicemail"))
RECORDING = SetOption(name="record_calls", value=True)
GREETING = SetOption(name="announcement", value="Hello.")
ANN = SetMembers(add=("a1",))


def part(*changes: Change, line: str = "1", system: str = "fake", **known: Any) -> LinePlan:
    """A plan for one line, `Line 1` unless another one is named."""
    setup = Setup(line_id=line, zone=NEW_YORK, hours=WeeklyHours())
    return LinePlan(
        line=Line(system=system, id=line, name=f"Line {line}", kind="fake line", zone=NEW_YORK, country="US"),
        changes=changes,
        before=setup,
        after=setup,
        summary="Do something.",
        differences=(),
        digest="d",
        **known,
    )


def plan(*changes: Change, **known: Any) -> Plan:
    """The same as a whole plan."""
    return Plan(parts=(part(*changes, **known),))


def together(*parts: LinePlan) -> Plan:
    """One plan for several lines."""
    return Plan(parts=parts)


def shared(change: Close, *neighbours: str) -> LinePlan:
    """A closure of Line 1 and of all that use its schedule."""
    others = tuple(Neighbour(id=each, name=f"Line {each}") for each in neighbours)
    return part(change.model_copy(update={"shared": True}), neighbours=others, risk="high")


def putting_back(*states: str) -> PutOverrides:
    """An undo that puts overrides of these states back."""
    return PutOverrides.model_validate(
        {
            "start": SATURDAY,
            "end": SATURDAY + DAY,
            "overrides": [
                {"state": state, "start": SATURDAY.replace(hour=hour), "end": SATURDAY.replace(hour=hour + 1)}
                for hour, state in enumerate(states)
            ],
        }
    )


def person(user: str, *groups: str, **known: Any) -> Member:
    """Somebody of the workspace."""
    return Member(person=Person(team=known.pop("team", "T1"), user=user), groups=frozenset(groups), **known)


def asked(by: str, wanted: Plan | None = None, roster: Mapping[str, tuple[str, ...]] | None = None) -> Request:
    """A request that waits, with who was in which group when it was asked."""
    parts = (wanted or plan(CLOSE)).parts
    return Request(
        id=1,
        revision=1,
        person=Person(team="T1", user=by),
        words="",
        created=NOW,
        expires=NOW + DAY,
        parts=tuple(Part(number=number, plan=each, state=State.PENDING) for number, each in enumerate(parts)),
        roster=dict(roster or {}),
    )


def rule(*, terms: Terms | None = None, **conditions: Any) -> Rule:
    """A rule that asks for two, unless it says something else."""
    return Rule(terms=terms or Terms(quorum=2), **conditions)


def policy(*rules: Rule, **known: Any) -> Policy:
    """A policy in which Amir and Noor decide, but for its rules."""
    return Policy(**{"approve": ("UAMIR", "UNOOR"), "rules": rules, **known})
