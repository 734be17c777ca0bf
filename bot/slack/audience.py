"""Who hears of what: the one table from a kind of record to the people who are told of it. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from adapters import Value
from bot.alerts import AlertKind, over
from bot.gate import QUEUED
from bot.kinds import ASKED_ANEW, RecordKind
from bot.people import Roster
from bot.progress import IN_VAIN
from bot.reminders import LATE
from bot.requests import Record, Request, State
from bot.slack.text import mentioned

MOST_CALLED = 5
"""People who are called by name; where there are more, their groups are."""


class Audience(Value):
    """Who is told of a record, besides everybody who reads the thread below the card."""

    requester: bool = False
    """Whoever asked gets a message of their own."""
    deciders: bool = False
    """Those who may decide are called in the thread."""


_NOBODY = Audience()
_REQUESTER = Audience(requester=True)
_DECIDERS = Audience(deciders=True)
_BOTH = Audience(requester=True, deciders=True)

AUDIENCES: Mapping[str, Audience] = {
    State.SCHEDULED: _REQUESTER,
    State.ACCEPTED: _REQUESTER,
    State.VERIFIED: _REQUESTER,
    State.REJECTED: _REQUESTER,
    State.EXPIRED: _REQUESTER,
    State.SUPERSEDED: _REQUESTER,
    State.FAILED: _REQUESTER,
    State.REVERTED: _REQUESTER,
    RecordKind.REPLANNED: _REQUESTER,
    RecordKind.REPLACED: _REQUESTER,
    RecordKind.PLANNED_ANEW: _REQUESTER,
    RecordKind.RUSHED: _BOTH,
    RecordKind.RATIFIED: _REQUESTER,
    RecordKind.NOT_RATIFIED: _BOTH,
    RecordKind.REMINDED: _DECIDERS,
    RecordKind.NUDGED: _DECIDERS,
    RecordKind.ESCALATED: _BOTH,
    RecordKind.TO_GO: _BOTH,
    RecordKind.LOST_RIGHT: _BOTH,
    RecordKind.BY_HAND: _BOTH,
    AlertKind.NOT_CLOSED: _REQUESTER,
    AlertKind.NOT_OPEN: _REQUESTER,
    over(AlertKind.NOT_CLOSED): _REQUESTER,
    over(AlertKind.NOT_OPEN): _REQUESTER,
    AlertKind.STILL_CLOSED: _REQUESTER,
}  # fmt: skip
"""The kinds of record of which somebody is told; all others only stand in the thread.

Where a promise is broken the card of its alert calls the deciders.
"""


def of(record: Record) -> Audience:
    """Who is told of a record."""
    if record.kind == State.APPLIED and record.data.get("note"):
        return _REQUESTER  # something is to be said of it: it is not proven
    note = str(record.data.get("note", ""))
    if record.kind == RecordKind.RETRIED and IN_VAIN in note:
        return _REQUESTER
    if record.kind == RecordKind.WAITING and not note.startswith(QUEUED):
        return _REQUESTER
    if record.kind == RecordKind.REMINDED and record.data.get("step") == LATE:
        return _BOTH
    return AUDIENCES.get(record.kind, _NOBODY)


def called(record: Record, request: Request, deciders: Sequence[str]) -> str:
    """The mentions that call people to a record, with a space between; empty if nobody is called."""
    if not of(record).deciders:
        return ""
    besides = [*_names(record, "names"), *_names(record, "people")]
    first = _reached(besides, request.roster, _done(request))
    others = [each for each in _reached(deciders, request.roster, _done(request)) if each not in first]
    known, few = [*first, *others], [*_few(first), *_few(others)]
    more = "" if len(few) == len(known) or any(map(_is_group, few)) else f" and {len(known) - len(few)} others"
    return f"{' '.join(map(mentioned, few))}{more}"


def escalated(records: Iterable[Record]) -> tuple[str, ...]:
    """Who was called besides, since nobody decided; what is asked anew begins anew."""
    found: list[str] = []
    for record in records:
        if record.kind == RecordKind.ESCALATED:
            found += _names(record, "names")
        elif record.kind in ASKED_ANEW:
            found.clear()
    return tuple(dict.fromkeys(found))


def mentions(names: Iterable[str], request: Request | None = None, *, roster: Roster | None = None) -> list[str]:
    """The mentions of some people, groups and channels: five at most, and only the groups where there are more.

    A channel is never called as a whole: its people are, as they were when the request was asked.
    Without a request they are as a `roster` tells. Who has approved a request that still waits for others is left out.
    """
    done = _done(request) if request else frozenset()
    known = request.roster if request else roster or {}
    return [mentioned(each) for each in _few(_reached(names, known, done))]


def _done(request: Request) -> frozenset[str]:
    """Whoever asked, and those of whom nothing more is wanted."""
    approved = [each.person.user for each in request.approvals] if request.state is State.PENDING else []
    return frozenset({request.person.user, *approved})


def _reached(names: Iterable[str], roster: Roster, done: frozenset[str]) -> list[str]:
    """The people and groups that some names stand for, each once; a channel of which nobody is known is itself."""
    spread = [each for name in names for each in _spread(name, roster)]
    return [each for each in dict.fromkeys(spread) if each not in done]


def _spread(name: str, roster: Roster) -> Sequence[str]:
    people = roster.get(name, ()) if name.startswith(("C", "G")) else ()
    return people or (name,)


def _few(reached: Sequence[str]) -> Sequence[str]:
    groups = [each for each in reached if _is_group(each)]
    return reached if len(reached) <= MOST_CALLED else (groups or reached)[:MOST_CALLED]


def _is_group(name: str) -> bool:
    return name.startswith("S")


def _names(record: Record, key: str) -> list[str]:
    names = record.data.get(key)
    return [str(each) for each in names] if isinstance(names, list) else []
