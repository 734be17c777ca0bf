"""A Telegent of our own at a real port, and a client that gets itself a token for each endpoint."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from sandbox.storage import JsonFile
from sandbox.telegent import TelegentServer
from sandbox.telegent.demo import FRONT_OFFICE, TOKEN

TOKENS = "oauth2/tokens"


@dataclass
class Clock:
    """A clock that stands still until it is set: at first a Friday, 10 in the morning in New York."""

    now: datetime = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


class Client:
    """A client that asks for a token whenever it meets a new endpoint."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http
        self.tokens: dict[str, str] = {}

    async def __call__(self, method: str, path: str, body: Any = None, **query: str) -> httpx.Response:
        """Send one request, its path without the version."""
        if path not in self.tokens:
            self.tokens[path] = (await self.asked(path)).json()["token"]
        json = {} if body is None else {"json": body}
        return await self.http.request(method, path, params=query, headers=self.header(path), **json)

    async def asked(self, path: str, **other: Any) -> httpx.Response:
        """What comes of asking for a token."""
        return await self.http.post(TOKENS, json={**TOKEN, "ApiEndpoint": f"{self.http.base_url}{path}", **other})

    def header(self, path: str) -> dict[str, str]:
        """The header with the token for an endpoint."""
        return {"Authorization": f"Bearer {self.tokens[path]}"}

    async def read(self, workgroup: str = FRONT_OFFICE) -> Any:
        """A workgroup as it can be read."""
        return (await self("GET", "workgroups", WorkgroupId=workgroup)).json()

    async def update(self, body: dict[str, Any], workgroup: str = FRONT_OFFICE) -> httpx.Response:
        """Change a workgroup."""
        return await self("POST", "workgroups/update", {"WorkgroupId": workgroup, **body})


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def server(clock: Clock) -> TelegentServer:
    """A server whose rate limit does not hinder tests of other things."""
    server = TelegentServer(clock, JsonFile(None))
    server.limits.per_minute = 10_000
    return server


@pytest.fixture
async def http(server: TelegentServer) -> AsyncIterator[httpx.AsyncClient]:
    """A plain client of the server, which is mounted as in the demo, at a real port."""
    root = web.Application()
    root.add_subapp("/vendors/telegent", server.application())
    async with (
        TestServer(root) as running,
        httpx.AsyncClient(base_url=str(running.make_url("/vendors/telegent/v1.0/"))) as client,
    ):
        yield client


@pytest.fixture
def client(http: httpx.AsyncClient) -> Client:
    return Client(http)


def message(response: httpx.Response) -> str:
    """What an error body says, after its shape was checked."""
    body: Any = response.json()
    assert set(body) == {"StatusCode", "Message"}
    assert body["StatusCode"] == response.status_code
    text: str = body["Message"]
    return text
