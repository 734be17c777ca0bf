"""The history in the store: records that only grow, each chained to the one before."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlite_utils import Database

from bot import chain, tally
from bot.kept import PostedHead
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
            data=chain.data_text(data),
            previous=previous,
        )
        self._db.table("records").insert(row)
        self._db.table("chain_head").upsert({"id": 1, "number": row["number"], "hash": row["hash"]}, pk="id")

    def broken_links(self, heads: Sequence[chain.Head] = ()) -> list[str]:
        """What is wrong with the chain of records, or else with what it vouches for; empty if all of it is whole.

        It has to go through the heads that were posted, and through these, which were copied from where those stand.
        """
        with self._db.atomic():  # one look at all of it: another process may be adding records
            last, rows = self._head(), self._db.query("SELECT * FROM records ORDER BY number")
            try:
                posted = [chain.Head(each.number, each.hash, f"posted for {each.day}") for each in self.posted_heads()]
            except ValueError:
                return ["The list of the heads that were posted was changed.", *chain.problems(rows, last, heads)]
            return chain.problems(rows, last, [*posted, *heads]) or chain.told(self._contradictions())

    def _contradictions(self) -> Iterator[str]:
        """Where the tables of requests say other than the records, as far as this database has them."""
        trusting = self._db.table("approvals").exists()
        return tally.contradictions(
            self._db.query("SELECT request, kind, line, actor FROM records ORDER BY number"),
            self._db.query("SELECT request, name, state FROM request_lines ORDER BY request, number"),
            self._db.query("SELECT request, person FROM approvals ORDER BY request, at") if trusting else (),
            self._db.query("SELECT id, ratified_by FROM requests WHERE ratified_by IS NOT NULL") if trusting else (),
        )

    def posted_heads(self) -> list[PostedHead]:
        """The heads that were posted, the oldest first."""
        if not self._db.table("posted_heads").exists():  # a database of an older version, opened to be read only
            return []
        return [PostedHead.model_validate(row) for row in self._db.query("SELECT * FROM posted_heads ORDER BY day")]

    def keep_posted_head(self, day: dt.date, number: int, hash: str, channel: str, ts: str) -> None:  # noqa: A002
        """Keep that the head of a day was posted, and in which thread."""
        head = PostedHead(day=day, number=number, hash=hash, channel=channel, ts=ts)
        with self._db.atomic():
            self._db.table("posted_heads").upsert(head.model_dump(mode="json"), pk="day")

    def askers(self) -> dict[int, str]:
        """Who has asked for each request, as its records name people."""
        return {row["id"]: row["person"] for row in self._db.query("SELECT id, person FROM requests")}

    def chain_head(self) -> tuple[int, str]:
        """The number and the hash of the last record."""
        head = self._head()
        return (head["number"], head["hash"]) if head else (0, chain.START)

    def _head(self) -> dict[str, Any] | None:
        return next(iter(self._db.query("SELECT * FROM chain_head")), None)
