"""The law of the port, for Dialpad under a rolling week, over real HTTP, for every kind of change that it takes."""

import datetime as dt
from itertools import count

import pytest

from adapters import (
    Change,
    Close,
    Interval,
    MenuAction,
    OpenSpecial,
    OptionValue,
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
from tests.adapters.contract import Case, Contract, Known, OtherValues, Writes, cases, line_named
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

OTHER_VALUES: dict[str, tuple[OptionValue, ...]] = {
    "switch": (True, False),
    "number": (200, 30, 99, 20),
    "choice": ("#", "0", "random", "round_robin"),
}

NAMES = ("Support", "Sales", "Billing")


@pytest.fixture
def system(rolling: RollingWeek) -> PhoneSystem:
    return rolling


@pytest.fixture(params=[case for name in NAMES for case in cases(name, CHANGES)])
def case(request: pytest.FixtureRequest) -> Case:
    return Case(*request.param)


@pytest.fixture
def writes(server: DialpadServer) -> Writes:
    return lambda: sum(call.method == "PATCH" for call in server.calls)


@pytest.fixture
def known() -> Known:
    return dict.fromkeys(NAMES, CHANGES)


@pytest.fixture
def other_values() -> OtherValues:
    words = (f"Words number {number}" for number in count())  # two call centers cannot have one name
    return lambda option: [next(words)] if option.type == "text" else OTHER_VALUES[option.type]


class TestDialpad(Contract):
    """Dialpad under a rolling week."""


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
async def test_a_change_is_at_most_one_write(system: PhoneSystem, writes: Writes, change: Change) -> None:
    await system.apply(await line_named(system, "Support"), [change])

    assert writes() <= 1


async def test_many_changes_are_one_write(system: PhoneSystem, writes: Writes) -> None:
    line = await line_named(system, "Support")
    before = (await system.read(line)).setup
    names = ("close a day", "change two days", "add a key", "offer a callback", "route at random", "ring longer")
    changes = [CHANGES[name] for name in names]

    await system.apply(line, changes)

    assert (await system.read(line)).setup == all_applied(changes, before)
    assert writes() == 1
    await system.apply(line, all_undone(changes, before))
    assert (await system.read(line)).setup == before


async def test_support_is_closed_on_saturday_and_open_the_saturday_after(
    system: PhoneSystem, server: DialpadServer, clock: Clock
) -> None:
    line = await line_named(system, "Support")
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
    line = await line_named(system, "Billing")
    before = server.call_center("Billing").settings
    await system.apply(line, [CHANGES["close a day"]])

    clock.advance(days=3)
    await system.settle(line)

    assert server.call_center("Billing").settings == before
    assert (await system.read(line)).setup.hours == WeeklyHours(
        always=True, mon=(Interval(start=510, end=990),), **dict.fromkeys(("tue", "wed", "thu", "fri"), WORKDAY)
    )


WORKDAY = (Interval(start=480, end=1080),)
