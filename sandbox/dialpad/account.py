"""One company's account: what Dialpad knows, as one immutable value that each write replaces."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal, Self, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field

from sandbox.dialpad.hours import is_open
from sandbox.dialpad.settings import Settings, Target
from sandbox.refusals import RefusedError

State = Literal["active", "cancelled", "deleted", "pending", "suspended"]
HolidayKind = Literal["holiday_open", "holiday_closed"]
Role = Literal["operator", "supervisor", "admin"]

Found = TypeVar("Found")


class Record(BaseModel, frozen=True, extra="forbid"):
    """A part of the account."""


class Holiday(Record):
    """Days with other hours, first and last included; Dialpad's own administrators make them, no request can."""

    name: str
    first: date
    last: date
    kind: HolidayKind = "holiday_closed"

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last


class Live(Record):
    """The figures of this moment, which stay as they are set."""

    pending: int = 0
    on_duty_operators: int = 0
    capacity: int = 0
    longest_call_wait_time: int = 0


class Operator(Record):
    """A user's part in a call center."""

    role: Role = "operator"
    skill_level: int = 100


class Duty(Record):
    """Whether a user takes calls now, in all call centers at once."""

    on_duty: bool = True
    reason: str = ""
    since: datetime | None = None


class Place(Record):
    """What offices, departments and call centers have in common."""

    id: int
    name: str
    state: State = "active"
    country: str = "us"
    timezone: str = "America/New_York"
    phone_numbers: tuple[str, ...] = ()


class Office(Place):
    """An office."""

    is_primary_office: bool = False


class Department(Place):
    """A department; here only a target of menus."""

    office_id: int


class User(Record):
    """A person with a telephone."""

    id: int
    office_id: int
    first_name: str
    last_name: str
    email: str
    phone_numbers: tuple[str, ...] = ()
    state: State = "active"
    is_super_admin: bool = False
    timezone: str = "America/New_York"
    duty: Duty = Duty()


class CallCenter(Record):
    """A call center: its place in the company, what is written on it, and who serves it."""

    id: int
    office_id: int
    settings: Settings
    state: State = "active"
    country: str = "us"
    timezone: str = "America/New_York"
    phone_numbers: tuple[str, ...] = ()
    operators: Mapping[int, Operator] = Field(default_factory=dict)
    holidays: tuple[Holiday, ...] = ()
    live: Live = Live()

    @property
    def name(self) -> str:
        """What it is called."""
        return self.settings.name

    def holiday(self, now: datetime) -> Holiday | None:
        """The holiday that it has today, if any."""
        today = now.astimezone(ZoneInfo(self.timezone)).date()
        return next((holiday for holiday in self.holidays if holiday.covers(today)), None)

    def availability(self, now: datetime) -> str:
        """Whether callers reach it: open, closed, holiday_open or holiday_closed."""
        if holiday := self.holiday(now):
            return holiday.kind
        if not self.settings.hours_on:
            return "open"
        return "open" if is_open(self.settings.week, now, ZoneInfo(self.timezone)) else "closed"


class Account(Record):
    """The whole company."""

    company_id: int
    offices: Mapping[int, Office]
    departments: Mapping[int, Department]
    users: Mapping[int, User]
    call_centers: Mapping[int, CallCenter]
    last_id: int

    def call_center(self, key: int) -> CallCenter:
        """The call center with this id."""
        return found(self.call_centers, key, "call center")

    def office(self, key: int) -> Office:
        """The office with this id."""
        return found(self.offices, key, "office")

    def user(self, key: int) -> User:
        """The user with this id."""
        return found(self.users, key, "user")

    def with_call_center(self, call_center: CallCenter) -> Self:
        """The account with this call center as it is now."""
        self._check_name(call_center)
        self._check_targets(call_center.settings.targets)
        call_centers = {**self.call_centers, call_center.id: call_center}
        last_id = max(self.last_id, call_center.id)
        return self.model_copy(update={"call_centers": call_centers, "last_id": last_id})

    def without_call_center(self, key: int) -> Self:
        """The account after a call center was deleted."""
        call_centers = {id_: each for id_, each in self.call_centers.items() if id_ != key}
        return self.model_copy(update={"call_centers": call_centers})

    def with_user(self, user: User) -> Self:
        """The account with this user as they are now."""
        return self.model_copy(update={"users": {**self.users, user.id: user}})

    def _check_name(self, call_center: CallCenter) -> None:
        for other in self.call_centers.values():
            same = other.office_id == call_center.office_id and other.name.casefold() == call_center.name.casefold()
            if same and other.id != call_center.id:
                raise RefusedError(409, f"name: {call_center.name!r} is already used in this office")

    def _check_targets(self, targets: list[Target]) -> None:
        known: Mapping[str | None, Mapping[int, Any]] = {
            "callcenter": self.call_centers,
            "department": self.departments,
            "office": self.offices,
            "user": self.users,
        }
        for target in targets:
            kind = target.action_target_type
            if kind in known and target.action_target_id not in known[kind]:
                raise RefusedError(400, f"action_target_id: there is no {kind} {target.action_target_id}")


def found(records: Mapping[int, Found], key: int, kind: str) -> Found:
    """The record with this id, or Dialpad's 404."""
    if key not in records:
        raise RefusedError(404, f"There is no {kind} {key}")
    return records[key]
