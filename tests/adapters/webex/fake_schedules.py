"""A Webex location in memory, behind a real `Transport`: schedules, and lines that refer to them.

It remembers, it refuses what Webex would refuse, and it decides by itself when a line is open.
"""

import asyncio
import base64
import datetime as dt
import json
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import unquote

import httpx

from adapters import Change, Neighbour, PhoneSystemError, RefusedError, Settled, Setup, UnreachableError
from adapters.transport import Transport
from adapters.webex.calendars import Calendar, Calendars
from tests.adapters.fakes import Clock, Killed, MemoryLedger
from tests.adapters.webex.schedule_events import check, event_id, is_open

ZONE = "America/New_York"
LOCATION = "loc/1="


class Fault:
    """What goes wrong at one of the coming writes, counted from 0: `refused`, `before`, `after` or `killed`."""

    def __init__(self, kind: str, at: int) -> None:
        self.kind = kind
        self.at = at


class FakeLine:
    """An auto attendant, or a queue, as it was when it was read."""

    def __init__(self, location: "FakeLocation", line_id: str) -> None:
        record = location.lines[line_id]
        self.location = location
        self.line_id = line_id
        self.line_name: str = record["name"]
        self.location_id = LOCATION
        self.zone = ZONE
        self.hours: str | None = record["hours"]
        self.closures: str | None = record["closures"]
        self.always: bool = record["always"]
        self.detachable: bool = record["queue"]
        self.always_possible: bool = record["queue"]

    async def attach(
        self,
        *,
        hours: str | None = None,
        closures: str | None = None,
        always: bool | None = None,
        detach_closures: bool = False,
    ) -> None:
        record = self.location.lines[self.line_id]
        night: dict[str, Any] = {} if hours is None else {"hours": hours}
        night |= {} if always is None else {"always": always}
        holiday: dict[str, Any] = {} if closures is None else {"closures": closures}
        if detach_closures:
            assert record["queue"], "Nobody knows how to detach the holidays of an auto attendant."
            holiday = {"closures": None}
        bodies = [night, holiday] if record["queue"] else [night | holiday]
        for body in filter(None, bodies):
            await self._put(body)

    async def _put(self, body: dict[str, Any]) -> None:
        await asyncio.sleep(0)
        for key, kind in (("hours", "businessHours"), ("closures", "holidays")):
            name = body.get(key)
            assert name is None or self.location.named(kind, name), f"{name} is no schedule."
        fault = self.location.next_fault(f"PUT {self.line_id}", body)
        if fault == "refused":
            raise RefusedError("Webex refused (400): no.")
        if fault != "before":
            self.location.lines[self.line_id].update(body)
        if fault == "killed":
            raise Killed
        if fault in {"before", "after"}:
            raise UnreachableError("Webex did not answer in time.")
        for key, value in body.items():
            setattr(self, key, value)


