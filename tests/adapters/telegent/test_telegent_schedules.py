"""Schedules cannot be changed, only made: an equal one is used again, whoever has made it."""

import asyncio
import datetime as dt

import httpx
import pytest

from adapters import (
    Change,
    Close,
    Interval,
    Line,
    PhoneSystemError,
    RefusedError,
    Reopen,
    RollingWeek,
    SetHours,
    Telegent,
    UnreachableError,
    Weekday,
)
from tests.adapters.fakes import Clock
from tests.adapters.telegent.fake_telegent import DESK, MORNING, OFFICE, OLD, TEAM, WEEKDAYS, FakeTelegent, week

SATURDAY = (dt.datetime(2026, 11, 21), dt.datetime(2026, 11, 22))
CLOSE = Close(start=SATURDAY[0], end=SATURDAY[1])
REOPEN = Reopen(start=SATURDAY[0], end=SATURDAY[1])
SCHEDULES = "POST /v1.0/schedules"


def add(vendor: FakeTelegent, key: str, name: str, **days: str) -> None:
    """Somebody makes a schedule."""
    vendor.schedules.append({"ScheduleId": key, "Name": name, "AccountId": "", **week(**days)})


async def test_an_equal_schedule_of_somebody_else_is_used(
    rolling: RollingWeek, vendor: FakeTelegent, lines: dict[str, Line]
) -> None:
    add(vendor, "SID-theirs", "Weekdays", **WEEKDAYS)

    await rolling.apply(lines["Front Office"], [CLOSE])

    assert vendor.workgroups[DESK]["ScheduleId"] == "SID-theirs"
    assert [call.path for call in vendor.writes] == ["/v1.0/workgroups/update"]


async def test_a_name_of_ours_with_other_hours_is_not_ours(
    rolling: RollingWeek, vendor: FakeTelegent, lines: dict[str, Line], clock: Clock
) -> None:
    await rolling.apply(lines["Front Office"], [CLOSE])
    vendor.schedules[-1]["MondayStartTime"] = "7:00 AM"
    clock.advance(seconds=6)

    await rolling.apply(lines["Team"], [CLOSE])

    found = vendor.schedule(TEAM)
    assert found
    assert found["MondayStartTime"] == "8:00 AM"


async def test_back_at_its_usual_hours_a_line_goes_by_its_own_schedule_among_equal_ones(
    rolling: RollingWeek, vendor: FakeTelegent, lines: dict[str, Line]
) -> None:
    vendor.schedules.insert(0, {"ScheduleId": "SID-twin", "Name": "Twin", **week(**WEEKDAYS, Saturday=MORNING)})
    for change in (CLOSE, REOPEN, CLOSE, REOPEN):
        await rolling.apply(lines["Front Office"], [change])

    assert vendor.workgroups[DESK]["ScheduleId"] == OFFICE
    assert len(vendor.schedules) == 3


async def test_the_schedule_that_somebody_chose_meanwhile_is_the_one_to_go_back_to(
    rolling: RollingWeek, telegent: Telegent, vendor: FakeTelegent, lines: dict[str, Line], clock: Clock
) -> None:
    line = lines["Front Office"]
    await rolling.apply(line, [CLOSE])
    await rolling.apply(line, [REOPEN])
    add(vendor, "SID-new", "New hours", Monday="9:00 AM-3:00 PM")
    vendor.workgroups[DESK]["ScheduleId"] = "SID-new"
    clock.advance(minutes=1)
    monday = SetHours(rows={Weekday.MON: (Interval(start=540, end=600),)})
    before = await telegent.read(line)

    await telegent.apply(line, [monday])
    clock.advance(minutes=1)
    await telegent.apply(line, [monday.undone(before)])

    assert vendor.workgroups[DESK]["ScheduleId"] == "SID-new"


async def test_a_line_without_a_schedule_is_always_open_and_is_so_again(
    rolling: RollingWeek, vendor: FakeTelegent, lines: dict[str, Line]
) -> None:
    assert (await rolling.read(lines["Old"])).setup.hours.always

    await rolling.apply(lines["Old"], [CLOSE])
    closed = vendor.schedule(OLD)
    await rolling.apply(lines["Old"], [REOPEN])

    assert closed
    assert (closed["SaturdayStartTime"], closed["SundayStartTime"]) == ("", "12:00 AM")
    always = vendor.schedule(OLD)
    assert always == week(**{day.title_name: "12:00 AM-11:59 PM" for day in Weekday})
    assert (await rolling.read(lines["Old"])).setup.hours.always


async def test_lines_that_change_at_once_share_one_new_schedule(
    rolling: RollingWeek, vendor: FakeTelegent, lines: dict[str, Line]
) -> None:
    await asyncio.gather(*(rolling.apply(lines[name], [CLOSE]) for name in ("Front Office", "Team")))

    assert len(vendor.schedules) == 2
    assert vendor.workgroups[DESK]["ScheduleId"] == vendor.workgroups[TEAM]["ScheduleId"]


