"""Keeps the times of requests: reminds and escalates while they wait, warns before they are late, lets them expire."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

from bot import reminders
from bot.bell import Bell
from bot.describe import length, listed
from bot.kinds import ASKED_ANEW, TRIED_ANEW, RecordKind
from bot.lines import Clock
from bot.policy import Policy
from bot.progress import BY_HAND, TRYING_AGAIN
from bot.reminders import Reminder
from bot.requests import BEGUN, Part, Request, State
from bot.store import Store, StoreThread

_MOST_NAMED = 3
"""Lines that a sentence names; more are counted."""

_NOT_APPLIED = frozenset({State.APPROVED, State.APPLYING})
_REMINDING = frozenset({RecordKind.REMINDED, RecordKind.ESCALATED})


class Timekeeper:
    """Says what is due, each thing once, over any number of restarts: what was said is in the records."""

    def __init__(self, *, store: StoreThread, policy: Policy, clock: Clock, bell: Bell) -> None:
        self._store = store
        self._policy = policy
        self._clock = clock
        self._bell = bell

    async def work(self) -> None:
        """One round of everything that is due."""
        if await self._store(self._round):
            self._bell.ring()

    def _round(self, store: Store) -> bool:
        """Whether anything was said, or has expired."""
        moved = [self._expire(store, each) for each in store.requests_in([State.PENDING])]
        moved += [self._remind(store, each) for each in store.requests_in([State.PENDING])]
        moved += [self._count_down(store, each) for each in store.requests_in({*_NOT_APPLIED, State.SCHEDULED})]
        moved += [self._ask_to_ratify(store, each) for each in store.unratified()]
        return any(moved)

    def _expire(self, store: Store, request: Request) -> bool:
        if self._clock() < request.expires:
            return False
        note = "Nobody decided in time, so nothing was changed."
        if request.ends is not None and request.ends <= self._clock():
            note = "By now it is over, and nobody had decided, so nothing was changed."
        elif stopped := self._policy.stopped_for_good(request.plan, self._clock()):
            note = f"Nobody had decided before changes were stopped. {stopped}, so nothing was changed."
        return store.expire(number=request.id, note=note)

    def _remind(self, store: Store, request: Request) -> bool:
        waiting = [part for part in request.parts if part.state is State.PENDING]
        now, live_by, zone = self._clock(), _live_by(waiting), request.parts[0].plan.line.zone
        asked, told = _since(store, request, ASKED_ANEW, _REMINDING)
        decide_by = min(live_by, request.expires) if live_by is not None else None
        due = reminders.due(reminders.of_pending(asked, decide_by, request.expires, zone), told, now)
        if due is None:
            return False
        names = self._policy.ruling(request.plan).escalate if due.escalates else ()
        if live_by is None or live_by <= asked:
            note = f"This was to be live at once, and was asked {length(now - asked)} ago. It still waits for approval."
        elif request.expires < live_by:
            note = f"This has to be decided in {length(request.expires - now)}, and still waits for approval."
        else:
            where = _where(request, [part for part in waiting if part.plan.starts == live_by])
            is_late, left = live_by <= now, length(live_by - now)
            when = f"should be live{where} by now" if is_late else f"has to be live{where} in {left}"
            note = f"This {when}, and still waits for approval."
        return _call(store, request, due, note, names)

    def _count_down(self, store: Store, request: Request) -> bool:
        now = self._clock()
        waiting = [part for part in request.parts if _is_late(part, now)]
        is_over = request.is_past_ratifying(now) or (request.ends is not None and request.ends <= now)
        if not waiting or is_over:
            return False
        starts = dict.fromkeys(part.plan.starts for part in waiting)
        alike = [[part for part in waiting if part.plan.starts == each] for each in starts]
        said = [self._count_down_to(store, request, parts) for parts in alike]
        return any(said)

    def _count_down_to(self, store: Store, request: Request, parts: Sequence[Part]) -> bool:
        """Say what is due of lines that have to be live at the same moment; other zones have moments of their own."""
        now, live_by = self._clock(), parts[0].plan.starts
        approved, told = _since(store, request, TRIED_ANEW, {RecordKind.TO_GO}, request.decided_at)
        schedule = reminders.of_approved(approved, live_by)
        if len({part.plan.starts for part in request.parts}) > 1:
            schedule = tuple(each.model_copy(update={"name": f"{each.name}, {live_by}"}) for each in schedule)
        due = reminders.due(schedule, told, now)
        if due is None:
            return False
        where = _where(request, parts)
        if live_by is None or live_by <= approved:
            note = f"{_begun(request)} {length(now - approved)} ago, not yet applied{where}."
        elif live_by <= now:
            note = f"{_begun(request)}, not yet applied{where}, and it should be live by now."
        else:
            note = f"{_begun(request)}, not yet applied{where}, {length(live_by - now)} to go."
        reasons = dict.fromkeys(part.note for part in parts if part.note)
        return _say(store, request, RecordKind.TO_GO, {"step": due.name, "note": " ".join([note, *reasons])})

    def _ask_to_ratify(self, store: Store, request: Request) -> bool:
        now, until = self._clock(), request.ratify_by
        if until is None or until <= now:
            return False
        _, told = _since(store, request, frozenset(), _REMINDING)
        due = reminders.due(reminders.of_unratified(request.created, until), told, now)
        if due is None:
            return False
        ends = "is undone" if any(part.state in BEGUN for part in request.parts) else "ends unapplied"
        note = f"Nobody has ratified this emergency yet. It {ends} in {length(until - now)} unless somebody does."
        names = self._policy.ruling(request.plan).escalate if due.escalates else ()
        return _call(store, request, due, note, names)


def _live_by(parts: Sequence[Part]) -> dt.datetime | None:
    """When the first of some lines must be live (UTC); None if at once."""
    starts = [part.plan.starts for part in parts]
    return min((each for each in starts if each is not None), default=None) if all(starts) else None


def _where(request: Request, parts: Sequence[Part]) -> str:
    """On which lines something is so, if not on all lines of a request: ` on Support`."""
    names = [part.plan.line.name for part in parts]
    if len(parts) == len(request.parts):
        return ""
    return f" on {listed(names)}" if len(names) <= _MOST_NAMED else f" on {len(names)} lines"


def _begun(request: Request) -> str:
    """Why a request is under way, in a word."""
    if request.ratify_by is not None and not request.approvals:
        return "Asked as an emergency"
    return "Sent" if request.waived else "Approved"


def _is_late(part: Part, now: dt.datetime) -> bool:
    """Whether a part is approved, and not as it should be at the phone system by now."""
    unwritten = any(each in part.note for each in (TRYING_AGAIN, BY_HAND))
    is_to_come = part.plan.starts is not None and part.plan.starts > now
    return part.state in _NOT_APPLIED or (part.state is State.SCHEDULED and unwritten and is_to_come)


def _call(store: Store, request: Request, due: Reminder, note: str, names: Sequence[str]) -> bool:
    """Call those who may decide and have not done so, and others besides where there are any."""
    besides = request.undecided(names)
    if not besides:
        return _say(store, request, RecordKind.REMINDED, {"step": due.name, "note": note})
    note += " So others are called as well."
    return _say(store, request, RecordKind.ESCALATED, {"step": due.name, "note": note, "names": besides})


def _say(store: Store, request: Request, kind: RecordKind, data: Mapping[str, object]) -> bool:
    store.note(request.id, kind, request.line, data)
    return True


def _since(
    store: Store,
    request: Request,
    begins: Collection[RecordKind],
    kinds: Collection[RecordKind],
    start: dt.datetime | None = None,
) -> tuple[dt.datetime, list[str]]:
    """When the present time of waiting began, and which steps of some kinds were said in it."""
    began = start or request.created
    told: list[str] = []
    for record in store.records(request=request.id):
        if record.kind in begins:
            began, told = record.at, []
        elif record.kind in kinds and record.at >= began:
            told.append(str(record.data.get("step", "")))
    return began, told
