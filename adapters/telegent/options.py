"""Settings without a verb of their own, as data: what people may set, and in which field Telegent keeps it."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from adapters.model import OptionValue
from adapters.system import Option
from adapters.telegent.wire import Fields

NUMBERS: Final = frozenset({"phone_number", "toll_free_number"})
ADDRESSES: Final = frozenset({"announcement_url"})
DIGITS: Final = frozenset({"call_order", "internal_extension", "wait_between"})
"""Telegent wants these as texts, and shows digits in its examples."""

LONGEST_NAME: Final = 100
LONGEST_TEXT: Final = 1000
_LONGEST_URL: Final = 500
_LONGEST_WORD: Final = 100
_LONGEST_NUMBER: Final = 10
WHERE_IDS_ARE: Final = "Whoever looks after Telegent finds ids in its portal."


def _text(name: str, label: str, text: str, longest: int, least: int = 0, *, risky: bool = False) -> Option:
    risk = "high" if risky else "low"
    return Option(name=name, label=label, type="text", minimum=least, maximum=longest, help=text, risk=risk)


def _phone(name: str, label: str, text: str) -> Option:
    return Option(name=name, label=label, type="phone", help=text, risk="high")


def _switch(name: str, label: str, text: str) -> Option:
    return Option(name=name, label=label, type="switch", help=text, risk="high")


def _fixed(option: Option) -> Option:
    fixed = (
        f"{option.label} can be chosen only when a workgroup is made: change it in Telegent's portal, or make a new"
        " line with it."
    )
    return option.model_copy(update={"fixed": fixed})


OPTIONS: Final[Mapping[str, Option]] = MappingProxyType(
    {
        "Name": _text("name", "Name", "What the workgroup is called in Telegent.", LONGEST_NAME, 1, risky=True),
        "AnnouncementText": _text("announcement", "Announcement", "What is read to callers first.", LONGEST_TEXT),
        "AnnouncementUrl": _text(
            "announcement_url",
            "Announcement recording",
            "The web address of a recording that is played to callers.",
            _LONGEST_URL,
        ),
        "RecordCalls": _switch(
            "record_calls", "Record calls", "Record every call; the law may ask for callers' consent."
        ),
        "TranscribeRecordings": _switch(
            "transcribe_recordings", "Transcribe recordings", "Write down what is said in recorded calls."
        ),
        "CallOrder": _text(
            "call_order",
            "Call order",
            "The order in which calls are given out: a whole number, such as 1.",
            _LONGEST_NUMBER,
        ),
        "TelegentPhone": _phone("phone_number", "Phone number", "The number that reaches it, such as +19195550100."),
        "InternalExtension": _fixed(
            _text("internal_extension", "Internal extension", "Its number within the company: digits.", _LONGEST_NUMBER)
        ),
        "CallerIdType": _fixed(
            Option(
                name="caller_id_type",
                label="Caller ID",
                type="choice",
                choices=(("original", "The caller's own number"), ("workgroup", "The number of the workgroup")),
                help="Whose number is shown to those who are called.",
            )
        ),
        "CallerIdName": _fixed(
            _text("caller_id_name", "Caller ID name", "The name that is shown to those who are called.", _LONGEST_WORD)
        ),
        "HoldMusicId": _fixed(
            _text("hold_music", "Hold music", f"The id of the music. {WHERE_IDS_ARE}", _LONGEST_WORD)
        ),
        "AiRecording": _fixed(
            _switch("ai_recording", "AI recording", "Let software listen to recorded calls; consent may be needed.")
        ),
        "WaitBetween": _fixed(
            _text(
                "wait_between",
                "Wait between calls",
                "The pause before the next member is called: a whole number, such as 5.",
                _LONGEST_NUMBER,
            )
        ),
        "TollFreeNumber": _fixed(
            _phone("toll_free_number", "Toll-free number", "A number that costs callers nothing.")
        ),
    }
)
"""Telegent's field → the option."""

PLACES: Final[Mapping[str, str]] = MappingProxyType({option.name: field for field, option in OPTIONS.items()})
"""The option's name → Telegent's field."""


def values(fields: Fields) -> Iterator[tuple[str, OptionValue]]:
    """What the options are set to, of those that are told."""
    for field, option in OPTIONS.items():
        value = fields.get(field)
        if value is not None and (value or option.type != "choice"):
            yield option.name, value
