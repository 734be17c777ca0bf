"""The Dialpad server: who may come in, how often, what goes wrong, and what is remembered of it."""

import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from aiohttp import hdrs, web

from sandbox.calls import CallLog
from sandbox.dialpad.account import Account, CallCenter
from sandbox.dialpad.callcenters import CallCenters
from sandbox.dialpad.company import Company
from sandbox.dialpad.demo import ADMINISTRATOR_KEY, READER_KEY, demo_account
from sandbox.dialpad.directory import Directory
from sandbox.dialpad.errors import RefusedError, refusal
from sandbox.dialpad.limits import Limits
from sandbox.dialpad.operators import Operators
from sandbox.dialpad.panels import panel
from sandbox.dialpad.requests import ADMINISTRATOR, api_path
from sandbox.faults import Fault, Faults
from sandbox.storage import JsonFile
from sandbox.vendor import Panel

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class DialpadServer:
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
        self.company = Company(_read(kept["account"]) if kept else account or demo_account(), clock)
        self.calls = CallLog(kept["calls"] if kept else [])
        self.faults = Faults()
        self.limits = Limits()
        self.on_change: Callable[[], None] = lambda: None
        self._storage = storage

    def application(self) -> web.Application:
        """The HTTP interface; its routes start with `/api/v2`."""
        application = web.Application(middlewares=[self._gate])
        for part in (CallCenters(self.company), Operators(self.company), Directory(self.company)):
            application.add_routes(part.routes())
        application.on_cleanup.append(self._save_at_the_end)
        return application

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

    @web.middleware
    async def _gate(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        fault = self.faults.take(request.method, api_path(request))
        body = await request.read()
        instead = fault.instead(refusal) if fault else None
        response = await self._answer(request, handler) if instead is None else instead
        self._remember(request, body, response, fault)
        return await fault.delivered(request, response) if fault else response

    async def _answer(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            request[ADMINISTRATOR] = self._is_administrator(request)
            self.limits.count(_endpoint(request))
            return await handler(request)
        except RefusedError as error:
            return error.response()
        except web.HTTPException as error:
            return refusal(error.status, error.reason)

    def _is_administrator(self, request: web.Request) -> bool:
        scheme, _, bearer = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
        key = bearer.strip() if scheme.lower() == "bearer" else request.query.get("apikey", "")
        if key not in {self.token, self.reader_token}:
            raise RefusedError(401, "Invalid or missing API key")
        return key == self.token

    def _remember(self, request: web.Request, body: bytes, response: web.StreamResponse, fault: Fault | None) -> None:
        """Log the call; a write is on disk, together with its call, before anybody hears of it."""
        self.calls.add(
            method=request.method,
            path=api_path(request),
            query={name: value for name, value in request.query.items() if name != "apikey"},
            body=_logged(body),
            status=response.status,
            fault=fault.kind if fault else None,
            at=self.company.clock(),
        )
        if request.method == hdrs.METH_GET:
            return
        if fault and fault.kind == "stale" and response.status == web.HTTPOk.status_code:
            self.company.show_previous_for(fault.seconds or 0)
        self._save()

    def _save(self) -> None:
        account = self.company.account.model_dump(mode="json", exclude_none=True)
        self._storage.write({"account": account, "calls": self.calls.document()})
        self.on_change()

    async def _save_at_the_end(self, _: web.Application) -> None:
        self._save()


def _read(kept: dict[str, Any]) -> Account:
    """The account as it was saved, in pydantic's JSON mode, where a list may be a tuple and a text a date."""
    return Account.model_validate_json(json.dumps(kept))


def _endpoint(request: web.Request) -> str:
    resource = request.match_info.route.resource
    return f"{request.method} {resource.canonical if resource else ''}"


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
