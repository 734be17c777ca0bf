"""The hash chain of the history: each record carries the hash of the one before."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from bot.requests import Record

START = "0" * 64
GIVEN = "given"
"""How a head is known that somebody has copied from where it was posted."""
MOST_PROBLEMS = 20
"""How many problems are told before it is said how many more there are."""

_HASHED = ("number", "at", "kind", "actor", "request", "line", "data", "previous")


class Head(NamedTuple):
    """The number and the hash of a record that once was the last one, and how that is known."""

    number: int
    hash: str
    how: str = "copied from elsewhere"


def linked(**row: Any) -> dict[str, Any]:
    """A record's row with its hash."""
    return {**row, "hash": digest(row)}


def digest(row: Mapping[str, Any]) -> str:
    """The SHA-256 of everything in a record, the hash of the one before included.

    It is taken over a JSON list of the columns as they are kept; a column that was made bytes has one as well.
    """
    content = json.dumps([row[name] for name in _HASHED], ensure_ascii=False, separators=(",", ":"), default=repr)
    return hashlib.sha256(content.encode()).hexdigest()


def record(row: Mapping[str, Any]) -> Record:
    """A row as a value; `ValueError` if it cannot be one."""
    return Record.model_validate({**row, "data": json.loads(row["data"])})


def data_text(data: Any) -> str:
    """What a record tells, as the text that is kept and hashed."""
    return json.dumps(data, sort_keys=True, ensure_ascii=False)


def problems(
    rows: Iterable[Mapping[str, Any]], last: Mapping[str, Any] | None, heads: Iterable[Head] = ()
) -> list[str]:
    """What is wrong with a chain that should end with `last`, and should go through some heads, a sentence each."""
    hashes: dict[int, str] = {}
    found = [*_links(rows, hashes)]
    number, end = max(hashes, default=0), hashes.get(max(hashes, default=0), START)
    written = (last["number"], last["hash"]) if last else (0, START)
    if last is None and number:
        found.append(f"The note of which record was written last is gone; the chain ends at record {number}.")
    elif number != written[0]:
        found.append(
            f"The chain ends at record {number}, but record {written[0]} is noted as the last one written: records were"
            " removed or added, or that note was changed."
        )
    elif end != written[1]:
        found.append(
            f"Record {number}, the last one, has another hash than was noted when it was written: it was changed, or"
            " that note was."
        )
    return told([*found, *_heads(hashes, heads)])


def told(problems: Iterable[str]) -> list[str]:
    """The first of some problems, and how many more there are."""
    found = list(problems)
    more = len(found) - MOST_PROBLEMS
    return [*found[:MOST_PROBLEMS], f"There are {more} more like these."] if more > 0 else found


def _links(rows: Iterable[Mapping[str, Any]], hashes: dict[int, str]) -> Iterator[str]:
    """What is wrong between the records, and in each; the hashes are noted by number."""
    number, previous = 0, START
    for row in rows:
        if row["number"] != number + 1:
            missing = _missing(number + 1, row["number"] - 1)
            yield f"{missing} before record {row['number']}: it was removed, or the numbers were changed."
        if row["previous"] != previous:
            yield f"Record {row['number']} does not follow the one before it: records were swapped, removed or changed."
        if row["hash"] != digest(row):
            yield f"Record {row['number']} was changed after it was written."
        number, previous = row["number"], row["hash"]
        hashes[number] = previous


def _missing(first: int, last: int) -> str:
    if first > last:
        return "Something is out of order"
    return f"Record {first} is missing" if first == last else f"Records {first} to {last} are missing"


def _heads(hashes: Mapping[int, str], heads: Iterable[Head]) -> Iterator[str]:
    """Where the chain does not go through a head that is known."""
    for head in heads:
        if head.number not in hashes:
            yield (
                f"Record {head.number}, whose hash was {head.how}, is missing: the end of the chain was cut off"
                f"{_or_else(head)}."
            )
        elif hashes[head.number] != head.hash:
            yield (
                f"Record {head.number} has another hash than was {head.how}: the chain up to there was written anew"
                f" since{_or_else(head)}."
            )


def _or_else(head: Head) -> str:
    """What else may be wrong where a head is kept beside the records, in the same file."""
    return "" if head.how == GIVEN else ", or the list of posted heads was changed: compare it with the channel"
