"""Lines that are made and deleted again: once, whatever is cut off."""

import datetime as dt
import itertools
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

import pytest

from adapters import (
    Close,
    Created,
    DeniedError,
    Line,
    NewLine,
    PhoneSystemError,
    RefusedError,
    SetCallback,
    UnreachableError,
)
from bot import plans
from bot.bell import Bell
from bot.keeper import Keeper
from bot.lines import Lines, LineSetting
from bot.requests import LinePlan, Part, Plan, Request, State
from bot.store import StoreThread
from tests.bot.asking import AMIR, DANA
from tests.fakes import KIND, NEW_YORK, Clock, FakePhones

RETURNS = NewLine(system="fake", kind="raleigh", name="Returns", values={"zone": NEW_YORK, "greeting": "Hello"})


class Phones(FakePhones):
    """Phones that can be changed by hand, and that may let go of a line late."""

    def __init__(self, *names: str) -> None:
        super().__init__(*names)
        self.broken = ""
        """The name of a line whose creation fails in a way that nobody has foreseen."""
        self.lingering: list[Line] = []
        """Lines that the next list shows although they are gone."""

    def call(self, line: str, name: str) -> None:
        """Somebody gives a line a name, at the vendor."""
        self.setups.setdefault(line, self.setups["1"])
        self._names[line] = name

    async def lines(self) -> Sequence[Line]:
        shown, self.lingering = [*await super().lines(), *self.lingering], []
        return shown

    async def create(self, new: NewLine, *, again: bool = False) -> Created:
        if new.name == self.broken:
            raise ZeroDivisionError
        return await super().create(new, again=again)


class KilledError(BaseException):
    """The process ends here; nothing may catch it."""


@dataclass
class Scene:
    """A phone system with one line, a store, and as many processes as there were restarts."""

    clock: Clock
    phones: Phones
    store: StoreThread
    lines: Lines
    kill_at: str = ""
    steps: list[str] = field(default_factory=list)
    drafts: "itertools.count[int]" = field(default_factory=itertools.count)

    def keeper(self, *, observe: bool = False) -> Keeper:
        return Keeper(
            store=self.store, lines=self.lines, clock=self.clock, bell=Bell(), step=self.step, observe=observe,
            read_back=0.0,
        )  # fmt: skip

    def step(self, name: str) -> None:
        self.steps.append(name)
        if name == self.kill_at:
            self.kill_at = ""
            raise KilledError

    async def restart(self) -> None:
        """Another process with the same store, which remembers nothing else."""
        setting = LineSetting(name="Support", vendor="fake", id="1")
        self.lines = Lines([setting], {"fake": self.phones}, self.store, self.clock)
        await self.lines.recall()

    async def asked(self, *parts: LinePlan) -> int:
        """A request of Dana's that nobody has decided."""
        request = await self.store(
            lambda kept: kept.add_request(
                person=DANA, words="new", reason="", plan=Plan(parts=parts),
                expires=self.clock() + dt.timedelta(hours=72), draft=str(next(self.drafts)),
            )
        )  # fmt: skip
        return request.id

    async def approved(self, *parts: LinePlan) -> int:
        number = await self.asked(*parts)
        await self.store(lambda kept: kept.decide(number, State.APPROVED, AMIR))
        return number

    async def wanted(self, new: NewLine = RETURNS) -> int:
        """An approved request for a new line."""
        return await self.approved(plans.creation(new, KIND, zone=NEW_YORK, country="US"))

    async def unwanted(self, name: str = "Returns") -> int:
        """An approved request to delete a line again."""
        added = self.lines.added(name)
        assert added
        return await self.approved(plans.deletion((await self.lines.refresh(name)).facts, added))

    async def changed(self, *changes: Close | SetCallback) -> int:
        """An approved request for a change of the new line."""
        return await self.approved(plans.make(changes, (await self.lines.refresh("Returns")).facts, self.clock()))

    async def request(self, number: int) -> Request:
        return await self.store(lambda store: store.request(number))

    async def part(self, number: int) -> Part:
        return (await self.request(number)).parts[0]

    async def work(self) -> None:
        """A round of the keeper; what has to be tried again is due at once."""
        await self.keeper().work()

    def creations(self) -> int:
        return len(self.phones.made)


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    clock, phones = Clock(), Phones("Support")
    store = StoreThread(None, clock)
    setting = LineSetting(name="Support", vendor="fake", id="1")
    yield Scene(clock, phones, store, Lines([setting], {"fake": phones}, store, clock))
    store.close()


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


