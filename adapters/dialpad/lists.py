"""Dialpad's lists, page by page."""

from collections.abc import AsyncIterator, Mapping
from typing import Any, Final

from adapters.dialpad.wire import Page, parsed
from adapters.transport import Transport

CENTERS: Final = "/api/v2/callcenters"
OFFICES: Final = "/api/v2/offices"
LISTS: Final[Mapping[str, str]] = {
    "callcenter": CENTERS,
    "department": "/api/v2/departments",
    "office": OFFICES,
    "user": "/api/v2/users",
}
"""Where the targets that can be listed are listed, by Dialpad's kind."""


async def items(transport: Transport, path: str) -> AsyncIterator[dict[str, Any]]:
    """Everything in a list."""
    cursor = ""
    while True:
        params = {"cursor": cursor} if cursor else None
        page = parsed(Page, await transport.request("GET", path, params=params))
        for item in page.items:
            yield item
        if page.cursor in {"", cursor}:
            return
        cursor = page.cursor
