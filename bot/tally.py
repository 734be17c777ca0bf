"""Whether the tables of requests say what the records tell: who can write the file could change those as well. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final

from bot.kinds import ASKED_ANEW, RecordKind
from bot.requests import State

MOVES: Final[Mapping[str, State]] = {
    **{state: state for state in State},
    RecordKind.ASKED: State.PENDING,
    RecordKind.REPLANNED: State.PENDING,
    RecordKind.LOST_RIGHT: State.PENDING,
    RecordKind.RUSHED: State.APPROVED,
    RecordKind.WAIVED: State.APPROVED,
    RecordKind.AGAIN: State.APPROVED,
    RecordKind.PLANNED_ANEW: State.APPROVED,
    RecordKind.CONTINUED: State.SCHEDULED,
}
"""The kinds of record that move a line of a request, and where to."""

_YES: Final = frozenset({RecordKind.APPROVAL, State.APPROVED})


def contradictions(
    records: Iterable[Mapping[str, Any]],
    lines: Iterable[Mapping[str, Any]],
    approvals: Iterable[Mapping[str, Any]],
    ratified: Iterable[Mapping[str, Any]],
) -> Iterator[str]:
    """Where the rows of `request_lines`, `approvals` and `requests` say other than the rows of `records`, in order."""
    states: dict[tuple[int, str], State] = {}
    yes: dict[int, set[str]] = {}
    ratifiers: dict[int, set[str]] = {}
    for row in records:
        number, kind = row["request"], row["kind"]
        if number is None:
            continue
        if kind in MOVES and row["line"] is not None:
            states[number, row["line"]] = MOVES[kind]
        if kind in ASKED_ANEW:
            yes.pop(number, None)
        elif kind in _YES:
            yes.setdefault(number, set()).add(row["actor"])
        if kind in {RecordKind.RATIFIED, State.APPROVED}:
            ratifiers.setdefault(number, set()).add(row["actor"])
    yield from _states(states, lines)
    yield from _people(yes, ((each["request"], each["person"]) for each in approvals), "approved")
    yield from _people(ratifiers, ((each["id"], each["ratified_by"]) for each in ratified), "ratified")


def _states(told: Mapping[tuple[int, str], State], lines: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    left = dict(told)
    for row in lines:
        state = left.pop((row["request"], row["name"]), None)
        where = f"Request {row['request']} on {row['name']}"
        if state is None:
            yield f"{where} is in the table of requests, but no record tells that anybody asked for it."
        elif state.value != row["state"]:
            yield f"{where} is {row['state']} in the table of requests, but {state.value} by its records."
    for number, name in left:
        yield f"Request {number} on {name} is missing from the table of requests."


def _people(told: Mapping[int, Collection[str]], found: Iterable[tuple[int, str]], what: str) -> Iterator[str]:
    for number, person in found:
        if person not in told.get(number, ()):
            yield f"Request {number} is said to be {what} by {person} in its table, but no record tells that."
