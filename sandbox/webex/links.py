"""What holds between the parts of an organisation: names and numbers are unique, what is named exists."""

from collections.abc import Iterator
from typing import Any, TypeVar

from sandbox.webex.account import Account, AutoAttendant, Queue, check_files
from sandbox.webex.blocks import Block
from sandbox.webex.errors import BackendError, RefusedError
from sandbox.webex.timetables import Schedule, ScheduleType

AnyBlock = TypeVar("AnyBlock", bound=Block)


def check_line(account: Account, line: AutoAttendant | Queue) -> None:
    """Refuse a line whose name or numbers are taken, or which names what does not exist."""
    _check_name(account, line)
    _check_numbers(account, line)
    check_files((*account.announcements, *line.announcements), line.settings.files)
    for type_, name in names(line):
        if account.named_schedule(line.location_id, type_, name) is None:
            raise BackendError(400, f"There is no {type_} schedule named {name!r} in this location")
    if isinstance(line, Queue):
        _check_queue(account, line)


def _check_queue(account: Account, queue: Queue) -> None:
    for agent in queue.settings.agents:
        if agent.id not in account.people:
            raise BackendError(400, f"agents: there is no person {agent.id}")
    levels = (queue.holiday_service.holiday_schedule_level, queue.night_service.business_hours_level)
    if "ORGANIZATION" in levels:
        raise BackendError(400, "This organisation has no schedules of the level ORGANIZATION")
    for service in (queue.holiday_service, queue.night_service, queue.forced_forward, queue.stranded_calls):
        check_files((*account.announcements, *queue.announcements), service.files)


def _check_name(account: Account, line: AutoAttendant | Queue) -> None:
    kin = account.auto_attendants if isinstance(line, AutoAttendant) else account.queues
    for other in kin.values():
        same = other.location_id == line.location_id and other.name.casefold() == line.name.casefold()
        if same and other.id != line.id:
            raise RefusedError(409, f"The name {line.name!r} is already in use in this location")


def _check_numbers(account: Account, line: AutoAttendant | Queue) -> None:
    location = account.location(line.location_id)
    extension = line.settings.extension
    if extension in {each for owner, each in extensions(account, location.id) if owner != line.id}:
        raise RefusedError(409, f"The extension {extension} is already in use in this location")
    taken = owners(account)
    for number in numbers(line):
        if number not in location.numbers:
            raise BackendError(400, f"phoneNumber: {number} is not a number of this location")
        if taken.get(number, line.id) != line.id:
            raise RefusedError(409, f"The number {number} is already in use")


def numbers(line: AutoAttendant | Queue) -> list[str]:
    """A line's own numbers, the primary one first."""
    settings = line.settings
    first = [settings.phone_number] if settings.phone_number else []
    if isinstance(line, AutoAttendant):
        return first + [each.phone_number for each in line.settings.alternate_numbers]
    return first + [each.phone_number for each in line.settings.alternate_number_settings.alternate_numbers]


def owners(account: Account) -> dict[str, str]:
    """Who has each assigned number: the id of a line or a person."""
    people = {each.phone_number: each.id for each in account.people.values() if each.phone_number}
    return people | {number: each.id for each in account.lines for number in numbers(each)}


def extensions(account: Account, location: str) -> Iterator[tuple[str, str]]:
    """Who has each extension of a location."""
    yield from ((each.id, each.extension) for each in account.people.values() if each.location_id == location)
    for line in account.lines:
        if line.location_id == location and line.settings.extension:
            yield line.id, line.settings.extension


def names(line: AutoAttendant | Queue) -> Iterator[tuple[ScheduleType, str]]:
    """The schedules that a line and its rules name."""
    pairs: list[tuple[str | None, str | None]]
    if isinstance(line, AutoAttendant):
        pairs = [(line.settings.business_schedule, line.settings.holiday_schedule)]
    else:
        pairs = [(line.night_service.business_hours_name, line.holiday_service.holiday_schedule_name)]
    pairs += [(each.business_schedule, each.holiday_schedule) for each in line.forwarding.rules]
    for business, holidays in pairs:
        if business is not None:
            yield "businessHours", business
        if holidays is not None:
            yield "holidays", holidays


def users(account: Account, schedule: Schedule) -> list[AutoAttendant | Queue]:
    """Every line that names this schedule."""
    named = (schedule.type, schedule.name)
    return [each for each in account.lines if each.location_id == schedule.location_id and named in names(each)]


def renamed(line: AutoAttendant | Queue, before: Schedule, after: Schedule) -> AutoAttendant | Queue:
    """A line that goes on using a schedule which has got another name."""
    holidays = before.type == "holidays"
    field = "holiday_schedule" if holidays else "business_schedule"
    rules = tuple(_following(each, field, before.name, after.name) for each in line.forwarding.rules)
    changes: dict[str, Any] = {"forwarding": line.forwarding.model_copy(update={"rules": rules})}
    if isinstance(line, AutoAttendant):
        changes["settings"] = _following(line.settings, field, before.name, after.name)
    elif holidays:
        changes["holiday_service"] = _following(line.holiday_service, "holiday_schedule_name", before.name, after.name)
    else:
        changes["night_service"] = _following(line.night_service, "business_hours_name", before.name, after.name)
    return line.model_copy(update=changes)


def _following(block: AnyBlock, field: str, before: str, after: str) -> AnyBlock:
    return block.model_copy(update={field: after}) if getattr(block, field) == before else block
