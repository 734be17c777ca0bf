"""The demo's account: one workgroup with a menu, its schedule, and two people."""

from sandbox.telegent.account import Account, Activity, Schedule, Workgroup
from sandbox.telegent.bodies import ActivityBody, ScheduleBody, Settings

ACCOUNT = "AID-7c0f2b1e-5d34-4c8e-9a57-2f6f0c1d8e43"
ACCOUNT_KEY = "DID-0b9d5a6c-1f27-4e02-8f3a-64c7de51b920"
ACCOUNT_SECRET = "telegent-demo-secret"  # noqa: S105 - it opens nothing but the sandbox
TOKEN = {"AccountKey": ACCOUNT_KEY, "AccountSecret": ACCOUNT_SECRET}

FRONT_OFFICE = "WG-3e81c5"
OFFICE_HOURS = "SCH-91d04a"
ROSA = "UID-5a1e7f"
OMAR = "UID-8c42b0"


def demo_account() -> Account:
    """An account as it might be on its first day with us; its workgroup and schedule have ids of an older kind."""
    settings = Settings(
        name="Front Office",
        type="IVR",
        telegent_phone="+19195550150",
        announcement_text="Hello, welcome. Press 1 for Sales, Press 2 for Support.",
        schedule_id=OFFICE_HOURS,
        time_zone="America/New_York",
        off_hours_type="User",
        off_hours_id=OMAR,
    )
    return Account(
        id=ACCOUNT,
        key=ACCOUNT_KEY,
        users={ROSA: "Rosa Lind", OMAR: "Omar Haddad"},
        workgroups={FRONT_OFFICE: Workgroup(id=FRONT_OFFICE, settings=settings, from_old_times=True)},
        activities={each.id: each for each in (_digit(1, ROSA), _digit(2, OMAR))},
        schedules={OFFICE_HOURS: _office_hours()},
    )


def _digit(digit: int, user: str) -> Activity:
    body = ActivityBody(workgroup_id=FRONT_OFFICE, type="User", digit_order=digit, reference_user_id=user)
    return Activity(id=f"WAID-60f3a{digit}", body=body)


def _office_hours() -> Schedule:
    weekdays = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    times = {f"{weekday}StartTime": "8:00 AM" for weekday in weekdays} | {
        f"{weekday}EndTime": "6:00 PM" for weekday in weekdays
    }
    saturday = {"SaturdayStartTime": "9:00 AM", "SaturdayEndTime": "1:00 PM"}
    return Schedule(id=OFFICE_HOURS, body=ScheduleBody.model_validate({"Name": "Office hours", **times, **saturday}))
