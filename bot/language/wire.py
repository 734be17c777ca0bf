"""Asks as JSON, as `switchhook ask` answers them: instants with offsets, names as configured."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.language.ask import Ask, Edge, KnownLine, Verb
from bot.language.front import read

_NOT_UNDERSTOOD = "Each line is an object with text, now, timezone and lines."


def to_json(ask: Ask, *, now: dt.datetime, lines: Sequence[KnownLine], zone: str) -> dict[str, Any]:  # noqa: ARG001  # the door of all readers
    """The answer object of `switchhook ask`; an edge that only the line's hours can tell is null."""
    home = _home(ask, lines, zone)
    return {
        "ask": ask.verb.value,
        "lines": list(ask.lines),
        "windows": [{"start": _instant(each.start, home), "end": _instant(each.end, home)} for each in ask.windows],
        "weekly": ask.model_dump(mode="json")["weekly"],
        "recurring": ask.recurring,
        "only": ask.only,
        "key": ask.key,
        "action": ask.action,
        "target": ask.target,
        "menu": ask.menu,
        "on": ask.on,
        "threshold": ask.threshold,
        "option": ask.option,
        "value": ask.value,
        "form": ask.form,
        "request": ask.request,
        "people": list(ask.people),
        "changes": ask.changes,
        "urgent": ask.urgent,
        "reason": ask.reason,
        "question": ask.question,
        "choices": [each.model_dump() for each in ask.choices],
        "readback": ask.readback,
        "sentence": ask.sentence,
        "words": [list(each) for each in ask.words],
    }


_YEARS = range(1970, 2200)
"""The years in which a present moment may lie."""


def ask_lines(stream_in: Iterable[str], now: dt.datetime, zone: str) -> Iterator[str]:
    """One answer for each line that comes in; `now` and `zone` stand in where an object names none."""
    for line in stream_in:
        if line.strip():
            yield json.dumps(_answer(line, now, zone), ensure_ascii=False)


def _answer(line: str, now: dt.datetime, zone: str) -> dict[str, Any]:
    try:
        asked = json.loads(line)
        text, zone = str(asked["text"]), str(asked.get("timezone") or zone)
        home = ZoneInfo(zone)
        if asked.get("now"):
            now = dt.datetime.fromisoformat(str(asked["now"]))
        now = now.replace(tzinfo=home) if now.tzinfo is None else now
        if now.year not in _YEARS:
            raise ValueError(now.year)  # noqa: TRY301  (one sentence answers all that is wrong with a line)
        lines = [KnownLine(name=str(name), zone=zone) for name in asked.get("lines") or ()]
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, ZoneInfoNotFoundError) as error:
        question = Ask(verb=Verb.UNKNOWN, question=f"{_NOT_UNDERSTOOD} ({type(error).__name__}: {error})")
        return to_json(question, now=now, lines=(), zone="UTC")
    return to_json(read(text, now=now, lines=lines, zone=zone), now=now, lines=lines, zone=zone)


def _home(ask: Ask, lines: Sequence[KnownLine], zone: str) -> ZoneInfo:
    named = [each.zone for each in lines if each.name in ask.lines or ask.lines == ("*",)]
    return ZoneInfo(named[0] if named else zone)


def _instant(edge: dt.datetime | Edge | None, home: ZoneInfo) -> str | None:
    return edge.replace(tzinfo=home).isoformat() if isinstance(edge, dt.datetime) else None
