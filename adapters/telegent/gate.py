"""The one way to Telegent: at its pace, with the right token, and a refusal is one in whatever answer it stands."""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from typing import Any, Final, Self

from adapters.errors import DeniedError, RefusedError
from adapters.reasons import reason
from adapters.telegent.tokens import TokenAuth
from adapters.telegent.wire import is_on
from adapters.transport import Pace, Transport

REQUESTS: Final = 44
PER_SECONDS: Final = 62.0
"""Telegent takes 50 requests in any minute, those for tokens included. What leaves us may arrive closer together, and a
look at the lines from the command line needs a few of its own."""

ACTIVITY: Final = "/v1.0/workgroups/activity"
ACTIVITY_DELETE: Final = "/v1.0/workgroups/activity/delete"
ACTIVITY_UPDATE: Final = "/v1.0/workgroups/activity/update"
ALL_SCHEDULES: Final = "/v1.0/account/schedules"
ALL_WORKGROUPS: Final = "/v1.0/account/workgroups"
SCHEDULES: Final = "/v1.0/schedules"
WORKGROUPS: Final = "/v1.0/workgroups"
WORKGROUPS_DELETE: Final = "/v1.0/workgroups/delete"
WORKGROUPS_UPDATE: Final = "/v1.0/workgroups/update"


class Gate:
    """Requests to Telegent; whatever goes wrong is a `PhoneSystemError`."""

    def __init__(self, transport: Transport, tokens: TokenAuth) -> None:
        """`transport` signs with `tokens`, and both keep one pace."""
        self._transport = transport
        self._tokens = tokens

    @classmethod
    def to(cls, base_url: str, account_key: str, account_secret: str, clock: Callable[[], dt.datetime]) -> Self:
        """The gate to an account; the URL is without the version."""
        pace = Pace(REQUESTS, seconds=PER_SECONDS)
        tokens = TokenAuth(account_key, account_secret, base_url=base_url, clock=clock, pace=pace)
        return cls(Transport("Telegent", base_url, auth=tokens, pace=pace), tokens)

    async def get(self, path: str, params: Mapping[str, str] | None = None) -> Any:
        """The answer to a read, as plain JSON."""
        return await self._request("GET", path, None, params)

    async def post(self, path: str, body: Mapping[str, Any] | None = None, **params: str) -> Any:
        """The answer to a write, as plain JSON."""
        return await self._request("POST", path, body, params or None)

    async def aclose(self) -> None:
        await self._transport.aclose()

    async def _request(
        self, method: str, path: str, body: Mapping[str, Any] | None, params: Mapping[str, str] | None
    ) -> Any:
        token = await self._tokens.token(path)
        try:
            answer = await self._transport.request(method, path, json=body, params=params)
        except DeniedError:
            await self._tokens.token(path, refused=token)
            answer = await self._transport.request(method, path, json=body, params=params)
        self._check(answer)
        return answer

    def _check(self, answer: Any) -> None:
        """Raise if Telegent has answered that it worked, and says inside that it did not."""
        successful = answer.get("Successful", answer.get("successful", True)) if isinstance(answer, dict) else True
        if successful not in {"", None} and not is_on(successful):
            found = reason(json.dumps(answer).encode(), secrets=self._tokens.secrets)
            msg = f"Telegent refused: {found.words or 'it gave no reason'}"
            raise RefusedError(msg, code=found.code)
