"""`…/queues`: list, create, read, write, delete; their services; the calls that wait in them."""

from aiohttp import web

from sandbox.requests import boolean, json_object
from sandbox.webex import queue_settings, services, wire
from sandbox.webex.account import Account, Queue
from sandbox.webex.blocks import dumped, read_block, without_nulls
from sandbox.webex.errors import BackendError, RefusedError
from sandbox.webex.filters import lines
from sandbox.webex.identifiers import new_identifier
from sandbox.webex.organisation import Organisation
from sandbox.webex.paging import page
from sandbox.webex.queue_settings import QueueDefaults
from sandbox.webex.requests import BEARER, part

SERVICES = {
    "holidayService": "holiday_service",
    "nightService": "night_service",
    "forcedForward": "forced_forward",
    "strandedCalls": "stranded_calls",
}
NO_CUSTOMER_ASSIST = 28018


class Queues:
    """The queues' part of the interface."""

    def __init__(self, organisation: Organisation) -> None:
        self._organisation = organisation

    def routes(self) -> list[web.RouteDef]:
        """Where it answers."""
        every = "/telephony/config/locations/{location}/queues"
        service = every + f"/{{id}}/{{service:{'|'.join(SERVICES)}}}"
        return [
            web.get("/telephony/config/queues", self.list_all),
            web.get("/telephony/config/queues/settings", self.defaults),
            web.put("/telephony/config/queues/settings", self.set_defaults),
            web.post(every, self.create),
            web.get(every + "/{id}", self.get),
            web.put(every + "/{id}", self.update),
            web.delete(every + "/{id}", self.delete),
            web.get(service, self.service),
            web.put(service, self.set_service),
            web.get("/telephony/calls/queues/{id}/calls", self.calls),
        ]

    async def list_all(self, request: web.Request) -> web.Response:
        account = self._organisation.shown
        wanted = bool(boolean(request.query, "hasCxEssentials"))
        fitting = [each for each in lines(request, account.queues.values()) if each.customer_assist is wanted]
        items = [wire.summary(each, account) for each in fitting]
        return page(request, "queues", items, self._organisation.page_size)

    async def create(self, request: web.Request) -> web.Response:
        body = await json_object(request)
        location = self._organisation.account.location(part(request, "location"))
        new = Queue(
            id=new_identifier("CALL_QUEUE"),
            location_id=location.id,
            settings=queue_settings.created(body, location.timezone),
            customer_assist=bool(boolean(request.query, "hasCxEssentials")),
        )
        self._organisation.put(new)
        return web.json_response({"id": new.id}, status=201)

    async def get(self, request: web.Request) -> web.Response:
        account = self._organisation.shown
        queue = _queue(request, account)
        asked = bool(boolean(request.query, "hasCxEssentials"))
        if queue.customer_assist and not asked:
            raise RefusedError(404, f"There is no call queue {queue.id}")
        if asked and not queue.customer_assist:
            raise BackendError(400, "The queue is not a Customer Assist queue", code=NO_CUSTOMER_ASSIST)
        return web.json_response(wire.queue(queue, account))

    async def update(self, request: web.Request) -> web.Response:
        body = await json_object(request)
        queue = _queue(request, self._organisation.account)
        settings = queue_settings.changed(queue.settings, body)
        self._organisation.put(queue.model_copy(update={"settings": settings}))
        return web.Response(status=204)

    async def delete(self, request: web.Request) -> web.Response:
        queue = _queue(request, self._organisation.account)
        self._organisation.replace(self._organisation.account.without_line(queue.id))
        return web.Response(status=204)

    async def service(self, request: web.Request) -> web.Response:
        account = self._organisation.shown
        queue = _queue(request, account)
        return web.json_response(wire.service(getattr(queue, _service(request)), queue, account))

    async def set_service(self, request: web.Request) -> web.Response:
        body = await json_object(request)
        queue = _queue(request, self._organisation.account)
        service = services.changed(getattr(queue, _service(request)), body)
        self._organisation.put(queue.model_copy(update={_service(request): service}))
        return web.Response(status=204)

    async def calls(self, request: web.Request) -> web.Response:
        if request[BEARER] == "service app" or not self._organisation.shows_calls:
            raise RefusedError(403, "The token is not allowed to see calls")
        account = self._organisation.shown
        key = part(request)
        if key not in account.queues:
            raise RefusedError(404, f"There is no call queue {key}")
        return web.json_response({"items": wire.waiting(account.queues[key], self._organisation.clock())})

    async def defaults(self, _: web.Request) -> web.Response:
        return web.json_response(dumped(self._organisation.shown.queue_defaults))

    async def set_defaults(self, request: web.Request) -> web.Response:
        body = without_nulls(await json_object(request))
        account = self._organisation.account
        changed = read_block(QueueDefaults, dumped(account.queue_defaults) | body)
        self._organisation.replace(account.model_copy(update={"queue_defaults": changed}))
        return web.Response(status=204)


def _queue(request: web.Request, account: Account) -> Queue:
    return account.queue(part(request, "location"), part(request))


def _service(request: web.Request) -> str:
    return SERVICES[part(request, "service")]
