"""What the demo's page shows of a workgroup, the digits too that no request can read."""

from collections.abc import Iterator
from datetime import datetime

from sandbox.telegent.account import Account, Activity, Workgroup
from sandbox.telegent.bodies import WEEKDAYS
from sandbox.telegent.hours import Midnight
from sandbox.vendor import Panel

Rows = Iterator[tuple[str, str]]


def panel(workgroup: Workgroup, account: Account, now: datetime, midnight: Midnight) -> Panel:
    """One workgroup, now."""
    settled = workgroup.as_of(now)
    is_open = account.is_open(workgroup, now, midnight)
    rows = [*_hours(settled, account), *_settings(settled, account), *_activities(settled, account)]
    return Panel(line=settled.name, status="Open" if is_open else "Closed", rows=rows)


def _hours(workgroup: Workgroup, account: Account) -> Rows:
    schedule = account.schedules.get(workgroup.settings.schedule_id)
    if schedule is None:
        yield "Hours", "always open"
        return
    yield "Schedule", schedule.name
    for weekday in WEEKDAYS:
        start, end = schedule.body.times(weekday)
        yield weekday, f"{start} – {end}" if start else "closed"


def _settings(workgroup: Workgroup, account: Account) -> Rows:
    if workgroup.settings.announcement_text:
        yield "Announcement", workgroup.settings.announcement_text
    for name, kind, key in workgroup.settings.targets:
        if kind:
            yield {"OffHours": "Off hours", "OnHours": "On hours"}[name], _target(kind, key, account)


def _activities(workgroup: Workgroup, account: Account) -> Rows:
    """The newest of each digit, then those without one."""
    activities = list(account.activities_of(workgroup.id))
    word = "Key" if workgroup.settings.type == "IVR" else "Member"
    digits = {each.body.digit_order: each for each in activities if each.body.digit_order is not None}
    for digit, each in sorted(digits.items()):
        yield f"{word} {digit}", _in_words(each, account)
    yield from ((word, _in_words(each, account)) for each in activities if each.body.digit_order is None)


def _in_words(activity: Activity, account: Account) -> str:
    body = activity.body
    key = body.reference_workgroup_id if body.type == "Workgroup" else body.reference_user_id
    return _target(body.type, key, account) if key else f"number: {body.phone_number}"


def _target(kind: str, key: str, account: Account) -> str:
    names = {**account.users, **{each.id: each.name for each in account.workgroups.values()}}
    return f"{kind.lower()}: {names.get(key, key)}"
