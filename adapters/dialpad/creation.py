"""A call center to be made: what people may say of it, and the body of the request that makes it. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from adapters.creation import Created, Field, FieldValue, LineKind, NewLine
from adapters.dialpad.hours import ROWS, hours_of, row_body
from adapters.dialpad.options import CALLBACK_KEY, CALLBACK_THRESHOLD, CLOSED_ROUTING, MOST, PLACES, QUEUE_KEYS
from adapters.dialpad.rules import queue_problems
from adapters.dialpad.translate import at, put, setup_of
from adapters.dialpad.wire import CallCenter, Named, parsed
from adapters.dialpad.words import ACTION_WORDS, ACTIONS, KIND, ROUTING_WORDS, ROUTINGS, SYSTEM
from adapters.making import field_of, proven
from adapters.model import DAY, Interval, Line, Weekday, clock_text, merged

_NAME: Final = PLACES[("name",)]
_OPENING_HOURS: Final = "opening_hours"
_ROW_NAMES: Final = {name: day for day, name in ROWS.items()}
_LONGEST_ROW: Final = 200
_MIDDAY: Final = 12
_TIME: Final = re.compile(r"(?P<hour>[0-9]{1,2})(?::(?P<minute>[0-5][0-9]))? ?(?:(?P<half>[ap])\.?m\.?)?")
_NAMED_TIMES: Final = MappingProxyType({"noon": DAY // 2, "midnight": 0})
_SPAN: Final = re.compile(r" ?[-–] ?| to ")
_OPEN_ACTION: Final = "open_action"
_CLOSED_ACTION: Final = "closed_action"
_ROUTING: Final = "routing"
_TARGETLESS: Final = tuple((each.name, each.label) for each in ACTIONS.values() if not each.needs_target)

_ROUTING_NEEDED: Final = (_OPEN_ACTION, _CLOSED_ACTION, "try_agents_open", "try_agents_closed")
"""What Dialpad wants to have whenever anything is said of the routing."""
_SUGGESTIONS: Final[Mapping[str, FieldValue]] = MappingProxyType({"try_agents_open": True, "try_agents_closed": False})


def _row_field(day: Weekday) -> Field:
    return Field(
        name=ROWS[day],
        label=f"{day.title_name} hours",
        type="text",
        minimum=1,
        maximum=_LONGEST_ROW,
        help=f"When the line is open on {day.title_name}: 8am-6pm, or 08:00-12:00, 14:00-18:00, or closed.",
        missing="It is open around the clock until hours are set.",
    )


def _action_field(name: str, when: str) -> Field:
    return Field(
        name=name,
        label=f"Unanswered calls while {when}",
        type="choice",
        choices=_TARGETLESS,
        suggestion="voicemail",
        help=f"What happens while {when} to calls that no agent takes.",
        risk="high",
    )


FIELDS: Final = (
    Field(
        name=_OPENING_HOURS,
        label="Opening hours",
        type="switch",
        help=(
            "Off: open around the clock. On: open as you say of each day, and you say it of every day. Hours of any day"
            " turn it on."
        ),
    ),
    *map(_row_field, Weekday),
    _action_field(_OPEN_ACTION, "open"),
    _action_field(_CLOSED_ACTION, "closed"),
    Field(name=_ROUTING, label="Routing", type="choice", choices=tuple(ROUTINGS.values())),
    Field(name="callback", label="Callback", type="switch", help="Let waiting callers ask to be called back."),
    Field(name=CALLBACK_KEY, label="Callback key", type="choice", choices=tuple((key, key) for key in QUEUE_KEYS)),
    Field(
        name=CALLBACK_THRESHOLD,
        label="Callback threshold",
        type="number",
        minimum=0,
        maximum=MOST,
        help="A callback is offered once more calls wait than this.",
    ),
    *(field_of(each, suggestion=_SUGGESTIONS.get(each.name)) for each in PLACES.values() if each != _NAME),
)
"""All that can be said of a call center but its name."""

_PLACES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        **{option.name: place for place, option in PLACES.items()},
        _OPENING_HOURS: ("hours_on",),
        **{name: (name,) for name in _ROW_NAMES},
        _OPEN_ACTION: ("routing_options", "open", "action"),
        _CLOSED_ACTION: ("routing_options", "closed", "action"),
        _ROUTING: ("routing_options", "open", "operator_routing"),
        "callback": ("hold_queue", "allow_queue_callback"),
        CALLBACK_KEY: ("hold_queue", "queue_callback_dtmf"),
        CALLBACK_THRESHOLD: ("hold_queue", "queue_callback_threshold"),
    }
)
"""Where Dialpad keeps each field."""

_WORDS: Final = MappingProxyType(
    {
        _OPEN_ACTION: ACTION_WORDS,
        _CLOSED_ACTION: ACTION_WORDS,
        _ROUTING: ROUTING_WORDS,
        CLOSED_ROUTING: ROUTING_WORDS,
    }
)


def kind_at(office: Named) -> LineKind:
    """The call centers of an office."""
    return LineKind(
        system=SYSTEM,
        name=str(office.id),
        label=f"{KIND} in {office.full_name}",
        fields=FIELDS,
        longest_name=_NAME.maximum or 0,
        note=(
            "Nobody can call it at first, and nobody answers: add its number and its people in Dialpad's Admin Portal"
            " once it is made."
        ),
    )


def problems(new: NewLine) -> dict[str, str]:
    """Why Dialpad would not take a new call center: a sentence by the field's name, or by `name`."""
    found = {
        **dict(_name_problems(new)),
        **dict(_row_problems(new.values)),
        **dict(_routing_problems(new.values)),
    }
    return found or dict(queue_problems(setup_of(_center(new))))


