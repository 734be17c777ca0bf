"""How far a request has come, in words. Pure."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from adapters import Capabilities, wall_clock
from bot import describe
from bot.progress import BY_HAND, NOT_PROVEN, TRYING_AGAIN
from bot.requests import IN_FORCE, SO_FAR, UNDONE_IN_PART, Part, Plan, Request, State
from bot.slack import decided
from bot.slack.text import escaped, mention, moment

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

_UNDER_WAY = frozenset({State.APPROVED, State.APPLYING})
_HELD_UP = frozenset({State.APPROVED, State.SCHEDULED, State.APPLYING})

_UNHAPPY: Mapping[str, tuple[str, str, str]] = {
    "failed": (":x:", "failed", "failed"),
    "by hand": (":hammer_and_wrench:", "has to be done by hand", "have to be done by hand"),
    "tried again": (":warning:", "is not set yet", "are not set yet"),
    "not proven": (":warning:", "is not proven", "are not proven"),
    "expired": (":hourglass:", "expired", "expired"),
    "rejected": (":no_entry:", "was rejected", "were rejected"),
    "withdrawn": (":leftwards_arrow_with_hook:", "was withdrawn", "were withdrawn"),
    "pending": (":hourglass_flowing_sand:", "waits for approval", "wait for approval"),
}
"""What comes first of several lines, the worst before the rest: its icon, and what is said of one and of more."""

_HAPPY: Mapping[str, str] = {
    "approved": "approved",
    "applying": "being applied",
    "applied": "being read back",
    "scheduled": "scheduled",
    "superseded": "superseded",
    "reverted": "reverted",
    "accepted": "applied",
    "verified": "verified",
}

_NOTHING = Capabilities(changes=frozenset())
MOST_NAMED = 5
"""Lines that a headline names."""

_DECIDED_FOR = IN_FORCE | {State.APPROVED, State.APPLYING, State.FAILED, State.REVERTED, State.SUPERSEDED}
_ENDED_UNDONE = frozenset({State.REJECTED, State.WITHDRAWN, State.EXPIRED})
_RUNNING = (State.APPROVED, State.APPLYING, State.APPLIED)
_DONE = IN_FORCE - {State.APPLIED}


def icon(request: Request) -> str:
    """The icon of a whole request: that of what is worst."""
    worst = next(iter(_fates(request.parts)))
    return _UNHAPPY[worst][0] if _is_uneven(request) else ICONS[request.state]


def sentence(request: Request) -> str:
    """The state of a whole request, with who decided it."""
    if _is_uneven(request):
        return " ".join(each for each in (*_headline(request.parts), _decided_unevenly(request)) if each)
    alone = request.parts[0].note if len(request.parts) == 1 and request.state is not State.ACCEPTED else ""
    told = [_told(request), escaped(alone, 900) or _DEFAULTS.get(request.state, ""), _count(request)]
    if request.state is State.FAILED:
        told.append(_what_next(request))
    if request.state in _DECIDED_FOR and not (request.state is State.APPROVED and _is_plainly_approved(request)):
        told.append(decided.sentence(request))
    elif request.state in _ENDED_UNDONE and request.approvals:
        told.append(f"It had the approval of {decided.approvers(request)}.")
    return " ".join(each for each in told if each)


def _what_next(request: Request) -> str:
    """What people can do once something has failed."""
    if any(part.plan.creates for part in request.parts):
        return "To try again: `/line new`."
    then = "ask again"
    if can_be_retried(request):
        ends = _retried_until(request)
        until = f" until {moment(ends)}" if ends else ""
        then = f"{mention(request.person)} or an approver can try again{until}"
    begins = _begins(request)
    if begins:
        return f"Callers notice nothing of it before {begins}. {then[:1].upper()}{then[1:]}."
    return f"See `/line status` for what callers get now, then {then}."


def _begins(request: Request) -> str:
    """When the first of what failed should have begun, where that was ahead when it was asked for; else empty."""
    plans = [part.plan for part in request.parts if part.state is State.FAILED]
    starts = [(each.starts, each.line) for each in plans if each.starts is not None]
    if not starts or len(starts) < len(plans):
        return ""
    first, line = min(starts, key=lambda each: each[0])
    return describe.Words(zone=line.zone, country=line.country, capabilities=_NOTHING).at(first)


def label(part: Part, request: Request) -> str:
    """The state of one line among several, with what there is to say about it."""
    note = _aside(part, 300)
    if part.state is State.SCHEDULED:
        return f"*Late*: it should have been set on {due(part)}." if is_late(part) else f"*Scheduled* for {due(part)}."
    if part.state is State.APPLIED and not part.note:
        return "*Applied*, reading back…"
    return f"*{_word(part.state, request)}*{f' ({note})' if note else ''}:"


def _is_uneven(request: Request) -> bool:
    """Whether one word would hide what has become of some of its lines."""
    fates = _fates(request.parts)
    worst = next(iter(fates))
    return len(request.parts) > 1 and worst in _UNHAPPY and (len(fates) > 1 or worst not in set(State))


def _fates(parts: Sequence[Part]) -> Mapping[str, Sequence[Part]]:
    """The lines by what has become of them, the worst first."""
    found = {fate: [part for part in parts if _fate(part) == fate] for fate in (*_UNHAPPY, *_HAPPY)}
    return {fate: those for fate, those in found.items() if those}


def _fate(part: Part) -> str:
    """What has become of a line: its state, or why it does not come further."""
    if part.state in _HELD_UP and BY_HAND in part.note:
        return "by hand"
    if part.state in _HELD_UP and TRYING_AGAIN in part.note:
        return "tried again"
    return "not proven" if part.state is State.APPLIED and NOT_PROVEN in part.note else part.state.value


def _headline(parts: Sequence[Part]) -> Iterator[str]:
    """`2 of 6 lines failed (Sales, Billing).`, and how far the others have come."""
    fates = _fates(parts)
    unhappy = [fate for fate in fates if fate in _UNHAPPY]
    for index, fate in enumerate(unhappy):
        those = fates[fate]
        _, one, more = _UNHAPPY[fate]
        of = f" of {len(parts)} lines" if index == 0 else ""
        counted = f"{len(those)}{of} {one if len(those) == 1 else more}"
        names = [escaped(part.plan.line.name, 80) for part in those[:MOST_NAMED]]
        names += [f"{len(those) - MOST_NAMED} more"] if len(those) > MOST_NAMED else []
        yield f"{counted if index else f'*{counted}*'} ({', '.join(names)})."
    rest = [f"{len(fates[fate])} {word}{_for(fates[fate])}" for fate, word in _HAPPY.items() if fate in fates]
    if rest:
        yield f"{', '.join(rest)}."


def _for(parts: Sequence[Part]) -> str:
    """The day for which lines are scheduled."""
    dates = list(dict.fromkeys(due(part) for part in parts if part.state is State.SCHEDULED))
    return f" for {dates[0]}{' and later' if len(dates) > 1 else ''}" if dates else ""


def _decided_unevenly(request: Request) -> str:
    """Who has decided, where that was not the same for all lines."""
    states = {part.state for part in request.parts}
    told = []
    if State.REJECTED in states and request.decided_by:
        reason = escaped(request.decision_reason, 600)
        told.append(f"Rejected by {mention(request.decided_by)}{f': “{reason}”' if reason else ''}.")
    if has_failed(request):
        told.append(_what_next(request))
    if request.ratify_by is not None or states.isdisjoint(_ENDED_UNDONE | {State.PENDING}):
        told.append(decided.sentence(request))
    elif request.approvals and State.PENDING not in states:
        told.append(f"It had the approval of {decided.approvers(request)}.")
    return " ".join(told)


def can_be_retried(request: Request) -> bool:
    """Whether some line failed that can be tried again as it was approved; not once the others were undone for it."""
    is_undone = any(part.state is State.REVERTED for part in request.parts)
    return request.is_granted and has_failed(request) and not is_undone


def is_over(request: Request, now: dt.datetime) -> bool:
    """Whether it is too late to try again what failed."""
    ends = _retried_until(request)
    return ends is not None and ends <= now


def _retried_until(request: Request) -> dt.datetime | None:
    """When the last of what failed is over (UTC); None if something of it lasts, or nothing failed."""
    failed = tuple(part.plan for part in request.parts if part.state is State.FAILED)
    return Plan(parts=failed).ends


def has_failed(request: Request) -> bool:
    """Whether some line failed that was there before, and nothing runs any more."""
    failed = [part for part in request.parts if part.state is State.FAILED]
    return any(part.plan.is_lasting for part in failed) and not any(part.state in _UNDER_WAY for part in request.parts)


def is_late(part: Part) -> bool:
    """Whether the day of a scheduled line has come, and its vendor did not do it so far."""
    return part.state is State.SCHEDULED and any(each in part.note for each in (TRYING_AGAIN, BY_HAND))


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
    return describe.Words(zone=zone, country=country, capabilities=_NOTHING).at(part.due)


WORDS: Mapping[State, str] = {
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
    return "Under way" if state is State.APPROVED and not _is_plainly_approved(request) else WORDS[state]


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
            late = [part for part in request.parts if is_late(part)]
            told = f"{word}: Switchhook will set {to_come(request.parts)} on {dates[0]}{more}."
            if late:
                told = f"*Late*: {to_come(late)} should have been set on {due(late[0])}."
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
