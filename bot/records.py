"""The history in the store: records that only grow, each chained to the one before."""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from typing import Any

from sqlite_utils import Database

from bot import chain
from bot.requests import Record
from bot.shelves import as_text


class Records:
    """The records of the store, in the same file and the same thread."""

    _db: Database
    _clock: Callable[[], dt.datetime]

    def records(
        self, *, line: str | None = None, request: int | None = None, after: int = 0, since: dt.datetime | None = None
    ) -> list[Record]:
        """The history, the oldest first."""
        conditions: list[tuple[str, object]] = [("number > ?", after)]
        if line is not None:
            conditions.append(("line = ?", line))
        if request is not None:
            conditions.append(("request = ?", request))
        if since is not None:
            conditions.append(("at >= ?", as_text(since)))
        where = " AND ".join(condition for condition, _ in conditions)
        rows = self._db.query(
            f"SELECT * FROM records WHERE {where} ORDER BY number",  # noqa: S608  (constant conditions)
            [value for _, value in conditions],
        )
        return [chain.record(row) for row in rows]

    def _record(self, kind: str, actor: str, request: int | None, line: str | None, data: Mapping[str, Any]) -> None:
        number, previous = self.chain_head()
        row = chain.linked(
            number=number + 1,
            at=as_text(self._clock()),
            kind=kind,
            actor=actor,
            request=request,
            line=line,
            data=json.dumps(data, sort_keys=True, ensure_ascii=False),
            previous=previous,
        )
        self._db.table("records").insert(row)
        self._db.table("chain_head").upsert({"id": 1, "number": row["number"], "hash": row["hash"]}, pk="id")

    def broken_links(self) -> list[str]:
        """What is wrong with the chain of records, a sentence each; empty if it is whole."""
        return chain.problems(self._db.query("SELECT * FROM records ORDER BY number"), self._head())

    def chain_head(self) -> tuple[int, str]:
        """The number and the hash of the last record."""
        head = self._head()
        return (head["number"], head["hash"]) if head else (0, chain.START)

    def _head(self) -> dict[str, Any] | None:
        return next(iter(self._db.query("SELECT * FROM chain_head")), None)
