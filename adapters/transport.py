"""HTTP, once for all vendors: time-outs, retries, rate limits, errors as facts, and no secret in any word."""

import asyncio
import datetime as dt
import email.utils
import json
import logging
import random
import time
from collections import deque
from collections.abc import Awaitable, Callable, Generator, Mapping
from typing import Any, Final

import httpx

from adapters.errors import (
    DeniedError,
    MissingError,
    PhoneSystemError,
    RefusedError,
    UnreachableError,
)
from adapters.reasons import reason

log = logging.getLogger(__name__)

_ATTEMPTS: Final = 4
_LONGEST_WAIT: Final = 20.0
"""Seconds that we wait at most before trying again; a vendor that asks for more is reported as unreachable."""
_LONGEST_ANSWER: Final = 8 * 1024 * 1024
_TIME_OUT: Final = httpx.Timeout(10, connect=5)
_WHOLE_TIME_OUT: Final = 30.0
"""Seconds for one attempt, however slowly the bytes drip in."""

_TRY_LATER: Final = frozenset({408, 423, 425, 429, *range(500, 600)})
_DENIED: Final = frozenset({401, 403})
_MISSING: Final = frozenset({404, 410})
_NEVER_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
"""Failures that come before the first byte of a request."""


class BearerAuth(httpx.Auth):
    """A token in the `Authorization` header, which shows itself to nobody else."""

    def __init__(self, token: str) -> None:
        if not token or not token.isascii() or not token.isprintable() or " " in token:
            msg = "An API token is one word of printable ASCII characters."
            raise ValueError(msg)
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request


class Pace:
    """At most so many starts in any one second."""

    def __init__(
        self,
        per_second: int,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._starts: deque[float] = deque(maxlen=per_second)
        self._clock = clock
        self._sleep = sleep
        self._turn = asyncio.Lock()

    async def wait(self) -> None:
        """Return when it is our turn."""
        async with self._turn:
            if len(self._starts) == self._starts.maxlen:
                await self._sleep(max(0.0, self._starts[0] + 1 - self._clock()))
            self._starts.append(self._clock())


class Transport:
    """The one gate to a vendor's HTTP API: JSON in, JSON out, and whatever goes wrong is a `PhoneSystemError`.

    A read is tried again after any passing failure. A write is tried again only if it surely did not take place: no
    connection was made, or the vendor said "too many requests" and when to come back.
    """

    def __init__(
        self,
        vendor: str,
        base_url: str,
        *,
        auth: httpx.Auth | None = None,
        secrets: tuple[str, ...] = (),
        pace: Pace | None = None,
        inner: httpx.AsyncBaseTransport | None = None,
        clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._vendor = vendor
        self._client = httpx.AsyncClient(base_url=base_url, auth=auth, timeout=_TIME_OUT, transport=inner)
        self._secrets = secrets
        self._pace = pace
        self._clock = clock
        self._sleep = sleep
        self._chance = chance

    async def request(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        params: Mapping[str, str] | None = None,
    ) -> Any:
        """The vendor's answer as plain JSON; None if it has no body."""
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return await self._once(method, path, json, params)
            except _PassingError as error:
                wait = self._wait(error, attempt)
                again = error.untouched or method == "GET"
                if not again or attempt == _ATTEMPTS or wait > _LONGEST_WAIT:
                    raise UnreachableError(str(error), retry_after=error.retry_after) from error.__cause__
                log.info("%s %s: %s Trying again in %.1f s.", method, path, error, wait)
                await self._sleep(wait)
        raise AssertionError  # pragma: no cover  # the last attempt returns or raises

    async def aclose(self) -> None:
        await self._client.aclose()

    def _wait(self, error: "_PassingError", attempt: int) -> float:
        """As long as the vendor asks; else twice as long each time, give or take a half."""
        return error.retry_after if error.retry_after is not None else 2 ** (attempt - 2) * (0.5 + self._chance())

    async def _once(self, method: str, path: str, body: Any, params: Mapping[str, str] | None) -> Any:
        if self._pace:
            await self._pace.wait()
        try:
            async with asyncio.timeout(_WHOLE_TIME_OUT):
                response, content = await self._exchange(method, path, body, params)
        except (httpx.TimeoutException, TimeoutError) as error:
            text = f"{self._vendor} did not answer in time."
            raise _PassingError(text, untouched=isinstance(error, _NEVER_SENT)) from error
        except httpx.RequestError as error:
            text = f"{self._vendor} could not be reached ({type(error).__name__})."
            raise _PassingError(text, untouched=isinstance(error, _NEVER_SENT)) from error
        return self._answer(response, content)

    async def _exchange(
        self, method: str, path: str, body: Any, params: Mapping[str, str] | None
    ) -> tuple[httpx.Response, bytes]:
        content = bytearray()
        async with self._client.stream(method, path, json=body, params=params) as response:
            async for chunk in response.aiter_bytes():
                content += chunk
                if len(content) > _LONGEST_ANSWER:
                    msg = f"{self._vendor} answered with more than {_LONGEST_ANSWER // 2**20} MB."
                    raise PhoneSystemError(msg)
        return response, bytes(content)

    def _answer(self, response: httpx.Response, content: bytes) -> Any:
        if not response.is_success:
            raise self._error(response, content)
        if not content:
            return None
        try:
            return json.loads(content)
        except (ValueError, RecursionError):
            msg = f"{self._vendor} answered with something that is not JSON."
            raise PhoneSystemError(msg) from None

    def _error(self, response: httpx.Response, content: bytes) -> Exception:
        status, vendor = response.status_code, self._vendor
        words = reason(content, secrets=self._secrets) or response.reason_phrase or "no reason given"
        if status in _TRY_LATER:
            wait = _retry_after(response.headers.get("Retry-After"), self._clock())
            return _PassingError(
                f"{vendor} cannot answer now ({status}): {words}",
                retry_after=wait,
                untouched=status == 429 and wait is not None,
            )
        if status in _DENIED:
            return DeniedError(f"{vendor} refused our credentials ({status}): {words}")
        if status in _MISSING:
            return MissingError(f"{vendor} does not know that ({status}): {words}")
        if status >= 400:
            return RefusedError(f"{vendor} refused ({status}): {words}")
        return PhoneSystemError(f"{vendor} sent us elsewhere ({status}); is its base URL right?")


class _PassingError(Exception):
    """A failure that may pass; `untouched` if the request surely was not processed."""

    def __init__(self, message: str, *, retry_after: float | None = None, untouched: bool = False) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.untouched = untouched


def _retry_after(header: str | None, now: dt.datetime) -> float | None:
    """Seconds to wait, from a header that holds seconds or a date; None if it holds neither."""
    if not header:
        return None
    if header.strip().isdecimal():
        return float(header)
    try:
        until = email.utils.parsedate_to_datetime(header)
    except ValueError:
        return None
    return max(0.0, (until.replace(tzinfo=until.tzinfo or dt.UTC) - now).total_seconds())
