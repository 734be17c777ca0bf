"""The law of the port, for Webex over real HTTP, for every kind of change that it takes, on both kinds of line."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from typing import NamedTuple

import httpx
import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters import (
    Change,
    Close,
    Interval,
    Line,
    Member,
    MenuAction,
    NewLine,
    OpenSpecial,
    Option,
    OptionValue,
    Override,
    PhoneSystem,
    PutMembers,
    PutOverrides,
    RemoveMenuKey,
    Reopen,
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
    is_open,
)
from adapters.transport import BearerAuth, Transport
from sandbox.storage import JsonFile
from sandbox.webex import Account, WebexServer
from sandbox.webex.demo import CLOSED_TODAY, HANNAH, LUIS, MEI, SOFIA
from sandbox.webex.menus import AudioFile
from tests.adapters.contract import Case, Contract, Known, OtherValues, Writes, cases, keeps_the_law, line_named
from tests.adapters.fakes import Clock, MemoryLedger
from tests.adapters.webex.fake_webex import Call
from tests.adapters.webex.judge import complaints

FRIDAY = dt.datetime(2026, 11, 20, 15, tzinfo=dt.UTC)
"""The moment at which every test begins."""
SATURDAY = (dt.datetime(2026, 11, 21), dt.datetime(2026, 11, 22))
AFTERNOON = (dt.datetime(2026, 11, 20, 13), dt.datetime(2026, 11, 20, 17))
CHRISTMAS = (dt.datetime(2026, 12, 25), dt.datetime(2026, 12, 26))
MORNING = (Interval(start=540, end=720),)
BY_NIGHT = (Interval(start=0, end=60), Interval(start=1380, end=1440))
LUNCH_BREAK = (Interval(start=480, end=720), Interval(start=780, end=1080))
TO_THE_DESK = MenuAction(action="transfer", target_kind="number", target_id="2000")
OUTSIDE = MenuAction(action="announced_transfer", target_kind="number", target_id="+19195550177")

WELCOME = AudioFile(id=CLOSED_TODAY, file_name="closed-today.wav", media_file_type="WAV", level="ORGANIZATION")

TIMED: dict[str, Change] = {
    "close a day": Close(start=SATURDAY[0], end=SATURDAY[1], name="Move", reason="We move."),
    "close an afternoon": Close(start=AFTERNOON[0], end=AFTERNOON[1]),
    "close over a weekend": Close(
        start=dt.datetime(2026, 11, 20, 15), end=dt.datetime(2026, 11, 23, 9), reason="Works"
    ),
    "close until further notice": Close(start=AFTERNOON[0], end=None),
    "close over the year's end": Close(
        start=dt.datetime(2026, 12, 24), end=dt.datetime(2027, 1, 4), name="Winter break"
    ),
    "close for all who share": Close(start=SATURDAY[0], end=SATURDAY[1], shared=True, reason="Stocktaking"),
    "open a Sunday": OpenSpecial(start=dt.datetime(2026, 11, 22, 9), end=dt.datetime(2026, 11, 22, 13)),
    "open a night": OpenSpecial(start=dt.datetime(2026, 11, 20, 22), end=dt.datetime(2026, 11, 21, 2), name="Launch"),
    "open on Christmas": OpenSpecial(start=CHRISTMAS[0].replace(hour=10), end=CHRISTMAS[0].replace(hour=12)),
    "reopen what is open": Reopen(start=SATURDAY[0], end=SATURDAY[1]),
    "reopen Thanksgiving": Reopen(start=dt.datetime(2026, 11, 27), end=dt.datetime(2026, 11, 28)),
    "put overrides": PutOverrides(
        start=SATURDAY[0],
        end=SATURDAY[1],
        overrides=(Override(state="closed", start=SATURDAY[0], end=SATURDAY[0] + dt.timedelta(hours=10)),),
    ),
    "change two days": SetHours(rows={Weekday.MON: MORNING, Weekday.SUN: BY_NIGHT}),
    "close at lunch": SetHours(rows={Weekday.WED: LUNCH_BREAK}),
    "close a weekday": SetHours(rows={Weekday.SAT: ()}),
    "change a day for all who share": SetHours(rows={Weekday.FRI: MORNING}, shared=True),
    "always open": SetHours(always=True),
}

ATTENDANT: dict[str, Change] = TIMED | {
    "add a key": SetMenuKey(key="7", action=TO_THE_DESK),
    "change a key": SetMenuKey(key="1", action=OUTSIDE),
    "add a key while closed": SetMenuKey(menu="closed", key="0", action=MenuAction(action="repeat")),
    "remove a key": RemoveMenuKey(key="3"),
    "remove a key that is not there": RemoveMenuKey(menu="closed", key="8"),
    "wait longer for a key": SetOption(name="input_wait_open", value=20),
}

QUEUE: dict[str, Change] = TIMED | {
    "treat calls otherwise while closed": SetTreatment(menu="closed", action=MenuAction(action="busy")),
    "offer a callback": SetCallback(on=True),
    "offer no callback": SetCallback(on=False),
    "ring all at once": SetRouting(routing="simultaneous"),
    "add one, remove one": SetMembers(add=(SOFIA,), remove=(LUIS,)),
    "pause one, join one": SetMembers(leave=(HANNAH,), join=(MEI,)),
    "put members": PutMembers(members=(Member(id=MEI), Member(id=HANNAH, joined=False))),
    "let more wait": SetOption(name="queue_size", value=40),
}

CHANGES: Known = {"Reception": ATTENDANT, "Service Desk": QUEUE}
TO_TOM = MenuAction(action="transfer", target_kind="number", target_id="1000")
MADE_HERE: Known = {
    "New Menu": ATTENDANT,
    "New Queue": {name: change for name, change in QUEUE.items() if name != "close a weekday"}
    | {"transfer calls while closed": SetTreatment(menu="closed", action=TO_TOM)},
}
"""A new queue is always open, so it has no hours on any other day."""


@pytest.fixture
def server(clock: Clock) -> Iterator[WebexServer]:
    """Both lines share their schedules."""
    with _judged(clock) as server:
        yield server


@contextmanager
def _judged(clock: Clock) -> Iterator[WebexServer]:
    """Whatever it was sent in the end, an independent client's strict models must have nothing against it."""
    server = WebexServer(clock, JsonFile(None))
    _give_announcements(server, "Reception")
    yield server
    sent = [Call(each.method, each.path.removeprefix("/v1"), {}, each.body) for each in server.calls]
    assert [text for each in sent for text in complaints(each)] == []


