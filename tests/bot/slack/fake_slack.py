"""A Slack that remembers: a small Web API over HTTP, with messages, views, people and planned refusals."""

import asyncio
import itertools
import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Self

from aiohttp import web
from aiohttp.test_utils import TestServer

Json = dict[str, Any]

TEAM, BOT = "T1", "UBOT"
APPROVALS = "CAPPROVALS"


class FakeSlack:
    """Every call is remembered in `calls`; `refusals` holds the errors that the next calls of a method get."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Json]] = []
        self.refusals: dict[str, list[str]] = defaultdict(list)
        self.messages: dict[str, list[Json]] = defaultdict(list)
        self.views: dict[str, Json] = {}
        self.hashes: dict[str, str] = {}
        """What tells the newest content of each view; whoever names an older one is refused."""
        self.homes: dict[str, Json] = {}
        self.answers: list[Json] = []
        """What came to response URLs."""
        self.people: dict[str, Json] = {}
        self.groups: dict[str, list[str]] = {}
        self.channels: dict[str, Json] = {}
        """What is particular about the channels that there are; each is private, and Switchhook is in it."""
        self.inside: dict[str, list[str]] = defaultdict(list)
        """Who is in a channel."""
        self.lost: list[str] = []
        """Methods whose next call is carried out, but not answered."""
        self.posted: dict[str, asyncio.Event] = defaultdict(asyncio.Event)
        """Set for a channel once something was posted to it."""
        self._numbers = itertools.count(1)
        self._server: TestServer | None = None

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/api/{method}", self._call)
        app.router.add_get("/api/{method}", self._call)
        app.router.add_post("/response/{number}", self._respond)
        self._server = TestServer(app, host="127.0.0.1")
        await self._server.start_server()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server:
            await self._server.close()

    @property
    def api_url(self) -> str:
        return f"{self._url}/api/"

    def response_url(self) -> str:
        """A fresh address for the answer to one click or command."""
        return f"{self._url}/response/{next(self._numbers)}"

    @property
    def _url(self) -> str:
        return f"http://127.0.0.1:{self._server.port}" if self._server else ""

    def named(self, method: str) -> list[Json]:
        """The arguments of all calls of a method."""
        return [arguments for name, arguments in self.calls if name == method]

    def top_level(self, channel: str) -> list[Json]:
        """The messages of a channel that stand in no thread, the oldest first."""
        return [each for each in self.messages[channel] if not each.get("thread_ts")]

    def thread(self, channel: str, ts: str) -> list[Json]:
        """The messages below another."""
        return [each for each in self.messages[channel] if each.get("thread_ts") == ts]

    async def _respond(self, request: web.Request) -> web.Response:
        self.answers.append(await request.json())
        return web.json_response({"ok": True})

    async def _call(self, request: web.Request) -> web.Response:
        method, arguments = request.match_info["method"], await _arguments(request)
        self.calls.append((method, arguments))
        if self.refusals[method]:
            return web.json_response({"ok": False, "error": self.refusals[method].pop(0)})
        try:
            answer = getattr(self, f"_{method.replace('.', '_')}")(arguments)
        except KeyError as error:
            return web.json_response({"ok": False, "error": str(error.args[0])})
        if method in self.lost:
            self.lost.remove(method)
            return web.json_response({"ok": False, "error": "lost"}, status=500)
        return web.json_response({"ok": True, **answer})

    def _auth_test(self, _arguments: Json) -> Json:
        return {"team_id": TEAM, "user_id": BOT, "bot_id": "B1", "team": "Example", "user": "switchhook", "url": ""}

    def _users_info(self, arguments: Json) -> Json:
        user = arguments["user"]
        ordinary = {"id": user, "team_id": TEAM, "name": user.lower(), "tz": "America/New_York", "locale": "en-US"}
        return {"user": {**ordinary, **self.people.get(user, {})}}

    def _usergroups_users_list(self, arguments: Json) -> Json:
        if arguments["usergroup"] not in self.groups:
            raise KeyError("no_such_subteam")
        return {"users": self.groups[arguments["usergroup"]]}

    def _conversations_info(self, arguments: Json) -> Json:
        if arguments["channel"] not in self.channels:
            raise KeyError("channel_not_found")
        ordinary = {"id": arguments["channel"], "name": "room", "is_private": True, "is_member": True}
        return {"channel": {**ordinary, **self.channels[arguments["channel"]]}}

    def _conversations_members(self, arguments: Json) -> Json:
        """Two at a time, however many are asked for."""
        inside, start = self.inside[arguments["channel"]], int(arguments.get("cursor") or 0)
        following = str(start + 2) if start + 2 < len(inside) else ""
        return {"members": inside[start : start + 2], "response_metadata": {"next_cursor": following}}

    def _conversations_open(self, arguments: Json) -> Json:
        return {"channel": {"id": f"D{arguments['users']}"}}

    def _chat_postMessage(self, arguments: Json) -> Json:  # noqa: N802  (named like Slack's method)
        channel = arguments["channel"]
        message = {**arguments, "user": BOT, "ts": f"1700000000.{next(self._numbers):06}"}
        place = f"D{channel}" if channel.startswith("U") else channel
        self.messages[place].append(message)
        self.posted[place].set()
        return {"channel": channel, "ts": message["ts"]}

    def _chat_update(self, arguments: Json) -> Json:
        self._message(arguments["channel"], arguments["ts"]).update(arguments)
        return {"channel": arguments["channel"], "ts": arguments["ts"]}

    def _chat_getPermalink(self, arguments: Json) -> Json:  # noqa: N802  (named like Slack's method)
        self._message(arguments["channel"], arguments["message_ts"])
        return {"permalink": f"https://example.slack.com/{arguments['channel']}/{arguments['message_ts']}"}

    def _conversations_history(self, arguments: Json) -> Json:
        return {"messages": self.top_level(arguments["channel"])[::-1]}

    def _conversations_replies(self, arguments: Json) -> Json:
        head = self._message(arguments["channel"], arguments["ts"])
        return {"messages": [head, *self.thread(arguments["channel"], head["ts"])]}

    def _views_open(self, arguments: Json) -> Json:
        view = {**arguments["view"], "id": f"V{next(self._numbers)}"}
        self.views[view["id"]] = view
        return {"view": self._hashed(view)}

    def _views_update(self, arguments: Json) -> Json:
        view_id = arguments["view_id"]
        if view_id not in self.views:
            raise KeyError("not_found")
        if "hash" in arguments and arguments["hash"] != self.hashes.get(view_id):
            raise KeyError("hash_conflict")
        self.views[view_id] = {**arguments["view"], "id": view_id}
        return {"view": self._hashed(self.views[view_id])}

    def _hashed(self, view: Json) -> Json:
        self.hashes[view["id"]] = f"h{next(self._numbers)}"
        return {**view, "hash": self.hashes[view["id"]]}

    def _views_publish(self, arguments: Json) -> Json:
        self.homes[arguments["user_id"]] = arguments["view"]
        return {"view": arguments["view"]}

    def _message(self, channel: str, ts: str) -> Json:
        for message in self.messages[channel]:
            if message["ts"] == ts:
                return message
        raise KeyError("message_not_found")


async def _arguments(request: web.Request) -> Json:
    if request.content_type == "application/json":
        return dict(await request.json())
    given: Mapping[str, Any] = {**request.query, **await request.post()}
    return {name: _value(value) for name, value in given.items()}


def _value(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) and value[:1] in {"{", "["} else value
