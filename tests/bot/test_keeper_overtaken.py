"""An older request never writes over a newer one, and its own half is nobody else's change."""

from collections.abc import AsyncIterator, Sequence
from functools import partial

import pytest

from adapters import Change, Line, MenuAction, SetOption, UnreachableError
from bot import plans
from bot.alerts import AlertKind
from bot.requests import Plan, State
from bot.store import Store
from bot.undo import undoing
from tests.bot.keeping import CHRISTMAS, DANA, KEY, NOW, REOPEN, Scene, opened
from tests.fakes import FakePhones

RING = SetOption(name="ring_seconds", value=20)


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with opened() as each:
        yield each


async def begun(scene: Scene, number: int, *then: State, taken: bool = True) -> None:
    """Another process has claimed a request, written it if it was `taken`, and come through some states."""
    plan = (await scene.part(number)).plan
    for source, target in zip((State.APPROVED, State.APPLYING, *then), (State.APPLYING, *then), strict=False):
        assert await scene.store(partial(Store.move, number=number, part=0, source=[source], target=target))
    if taken:
        for change in plan.changes:
            scene.phones.setups["1"] = change.applied_to(scene.phones.setups["1"])


def answering_nothing(scene: Scene, monkeypatch: pytest.MonkeyPatch, taken: int) -> None:
    """The vendor takes the first of some changes and does not answer."""

    async def apply(line: Line, changes: Sequence[Change]) -> None:
        await FakePhones.apply(scene.phones, line, changes[:taken])
        msg = "No answer in time."
        raise UnreachableError(msg)

    monkeypatch.setattr(scene.phones, "apply", apply)


def is_closed(scene: Scene) -> bool:
    return bool(scene.phones.setups["1"].overrides)


