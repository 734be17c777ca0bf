"""The page's own addresses: the page, its files, and the news that something changed."""

import datetime as dt
from pathlib import Path

from aiohttp import web

from sandbox.slack.page.layout import document
from sandbox.slack.page.reader import MESSAGES, address
from sandbox.slack.page.scene import Scene
from sandbox.slack.page.source import PageSource

_FILES = Path(__file__).parent / "static"
_KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' http: https:; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def routes(source: PageSource) -> list[web.RouteDef]:
    """Return what an application needs to serve the page of a workspace."""
    door = _Door(source)
    return [
        web.get("/", door.page),
        web.get("/archives/{channel}/p{ts:\\d{16,}}", door.message),
        web.get("/page/changes", door.changes),
        web.get("/page/static/{name}", door.file),
    ]


class _Door:
    """Answers a browser."""

    def __init__(self, source: PageSource) -> None:
        self._source = source
        self._files = {path.name: path for path in _FILES.iterdir()}

    async def page(self, request: web.Request) -> web.Response:
        """Show the page as it is now."""
        shown = document(Scene.of(self._source, request.query, dt.datetime.now(dt.UTC)))
        body = shown.encode("utf-8", "replace")
        return web.Response(body=body, content_type="text/html", charset="utf-8", headers=_HEADERS)

    async def message(self, request: web.Request) -> web.Response:
        """Lead from the permanent address of a message to where it stands."""
        name, digits = self._source.name_of(request.match_info["channel"]), request.match_info["ts"]
        thread, ts = request.query.get("thread_ts"), f"{digits[:-6]}.{digits[-6:]}"
        if name.startswith("@"):
            raise web.HTTPFound(address(name[1:], MESSAGES, thread=thread, at=ts))
        raise web.HTTPFound(address(request.query.get("as"), name, thread=thread, at=ts))

    async def file(self, request: web.Request) -> web.StreamResponse:
        """Hand out one of the page's own files."""
        path = self._files.get(request.match_info["name"])
        if path is None:
            raise web.HTTPNotFound
        return web.FileResponse(path, headers={"Content-Type": _KINDS[path.suffix], "Cache-Control": "no-cache"})

    async def changes(self, request: web.Request) -> web.StreamResponse:
        """Tell the browser each time something changed, for as long as it listens."""
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        try:
            async for version in self._source.changes():
                await response.write(f"data: {version}\n\n".encode())
        except ConnectionResetError:
            pass  # the browser has left
        return response
