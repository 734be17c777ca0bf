"""What the watch and the drift keep: which promises were looked at, and how each line was last known to be right."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pydantic import TypeAdapter
from sqlite_utils import Database

from adapters import DATED, Override
from bot.kept import Adopted, Baseline, Begun
from bot.kinds import RecordKind
from bot.requests import IN_FORCE, SWITCHHOOK, Part, Request, State
from bot.shelves import as_text, marks

_STANDS = ("scheduled", "applied", "accepted", "verified")
"""The kinds of the records which tell that a change stands at the vendor, or is promised there."""

_MOVES = (*_STANDS, "applying", "retried", "continued", "failed", "superseded", "reverted")
"""The kinds of the records which tell that something may have been written."""

_INEXACT = dt.timedelta(minutes=1)
"""How far a clock is put right in the ordinary way."""

_ADOPTED = "adopted "
"""How the key of what was adopted on a line begins."""

_OVERRIDES = TypeAdapter(tuple[Override, ...])

_DATED = tuple(each.model_fields["kind"].default for each in DATED)


class WatchShelf:
    """What the watch and the drift keep, in the same file and the same thread."""

    _db: Database
    _clock: Callable[[], dt.datetime]
    _record: Callable[..., None]
    _one: Callable[..., dict[str, Any] | None]
    request: Callable[[int], Request]
    requests_in: Callable[[Iterable[State]], list[Request]]

    def promises(self, since: dt.datetime, *, after: int = 0) -> list[Begun]:
        """The parts in force with overrides that were not over at a moment.

        `after`: only of requests with records after that one.
        """
        states = [state.value for state in IN_FORCE]
        rows = self._db.query(
            f"SELECT DISTINCT request FROM request_lines WHERE state IN ({marks(states)})"  # noqa: S608  (marks)
            " AND (? = 0 OR request IN (SELECT request FROM records WHERE number > ?))"
            " AND (json_extract(plan, '$.ends') IS NULL OR datetime(json_extract(plan, '$.ends')) > datetime(?))"
            " AND EXISTS (SELECT 1 FROM json_each(plan, '$.changes')"
            f" WHERE json_extract(value, '$.kind') IN ({marks(_DATED)}))",
            [*states, after, after, as_text(since), *_DATED],
        )
        found = [each for row in rows for each in self._begun(self.request(row["request"]))]
        return [each for each in found if each.part.state in IN_FORCE]

    def replaced(self, since: dt.datetime) -> list[tuple[Request, Part]]:
        """The parts with overrides that ended as superseded, and that were not over at a moment."""
        rows = self._db.query(
            "SELECT request, number FROM request_lines WHERE state = 'superseded'"  # noqa: S608  (marks)
            " AND (json_extract(plan, '$.ends') IS NULL OR datetime(json_extract(plan, '$.ends')) > datetime(?))"
            " AND EXISTS (SELECT 1 FROM json_each(plan, '$.changes')"
            f" WHERE json_extract(value, '$.kind') IN ({marks(_DATED)})) ORDER BY request, number",
            [as_text(since), *_DATED],
        )
        found = [(self.request(row["request"]), row["number"]) for row in rows]
        return [(request, request.parts[number]) for request, number in found]

    def recorded_since(self, number: int) -> set[int]:
        """The requests of which something was recorded after a record."""
        rows = self._db.query("SELECT DISTINCT request FROM records WHERE number > ? AND request > 0", [number])
        return {row["request"] for row in rows}

    def begun_since(self, number: int) -> list[Begun]:
        """The parts that may have written something since a record, in the order in which they came to stand."""
        rows = self._db.query(
            f"SELECT DISTINCT request FROM records WHERE number > ? AND kind IN ({marks(_MOVES)})"  # noqa: S608  (marks)
            " AND request IS NOT NULL",
            [number, *_MOVES],
        )
        found = [each for row in rows for each in self._begun(self.request(row["request"]))]
        return sorted(found, key=lambda each: each.number)

    def standing(self, states: Iterable[State]) -> list[Begun]:
        """The parts in some of the states in which they may stand, in the order in which they came to stand.

        What is being applied has not come to stand yet, and is the last.
        """
        wanted = frozenset(states)
        found = [each for request in self.requests_in(wanted) for each in self._begun(request)]
        return sorted(
            (each for each in found if each.part.state in wanted),
            key=lambda each: (each.part.state is State.APPLYING, each.number, each.begun, each.request.id),
        )

    def last_begun(self, request: int, line: str) -> int:
        """The record with which a request was last begun on a line, by its name; 0 if it never was."""
        return self._last(request, line, "kind = 'applying'")

    def last_planned(self, request: int, line: str) -> int:
        """The record of the plan that a request has for a line, by its name."""
        kinds = "'asked', 'replanned', 'planned anew'"
        return self._last(request, line, f"kind IN ({kinds}) AND json_extract(data, '$.changes') IS NOT NULL")

    def _last(self, request: int, line: str, which: str) -> int:
        sql = f"SELECT max(number) AS number FROM records WHERE request = ? AND line = ? AND {which}"  # noqa: S608  (ours)
        row = self._one(sql, request, line)
        return (row and row["number"]) or 0

    def _begun(self, request: Request) -> list[Begun]:
        rows = list(
            self._db.query(
                f"SELECT number, at, kind, line FROM records WHERE request = ?"  # noqa: S608  (marks)
                f" AND kind IN ({marks(_MOVES)}) ORDER BY number",
                [request.id, *_MOVES],
            )
        )
        told = ((part, [row for row in rows if row["line"] == part.plan.line.name]) for part in request.parts)
        return [_as_begun(request, part, moves) for part, moves in told if moves]

    # What was looked at

    def watched(self, since: dt.datetime) -> dict[str, str]:
        """The outcomes of the looks since a moment, by their keys; not of those that a wrong clock dates ahead."""
        rows = self._db.query("SELECT key, outcome FROM watched WHERE at BETWEEN ? AND ?", [as_text(since), self._soon])
        return {row["key"]: row["outcome"] for row in rows}

    @property
    def _soon(self) -> str:
        """What is dated later than this was kept while the clock was wrong."""
        return as_text(self._clock() + _INEXACT)

    def unseen_ends(self, before: dt.datetime) -> list[Begun]:
        """The latest closure of each line that is over, if it has ended before a moment and nobody saw its end."""
        rows = self._db.query(
            f"SELECT request, number, line FROM request_lines WHERE state IN ({marks(IN_FORCE)})"  # noqa: S608  (marks)
            " AND datetime(json_extract(plan, '$.ends')) <= datetime(?) AND EXISTS (SELECT 1 FROM json_each(plan,"
            " '$.changes') WHERE json_extract(value, '$.kind') IN ('close', 'put_overrides'))"
            " ORDER BY datetime(json_extract(plan, '$.ends')), request",
            [*(state.value for state in IN_FORCE), as_text(self._clock())],
        )
        latest = {row["line"]: row for row in rows}
        found = [
            each
            for row in latest.values()
            for each in self._begun(self.request(row["request"]))
            if each.part.number == row["number"]
        ]
        return [each for each in found if each.part.plan.ends and each.part.plan.ends < before and self._unseen(each)]

    def _unseen(self, begun: Begun) -> bool:
        """Whether it was never seen whether callers got through after a closure: only at night, or not at all."""
        row = self._one(
            "SELECT 1 FROM watched WHERE key LIKE ? AND outcome IN ('kept', 'broken', 'unknown')",
            f"{begun.request.id}/{begun.part.number}/%/end%",
        )
        return row is None

    def keep_look(
        self,
        key: str,
        outcome: str,
        *,
        kind: RecordKind | None = None,
        request: int | None = None,
        line: str = "",
        note: str = "",
    ) -> bool:
        """Keep that something was looked at, and record it if a kind is given; False if it was looked at before."""
        with self._db.atomic():
            cursor = self._db.execute(
                "INSERT INTO watched (key, at, outcome) VALUES (?, ?, ?) ON CONFLICT DO UPDATE"
                " SET at = excluded.at, outcome = excluded.outcome WHERE watched.at > ?",
                [key, as_text(self._clock()), outcome, self._soon],
            )
            if cursor.rowcount == 1 and kind:
                self._record(kind, SWITCHHOOK, request, line, {"note": note})
                self._db.execute("UPDATE requests SET revision = revision + 1 WHERE id = ?", [request])
            return cursor.rowcount == 1

    # What somebody changed elsewhere, and was taken as it is

    def adopted(self) -> dict[str, tuple[Adopted, ...]]:
        """What was adopted, the oldest first, by the keys of the lines."""
        rows = self._db.query("SELECT key, outcome FROM watched WHERE key LIKE ? ORDER BY at, key", [f"{_ADOPTED}%"])
        found: defaultdict[str, list[Adopted]] = defaultdict(list)
        for row in rows:
            line, _, _ = row["key"].removeprefix(_ADOPTED).rpartition(" ")
            found[line].append(Adopted.model_validate_json(row["outcome"]))
        return {line: tuple(each) for line, each in found.items()}

    def keep_adopted(self, line: str, adopted: Adopted) -> None:
        """Keep what was adopted on a line."""
        key = f"{_ADOPTED}{line} {adopted.record}"
        row = {"key": key, "at": as_text(adopted.at), "outcome": adopted.model_dump_json()}
        with self._db.atomic():
            self._db.table("watched").upsert(row, pk="key")

    def last_right(self) -> dict[str, tuple[Override, ...]]:
        """The overrides of every line as they were last known to be right, by the keys of the lines."""
        rows = self._db.query("SELECT line, json_extract(setup, '$.overrides') AS overrides FROM baselines")
        return {row["line"]: _OVERRIDES.validate_json(row["overrides"]) for row in rows}

    def forget_baseline(self, line: str) -> None:
        """Take the next sight of a line as right."""
        with self._db.atomic():
            self._db.execute("DELETE FROM baselines WHERE line = ?", [line])

    # How lines were last known to be right

    def baseline(self, line: str) -> Baseline | None:
        """How a line was last known to be right; None if it was never seen."""
        row = self._one("SELECT setup, at, record, taken FROM baselines WHERE line = ?", line)
        return Baseline.model_validate({**row, **_parsed(row)}) if row else None

    def keep_baseline(self, line: str, baseline: Baseline) -> None:
        """Keep how a line is known to be right."""
        row = {
            "line": line,
            "setup": baseline.setup.model_dump_json(),
            "at": as_text(baseline.at),
            "record": baseline.record,
            "taken": json.dumps(baseline.taken),
        }
        with self._db.atomic():
            self._db.table("baselines").upsert(row, pk="line")


def _as_begun(request: Request, part: Part, moves: list[dict[str, Any]]) -> Begun:
    failed = max((row["number"] for row in moves if row["kind"] == "failed"), default=0)
    begun = max((row["number"] for row in moves if row["kind"] == "applying"), default=0)
    stands = next((row for row in moves if row["kind"] in _STANDS and row["number"] > failed), None)
    return Begun(
        request=request,
        part=part,
        number=stands["number"] if stands else 0,
        since=(stands or moves[-1])["at"],
        moved=moves[-1]["at"],
        begun=begun,
        is_unanswered=begun > 0 and any(row["kind"] == "retried" and row["number"] > begun for row in moves),
    )


def _parsed(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: json.loads(row[name]) for name in ("setup", "taken")}
