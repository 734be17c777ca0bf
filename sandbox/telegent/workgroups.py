"""`/v1.0/workgroups`: list, create, read, update, delete."""

from uuid import uuid4

from aiohttp import web

from sandbox.requests import json_object
from sandbox.telegent import wire
from sandbox.telegent.account import Workgroup
from sandbox.telegent.bodies import Settings, read_body
from sandbox.telegent.requests import field, required
from sandbox.telegent.tenant import Tenant


class Workgroups:
    """The workgroups' part of the interface."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant

    def routes(self) -> list[web.RouteDef]:
        """Where it answers."""
        return [
            web.get("/v1.0/account/workgroups", self.list_all),
            web.post("/v1.0/workgroups", self.create),
            web.get("/v1.0/workgroups", self.read),
            web.post("/v1.0/workgroups/update", self.update),
            web.post("/v1.0/workgroups/delete", self.delete),
        ]

    async def list_all(self, _: web.Request) -> web.Response:
        now = self._tenant.clock()
        workgroups = [each.as_of(now) for each in self._tenant.shown.workgroups.values()]
        return web.json_response({"Workgroups": [wire.listed(each) for each in workgroups]})

    async def create(self, request: web.Request) -> web.Response:
        settings = read_body(Settings, await json_object(request))
        workgroup = Workgroup(id=f"WID-{uuid4()}", settings=settings)
        self._tenant.replace(self._tenant.account.with_workgroup(workgroup))
        return web.json_response(wire.created(workgroup))

    async def read(self, request: web.Request) -> web.Response:
        account = self._tenant.shown
        workgroup = account.workgroup(required(request, "WorkgroupId")).as_of(self._tenant.clock())
        return web.json_response(wire.read(workgroup, account, self._tenant.shows))

    async def update(self, request: web.Request) -> web.Response:
        body = await json_object(request)
        before = self._tenant.account.workgroup(field(body, "WorkgroupId"))
        settings = before.settings.changed({name: value for name, value in body.items() if name != "WorkgroupId"})
        old = before.from_old_times and "Type" not in body
        after = before.model_copy(update={"settings": settings, "from_old_times": old})
        self._tenant.update(before, after)
        return web.json_response(wire.updated(after))

    async def delete(self, request: web.Request) -> web.Response:
        workgroup = self._tenant.account.workgroup(required(request, "WorkgroupId"))
        self._tenant.replace(self._tenant.account.without_workgroup(workgroup.id))
        return web.json_response({"WorkgroupId": workgroup.id, "Successful": True})
