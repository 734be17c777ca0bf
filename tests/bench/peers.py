"""What others make of the same phrases, where they are installed; each gives its first answer as (start, end)."""

import datetime as dt
import importlib
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import dateparser

Found: TypeAlias = tuple[str, str | None] | None
"""ISO minutes; the end is None for a whole day or an instant, and nothing at all if there was no answer."""
Peer: TypeAlias = Callable[[str, dt.datetime], Found]


def dateparser_alone(text: str, now: dt.datetime) -> Found:
    """Dateparser with the settings that suit it best, without a grammar around it."""
    settings = {"PREFER_DATES_FROM": "future", "RELATIVE_BASE": now, "TIMEZONE": "America/New_York"}
    found = dateparser.parse(text, languages=["en"], settings=settings)
    return None if found is None else (f"{found:%Y-%m-%dT%H:%M}", None)


def peers() -> dict[str, Peer]:
    """The peers that are here: dateparser, and Microsoft's Recognizers if someone has installed them."""
    found: dict[str, Peer] = {"dateparser alone": dateparser_alone}
    try:
        recognizers: Any = importlib.import_module("recognizers_date_time")
    except ImportError:
        return found
    return found | {"Recognizers (Python)": _recognizing(recognizers)}


def _recognizing(recognizers: Any) -> Peer:
    def recognize(text: str, now: dt.datetime) -> Found:
        results = recognizers.recognize_datetime(text, recognizers.Culture.English, reference=now)
        values = [value for result in results[:1] for value in (result.resolution or {}).get("values", [])]
        ahead = [value for value in values if _start(value) >= f"{now:%Y-%m-%d}"]
        chosen = next(iter(ahead or values), None)
        return None if chosen is None else (_minute(_start(chosen)), _end(chosen))

    return recognize


def _start(value: Mapping[str, str]) -> str:
    return value.get("start") or value.get("value") or ""


def _end(value: Mapping[str, str]) -> str | None:
    return _minute(value["end"]) if value.get("end") else None


def _minute(text: str) -> str:
    return text.replace(" ", "T")[:16] if " " in text else f"{text}T00:00"
