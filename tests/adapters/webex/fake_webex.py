"""A small Webex that remembers: objects as JSON, partial PUTs, and the oddities that our client has to live with."""

import copy
import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import unquote

import httpx

BASE = "https://webex.example/v1"
TOKEN = "a-secret-token"
RALEIGH = "Y2lzY29zcGFyazovL3VzL0xPQ0FUSU9OLzE="
DENVER = "Y2lzY29zcGFyazovL3VzL0xPQ0FUSU9OLzI"
RECEPTION = "aa-1"
DESK = "queue-1"
EXPERTS = "queue-2"
FILE = {"id": "file-1", "fileName": "welcome.wav", "mediaFileType": "WAV", "level": "LOCATION"}

_NO_VALUE = ("Missing Mandatory field name: HoursMenu.keyConfigurations.value", "25008")
_READ_ONLY = {"id", "tollFreeNumber", "language", "routingPrefix", "esn", "locationId", "locationName"}


class Call(NamedTuple):
    """What we were asked."""

    method: str
    path: str
    params: dict[str, str]
    body: Any


def attendant() -> dict[str, Any]:
    """An auto attendant with something on most keys."""
    return {
        "id": RECEPTION,
        "name": "Reception",
        "enabled": True,
        "phoneNumber": "+1-9195550100",
        "extension": "100",
        "routingPrefix": "8",
        "esn": "8100",
        "tollFreeNumber": False,
        "language": "English",
        "languageCode": "en_us",
        "timeZone": "America/New_York",
        "businessSchedule": "Business Hours",
        "holidaySchedule": "Holidays",
        "extensionDialing": "ENTERPRISE",
        "nameDialing": "GROUP",
        "businessHoursMenu": {
            "greeting": "DEFAULT",
            "extensionEnabled": True,
            "audioAnnouncementFile": {**FILE, "fileSize": "356", "isTextToSpeech": False},
            "keyConfigurations": [
                {"key": "0", "action": "TRANSFER_TO_OPERATOR", "value": "+1-9195550199", "description": "Front desk"},
                {"key": "1", "action": "TRANSFER_WITHOUT_PROMPT", "value": "200"},
                {"key": "2", "action": "TRANSFER_WITH_PROMPT", "value": "+1-9195550188"},
                {"key": "3", "action": "NAME_DIALING"},
                {"key": "4", "action": "TRANSFER_TO_MAILBOX", "value": "100"},
                {"key": "5", "action": "PLAY_ANNOUNCEMENT", "audioAnnouncementFile": {**FILE, "fileSize": "356"}},
                {"key": "6", "action": "REPEAT_MENU", "value": ""},
                {"key": "8", "action": "RETURN_TO_PREVIOUS_MENU"},
                {"key": "#", "action": "EXIT"},
            ],
            "callTreatment": {
                "retryAttemptForNoInput": "ONE_TIME",
                "noInputTimer": "15",
                "actionToBePerformed": {"action": "TRANSFER_WITHOUT_PROMPT", "transferCallTo": "+1-9195550199"},
            },
        },
        "afterHoursMenu": {
            "greeting": "DEFAULT",
            "extensionEnabled": False,
            "keyConfigurations": {"key": "0", "action": "EXIT"},
        },
    }


