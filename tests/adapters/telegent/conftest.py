"""Telegent as a small remembering vendor, and our client before it."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from adapters import Line, RollingWeek, Telegent
from adapters.telegent.gate import Gate
from adapters.telegent.tokens import TokenAuth
from adapters.transport import Transport
from tests.adapters.fakes import Clock, MemoryLedger
from tests.adapters.telegent.fake_telegent import ACCOUNT_KEY, ACCOUNT_SECRET, BASE, FakeTelegent


async def no_time(_: float) -> None:
    """A pause that takes none."""
    await asyncio.sleep(0)


def client(vendor: FakeTelegent, ledger: MemoryLedger, clock: Clock, zone: str = "Europe/Berlin") -> Telegent:
    """Our client, which never waits."""
    tokens = TokenAuth(ACCOUNT_KEY, ACCOUNT_SECRET, base_url=BASE, clock=clock, inner=vendor.transport, sleep=no_time)
    transport = Transport("Telegent", BASE, auth=tokens, inner=vendor.transport, sleep=no_time)
    gate = Gate(transport, tokens)
    return Telegent(ACCOUNT_KEY, ACCOUNT_SECRET, ledger=ledger, clock=clock, zone=zone, gate=gate)


@pytest.fixture
def ledger() -> MemoryLedger:
    return MemoryLedger()


@pytest.fixture
def vendor() -> FakeTelegent:
    return FakeTelegent()


@pytest.fixture
async def telegent(vendor: FakeTelegent, ledger: MemoryLedger, clock: Clock) -> AsyncIterator[Telegent]:
    made = client(vendor, ledger, clock)
    yield made
    await made.aclose()


@pytest.fixture
def rolling(telegent: Telegent, ledger: MemoryLedger, clock: Clock) -> RollingWeek:
    return RollingWeek(telegent, ledger, clock)


@pytest.fixture
async def lines(telegent: Telegent) -> dict[str, Line]:
    return {line.name: line for line in await telegent.lines()}
