"""One change at a time is made on a line: the others wait for it, and say for which."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters import Change
from bot.errors import NothingToDoError
from bot.requests import Record, State
from tests.bot.keeping import CALLBACK, CHRISTMAS, KEY, SATURDAY, Scene, opened


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with opened() as each:
        yield each


async def test_a_second_change_of_a_line_waits_for_the_first_and_says_for_which(scene: Scene) -> None:
    first = await scene.approved(SATURDAY)
    second = await scene.approved(CALLBACK)
    scene.phones.silent = {"1"}
    keeper = scene.keeper()

    await keeper.work()
    await keeper.work()

    assert (await scene.part(first)).state is State.APPLYING
    waiting = await scene.part(second)
    assert waiting.state is State.APPROVED
    assert waiting.note == f"It waits for request {first}: one change at a time is made on Support."
    scene.phones.silent = set()
    await scene.work()
    assert (await scene.part(second)).state is State.VERIFIED
    assert [each.kind for each in await scene.store(lambda store: store.records(request=second))] == [
        "asked",
        "approved",
        "waiting",
        "applying",
        "applied",
        "verified",
    ]


async def test_changes_of_different_lines_do_not_wait_for_each_other(scene: Scene) -> None:
    first = await scene.approved(SATURDAY)
    scene.phones.silent = {"1"}
    keeper = scene.keeper()
    await keeper.work()
    second = await scene.approved(CALLBACK, on=["Sales"])

    await keeper.work()

    assert (await scene.part(first)).state is State.APPLYING
    assert (await scene.part(second)).state is State.VERIFIED


async def test_a_change_waits_for_one_that_reaches_its_line_by_a_shared_schedule(scene: Scene) -> None:
    scene.phones.together = {"1", "2"}
    shared = SATURDAY.model_copy(update={"shared": True})
    first = await scene.approved(shared)
    scene.phones.silent = {"1"}
    keeper = scene.keeper()
    await keeper.work()
    second = await scene.approved(CALLBACK, on=["Sales"])

    await keeper.work()

    assert (await scene.part(first)).state is State.APPLYING
    assert f"waits for request {first}" in (await scene.part(second)).note


async def test_a_change_waits_as_long_as_the_vendor_may_lag_with_the_one_before(scene: Scene) -> None:
    first = await scene.approved(SATURDAY)
    scene.phones.deaf = True
    keeper = scene.keeper(read_back=60.0)
    await keeper.work()
    scene.phones.deaf = False
    second = await scene.approved(CALLBACK)

    await keeper.work()

    assert (await scene.part(first)).state is State.APPLIED
    assert (await scene.part(second)).state is State.APPROVED


async def test_an_emergency_does_not_wait_until_what_was_written_is_proven(scene: Scene) -> None:
    await scene.approved(CALLBACK)
    scene.phones.deaf = True
    keeper = scene.keeper(read_back=60.0)
    await keeper.work()
    scene.phones.deaf = False
    emergency = await scene.rushed(SATURDAY)

    await keeper.work()

    assert (await scene.part(emergency)).state is State.VERIFIED


async def test_a_change_that_is_not_proven_keeps_no_other_waiting(scene: Scene) -> None:
    first = await scene.approved(SATURDAY)
    scene.phones.deaf = True
    await scene.work()
    scene.phones.deaf = False
    second = await scene.approved(CALLBACK)

    await scene.work()

    assert "not proven" in (await scene.part(first)).note
    assert (await scene.part(second)).state is State.VERIFIED


async def test_a_change_that_is_tried_for_minutes_keeps_no_other_waiting(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.progress.FIRST_PAUSE", 0.0)
    first = await scene.approved(SATURDAY)
    second = await scene.approved(CALLBACK)
    scene.phones.silent = {"1"}
    keeper = scene.keeper()
    for _ in range(7):
        await keeper.work()
    assert (await scene.part(second)).state is State.APPROVED

    await keeper.work()

    assert (await scene.part(first)).state is State.APPLYING
    assert (await scene.part(second)).state is State.APPLYING


async def test_an_emergency_is_applied_before_what_was_approved_earlier(scene: Scene) -> None:
    ordinary = await scene.approved(CALLBACK)
    emergency = await scene.rushed(SATURDAY)

    await scene.work()

    (first,) = await scene.records(emergency, "applying")
    (then,) = await scene.records(ordinary, "applying")
    assert first.number < then.number


TOGETHER = SATURDAY.model_copy(update={"shared": True})
UNDER_WAY = {State.APPROVED, State.APPLYING, State.APPLIED}
ASKS = st.tuples(
    st.sampled_from([TOGETHER, CALLBACK, KEY, CHRISTMAS]),
    st.sampled_from([("Support",), ("Sales",), ("Support", "Sales")]),
    st.booleans(),
    st.sets(st.sampled_from(["1", "2"])),
)


@settings(max_examples=5, deadline=None)
@given(asks=st.lists(ASKS, min_size=1, max_size=6))
def test_in_every_order_all_is_carried_out_and_never_two_changes_of_a_line_at_a_time(
    asks: list[tuple[Change, tuple[str, ...], bool, set[str]]],
) -> None:
    async def tell() -> tuple[list[State], list[Record]]:
        async with opened() as scene:
            scene.phones.together = {"1", "2"}
            for change, on, rushed, silent in asks:
                try:
                    await (scene.rushed(change, on=on) if rushed else scene.approved(change, on=on))
                except NothingToDoError:  # it is so already
                    continue
                scene.phones.silent = silent
                await scene.work()
                scene.phones.silent = set()
            for _ in range(2 * len(asks) + 2):
                if await scene.store(lambda store: store.requests_in(UNDER_WAY)):
                    await scene.work()
            requests = await scene.store(lambda store: store.requests_in(State))
            records = await scene.store(lambda store: store.records())
            return [part.state for request in requests for part in request.parts], records

    states, records = asyncio.run(tell())

    assert not UNDER_WAY.intersection(states)
    busy: dict[str | None, int | None] = {}
    for record in records:
        if record.kind == "applying":
            assert busy.setdefault(record.line, record.request) == record.request
        elif record.kind in {"verified", "failed", "superseded", "replanned", "expired"}:
            busy.pop(record.line, None)
