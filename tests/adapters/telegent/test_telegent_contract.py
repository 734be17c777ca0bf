"""The law of the port, for Telegent under a rolling week, over real HTTP, for every kind of change that it takes."""

import datetime as dt
from collections.abc import AsyncIterator, Mapping

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters import (
    Change,
    Close,
    Interval,
    MenuAction,
    OpenSpecial,
    Option,
    OptionValue,
    Override,
    PhoneSystem,
    PutOverrides,
    RemoveMenuKey,
    Reopen,
    RollingWeek,
    SetHours,
    SetMenuKey,
    SetOption,
    SetRouting,
    SetTreatment,
    Telegent,
    Weekday,
    is_open,
)
from adapters.telegent.gate import Gate
from adapters.telegent.tokens import TokenAuth
from adapters.transport import Transport
from sandbox.storage import JsonFile
from sandbox.telegent import TelegentServer, Workgroup
from sandbox.telegent.bodies import Settings
from sandbox.telegent.demo import FRONT_OFFICE, OFFICE_HOURS, OMAR, ROSA
from tests.adapters.contract import Case, Contract, Known, OtherValues, Writes, cases, line_named
from tests.adapters.fakes import Clock, MemoryLedger
from tests.adapters.telegent.conftest import no_time

TEAM = "WID-second-0001"
"""A second workgroup, without a menu."""

SATURDAY = (dt.datetime(2026, 11, 21), dt.datetime(2026, 11, 22))
TO_ROSA = MenuAction(action="person", target_kind="person", target_id=ROSA)
TO_OMAR = MenuAction(action="person", target_kind="person", target_id=OMAR)
TO_NUMBER = MenuAction(action="transfer", target_kind="number", target_id="+19195550100")
TO_TEAM = MenuAction(action="line", target_kind="line", target_id=TEAM)

TIMED: dict[str, Change] = {
    "close a day": Close(start=SATURDAY[0], end=SATURDAY[1], name="Move", reason="We move."),
    "close an hour": Close(start=dt.datetime(2026, 11, 20, 12), end=dt.datetime(2026, 11, 20, 13)),
    "close two stretches of a later day": PutOverrides(
        start=dt.datetime(2026, 11, 23),
        end=dt.datetime(2026, 11, 24),
        overrides=(
            Override(state="closed", start=dt.datetime(2026, 11, 23, 10), end=dt.datetime(2026, 11, 23, 11)),
            Override(state="closed", start=dt.datetime(2026, 11, 23, 14), end=dt.datetime(2026, 11, 23, 15, 30)),
        ),
    ),
    "close until further notice": Close(start=dt.datetime(2026, 11, 20, 13), end=None),
    "close over the weekend": Close(start=dt.datetime(2026, 11, 20, 15), end=dt.datetime(2026, 11, 23, 9)),
    "open a Sunday": OpenSpecial(start=dt.datetime(2026, 11, 22, 9), end=dt.datetime(2026, 11, 22, 13)),
    "open a night": OpenSpecial(start=dt.datetime(2026, 11, 20, 22), end=dt.datetime(2026, 11, 21, 2)),
    "reopen what is open": Reopen(start=SATURDAY[0], end=SATURDAY[1]),
    "change two days": SetHours(rows={Weekday.MON: (Interval(start=540, end=720),), Weekday.SUN: ()}),
    "open until midnight": SetHours(rows={Weekday.FRI: (Interval(start=0, end=1440),)}),
    "close a weekday": SetHours(rows={Weekday.SAT: ()}),
    "always open": SetHours(always=True),
}
SETTINGS: dict[str, Change] = {
    "send calls to a person while open": SetTreatment(menu="open", action=TO_ROSA),
    "send calls to a person while closed": SetTreatment(menu="closed", action=TO_ROSA),
    "announce": SetOption(name="announcement", value="Press 1 for Sales."),
}
CHANGES: Known = {
    "Front Office": TIMED
    | SETTINGS
    | {
        "add a key": SetMenuKey(key="0", action=TO_NUMBER),
        "change a key": SetMenuKey(key="3", action=TO_TEAM),
        "remove a key": RemoveMenuKey(key="3"),
        "remove a key that is not known": RemoveMenuKey(key="8"),
    },
    "Team": TIMED
    | SETTINGS
    | {"ring all at once": SetRouting(routing="simultaneous"), "ring in turn": SetRouting(routing="round_robin")},
}
EARLIER: dict[str, list[Change]] = {
    "Front Office": [SetMenuKey(key="3", action=TO_ROSA)],
    "Team": [],
}
"""What was set through us before: what Telegent does not show can be put back only if it was."""


@pytest.fixture
def server(clock: Clock) -> TelegentServer:
    """An account with two workgroups on one schedule, which shows little."""
    server = TelegentServer(clock, JsonFile(None))
    server.limits.per_minute = 10_000
    team = Settings(name="Team", type="round-robin", schedule_id=OFFICE_HOURS, time_zone="America/New_York")
    server.plant(Workgroup(id=TEAM, settings=team))
    return server


