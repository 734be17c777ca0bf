"""Several emergencies on one line that nobody ratifies: afterwards the line is as it was before the first of them."""

import datetime as dt
from collections.abc import AsyncIterator

import pytest

from adapters import Close, SetCallback
from bot.requests import State
from tests.bot.keeping import AMIR, CALLBACK, NOW, REOPEN, Scene, opened

OPEN_ENDED = Close(start=dt.datetime(2026, 11, 20, 10), end=None)
TWO_DAYS = Close(start=dt.datetime(2026, 11, 20), end=dt.datetime(2026, 11, 22))


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with opened() as each:
        yield each


async def worked(scene: Scene, minutes: int, step: int = 5) -> None:
    """Rounds of the keeper over some minutes."""
    for _ in range(minutes // step):
        scene.clock.advance(minutes=step)
        await scene.work()


async def states(scene: Scene, *numbers: int) -> list[State]:
    return [(await scene.part(number)).state for number in numbers]


async def test_what_was_undone_in_part_is_nothing_that_a_later_emergency_leads_back_to(scene: Scene) -> None:
    first = await scene.rushed(OPEN_ENDED)
    await scene.work()
    scene.clock.advance(minutes=55)
    second = await scene.rushed(TWO_DAYS)
    await scene.work()

    await worked(scene, 30)
    between = await states(scene, first, second)
    await worked(scene, 40)

    assert between == [State.REVERTED, State.VERIFIED]
    assert await states(scene, first, second) == [State.REVERTED, State.REVERTED]
    assert scene.phones.setups["1"].overrides == ()


async def test_an_emergency_that_a_later_one_covers_waits_for_it_and_says_so_once(scene: Scene) -> None:
    first = await scene.rushed(NOW)
    await scene.work()
    scene.clock.advance(minutes=55)
    second = await scene.rushed(TWO_DAYS)
    await scene.work()

    await worked(scene, 30)
    waiting = await scene.notes(first, "not ratified")
    await worked(scene, 40)

    told = f"It is undone once the emergency of request {second} is ratified or undone."
    assert waiting == [f"Nobody ratified this in time. {told}"]
    assert await states(scene, first, second) == [State.REVERTED, State.REVERTED]
    assert scene.phones.setups["1"].overrides == ()


async def test_what_waits_for_a_later_emergency_stays_where_that_is_ratified_and_people_are_told(scene: Scene) -> None:
    first = await scene.rushed(NOW)
    await scene.work()
    scene.clock.advance(minutes=55)
    second = await scene.rushed(TWO_DAYS)
    await scene.work()
    await worked(scene, 10)

    await scene.store(lambda store: store.ratify(second, AMIR))
    await worked(scene, 10)

    assert "could not be undone" in (await scene.notes(first, "not ratified"))[-1]
    assert await states(scene, first, second) == [State.VERIFIED, State.VERIFIED]


async def test_after_a_downtime_the_newest_is_undone_first_and_nothing_is_left(scene: Scene) -> None:
    first = await scene.rushed(OPEN_ENDED)
    await scene.work()
    scene.clock.advance(minutes=1)
    second = await scene.rushed(TWO_DAYS)
    await scene.work()
    scene.clock.advance(hours=3)

    for _ in range(4):
        await scene.work()

    assert await states(scene, first, second) == [State.REVERTED, State.REVERTED]
    assert scene.phones.setups["1"].overrides == ()


async def test_a_reopening_of_an_unratified_closure_is_not_taken_back_into_it(scene: Scene) -> None:
    first = await scene.rushed(NOW)
    await scene.work()
    scene.clock.advance(minutes=30)
    second = await scene.rushed(REOPEN)
    await scene.work()

    await worked(scene, 80)

    assert await states(scene, first, second) == [State.REVERTED, State.REVERTED]
    assert scene.phones.setups["1"].overrides == ()


async def test_what_was_approved_between_two_emergencies_stays(scene: Scene) -> None:
    await scene.rushed(CALLBACK)
    await scene.work()
    scene.clock.advance(minutes=10)
    off = await scene.approved(SetCallback(on=False))
    await scene.work()
    scene.clock.advance(minutes=10)
    on = await scene.approved(CALLBACK)
    await scene.work()
    scene.clock.advance(minutes=10)
    second = await scene.rushed(SetCallback(on=False))
    await scene.work()

    await worked(scene, 70)

    assert await states(scene, off, on, second) == [State.VERIFIED, State.VERIFIED, State.REVERTED]
    queue = scene.phones.setups["1"].queue
    assert queue
    assert queue.callback


async def test_an_earlier_emergency_in_its_time_is_what_undoing_a_later_one_leads_back_to(scene: Scene) -> None:
    first = await scene.rushed(NOW, minutes=600)
    await scene.work()
    scene.clock.advance(minutes=1)
    second = await scene.rushed(TWO_DAYS, minutes=60)
    await scene.work()

    await worked(scene, 70)

    assert await states(scene, first, second) == [State.VERIFIED, State.REVERTED]
    assert [each.end for each in scene.phones.setups["1"].overrides] == [NOW.end]


async def test_a_vendor_that_never_answered_keeps_no_other_line_as_it_is(scene: Scene) -> None:
    number = await scene.rushed(NOW, on=("Support", "Sales"))
    scene.phones.silent = {"2"}
    await scene.work()
    scene.clock.advance(minutes=61)

    await worked(scene, 30)
    undone = [part.state for part in (await scene.request(number)).parts]
    scene.phones.silent = set()
    await worked(scene, 30)

    assert undone == [State.REVERTED, State.APPLYING]
    assert (await scene.part(number, 1)).state is State.EXPIRED
    assert [each.overrides for each in scene.phones.setups.values()] == [(), ()]
