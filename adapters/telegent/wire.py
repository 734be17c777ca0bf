"""Telegent's answers, with all their contradictions, as plain values in Telegent's words.

An answer may or may not stand inside `Data`; an empty string means that nothing is set, even for a boolean; what a
field's name is in a list differs from list to list. Ids are opaque, whatever their prefix.
"""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from adapters.errors import PhoneSystemError

WireValue: TypeAlias = bool | str
Fields: TypeAlias = Mapping[str, WireValue]
"""Fields of a workgroup by Telegent's names, as far as they are told; an empty text is a field that is not set."""

SWITCHES: Final = frozenset({"RecordCalls", "TranscribeRecordings", "AiRecording"})
TEXTS: Final = frozenset(
    {
        "Name",
        "Type",
        "TelegentPhone",
        "CallOrder",
        "AnnouncementText",
        "AnnouncementUrl",
        "InternalExtension",
        "CallerIdType",
        "CallerIdName",
        "ScheduleId",
        "TimeZone",
        "HoldMusicId",
        "OffHoursType",
        "OffHoursId",
        "OnHoursType",
        "OnHoursId",
        "WaitBetween",
        "TollFreeNumber",
        "AccountId",
    }
)
EXAMPLE: Final = frozenset({"Name", "Type", "AccountId", "ScheduleId"})
"""The fields that Telegent's own example of an answer shows; it describes more of them in words."""


def workgroup_fields(answer: Any) -> dict[str, WireValue]:
    """The fields that an answer about a workgroup shows."""
    body = mapping(answer)
    shown: dict[str, WireValue] = {name: text(body[name]) for name in TEXTS & body.keys()}
    return shown | {name: is_on(body[name]) for name in SWITCHES & body.keys()}


def mapping(answer: Any) -> Mapping[str, Any]:
    """An answer that is one object, taken out of its wrapper."""
    body = answer.get("Data", answer) if isinstance(answer, dict) else answer
    if isinstance(body, list) and len(body) == 1:
        body = body[0]
    if not isinstance(body, dict):
        raise not_understood()
    return body


def items(answer: Any, name: str) -> list[Mapping[str, Any]]:
    """The objects of a list, which stands under a name, in a wrapper or alone."""
    found = answer
    for key in ("Data", name):
        found = found.get(key, found) if isinstance(found, dict) else found
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise not_understood()
    return found


def text(value: Any) -> str:
    """A text; null is one that is not set, and a number is written out."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise not_understood()
    return str(value)


def same_id(one: str, other: str) -> bool:
    """Whether two ids are of one schedule, whose prefix is spelt in two ways."""
    prefixes = ("SID-", "SCH-")
    bare = [each[4:] if each.startswith(prefixes) else each for each in (one, other)]
    return bare[0] == bare[1]


def is_on(value: Any) -> bool:
    """A boolean, also where it comes as a text."""
    if isinstance(value, bool):
        return value
    return text(value).strip().lower() == "true"


def not_understood() -> PhoneSystemError:
    """What to raise where an answer has another shape than any document says."""
    return PhoneSystemError("Telegent's answer could not be understood.")