class FakeLocation:
    """The schedules of one location, and its lines."""

    def __init__(self, now: dt.datetime) -> None:
        self.clock = Clock(now)
        self.ledger = MemoryLedger()
        self.lines: dict[str, dict[str, Any]] = {}
        self.schedules: list[dict[str, Any]] = []
        self.writes: list[tuple[str, Any]] = []
        self.faults: list[Fault] = []
        self.page_size = 2
        self.meanwhile: dict[str, Callable[[], object]] = {}
        """What somebody else does just before the next request of a method."""

    def add_schedule(self, kind: str, name: str, *events: dict[str, Any]) -> None:
        self.schedules.append({"type": kind, "name": name, "events": [dict(each) for each in events]})

    def add_line(
        self, line_id: str, hours: str | None, closures: str | None, *, queue: bool = False, always: bool = False
    ) -> None:
        self.lines[line_id] = {
            "name": line_id.title(),
            "hours": hours,
            "closures": closures,
            "queue": queue,
            "always": always,
        }

    def named(self, kind: str, name: str) -> dict[str, Any] | None:
        return next((each for each in self.schedules if (each["type"], each["name"]) == (kind, name)), None)

    def events(self, kind: str, name: str | None) -> list[dict[str, Any]]:
        schedule = self.named(kind, name) if name else None
        return schedule["events"] if schedule else []

    def names(self) -> set[str]:
        return {each["name"] for each in self.schedules}

    def next_fault(self, what: str, body: Any) -> str | None:
        """Count a write, and say what goes wrong with it."""
        fault = next((each for each in self.faults if each.at == 0), None)
        for each in self.faults:
            each.at -= 1
        if fault is None or fault.kind not in {"refused", "before"}:
            self.writes.append((what, body))
        return fault.kind if fault else None

    # The vendor's own decision, minute by minute, from its own words.

    def is_open(self, line_id: str, at: dt.datetime) -> bool:
        """Whether callers get through at a time of the wall clock."""
        return is_open(*self.rules(line_id), at)

    def rules(self, line_id: str) -> tuple[bool, list[dict[str, Any]], list[dict[str, Any]]]:
        """All that decides when a line is open: whether it always is, and the events of its hours and closures."""
        line = self.lines[line_id]
        return line["always"], self.events("businessHours", line["hours"]), self.events("holidays", line["closures"])

    # HTTP

    def transport(self) -> Transport:
        async def no_time(_: float) -> None:
            await asyncio.sleep(0)

        return Transport("Webex", "https://webex.test/v1", inner=httpx.MockTransport(self._answer), sleep=no_time)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.raw_path.decode().partition("?")[0]
        head, _, rest = path.partition("/schedules")
        assert head == "/v1/telephony/config/locations/loc%2F1%3D"
        parts = [unquote(each) for each in rest.split("/") if each]
        if parts or request.method != "GET":
            self.meanwhile.pop(request.method, list)()
        if request.method == "GET":
            return self._read(request, parts)
        body = json.loads(request.content) if request.content else None
        fault = self.next_fault(f"{request.method} {'/'.join(parts)}", body)
        if fault == "refused":
            return _refusal(400, "no")
        answer = self._write(request.method, parts, body) if fault != "before" else None
        if fault == "killed":
            raise Killed
        if fault in {"before", "after"}:
            raise httpx.ReadTimeout("late")
        assert answer is not None
        return answer

    def _read(self, request: httpx.Request, parts: list[str]) -> httpx.Response:
        if parts:
            schedule = self._by_id(*parts)
            return httpx.Response(200, json=_shown(schedule)) if schedule else _refusal(404, "no such schedule")
        start = int(request.url.params.get("start", "0"))
        rows = self.schedules[start : start + self.page_size]
        body = [{"id": _id(each), "name": each["name"], "type": each["type"]} for each in rows]
        following = start + self.page_size
        link = {"Link": f'<{request.url.copy_merge_params({"start": str(following)})}>; rel="next"'}
        return httpx.Response(200, json={"schedules": body}, headers=link if following < len(self.schedules) else {})

    def _write(self, method: str, parts: list[str], body: Any) -> httpx.Response:
        match method, parts:
            case "POST", []:
                return self._create(body)
            case "DELETE", [kind, key]:
                return self._delete(kind, key)
            case "POST", [kind, key, "events"]:
                return self._put_event(self._by_id(kind, key), None, body)
            case "PUT", [kind, key, "events", event]:
                return self._put_event(self._by_id(kind, key), event, body)
            case "DELETE", [kind, key, "events", event]:
                return self._put_event(self._by_id(kind, key), event, None)
            case _:
                raise AssertionError(parts)

    def _create(self, body: dict[str, Any]) -> httpx.Response:
        assert body.keys() == {"type", "name", "events"}
        if body["name"].casefold() in {each.casefold() for each in self.names()}:
            return _refusal(409, "taken")
        for each in body["events"]:
            check(each)
        names = [each["name"].casefold() for each in body["events"]]
        assert len(names) == len(set(names))
        self.schedules.append(body)
        return httpx.Response(201, json={"id": _id(body)})

    def _delete(self, kind: str, key: str) -> httpx.Response:
        schedule = self._by_id(kind, key)
        if schedule is None:
            return _refusal(404, "no such schedule")
        field = "hours" if kind == "businessHours" else "closures"
        if any(each[field] == schedule["name"] for each in self.lines.values()):
            return _refusal(409, "in use")
        self.schedules.remove(schedule)
        return httpx.Response(204)

    def _put_event(self, schedule: dict[str, Any] | None, key: str | None, body: Any) -> httpx.Response:
        if schedule is None:
            return _refusal(404, "no such schedule")
        old = next((each for each in schedule["events"] if event_id(each) == key), None)
        if key is not None and old is None:
            return _refusal(404, "no such event")
        if body is None:
            schedule["events"].remove(old)
            return httpx.Response(204)
        check(body)
        if any(each["name"].casefold() == body["name"].casefold() for each in schedule["events"] if each is not old):
            return _refusal(409, "taken")
        if old is None:
            schedule["events"].append(body)
        else:
            schedule["events"][schedule["events"].index(old)] = body
        return httpx.Response(200 if key else 201, json={"id": event_id(body)})

    def _by_id(self, kind: str, key: str) -> dict[str, Any] | None:
        return next((each for each in self.schedules if (each["type"], _id(each)) == (kind, key)), None)


