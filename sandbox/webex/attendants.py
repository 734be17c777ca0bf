"""`…/autoAttendants`: list, create, read, write, delete."""

from aiohttp import web

from sandbox.requests import json_object
from sandbox.webex import attendant_settings, wire
from sandbox.webex.account import AutoAttendant
from sandbox.webex.filters import lines
from sandbox.webex.identifiers import new_identifier
from sandbox.webex.organisation import Organisation
from sandbox.webex.paging import page
from sandbox.webex.requests import part


class Attendants:
    """The auto attendants' part of the interface."""

    def __init__(self, organisation: Organisation) -> None:
        self._organisation = organisation

    def routes(self) -> list[web.RouteDef]:
        """Where it answers."""
        every = "/telephony/config/locations/{location}/autoAttendants"
        return [
            web.get("/telephony/config/autoAttendants", self.list_all),
            web.post(every, self.create),
            web.get(every + "/{id}", self.get),
            web.put(every + "/{id}", self.update),
            web.delete(every + "/{id}", self.delete),
        ]

    async def list_all(self, request: web.Request) -> web.Response:
        account = self._organisation.shown
        fitting = lines(request, account.auto_attendants.values())
        items = [wire.summary(each, account) for each in fitting]
        return page(request, "autoAttendants", items, self._organisation.page_size)

    async def create(self, request: web.Request) -> web.Response:
        body = await json_object(request)
        location = self._organisation.account.location(part(request, "location"))
        settings = attendant_settings.created(body, location.timezone, self._organisation.empty_values)
        new = AutoAttendant(id=new_identifier("AUTO_ATTENDANT"), location_id=location.id, settings=settings)
        self._organisation.put(new)
        return web.json_response({"id": new.id}, status=201)

    async def get(self, request: web.Request) -> web.Response:
        account = self._organisation.shown
        attendant = account.auto_attendant(part(request, "location"), part(request))
        return web.json_response(wire.auto_attendant(attendant, account, self._organisation.empty_values))

    async def update(self, request: web.Request) -> web.Response:
        body = await json_object(request)
        attendant = self._organisation.account.auto_attendant(part(request, "location"), part(request))
        settings = attendant_settings.changed(attendant.settings, body, self._organisation.empty_values)
        self._organisation.put(attendant.model_copy(update={"settings": settings}))
        return web.Response(status=204)

    async def delete(self, request: web.Request) -> web.Response:
        attendant = self._organisation.account.auto_attendant(part(request, "location"), part(request))
        self._organisation.replace(self._organisation.account.without_line(attendant.id))
        return web.Response(status=204)