def queue(key: str = DESK, name: str = "Service Desk") -> dict[str, Any]:
    """A call queue with three agents."""
    source = {"enabled": True, "greeting": "DEFAULT", "audioAnnouncementFiles": []}
    return {
        "id": key,
        "name": name,
        "enabled": True,
        "language": "English",
        "languageCode": "en_us",
        "phoneNumber": "+1-9195550200",
        "extension": "200",
        "timeZone": "America/New_York",
        "callPolicies": {
            "policy": "CIRCULAR",
            "routingType": "PRIORITY_BASED",
            "callBounce": {"callBounceEnabled": True, "callBounceMaxRings": 5, "agentUnavailableEnabled": False},
            "distinctiveRing": {"enabled": False},
        },
        "queueSettings": {
            "queueSize": 10,
            "callOfferToneEnabled": True,
            "overflow": {
                "action": "PERFORM_BUSY_TREATMENT",
                "greeting": "DEFAULT",
                "transferNumber": "+1-9195550177",
                "isTransferNumberSet": True,
                "overflowAfterWaitEnabled": False,
                "overflowAfterWaitTime": 30,
            },
            "waitMessage": {"enabled": True, "waitMode": "TIME", "callbackOptionEnabled": False, "handlingTime": 20},
            "comfortMessage": {**source, "timeBetweenMessages": 30},
            "mohMessage": {"normalSource": source, "alternateSource": {**source, "enabled": False}},
        },
        "agents": [
            {"id": "ann", "firstName": "Ann", "lastName": "Abel", "joinEnabled": True, "weight": "0", "skillLevel": 1},
            {"id": "ben", "firstName": "Ben", "lastName": "Bach", "joinEnabled": True, "weight": "0", "skillLevel": 2},
            {"id": "cleo", "firstName": "Cleo", "lastName": "Carr", "joinEnabled": False, "extension": "203"},
        ],
    }


def services() -> dict[str, Any]:
    """What stands beside a queue."""
    return {
        "nightService": {
            "nightServiceEnabled": True,
            "playAnnouncementBeforeEnabled": False,
            "announcementMode": "NORMAL",
            "audioMessageSelection": "DEFAULT",
            "businessHoursName": "Business Hours",
            "businessHoursLevel": "LOCATION",
            "forceNightServiceEnabled": False,
            "manualAudioMessageSelection": "DEFAULT",
            "action": "TRANSFER",
            "transferPhoneNumber": "+1-9195550166",
            "businessHourSchedules": [{"scheduleName": "Business Hours", "scheduleLevel": "LOCATION"}],
        },
        "holidayService": {
            "holidayServiceEnabled": False,
            "action": "BUSY",
            "holidayScheduleLevel": "LOCATION",
            "holidayScheduleName": "Holidays",
            "playAnnouncementBeforeEnabled": False,
            "audioMessageSelection": "DEFAULT",
            "holidaySchedules": [{"scheduleName": "Holidays", "scheduleLevel": "LOCATION"}],
        },
        "forcedForward": {
            "forcedForwardEnabled": False,
            "playAnnouncementBeforeEnabled": False,
            "audioMessageSelection": "DEFAULT",
        },
        "strandedCalls": {"action": "NONE", "audioMessageSelection": "DEFAULT"},
        "callForwarding": forwarding(),
    }


def forwarding(**parts: Any) -> dict[str, Any]:
    """Forwarding that forwards nothing."""
    off = {"enabled": False}
    return {"callForwarding": {"always": off, "selective": off, "rules": [], **parts}}


