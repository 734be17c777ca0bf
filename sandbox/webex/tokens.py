"""`/access_token`: a service app exchanges its refresh token, which is another one every time."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from secrets import token_urlsafe

from aiohttp import web
from pydantic import BaseModel, Field

from sandbox.webex.errors import RefusedError

ACCESS_SECONDS = 1_209_599
REFRESH_SECONDS = 7_775_999


class ServiceApp(BaseModel):
    """A service app with what it has been given; a refresh token is good once, and 90 days long."""

    client_id: str
    client_secret: str
    refresh_token: str
    refresh_until: datetime | None = None
    access: dict[str, datetime] = Field(default_factory=dict)

    def has(self, token: str, now: datetime) -> bool:
        """Whether this is one of its access tokens, and still good."""
        return token in self.access and now < self.access[token]

    def refreshed(self, now: datetime) -> str:
        """Give out a new pair, and return its access token; older access tokens stay good for their time."""
        token = token_urlsafe(32)
        self.access[token] = now + timedelta(seconds=ACCESS_SECONDS)
        self.refresh_token = token_urlsafe(32)
        self.refresh_until = now + timedelta(seconds=REFRESH_SECONDS)
        return token


class AccessTokens:
    """The tokens' part of the interface."""

    def __init__(self, app: ServiceApp, clock: Callable[[], datetime]) -> None:
        self._app = app
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        """Where it answers."""
        return [web.post("/access_token", self.refresh)]

    async def refresh(self, request: web.Request) -> web.Response:
        if request.content_type != "application/x-www-form-urlencoded":
            raise RefusedError(415, "The body must be application/x-www-form-urlencoded")
        form = {name: str(value) for name, value in (await request.post()).items()}
        self._check(form)
        return web.json_response(
            {
                "access_token": self._app.refreshed(self._clock()),
                "expires_in": ACCESS_SECONDS,
                "refresh_token": self._app.refresh_token,
                "refresh_token_expires_in": REFRESH_SECONDS,
                "token_type": "Bearer",
                "scope": "spark-admin:telephony_config_read spark-admin:telephony_config_write",
            }
        )

    def _check(self, form: Mapping[str, str]) -> None:
        if form.get("grant_type") != "refresh_token":
            raise RefusedError(400, "grant_type: only refresh_token is offered here")
        if (form.get("client_id"), form.get("client_secret")) != (self._app.client_id, self._app.client_secret):
            raise RefusedError(401, "The client is not known")
        expired = self._app.refresh_until is not None and self._clock() >= self._app.refresh_until
        if form.get("refresh_token") != self._app.refresh_token or expired:
            raise RefusedError(400, "The refresh token is not, or no longer, good")
