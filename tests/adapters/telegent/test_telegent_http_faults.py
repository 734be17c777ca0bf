"""Over real HTTP: whatever goes wrong at a write, callers meet what was or what will be, and trying again ends well."""

import datetime as dt
import ssl
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import NamedTuple

import httpx
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters import (
    Change,
    Close,
    Interval,
    Line,
    MenuAction,
    PhoneSystemError,
    Reading,
    RefusedError,
    RemoveMenuKey,
    RollingWeek,
    SetHours,
    SetMenuKey,
    SetOption,
    Setup,
    Telegent,
    Weekday,
    is_open,
)
from adapters.hours import edges
from adapters.telegent.gate import Gate
from adapters.telegent.tokens import TokenAuth
from adapters.transport import Transport
from sandbox.storage import JsonFile
from sandbox.telegent import TelegentServer
from sandbox.telegent.demo import OFFICE_HOURS, ROSA
from tests.adapters.contract import line_named
from tests.adapters.fakes import Clock, Killed, MemoryLedger
from tests.adapters.telegent.conftest import no_time

NAME = "Front Office"
NOW = dt.datetime(2026, 11, 20, 15, tzinfo=dt.UTC)
"""A Friday, ten in the morning in New York."""

MINUTE = dt.timedelta(minutes=1)

SATURDAY = Close(start=dt.datetime(2026, 11, 21), end=dt.datetime(2026, 11, 22))
MIDDAY = Close(start=dt.datetime(2026, 11, 20, 12), end=dt.datetime(2026, 11, 20, 13))
HOURS = SetHours(rows={Weekday.FRI: (Interval(start=540, end=720),), Weekday.SUN: (Interval(start=0, end=1440),)})
KEY = SetMenuKey(key="3", action=MenuAction(action="person", target_kind="person", target_id=ROSA))
GREETING = SetOption(name="announcement", value="Press 3 for Rosa.")

SCENARIOS: dict[str, tuple[Change, ...]] = {
    "close a day": (SATURDAY,),
    "close at midday": (MIDDAY,),
    "set hours": (HOURS,),
    "set a key and say so": (KEY, GREETING),
    "close at midday and say so": (MIDDAY, KEY, GREETING),
}
FAULTS = ("status", "html", "drop_before", "drop_after", "killed before", "killed after")


class Striking(httpx.AsyncHTTPTransport):
    """The way to the server, on which one write meets a fault."""

    def __init__(self, server: TelegentServer) -> None:
        super().__init__(verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))  # which is never asked
        self._server = server
        self.writes: list[str] = []
        self.fault, self.at = "", -1

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        is_struck = False
        if request.method == "POST" and not path.endswith("/tokens"):
            is_struck = len(self.writes) == self.at
            self.writes.append(path)
        if is_struck and self.fault == "killed before":
            raise Killed
        if is_struck and not self.fault.startswith("killed"):
            self._server.faults.plan(self.fault, method="POST", status=400 if self.fault == "status" else 502)  # type: ignore[arg-type]
        answer = await super().handle_async_request(request)
        if is_struck and self.fault == "killed after":
            await answer.aclose()
            raise Killed
        return answer


def _telling(setups: Sequence[Setup], start: dt.datetime, end: dt.datetime) -> list[dt.datetime]:
    """The moments from start to before end at which it shows what callers meet: those around every edge."""
    around = (-MINUTE, dt.timedelta(0), MINUTE)
    near = [edge + minute for each in setups for edge in edges(each, start, end) for minute in around]
    return sorted({start, end - MINUTE, *(each for each in near if start <= each < end)})


