"""What something newer has replaced says so at once; what waits for approval is planned anew."""

import datetime as dt
from collections.abc import AsyncIterator

import pytest

from adapters import Close, Reopen, SetMenuKey
from adapters import MenuAction as Action
from bot.requests import State
from bot.undo import undoing
from tests.bot.keeping import AMIR, CHRISTMAS, KEY, SATURDAY, Scene, opened

ENDLESS = Close(start=dt.datetime(2026, 11, 20, 10), end=None)
REOPENED = Reopen(start=CHRISTMAS.start, end=CHRISTMAS.end)
CHRISTMAS_WEEK = Close(start=dt.datetime(2026, 12, 24), end=dt.datetime(2026, 12, 27))


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with opened() as each:
        yield each


async def scheduled(scene: Scene, *changes: Close) -> int:
    """A request that is promised for later."""
    number = await scene.approved(*changes)
    scene.phones.due = [scene.clock() + dt.timedelta(days=20)]
    await scene.work()
    assert (await scene.part(number)).state is State.SCHEDULED
    scene.phones.due = []
    scene.clock.advance(minutes=1)
    return number


async def test_what_a_newer_change_has_replaced_says_so_at_once_and_what_holds_now(scene: Scene) -> None:
    christmas = await scheduled(scene, CHRISTMAS)

    newer = await scene.approved(REOPENED)
    await scene.work()

    part = await scene.part(christmas)
    assert part.state is State.SUPERSEDED
    assert part.note.startswith(f"Request {newer} has replaced this on Support. Fri 25 Dec 2026: 8:00 AM – 6:00 PM")
    assert part.note.endswith(", not closed.")


async def test_what_an_endless_closure_swallows_is_gone_once_that_is_ended_and_says_so_at_once(scene: Scene) -> None:
    christmas = await scheduled(scene, CHRISTMAS)
    await scene.approved(ENDLESS)
    await scene.work()
    swallowed = (await scene.part(christmas)).state

    ending = await scene.approved(Reopen(start=ENDLESS.start, end=None))
    await scene.work()

    part = await scene.part(christmas)
    assert (swallowed, part.state) == (State.SCHEDULED, State.SUPERSEDED)
    assert part.note.startswith(f"Request {ending} has replaced this on Support. Fri 25 Dec 2026: ")


async def test_what_is_verified_and_yet_to_come_is_superseded_too(scene: Scene) -> None:
    christmas = await scene.approved(CHRISTMAS)
    await scene.work()
    verified = (await scene.part(christmas)).state
    scene.clock.advance(minutes=1)

    await scene.approved(REOPENED)
    await scene.work()

    assert (verified, (await scene.part(christmas)).state) == (State.VERIFIED, State.SUPERSEDED)


async def test_what_is_trimmed_stays_promised_and_says_so_once(scene: Scene) -> None:
    week = await scheduled(scene, CHRISTMAS_WEEK)

    newer = await scene.approved(REOPENED)
    for _ in range(3):
        await scene.work()

    part = await scene.part(week)
    assert (part.state, part.note) == (State.SCHEDULED, f"Request {newer} has replaced a part of this.")
    assert part.due is not None
    assert len(await scene.records(week, "replaced")) == 1


async def test_what_was_replaced_holds_again_once_the_newer_change_is_undone(scene: Scene) -> None:
    christmas = await scene.approved(CHRISTMAS)
    await scene.work()
    reopened = await scene.approved(REOPENED)
    await scene.work()
    replaced = (await scene.part(christmas)).state

    await scene.approved(CHRISTMAS, undoes=reopened)
    for _ in range(3):
        await scene.work()

    assert replaced is State.SUPERSEDED
    assert (await scene.part(reopened)).state is State.REVERTED
    assert (await scene.part(christmas)).state is State.VERIFIED
    told = [record.data.get("note") for record in await scene.records(christmas, "applied")]
    assert told == [None, f"Request {reopened} was undone, so this holds again."]


async def test_what_was_replaced_stays_so_where_the_same_is_asked_for_once_more(scene: Scene) -> None:
    christmas = await scene.approved(CHRISTMAS)
    await scene.work()
    await scene.approved(REOPENED)
    await scene.work()

    await scene.approved(CHRISTMAS)
    for _ in range(3):
        await scene.work()

    assert (await scene.part(christmas)).state is State.SUPERSEDED


