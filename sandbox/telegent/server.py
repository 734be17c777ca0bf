"""The Telegent server: who may come in, how often, and what tests see of it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from aiohttp import web

from sandbox.gate import GatedServer
from sandbox.refusals import RefusedError
from sandbox.requests import bearer
from sandbox.storage import Json, JsonFile, restored
from sandbox.telegent.account import Account, Activity, Schedule, Workgroup
from sandbox.telegent.activities import Activities
from sandbox.telegent.demo import TOKEN, demo_account
from sandbox.telegent.errors import refusal
from sandbox.telegent.limits import Limits
from sandbox.telegent.panels import panel
from sandbox.telegent.requests import api_path
from sandbox.telegent.schedules import Schedules
from sandbox.telegent.tenant import Tenant
from sandbox.telegent.tokens import PATHS, Issued, Tokens
from sandbox.telegent.workgroups import Workgroups
from sandbox.vendor import Panel


class TelegentServer(GatedServer[Account]):
    """A Telegent account behind its API v1.0.

    `token` is the account's key and secret, from which clients get a token for each endpoint.
    `tenant` has the account and the ways to play it, `tokens` those that were given out, `limits` the rate limit,
    `faults` what shall go wrong, `calls` what was asked; `on_change` is called after each change.
    """

    name = "telegent"

    def __init__(self, clock: Callable[[], datetime], storage: JsonFile, *, account: Account | None = None) -> None:
        kept = storage.read()
        self.token = TOKEN
        self.tenant = Tenant(restored(Account, kept["account"]) if kept else account or demo_account(), clock)
        self.tokens = Tokens(TOKEN, restored(Issued, kept["issued"]) if kept else Issued())
        self.limits = Limits()
        super().__init__(self.tenant, storage, kept["calls"] if kept else [])

    def application(self) -> web.Application:
        """The HTTP interface; its routes start with `/v1.0`."""
        parts = (self.tokens, Workgroups(self.tenant), Activities(self.tenant), Schedules(self.tenant))
        return self._application(route for part in parts for route in part.routes())

    def panels(self) -> list[Panel]:
        """What the page shows of each workgroup, now."""
        account = self.tenant.account
        now = self.tenant.clock()
        return [panel(each, account, now, self.tenant.midnight) for each in account.workgroups.values()]

    def workgroup(self, name: str) -> Workgroup:
        """The workgroup of this name."""
        return next(each for each in self.tenant.account.workgroups.values() if each.name == name)

    def activities(self, name: str) -> tuple[Activity, ...]:
        """The activities of the workgroup of this name; on each digit the last is what callers get."""
        return tuple(self.tenant.account.activities_of(self.workgroup(name).id))

    def schedule(self, name: str) -> Schedule:
        """The schedule of this name, the newest if there are several."""
        return next(each for each in reversed(self.schedules()) if each.name == name)

    def schedules(self) -> tuple[Schedule, ...]:
        """Every schedule, the newest last."""
        return tuple(self.tenant.account.schedules.values())

    def is_open(self, name: str, at: datetime) -> bool:
        """Whether callers of the workgroup of this name find it open at that moment."""
        return self.tenant.account.is_open(self.workgroup(name), at, self.tenant.midnight)

    def plant(self, thing: Workgroup | Activity | Schedule) -> None:
        """Put something there as it is, as if somebody had done so at Telegent."""
        account = self.tenant.account
        match thing:
            case Workgroup():
                self.tenant.replace(account.with_workgroup(thing))
            case Activity():
                self.tenant.replace(account.with_activity(thing))
            case Schedule():
                self.tenant.replace(account.with_schedule(thing))
        self._save()

    def _path(self, request: web.Request) -> str:
        return api_path(request.path)

    def _admit(self, request: web.Request) -> None:
        self.limits.count()
        if self._path(request) not in PATHS:
            self.tokens.check(bearer(request), self._path(request))

    def _refusal(self, error: RefusedError) -> web.Response:
        return refusal(error, self.tenant.error_form)

    def _logged_body(self, request: web.Request, body: bytes) -> Any:
        written = super()._logged_body(request, body)
        return _without_secret(written) if self._path(request) in PATHS else written

    def _state(self) -> Json:
        return {**super()._state(), "issued": self.tokens.issued.model_dump(mode="json")}


def _without_secret(written: Any) -> Json | None:
    return (
        {name: value for name, value in written.items() if name != "AccountSecret"}
        if isinstance(written, dict)
        else None
    )
