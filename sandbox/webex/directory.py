"""Locations, numbers and audio files: what lines are made of. Only a line's own files can be deleted."""

from collections.abc import Iterable
from typing import Any

from aiohttp import web

from sandbox.requests import boolean
from sandbox.webex import links, wire
from sandbox.webex.account import Account, Announcement, Location, Queue
from sandbox.webex.errors import RefusedError
from sandbox.webex.forwardings import LINE, line_of
from sandbox.webex.organisation import Organisation
from sandbox.webex.paging import page
from sandbox.webex.requests import part


class Directory:
    """The directory's part of the interface."""

    def __init__(self, organisation: Organisation) -> None:
        self._organisation = organisation

    def routes(self) -> list[web.RouteDef]:
        """Where it answers."""
        feature = "/telephony/config/locations/{location}/{feature:autoAttendants|queues}"
        announcements = LINE + "/announcements"
        return [
            web.get("/locations", self.locations),
            web.get("/locations/{id}", self.location),
            web.get("/telephony/config/locations", self.calling_locations),
            web.get("/telephony/config/locations/{id}", self.calling_location),
            web.get("/telephony/config/numbers", self.numbers),
            web.get(feature + "/{purpose:availableNumbers}", self.available_numbers),
            web.get(feature + "/{purpose:alternate|callForwarding}/availableNumbers", self.available_numbers),
            web.get("/telephony/config/announcements", self.repository),
            web.get("/telephony/config/announcements/{id}", self.announcement),
            web.get("/telephony/config/locations/{location}/announcements", self.repository_of_location),
            web.get(announcements, self.files),
            web.delete(announcements + "/{file}", self.delete_file),
        ]

    async def locations(self, request: web.Request) -> web.Response:
        account = self._organisation.shown
        name, key = request.query.get("name", "").casefold(), request.query.get("id") or None
        fitting = [
            each for each in account.locations.values() if name in each.name.casefold() and key in {None, each.id}
        ]
        return self._page(request, "items", [wire.location(each, account) for each in fitting])

    async def location(self, request: web.Request) -> web.Response:
        account = self._organisation.shown
        return web.json_response(wire.location(account.location(part(request)), account))

    async def calling_locations(self, request: web.Request) -> web.Response:
        name = request.query.get("name", "").casefold()
        fitting = [each for each in self._organisation.shown.locations.values() if name in each.name.casefold()]
        return self._page(request, "locations", [wire.calling_location(each) for each in fitting])

    async def calling_location(self, request: web.Request) -> web.Response:
        return web.json_response(wire.calling_location(self._organisation.shown.location(part(request))))

    async def numbers(self, request: web.Request) -> web.Response:
        account, query = self._organisation.shown, request.query
        free = boolean(query, "available")
        rows = [row for location in account.locations.values() for row in _numbers(location, account)]
        fitting = [
            row
            for row in rows
            if query.get("locationId") in {None, "", row["location"]["id"]}
            and free in {None, "owner" not in row}
            and query.get("ownerType") in {None, "", row.get("owner", {}).get("type")}
            and query.get("phoneNumber", "") in row.get("phoneNumber", "")
            and query.get("extension") in {None, "", row.get("extension")}
        ]
        return self._page(request, "phoneNumbers", fitting)

    async def available_numbers(self, request: web.Request) -> web.Response:
        """Numbers that nobody has, or for forwarding those that somebody has."""
        account = self._organisation.shown
        location = account.location(part(request, "location"))
        wants_owner = part(request, "purpose") == "callForwarding"
        rows = [row for row in _numbers(location, account) if ("owner" in row) is wants_owner and "phoneNumber" in row]
        return self._page(request, "phoneNumbers", [wire.dashed(_available(row)) for row in rows])

    async def repository(self, request: web.Request) -> web.Response:
        location = request.query.get("locationId") or None
        fitting = [each for each in self._organisation.shown.announcements if location in {None, each.location_id}]
        return self._repository(request, fitting)

    async def repository_of_location(self, request: web.Request) -> web.Response:
        account = self._organisation.shown
        location = account.location(part(request, "location"))
        return self._repository(request, [each for each in account.announcements if each.location_id == location.id])

    async def announcement(self, request: web.Request) -> web.Response:
        account = self._organisation.shown
        wanted = part(request)
        for each in account.announcements:
            if each.id == wanted:
                return web.json_response(wire.announcement(each, account))
        raise RefusedError(404, f"There is no announcement {wanted}")

    async def files(self, request: web.Request) -> web.Response:
        line = line_of(request, self._organisation.shown)
        written = wire.file_of_queue if isinstance(line, Queue) else wire.file_of_attendant
        return web.json_response({"announcements": [written(each) for each in line.announcements]})

    async def delete_file(self, request: web.Request) -> web.Response:
        line = line_of(request, self._organisation.account)
        left = tuple(each for each in line.announcements if each.file_name != part(request, "file"))
        if left == line.announcements:
            raise RefusedError(404, f"There is no announcement {part(request, 'file')}")
        self._organisation.put(line.model_copy(update={"announcements": left}))
        return web.Response(status=204)

    def _repository(self, request: web.Request, announcements: Iterable[Announcement]) -> web.Response:
        account = self._organisation.shown
        return self._page(request, "announcements", [wire.announcement(each, account) for each in announcements])

    def _page(self, request: web.Request, key: str, items: list[dict[str, Any]]) -> web.Response:
        return page(request, key, items, self._organisation.page_size)


def _numbers(location: Location, account: Account) -> list[dict[str, Any]]:
    """A location's numbers, then the extensions of those who have no number."""
    owners = links.owners(account)
    held = dict(links.extensions(account, location.id))
    rows = [_row(location, number, owners.get(number), account) for number in location.numbers]
    for owner, extension in held.items():
        if owner not in owners.values():
            rows.append(_row(location, None, owner, account) | {"extension": extension})
    return [row | ({"extension": held[key]} if (key := row.get("owner", {}).get("id")) in held else {}) for row in rows]


def _row(location: Location, number: str | None, owner: str | None, account: Account) -> dict[str, Any]:
    return {
        **({"phoneNumber": number, "phoneNumberType": "PRIMARY", "state": "ACTIVE"} if number else {}),
        "mainNumber": number == location.main_number,
        "tollFreeNumber": False,
        "isServiceNumber": False,
        "location": {"id": location.id, "name": location.name},
        **({"owner": _owner(owner, account)} if owner else {}),
    }


def _owner(key: str, account: Account) -> dict[str, Any]:
    if key in account.people:
        person = account.people[key]
        return {"id": key, "type": "PEOPLE", "firstName": person.first_name, "lastName": person.last_name}
    if key in account.queues:
        return {"id": key, "type": "CALL_QUEUE", "displayName": account.queues[key].name}
    return {"id": key, "type": "AUTO_ATTENDANT", "displayName": account.auto_attendants[key].name}


def _available(row: dict[str, Any]) -> dict[str, Any]:
    kept = ("phoneNumber", "state", "tollFreeNumber", "isServiceNumber", "owner")
    own = {key: row[key] for key in kept if key in row}
    return {**own, "isMainNumber": row["mainNumber"], "telephonyType": "PSTN_NUMBER"}
