"""The law of the port, for Dialpad under a rolling week, over real HTTP, for every kind of change that it takes."""

import datetime as dt

import pytest

from adapters import (
    Change,
    Close,
    Interval,
    Line,
    MenuAction,
    MissingError,
    OpenSpecial,
    Override,
    PhoneSystem,
    PutOverrides,
    RemoveMenuKey,
    Reopen,
    RollingWeek,
    SetCallback,
    SetHours,
    SetMenuKey,
    SetOption,
    SetRouting,
    SetTreatment,
    Weekday,
    WeeklyHours,
    all_applied,
    all_undone,
)
from sandbox.dialpad import DialpadServer
from tests.adapters.fakes import Clock

SATURDAY = (dt.datetime(2026, 11, 21), dt.datetime(2026, 11, 22))
AFTERNOON = (dt.datetime(2026, 11, 20, 13), dt.datetime(2026, 11, 20, 17))
MORNING = (Interval(start=540, end=720),)
BY_NIGHT = (Interval(start=0, end=60), Interval(start=1380, end=1440))
OLIVIA = MenuAction(action="person", target_kind="person", target_id="6611904272334849")
FRONT_DESK = MenuAction(action="transfer", target_kind="department", target_id="5230986014720002")
RALEIGH = MenuAction(action="department", target_kind="office", target_id="4821003377654784")

CHANGES: dict[str, Change] = {
    "close a day": Close(start=SATURDAY[0], end=SATURDAY[1], name="Move", reason="We move."),
    "close an afternoon": Close(start=AFTERNOON[0], end=AFTERNOON[1]),
    "close until further notice": Close(start=AFTERNOON[0], end=None),
    "close next month": Close(start=dt.datetime(2026, 12, 24), end=dt.datetime(2026, 12, 27)),
    "open a Sunday": OpenSpecial(start=dt.datetime(2026, 11, 22, 9), end=dt.datetime(2026, 11, 22, 13)),
    "open a night": OpenSpecial(start=dt.datetime(2026, 11, 20, 22), end=dt.datetime(2026, 11, 21, 2)),
    "reopen what is open": Reopen(start=SATURDAY[0], end=SATURDAY[1]),
    "put overrides": PutOverrides(
        start=SATURDAY[0],
        end=SATURDAY[1],
        overrides=(Override(state="closed", start=SATURDAY[0], end=SATURDAY[0] + dt.timedelta(hours=10)),),
    ),
    "change two days": SetHours(rows={Weekday.MON: MORNING, Weekday.SUN: BY_NIGHT}),
    "close a weekday": SetHours(rows={Weekday.SAT: ()}),
    "always open": SetHours(always=True),
    "add a key": SetMenuKey(key="7", action=OLIVIA),
    "change a key": SetMenuKey(key="1", action=FRONT_DESK),
    "add a key while closed": SetMenuKey(menu="closed", key="0", action=RALEIGH),
    "remove a key": RemoveMenuKey(key="1"),
    "remove a key that is not there": RemoveMenuKey(menu="closed", key="8"),
    "treat calls otherwise": SetTreatment(menu="open", action=FRONT_DESK),
    "treat calls otherwise while closed": SetTreatment(menu="closed", action=MenuAction(action="menu")),
    "offer a callback": SetCallback(on=True, key="4", threshold=2),
    "offer no callback": SetCallback(on=False),
    "route at random": SetRouting(routing="random"),
    "ring longer": SetOption(name="ring_seconds", value=45),
}

OTHER_VALUES = {
    "switch": (True, False),
    "number": (200, 30, 99),
    "text": ("Other words", "More words"),
    "choice": ("#", "0", "random", "round_robin"),
}


@pytest.fixture
def system(rolling: RollingWeek) -> PhoneSystem:
    return rolling


async def _lines(system: PhoneSystem) -> dict[str, Line]:
    return {line.name: line for line in await system.lines()}


async def _keeps_the_law(system: PhoneSystem, line: Line, change: Change) -> None:
    before = (await system.read(line)).setup

    await system.apply(line, [change])

    assert (await system.read(line)).setup == change.applied_to(before)


@pytest.mark.parametrize("name", ["Support", "Sales", "Billing"])
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
async def test_what_is_read_is_what_was_applied(system: PhoneSystem, name: str, change: Change) -> None:
    await _keeps_the_law(system, (await _lines(system))[name], change)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
async def test_applying_twice_writes_once(system: PhoneSystem, server: DialpadServer, change: Change) -> None:
    line = (await _lines(system))["Support"]
    await system.apply(line, [change])
    before, writes = await system.read(line), _writes(server)

    await system.apply(line, [change])

    assert await system.read(line) == before
    assert _writes(server) == writes
    assert writes <= 1


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
async def test_what_is_undone_is_as_before(system: PhoneSystem, change: Change) -> None:
    line = (await _lines(system))["Sales"]
    before = (await system.read(line)).setup
    await system.apply(line, [change])

    await system.apply(line, [change.undone(before)])

    assert (await system.read(line)).setup == before


