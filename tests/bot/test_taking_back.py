"""What is approved and waits can be taken back, as long as nothing of it can be at the vendor."""

from collections.abc import AsyncIterator, Sequence

import pytest

from adapters import Change, Line, RefusedError, UnreachableError
from bot.alerts import AlertKind
from bot.bell import Bell
from bot.deciding import Decider
from bot.errors import NotAllowedError, TooLateError
from bot.policy import Member
from bot.requests import Person, Request, State
from bot.undo import leads_back
from tests.bot.keeping import AMIR, CALLBACK, DANA, KEY, NOOR, SATURDAY, Scene, opened


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with opened() as each:
        yield each


def decider(scene: Scene) -> Decider:
    return Decider(
        store=scene.store,
        lines=scene.lines,
        policy=scene.policy,
        people=scene.people,
        clock=scene.clock,
        bell=Bell(),
        step=lambda _: None,
    )


def member(person: Person) -> Member:
    return Member(person=person, name=person.user.title())


async def freeze(scene: Scene) -> int:
    return (await scene.store(lambda store: store.raise_alert(AlertKind.FROZEN, "Stop."))).number


async def frozen(scene: Scene) -> Request:
    """An approved request that waits for the end of a freeze."""
    number = await scene.approved(SATURDAY)
    await freeze(scene)
    await scene.work()
    return await scene.request(number)


async def test_whoever_asked_takes_back_what_waits_for_the_end_of_a_freeze(scene: Scene) -> None:
    request = await frozen(scene)

    withdrawn = await decider(scene).withdraw(member(DANA), request.id)

    assert (request.waits, withdrawn.state, withdrawn.decided_by) == (True, State.WITHDRAWN, DANA)
    assert [each.person for each in withdrawn.approvals] == [AMIR]


async def test_what_was_taken_back_is_not_applied_after_the_freeze(scene: Scene) -> None:
    request = await frozen(scene)
    await decider(scene).withdraw(member(DANA), request.id)

    alert = await scene.store(lambda store: store.frozen())
    assert alert is not None
    await scene.store(lambda store: store.close_alert(alert.number, "Over."))
    await scene.work()

    assert scene.phones.setups["1"].overrides == ()
    assert (await scene.request(request.id)).state is State.WITHDRAWN


async def test_an_approver_rejects_what_waits_with_a_reason(scene: Scene) -> None:
    request = await frozen(scene)

    rejected = await decider(scene).reject(member(NOOR), request.id, "We stay open")

    assert (rejected.state, rejected.decision_reason, rejected.decided_by) == (State.REJECTED, "We stay open", NOOR)


async def test_nobody_else_takes_it_back(scene: Scene) -> None:
    request = await frozen(scene)

    with pytest.raises(NotAllowedError):
        await decider(scene).withdraw(member(NOOR), request.id)
    with pytest.raises(NotAllowedError):
        await decider(scene).reject(member(DANA), request.id, "I have changed my mind")

    assert (await scene.request(request.id)).state is State.APPROVED


async def test_what_waits_for_a_vendor_that_cannot_be_read_can_be_taken_back(scene: Scene) -> None:
    number = await scene.approved(SATURDAY)
    scene.phones.silent = {"1"}
    await scene.work()
    waiting = await scene.part(number)

    await decider(scene).withdraw(member(DANA), number)
    scene.phones.silent = set()
    await scene.work()

    assert (waiting.state, waiting.written) == (State.APPLYING, False)
    assert (await scene.request(number)).state is State.WITHDRAWN
    assert scene.phones.setups["1"].overrides == ()


async def test_what_may_be_at_the_vendor_cannot_be_taken_back(scene: Scene) -> None:
    number = await scene.approved(KEY, CALLBACK)
    scene.phones.failures_after_write = [UnreachableError("No answer.")]
    await scene.work()

    with pytest.raises(TooLateError, match="already"):
        await decider(scene).withdraw(member(DANA), number)

    assert (await scene.part(number)).written


async def tried_again_in_a_freeze(scene: Scene, number: int) -> Request:
    """A request that has failed, and now waits for the end of a freeze."""
    failed = await scene.part(number)
    await freeze(scene)
    await scene.store(lambda store: store.retry(number, DANA))
    await scene.work()
    assert (failed.state, (await scene.request(number)).state) == (State.FAILED, State.APPROVED)
    return await scene.request(number)


async def test_what_failed_without_a_trace_can_be_taken_back_once_it_is_tried_again(scene: Scene) -> None:
    number = await scene.approved(SATURDAY)
    scene.phones.refused = {"1"}
    await scene.work()
    waiting = await tried_again_in_a_freeze(scene, number)

    withdrawn = await decider(scene).withdraw(member(DANA), number)

    assert (waiting.waits, withdrawn.state) == (True, State.WITHDRAWN)


async def test_what_cannot_be_read_may_have_left_a_trace(scene: Scene) -> None:
    scene.phones.unreadable = frozenset({"set_menu_key"})
    number = await scene.approved(KEY)
    scene.phones.refused = {"1"}
    await scene.work()
    await tried_again_in_a_freeze(scene, number)

    with pytest.raises(TooLateError, match="already approved"):
        await decider(scene).withdraw(member(DANA), number)


async def test_what_failed_half_written_cannot_be_taken_back_though_it_is_tried_again(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def apply(line: Line, changes: Sequence[Change]) -> None:
        scene.phones.setups[line.id] = changes[0].applied_to(scene.phones.setups[line.id])
        msg = "The second one is not wanted."
        raise RefusedError(msg)

    number = await scene.approved(KEY, CALLBACK)
    monkeypatch.setattr(scene.phones, "apply", apply)
    await scene.work()
    assert "A part of it was written all the same" in (await scene.part(number)).note
    await tried_again_in_a_freeze(scene, number)

    with pytest.raises(TooLateError, match="already approved"):
        await decider(scene).withdraw(member(DANA), number)


async def test_only_the_line_that_waits_is_taken_back(scene: Scene) -> None:
    number = await scene.approved(SATURDAY, on=("Support", "Sales"))
    scene.phones.silent = {"2"}
    await scene.work()

    withdrawn = await decider(scene).withdraw(member(DANA), number)

    assert [each.state for each in withdrawn.parts] == [State.VERIFIED, State.WITHDRAWN]
    assert withdrawn.decided_by == AMIR


async def test_withdraw_without_a_number_finds_what_waits(scene: Scene) -> None:
    request = await frozen(scene)

    [found] = await decider(scene).withdrawable(member(DANA), ["Support"])

    assert found.id == request.id


async def test_what_undoes_an_unratified_emergency_is_not_taken_back(scene: Scene) -> None:
    emergency = await scene.rushed(SATURDAY, minutes=10)
    await scene.work()
    await freeze(scene)
    scene.clock.advance(minutes=11)
    await scene.work()
    await scene.work()
    undoing = await scene.request(emergency + 1)

    with pytest.raises(NotAllowedError, match="ratify"):
        await decider(scene).withdraw(member(DANA), undoing.id)

    assert await leads_back(scene.store, undoing)
    assert (await scene.request(undoing.id)).state is State.APPROVED
