"""Settings without a verb of their own, as data: what people may set, and where Webex keeps it."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple, TypeVar

from adapters.model import OptionValue
from adapters.system import Option
from adapters.webex.wire import Wire
from adapters.webex.words import Vocabulary, plain_number

Source = TypeVar("Source", bound=Wire)

GREETING_FILE: Final = {"open": "greeting_file_open", "closed": "greeting_file_closed"}
"""What a setup tells of the announcement that a menu could play; it cannot be set."""

_LANGUAGES: Final = (
    ("de_de", "German"),
    ("en_au", "English (Australia)"),
    ("en_gb", "English (UK)"),
    ("en_us", "English (US)"),
    ("es_co", "Spanish (Latin America)"),
    ("es_es", "Spanish (Spain)"),
    ("es_us", "Spanish (US)"),
    ("fr_ca", "French (Canada)"),
    ("fr_fr", "French (France)"),
    ("it_it", "Italian"),
    ("ja_jp", "Japanese"),
    ("nl_nl", "Dutch"),
    ("pt_br", "Portuguese (Brazil)"),
)
"""What languages are called, of some of those that Webex has."""

_AS_IT_IS: Final = Vocabulary({})


class Place(NamedTuple):
    """Where Webex keeps an option: the path of fields that leads to it, and its words for our choices."""

    path: tuple[str, ...]
    option: Option
    words: Vocabulary = _AS_IT_IS


def switch(path: str, name: str, label: str, text: str = "", *, risky: bool = False) -> Place:
    """A setting that is on or off."""
    risk = "high" if risky else "low"
    return Place(tuple(path.split(".")), Option(name=name, label=label, type="switch", help=text, risk=risk))


def count(path: str, name: str, label: str, limits: tuple[int, int | None], unit: str, *, text: str = "") -> Place:
    """A whole number within limits: the least, and the greatest if there is one."""
    least, most = limits
    option = Option(name=name, label=label, type="number", minimum=least, maximum=most, unit=unit, help=text)
    return Place(tuple(path.split(".")), option)


def choice(
    path: str, name: str, label: str, words: Mapping[str, tuple[str, str]], text: str = "", *, risky: bool = False
) -> Place:
    """One of some values: Webex's word → ours, and its label."""
    option = Option(
        name=name, label=label, type="choice", choices=tuple(words.values()), help=text, risk="high" if risky else "low"
    )
    return Place(tuple(path.split(".")), option, Vocabulary({word: ours for word, (ours, _) in words.items()}))


def number(path: str, name: str, label: str) -> Place:
    """A phone number or an extension to which calls go; empty if there is none."""
    text = "A number with its country code, such as +19195550100, or an extension."
    option = Option(name=name, label=label, type="phone", help=text, risk="high")
    return Place(tuple(path.split(".")), option)


def language(path: str) -> Place:
    """The language of what Webex itself says to callers."""
    text = "The language of the standard announcements, by Webex's code, such as en_us."
    option = Option(
        name="language", label="Language", type="text", choices=_LANGUAGES, minimum=2, maximum=20, help=text
    )
    return Place(tuple(path.split(".")), option)


def values(source: Wire, places: Sequence[Place]) -> dict[str, OptionValue]:
    """What the options are set to."""
    return {each.option.name: _ours(each, source.at(each.path)) for each in places}


def with_values(
    source: Source, places: Sequence[Place], before: Mapping[str, OptionValue], after: Mapping[str, OptionValue]
) -> Source:
    """The same object with those options set that are different."""
    for each in places:
        name = each.option.name
        if name in after and after[name] != before.get(name):
            source = source.with_value(each.path, _theirs(each, after[name], source.at(each.path)))
    return source


def _ours(place: Place, value: OptionValue) -> OptionValue:
    if place.option.type == "number":
        return int(value)
    return place.words.ours(value) if isinstance(value, str) else value


def _theirs(place: Place, value: OptionValue, found: OptionValue) -> OptionValue:
    """A value in Webex's words; a number that came as a string goes as one."""
    if place.option.type == "number":
        return str(value) if isinstance(found, str) else value
    if place.option.type == "phone":
        return plain_number(str(value))
    if place.option.type == "text":
        return value
    return place.words.theirs(value) if isinstance(value, str) else value


_SCOPES: Final = {"ENTERPRISE": ("organisation", "The whole organisation"), "GROUP": ("location", "Its location only")}
_GREETINGS: Final = {"DEFAULT": ("standard", "The standard greeting"), "CUSTOM": ("own", "Its own announcement")}
_REPEATS: Final = {
    "NO_REPEAT": ("never", "Never"),
    "ONE_TIME": ("once", "Once"),
    "TWO_TIMES": ("twice", "Twice"),
    "THREE_TIMES": ("three_times", "Three times"),
}


def _menu_places(menu: str, name: str) -> tuple[Place, ...]:
    return (
        switch(
            f"{menu}.extension_enabled",
            f"dial_extension_{name}",
            f"Dial extensions while {name}",
            "Whether callers may dial an extension at any time, without a key for it.",
        ),
        choice(
            f"{menu}.greeting",
            f"greeting_{name}",
            f"Greeting while {name}",
            _GREETINGS,
            "Its own announcement can be chosen once one is there.",
        ),
        choice(
            f"{menu}.call_treatment.retry_attempt_for_no_input",
            f"repeat_{name}",
            f"Repeat while {name}",
            _REPEATS,
            "How often the greeting is repeated for callers who press nothing.",
        ),
        count(
            f"{menu}.call_treatment.no_input_timer",
            f"input_wait_{name}",
            f"Wait for a key while {name}",
            (1, 60),
            "seconds",
            text="How long a caller has to press a key.",
        ),
    )


ATTENDANT_PLACES: Final = (
    *_menu_places("business_hours_menu", "open"),
    *_menu_places("after_hours_menu", "closed"),
    choice("name_dialing", "name_scope", "Directory reaches", _SCOPES, "Who can be dialled by name."),
    choice("extension_dialing", "extension_scope", "Extensions reach", _SCOPES, "Whose extensions can be dialled."),
    language("language_code"),
)
ATTENDANT_OPTIONS: Final = tuple(each.option for each in ATTENDANT_PLACES)
