import datetime as dt
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from adapters import (
    Change,
    Close,
    DeniedError,
    OpenSpecial,
    RefusedError,
    Reopen,
    SetCallback,
    SetHours,
    UnreachableError,
    Weekday,
)
from bot.bell import Bell
from bot.keeper import Keeper
from bot.lines import Lines, LineSetting
from bot.requests import Request, State
from bot.store import StoreThread
from tests.bot import asking
from tests.fakes import Clock, FakePhones

SATURDAY = Close(start=dt.datetime(2026, 11, 21), end=dt.datetime(2026, 11, 22))


@dataclass
class Scene:
    """A phone system, a store, and as many keepers as there were restarts."""

    clock: Clock
    phones: FakePhones
    store: StoreThread
    lines: Lines
    steps: list[str] = field(default_factory=list)
    rings: list[None] = field(default_factory=list)

    def keeper(self, *, observe: bool = False, read_back: float = 0.0) -> Keeper:
        """A keeper as after a restart: it remembers nothing but what is in the store."""
        bell = Bell()
        bell.subscribe(lambda: self.rings.append(None))
        return asking.keeper(
            self.store,
            self.lines,
            self.clock,
            bell=bell,
            step=self.steps.append,
            observe=observe,
            read_back=read_back,
        )

    async def approved(self, change: Change = SATURDAY, *, undoes: int | None = None) -> int:
        return await asking.approved(self.store, self.lines, self.clock, change, undoes=undoes)

    async def request(self, number: int) -> Request:
        return await self.store(lambda store: store.request(number))

    async def kinds(self, number: int) -> list[str]:
        records = await self.store(lambda store: store.records(request=number))
        return [record.kind for record in records]


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    clock, phones = Clock(), FakePhones("Support")
    store = StoreThread(None, clock)
    settings = LineSetting(name="Support", vendor="fake", id="1")
    yield Scene(clock, phones, store, Lines([settings], {"fake": phones}, store, clock))
    store.close()


async def test_an_approved_request_is_applied_once_and_verified(scene: Scene) -> None:
    number = await scene.approved()

    await scene.keeper().work()
    await scene.keeper().work()

    assert (await scene.request(number)).state is State.VERIFIED
    assert scene.phones.applied() == 1
    assert await scene.kinds(number) == ["asked", "approved", "applying", "applied", "verified"]
    assert scene.steps == ["claimed", "before the write", "after the write"]


async def test_a_line_that_moved_since_is_asked_anew_and_not_touched(scene: Scene) -> None:
    number = await scene.approved()
    foreign = SetHours.model_validate({"rows": {"sat": [["10:00", "12:00"]]}})
    scene.phones.setups["1"] = foreign.applied_to(scene.phones.setups["1"])

    await scene.keeper().work()

    request = await scene.request(number)
    assert request.state is State.PENDING
    assert request.decided_by is None
    assert "10:00 AM" in request.parts[0].plan.differences[0].was
    assert "changed since" in request.parts[0].note
    assert scene.phones.applied() == 0


async def test_an_undo_that_is_asked_anew_is_still_an_undo(scene: Scene) -> None:
    first = await scene.approved()
    await scene.keeper().work()
    undo = await scene.approved(Reopen(start=SATURDAY.start, end=SATURDAY.end), undoes=first)
    foreign = SetHours.model_validate({"rows": {"sat": [["10:00", "12:00"]]}})
    scene.phones.setups["1"] = scene.phones.setups["1"].model_copy(update={"overrides": ()})
    scene.phones.setups["1"] = SATURDAY.model_copy(update={"start": dt.datetime(2026, 11, 21, 11)}).applied_to(
        foreign.applied_to(scene.phones.setups["1"])
    )

    await scene.keeper().work()

    (part,) = (await scene.request(undo)).parts
    assert part.state is State.PENDING
    assert part.plan.undoes == first
    assert part.plan.summary.startswith(f"Undo request {first}: ")


async def test_a_change_elsewhere_on_the_line_does_not_void_the_approval(scene: Scene) -> None:
    number = await scene.approved()
    scene.phones.setups["1"] = SetCallback(on=True).applied_to(scene.phones.setups["1"])

    await scene.keeper().work()

    assert (await scene.request(number)).state is State.VERIFIED


async def test_what_has_come_true_by_other_hands_is_superseded(scene: Scene) -> None:
    number = await scene.approved()
    scene.phones.setups["1"] = SetHours(rows={Weekday.SAT: ()}).applied_to(scene.phones.setups["1"])

    await scene.keeper().work()

    request = await scene.request(number)
    assert request.state is State.SUPERSEDED
    assert "already closed" in request.parts[0].note


