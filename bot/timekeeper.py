"""Keeps the times of requests: reminds and escalates while they wait, warns before they are late, lets them expire."""

import datetime as dt
from collections.abc import Mapping, Sequence

from bot import reminders
from bot.bell import Bell
from bot.lines import Clock
from bot.policy import Policy
from bot.progress import BY_HAND, TRYING_AGAIN
from bot.reminders import Reminder, length
from bot.requests import Part, Request, State
from bot.store import Store, StoreThread

REMINDED, ESCALATED, TO_GO = "reminded", "escalated", "to go"
"""The kinds of the records that call people."""

_ASKED_ANEW = frozenset({"asked", "replanned", "lost right"})
"""The kinds of the records with which people are waited for."""

_TRIED_ANEW = frozenset({"again"})

_NOT_APPLIED = frozenset({State.APPROVED, State.APPLYING})


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
        return store.expire(number=request.id, note=note)

    def _remind(self, store: Store, request: Request) -> bool:
        now, live_by, zone = self._clock(), request.live_by, request.parts[0].plan.line.zone
        asked, told = _since(store, request, _ASKED_ANEW, (REMINDED, ESCALATED))
        due = reminders.due(reminders.of_pending(asked, live_by, request.expires, zone), told, now)
        if due is None:
            return False
        names = self._policy.ruling(request.plan).escalate if due.escalates else ()
        if live_by is None or live_by <= asked:
            note = f"This was to be live at once, and was asked {length(now - asked)} ago. It still waits for approval."
        elif live_by <= now:
            note = "This should be live by now, and still waits for approval."
        else:
            note = f"This has to be live in {length(live_by - now)}, and still waits for approval."
        return _call(store, request, due, note, names)

    def _count_down(self, store: Store, request: Request) -> bool:
        now, live_by = self._clock(), request.live_by
        waiting = [part for part in request.parts if _is_late(part, now)]
        if not waiting or (request.ends is not None and request.ends <= now):
            return False
        approved, told = _since(store, request, _TRIED_ANEW, (TO_GO,), request.decided_at)
        due = reminders.due(reminders.of_approved(approved, live_by), told, now)
        if due is None:
            return False
        if live_by is None or live_by <= approved:
            note = f"Approved {length(now - approved)} ago, not yet applied."
        elif live_by <= now:
            note = "Approved, not yet applied, and it should be live by now."
        else:
            note = f"Approved, not yet applied, {length(live_by - now)} to go."
        reasons = dict.fromkeys(part.note for part in waiting if part.note)
        return _say(store, request, TO_GO, {"step": due.name, "note": " ".join([note, *reasons])})

    def _ask_to_ratify(self, store: Store, request: Request) -> bool:
        now, until = self._clock(), request.ratify_by
        if until is None or until <= now:
            return False
        _, told = _since(store, request, frozenset(), (REMINDED, ESCALATED))
        due = reminders.due(reminders.of_unratified(request.created, until), told, now)
        if due is None:
            return False
        note = f"Nobody has ratified this emergency yet. It is undone in {length(until - now)} unless somebody does."
        names = self._policy.ruling(request.plan).escalate if due.escalates else ()
        return _call(store, request, due, note, names)


def _is_late(part: Part, now: dt.datetime) -> bool:
    """Whether a part is approved, and not as it should be at the phone system by now."""
    unwritten = any(each in part.note for each in (TRYING_AGAIN, BY_HAND))
    is_to_come = part.plan.starts is not None and part.plan.starts > now
    return part.state in _NOT_APPLIED or (part.state is State.SCHEDULED and unwritten and is_to_come)


def _call(store: Store, request: Request, due: Reminder, note: str, names: Sequence[str]) -> bool:
    """Call those who may decide, and others besides where there are any."""
    if not names:
        return _say(store, request, REMINDED, {"step": due.name, "note": note})
    note += " So others are called as well."
    return _say(store, request, ESCALATED, {"step": due.name, "note": note, "names": list(names)})


def _say(store: Store, request: Request, kind: str, data: Mapping[str, object]) -> bool:
    store.note(request.id, kind, request.parts[0].plan.line.name if len(request.parts) == 1 else None, data)
    return True


def _since(
    store: Store,
    request: Request,
    begins: frozenset[str],
    kinds: Sequence[str],
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
