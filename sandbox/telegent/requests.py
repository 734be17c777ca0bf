"""Reading what a client of Telegent sends."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from sandbox.telegent.errors import InvalidError


def api_path(path: str) -> str:
    """A path as Telegent's documents write it, wherever this server is mounted."""
    _, root, rest = path.partition("/v1.0")
    return f"{root}{rest}" or path


def required(request: web.Request, name: str) -> str:
    """A parameter of the query that has to be there."""
    written = request.query.get(name, "")
    if not written:
        raise InvalidError({name: f"The {name} field is required."})
    return written


def field(body: Mapping[str, Any], name: str) -> str:
    """An id in the body that has to be there."""
    written = body.get(name)
    if not written or not isinstance(written, str):
        raise InvalidError({name: f"The {name} field is required."})
    return written
