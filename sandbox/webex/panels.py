"""What the demo's page shows of an auto attendant or a queue."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sandbox.vendor import Panel
from sandbox.webex.account import Account, AutoAttendant, Queue
from sandbox.webex.menus import Menu
from sandbox.webex.occurrences import LAST_MINUTE, starts_on
from sandbox.webex.opening import forwarded_to, status
from sandbox.webex.timetables import Event, Schedule

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAYS_AHEAD = 370

Rows = Iterator[tuple[str, str]]


def panel(line: AutoAttendant | Queue, account: Account, now: datetime) -> Panel:
    """One line, now."""
    today = now.astimezone(ZoneInfo(line.settings.time_zone)).date()
    elsewhere = forwarded_to(line)
    shown = f"Forwarded to {elsewhere}" if elsewhere else str(status(line, account, now))
    rows = _of_attendant(line, account, today) if isinstance(line, AutoAttendant) else _of_queue(line, account, today)
    return Panel(line=line.name, status=shown, rows=list(rows))


def _of_attendant(line: AutoAttendant, account: Account, today: date) -> Rows:
    settings = line.settings
    yield from _hours(account.named_schedule(line.location_id, "businessHours", settings.business_schedule), today)
    yield from _holidays(account.named_schedule(line.location_id, "holidays", settings.holiday_schedule), today)
    yield from _keys("open", settings.business_hours_menu)
    yield from _keys("closed", settings.after_hours_menu)


def _of_queue(line: Queue, account: Account, today: date) -> Rows:
    night, holidays = line.night_service, line.holiday_service
    if night.night_service_enabled:
        yield from _hours(account.named_schedule(line.location_id, "businessHours", night.business_hours_name), today)
    else:
        yield "Hours", "always open"
    if holidays.holiday_service_enabled:
        name = holidays.holiday_schedule_name
        yield from _holidays(account.named_schedule(line.location_id, "holidays", name), today)
    treatment = line.settings.queue_settings
    yield "Callback", "offered" if treatment.wait_message.callback_option_enabled else "off"
    yield "Waiting calls", str(len(line.waiting))
    for key, joined in line.joined.items():
        yield account.person(key).name, "joined" if joined else "not joined"


def _hours(schedule: Schedule | None, today: date) -> Rows:
    if schedule is None:
        return
    weekly = [each for each in schedule.events if each.recurrence and each.recurrence.recur_weekly]
    yield "Business hours", schedule.name
    for number, weekday in enumerate(WEEKDAYS):
        day = today + timedelta(days=(number - today.weekday()) % 7)
        there = sorted((each for each in weekly if starts_on(each, day)), key=lambda event: event.start_time or "")
        yield weekday, ", ".join(map(_span, there)) or "closed"
    yield from _coming([each for each in schedule.events if each not in weekly], today, "open")


def _holidays(schedule: Schedule | None, today: date) -> Rows:
    if schedule is None:
        return
    yield "Holidays", schedule.name
    yield from _coming(list(schedule.events), today, "closed")


def _coming(events: list[Event], today: date, what: str) -> Rows:
    """The events of the coming year, first to come, first shown."""
    days = {each.name: next(_days(each, today), None) for each in events}
    for each in sorted(events, key=lambda event: days[event.name] or date.max):
        if first := days[each.name]:
            yield each.name, f"{what} {_dates(each, first)}"


def _days(event: Event, today: date) -> Iterator[date]:
    """The days on which it begins from now on, or on which it has begun and goes on."""
    length = (event.end_date - event.start_date).days
    if event.recurrence is None:
        yield from [event.start_date] if event.end_date >= today else []
        return
    days = (today + timedelta(days=ahead) for ahead in range(-length, DAYS_AHEAD))
    yield from (day for day in days if starts_on(event, day))


def _dates(event: Event, first: date) -> str:
    last = first + (event.end_date - event.start_date)
    days = f"{first:%a %-d %b %Y}" if first == last else f"{first:%a %-d %b} – {last:%a %-d %b %Y}"
    return days if event.all_day_enabled else f"{days}, {_span(event)}"


def _span(event: Event) -> str:
    if event.all_day_enabled:
        return "all day"
    return f"{_clock(event.start_time)} – {_clock(event.end_time)}"


def _clock(written: str | None) -> str:
    if written in {None, LAST_MINUTE}:
        return "midnight"
    there = time.fromisoformat(str(written))
    return f"{there.hour % 12 or 12}:{there.minute:02} {'AM' if there.hour < 12 else 'PM'}"


def _keys(side: str, menu: Menu) -> Rows:
    for each in sorted(menu.key_configurations, key=lambda one: one.key):
        words = each.description or each.action.replace("_", " ").lower()
        yield f"Key {each.key} while {side}", f"{words}: {each.value}" if each.value else words
