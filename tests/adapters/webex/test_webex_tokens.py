"""The tokens of a service app, against a vendor that takes each refresh token once."""

import asyncio
import datetime as dt
import errno
import fcntl
import gc
import json
import logging
import os
import stat
from pathlib import Path
from urllib.parse import parse_qs

import httpx
import pytest

from adapters import DeniedError, PhoneSystemError, UnreachableError
from adapters.transport import Transport
from adapters.webex import tokens
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


async def test_a_token_is_got_once_and_used_for_every_request(app: App, vendor: TokenVendor) -> None:
    webex = app.start()

    await webex.request("GET", "/x")
    await webex.request("PUT", "/x", json={})

    assert vendor.signed == ["access-1", "access-1"]
    assert vendor.refreshes == 1


async def test_many_requests_at_once_make_one_refresh(app: App, vendor: TokenVendor) -> None:
    webex = app.start()

    await asyncio.gather(*(webex.request("GET", f"/{number}") for number in range(10)))

    assert vendor.refreshes == 1


async def test_the_file_has_the_newest_tokens_and_only_its_owner_may_read_it(app: App) -> None:
    await app.start().request("GET", "/x")

    assert stat.S_IMODE(app.file.stat().st_mode) == 0o600
    assert (app.kept()["refresh_token"], app.kept()["access_token"]) == ("refresh-1", "access-1")
    modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in app.file.parent.iterdir()}
    assert modes == {"webex-token": 0o600, "webex-token.lock": 0o600}


async def test_a_token_is_renewed_before_it_ends(app: App, vendor: TokenVendor, clock: Clock) -> None:
    webex = app.start()
    await webex.request("GET", "/x")

    clock.advance(days=13, hours=23, minutes=30)
    await webex.request("GET", "/x")

    assert vendor.signed == ["access-1", "access-2"]
    assert app.kept()["refresh_token"] == "refresh-2"


async def test_after_a_restart_the_kept_token_serves(app: App, vendor: TokenVendor, clock: Clock) -> None:
    await app.start().request("GET", "/x")

    await app.start().request("GET", "/x")
    clock.advance(days=30)
    await app.start().request("GET", "/x")

    assert vendor.signed == ["access-1", "access-1", "access-2"]


async def test_a_refresh_token_that_was_configured_since_wins(app: App, vendor: TokenVendor) -> None:
    await app.start().request("GET", "/x")
    vendor.number = 7

    await app.start("refresh-7").request("GET", "/x")

    assert vendor.signed == ["access-1", "access-8"]
    assert app.kept()["refresh_token"] == "refresh-8"


async def test_a_refused_request_is_signed_anew_once(app: App, vendor: TokenVendor) -> None:
    vendor.deaf = True

    with pytest.raises(DeniedError, match="refused our credentials"):
        await app.start().request("GET", "/x")

    assert vendor.signed == ["access-1", "access-2"]


async def test_a_token_that_was_taken_back_is_renewed_and_the_request_repeated(app: App, vendor: TokenVendor) -> None:
    vendor.rotates = False
    webex = app.start()
    await webex.request("GET", "/x")
    vendor.number += 1

    await webex.request("PUT", "/x", json={"a": 1})

    assert vendor.signed == ["access-1", "access-1", "access-3"]


async def test_a_refresh_token_that_stays_is_kept(app: App, vendor: TokenVendor, clock: Clock) -> None:
    vendor.rotates = False

    await app.start().request("GET", "/x")
    clock.advance(days=30)
    await app.start().request("GET", "/x")

    assert vendor.signed == ["access-1", "access-2"]


