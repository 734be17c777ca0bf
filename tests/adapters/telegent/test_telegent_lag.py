"""Telegent may show for minutes what was there before: what is taken back meanwhile is taken back there too."""

import datetime as dt

from adapters import Close, Line, Reopen, RollingWeek
from tests.adapters.fakes import Clock
from tests.adapters.telegent.fake_telegent import DESK, OFFICE, FakeTelegent

SATURDAY = Close(start=dt.datetime(2026, 11, 21), end=dt.datetime(2026, 11, 22))
UNDO = Reopen(start=SATURDAY.start, end=SATURDAY.end)


async def test_an_undo_that_meets_the_old_hours_is_written(
    rolling: RollingWeek, lines: dict[str, Line], vendor: FakeTelegent, clock: Clock
) -> None:
    desk = lines["Front Office"]
    vendor.otherwise = {"ScheduleId": OFFICE}
    await rolling.apply(desk, [SATURDAY])
    assert vendor.workgroups[DESK]["ScheduleId"] != OFFICE
    clock.advance(seconds=30)

    await rolling.apply(desk, [UNDO])

    assert vendor.workgroups[DESK]["ScheduleId"] == OFFICE
    assert (await rolling.read(desk)).behind == ()


async def test_hours_that_somebody_else_has_chosen_meanwhile_are_not_set_again(
    rolling: RollingWeek, lines: dict[str, Line], vendor: FakeTelegent, clock: Clock
) -> None:
    desk = lines["Front Office"]
    await rolling.apply(desk, [SATURDAY])
    vendor.workgroups[DESK]["ScheduleId"] = OFFICE
    clock.advance(minutes=11)
    writes = len(vendor.writes)

    await rolling.apply(desk, [UNDO])

    assert len(vendor.writes) == writes
