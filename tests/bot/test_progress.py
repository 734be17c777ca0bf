"""What is tried again is only what is still under way."""

import asyncio

import pytest

from adapters import MissingError, SetCallback, UnreachableError
from bot.bell import Bell
from bot.progress import IN_VAIN, STUCK, Progress
from bot.requests import State
from tests.bot.making import Scene, scene

__all__ = ["scene"]


@pytest.fixture
def progress(scene: Scene) -> Progress:
    return Progress(scene.store, Bell())


async def test_what_has_ended_meanwhile_is_not_tried_again(scene: Scene, progress: Progress) -> None:
    number = await scene.wanted()
    request = await scene.request(number)
    await scene.store(lambda kept: kept.move(number, 0, [State.APPROVED], State.FAILED, note="It is over."))

    await progress.try_again(request, request.parts[0], UnreachableError("No answer."))

    assert (await scene.part(number)).note == "It is over."
    assert progress.next_tries() == []


async def test_the_keeper_rests_once_a_line_is_gone_on_which_something_was_not_proven(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.progress.LONGEST_PAUSE", 0.01)
    await scene.wanted()
    keeper = scene.keeper()
    await keeper.work()
    scene.clock.advance(minutes=1)
    scene.phones.deaf = True
    change = await scene.changed(SetCallback(on=True))
    await keeper.work()
    assert (await scene.part(change)).state is State.APPLIED
    scene.clock.advance(minutes=1)
    await scene.unwanted()
    await keeper.work()
    assert (await scene.part(change)).state is State.FAILED
    rounds: list[None] = []
    work = keeper.work

    async def counted() -> None:
        rounds.append(None)
        await work()

    monkeypatch.setattr(keeper, "work", counted)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.5):
            await keeper.run()

    assert len(rounds) < 4


async def test_an_error_whose_words_vary_is_told_once_and_once_more_when_it_takes_long(
    scene: Scene, progress: Progress
) -> None:
    number = await scene.wanted()
    request = await scene.request(number)

    for attempt in range(60):
        await progress.try_again(request, request.parts[0], UnreachableError(f"No answer (tracking id {attempt})."))

    records = await scene.store(lambda kept: kept.records(request=number))
    assert [each.data["note"] for each in records if each.kind == "retried"] == [
        "No answer (tracking id 0). Trying again.",
        f"No answer (tracking id {STUCK - 1}). {IN_VAIN} Trying again.",
    ]


async def test_another_kind_of_error_is_told_but_not_each_time_it_comes_back(scene: Scene, progress: Progress) -> None:
    number = await scene.wanted()
    request = await scene.request(number)

    for attempt in range(3):
        await progress.try_again(request, request.parts[0], UnreachableError(f"No answer {attempt}."))
        await progress.try_again(request, request.parts[0], MissingError(f"No such line {attempt}."))

    records = await scene.store(lambda kept: kept.records(request=number))
    assert len([each for each in records if each.kind == "retried"]) == 2
