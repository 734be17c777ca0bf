"""What is approved is applied at once, unless it is frozen, another change is under way, or a right was lost."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters import Change, NewLine, Reopen
from bot import plans
from bot.alerts import AlertKind
from bot.errors import NothingToDoError
from bot.policy import Freeze, Member
from bot.requests import Plan, Record, State
from tests.bot.keeping import (
    AMIR,
    CALLBACK,
    CHRISTMAS,
    DANA,
    GONE,
    KEY,
    NOOR,
    RULES,
    SATURDAY,
    Scene,
    opened,
)
from tests.fakes import KIND, NEW_YORK

BACK = Reopen(start=SATURDAY.start, end=SATURDAY.end)


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with opened() as each:
        yield each


async def freeze(scene: Scene) -> int:
    alert = await scene.store(lambda store: store.raise_alert(AlertKind.FROZEN, "Amir has stopped everything."))
    return alert.number


# Freezes


async def test_nothing_is_applied_during_a_freeze_and_the_card_says_so_once(scene: Scene) -> None:
    number = await scene.approved(SATURDAY)
    await freeze(scene)

    await scene.work()
    await scene.work()

    part = await scene.part(number)
    assert part.state is State.APPROVED
    assert part.note == "All applying is stopped, so this waits until an approver lifts the freeze."
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
    assert (part.state, part.note) == (State.EXPIRED, "By now it is over, and it was not seen to take effect.")


# One change at a time


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


# Rights


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


# In every order

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
