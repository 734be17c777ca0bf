"""A fault at each step of a write: callers meet what was or what was asked for, and trying again brings it about."""

import asyncio
import contextlib
import datetime as dt
from collections.abc import AsyncIterator
from typing import Literal, NamedTuple, TypeAlias

import httpx
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters import (
    Change,
    Close,
    Line,
    MenuAction,
    OpenSpecial,
    PhoneSystemError,
    RemoveMenuKey,
    SetCallback,
    SetHours,
    SetMembers,
    SetMenuKey,
    SetOption,
    SetRouting,
    SetTreatment,
    Setup,
    Webex,
    Weekday,
    all_applied,
    all_undone,
    is_open,
)
from adapters.transport import BearerAuth, Transport
from sandbox.storage import JsonFile
from sandbox.webex import WebexServer
from sandbox.webex.demo import HANNAH, LUIS, MEI
from tests.adapters.contract import line_named
from tests.adapters.fakes import Clock, Killed, MemoryLedger
from tests.adapters.webex.fake_webex import Call
from tests.adapters.webex.judge import complaints
from tests.adapters.webex.test_webex_contract import BY_NIGHT, LUNCH_BREAK, TO_THE_DESK, part

Fault = Literal["refused", "no answer", "answer lost", "killed before", "killed after"]
FAULTS: tuple[Fault, ...] = ("refused", "no answer", "answer lost", "killed before", "killed after")
Shape = Literal["sharing", "alone", "closures off", "closures off without a number"]

ONE = (Close(start=dt.datetime(2026, 11, 21), end=dt.datetime(2026, 11, 22)),)
SPECIAL = (*ONE, OpenSpecial(start=dt.datetime(2026, 11, 21, 10), end=dt.datetime(2026, 11, 21, 16)))
LONG = (Close(start=dt.datetime(2026, 11, 20, 15), end=dt.datetime(2026, 11, 23, 9), reason="Works"),)
WEEK = SetHours(rows={Weekday.MON: LUNCH_BREAK, Weekday.SUN: BY_NIGHT})
TIMED: dict[str, tuple[Change, ...]] = {
    "one closure": ONE,
    "a closure of several events": LONG,
    "a closure for all who share": tuple(each.model_copy(update={"shared": True}) for each in LONG),
    "special hours in place of a day": SPECIAL,
    "weekly hours": (WEEK,),
    "weekly hours for all who share": (WEEK.model_copy(update={"shared": True}),),
    "a closure and weekly hours": (*LONG, SetHours(rows={Weekday.SUN: BY_NIGHT})),
}
BUSY = SetTreatment(menu="closed", action=MenuAction(action="busy"))
ELSEWHERE = SetTreatment(
    menu="closed", action=MenuAction(action="transfer", target_kind="number", target_id="+19195550144")
)


Treated: TypeAlias = tuple[bool, str, str | None]
"""Whether closed dates are regarded, what happens to calls then, and the number that they go to."""


class Write(NamedTuple):
    """Changes of one line, in a world of some shape, after others that went well."""

    line: str
    shape: Shape
    changes: tuple[Change, ...]
    earlier: tuple[Change, ...] = ()
    treated: Treated | None = None
    """What callers of the queue meet on closed dates afterwards; None if the same as before."""


