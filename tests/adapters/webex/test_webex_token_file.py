"""The file that keeps the tokens of a service app: who may read it, what becomes of it, who shares it."""

import asyncio
import datetime as dt
import errno
import fcntl
import json
import os
import stat
from pathlib import Path

import pytest

from adapters import PhoneSystemError, UnreachableError
from adapters.webex import tokens
from tests.adapters.fakes import Clock
from tests.adapters.webex.service_app import App, TokenVendor, app, vendor

__all__ = ["app", "vendor"]


async def test_the_file_has_the_newest_tokens_and_only_its_owner_may_read_it(app: App) -> None:
    await app.start().request("GET", "/x")

    assert stat.S_IMODE(app.file.stat().st_mode) == 0o600
    assert (app.kept()["refresh_token"], app.kept()["access_token"]) == ("refresh-1", "access-1")
    modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in app.file.parent.iterdir()}
    assert modes == {"webex-token": 0o600, "webex-token.lock": 0o600}


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


async def test_a_file_that_holds_something_else_is_replaced(app: App, vendor: TokenVendor) -> None:
    app.file.write_text("not tokens")

    await app.start().request("GET", "/x")

    assert vendor.signed == ["access-1"]
    assert app.kept()["access_token"] == "access-1"


async def test_a_file_that_cannot_be_read_is_named(app: App) -> None:
    app.file.mkdir()

    with pytest.raises(PhoneSystemError, match=r"cannot be read from .*webex-token"):
        await app.start().request("GET", "/x")
