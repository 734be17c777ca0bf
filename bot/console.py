"""Answers for a terminal: status, history and the chain, as text, JSON or CSV."""

import csv
import datetime as dt
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot import describe
from bot.answers import LineStatus
from bot.errors import SayError
from bot.plans import Facts
from bot.requests import Record, State
from bot.store import reading

COLUMNS = ("number", "at", "kind", "actor", "request", "line", "data", "hash")


def verify(database: Path) -> tuple[str, bool]:
    """What is to be said of a database's chain of records, and whether it is whole."""
    with reading(database) as store:
        problems, (number, head) = store.broken_links(), store.chain_head()
    if problems:
        return "\n".join([f"The history in {database} is not whole:", *(f"- {each}" for each in problems)]), False
    return f"The chain of {number} records in {database} is whole. Its head is {head[:16]}.", True


def history(records: Sequence[Record], form: str) -> str:
    """Records as text, the newest last, or as JSON or CSV."""
    if form == "json":
        return json.dumps([record.model_dump(mode="json") for record in records], indent=2, ensure_ascii=False)
    if form == "csv":
        table = io.StringIO()
        writer = csv.writer(table, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([_cell(getattr(record, column)) for column in COLUMNS] for record in records)
        return table.getvalue().rstrip("\n")
    return "\n".join(map(_line, records)) or "Nothing has happened yet."


def statuses(lines: Sequence[LineStatus], *, as_json: bool) -> str:
    """What callers of some lines get, as text or JSON."""
    if as_json:
        return json.dumps([_plain(line) for line in lines], indent=2, ensure_ascii=False)
    return "\n\n".join(map(status, lines))


def status(line: LineStatus) -> str:
    """What callers of a line get, in a few lines of text."""
    if line.problem:
        return f"{line.name}: {line.problem}"
    text = [f"{line.name}: {'open' if line.open else 'closed'}{_until(line)} ({describe.zone_name(line.zone)})"]
    text += [f"  planned: {_override(each.state, each.start, each.end)}" for each in line.coming]
    if line.callback:
        text.append(f"  callback: {line.callback}")
    if line.traffic:
        text.append(f"  {line.traffic}")
    text += [f"  request {request.id} ({request.state}): {request.plan.summary}" for request in line.requests]
    text += [f"  note: {warning}" for warning in line.warnings]
    if line.read_at:
        text.append(f"  read {line.read_at:%Y-%m-%d %H:%M} UTC")
    return "\n".join(text)


def backup(database: Path, target: Path) -> str:
    """Copy a database; says where to."""
    if target.exists():
        msg = f"{target} is there already; name a file that is not."
        raise SayError(msg)
    if not target.absolute().parent.is_dir():
        msg = f"There is no folder {target.absolute().parent} for the copy; make it first, or name another file."
        raise SayError(msg)
    with reading(database) as store:
        store.backup(target)
    return f"{database} was copied to {target}. Secrets are not in it: they come from the environment."


def facts_from(database: Path) -> list[tuple[Facts, dt.datetime]]:
    """What was last read of every line that a database knows."""
    with reading(database) as store:
        return [(Facts.model_validate_json(facts), read_at) for facts, read_at in store.sightings()]


def _line(record: Record) -> str:
    about = f" {record.line}" if record.line else ""
    request = f" #{record.request}" if record.request else ""
    detail = record.data.get("summary") or record.data.get("note") or record.data.get("reason") or ""
    kind = State(record.kind).word if record.kind in set(State) else record.kind
    if record.kind == State.ACCEPTED:
        detail = f"({str(detail).removesuffix('.')})"
    return f"{record.at:%Y-%m-%d %H:%M:%S}Z  {kind:<11}{about}{request}  {record.actor}  {detail}".rstrip()


def _cell(value: object) -> object:
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return value.isoformat() if isinstance(value, dt.datetime) else value


def _until(line: LineStatus) -> str:
    if line.until is None:
        return ", until further notice" if not line.open else ", around the clock"
    local = line.until.astimezone(ZoneInfo(line.zone))
    return f" until {local:%a %d %b, %H:%M}"


def _override(state: str, start: dt.datetime, end: dt.datetime | None) -> str:
    until = f"to {end:%a %d %b %Y %H:%M}" if end else "until further notice"
    return f"{state} from {start:%a %d %b %Y %H:%M} {until}"


def _plain(line: LineStatus) -> dict[str, Any]:
    return line.model_dump(mode="json", exclude={"requests", "last"}) | {
        "requests": [
            {"id": request.id, "state": request.state.value, "summary": request.plan.summary}
            for request in line.requests
        ]
    }
