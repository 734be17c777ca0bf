"""A kill between any two steps heals on the next one."""

import datetime as dt
from collections.abc import Awaitable, Callable

import pytest

from adapters import (
    Change,
    Close,
    Interval,
    Line,
    RefusedError,
    Reopen,
    RollingWeek,
    SetHours,
    SetOption,
    Setup,
    UnreachableError,
    Weekday,
    WeeklyHours,
)
from tests.adapters.fakes import Clock, Killed, MemoryLedger, WeeklyTable

NINE_TO_FIVE = (Interval(start=540, end=1020),)
STANDING = WeeklyHours(thu=NINE_TO_FIVE, fri=NINE_TO_FIVE, sat=NINE_TO_FIVE)
CLOSE_SATURDAY = Close(start=dt.datetime(2026, 11, 21), end=dt.datetime(2026, 11, 22))
SUNDAY_TOO = SetHours(rows={Weekday.SUN: NINE_TO_FIVE})
RING_20 = SetOption(name="ring_seconds", value=20)

Plan = Callable[[WeeklyTable, MemoryLedger, BaseException], None]

STEPS: dict[str, Plan] = {
    "before the intent is noted": lambda _, ledger, error: ledger.before_note.append(error),
    "before the write": lambda vendor, _, error: vendor.before_write.append(error),
    "after the write": lambda vendor, _, error: vendor.after_write.append(error),
    "before it is noted as written": lambda _, ledger, error: ledger.before_note.extend([None, error]),
}


class Run:
    """A line that was applied to, was killed at some step, and has been started anew."""

    def __init__(self, standing: WeeklyHours) -> None:
        setup = Setup(line_id="1", zone="America/New_York", hours=standing, options={"ring_seconds": 30})
        self.vendor = WeeklyTable(setup)
        self.ledger = MemoryLedger()
        self.clock = Clock(dt.datetime(2026, 11, 19, 15, tzinfo=dt.UTC))

    @property
    def line(self) -> Line:
        return self.vendor.line

    @property
    def system(self) -> RollingWeek:
        """Always a new one: nothing in memory survives."""
        return RollingWeek(self.vendor, self.ledger, self.clock)

    async def killed(self, step: str, what: Callable[[RollingWeek], Awaitable[object]], error: BaseException) -> None:
        STEPS[step](self.vendor, self.ledger, error)
        with pytest.raises(type(error)):
            await what(self.system)

    async def is_in_force(self, table: WeeklyHours) -> bool:
        reading = await self.system.read(self.line)
        return self.vendor.table == table and not reading.drift and not reading.behind


@pytest.fixture(params=[STANDING, STANDING.model_copy(update={"always": True})], ids=["a week", "always open"])
def run(request: pytest.FixtureRequest) -> Run:
    return Run(request.param)


def closed_saturday(standing: WeeklyHours) -> WeeklyHours:
    return standing.with_rows({day: standing.open_on(day) for day in Weekday} | {Weekday.SAT: ()})


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("error", [Killed(), UnreachableError("No answer.")], ids=["killed", "no answer"])
async def test_a_closure_that_was_cut_off_is_applied_once_when_applied_again(
    run: Run, step: str, error: BaseException
) -> None:
    standing = run.vendor.table
    await run.killed(step, lambda system: system.apply(run.line, [CLOSE_SATURDAY, RING_20]), error)

    await run.system.apply(run.line, [CLOSE_SATURDAY, RING_20])

    assert await run.is_in_force(closed_saturday(standing))
    assert [write for write in run.vendor.writes if any(isinstance(each, SetHours) for each in write)] == [
        run.vendor.writes[0]
    ]
    assert run.vendor.setup.options == {"ring_seconds": 20}


@pytest.mark.parametrize("step", list(STEPS)[1:])
async def test_a_closure_that_was_noted_is_in_force_after_the_next_settling(run: Run, step: str) -> None:
    standing = run.vendor.table
    await run.killed(step, lambda system: system.apply(run.line, [CLOSE_SATURDAY]), Killed())

    await run.system.settle(run.line)

    assert await run.is_in_force(closed_saturday(standing))
    assert len(run.vendor.writes) == 1


@pytest.mark.parametrize("step", STEPS)
async def test_a_week_that_was_rolling_is_in_force_after_the_next_settling(run: Run, step: str) -> None:
    standing = run.vendor.table
    await run.system.apply(run.line, [CLOSE_SATURDAY])
    run.clock.advance(days=3)
    await run.killed(step, lambda system: system.settle(run.line), Killed())

    await run.system.settle(run.line)

    assert await run.is_in_force(standing)


@pytest.mark.parametrize("step", STEPS)
async def test_a_release_that_was_cut_off_can_be_repeated(run: Run, step: str) -> None:
    standing = run.vendor.table
    await run.system.apply(run.line, [CLOSE_SATURDAY])
    await run.killed(step, lambda system: system.release(run.line), Killed())

    await run.system.release(run.line)

    assert run.vendor.table == standing
    assert not (await run.system.read(run.line)).confirmed


