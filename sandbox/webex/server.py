"""The Webex server: who may come in, and what tests see of it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from aiohttp import hdrs, web

from sandbox import refusals
from sandbox.gate import GatedServer
from sandbox.requests import bearer
from sandbox.storage import Json, JsonFile, restored
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

REFRESH = "/access_token"
BASES = ("", "/v1")


class WebexServer(GatedServer[Account]):
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
        self.organisation = Organisation(
            restored(Account, kept["account"]) if kept else account or demo_account(), clock
        )
        super().__init__(self.organisation, storage, kept["calls"] if kept else [])

    def application(self) -> web.Application:
        """The HTTP interface; each route is there with `/v1` before it and without."""
        parts = (
            AccessTokens(self.service_app, self.organisation.clock),
            Directory(self.organisation),
            Agents(self.organisation),
            Queues(self.organisation),
            Attendants(self.organisation),
            Forwardings(self.organisation),
            Schedules(self.organisation),
        )
        routes = [route for part in parts for route in part.routes()]
        application = self._application(
            web.route(each.method, base + each.path, each.handler) for base in BASES for each in routes
        )
        application.on_response_prepare.append(_track)
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

    def _path(self, request: web.Request) -> str:
        return api_path(request)

    def _admit(self, request: web.Request) -> None:
        if api_path(request) != REFRESH:
            request[BEARER] = self._bearer(request)

    def _refusal(self, error: refusals.RefusedError) -> web.Response:
        return refusal(error)

    def _logged_body(self, request: web.Request, body: bytes) -> Any:
        return None if api_path(request) == REFRESH else super()._logged_body(request, body)

    def _state(self) -> Json:
        return {**super()._state(), "service_app": self.service_app.model_dump(mode="json")}

    def _bearer(self, request: web.Request) -> Bearer:
        token = bearer(request)
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


async def _track(_: web.Request, response: web.StreamResponse) -> None:
    response.headers.setdefault(TRACKING, tracking_id())
