"""What another client edits at a vendor, over real HTTP, is told, and adopted or restored through approval."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters import BearerAuth, PhoneSystem, RollingWeek, Setup, Telegent, Webex
from adapters.telegent.gate import Gate
from adapters.telegent.tokens import TokenAuth
from adapters.transport import Transport
from bot.alerts import Alert, AlertKind
from bot.answers import Proposal
from bot.bell import Bell
from bot.desk import Desk
from bot.keeper import Keeper
from bot.lines import Lines, LineSetting
from bot.requests import Request, State
from bot.store import StoreThread
from sandbox.storage import JsonFile
from sandbox.telegent import TelegentServer
from sandbox.telegent.demo import FRONT_OFFICE
from sandbox.webex import WebexServer
from sandbox.webex.demo import RALEIGH, RECEPTION
from sandbox.webex.identifiers import schedule_id
from tests.adapters.fakes import MemoryLedger
from tests.bot.offices import AMIR, DANA, NOOR
from tests.fakes import STAFF, Clock, FakePeople

LOCATION = f"telephony/config/locations/{RALEIGH}"
HOURS = f"{LOCATION}/schedules/businessHours/{schedule_id('Business Hours')}"


@dataclass
class Place:
    """A line at a vendor of its own, and an independent client of that vendor."""

    name: str
    id: str
    system: PhoneSystem
    client: httpx.AsyncClient
    clock: Clock
    desk: Desk
    keeper: Keeper
    account: Mapping[str, str] = field(default_factory=dict)
    """What Telegent gives a token for."""

    async def drift(self) -> Alert | None:
        """What is told of the line once it was read anew."""
        self.clock.advance(minutes=10)
        await self.keeper.work()
        await self.desk.status([self.name])
        return next(iter(await self.desk.store(lambda store: store.open_alerts(kind=AlertKind.DRIFT))), None)

    async def restored(self, alert: Alert) -> Request:
        """The request that leads back, once it was approved and carried out."""
        proposal = await self.desk.restore(DANA, alert)
        assert isinstance(proposal, Proposal)
        request = await self.desk.send(DANA, proposal.draft, proposal.plan.digest, "")
        assert isinstance(request, Request)
        await self.desk.approve(AMIR, request.id, request.plan.digest)
        await self.keeper.work()
        return await self.desk.request(request.id)

    async def setup(self) -> Setup:
        """The line as its vendor has it."""
        (line,) = [each for each in await self.system.lines() if each.id == self.id]
        return (await self.system.read(line)).setup

    async def get(self, path: str) -> Any:
        return (await self.client.get(path)).raise_for_status().json()

    async def put(self, path: str, body: Any) -> None:
        (await self.client.put(path, json=body)).raise_for_status()

    async def post(self, path: str, body: Any) -> None:
        asked = {**self.account, "ApiEndpoint": f"{self.client.base_url}{path}"}
        token = (await self.client.post("oauth2/tokens", json=asked)).json()["token"]
        headers = {"Authorization": f"Bearer {token}"}
        (await self.client.post(path, json=body, headers=headers)).raise_for_status()


@asynccontextmanager
async def looked_after(
    vendor: str, name: str, system: PhoneSystem, client: httpx.AsyncClient, clock: Clock
) -> AsyncIterator[Place]:
    """A line of a vendor, which was read once."""
    (line,) = [each for each in await system.lines() if each.name == name]
    store, bell, people = StoreThread(None, clock), Bell(), FakePeople()
    lines = Lines([LineSetting(name=name, vendor=vendor, id=line.id, country="US")], {vendor: system}, store, clock)
    desk = Desk(store=store, lines=lines, policy=STAFF, people=people, clock=clock, bell=bell)
    keeper = Keeper(store=store, lines=lines, policy=STAFF, people=people, clock=clock, bell=bell, step=lambda _: None)
    await keeper.work()
    try:
        yield Place(name, line.id, system, client, clock, desk, keeper)
    finally:
        store.close()
        await system.aclose()


@asynccontextmanager
async def reception() -> AsyncIterator[Place]:
    """An auto attendant at Webex."""
    clock = Clock()
    server = WebexServer(clock, JsonFile(None))
    root = web.Application()
    root.add_subapp("/webex", server.application())
    headers = {"Authorization": f"Bearer {server.token}"}
    async with TestServer(root) as running:
        url = str(running.make_url("/webex/v1"))
        auth = BearerAuth(server.token)
        system = Webex(auth, ledger=MemoryLedger(), clock=clock, base_url=url, requests_a_minute=60_000)
        async with (
            httpx.AsyncClient(base_url=f"{url}/", headers=headers) as client,
            looked_after("webex", "Reception", system, client, clock) as place,
        ):
            yield place


@asynccontextmanager
async def front_office() -> AsyncIterator[Place]:
    """A workgroup at Telegent."""
    clock = Clock()
    server = TelegentServer(clock, JsonFile(None))
    server.limits.per_minute = 10_000
    root = web.Application()
    root.add_subapp("/telegent", server.application())
    async with TestServer(root) as running:
        url = str(running.make_url("/telegent"))
        key, secret = server.token["AccountKey"], server.token["AccountSecret"]
        tokens = TokenAuth(key, secret, base_url=url, clock=clock)
        gate = Gate(Transport("Telegent", url, auth=tokens), tokens)  # without its pace, which is tried elsewhere
        system = RollingWeek(
            Telegent(key, secret, ledger=MemoryLedger(), clock=clock, zone="America/New_York", gate=gate),
            MemoryLedger(),
            clock,
        )
        async with (
            httpx.AsyncClient(base_url=f"{url}/v1.0/") as client,
            looked_after("telegent", "Front Office", system, client, clock) as place,
        ):
            place.account = server.token
            yield place


async def given_a_key(reception: Place) -> None:
    """Another client gives the menu one more key."""
    path = f"{LOCATION}/autoAttendants/{RECEPTION}"
    shown = (await reception.client.get(path)).text.replace("+1-", "+1")  # as Webex takes numbers
    menu = json.loads(shown)["businessHoursMenu"]
    menu["keyConfigurations"].append({"key": "8", "action": "EXIT"})
    await reception.put(path, {"businessHoursMenu": menu})


async def closed_early(reception: Place) -> None:
    """Another client changes the Saturdays of the schedule."""
    schedule = await reception.get(HOURS)
    (saturday,) = [each for each in schedule["events"] if each["name"] == "Saturday"]
    key = saturday.pop("id")
    await reception.put(f"{HOURS}/events/{key}", {**saturday, "endTime": "11:00"})


async def renamed(front_office: Place) -> None:
    """Another client gives the workgroup another name, which is all of its settings that Telegent shows."""
    await front_office.post("workgroups/update", {"WorkgroupId": FRONT_OFFICE, "Name": "Front Desk"})


Where = Callable[[], AbstractAsyncContextManager[Place]]

EDITS = [
    pytest.param(reception, given_a_key, ["Key 8 while open"], id="a key at Webex"),
    pytest.param(reception, closed_early, ["Saturday"], id="a schedule at Webex"),
    pytest.param(front_office, renamed, ["Name"], id="an option at Telegent"),
]


@pytest.mark.parametrize(("where", "edit", "things"), EDITS)
async def test_it_is_told_and_led_back_to_what_was_before_once_somebody_approved_that(
    where: Where, edit: Callable[[Place], Awaitable[None]], things: list[str]
) -> None:
    async with where() as place:
        before = await place.setup()
        await edit(place)

        alert = await place.drift()
        assert alert
        assert [each["what"] for each in alert.data["differences"]] == things
        restoring = await place.restored(alert)

        assert restoring.state is State.VERIFIED
        assert await place.setup() == before
        assert await place.drift() is None


@pytest.mark.parametrize(("where", "edit", "things"), EDITS)
async def test_it_is_adopted_and_not_told_again(
    where: Where, edit: Callable[[Place], Awaitable[None]], things: list[str]
) -> None:
    async with where() as place:
        await edit(place)
        alert = await place.drift()
        assert alert
        edited = await place.setup()

        for person in (AMIR, NOOR):  # what is of high risk takes two
            if alert.is_open:
                alert = await place.desk.adopt(person, alert)

        assert not alert.is_open
        assert [each["what"] for each in alert.data["differences"]] == things
        assert await place.drift() is None
        assert await place.setup() == edited
