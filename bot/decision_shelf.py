"""What people decide about requests in the store: each decision is one transaction with what it depends on."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Literal, TypeAlias

from bot.kept import reverting
from bot.kinds import RecordKind
from bot.request_shelf import REFUSED, RequestShelf
from bot.requests import BEGUN, BY_ITSELF, OPEN, Part, Person, Request, State
from bot.shelves import as_text

Approving: TypeAlias = Literal["approved", "counted", "again", "moved", "late"]
"""What became of a yes: it was the last that was needed, or one of several; whoever gave it has given it before; the
plan is another by now; or it came too late."""

REFUSED_AGAIN = dt.timedelta(hours=1)
"""After how long it is recorded once more that somebody tried the same in vain, where that is about no request."""

_UNBEGUN = frozenset({State.PENDING, State.APPROVED})
_RATIFIED = "The emergency was ratified, so it is not undone."


class DecisionShelf(RequestShelf):
    """Decisions, in the same file and the same thread."""

    def decide(self, number: int, state: State, person: Person, *, reason: str = "") -> bool:
        """Move all pending lines of a request; False if somebody was faster."""
        with self._db.atomic():
            request = self.request(number)
            if not self._is_decidable(request):
                return False
            if state is State.APPROVED:
                self._keep_approval(request, person)
            self._decide(request, state, person, reason)
            return True

    def approve(self, number: int, person: Person, digest: str, quorum: int) -> Approving:
        """Keep somebody's yes to the plan with this digest; the last of a `quorum` moves the request."""
        with self._db.atomic():
            request = self.request(number)
            if not self._is_decidable(request):
                return "late"
            if request.plan.digest != digest:
                return "moved"
            given = {each.person for each in request.approvals}
            if person in given and len(given) < quorum:
                return "again"
            self._keep_approval(request, person)
            count = len({*given, person})
            if count < quorum:
                told = {"count": count, "quorum": quorum, "digest": digest}
                self._tell(request, RecordKind.APPROVAL, person, **told)
                return "counted"
            self._decide(request, State.APPROVED, person, count=count)
            return "approved"

    def take_back(self, number: int, state: State, person: Person, *, reason: str = "") -> bool:
        """End those lines of an approved request of which nothing can be written yet; False if there are none."""
        with self._db.atomic():
            request = self.request(number)
            parts = [part for part in request.parts if part.is_untouched]
            if len(parts) == len(request.parts):
                self._keep_decision(number, person, reason)
            for part in parts:
                ended = part.model_copy(update={"note": "", "due": None})
                self._move(number, ended, state, actor=str(person), data={"reason": reason} if reason else {})
            return bool(parts)

    def ratify(self, number: int, person: Person) -> bool:
        """Keep that somebody ratified an emergency; False if there is nothing to ratify, or it is too late for it.

        After its time it can be ratified only while what undoes it waits, which is withdrawn then.
        """
        with self._db.atomic():
            request = self.request(number)
            if not request.can_be_ratified:
                return False
            if not self._is_in_time(request):
                return False
            self._withdraw_reverts(request, person)
            self._ratify(request, person)
            return True

    def stop(self, number: int, person: Person, note: str) -> bool:
        """End those lines of an emergency nobody has ratified of which nothing was written; False if there are none.

        Its time to be ratified ends now, so that those of which nobody knows that yet end or are undone as well.
        """
        with self._db.atomic():
            request = self.request(number)
            if not request.is_unratified:
                return False
            parts = [part for part in request.parts if part.state is State.APPROVED]
            for part in parts:
                stopped = part.model_copy(update={"note": note, "due": None})
                self._move(number, stopped, State.WITHDRAWN, actor=str(person), data={"note": note})
            if any(part.state is State.APPLYING for part in request.parts):
                self.end_ratifying(number, person, "It is undone, or ends where nothing was written yet.")
            return bool(parts)

    def end_ratifying(self, number: int, person: Person, note: str) -> None:
        """Have the time in which an emergency can be ratified end now, so that what stands of it is undone."""
        with self._db.atomic():
            request = self.request(number)
            if request.is_unratified and not request.is_past_ratifying(self._clock()):
                now = as_text(self._clock())
                self._db.execute("UPDATE requests SET ratify_by = ? WHERE id = ?", [now, number])
                self._tell(request, RecordKind.STOPPED, person, note=note)

    def lose_approvals(self, number: int, note: str, expires: dt.datetime, unwritten: int | None = None) -> bool:
        """Ask anew for the lines of a request that are approved and not begun; False if there are none.

        `unwritten` is the number of a line that is begun, and of which nothing is at its vendor.
        """
        with self._db.atomic():
            request = self.request(number)
            parts = [
                part
                for part in request.parts
                if part.state is State.APPROVED or (part.state is State.APPLYING and part.number == unwritten)
            ]
            if not parts:
                return False
            self._ask_anew(request, parts, expires)
            for part in parts:
                waiting = part.model_copy(update={"note": note, "due": None})
                self._move(number, waiting, State.PENDING, kind=RecordKind.LOST_RIGHT, data={"note": note})
            return True

    def retry(self, number: int, person: Person) -> bool:
        """Try the failed lines of a request that was approved again, unless they are over; False if there are none."""
        with self._db.atomic():
            request = self.request(number)
            parts = [part for part in request.parts if part.state is State.FAILED and not self._is_over(part)]
            if not request.is_granted:
                return False
            for part in parts:
                told = {"note": f"It is tried again. Before: {part.note}"}
                again = part.model_copy(update={"note": "", "due": None})
                self._move(number, again, State.APPROVED, kind=RecordKind.AGAIN, actor=str(person), data=told)
            return bool(parts)

    def complete_roster(self, number: int, roster: Mapping[str, tuple[str, ...]], note: str) -> bool:
        """Keep who belongs to groups of which a request says nothing so far; False if there are none."""
        with self._db.atomic():
            request = self.request(number)
            missing = {name: people for name, people in roster.items() if name not in request.roster}
            if missing:
                kept = json.dumps({**request.roster, **missing}, sort_keys=True)
                self._db.execute("UPDATE requests SET roster = ? WHERE id = ?", [kept, number])
                self.note(number, RecordKind.ROSTER, request.line, {"note": note, "groups": missing})
            return bool(missing)

    def refuse(self, number: int | None, person: Person, attempt: str, why: str, line: str | None = None) -> None:
        """Record what somebody tried in vain: once for each person, request and attempt.

        Without a request it is once an hour for each person, attempt and reason; `line` is what that was about.
        """
        with self._db.atomic():
            about = line if number is None else self.request(number).line
            known = self._db.query(
                "SELECT 1 FROM records WHERE request IS ? AND kind = ? AND actor = ?"
                " AND json_extract(data, '$.attempt') = ?"
                " AND (request IS NOT NULL OR (at > ? AND json_extract(data, '$.why') = ?))",
                [number, REFUSED, str(person), attempt, as_text(self._clock() - REFUSED_AGAIN), why],
            )
            if next(iter(known), None) is None:
                self._record(REFUSED, str(person), number, about, {"attempt": attempt, "why": why})

    def _is_decidable(self, request: Request) -> bool:
        return request.state is State.PENDING and self._clock() < request.expires

    def _reverts(self, number: int) -> list[Request]:
        """The requests that undo an emergency, be it in vain."""
        rows = self._db.query("SELECT id FROM requests WHERE draft = ? ORDER BY id", [reverting(number)])
        return [self.request(row["id"]) for row in rows]

    def _is_in_time(self, request: Request) -> bool:
        """Whether an emergency can still be ratified: its time is not over, or what undoes it waits."""
        reverts = [each for each in self._reverts(request.id) if each.state in OPEN]
        if any(_is_under_way(each) for each in reverts):
            return False
        return bool(reverts) or not request.is_past_ratifying(self._clock())

    def _withdraw_reverts(self, request: Request, person: Person) -> None:
        """End the undoing of an emergency, of which nothing is begun."""
        for each in self._reverts(request.id):
            for part in each.parts:
                if part.state in _UNBEGUN:
                    withdrawn = part.model_copy(update={"note": _RATIFIED, "due": None})
                    self._move(each.id, withdrawn, State.WITHDRAWN, actor=str(person), data={"note": _RATIFIED})

    def _is_over(self, part: Part) -> bool:
        return part.plan.ends is not None and part.plan.ends <= self._clock()

    def _decide(self, request: Request, state: State, person: Person, reason: str = "", count: int = 1) -> None:
        self._keep_decision(request.id, person, reason)
        told = {
            "digest": request.plan.digest,
            **({"reason": reason} if reason else {}),
            **({"count": count} if count > 1 else {}),
        }
        for part in request.parts:
            if part.state is State.PENDING:
                decided = part.model_copy(update={"note": ""})  # why it was asked anew is no longer of use
                self._move(request.id, decided, state, actor=str(person), data=told)
        if state is State.APPROVED and request.is_unratified and self._is_in_time(request):
            self._withdraw_reverts(request, person)
            self._ratify(request, person)

    def _keep_decision(self, number: int, person: Person, reason: str) -> None:
        self._db.execute(
            "UPDATE requests SET decided_by = ?, decided_at = ?, decision_reason = ? WHERE id = ?",
            [str(person), as_text(self._clock()), reason, number],
        )

    def _keep_approval(self, request: Request, person: Person) -> None:
        row = {"request": request.id, "person": str(person), "at": as_text(self._clock())}
        self._db.table("approvals").insert(row, ignore=True)

    def _ratify(self, request: Request, person: Person) -> None:
        self._db.execute(
            "UPDATE requests SET ratified_by = ?, ratified_at = ? WHERE id = ?",
            [str(person), as_text(self._clock()), request.id],
        )
        self._tell(request, RecordKind.RATIFIED, person, digest=request.plan.digest)

    def _tell(self, request: Request, kind: RecordKind, person: Person, **data: object) -> None:
        """Record something about every line of a request."""
        for part in request.parts:
            self._record(kind, str(person), request.id, part.plan.line.name, data)
        self._db.execute("UPDATE requests SET revision = revision + 1 WHERE id = ?", [request.id])


def _is_under_way(revert: Request) -> bool:
    """Whether the undoing of an emergency is begun, or somebody has pressed for it."""
    begun = any(part.state in BEGUN for part in revert.parts)
    return begun or (revert.origin != BY_ITSELF and any(part.state is State.APPROVED for part in revert.parts))
