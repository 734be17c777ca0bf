"""The law of the port, for Telegent under a rolling week, for every kind of change that it takes."""

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
    OptionValue,
    PutOverrides,
    RefusedError,
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
    all_applied,
    all_undone,
)
from tests.adapters.contract import keeps_the_law
from tests.adapters.fakes import Clock, MemoryLedger
from tests.adapters.telegent.conftest import client
from tests.adapters.telegent.fake_telegent import DESK, EXAMPLE, SCHEMA, TEAM, FakeTelegent

SATURDAY = (dt.datetime(2026, 11, 21), dt.datetime(2026, 11, 22))
TO_TEAM = MenuAction(action="line", target_kind="line", target_id=TEAM)
TO_DESK = MenuAction(action="line", target_kind="line", target_id=DESK)
TO_OLIVIA = MenuAction(action="person", target_kind="person", target_id="user-7")
TO_NUMBER = MenuAction(action="transfer", target_kind="number", target_id="+19195550100")

TIMED: dict[str, Change] = {
    "close a day": Close(start=SATURDAY[0], end=SATURDAY[1], name="Move"),
    "close until further notice": Close(start=dt.datetime(2026, 11, 20, 12), end=None),
    "open a Sunday": OpenSpecial(start=dt.datetime(2026, 11, 22, 9), end=dt.datetime(2026, 11, 22, 13)),
    "reopen what is open": Reopen(start=SATURDAY[0], end=SATURDAY[1]),
    "put no overrides": PutOverrides(start=SATURDAY[0], end=SATURDAY[1], overrides=()),
    "change a day": SetHours(rows={Weekday.MON: (Interval(start=540, end=1440),), Weekday.FRI: ()}),
    "always open": SetHours(always=True),
}
SETTINGS: dict[str, Change] = {
    "send calls to a person while open": SetTreatment(menu="open", action=TO_OLIVIA),
    "send calls to a person while closed": SetTreatment(menu="closed", action=TO_OLIVIA),
    "send calls to a line while closed": SetTreatment(menu="closed", action=TO_TEAM),
    "leave calls alone while closed": SetTreatment(menu="closed", action=MenuAction(action="default")),
    "greet": SetOption(name="announcement", value="Hello."),
    "announce": SetOption(name="announcement", value="Press 1 for Sales."),
}
KEYS: dict[str, Change] = {
    "add a key": SetMenuKey(key="1", action=TO_TEAM),
    "add zero": SetMenuKey(key="0", action=TO_NUMBER),
    "remove a key that is not known": RemoveMenuKey(key="8"),
}
ROUTINGS: dict[str, Change] = {
    "ring all at once": SetRouting(routing="simultaneous"),
    "ring in turn": SetRouting(routing="round_robin"),
}
KNOWN: dict[str, dict[str, Change]] = {
    "Front Office": TIMED | SETTINGS | KEYS,
    "Team": TIMED | SETTINGS | ROUTINGS,
    "Old": TIMED | SETTINGS | KEYS,
}
CASES = [
    pytest.param(line, change, id=f"{line}: {name}")
    for line, changes in KNOWN.items()
    for name, change in changes.items()
]
ALL_SHOWN = (*EXAMPLE, *(each for each in SCHEMA["properties"] if each not in EXAMPLE))
LITTLE_SHOWN = (*EXAMPLE, "TimeZone")


@pytest.fixture(params=[ALL_SHOWN, LITTLE_SHOWN], ids=["all is shown", "little is shown"])
def vendor(request: pytest.FixtureRequest) -> FakeTelegent:
    return FakeTelegent(shows=request.param)


@pytest.mark.parametrize(("name", "change"), CASES)
async def test_what_is_read_is_what_was_applied_and_twice_is_once(
    rolling: RollingWeek, vendor: FakeTelegent, lines: dict[str, Line], name: str, change: Change
) -> None:
    await keeps_the_law(rolling, lines[name], change)
    reading, written = await rolling.read(lines[name]), len(vendor.writes)

    await rolling.apply(lines[name], [change])

    assert await rolling.read(lines[name]) == reading
    assert len(vendor.writes) == written


@pytest.mark.parametrize(("name", "change"), CASES)
async def test_what_is_undone_is_as_before(
    rolling: RollingWeek, vendor: FakeTelegent, lines: dict[str, Line], name: str, change: Change
) -> None:
    opened = SetTreatment(menu="open", action=TO_DESK)
    earlier = [SETTINGS["send calls to a line while closed"], SETTINGS["greet"], opened]
    await rolling.apply(lines[name], earlier)
    before = (await rolling.read(lines[name])).setup
    schedule, keys = vendor.schedule(lines[name].id), vendor.keys(lines[name].id)
    await rolling.apply(lines[name], [change])

    await rolling.apply(lines[name], [change.undone(before)])

    assert (await rolling.read(lines[name])).setup == before
    assert vendor.keys(lines[name].id) == keys
    assert schedule is None or vendor.schedule(lines[name].id) == schedule


