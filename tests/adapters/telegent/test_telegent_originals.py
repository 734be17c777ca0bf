"""What others do to schedules at Telegent while a line goes by one of ours: its own is found again, or missed aloud."""

import datetime as dt

import httpx
import pytest

from adapters import Close, Interval, Line, Reopen, RollingWeek, SetHours, Weekday
from tests.adapters.fakes import Clock
from tests.adapters.telegent.fake_telegent import DESK, MORNING, OFFICE, WEEKDAYS, FakeTelegent, week
from tests.adapters.telegent.test_telegent_schedules import CLOSE, REOPEN, add

SUNDAY_NOON = dt.datetime(2026, 11, 22, 17, tzinfo=dt.UTC)
MORNING_ROW = (Interval(start=540, end=780),)
OTHER_SUNDAY = (dt.datetime(2026, 11, 22), dt.datetime(2026, 11, 23))


@pytest.fixture
def desk(lines: dict[str, Line]) -> Line:
    return lines["Front Office"]


@pytest.fixture
def twin(vendor: FakeTelegent) -> None:
    """Another schedule with the same hours, listed before the line's own."""
    vendor.schedules.insert(0, {"ScheduleId": "SID-twin", "Name": "Twin", **week(**WEEKDAYS, Saturday=MORNING)})


async def test_a_schedule_that_somebody_has_deleted_is_made_anew(
    rolling: RollingWeek, vendor: FakeTelegent, desk: Line, clock: Clock
) -> None:
    await rolling.apply(desk, [CLOSE])
    await rolling.apply(desk, [REOPEN])
    clock.advance(minutes=1)
    await rolling.read(desk)
    del vendor.schedules[1]
    clock.advance(minutes=1)

    await rolling.apply(desk, [CLOSE])

    found = vendor.schedule(DESK)
    assert found is not None
    assert (found["FridayStartTime"], found["SaturdayStartTime"]) == ("8:00 AM", "")


@pytest.mark.usefixtures("twin")
async def test_a_line_that_was_put_back_from_what_somebody_chose_knows_its_own_schedule_still(
    rolling: RollingWeek, vendor: FakeTelegent, desk: Line, clock: Clock
) -> None:
    await rolling.apply(desk, [CLOSE])
    add(vendor, "SID-new", "New hours", Monday="9:00 AM-3:00 PM")
    vendor.workgroups[DESK]["ScheduleId"] = "SID-new"
    clock.advance(minutes=1)
    reading = await rolling.read(desk)
    assert reading.drift
    standing = reading.setup.hours
    await rolling.apply(desk, [SetHours(rows={day: standing.row(day) for day in Weekday})])

    await rolling.apply(desk, [REOPEN])

    assert vendor.workgroups[DESK]["ScheduleId"] == OFFICE


@pytest.mark.usefixtures("twin")
async def test_a_schedule_of_others_whose_prefix_is_read_otherwise_is_not_taken_for_a_new_choice(
    rolling: RollingWeek, vendor: FakeTelegent, desk: Line, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def otherwise(request: httpx.Request) -> httpx.Response:
        answer = vendor.answer(request)
        spelt = answer.text.replace("SID-", "SCH-") if request.url.path.endswith("/workgroups") else answer.text
        return httpx.Response(answer.status_code, text=spelt)

    monkeypatch.setattr(vendor.transport, "handler", otherwise)
    add(vendor, "SID-theirs", "Weekdays", **WEEKDAYS)
    add(vendor, "SID-whole", "Whole week", **WEEKDAYS, Saturday=MORNING, Sunday=MORNING)
    sunday = Close(start=OTHER_SUNDAY[0], end=OTHER_SUNDAY[1])
    open_sunday = SetHours(rows={Weekday.SUN: MORNING_ROW})

    for change in (CLOSE, open_sunday, REOPEN, sunday, Reopen(start=sunday.start, end=sunday.end)):
        await rolling.apply(desk, [change])
        clock.advance(minutes=1)
    await rolling.apply(desk, [SetHours(rows={Weekday.SUN: ()})])

    assert vendor.workgroups[DESK]["ScheduleId"] == OFFICE


async def test_that_its_own_schedule_was_changed_meanwhile_is_said(
    rolling: RollingWeek, vendor: FakeTelegent, desk: Line, clock: Clock
) -> None:
    await rolling.apply(desk, [CLOSE])
    vendor.schedules[0]["MondayStartTime"] = "7:00 AM"
    clock.now = SUNDAY_NOON
    await rolling.settle(desk)

    reading = await rolling.read(desk)

    assert "“Office” of Front Office was changed at Telegent while" in " ".join(reading.remarks)
    assert (reading.drift, reading.setup.hours.mon[0].start) == ((), 480)

    seven = [each.model_copy(update={"start": 420}) for each in reading.setup.hours.mon]
    await rolling.apply(desk, [SetHours(rows={Weekday.MON: tuple(seven)})])
    assert vendor.workgroups[DESK]["ScheduleId"] == OFFICE
    assert "was changed at Telegent" not in " ".join((await rolling.read(desk)).remarks)


async def test_a_line_that_was_given_other_hours_here_hears_nothing_of_its_old_schedule(
    rolling: RollingWeek, vendor: FakeTelegent, desk: Line, clock: Clock
) -> None:
    await rolling.apply(desk, [SetHours(rows={Weekday.MON: MORNING_ROW})])
    vendor.schedules[0]["MondayStartTime"] = "7:00 AM"
    clock.advance(minutes=1)

    assert "was changed at Telegent" not in " ".join((await rolling.read(desk)).remarks)


async def test_a_schedule_without_an_id_is_never_chosen(rolling: RollingWeek, vendor: FakeTelegent, desk: Line) -> None:
    add(vendor, "", "Weekdays", **WEEKDAYS)

    await rolling.apply(desk, [CLOSE])

    assert vendor.schedule(DESK) == week(**WEEKDAYS)
    assert vendor.workgroups[DESK]["ScheduleId"]
