"""A Dialpad of our own at a real port, and clients for it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from dialpad import AsyncDialpadClient

from sandbox.dialpad import DialpadServer
from sandbox.storage import JsonFile


@dataclass
class Clock:
    """A clock that stands still until it is set: at first a Friday, 10 in the morning in New York."""

    now: datetime = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def server(clock: Clock) -> DialpadServer:
    """A server whose rate limits do not hinder tests of other things."""
    server = DialpadServer(clock, JsonFile(None))
    server.limits.per_second = 10_000
    return server


@pytest.fixture
async def url(server: DialpadServer) -> AsyncIterator[str]:
    """The server mounted as in the demo, at a real port."""
    root = web.Application()
    root.add_subapp("/vendors/dialpad", server.application())
    async with TestServer(root) as running:
        yield str(running.make_url("/vendors/dialpad"))


@pytest.fixture
async def sdk(server: DialpadServer, url: str) -> AsyncIterator[AsyncDialpadClient]:
    """Dialpad's own client."""
    client = AsyncDialpadClient(server.token, base_url=url)
    yield client
    await client._session.aclose()  # noqa: SLF001 - the SDK offers no way to close it


@pytest.fixture
async def http(server: DialpadServer, url: str) -> AsyncIterator[httpx.AsyncClient]:
    """A plain client, for what the SDK cannot do."""
    headers = {"Authorization": f"Bearer {server.token}"}
    async with httpx.AsyncClient(base_url=f"{url}/api/v2/", headers=headers) as client:
        yield client
