"""A phone system that takes long, or hangs, keeps no other line waiting, and nothing runs twice meanwhile."""

import asyncio
import contextlib
import datetime as dt
from collections.abc import AsyncIterator

import pytest

from adapters import Line, Reading, UnreachableError
from bot.alerts import AlertKind
from bot.requests import State
from bot.shifts import Shifts
from tests.bot.keeping import CALLBACK, CHRISTMAS, NOW, SATURDAY, Phones, Scene, opened


class Hanging:
    """Lets some lines' readings hang until they are let go."""

    def __init__(self, phones: Phones, monkeypatch: pytest.MonkeyPatch) -> None:
        self._read = phones.read
        self._answer = asyncio.Event()
        self.lines: set[str] = set()
        """The ids of those lines."""
        self.begun = asyncio.Event()
        self.tries = 0
        self.cancelled = 0
        monkeypatch.setattr(phones, "read", self.read)

    async def read(self, line: Line) -> Reading:
        if line.id in self.lines:
            self.tries += 1
            self.begun.set()
            try:
                await self._answer.wait()
            except asyncio.CancelledError:
                self.cancelled += 1
                raise
        return await self._read(line)

    def let_go(self) -> None:
        self.lines.clear()
        self._answer.set()


@pytest.fixture
async def scene(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Scene]:
    monkeypatch.setattr("bot.keeper.PATIENCE", 0.2)
    async with opened() as each:
        yield each


@pytest.fixture
def hanging(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Hanging:
    return Hanging(scene.phones, monkeypatch)


async def test_what_is_approved_on_another_line_is_applied(scene: Scene, hanging: Hanging) -> None:
    slow, other = await scene.approved(SATURDAY), await scene.approved(CALLBACK, on=["Sales"])
    hanging.lines = {"1"}
    keeper = scene.keeper()

    await keeper.work()
    later = await scene.approved(CHRISTMAS, on=["Sales"])
    await keeper.work()

    assert (await scene.part(other)).state is State.VERIFIED
    assert (await scene.part(later)).state is State.VERIFIED
    assert (await scene.part(slow)).state is State.APPLYING
    assert hanging.tries == 1
    assert keeper.last_tick is not None
    await keeper.stop()


async def test_once_the_vendor_answers_it_is_carried_out_once(scene: Scene, hanging: Hanging) -> None:
    slow = await scene.approved(SATURDAY)
    hanging.lines = {"1"}
    keeper = scene.keeper()
    for _ in range(3):
        await keeper.work()

    hanging.let_go()
    await asyncio.sleep(0.05)

    assert (await scene.part(slow)).state is State.VERIFIED
    assert scene.phones.applied() == 1
    assert len(await scene.records(slow, "applied")) == 1


async def test_reminders_the_watch_and_the_end_of_an_emergency_go_on(scene: Scene, hanging: Hanging) -> None:
    await scene.approved(SATURDAY)
    waiting = await scene.asked(NOW, on=["Sales"])
    emergency = await scene.rushed(CALLBACK, on=["Sales"], minutes=30)
    watched = await scene.approved(SATURDAY, on=["Sales"])
    keeper = scene.keeper()
    hanging.lines = {"1"}
    await keeper.work()

    scene.clock.advance(minutes=31)
    await keeper.work()
    await keeper.work()
    scene.clock.now = dt.datetime(2026, 11, 21, 9, 1, tzinfo=scene.clock.now.tzinfo)
    await keeper.work()

    assert await scene.records(waiting, "reminded")
    assert (await scene.part(emergency)).state is State.REVERTED
    assert await scene.records(watched, "started")
    assert hanging.tries == 1
    await keeper.stop()


async def test_a_watch_that_hangs_keeps_no_other_line_unwatched(scene: Scene, hanging: Hanging) -> None:
    slow, other = await scene.approved(SATURDAY), await scene.approved(SATURDAY, on=["Sales"])
    keeper = scene.keeper()
    await keeper.work()
    hanging.lines = {"1"}
    scene.clock.now = dt.datetime(2026, 11, 21, 9, 1, tzinfo=scene.clock.now.tzinfo)

    await keeper.work()
    await keeper.work()

    assert await scene.records(other, "started")
    assert not await scene.records(slow, "started")
    hanging.let_go()
    await asyncio.sleep(0.05)
    await keeper.work()
    await asyncio.sleep(0.05)
    assert await scene.records(slow, "started")


async def test_a_line_that_is_always_slow_is_watched_in_between(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.progress.FIRST_PAUSE", 0.0)
    monkeypatch.setattr("bot.watch.SILENCE", dt.timedelta())
    await scene.approved(SATURDAY)
    keeper = scene.keeper()
    await keeper.work()
    await scene.approved(CALLBACK)
    scene.clock.now = dt.datetime(2026, 11, 21, 9, 1, tzinfo=scene.clock.now.tzinfo)

    async def silent(_: Line) -> Reading:
        await asyncio.sleep(0.1)
        msg = "no answer"
        raise UnreachableError(msg)

    monkeypatch.setattr(scene.phones, "read", silent)
    running = asyncio.create_task(keeper.run())
    await asyncio.sleep(0.8)
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running

    (alert,) = await scene.store(lambda store: store.open_alerts(kind=AlertKind.NOT_CLOSED))
    assert "whether it is nobody knows" in alert.text


async def test_an_emergency_whose_line_hangs_keeps_no_other_from_being_undone(scene: Scene, hanging: Hanging) -> None:
    slow = await scene.rushed(SATURDAY, minutes=30)
    other = await scene.rushed(CALLBACK, on=["Sales"], minutes=30)
    keeper = scene.keeper()
    await keeper.work()
    hanging.lines = {"1"}
    scene.clock.advance(minutes=30)

    await keeper.work()
    await keeper.work()

    assert (await scene.part(slow)).state is State.VERIFIED
    assert (await scene.part(other)).state is State.REVERTED
    await keeper.stop()


async def test_at_shutdown_nothing_hangs(scene: Scene, hanging: Hanging) -> None:
    await scene.approved(SATURDAY)
    hanging.lines = {"1"}
    running = asyncio.create_task(scene.keeper().run())
    await hanging.begun.wait()

    running.cancel()
    async with asyncio.timeout(1):
        with contextlib.suppress(asyncio.CancelledError):
            await running

    assert hanging.cancelled == hanging.tries == 1


async def test_what_was_slow_is_not_waited_for_until_it_was_quick_again() -> None:
    ended: list[None] = []
    shifts, answer = Shifts(0.05, lambda: ended.append(None)), asyncio.Event()
    clock = asyncio.get_running_loop().time

    async def slow() -> None:
        await answer.wait()

    shifts.begin("slow", slow)
    await shifts.wait()
    began = clock()
    shifts.begin("slow", slow)
    await shifts.wait()

    assert clock() - began < 0.05
    assert shifts.are_on
    answer.set()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert (len(ended), shifts.are_on) == (1, False)


async def test_an_error_of_what_was_not_waited_for_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    shifts, answer = Shifts(0.01, lambda: None), asyncio.Event()

    async def failing() -> None:
        await answer.wait()
        msg = "no disk"
        raise OSError(msg)

    shifts.begin("maker", failing)
    await shifts.wait()
    answer.set()
    await asyncio.sleep(0.01)

    assert "no disk" in caplog.text


async def test_an_error_of_what_was_waited_for_is_raised() -> None:
    shifts = Shifts(1, lambda: None)

    async def failing() -> None:
        msg = "no disk"
        raise OSError(msg)

    shifts.begin("maker", failing)
    with pytest.raises(OSError, match="no disk"):
        await shifts.wait()
