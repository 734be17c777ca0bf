"""The tokens of a service app: got by a refresh token that changes with every use, so a file keeps each new one.

Several processes may share the file: whoever renews the tokens holds a lock, and first looks whether another has.
"""

import asyncio
import contextlib
import datetime as dt
import fcntl
import hashlib
import json
import logging
import os
from collections.abc import AsyncIterator, Callable, Collection, Generator, Iterator
from pathlib import Path
from typing import Annotated, Any, Final

import httpx
from pydantic import AfterValidator, BaseModel, Field, SecretStr, ValidationError

from adapters.errors import DeniedError, MissingError, PhoneSystemError, RefusedError, UnreachableError
from adapters.transport import Auth, Transport
from adapters.webex.wire import Wire, parsed

log = logging.getLogger(__name__)

BASE_URL: Final = "https://webexapis.com/v1"

_BEARER: Final = "Bearer "

_EARLY: Final = dt.timedelta(hours=1)
"""How long before its end a token is renewed; it lives for two weeks."""
_PATIENCE: Final = dt.timedelta(minutes=1)
"""How long to go on with a token that lives, after it could not be renewed or was renewed because it was refused."""
_LOOKS: Final = 600
_BETWEEN_LOOKS: Final = 0.1
"""How often, and every how many seconds, it is looked whether another process has done with the file."""
_REFUSED: Final = (DeniedError, MissingError, RefusedError)


def _word(token: SecretStr) -> SecretStr:
    """A token that can stand in a header."""
    text = token.get_secret_value()
    if not text or not text.isascii() or not text.isprintable() or " " in text:
        msg = "a token is one word of printable ASCII characters"
        raise ValueError(msg)
    return token


class _Answer(Wire, alias_generator=None):
    """What Webex gives for a refresh token."""

    access_token: Annotated[SecretStr, AfterValidator(_word)]
    expires_in: Annotated[int, Field(ge=0, le=10**9)]
    refresh_token: Annotated[SecretStr, AfterValidator(_word)] | None = None
    """Absent if the old one stays."""


class _Kept(BaseModel, frozen=True, extra="ignore"):
    """The newest tokens, as the file has them."""

    descends_from: str
    """A hash of the configured refresh token with which it began."""
    refresh_token: SecretStr
    access_token: SecretStr | None = None
    expires_at: dt.datetime = dt.datetime.fromtimestamp(0, dt.UTC)

    @property
    def signature(self) -> str:
        """The access token; empty if there is none yet."""
        return self.access_token.get_secret_value() if self.access_token else ""

    def lives_at(self, moment: dt.datetime) -> bool:
        """Whether the access token is good then."""
        return bool(self.signature) and moment < self.expires_at

    def text(self) -> str:
        """The tokens as JSON, the secrets readable."""
        content: dict[str, Any] = {
            "descends_from": self.descends_from,
            "refresh_token": self.refresh_token.get_secret_value(),
            "access_token": self.signature or None,
            "expires_at": self.expires_at.isoformat(),
        }
        return json.dumps(content, indent=2) + "\n"


