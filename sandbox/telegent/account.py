"""One account: what Telegent knows, as one immutable value that each write replaces."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Self, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field

from sandbox.refusals import RefusedError
from sandbox.telegent.bodies import WEEKDAYS, ActivityBody, ScheduleBody, Settings
from sandbox.telegent.errors import InvalidError
from sandbox.telegent.hours import Midnight, covers, interval

Found = TypeVar("Found")


class Record(BaseModel, frozen=True, extra="forbid"):
    """A part of the account."""


class Schedule(Record):
    """A schedule; nobody can change it any more."""

    id: str
    body: ScheduleBody

    @property
    def name(self) -> str:
        """What it is called."""
        return self.body.name

    def is_open(self, moment: datetime, zone: ZoneInfo, midnight: Midnight) -> bool:
        """Whether it is open at that instant, by the clock on the wall in that zone."""
        weekday = WEEKDAYS[moment.astimezone(zone).weekday()]
        return covers(interval(*self.body.times(weekday), midnight), moment, zone)


class Activity(Record):
    """A member of a workgroup, or what a digit of its menu does."""

    id: str
    body: ActivityBody


class Earlier(Record):
    """What a workgroup was before an update that has not come through yet."""

    workgroup: "Workgroup"
    until: datetime


class Workgroup(Record):
    """A workgroup.

    One from old times is shown with the type `ring`, unless it is an IVR, until its type is written.
    """

    id: str
    settings: Settings
    from_old_times: bool = False
    earlier: Earlier | None = None

    @property
    def name(self) -> str:
        """What it is called."""
        return self.settings.name

    @property
    def zone(self) -> ZoneInfo:
        """In which zone its schedule is read; Telegent's documents do not say which one it is by default."""
        return ZoneInfo(self.settings.time_zone or "UTC")

    @property
    def shown_type(self) -> str:
        """The type as reads show it."""
        return "ring" if self.from_old_times and self.settings.type != "IVR" else self.settings.type

    def as_of(self, now: datetime) -> "Workgroup":
        """What it is at that moment, by the updates that have come through."""
        return self.earlier.workgroup if self.earlier and now < self.earlier.until else self


class Account(Record):
    """The whole account; the newest of several activities on one digit is what callers get."""

    id: str
    key: str
    users: Mapping[str, str] = Field(default_factory=dict)
    """Names of people by their ids."""
    workgroups: Mapping[str, Workgroup] = Field(default_factory=dict)
    activities: Mapping[str, Activity] = Field(default_factory=dict)
    schedules: Mapping[str, Schedule] = Field(default_factory=dict)

    def workgroup(self, key: str) -> Workgroup:
        """The workgroup with this id."""
        return _found(self.workgroups, key)

    def activity(self, key: str) -> Activity:
        """The activity with this id."""
        return _found(self.activities, key)

    def activities_of(self, key: str) -> Iterator[Activity]:
        """The activities of a workgroup, the newest last."""
        return (each for each in self.activities.values() if each.body.workgroup_id == key)

    def is_open(self, workgroup: Workgroup, moment: datetime, midnight: Midnight) -> bool:
        """Whether callers find it open at that moment; without a schedule they always do."""
        settled = workgroup.as_of(moment)
        schedule = self.schedules.get(settled.settings.schedule_id)
        return schedule is None or schedule.is_open(moment, settled.zone, midnight)

    def with_workgroup(self, workgroup: Workgroup) -> Self:
        """The account with this workgroup as it is now."""
        settings = workgroup.settings
        self._refer("ScheduleId", settings.schedule_id, self.schedules)
        self._refer("AccountId", settings.account_id, {self.id})
        for name, kind, key in settings.targets:
            self._refer(f"{name}Id", key, self.users if kind == "User" else self.workgroups)
        return self.model_copy(update={"workgroups": {**self.workgroups, workgroup.id: workgroup}})

    def without_workgroup(self, key: str) -> Self:
        """The account after a workgroup was deleted, its activities with it."""
        workgroups = {each.id: each for each in self.workgroups.values() if each.id != key}
        activities = {each.id: each for each in self.activities.values() if each.body.workgroup_id != key}
        return self.model_copy(update={"workgroups": workgroups, "activities": activities})

    def with_activity(self, activity: Activity) -> Self:
        """The account with this activity, which is now the newest."""
        self.workgroup(activity.body.workgroup_id)
        self._refer("ReferenceWorkgroupId", activity.body.reference_workgroup_id, self.workgroups)
        self._refer("ReferenceUserId", activity.body.reference_user_id, self.users)
        others = self.without_activity(activity.id).activities
        return self.model_copy(update={"activities": {**others, activity.id: activity}})

    def without_activity(self, key: str) -> Self:
        """The account after an activity was deleted."""
        activities = {each.id: each for each in self.activities.values() if each.id != key}
        return self.model_copy(update={"activities": activities})

    def with_schedule(self, schedule: Schedule) -> Self:
        """The account with one more schedule."""
        return self.model_copy(update={"schedules": {**self.schedules, schedule.id: schedule}})

    def _refer(self, field: str, key: str, known: Mapping[str, object] | set[str]) -> None:
        if key and key not in known:
            raise InvalidError({field: f"The {field} field is invalid: there is no {key!r} in this account."})


def _found(records: Mapping[str, Found], key: str) -> Found:
    if key not in records:
        raise RefusedError(404)
    return records[key]