async def test_an_undone_request_is_reverted_and_not_superseded(scene: Scene) -> None:
    christmas = await scheduled(scene, CHRISTMAS)

    await scene.approved(REOPENED, undoes=christmas)
    await scene.work()

    assert (await scene.part(christmas)).state is State.REVERTED


async def test_a_request_that_waits_is_planned_anew_once_another_has_changed_the_same(scene: Scene) -> None:
    waiting = await scene.asked(SetMenuKey(key="3", action=Action(action="directory")))
    before = await scene.request(waiting)

    newer = await scene.approved(KEY)
    await scene.work()

    request = await scene.request(waiting)
    assert request.state is State.PENDING
    assert request.plan.digest != before.plan.digest
    assert request.parts[0].note.startswith(f"Request {newer} changed Support on Fri 20 Nov, 10:00 AM, so this")
    assert len(await scene.records(waiting, "replanned")) == 1
    assert await scene.store(lambda kept: kept.approve(waiting, AMIR, before.plan.digest, 1)) == "moved"


async def test_a_request_that_would_change_nothing_any_more_ends(scene: Scene) -> None:
    waiting = await scene.asked(SATURDAY)

    newer = await scene.approved(SATURDAY)
    await scene.work()

    part = await scene.part(waiting)
    assert part.state is State.SUPERSEDED
    assert part.note.startswith(f"Request {newer} changed Support on Fri 20 Nov, 10:00 AM. Support is already closed")


async def test_a_request_that_waits_is_left_alone_where_others_have_changed_the_line(scene: Scene) -> None:
    waiting = await scene.asked(KEY)
    touched = SetMenuKey(key="3", action=Action(action="directory"))
    scene.phones.setups["1"] = touched.applied_to(scene.phones.setups["1"])

    await scene.lines.refresh("Support")
    await scene.work()

    assert await scene.records(waiting, "replanned") == []


async def test_a_yes_to_the_plan_before_is_forgotten(scene: Scene) -> None:
    waiting = await scene.asked(SetMenuKey(key="3", action=Action(action="directory")))
    await scene.agreed(waiting, AMIR)

    await scene.approved(KEY)
    await scene.work()

    assert (await scene.request(waiting)).approvals == ()


@pytest.mark.parametrize("begins", [dt.datetime(2026, 11, 23), ENDLESS.start], ids=["to come", "in force"])
async def test_a_closure_until_further_notice_holds_again_once_what_ended_it_is_undone(
    scene: Scene, begins: dt.datetime
) -> None:
    closure = await scene.approved(Close(start=begins, end=None))
    await scene.work()
    before = scene.phones.setups["1"].overrides
    scene.clock.advance(minutes=1)
    start = max(begins, scene.clock().replace(tzinfo=None))
    ending = await scene.approved(Reopen(start=start, end=None))
    await scene.work()
    ended = scene.phones.setups["1"].overrides
    scene.clock.advance(minutes=1)

    unwound = await undoing(scene.store, (await scene.lines.refresh("Support")).facts, scene.clock(), ending)
    await scene.approved(*unwound.unwinding.changes, undoes=ending)
    for _ in range(3):
        await scene.work()

    assert before != ended
    assert (await scene.part(closure)).state is State.VERIFIED
    assert (await scene.part(ending)).state is State.REVERTED
    assert scene.phones.setups["1"].overrides == before


async def test_what_was_not_needed_is_not_brought_back_by_a_later_closure_until_further_notice(scene: Scene) -> None:
    waiting = await scene.asked(ENDLESS)
    first = await scene.approved(ENDLESS)
    await scene.work()
    await scene.approved(Reopen(start=ENDLESS.start, end=None), undoes=first)
    await scene.work()

    await scene.approved(ENDLESS)
    for _ in range(3):
        await scene.work()

    assert (await scene.part(waiting)).state is State.SUPERSEDED


async def test_what_was_replaced_stays_so_where_something_else_closes_the_line_since(scene: Scene) -> None:
    monday, wednesday = dt.datetime(2026, 11, 23), dt.datetime(2026, 11, 25)
    closure = await scene.approved(Close(start=monday, end=None))
    await scene.work()
    ending = await scene.approved(Reopen(start=monday, end=None))
    await scene.work()
    await scene.approved(Close(start=monday, end=wednesday), undoes=ending)
    await scene.work()
    scene.clock.advance(minutes=1)

    await scene.approved(Close(start=monday, end=None))
    for _ in range(3):
        await scene.work()

    assert (await scene.part(ending)).state is State.REVERTED
    assert (await scene.part(closure)).state is State.SUPERSEDED
