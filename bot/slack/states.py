"""How far a request has come, in words. Pure."""

import datetime as dt
from collections.abc import Iterable, Mapping

from adapters import Capabilities, wall_clock
from bot import describe
from bot.requests import IN_FORCE, SO_FAR, UNDONE_IN_PART, Part, Request, State
from bot.slack import decided
from bot.slack.text import escaped, mention

ICONS: Mapping[State, str] = {
    State.PENDING: ":hourglass_flowing_sand:",
    State.APPROVED: ":thumbsup:",
    State.SCHEDULED: ":calendar:",
    State.APPLYING: ":gear:",
    State.APPLIED: ":gear:",
    State.ACCEPTED: ":ballot_box_with_check:",
    State.VERIFIED: ":white_check_mark:",
    State.REJECTED: ":no_entry:",
    State.WITHDRAWN: ":leftwards_arrow_with_hook:",
    State.EXPIRED: ":hourglass:",
    State.SUPERSEDED: ":fast_forward:",
    State.FAILED: ":x:",
    State.REVERTED: ":rewind:",
}

_DECIDED_FOR = IN_FORCE | {State.APPROVED, State.APPLYING, State.FAILED, State.REVERTED, State.SUPERSEDED}
_ENDED_UNDONE = frozenset({State.REJECTED, State.WITHDRAWN, State.EXPIRED})
_RUNNING = (State.APPROVED, State.APPLYING, State.APPLIED)
_DONE = IN_FORCE - {State.APPLIED}


def sentence(request: Request) -> str:
    """The state of a whole request, with who decided it."""
    alone = request.parts[0].note if len(request.parts) == 1 and request.state is not State.ACCEPTED else ""
    told = [_told(request), escaped(alone, 900) or _DEFAULTS.get(request.state, ""), _count(request)]
    if request.state is State.FAILED:
        is_new = any(part.plan.creates for part in request.parts)
        told.append(
            "To try again: `/line new`." if is_new else "See `/line status` for what callers get now, then ask again."
        )
    if request.state in _DECIDED_FOR and not (request.state is State.APPROVED and _is_plainly_approved(request)):
        told.append(decided.sentence(request))
    elif request.state in _ENDED_UNDONE and request.approvals:
        told.append(f"It had the approval of {decided.approvers(request)}.")
    return " ".join(each for each in told if each)


def label(part: Part, request: Request) -> str:
    """The state of one line among several, with what there is to say about it."""
    note = _aside(part, 300)
    if part.state is State.SCHEDULED:
        return f"*Scheduled* for {due(part)}."
    if part.state is State.APPLIED and not part.note:
        return "*Applied*, reading back…"
    return f"*{_word(part.state, request)}*{f' ({note})' if note else ''}:"


def to_come(parts: Iterable[Part]) -> str:
    """What will be set of scheduled lines: `the rest` once a part of it is at the vendor."""
    return "the rest" if any(SO_FAR in part.note for part in parts) else "this"


def _aside(part: Part, most: int) -> str:
    """What stands in parentheses after the word of one line."""
    note = describe.accepted(part.plan.line.system) if part.state is State.ACCEPTED and not part.note else part.note
    return escaped(note.removesuffix("."), most)


def due(part: Part) -> str:
    """The date on which a scheduled line will be written, and the time if it is not the day's beginning."""
    if part.due is None:
        return "its day"
    zone, country = part.plan.line.zone, part.plan.line.country
    local = wall_clock(part.due, zone)
    if local.time() == dt.time():
        return describe.date(local.date(), year=False)
    return describe.Words(zone=zone, country=country, capabilities=Capabilities(changes=frozenset())).at(part.due)


_WORDS: Mapping[State, str] = {
    State.PENDING: "Waiting for approval",
    State.APPROVED: "Approved",
    State.SCHEDULED: "Scheduled",
    State.APPLYING: "Applying",
    State.APPLIED: "Applied",
    State.ACCEPTED: "Applied",
    State.VERIFIED: "Verified",
    State.REJECTED: "Rejected",
    State.WITHDRAWN: "Withdrawn",
    State.EXPIRED: "Expired",
    State.SUPERSEDED: "Superseded",
    State.FAILED: "Failed",
    State.REVERTED: "Reverted",
}


_DEFAULTS: Mapping[State, str] = {
    State.VERIFIED: "The change was made and read back.",
    State.WITHDRAWN: "Nothing was changed.",
    State.REJECTED: "Nothing was changed.",
    State.EXPIRED: "Nobody decided in time, so nothing was changed.",
    State.SUPERSEDED: "A newer change took its place.",
    State.REVERTED: "What it changed was undone.",
}
"""What is said where nobody has left a note."""


def _word(state: State, request: Request) -> str:
    """A state as it is called: what nobody had to approve is never said to be approved."""
    return "Under way" if state is State.APPROVED and not _is_plainly_approved(request) else _WORDS[state]


def _is_plainly_approved(request: Request) -> bool:
    return not decided.is_waived(request) and request.ratify_by is None


def _told(request: Request) -> str:
    by = f" by {mention(request.decided_by)}" if request.decided_by else ""
    word = f"*{_word(request.state, request)}*"
    match request.state:
        case State.APPROVED:
            names = decided.approvers(request) if _is_plainly_approved(request) else ""
            approved = f" by {names}" if names else ""
            waits = all(part.note for part in request.parts if part.state is State.APPROVED)
            told = f"{word}{approved}{'.' if waits else ', applying…'}"
        case State.SCHEDULED:
            dates = list(dict.fromkeys(due(part) for part in request.parts if part.state is State.SCHEDULED))
            more = " and later" if len(dates) > 1 else ""
            told = f"{word}: Switchhook will set {to_come(request.parts)} on {dates[0]}{more}."
        case State.APPLYING:
            told = f"{word}…"
        case State.APPLIED if not any(part.note for part in request.parts):
            told = f"{word}, reading back…"
        case State.ACCEPTED:
            asides = dict.fromkeys(_aside(part, 900) for part in request.parts if part.state is State.ACCEPTED)
            told = f"{word} ({'; '.join(list(asides)[:3])})."
        case State.REVERTED if any(part.note.startswith(UNDONE_IN_PART) for part in request.parts):
            told = "*Reverted in part*."
        case State.REJECTED if request.decision_reason:
            reason = escaped(request.decision_reason, 600)
            told = f"{word}{by}: “{reason}”{'' if reason.endswith(('.', '!', '?')) else '.'}"
        case State.REJECTED | State.WITHDRAWN:
            told = f"{word}{by}."
        case _:
            told = f"{word}."
    return told


def _count(request: Request) -> str:
    done = sum(part.state in _DONE for part in request.parts)
    if request.state in _RUNNING and len(request.parts) > 1:
        return f"{done} of {len(request.parts)} lines done."
    same = sum(part.state is request.state for part in request.parts)
    if request.state is State.FAILED and done:
        return f"({same} of {len(request.parts)} lines; {done} {'is' if done == 1 else 'are'} done.)"
    return f"({same} of {len(request.parts)} lines.)" if same < len(request.parts) else ""
