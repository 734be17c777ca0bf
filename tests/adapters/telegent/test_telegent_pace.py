"""Telegent takes 50 requests in a minute: we never ask more, however much there is to do."""

import asyncio
import datetime as dt

from adapters import Change, Close, RollingWeek, SetOption, Telegent
from adapters.telegent.gate import PER_SECONDS, REQUESTS, Gate
from adapters.telegent.tokens import TokenAuth
from adapters.transport import Pace, Transport
from tests.adapters.fakes import Clock, MemoryLedger
from tests.adapters.telegent.fake_telegent import ACCOUNT_KEY, ACCOUNT_SECRET, BASE, OFFICE, FakeTelegent

CLOSE = Close(start=dt.datetime(2026, 11, 21), end=dt.datetime(2026, 11, 22))


async def test_a_change_of_thirty_lines_never_meets_the_limit(clock: Clock) -> None:
    now, starts = 0.0, []

    async def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds
        clock.advance(seconds=seconds)
        await asyncio.sleep(0)

    vendor, ledger = FakeTelegent(), MemoryLedger()
    for number in range(30):
        key = f"WG-{number}"
        vendor.workgroups[key] = {**vendor.workgroups["WG-desk"], "WorkgroupId": key, "Name": key, "ScheduleId": OFFICE}
    answer = vendor.transport.handler

    def counted(request: object) -> object:
        starts.append(now)
        return answer(request)  # type: ignore[arg-type]

    vendor.transport.handler = counted  # type: ignore[assignment]
    pace = Pace(REQUESTS, seconds=PER_SECONDS, clock=lambda: now, sleep=sleep)
    tokens = TokenAuth(ACCOUNT_KEY, ACCOUNT_SECRET, base_url=BASE, clock=clock, pace=pace, inner=vendor.transport)
    gate = Gate(Transport("Telegent", BASE, auth=tokens, pace=pace, inner=vendor.transport), tokens)
    telegent = Telegent(ACCOUNT_KEY, ACCOUNT_SECRET, ledger=ledger, clock=clock, gate=gate)
    rolling = RollingWeek(telegent, ledger, clock)

    lines = await telegent.lines()
    await asyncio.gather(*(rolling.read(line) for line in lines))
    changes: list[Change] = [CLOSE, SetOption(name="announcement", value="We are closed on Saturday.")]
    await asyncio.gather(*(rolling.apply(line, changes) for line in lines))

    assert len(lines) > 30
    assert len(starts) > 100
    assert all(sum(first <= each <= first + 60 for each in starts) <= 50 for first in starts)
    assert [each["Name"].split()[0] for each in vendor.schedules] == ["Office", "Switchhook"]
    await telegent.aclose()