WRITES: dict[str, Write] = {
    **{f"Reception: {name}": Write("Reception", "sharing", changes) for name, changes in TIMED.items()},
    **{f"Service Desk: {name}": Write("Service Desk", "alone", TIMED[name]) for name in TIMED if "for all" not in name},
    "the first closure of a queue": Write(
        "Service Desk", "closures off without a number", ONE, treated=(True, "TRANSFER", "1000")
    ),
    "busy while closed by us": Write("Service Desk", "closures off", (BUSY,), ONE, treated=(True, "BUSY", None)),
    "another number while closed by us": Write(
        "Service Desk", "closures off", (ELSEWHERE,), ONE, treated=(True, "TRANSFER", "+19195550144")
    ),
    "otherwise on closed dates while closed by us": Write(
        "Service Desk",
        "closures off",
        (SetOption(name="holiday_number", value="299"), SetOption(name="holiday_action", value="transfer")),
        ONE,
        treated=(True, "TRANSFER", "299"),
    ),
    "several services": Write(
        "Service Desk",
        "alone",
        (
            SetOption(name="overflow_number", value="2999"),
            SetOption(name="forward_all_number", value="2998"),
            SetOption(name="forward_all", value=True),
            SetOption(name="stranded_calls_number", value="2997"),
            SetOption(name="stranded_calls", value="transfer"),
            SetOption(name="holiday_announcement", value=True),
            BUSY,
        ),
        earlier=(
            SetOption(name="forward_all_number", value="2996"),
            SetOption(name="stranded_calls_number", value="2995"),
        ),
    ),
    "several members": Write("Service Desk", "alone", (SetMembers(leave=(HANNAH, LUIS), join=(MEI,)),)),
    "members and the rest of a queue": Write(
        "Service Desk",
        "alone",
        (SetMembers(leave=(HANNAH,)), SetCallback(on=True), SetRouting(routing="longest_idle")),
    ),
    "both menus": Write(
        "Reception",
        "alone",
        (
            SetMenuKey(key="7", action=TO_THE_DESK),
            RemoveMenuKey(key="3"),
            SetMenuKey(menu="closed", key="0", action=MenuAction(action="repeat")),
        ),
    ),
}


class Unlucky(httpx.AsyncBaseTransport):
    """Carries requests to the vendor; one write goes wrong."""

    def __init__(self, inner: httpx.AsyncBaseTransport, step: int, fault: Fault) -> None:
        self._inner = inner
        self._step = step
        self._fault = fault
        self.writes = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return await self._inner.handle_async_request(request)
        self.writes += 1
        if self.writes != self._step:
            return await self._inner.handle_async_request(request)
        if self._fault == "refused":
            return httpx.Response(400, json={"message": "No."}, request=request)
        if self._fault == "no answer":
            raise httpx.ReadTimeout("no answer", request=request)
        if self._fault == "killed before":
            raise Killed
        await (await self._inner.handle_async_request(request)).aread()
        if self._fault == "killed after":
            raise Killed
        raise httpx.ReadTimeout("the answer is lost", request=request)


class World(NamedTuple):
    """A Webex, and what a restart of ours leaves us."""

    server: WebexServer
    url: str
    clock: Clock
    ledger: MemoryLedger
    wire: httpx.AsyncBaseTransport

    def system(self, inner: httpx.AsyncBaseTransport | None = None) -> Webex:
        """A client that remembers nothing but the ledger."""

        async def no_time(_: float) -> None:
            await asyncio.sleep(0)

        auth = BearerAuth(self.server.token)
        transport = Transport("Webex", self.url, auth=auth, inner=inner or self.wire, sleep=no_time)
        return Webex(auth, ledger=self.ledger, clock=self.clock, transport=transport)

    def strange_moments(self, line: Line, *setups: Setup) -> list[dt.datetime]:
        """The moments of four days at which callers of the line meet what none of the setups says."""
        moments = [self.clock.now + dt.timedelta(hours=number) for number in range(96)]
        return [
            at for at in moments if self.server.is_open(line.name, at) not in {is_open(setup, at) for setup in setups}
        ]

    def on_closed_dates(self) -> Treated:
        """What callers of the queue meet on a closed date."""
        service = self.server.queue("Service Desk").holiday_service
        number = service.transfer_phone_number if service.action == "TRANSFER" else None
        return service.holiday_service_enabled, service.action, number

    def attached(self) -> set[str]:
        """The names of the schedules that some line refers to."""
        reception, desk = self.server.auto_attendant("Reception").settings, self.server.queue("Service Desk")
        names = (
            reception.business_schedule,
            reception.holiday_schedule,
            desk.night_service.business_hours_name,
            desk.holiday_service.holiday_schedule_name,
        )
        return {name for name in names if name}


@pytest.fixture(params=[pytest.param(each, id=name) for name, each in WRITES.items()])
def write(request: pytest.FixtureRequest) -> Write:
    assert isinstance(request.param, Write)
    return request.param


