"""The requests in the store, and how the keeper moves them on; every move and its record are one transaction."""

import datetime as dt
import json
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from sqlite_utils import Database

from adapters import Line
from bot.kept import AddedLine
from bot.kinds import RecordKind
from bot.moves import is_legal
from bot.requests import BEGUN, IN_FORCE, OPEN, RUSHED, SWITCHHOOK, LinePlan, Part, Person, Plan, Request, State
from bot.rows import approval_of, asked, part_of, planned, request_of
from bot.shelves import as_text, marks

REFUSED = RecordKind.REFUSED
"""The kind of record that keeps what somebody tried in vain."""


class RequestShelf:
    """The requests of the store, in the same file and the same thread."""

    _db: Database
    _clock: Callable[[], dt.datetime]
    _record: Callable[..., None]
    _one: Callable[..., dict[str, Any] | None]

    def add_request(
        self,
        *,
        person: Person,
        words: str,
        reason: str,
        plan: Plan,
        expires: dt.datetime,
        draft: str,
        roster: Mapping[str, tuple[str, ...]] | None = None,
        origin: str = "",
        state: State = State.PENDING,
        waived: str = "",
        ratify_by: dt.datetime | None = None,
        by: str = "",
    ) -> Request:
        """Keep a new request; the same plan of a draft that was sent before is the request that it became then.

        Nobody has to decide one that begins as APPROVED: it was `waived`, or has to be ratified until `ratify_by`.
        `by` is who asked on behalf of the person, for the record.
        """
        with self._db.atomic():
            known = self._one("SELECT id FROM requests WHERE draft = ? ORDER BY id DESC", draft)
            earlier = self.request(known["id"]) if known else None
            if earlier and earlier.state in OPEN and earlier.plan.digest == plan.digest:
                return earlier
            row = {
                "revision": 1,
                "person": str(person),
                "words": words,
                "reason": reason,
                "created": as_text(self._clock()),
                "expires": as_text(expires),
                "draft": draft,
                "decided_at": None if state is State.PENDING else as_text(self._clock()),
                "waived": waived,
                "ratify_by": ratify_by and as_text(ratify_by),
                "roster": json.dumps(dict(roster or {}), sort_keys=True),
                "origin": origin,
            }
            key: Any = self._db.table("requests").insert(row).last_pk
            number = int(key)
            for index, part in enumerate(plan.parts):
                self._db.table("request_lines").insert(
                    {
                        "request": number,
                        "number": index,
                        "line": part.line.key,
                        "name": part.line.name,
                        "plan": part.model_dump_json(),
                        "state": State.PENDING.value,
                        "note": "",
                        "due": None,
                    }
                )
                self._record(
                    RecordKind.ASKED, by or str(person), number, part.line.name, asked(part, words, reason, origin)
                )
            if state is not State.PENDING:
                self._begin(self.request(number), state, by or str(person))
            return self.request(number)

    def _begin(self, request: Request, state: State, actor: str) -> None:
        """Move on a request that waits for nobody's decision."""
        if request.ratify_by:
            kind, note = RecordKind.RUSHED, f"{RUSHED}{request.reason}"
        else:
            kind, note = RecordKind.WAIVED, request.waived
        until = {"ratify_by": as_text(request.ratify_by)} if request.ratify_by else {}
        told = {"digest": request.plan.digest, "note": note, **until}
        for part in request.parts:
            self._move(request.id, part, state, kind=kind, actor=actor, data=told)

    def request(self, number: int) -> Request:
        """One request; `LookupError` if there is none."""
        row = self._one("SELECT * FROM requests WHERE id = ?", number)
        if row is None:
            msg = f"there is no request {number}"
            raise LookupError(msg)
        parts = self._db.query("SELECT * FROM request_lines WHERE request = ? ORDER BY number", [number])
        approvals = self._db.query("SELECT * FROM approvals WHERE request = ? ORDER BY at, rowid", [number])
        return request_of(row, [part_of(each) for each in parts], [approval_of(each) for each in approvals])

    def requests_in(self, states: Iterable[State]) -> list[Request]:
        """The requests that have a line in one of these states, the oldest first."""
        wanted = [state.value for state in states]
        rows = self._db.query(
            f"SELECT DISTINCT request FROM request_lines WHERE state IN ({marks(wanted)}) ORDER BY request",  # noqa: S608  (marks)
            wanted,
        )
        return [self.request(row["request"]) for row in rows]

    def requests_on(self, line: str, states: Iterable[State]) -> list[Request]:
        """The same for one line, the newest first."""
        wanted = set(states)
        return [
            request
            for request in reversed(self.requests_in(wanted))
            if any(part.plan.line.key == line and part.state in wanted for part in request.parts)
        ]

    def unratified(self) -> list[Request]:
        """The emergencies that are approved or more, and that nobody has ratified, the oldest first."""
        rows = self._db.query("SELECT id FROM requests WHERE ratify_by IS NOT NULL AND ratified_at IS NULL ORDER BY id")
        found = (self.request(row["id"]) for row in rows)
        return [each for each in found if each.can_be_ratified]

    def stale_requests(self) -> list[Request]:
        """The requests with a card that does not show their last revision, or that have none."""
        rows = self._db.query(
            "SELECT id FROM requests WHERE NOT EXISTS (SELECT 1 FROM cards WHERE request = requests.id)"
            " OR EXISTS (SELECT 1 FROM cards WHERE request = requests.id AND (ts IS NULL OR shown < requests.revision))"
            " ORDER BY id"
        )
        return [self.request(row["id"]) for row in rows]

    def live_requests(self, since: dt.datetime) -> list[Request]:
        """The requests under way, and those in force, or failed, of which something was still to come at a moment."""
        wanted = [sorted(state.value for state in states) for states in (OPEN, IN_FORCE)]
        still_open, in_force = map(marks, wanted)
        rows = self._db.query(
            f"SELECT DISTINCT request FROM request_lines WHERE state IN ({still_open}) OR (state IN ({in_force})"  # noqa: S608  (marks)
            " AND (datetime(json_extract(plan, '$.ends')) > datetime(?)"
            " OR (json_extract(plan, '$.ends') IS NULL AND plan LIKE '%\"kind\":\"close\"%')))"
            " OR (state = 'failed' AND datetime(json_extract(plan, '$.ends')) > datetime(?)) ORDER BY request",
            [*wanted[0], *wanted[1], as_text(since), as_text(since)],
        )
        return [self.request(row["request"]) for row in rows]

    def count_by_state(self) -> dict[str, int]:
        """How many lines of requests are in each state."""
        rows = self._db.query("SELECT state, count(*) AS number FROM request_lines GROUP BY state")
        return {row["state"]: row["number"] for row in rows}

    def expire(self, number: int, note: str) -> bool:
        """End a request that nobody has decided; False if somebody was faster."""
        with self._db.atomic():
            request = self.request(number)
            if request.state is not State.PENDING or self._clock() < request.expires:
                return False
            for part in request.parts:
                if part.state is State.PENDING:
                    expired = part.model_copy(update={"note": note})
                    self._move(number, expired, State.EXPIRED, data={"note": note})
            return True

    def move(
        self,
        number: int,
        part: int,
        source: Iterable[State],
        target: State,
        *,
        note: str = "",
        due: dt.datetime | None = None,
        kind: RecordKind | None = None,
        data: Mapping[str, Any] | None = None,
    ) -> bool:
        """Move one line of a request on; False if that changes nothing, or if it is in none of the `source` states.

        A move that there is not is refused, and recorded as `refused`. `data` goes into the record of the move.
        """
        with self._db.atomic():
            current = self.request(number).parts[part]
            if current.state not in set(source):
                return False
            if (current.state, current.note, current.due) == (target, note, due):
                return False
            moved = current.model_copy(update={"note": note, "due": due})
            told = {**({"note": note} if note else {}), **(data or {})}
            return self._move(number, moved, target, kind=kind, data=told)

    def begin_write(self, number: int, part: int) -> bool:
        """Keep that a part is about to be written, before it is; False if it is not being applied any more."""
        with self._db.atomic():
            if self.request(number).parts[part].state is not State.APPLYING:
                return False
            self._db.execute("UPDATE request_lines SET written = 1 WHERE request = ? AND number = ?", [number, part])
            return True

    def forget_write(self, number: int, part: int) -> None:
        """Keep that nothing of a part is at the vendor, though writing it was begun."""
        with self._db.atomic():
            self._db.execute("UPDATE request_lines SET written = 0 WHERE request = ? AND number = ?", [number, part])

    def replan(self, number: int, part: int, plan: LinePlan, note: str, expires: dt.datetime) -> bool:
        """Give one line of a request a new plan, and ask anew for all of it that has not ended; nobody's yes counts on.

        False if another line is under way, or if this one cannot be asked anew.
        """
        with self._db.atomic():
            request = self.request(number)
            others = [each for each in request.parts if each.number != part and each.state in OPEN]
            anew = [request.parts[part], *others]
            if any(each.state is not State.APPROVED for each in others):
                return False
            if request.parts[part].state not in {State.APPROVED, State.APPLYING}:
                return self._refuse_move(number, request.parts[part], State.PENDING)
            self._keep_plan(number, part, plan)
            self._ask_anew(request, anew, expires)
            for each in sorted(anew, key=lambda one: one.number):
                asked_anew = each.model_copy(update={"note": note, "due": None})
                told = {"note": note, **(planned(plan) if each.number == part else {})}
                self._move(number, asked_anew, State.PENDING, kind=RecordKind.REPLANNED, data=told)
            return True

    def plan_anew(self, number: int, part: int, plan: LinePlan, note: str) -> bool:
        """Give one line of a request that nobody has to approve a new plan; False if it is not under way."""
        with self._db.atomic():
            current = self.request(number).parts[part]
            if current.state not in {State.APPROVED, State.APPLYING}:
                return False
            self._keep_plan(number, part, plan)
            anew = current.model_copy(update={"note": note, "due": None})
            return self._move(
                number, anew, State.APPROVED, kind=RecordKind.PLANNED_ANEW, data={"note": note, **planned(plan)}
            )

    def plan_waiting_anew(self, number: int, part: int, plan: LinePlan, note: str, expires: dt.datetime) -> bool:
        """Give one line of a request that waits for approval a new plan; who said yes to the old one is forgotten.

        False if it does not wait any more.
        """
        with self._db.atomic():
            request = self.request(number)
            current = request.parts[part]
            if current.state is not State.PENDING:
                return False
            self._keep_plan(number, part, plan)
            self._ask_anew(request, [current], expires)
            waiting = current.model_copy(update={"note": note, "due": None})
            return self._move(
                number, waiting, State.PENDING, kind=RecordKind.REPLANNED, data={"note": note, **planned(plan)}
            )

    def _keep_plan(self, number: int, part: int, plan: LinePlan) -> None:
        self._db.execute(
            "UPDATE request_lines SET plan = ?, written = 0 WHERE request = ? AND number = ?",
            [plan.model_dump_json(), number, part],
        )

    def _ask_anew(self, request: Request, anew: Collection[Part], expires: dt.datetime) -> None:
        """Forget who said yes, and why nobody had to; what an emergency has changed still has to be ratified."""
        self._db.execute(
            "UPDATE requests SET decided_by = NULL, decided_at = NULL, waived = '', expires = ? WHERE id = ?",
            [as_text(expires), request.id],
        )
        self._db.execute("DELETE FROM approvals WHERE request = ?", [request.id])
        if not any(each.state in BEGUN for each in request.parts if each not in anew):
            self._db.execute(
                "UPDATE requests SET ratify_by = NULL, ratified_by = NULL, ratified_at = NULL WHERE id = ?",
                [request.id],
            )

    def keep_made(
        self,
        number: int,
        part: int,
        line: Line,
        state: State,
        note: str,
        *,
        data: Mapping[str, Any] | None = None,
    ) -> AddedLine | None:
        """Keep the line that a part has made, and move the part on; None if the part is not being applied.

        `data` goes into the record of the move.
        """
        with self._db.atomic():
            current = self.request(number).parts[part]
            if current.state is not State.APPLYING:
                return None
            added = AddedLine(
                name=current.plan.line.name,
                vendor=line.system,
                id=line.id,
                kind=current.plan.line.kind,
                country=line.country.upper() or current.plan.line.country,
                request=number,
            )
            self._db.table("added_lines").upsert({"line": added.key, **added.model_dump()}, pk="line")
            plan = current.plan.model_copy(update={"line": line.model_copy(update={"name": added.name})})
            self._db.execute(
                "UPDATE request_lines SET plan = ?, line = ? WHERE request = ? AND number = ?",
                [plan.model_dump_json(), added.key, number, part],
            )
            moved = current.model_copy(update={"note": note, "due": None})
            self._move(number, moved, state, data={"note": note, "made": added.key, **(data or {})})
            return added

    def keep_deleted(
        self, number: int, part: int, note: str, left: str, *, data: Mapping[str, Any] | None = None
    ) -> bool:
        """Keep that the line of a part was deleted, and end all that stood on it; False if it is not being applied.

        `left` is said of what was still open on the line; `data` goes into the record of the move.
        """
        with self._db.atomic():
            current = self.request(number).parts[part]
            if current.state is not State.APPLYING:
                return False
            line = current.plan.line.key
            self._db.execute("UPDATE added_lines SET gone = ? WHERE line = ?", [number, line])
            self._db.execute("DELETE FROM sightings WHERE line = ?", [line])
            moved = current.model_copy(update={"note": note, "due": None})
            self._move(number, moved, State.VERIFIED, data={"note": note, **(data or {})})
            for request in self.requests_on(line, OPEN | IN_FORCE):
                for each in request.parts:
                    if each.plan.line.key == line and request.id != number:
                        self._end_with_line(request.id, each, number, left)
            return True

    def _end_with_line(self, number: int, part: Part, deletion: int, left: str) -> None:
        if part.state not in OPEN | IN_FORCE:
            return
        if part.plan.creates:
            state, note = State.REVERTED, f"Undone by request {deletion}."
        elif part.state in OPEN:
            state, note = State.FAILED, left
        elif part.plan.undoes or (part.plan.ends is not None and part.plan.ends <= self._clock()):
            return  # it is over, and stays what it was
        else:
            state, note = State.REVERTED, left
        if part.plan.along and part.state in IN_FORCE:
            note += f" What it has set for {' and '.join(part.plan.along)} is left as it is."
        self._move(number, part.model_copy(update={"note": note, "due": None}), state, data={"note": note})

    def note(
        self, number: int | None, kind: RecordKind, line: str | None, data: Mapping[str, Any], actor: str = SWITCHHOOK
    ) -> None:
        """Record something that moves no request."""
        with self._db.atomic():
            self._record(kind, actor, number, line, data)
            if number is not None:
                self._db.execute("UPDATE requests SET revision = revision + 1 WHERE id = ?", [number])

    def _move(
        self,
        number: int,
        part: Part,
        state: State,
        *,
        kind: RecordKind | None = None,
        actor: str = SWITCHHOOK,
        data: Mapping[str, Any] | None = None,
    ) -> bool:
        """Move a part, which brings its new note and is in its old state; False if there is no such move."""
        if not is_legal(part.state, state):
            return self._refuse_move(number, part, state, actor)
        self._db.execute(
            "UPDATE request_lines SET state = ?, note = ?, due = ? WHERE request = ? AND number = ?",
            [state.value, part.note, part.due and as_text(part.due), number, part.number],
        )
        self._db.execute("UPDATE requests SET revision = revision + 1 WHERE id = ?", [number])
        self._record(kind or state.value, actor, number, part.plan.line.name, data or {})
        return True

    def _refuse_move(self, number: int, part: Part, state: State, actor: str = SWITCHHOOK) -> bool:
        attempt = f"{part.state.value} to {state.value}"
        why = f"What is {part.state.word} does not become {state.word}."
        self._record(REFUSED, actor, number, part.plan.line.name, {"attempt": attempt, "why": why})
        return False
