"""Records as sentences: in the thread below a card, in the history, and to the person who asked. Pure."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from adapters import Value
from bot.requests import Person, Record, Request, State
from bot.slack import audience, origins, states
from bot.slack.text import escaped, mention, moment

SWITCHHOOK = "switchhook"

MOST_NAMED = 10
"""Lines to which the same has happened that are named."""


class Entry(Value):
    """One thing that happened, to one or several lines of a request."""

    kind: str
    last: int
    """The number of its last record."""
    text: str
    decisive: bool
    """Whoever asked is told of it."""
    called: str = ""
    """The mentions of those who are called to it."""


def entries(request: Request, records: Sequence[Record], deciders: Sequence[str] = ()) -> list[Entry]:
    """What happened to a request, what happened to several lines at once told once."""
    groups = (list(group) for _, group in groupby(records, key=_same))
    return [_entry(request, group, deciders) for group in groups if group[0].kind not in _UNTOLD]


def sentence(record: Record, *, with_line: bool = True) -> str:
    """One record, for the history."""
    told = _sentence(record)
    request = f" (request {record.request})" if record.request else ""
    summary = escaped(str(record.data.get("summary", "")), 300) if record.kind == "asked" else ""
    line = f"*{escaped(record.line, 80)}:* " if record.line and with_line else ""
    return f"{line}{' '.join(each for each in (told, summary) if each)}{request}"


def _same(record: Record) -> tuple[str, str, str]:
    return record.kind, record.actor, str(record.data.get("note", ""))


def _entry(request: Request, records: Sequence[Record], deciders: Sequence[str]) -> Entry:
    first = records[0]
    names = [escaped(each.line, 80) for each in records if each.line] if len(request.parts) > 1 else []
    due = "".join(_due(request, records)) if first.kind == State.SCHEDULED else ""
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    lines = f" Lines: {', '.join(names[:MOST_NAMED])}{more}." if names else ""
    return Entry(
        kind=first.kind,
        last=records[-1].number,
        text=f"{_icon(first.kind)} {_sentence(first)}{due}{lines}",
        decisive=audience.of(first).requester,
        called=audience.called(first, request, deciders),
    )


def _due(request: Request, records: Sequence[Record]) -> Iterator[str]:
    names = {record.line for record in records}
    for part in request.parts:
        if part.plan.line.name in names and part.due is not None:
            yield f" Switchhook will set {states.to_come([part])} on {states.due(part)}."
            return


def _sentence(record: Record) -> str:
    by = f" by {actor(record)}" if record.actor != SWITCHHOOK and record.kind != "waived" else ""
    words, reason, note = (escaped(str(record.data.get(name, "")), 600) for name in ("words", "reason", "note"))
    told = f"{SENTENCES.get(record.kind, escaped(record.kind.capitalize(), 40))}{_count(record)}{by}"
    if record.kind == "asked":
        return f"{told}{origins.told(str(record.data.get('from', '')))}: “{words}”" + (f" ({reason})" if reason else "")
    if record.kind == "refused":
        return f"{told}: {escaped(str(record.data.get('attempt', '')), 100)} ({_why(record)})."
    if record.kind == "rushed":
        return f"{told}: {note}{'' if note.endswith(('.', '!', '?')) else '.'} {_ratify_by(record)}".rstrip()
    if reason:
        return f"{told}: “{reason}”" + (f" {note}" if note else "")
    if record.kind == State.ACCEPTED and note:
        return f"{told} ({note.removesuffix('.')})."
    return f"{told}: {note}" if note else f"{told}."


def _count(record: Record) -> str:
    """`1 of 2`, of one approval among several."""
    count, quorum = record.data.get("count"), record.data.get("quorum")
    return f" {count} of {quorum}" if isinstance(count, int) and isinstance(quorum, int) else ""


def _ratify_by(record: Record) -> str:
    until = record.data.get("ratify_by")
    if not until:
        return ""
    return f"Somebody else has to ratify it by {moment(dt.datetime.fromisoformat(str(until)))}, or it is undone."


def _why(record: Record) -> str:
    return escaped(str(record.data.get("why", "")), 400).removesuffix(".")


def actor(record: Record) -> str:
    """Who did it."""
    return SWITCHHOOK.capitalize() if record.actor == SWITCHHOOK else mention(Person.parse(record.actor))


def _icon(kind: str) -> str:
    return states.ICONS[State(kind)] if kind in set(State) else _ICONS.get(kind, ":memo:")


_UNTOLD = frozenset({"refused"})
"""Kinds that the history tells, but no thread: whoever was refused was told so themselves."""

_ICONS: Mapping[str, str] = {
    "asked": ":raising_hand:",
    "approval": ":thumbsup:",
    "waived": ":thumbsup:",
    "replanned": ":arrows_counterclockwise:",
    "rushed": ":rotating_light:",
    "ratified": ":white_check_mark:",
    "not ratified": ":rotating_light:",
    "reminded": ":bell:",
    "nudged": ":bell:",
    "escalated": ":mega:",
    "to go": ":alarm_clock:",
    "lost right": ":arrows_counterclockwise:",
    "waiting": ":double_vertical_bar:",
    "by hand": ":hammer_and_wrench:",
    "again": ":repeat:",
    "started": ":eyes:",
    "ended": ":eyes:",
    "not_closed": ":rotating_light:",
    "not_closed over": ":white_check_mark:",
    "not_open": ":rotating_light:",
    "not_open over": ":white_check_mark:",
    "still_closed": ":red_circle:",
    "still_closed over": ":white_check_mark:",
    "drift": ":mag:",
    "drift over": ":white_check_mark:",
    "adopted": ":inbox_tray:",
    "frozen": ":snowflake:",
    "frozen over": ":white_check_mark:",
    "refused": ":no_entry_sign:",
}

SENTENCES: Mapping[str, str] = {
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
    "approval": "Approval",
    "waived": "No approval needed",
    "rushed": "Emergency",
    "ratified": "Ratified",
    "not ratified": "Not ratified",
    "reminded": "Reminded",
    "nudged": "Reminded",
    "escalated": "Called more people",
    "to go": "Approved, but not applied yet",
    "lost right": "Waits for approval again",
    "waiting": "Waits",
    "by hand": "Has to be done by hand",
    "started": "Begun, as seen at the phone system",
    "ended": "Over, as seen at the phone system",
    "not_closed": "Not closed",
    "not_closed over": "No longer wrongly open",
    "not_open": "Not open",
    "not_open over": "No longer wrongly closed",
    "still_closed": "Closed until further notice",
    "still_closed over": "No longer closed until further notice",
    "drift": "Changed outside Switchhook",
    "drift over": "The change from outside is dealt with",
    "adopted": "Adopted",
    "frozen": "All applying was stopped",
    "frozen over": "Applying goes on",
    "again": "Tried again",
    "refused": "Refused",
}
"""What each kind of record says; one that is not here says its own name."""
