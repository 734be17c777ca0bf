"""Records as sentences: in the thread below a card, in the history, and to the person who asked. Pure."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from adapters import Value
from bot.alerts import AlertKind, over
from bot.describe import without_lead
from bot.kinds import RecordKind
from bot.requests import AWAITED, RUSHED, SWITCHHOOK, UNDONE_IN_PART, Person, Record, Request, State
from bot.slack import audience, origins, states
from bot.slack.text import escaped, mention, moment

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


def sentence(record: Record, *, with_line: bool = True, most: int = 600) -> str:
    """One record, for the history; `most` characters of each thing that was written."""
    told = _sentence(record, most)
    request = f" (request {record.request})" if record.request else ""
    summary = escaped(str(record.data.get("summary", "")), min(most, 300)) if record.kind == RecordKind.ASKED else ""
    line = f"*{escaped(record.line, 80)}:* " if record.line and with_line else ""
    return f"{line}{' '.join(each for each in (told, summary) if each)}{request}"


def _matter(record: Record) -> tuple[str, str | None]:
    """What a record is about, where the latest of several is the one that is true."""
    is_reminder = record.kind in {RecordKind.REMINDED, RecordKind.ESCALATED}
    return (RecordKind.REMINDED, None) if is_reminder else (record.kind, record.line)


def _is_past(request: Request, kind: str) -> bool:
    """Whether people were called to what is over by now: nothing could be told while Slack was away."""
    if kind in _REMINDING:
        return request.state is not State.PENDING and not request.can_be_ratified
    return kind == RecordKind.TO_GO and all(part.state not in AWAITED for part in request.parts)


def _same(record: Record) -> tuple[str, str, str]:
    return record.kind, record.actor, str(record.data.get("note", ""))


def _entry(request: Request, records: Sequence[Record], deciders: Sequence[str]) -> Entry:
    first = records[0]
    names = [escaped(each.line, 80) for each in records if each.line] if len(request.parts) > 1 else []
    if first.kind == RecordKind.ASKED:
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


def _sentence(record: Record, most: int = 600) -> str:
    by = f" by {actor(record)}" if record.actor != SWITCHHOOK and record.kind != RecordKind.WAIVED else ""
    words, reason, note = (escaped(str(record.data.get(name, "")), most) for name in ("words", "reason", "note"))
    note = without_lead(note) if record.kind == RecordKind.WAIVED else note
    told = f"{SENTENCES.get(record.kind, escaped(record.kind.capitalize(), 40))}{_count(record)}{by}"
    if record.kind == RecordKind.ASKED:
        reason = "" if reason.casefold() in words.casefold() else reason
        origin = str(record.data.get("from", ""))
        said = f": “{words}”" if origins.is_typed(origin) else ""
        because = f" ({reason})" if reason else ""
        return f"{told}{origins.told(origin)}{said}{because}{'' if said or because else '.'}"
    if record.kind == RecordKind.REFUSED:
        return f"{told}: {escaped(str(record.data.get('attempt', '')), 100)} ({_why(record)})."
    if reason:
        return f"{told}: “{reason}”" + (f" {note}" if note else "")
    return _with_note(record, told, note)


def _with_note(record: Record, told: str, note: str) -> str:
    """What happened, with what there is to say about it, unless one of both says it all."""
    match record.kind:
        case RecordKind.RUSHED:
            return f"{told}: “{note.removeprefix(RUSHED)}”. Applied at once. {_ratify_by(record)}".rstrip()
        case RecordKind.NUDGED:
            return f"{actor(record)} waits for a decision."
        case State.REVERTED if note.startswith(UNDONE_IN_PART):
            told = f"{told} in part: {note}"
        case State.ACCEPTED if note:
            told = f"{told} ({note.removesuffix('.')})."
        case kind if note and kind in _SPEAKING:
            told = note
        case kind if note and kind != RecordKind.AGAIN:
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


_REMINDING = frozenset({RecordKind.REMINDED, RecordKind.ESCALATED, RecordKind.NUDGED})

_REPEATED = frozenset({RecordKind.REMINDED, RecordKind.ESCALATED, RecordKind.TO_GO, AlertKind.STILL_CLOSED})
"""Kinds of which only the latest is told, where several are told at once."""

_OF_ALERTS = {each for kind in AlertKind if kind is not AlertKind.FROZEN for each in (kind, over(kind))}
_SPEAKING = frozenset({RecordKind.REMINDED, RecordKind.TO_GO, RecordKind.WAITING, RecordKind.CONTINUED, *_OF_ALERTS})
"""Kinds whose notes need no word before them."""

_UNTOLD = frozenset({RecordKind.REFUSED})
"""Kinds that the history tells, but no thread: whoever was refused was told so themselves."""

_ICONS: Mapping[str, str] = {
    RecordKind.ASKED: ":raising_hand:",
    RecordKind.APPROVAL: ":thumbsup:",
    RecordKind.WAIVED: ":thumbsup:",
    RecordKind.REPLANNED: ":arrows_counterclockwise:",
    RecordKind.REPLACED: ":fast_forward:",
    RecordKind.PLANNED_ANEW: ":arrows_counterclockwise:",
    RecordKind.RUSHED: ":rotating_light:",
    RecordKind.RATIFIED: ":white_check_mark:",
    RecordKind.NOT_RATIFIED: ":rotating_light:",
    RecordKind.REMINDED: ":bell:",
    RecordKind.NUDGED: ":bell:",
    RecordKind.ESCALATED: ":mega:",
    RecordKind.TO_GO: ":alarm_clock:",
    RecordKind.LOST_RIGHT: ":arrows_counterclockwise:",
    RecordKind.WAITING: ":double_vertical_bar:",
    RecordKind.BY_HAND: ":hammer_and_wrench:",
    RecordKind.ROSTER: ":busts_in_silhouette:",
    RecordKind.AGAIN: ":repeat:",
    RecordKind.STOPPED: ":octagonal_sign:",
    RecordKind.STARTED: ":eyes:",
    RecordKind.ENDED: ":eyes:",
    AlertKind.NOT_CLOSED: ":rotating_light:",
    over(AlertKind.NOT_CLOSED): ":white_check_mark:",
    AlertKind.NOT_OPEN: ":rotating_light:",
    over(AlertKind.NOT_OPEN): ":white_check_mark:",
    AlertKind.STILL_CLOSED: ":red_circle:",
    over(AlertKind.STILL_CLOSED): ":white_check_mark:",
    AlertKind.DRIFT: ":mag:",
    over(AlertKind.DRIFT): ":white_check_mark:",
    RecordKind.ADOPTED: ":inbox_tray:",
    AlertKind.FROZEN: ":snowflake:",
    over(AlertKind.FROZEN): ":white_check_mark:",
    RecordKind.REFUSED: ":no_entry_sign:",
}

SENTENCES: Mapping[str, str] = {
    RecordKind.ASKED: "Asked",
    **{state: word for state, word in states.WORDS.items() if state is not State.PENDING},
    RecordKind.RETRIED: "Not done yet",
    RecordKind.CONTINUED: "Written and read back, as far as it is due",
    RecordKind.SHARED: "Changed together with the line that was named",
    RecordKind.RELEASED: "The usual hours were put back",
    RecordKind.RELEASED_IN_PART: "The usual hours were put back in part",
    RecordKind.REPLANNED: "Planned anew, and asked again",
    RecordKind.REPLACED: "Replaced in part",
    RecordKind.PLANNED_ANEW: "Planned anew, since its line has moved",
    RecordKind.ROLLED: "The coming days were written into the weekly table",
    RecordKind.SETTLED: "Put in order at the phone system",
    RecordKind.APPROVAL: "Approval",
    RecordKind.WAIVED: "No approval needed",
    RecordKind.RUSHED: "Emergency",
    RecordKind.RATIFIED: "Ratified",
    RecordKind.NOT_RATIFIED: "Not ratified",
    RecordKind.REMINDED: "Reminded",
    RecordKind.NUDGED: "Reminded",
    RecordKind.ESCALATED: "Called more people",
    RecordKind.TO_GO: "Not applied yet",
    RecordKind.LOST_RIGHT: "Waits for approval again",
    RecordKind.WAITING: "Waits",
    RecordKind.BY_HAND: "Has to be done by hand",
    RecordKind.ROSTER: "Other approvers",
    RecordKind.STARTED: "Begun",
    RecordKind.ENDED: "Over",
    AlertKind.NOT_CLOSED: "Not closed",
    over(AlertKind.NOT_CLOSED): "No longer wrongly open",
    AlertKind.NOT_OPEN: "Not open",
    over(AlertKind.NOT_OPEN): "No longer wrongly closed",
    AlertKind.STILL_CLOSED: "Closed until further notice",
    over(AlertKind.STILL_CLOSED): "No longer closed until further notice",
    AlertKind.DRIFT: "Changed outside Switchhook",
    over(AlertKind.DRIFT): "The change from outside is dealt with",
    RecordKind.ADOPTED: "Adopted",
    AlertKind.FROZEN: "All applying was stopped",
    over(AlertKind.FROZEN): "Applying goes on",
    RecordKind.AGAIN: "Tried again",
    RecordKind.STOPPED: "Stopped",
    RecordKind.REFUSED: "Refused",
}
"""What each kind of record says; one of another version that is not here says its own name."""
