"""The tokens of a service app, against a vendor that takes each refresh token once."""

import asyncio
import datetime as dt
import gc
import logging

import httpx
import pytest

from adapters import DeniedError, PhoneSystemError, UnreachableError
from adapters.webex.tokens import ServiceAppAuth
from tests.adapters.fakes import Clock
from tests.adapters.webex.service_app import BASE, CLIENT_SECRET, SECRETS, App, TokenVendor, app, vendor

__all__ = ["app", "vendor"]


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


async def test_the_end_of_a_token_counts_from_when_it_was_asked_for(app: App, clock: Clock) -> None:
    await app.start().request("GET", "/x")

    assert dt.datetime.fromisoformat(app.kept()["expires_at"]) == clock.now + dt.timedelta(seconds=1209599)
