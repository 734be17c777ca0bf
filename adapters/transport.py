"""HTTP, once for all vendors: time-outs, retries, rate limits, errors as facts, and no secret in any word."""

import asyncio
import datetime as dt
import email.utils
import functools
import json
import logging
import random
import ssl
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Generator, Mapping
from contextlib import aclosing
from typing import Any, Final, NamedTuple

import httpx

from adapters.calls import Call, hear
from adapters.errors import (
    DeniedError,
    MissingError,
    PhoneSystemError,
    RefusedError,
    UnreachableError,
)
from adapters.reasons import Reason, reason, redacted

log = logging.getLogger(__name__)

_ATTEMPTS: Final = 4
_LONGEST_WAIT: Final = 20.0
"""Seconds that we wait at most before trying again; a vendor that asks for more is reported as unreachable."""
_LONGEST_ANSWER: Final = 8 * 1024 * 1024
_TIME_OUT: Final = httpx.Timeout(10, connect=5)
_WHOLE_TIME_OUT: Final = 30.0
"""Seconds for one attempt, however slowly the bytes drip in."""

_TRACKING_ID: Final = "trackingId"
_LONGEST_ID: Final = 200
_LONGEST_PATH: Final = 200
_LONGEST_RETRY: Final = 86400.0
"""Seconds; nobody has to wait for longer than a day before asking again."""

_TOO_MANY: Final = 429
_TURNED_AWAY: Final = frozenset({423, _TOO_MANY})
"""Answers that mean, together with a time to come back, that nothing was done; the latter means it in any case."""
_TRY_LATER: Final = frozenset({408, 423, 425, 429, *range(500, 600)})
_DENIED: Final = frozenset({401, 403})
_MISSING: Final = frozenset({404, 410})
_NEVER_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
"""Failures that come before the first byte of a request."""


class Auth(httpx.Auth):
    """What signs our requests."""

    @property
    def secrets(self) -> Collection[str]:
        """The words that it knows and that nobody may see; they may change."""
        return ()

    async def prepare(self) -> None:
        """Get whatever it signs with; called before each request, whose own time begins afterwards."""

    async def renewed(self, refused: httpx.Request) -> bool:
        """Whether it now signs otherwise than a request that was refused, which then is worth another try."""
        del refused
        return False

    async def aclose(self) -> None:
        """Let go of whatever it holds."""


class BearerAuth(Auth):
    """A token in the `Authorization` header, which shows itself to nobody else."""

    def __init__(self, token: str) -> None:
        if not token or not token.isascii() or not token.isprintable() or " " in token:
            msg = "An API token is one word of printable ASCII characters."
            raise ValueError(msg)
        self._token = token

    @property
    def secrets(self) -> Collection[str]:
        return (self._token,)

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request


