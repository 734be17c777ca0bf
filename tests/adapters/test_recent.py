"""What is found out once for all who ask for it within a while."""

import asyncio
import datetime as dt
import gc

import pytest

from adapters.recent import Recent
from tests.adapters.fakes import Clock


class Well:
    """Gives 1, 2, 3 … as often as it is asked, once it may."""

    def __init__(self) -> None:
        self.asked = 0
        self.fails = False
        self.open = asyncio.Event()
        self.open.set()

    async def find(self) -> int:
        self.asked += 1
        number = self.asked
        await self.open.wait()
        if self.fails:
            raise ValueError(number)
        return number


@pytest.fixture
def well() -> Well:
    return Well()


@pytest.fixture
def recent(well: Well, clock: Clock) -> Recent[int]:
    return Recent(well.find, clock, dt.timedelta(minutes=1))


async def started(recent: Recent[int]) -> asyncio.Task[int]:
    task = asyncio.create_task(recent.get())
    for _ in range(3):
        await asyncio.sleep(0)
    return task


async def test_what_was_found_serves_until_its_time_is_over(recent: Recent[int], clock: Clock) -> None:
    first = await recent.get()
    clock.advance(seconds=60)
    second = await recent.get()
    clock.advance(seconds=1)

    assert (first, second, await recent.get()) == (1, 1, 2)


async def test_its_time_begins_when_it_is_found(recent: Recent[int], well: Well, clock: Clock) -> None:
    well.open.clear()
    slow = await started(recent)
    clock.advance(minutes=5)
    well.open.set()

    assert await slow == await recent.get() == 1


async def test_all_who_ask_meanwhile_get_the_same(recent: Recent[int]) -> None:
    assert await asyncio.gather(*(recent.get() for _ in range(9))) == [1] * 9


async def test_all_who_wait_share_an_error_and_the_next_asks_anew(recent: Recent[int], well: Well) -> None:
    well.fails = True
    errors = await asyncio.gather(*(recent.get() for _ in range(9)), return_exceptions=True)
    well.fails = False

    assert [str(each) for each in errors] == ["1"] * 9
    assert await recent.get() == 2


async def test_what_is_forgotten_is_found_anew_even_if_it_is_being_found(recent: Recent[int], well: Well) -> None:
    well.open.clear()
    older = await started(recent)
    recent.forget()
    newer = await started(recent)
    well.open.set()

    assert (await older, await newer, await recent.get()) == (1, 2, 2)


async def test_whoever_stops_waiting_disturbs_nobody(recent: Recent[int], well: Well) -> None:
    well.open.clear()
    hasty, patient = await started(recent), await started(recent)
    hasty.cancel()
    await asyncio.gather(hasty, return_exceptions=True)
    well.open.set()

    assert (hasty.cancelled(), await patient) == (True, 1)


async def test_a_search_that_nobody_waits_for_ends(recent: Recent[int], well: Well) -> None:
    well.open.clear()
    only = await started(recent)
    only.cancel()
    await asyncio.wait([only])
    well.open.set()

    assert await recent.get() == 2
    gc.collect()