async def test_every_kind_of_change_that_is_offered_is_tried(rolling: RollingWeek, lines: dict[str, Line]) -> None:
    for name, changes in KNOWN.items():
        assert {each.kind for each in changes.values()} == rolling.capabilities(lines[name]).changes


VALUES: dict[str, OptionValue] = {"phone_number": "+19195550111", "announcement_url": "https://example.com/a.mp3"}


async def test_every_option_that_can_still_be_set_is_read_back(rolling: RollingWeek, lines: dict[str, Line]) -> None:
    for option in rolling.capabilities(lines["Team"]).options:
        if not option.fixed:
            for word in ("1", "2"):
                value = word == "1" if option.type == "switch" else VALUES.get(option.name, word)
                await keeps_the_law(rolling, lines["Team"], SetOption(name=option.name, value=value))


async def test_every_action_is_read_back_and_leads_where_it_should(
    rolling: RollingWeek, vendor: FakeTelegent, lines: dict[str, Line]
) -> None:
    actions = [TO_TEAM, TO_OLIVIA, TO_NUMBER, TO_OLIVIA, TO_TEAM, TO_DESK, TO_NUMBER]
    for action in actions:
        await keeps_the_law(rolling, lines["Front Office"], SetMenuKey(key="3", action=action))

        assert vendor.keys(DESK) == [(3, action.target_id)]


async def test_many_changes_are_few_writes_and_undone_together(
    rolling: RollingWeek, vendor: FakeTelegent, lines: dict[str, Line]
) -> None:
    line = lines["Front Office"]
    await rolling.apply(line, [SETTINGS["announce"], SETTINGS["leave calls alone while closed"]])
    before, written = (await rolling.read(line)).setup, len(vendor.writes)
    changes = [
        TIMED["close a day"],
        SETTINGS["send calls to a line while closed"],
        SetOption(name="announcement", value="Press 1 for Sales, press 2 for Support."),
        SetMenuKey(key="2", action=TO_TEAM),
    ]

    await rolling.apply(line, changes)

    assert (await rolling.read(line)).setup == all_applied(changes, before)
    assert [call.path.removeprefix("/v1.0/") for call in vendor.writes[written:]] == [
        "schedules",
        "workgroups/activity",
        "workgroups/update",
    ]
    await rolling.apply(line, all_undone(changes, before))
    assert (await rolling.read(line)).setup == before


async def test_after_a_restart_all_is_as_last_set(
    rolling: RollingWeek, vendor: FakeTelegent, lines: dict[str, Line], ledger: MemoryLedger, clock: Clock
) -> None:
    for name, changes in KNOWN.items():
        await rolling.apply(lines[name], [each for each in changes.values() if not isinstance(each, Reopen)])
    setups = [(await rolling.read(line)).setup for line in lines.values()]

    telegent = client(vendor, ledger, clock)
    anew = RollingWeek(telegent, ledger, clock)

    assert [(await anew.read(line)).setup for line in await anew.lines()] == setups
    await telegent.aclose()


async def test_an_unknown_line_is_missing(rolling: RollingWeek, telegent: Telegent, lines: dict[str, Line]) -> None:
    for stranger in (lines["Team"].model_copy(update={"id": each}) for each in ("1", "../departments")):
        for attempt in (rolling.read, rolling.live, telegent.read):
            with pytest.raises(MissingError, match="Team"):
                await attempt(stranger)
        for change in KNOWN["Team"].values():
            with pytest.raises(MissingError):
                await rolling.apply(stranger, [change])


async def test_a_closed_saturday_is_over_by_itself_and_the_original_schedule_is_back(
    rolling: RollingWeek, vendor: FakeTelegent, lines: dict[str, Line], clock: Clock
) -> None:
    line, original = lines["Front Office"], vendor.workgroups[DESK]["ScheduleId"]
    await rolling.apply(line, [TIMED["close a day"]])
    times = vendor.schedule(DESK)
    assert times
    assert (times["SaturdayStartTime"], times["MondayStartTime"]) == ("", "8:00 AM")

    clock.now = dt.datetime(2026, 11, 22, 15, tzinfo=dt.UTC)
    await rolling.settle(line)

    assert vendor.workgroups[DESK]["ScheduleId"] == original
    assert vendor.workgroups[TEAM]["ScheduleId"] == original


async def test_what_was_never_shown_cannot_be_put_back(ledger: MemoryLedger, clock: Clock) -> None:
    telegent = client(FakeTelegent(), ledger, clock)
    line = next(each for each in await telegent.lines() if each.id == TEAM)
    change = SETTINGS["send calls to a line while closed"]
    before = await telegent.read(line)
    await telegent.apply(line, [change])

    with pytest.raises(RefusedError, match="was set outside Switchhook, and Telegent never showed it"):
        await telegent.apply(line, [change.undone(before)])
    await telegent.aclose()