def _give_announcements(server: WebexServer, name: str) -> None:
    """Let both menus of an auto attendant have an announcement of their own, which they do not play yet."""
    found = server.auto_attendant(name)
    menus = {
        name: getattr(found.settings, name).model_copy(update={"audio_announcement_file": WELCOME})
        for name in ("business_hours_menu", "after_hours_menu")
    }
    server.plant(found.model_copy(update={"settings": found.settings.model_copy(update=menus)}))


def part(server: WebexServer) -> None:
    """Give the queue schedules of its own, so that nobody shares any."""
    desk = server.queue("Service Desk")
    for kind in ("businessHours", "holidays"):
        name = {"businessHours": "Business Hours", "holidays": "Holidays"}[kind]
        schedule = server.schedule("Raleigh", kind, name)
        server.plant(schedule.model_copy(update={"name": f"Desk {name}"}))
    night = desk.night_service.model_copy(update={"business_hours_name": "Desk Business Hours"})
    holiday = desk.holiday_service.model_copy(update={"holiday_schedule_name": "Desk Holidays"})
    server.plant(desk.model_copy(update={"night_service": night, "holiday_service": holiday}))


@asynccontextmanager
async def _client_of(server: WebexServer, ledger: MemoryLedger, clock: Clock) -> AsyncIterator[PhoneSystem]:
    """Our client of a Webex that is served."""

    async def no_time(_: float) -> None:
        await asyncio.sleep(0)

    root = web.Application()
    root.add_subapp("/vendors/webex", server.application())
    async with TestServer(root) as running:
        auth = BearerAuth(server.token)
        inner = httpx.AsyncHTTPTransport(verify=False)  # there is no TLS within a machine
        url = str(running.make_url("/vendors/webex/v1"))
        transport = Transport("Webex", url, auth=auth, inner=inner, sleep=no_time)
        client = Webex(auth, ledger=ledger, clock=clock, transport=transport)
        yield client
        await client.aclose()


@pytest.fixture
async def system(server: WebexServer, ledger: MemoryLedger, clock: Clock) -> AsyncIterator[PhoneSystem]:
    async with _client_of(server, ledger, clock) as client:
        yield client


@pytest.fixture(params=[case for name, changes in CHANGES.items() for case in cases(name, changes)])
def case(request: pytest.FixtureRequest) -> Case:
    return Case(*request.param)


