"""What was approved is applied only while those who approved it still may."""

from collections.abc import AsyncIterator

import pytest

from adapters import Reopen
from bot.bell import Bell
from bot.gate import Gate
from bot.policy import Member
from bot.progress import Progress
from bot.requests import State
from tests.bot.keeping import AMIR, CALLBACK, DANA, GONE, KEY, NOOR, RULES, SATURDAY, Scene, opened

BACK = Reopen(start=SATURDAY.start, end=SATURDAY.end)


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with opened() as each:
        yield each


async def test_an_approver_who_lost_the_right_before_it_was_applied_takes_the_approval_along(scene: Scene) -> None:
    number = await scene.approved(SATURDAY)
    scene.people.members["UAMIR"] = GONE

    await scene.work()

    request = await scene.request(number)
    assert request.state is State.PENDING
    assert (request.approvals, request.decided_by) == ((), None)
    note = "Amir may no longer approve changes of Support, so this waits for approval again."
    assert request.parts[0].note == note
    assert await scene.notes(number, "lost right") == [note]
    assert request.expires == scene.policy.expiry(scene.clock(), request.plan)
    assert scene.phones.applied() == 0


async def test_what_waits_for_approval_again_can_be_approved_by_somebody_else(scene: Scene) -> None:
    number = await scene.approved(SATURDAY)
    scene.people.members["UAMIR"] = GONE
    await scene.work()

    await scene.approve(number, NOOR)
    await scene.work()

    assert (await scene.part(number)).state is State.VERIFIED


async def test_of_two_approvals_one_may_be_lost_if_one_is_enough(scene: Scene) -> None:
    number = await scene.asked(SATURDAY)
    await scene.agreed(number, AMIR, NOOR)
    scene.people.members["UAMIR"] = GONE

    await scene.work()

    assert (await scene.part(number)).state is State.VERIFIED


async def test_where_two_have_to_approve_one_who_is_gone_is_missed(scene: Scene) -> None:
    scene.policy = RULES.model_copy(update={"quorum": 2})
    number = await scene.asked(SATURDAY, on=["Support", "Sales"])
    await scene.agreed(number, AMIR, NOOR)
    scene.people.members["UAMIR"] = GONE

    await scene.work()

    request = await scene.request(number)
    assert {part.state for part in request.parts} == {State.PENDING}
    assert "Amir may no longer approve changes of Support and Sales" in request.parts[0].note


async def test_a_stricter_policy_after_a_restart_counts_for_what_was_not_applied_yet(scene: Scene) -> None:
    number = await scene.approved(SATURDAY)
    scene.policy = RULES.model_copy(update={"quorum": 2})

    await scene.work()

    part = await scene.part(number)
    assert part.state is State.PENDING
    assert part.note == "By now 2 people have to approve this, and 1 did, so it waits for approval."


async def test_nothing_is_applied_that_nobody_is_known_to_have_approved(scene: Scene) -> None:
    number = await scene.asked(SATURDAY)
    await scene.store(lambda store: store.move(number, 0, [State.PENDING], State.APPROVED))

    await scene.work()

    assert (await scene.part(number)).note == "Nobody is known to have approved this, so it waits for approval."


async def test_while_nobody_can_tell_who_somebody_is_nothing_is_applied(scene: Scene) -> None:
    number = await scene.approved(SATURDAY)
    scene.people.away = True
    keeper = scene.keeper()

    await keeper.work()
    await keeper.work()

    part = await scene.part(number)
    assert part.state is State.APPROVED
    assert await scene.notes(number, "waiting") == [part.note]
    assert part.note.startswith("Slack does not say just now")
    scene.people.away = False
    await scene.work()
    assert (await scene.part(number)).state is State.VERIFIED


async def test_a_request_of_several_lines_is_looked_at_once_a_round(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, bool]] = []
    member = scene.people.member

    async def remembered(user: str, *, fresh: bool = False) -> Member:
        asked.append((user, fresh))
        return await member(user, fresh=fresh)

    monkeypatch.setattr(scene.people, "member", remembered)
    number = await scene.approved(SATURDAY, on=["Support", "Sales"])

    await scene.work()

    assert {part.state for part in (await scene.request(number)).parts} == {State.VERIFIED}
    assert asked == [("UAMIR", True)]


async def test_what_nobody_had_to_approve_needs_a_requester_who_may_still_ask(scene: Scene) -> None:
    scene.policy = RULES.model_copy(update={"approval_to_restore": False})
    await scene.approved(SATURDAY)
    await scene.work()
    number = await scene.asked(
        BACK, state=State.APPROVED, waived="Nobody has to approve it: it only leads back to the usual."
    )
    scene.people.members["UDANA"] = Member(person=DANA, name="Dana", guest=True)

    await scene.work()

    part = await scene.part(number)
    assert part.state is State.PENDING
    assert part.note == "Dana may no longer ask for changes of Support, so this waits for approval."


