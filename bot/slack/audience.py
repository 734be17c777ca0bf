"""Who hears of what: the one table from a kind of record to the people who are told of it. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from adapters import Value
from bot.alerts import AlertKind
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
    State.SCHEDULED.value: _REQUESTER,
    State.ACCEPTED.value: _REQUESTER,
    State.VERIFIED.value: _REQUESTER,
    State.REJECTED.value: _REQUESTER,
    State.EXPIRED.value: _REQUESTER,
    State.SUPERSEDED.value: _REQUESTER,
    State.FAILED.value: _REQUESTER,
    State.REVERTED.value: _REQUESTER,
    "replanned": _REQUESTER,
    "rushed": _BOTH,
    "ratified": _REQUESTER,
    "not ratified": _BOTH,
    "reminded": _DECIDERS,
    "nudged": _DECIDERS,
    "escalated": _BOTH,
    "to go": _BOTH,
    "lost right": _BOTH,
    "by hand": _BOTH,
    AlertKind.NOT_CLOSED.value: _BOTH,
    AlertKind.NOT_OPEN.value: _BOTH,
    AlertKind.STILL_CLOSED.value: _REQUESTER,
}  # fmt: skip
"""The kinds of record of which somebody is told; all others only stand in the thread."""


def of(record: Record) -> Audience:
    """Who is told of a record."""
    if record.kind == State.APPLIED and record.data.get("note"):
        return _REQUESTER  # something is to be said of it: it is not proven
    return AUDIENCES.get(record.kind, _NOBODY)


def called(record: Record, request: Request, deciders: Sequence[str]) -> str:
    """The mentions that call people to a record, with a space between; empty if nobody is called."""
    if not of(record).deciders:
        return ""
    besides = [*_names(record, "names"), *_names(record, "people")]
    return " ".join(mentions(dict.fromkeys([*besides, *deciders]), request))


def escalated(records: Iterable[Record]) -> tuple[str, ...]:
    """Who was called besides, since nobody decided; a new plan begins anew."""
    found: list[str] = []
    for record in records:
        if record.kind == "escalated":
            found += _names(record, "names")
        elif record.kind == "replanned":
            found.clear()
    return tuple(dict.fromkeys(found))


def mentions(names: Iterable[str], request: Request | None = None) -> list[str]:
    """The mentions of some people, groups and channels, five at most and the groups first where there are more.

    A channel is never called as a whole: its people are, as they were when the request was asked, if they are few.
    """
    asker = request.person.user if request else ""
    spread = [each for name in names for each in _spread(name, request)]
    others = [each for each in dict.fromkeys(spread) if each != asker]
    few = others if len(others) <= MOST_CALLED else [each for each in others if each.startswith("S")]
    return [mentioned(each) for each in (few or others)[:MOST_CALLED]]


def _spread(name: str, request: Request | None) -> Sequence[str]:
    people = request.roster.get(name, ()) if request and name.startswith(("C", "G")) else ()
    return people if 0 < len(people) <= MOST_CALLED else (name,)


def _names(record: Record, key: str) -> list[str]:
    names = record.data.get(key)
    return [str(each) for each in names] if isinstance(names, list) else []