@pytest.fixture
def writes(server: WebexServer) -> Writes:
    return lambda: sum(call.method != "GET" for call in server.calls)


@pytest.fixture
def known() -> Known:
    return CHANGES


@pytest.fixture
def other_values() -> OtherValues:
    return _other_values


def _other_values(option: Option) -> list[OptionValue]:
    match option.type:
        case "switch":
            return [True, False]
        case "text":
            return ["es_es"]
        case "phone":
            return ["+19195550122"]
        case "choice":
            return [value for value, _ in option.choices]
        case "number":
            return [11, 12]


class TestWebex(Contract):
    """Webex, with lines that share their schedules."""


class TestWebexAlone:
    """Webex, with a line that has its schedules for itself."""

    @pytest.fixture(autouse=True)
    def alone(self, server: WebexServer) -> None:
        part(server)

    @pytest.fixture(params=cases("Reception", TIMED))
    def case(self, request: pytest.FixtureRequest) -> Case:
        return Case(*request.param)

    test_what_is_read_is_what_was_applied = Contract.test_what_is_read_is_what_was_applied
    test_applying_twice_is_applying_once = Contract.test_applying_twice_is_applying_once
    test_what_is_undone_is_as_before = Contract.test_what_is_undone_is_as_before


class Made(NamedTuple):
    """What there is once lines were made: at Webex, and in our notes."""

    account: Account
    texts: Mapping[str, str | None]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def made() -> Made:
    """An auto attendant and a queue, made once; each test begins with them as they were then."""
    clock, ledger = Clock(FRIDAY), MemoryLedger()
    with _judged(clock) as server:
        async with _client_of(server, ledger, clock) as system:
            for extension, kind in enumerate(await system.kinds(), 2900):
                first = {each.name: each.choices[0][0] for each in kind.fields if each.required and each.choices}
                given = {each.name: each.suggestion for each in kind.fields if each.suggestion is not None}
                agents = {"agents": (HANNAH, LUIS, MEI)} if kind.field("agents") else {}
                values = {**first, **given, **agents, "extension": str(extension)}
                name = "New Queue" if agents else "New Menu"
                await system.create(NewLine(system="webex", kind=kind.name, name=name, values=values))
        _give_announcements(server, "New Menu")
        return Made(server.organisation.account, ledger.texts)


class TestWebexThatWasMadeHere(Contract):
    """Webex, with lines that were made through the port and were told nothing that nobody has to say."""

    @pytest.fixture
    def system(self, system: PhoneSystem, server: WebexServer, ledger: MemoryLedger, made: Made) -> PhoneSystem:
        server.organisation.replace(made.account)
        ledger.texts = dict(made.texts)
        return system

    @pytest.fixture(params=[case for name, changes in MADE_HERE.items() for case in cases(name, changes)])
    def case(self, request: pytest.FixtureRequest) -> Case:
        return Case(*request.param)

    @pytest.fixture
    def known(self) -> Known:
        return MADE_HERE

    async def test_a_week_without_an_open_minute_is_refused_before_anyone_approves(self, system: PhoneSystem) -> None:
        line = await line_named(system, "New Queue")
        before = (await system.read(line)).setup

        [problem] = system.problems(line, before, QUEUE["close a weekday"].applied_to(before))

        assert problem.startswith("It would be closed on every day of the week.")
        assert "name the hours of the days on which it is open" in problem

    async def test_a_number_that_has_no_effect_on_closed_dates_stays(
        self, system: PhoneSystem, server: WebexServer
    ) -> None:
        queue = server.queue("New Queue")
        holiday = queue.holiday_service.model_copy(update={"transfer_phone_number": "1000"})
        server.plant(queue.model_copy(update={"holiday_service": holiday}))
        line = await line_named(system, "New Queue")
        before = (await system.read(line)).setup

        await keeps_the_law(system, line, TIMED["close a day"])
        await keeps_the_law(system, line, TIMED["close a day"].undone(before))

        assert server.queue("New Queue").holiday_service.transfer_phone_number == "1000"
        assert (await system.read(line)).setup == before


async def _lines(system: PhoneSystem) -> dict[str, Line]:
    return {line.name: line for line in await system.lines()}


