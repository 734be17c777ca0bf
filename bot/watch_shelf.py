"""What the watch and the drift keep: which promises were looked at, and how each line was last known to be right."""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from typing import Any

from sqlite_utils import Database

from adapters import DATED
from bot.kept import Adopted, Baseline, Begun
from bot.requests import IN_FORCE, Part, Request
from bot.shelves import as_text

_STANDS = ("scheduled", "applied", "accepted", "verified")
"""The kinds of the records which tell that a change stands at the vendor, or is promised there."""

_MOVES = (*_STANDS, "applying", "retried", "continued", "failed", "superseded", "reverted")
"""The kinds of the records which tell that something may have been written."""

_ADOPTED = "adopted "
"""How the key of what was adopted on a line begins."""

_DATED = tuple(each.model_fields["kind"].default for each in DATED)


class WatchShelf:
    """What the watch and the drift keep, in the same file and the same thread."""

    _db: Database
    _clock: Callable[[], dt.datetime]
    _record: Callable[..., None]
    _one: Callable[..., dict[str, Any] | None]
    request: Callable[[int], Request]

    def promises(self, since: dt.datetime, *, after: int = 0) -> list[Begun]:
        """The parts in force with overrides that were not over at a moment.

        `after`: only of requests with records after that one.
        """
        states = [state.value for state in IN_FORCE]
        rows = self._db.query(
            f"SELECT DISTINCT request FROM request_lines WHERE state IN ({_marks(states)})"  # noqa: S608  (marks)
            " AND (? = 0 OR request IN (SELECT request FROM records WHERE number > ?))"
            " AND (json_extract(plan, '$.ends') IS NULL OR datetime(json_extract(plan, '$.ends')) > datetime(?))"
            " AND EXISTS (SELECT 1 FROM json_each(plan, '$.changes')"
            f" WHERE json_extract(value, '$.kind') IN ({_marks(_DATED)}))",
            [*states, after, after, as_text(since), *_DATED],
        )
        found = [each for row in rows for each in self._begun(self.request(row["request"]))]
        return [each for each in found if each.part.state in IN_FORCE]

    def recorded_since(self, number: int) -> set[int]:
        """The requests of which something was recorded after a record."""
        rows = self._db.query("SELECT DISTINCT request FROM records WHERE number > ? AND request > 0", [number])
        return {row["request"] for row in rows}

    def begun_since(self, number: int) -> list[Begun]:
        """The parts that may have written something since a record, in the order in which they came to stand."""
        rows = self._db.query(
            f"SELECT DISTINCT request FROM records WHERE number > ? AND kind IN ({_marks(_MOVES)})"  # noqa: S608  (marks)
            " AND request IS NOT NULL",
            [number, *_MOVES],
        )
        found = [each for row in rows for each in self._begun(self.request(row["request"]))]
        return sorted(found, key=lambda each: each.number)

    def _begun(self, request: Request) -> list[Begun]:
        rows = list(
            self._db.query(
                f"SELECT number, at, kind, line FROM records WHERE request = ?"  # noqa: S608  (marks)
                f" AND kind IN ({_marks(_MOVES)}) ORDER BY number",
                [request.id, *_MOVES],
            )
        )
        told = ((part, [row for row in rows if row["line"] == part.plan.line.name]) for part in request.parts)
        return [_begun(request, part, moves) for part, moves in told if moves]

    # What was looked at

    def watched(self, since: dt.datetime) -> dict[str, str]:
        """The outcomes of the looks since a moment, by their keys."""
        rows = self._db.query("SELECT key, outcome FROM watched WHERE at >= ?", [as_text(since)])
        return {row["key"]: row["outcome"] for row in rows}

    def keep_look(
        self, key: str, outcome: str, *, kind: str = "", request: int | None = None, line: str = "", note: str = ""
    ) -> bool:
        """Keep that something was looked at, and record it if a kind is given; False if it was looked at before."""
        with self._db.atomic():
            cursor = self._db.execute(
                "INSERT INTO watched (key, at, outcome) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                [key, as_text(self._clock()), outcome],
            )
            if cursor.rowcount == 1 and kind:
                self._record(kind, "switchhook", request, line, {"note": note})
                self._db.execute("UPDATE requests SET revision = revision + 1 WHERE id = ?", [request])
            return cursor.rowcount == 1

    # What somebody changed elsewhere, and was taken as it is

    def adopted(self) -> dict[str, Adopted]:
        """What was last adopted, by the keys of the lines."""
        rows = self._db.query("SELECT key, outcome FROM watched WHERE key LIKE ?", [f"{_ADOPTED}%"])
        return {row["key"].removeprefix(_ADOPTED): Adopted.model_validate_json(row["outcome"]) for row in rows}

    def keep_adopted(self, line: str, adopted: Adopted) -> None:
        """Keep what was adopted on a line, in place of what was before."""
        row = {"key": f"{_ADOPTED}{line}", "at": as_text(adopted.at), "outcome": adopted.model_dump_json()}
        with self._db.atomic():
            self._db.table("watched").upsert(row, pk="key")

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


def _begun(request: Request, part: Part, moves: list[dict[str, Any]]) -> Begun:
    failed = max((row["number"] for row in moves if row["kind"] == "failed"), default=0)
    stands = next((row for row in moves if row["kind"] in _STANDS and row["number"] > failed), None)
    return Begun(
        request=request,
        part=part,
        number=stands["number"] if stands else 0,
        since=(stands or moves[-1])["at"],
        moved=moves[-1]["at"],
    )


def _parsed(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: json.loads(row[name]) for name in ("setup", "taken")}


def _marks(values: tuple[str, ...] | list[str]) -> str:
    return ", ".join("?" * len(values))
