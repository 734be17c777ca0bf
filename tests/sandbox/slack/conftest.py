"""A served world, hands to act in it, and two apps: the real slack-bolt, and one that only remembers."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack import Timing
from sandbox.world import World

PATIENT = Timing(event_retries=(0, 0.02, 0.02), farewell=0.1)
IMPATIENT = replace(PATIENT, ack=0.2, trigger=0.2)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "impatient: the workspace hardly waits for the app")


@dataclass
class Hands:
    """Acts through the control API, and looks at the world."""

    world: World
    session: ClientSession

    async def post(self, name: str, **order: Any) -> tuple[int, Any]:
        async with self.session.post(f"{self.world.url}/control/{name}", json=order) as response:
            return response.status, await response.json()

    async def do(self, name: str, **order: Any) -> Any:
        status, answer = await self.post(name, **order)
        assert status == 200, answer
        return answer

    async def refused(self, name: str, **order: Any) -> tuple[int, str]:
        status, answer = await self.post(name, **order)
        assert status >= 400, answer
        return status, answer["error"]

    async def look(self) -> Any:
        async with self.session.get(f"{self.world.url}/control/state") as response:
            return await response.json()

    async def wait(self, happened: Callable[[Any], Any]) -> Any:
        """Return what happened, as soon as it has."""
        async with asyncio.timeout(2):
            async for _ in self.world.changes():
                if result := happened(self.world.state()):
                    return result
        return None


@dataclass
class Socket:
    """An app that keeps every payload, and answers each kind of it as it was told; None is silence."""

    world: World
    session: ClientSession
    answers: dict[str, Any] = field(default_factory=dict)
    envelopes: list[Any] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    hello: Any = None
    socket: ClientWebSocketResponse | None = None
    listening: asyncio.Task[None] | None = None

    @property
    def payloads(self) -> list[Any]:
        return [envelope["payload"] for envelope in self.envelopes if "payload" in envelope]

    @property
    def last(self) -> Any:
        return self.payloads[-1]

    async def open(self) -> "Socket":
        token = {"Authorization": f"Bearer {self.world.slack.app_token}"}
        async with self.session.post(f"{self.world.slack.api_url}apps.connections.open", headers=token) as response:
            url = (await response.json())["url"]
        self.socket = await self.session.ws_connect(url)
        self.hello = await self.socket.receive_json()
        self.listening = asyncio.create_task(self._listen(self.socket))
        return self

    async def close(self) -> None:
        if self.socket and self.listening:
            await self.socket.close()
            await self.listening

    async def _listen(self, socket: ClientWebSocketResponse) -> None:
        async for message in socket:
            assert message.type is WSMsgType.TEXT
            envelope = message.json()
            self.envelopes.append(envelope)
            self.arrived.set()
            answer = self.answers.get(envelope.get("payload", {}).get("type", envelope["type"]), {})
            if "envelope_id" in envelope and answer is not None:
                await socket.send_json({"envelope_id": envelope["envelope_id"], "payload": answer})


@dataclass
class Refusals:
    """Says with which code the Web API refuses a call."""

    async def __call__(self, call: Awaitable[Any]) -> str:
        with pytest.raises(SlackApiError) as raised:
            await call
        return str(raised.value.response["error"])


@pytest.fixture
def timing(request: pytest.FixtureRequest) -> Timing:
    """Wait as long as Slack does for the app, or hardly at all in a test that is marked as impatient."""
    return IMPATIENT if request.node.get_closest_marker("impatient") else PATIENT


@pytest.fixture
async def world(timing: Timing) -> AsyncIterator[World]:
    world = World(vendors=[], timing=timing)
    await world.start()
    yield world
    await world.stop()


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


@pytest.fixture
def hands(world: World, session: ClientSession) -> Hands:
    return Hands(world, session)


@pytest.fixture
def refusal() -> Refusals:
    return Refusals()


@pytest.fixture
async def open_socket(world: World, session: ClientSession) -> AsyncIterator[Callable[[], Awaitable[Socket]]]:
    async with AsyncExitStack() as stack:

        async def open_socket() -> Socket:
            socket = await Socket(world, session).open()
            stack.push_async_callback(socket.close)
            return socket

        yield open_socket


@pytest.fixture
async def socket(open_socket: Callable[[], Awaitable[Socket]]) -> Socket:
    return await open_socket()


@pytest.fixture
def client(world: World) -> AsyncWebClient:
    return AsyncWebClient(token=world.slack.bot_token, base_url=world.slack.api_url)


@pytest.fixture
def app(world: World, client: AsyncWebClient) -> AsyncApp:
    return AsyncApp(client=client, signing_secret=world.slack.signing_secret)


@pytest.fixture
async def connect(world: World, app: AsyncApp) -> AsyncIterator[Callable[[], Awaitable[AsyncSocketModeHandler]]]:
    async with AsyncExitStack() as stack:

        async def connect() -> AsyncSocketModeHandler:
            handler = AsyncSocketModeHandler(app, world.slack.app_token)
            await handler.connect_async()
            stack.push_async_callback(handler.close_async)
            return handler

        yield connect
