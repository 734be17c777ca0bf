"""What is approved is not applied while all is frozen, or while the policy has a time without changes."""

import datetime as dt
from collections.abc import AsyncIterator

import pytest

from adapters import NewLine
from bot import plans
from bot.alerts import AlertKind
from bot.policy import Freeze
from bot.requests import Plan, State
from tests.bot.keeping import AMIR, CHRISTMAS, DANA, KEY, RULES, SATURDAY, Scene, opened
from tests.fakes import KIND, NEW_YORK


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with opened() as each:
        yield each


STOPPED = "All applying is stopped, so this waits until an approver lifts the freeze."


async def freeze(scene: Scene) -> int:
    alert = await scene.store(lambda store: store.raise_alert(AlertKind.FROZEN, "Amir has stopped everything."))
    return alert.number


async def test_nothing_is_applied_during_a_freeze_and_the_card_says_so_once(scene: Scene) -> None:
    number = await scene.approved(SATURDAY)
    await freeze(scene)

    await scene.work()
    await scene.work()

    part = await scene.part(number)
    assert part.state is State.APPROVED
    assert part.note == STOPPED
    assert await scene.notes(number, "waiting") == [part.note]
    assert scene.phones.applied() == 0


async def test_after_the_freeze_it_is_applied_as_it_was_approved(scene: Scene) -> None:
    number = await scene.approved(SATURDAY)
    alert = await freeze(scene)
    await scene.work()

    await scene.store(lambda store: store.close_alert(alert, "Lifted."))
    await scene.work()

    part = await scene.part(number)
    assert (part.state, part.note) == (State.VERIFIED, "")


async def test_an_emergency_waits_for_the_end_of_a_freeze_as_well(scene: Scene) -> None:
    number = await scene.rushed(SATURDAY)
    await freeze(scene)

    await scene.work()

    assert (await scene.part(number)).state is State.APPROVED


async def test_a_new_line_is_not_made_during_a_freeze(scene: Scene) -> None:
    new = NewLine(system="fake", kind="raleigh", name="Returns", values={"zone": NEW_YORK, "greeting": "Hello"})
    plan = Plan(parts=(plans.creation(new, KIND, zone=NEW_YORK, country="US"),))
    request = await scene.store(
        lambda kept: kept.add_request(
            person=DANA, words="w", reason="", plan=plan, expires=scene.clock() + dt.timedelta(days=1), draft="d"
        )
    )
    await scene.approve(request.id)
    alert = await freeze(scene)

    await scene.work()

    assert (await scene.part(request.id)).state is State.APPROVED
    assert scene.phones.made == {}
    await scene.store(lambda store: store.close_alert(alert, "Lifted."))
    await scene.work()
    assert (await scene.part(request.id)).state is State.VERIFIED


async def test_what_was_begun_and_perhaps_not_written_is_not_written_during_a_freeze(scene: Scene) -> None:
    number = await scene.approved(SATURDAY)
    scene.phones.silent = {"1"}
    await scene.work()
    scene.phones.silent = set()
    alert = await freeze(scene)

    await scene.work()

    waiting = await scene.part(number)
    assert waiting.state is State.APPLYING
    assert waiting.note.startswith("All applying is stopped")
    assert scene.phones.applied() == 0
    await scene.store(lambda store: store.close_alert(alert, "Lifted."))
    await scene.work()
    assert (await scene.part(number)).state is State.VERIFIED


async def test_what_was_written_before_a_freeze_is_read_back(scene: Scene) -> None:
    number = await scene.approved(SATURDAY)
    await scene.store(lambda store: store.move(number, 0, [State.APPROVED], State.APPLYING))
    scene.phones.setups["1"] = SATURDAY.applied_to(scene.phones.setups["1"])
    await freeze(scene)

    await scene.work()

    assert (await scene.part(number)).state is State.VERIFIED


async def test_what_was_scheduled_before_a_freeze_is_kept(scene: Scene) -> None:
    number = await scene.approved(SATURDAY)
    scene.phones.due = [scene.clock() + dt.timedelta(hours=10)]
    await scene.work()
    await freeze(scene)

    scene.clock.advance(hours=11)
    await scene.work()

    assert (await scene.part(number)).state is State.VERIFIED


async def test_the_policys_own_freezes_hold_and_say_until_when(scene: Scene) -> None:
    today = Freeze(name="Black Friday", start=dt.datetime(2026, 11, 20), end=dt.datetime(2026, 11, 21))
    scene.policy = RULES.model_copy(update={"freezes": (today,)})
    number = await scene.approved(CHRISTMAS)

    await scene.work()

    part = await scene.part(number)
    assert part.state is State.APPROVED
    assert "Black Friday" in part.note
    scene.clock.advance(days=1)
    await scene.work()
    assert (await scene.part(number)).state is State.VERIFIED


async def test_what_is_over_before_a_freeze_ends_expires(scene: Scene) -> None:
    number = await scene.approved(SATURDAY)
    await freeze(scene)
    await scene.work()

    scene.clock.advance(days=3)
    await scene.work()

    part = await scene.part(number)
    assert (part.state, part.note) == (
        State.EXPIRED,
        f"By now it is over, and it was not applied. It waited: {STOPPED}",
    )


async def test_an_emergency_goes_through_a_freeze_of_the_policy_and_so_does_its_undoing(scene: Scene) -> None:
    today = Freeze(name="Move", start=dt.datetime(2026, 11, 20), end=dt.datetime(2026, 11, 22), restoring=False)
    scene.policy = RULES.model_copy(update={"freezes": (today,)})
    ordinary = await scene.approved(KEY, on=["Sales"])
    emergency = await scene.rushed(SATURDAY, minutes=30)

    await scene.work()

    assert (await scene.part(ordinary)).state is State.APPROVED
    assert (await scene.part(emergency)).state is State.VERIFIED
    scene.clock.advance(minutes=30)
    await scene.work()
    await scene.work()
    assert (await scene.part(emergency)).state is State.REVERTED


async def test_an_emergency_that_was_approved_after_all_waits_like_any_other_change(scene: Scene) -> None:
    today = Freeze(name="Move", start=dt.datetime(2026, 11, 20), end=dt.datetime(2026, 11, 21))
    scene.policy = RULES.model_copy(update={"freezes": (today,), "emergency": ()})
    number = await scene.rushed(SATURDAY)
    await scene.work()
    assert (await scene.part(number)).state is State.PENDING

    await scene.agreed(number, AMIR, quorum=1)
    await scene.work()

    assert "Move" in (await scene.part(number)).note