class Pace:
    """At most so many starts in any stretch of so many seconds; until then, as fast as they come."""

    def __init__(
        self,
        starts: int,
        *,
        seconds: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._starts: deque[float] = deque(maxlen=starts)
        self._seconds = seconds
        self._clock = clock
        self._sleep = sleep
        self._turn = asyncio.Lock()

    async def wait(self) -> None:
        """Return when it is our turn."""
        async with self._turn:
            if len(self._starts) == self._starts.maxlen:
                await self._sleep(max(0.0, self._starts[0] + self._seconds - self._clock()))
            self._starts.append(self._clock())


class Transport:
    """The one gate to a vendor's HTTP API: JSON in, JSON out, and whatever goes wrong is a `PhoneSystemError`.

    A read is tried again after any passing failure. A write is tried again only if it surely did not take place: no
    connection was made, or the vendor said "too many requests" or "locked", and when to come back.
    """

    def __init__(
        self,
        vendor: str,
        base_url: str,
        *,
        auth: Auth | None = None,
        secrets: Collection[str] = (),
        pace: Pace | None = None,
        inner: httpx.AsyncBaseTransport | None = None,
        clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._vendor = vendor
        self._client = httpx.AsyncClient(
            base_url=base_url, auth=auth, timeout=_TIME_OUT, transport=inner, verify=_trusted()
        )
        self._auth = auth or Auth()
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
        form: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
    ) -> Any:
        """The vendor's answer as plain JSON; None if it has no body. What is sent is JSON, or else a form."""
        return (await self._tried(method, path, _Sent(json, form, params))).body

    async def pages(self, path: str, params: Mapping[str, str] | None = None) -> AsyncIterator[Any]:
        """Each page of a list as plain JSON, for as long as the vendor's `Link` header names a next one."""
        turned: set[str] = set()
        answer = await self._tried("GET", path, _Sent(params=params))
        yield answer.body
        while answer.following and answer.following not in turned:
            turned.add(answer.following)
            answer = await self._tried("GET", answer.following, _Sent())
            yield answer.body

    async def aclose(self) -> None:
        await self._client.aclose()
        await self._auth.aclose()

    async def _tried(self, method: str, path: str, sent: "_Sent") -> "_Answer":
        """The answer to a request that is tried again where that is right."""
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return await self._once(method, path, sent)
            except _PassingError as error:
                wait = self._wait(error, attempt)
                again = error.repeatable or method == "GET"
                if not again or attempt == _ATTEMPTS or wait > _LONGEST_WAIT:
                    text, cause = str(error), error.__cause__
                    raise UnreachableError(text, retry_after=error.retry_after, untouched=error.untouched) from cause
                log.info("%s %s: %s Trying again in %.1f s.", method, path, error, wait)
                await self._sleep(wait)
        raise AssertionError  # pragma: no cover  # the last attempt returns or raises

    def _wait(self, error: "_PassingError", attempt: int) -> float:
        """As long as the vendor asks; else twice as long each time, give or take a half."""
        return error.retry_after if error.retry_after is not None else 2 ** (attempt - 2) * (0.5 + self._chance())

    async def _once(self, method: str, path: str, sent: "_Sent") -> "_Answer":
        await self._auth.prepare()
        if self._pace:
            await self._pace.wait()
        response, content = await self._timed(method, path, sent)
        if response.status_code == httpx.codes.UNAUTHORIZED and await self._auth.renewed(response.request):
            response, content = await self._timed(method, path, sent)
        return _Answer(self._body(response, content), self._following(response))

    async def _timed(self, method: str, path: str, sent: "_Sent") -> tuple[httpx.Response, bytes]:
        request = self._client.build_request(method, path, json=sent.json, data=sent.form, params=sent.params)
        began, status = time.monotonic(), None
        try:
            async with asyncio.timeout(_WHOLE_TIME_OUT):
                response, content = await self._exchange(request)
            status = response.status_code
        except (httpx.TimeoutException, TimeoutError) as error:
            text = f"{self._vendor} did not answer in time."
            never_sent = isinstance(error, _NEVER_SENT)
            raise _PassingError(text, untouched=never_sent, repeatable=never_sent) from error
        except httpx.RequestError as error:
            text = f"{self._vendor} could not be reached ({type(error).__name__})."
            never_sent = isinstance(error, _NEVER_SENT)
            raise _PassingError(text, untouched=never_sent, repeatable=never_sent) from error
        else:
            return response, content
        finally:
            self._tell(request, status, time.monotonic() - began)

    def _tell(self, request: httpx.Request, status: int | None, seconds: float) -> None:
        """Let whoever listens hear of a call; its path has neither a query nor any of our secrets."""
        told = redacted(request.url.path, (*self._secrets, *self._auth.secrets))[:_LONGEST_PATH]
        hear(Call(system=self._vendor, method=request.method, path=told, status=status, seconds=round(seconds, 3)))

    async def _exchange(self, request: httpx.Request) -> tuple[httpx.Response, bytes]:
        content = bytearray()
        response = await self._client.send(request, stream=True)
        async with aclosing(response):
            async for chunk in response.aiter_bytes():
                content += chunk
                if len(content) > _LONGEST_ANSWER:
                    msg = f"{self._vendor} answered with more than {_LONGEST_ANSWER // 2**20} MB."
                    raise PhoneSystemError(msg)
        return response, bytes(content)

    def _body(self, response: httpx.Response, content: bytes) -> Any:
        if not response.is_success:
            raise self._error(response, content)
        if not content:
            return None
        try:
            return _from_json(content)
        except (ValueError, RecursionError):
            msg = f"{self._vendor} answered with something that is not JSON."
            raise PhoneSystemError(msg) from None

    def _following(self, response: httpx.Response) -> str:
        """The URL of the next page; empty if this is the last. Our token goes to nobody else."""
        link = response.links.get("next", {}).get("url")
        if not link:
            return ""
        try:
            url = response.url.join(link)
        except httpx.InvalidURL:
            msg = f"{self._vendor} names a next page of a list that is no address."
            raise PhoneSystemError(msg) from None
        if (url.scheme, url.host, url.port) != (response.url.scheme, response.url.host, response.url.port):
            msg = f"{self._vendor} sent us to {url.host} for the next page of a list; is its base URL right?"
            raise PhoneSystemError(msg)
        return str(url)

    def _error(self, response: httpx.Response, content: bytes) -> Exception:
        status, vendor = response.status_code, self._vendor
        secrets = (*self._secrets, *self._auth.secrets)
        found = reason(content, secrets=secrets)
        words = _sentence(found, response, secrets)
        if status in _TRY_LATER:
            wait = _retry_after(response.headers.get("Retry-After") or found.retry_after, self._clock())
            return _PassingError(
                f"{vendor} cannot answer now ({status}): {words}",
                retry_after=wait,
                untouched=status == _TOO_MANY or (status in _TURNED_AWAY and wait is not None),
                repeatable=status in _TURNED_AWAY and wait is not None,
            )
        if status in _DENIED:
            return DeniedError(f"{vendor} refused our credentials ({status}): {words}", code=found.code)
        if status in _MISSING:
            return MissingError(f"{vendor} does not know that ({status}): {words}", code=found.code)
        if status >= 400:
            return RefusedError(f"{vendor} refused ({status}): {words}", code=found.code)
        return PhoneSystemError(f"{vendor} sent us elsewhere ({status}); is its base URL right?")


@functools.cache
def _trusted() -> ssl.SSLContext:
    """Whose certificates are trusted, read once for all vendors: reading them is slow."""
    return httpx.create_ssl_context()


def _from_json(content: bytes) -> Any:
    """Plain JSON; half a character, which JSON can spell, is a `ValueError` too."""
    found = json.loads(content)
    if b"\\ud" in content.lower():
        json.dumps(found, ensure_ascii=False).encode()
    return found


class _Sent(NamedTuple):
    """What goes with a request."""

    json: Any = None
    form: Mapping[str, str] | None = None
    params: Mapping[str, str] | None = None


class _Answer(NamedTuple):
    """What came back, and where the next page of it is."""

    body: Any
    following: str


class _PassingError(Exception):
    """A failure that may pass: `untouched` if the request surely was not processed.

    It is `repeatable` if even a write may be sent again unasked, for which one has to know when.
    """

    def __init__(
        self, message: str, *, retry_after: float | None = None, untouched: bool = False, repeatable: bool = False
    ) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.untouched = untouched
        self.repeatable = repeatable


def _sentence(found: Reason, response: httpx.Response, secrets: Collection[str]) -> str:
    """Why, and what the vendor's support can find it by, which some name only in a header."""
    words = found.words or response.reason_phrase or "no reason given"
    tracking_id = found.tracking_id or redacted(response.headers.get(_TRACKING_ID, ""), secrets)[:_LONGEST_ID]
    return f"{words} (tracking id {tracking_id})" if tracking_id else words


def _retry_after(header: str | None, now: dt.datetime) -> float | None:
    """Seconds to wait, from a header that holds seconds or a date; None if it holds neither."""
    if not header:
        return None
    if header.strip().isdecimal():
        return min(_LONGEST_RETRY, float(header))
    try:
        until = email.utils.parsedate_to_datetime(header)
    except ValueError:
        return None
    return min(_LONGEST_RETRY, max(0.0, (until.replace(tzinfo=until.tzinfo or dt.UTC) - now).total_seconds()))