async def test_a_silent_vendor_is_tried_again_and_the_card_says_so(scene: Scene) -> None:
    number = await scene.approved()
    silence = UnreachableError("The phone system does not answer.")
    scene.phones.failures = [silence, silence]

    await scene.keeper().work()

    request = await scene.request(number)
    assert request.state is State.APPLYING
    assert request.parts[0].note == "The phone system does not answer. Trying again."
    await scene.keeper().work()
    assert (await scene.request(number)).state is State.VERIFIED


async def test_a_write_that_took_place_without_an_answer_is_not_taken_for_a_foreign_change(scene: Scene) -> None:
    number = await scene.approved()
    await scene.store(lambda store: store.move(number, 0, [State.APPROVED], State.APPLYING))
    scene.phones.setups["1"] = SATURDAY.applied_to(scene.phones.setups["1"])

    await scene.keeper().work()

    assert (await scene.request(number)).state is State.VERIFIED


async def test_a_refusal_fails_with_the_vendors_words_and_is_not_repeated(scene: Scene) -> None:
    number = await scene.approved()
    await scene.lines.refresh("Support")
    keeper = scene.keeper()
    scene.phones.refusal = RefusedError("Dialpad says: no.")
    await keeper.work()
    await keeper.work()

    request = await scene.request(number)
    assert request.state is State.FAILED
    assert request.parts[0].note == "Dialpad says: no."
    assert scene.phones.applied() == 1


async def test_a_vendor_that_says_yes_and_does_nothing_is_found_out(scene: Scene) -> None:
    number = await scene.approved()
    scene.phones.deaf = True

    await scene.keeper(read_back=0.0).work()

    request = await scene.request(number)
    assert request.state is State.APPLIED
    assert "not proven. What was read back is not what was approved" in request.parts[0].note
    assert scene.phones.applied() == 1


async def test_what_the_vendor_shows_late_is_verified_late(scene: Scene) -> None:
    number = await scene.approved()
    scene.phones.deaf = True
    await scene.keeper(read_back=0.0).work()

    scene.phones.setups["1"] = SATURDAY.applied_to(scene.phones.setups["1"])
    await scene.keeper().work()

    request = await scene.request(number)
    assert request.state is State.VERIFIED
    assert request.parts[0].note == ""
    assert scene.phones.applied() == 1


async def test_a_newer_request_for_something_else_replaces_nothing(scene: Scene) -> None:
    number = await scene.approved(SetCallback(on=True))
    scene.phones.deaf = True
    await scene.keeper(read_back=0.0).work()
    scene.phones.deaf = False
    scene.clock.advance(minutes=1)
    await scene.approved()

    await scene.keeper(read_back=0.0).work()
    await scene.keeper(read_back=0.0).work()

    request = await scene.request(number)
    assert request.state is State.APPLIED
    assert "not proven" in request.parts[0].note


async def test_a_refused_read_after_the_write_is_no_failure(scene: Scene) -> None:
    number = await scene.approved()
    keeper = scene.keeper(read_back=60.0)
    scene.phones.failures_after_write = [DeniedError("refused our credentials (401)")]

    await keeper.work()

    assert (await scene.request(number)).state is State.APPLIED
    await scene.keeper().work()
    assert (await scene.request(number)).state is State.VERIFIED


async def test_what_is_asked_anew_while_the_keeper_works_is_not_applied(scene: Scene) -> None:
    number = await scene.approved()
    request = await scene.request(number)
    assert await scene.store(lambda store: store.replan(number, 0, request.parts[0].plan, "It moved.", request.expires))

    assert (await scene.request(number)).state is State.PENDING
    await scene.keeper().work()
    assert scene.phones.applied() == 0


async def test_what_the_vendor_does_not_show_is_never_called_verified(scene: Scene) -> None:
    number = await scene.approved(SetCallback(on=True))
    scene.phones.unreadable = frozenset({"set_callback"})

    await scene.keeper().work()

    request = await scene.request(number)
    assert request.state is State.ACCEPTED
    assert request.parts[0].note == "Fake accepts it but does not show it."


async def test_a_request_that_nobody_decides_expires(scene: Scene) -> None:
    number = await scene.approved()
    await scene.store(lambda store: store.move(number, 0, [State.APPROVED], State.PENDING))
    scene.clock.advance(hours=73)

    await scene.keeper().work()

    assert (await scene.request(number)).state is State.EXPIRED
    assert scene.phones.applied() == 0