async def test_a_refused_refresh_says_what_to_do_and_shows_no_secret(
    app: App, vendor: TokenVendor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    vendor.number = 3
    webex = app.start()

    with pytest.raises(DeniedError) as caught:
        await webex.request("GET", "/x")

    text = str(caught.value)
    assert text.startswith("Webex does not take the refresh token of the service app any more. Make new tokens")
    assert "(tracking id ROUTER_9)" in text
    assert not any(secret in text + caplog.text + repr(caught.value.__cause__) for secret in SECRETS)
    assert not app.file.exists()


async def test_no_answer_of_webex_shows_a_token(app: App, vendor: TokenVendor) -> None:
    webex = app.start()
    await webex.request("GET", "/x")
    vendor.number = 5

    with pytest.raises(DeniedError) as caught:
        await webex.request("GET", "/x")

    assert not any(secret in str(caught.value) for secret in SECRETS)


def test_it_shows_itself_without_secrets(app: App) -> None:
    auth = ServiceAppAuth("app", CLIENT_SECRET, "refresh-0", file=app.file, clock=app.clock)

    assert not any(secret in repr(auth) + repr(vars(auth)["_configured"]) for secret in SECRETS)


async def test_a_token_that_still_lives_serves_while_it_cannot_be_renewed(
    app: App, vendor: TokenVendor, clock: Clock
) -> None:
    webex = app.start()
    await webex.request("GET", "/x")
    clock.advance(days=13, hours=23, minutes=30)
    vendor.failures = [httpx.Response(503), httpx.Response(503)]

    for _ in range(3):
        await webex.request("GET", "/x")
    clock.advance(minutes=2)
    await webex.request("GET", "/x")
    clock.advance(minutes=2)
    await webex.request("GET", "/x")

    assert vendor.signed == ["access-1"] * 5 + ["access-2"]
    assert vendor.refreshes == 4


async def test_without_a_token_that_lives_webex_is_unreachable(app: App, vendor: TokenVendor) -> None:
    vendor.failures = [httpx.Response(503)]
    webex = app.start()

    with pytest.raises(UnreachableError):
        await webex.request("GET", "/x")
    await webex.request("GET", "/x")

    assert vendor.signed == ["access-1"]


async def test_tokens_that_cannot_be_kept_are_not_used_and_not_lost(app: App, vendor: TokenVendor) -> None:
    app.file = app.file.parent / "missing" / "webex-token"
    webex = app.start()

    with pytest.raises(PhoneSystemError, match=r"cannot be kept in .*webex-token .*Let Switchhook write there"):
        await webex.request("GET", "/x")
    assert vendor.signed == []
    app.file.parent.mkdir()
    await webex.request("GET", "/x")

    assert vendor.signed == ["access-1"]
    assert vendor.refreshes == 1
    assert app.kept()["refresh_token"] == "refresh-1"


async def test_no_refresh_token_is_spent_before_its_successor_can_be_kept(
    app: App, vendor: TokenVendor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(PhoneSystemError, match="No space left on device"):
        await app.start().request("GET", "/x")

    assert vendor.refreshes == 0


async def test_tokens_that_could_not_be_kept_in_the_end_are_kept_the_next_time(
    app: App, vendor: TokenVendor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    webex = app.start()
    with monkeypatch.context() as broken_disk:
        broken_disk.setattr(Path, "replace", broken)
        with pytest.raises(PhoneSystemError, match="cannot be kept"):
            await webex.request("GET", "/x")
    assert vendor.signed == []

    await webex.request("GET", "/x")

    assert (vendor.refreshes, vendor.signed) == (1, ["access-1"])
    assert app.kept()["refresh_token"] == "refresh-1"


async def test_a_draft_that_was_left_over_is_cleaned_away(app: App) -> None:
    draft = app.file.with_name("webex-token.new")
    draft.write_text("half of the tok")
    draft.chmod(0o644)

    await app.start().request("GET", "/x")

    assert not draft.exists()
    assert stat.S_IMODE(app.file.stat().st_mode) == 0o600


async def test_two_processes_with_one_file_refresh_once(app: App, vendor: TokenVendor, clock: Clock) -> None:
    bot, status = app.start(), app.start()
    await asyncio.gather(bot.request("GET", "/bot"), status.request("GET", "/status"))
    clock.advance(days=13, hours=23, minutes=30)

    await status.request("GET", "/status")
    await bot.request("PUT", "/bot", json={})

    assert vendor.signed == ["access-1", "access-1", "access-2", "access-2"]
    assert vendor.refreshes == 2


async def test_a_token_that_another_process_has_replaced_is_followed_after_a_refusal(
    app: App, vendor: TokenVendor, clock: Clock
) -> None:
    bot, status = app.start(), app.start()
    await bot.request("GET", "/x")
    await status.request("GET", "/x")
    clock.advance(days=13, hours=23, minutes=30)
    await status.request("GET", "/x")
    clock.now -= dt.timedelta(hours=2)  # the bot sees no reason to renew, but Webex has taken its token back

    await bot.request("PUT", "/x", json={})

    assert vendor.signed == ["access-1", "access-1", "access-2", "access-1", "access-2"]
    assert vendor.refreshes == 2


async def test_what_somebody_without_the_lock_has_kept_is_tried_after_a_refused_refresh(
    app: App, vendor: TokenVendor
) -> None:
    webex = app.start()
    await webex.request("GET", "/x")
    vendor.wait.clear()
    vendor.asked.clear()
    vendor.number = 7  # … and renews the tokens while we ask
    request = asyncio.create_task(webex.request("GET", "/x"))
    await vendor.asked.wait()
    app.file.write_text(json.dumps(app.kept() | {"refresh_token": "refresh-7", "access_token": "access-7"}))
    vendor.wait.set()

    await request

    assert vendor.signed == ["access-1", "access-1", "access-8"]


async def test_whoever_holds_the_file_for_too_long_is_named(
    app: App, vendor: TokenVendor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "_BETWEEN_LOOKS", 0)
    monkeypatch.setattr(tokens, "_LOOKS", 3)
    with app.file.with_name("webex-token.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(UnreachableError, match="Another Switchhook is renewing the access token"):
            await app.start().request("GET", "/x")
    assert vendor.refreshes == 0

    await app.start().request("GET", "/x")

    assert vendor.signed == ["access-1"]


async def test_a_token_is_got_before_the_time_of_a_request_begins(app: App, vendor: TokenVendor) -> None:
    auth = app.auth()
    await auth.prepare()
    assert vendor.refreshes == 1

    signed = next(auth.auth_flow(httpx.Request("GET", BASE)))

    assert signed.headers["Authorization"] == "Bearer access-1"
    await auth.aclose()


async def test_a_request_that_was_signed_before_a_refresh_needs_no_other_one(app: App, vendor: TokenVendor) -> None:
    auth = app.auth()
    await auth.prepare()

    assert await auth.renewed(httpx.Request("GET", BASE, headers={"Authorization": "Bearer access-0"}))
    assert vendor.refreshes == 1
    await auth.aclose()


async def test_a_refresh_without_an_answer_says_that_nothing_was_asked(app: App, vendor: TokenVendor) -> None:
    vendor.failures = [httpx.ReadTimeout("slow")]

    with pytest.raises(UnreachableError, match="could not be renewed, so nothing was asked of Webex"):
        await app.start().request("PUT", "/x", json={})

    assert vendor.signed == []


async def test_a_refused_token_is_renewed_at_most_once_a_minute(app: App, vendor: TokenVendor, clock: Clock) -> None:
    vendor.deaf = True
    webex = app.start()

    for _ in range(3):
        with pytest.raises(DeniedError):
            await webex.request("GET", "/x")
    assert vendor.refreshes == 2
    clock.advance(seconds=61)
    with pytest.raises(DeniedError):
        await webex.request("GET", "/x")

    assert vendor.refreshes == 3


async def test_many_refused_requests_at_once_are_all_signed_anew(app: App, vendor: TokenVendor) -> None:
    vendor.rotates = False
    webex = app.start()
    await webex.request("GET", "/x")
    vendor.number += 1

    await asyncio.gather(*(webex.request("GET", f"/{number}") for number in range(10)))

    assert vendor.refreshes == 2


@pytest.mark.parametrize(
    "answer",
    [
        {"access_token": "", "expires_in": 9},
        {"access_token": "two words", "expires_in": 9},
        {"access_token": "tokän", "expires_in": 9},
        {"access_token": "fine", "expires_in": 10**30},
        {"access_token": "fine", "expires_in": 9, "refresh_token": "line\nbreak"},
        {"access_token": "fine"},
        [],
    ],
)
async def test_an_answer_without_right_tokens_is_an_error(app: App, vendor: TokenVendor, answer: object) -> None:
    vendor.failures = [httpx.Response(200, json=answer)]

    with pytest.raises(PhoneSystemError, match=r"^Webex's answer could not be understood"):
        await app.start().request("GET", "/x")

    assert not app.file.exists()


async def test_a_new_refresh_token_survives_whoever_stops_waiting_for_it(app: App, vendor: TokenVendor) -> None:
    vendor.wait.clear()
    webex = app.start()
    request = asyncio.create_task(webex.request("GET", "/x"))
    await vendor.asked.wait()
    request.cancel()
    with pytest.raises(asyncio.CancelledError):
        await request

    vendor.wait.set()
    await webex.aclose()

    assert app.kept()["refresh_token"] == "refresh-1"


async def test_a_refresh_that_fails_after_all_have_gone_is_nobodys_trouble(app: App, vendor: TokenVendor) -> None:
    vendor.wait.clear()
    vendor.failures = [httpx.Response(503)]
    webex = app.start()
    request = asyncio.create_task(webex.request("GET", "/x"))
    await vendor.asked.wait()
    request.cancel()
    vendor.wait.set()
    await asyncio.gather(request, return_exceptions=True)

    await webex.aclose()
    gc.collect()

    assert vendor.refreshes == 1


async def test_a_file_that_holds_something_else_is_replaced(app: App, vendor: TokenVendor) -> None:
    app.file.write_text("not tokens")

    await app.start().request("GET", "/x")

    assert vendor.signed == ["access-1"]
    assert app.kept()["access_token"] == "access-1"


async def test_a_file_that_cannot_be_read_is_named(app: App) -> None:
    app.file.mkdir()

    with pytest.raises(PhoneSystemError, match=r"cannot be read from .*webex-token"):
        await app.start().request("GET", "/x")


async def test_the_end_of_a_token_counts_from_when_it_was_asked_for(app: App, clock: Clock) -> None:
    await app.start().request("GET", "/x")

    assert dt.datetime.fromisoformat(app.kept()["expires_at"]) == clock.now + dt.timedelta(seconds=1209599)
