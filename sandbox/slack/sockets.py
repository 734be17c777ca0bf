"""Socket Mode: the app's open WebSockets, each payload to exactly one of them."""

import asyncio
import json
import secrets
from collections import deque
from collections.abc import Coroutine
from typing import Literal

from aiohttp import WSMsgType, web

from sandbox.slack.courier import Parcel, Receipt
from sandbox.slack.timing import Timing
from sandbox.storage import Json

MOST_SOCKETS = 10
PATH = "/slack/socket"


class Sockets:
    """Takes the app's connections, and carries payloads to them in turn."""

    def __init__(self, app_id: str, timing: Timing) -> None:
        self._app_id = app_id
        self._timing = timing
        self._tickets: set[str] = set()
        self._open: deque[web.WebSocketResponse] = deque()
        self._awaited: dict[str, asyncio.Future[Json]] = {}
        self._farewells: set[asyncio.Task[None]] = set()

    @property
    def count(self) -> int:
        """How many sockets are open."""
        return len(self._open)

    def ticket(self) -> str:
        """Return the path and query of an address that is good for one connection."""
        ticket = secrets.token_hex(16)
        self._tickets.add(ticket)
        return f"{PATH}?ticket={ticket}&app_id={self._app_id}"

    async def connect(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one socket for as long as it is open."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            raise web.HTTPUnauthorized(text="This address was used before, or never given out.")
        self._tickets.remove(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if self.count >= MOST_SOCKETS:
            await socket.send_json(self._farewell("too_many_websockets"))
            await socket.close()
            return socket
        self._open.append(socket)
        try:
            await socket.send_json(self._hello())
            await self._listen(socket)
        finally:
            self._forget(socket)
        return socket

    async def carry(self, parcel: Parcel) -> Receipt:
        if not self._open:
            return Receipt(acked=False, failure="connection_failed")
        envelope_id = secrets.token_hex(16)
        answer = self._awaited[envelope_id] = asyncio.get_running_loop().create_future()
        try:
            await self._next().send_json(_envelope(envelope_id, parcel))
            async with asyncio.timeout(self._timing.ack):
                return Receipt(acked=True, answer=await answer)
        except TimeoutError:
            return Receipt(acked=False, failure="timeout")
        except ConnectionError:
            return Receipt(acked=False, failure="connection_failed")
        finally:
            del self._awaited[envelope_id]

    async def disconnect(self, reason: Literal["warning", "refresh_requested"]) -> None:
        """Ask the app to leave every socket, as Slack does now and then, and close them a little later."""
        for socket in list(self._open):
            await socket.send_json(self._farewell(reason))
            self._later(self._leave(socket))

    async def stop(self) -> None:
        """Close every socket."""
        for task in self._farewells:
            task.cancel()
        for socket in list(self._open):
            await socket.close()

    async def _listen(self, socket: web.WebSocketResponse) -> None:
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                self._take(message.data)

    def _take(self, data: str) -> None:
        try:
            ack = json.loads(data)
        except json.JSONDecodeError:
            return
        answer = self._awaited.get(str(ack.get("envelope_id"))) if isinstance(ack, dict) else None
        if answer is not None and not answer.done():
            answer.set_result(ack.get("payload") or {})

    def _next(self) -> web.WebSocketResponse:
        self._open.rotate(-1)
        return self._open[-1]

    async def _leave(self, socket: web.WebSocketResponse) -> None:
        await asyncio.sleep(self._timing.farewell)
        await socket.close()

    def _forget(self, socket: web.WebSocketResponse) -> None:
        if socket in self._open:
            self._open.remove(socket)

    def _later(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._farewells.add(task)
        task.add_done_callback(self._farewells.discard)

    def _hello(self) -> Json:
        debug = {"host": "sandbox", "build_number": 1, "approximate_connection_time": 3600}
        return {
            "type": "hello",
            "num_connections": self.count,
            "debug_info": debug,
            "connection_info": {"app_id": self._app_id},
        }

    def _farewell(self, reason: str) -> Json:
        return {"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}}


def _envelope(envelope_id: str, parcel: Parcel) -> Json:
    envelope: Json = {
        "envelope_id": envelope_id,
        "type": parcel.kind,
        "payload": parcel.payload,
        "accepts_response_payload": parcel.wants_answer,
    }
    if parcel.kind == "events_api":
        envelope |= {"retry_attempt": parcel.attempt, "retry_reason": parcel.retry_reason}
    return envelope
