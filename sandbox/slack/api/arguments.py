"""The arguments of one Web API call, however they came."""

import json
from typing import Any

from aiohttp import web

from sandbox.slack.contents import flag
from sandbox.slack.errors import SlackError
from sandbox.storage import Json

SECRET = frozenset({"token"})
BULKY = frozenset({"blocks", "view", "attachments"})


class Arguments:
    """What an app sent with a call: from the address, a form or a JSON body."""

    def __init__(self, given: Json) -> None:
        self.given = given

    @classmethod
    async def read(cls, request: web.Request) -> "Arguments":
        """Read them from a request."""
        given: Json = dict(request.query)
        if request.content_type == "application/json":
            given |= _object(await request.text())
        else:
            given |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
        return cls(given)

    def text(self, name: str) -> str:
        """Return one as text, empty where it was not given."""
        value = self.given.get(name)
        return "" if value is None else str(value)

    def needed(self, name: str) -> str:
        """Return one that the method cannot do without."""
        value = self.text(name)
        if not value:
            problem = f"[ERROR] missing required field: {name}"
            raise SlackError(code="invalid_arguments", response_metadata={"messages": [problem]})
        return value

    def flag(self, name: str) -> bool:
        """Return one as a boolean."""
        return flag(self.given, name)

    def number(self, name: str, default: int) -> int:
        """Return one as a whole number."""
        try:
            return int(self.given.get(name) or default)
        except ValueError as error:
            raise SlackError(code="invalid_arguments") from error

    def raw(self, name: str) -> Any:
        """Return one as it came."""
        return self.given.get(name)

    def has(self, name: str) -> bool:
        """Whether it was given at all."""
        return self.given.get(name) is not None

    def logged(self) -> Json:
        """Return what may stand in a log: no secrets, and nothing bulky."""
        return {name: "…" if name in BULKY else value for name, value in self.given.items() if name not in SECRET}


def page(items: list[Any], arguments: Arguments, *, default: int = 100) -> tuple[list[Any], Json]:
    """Return one page of a list, and the cursor of the next."""
    cursor = arguments.text("cursor")
    if cursor and not cursor.isdecimal():
        raise SlackError(code="invalid_cursor")
    start = int(cursor or 0)
    end = start + max(1, min(arguments.number("limit", default), 1000))
    following = str(end) if end < len(items) else ""
    return items[start:end], {"response_metadata": {"next_cursor": following}}


def _object(text: str) -> Json:
    try:
        body = json.loads(text or "{}")
    except json.JSONDecodeError as error:
        raise SlackError(code="invalid_json") from error
    if not isinstance(body, dict):
        raise SlackError(code="json_not_object")
    return body