async def test_a_line_is_deleted_and_its_creation_is_reverted(scene: Scene) -> None:
    made = await scene.wanted()
    await scene.work()

    deleted = await scene.unwanted()
    await scene.work()

    assert (await scene.request(deleted)).state is State.VERIFIED
    part = await scene.part(made)
    assert (part.state, part.note) == (State.REVERTED, f"Undone by request {deleted}.")
    assert scene.lines.names == ("Support",)
    assert scene.lines.gone["Returns"].gone == deleted
    assert [each.name for each in await scene.phones.lines()] == ["Support"]


@pytest.mark.parametrize("step", ["claimed", "before the write", "after the write"])
async def test_a_deletion_that_is_cut_off_is_finished(scene: Scene, step: str) -> None:
    made = await scene.wanted()
    await scene.work()
    deleted = await scene.unwanted()
    scene.kill_at = step

    with pytest.raises(KilledError):
        await scene.work()
    await scene.restart()
    await scene.work()
    await scene.restart()

    assert [(await scene.request(each)).state for each in (made, deleted)] == [State.REVERTED, State.VERIFIED]
    assert scene.lines.names == ("Support",)
    assert await scene.store(lambda store: store.sighting("fake:2")) is None


async def test_a_line_that_the_vendor_still_shows_is_not_said_to_be_gone(scene: Scene) -> None:
    await scene.wanted()
    await scene.work()
    deleted = await scene.unwanted()
    scene.phones.lingering = [line for line in await scene.phones.lines() if line.name == "Returns"]

    await scene.work()
    waiting = await scene.part(deleted)
    await scene.work()

    assert (waiting.state, waiting.note) == (State.APPLYING, "Fake still shows Returns. Trying again.")
    assert (await scene.request(deleted)).state is State.VERIFIED


async def test_a_line_with_a_newer_change_is_not_deleted(scene: Scene) -> None:
    await scene.wanted()
    await scene.work()
    deleted = await scene.unwanted()
    scene.clock.advance(minutes=1)
    change = await scene.changed(SetCallback(on=True))

    await scene.work()

    part = await scene.part(deleted)
    assert part.state is State.FAILED
    assert f"Nothing was deleted. Request {change} on Returns is approved" in part.note
    assert "Returns" in scene.lines.names


async def test_what_is_asked_while_a_line_is_being_deleted_ends_with_it(scene: Scene) -> None:
    await scene.wanted()
    await scene.work()
    deleted = await scene.unwanted()
    scene.kill_at = "before the write"
    with pytest.raises(KilledError):
        await scene.work()
    facts = (await scene.lines.refresh("Returns")).facts
    change = await scene.asked(plans.make([SetCallback(on=True)], facts, scene.clock()))

    await scene.work()

    part = await scene.part(change)
    assert (part.state, part.note) == (State.FAILED, f"Returns was deleted by request {deleted}.")


async def test_a_line_that_is_configured_by_now_is_not_deleted(scene: Scene) -> None:
    await scene.wanted()
    await scene.work()
    deleted = await scene.unwanted()
    settings = [LineSetting(name=name, vendor="fake", id=str(id_)) for id_, name in ((1, "Support"), (2, "Returns"))]
    scene.lines = Lines(settings, {"fake": scene.phones}, scene.store, scene.clock)
    await scene.lines.recall()

    await scene.work()

    assert "no longer among the lines that were made from here" in (await scene.part(deleted)).note
    assert "2" in scene.phones.setups


async def test_a_name_is_free_again_once_its_line_is_gone(scene: Scene) -> None:
    await scene.wanted()
    await scene.work()
    await scene.unwanted()
    await scene.work()
    scene.clock.advance(minutes=1)

    again = await scene.wanted()
    await scene.work()
    await scene.restart()

    assert (await scene.request(again)).state is State.VERIFIED
    assert scene.lines.names == ("Support", "Returns")
    assert scene.lines.gone == {}
