"""New workgroups: every field that Telegent takes when one is made, and how people are asked for them. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal, Self, TypeAlias

from pydantic import BaseModel, ValidationError, model_validator
from pydantic import Field as Limited
from pydantic.alias_generators import to_pascal

from adapters.creation import Created, Field, FieldValue, LineKind, NewLine
from adapters.making import field_of, proven
from adapters.model import Line, MenuName
from adapters.system import Option
from adapters.telegent.options import LONGEST_NAME, NUMBERS, OPTIONS, PLACES, WHERE_IDS_ARE
from adapters.telegent.rules import value_problem
from adapters.telegent.translate import SIDES
from adapters.telegent.wire import Fields, WireValue, same_id
from adapters.telegent.words import ADDRESS, E164, IVR, ROUTINGS, SYSTEM, TARGET_TYPES, target_kind

Text: TypeAlias = Annotated[str, Limited(min_length=1)]
PhoneNumber: TypeAlias = Annotated[str, Limited(pattern=f"^{E164}$")]
Url: TypeAlias = Annotated[str, Limited(pattern=f"^{ADDRESS}$")]
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

    def body(self) -> dict[str, WireValue]:
        """The workgroup as JSON in Telegent's words."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)


_NO_NUMBER: Final = "It has no phone number, so nobody can call it yet."
_NO_HOURS: Final = "It is open around the clock until hours are set."
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
_OTHERWISE: Final = "Telegent does not take this value: choose another one"
_TYPE: Final = Field(
    name="type", label="Type", type="choice", choices=tuple((name, label) for name, (_, label, _) in KINDS.items())
)
_TARGETS: Final = {f"{side}_{what}": (side, what) for side, *_ in SIDES for what in TARGET_TYPES}
_PLACES: Final = {_ZONE: "TimeZone", _SCHEDULE: "ScheduleId", _ACCOUNT: "AccountId"}


def kinds(
    schedules: Sequence[tuple[str, str]], workgroups: Sequence[tuple[str, str]], zone: str
) -> tuple[LineKind, ...]:
    """The kinds of workgroup that can be made, with pairs of id and name to choose from."""
    fields = form(schedules, workgroups, zone)
    return tuple(
        LineKind(
            system=SYSTEM,
            name=name,
            label=label,
            fields=fields,
            longest_name=LONGEST_NAME,
            note=note if schedules else f"{note} {_NO_HOURS}",
        )
        for name, (_, label, note) in KINDS.items()
    )


def form(schedules: Sequence[tuple[str, str]], workgroups: Sequence[tuple[str, str]], zone: str) -> tuple[Field, ...]:
    """All that can be said of a new workgroup but its name and kind, with pairs of id and name to choose from."""
    return tuple(_fields(schedules, workgroups, zone))


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
            needed = {"name", _ZONE}
            for name in ("name", *new.values):
                if wrong & set(_fields_of(name)):
                    found[name] = f"{_OTHERWISE}." if name in needed else f"{_OTHERWISE}, or leave it out."
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


def created(line: Line, new: NewLine, form: Sequence[Field], shown: Fields) -> Created:
    """What came of it; `form` names everything that can be chosen, and `shown` is what Telegent shows."""
    named = line.model_copy(update={"name": str(shown["Name"])})
    asked = {_TYPE.name: new.kind, **new.values}
    return proven(named, new.name, (_TYPE, *form), asked, dict(_shown(asked, form, shown)))


def _shown(asked: Mapping[str, FieldValue], form: Iterable[Field], fields: Fields) -> Iterator[tuple[str, FieldValue]]:
    """What Telegent shows of what was asked for, by the names of the form."""
    ids = {field.name: [value for value, _ in field.choices] for field in form}
    for name, value in asked.items():
        if name == _TYPE.name:
            yield from ((name, kind) for kind, (word, *_) in KINDS.items() if word == fields.get("Type"))
        elif name in _TARGETS:
            yield from ((name, target) for target in _shown_target(_TARGETS[name], *map(fields.get, _fields_of(name))))
        elif name == _SCHEDULE and "ScheduleId" in fields:
            found = str(fields["ScheduleId"])
            yield name, next((each for each in (str(value), *ids.get(name, ())) if same_id(each, found)), found)
        elif _fields_of(name)[0] in fields:
            yield name, fields[_fields_of(name)[0]]


def _shown_target(asked: tuple[MenuName, str], word: WireValue | None, target: WireValue | None) -> Iterator[str]:
    """Where calls of a side go as far as it is shown; elsewhere than to what was asked for, with what that is."""
    kind = None if word is None else target_kind(str(word))
    if kind not in {None, asked[1]}:
        yield f"{kind} {target or ''}".strip()
    elif target is not None:
        yield str(target)


def _fields_of(name: str) -> tuple[str, ...]:
    """Telegent's fields for what the form asks under a name."""
    if name in _TARGETS:
        return next((kind, key) for side, kind, key in SIDES if side == _TARGETS[name][0])
    return (_PLACES.get(name) or PLACES[name],)


def _fields(schedules: Sequence[tuple[str, str]], workgroups: Sequence[tuple[str, str]], zone: str) -> Iterator[Field]:
    yield Field(
        name=_ZONE,
        label="Time zone",
        type="zone",
        required=True,
        suggestion=zone or None,
        help="The hours are told in it.",
    )
    if schedules:
        text = "Hours that are there already; without any it is always open until hours are set."
        yield Field(
            name=_SCHEDULE, label="Hours", type="choice", choices=tuple(schedules), help=text, missing=_NO_HOURS
        )
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
            help=f"{text}: the id of a person. {WHERE_IDS_ARE}",
            risk="high",
        )
    yield Field(
        name=_ACCOUNT,
        label="Account",
        type="text",
        minimum=1,
        maximum=_LONGEST_ID,
        help=f"The id of its account, if it is not the one whose key Switchhook uses. {WHERE_IDS_ARE}",
    )


def _asked(option: Option) -> Field:
    """How people are asked for what can later be set as an option."""
    field = field_of(option)
    if option.name in NUMBERS:
        return field.model_copy(update={"risk": "low", "missing": _NO_NUMBER})
    return field.model_copy(update={"minimum": 1}) if option.type == "text" else field
