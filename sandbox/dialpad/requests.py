"""Reading what a client of Dialpad sends."""

from aiohttp import web

from sandbox.refusals import RefusedError

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
