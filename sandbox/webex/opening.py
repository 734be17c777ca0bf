"""What callers get at a moment: by the line's schedules and services, on the clock on its own wall."""

from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sandbox.webex.account import Account, AutoAttendant, Queue
from sandbox.webex.occurrences import matching
from sandbox.webex.timetables import ScheduleType


class Status(StrEnum):
    """What callers get."""

    OPEN = "Open"
    CLOSED = "Closed"
    HOLIDAY = "Closed (holiday)"
    FORCED_NIGHT = "Closed (night service is forced)"
    SWITCHED_OFF = "Closed (the queue is switched off)"


def status(line: AutoAttendant | Queue, account: Account, now: datetime) -> Status:
    """Whether a line is open, and if not, why. Forwarding, which goes before all this, is not regarded."""
    if isinstance(line, AutoAttendant):
        return _of_attendant(line, account, now)
    return _of_queue(line, account, now)


def forwarded_to(line: AutoAttendant | Queue) -> str | None:
    """Where every call goes, whatever the schedules say."""
    always = line.forwarding.always
    if always.enabled:
        return always.destination
    if isinstance(line, Queue) and line.forced_forward.forced_forward_enabled:
        return line.forced_forward.transfer_phone_number
    return None


def _of_attendant(line: AutoAttendant, account: Account, now: datetime) -> Status:
    if _takes_place(line, account, "holidays", line.settings.holiday_schedule, now):
        return Status.HOLIDAY
    in_hours = _takes_place(line, account, "businessHours", line.settings.business_schedule, now)
    return Status.OPEN if in_hours else Status.CLOSED


def _of_queue(line: Queue, account: Account, now: datetime) -> Status:
    holidays, night = line.holiday_service, line.night_service
    if not line.settings.enabled:
        return Status.SWITCHED_OFF
    if holidays.holiday_service_enabled and _takes_place(
        line, account, "holidays", holidays.holiday_schedule_name, now
    ):
        return Status.HOLIDAY
    if not night.night_service_enabled:
        return Status.OPEN
    if night.force_night_service_enabled:
        return Status.FORCED_NIGHT
    in_hours = _takes_place(line, account, "businessHours", night.business_hours_name, now)
    return Status.OPEN if in_hours else Status.CLOSED


def _takes_place(
    line: AutoAttendant | Queue, account: Account, type_: ScheduleType, name: str | None, now: datetime
) -> bool:
    """Whether any event of a schedule takes place now where the line is."""
    schedule = account.named_schedule(line.location_id, type_, name)
    there = now.astimezone(ZoneInfo(line.settings.time_zone)).replace(tzinfo=None)
    return schedule is not None and matching(schedule.events, there) is not None