async def test_every_option_can_be_set_and_read_back(system: PhoneSystem) -> None:
    line = (await _lines(system))["Billing"]

    for option in system.capabilities(line).options:
        now = (await system.read(line)).setup.options[option.name]
        fitting = [value for value in OTHER_VALUES[option.type] if option.problem(value) is None and value != now]
        assert fitting, f"{option.name} is not tried"
        await _keeps_the_law(system, line, SetOption(name=option.name, value=fitting[0]))


async def test_every_action_can_be_set_and_read_back(system: PhoneSystem) -> None:
    line = (await _lines(system))["Support"]
    targets = {each.kind: each.id for each in await system.destinations(line)}

    for option in system.capabilities(line).menu_actions:
        kinds = [*option.targets, *([] if option.needs_target else [None])]
        changes: list[Change] = []
        for key, kind in zip("0123456789", [each for each in kinds if each is None or each in targets], strict=False):
            action = MenuAction(action=option.name, target_kind=kind, target_id=targets[kind] if kind else None)
            changes += [SetMenuKey(key=key, action=action), SetTreatment(menu="closed", action=action)]
        before = (await system.read(line)).setup
        await system.apply(line, changes)
        assert (await system.read(line)).setup == all_applied(changes, before)


async def test_every_routing_can_be_set_and_read_back(system: PhoneSystem) -> None:
    line = (await _lines(system))["Support"]

    for routing, _ in system.capabilities(line).routings:
        await _keeps_the_law(system, line, SetRouting(routing=routing))


async def test_every_kind_of_change_that_is_offered_is_tried_here(system: PhoneSystem) -> None:
    line = (await _lines(system))["Support"]

    assert {change.kind for change in CHANGES.values()} == system.capabilities(line).changes


async def test_many_changes_are_one_write(system: PhoneSystem, server: DialpadServer) -> None:
    line = (await _lines(system))["Support"]
    before = (await system.read(line)).setup
    names = ("close a day", "change two days", "add a key", "offer a callback", "route at random", "ring longer")
    changes = [CHANGES[name] for name in names]

    await system.apply(line, changes)

    assert (await system.read(line)).setup == all_applied(changes, before)
    assert _writes(server) == 1
    await system.apply(line, all_undone(changes, before))
    assert (await system.read(line)).setup == before


async def test_an_unknown_line_is_missing(system: PhoneSystem) -> None:
    known = (await _lines(system))["Support"]

    for stranger in (known.model_copy(update={"id": "1"}), known.model_copy(update={"id": "../departments"})):
        with pytest.raises(MissingError, match="Dialpad has no call center Support"):
            await system.read(stranger)
        with pytest.raises(MissingError):
            await system.live(stranger)
        for change in CHANGES.values():
            with pytest.raises(MissingError):
                await system.apply(stranger, [change])


async def test_support_is_closed_on_saturday_and_open_the_saturday_after(
    system: PhoneSystem, server: DialpadServer, clock: Clock
) -> None:
    line = (await _lines(system))["Support"]
    await system.apply(line, [CHANGES["close a day"]])

    clock.now = dt.datetime(2026, 11, 21, 15, tzinfo=dt.UTC)
    await system.settle(line)
    closed = await system.live(line)
    clock.now = dt.datetime(2026, 11, 28, 15, tzinfo=dt.UTC)
    await system.settle(line)
    later = await system.live(line)

    assert (closed.open, later.open) == (False, True)
    assert [call.body for call in server.calls if call.method == "PATCH"] == [
        {"saturday_hours": []},
        {"saturday_hours": ["09:00", "13:00"]},
    ]


async def test_a_line_that_is_always_open_is_so_again_after_a_closure(
    system: PhoneSystem, server: DialpadServer, clock: Clock
) -> None:
    line = (await _lines(system))["Billing"]
    before = server.call_center("Billing").settings
    await system.apply(line, [CHANGES["close a day"]])

    clock.advance(days=3)
    await system.settle(line)

    assert server.call_center("Billing").settings == before
    assert (await system.read(line)).setup.hours == WeeklyHours(
        always=True, mon=(Interval(start=510, end=990),), **dict.fromkeys(("tue", "wed", "thu", "fri"), WORKDAY)
    )


WORKDAY = (Interval(start=480, end=1080),)


def _writes(server: DialpadServer) -> int:
    return sum(call.method == "PATCH" for call in server.calls)
