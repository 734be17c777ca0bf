"""Reading what a client sends."""

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from sandbox.dialpad.errors import RefusedError

ADMINISTRATOR = web.RequestKey("administrator", bool)
"""Whether the request came with a company administrator's key."""


def api_path(request: web.Request) -> str:
    """The path as Dialpad's documents write it, wherever this server is mounted."""
    _, root, rest = request.path.partition("/api/v2")
    return f"{root}{rest}" or request.path


def identifier(request: web.Request, name: str = "id") -> int:
    """The id in the path."""
    return int(request.match_info[name])


def require_administrator(request: web.Request) -> None:
    """Let only a company administrator's key pass."""
    if not request[ADMINISTRATOR]:
        raise RefusedError(403, "This endpoint requires a company admin API key")


async def json_object(request: web.Request) -> dict[str, Any]:
    """The body, which must be a JSON object; none at all counts as an empty one."""
    content = await request.read()
    if not content:
        return {}
    try:
        body = json.loads(content)
    except ValueError as error:
        raise RefusedError(400, "The body is not JSON") from error
    if not isinstance(body, dict):
        raise RefusedError(400, "The body is not a JSON object")
    return body


def integer(query: Mapping[str, str], name: str) -> int | None:
    """An integer parameter of the query; an empty one counts as absent, as httpx writes `None` so."""
    written = query.get(name)
    if not written:
        return None
    if not (written.isascii() and written.isdecimal()):
        raise RefusedError(400, f"{name}: {written!r} is not an integer")
    return int(written)


def boolean(query: Mapping[str, str], name: str) -> bool | None:
    """A yes or no in the query; an empty one counts as absent."""
    written = query.get(name)
    if not written:
        return None
    if written.lower() not in {"true", "false"}:
        raise RefusedError(400, f"{name}: {written!r} is not true or false")
    return written.lower() == "true"
