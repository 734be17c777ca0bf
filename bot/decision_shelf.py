"""What people decide about requests in the store: each decision is one transaction with what it depends on."""

import datetime as dt
from typing import Literal, TypeAlias

from bot.kept import reverting
from bot.request_shelf import REFUSED, RequestShelf
from bot.requests import IN_FORCE, OPEN, Part, Person, Request, State
from bot.shelves import as_text

Approving: TypeAlias = Literal["approved", "counted", "again", "moved", "late"]
"""What became of a yes: it was the last that was needed, or one of several; whoever gave it has given it before; the
plan is another by now; or it came too late."""


class DecisionShelf(RequestShelf):
    """Decisions, in the same file and the same thread."""

    def decide(self, number: int, state: State, person: Person, *, reason: str = "", digest: str | None = None) -> bool:
        """Move all pending lines of a request; False if somebody was faster, or if the plan is another by now."""
        with self._db.atomic():
            request = self.request(number)
            if not self._is_decidable(request) or (digest is not None and request.plan.digest != digest):
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
                self._tell(request, "approval", person, **told)
                return "counted"
            self._decide(request, State.APPROVED, person, count=count)
            return "approved"

    def ratify(self, number: int, person: Person) -> bool:
        """Keep that somebody ratified an emergency; False if there is nothing to ratify, or it is too late for it."""
        with self._db.atomic():
            request = self.request(number)
            if not request.is_unratified or not _stands(request):
                return False
            if request.ratify_by is not None and self._clock() >= request.ratify_by:
                return False
            if self._is_being_reverted(number):
                return False
            self._ratify(request, person)
            return True

    def stop(self, number: int, person: Person, note: str) -> bool:
        """End those lines of an emergency nobody has ratified of which nothing was written; False if there are none."""
        with self._db.atomic():
            request = self.request(number)
            parts = [part for part in request.parts if part.state is State.APPROVED]
            for part in parts if request.is_unratified else ():
                stopped = part.model_copy(update={"note": note, "due": None})
                self._move(number, stopped, State.WITHDRAWN, actor=str(person), data={"note": note})
            return bool(parts) and request.is_unratified

    def lose_approvals(self, number: int, note: str, expires: dt.datetime) -> bool:
        """Ask anew for the lines of a request that are approved and not begun; False if there are none."""
        with self._db.atomic():
            request = self.request(number)
            parts = [part for part in request.parts if part.state is State.APPROVED]
            if not parts:
                return False
            self._ask_anew(request, expires)
            for part in parts:
                waiting = part.model_copy(update={"note": note, "due": None})
                self._move(number, waiting, State.PENDING, kind="lost right", data={"note": note})
            return True

    def retry(self, number: int, person: Person) -> bool:
        """Try the failed lines of a request that was approved again, unless they are over; False if there are none."""
        with self._db.atomic():
            request = self.request(number)
            parts = [part for part in request.parts if part.state is State.FAILED and not self._is_over(part)]
            if request.decided_at is None:
                return False
            for part in parts:
                told = {"note": f"It is tried again. Before: {part.note}"}
                again = part.model_copy(update={"note": "", "due": None})
                self._move(number, again, State.APPROVED, kind="again", actor=str(person), data=told)
            return bool(parts)

    def refuse(self, number: int, person: Person, attempt: str, why: str) -> None:
        """Record what somebody tried in vain, once for each person, request and attempt."""
        with self._db.atomic():
            request = self.request(number)
            known = self._db.query(
                "SELECT 1 FROM records WHERE request = ? AND kind = ? AND actor = ?"
                " AND json_extract(data, '$.attempt') = ?",
                [number, REFUSED, str(person), attempt],
            )
            if next(iter(known), None) is None:
                self._record(REFUSED, str(person), number, _names(request), {"attempt": attempt, "why": why})

    def _is_decidable(self, request: Request) -> bool:
        return request.state is State.PENDING and self._clock() < request.expires

    def _is_being_reverted(self, number: int) -> bool:
        row = self._one("SELECT max(id) AS id FROM requests WHERE draft = ?", reverting(number))
        return row is not None and row["id"] is not None and self.request(row["id"]).state in OPEN

    def _is_over(self, part: Part) -> bool:
        return part.plan.ends is not None and part.plan.ends <= self._clock()

    def _decide(self, request: Request, state: State, person: Person, reason: str = "", count: int = 1) -> None:
        self._db.execute(
            "UPDATE requests SET decided_by = ?, decided_at = ?, decision_reason = ? WHERE id = ?",
            [str(person), as_text(self._clock()), reason, request.id],
        )
        told = {
            "digest": request.plan.digest,
            **({"reason": reason} if reason else {}),
            **({"count": count} if count > 1 else {}),
        }
        for part in request.parts:
            if part.state is State.PENDING:
                self._move(request.id, part, state, actor=str(person), data=told)
        if state is State.APPROVED and request.is_unratified:
            self._ratify(request, person)

    def _keep_approval(self, request: Request, person: Person) -> None:
        row = {"request": request.id, "person": str(person), "at": as_text(self._clock())}
        self._db.table("approvals").insert(row, ignore=True)

    def _ratify(self, request: Request, person: Person) -> None:
        self._db.execute(
            "UPDATE requests SET ratified_by = ?, ratified_at = ? WHERE id = ?",
            [str(person), as_text(self._clock()), request.id],
        )
        self._tell(request, "ratified", person, digest=request.plan.digest)

    def _tell(self, request: Request, kind: str, person: Person, **data: object) -> None:
        """Record something about every line of a request."""
        for part in request.parts:
            self._record(kind, str(person), request.id, part.plan.line.name, data)
        self._db.execute("UPDATE requests SET revision = revision + 1 WHERE id = ?", [request.id])


def _stands(request: Request) -> bool:
    """Whether something of it is in force or under way."""
    return any(part.state in OPEN | IN_FORCE for part in request.parts)


def _names(request: Request) -> str | None:
    """The line that a record is about, if it is one."""
    return request.parts[0].plan.line.name if len(request.parts) == 1 else None
