"""Schedules: events of business hours or of holidays, which belong to a location.

Where Webex's documents are silent, this is played:

* An event that names weekdays takes place on these alone; its first day only says from when on.
* An event may end on a later day than it starts; it then lasts from its start to its end without a break.
* An event that ends at 23:59 lasts until midnight.
"""

from datetime import date
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, StringConstraints, model_validator

from sandbox.webex.blocks import Block, Name

ScheduleType = Literal["businessHours", "holidays"]
Level = Literal["LOCATION", "ORGANIZATION"]
Clock = Annotated[str, StringConstraints(pattern=r"^(?:[01][0-9]|2[0-3]):[0-5][0-9]$")]
Week = Literal["FIRST", "SECOND", "THIRD", "FOURTH", "LAST"]
Day = Literal["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"]
Month = Literal[
    "JANUARY",
    "FEBRUARY",
    "MARCH",
    "APRIL",
    "MAY",
    "JUNE",
    "JULY",
    "AUGUST",
    "SEPTEMBER",
    "OCTOBER",
    "NOVEMBER",
    "DECEMBER",
]
Date = Annotated[date, Field(ge=date(1971, 1, 1), le=date(2199, 12, 31))]
LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class RecurWeekly(Block):
    """On these weekdays of every week. The interval is for users' schedules, but official clients send it here too."""

    sunday: bool
    monday: bool
    tuesday: bool
    wednesday: bool
    thursday: bool
    friday: bool
    saturday: bool
    recur_interval: Literal[1] | None = Field(default=None, exclude=True)

    @property
    def days(self) -> tuple[bool, ...]:
        """Whether it takes place, Monday first."""
        return (self.monday, self.tuesday, self.wednesday, self.thursday, self.friday, self.saturday, self.sunday)

    @model_validator(mode="after")
    def _some_day(self) -> Self:
        if not any(self.days):
            message = "recurWeekly needs at least one day"
            raise ValueError(message)
        return self


class RecurYearlyByDate(Block):
    """On the same date of every year."""

    day_of_month: int = Field(ge=1, le=31)
    month: Month

    @property
    def month_number(self) -> int:
        """The month, January being 1."""
        return get_args(Month).index(self.month) + 1

    @model_validator(mode="after")
    def _exists(self) -> Self:
        if self.day_of_month > LONGEST_MONTHS[self.month_number - 1]:
            message = f"there is no {self.day_of_month} {self.month}"
            raise ValueError(message)
        return self


class RecurYearlyByDay(Block):
    """On the first, second … last such weekday of the same month of every year."""

    day: Day
    week: Week
    month: Month


class Recurrence(Block):
    """When an event takes place again."""

    recur_for_ever: bool | None = None
    recur_end_date: Date | None = None
    recur_weekly: RecurWeekly | None = None
    recur_yearly_by_date: RecurYearlyByDate | None = None
    recur_yearly_by_day: RecurYearlyByDay | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = (self.recur_weekly, self.recur_yearly_by_date, self.recur_yearly_by_day)
        if sum(each is not None for each in ways) != 1:
            message = "give one of recurWeekly, recurYearlyByDate and recurYearlyByDay"
            raise ValueError(message)
        if self.recur_for_ever and self.recur_end_date:
            message = "recurForEver and recurEndDate contradict each other"
            raise ValueError(message)
        return self


class Event(Block):
    """One entry of a schedule, on the wall clock of whoever uses the schedule."""

    name: Name
    start_date: Date
    end_date: Date
    start_time: Clock | None = None
    end_time: Clock | None = None
    all_day_enabled: bool | None = None
    recurrence: Recurrence | None = None

    @model_validator(mode="after")
    def _says_when(self) -> Self:
        times = (self.start_time, self.end_time)
        if self.all_day_enabled and any(times):
            message = "an event that lasts all day has no startTime and no endTime"
            raise ValueError(message)
        if not self.all_day_enabled and not all(times):
            message = "startTime and endTime are mandatory unless allDayEnabled is true"
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _ends_after_its_start(self) -> Self:
        if (self.end_date, self.end_time or "24:00") <= (self.start_date, self.start_time or "00:00"):
            message = "an event must end after it starts"
            raise ValueError(message)
        if self.recurrence and (self.end_date - self.start_date).days >= (7 if self.recurrence.recur_weekly else 365):
            message = "an event must end before it recurs"
            raise ValueError(message)
        return self


class Schedule(Block):
    """A named list of events; names are unique among a location's schedules of one type."""

    location_id: str
    type: ScheduleType
    name: Name
    events: tuple[Event, ...] = ()