class ServiceAppAuth(Auth):
    """Signs requests with the access token of a service app, and renews it in time.

    The file has the newest tokens before they are used, and nobody else may read it. A refresh token from there is
    newer than the configured one, unless another one has been configured since.
    """

    def __init__(
        self,
        client_id: str,
        client_secret: str,
        refresh_token: str,
        *,
        file: Path,
        base_url: str = BASE_URL,
        clock: Callable[[], dt.datetime],
        inner: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._client_id = client_id
        self._client_secret = client_secret
        self._file = file
        self._clock = clock
        self._secrets = [client_secret, refresh_token]
        self._transport = Transport("Webex", base_url, secrets=self._secrets, inner=inner)
        self._configured = _Kept(
            descends_from=hashlib.sha256(refresh_token.encode()).hexdigest(), refresh_token=SecretStr(refresh_token)
        )
        self._kept: _Kept | None = None
        self._saved = True
        self._refreshing: asyncio.Task[None] | None = None
        self._not_before = self._not_forced_before = dt.datetime.fromtimestamp(0, dt.UTC)

    @property
    def secrets(self) -> Collection[str]:
        return tuple(self._secrets)

    async def prepare(self) -> None:
        """Have a token that lives."""
        kept, now = await self._known(), self._clock()
        lives = kept.lives_at(now) and self._saved
        if lives and (kept.lives_at(now + _EARLY) or now < self._not_before):
            return
        try:
            await self._refreshed()
        except PhoneSystemError as error:
            if not lives:
                raise
            self._not_before = now + _PATIENCE
            log.warning("The access token could not be renewed yet; the old one still serves. %s", error)

    async def renewed(self, refused: httpx.Request) -> bool:
        token, now = refused.headers["Authorization"].removeprefix(_BEARER), self._clock()
        if token == (await self._known()).signature:
            if not self._is_refreshing:
                if now < self._not_forced_before:
                    return False
                self._not_forced_before = now + _PATIENCE
            await self._refreshed(refused=token)
        return token != (await self._known()).signature

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = f"{_BEARER}{(self._kept or self._configured).signature}"
        yield request

    async def aclose(self) -> None:
        """A refresh on its way is awaited, since its new refresh token must not be lost."""
        if self._refreshing:
            await asyncio.wait([self._refreshing])
        await self._transport.aclose()

    async def _known(self) -> _Kept:
        """The tokens as this process has them; unless it has any, as the file has them."""
        if self._kept is None:
            self._take(await self._newest())
        return self._kept or self._configured

    async def _newest(self) -> _Kept:
        """The tokens as the file has them; if it has none, as this process has them."""
        return await asyncio.to_thread(self._from_file) or self._kept or self._configured

    @property
    def _is_refreshing(self) -> bool:
        return self._refreshing is not None and not self._refreshing.done()

    async def _refreshed(self, *, refused: str = "") -> None:
        """Return after a refresh: one for all who wait, which goes on even if they stop waiting."""
        if self._refreshing is None or self._refreshing.done():
            self._refreshing = asyncio.create_task(self._refresh(refused))
            self._refreshing.add_done_callback(_heard)
        await asyncio.shield(self._refreshing)

    async def _refresh(self, refused: str) -> None:
        """Have tokens that another process has got by now, or else get new ones; never the token that was refused."""
        async with self._alone():
            if self._saved:
                newest = await self._newest()
                if newest.lives_at(self._clock() + _EARLY) and newest.signature != refused:
                    self._take(newest)
                    return
                await self._check_file(newest)
                self._take(await self._exchanged_once(newest))
                self._saved = False
            await self._save(await self._known())
            self._saved = True

    async def _exchanged_once(self, kept: _Kept) -> _Kept:
        """New tokens for these, or for those that somebody without our lock has put into the file meanwhile."""
        try:
            return await self._exchanged(kept)
        except DeniedError:
            newest = await self._newest()
            if newest.refresh_token == kept.refresh_token:
                raise
            return await self._exchanged(newest)

    async def _exchanged(self, kept: _Kept) -> _Kept:
        self._learn(kept)
        began = self._clock()
        form = {
            "grant_type": "refresh_token",
            "client_id": self._client_id,
            "client_secret": self._client_secret,
            "refresh_token": kept.refresh_token.get_secret_value(),
        }
        try:
            answer = parsed(_Answer, await self._transport.request("POST", "/access_token", form=form))
        except _REFUSED as error:
            msg = (
                "Webex does not take the refresh token of the service app any more. Make new tokens for the app on"
                f" developer.webex.com, and put the new refresh token into Switchhook's settings. {error}"
            )
            raise DeniedError(msg, code=error.code) from error
        except UnreachableError as error:
            msg = f"The access token could not be renewed, so nothing was asked of Webex. {error}"
            raise UnreachableError(msg, retry_after=error.retry_after) from error
        return kept.model_copy(
            update={
                "refresh_token": answer.refresh_token or kept.refresh_token,
                "access_token": answer.access_token,
                "expires_at": began + dt.timedelta(seconds=answer.expires_in),
            }
        )

    def _take(self, kept: _Kept) -> None:
        """Sign with these tokens from now on."""
        self._learn(kept)
        self._kept = kept

    def _learn(self, kept: _Kept) -> None:
        for each in (kept.refresh_token, kept.access_token):
            if each and each.get_secret_value() not in self._secrets:
                self._secrets.append(each.get_secret_value())

    def _from_file(self) -> _Kept | None:
        """What the file has, if it descends from the configured token."""
        try:
            kept = _Kept.model_validate_json(self._file.read_bytes())
        except FileNotFoundError:
            return None
        except ValidationError:
            log.warning("%s holds no tokens; the configured refresh token is used.", self._file)
            return None
        except OSError as error:
            msg = f"The tokens of the service app cannot be read from {self._file}: {error.strerror}."
            raise PhoneSystemError(msg) from error
        return kept if kept.descends_from == self._configured.descends_from else None

    @contextlib.asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        """While no other process renews the tokens."""
        with self._writing():
            lock = os.open(self._file.with_name(f"{self._file.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            with self._writing():
                await _hold(lock)
            yield
        finally:
            os.close(lock)

    async def _check_file(self, kept: _Kept) -> None:
        """Make sure that tokens can be kept, before those that we have are spent."""
        with self._writing():
            (await asyncio.to_thread(_drafted, self._file, kept.text())).unlink()

    async def _save(self, kept: _Kept) -> None:
        with self._writing():
            draft = await asyncio.to_thread(_drafted, self._file, kept.text())
            draft.replace(self._file)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            msg = (
                f"New tokens of the service app cannot be kept in {self._file} ({error.strerror}), so none are used."
                " Let Switchhook write there."
            )
            raise PhoneSystemError(msg) from error


async def _hold(lock: int) -> None:
    """Wait until the lock is ours; it is let go when its file is closed."""
    for _ in range(_LOOKS):
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        await asyncio.sleep(_BETWEEN_LOOKS)
    msg = (
        "Another Switchhook is renewing the access token for Webex and does not come to an end. Try again in a minute."
    )
    raise UnreachableError(msg)


def _heard(task: asyncio.Task[None]) -> None:
    """Take note of how a refresh ended, in case that everybody has stopped waiting for it."""
    if not task.cancelled():
        task.exception()


def _drafted(file: Path, text: str) -> Path:
    """A new file beside one that it may replace; only its owner may read it. One that was left over goes first."""
    draft = file.with_name(f"{file.name}.new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    return draft
