"""What is kept beside requests and records: drafts, cards, deliveries, the ledger, and what was last seen of a line."""

import datetime as dt
import json
import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Literal

from sqlite_utils import Database

from bot.kept import AddedLine, CardPlace, Draft, Talk
from bot.requests import Person

DRAFT_LIFE = dt.timedelta(hours=1)


class Shelves:
    """The smaller tables of the store, in the same file and the same thread."""

    _db: Database
    _clock: Callable[[], dt.datetime]

    # Drafts

    def add_draft(
        self,
        person: Person,
        words: str,
        *,
        sentence: str = "",
        ask: Mapping[str, Any] | None = None,
        choices: Sequence[str] = (),
        labels: Sequence[str] = (),
        asked: str = "",
        talk: Talk | None = None,
        ended: Literal["", "dropped"] = "",
    ) -> Draft:
        """Keep what somebody is being asked or shown."""
        draft = Draft(
            id=secrets.token_hex(8),
            person=person,
            words=words,
            sentence=sentence or words,
            ask=dict(ask) if ask else None,
            choices=tuple(choices),
            labels=tuple(labels),
            asked=asked,
            talk=talk,
            ended=ended,
            created=self._clock(),
        )
        with self._db.atomic():
            self._db.execute("DELETE FROM drafts WHERE created < ?", [as_text(self._clock() - 24 * DRAFT_LIFE)])
            self._db.table("drafts").insert(
                {
                    "id": draft.id,
                    "person": str(person),
                    "created": as_text(draft.created),
                    "draft": draft.model_dump_json(),
                }
            )
        return draft

    def draft(self, number: str) -> Draft | None:
        """A draft that has not expired."""
        draft = self.old_draft(number)
        return draft if draft and self._clock() - draft.created <= DRAFT_LIFE else None

    def old_draft(self, number: str) -> Draft | None:
        """A draft, be it expired, as long as it is kept at all."""
        row = self._one("SELECT draft FROM drafts WHERE id = ?", number)
        return Draft.model_validate_json(row["draft"]) if row else None

    def last_question(self, person: Person, places: Sequence[str]) -> Draft | None:
        """What somebody was asked last in the first of some places where they were asked at all; be it expired."""
        for place in places:
            row = self._one(
                "SELECT draft FROM drafts WHERE person = ? AND json_extract(draft, '$.asked') != ''"
                " AND json_extract(draft, '$.talk.places[0]') = ? ORDER BY rowid DESC",
                str(person),
                place,
            )
            if row:
                return Draft.model_validate_json(row["draft"])
        return None

    def newer_question(self, person: Person, than: Draft) -> Draft | None:
        """What somebody was asked last outside of conversations, if that was after a question and is still open."""
        row = self._one(
            "SELECT draft FROM drafts WHERE person = ? AND json_extract(draft, '$.asked') != ''"
            " AND json_extract(draft, '$.talk') IS NULL AND json_extract(draft, '$.ended') = ''"
            " AND rowid > (SELECT rowid FROM drafts WHERE id = ?) ORDER BY rowid DESC",
            str(person),
            than.id,
        )
        return Draft.model_validate_json(row["draft"]) if row else None

    def last_draft(self, person: Person, places: Sequence[str]) -> Draft | None:
        """What somebody was asked or shown last, and is not done with, in the first of some places; be it expired."""
        for place in places:
            row = self._one(
                "SELECT draft FROM drafts WHERE person = ? AND json_extract(draft, '$.ended') = ''"
                " AND json_extract(draft, '$.talk.places[0]') = ? ORDER BY rowid DESC",
                str(person),
                place,
            )
            if row:
                return Draft.model_validate_json(row["draft"])
        return None

    def draft_of(self, number: int) -> Draft | None:
        """The draft that a request was made of, as long as it is kept."""
        row = self._one(
            "SELECT drafts.draft FROM drafts JOIN requests ON requests.draft = drafts.id WHERE requests.id = ?", number
        )
        return Draft.model_validate_json(row["draft"]) if row else None

    def has_asked_since(self, person: Person, since: dt.datetime) -> bool:
        """Whether somebody has asked for anything since a moment."""
        row = self._one("SELECT id FROM requests WHERE person = ? AND created >= ?", str(person), as_text(since))
        return row is not None

    def update_draft(self, draft: Draft) -> None:
        """Keep a draft's new content."""
        with self._db.atomic():
            self._db.execute("UPDATE drafts SET draft = ? WHERE id = ?", [draft.model_dump_json(), draft.id])

    # Cards

    def cards(self, number: int) -> list[CardPlace]:
        """Where the cards of a request stand; one without a `ts` was about to be posted."""
        rows = self._db.query("SELECT * FROM cards WHERE request = ? ORDER BY rowid", [number])
        return [CardPlace(**{key: row[key] for key in CardPlace.model_fields}) for row in rows]

    def keep_card(self, card: CardPlace, *, was: str | None = None) -> None:
        """Keep what a card shows and where it stands; `was` is the `ts` it was known by until now."""
        with self._db.atomic():
            known = self._one(
                "SELECT rowid FROM cards WHERE request = ? AND channel = ? AND (ts IS ? OR ts IS ?)",
                card.request,
                card.channel,
                was,
                card.ts,
            )
            if known:
                self._db.execute("DELETE FROM cards WHERE rowid = ?", [known["rowid"]])
            self._db.table("cards").insert(card.model_dump())

    # Once only

    def first_time(self, key: str) -> bool:
        """Whether a delivery has not been seen before; Slack delivers some twice."""
        with self._db.atomic():
            self._db.execute("DELETE FROM deliveries WHERE at < ?", [as_text(self._clock() - dt.timedelta(days=3))])
            cursor = self._db.execute(
                "INSERT INTO deliveries (key, at) VALUES (?, ?) ON CONFLICT DO NOTHING", [key, as_text(self._clock())]
            )
            return cursor.rowcount == 1

    # Ledger

    def notes(self, line: str) -> Mapping[str, Any] | None:
        """The ledger's notes on a line."""
        row = self._one("SELECT notes FROM ledger WHERE line = ?", line)
        return json.loads(row["notes"]) if row else None

    def keep_notes(self, line: str, notes: Mapping[str, Any] | None) -> None:
        """Replace the ledger's notes on a line, or forget them."""
        with self._db.atomic():
            if notes is None:
                self._db.execute("DELETE FROM ledger WHERE line = ?", [line])
            else:
                self._db.table("ledger").upsert({"line": line, "notes": json.dumps(notes)}, pk="line")

    # What was last seen of a line

    def sighting(self, line: str) -> tuple[str, dt.datetime] | None:
        """What was last read of a line, as JSON, and when."""
        row = self._one("SELECT facts, read_at FROM sightings WHERE line = ?", line)
        return (row["facts"], dt.datetime.fromisoformat(row["read_at"])) if row else None

    def sightings(self) -> list[tuple[str, dt.datetime]]:
        """The same for every line."""
        rows = self._db.query("SELECT facts, read_at FROM sightings ORDER BY line")
        return [(row["facts"], dt.datetime.fromisoformat(row["read_at"])) for row in rows]

    def keep_sighting(self, line: str, facts: str, read_at: dt.datetime) -> None:
        """Keep what was read of a line."""
        with self._db.atomic():
            row = {"line": line, "facts": facts, "read_at": as_text(read_at)}
            self._db.table("sightings").upsert(row, pk="line")

    # Lines that were made through a request

    def added_lines(self) -> list[AddedLine]:
        """The lines that were made, the oldest first, those that were deleted again included."""
        if not self._db.table("added_lines").exists():  # a database of an older version, opened to be read only
            return []
        rows = self._db.query("SELECT * FROM added_lines ORDER BY request")
        return [AddedLine(**{key: row[key] for key in AddedLine.model_fields}) for row in rows]

    def _one(self, sql: str, *values: object) -> dict[str, Any] | None:
        return next(iter(self._db.query(sql, list(values))), None)


def as_text(moment: dt.datetime) -> str:
    """A moment as text that sorts by time."""
    return moment.astimezone(dt.UTC).isoformat(timespec="milliseconds")


def marks(values: Collection[object]) -> str:
    """As many question marks as there are values, for `IN (…)`."""
    return ", ".join("?" * len(values))
