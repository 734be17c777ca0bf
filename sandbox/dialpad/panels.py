"""What the demo's page shows of a call center."""

from collections.abc import Mapping
from datetime import datetime

from sandbox.dialpad.account import Account, CallCenter
from sandbox.dialpad.hours import ROWS, WEEKDAYS, in_words
from sandbox.dialpad.settings import MenuEntry, Target
from sandbox.vendor import Panel

STATUS = {"open": "Open", "closed": "Closed", "holiday_open": "Open (holiday)", "holiday_closed": "Closed (holiday)"}


def panel(center: CallCenter, account: Account, now: datetime) -> Panel:
    """One call center, now."""
    routing = center.settings.routing_options
    rows = [
        *_hours(center),
        ("Callback", _callback(center)),
        *_keys("open", routing.open.dtmf, account),
        *_keys("closed", routing.closed.dtmf, account),
    ]
    return Panel(line=center.name, status=STATUS[center.availability(now)], rows=rows)


def _hours(center: CallCenter) -> list[tuple[str, str]]:
    settings = center.settings
    return [
        (weekday.title(), in_words(settings.week[row]) if settings.hours_on else "always open")
        for weekday, row in zip(WEEKDAYS, ROWS, strict=True)
    ]


def _callback(center: CallCenter) -> str:
    queue = center.settings.hold_queue
    return f"on, key {queue.queue_callback_dtmf}" if queue.allow_queue_callback else "off"


def _keys(side: str, entries: tuple[MenuEntry, ...], account: Account) -> list[tuple[str, str]]:
    ordered = sorted(entries, key=lambda entry: entry.input)
    return [(f"Key {entry.input} while {side}", _in_words(entry.options, account)) for entry in ordered]


def _in_words(target: Target, account: Account) -> str:
    action = target.action.replace("_", " ")
    if target.action_target_id is None:
        return action
    names = _names(account)
    return f"{action}: {names.get(target.action_target_id, target.action_target_id)}"


def _names(account: Account) -> Mapping[int, str]:
    offices = {key: each.name for key, each in account.offices.items()}
    departments = {key: each.name for key, each in account.departments.items()}
    centers = {key: each.name for key, each in account.call_centers.items()}
    people = {key: f"{each.first_name} {each.last_name}" for key, each in account.users.items()}
    return offices | departments | centers | people