class World:
    """An account, our notes on it, and a process that can be begun anew."""

    def __init__(self) -> None:
        self.clock = Clock(NOW)
        self.ledger = MemoryLedger()
        self.server = TelegentServer(self.clock, JsonFile(None))
        self.server.limits.per_minute = 100_000
        self.way = Striking(self.server)
        self._url = ""
        self._line: Line | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator["World"]:
        root = web.Application()
        root.add_subapp("/vendors/telegent", self.server.application())
        async with TestServer(root) as running:
            self._url = str(running.make_url("/vendors/telegent"))
            yield self

    @asynccontextmanager
    async def entered(self) -> AsyncIterator[tuple[RollingWeek, Line]]:
        """A new process."""
        key, secret = self.server.token["AccountKey"], self.server.token["AccountSecret"]
        self.way = Striking(self.server)
        tokens = TokenAuth(key, secret, base_url=self._url, clock=self.clock, inner=self.way, sleep=no_time)
        gate = Gate(Transport("Telegent", self._url, auth=tokens, inner=self.way, sleep=no_time), tokens)
        telegent = Telegent(key, secret, ledger=self.ledger, clock=self.clock, gate=gate)
        rolling = RollingWeek(telegent, self.ledger, self.clock)
        self._line = self._line or await line_named(rolling, NAME)
        try:
            yield rolling, self._line
        finally:
            await rolling.aclose()

    async def read(self) -> Reading:
        async with self.entered() as (rolling, line):
            return await rolling.read(line)

    async def apply(self, changes: Sequence[Change], fault: str = "", at: int = -1) -> int:
        """Apply changes in a process of their own; how many writes that took."""
        async with self.entered() as (rolling, line):
            await rolling.read(line)
            self.way.fault, self.way.at = fault, at
            if fault:
                with suppress(PhoneSystemError, Killed):
                    await rolling.apply(line, changes)
            else:
                await rolling.apply(line, changes)
        self.server.faults.clear()
        return len(self.way.writes)

    async def callers_meet(self, *setups: Setup, hours: float) -> Reading:
        """Fail unless callers meet one of these setups, while a process keeps the table; what that reads at first."""
        async with self.entered() as (rolling, line):
            found = await rolling.read(line)
            end = self.clock.now + dt.timedelta(hours=hours)
            while self.clock.now < end:
                await rolling.settle(line)
                roll = min((await rolling.read(line)).next_roll or end, end)
                for moment in _telling(setups, self.clock.now, roll):
                    met = self.server.is_open(NAME, moment)
                    assert met in {is_open(each, moment) for each in setups}, moment
                self.clock.now = roll
        return found

    def digits(self) -> list[int | None]:
        return [each.body.digit_order for each in self.server.activities(NAME)]

    def delete_by_hand(self, digit: int) -> None:
        """Somebody looks at Telegent's portal, and deletes what stands on a digit."""
        for each in self.server.activities(NAME):
            if each.body.digit_order == digit:
                self.server.tenant.replace(self.server.tenant.account.without_activity(each.id))

    def is_tidy(self) -> bool:
        """Whether no two schedules are equal, and no digit is there twice."""
        weeks = Counter(str(each.body.model_copy(update={"name": ""})) for each in self.server.schedules())
        return all(count == 1 for count in (*weeks.values(), *Counter(self.digits()).values()))


class Whole(NamedTuple):
    """What changes come to if nothing goes wrong."""

    before: Setup
    after: Setup
    announcement: str
    writes: int

    @classmethod
    async def of(cls, changes: Sequence[Change]) -> "Whole":
        async with World().running() as world:
            before = (await world.read()).setup
            writes = await world.apply(changes)
            after = (await world.read()).setup
            return cls(before, after, world.server.workgroup(NAME).settings.announcement_text, writes)


async def ends_well(world: World, changes: Sequence[Change], whole: Whole) -> None:
    """Fail unless a world in which something went wrong is as before or after, and as it should be once tried again."""
    found = await world.callers_meet(whole.before, whole.after, hours=0.5)
    assert all(
        getattr(found.setup, part) in (getattr(whole.before, part), getattr(whole.after, part))
        for part in vars(found.setup)
    )
    assert world.is_tidy()

    if "whether it set key 3" in " ".join(found.remarks):
        with pytest.raises(RefusedError, match="has not said whether it set key 3"):
            await world.apply(changes)
        world.delete_by_hand(3)
        await world.apply([RemoveMenuKey(key="3")])
    await world.apply(changes)

    assert world.server.workgroup(NAME).settings.announcement_text == whole.announcement
    assert world.digits().count(3) == sum(isinstance(each, SetMenuKey) for each in changes)
    found = await world.callers_meet(whole.after, hours=40)
    assert found.setup == whole.after
    assert "has not said" not in " ".join(found.remarks)
    assert world.is_tidy()
    if not any(isinstance(each, SetHours) for each in changes):
        assert world.server.workgroup(NAME).settings.schedule_id == OFFICE_HOURS


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", SCENARIOS)
async def test_a_fault_at_any_write_ends_well(name: str, fault: str) -> None:
    changes = SCENARIOS[name]
    whole = await Whole.of(changes)
    assert whole.writes

    for at in range(whole.writes):
        async with World().running() as world:
            await world.apply(changes, fault, at)
            await ends_well(world, changes, whole)


@pytest.mark.parametrize("name", SCENARIOS)
async def test_a_kill_before_any_note_ends_well(name: str) -> None:
    changes = SCENARIOS[name]
    whole, at, killed = await Whole.of(changes), 0, True

    while killed:
        async with World().running() as world:
            world.ledger.before_note = [*[None] * at, Killed()]
            await world.apply(changes, "killed")
            killed, at = not world.ledger.before_note, at + 1
            world.ledger.before_note.clear()
            await ends_well(world, changes, whole)
    assert at > whole.writes