class FakeWebex:
    """One organisation; `objects` are kept by their paths below a location."""

    def __init__(self) -> None:
        self.locations: list[dict[str, Any]] = [
            {"id": RALEIGH, "name": "Raleigh", "timeZone": "America/New_York", "address": {"country": "us"}},
            {"id": DENVER, "name": "Denver", "timeZone": "America/Denver", "address": {}},
        ]
        self.homes = {RECEPTION: RALEIGH, DESK: RALEIGH, EXPERTS: DENVER}
        self.objects: dict[str, Any] = {f"autoAttendants/{RECEPTION}": attendant()}
        self.objects[f"autoAttendants/{RECEPTION}/callForwarding"] = forwarding()
        for key, name in ((DESK, "Service Desk"), (EXPERTS, "Experts")):
            self.objects[f"queues/{key}"] = queue(key, name)
            self.objects |= {f"queues/{key}/{part}": value for part, value in services().items()}
        self.objects[f"queues/{EXPERTS}"] |= {"phoneNumber": "+1-3035550300", "extension": "200"}
        self.assisted = {EXPERTS}
        self.agents: list[dict[str, Any]] = []
        self.waiting: Any = {"items": []}
        self.lists: dict[str, list[dict[str, Any]]] = {}
        self.schedules: dict[str, dict[str, Any]] = {
            "s1": {"id": "s1", "name": "Business Hours", "type": "businessHours", "events": []},
            "s2": {"id": "s2", "name": "Holidays", "type": "holidays", "events": []},
        }
        self.calls: list[Call] = []
        self.answers: list[tuple[str, httpx.Response | Exception | Callable[[], httpx.Response]]] = []
        """What the coming requests to a path (a pattern, with its method before it) are answered with, one each."""
        self.page = 2
        self.wants_values: bool | None = None
        """Whether a key without a value is refused, or one with an empty value; None: neither."""

    @property
    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self)

    @property
    def reception(self) -> dict[str, Any]:
        found: dict[str, Any] = self.objects[f"autoAttendants/{RECEPTION}"]
        return found

    def part(self, name: str, key: str = DESK) -> dict[str, Any]:
        """A queue (no name), or a service of it."""
        found: dict[str, Any] = self.objects[f"queues/{key}/{name}".rstrip("/")]
        return found

    def writes(self) -> list[Call]:
        return [call for call in self.calls if call.method != "GET"]

    def plan(self, pattern: str, answer: httpx.Response | Exception) -> None:
        self.answers.append((pattern, answer))

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/v1")
        raw = request.url.raw_path.decode().partition("?")[0].removeprefix("/v1")
        body = json.loads(request.content) if request.content else None
        call = Call(request.method, raw, dict(request.url.params), body)
        self.calls.append(call)
        if request.headers["Authorization"] != f"Bearer {TOKEN}":
            return httpx.Response(401, json={"message": "Who are you?"})
        for number, (pattern, answer) in enumerate(self.answers):
            if re.fullmatch(pattern, f"{call.method} {path}"):
                del self.answers[number]
                if isinstance(answer, Exception):
                    raise answer
                return answer if isinstance(answer, httpx.Response) else answer()
        return self._answer(call)

    def _answer(self, call: Call) -> httpx.Response:
        path = call.path
        if path in {"/telephony/config/autoAttendants", "/telephony/config/queues"}:
            return self._list(call, path.rpartition("/")[2])
        if path.startswith("/telephony/calls/"):
            return httpx.Response(200, json=self.waiting)
        if path.endswith("/settings"):
            return self._join(call)
        lists = {
            "/locations": self.locations,
            "/telephony/config/queues/agents": [each for each in self.agents if _matches(each, call.params)],
            **self.lists,
        }
        if path in lists:
            key = {"locations": "items", "availableAgents": "agents"}.get(path.rpartition("/")[2])
            return self._page(call, key or path.rpartition("/")[2], lists[path])
        home = re.fullmatch(r"/telephony/config/locations/([^/]+)/(.+)", path)
        return self._below(call, unquote(home[1]), home[2]) if home else _missing(path)

    def _below(self, call: Call, location: str, rest: str) -> httpx.Response:
        return self._schedules(call, rest) if rest.startswith("schedules") else self._object(call, location, rest)

    def _object(self, call: Call, location: str, rest: str) -> httpx.Response:
        if call.method == "POST":
            return self._make(location, rest, call.body)
        found = self.objects.get(rest)
        if found is None or self.homes[rest.split("/")[1]] != location:
            return _missing(rest)
        if call.method == "DELETE":
            del self.objects[rest]
            return httpx.Response(204)
        if call.method == "PUT":
            return self._put(rest, found, call.body)
        if rest.split("/")[1] in self.assisted and rest.count("/") == 1 and "hasCxEssentials" not in call.params:
            return _missing(rest)
        return httpx.Response(200, json=found)

    def _make(self, location: str, rest: str, body: dict[str, Any]) -> httpx.Response:
        if self._minds_any(body):
            return _refused(*_NO_VALUE)
        key = f"new-{len(self.objects)}"
        self.homes[key] = location
        self.objects[f"{rest}/{key}"] = _shown({**body, "id": key})
        return httpx.Response(201, json={"id": key})

    def _put(self, rest: str, found: dict[str, Any], body: dict[str, Any]) -> httpx.Response:
        unwanted = sorted(body.keys() & (_READ_ONLY | {"enabled", "holidaySchedules", "businessHourSchedules"}))
        if unwanted:
            return _refused(f"Read-only: {unwanted}", "1000")
        if self._minds_any(body):
            return _refused(*_NO_VALUE)
        self.objects[rest] = _shown(_merged(found, body))
        return httpx.Response(204)

    def _minds_any(self, body: dict[str, Any]) -> bool:
        menus = [body.get(menu, {}) for menu in ("businessHoursMenu", "afterHoursMenu")]
        return any(self._minds(key) for menu in menus for key in menu.get("keyConfigurations", ()))

    def _minds(self, key: dict[str, Any]) -> bool:
        perhaps = {"TRANSFER_TO_OPERATOR", "NAME_DIALING", "EXTENSION_DIALING", "REPEAT_MENU"}
        if key["action"] not in perhaps or self.wants_values is None:
            return False
        return key.get("value") == "" if not self.wants_values else "value" not in key

    def _join(self, call: Call) -> httpx.Response:
        (setting,) = call.body["settings"]
        for agent in self.part("", setting["queueId"])["agents"]:
            if agent["id"] == call.path.split("/")[-2]:
                agent["joinEnabled"] = setting["joinEnabled"]
        return httpx.Response(204)

    def _list(self, call: Call, kind: str) -> httpx.Response:
        shown = []
        for path, found in self.objects.items():
            key = path.partition("/")[2]
            assisted = call.params.get("hasCxEssentials") == "true"
            if (
                path.startswith(kind)
                and "/" not in key
                and (kind == "autoAttendants" or (key in self.assisted) == assisted)
            ):
                names = {"locationId": self.homes[key], "locationName": "Somewhere"}
                entry = {
                    **{name: found[name] for name in ("id", "name", "phoneNumber", "extension") if name in found},
                    **names,
                }
                if _matches(entry, {each: call.params[each] for each in ("name", "locationId") if each in call.params}):
                    shown.append(entry)
        return self._page(call, kind, shown)

    def _page(self, call: Call, key: str, found: list[dict[str, Any]]) -> httpx.Response:
        start = int(call.params.get("start", 0))
        more = start + self.page < len(found)
        url = httpx.URL(f"{BASE}{call.path}", params={**call.params, "start": str(start + self.page)})
        headers = {"Link": f'<{url}>; rel="next"'} if more else {}
        return httpx.Response(200, json={key: found[start : start + self.page]}, headers=headers)

    def _schedules(self, call: Call, rest: str) -> httpx.Response:
        """Schedules can only be looked at; what is written to them is another test's business."""
        if rest == "schedules":
            found = [{name: each[name] for name in ("id", "name", "type")} for each in self.schedules.values()]
            return self._page(call, "schedules", [each for each in found if _matches(each, _only(call.params, "type"))])
        return httpx.Response(200, json=self.schedules[rest.rpartition("/")[2]])


