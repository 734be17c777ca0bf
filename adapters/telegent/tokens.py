"""Telegent's tokens: each is good for one endpoint only, lives for about an hour, and is never sent to another."""

import asyncio
import contextlib
import datetime as dt
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Generator
from typing import Any, Final, NamedTuple

import httpx

from adapters.errors import DeniedError, PhoneSystemError, RefusedError, UnreachableError
from adapters.telegent.wire import is_on
from adapters.transport import Auth, BearerAuth, Pace, Transport

_TOKENS: Final = "/v1.0/oauth2/tokens"
_LONGEST_LIFE: Final = dt.timedelta(minutes=50)
"""How long a token is used at most, whatever Telegent says of its end."""
_EARLY: Final = dt.timedelta(minutes=2)
_EXPIRY: Final = "%m/%d/%Y %I:%M:%S %p"


class _Token(NamedTuple):
    """A token of one endpoint, and until when it is used."""

    word: str
    until: dt.datetime


class TokenAuth(Auth):
    """Signs each request with the token of its own endpoint, which is a path without its query."""

    def __init__(
        self,
        account_key: str,
        account_secret: str,
        *,
        base_url: str,
        clock: Callable[[], dt.datetime],
        pace: Pace | None = None,
        inner: httpx.AsyncBaseTransport | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._account_key = account_key
        self._account_secret = account_secret
        self._base_url = base_url.rstrip("/")
        self._clock = clock
        self._secrets = [account_secret, account_key]
        self._transport = Transport("Telegent", base_url, secrets=self._secrets, pace=pace, inner=inner, sleep=sleep)
        self._prefix = httpx.URL(self._base_url).path.rstrip("/")
        self._tokens: dict[str, _Token] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @property
    def secrets(self) -> Collection[str]:
        return tuple(self._secrets)

    async def token(self, path: str, *, refused: str = "") -> str:
        """A token for an endpoint that lives and is not the one that was refused; one request for all who wait."""
        async with self._locks[path]:
            kept = self._tokens.get(path)
            if kept is None or kept.word == refused or self._clock() >= kept.until:
                kept = self._tokens[path] = await self._asked(path)
            return kept.word

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        kept = self._tokens[request.url.path.removeprefix(self._prefix)]
        return BearerAuth(kept.word).auth_flow(request)

    async def aclose(self) -> None:
        await self._transport.aclose()

    async def _asked(self, path: str) -> _Token:
        body = {
            "AccountKey": self._account_key,
            "AccountSecret": self._account_secret,
            "ApiEndpoint": f"{self._base_url}{path}",
        }
        began = self._clock()
        try:
            answer = await self._transport.request("POST", _TOKENS, json=body)
        except DeniedError as error:
            msg = (
                "Telegent refuses the account key and secret. They have to belong to the same account, which may use"
                " Telegent's API: set both anew."
            )
            raise DeniedError(msg, code=error.code) from error
        except RefusedError as error:
            msg = f"Telegent gives no token for the account key and secret. Check both, and the address. {error}"
            raise DeniedError(msg, code=error.code) from error
        except PhoneSystemError as error:  # of whatever kind: it says nothing of what the token was for
            wait = error.retry_after if isinstance(error, UnreachableError) else None
            msg = f"Telegent gave no token, so nothing else was asked of it. {error}"
            raise UnreachableError(msg, retry_after=wait, untouched=True) from error
        return self._learned(answer, began)

    def _learned(self, answer: Any, began: dt.datetime) -> _Token:
        fields = {str(key).lower(): value for key, value in answer.items()} if isinstance(answer, dict) else {}
        word = fields.get("token")
        if not is_on(fields.get("successful", True)) or not isinstance(word, str):
            msg = "Telegent answered a request for a token without giving one; check the account key and secret."
            raise DeniedError(msg)
        try:
            BearerAuth(word)
        except ValueError as error:
            msg = "Telegent gave a token that cannot be sent back to it, so nothing else was asked of it."
            raise UnreachableError(msg, untouched=True) from error
        live = {each.word for each in self._tokens.values()}
        self._secrets[2:] = [each for each in self._secrets[2:] if each in live] + [word]
        return _Token(word, _until(fields.get("tokenexpiry"), began))


def _until(expiry: Any, began: dt.datetime) -> dt.datetime:
    """Until when to use a token: well before its end, which is told without a zone and taken for UTC.

    An end that is over already, or makes no sense, says nothing.
    """
    latest = began + _LONGEST_LIFE
    with contextlib.suppress(TypeError, ValueError):
        end = dt.datetime.strptime(expiry, _EXPIRY).replace(tzinfo=dt.UTC)
        if end > began:
            return min(latest, end - min(_EARLY, (end - began) / 2))
    return latest
