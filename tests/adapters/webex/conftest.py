"""Webex as a small remembering vendor, our client before it, and strict models that judge what it was sent."""

import os

os.environ["API_MODEL_ALLOW_EXTRA"] = "forbid"  # wxc_sdk reads it when it is imported: what it does not know is refused

import asyncio
import datetime as dt
from collections.abc import Iterator

import pytest

from adapters.transport import BearerAuth, Transport
from tests.adapters.fakes import Clock, MemoryLedger
from tests.adapters.webex.fake_webex import BASE, TOKEN, FakeWebex
from tests.adapters.webex.judge import complaints


@pytest.fixture
def clock() -> Clock:
    """It is Friday, ten in the morning in New York."""
    return Clock(dt.datetime(2026, 11, 20, 15, tzinfo=dt.UTC))


@pytest.fixture
def ledger() -> MemoryLedger:
    return MemoryLedger()


@pytest.fixture
def vendor() -> Iterator[FakeWebex]:
    """Whatever it was sent in a test, an independent client's models must have nothing against it."""
    vendor = FakeWebex()
    yield vendor
    assert [text for call in vendor.calls for text in complaints(call)] == []


@pytest.fixture
def transport(vendor: FakeWebex) -> Transport:
    async def no_time(_: float) -> None:
        await asyncio.sleep(0)

    return Transport("Webex", BASE, auth=BearerAuth(TOKEN), inner=vendor.transport, sleep=no_time)
