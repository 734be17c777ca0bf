"""SQLite behind one class, which is also the ledger of the phone systems.

A connection belongs to the thread that opened it, so everything goes through one thread (`StoreThread`), and a slow
disk never delays an acknowledgement. Every move of a request and its record are one transaction.
"""

import asyncio
import datetime as dt
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlite_utils import Database

from adapters import Line
from bot.errors import SayError
from bot.records import Records
from bot.requests import IN_FORCE, OPEN, AddedLine, LinePlan, Part, Person, Plan, Request, State
from bot.rows import asked, part_of, planned, request_of
from bot.schema import migrations
from bot.shelves import Shelves, as_text

Result = TypeVar("Result")


class UnusableDatabaseError(SayError):
    """A file that is no database of Switchhook, or is damaged."""


@contextmanager
def reading(path: Path) -> Iterator["Store"]:
    """A database to look at, beside a Switchhook that may be using it; nothing is written."""
    if not path.is_file():
        msg = f"There is no database {path}. Name the one that Switchhook uses with --database FILE."
        raise UnusableDatabaseError(msg)
    try:
        store = Store(path, lambda: dt.datetime.now(dt.UTC), read_only=True)
        try:
            store.chain_head()
            yield store
        finally:
            store.close()
    except sqlite3.DatabaseError as error:
        msg = f"{path} is no database of Switchhook, or it is damaged ({error}). Name another one with --database FILE."
        raise UnusableDatabaseError(msg) from error


