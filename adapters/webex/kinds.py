"""What can be made at a location of Webex's: the kinds of line, and all that people may say of each."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from pydantic.alias_generators import to_camel

from adapters.creation import Field, FieldValue, LineKind
from adapters.making import field_of
from adapters.webex.options import ATTENDANT_PLACES, Place
from adapters.webex.queue_options import OVERFLOW, QUEUE_PLACES, ROUTING_TYPE
from adapters.webex.words import ATTENDANT, MENU_ACTIONS, QUEUE, ROUTING_WORDS, ROUTINGS, Vocabulary

PHONE_NUMBER: Final = "phone_number"
EXTENSION: Final = "extension"
LANGUAGE: Final = "language"
ROUTING: Final = "routing"
AGENTS: Final = "agents"
RING_PATTERN: Final = "ring_pattern"
ALTERNATE: Final = "alternate_number"
TRANSFERS: Final = frozenset({"transfer", "announced_transfer"})
"""What key 0 may do that wants a number."""

SIDES: Final[Mapping[str, str]] = MappingProxyType({"open": "businessHoursMenu", "closed": "afterHoursMenu"})

_NAMED_NUMBERS: Final = 5
"""How many free numbers are told."""
_LONGEST_NAME: Final = 80
"""Webex documents no limit; what is too long for it, it refuses."""
_KEY_ACTIONS: Final = TRANSFERS | {"directory", "extension", "repeat", "disabled"}
_AS_IT_IS: Final = Vocabulary({})
_TARGET: Final = "With its country code, such as +19195550100; extensions can be set once the line is there."


class Part(NamedTuple):
    """A field, the path of keys that leads to it at Webex, and Webex's words for its choices."""

    field: Field
    path: tuple[str, ...]
    words: Vocabulary = _AS_IT_IS


class Site(NamedTuple):
    """What there is at a location, and what people call each: schedules, and who can answer."""

    id: str
    name: str
    zone: str
    hours: Sequence[str]
    holidays: Sequence[str]
    agents: Mapping[str, str]
    free: Mapping[str, Sequence[str]]
    """By our kind of line, the phone numbers that it could have; none where they are not known."""


def key_action(side: str) -> str:
    """The name of the field that says what key 0 does while open, or while closed."""
    return f"key_0_{side}"


def key_number(side: str) -> str:
    """The name of the field that says where key 0 leads."""
    return f"key_0_{side}_number"


_REACHED: Final = (
    Part(
        Field(
            name=PHONE_NUMBER,
            label="Phone number",
            type="phone",
            help="A number of the location that nobody has. It, or an extension, or both are needed.",
            prominent=True,
        ),
        ("phoneNumber",),
    ),
    Part(
        Field(
            name=EXTENSION,
            label="Extension",
            type="text",
            minimum=2,
            maximum=10,
            help="Two to ten digits that nobody in the location has. It, or a phone number, or both are needed.",
            prominent=True,
        ),
        ("extension",),
    ),
)
_NAMED: Final = (
    Part(Field(name="zone", label="Time zone", type="zone"), ("timeZone",)),
    Part(
        Field(
            name=LANGUAGE,
            label="Language",
            type="text",
            minimum=2,
            maximum=20,
            help="The language of the standard announcements, by Webex's code, such as en_us.",
        ),
        ("languageCode",),
    ),
    Part(
        Field(name="first_name", label="First name for caller id", type="text", minimum=1, maximum=_LONGEST_NAME),
        ("firstName",),
    ),
    Part(
        Field(name="last_name", label="Last name for caller id", type="text", minimum=1, maximum=_LONGEST_NAME),
        ("lastName",),
    ),
)


def _of_place(place: Place, *, least: int = 0) -> Part:
    """A setting that can also be made later, as a field."""
    option = place.option
    suggestion = _SUGGESTIONS.get(option.name)
    field = field_of(option, required=suggestion is not None, suggestion=suggestion)
    if option.type == "phone":
        field = field.model_copy(update={"help": _TARGET})
    return Part(field, tuple(map(to_camel, place.path[least:])), place.words)


_SUGGESTIONS: Final[Mapping[str, FieldValue]] = MappingProxyType(
    {
        "dial_extension_open": True,
        "dial_extension_closed": False,
        "greeting_open": "standard",
        "greeting_closed": "standard",
        ROUTING_TYPE: "by_order",
        "queue_size": 10,
        OVERFLOW: "busy",
    }
)
"""What Webex has to be told and people are shown."""


def _attendant_place(name: str) -> Part:
    part = _of_place(next(each for each in ATTENDANT_PLACES if each.option.name == name))
    if not name.startswith("greeting"):
        return part
    standard = tuple(each for each in part.field.choices if each[0] == "standard")
    return part._replace(field=part.field.model_copy(update={"choices": standard}))


def _side(side: str) -> Sequence[Part]:
    actions = {option.name: option.label for option in MENU_ACTIONS.values()}
    path = (SIDES[side], "keyConfigurations")
    return (
        _attendant_place(f"greeting_{side}"),
        _attendant_place(f"dial_extension_{side}"),
        Part(
            Field(
                name=key_action(side),
                label=f"Key 0 while {side}",
                type="choice",
                required=True,
                choices=tuple((name, label) for name, label in actions.items() if name in _KEY_ACTIONS),
                suggestion="repeat",
                help="The other keys can be set once the line is there.",
            ),
            path,
        ),
        Part(
            Field(
                name=key_number(side),
                label=f"Number for key 0 while {side}",
                type="phone",
                help=_TARGET,
                risk="high",
            ),
            path,
        ),
    )


