"""A workspace in memory that shows what it is given and remembers what it was told to do."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from aiohttp import web

from sandbox.slack.page import routes
from tests.sandbox.page.page_samples import Json

NOW = "2026-11-20T17:44:00+00:00"
FIRST = 1795196640  # 2026-11-20 12:44 in New York
PEOPLE = (("dana", "U1"), ("amir", "U2"), ("noor", "U3"), ("lee", "U4"))
NAMES = {
    **{identifier: name.title() for name, identifier in PEOPLE},
    "UB": "Switchhook",
    "C1": "phone-lines",
    "C2": "phone-approvals",
    "D1": "@dana",
    "S1": "phone-approvers",
}
HOURS = [("Monday", "8:00-18:00"), ("Saturday", "9:00-13:00"), ("Callback", "off")]

Answer = Callable[[Json], Json | Awaitable[Json]]


class FakeWorkspace:
    """Shows its `shown` state; each order is kept in `orders` and answered by `answers`, else by a plain ack."""

    def __init__(self) -> None:
        self.shown: Json = {
            "now": NOW,
            "team": "Example Company",
            "people": [_person(name, identifier) for name, identifier in PEOPLE],
            "bot": {"name": "switchhook", "real_name": "Switchhook", "id": "UB"},
            "commands": [{"command": "/line", "description": "Change a phone line", "usage_hint": "close support"}],
            "shortcuts": [
                {"name": "Make this a change", "callback_id": "use_this", "kind": "message"},
                {"name": "Change a line", "callback_id": "change_line", "kind": "global"},
            ],
            "channels": {"phone-lines": [], "phone-approvals": []},
            "dms": {name: [] for name, _ in PEOPLE},
            "ephemerals": {name: [] for name, _ in PEOPLE},
            "views": {name: None for name, _ in PEOPLE},
            "homes": {name: None for name, _ in PEOPLE},
            "panels": {"dialpad": [{"line": "Support", "status": "Open", "rows": list(HOURS)}]},
        }
        self.orders: list[tuple[str, Json]] = []
        self.answers: dict[str, Answer] = {}
        self._version = 0
        self._closed = False
        self._changed = asyncio.Event()
        self._heard = asyncio.Event()
        self._stamp = FIRST

    def state(self) -> Json:
        return self.shown

    async def changes(self) -> AsyncIterator[int]:
        while not self._closed:
            yield self._version
            await self._changed.wait()

    def name_of(self, identifier: str, /) -> str:
        return NAMES.get(identifier, identifier)

    def say(self, channel: str, user: str, text: str = "", **more: Any) -> Json:
        """Write a message into a channel, or into the direct one called `@person`."""
        message = self._message(channel, user, text, **more)
        place = self.shown["dms"] if channel.startswith("@") else self.shown["channels"]
        place[channel.removeprefix("@")].append(message)
        self.ring()
        return message

    def reply(self, parent: Json, user: str, text: str) -> Json:
        """Write into the thread of a message."""
        message = self._message(parent["channel"], user, text, thread_ts=parent["ts"])
        parent["thread"].append(message)
        self.ring()
        return message

    def whisper(self, channel: str, reader: str, text: str = "", **more: Any) -> Json:
        """Let the app tell one person something."""
        message = self._message(channel, text=text, ephemeral=True, **{"user": "switchhook", **more})
        self.shown["ephemerals"][reader].append(message)
        self.ring()
        return message

    def ring(self) -> None:
        """Say that something changed."""
        self._version += 1
        self._changed.set()
        self._changed = asyncio.Event()

    def close(self) -> None:
        """Let nobody wait for changes any longer."""
        self._closed = True
        self.ring()

    def told(self, name: str) -> list[Json]:
        """Return the orders of one kind."""
        return [body for kind, body in self.orders if kind == name]

    async def hear(self, name: str, count: int = 1) -> list[Json]:
        """Wait until there are this many orders of one kind."""
        async with asyncio.timeout(5):
            while len(self.told(name)) < count:
                await self._heard.wait()
        return self.told(name)

    def application(self) -> web.Application:
        application = web.Application()
        application.add_routes(routes(self))
        application.router.add_post("/control/{name}", self._obey)
        return application

    async def _obey(self, request: web.Request) -> web.Response:
        name, body = request.match_info["name"], await request.json()
        self.orders.append((name, body))
        self._heard.set()
        self._heard = asyncio.Event()
        answer = self.answers[name](body) if name in self.answers else {"acked": True}
        told = answer if isinstance(answer, dict) else await answer
        self.ring()
        return web.json_response(told, status=told.get("status", 200))

    def _message(self, channel: str, user: str, text: str, **more: Any) -> Json:
        self._stamp += 60
        return {
            "ts": f"{self._stamp}.000100",
            "user": user,
            "channel": channel,
            "text": text,
            "blocks": [],
            "thread": [],
            "thread_ts": None,
            "edited": None,
            "deleted": False,
            "ephemeral": False,
            "inputs": {},
            **more,
        }


def _person(name: str, identifier: str) -> Json:
    return {"name": name, "real_name": name.title(), "id": identifier, "zone": "America/New_York"}


@contextlib.asynccontextmanager
async def served(workspace: FakeWorkspace) -> AsyncIterator[str]:
    """Serve a workspace, and give its address."""
    runner = web.AppRunner(workspace.application(), shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        workspace.close()
        await runner.cleanup()
