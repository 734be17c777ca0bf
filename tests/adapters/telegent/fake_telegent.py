"""A small Telegent that remembers: a token per endpoint, workgroups that show little, keys that nobody sees."""

import copy
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import httpx
from openapi_schema_validator import OAS30WriteValidator

from tests.adapters.fakes import Killed

BASE = "https://telegent.example/somewhere"
ACCOUNT_KEY = "DID-an-account"
ACCOUNT_SECRET = "an-account-secret"
DESK = "WG-desk"
TEAM = "WID-team"
OLD = "WG-old"
OFFICE = "SID-office"

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
TIMES = tuple(f"{day}{edge}Time" for day in DAYS for edge in ("Start", "End"))
ACTIVITY = {"Type", "DigitOrder", "PhoneNumber", "ReferenceWorkgroupId", "ReferenceUserId"}
_CREATED_ONLY = {
    "InternalExtension", "CallerIdType", "CallerIdName", "HoldMusicId", "AiRecording", "WaitBetween", "TollFreeNumber",
}  # fmt: skip
SCHEMA: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "data" / "telegent_create_workgroup.json").read_text(encoding="utf-8")
)
EXAMPLE = ("WorkgroupId", "Name", "Type", "AccountId", "Active", "ScheduleId")
"""What Telegent's own example of a workgroup shows."""


class Call(NamedTuple):
    """What we were asked."""

    method: str
    path: str
    params: dict[str, str]
    body: Any


class Fault(NamedTuple):
    """What goes wrong at a write: `refused`, `before` and `after` (no answer), or `killed`; and at which one."""

    what: str
    at: int


def week(**days: str) -> dict[str, str]:
    """The fourteen times of a schedule: `Monday="8:00 AM-5:00 PM"`."""
    times = dict.fromkeys(TIMES, "")
    for day, hours in days.items():
        times[f"{day}StartTime"], times[f"{day}EndTime"] = hours.split("-")
    return times


MORNING = "09:00 AM-1:00 pm"
WEEKDAYS = dict.fromkeys(DAYS[:5], "8:00 AM-6:00 PM")