async def test_what_was_taken_without_an_answer_goes_on_once_it_is_seen(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = await scene.approved(NOW)
    answering_nothing(scene, monkeypatch, taken=1)
    await scene.work()
    unknown = await scene.part(number)

    await scene.work()

    assert unknown.state is State.APPLYING
    assert (await scene.part(number)).state is State.VERIFIED
    assert scene.phones.applied() == 1


async def test_what_the_vendor_does_not_show_is_written_again(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.phones.unreadable = frozenset({"set_menu_key"})
    number = await scene.approved(KEY)
    answering_nothing(scene, monkeypatch, taken=1)
    await scene.work()
    monkeypatch.undo()

    await scene.work()

    assert (await scene.part(number)).state is State.ACCEPTED
    assert scene.phones.applied() == 2


async def test_an_older_request_is_not_written_again_over_a_newer_one(scene: Scene) -> None:
    older = await scene.approved(NOW)
    await begun(scene, older)
    newer = await scene.approved(REOPEN)
    await begun(scene, newer, State.APPLIED, State.VERIFIED)

    await scene.work()

    part = await scene.part(older)
    assert (part.state, is_closed(scene)) == (State.SUPERSEDED, False)
    assert part.note == (
        f"Request {newer} was applied after this was begun and is about the same, so this is not written again. Ask"
        " again for what is still wanted."
    )
    assert scene.phones.applied() == 0


async def test_an_older_request_waits_for_a_newer_one_that_is_being_written(scene: Scene) -> None:
    older = await scene.approved(NOW)
    await begun(scene, older)
    newer = await scene.approved(REOPEN)
    await begun(scene, newer)

    await scene.work()
    waiting = await scene.notes(older, "waiting")
    await scene.work()

    assert waiting == [f"Request {newer} was begun after this and is about the same, so this waits for it."]
    assert [(await scene.part(each)).state for each in (older, newer)] == [State.SUPERSEDED, State.VERIFIED]
    assert not is_closed(scene)


async def test_a_newer_request_about_something_else_keeps_nobody_from_writing(scene: Scene) -> None:
    older = await scene.approved(NOW)
    await begun(scene, older, taken=False)
    newer = await scene.approved(KEY)
    await begun(scene, newer, State.APPLIED, State.VERIFIED)

    await scene.work()

    assert ((await scene.part(older)).state, is_closed(scene)) == (State.VERIFIED, True)


async def test_our_own_half_is_written_to_its_end_and_is_nobody_elses_change(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    await scene.work()
    number = await scene.approved(KEY, RING)
    answering_nothing(scene, monkeypatch, taken=1)
    await scene.work()
    monkeypatch.undo()

    for _ in range(3):
        await scene.work()
        scene.clock.advance(minutes=11)

    assert (await scene.part(number)).state is State.VERIFIED
    assert await scene.records(number, "replanned") == []
    assert await scene.store(lambda store: store.open_alerts(kind=AlertKind.DRIFT)) == []


async def test_where_somebody_changed_the_other_half_it_is_said_that_a_part_was_written_and_that_is_no_drift(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    await scene.work()
    number = await scene.approved(KEY, RING)
    answering_nothing(scene, monkeypatch, taken=1)
    await scene.work()
    monkeypatch.undo()
    scene.phones.setups["1"] = SetOption(name="ring_seconds", value=45).applied_to(scene.phones.setups["1"])

    for _ in range(3):
        await scene.work()
        scene.clock.advance(minutes=11)

    part = await scene.part(number)
    assert part.state is State.PENDING
    assert part.note.startswith(
        "Support was changed since this was asked, and a part of it was written, but no more is applied."
    )
    assert await scene.store(lambda store: store.open_alerts(kind=AlertKind.DRIFT)) == []


async def test_what_was_perhaps_written_is_not_said_to_be_nothing(scene: Scene) -> None:
    number = await scene.approved(RING)
    await begun(scene, number, taken=False)
    scene.phones.setups["1"] = SetOption(name="ring_seconds", value=45).applied_to(scene.phones.setups["1"])

    await scene.work()

    part = await scene.part(number)
    assert part.state is State.PENDING
    assert "so it is not applied, whether or not it was written before." in part.note


async def undo_asked(scene: Scene, number: int) -> int:
    """A request, pending, that undoes another."""
    facts = (await scene.lines.refresh("Support")).facts
    undone = await undoing(scene.store, facts, scene.clock(), number)
    plan = Plan(parts=(undone.marked(plans.make(undone.unwinding.changes, facts, scene.clock())),))
    expires = scene.policy.expiry(scene.clock(), plan)
    request = await scene.store(
        lambda kept: kept.add_request(person=DANA, words="undo", reason="", plan=plan, expires=expires, draft="undo")
    )
    return request.id


async def test_an_undo_that_was_planned_before_takes_no_newer_closure_away(scene: Scene) -> None:
    christmas = CHRISTMAS
    first = await scene.approved(christmas)
    await scene.work()
    undo = await undo_asked(scene, first)
    reopened = await scene.approved(REOPEN.model_copy(update={"start": christmas.start, "end": christmas.end}))
    await begun(scene, reopened, State.APPLIED, State.VERIFIED)
    again = await scene.approved(christmas)
    await begun(scene, again, State.APPLIED, State.VERIFIED)

    await scene.approve(undo)
    await scene.work()

    part = await scene.part(undo)
    assert (part.state, is_closed(scene)) == (State.FAILED, True)
    assert (
        f"That cannot be undone any more. What applies on Fri 25 Dec 2026, all day stays: request {again}" in part.note
    )


async def test_an_undo_whose_line_has_only_newer_things_beside_it_goes_on(scene: Scene) -> None:
    first = await scene.approved(KEY)
    await scene.work()
    undo = await undo_asked(scene, first)
    await scene.approved(NOW)
    await scene.work()

    await scene.approve(undo)
    await scene.work()

    assert [(await scene.part(each)).state for each in (undo, first)] == [State.VERIFIED, State.REVERTED]


async def test_undo_means_what_was_applied_last_though_the_clock_was_set_back(scene: Scene) -> None:
    await scene.approved(CHRISTMAS)
    await scene.work()
    scene.clock.advance(hours=-3)
    later = await scene.approved(NOW)
    await scene.work()
    facts = (await scene.lines.refresh("Support")).facts

    undone = await undoing(scene.store, facts, scene.clock())

    assert undone.request.id == later


async def test_a_newer_change_is_known_as_newer_though_the_clock_was_set_back(scene: Scene) -> None:
    older = await scene.approved(KEY)
    scene.phones.deaf = True
    await scene.work()
    doubted = await scene.part(older)
    scene.clock.advance(hours=-3)
    scene.phones.deaf = False
    newer = await scene.approved(KEY.model_copy(update={"action": MenuAction(action="menu")}))

    for _ in range(2):
        await scene.work()

    part = await scene.part(older)
    assert doubted.state is State.APPLIED
    assert (part.state, part.note) == (State.SUPERSEDED, f"Request {newer} has replaced this on Support.")
