"""The hash chain of the history: each record carries the hash of the one before."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from bot.requests import Record

START = "0" * 64
_HASHED = ("number", "at", "kind", "actor", "request", "line", "data", "previous")


def linked(**row: Any) -> dict[str, Any]:
    """A record's row with its hash."""
    return {**row, "hash": digest(row)}


def digest(row: Mapping[str, Any]) -> str:
    """The SHA-256 of everything in a record, the hash of the one before included."""
    content = json.dumps([row[name] for name in _HASHED], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()


def record(row: Mapping[str, Any]) -> Record:
    """A row as a value."""
    return Record.model_validate({**row, "data": json.loads(row["data"])})


def problems(rows: Iterable[Mapping[str, Any]], head: Mapping[str, Any] | None) -> list[str]:
    """What is wrong with a chain that should end at `head`, a sentence each."""
    found: list[str] = []
    number, previous = 0, START
    for row in rows:
        if row["number"] != number + 1:
            found.append(f"Between record {number} and record {row['number']} something is missing.")
        if row["previous"] != previous:
            found.append(f"Record {row['number']} does not follow the one before it.")
        if row["hash"] != digest(row):
            found.append(f"Record {row['number']} was changed after it was written.")
        number, previous = row["number"], row["hash"]
    last = (head["number"], head["hash"]) if head else (0, START)
    if (number, previous) != last:
        found.append(f"The chain ends at record {number}, but the last one written was record {last[0]}.")
    return found
