"""A phone system that does not answer near the deadline: people are told the steps, once, and Switchhook goes on."""

from collections.abc import AsyncIterator

import pytest

from bot import describe
from bot.keeper import Keeper
from bot.progress import Progress
from bot.requests import State
from tests.bot.keeping import CALLBACK, NOW, RULES, SATURDAY, Scene, opened

TOLD = "The phone system does not answer. If it cannot wait, do it by hand; Switchhook goes on trying."


@pytest.fixture
async def scene(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Scene]:
    monkeypatch.setattr("bot.progress.FIRST_PAUSE", 0.0)
    async with opened() as each:
        each.policy = RULES.model_copy(update={"portal": {"fake": ("ULEE",)}})
        yield each


async def tried(scene: Scene, times: int = 3) -> Keeper:
    keeper = scene.keeper()
    for _ in range(times):
        await keeper.work()
    return keeper


async def test_near_the_deadline_the_steps_are_told_once_and_who_may_do_them(scene: Scene) -> None:
    number = await scene.approved(SATURDAY)
    scene.phones.silent = {"1"}
    scene.clock.advance(hours=13, minutes=45)

    await tried(scene, times=5)
    await tried(scene)

    (record,) = await scene.records(number, "by hand")
    assert record.data["steps"] == ["Open the portal and choose Support.", "Set close there."]
    assert record.data["people"] == ["ULEE"]
    part = await scene.part(number)
    assert (part.state, part.note) == (State.APPLYING, TOLD)
    assert record.data["note"] == TOLD


async def test_long_before_the_deadline_it_is_only_tried_again(scene: Scene) -> None:
    number = await scene.approved(SATURDAY)
    scene.phones.silent = {"1"}
    scene.clock.advance(hours=13)

    await tried(scene, times=10)

    assert await scene.records(number, "by hand") == []


async def test_a_single_failure_is_no_reason_to_do_it_by_hand(scene: Scene) -> None:
    number = await scene.approved(SATURDAY)
    scene.phones.silent = {"1"}
    scene.clock.advance(hours=13, minutes=50)

    await tried(scene, times=2)

    assert await scene.records(number, "by hand") == []


@pytest.mark.parametrize(("minutes", "told"), [(9, 0), (10, 1)])
async def test_what_is_wanted_at_once_is_handed_over_after_ten_minutes(scene: Scene, minutes: int, told: int) -> None:
    number = await scene.approved(CALLBACK)
    scene.phones.silent = {"1"}
    scene.clock.advance(minutes=minutes)

    await tried(scene)

    assert len(await scene.records(number, "by hand")) == told


async def test_an_emergency_is_handed_over_after_two(scene: Scene) -> None:
    number = await scene.rushed(NOW)
    scene.phones.silent = {"1"}
    scene.clock.advance(minutes=2)

    await tried(scene)

    assert len(await scene.records(number, "by hand")) == 1


async def test_what_was_done_by_hand_is_found_done_and_not_written(scene: Scene) -> None:
    number = await scene.approved(SATURDAY)
    scene.phones.silent = {"1"}
    scene.clock.advance(hours=13, minutes=50)
    await tried(scene)

    scene.phones.silent = set()
    scene.phones.setups["1"] = SATURDAY.applied_to(scene.phones.setups["1"])
    await scene.work()

    part = await scene.part(number)
    assert part.state is State.VERIFIED
    assert part.note == "It was found done: by hand, or by an earlier try."
    assert scene.phones.applied() == 0


async def test_once_the_vendor_is_back_it_is_applied_as_it_was_approved(scene: Scene) -> None:
    number = await scene.approved(SATURDAY)
    scene.phones.silent = {"1"}
    scene.clock.advance(hours=13, minutes=50)
    await tried(scene)

    scene.phones.silent = set()
    await scene.work()

    part = await scene.part(number)
    assert (part.state, part.note) == (State.VERIFIED, "")
    assert scene.phones.applied() == 1


async def test_what_is_over_by_the_time_the_vendor_is_back_is_not_applied(scene: Scene) -> None:
    number = await scene.approved(SATURDAY)
    scene.phones.silent = {"1"}
    scene.clock.advance(hours=13, minutes=50)
    await tried(scene)

    scene.phones.silent = set()
    scene.clock.advance(days=2)
    await scene.work()

    assert (await scene.part(number)).state is State.EXPIRED
    assert scene.phones.applied() == 0


async def test_what_was_handed_over_keeps_no_other_change_waiting(scene: Scene) -> None:
    first = await scene.approved(SATURDAY)
    second = await scene.approved(CALLBACK)
    scene.phones.silent = {"1"}
    scene.clock.advance(hours=13, minutes=50)
    keeper = await tried(scene)

    await keeper.work()

    assert (await scene.part(first)).note == TOLD
    assert (await scene.part(second)).state is State.APPLYING


async def test_a_scheduled_change_whose_row_cannot_be_written_is_handed_over_as_well(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = await scene.approved(SATURDAY)
    scene.phones.due = [scene.clock().replace(hour=23)]
    await scene.work()
    scene.clock.advance(hours=13, minutes=50)

    monkeypatch.setattr(scene.phones, "settle", scene.phones.silence)
    await tried(scene)

    part = await scene.part(number)
    assert (part.state, part.note) == (State.SCHEDULED, TOLD)
    monkeypatch.undo()
    await scene.work()
    assert (await scene.part(number)).state is State.VERIFIED


async def test_every_line_of_a_request_gets_its_steps_once_one_was_tried_often_enough(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = await scene.approved(SATURDAY, on=("Support", "Sales"))
    scene.phones.silent = {"1", "2"}
    scene.clock.advance(hours=13, minutes=50)
    monkeypatch.setattr(Progress, "failures", lambda _, __, part: 3 if part.number == 0 else 1)

    await tried(scene, times=1)

    assert {each.line for each in await scene.records(number, "by hand")} == {"Support", "Sales"}


@pytest.mark.parametrize(
    ("country", "told"),
    [
        ("US", "Set “Team 09:00” to Friday 9:00 AM–noon and 1:00 PM–midnight."),
        ("DE", "Set “Team 09:00” to Friday 09:00–12:00 and 13:00–24:00."),
    ],
)
def test_the_steps_have_the_times_as_people_there_read_them(country: str, told: str) -> None:
    step = "Set “Team 09:00” to Friday 09:00–12:00 and 13:00–24:00."

    assert describe.as_read_in(country, step) == told
