"""What an earlier try of a creation left behind is told, and nothing that was there before is taken for it."""

import pytest

from adapters import UnreachableError
from bot.requests import State
from tests.bot.making import RETURNS, KilledError, Scene, scene

__all__ = ["scene"]


async def test_a_line_that_was_there_before_is_not_taken_over_after_a_try_that_came_to_nothing(scene: Scene) -> None:
    scene.phones.call("7", "Returns")
    number = await scene.wanted()
    scene.phones.refusal = UnreachableError("No answer.")
    await scene.work()
    scene.phones.refusal = None

    await scene.work()

    part = await scene.part(number)
    assert (part.state, part.note) == (State.FAILED, "There is a line Returns already.")
    assert scene.lines.names == ("Support",)


async def test_a_line_that_was_there_before_is_not_taken_over_after_a_restart(scene: Scene) -> None:
    scene.phones.call("7", "Returns")
    number = await scene.wanted()
    scene.kill_at = "before the write"

    with pytest.raises(KilledError):
        await scene.work()
    await scene.restart()
    await scene.work()

    assert (await scene.request(number)).state is State.FAILED
    assert scene.lines.names == ("Support",)


async def test_the_line_of_another_request_is_not_taken_for_the_result_of_a_try_that_came_to_nothing(
    scene: Scene,
) -> None:
    first, keeper = await scene.wanted(), scene.keeper()
    scene.phones.refusal = UnreachableError("No answer.")
    await keeper.work()
    scene.phones.refusal = None
    second = await scene.wanted(RETURNS.model_copy(update={"values": {}}))

    await keeper.work()
    await scene.work()

    assert (await scene.request(second)).state is State.VERIFIED
    assert (await scene.request(first)).state is State.FAILED
    made = scene.lines.added("Returns")
    assert made
    assert made.request == second
    assert scene.creations() == 1


@pytest.mark.parametrize("observe", [True, False])
async def test_who_cannot_go_on_with_a_creation_says_that_it_may_have_been_made(scene: Scene, *, observe: bool) -> None:
    number = await scene.wanted()
    scene.kill_at = "after the write"
    with pytest.raises(KilledError):
        await scene.work()
    await scene.restart()
    if not observe:
        scene.lines = type(scene.lines)([], {}, scene.store, scene.clock)

    await scene.keeper(observe=observe).work()

    part = await scene.part(number)
    assert part.state is State.FAILED
    assert "An earlier try may have made it at Fake: look there." in part.note


@pytest.mark.parametrize("observe", [True, False])
async def test_who_cannot_go_on_with_a_deletion_says_that_it_may_have_been_deleted(
    scene: Scene, *, observe: bool
) -> None:
    await scene.wanted()
    await scene.work()
    number = await scene.unwanted()
    scene.kill_at = "after the write"
    with pytest.raises(KilledError):
        await scene.work()
    await scene.restart()
    if not observe:
        scene.lines = type(scene.lines)([], {}, scene.store, scene.clock)

    await scene.keeper(observe=observe).work()

    part = await scene.part(number)
    assert part.state is State.FAILED
    assert "An earlier try may have deleted it at Fake: look there." in part.note
