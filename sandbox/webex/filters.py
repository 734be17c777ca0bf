"""What the query of a list asks of a line."""

from collections.abc import Iterable
from typing import TypeVar

from aiohttp import web

from sandbox.webex.account import AutoAttendant, Queue
from sandbox.webex.links import numbers

AnyLine = TypeVar("AnyLine", bound=AutoAttendant | Queue)


def lines(request: web.Request, kept: Iterable[AnyLine]) -> list[AnyLine]:
    """The lines that fit the query; a piece of the name, or of a number, is enough."""
    query = request.query
    location = query.get("locationId")
    name = query.get("name", "").casefold()
    number = query.get("phoneNumber", "").replace("-", "")
    return [
        each
        for each in kept
        if location in {None, "", each.location_id}
        and name in each.name.casefold()
        and any(number in one for one in (*numbers(each), each.settings.extension or ""))
    ]
