"""Lines that are made: once, whatever is cut off."""

import pytest

from adapters import DeniedError, PhoneSystemError, RefusedError, UnreachableError
from bot.lines import Lines, LineSetting
from bot.requests import State
from tests.bot.making import RETURNS, KilledError, Scene, scene
from tests.fakes import NEW_YORK, FakePhones

__all__ = ["scene"]


async def test_an_approved_line_is_made_once_and_is_among_the_lines_at_once(scene: Scene) -> None:
    number = await scene.wanted()

    await scene.work()
    await scene.work()

    part = await scene.part(number)
    assert (part.state, part.plan.line.key) == (State.VERIFIED, "fake:2")
    assert scene.creations() == 1
    assert scene.lines.names == ("Support", "Returns")
    assert (await scene.lines.refresh("Returns")).facts.setup.zone == NEW_YORK
    assert scene.steps == ["claimed", "before the write", "after the write"]


async def test_a_line_that_was_made_is_there_after_a_restart(scene: Scene) -> None:
    await scene.wanted()
    await scene.work()

    await scene.restart()

    assert scene.lines.names == ("Support", "Returns")
    made = scene.lines.added("Returns")
    assert made
    assert (made.id, made.request, made.kind) == ("2", 1, "fake line in Raleigh")


@pytest.mark.parametrize("step", ["claimed", "before the write", "after the write"])
async def test_a_process_that_ends_anywhere_leaves_one_line_and_a_true_request(scene: Scene, step: str) -> None:
    number = await scene.wanted()
    scene.kill_at = step

    with pytest.raises(KilledError):
        await scene.work()
    await scene.restart()
    await scene.work()

    assert (await scene.request(number)).state is State.VERIFIED
    assert scene.creations() == 1
    assert scene.lines.names == ("Support", "Returns")


@pytest.mark.parametrize("error", [UnreachableError("No answer."), PhoneSystemError("Whatever.")])
async def test_an_answer_that_is_lost_makes_no_second_line(scene: Scene, error: Exception) -> None:
    number = await scene.wanted()
    scene.phones.lost_answers = [error]

    await scene.work()
    waiting = await scene.part(number)
    await scene.work()

    assert (waiting.state, waiting.note) == (State.APPLYING, f"{error} Trying again.")
    assert (await scene.request(number)).state is State.VERIFIED
    assert scene.creations() == 1


@pytest.mark.parametrize("error", [RefusedError("The number is taken."), DeniedError("No right to it.")])
async def test_what_the_vendor_refuses_has_failed_and_says_why(scene: Scene, error: Exception) -> None:
    number = await scene.wanted()
    scene.phones.refusal = error

    await scene.work()

    part = await scene.part(number)
    assert (part.state, part.note) == (State.FAILED, str(error))
    assert scene.lines.names == ("Support",)


async def test_a_vendor_that_turns_us_away_later_is_tried_again(scene: Scene) -> None:
    number = await scene.wanted()
    scene.phones.lost_answers = [UnreachableError("No answer."), DeniedError("No right to it.")]

    await scene.work()
    await scene.work()

    assert (await scene.request(number)).state is State.APPLYING


async def test_a_name_that_the_vendor_has_already_is_not_taken_over(scene: Scene) -> None:
    number = await scene.wanted(RETURNS.model_copy(update={"name": "Old"}))
    scene.phones.call("7", "Old")

    await scene.work()

    part = await scene.part(number)
    assert (part.state, part.note) == (State.FAILED, "There is a line Old already.")


async def test_a_line_that_was_made_and_configured_before_that_was_known_is_the_one(scene: Scene) -> None:
    number = await scene.wanted()
    scene.kill_at = "after the write"
    with pytest.raises(KilledError):
        await scene.work()
    settings = [LineSetting(name=name, vendor="fake", id=str(id_)) for id_, name in ((1, "Support"), (2, "Returns"))]
    scene.lines = Lines(settings, {"fake": scene.phones}, scene.store, scene.clock)

    await scene.work()

    assert (await scene.request(number)).state is State.VERIFIED
    assert scene.creations() == 1
    assert scene.lines.names == ("Support", "Returns")


async def test_a_name_that_another_vendor_has_by_now_is_not_taken_twice(scene: Scene) -> None:
    number = await scene.wanted()
    scene.phones.lost_answers = [UnreachableError("No answer.")]
    await scene.work()
    other = LineSetting(name="Returns", vendor="other", id="9")
    scene.lines = Lines([other], {"fake": scene.phones, "other": FakePhones()}, scene.store, scene.clock)

    await scene.work()

    part = await scene.part(number)
    assert part.state is State.FAILED
    assert part.note.endswith("An earlier try may have made it at Fake: look there.")


async def test_a_line_that_is_configured_under_another_name_is_not_taken_for_the_new_one(scene: Scene) -> None:
    scene.phones.call("1", "Returns")
    number = await scene.wanted()
    scene.kill_at = "before the write"

    with pytest.raises(KilledError):
        await scene.work()
    await scene.work()

    part = await scene.part(number)
    assert part.state is State.FAILED
    assert "which is Support here" in part.note
    assert scene.lines.names == ("Support",)


async def test_of_two_requests_for_one_name_the_second_is_told_so(scene: Scene) -> None:
    first, second = await scene.wanted(), await scene.wanted(RETURNS.model_copy(update={"values": {}}))

    await scene.work()

    assert (await scene.request(first)).state is State.VERIFIED
    assert "another line “Returns”" in (await scene.part(second)).note
    assert scene.creations() == 1


async def test_what_the_vendor_does_not_show_is_never_verified(scene: Scene) -> None:
    number = await scene.wanted()
    scene.phones.unshown = ("Greeting", "Hold music")

    await scene.work()

    part = await scene.part(number)
    assert (part.state, part.note) == (State.ACCEPTED, "Fake accepts but does not show Greeting and Hold music.")
    assert scene.lines.names == ("Support", "Returns")


async def test_what_was_read_back_otherwise_is_told_and_not_called_proven(scene: Scene) -> None:
    number = await scene.wanted()
    scene.phones.differing = ("The greeting is another one.",)

    await scene.work()
    await scene.work()

    part = await scene.part(number)
    assert part.state is State.APPLIED
    assert part.note.startswith("It was made, but not all of it is as asked for. The greeting is another one.")
    assert scene.creations() == 1


async def test_who_only_observes_makes_nothing(scene: Scene) -> None:
    number = await scene.wanted()

    await scene.keeper(observe=True).work()

    assert (await scene.request(number)).state is State.FAILED
    assert scene.creations() == 0


async def test_a_vendor_that_is_not_configured_any_more_is_named(scene: Scene) -> None:
    number = await scene.wanted(RETURNS.model_copy(update={"system": "other"}))

    await scene.work()

    assert "Other is not configured any more" in (await scene.part(number)).note


async def test_an_error_of_one_request_keeps_no_other_waiting(scene: Scene) -> None:
    broken, good = await scene.wanted(RETURNS.model_copy(update={"name": "Broken"})), await scene.wanted()
    scene.phones.broken = "Broken"

    await scene.work()

    assert (await scene.request(broken)).state is State.APPLYING
    assert (await scene.request(good)).state is State.VERIFIED