async def test_a_new_schedule_that_is_not_listed_yet_is_known(
    rolling: RollingWeek, vendor: FakeTelegent, lines: dict[str, Line]
) -> None:
    vendor.plan(SCHEDULES, httpx.Response(200, json={"Data": {"ScheduleId": "SID-late"}}))

    await rolling.apply(lines["Front Office"], [CLOSE])
    await rolling.apply(lines["Team"], [CLOSE])

    assert vendor.workgroups[DESK]["ScheduleId"] == vendor.workgroups[TEAM]["ScheduleId"] == "SID-late"
    assert (await rolling.read(lines["Team"])).behind == ()


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        pytest.param(httpx.ReadTimeout("slow"), UnreachableError, id="no answer"),
        pytest.param(httpx.Response(200, json={"Name": "x"}), PhoneSystemError, id="no id"),
        pytest.param(httpx.Response(200, text="<html>"), PhoneSystemError, id="no JSON"),
        pytest.param(httpx.Response(405, json={"StatusCode": 405}), RefusedError, id="withdrawn"),
    ],
)
async def test_without_a_new_schedule_the_line_stays_where_it_is(
    rolling: RollingWeek,
    vendor: FakeTelegent,
    lines: dict[str, Line],
    answer: httpx.Response,
    error: type[PhoneSystemError],
) -> None:
    vendor.plan(SCHEDULES, answer)

    with pytest.raises(error):
        await rolling.apply(lines["Front Office"], [CLOSE])

    assert vendor.writes == []
    assert vendor.workgroups[DESK]["ScheduleId"] == OFFICE


async def test_a_schedule_that_is_not_listed_is_named(
    telegent: Telegent, vendor: FakeTelegent, lines: dict[str, Line]
) -> None:
    vendor.workgroups[DESK]["ScheduleId"] = "SCH-elsewhere"

    with pytest.raises(PhoneSystemError, match=r"no schedule with the id that Front Office goes by \(SCH-elsewhere\)"):
        await telegent.read(lines["Front Office"])


async def test_the_prefix_of_a_schedule_says_nothing(
    telegent: Telegent, vendor: FakeTelegent, lines: dict[str, Line]
) -> None:
    vendor.workgroups[DESK]["ScheduleId"] = OFFICE.replace("SID-", "SCH-")

    assert (await telegent.read(lines["Front Office"])).hours.sat == (Interval(start=540, end=780),)


async def test_a_schedule_that_nobody_understands_is_named_and_never_chosen(
    telegent: Telegent, vendor: FakeTelegent, lines: dict[str, Line]
) -> None:
    add(vendor, "SID-night", "Night", Monday="8:00 PM-2:00 AM")
    vendor.workgroups[DESK]["ScheduleId"] = "SID-night"

    with pytest.raises(PhoneSystemError, match="“Night” of Front Office could not be understood"):
        await telegent.read(lines["Front Office"])
    assert (await telegent.read(lines["Team"])).hours.mon == (Interval(start=480, end=1080),)


async def test_the_list_of_schedules_serves_for_a_few_seconds(
    telegent: Telegent, vendor: FakeTelegent, lines: dict[str, Line], clock: Clock
) -> None:
    def reads() -> int:
        return sum(call.path == "/v1.0/account/schedules" for call in vendor.calls)

    for _ in range(3):
        await telegent.read(lines["Front Office"])
    assert reads() == 1

    clock.advance(seconds=6)
    vendor.schedules[0]["MondayStartTime"] = "7:00 AM"
    assert (await telegent.read(lines["Front Office"])).hours.mon == (Interval(start=420, end=1080),)
    assert reads() == 2


BREAK = (Interval(start=540, end=720), Interval(start=780, end=1020))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (SetHours(rows={Weekday.MON: BREAK}), "one opening and one closing time a day"),
        (SetHours(rows={Weekday.MON: (Interval(start=540, end=1439),)}), "23:59 stands for midnight there"),
    ],
)
async def test_hours_that_cannot_be_written_are_refused(
    telegent: Telegent, vendor: FakeTelegent, lines: dict[str, Line], change: Change, words: str
) -> None:
    with pytest.raises(RefusedError, match=words):
        await telegent.apply(lines["Front Office"], [change])

    assert vendor.writes == []


async def test_a_closure_from_the_last_minute_on_is_refused_before_anyone_is_asked(
    rolling: RollingWeek, lines: dict[str, Line]
) -> None:
    line = lines["Front Office"]
    before = (await rolling.read(line)).setup
    late = Close(start=dt.datetime(2026, 11, 20, 23, 59), end=dt.datetime(2026, 11, 21, 12))

    assert "name midnight instead" in " ".join(rolling.problems(line, before, late.applied_to(before)))
    assert rolling.problems(line, before, CLOSE.applied_to(before)) == []