@pytest.mark.parametrize("second", STEPS)
@pytest.mark.parametrize("first", STEPS)
async def test_two_kills_in_a_row_make_no_drift(run: Run, first: str, second: str) -> None:
    standing = run.vendor.table
    changes: list[Change] = [Reopen(start=CLOSE_SATURDAY.start, end=CLOSE_SATURDAY.end), SUNDAY_TOO]
    await run.killed(first, lambda system: system.apply(run.line, [CLOSE_SATURDAY]), Killed())
    await run.killed(second, lambda system: system.apply(run.line, changes), Killed())

    await run.system.apply(run.line, changes)
    run.clock.advance(seconds=61)
    await run.system.settle(run.line)

    assert await run.is_in_force(standing.with_rows({Weekday.SUN: NINE_TO_FIVE}))


@pytest.mark.parametrize("step", STEPS)
async def test_a_table_that_arrives_late_after_a_kill_is_ours(run: Run, step: str) -> None:
    before = run.vendor.setup
    run.vendor.shown = before
    await run.killed(step, lambda system: system.apply(run.line, [CLOSE_SATURDAY]), Killed())
    await run.system.apply(run.line, [SUNDAY_TOO])

    run.vendor.shown = None
    await run.system.settle(run.line)

    reading = await run.system.read(run.line)
    assert not reading.drift
    assert not reading.behind


async def test_what_somebody_did_after_a_kill_is_not_taken_for_ours() -> None:
    run = Run(STANDING)
    by_hand = (Interval(start=600, end=840),)
    await run.killed("before the write", lambda system: system.apply(run.line, [SUNDAY_TOO]), Killed())
    run.vendor.edit(sat=[each.model_dump() for each in by_hand])

    await run.system.apply(run.line, [Close(start=dt.datetime(2026, 11, 20), end=CLOSE_SATURDAY.start)])
    await run.system.settle(run.line)

    reading = await run.system.read(run.line)
    assert [(each.weekday, each.found) for each in reading.drift] == [(Weekday.SAT, by_hand)]
    assert run.vendor.table == STANDING.with_rows({Weekday.FRI: (), Weekday.SAT: by_hand, Weekday.SUN: NINE_TO_FIVE})


async def test_what_arrives_late_is_ours_though_a_newer_intent_was_noted() -> None:
    run = Run(STANDING)
    run.vendor.shown = run.vendor.setup
    await run.system.apply(run.line, [CLOSE_SATURDAY])
    reopen = Reopen(start=CLOSE_SATURDAY.start, end=CLOSE_SATURDAY.end)
    await run.killed("before the write", lambda system: system.apply(run.line, [reopen, SUNDAY_TOO]), Killed())

    run.vendor.shown = None
    reading = await run.system.read(run.line)
    await run.system.settle(run.line)

    assert not reading.drift
    assert await run.is_in_force(STANDING.with_rows({Weekday.SUN: NINE_TO_FIVE}))


async def test_what_never_arrived_and_is_no_longer_wanted_is_forgotten_after_a_minute() -> None:
    run = Run(STANDING)
    await run.killed("before the write", lambda system: system.apply(run.line, [CLOSE_SATURDAY]), Killed())
    await run.system.apply(run.line, [Reopen(start=CLOSE_SATURDAY.start, end=CLOSE_SATURDAY.end)])

    with pytest.raises(UnreachableError, match="release it again in a minute"):
        await run.system.release(run.line)
    run.clock.advance(seconds=61)
    await run.system.release(run.line)

    assert run.vendor.writes == []
    assert not (await run.system.read(run.line)).confirmed


@pytest.mark.parametrize("step", list(STEPS)[1:])
async def test_a_closure_that_was_cut_off_and_then_refused_stands_nowhere(run: Run, step: str) -> None:
    before = (await run.system.read(run.line)).setup
    await run.killed(step, lambda system: system.apply(run.line, [CLOSE_SATURDAY, RING_20]), Killed())
    run.vendor.setup = before
    run.vendor.before_write = [RefusedError("No.")]

    with pytest.raises(RefusedError):
        await run.system.apply(run.line, [CLOSE_SATURDAY, RING_20])

    assert (await run.system.read(run.line)).setup == before
    await run.system.settle(run.line)
    assert run.vendor.setup == before


async def test_another_change_that_is_refused_takes_nothing_back_of_one_that_was_cut_off(run: Run) -> None:
    await run.killed("after the write", lambda system: system.apply(run.line, [CLOSE_SATURDAY]), Killed())
    run.vendor.before_write = [RefusedError("No.")]

    with pytest.raises(RefusedError):
        await run.system.apply(run.line, [SUNDAY_TOO])

    assert (await run.system.read(run.line)).setup.overrides == CLOSE_SATURDAY.applied_to(run.vendor.setup).overrides


async def test_what_surely_did_not_reach_the_vendor_stays_promised(run: Run) -> None:
    run.vendor.before_write = [UnreachableError("Not now.", untouched=True)]

    with pytest.raises(UnreachableError):
        await run.system.apply(run.line, [CLOSE_SATURDAY])

    assert (await run.system.read(run.line)).setup.overrides == CLOSE_SATURDAY.applied_to(run.vendor.setup).overrides
    await run.system.settle(run.line)
    assert run.vendor.table.sat == ()
