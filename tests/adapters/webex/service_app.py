"""A Webex that gives tokens to a service app, and Switchhook as that app."""

import asyncio
import json
from pathlib import Path
from urllib.parse import parse_qs

import httpx
import pytest

from adapters.transport import Transport
from adapters.webex.tokens import ServiceAppAuth
from tests.adapters.fakes import Clock

BASE = "https://webex.example/v1"
CLIENT_SECRET = "the-client-secret"
SECRETS = (CLIENT_SECRET, "refresh-", "access-")


class TokenVendor:
    """Gives a new pair of tokens for the newest refresh token, and answers whoever has the newest access token."""

    def __init__(self) -> None:
        self.number = 0
        self.refreshes = 0
        self.signed: list[str] = []
        self.rotates = True
        self.deaf = False
        self.failures: list[httpx.Response | Exception] = []
        self.asked = asyncio.Event()
        self.wait = asyncio.Event()
        self.wait.set()

    @property
    def refresh_token(self) -> str:
        return f"refresh-{self.number if self.rotates else 0}"

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v1/access_token":
            return await self._refresh(parse_qs(request.content.decode()))
        self.signed.append(request.headers["Authorization"].removeprefix("Bearer "))
        status = 200 if self.signed[-1] == f"access-{self.number}" and not self.deaf else 401
        return httpx.Response(status, json={"message": f"Hello {self.signed[-1]}"})

    async def _refresh(self, form: dict[str, list[str]]) -> httpx.Response:
        self.asked.set()
        await self.wait.wait()
        self.refreshes += 1
        if self.failures:
            failure = self.failures.pop(0)
            if isinstance(failure, Exception):
                raise failure
            return failure
        right = {"grant_type": "refresh_token", "client_id": "app", "client_secret": CLIENT_SECRET}
        assert {name: form[name] for name in right} == {name: [value] for name, value in right.items()}
        if form["refresh_token"] != [self.refresh_token]:
            body = {"message": f"Bad token {form['refresh_token'][0]}", "trackingId": "ROUTER_9"}
            return httpx.Response(400, json=body)
        self.number += 1
        given: dict[str, object] = {"access_token": f"access-{self.number}", "expires_in": 1209599}
        return httpx.Response(200, json=given | ({"refresh_token": self.refresh_token} if self.rotates else {}))


async def no_time(_: float) -> None:
    await asyncio.sleep(0)


class App:
    """Switchhook with such an app; it can be started again."""

    def __init__(self, vendor: TokenVendor, clock: Clock, file: Path) -> None:
        self.vendor = vendor
        self.clock = clock
        self.file = file
        self.started: list[Transport] = []

    def auth(self, configured: str = "refresh-0") -> ServiceAppAuth:
        inner = httpx.MockTransport(self.vendor)
        return ServiceAppAuth(
            "app", CLIENT_SECRET, configured, file=self.file, base_url=BASE, clock=self.clock, inner=inner
        )

    def start(self, configured: str = "refresh-0") -> Transport:
        inner = httpx.MockTransport(self.vendor)
        self.started.append(Transport("Webex", BASE, auth=self.auth(configured), inner=inner, sleep=no_time))
        return self.started[-1]

    def kept(self) -> dict[str, str]:
        found: dict[str, str] = json.loads(self.file.read_text())
        return found


@pytest.fixture
def vendor() -> TokenVendor:
    return TokenVendor()


@pytest.fixture
def app(vendor: TokenVendor, clock: Clock, tmp_path: Path) -> App:
    return App(vendor, clock, tmp_path / "webex-token")
