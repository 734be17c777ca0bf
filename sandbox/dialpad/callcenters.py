"""`/api/v2/callcenters`: list, create, read, write, delete, live status."""

from aiohttp import web

from sandbox.dialpad import wire
from sandbox.dialpad.account import CallCenter
from sandbox.dialpad.company import Company
from sandbox.dialpad.paging import page
from sandbox.dialpad.requests import identifier, require_administrator
from sandbox.dialpad.settings import Id, Settings
from sandbox.requests import integer, json_object


class NewCallCenter(Settings):
    """What POST takes: the settings, and where the call center is to be."""

    office_id: Id


class CallCenters:
    """The call centers' part of the interface."""

    def __init__(self, company: Company) -> None:
        self._company = company

    def routes(self) -> list[web.RouteDef]:
        """Where it answers."""
        return [
            web.get("/api/v2/callcenters", self.list_all),
            web.get(r"/api/v2/offices/{id:\d+}/callcenters", self.list_of_office),
            web.post("/api/v2/callcenters", self.create),
            web.get(r"/api/v2/callcenters/{id:\d+}", self.get),
            web.patch(r"/api/v2/callcenters/{id:\d+}", self.update),
            web.delete(r"/api/v2/callcenters/{id:\d+}", self.delete),
            web.get(r"/api/v2/callcenters/{id:\d+}/status", self.status),
        ]

    async def list_all(self, request: web.Request) -> web.Response:
        office = integer(request.query, "office_id")
        piece = request.query.get("name_search", "").casefold()
        centers = self._company.shown.call_centers.values()
        fitting = [each for each in centers if office in {None, each.office_id} and piece in each.name.casefold()]
        return self._page(request, fitting)

    async def list_of_office(self, request: web.Request) -> web.Response:
        office = self._company.shown.office(identifier(request))
        centers = self._company.shown.call_centers.values()
        return self._page(request, [each for each in centers if each.office_id == office.id])

    async def create(self, request: web.Request) -> web.Response:
        require_administrator(request)
        body = await json_object(request)
        office_id = NewCallCenter.created(body, self._company.midnight).office_id
        office = self._company.account.office(office_id)
        writable = {key: value for key, value in body.items() if key != "office_id"}
        settings = Settings.created(writable, self._company.midnight)
        key = self._company.account.last_id + 1
        center = CallCenter(id=key, office_id=office.id, settings=settings, timezone=office.timezone)
        return self._answer(self._company.put(center))

    async def get(self, request: web.Request) -> web.Response:
        return self._answer(self._company.shown.call_center(identifier(request)))

    async def update(self, request: web.Request) -> web.Response:
        require_administrator(request)
        body = await json_object(request)
        center = self._company.account.call_center(identifier(request))
        settings = center.settings.changed(body, self._company.midnight)
        return self._answer(self._company.put(center.model_copy(update={"settings": settings})))

    async def delete(self, request: web.Request) -> web.Response:
        require_administrator(request)
        center = self._company.account.call_center(identifier(request))
        self._company.replace(self._company.account.without_call_center(center.id))
        return self._answer(center.model_copy(update={"state": "deleted"}))

    async def status(self, request: web.Request) -> web.Response:
        center = self._company.shown.call_center(identifier(request))
        return web.json_response(wire.status(center, self._company.clock()))

    def _answer(self, center: CallCenter) -> web.Response:
        return web.json_response(wire.call_center(center, self._company.clock()))

    def _page(self, request: web.Request, centers: list[CallCenter]) -> web.Response:
        items = [wire.call_center(each, self._company.clock()) for each in centers]
        return web.json_response(page(items, request.query, self._company.page_size))
