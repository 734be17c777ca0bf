"""Reading what a client of Webex sends."""

import re
from typing import Literal

from aiohttp import web

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