class FakeTelegent:
    """Three workgroups, one schedule, and a ring of tokens."""

    def __init__(self, *, shows: tuple[str, ...] = (*EXAMPLE, "TimeZone")) -> None:
        self.shows = shows
        self.calls: list[Call] = []
        self.tokens: dict[str, str] = {}
        """Token → the endpoint that it is good for."""
        self.expiry = "11/20/2026 04:00:00 PM"
        self.answers: list[tuple[str, Callable[[], httpx.Response]]] = []
        """What to answer once instead, by how the call begins."""
        self.faults: list[Fault] = []
        self.writes: list[Call] = []
        self.schedules: list[dict[str, Any]] = [
            {
                "ScheduleId": OFFICE,
                "Name": "Office",
                "AccountId": "DID-1",
                **week(**WEEKDAYS, Saturday="09:00 AM-1:00 pm"),
            }
        ]
        self.workgroups: dict[str, dict[str, Any]] = {
            DESK: self._workgroup(DESK, "Front Office", "IVR", ScheduleId=OFFICE, TimeZone="America/New_York"),
            TEAM: self._workgroup(TEAM, "Team", "round-robin", ScheduleId=OFFICE, TimeZone="America/New_York"),
            OLD: self._workgroup(OLD, "Old", "ring", TimeZone=""),
        }
        self.activities: dict[str, dict[str, Any]] = {}
        self.made = 0
        """How many activities there have ever been."""
        self.otherwise: dict[str, str] = {}
        """What a workgroup is shown with in place of what it has."""
        self.lists_late = False
        """Whether a new workgroup is in no list yet."""
        self.unlisted: set[str] = set()
        self.transport = httpx.MockTransport(self.answer)

    def _workgroup(self, key: str, name: str, kind: str, **fields: Any) -> dict[str, Any]:
        empty = dict.fromkeys(SCHEMA["properties"], "")
        return {**empty, "WorkgroupId": key, "Name": name, "Type": kind, "Active": True, **fields}

    def plan(self, call: str, *answers: httpx.Response | Exception) -> None:
        """Answer a call otherwise, once for each of these."""
        for each in answers:
            self.answers.append((call, _raising(each) if isinstance(each, Exception) else lambda each=each: each))  # type: ignore[misc]

    def schedule(self, workgroup: str) -> dict[str, Any] | None:
        """The times that a workgroup goes by."""
        found = [each for each in self.schedules if each["ScheduleId"] == self.workgroups[workgroup]["ScheduleId"]]
        return {name: found[0][name] for name in TIMES} if found else None

    def keys(self, workgroup: str) -> list[tuple[int, str]]:
        """What stands on the keys of a workgroup: each digit and where it leads."""
        return sorted(
            (each["DigitOrder"], _target(each)) for each in self.activities.values() if each["WorkgroupId"] == workgroup
        )

    def answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/somewhere")
        body = json.loads(request.content) if request.content else None
        call = Call(request.method, path, dict(request.url.params), body)
        self.calls.append(call)
        for number, (planned, answer) in enumerate(self.answers):
            if f"{call.method} {call.path}" == planned:
                del self.answers[number]
                return answer()
        if path == "/v1.0/oauth2/tokens":
            return self._token(body)
        granted = self.tokens.get(request.headers.get("Authorization", "").removeprefix("Bearer "))
        if granted != f"{BASE}{path}":
            return _error(403 if granted else 401, "Check the ApiEndpoint scope.")
        if request.method == "GET":
            return self._read(call)
        return self._struck(call)

    def _token(self, body: Any) -> httpx.Response:
        if body.get("AccountSecret") != ACCOUNT_SECRET or body.get("AccountKey") != ACCOUNT_KEY:
            return _error(401, f"Unknown: {body}")
        token = f"token-{len(self.tokens)}"
        self.tokens[token] = body["ApiEndpoint"]
        return httpx.Response(200, json={"token": token, "successful": True, "tokenExpiry": self.expiry})

    def _read(self, call: Call) -> httpx.Response:
        if call.path == "/v1.0/account/workgroups":
            keys = ("WorkgroupId", "Name", "Type", "Active")
            found = [each for each in self.workgroups.values() if each["WorkgroupId"] not in self.unlisted]
            listed = [{key: each[key] for key in keys} for each in found]
            return httpx.Response(200, json={"Workgroups": listed})
        if call.path == "/v1.0/account/schedules":
            count = len(self.schedules)
            return httpx.Response(200, json={"AccountID": "", "TotalSchedules": count, "Results": self.schedules})
        if call.path == "/v1.0/workgroups" and call.params["WorkgroupId"] in self.workgroups:
            shown = {**self.workgroups[call.params["WorkgroupId"]], **self.otherwise}
            return httpx.Response(200, json={key: shown[key] for key in self.shows})
        return _error(404, "Not found: the requested resource does not exist.")

    def _struck(self, call: Call) -> httpx.Response:
        fault = next((each.what for each in self.faults if each.at == len(self.writes)), "")
        self.writes.append(call)
        if fault == "refused":
            return _error(400, "Not so.")
        if fault == "before":
            raise httpx.ReadTimeout("slow")
        answer = self._write(call.path, call.params, copy.deepcopy(call.body))
        if fault == "after":
            raise httpx.ReadTimeout("slow")
        if fault == "killed":
            raise Killed
        return answer

    def _write(self, path: str, params: dict[str, str], body: Any) -> httpx.Response:
        match path:
            case "/v1.0/workgroups":
                return self._create(body)
            case "/v1.0/workgroups/update":
                return self._update(body)
            case "/v1.0/workgroups/delete":
                found = self.workgroups.pop(params["WorkgroupId"], None)
                answer = {"WorkgroupId": params["WorkgroupId"], "Successful": True}
                return httpx.Response(200, json=answer) if found else _error(404, "Not found.")
            case "/v1.0/schedules":
                assert set(body) <= {"Name", *TIMES}
                made = {"ScheduleId": f"SID-{len(self.schedules)}", "Active": True, "AccountId": "", **week(), **body}
                self.schedules.append(made)
                return httpx.Response(200, json=made)
            case "/v1.0/workgroups/activity":
                return self._activity(body)
            case _:
                return self._change(path.rpartition("/")[2], body)

    def _create(self, body: dict[str, Any]) -> httpx.Response:
        assert complaints(body) == []
        key = f"WID-{len(self.workgroups)}"
        self.workgroups[key] = self._workgroup(key, body["Name"], body["Type"], **_rest(body))
        if self.lists_late:
            self.unlisted.add(key)
        return httpx.Response(200, json={"WorkgroupId": key, "Name": body["Name"], "AccountId": ""})

    def _activity(self, body: dict[str, Any]) -> httpx.Response:
        assert set(body) <= {*ACTIVITY, "WorkgroupId"}
        assert isinstance(body["DigitOrder"], int)
        if body.get("ReferenceWorkgroupId", TEAM) not in self.workgroups:
            return _error(404, "No such workgroup.")
        self.made += 1
        key = f"WAID-{self.made}"
        self.activities[key] = body
        return httpx.Response(200, json={"WorkgroupActivityStatus": "Created", "WorkgroupActivityId": key})

    def _update(self, body: dict[str, Any]) -> httpx.Response:
        assert set(body) - {"WorkgroupId"} <= set(SCHEMA["properties"]) - _CREATED_ONLY
        found = self.workgroups.get(body["WorkgroupId"])
        if found is None:
            return _error(404, "Not found.")
        found.update(body)
        return httpx.Response(200, json={key: found[key] for key in ("WorkgroupId", "Name", "Type")})

    def _change(self, what: str, body: dict[str, Any]) -> httpx.Response:
        key = body["WorkgroupActivityId"]
        if key not in self.activities or (body.get("ReferenceWorkgroupId") or TEAM) not in self.workgroups:
            return _error(404, "Not found.")
        if what == "delete":
            del self.activities[key]
        else:
            assert set(body) <= {*ACTIVITY, "WorkgroupActivityId"}
            self.activities[key].update({name: value for name, value in body.items() if name in ACTIVITY})
        return httpx.Response(200, json={"WorkgroupActivityStatus": "Done", "WorkgroupActivityId": key})


def complaints(body: Any) -> list[str]:
    """What Telegent's own schema has against the body of a new workgroup."""
    return [error.message for error in _validator().iter_errors(body)]


@cache
def _validator() -> Any:
    return OAS30WriteValidator(SCHEMA)


def _target(activity: dict[str, Any]) -> str:
    """Where a key leads; Telegent goes by the type, and a number comes before a person."""
    if activity["Type"] == "Workgroup":
        return str(activity["ReferenceWorkgroupId"])
    return str(activity.get("PhoneNumber") or activity["ReferenceUserId"])


def _rest(body: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key not in {"Name", "Type"}}


def _error(status: int, message: str) -> httpx.Response:
    return httpx.Response(status, json={"StatusCode": status, "Message": message})


def _raising(error: Exception) -> Callable[[], httpx.Response]:
    def fail() -> httpx.Response:
        raise error

    return fail