def body_of(new: NewLine) -> dict[str, Any]:
    """The body that makes a call center without problems; what is not said is left to Dialpad."""
    body: dict[str, Any] = {"name": new.name, "office_id": int(new.kind)}
    implied = {_OPENING_HOURS: True} if _ROW_NAMES.keys() & new.values.keys() else {}
    for name, value in {**implied, **new.values}.items():
        put(body, _PLACES[name], _theirs(name, value))
    return body


def created(line: Line, new: NewLine, center: CallCenter) -> Created:
    """What came of it, as it was read back."""
    asked = {name: _plain_row(str(value)) if name in _ROW_NAMES else value for name, value in new.values.items()}
    return proven(line, new.name, FIELDS, asked, dict(_shown(center, asked)))


def _center(new: NewLine) -> CallCenter:
    """The call center as it would be."""
    return parsed(CallCenter, {"id": 0, **body_of(new)})


def _name_problems(new: NewLine) -> Iterator[tuple[str, str]]:
    problem = _NAME.problem(new.name)
    if problem:
        yield "name", problem
    if not (new.kind.isascii() and new.kind.isdecimal()):
        yield "name", "Dialpad has no such office; start again from the list of what can be made."
    for name in new.values.keys() - _PLACES.keys():
        yield name, f"Dialpad takes nothing called {name} for a new call center; leave it out."


def _row_problems(values: Mapping[str, FieldValue]) -> Iterator[tuple[str, str]]:
    for name in _ROW_NAMES.keys() & values.keys():
        try:
            _row(str(values[name]))
        except ValueError:
            yield name, "Write hours like 8am-6pm, or 08:00-12:00, 14:00-18:00, or closed."
        else:
            if not values.get(_OPENING_HOURS, True):
                yield name, "These hours count only with the opening hours on: turn them on, or leave this empty."
    if values.get(_OPENING_HOURS, _ROW_NAMES.keys() & values.keys()):
        for name in _ROW_NAMES.keys() - values.keys():
            yield name, "Say the hours of this day too, or closed."


def _routing_problems(values: Mapping[str, FieldValue]) -> Iterator[tuple[str, str]]:
    if any(_PLACES[name][0] == "routing_options" for name in values.keys() & _PLACES.keys()):
        for name in _ROUTING_NEEDED:
            if name not in values:
                yield name, "Dialpad takes the routing only as a whole: say this too, or nothing about the routing."


def _row(text: str) -> tuple[Interval, ...]:
    """The intervals that a text names; a `ValueError` if it names none and does not say `closed`."""
    if text.strip().lower() == "closed":
        return ()
    pairs = [_SPAN.split(each.strip(), maxsplit=1) for each in text.lower().split(",")]
    return merged(Interval(start=_minute(start), end=_minute(end) or DAY) for start, end in pairs)


def _minute(text: str) -> int:
    """The minute of a time such as `9am`, `9:30 pm`, `17:00` or `noon`; a bare `9` might be either half of a day."""
    if text in _NAMED_TIMES:
        return _NAMED_TIMES[text]
    found = _TIME.fullmatch(text)
    if not found or not (found["half"] or found["minute"]):
        msg = f"{text!r} is no time of day"
        raise ValueError(msg)
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if not found["half"]:
        return hour * 60 + minute
    if not 1 <= hour <= _MIDDAY:
        msg = f"{text!r} is no time of a twelve-hour clock"
        raise ValueError(msg)
    return (hour % _MIDDAY + (_MIDDAY if found["half"] == "p" else 0)) * 60 + minute


def _row_text(row: Sequence[Interval]) -> str:
    return ", ".join(f"{clock_text(each.start)}-{clock_text(each.end)}" for each in row) or "closed"


def _plain_row(text: str) -> str:
    return _row_text(_row(text))


def _theirs(name: str, value: FieldValue) -> Any:
    if name in _ROW_NAMES:
        return row_body(_row(str(value)))
    return _WORDS[name].theirs(str(value)) if name in _WORDS else value


def _shown(center: CallCenter, names: Mapping[str, FieldValue]) -> Iterator[tuple[str, FieldValue]]:
    hours = hours_of(center)
    for name in names:
        value = at(center, _PLACES[name])
        if name in _ROW_NAMES:
            yield name, _row_text(hours.row(_ROW_NAMES[name]))
        elif value is not None:
            yield name, _WORDS[name].ours(value) if name in _WORDS else value
