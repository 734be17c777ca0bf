"""`/v1.0/workgroups/activity`: the digits and members of a workgroup, which can be written and never read."""

from uuid import uuid4

from aiohttp import web

from sandbox.requests import json_object
from sandbox.telegent.account import Activity
from sandbox.telegent.bodies import ActivityBody, read_body
from sandbox.telegent.errors import InvalidError
from sandbox.telegent.requests import field
from sandbox.telegent.tenant import Tenant

ID = "WorkgroupActivityId"


class Activities:
    """The activities' part of the interface."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant

    def routes(self) -> list[web.RouteDef]:
        """Where it answers."""
        return [
            web.post("/v1.0/workgroups/activity", self.create),
            web.post("/v1.0/workgroups/activity/update", self.update),
            web.post("/v1.0/workgroups/activity/delete", self.delete),
        ]

    async def create(self, request: web.Request) -> web.Response:
        activity = Activity(id=f"WAID-{uuid4()}", body=read_body(ActivityBody, await json_object(request)))
        self._tenant.replace(self._tenant.account.with_activity(activity))
        return _answer("Created", activity)

    async def update(self, request: web.Request) -> web.Response:
        body = await json_object(request)
        before = self._tenant.account.activity(field(body, ID))
        changed = before.body.changed({name: value for name, value in body.items() if name != ID})
        activity = before.model_copy(update={"body": changed})
        self._tenant.replace(self._tenant.account.with_activity(activity))
        return _answer("Updated", activity)

    async def delete(self, request: web.Request) -> web.Response:
        body = await json_object(request)
        activity = self._tenant.account.activity(field(body, ID))
        if unknown := body.keys() - {ID}:
            raise InvalidError({name: f"The {name} field is not known." for name in unknown})
        self._tenant.replace(self._tenant.account.without_activity(activity.id))
        return _answer("Deleted", activity)


def _answer(status: str, activity: Activity) -> web.Response:
    return web.json_response({"WorkgroupActivityStatus": status, ID: activity.id})