class Store(Shelves, Records):
    """Requests, records, drafts, cards and the ledger in one SQLite file."""

    def __init__(self, path: Path | None, clock: Callable[[], dt.datetime], *, read_only: bool = False) -> None:
        self._clock = clock
        if path and read_only:
            self._db = Database(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True))
            return
        self._db = Database(path) if path else Database(memory=True)
        _refuse_foreign(self._db, path)
        self._db.execute("PRAGMA foreign_keys = ON")
        self._db.execute("PRAGMA busy_timeout = 5000")
        if path:
            self._db.enable_wal()
        migrations.apply(self._db)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    # Requests

    def add_request(
        self,
        *,
        person: Person,
        words: str,
        reason: str,
        plan: Plan,
        expires: dt.datetime,
        draft: str,
    ) -> Request:
        """Keep a new request; the same plan of a draft that was sent before is the request that it became then."""
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
                self._record("asked", str(person), number, part.line.name, asked(part, words, reason))
            return self.request(number)

    def request(self, number: int) -> Request:
        """One request; `LookupError` if there is none."""
        row = self._one("SELECT * FROM requests WHERE id = ?", number)
        if row is None:
            msg = f"there is no request {number}"
            raise LookupError(msg)
        parts = self._db.query("SELECT * FROM request_lines WHERE request = ? ORDER BY number", [number])
        return request_of(row, [part_of(each) for each in parts])

    def requests_in(self, states: Iterable[State]) -> list[Request]:
        """The requests that have a line in one of these states, the oldest first."""
        wanted = [state.value for state in states]
        marks = ", ".join("?" * len(wanted))
        rows = self._db.query(
            f"SELECT DISTINCT request FROM request_lines WHERE state IN ({marks}) ORDER BY request",  # noqa: S608  (marks)
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

    def stale_requests(self) -> list[Request]:
        """The requests with a card that does not show their last revision, or that have none."""
        rows = self._db.query(
            "SELECT id FROM requests WHERE NOT EXISTS (SELECT 1 FROM cards WHERE request = requests.id)"
            " OR EXISTS (SELECT 1 FROM cards WHERE request = requests.id AND (ts IS NULL OR shown < requests.revision))"
            " ORDER BY id"
        )
        return [self.request(row["id"]) for row in rows]

    def count_by_state(self) -> dict[str, int]:
        """How many lines of requests are in each state."""
        rows = self._db.query("SELECT state, count(*) AS number FROM request_lines GROUP BY state")
        return {row["state"]: row["number"] for row in rows}

    def decide(self, number: int, state: State, person: Person, *, reason: str = "", digest: str | None = None) -> bool:
        """Move all pending lines of a request; False if somebody was faster, or if the plan is another by now."""
        with self._db.atomic():
            request = self.request(number)
            if request.state is not State.PENDING or (digest is not None and request.plan.digest != digest):
                return False
            if self._clock() >= request.expires:
                return False
            self._db.execute(
                "UPDATE requests SET decided_by = ?, decided_at = ?, decision_reason = ? WHERE id = ?",
                [str(person), as_text(self._clock()), reason, number],
            )
            told = {"digest": request.plan.digest, **({"reason": reason} if reason else {})}
            for part in request.parts:
                self._move(number, part, state, actor=str(person), data=told)
            return True

    def expire(self, number: int, note: str) -> bool:
        """End a request that nobody has decided; False if somebody was faster."""
        with self._db.atomic():
            request = self.request(number)
            if request.state is not State.PENDING or self._clock() < request.expires:
                return False
            for part in request.parts:
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
        kind: str | None = None,
    ) -> bool:
        """Move one line of a request on; False if that changes nothing, or if it is in none of the `source` states."""
        with self._db.atomic():
            current = self.request(number).parts[part]
            if current.state not in set(source):
                return False
            if (current.state, current.note, current.due) == (target, note, due):
                return False
            moved = current.model_copy(update={"note": note, "due": due})
            self._move(number, moved, target, kind=kind, data={"note": note} if note else {})
            return True

    def replan(self, number: int, part: int, plan: LinePlan, note: str, expires: dt.datetime) -> bool:
        """Give one line of a request a new plan, and ask for all of it anew; False if another line is under way."""
        with self._db.atomic():
            request = self.request(number)
            others = [each for each in request.parts if each.number != part]
            if any(each.state is not State.APPROVED for each in others):
                return False
            self._db.execute(
                "UPDATE requests SET decided_by = NULL, decided_at = NULL, expires = ? WHERE id = ?",
                [as_text(expires), number],
            )
            self._db.execute(
                "UPDATE request_lines SET plan = ? WHERE request = ? AND number = ?",
                [plan.model_dump_json(), number, part],
            )
            for each in request.parts:
                anew = each.model_copy(update={"note": note, "due": None})
                told = {"note": note, **(planned(plan) if each.number == part else {})}
                self._move(number, anew, State.PENDING, kind="replanned", data=told)
            return True

    def keep_made(self, number: int, part: int, line: Line, state: State, note: str) -> AddedLine | None:
        """Keep the line that a part has made, and move the part on; None if the part is not being applied."""
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
            self._move(number, moved, state, data={"note": note, "made": added.key})
            return added

    def keep_deleted(self, number: int, part: int, note: str, left: str) -> bool:
        """Keep that the line of a part was deleted, and end all that stood on it; False if it is not being applied.

        `left` is said of what was still open on the line.
        """
        with self._db.atomic():
            current = self.request(number).parts[part]
            if current.state is not State.APPLYING:
                return False
            line = current.plan.line.key
            self._db.execute("UPDATE added_lines SET gone = ? WHERE line = ?", [number, line])
            self._db.execute("DELETE FROM sightings WHERE line = ?", [line])
            moved = current.model_copy(update={"note": note, "due": None})
            self._move(number, moved, State.VERIFIED, data={"note": note})
            for request in self.requests_on(line, OPEN | IN_FORCE):
                for each in request.parts:
                    if each.plan.line.key == line and request.id != number:
                        self._end_with_line(request.id, each, number, left)
            return True

    def _end_with_line(self, number: int, part: Part, deletion: int, left: str) -> None:
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
        self, number: int | None, kind: str, line: str | None, data: Mapping[str, Any], actor: str = "switchhook"
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
        kind: str | None = None,
        actor: str = "switchhook",
        data: Mapping[str, Any] | None = None,
    ) -> None:
        self._db.execute(
            "UPDATE request_lines SET state = ?, note = ?, due = ? WHERE request = ? AND number = ?",
            [state.value, part.note, part.due and as_text(part.due), number, part.number],
        )
        self._db.execute("UPDATE requests SET revision = revision + 1 WHERE id = ?", [number])
        self._record(kind or state.value, actor, number, part.plan.line.name, data or {})

    # Copies

    def backup(self, target: Path) -> None:
        """Copy the whole state into a new file, safely while it is in use."""
        copy = sqlite3.connect(target)
        try:
            connection: sqlite3.Connection = self._db.conn
            connection.backup(copy)
        except sqlite3.DatabaseError:
            target.unlink()
            raise
        finally:
            copy.close()


class StoreThread:
    """The store's one thread: `await thread(lambda store: store.request(7))`."""

    def __init__(self, path: Path | None, clock: Callable[[], dt.datetime], *, read_only: bool = False) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        try:
            self._store = self._pool.submit(Store, path, clock, read_only=read_only).result()
        except sqlite3.DatabaseError as error:
            self._pool.shutdown()
            msg = f"{path} cannot be used as a database ({error}). Restore a backup, or name another --database."
            raise UnusableDatabaseError(msg) from error

    async def __call__(self, use: Callable[[Store], Result]) -> Result:
        """Use the store, in its thread."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, use, self._store)

    async def notes(self, line: str) -> Mapping[str, Any] | None:
        return await self(lambda store: store.notes(line))

    async def note(self, line: str, notes: Mapping[str, Any] | None) -> None:
        await self(lambda store: store.keep_notes(line, notes))

    def close(self) -> None:
        """Finish what is under way, then close the file."""
        self._pool.submit(self._store.close).result()
        self._pool.shutdown()


def _refuse_foreign(db: Database, path: Path | None) -> None:
    tables = set(db.table_names())
    if tables and "chain_head" not in tables:
        db.close()
        msg = f"{path} is a database of something else, so it is left alone. Name another one with --database."
        raise UnusableDatabaseError(msg)
