"""The tables, and how they came to be: one function a step, never changed once released."""

from sqlite_utils import Database, Migrations

migrations = Migrations("switchhook")


@migrations()
def requests(db: Database) -> None:
    """Requests, their lines, and the cards that show them."""
    db.table("requests").create(
        {
            "id": int,
            "revision": int,
            "person": str,
            "words": str,
            "reason": str,
            "created": str,
            "expires": str,
            "draft": str,
            "decided_by": str,
            "decided_at": str,
            "decision_reason": str,
        },
        pk="id",
        not_null={"revision", "person", "words", "created", "expires", "draft"},
    ).create_index(["draft"])
    db.table("request_lines").create(
        {
            "request": int,
            "number": int,
            "line": str,
            "name": str,
            "plan": str,
            "state": str,
            "note": str,
            "due": str,
        },
        pk=("request", "number"),
        not_null={"line", "name", "plan", "state"},
        foreign_keys=[("request", "requests", "id")],
    ).create_index(["state"])
    db.table("cards").create(
        {"request": int, "channel": str, "ts": str, "shown": int, "told": int},
        foreign_keys=[("request", "requests", "id")],
    ).create_index(["request"])


@migrations()
def records(db: Database) -> None:
    """The history, which only grows: the database itself refuses to change a record."""
    db.table("records").create(
        {
            "number": int,
            "at": str,
            "kind": str,
            "actor": str,
            "request": int,
            "line": str,
            "data": str,
            "previous": str,
            "hash": str,
        },
        pk="number",
        not_null={"at", "kind", "actor", "data", "previous", "hash"},
    ).create_index(["line"])
    db.table("records").create_index(["request"])
    db.table("chain_head").create({"id": int, "number": int, "hash": str}, pk="id")
    for verb in ("UPDATE", "DELETE"):
        db.execute(
            f"CREATE TRIGGER records_no_{verb.lower()} BEFORE {verb} ON records"
            " BEGIN SELECT RAISE(ABORT, 'records are never changed'); END"
        )


@migrations()
def memory(db: Database) -> None:
    """What must survive a restart: drafts, deliveries already seen, and the ledger."""
    db.table("drafts").create({"id": str, "person": str, "created": str, "draft": str}, pk="id")
    db.table("deliveries").create({"key": str, "at": str}, pk="key")
    db.table("ledger").create({"line": str, "notes": str}, pk="line")
    db.table("sightings").create({"line": str, "facts": str, "read_at": str}, pk="line")


@migrations()
def added_lines(db: Database) -> None:
    """Lines that were made through a request; those that were deleted again stay, with the request that did it."""
    db.table("added_lines").create(
        {
            "line": str,
            "name": str,
            "vendor": str,
            "id": str,
            "kind": str,
            "country": str,
            "request": int,
            "gone": int,
        },
        pk="line",
        not_null={"name", "vendor", "id", "kind", "country", "request"},
        foreign_keys=[("request", "requests", "id"), ("gone", "requests", "id")],
    )


@migrations()
def trust(db: Database) -> None:
    """Approvals one by one, emergencies, who could decide when it was asked, alerts, and where heads were posted."""
    table = db.table("requests")
    for column in ("waived", "ratify_by", "ratified_by", "ratified_at", "roster", "origin"):
        table.add_column(column, str)
    db.table("approvals").create(
        {"request": int, "person": str, "at": str},
        pk=("request", "person"),
        not_null={"at"},
        foreign_keys=[("request", "requests", "id")],
    )
    db.execute(
        "INSERT INTO approvals (request, person, at) SELECT id, decided_by, coalesce(decided_at, created) FROM requests"
        " WHERE decided_by IS NOT NULL AND NOT EXISTS (SELECT 1 FROM request_lines WHERE request = requests.id"
        " AND state IN ('pending', 'rejected', 'withdrawn'))"
    )
    db.table("cards").add_column("digest", str)
    db.table("request_lines").add_column("written", int)
    db.execute("UPDATE request_lines SET written = 1 WHERE state = 'applying'")
    db.table("alerts").create(
        {
            "number": int,
            "kind": str,
            "line": str,
            "name": str,
            "request": int,
            "opened": str,
            "by": str,
            "text": str,
            "data": str,
            "closed": str,
            "closed_by": str,
            "outcome": str,
            "revision": int,
        },
        pk="number",
        not_null={"kind", "line", "opened", "by", "text", "data", "revision"},
        foreign_keys=[("request", "requests", "id")],
    ).create_index(["line"])
    db.table("alert_cards").create(
        {"alert": int, "channel": str, "ts": str, "shown": int},
        pk="alert",
        foreign_keys=[("alert", "alerts", "number")],
    )
    db.table("watched").create({"key": str, "at": str, "outcome": str}, pk="key")
    db.table("baselines").create(
        {"line": str, "setup": str, "at": str, "record": int, "taken": str},
        pk="line",
        not_null={"setup", "at", "record", "taken"},
    )
    db.table("posted_heads").create({"day": str, "number": int, "hash": str, "channel": str, "ts": str}, pk="day")


@migrations()
def fronts(db: Database) -> None:
    """The Homes that people have opened, and the digests that were posted."""
    db.table("homes").create(
        {"person": str, "page": int, "opened": str, "shown": str, "head": int, "digest": str},
        pk="person",
        not_null={"page", "opened", "shown", "head", "digest"},
    )
    db.table("posted_digests").create({"day": str, "channel": str, "ts": str}, pk="day", not_null={"channel", "ts"})


@migrations()
def lookups(db: Database) -> None:
    """What finds some records among very many, without reading what each of them tells."""
    records = db.table("records")
    records.create_index(["kind", "request", "line", "number", "at"])
    records.create_index(["actor"])
    records.create_index(["at"])