@pytest.fixture
async def system(server: TelegentServer, ledger: MemoryLedger, clock: Clock) -> AsyncIterator[PhoneSystem]:
    root = web.Application()
    root.add_subapp("/vendors/telegent", server.application())
    async with TestServer(root) as running:
        url = str(running.make_url("/vendors/telegent"))
        key, secret = server.token["AccountKey"], server.token["AccountSecret"]
        tokens = TokenAuth(key, secret, base_url=url, clock=clock, sleep=no_time)
        gate = Gate(Transport("Telegent", url, auth=tokens, sleep=no_time), tokens)
        telegent = Telegent(key, secret, ledger=ledger, clock=clock, gate=gate)
        rolling = RollingWeek(telegent, ledger, clock)
        for name, changes in EARLIER.items():
            common: list[Change] = [
                SetTreatment(menu="open", action=TO_OMAR),
                SetTreatment(menu="closed", action=TO_OMAR),
                SetOption(name="announcement", value="Hello."),
            ]
            await rolling.apply(await line_named(rolling, name), [*common, *changes])
        yield rolling
        await rolling.aclose()


@pytest.fixture(params=[case for name, changes in CHANGES.items() for case in cases(name, changes)])
def case(request: pytest.FixtureRequest) -> Case:
    return Case(*request.param)


@pytest.fixture
def writes(server: TelegentServer) -> Writes:
    return lambda: sum(call.method != "GET" and not call.path.endswith("/tokens") for call in server.calls)


@pytest.fixture
def known() -> Known:
    return CHANGES


@pytest.fixture
def other_values() -> OtherValues:
    return _other_values


def _other_values(option: Option) -> list[OptionValue]:
    special: dict[str, OptionValue] = {
        "phone_number": "+19195550111",
        "announcement_url": "https://example.com/a.mp3",
        "call_order": "2",
    }
    return [True, False] if option.type == "switch" else [special.get(option.name, "Another")]


def _settings(changes: Mapping[str, Change]) -> Mapping[str, Change]:
    return {name: change for name, change in changes.items() if name not in TIMED}


class TestTelegent(Contract):
    """Telegent under a rolling week."""


class TestTelegentThatShowsMore:
    """Telegent, with a workgroup of which all is shown that its documents speak of."""

    @pytest.fixture(autouse=True)
    def shows_more(self, server: TelegentServer) -> None:
        server.tenant.shows = "prose"

    @pytest.fixture(params=[case for name, changes in CHANGES.items() for case in cases(name, _settings(changes))])
    def case(self, request: pytest.FixtureRequest) -> Case:
        return Case(*request.param)

    test_what_is_read_is_what_was_applied = Contract.test_what_is_read_is_what_was_applied
    test_applying_twice_is_applying_once = Contract.test_applying_twice_is_applying_once
    test_what_is_undone_is_as_before = Contract.test_what_is_undone_is_as_before


@pytest.mark.parametrize("case", cases("Front Office", TIMED))
async def test_callers_meet_what_the_setup_says_at_every_quarter_of_ten_days(
    system: PhoneSystem, server: TelegentServer, case: Case, clock: Clock
) -> None:
    line = await line_named(system, case.line)
    await system.apply(line, [case.change])
    reading = await system.read(line)

    for _ in range(4 * 24 * 10):
        assert server.is_open(case.line, clock.now) == is_open(reading.setup, clock.now), clock.now
        clock.advance(minutes=15)
        if reading.next_roll and reading.next_roll <= clock.now:
            await system.settle(line)
            reading = await system.read(line)


async def test_a_schedule_is_never_changed_and_an_equal_one_is_used_again(
    system: PhoneSystem, server: TelegentServer, clock: Clock
) -> None:
    lines = [await line_named(system, name) for name in CHANGES]
    original = server.schedule("Office hours")

    for week in range(3):
        start = SATURDAY[0] + dt.timedelta(days=7 * week)
        for line in lines:
            await system.apply(line, [Close(start=start, end=start + dt.timedelta(days=1))])
        clock.now = (start + dt.timedelta(days=2)).replace(tzinfo=dt.UTC)
        for line in lines:
            await system.settle(line)

    assert server.schedule("Office hours") == original
    assert len(server.schedules()) == 2
    assert server.workgroup("Front Office").settings.schedule_id == OFFICE_HOURS
    assert server.workgroup("Team").settings.schedule_id == OFFICE_HOURS


async def test_a_key_that_is_removed_gives_way_to_what_stood_there_before(
    system: PhoneSystem, server: TelegentServer
) -> None:
    line = await line_named(system, "Front Office")
    digits = [each.body.digit_order for each in server.activities("Front Office")]

    await system.apply(line, [SetMenuKey(key="2", action=TO_TEAM)])
    await system.apply(line, [RemoveMenuKey(key="2")])

    assert [each.body.digit_order for each in server.activities("Front Office")] == digits
    assert line.id == FRONT_OFFICE
