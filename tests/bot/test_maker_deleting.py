"""Lines that were made are deleted again: once, whatever is cut off, and never with a newer change."""

import pytest

from adapters import DeniedError, SetCallback
from bot import plans
from bot.lines import Lines, LineSetting
from bot.requests import State
from tests.bot.making import KilledError, Scene, scene

__all__ = ["scene"]


async def test_a_line_is_deleted_and_its_creation_is_reverted(scene: Scene) -> None:
    made = await scene.wanted()
    await scene.work()

    deleted = await scene.unwanted()
    await scene.work()

    assert (await scene.request(deleted)).state is State.VERIFIED
    part = await scene.part(made)
    assert (part.state, part.note) == (State.REVERTED, f"Undone by request {deleted}.")
    assert scene.lines.names == ("Support",)
    assert scene.lines.gone["Returns"].gone == deleted
    assert [each.name for each in await scene.phones.lines()] == ["Support"]


@pytest.mark.parametrize("step", ["claimed", "before the write", "after the write"])
async def test_a_deletion_that_is_cut_off_is_finished(scene: Scene, step: str) -> None:
    made = await scene.wanted()
    await scene.work()
    deleted = await scene.unwanted()
    scene.kill_at = step

    with pytest.raises(KilledError):
        await scene.work()
    await scene.restart()
    await scene.work()
    await scene.restart()

    assert [(await scene.request(each)).state for each in (made, deleted)] == [State.REVERTED, State.VERIFIED]
    assert scene.lines.names == ("Support",)
    assert await scene.store(lambda store: store.sighting("fake:2")) is None


async def test_a_line_that_the_vendor_still_shows_is_not_said_to_be_gone(scene: Scene) -> None:
    await scene.wanted()
    await scene.work()
    deleted = await scene.unwanted()
    scene.phones.lingering = [line for line in await scene.phones.lines() if line.name == "Returns"]

    await scene.work()
    waiting = await scene.part(deleted)
    await scene.work()

    assert (waiting.state, waiting.note) == (State.APPLYING, "Fake still shows Returns. Trying again.")
    assert (await scene.request(deleted)).state is State.VERIFIED


async def test_a_line_that_is_deleted_is_so_although_the_vendor_turns_us_away_afterwards(scene: Scene) -> None:
    await scene.wanted()
    await scene.work()
    deleted = await scene.unwanted()
    scene.phones.turned_away = DeniedError("The token was refused.")

    await scene.work()
    waiting = await scene.part(deleted)
    await scene.work()

    assert waiting.state is State.APPLYING
    assert "Fake took the deletion of Returns, but was not seen to do it: The token was refused." in waiting.note
    assert (await scene.request(deleted)).state is State.VERIFIED
    assert scene.lines.names == ("Support",)


async def test_a_line_with_a_newer_change_is_not_deleted(scene: Scene) -> None:
    await scene.wanted()
    await scene.work()
    deleted = await scene.unwanted()
    scene.clock.advance(minutes=1)
    change = await scene.changed(SetCallback(on=True))

    await scene.work()

    part = await scene.part(deleted)
    assert part.state is State.FAILED
    assert f"Nothing was deleted. Before Returns can be deleted: request {change} on it is approved" in part.note
    assert "Returns" in scene.lines.names


async def test_what_is_asked_while_a_line_is_being_deleted_ends_with_it(scene: Scene) -> None:
    await scene.wanted()
    await scene.work()
    deleted = await scene.unwanted()
    scene.kill_at = "before the write"
    with pytest.raises(KilledError):
        await scene.work()
    facts = (await scene.lines.refresh("Returns")).facts
    change = await scene.asked(plans.make([SetCallback(on=True)], facts, scene.clock()))

    await scene.work()

    part = await scene.part(change)
    assert (part.state, part.note) == (State.FAILED, f"Returns was deleted by request {deleted}.")


async def test_a_line_that_is_configured_by_now_is_not_deleted(scene: Scene) -> None:
    await scene.wanted()
    await scene.work()
    deleted = await scene.unwanted()
    settings = [LineSetting(name=name, vendor="fake", id=str(id_)) for id_, name in ((1, "Support"), (2, "Returns"))]
    scene.lines = Lines(settings, {"fake": scene.phones}, scene.store, scene.clock)
    await scene.lines.recall()

    await scene.work()

    assert "no longer among the lines that were made from here" in (await scene.part(deleted)).note
    assert "2" in scene.phones.setups


async def test_a_name_is_free_again_once_its_line_is_gone(scene: Scene) -> None:
    await scene.wanted()
    await scene.work()
    await scene.unwanted()
    await scene.work()
    scene.clock.advance(minutes=1)

    again = await scene.wanted()
    await scene.work()
    await scene.restart()

    assert (await scene.request(again)).state is State.VERIFIED
    assert scene.lines.names == ("Support", "Returns")
    assert scene.lines.gone == {}
