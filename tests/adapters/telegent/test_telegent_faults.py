"""A fault at any write leaves what was or what will be; trying again ends well, and nothing is there twice."""

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import NamedTuple

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters import (
    Change,
    Close,
    Interval,
    MenuAction,
    PhoneSystemError,
    RefusedError,
    RemoveMenuKey,
    RollingWeek,
    SetHours,
    SetMenuKey,
    SetOption,
    SetTreatment,
    Setup,
    Telegent,
    UnreachableError,
    Weekday,
)
from tests.adapters.fakes import Clock, Killed, MemoryLedger
from tests.adapters.telegent.conftest import client
from tests.adapters.telegent.fake_telegent import DESK, TEAM, TIMES, FakeTelegent, Fault

TO_TEAM = MenuAction(action="line", target_kind="line", target_id=TEAM)
TO_NUMBER = MenuAction(action="transfer", target_kind="number", target_id="+19195550100")
CLOSE = Close(start=dt.datetime(2026, 11, 21), end=dt.datetime(2026, 11, 22))
WEEK = SetHours(rows={Weekday.MON: (Interval(start=600, end=900),)})
SET = SetMenuKey(key="1", action=TO_TEAM)
RESET = SetMenuKey(key="1", action=TO_NUMBER)
GREET = SetOption(name="announcement", value="Press 1 for Sales.")
TREAT = SetTreatment(menu="closed", action=TO_TEAM)

SCENARIOS: dict[str, tuple[tuple[Change, ...], tuple[Change, ...]]] = {
    "close a day": ((), (CLOSE,)),
    "change a day": ((), (WEEK,)),
    "change a day again": ((WEEK,), (SetHours(rows={Weekday.MON: ()}),)),
    "always open": ((), (SetHours(always=True),)),
    "add a key": ((), (SET,)),
    "change a key": ((SET,), (RESET,)),
    "remove a key": ((SET,), (RemoveMenuKey(key="1"),)),
    "greet otherwise": ((GREET,), (SetOption(name="announcement", value="Hello."),)),
    "lead elsewhere while closed": ((), (TREAT,)),
    "all of it": ((), (CLOSE, SET, GREET, TREAT)),
}


class World(NamedTuple):
    """An account and our notes; whoever enters it begins anew, as after a restart."""

    vendor: FakeTelegent
    ledger: MemoryLedger
    clock: Clock

    @classmethod
    async def after(cls, changes: Sequence[Change]) -> "World":
        world = cls(FakeTelegent(), MemoryLedger(), Clock(dt.datetime(2026, 11, 20, 15, tzinfo=dt.UTC)))
        await world.apply(changes)
        world.vendor.writes.clear()
        return world

    @asynccontextmanager
    async def entered(self) -> AsyncIterator[tuple[RollingWeek, Telegent]]:
        telegent = client(self.vendor, self.ledger, self.clock)
        yield RollingWeek(telegent, self.ledger, self.clock), telegent
        await telegent.aclose()

    async def apply(self, changes: Sequence[Change]) -> None:
        async with self.entered() as (rolling, _):
            line = next(each for each in await rolling.lines() if each.id == DESK)
            if changes:
                await rolling.apply(line, changes)

    async def failing(self, changes: Sequence[Change]) -> None:
        """Apply changes through planned faults; a schedule whose answer is lost is found, so that does not fail."""
        with suppress(PhoneSystemError, Killed):
            await self.apply(changes)
        self.vendor.faults.clear()

    async def setup(self) -> Setup:
        async with self.entered() as (rolling, _):
            return (await rolling.read(next(each for each in await rolling.lines() if each.id == DESK))).setup

    async def remarks(self) -> str:
        async with self.entered() as (rolling, _):
            line = next(each for each in await rolling.lines() if each.id == DESK)
            return " ".join((await rolling.read(line)).remarks)

    def truth(self) -> dict[str, object]:
        """What callers meet, part by part."""
        desk = self.vendor.workgroups[DESK]
        return {
            "hours": self.vendor.schedule(DESK),
            "keys": self.vendor.keys(DESK),
            **{each: desk[each] for each in ("AnnouncementText", "OffHoursType", "OffHoursId")},
        }

    def is_tidy(self) -> bool:
        """Whether no two schedules are equal, and no key leads to two places."""
        weeks = Counter(tuple(each[name] for name in TIMES) for each in self.vendor.schedules)
        digits = Counter(digit for digit, _ in self.vendor.keys(DESK))
        return all(count == 1 for count in (*weeks.values(), *digits.values()))


@pytest.mark.parametrize("fault", ["refused", "before", "after", "killed"])
@pytest.mark.parametrize("name", SCENARIOS)
async def test_a_fault_at_any_write_ends_well(name: str, fault: str) -> None:
    earlier, changes = SCENARIOS[name]
    whole = await World.after(earlier)
    before, was = await whole.setup(), whole.truth()
    await whole.apply(changes)
    after, will, writes = await whole.setup(), whole.truth(), len(whole.vendor.writes)
    assert writes

    for at in range(writes):
        world = await World.after(earlier)
        world.vendor.faults = [Fault(fault, at)]
        await world.failing(changes)

        setup, found = await world.setup(), world.truth()
        assert all(getattr(setup, part) in (getattr(before, part), getattr(after, part)) for part in vars(setup))
        assert all(found[part] in (was[part], will[part]) for part in found)
        assert world.is_tidy()

        lost = world.vendor.writes[-1].path == "/v1.0/workgroups/activity" and fault != "refused"
        if lost:
            with pytest.raises(RefusedError, match="has not said whether it set key 1"):
                await world.apply(changes)
            assert "has not said whether it set key 1" in await world.remarks()
            world.vendor.activities.clear()  # somebody looks, and deletes what is there
            await world.apply([RemoveMenuKey(key="1")])
        await world.apply(changes)

        assert await world.setup() == after
        assert world.truth() == will
        assert world.is_tidy()
        assert "has not said" not in await world.remarks()


