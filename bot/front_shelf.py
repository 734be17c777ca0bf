"""What the store knows of what stands in front of people: the Homes that they have opened, and the digests."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from sqlite_utils import Database

from bot.kept import OpenHome, PostedDigest
from bot.requests import Person
from bot.shelves import as_text


class FrontShelf:
    """The Homes and digests of the store, in the same file and the same thread."""

    _db: Database
    _clock: Callable[[], dt.datetime]

    def keep_home(self, home: OpenHome) -> None:
        """Keep what somebody's Home shows."""
        moments = {"opened": as_text(home.opened), "shown": as_text(home.shown)}
        row = {**home.model_dump(mode="json"), "person": str(home.person), **moments}
        with self._db.atomic():
            self._db.table("homes").upsert(row, pk="person")

    def home(self, person: Person) -> OpenHome | None:
        """What somebody's Home shows; None if they have never opened it."""
        rows = self._db.query("SELECT * FROM homes WHERE person = ?", [str(person)])
        return next(map(_home, rows), None)

    def open_homes(self, since: dt.datetime) -> list[OpenHome]:
        """The Homes that were opened since a moment, that which was drawn longest ago first."""
        rows = self._db.query("SELECT * FROM homes WHERE opened >= ? ORDER BY shown", [as_text(since)])
        return list(map(_home, rows))

    def last_digest(self) -> PostedDigest | None:
        """The digest of the latest day."""
        rows = self._db.query("SELECT * FROM posted_digests ORDER BY day DESC LIMIT 1")
        return next(map(PostedDigest.model_validate, rows), None)

    def keep_digest(self, digest: PostedDigest) -> None:
        """Keep that the digest of a day was posted; what was kept of later days, by a wrong clock, is forgotten."""
        with self._db.atomic():
            self._db.execute("DELETE FROM posted_digests WHERE day > ?", [digest.day.isoformat()])
            self._db.table("posted_digests").upsert(digest.model_dump(mode="json"), pk="day")

    def first_hash(self) -> str:
        """The hash of the first record, which tells this database from another one; empty if there is none yet."""
        return next((str(row["hash"]) for row in self._db.query("SELECT hash FROM records WHERE number = 1")), "")


def _home(row: dict[str, Any]) -> OpenHome:
    return OpenHome.model_validate({**row, "person": Person.parse(row["person"])})
