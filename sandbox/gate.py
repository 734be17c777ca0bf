"""What every request to a vendor passes: what shall go wrong, who may come in, and the memory of it all."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Generic, TypeAlias

from aiohttp import hdrs, web

from sandbox.calls import CallLog
from sandbox.faults import Fault, Faults
from sandbox.present import AnyAccount, Present
from sandbox.refusals import RefusedError
from sandbox.requests import logged
from sandbox.storage import Json, JsonFile

Handler: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]


class GatedServer(ABC, Generic[AnyAccount]):
    """A vendor's server, as far as it is the same for all of them.

    `faults` is what shall go wrong, `calls` what was asked; `on_change` is called after each change.
    """

    def __init__(self, present: Present[AnyAccount], storage: JsonFile, calls: list[Json]) -> None:
        self.calls = CallLog(calls)
        self.faults = Faults()
        self.on_change: Callable[[], None] = lambda: None
        self._present = present
        self._storage = storage

    @abstractmethod
    def _path(self, request: web.Request) -> str:
        """The path as the vendor's documents write it, wherever this server is mounted."""

    @abstractmethod
    def _admit(self, request: web.Request) -> None:
        """Let the request in, or refuse it."""

    @abstractmethod
    def _refusal(self, error: RefusedError) -> web.Response:
        """What the client gets instead of an answer."""

    def _logged_query(self, request: web.Request) -> dict[str, str]:
        return dict(request.query)

    def _logged_body(self, _: web.Request, body: bytes) -> Any:
        return logged(body)

    def _state(self) -> Json:
        """All that must survive the end of the process, but the calls."""
        return {"account": self._present.account.model_dump(mode="json", exclude_none=True)}

    def _application(self, routes: Iterable[web.RouteDef]) -> web.Application:
        application = web.Application(middlewares=[self._gate])
        application.add_routes(routes)
        application.on_cleanup.append(self._save_at_the_end)
        return application

    @web.middleware
    async def _gate(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        fault = self.faults.take(request.method, self._path(request))
        body = await request.read()
        instead = fault.instead(self._broken) if fault else None
        response = await self._answer(request, handler) if instead is None else instead
        self._remember(request, body, response, fault)
        return await fault.delivered(request, response) if fault else response

    def _broken(self, status: int) -> web.Response:
        return self._refusal(RefusedError(status))

    async def _answer(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            self._admit(request)
            return await handler(request)
        except RefusedError as error:
            return self._turned_down(error)
        except web.HTTPException as error:
            return self._turned_down(RefusedError(error.status, error.reason))

    def _turned_down(self, error: RefusedError) -> web.Response:
        response = self._refusal(error)
        if error.retry_after is not None:
            response.headers["Retry-After"] = str(error.retry_after)
        return response

    def _remember(self, request: web.Request, body: bytes, response: web.StreamResponse, fault: Fault | None) -> None:
        """Log the call; a write is on disk, together with its call, before anybody hears of it."""
        self.calls.add(
            method=request.method,
            path=self._path(request),
            query=self._logged_query(request),
            body=self._logged_body(request, body),
            status=response.status,
            fault=fault.kind if fault else None,
            at=self._present.clock(),
        )
        if request.method == hdrs.METH_GET:
            return
        if fault and fault.kind == "stale" and response.status < 300:
            self._present.show_previous_for(fault.seconds or 0)
        self._save()

    def _save(self) -> None:
        self._storage.write({**self._state(), "calls": self.calls.document()})
        self.on_change()

    async def _save_at_the_end(self, _: web.Application) -> None:
        self._save()
