"""New workgroups: every field that Telegent takes when one is made, and how people are asked for them. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal, Self, TypeAlias

from pydantic import BaseModel, ValidationError, model_validator
from pydantic import Field as Limited
from pydantic.alias_generators import to_pascal

from adapters.creation import Field, LineKind, NewLine
from adapters.making import field_of
from adapters.system import Option
from adapters.telegent.options import LONGEST_NAME, NUMBERS, OPTIONS, PLACES
from adapters.telegent.rules import value_problem
from adapters.telegent.translate import SIDES
from adapters.telegent.wire import FieldValue
from adapters.telegent.words import IVR, ROUTINGS, SYSTEM, TARGET_TYPES

Text: TypeAlias = Annotated[str, Limited(min_length=1)]
PhoneNumber: TypeAlias = Annotated[str, Limited(pattern=r"^\+[1-9][0-9]{6,14}$")]
Url: TypeAlias = Annotated[str, Limited(pattern=r"^https?://[^\s/]+\S*$")]
Target: TypeAlias = Literal["User", "Workgroup"]


class NewWorkgroup(
    BaseModel, frozen=True, extra="forbid", strict=True, alias_generator=to_pascal, validate_by_name=True
):
    """A workgroup to be made; what is not given is left to Telegent."""

    name: Text
    type: Literal["IVR", "simultaneous", "round-robin"]
    telegent_phone: PhoneNumber | None = None
    call_order: Text | None = None
    announcement_text: Text | None = None
    announcement_url: Url | None = None
    internal_extension: Text | None = None
    caller_id_type: Literal["original", "workgroup"] | None = None
    caller_id_name: Text | None = None
    record_calls: bool | None = None
    transcribe_recordings: bool | None = None
    schedule_id: Text | None = None
    time_zone: Text | None = None
    hold_music_id: Text | None = None
    ai_recording: bool | None = None
    off_hours_type: Target | None = None
    off_hours_id: Text | None = None
    on_hours_type: Target | None = None
    on_hours_id: Text | None = None
    wait_between: Text | None = None
    toll_free_number: PhoneNumber | None = None
    account_id: Text | None = None

    @model_validator(mode="after")
    def _leads_somewhere(self) -> Self:
        for kind, target in ((self.off_hours_type, self.off_hours_id), (self.on_hours_type, self.on_hours_id)):
            if (kind is None) != (target is None):
                msg = "where calls go is a type and an id"
                raise ValueError(msg)
        return self

    def body(self) -> dict[str, FieldValue]:
        """The workgroup as JSON in Telegent's words."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)


_RINGING: Final = "Add the people whom it rings in Telegent's portal once it is made."
KINDS: Final[Mapping[str, tuple[str, str, str]]] = MappingProxyType(
    {
        "menu": (IVR, "workgroup with a menu", "It has no keys at first: add them once it is made."),
        **{
            routing: (word, f"workgroup that rings: {label.lower()}", _RINGING)
            for word, (routing, label) in ROUTINGS.items()
        },
    }
)
"""The name of a kind → Telegent's type, what people call it, and what is left to do."""

_ZONE: Final = "time_zone"
_SCHEDULE: Final = "schedule"
_ACCOUNT: Final = "account"
_LONGEST_ID: Final = 100
_OTHERWISE: Final = "Telegent does not take this value: choose another one, or leave it out."
_TARGETS: Final = {f"{side}_{what}": (side, what) for side, *_ in SIDES for what in TARGET_TYPES}
_PLACES: Final = {_ZONE: "TimeZone", _SCHEDULE: "ScheduleId", _ACCOUNT: "AccountId"}


def kinds(
    schedules: Sequence[tuple[str, str]], workgroups: Sequence[tuple[str, str]], zone: str
) -> tuple[LineKind, ...]:
    """The kinds of workgroup that can be made, with pairs of id and name to choose from."""
    fields = tuple(_fields(schedules, workgroups, zone))
    return tuple(
        LineKind(system=SYSTEM, name=name, label=label, fields=fields, longest_name=LONGEST_NAME, note=note)
        for name, (_, label, note) in KINDS.items()
    )