class House:
    """A location and our calendars of it; `calendars` is always a new one, so that nothing in memory survives."""

    def __init__(self, location: FakeLocation) -> None:
        self.location = location

    @property
    def calendars(self) -> Calendars:
        location = self.location
        return Calendars(location.transport(), location.ledger, location.clock, self)

    async def others(self, line_id: str, location_id: str, type: str, name: str) -> Sequence[Neighbour]:  # noqa: A002  # as the protocol has it
        assert location_id == LOCATION
        result = []
        for key, line in self.location.lines.items():
            originals = await self.calendars.originals(key, line["hours"], line["closures"])
            if key != line_id and originals[type == "holidays"] == name:
                result.append(Neighbour(id=key, name=line["name"]))
        return result

    async def read(self, line_id: str) -> Calendar:
        return await self.calendars.read(FakeLine(self.location, line_id))

    async def setup(self, line_id: str) -> Setup:
        calendar = await self.read(line_id)
        return Setup(line_id=line_id, zone=ZONE, hours=calendar.hours, overrides=calendar.overrides)

    async def apply(self, line_id: str, *changes: Change) -> None:
        await self.calendars.apply(FakeLine(self.location, line_id), changes)

    async def settle(self, line_id: str) -> Settled:
        return await self.calendars.settle(FakeLine(self.location, line_id))

    async def release(self, line_id: str) -> Settled:
        return await self.calendars.release(FakeLine(self.location, line_id))

    async def failing(self, line_id: str, *changes: Change) -> BaseException | None:
        """What applying changes raises, if it does."""
        try:
            await self.apply(line_id, *changes)
        except (PhoneSystemError, Killed) as error:
            return error
        return None


def _id(schedule: dict[str, Any]) -> str:
    return base64.b64encode(f"SCHEDULE/{schedule['name']}".encode()).decode() + "="


def _shown(schedule: dict[str, Any]) -> dict[str, Any]:
    """A schedule as it comes back: with ids, without empty times, and saying what recurs for ever."""
    events = []
    for each in schedule["events"]:
        event = {"id": event_id(each), **each}
        if "recurrence" in event and "recurEndDate" not in event["recurrence"]:
            event["recurrence"] = {"recurForEver": True, **event["recurrence"]}
        events.append(event)
    return {**schedule, "id": _id(schedule), "events": events}


def _refusal(status: int, text: str) -> httpx.Response:
    return httpx.Response(status, json={"message": text, "errors": [{"description": text}], "trackingId": "ROUTERGW_1"})
