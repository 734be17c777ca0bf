"""How Dialpad writes its objects: every int64 as a string, and nothing that is empty."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sandbox.dialpad.account import Account, CallCenter, Office, Operator, Place, User

SILENT_WHEN_FALSE = frozenset(
    {"allow_queue_callback", "unattended_queue", "stay_in_queue_after_closing", "allow_pause_recording"}
)
EMPTY: tuple[Any, ...] = (None, "", [], {})


def wire(value: Any) -> Any:
    """A value as it goes out."""
    match value:
        case bool():
            return value
        case int():
            return str(value)
        case dict():
            written = {
                key: wire(each) for key, each in value.items() if not (each is False and key in SILENT_WHEN_FALSE)
            }
            return {key: each for key, each in written.items() if each not in EMPTY}
        case list() | tuple():
            return [wire(each) for each in value]
        case _:
            return value


def call_center(each: CallCenter, now: datetime) -> dict[str, Any]:
    """A call center as GET shows it."""
    side = each.settings.routing_options.open
    whole = each.settings.model_dump(mode="json") | {
        "id": each.id,
        "office_id": each.office_id,
        "state": each.state,
        "country": each.country,
        "timezone": each.timezone,
        "phone_numbers": each.phone_numbers,
        "availability_status": each.availability(now),
        "first_action": "operators" if side.try_dial_operators else "menu",
        "no_operators_action": side.action,
    }
    return _object(whole)


def status(each: CallCenter, now: datetime) -> dict[str, Any]:
    """A call center's live status, in which every figure is there."""
    holiday = each.holiday(now)
    availability = {"status": each.availability(now), "name": holiday.name if holiday else ""}
    return _object({"availability": availability, **each.live.model_dump()})


def place(each: Place) -> dict[str, Any]:
    """An office or a department."""
    own = {"office_id": each.id} if isinstance(each, Office) else {}
    return _object(each.model_dump(mode="json") | own)


def user(each: User, account: Account) -> dict[str, Any]:
    """A user as the directory shows them."""
    groups = [
        {
            "group_id": center.id,
            "group_type": "callcenter",
            "role": center.operators[each.id].role,
            "do_not_disturb": False,
        }
        for center in account.call_centers.values()
        if each.id in center.operators
    ]
    return _object(
        {
            **each.model_dump(mode="json", exclude={"email", "duty"}),
            "company_id": account.company_id,
            "country": "us",
            "display_name": f"{each.first_name} {each.last_name}",
            "emails": [each.email],
            "group_details": groups,
            "is_on_duty": each.duty.on_duty,
            "on_duty_status": "available" if each.duty.on_duty else "unavailable",
            "duty_status_reason": each.duty.reason,
        }
    )


def operator(each: User, account: Account) -> dict[str, Any]:
    """A user as the answer to adding or removing an operator names them."""
    whole = user(each, account)
    kept = ("company_id", "country", "id", "is_on_duty", "office_id", "phone_numbers", "state")
    return {key: whole[key] for key in kept if key in whole} | {"name": whole["display_name"]}


def duty(each: User) -> dict[str, Any]:
    """Whether a user takes calls; moments are milliseconds since 1970."""
    since = int(each.duty.since.timestamp() * 1000) if each.duty.since else None
    return _object(
        {
            "user_id": each.id,
            "on_duty": each.duty.on_duty,
            "on_duty_status": "available" if each.duty.on_duty else "unavailable",
            "duty_status_reason": each.duty.reason,
            "duty_status_started": since,
            "on_duty_started": since if each.duty.on_duty else None,
        }
    )


def skill(center: CallCenter, user_id: int, operator: Operator) -> dict[str, Any]:
    """How skilled an operator is in a call center."""
    return _object({"call_center_id": center.id, "user_id": user_id, "skill_level": operator.skill_level})


def _object(whole: Mapping[str, Any]) -> dict[str, Any]:
    written: dict[str, Any] = wire(dict(whole))
    return written
