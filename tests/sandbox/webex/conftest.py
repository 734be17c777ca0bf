"""A Webex of our own at a real port, and clients for it: `wxc_sdk` in strict mode, and a plain one."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

import httpx
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from sandbox.storage import JsonFile
from sandbox.webex import WebexServer
from sandbox.webex.demo import RALEIGH

os.environ["API_MODEL_ALLOW_EXTRA"] = "forbid"  # read once, on import: unknown fields and values raise from now on

from wxc_sdk import WebexSimpleApi
from wxc_sdk.rest import RestSession
from wxc_sdk.tokens import Tokens

Result = TypeVar("Result")
LOCATION = f"telephony/config/locations/{RALEIGH}"


@dataclass
class Clock:
    """A clock that stands still until it is set: at first a Friday, 10 in the morning in New York."""

    now: datetime = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


class Sdk:
    """The SDK, which waits while it works, in a thread beside the server."""

    def __init__(self, url: str, token: str) -> None:
        self.session = RestSession(tokens=Tokens(access_token=token), concurrent_requests=2)
        self.session.BASE = f"{url}/v1"  # type: ignore[misc]  # the SDK offers no other way
        self.api = WebexSimpleApi(tokens=token, session=self.session)

    async def __call__(self, work: Callable[..., Result], *more: Any) -> Result:
        """Do some work with the API, and maybe with more."""
        return await asyncio.to_thread(work, self.api, *more)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def server(clock: Clock) -> WebexServer:
    return WebexServer(clock, JsonFile(None))


@pytest.fixture
async def url(server: WebexServer) -> AsyncIterator[str]:
    """The server mounted as in the demo, at a real port."""
    root = web.Application()
    root.add_subapp("/vendors/webex", server.application())
    async with TestServer(root) as running:
        yield str(running.make_url("/vendors/webex"))


@pytest.fixture
async def sdk(server: WebexServer, url: str) -> AsyncIterator[Sdk]:
    """An independent client, to which whatever it does not know is an error."""
    sdk = Sdk(url, server.token)
    yield sdk
    sdk.session.close()


@pytest.fixture
async def http(server: WebexServer, url: str) -> AsyncIterator[httpx.AsyncClient]:
    """A plain client, for what the SDK cannot do."""
    headers = {"Authorization": f"Bearer {server.token}"}
    async with httpx.AsyncClient(base_url=f"{url}/v1/", headers=headers) as client:
        yield client


@pytest.fixture
def reception(server: WebexServer) -> str:
    """The path of the demo's auto attendant."""
    return f"{LOCATION}/autoAttendants/{server.auto_attendant('Reception').id}"


@pytest.fixture
def service_desk(server: WebexServer) -> str:
    """The path of the demo's queue."""
    return f"{LOCATION}/queues/{server.queue('Service Desk').id}"


def reason(response: httpx.Response) -> str:
    """What the calling backend's error body says, after which shape it must have been checked."""
    body: Any = response.json()
    [error] = body["error"]
    [message] = error["message"]
    assert error["key"] == str(response.status_code)
    assert body["trackingId"] == response.headers["trackingId"]
    text: str = message["description"].partition("error = '")[2].removesuffix("'")
    assert text.startswith(f"[Error {message['code']}] ")
    return text
