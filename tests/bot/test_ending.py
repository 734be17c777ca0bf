"""An emergency that somebody ends at once: each of its lines by itself, whatever becomes of the others."""

from collections.abc import AsyncIterator

import pytest

from bot.bell import Bell
from bot.ending import Ender
from bot.errors import NothingToDoError
from bot.planner import Planner
from bot.policy import Member
from bot.requests import State
from bot.sending import Sender
from bot.wayback import Unwinder
from tests.bot.keeping import DANA, KEY, NOW, Scene, opened

BOTH = ("Support", "Sales")
WHO = Member(person=DANA, name="Dana")


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with opened() as each:
        yield each


def ender(scene: Scene) -> Ender:
    planner = Planner(scene.store, scene.lines, scene.policy, scene.clock)
    unwinder = Unwinder(lines=scene.lines, planner=planner, clock=scene.clock)
    sender = Sender(store=scene.store, policy=scene.policy, people=scene.people, clock=scene.clock)
    return Ender(store=scene.store, sender=sender, unwinder=unwinder, bell=Bell())


async def fallen_silent(scene: Scene, line: str = "2") -> None:
    """A line is silent, and was last seen without what is in force there."""
    there = scene.phones.setups[line]
    scene.phones.setups[line] = there.model_copy(update={"overrides": ()})
    await scene.lines.refresh(BOTH[int(line) - 1])
    scene.phones.setups[line] = there
    scene.phones.silent = {line}


async def in_force(scene: Scene, *on: str) -> int:
    number = await scene.rushed(NOW, on=on)
    await scene.work()
    return number


async def states(scene: Scene, number: int) -> list[State]:
    return [part.state for part in (await scene.request(number)).parts]


async def test_a_silent_vendor_keeps_only_its_own_line_which_is_undone_later(scene: Scene) -> None:
    number = await in_force(scene, *BOTH)
    await fallen_silent(scene)

    undoing = await ender(scene).end(WHO, number)
    await scene.work()
    await scene.work()
    between = await states(scene, number)
    scene.phones.silent = set()
    for _ in range(3):
        await scene.work()

    assert [part.plan.line.name for part in undoing.parts] == ["Support"]
    assert between == [State.REVERTED, State.VERIFIED]
    why = "The phone system does not answer."
    assert set(await scene.notes(number, "stopped")) == {f"On Sales it is undone as soon as that can be done: {why}"}
    assert await states(scene, number) == [State.REVERTED, State.REVERTED]
    assert [each.overrides for each in scene.phones.setups.values()] == [(), ()]


async def test_where_no_vendor_answers_it_is_undone_as_soon_as_one_does(scene: Scene) -> None:
    number = await in_force(scene, "Support")
    await fallen_silent(scene, "1")

    waiting = [await ender(scene).end(WHO, number) for _ in range(2)]
    scene.phones.silent = set()
    for _ in range(3):
        await scene.work()

    assert [each.id for each in waiting] == [number, number]
    assert len(await scene.records(number, "stopped")) == 1
    assert await states(scene, number) == [State.REVERTED]
    assert scene.phones.setups["1"].overrides == ()


async def test_a_line_that_was_seen_in_force_is_undone_though_its_vendor_is_silent_now(scene: Scene) -> None:
    number = await in_force(scene, *BOTH)
    scene.phones.silent = {"2"}

    undoing = await ender(scene).end(WHO, number)

    assert [part.plan.line.name for part in undoing.parts] == list(BOTH)


async def test_what_was_stopped_is_told_though_nothing_is_left_to_undo_elsewhere(scene: Scene) -> None:
    key = await scene.approved(KEY, on=("Sales",))
    await scene.store(lambda store: store.move(key, 0, [State.APPROVED], State.APPLYING))
    number = await scene.rushed(NOW, on=BOTH)
    scene.phones.silent = {"2"}
    await scene.work()
    assert await states(scene, number) == [State.VERIFIED, State.APPROVED]
    scene.phones.setups["1"] = scene.phones.setups["1"].model_copy(update={"overrides": ()})

    with pytest.raises(NothingToDoError, match=r"^On Sales it was stopped .* nothing is left to undo\.$"):
        await ender(scene).end(WHO, number)

    assert await states(scene, number) == [State.VERIFIED, State.WITHDRAWN]


async def test_once_its_time_is_over_a_silent_vendor_keeps_only_its_own_line(scene: Scene) -> None:
    number = await in_force(scene, *BOTH)
    await fallen_silent(scene)
    scene.clock.advance(minutes=61)

    for _ in range(4):
        await scene.work()
    between = await states(scene, number)
    scene.phones.silent = set()
    for _ in range(3):
        await scene.work()

    first, second = await scene.notes(number, "not ratified")
    assert between == [State.REVERTED, State.VERIFIED]
    assert first.endswith("On Sales it is undone as soon as that can be done: The phone system does not answer.")
    assert "nothing is undone" not in second
    assert await states(scene, number) == [State.REVERTED, State.REVERTED]
    assert [each.overrides for each in scene.phones.setups.values()] == [(), ()]
