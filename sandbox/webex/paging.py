"""Lists in pages: a `Link` header leads to the next one, with every parameter in it."""

from collections.abc import Sequence
from typing import Any

from aiohttp import web

from sandbox.requests import integer
from sandbox.webex.errors import RefusedError


def page(request: web.Request, key: str, items: Sequence[dict[str, Any]], most: int) -> web.Response:
    """One page of already written items; it may be shorter than `max` though others follow."""
    start = integer(request.query, "start") or 0
    wanted = integer(request.query, "max")
    if wanted == 0:
        raise RefusedError(400, "max: must be at least 1")
    end = start + min(wanted or most, most)
    response = web.json_response({key: list(items[start:end])})
    if end < len(items):
        following = request.url.update_query(start=str(end), max=str(end - start))
        response.headers["Link"] = f'<{following}>; rel="next"'
    return response