async def test_what_nobody_had_to_approve_is_applied(scene: Scene) -> None:
    scene.policy = RULES.model_copy(update={"approval_to_restore": False})
    await scene.approved(SATURDAY)
    await scene.work()
    number = await scene.asked(BACK, state=State.APPROVED, waived="It leads back to the usual.")

    await scene.work()

    assert (await scene.part(number)).state is State.VERIFIED


async def test_what_had_to_be_approved_meanwhile_is_asked(scene: Scene) -> None:
    number = await scene.asked(KEY, state=State.APPROVED, waived="It was nothing.")

    await scene.work()

    assert (await scene.part(number)).note == "By now somebody has to approve this, so it waits for approval."


async def test_an_emergency_needs_a_requester_who_may_still_have_it_applied_at_once(scene: Scene) -> None:
    number = await scene.rushed(SATURDAY)
    scene.policy = RULES.model_copy(update={"emergency": ("UNOOR",)})

    await scene.work()

    request = await scene.request(number)
    assert request.state is State.PENDING
    assert request.parts[0].note == "Udana may no longer have changes applied at once, so this waits for approval."
    assert request.ratify_by is None


async def test_a_ratified_emergency_stands_on_the_word_of_who_ratified_it(scene: Scene) -> None:
    number = await scene.rushed(SATURDAY)
    await scene.store(lambda store: store.ratify(number, AMIR))

    await scene.work()

    assert (await scene.part(number)).state is State.VERIFIED


async def test_of_several_lines_those_that_are_done_stay_done_when_a_right_is_lost(scene: Scene) -> None:
    number = await scene.approved(SATURDAY, on=["Support", "Sales"])
    first = await scene.rushed(CALLBACK)
    scene.phones.silent = {"1"}
    await scene.work()
    scene.people.members["UAMIR"] = GONE
    scene.phones.silent = set()
    await scene.work()

    support, sales = (await scene.request(number)).parts
    assert (await scene.part(first)).state is State.VERIFIED
    assert sales.state is State.VERIFIED
    assert support.state is State.PENDING


async def test_an_emergency_that_would_be_undone_at_once_is_not_begun(scene: Scene) -> None:
    bell = Bell()
    gate = Gate(
        store=scene.store,
        policy=scene.policy,
        people=scene.people,
        clock=scene.clock,
        bell=bell,
        progress=Progress(scene.store, bell),
    )
    number = await scene.rushed(SATURDAY, minutes=60)
    scene.clock.advance(minutes=59)
    in_time = await gate.opens(number, 0)
    scene.clock.advance(minutes=1)

    assert (in_time, await gate.opens(number, 0)) == (True, False)


async def test_what_was_begun_and_is_not_written_needs_its_approver_still(scene: Scene) -> None:
    number = await scene.approved(SATURDAY)
    scene.phones.silent = {"1"}
    await scene.work()
    assert (await scene.part(number)).state is State.APPLYING
    scene.people.members["UAMIR"] = GONE
    scene.phones.silent = set()

    await scene.work()

    request = await scene.request(number)
    assert (request.state, request.approvals) == (State.PENDING, ())
    assert request.parts[0].note == "Amir may no longer approve changes of Support, so this waits for approval again."
    assert scene.phones.applied() == 0


async def test_what_got_through_before_a_right_was_lost_is_applied(scene: Scene) -> None:
    number = await scene.approved(SATURDAY)
    scene.phones.silent = {"1"}
    await scene.work()
    scene.phones.setups["1"] = SATURDAY.applied_to(scene.phones.setups["1"])
    scene.people.members["UAMIR"] = GONE
    scene.phones.silent = set()

    await scene.work()

    assert (await scene.part(number)).state is State.VERIFIED


async def test_an_emergency_of_which_one_line_is_begun_still_has_to_be_ratified(scene: Scene) -> None:
    number = await scene.rushed(CALLBACK, on=["Support", "Sales"])
    scene.phones.silent = {"1"}
    await scene.store(lambda store: store.move(number, 0, [State.APPROVED], State.APPLYING))
    scene.people.members["UDANA"] = Member(person=DANA, name="Dana", guest=True)
    await scene.work()

    request = await scene.request(number)
    assert [part.state for part in request.parts] == [State.APPLYING, State.PENDING]
    assert request.is_unratified

    scene.phones.silent = set()
    scene.phones.setups["1"] = CALLBACK.applied_to(scene.phones.setups["1"])
    scene.clock.advance(minutes=61)
    for _ in range(3):
        await scene.work()

    assert (await scene.part(number)).state is State.REVERTED