def problems(new: NewLine) -> dict[str, str]:
    """Why Telegent would not take a new line, by the name of the field."""
    found: dict[str, str] = {}
    if _ZONE not in new.values:
        found[_ZONE] = "Name the time zone, such as America/New_York: the hours are told in it."
    for name, value in new.values.items():
        problem = value_problem(name, str(value))
        if problem:
            found[name] = problem
    for side, *_ in SIDES:
        if {f"{side}_line", f"{side}_person"} <= new.values.keys():
            found[f"{side}_person"] = f"While {side}, calls go to a person or to another line: leave one of them empty."
    if not found:
        try:
            workgroup(new)
        except ValidationError as error:
            wrong = {str(each["loc"][0]) for each in error.errors()}
            found |= {name: _OTHERWISE for name in ("name", *new.values) if wrong & set(_fields_of(name))}
    return found


def workgroup(new: NewLine) -> NewWorkgroup:
    """What Telegent is asked to make."""
    body: dict[str, Any] = {"Name": new.name, "Type": KINDS[new.kind][0]}
    for name, value in new.values.items():
        if name in _TARGETS:
            kind_field, id_field = _fields_of(name)
            body |= {kind_field: TARGET_TYPES[_TARGETS[name][1]], id_field: value}
        else:
            body[_fields_of(name)[0]] = value
    return NewWorkgroup.model_validate(body)


def label(field: str) -> str:
    """What people call a field of Telegent's."""
    return OPTIONS[field].label if field in OPTIONS else _LABELS[field]


_LABELS: Final = {
    "Type": "Type",
    "TimeZone": "Time zone",
    "ScheduleId": "Hours",
    "AccountId": "Account",
    "OnHoursType": "Calls while open",
    "OnHoursId": "Calls while open",
    "OffHoursType": "Calls while closed",
    "OffHoursId": "Calls while closed",
}


def _fields_of(name: str) -> tuple[str, ...]:
    """Telegent's fields for what the form asks under a name."""
    if name in _TARGETS:
        return next((kind, key) for side, kind, key in SIDES if side == _TARGETS[name][0])
    return (_PLACES.get(name) or PLACES[name],)


def _fields(schedules: Sequence[tuple[str, str]], workgroups: Sequence[tuple[str, str]], zone: str) -> Iterator[Field]:
    yield Field(
        name=_ZONE,
        label=_LABELS["TimeZone"],
        type="zone",
        required=True,
        suggestion=zone or None,
        help="The hours are told in it.",
    )
    if schedules:
        text = "Hours that are there already; without any it is always open until hours are set."
        yield Field(name=_SCHEDULE, label=_LABELS["ScheduleId"], type="choice", choices=tuple(schedules), help=text)
    for option in OPTIONS.values():
        if option.name != "name":
            yield _asked(option)
    for side, *_ in SIDES:
        text = f"Where calls go while {side}, if not to the workgroup itself"
        if workgroups:
            yield Field(
                name=f"{side}_line",
                label=f"Calls while {side}: another line",
                type="choice",
                choices=tuple(workgroups),
                help=f"{text}: another line.",
            )
        yield Field(
            name=f"{side}_person",
            label=f"Calls while {side}: a person",
            type="text",
            minimum=1,
            maximum=_LONGEST_ID,
            help=f"{text}: the id of a person in Telegent.",
            risk="high",
        )
    yield Field(
        name=_ACCOUNT,
        label=_LABELS["AccountId"],
        type="text",
        minimum=1,
        maximum=_LONGEST_ID,
        help="The id of the account that it belongs to, if not of the one whose key is used.",
    )


def _asked(option: Option) -> Field:
    """How people are asked for what can later be set as an option."""
    field = field_of(option)
    if option.name in NUMBERS:
        return field.model_copy(update={"type": "phone", "minimum": None, "maximum": None})
    return field.model_copy(update={"minimum": 1}) if option.type == "text" else field