def _only(params: dict[str, str], *names: str) -> dict[str, str]:
    return {name: params[name] for name in names if name in params}


def _matches(entry: dict[str, Any], params: dict[str, str]) -> bool:
    return all(str(entry[name]).lower() == value.lower() for name, value in params.items() if name in entry)


def _merged(found: Any, body: Any) -> Any:
    """A partial PUT: what is not sent stays, lists and menus are replaced whole."""
    result = copy.deepcopy(found)
    for name, value in body.items():
        whole = name.endswith("Menu") or not isinstance(value, dict) or not isinstance(result.get(name), dict)
        result[name] = value if whole else _merged(result[name], value)
    return result


def _shown(value: Any) -> Any:
    """Numbers come back with dashes."""
    if isinstance(value, dict):
        return {name: _shown(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_shown(each) for each in value]
    return f"+1-{value[2:]}" if isinstance(value, str) and re.fullmatch(r"\+1[0-9]{10}", value) else value


def _refused(text: str, code: str) -> httpx.Response:
    words = f"Request failed: error = '[Error {code}] {text}'"
    error = {"key": "400", "message": [{"description": words, "code": code}]}
    return httpx.Response(400, json={"error": [error], "trackingId": "ROUTERGW_1"})


def _missing(what: str) -> httpx.Response:
    body = {"message": f"No {what}", "errors": [{"description": f"No {what}"}], "trackingId": "ROUTERGW_2"}
    return httpx.Response(404, json=body)
