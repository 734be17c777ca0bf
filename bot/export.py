"""Records for other programs: the same columns as JSON and as CSV, with everything that the chain can be checked by."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.chain import data_text
from bot.requests import Record
from bot.shelves import as_text

COLUMNS: Final = (
    "number",
    "at",
    "kind",
    "actor",
    "person",
    "request",
    "line",
    "origin",
    "summary",
    "note",
    "before",
    "after",
    "calls",
    "data",
    "previous",
    "hash",
)
"""In this order, and more only ever behind them."""

_TOLD: Final = {"origin": "from", "summary": "summary", "note": "note"}
_SHOWN: Final = ("before", "after", "calls")

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""How a cell begins that a spreadsheet would take for a formula; the last four are the same signs in full width."""


def as_json(records: Sequence[Record], people: Mapping[int, str]) -> str:
    """Records as a JSON list; `people` are those who asked, by the number of the request."""
    return json.dumps([_row(each, people) for each in records], indent=2, ensure_ascii=False)


def as_csv(records: Sequence[Record], people: Mapping[int, str]) -> str:
    """Records as CSV with a heading; what is no text or number is JSON, and no cell is a formula."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(COLUMNS)
    writer.writerows([_cell(value) for value in _row(each, people).values()] for each in records)
    return table.getvalue().rstrip("\n")


def _row(record: Record, people: Mapping[int, str]) -> dict[str, Any]:
    """A record by columns; `data` is all that it tells, from which some columns are taken."""
    values = {
        **{name: record.data.get(key, "") for name, key in _TOLD.items()},
        **{name: record.data.get(name) for name in _SHOWN},
        "number": record.number,
        "at": as_text(record.at),
        "kind": record.kind,
        "actor": record.actor,
        "person": people.get(record.request) if record.request is not None else None,
        "request": record.request,
        "line": record.line,
        "data": record.data,
        "previous": record.previous,
        "hash": record.hash,
    }
    return {name: values[name] for name in COLUMNS}


def _cell(value: object) -> object:
    if isinstance(value, int):
        return value
    if value is None:
        return ""
    text = value if isinstance(value, str) else data_text(value)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
