"""One request for many lines: applied side by side, a result for each, and what failed can be tried again."""

from collections.abc import AsyncIterator

import pytest

from bot.requests import State
from tests.bot.keeping import AMIR, CHRISTMAS, DANA, GONE, Scene, opened

BOTH = ("Support", "Sales")


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with opened() as each:
        yield each


async def states(scene: Scene, number: int) -> list[State]:
    return [part.state for part in (await scene.request(number)).parts]


async def test_all_lines_of_a_request_are_applied_with_one_approval(scene: Scene) -> None:
    number = await scene.approved(CHRISTMAS, on=BOTH)

    await scene.work()

    assert await states(scene, number) == [State.VERIFIED, State.VERIFIED]


async def test_while_one_line_waits_the_others_are_done_and_the_request_shows_it(scene: Scene) -> None:
    number = await scene.approved(CHRISTMAS, on=BOTH)
    scene.phones.silent = {"2"}

    await scene.work()

    request = await scene.request(number)
    assert [part.state for part in request.parts] == [State.VERIFIED, State.APPLYING]
    assert request.state is State.APPLYING


async def test_a_partial_failure_stays_visible(scene: Scene) -> None:
    number = await scene.approved(CHRISTMAS, on=BOTH)
    scene.phones.refused = {"2"}

    await scene.work()
    scene.clock.advance(hours=1)
    await scene.work()

    request = await scene.request(number)
    assert request.state is State.FAILED
    assert [(part.state, part.note) for part in request.parts] == [
        (State.VERIFIED, ""),
        (State.FAILED, "The vendor says no."),
    ]


async def test_what_failed_is_tried_again_and_what_was_done_is_not(scene: Scene) -> None:
    number = await scene.approved(CHRISTMAS, on=BOTH)
    scene.phones.refused = {"2"}
    await scene.work()
    scene.phones.refused = set()

    assert await scene.store(lambda store: store.retry(number, DANA))
    await scene.work()

    assert await states(scene, number) == [State.VERIFIED, State.VERIFIED]
    assert [what for verb, what in scene.phones.calls if verb == "apply"] == ["1", "2", "2"]


async def test_trying_again_needs_approvers_who_still_may(scene: Scene) -> None:
    number = await scene.approved(CHRISTMAS, on=BOTH)
    scene.phones.refused = {"2"}
    await scene.work()
    scene.phones.refused = set()
    scene.people.members["UAMIR"] = GONE

    assert await scene.store(lambda store: store.retry(number, AMIR))
    await scene.work()

    assert await states(scene, number) == [State.VERIFIED, State.PENDING]
