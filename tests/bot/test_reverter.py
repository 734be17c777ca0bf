"""An emergency that nobody ratifies in time is undone, once, over any number of restarts; one that was stays."""

from collections.abc import AsyncIterator

import pytest

from adapters import MenuAction, SetCallback, SetMenuKey
from bot.requests import Request, State
from tests.bot.keeping import AMIR, CALLBACK, GONE, KEY, NOW, REOPEN, Scene, opened


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with opened() as each:
        yield each


async def reverts(scene: Scene) -> list[Request]:
    """The requests that Switchhook has made by itself."""
    everything = await scene.store(lambda store: store.requests_in(State))
    return [request for request in everything if request.origin == "Switchhook"]


async def test_an_emergency_that_nobody_ratified_is_undone_and_people_are_told(scene: Scene) -> None:
    number = await scene.rushed(NOW)
    await scene.work()
    assert scene.phones.setups["1"].overrides
    scene.clock.advance(minutes=61)

    await scene.work()
    await scene.work()

    (revert,) = await reverts(scene)
    assert revert.state is State.VERIFIED
    assert revert.waived == f"Nobody ratified request {number} in time."
    assert revert.words == f"undo request {number}"
    assert (await scene.part(number)).state is State.REVERTED
    assert scene.phones.setups["1"].overrides == ()
    note = f"Nobody ratified this in time, so request {revert.id} undoes it."
    assert await scene.notes(number, "not ratified") == [note]
    (asked,) = await scene.records(revert.id, "asked")
    (waived,) = await scene.records(revert.id, "waived")
    assert {asked.actor, waived.actor} == {"switchhook"}


async def test_it_is_undone_once_over_many_rounds_and_restarts(scene: Scene) -> None:
    await scene.rushed(NOW)
    await scene.work()
    scene.clock.advance(minutes=61)

    for _ in range(4):
        await scene.work()
        scene.clock.advance(minutes=5)

    assert len(await reverts(scene)) == 1
    assert scene.phones.applied() == 2


async def test_a_ratified_emergency_stays(scene: Scene) -> None:
    number = await scene.rushed(NOW)
    await scene.work()
    await scene.store(lambda store: store.ratify(number, AMIR))
    scene.clock.advance(hours=5)

    await scene.work()

    assert await reverts(scene) == []
    assert (await scene.part(number)).state is State.VERIFIED


async def test_before_its_time_nothing_is_undone(scene: Scene) -> None:
    number = await scene.rushed(NOW)
    await scene.work()
    scene.clock.advance(minutes=59)

    await scene.work()

    assert await reverts(scene) == []
    assert (await scene.part(number)).state is State.VERIFIED


async def test_an_emergency_of_several_lines_is_undone_by_one_request(scene: Scene) -> None:
    number = await scene.rushed(NOW, on=["Support", "Sales"])
    await scene.work()
    scene.clock.advance(minutes=61)

    await scene.work()
    await scene.work()

    (revert,) = await reverts(scene)
    assert [part.plan.line.name for part in revert.parts] == ["Support", "Sales"]
    assert {part.state for part in (await scene.request(number)).parts} == {State.REVERTED}


async def test_what_was_never_applied_is_dropped(scene: Scene) -> None:
    number = await scene.rushed(NOW)
    scene.people.away = True
    scene.clock.advance(minutes=61)

    await scene.work()

    part = await scene.part(number)
    assert (part.state, part.note) == (State.EXPIRED, "Nobody ratified this in time, so it was not applied.")
    scene.people.away = False
    await scene.work()
    assert scene.phones.applied() == 0
    assert await reverts(scene) == []


async def test_what_is_cut_off_in_the_middle_is_undone_once_it_is_through(scene: Scene) -> None:
    number = await scene.rushed(NOW)
    scene.phones.silent = {"1"}
    await scene.work()
    scene.phones.setups["1"] = NOW.applied_to(scene.phones.setups["1"])  # it got through, but had no answer
    scene.clock.advance(minutes=61)
    await scene.work()
    assert (await scene.part(number)).state is State.APPLYING

    scene.phones.silent = set()
    for _ in range(3):
        await scene.work()

    assert (await scene.part(number)).state is State.REVERTED
    assert scene.phones.setups["1"].overrides == ()


async def test_a_silent_vendor_keeps_no_other_line_from_being_undone(scene: Scene) -> None:
    number = await scene.rushed(NOW, on=["Support", "Sales"])
    await scene.work()
    scene.clock.advance(minutes=61)
    scene.phones.silent = {"1"}

    await scene.work()
    await scene.work()

    support, sales = (await scene.request(number)).parts
    assert (support.state, sales.state) == (State.VERIFIED, State.REVERTED)
    scene.phones.silent = set()
    await scene.work()
    assert (await scene.part(number)).state is State.REVERTED
    assert len(await reverts(scene)) == 1


async def test_what_was_never_seen_in_force_is_undone_once_the_vendor_answers(scene: Scene) -> None:
    number = await scene.rushed(NOW)
    scene.phones.deaf = True
    await scene.work()
    scene.clock.advance(minutes=61)
    scene.phones.silent = {"1"}

    await scene.work()
    await scene.work()

    note = "Nobody ratified this in time. It is undone as soon as that can be done: The phone system does not answer."
    assert await scene.notes(number, "not ratified") == [note]
    scene.phones.silent, scene.phones.deaf = set(), False
    scene.phones.setups["1"] = NOW.applied_to(scene.phones.setups["1"])
    for _ in range(3):  # in which of them the undoing is begun with depends on who comes first
        await scene.work()
    assert (await scene.part(number)).state is State.REVERTED