async def test_a_key_whose_removal_was_not_answered_can_be_set_again() -> None:
    world = await World.after((SET,))
    world.vendor.faults = [Fault("after", 0)]
    await world.failing([RemoveMenuKey(key="1")])
    assert "whether it removed key 1" in await world.remarks()

    await world.apply([SET])

    assert world.vendor.keys(DESK) == [(1, TEAM)]
    assert "whether it removed" not in await world.remarks()


async def test_a_setting_whose_answer_was_lost_is_said_to_be_doubtful() -> None:
    world = await World.after((GREET,))
    world.vendor.faults = [Fault("after", 0)]
    await world.failing([SetOption(name="announcement", value="Hello."), TREAT])

    assert "took the last setting of announcement and where calls go while closed" in await world.remarks()
    assert (await world.setup()).options["announcement"] == GREET.value

    await world.apply([GREET])
    assert world.vendor.workgroups[DESK]["AnnouncementText"] == GREET.value
    assert "announcement and where" not in await world.remarks()


async def test_a_doubtful_setting_is_not_set_by_another_change() -> None:
    world = await World.after((GREET,))
    world.vendor.faults = [Fault("after", 0)]
    await world.failing([SetOption(name="announcement", value="Hello.")])

    await world.apply([SetOption(name="record_calls", value=True)])

    assert world.vendor.writes[-1].body == {"WorkgroupId": DESK, "RecordCalls": True}


async def test_a_refusal_leaves_an_earlier_doubt() -> None:
    world = await World.after((GREET,))
    world.vendor.faults = [Fault("after", 0), Fault("refused", 1)]
    hello = SetOption(name="announcement", value="Hello.")
    with pytest.raises(PhoneSystemError):
        await world.apply([hello])

    await world.failing([hello])

    assert "has not said whether it took the last setting of announcement" in await world.remarks()


async def test_a_key_whose_change_was_not_answered_is_changed_back() -> None:
    world = await World.after((SET,))
    world.vendor.faults = [Fault("after", 0)]
    await world.failing([RESET])
    assert "whether it changed key 1" in await world.remarks()

    await world.apply([SET])

    assert world.vendor.keys(DESK) == [(1, TEAM)]
    assert "whether it changed" not in await world.remarks()


@pytest.mark.parametrize(
    ("call", "failures"),
    [
        pytest.param("POST /v1.0/oauth2/tokens", [httpx.ReadTimeout("slow")], id="no token"),
        pytest.param("POST /v1.0/workgroups/activity", [httpx.ConnectError("down")] * 4, id="no connection"),
        pytest.param(
            "POST /v1.0/workgroups/activity", [httpx.Response(429, json={"RetryAfter": "60"})], id="not our turn"
        ),
    ],
)
async def test_a_key_that_surely_was_not_set_is_in_no_doubt(
    call: str, failures: list[httpx.Response | Exception]
) -> None:
    world = await World.after(())
    async with world.entered() as (rolling, _):
        line = next(each for each in await rolling.lines() if each.id == DESK)
        await rolling.read(line)
        world.vendor.plan(call, *failures)
        with pytest.raises(UnreachableError):
            await rolling.apply(line, [SET])

    assert (await world.setup()).open_menu.keys == {}  # type: ignore[union-attr]
    await world.apply([SET])
    assert world.vendor.keys(DESK) == [(1, TEAM)]


POOL: tuple[Change, ...] = (
    CLOSE,
    WEEK,
    SetHours(always=True),
    SET,
    RESET,
    SetMenuKey(key="2", action=TO_NUMBER),
    RemoveMenuKey(key="1"),
    GREET,
    SetOption(name="announcement", value="Hello."),
    TREAT,
    SetTreatment(menu="closed", action=MenuAction(action="default")),
)
STEPS = st.tuples(
    st.lists(st.sampled_from(POOL), min_size=1, max_size=3, unique_by=lambda each: (each.kind, str(each))),
    st.builds(Fault, st.sampled_from(["", "refused", "before", "after", "killed"]), st.integers(0, 2)),
)


@settings(deadline=None, max_examples=40)
@given(st.lists(STEPS, max_size=4))
def test_whatever_fails_in_between_what_is_set_in_the_end_is_so(steps: list[tuple[list[Change], Fault]]) -> None:
    asyncio.run(storm(steps))


async def storm(steps: list[tuple[list[Change], Fault]]) -> None:
    """Apply changes through faults, a person at the portal settling each doubt; then all of them without a fault."""
    world = await World.after(())
    for changes, fault in steps:
        world.vendor.writes.clear()
        world.vendor.faults = [fault]
        await world.failing(changes)
        assert world.is_tidy()
        for digit in ("1", "2"):
            if f"whether it set key {digit}" in await world.remarks():
                left = {key: each for key, each in world.vendor.activities.items() if each["DigitOrder"] != int(digit)}
                world.vendor.activities = left
                await world.apply([RemoveMenuKey(key=digit)])

    await world.apply([WEEK, SET, RemoveMenuKey(key="2"), GREET, TREAT])

    truth, setup = world.truth(), await world.setup()
    assert truth["keys"] == [(1, TEAM)]
    assert (truth["AnnouncementText"], truth["OffHoursId"]) == ("Press 1 for Sales.", TEAM)
    assert setup.hours.mon == (Interval(start=600, end=900),)
    times = world.vendor.schedule(DESK)
    assert times
    assert times["MondayStartTime"] == "10:00 AM"
    assert world.is_tidy()
    assert "has not said" not in await world.remarks()
