"""One organisation: what Webex knows of it, as one immutable value that each write replaces."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, Self, TypeVar

from pydantic import BaseModel, Field

from sandbox.webex.attendant_settings import AttendantSettings
from sandbox.webex.errors import BackendError, RefusedError
from sandbox.webex.forwarding_settings import Forwarding
from sandbox.webex.identifiers import schedule_id
from sandbox.webex.menus import AudioFile
from sandbox.webex.queue_settings import QueueDefaults, QueueSettings
from sandbox.webex.services import ForcedForward, HolidayService, NightService, StrandedCalls
from sandbox.webex.timetables import Schedule, ScheduleType

AgentState = Literal["SIGN_IN", "SIGN_OUT", "AVAILABLE", "UNAVAILABLE", "WRAP_UP"]

Found = TypeVar("Found")


class Record(BaseModel, frozen=True, extra="forbid"):
    """A part of the organisation."""


class Location(Record):
    """A place, with a zone, an address and numbers of its own."""

    id: str
    name: str
    timezone: str
    country: str
    address: str
    city: str
    state: str
    postal_code: str
    main_number: str
    numbers: tuple[str, ...]


class Person(Record):
    """Somebody with a telephone, who may be an agent of queues."""

    id: str
    location_id: str
    first_name: str
    last_name: str
    email: str
    extension: str
    phone_number: str | None = None
    state: AgentState = "AVAILABLE"

    @property
    def name(self) -> str:
        """What they are called."""
        return f"{self.first_name} {self.last_name}"


class Announcement(Record):
    """An audio file: the organisation's, a location's, or one line's own."""

    id: str
    name: str
    file_name: str
    file_size: int
    level: Literal["ORGANIZATION", "LOCATION", "ENTITY"] = "ORGANIZATION"
    media_file_type: Literal["WAV", "WMA", "3GP"] = "WAV"
    location_id: str | None = None

    def is_meant_by(self, file: AudioFile) -> bool:
        """Whether a body names this file."""
        if file.id is not None:
            return file.id == self.id
        facts = (self.file_name, self.media_file_type, self.level)
        return (file.file_name, file.media_file_type, file.level) == facts


class Line(Record):
    """What auto attendants and call queues have in common."""

    id: str
    location_id: str
    forwarding: Forwarding = Forwarding()
    announcements: tuple[Announcement, ...] = ()


class AutoAttendant(Line):
    """An auto attendant."""

    settings: AttendantSettings

    @property
    def name(self) -> str:
        """What it is called."""
        return self.settings.name


class Waiting(Record):
    """A call that waits now, and goes on waiting just as long: the figures of this moment stay as they are set."""

    id: str
    name: str
    number: str
    seconds: int


class Queue(Line):
    """A call queue."""

    settings: QueueSettings
    customer_assist: bool = False
    holiday_service: HolidayService = HolidayService()
    night_service: NightService = NightService()
    forced_forward: ForcedForward = ForcedForward()
    stranded_calls: StrandedCalls = StrandedCalls()
    waiting: tuple[Waiting, ...] = ()

    @property
    def name(self) -> str:
        """What it is called."""
        return self.settings.name

    @property
    def joined(self) -> dict[str, bool]:
        """Whether each agent takes calls, by their id."""
        return {each.id: each.join_enabled for each in self.settings.agents}


class Account(Record):
    """The whole organisation."""

    id: str
    locations: Mapping[str, Location]
    people: Mapping[str, Person]
    announcements: tuple[Announcement, ...] = ()
    auto_attendants: Mapping[str, AutoAttendant] = Field(default_factory=dict)
    queues: Mapping[str, Queue] = Field(default_factory=dict)
    schedules: tuple[Schedule, ...] = ()
    queue_defaults: QueueDefaults = QueueDefaults()

    @property
    def lines(self) -> Iterator[AutoAttendant | Queue]:
        """Every auto attendant and queue."""
        yield from self.auto_attendants.values()
        yield from self.queues.values()

    def location(self, key: str) -> Location:
        """The location with this id."""
        return found(self.locations, key, "location")

    def person(self, key: str) -> Person:
        """The person with this id."""
        return found(self.people, key, "person")

    def auto_attendant(self, location: str, key: str) -> AutoAttendant:
        """The auto attendant with this id, at its location."""
        return _at(location, found(self.auto_attendants, key, "auto attendant"))

    def queue(self, location: str, key: str) -> Queue:
        """The queue with this id, at its location."""
        return _at(location, found(self.queues, key, "call queue"))

    def schedule(self, location: str, type_: str, key: str) -> Schedule:
        """The schedule with this id, which is made of its name."""
        kept = {schedule_id(each.name): each for each in self.schedules_at(self.location(location).id, type_)}
        return found(kept, key, "schedule")

    def schedules_at(self, location: str, type_: str | None = None) -> list[Schedule]:
        """A location's schedules, of one type or of both."""
        return [each for each in self.schedules if each.location_id == location and type_ in {None, each.type}]

    def named_schedule(self, location: str, type_: ScheduleType, name: str | None) -> Schedule | None:
        """A location's schedule by its name."""
        return next((each for each in self.schedules_at(location, type_) if each.name == name), None)

    def with_line(self, line: AutoAttendant | Queue) -> Self:
        """The organisation with this line as it is now."""
        if isinstance(line, AutoAttendant):
            return self.model_copy(update={"auto_attendants": {**self.auto_attendants, line.id: line}})
        return self.model_copy(update={"queues": {**self.queues, line.id: line}})

    def without_line(self, key: str) -> Self:
        """The organisation after a line was deleted."""
        attendants = {id_: each for id_, each in self.auto_attendants.items() if id_ != key}
        queues = {id_: each for id_, each in self.queues.items() if id_ != key}
        return self.model_copy(update={"auto_attendants": attendants, "queues": queues})

    def with_schedule(self, schedule: Schedule, *, instead_of: Schedule | None = None) -> Self:
        """The organisation with this schedule, new or instead of another."""
        others = tuple(each for each in self.schedules if each != instead_of)
        for each in others:
            same = (each.location_id, each.type) == (schedule.location_id, schedule.type)
            if same and each.name.casefold() == schedule.name.casefold():
                raise RefusedError(409, f"A schedule named {schedule.name!r} exists already in this location")
        if instead_of is None:
            return self.model_copy(update={"schedules": (*others, schedule)})
        place = self.schedules.index(instead_of)
        return self.model_copy(update={"schedules": (*others[:place], schedule, *others[place:])})

    def without_schedule(self, schedule: Schedule) -> Self:
        """The organisation after a schedule was deleted."""
        return self.model_copy(update={"schedules": tuple(each for each in self.schedules if each != schedule)})

    def with_person(self, person: Person) -> Self:
        """The organisation with this person as they are now."""
        return self.model_copy(update={"people": {**self.people, person.id: person}})


def found(records: Mapping[str, Found], key: str, kind: str) -> Found:
    """The record with this id, or Webex's 404."""
    if key not in records:
        raise RefusedError(404, f"There is no {kind} {key}")
    return records[key]


AnyLine = TypeVar("AnyLine", bound=Line)


def _at(location: str, line: AnyLine) -> AnyLine:
    if line.location_id != location:
        raise RefusedError(404, f"There is no {line.id} in this location")
    return line


def check_files(known: tuple[Announcement, ...], files: tuple[Any, ...]) -> None:
    """Refuse a file that nobody has uploaded."""
    for file in files:
        if not any(each.is_meant_by(file) for each in known):
            raise BackendError(400, f"There is no announcement {file.id or file.file_name}")
