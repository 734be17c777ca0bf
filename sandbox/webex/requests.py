"""Reading what a client sends."""

import json
import re
from collections.abc import Mapping
from typing import Any, Literal

from aiohttp import web

from sandbox.webex.errors import RefusedError

Bearer = Literal["user", "reader", "service app"]
BEARER = web.RequestKey("bearer", str)
"""Whose token the request came with."""

ROOT = re.compile(r"/(?:telephony|locations|access_token)\b.*")


def api_path(request: web.Request) -> str:
    """The path as Webex's documents write it, wherever this server is mounted, and without the version."""
    root = ROOT.search(request.path)
    return root.group() if root else request.path


def part(request: web.Request, name: str = "id") -> str:
    """A piece of the path."""
    return request.match_info[name]


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
    """A parameter of the query that is not negative."""
    written = query.get(name)
    if not written:
        return None
    if not (written.isascii() and written.isdecimal()):
        raise RefusedError(400, f"{name}: {written!r} is not a number")
    return int(written)


def boolean(query: Mapping[str, str], name: str) -> bool | None:
    """A yes or no in the query."""
    written = query.get(name)
    if not written:
        return None
    if written.lower() not in {"true", "false"}:
        raise RefusedError(400, f"{name}: {written!r} is not true or false")
    return written.lower() == "true"