async def test_an_approval_that_comes_after_the_end_changes_nothing(scene: Scene) -> None:
    number = await scene.approved()
    scene.clock.advance(days=3)

    await scene.keeper().work()

    assert (await scene.request(number)).state is State.EXPIRED
    assert scene.phones.applied() == 0


async def test_what_is_wrong_with_one_line_keeps_the_keeper_going(scene: Scene) -> None:
    number = await scene.approved()
    scene.phones.failures = [RuntimeError("nobody expected this")]
    keeper = scene.keeper()

    await keeper.work()
    await keeper.work()

    assert keeper.last_tick == scene.clock()
    assert (await scene.request(number)).state is State.VERIFIED


async def test_an_observer_writes_nothing(scene: Scene) -> None:
    number = await scene.approved()

    await scene.keeper(observe=True).work()

    assert (await scene.request(number)).state is State.FAILED
    assert scene.phones.applied() == 0


async def test_two_requests_on_one_line_are_applied_in_the_order_of_asking(scene: Scene) -> None:
    first = await scene.approved()
    scene.clock.advance(minutes=1)
    second = await scene.approved(SetCallback(on=True))

    await scene.keeper().work()

    assert (await scene.request(first)).state is State.VERIFIED
    assert (await scene.request(second)).state is State.VERIFIED
    assert scene.phones.setups["1"].queue is not None
    assert scene.phones.setups["1"].queue.callback


async def test_a_scheduled_change_is_verified_when_its_time_has_come(scene: Scene) -> None:
    number = await scene.approved()
    scene.phones.due = [scene.clock() + dt.timedelta(hours=10)]

    await scene.keeper().work()
    waiting = await scene.request(number)
    scene.clock.advance(hours=11)
    await scene.keeper().work()

    assert waiting.state is State.SCHEDULED
    assert [waiting.parts[0].due] == scene.phones.due
    assert (await scene.request(number)).state is State.VERIFIED


async def test_a_scheduled_change_that_was_written_late_says_so(scene: Scene) -> None:
    number = await scene.approved()
    scene.phones.due = [scene.clock() + dt.timedelta(hours=10)]
    await scene.keeper().work()

    scene.clock.advance(hours=20)
    await scene.keeper().work()

    request = await scene.request(number)
    assert request.state is State.VERIFIED
    assert request.parts[0].note == "It came 6 hours late: Switchhook could not write it in time."


async def test_a_scheduled_change_whose_time_passed_unseen_failed_and_says_why(scene: Scene) -> None:
    number = await scene.approved()
    scene.phones.due = [scene.clock() + dt.timedelta(hours=10)]
    await scene.keeper().work()

    scene.clock.advance(days=3)
    await scene.keeper().work()

    request = await scene.request(number)
    assert request.state is State.FAILED
    assert "not running" in request.parts[0].note


async def test_a_scheduled_change_that_a_newer_one_trims_is_still_true_in_part(scene: Scene) -> None:
    whole = Close(start=dt.datetime(2026, 11, 23), end=dt.datetime(2026, 11, 25))
    number = await scene.approved(whole)
    scene.phones.due = [scene.clock() + dt.timedelta(hours=10)]
    await scene.keeper().work()
    scene.clock.advance(minutes=1)
    special = await scene.approved(OpenSpecial(start=dt.datetime(2026, 11, 23, 9), end=dt.datetime(2026, 11, 23, 11)))
    await scene.keeper().work()

    scene.clock.advance(hours=11)
    await scene.keeper().work()

    trimmed = await scene.request(number)
    assert trimmed.state is State.VERIFIED
    assert "replaced a part" in trimmed.parts[0].note
    assert (await scene.request(special)).state is State.VERIFIED


async def test_a_scheduled_change_that_a_newer_one_replaces_is_superseded(scene: Scene) -> None:
    number = await scene.approved()
    scene.phones.due = [scene.clock() + dt.timedelta(hours=10)]
    await scene.keeper().work()
    scene.clock.advance(minutes=1)
    await scene.approved(Reopen(start=SATURDAY.start, end=SATURDAY.end))
    await scene.keeper().work()

    scene.clock.advance(hours=11)
    await scene.keeper().work()

    assert (await scene.request(number)).state is State.SUPERSEDED


async def test_a_verified_undo_reverts_what_it_undoes(scene: Scene) -> None:
    first = await scene.approved(SetCallback(on=True))
    await scene.keeper().work()
    scene.clock.advance(minutes=1)
    second = await scene.approved(SetCallback(on=False), undoes=first)

    await scene.keeper().work()

    assert (await scene.request(second)).state is State.VERIFIED
    assert (await scene.request(first)).state is State.REVERTED