async def test_what_somebody_has_changed_since_is_not_stamped_over_and_people_are_told(scene: Scene) -> None:
    number = await scene.rushed(KEY)
    await scene.work()
    other = SetMenuKey(key="3", action=MenuAction(action="department", target_kind="department", target_id="7"))
    scene.phones.setups["1"] = other.applied_to(scene.phones.setups["1"])
    scene.clock.advance(minutes=61)

    await scene.work()
    await scene.work()

    (note,) = await scene.notes(number, "not ratified")
    assert note.startswith("Nobody ratified this in time, and it could not be undone.")
    assert note.endswith("Please look at Support yourselves.")
    assert scene.phones.applied() == 1


async def test_an_undoing_that_fails_is_told_to_people_once(scene: Scene) -> None:
    number = await scene.rushed(CALLBACK)
    await scene.work()
    scene.clock.advance(minutes=61)
    keeper = scene.keeper()
    await keeper.work()
    (revert,) = await reverts(scene)
    await scene.store(lambda store: store.move(revert.id, 0, [State.APPROVED], State.FAILED, note="Fake says: no."))

    await keeper.work()
    await keeper.work()

    _, told = await scene.notes(number, "not ratified")
    assert f"Request {revert.id}, which was to undo it, is failed. Fake says: no." in told
    assert len(await reverts(scene)) == 1


async def test_an_undoing_needs_no_right_of_who_asked_for_the_emergency(scene: Scene) -> None:
    number = await scene.rushed(CALLBACK)
    await scene.work()
    scene.people.members["UDANA"] = GONE.model_copy(update={"person": (await scene.request(number)).person})
    scene.clock.advance(minutes=61)

    await scene.work()
    await scene.work()

    assert (await scene.part(number)).state is State.REVERTED


async def test_a_reopening_that_nobody_ratified_is_taken_back_as_well(scene: Scene) -> None:
    await scene.approved(NOW)
    await scene.work()
    scene.clock.advance(minutes=1)
    number = await scene.rushed(REOPEN)
    await scene.work()
    assert scene.phones.setups["1"].overrides == ()
    scene.clock.advance(minutes=61)

    await scene.work()
    await scene.work()

    assert (await scene.part(number)).state is State.REVERTED
    assert scene.phones.setups["1"].overrides


async def test_what_people_undo_already_is_not_undone_twice(scene: Scene) -> None:
    number = await scene.rushed(CALLBACK)
    await scene.work()
    scene.clock.advance(minutes=59)
    undo = await scene.approved(SetCallback(on=False), undoes=number)
    scene.people.away = True
    scene.clock.advance(minutes=2)

    await scene.work()
    waiting = await reverts(scene)
    scene.people.away = False
    await scene.work()

    assert waiting == []
    assert (await scene.part(undo)).state is State.VERIFIED
    assert (await scene.part(number)).state is State.REVERTED
    assert await reverts(scene) == []


async def test_what_somebody_has_changed_since_stays_and_the_rest_is_undone(scene: Scene) -> None:
    number = await scene.rushed(KEY, CALLBACK)
    await scene.work()
    other = SetMenuKey(key="3", action=MenuAction(action="department", target_kind="department", target_id="7"))
    scene.phones.setups["1"] = other.applied_to(scene.phones.setups["1"])
    scene.clock.advance(minutes=61)

    await scene.work()
    await scene.work()

    (note,) = await scene.notes(number, "not ratified")
    (revert,) = await reverts(scene)
    assert note.startswith(f"Nobody ratified this in time, so request {revert.id} undoes it. Key 3")
    undone = await scene.part(number)
    assert undone.state is State.REVERTED
    assert undone.note.startswith(f"Undone in part by request {revert.id}. Key 3")
    menu = scene.phones.setups["1"].open_menu
    assert menu
    assert menu.keys["3"] == other.action
    assert scene.phones.setups["1"].queue
    assert not scene.phones.setups["1"].queue.callback


async def test_of_several_lines_what_cannot_be_undone_is_said(scene: Scene) -> None:
    number = await scene.rushed(CALLBACK, on=["Support", "Sales"])
    await scene.work()
    scene.phones.setups["2"] = SetCallback(on=False).applied_to(scene.phones.setups["2"])
    scene.clock.advance(minutes=61)

    await scene.work()
    await scene.work()

    (note,) = await scene.notes(number, "not ratified")
    assert note.endswith("On Sales nothing is undone: please look there.")
    support, sales = (await scene.request(number)).parts
    assert (support.state, sales.state) == (State.REVERTED, State.VERIFIED)


async def test_what_is_over_by_then_is_said_and_nothing_is_done(scene: Scene) -> None:
    number = await scene.rushed(NOW, minutes=60 * 24 * 2)
    await scene.work()
    scene.clock.advance(days=3)

    await scene.work()
    await scene.work()

    (note,) = await scene.notes(number, "not ratified")
    assert note.startswith("Nobody ratified this in time. ")
    assert "It is over" in note
    assert await reverts(scene) == []
