"""Everything that a client may write, as Telegent's documents describe it.

Where the documents are silent, the strict reading is played, so that a client that passes here is safe there:

* Types are exact, `null` is refused, and so is every field that is not documented for that request.
* `""` means unset, as it does in Telegent's answers; a name and a type cannot be unset.
* What belongs together is refused alone, and of two targets that exclude each other neither is chosen.
"""

import json
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, Field, StringConstraints, ValidationError, model_validator
from pydantic.alias_generators import to_pascal

from sandbox.telegent.errors import InvalidError
from sandbox.telegent.hours import Midnight, interval

E164 = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
UPDATABLE = frozenset(
    {
        "Name",
        "TelegentPhone",
        "Type",
        "CallOrder",
        "AnnouncementText",
        "AnnouncementUrl",
        "ScheduleId",
        "TimeZone",
        "RecordCalls",
        "TranscribeRecordings",
        "OffHoursType",
        "OffHoursId",
        "OnHoursType",
        "OnHoursId",
        "AccountId",
    }
)
"""What can be written on a workgroup that is there already."""


class Body(
    BaseModel,
    frozen=True,
    strict=True,
    extra="forbid",
    alias_generator=to_pascal,
    validate_by_name=True,
    validate_by_alias=True,
    serialize_by_alias=True,
):
    """A value that a client writes."""


Read = TypeVar("Read", bound=Body)


def _number(written: str) -> str:
    if written and not E164.fullmatch(written):
        message = f"{written!r} is not a phone number such as +19195550100"
        raise ValueError(message)
    return written


def _zone(written: str) -> str:
    try:
        return written and ZoneInfo(written).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        message = f"{written!r} is not a time zone"
        raise ValueError(message) from error


def _address(written: str) -> str:
    parts = urlsplit(written)
    if written and not (parts.scheme in {"http", "https"} and parts.netloc):
        message = f"{written!r} is not an address such as https://example.com/hello.wav"
        raise ValueError(message)
    return written


Name = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]
Number = Annotated[str, AfterValidator(_number)]
Zone = Annotated[str, AfterValidator(_zone)]
Address = Annotated[str, AfterValidator(_address)]
Digits = Annotated[str, StringConstraints(pattern=r"^[0-9]{0,9}$")]
WorkgroupType = Literal["IVR", "simultaneous", "round-robin"]
TargetType = Literal["User", "Workgroup"]


class Settings(Body):
    """All that is writable on a workgroup."""

    name: Name
    type: WorkgroupType
    telegent_phone: Number = ""
    call_order: Digits = ""
    announcement_text: str = ""
    announcement_url: Address = ""
    internal_extension: Digits = ""
    caller_id_type: str = ""
    caller_id_name: str = ""
    record_calls: bool = False
    transcribe_recordings: bool = False
    schedule_id: str = ""
    time_zone: Zone = ""
    hold_music_id: str = ""
    ai_recording: bool = False
    off_hours_type: TargetType | Literal[""] = ""
    off_hours_id: str = ""
    on_hours_type: TargetType | Literal[""] = ""
    on_hours_id: str = ""
    wait_between: Digits = ""
    toll_free_number: Number = ""
    account_id: str = ""

    @model_validator(mode="after")
    def _targets_are_whole(self) -> Self:
        for name, kind, key in self.targets:
            if bool(kind) != bool(key):
                message = f"{name}Type and {name}Id belong together"
                raise ValueError(message)
        return self

    @property
    def targets(self) -> tuple[tuple[str, str, str], ...]:
        """Where calls go off hours and on hours: the fields' common name, the type, the id."""
        return (
            ("OffHours", self.off_hours_type, self.off_hours_id),
            ("OnHours", self.on_hours_type, self.on_hours_id),
        )

    def changed(self, body: Mapping[str, Any]) -> Self:
        """These settings after an update: what it does not mention stays."""
        refused = {field: f"The {field} field cannot be updated." for field in body if field not in UPDATABLE}
        if refused:
            raise InvalidError(refused)
        return read_body(type(self), {**self.model_dump(mode="json"), **body})


class ActivityBody(Body):
    """A member of a workgroup, or what a digit of its menu does."""

    workgroup_id: str
    type: TargetType
    digit_order: int | None = Field(default=None, ge=0, le=9)
    phone_number: Number = ""
    reference_workgroup_id: str = ""
    reference_user_id: str = ""
    sms_notification: bool = False
    email_notification: bool = False

    @model_validator(mode="after")
    def _has_one_target(self) -> Self:
        if self.type == "Workgroup" and not self.reference_workgroup_id:
            message = "a Workgroup needs its ReferenceWorkgroupId"
            raise ValueError(message)
        if self.type == "User" and bool(self.reference_user_id) == bool(self.phone_number):
            message = "a User needs either a ReferenceUserId or a PhoneNumber"
            raise ValueError(message)
        return self

    def changed(self, body: Mapping[str, Any]) -> Self:
        """This activity after an update: what it does not mention stays."""
        return read_body(type(self), {**self.model_dump(mode="json", exclude_none=True), **body})


class ScheduleBody(Body):
    """A week with one interval a day; a day without times is closed."""

    name: Name
    monday_start_time: str = ""
    monday_end_time: str = ""
    tuesday_start_time: str = ""
    tuesday_end_time: str = ""
    wednesday_start_time: str = ""
    wednesday_end_time: str = ""
    thursday_start_time: str = ""
    thursday_end_time: str = ""
    friday_start_time: str = ""
    friday_end_time: str = ""
    saturday_start_time: str = ""
    saturday_end_time: str = ""
    sunday_start_time: str = ""
    sunday_end_time: str = ""

    def times(self, weekday: str) -> tuple[str, str]:
        """A day's start and end, as they are written."""
        return getattr(self, f"{weekday.lower()}_start_time"), getattr(self, f"{weekday.lower()}_end_time")

    def check(self, midnight: Midnight) -> None:
        """Refuse days that are not one interval."""
        problems = {}
        for weekday in WEEKDAYS:
            try:
                interval(*self.times(weekday), midnight)
            except ValueError as error:
                problems[f"{weekday}StartTime"] = f"The hours of {weekday} are invalid: {error}."
        if problems:
            raise InvalidError(problems)


def read_body(block: type[Read], whole: Mapping[str, Any]) -> Read:
    """A body from JSON, or a refusal that names every wrong field."""
    if nulls := [field for field, value in whole.items() if value is None]:
        raise InvalidError({field: f"The {field} field is invalid: null is not accepted." for field in nulls})
    try:
        return block.model_validate_json(json.dumps(whole), by_alias=True, by_name=False)
    except ValidationError as error:
        raise InvalidError(dict(_problem(each["loc"], each["type"], each["msg"]) for each in error.errors())) from error


def _problem(location: tuple[int | str, ...], kind: str, message: str) -> tuple[str, str]:
    field = str(location[0]) if location else ""
    if kind == "missing":
        return field, f"The {field} field is required."
    subject = f"The {field} field is invalid" if field else "The fields do not fit together"
    return field, f"{subject}: {message.removeprefix('Value error, ')}."
