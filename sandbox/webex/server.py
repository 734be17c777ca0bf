"""The Webex server: who may come in, what goes wrong, and what is remembered of it."""

import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, TypeAlias

from aiohttp import hdrs, web

from sandbox.calls import CallLog
from sandbox.faults import Fault, Faults
from sandbox.storage import JsonFile
from sandbox.vendor import Panel
from sandbox.webex.account import Account, AutoAttendant, Person, Queue
from sandbox.webex.agents import Agents
from sandbox.webex.attendants import Attendants
from sandbox.webex.demo import READER_TOKEN, USER_TOKEN, demo_account, demo_service_app
from sandbox.webex.directory import Directory
from sandbox.webex.errors import TRACKING, RefusedError, refusal, tracking_id
from sandbox.webex.forwardings import Forwardings
from sandbox.webex.opening import Status, status
from sandbox.webex.organisation import Organisation
from sandbox.webex.panels import panel
from sandbox.webex.queues import Queues
from sandbox.webex.requests import BEARER, Bearer, api_path
from sandbox.webex.schedules import Schedules
from sandbox.webex.timetables import Schedule, ScheduleType
from sandbox.webex.tokens import AccessTokens, ServiceApp

Handler: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]
REFRESH = "/access_token"
BASES = ("", "/v1")


class WebexServer:
    """A Webex Calling organisation behind its REST API.

    `token` is a full administrator's own, `reader_token` one that may not write; `service_app` has the credentials
    whose refreshed access tokens may do everything but see calls.
    `organisation` has the account and the ways to play it, `faults` what shall go wrong, `calls` what was asked;
    `on_change` is called after each change.
    """

    name = "webex"

    def __init__(
        self,
        clock: Callable[[], datetime],
        storage: JsonFile,
        *,
        account: Account | None = None,
        token: str = USER_TOKEN,
        reader_token: str = READER_TOKEN,
    ) -> None:
        kept = storage.read()
        self.token = token
        self.reader_token = reader_token
        self.service_app = ServiceApp.model_validate(kept["service_app"]) if kept else demo_service_app()
        self.organisation = Organisation(_read(kept["account"]) if kept else account or demo_account(), clock)
        self.calls = CallLog(kept["calls"] if kept else [])
        self.faults = Faults()
        self.on_change: Callable[[], None] = lambda: None
        self._storage = storage

    def application(self) -> web.Application:
        """The HTTP interface; each route is there with `/v1` before it and without."""
        application = web.Application(middlewares=[self._gate])
        parts = (
            AccessTokens(self.service_app, self.organisation.clock),
            Directory(self.organisation),
            Agents(self.organisation),
            Queues(self.organisation),
            Attendants(self.organisation),
            Forwardings(self.organisation),
            Schedules(self.organisation),
        )
        for base in BASES:
            for each in (route for part in parts for route in part.routes()):
                application.router.add_route(each.method, base + each.path, each.handler)
        application.on_cleanup.append(self._save_at_the_end)
        return application

    def panels(self) -> list[Panel]:
        """What the page shows of each line, now."""
        account = self.organisation.account
        return [panel(each, account, self.organisation.clock()) for each in account.lines]

    def auto_attendant(self, name: str) -> AutoAttendant:
        """The auto attendant of this name."""
        return next(each for each in self.organisation.account.auto_attendants.values() if each.name == name)

    def queue(self, name: str) -> Queue:
        """The call queue of this name."""
        return next(each for each in self.organisation.account.queues.values() if each.name == name)

    def schedules(self) -> tuple[Schedule, ...]:
        """Every schedule of every location."""
        return self.organisation.account.schedules

    def schedule(self, location: str, type_: ScheduleType, name: str) -> Schedule:
        """The schedule of this name, at the location of that name."""
        account = self.organisation.account
        place = next(each for each in account.locations.values() if each.name == location)
        return next(each for each in account.schedules_at(place.id, type_) if each.name == name)

    def status(self, name: str, at: datetime) -> Status:
        """What callers of the line of this name get at that moment, and why."""
        account = self.organisation.account
        return status(next(each for each in account.lines if each.name == name), account, at)

    def is_open(self, name: str, at: datetime) -> bool:
        """Whether the line of this name is open at that moment, by its schedules and services."""
        return self.status(name, at) is Status.OPEN

    def plant(self, thing: AutoAttendant | Queue | Schedule | Person) -> None:
        """Put something there as it is, as if somebody had done so at Webex; a schedule takes its namesake's place."""
        account = self.organisation.account
        match thing:
            case Schedule():
                namesake = account.named_schedule(thing.location_id, thing.type, thing.name)
                self.organisation.replace(account.with_schedule(thing, instead_of=namesake))
            case Person():
                self.organisation.replace(account.with_person(thing))
            case _:
                self.organisation.replace(account.with_line(thing))
        self._save()

    @web.middleware
    async def _gate(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        fault = self.faults.take(request.method, api_path(request))
        body = await request.read()
        instead = fault.instead(refusal) if fault else None
        response = await self._answer(request, handler) if instead is None else instead
        response.headers.setdefault(TRACKING, tracking_id())
        self._remember(request, body, response, fault)
        return await fault.delivered(request, response) if fault else response

    async def _answer(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            if api_path(request) != REFRESH:
                request[BEARER] = self._bearer(request)
            return await handler(request)
        except RefusedError as error:
            return error.response()
        except web.HTTPException as error:
            return refusal(error.status, error.reason)

    def _bearer(self, request: web.Request) -> Bearer:
        scheme, _, token = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
        token = token.strip() if scheme.lower() == "bearer" else ""
        if token == self.token:
            return "user"
        if self.service_app.has(token, self.organisation.clock()):
            return "service app"
        if token != self.reader_token:
            raise RefusedError(
                401, "The request requires a valid access token set in the Authorization request header."
            )
        if request.method != hdrs.METH_GET:
            raise RefusedError(403, "The token has no scope that allows this")
        return "reader"

    def _remember(self, request: web.Request, body: bytes, response: web.StreamResponse, fault: Fault | None) -> None:
        """Log the call; a write is on disk, together with its call, before anybody hears of it."""
        path = api_path(request)
        self.calls.add(
            method=request.method,
            path=path,
            query=dict(request.query),
            body=None if path == REFRESH else _logged(body),
            status=response.status,
            fault=fault.kind if fault else None,
            at=self.organisation.clock(),
        )
        if request.method == hdrs.METH_GET:
            return
        if fault and fault.kind == "stale" and response.status < 300:
            self.organisation.show_previous_for(fault.seconds or 0)
        self._save()

    def _save(self) -> None:
        self._storage.write(
            {
                "account": self.organisation.account.model_dump(mode="json", exclude_none=True),
                "service_app": self.service_app.model_dump(mode="json"),
                "calls": self.calls.document(),
            }
        )
        self.on_change()

    async def _save_at_the_end(self, _: web.Application) -> None:
        self._save()


def _read(kept: dict[str, Any]) -> Account:
    """The account as it was saved, in pydantic's JSON mode, where a list may be a tuple and a text a date."""
    return Account.model_validate_json(json.dumps(kept))


def _logged(body: bytes) -> Any:
    """A body as the log keeps it: as JSON if it can be written again, which NaN and half a character cannot."""
    if not body:
        return None
    text = body.decode(errors="replace")
    try:
        value = json.loads(text)
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except ValueError:
        return text
    return value
