"""Records as sentences: in the thread below a card, in the history, and to the person who asked. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from adapters import Value
from bot.requests import Person, Record, Request, State
from bot.slack import states
from bot.slack.text import escaped, mention

SWITCHHOOK = "switchhook"

TOLD_TO_REQUESTER = frozenset(
    {
    State.SCHEDULED.value,
    State.ACCEPTED.value,
    State.VERIFIED.value,
    State.REJECTED.value,
    State.EXPIRED.value,
    State.SUPERSEDED.value,
    State.FAILED.value,
    State.REVERTED.value,
    "replanned",
})  # fmt: skip
"""The kinds of record of which the person who asked gets a message."""


class Entry(Value):
    """One thing that happened, to one or several lines of a request."""

    kind: str
    last: int
    """The number of its last record."""
    text: str
    decisive: bool


def entries(request: Request, records: Sequence[Record]) -> list[Entry]:
    """What happened to a request, what happened to several lines at once told once."""
    groups = (list(group) for _, group in groupby(records, key=_same))
    return [_entry(request, group) for group in groups]


def sentence(record: Record, *, with_line: bool = True) -> str:
    """One record, for the history."""
    told = _sentence(record)
    request = f" (request {record.request})" if record.request else ""
    summary = escaped(str(record.data.get("summary", "")), 300) if record.kind == "asked" else ""
    line = f"*{escaped(record.line, 80)}:* " if record.line and with_line else ""
    return f"{line}{' '.join(each for each in (told, summary) if each)}{request}"


def _same(record: Record) -> tuple[str, str, str]:
    return record.kind, record.actor, str(record.data.get("note", ""))


def _entry(request: Request, records: Sequence[Record]) -> Entry:
    first = records[0]
    names = [escaped(each.line or "", 80) for each in records] if len(request.parts) > 1 else []
    due = "".join(_due(request, records)) if first.kind == State.SCHEDULED else ""
    lines = f" Lines: {', '.join(names)}." if names else ""
    return Entry(
        kind=first.kind,
        last=records[-1].number,
        text=f"{_icon(first.kind)} {_sentence(first)}{due}{lines}",
        decisive=first.kind in TOLD_TO_REQUESTER or (first.kind == State.APPLIED and bool(first.data.get("note"))),
    )


def _due(request: Request, records: Sequence[Record]) -> Iterator[str]:
    names = {record.line for record in records}
    for part in request.parts:
        if part.plan.line.name in names and part.due is not None:
            yield f" Switchhook will set {states.to_come([part])} on {states.due(part)}."
            return


def _sentence(record: Record) -> str:
    by = f" by {actor(record)}" if record.actor != SWITCHHOOK else ""
    words, reason, note = (escaped(str(record.data.get(name, "")), 600) for name in ("words", "reason", "note"))
    told = f"{_KINDS.get(record.kind, escaped(record.kind.capitalize(), 40))}{by}"
    if record.kind == "asked":
        return f"{told}: “{words}”" + (f" ({reason})" if reason else "")
    if reason:
        return f"{told}: “{reason}”"
    if record.kind == State.ACCEPTED and note:
        return f"{told} ({note.removesuffix('.')})."
    return f"{told}: {note}" if note else f"{told}."


def actor(record: Record) -> str:
    """Who did it."""
    return SWITCHHOOK.capitalize() if record.actor == SWITCHHOOK else mention(Person.parse(record.actor))


def _icon(kind: str) -> str:
    return states.ICONS[State(kind)] if kind in set(State) else _ICONS.get(kind, ":memo:")


_ICONS: Mapping[str, str] = {"asked": ":raising_hand:", "replanned": ":arrows_counterclockwise:"}

_KINDS: Mapping[str, str] = {
    "asked": "Asked",
    "approved": "Approved",
    "scheduled": "Scheduled",
    "applying": "Applying",
    "applied": "Applied",
    "accepted": "Applied",
    "verified": "Verified",
    "rejected": "Rejected",
    "withdrawn": "Withdrawn",
    "expired": "Expired",
    "superseded": "Superseded",
    "failed": "Failed",
    "reverted": "Reverted",
    "retried": "Not done yet",
    "continued": "Written and read back, as far as it is due",
    "shared": "Changed together with the line that was named",
    "released": "The usual hours were put back",
    "released in part": "The usual hours were put back in part",
    "replanned": "Planned anew, and asked again",
    "rolled": "The coming days were written into the weekly table",
    "settled": "Put in order at the phone system",
    "drift": "Changed outside Switchhook",
}
"""What each kind of record says; one that is not here says its own name."""