async def test_callers_meet_what_the_setup_says_at_every_half_hour_of_ten_days(
    system: PhoneSystem, server: WebexServer, case: Case, clock: Clock
) -> None:
    line = await line_named(system, case.line)
    await system.apply(line, [case.change])
    setup = (await system.read(line)).setup

    for half_hour in range(2 * 24 * 10):
        at = clock.now + dt.timedelta(minutes=30 * half_hour)
        assert server.is_open(case.line, at) == is_open(setup, at), at


async def test_a_neighbour_is_left_alone_unless_it_is_named(system: PhoneSystem, case: Case) -> None:
    lines = await _lines(system)
    [neighbour] = [line for name, line in lines.items() if name != case.line]
    before = (await system.read(neighbour)).setup
    shares = bool((await system.read(lines[case.line])).neighbours.hours)

    await system.apply(lines[case.line], [case.change])

    after = (await system.read(neighbour)).setup
    meant = shares and getattr(case.change, "shared", False)
    assert _plain(after) == _plain(case.change.applied_to(before) if meant else before)


def _plain(setup: Setup) -> Setup:
    """The setup without the words of its overrides: to a neighbour they are those that Webex shows."""
    unnamed = tuple(each.model_copy(update={"name": "", "reason": ""}) for each in setup.overrides)
    return setup.model_copy(update={"overrides": unnamed})


async def test_after_two_months_no_schedule_of_ours_is_left_at_webex(
    system: PhoneSystem, server: WebexServer, case: Case, clock: Clock
) -> None:
    line = await line_named(system, case.line)
    names = {each.name for each in server.schedules()}
    await system.apply(line, [case.change])
    lasting = isinstance(case.change, SetHours) or getattr(case.change, "end", 0) is None

    clock.advance(days=60)
    await system.settle(line)

    if not lasting:
        assert {each.name for each in server.schedules()} == names


FLOOD = Close(start=dt.datetime(2026, 11, 20, 10), end=None, reason="Flood", shared=True)


async def test_what_was_closed_for_all_is_one_closure_with_its_reason_on_each_line(system: PhoneSystem) -> None:
    lines = await _lines(system)

    await system.apply(lines["Reception"], [FLOOD])

    for line in lines.values():
        [closure] = (await system.read(line)).setup.overrides
        assert (closure.start, closure.end, closure.reason) == (FLOOD.start, None, "Flood")


@pytest.mark.parametrize("closing", [FLOOD, FLOOD.model_copy(update={"shared": False})], ids=["shared", "alone"])
async def test_holidays_stay_in_the_calendar_when_a_closure_over_them_ends(
    system: PhoneSystem, server: WebexServer, closing: Close
) -> None:
    line = await line_named(system, "Service Desk")
    before, events = await system.read(line), _holidays(server)
    await system.apply(line, [closing])
    holidays = (await system.read(line)).beneath

    await system.apply(line, [Reopen(start=SATURDAY[0], end=None, keeps=holidays, shared=closing.shared)])

    after = (await system.read(line)).setup
    assert [each.name for each in holidays] == ["Thanksgiving", "Christmas Day", "New Year's Day"]
    assert [each for each in after.overrides if each.start > SATURDAY[0]] == list(before.setup.overrides)
    assert _holidays(server) >= events


async def test_the_holidays_of_a_neighbour_stay_when_what_it_closed_for_all_is_reopened_here(
    system: PhoneSystem, server: WebexServer
) -> None:
    lines, events = await _lines(system), _holidays(server)
    await system.apply(lines["Reception"], [FLOOD])
    keeps = (await system.read(lines["Service Desk"])).beneath
    whole = Reopen(start=FLOOD.start, end=None, keeps=keeps, shared=True)

    await system.apply(lines["Service Desk"], [whole])

    assert _holidays(server) == events


def _holidays(server: WebexServer) -> set[str]:
    return {each.name for each in server.schedule("Raleigh", "holidays", "Holidays").events}


async def test_an_opening_on_a_holiday_that_is_undone_leaves_no_copy(system: PhoneSystem, server: WebexServer) -> None:
    line = await line_named(system, "Reception")
    before, change = (await system.read(line)).setup, TIMED["open on Christmas"]
    await system.apply(line, [change])

    await system.apply(line, [change.undone(before)])

    assert {each.name for each in server.schedules()} == {"Business Hours", "Holidays"}
    assert (await system.read(line)).remarks == ()


async def test_people_are_among_the_destinations_of_a_key(system: PhoneSystem) -> None:
    found = await system.destinations(await line_named(system, "Reception"))

    assert ("number", "1003", "Hannah Weiss") in [(each.kind, each.id, each.name) for each in found]
