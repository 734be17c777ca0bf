"""How Telegent writes its objects: `""` for what is unset, and rarely all of it."""

from typing import Any

from sandbox.telegent.account import Account, Schedule, Workgroup
from sandbox.telegent.tenant import Shows

ECHOED = {"Name", "TelegentPhone", "Type", "CallOrder", "AnnouncementText", "ScheduleId"}
PROMISED: dict[Shows, set[str]] = {
    "example": set(),
    "zone": {"TimeZone"},
    "prose": {"TimeZone", "HoldMusicId", "OffHoursType", "OffHoursId"},
}


def created(workgroup: Workgroup) -> dict[str, Any]:
    """A new workgroup, as the answer to its creation shows it: without its account's id."""
    return {"WorkgroupId": workgroup.id, **_some(workgroup, ECHOED), "AccountId": ""}


def updated(workgroup: Workgroup) -> dict[str, Any]:
    """A workgroup as the answer to its update names it."""
    return {"WorkgroupId": workgroup.id, "Name": workgroup.name, "Type": workgroup.shown_type}


def read(workgroup: Workgroup, account: Account, shows: Shows) -> dict[str, Any]:
    """A workgroup as GET shows it."""
    return {
        **updated(workgroup),
        "AccountId": account.id,
        "Active": True,
        "ScheduleId": workgroup.settings.schedule_id,
        **_some(workgroup, PROMISED[shows]),
    }


def listed(workgroup: Workgroup) -> dict[str, Any]:
    """A workgroup as the list shows it."""
    return {**updated(workgroup), "Active": True}


def schedule(each: Schedule, account: Account) -> dict[str, Any]:
    """A schedule; its `AccountId` is the account's key."""
    return {"ScheduleId": each.id, "AccountId": account.key, **each.body.model_dump(mode="json")}


def _some(workgroup: Workgroup, fields: set[str]) -> dict[str, Any]:
    return {field: value for field, value in workgroup.settings.model_dump(mode="json").items() if field in fields}