_ATTENDANT_PARTS: Final = (
    *_REACHED,
    Part(
        Field(name="business_schedule", label="Business hours", type="choice", required=True),
        ("businessSchedule",),
    ),
    *_side("open"),
    *_side("closed"),
    Part(Field(name="holiday_schedule", label="Holidays", type="choice"), ("holidaySchedule",)),
    *_NAMED,
    _attendant_place("extension_scope"),
    _attendant_place("name_scope"),
    Part(
        Field(name=ALTERNATE, label="Alternate number", type="phone", help="Another number for the same line."),
        ("alternateNumbers",),
    ),
)

_NOTES: Final[Mapping[str, str]] = MappingProxyType(
    {
        ATTENDANT: "Its menus have key 0 only at first: add the other keys once it is made.",
        QUEUE: "It is open around the clock at first: set its hours once it is made.",
    }
)
"""What is left to do once a line is made, by our kind of line."""

_NOBODY: Final = "Nobody answers it yet: no agents were chosen."

_QUEUE_ROOTS: Final = ("queue.queue_settings", "queue.call_policies")
_NOT_IN_A_NEW_QUEUE: Final = frozenset({"welcome_message", "wait_message", "comfort_message", "comfort_message_bypass"})
_MUSIC: Final = frozenset({"moh_message", "whisper_message"})

_QUEUE_PARTS: Final = (
    *_REACHED,
    Part(
        Field(
            name=ROUTING,
            label="Routing",
            type="choice",
            required=True,
            choices=tuple(each for each in ROUTINGS.values() if each[0] != "weighted"),
            suggestion="round_robin",
            help="Calls can be shared out by percentages once the line is there.",
        ),
        ("callPolicies", "policy"),
        ROUTING_WORDS,
    ),
    Part(
        Field(
            name=AGENTS,
            label="Agents",
            type="choices",
            help="Who answers; nobody, if nobody is chosen.",
            missing=_NOBODY,
        ),
        ("agents",),
    ),
    *(
        _of_place(each, least=1)
        for each in QUEUE_PLACES
        if ".".join(each.path[:2]) in _QUEUE_ROOTS and each.path[2] not in _NOT_IN_A_NEW_QUEUE | _MUSIC
    ),
    *_NAMED,
    Part(
        Field(
            name=RING_PATTERN,
            label="Distinctive ring",
            type="choice",
            choices=(
                ("NORMAL", "Normal"),
                ("LONG_LONG", "Long, long"),
                ("SHORT_SHORT_LONG", "Short, short, long"),
                ("SHORT_LONG_SHORT", "Short, long, short"),
            ),
            help="How calls of the queue ring.",
        ),
        ("callPolicies", "distinctiveRing", "ringPattern"),
    ),
)

PARTS: Final[Mapping[str, Mapping[str, Part]]] = MappingProxyType(
    {
        ATTENDANT: {each.field.name: each for each in _ATTENDANT_PARTS},
        QUEUE: {each.field.name: each for each in _QUEUE_PARTS},
    }
)
"""By our kind of line, all that can be said of it, by name."""


def kind_name(kind: str, location_id: str) -> str:
    """What tells a kind of line at a location apart."""
    return f"{kind}:{location_id}"


def kind_and_place(name: str) -> tuple[str, str]:
    """The kind of line, and the location, that `kind_name` has named."""
    kind, _, location_id = name.partition(":")
    return kind, location_id


def kinds_at(site: Site, system: str) -> list[LineKind]:
    """What can be made at a location; an auto attendant only where there are business hours for it."""
    found = [
        LineKind(
            system=system,
            name=kind_name(kind, site.id),
            label=f"{kind} in {site.name}",
            fields=tuple(_fields(PARTS[kind].values(), site, site.free[kind])),
            longest_name=_LONGEST_NAME,
            note=_NOTES[kind] if kind == ATTENDANT or site.agents else f"{_NOTES[kind]} {_NOBODY}",
        )
        for kind in (ATTENDANT, QUEUE)
    ]
    return found if site.hours else found[1:]


def some_of(numbers: Sequence[str]) -> str:
    """Which phone numbers are free, as a sentence."""
    more = f" and {len(numbers) - _NAMED_NUMBERS} more" if len(numbers) > _NAMED_NUMBERS else ""
    return f"Free: {', '.join(numbers[:_NAMED_NUMBERS])}{more}."


def _fields(parts: Iterable[Part], site: Site, free: Sequence[str]) -> Iterable[Field]:
    reached = PARTS[QUEUE][PHONE_NUMBER].field.help
    here: Mapping[str, Mapping[str, Any]] = {
        PHONE_NUMBER: {"help": f"{reached} {some_of(free)}" if free else reached},
        "zone": {"suggestion": site.zone or None},
        "business_schedule": {"choices": _by_name(site.hours), "suggestion": _only(site.hours)},
        "holiday_schedule": {"choices": _by_name(site.holidays)},
        AGENTS: {"choices": tuple(site.agents.items())},
    }
    for each in parts:
        field = each.field.model_copy(update=here.get(each.field.name, {}))
        if field.type not in {"choice", "choices"} or field.choices:
            yield field


def _only(names: Sequence[str]) -> str | None:
    return names[0] if len(names) == 1 else None


def _by_name(names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple((each, each) for each in names)
