"""`/v1.0/schedules` and `/v1.0/account/schedules`: create and list. Nobody can read one, change it or delete it."""

from uuid import uuid4

from aiohttp import web

from sandbox.requests import json_object
from sandbox.telegent import wire
from sandbox.telegent.account import Schedule
from sandbox.telegent.bodies import ScheduleBody, read_body
from sandbox.telegent.tenant import Tenant


class Schedules:
    """The schedules' part of the interface."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant

    def routes(self) -> list[web.RouteDef]:
        """Where it answers."""
        return [
            web.get("/v1.0/account/schedules", self.list_all),
            web.post("/v1.0/schedules", self.create),
        ]

    async def list_all(self, _: web.Request) -> web.Response:
        account = self._tenant.shown
        results = [wire.schedule(each, account) for each in account.schedules.values()]
        return web.json_response({"AccountID": account.id, "TotalSchedules": len(results), "Results": results})

    async def create(self, request: web.Request) -> web.Response:
        body = read_body(ScheduleBody, await json_object(request))
        body.check(self._tenant.midnight)
        schedule = Schedule(id=f"SID-{uuid4()}", body=body)
        self._tenant.replace(self._tenant.account.with_schedule(schedule))
        return web.json_response({**wire.schedule(schedule, self._tenant.account), "Active": True})