@pytest.fixture
async def world(write: Write, clock: Clock, ledger: MemoryLedger) -> AsyncIterator[World]:
    """Whatever it was sent in a test, an independent client's strict models must have nothing against it."""
    server = WebexServer(clock, JsonFile(None))
    if write.shape != "sharing":
        part(server)
    desk = server.queue("Service Desk")
    if write.shape.startswith("closures off"):
        number = "2990" if write.shape == "closures off" else None
        off = {"holiday_service_enabled": False, "transfer_phone_number": number}
        server.plant(desk.model_copy(update={"holiday_service": desk.holiday_service.model_copy(update=off)}))
    root = web.Application()
    root.add_subapp("/vendors/webex", server.application())
    async with TestServer(root) as running:
        wire = httpx.AsyncHTTPTransport(verify=False)  # there is no TLS within a machine
        yield World(server, str(running.make_url("/vendors/webex/v1")), clock, ledger, wire)
        await wire.aclose()
    sent = [Call(each.method, each.path.removeprefix("/v1"), {}, each.body) for each in server.calls]
    assert [text for each in sent for text in complaints(each)] == []


class Trial:
    """A write in its world, tried again and again; each time the world is made as it was before."""

    def __init__(self, world: World, write: Write, line: Line, before: Setup) -> None:
        self._world = world
        self._changes = write.changes
        self._line = line
        self._before = before
        self._after = all_applied(write.changes, before)
        self._names = {each.name for each in world.server.schedules()}
        self._account = world.server.organisation.account
        self._notes = dict(world.ledger.texts)
        self._treated = world.on_closed_dates()
        self._treated_after = write.treated or self._treated

    async def goes_well(self) -> None:
        """Apply and undo the changes without a fault."""
        await self._again(self._world.system())
        self._anew()

    async def goes_wrong_at(self, step: int, fault: Fault) -> bool:
        """Whether there was such a step; fail if callers met something strange, or if trying again did not help."""
        world, line = self._world, self._line
        unlucky = Unlucky(world.wire, step, fault)
        with contextlib.suppress(PhoneSystemError, Killed):
            await world.system(unlucky).apply(line, self._changes)
            assert fault == "answer lost" or unlucky.writes < step
        was_refused = unlucky.writes >= step and fault == "refused"
        setups = [self._before] if was_refused else [self._before, self._after]

        assert world.strange_moments(line, *setups) == []
        assert world.on_closed_dates() in ([self._treated] if was_refused else [self._treated, self._treated_after])
        again = world.system()
        if not fault.startswith("killed"):
            assert (await again.read(line)).setup in setups
        if was_refused:
            await self._be_as_before(again)
        else:
            await self._again(again, undo=fault == "killed after")
        self._anew()
        return unlucky.writes >= step

    def _anew(self) -> None:
        self._world.server.organisation.replace(self._account)
        self._world.ledger.texts = dict(self._notes)

    async def _again(self, system: Webex, *, undo: bool = True) -> None:
        await system.apply(self._line, self._changes)
        assert (await system.read(self._line)).setup == self._after
        assert self._world.strange_moments(self._line, self._after) == []
        assert self._world.on_closed_dates() == self._treated_after
        if undo:
            await system.apply(self._line, all_undone(self._changes, self._before))
            await self._be_as_before(system)

    async def _be_as_before(self, system: Webex) -> None:
        await system.settle(self._line)
        assert (await system.read(self._line)).setup == self._before
        assert self._world.on_closed_dates() == self._treated
        left = {each.name for each in self._world.server.schedules()} - self._names
        assert left <= self._world.attached()


async def test_a_write_that_goes_wrong_somewhere_leaves_callers_as_before_or_as_asked(
    world: World, write: Write
) -> None:
    healthy = world.system()
    line = await line_named(healthy, write.line)
    if write.earlier:
        await healthy.apply(line, write.earlier)
    trial = Trial(world, write, line, (await healthy.read(line)).setup)
    await trial.goes_well()

    for step in range(1, 12):
        for fault in FAULTS:
            if not await trial.goes_wrong_at(step, fault):
                assert step > 1
                return
    pytest.fail("that many writes are too many")
