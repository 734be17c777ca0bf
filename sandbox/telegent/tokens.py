"""`/v1.0/oauth2/tokens`: a token for one endpoint, that is for one path; method and query do not count."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from secrets import token_urlsafe
from typing import Literal
from urllib.parse import urlsplit

from aiohttp import web
from pydantic import BaseModel, Field

from sandbox.refusals import RefusedError
from sandbox.requests import json_object
from sandbox.telegent.bodies import Address, Body, Name, read_body
from sandbox.telegent.requests import api_path

PATHS = ("/v1.0/oauth2/tokens", "/v1.0/OAuth2/tokens")
"""Telegent's documents write it both ways."""


class TokenRequest(Body):
    """What is said to get a token."""

    account_key: Name
    account_secret: Name
    api_endpoint: Address = Field(min_length=1)


class Token(BaseModel, frozen=True):
    """What a token is good for, and until when."""

    path: str
    until: datetime


class Issued(BaseModel):
    """The tokens that were given out."""

    tokens: dict[str, Token] = Field(default_factory=dict)


class Tokens:
    """The tokens' part of the interface, in real time.

    `lifetime` and `wrong_scope` may be set to play another Telegent: its documents disagree on the status that a
    token for another endpoint gets.
    """

    def __init__(
        self, secrets: Mapping[str, str], issued: Issued, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self.issued = issued
        self.lifetime = timedelta(hours=1)
        self.wrong_scope: Literal[401, 403] = 403
        self._secrets = secrets
        self._now = now

    def routes(self) -> list[web.RouteDef]:
        """Where it answers."""
        return [web.post(path, self.issue) for path in PATHS]

    async def issue(self, request: web.Request) -> web.Response:
        asked = read_body(TokenRequest, await json_object(request))
        if (asked.account_key, asked.account_secret) != (self._secrets["AccountKey"], self._secrets["AccountSecret"]):
            raise RefusedError(401)
        until = self._now() + self.lifetime
        text = _text(until)
        path = api_path(urlsplit(asked.api_endpoint).path)
        living = {key: each for key, each in self.issued.tokens.items() if self._now() < each.until}
        self.issued.tokens = {**living, text: Token(path=path, until=until)}
        expiry = until.astimezone(UTC).strftime("%m/%d/%Y %I:%M:%S %p")
        return web.json_response({"token": text, "successful": True, "tokenExpiry": expiry})

    def check(self, text: str, path: str) -> None:
        """Let pass who has a living token for this path."""
        token = self.issued.tokens.get(text)
        if token is None or self._now() >= token.until:
            raise RefusedError(401)
        if token.path != path:
            raise RefusedError(self.wrong_scope)

    def revoke(self) -> None:
        """Make every token worthless before its time."""
        self.issued.tokens = {}


def _text(until: datetime) -> str:
    """A token that looks like one: a JSON web token, of which nobody checks the signature."""
    parts = ({"alg": "HS256", "typ": "JWT"}, {"exp": int(until.timestamp()), "jti": token_urlsafe(8)})
    coded = [urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts]
    return ".".join([*coded, token_urlsafe(32)])
