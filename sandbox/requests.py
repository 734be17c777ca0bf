"""Reading what a client sends, whoever the vendor is."""

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import hdrs, web

from sandbox.refusals import RefusedError


def bearer(request: web.Request) -> str:
    """The token that the request came with; empty if there is none."""
    scheme, _, token = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


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
    """A parameter of the query that is not negative; an empty one counts as absent, as httpx writes `None` so."""
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


def logged(body: bytes) -> Any:
    """A body as a log keeps it: as JSON if it can be written again, which NaN and half a character cannot."""
    if not body:
        return None
    text = body.decode(errors="replace")
    try:
        value = json.loads(text)
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except ValueError:
        return text
    return value
