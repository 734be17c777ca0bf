"""What can go wrong out there, on purpose.

A vendor asks `Faults.take` for what is planned against a request, answers `Fault.instead` in place of its own answer
where there is one, and lets `Fault.delivered` carry, delay or lose the answer. `stale` is the vendor's own part.
"""

import asyncio
from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from math import ceil
from typing import Any, Literal

from aiohttp import web
from pydantic import BaseModel, Field

Kind = Literal["status", "html", "drop_before", "drop_after", "delay", "stale"]

HUNG_UP = 444
"""What a call log shows for a request whose connection was closed before anything took place."""

HTML = "<html><head><title>Bad gateway</title></head><body><h1>Bad gateway</h1><p>Try again later.</p></body></html>"


class Match(BaseModel, frozen=True, extra="forbid"):
    """Which requests a fault is meant for: all that have this method and this piece in their path.

    In `path` a `*` stands for anything: `callcenters/*/status`.
    """

    method: str | None = None
    path: str | None = None

    def fits(self, method: str, path: str) -> bool:
        return (self.method is None or self.method.upper() == method.upper()) and (
            self.path is None or fnmatchcase(path, f"*{self.path}*")
        )


class Fault(BaseModel, frozen=True, extra="forbid"):
    """One thing that goes wrong, so many times.

    * `status`       answers `status` with the vendor's own error body; `seconds`, rounded up, is its Retry-After
    * `html`         answers `status` with a page, as gateways in front of vendors do
    * `drop_before`  closes the connection before anything takes place
    * `drop_after`   closes it after the request took place
    * `delay`        answers `seconds` after the request took place
    * `stale`        after a write, reads show the old object for `seconds`
    """

    kind: Kind
    times: int = Field(default=1, ge=1)
    match: Match = Match()
    seconds: float | None = Field(default=None, ge=0)
    status: int = Field(default=503, ge=400, le=599)

    def meets(self, method: str, path: str) -> bool:
        """Whether it is meant for this request; only a write can leave reads stale."""
        return self.match.fits(method, path) and not (self.kind == "stale" and method == "GET")

    def instead(self, refusal: Callable[[int], web.Response]) -> web.Response | None:
        """The answer that replaces the vendor's own, if this fault comes before it."""
        match self.kind:
            case "status":
                return self._with_retry_after(refusal(self.status))
            case "html":
                return self._with_retry_after(web.Response(status=self.status, text=HTML, content_type="text/html"))
            case "drop_before":
                return web.Response(status=HUNG_UP)
            case _:
                return None

    def _with_retry_after(self, response: web.Response) -> web.Response:
        if self.seconds is not None:
            response.headers["Retry-After"] = str(ceil(self.seconds))
        return response

    async def delivered(self, request: web.Request, answer: web.StreamResponse) -> web.StreamResponse:
        """The answer after what this fault does to it on its way."""
        if self.kind == "delay":
            await asyncio.sleep(self.seconds or 0)
        elif self.kind in {"drop_before", "drop_after"} and request.transport is not None:
            request.transport.abort()
        return answer


class Faults:
    """The faults planned for one vendor, first planned, first met."""

    def __init__(self) -> None:
        self.planned: list[Fault] = []

    def plan(
        self,
        kind: Kind,
        *,
        times: int = 1,
        method: str | None = None,
        path: str | None = None,
        seconds: float | None = None,
        status: int = 503,
    ) -> Fault:
        """Let something go wrong with the next requests that fit."""
        match = Match(method=method, path=path)
        return self.add(Fault(kind=kind, times=times, match=match, seconds=seconds, status=status))

    def read(self, document: Mapping[str, Any]) -> Fault:
        """Plan a fault that is written as JSON; a wrong one raises pydantic's ValidationError."""
        return self.add(Fault.model_validate(document))

    def add(self, fault: Fault) -> Fault:
        self.planned.append(fault)
        return fault

    def take(self, method: str, path: str) -> Fault | None:
        """The fault that meets this request; it is then one time fewer."""
        for place, fault in enumerate(self.planned):
            if fault.meets(method, path):
                left = fault.times - 1
                self.planned[place : place + 1] = [fault.model_copy(update={"times": left})] if left else []
                return fault
        return None

    def clear(self) -> None:
        self.planned.clear()
