"""Answers for a terminal: status, history and the chain, as text, JSON or CSV."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from adapters import Day, clock_text
from bot import describe, export
from bot.chain import Head
from bot.errors import SayError
from bot.kinds import RecordKind
from bot.plans import Facts
from bot.reports import Layer, LineStatus, Met, Unratified
from bot.requests import Record, State
from bot.store import reading

_WHAT_TO_DO = (
    "Keep this file as it is, tell whoever is responsible for it, and compare it with a backup of which `verify` finds"
    " nothing, given the heads that stand in the approval channel."
)


def verify(database: Path, heads: Sequence[Head] = ()) -> tuple[str, bool]:
    """What is to be said of a database's chain of records, and whether it is whole and goes through these heads."""
    with reading(database) as store:
        problems, (number, head) = store.broken_links(heads), store.chain_head()
        if not problems:
            through = _through(len(store.posted_heads()), len(heads))
            return f"The chain of {number} records in {database} is whole{through}. Its head is {number}:{head}", True
    told = [f"The history in {database} is not whole:", *(f"- {each}" for each in problems), _WHAT_TO_DO]
    return "\n".join(told), False


def history(records: Sequence[Record], form: str, people: Mapping[int, str]) -> str:
    """Records as text, the newest last, or as JSON or CSV; `people` are those who asked, by request."""
    if form == "json":
        return export.as_json(records, people)
    if form == "csv":
        return export.as_csv(records, people)
    teams = {each.actor.partition(":")[0] for each in records if ":" in each.actor}
    return "\n".join(_line(each, several=len(teams) > 1) for each in records) or "Nothing has happened yet."


def statuses(lines: Sequence[LineStatus], *, as_json: bool) -> str:
    """What callers of some lines get, as text or JSON."""
    if as_json:
        return json.dumps([_plain(line) for line in lines], indent=2, ensure_ascii=False)
    return "\n\n".join(map(status, lines))


def status(line: LineStatus) -> str:
    """What callers of a line get, in a few lines of text."""
    if line.problem:
        return f"{line.name}: {line.problem}"
    should, but = ("should be ", f", but {line.against}") if line.against else ("", "")
    zone = describe.zone_name(line.zone)
    text = [f"{line.name}: {should}{_state(line, line.zone)} ({zone}){but}"]
    if line.days:
        text = [f"{line.name} ({zone}): {_days(line.days)}"]
    text += map(partial(_unratified, line=line), line.unratified)
    text += map(partial(_layer, line=line), line.layers[1:])
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


def _line(record: Record, *, several: bool) -> str:
    """One record; people by their ids, since only Slack knows names, with their workspaces if there are `several`."""
    who = record.actor if several else record.actor.partition(":")[2] or record.actor
    about = f" {record.line}" if record.line else ""
    request = f" #{record.request}" if record.request else ""
    detail = next(filter(None, map(record.data.get, ("summary", "note", "reason", "why"))), "")
    kind = State(record.kind).word if record.kind in set(State) else record.kind
    if record.kind == State.ACCEPTED:
        detail = f"({str(detail).removesuffix('.')})"
    if record.kind == RecordKind.REFUSED:
        detail = f"{record.data.get('attempt', '')}: {detail}"
    origin = f" (from {record.data['from']})" if record.data.get("from") else ""
    text = f"{record.at:%Y-%m-%d %H:%M:%S}Z  {kind:<11}{about}{request}  {who}  {detail}{origin}"
    return "".join(each if each.isprintable() else " " for each in text).rstrip()


def _through(posted: int, given: int) -> str:
    """Through how many heads a chain goes that are known from elsewhere."""
    counts = [(posted, "posted"), (given, "given")]
    told = [
        f"{count} {'head' if count == 1 else 'heads'} that {'was' if count == 1 else 'were'} {how}"
        for count, how in counts
        if count
    ]
    return f", and goes through {' and '.join(told)}" if told else ""


def _state(met: LineStatus | Met, zone: str) -> str:
    """`open until Fri 20 Nov, 18:00`."""
    if met.until is None:
        return "open, around the clock" if met.open else "closed, until further notice"
    return f"{'open' if met.open else 'closed'} until {met.until.astimezone(ZoneInfo(zone)):%a %d %b, %H:%M}"


def _days(days: Sequence[tuple[dt.date, Day]]) -> str:
    """`Thu 24 Dec 2026 open 09:00-13:00; Fri 25 Dec 2026 closed`."""
    told = []
    for day, row in days:
        hours = " and ".join(f"{clock_text(each.start)}-{clock_text(each.end)}" for each in row)
        told.append(f"{day:%a %d %b %Y} {f'open {hours}' if row else 'closed'}")
    return "; ".join(told)


def _unratified(emergency: Unratified, line: LineStatus) -> str:
    """That a line may not stay as it is, and how it will be then."""
    otherwise = line.otherwise and (_days(line.otherwise.days) or _state(line.otherwise, line.zone))
    then = f", then: {otherwise}" if otherwise else ""
    return f"  request {emergency.request} is undone {emergency.by:%Y-%m-%d %H:%M} UTC unless it is ratified{then}"


def _layer(layer: Layer, line: LineStatus) -> str:
    """What callers meet with what was asked for besides."""
    asked = ", ".join(f"request {each.request} by {each.person.user}" for each in layer.asked)
    what = {"approved": "what is approved", "pending": "what waits for approval"}.get(layer.kind, layer.kind)
    problems = "".join(f" Request {each.request}: {each.problem}" for each in layer.asked if each.problem)
    met = "the line is deleted" if layer.met is None else _days(layer.met.days) or _state(layer.met, line.zone)
    return f"  with {what} ({asked}): {met}{f'.{problems}' if problems else ''}"


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
