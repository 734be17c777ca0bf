"""Records as sentences: in the thread below a card, in the history, and to the person who asked. Pure."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from adapters import Value
from bot.alerts import AlertKind
from bot.describe import without_lead
from bot.requests import RUSHED, SWITCHHOOK, UNDONE_IN_PART, Person, Record, Request, State
from bot.slack import audience, origins, states
from bot.slack.text import escaped, mention, moment
from bot.timekeeper import ESCALATED, REMINDED, TO_GO

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
    alert: int = 0
    """The alert that it tells of, if it does."""
    line: str = ""
    """The line of its first record."""


def entries(request: Request, records: Sequence[Record], deciders: Sequence[str] = ()) -> list[Entry]:
    """What happened to a request, what happened to several lines at once told once."""
    groups = [list(group) for _, group in groupby(records, key=_same)]
    latest = {_matter(group[0]): index for index, group in enumerate(groups)}
    return [
        _entry(request, group, deciders)
        for index, group in enumerate(groups)
        if group[0].kind not in _UNTOLD and (latest[_matter(group[0])] == index or group[0].kind not in _REPEATED)
        if not _is_past(request, group[0].kind)
    ]


def sentence(record: Record, *, with_line: bool = True) -> str:
    """One record, for the history."""
    told = _sentence(record)
    request = f" (request {record.request})" if record.request else ""
    summary = escaped(str(record.data.get("summary", "")), 300) if record.kind == "asked" else ""
    line = f"*{escaped(record.line, 80)}:* " if record.line and with_line else ""
    return f"{line}{' '.join(each for each in (told, summary) if each)}{request}"


def _matter(record: Record) -> tuple[str, str | None]:
    """What a record is about, where the latest of several is the one that is true."""
    return (REMINDED, None) if record.kind in {REMINDED, ESCALATED} else (record.kind, record.line)


def _is_past(request: Request, kind: str) -> bool:
    """Whether people were called to what is over by now: nothing could be told while Slack was away."""
    if kind in _REMINDING:
        return request.state is not State.PENDING and not request.can_be_ratified
    return kind == TO_GO and all(part.state not in _TO_COME for part in request.parts)


def _same(record: Record) -> tuple[str, str, str]:
    return record.kind, record.actor, str(record.data.get("note", ""))


def _entry(request: Request, records: Sequence[Record], deciders: Sequence[str]) -> Entry:
    first = records[0]
    names = [escaped(each.line, 80) for each in records if each.line] if len(request.parts) > 1 else []
    if first.kind == "asked":
        first = _without_reason(first, request)
    due = "".join(_due(request, records)) if first.kind == State.SCHEDULED else ""
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    lines = f" Lines: {', '.join(names[:MOST_NAMED])}{more}." if names else ""
    return Entry(
        kind=first.kind,
        last=records[-1].number,
        text=f"{_icon(first.kind)} {_sentence(first)}{due}{lines}",
        decisive=audience.of(first).requester,
        called=audience.called(first, request, deciders),
        alert=int(first.data.get("alert", 0)),
        line=first.line or "",
    )


def _without_reason(record: Record, request: Request) -> Record:
    """What was asked, without a reason that is told anyway: in the words, or with the emergency."""
    reason, words = (str(record.data.get(name, "")).casefold() for name in ("reason", "words"))
    if request.ratify_by is None and reason not in words:
        return record
    return record.model_copy(update={"data": {**record.data, "reason": ""}})


def _due(request: Request, records: Sequence[Record]) -> Iterator[str]:
    names = {record.line for record in records}
    for part in request.parts:
        if part.plan.line.name in names and part.due is not None:
            yield f" Switchhook will set {states.to_come([part])} on {states.due(part)}."
            return


def _sentence(record: Record) -> str:
    by = f" by {actor(record)}" if record.actor != SWITCHHOOK and record.kind != "waived" else ""
    words, reason, note = (escaped(str(record.data.get(name, "")), 600) for name in ("words", "reason", "note"))
    note = without_lead(note) if record.kind == "waived" else note
    told = f"{SENTENCES.get(record.kind, escaped(record.kind.capitalize(), 40))}{_count(record)}{by}"
    if record.kind == "asked":
        origin = str(record.data.get("from", ""))
        said = f": “{words}”" if origins.is_typed(origin) else ""
        because = f" ({reason})" if reason else ""
        return f"{told}{origins.told(origin)}{said}{because}{'' if said or because else '.'}"
    if record.kind == "refused":
        return f"{told}: {escaped(str(record.data.get('attempt', '')), 100)} ({_why(record)})."
    if reason:
        return f"{told}: “{reason}”" + (f" {note}" if note else "")
    return _with_note(record, told, note)


def _with_note(record: Record, told: str, note: str) -> str:
    """What happened, with what there is to say about it, unless one of both says it all."""
    match record.kind:
        case "rushed":
            return f"{told}: “{note.removeprefix(RUSHED)}”. Applied at once. {_ratify_by(record)}".rstrip()
        case "nudged":
            return f"{actor(record)} waits for a decision."
        case State.REVERTED if note.startswith(UNDONE_IN_PART):
            told = f"{told} in part: {note}"
        case State.ACCEPTED if note:
            told = f"{told} ({note.removesuffix('.')})."
        case kind if note and kind in _SPEAKING:
            told = note
        case kind if note and kind != "again":
            told = f"{told}: {note}"
        case _:
            told = f"{told}."
    return told


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


_REMINDING = frozenset({REMINDED, ESCALATED, "nudged"})
_TO_COME = frozenset({State.PENDING, State.APPROVED, State.APPLYING, State.SCHEDULED})

_REPEATED = frozenset({REMINDED, ESCALATED, TO_GO, AlertKind.STILL_CLOSED.value})
"""Kinds of which only the latest is told, where several are told at once."""

_OF_ALERTS = {f"{kind}{end}" for kind in AlertKind if kind is not AlertKind.FROZEN for end in ("", " over")}
_SPEAKING = frozenset({REMINDED, TO_GO, "waiting", "continued", *_OF_ALERTS})
"""Kinds whose notes need no word before them."""

_UNTOLD = frozenset({"refused"})
"""Kinds that the history tells, but no thread: whoever was refused was told so themselves."""

_ICONS: Mapping[str, str] = {
    "asked": ":raising_hand:",
    "approval": ":thumbsup:",
    "waived": ":thumbsup:",
    "replanned": ":arrows_counterclockwise:",
    "replaced": ":fast_forward:",
    "planned anew": ":arrows_counterclockwise:",
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
    "roster": ":busts_in_silhouette:",
    "again": ":repeat:",
    "stopped": ":octagonal_sign:",
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
    "replaced": "Replaced in part",
    "planned anew": "Planned anew, since its line has moved",
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
    "to go": "Not applied yet",
    "lost right": "Waits for approval again",
    "waiting": "Waits",
    "by hand": "Has to be done by hand",
    "roster": "Other approvers",
    "started": "Begun",
    "ended": "Over",
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
    "stopped": "Stopped",
    "refused": "Refused",
}
"""What each kind of record says; one that is not here says its own name."""
