"""Lines of a vendor with a weekly table are made and deleted by the vendor; what was noted of them goes with them."""

import datetime as dt

import pytest

from adapters import Close, NewLine, RefusedError, RollingWeek, Setup, UnreachableError, WeeklyHours
from tests.adapters.fakes import Clock, MemoryLedger, WeeklyTable

SATURDAY = Close(start=dt.datetime(2026, 11, 21), end=dt.datetime(2026, 11, 22))
SUPPORT = NewLine(system="table", kind="queue", name="Support")


@pytest.fixture
def vendor() -> WeeklyTable:
    return WeeklyTable(Setup(line_id="1", zone="America/New_York", hours=WeeklyHours(always=True)))


@pytest.fixture
def ledger() -> MemoryLedger:
    return MemoryLedger()


@pytest.fixture
def system(vendor: WeeklyTable, ledger: MemoryLedger) -> RollingWeek:
    return RollingWeek(vendor, ledger, Clock(dt.datetime(2026, 11, 20, 15, tzinfo=dt.UTC)))


async def test_what_can_be_made_is_what_the_vendor_offers(system: RollingWeek) -> None:
    (kind,) = await system.kinds()

    assert (kind.label, system.creation_problems(SUPPORT)) == ("queue", {})
    assert system.creation_problems(SUPPORT.model_copy(update={"name": "Sales"})) == {
        "name": "Only Support can be made."
    }


async def test_a_line_is_deleted_with_what_was_noted_and_made_anew_without(
    system: RollingWeek, vendor: WeeklyTable, ledger: MemoryLedger
) -> None:
    await system.apply(vendor.line, [SATURDAY])

    await system.delete(vendor.line)
    made = await system.create(SUPPORT)

    assert (made.line, await ledger.notes("1")) == (vendor.line, None)
    assert not (await system.read(vendor.line)).confirmed


async def test_a_line_that_is_there_is_made_again_only_on_another_try(system: RollingWeek) -> None:
    with pytest.raises(RefusedError):
        await system.create(SUPPORT)

    assert (await system.create(SUPPORT, again=True)).line.name == "Support"


async def test_where_a_line_could_not_be_deleted_its_notes_stay(
    system: RollingWeek, vendor: WeeklyTable, ledger: MemoryLedger
) -> None:
    await system.apply(vendor.line, [SATURDAY])
    vendor.before_write.append(UnreachableError("No answer."))

    with pytest.raises(UnreachableError):
        await system.delete(vendor.line)

    assert await ledger.notes("1") is not None


async def test_what_the_vendor_remarks_is_read_with_the_line(system: RollingWeek, vendor: WeeklyTable) -> None:
    vendor.remarked, vendor.remarked_of_keys = ("Its calls are forwarded.",), ("Its keys cannot be read.",)

    at_first = await system.read(vendor.line)
    await system.apply(vendor.line, [SATURDAY])

    for reading in (at_first, await system.read(vendor.line)):
        assert (reading.remarks, reading.key_remarks) == (vendor.remarked, vendor.remarked_of_keys)
