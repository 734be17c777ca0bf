"""A Dialpad sandbox at a real port, and our adapter as its client."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Iterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters import Dialpad, RollingWeek
from adapters.transport import BearerAuth, Transport
from sandbox.dialpad import DialpadServer
from sandbox.storage import JsonFile
from tests import dialpad_document
from tests.adapters.fakes import Clock, MemoryLedger


@pytest.fixture
def clock() -> Clock:
    """It is Friday, ten in the morning in New York."""
    return Clock(dt.datetime(2026, 11, 20, 15, tzinfo=dt.UTC))


@pytest.fixture
def server(clock: Clock) -> Iterator[DialpadServer]:
    """Whatever it was sent in a test, Dialpad's own document must have nothing against it."""
    server = DialpadServer(clock, JsonFile(None))
    server.limits.per_second = 10_000
    yield server
    for call in server.calls:
        if call.method == "PATCH":
            assert dialpad_document.problems(call.body, dialpad_document.UPDATE) == []
        elif call.method == "POST":
            assert dialpad_document.problems(call.body, dialpad_document.CREATE) == []


@pytest.fixture
async def url(server: DialpadServer) -> AsyncIterator[str]:
    root = web.Application()
    root.add_subapp("/vendors/dialpad", server.application())
    async with TestServer(root) as running:
        yield str(running.make_url("/vendors/dialpad"))


@pytest.fixture
async def dialpad(server: DialpadServer, url: str) -> AsyncIterator[Dialpad]:
    async def no_time(_: float) -> None:
        await asyncio.sleep(0)

    restless = Transport("Dialpad", url, auth=BearerAuth(server.token), secrets=(server.token,), sleep=no_time)
    client = Dialpad(server.token, transport=restless)
    yield client
    await client.aclose()


@pytest.fixture
def rolling(dialpad: Dialpad, clock: Clock) -> RollingWeek:
    return RollingWeek(dialpad, MemoryLedger(), clock)
