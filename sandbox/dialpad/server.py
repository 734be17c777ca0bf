"""The Dialpad server: who may come in, and how often."""

from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from sandbox.dialpad.account import Account, CallCenter
from sandbox.dialpad.callcenters import CallCenters
from sandbox.dialpad.company import Company
from sandbox.dialpad.demo import ADMINISTRATOR_KEY, READER_KEY, demo_account
from sandbox.dialpad.directory import Directory
from sandbox.dialpad.errors import refusal
from sandbox.dialpad.limits import Limits
from sandbox.dialpad.operators import Operators
from sandbox.dialpad.panels import panel
from sandbox.dialpad.requests import ADMINISTRATOR, api_path
from sandbox.gate import GatedServer
from sandbox.refusals import RefusedError
from sandbox.requests import bearer
from sandbox.storage import JsonFile, restored
from sandbox.vendor import Panel


class DialpadServer(GatedServer[Account]):
    """A Dialpad company behind its API v2.

    `token` is a company administrator's key, `reader_token` one that may not write call centers.
    `company` has the account and the ways to play it, `limits` the rate limits, `faults` what shall go wrong, `calls`
    what was asked; `on_change` is called after each change.
    """

    name = "dialpad"

    def __init__(
        self,
        clock: Callable[[], datetime],
        storage: JsonFile,
        *,
        account: Account | None = None,
        token: str = ADMINISTRATOR_KEY,
        reader_token: str = READER_KEY,
    ) -> None:
        kept = storage.read()
        self.token = token
        self.reader_token = reader_token
        self.company = Company(restored(Account, kept["account"]) if kept else account or demo_account(), clock)
        self.limits = Limits()
        super().__init__(self.company, storage, kept["calls"] if kept else [])

    def application(self) -> web.Application:
        """The HTTP interface; its routes start with `/api/v2`."""
        parts = (CallCenters(self.company), Operators(self.company), Directory(self.company))
        return self._application(route for part in parts for route in part.routes())

    def panels(self) -> list[Panel]:
        """What the page shows of each call center, now."""
        account = self.company.account
        return [panel(each, account, self.company.clock()) for each in account.call_centers.values()]

    def call_center(self, name: str) -> CallCenter:
        """The call center of this name."""
        return next(each for each in self.company.account.call_centers.values() if each.name == name)

    def plant(self, call_center: CallCenter) -> None:
        """Put a call center there as it is, as if somebody had done so at Dialpad: holidays, figures and zone too."""
        self.company.put(call_center)
        self._save()

    def _path(self, request: web.Request) -> str:
        return api_path(request)

    def _admit(self, request: web.Request) -> None:
        request[ADMINISTRATOR] = self._is_administrator(request)
        self.limits.count(_endpoint(request))

    def _refusal(self, error: RefusedError) -> web.Response:
        return refusal(error)

    def _logged_query(self, request: web.Request) -> dict[str, str]:
        return {name: value for name, value in request.query.items() if name != "apikey"}

    def _is_administrator(self, request: web.Request) -> bool:
        key = bearer(request) or request.query.get("apikey", "")
        if key not in {self.token, self.reader_token}:
            raise RefusedError(401, "Invalid or missing API key")
        return key == self.token


def _endpoint(request: web.Request) -> str:
    resource = request.match_info.route.resource
    return f"{request.method} {resource.canonical if resource else ''}"
