"""Whether a call center is open: by its own rows, on the clock on its own wall."""

from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta
from operator import le, lt
from typing import Any, get_args
from zoneinfo import ZoneInfo

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.dialpad import DialpadServer, Holiday
from sandbox.dialpad.hours import ROWS, Midnight, check_row, in_words, is_open
from sandbox.refusals import RefusedError
from tests.sandbox.dialpad.conftest import Clock

NEW_YORK = ZoneInfo("America/New_York")
CLOSED: dict[str, list[str]] = {row: [] for row in ROWS}


@pytest.mark.parametrize(
    ("there", "status"),
    [
        ("2026-11-20T07:59:59", "closed"),
        ("2026-11-20T08:00:00", "open"),
        ("2026-11-20T17:59:59", "open"),
        ("2026-11-20T18:00:00", "closed"),
        ("2026-11-21T09:00:00", "open"),
        ("2026-11-21T13:00:00", "closed"),
        ("2026-11-22T10:00:00", "closed"),
        ("2026-07-03T08:00:00", "open"),
    ],
)
async def test_support_is_open_when_its_rows_say_so(
    http: httpx.AsyncClient, server: DialpadServer, clock: Clock, there: str, status: str
) -> None:
    clock.now = datetime.fromisoformat(there).replace(tzinfo=NEW_YORK).astimezone(UTC)
    path = f"callcenters/{server.call_center('Support').id}"

    live = (await http.get(f"{path}/status")).json()["availability"]
    whole = (await http.get(path)).json()["availability_status"]

    assert (live, whole) == ({"status": status}, status)


async def test_a_write_is_in_force_at_once(http: httpx.AsyncClient, server: DialpadServer, clock: Clock) -> None:
    clock.now = datetime(2026, 11, 21, 15, tzinfo=UTC)
    path = f"callcenters/{server.call_center('Support').id}"

    before = (await http.get(path)).json()["availability_status"]
    after = (await http.patch(path, json={"saturday_hours": []})).json()["availability_status"]
    always = (await http.patch(path, json={"hours_on": False})).json()["availability_status"]

    assert (before, after, always) == ("open", "closed", "open")


async def test_a_zone_may_be_an_old_name(http: httpx.AsyncClient, server: DialpadServer, clock: Clock) -> None:
    clock.now = datetime(2026, 11, 20, 15, tzinfo=UTC)
    support = server.call_center("Support")
    server.plant(support.model_copy(update={"timezone": "US/Pacific"}))

    read = (await http.get(f"callcenters/{support.id}")).json()

    assert (read["timezone"], read["availability_status"]) == ("US/Pacific", "closed")


@pytest.mark.parametrize("kind", ["holiday_closed", "holiday_open"])
async def test_a_holiday_rules_over_the_rows(
    http: httpx.AsyncClient, server: DialpadServer, clock: Clock, kind: Any
) -> None:
    support = server.call_center("Support")
    holiday = Holiday(name="Founders' Day", first=date(2026, 11, 20), last=date(2026, 11, 21), kind=kind)
    server.plant(support.model_copy(update={"holidays": (holiday,)}))
    path = f"callcenters/{support.id}/status"

    async def availability(now: datetime) -> Any:
        clock.now = now
        return (await http.get(path)).json()["availability"]

    assert await availability(datetime(2026, 11, 20, 4, 59, tzinfo=UTC)) == {"status": "closed"}
    assert await availability(datetime(2026, 11, 20, 5, 0, tzinfo=UTC)) == {"status": kind, "name": "Founders' Day"}
    assert await availability(datetime(2026, 11, 22, 4, 59, tzinfo=UTC)) == {"status": kind, "name": "Founders' Day"}
    assert await availability(datetime(2026, 11, 23, 15, 0, tzinfo=UTC)) == {"status": "open"}


@pytest.mark.parametrize("here", get_args(Midnight))
async def test_each_play_has_one_way_to_write_midnight(
    http: httpx.AsyncClient, server: DialpadServer, clock: Clock, here: Midnight
) -> None:
    server.company.midnight = here
    elsewhere = next(each for each in get_args(Midnight) if each != here)
    path = f"callcenters/{server.call_center('Support').id}"

    kept = await http.patch(path, json={"saturday_hours": ["20:00", here]})
    refused = await http.patch(path, json={"saturday_hours": ["20:00", elsewhere]})
    clock.now = datetime(2026, 11, 21, 23, 59, 59, tzinfo=NEW_YORK).astimezone(UTC)
    last_minute = (await http.get(path)).json()["availability_status"]
    clock.now += timedelta(seconds=1)
    next_day = (await http.get(path)).json()["availability_status"]

    assert (kept.json()["saturday_hours"], refused.status_code) == (["20:00", here], 400)
    assert (last_minute, next_day) == ("open", "closed")


async def test_rows_that_were_there_before_are_not_judged_again(http: httpx.AsyncClient, server: DialpadServer) -> None:
    path = f"callcenters/{server.call_center('Support').id}"
    await http.patch(path, json={"saturday_hours": ["20:00", "24:00"]})
    server.company.midnight = "00:00"

    assert (await http.patch(path, json={"ring_seconds": 20})).status_code == 200


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-03-08T06:59:00+00:00", True),  # 01:59, before the hour that does not exist
        ("2026-03-08T07:00:00+00:00", False),  # 03:00, the minute after it
        ("2026-11-01T05:30:00+00:00", True),  # 01:30 for the first time
        ("2026-11-01T06:30:00+00:00", True),  # 01:30 for the second time
        ("2026-11-01T07:29:00+00:00", True),  # 02:29
        ("2026-11-01T07:30:00+00:00", False),  # 02:30
    ],
)
def test_the_clock_on_the_wall_rules_when_it_is_changed(moment: str, *, expected: bool) -> None:
    week = CLOSED | {"sunday_hours": ["01:00", "02:30"]}

    assert is_open(week, datetime.fromisoformat(moment), NEW_YORK) is expected


@settings(deadline=None)
@given(
    minutes=st.lists(st.integers(0, 1439), max_size=8, unique=True).filter(lambda each: len(each) % 2 == 0).map(sorted),
    moment=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
    zone=st.sampled_from(["America/New_York", "US/Pacific", "Australia/Lord_Howe", "Asia/Kathmandu"]).map(ZoneInfo),
)
def test_a_row_is_open_where_an_odd_number_of_its_times_is_past(
    minutes: list[int], moment: datetime, zone: ZoneInfo
) -> None:
    row = [f"{minute // 60:02}:{minute % 60:02}" for minute in minutes]
    check_row("any", row, "24:00")
    written = moment.astimezone(zone).strftime("%H:%M")

    past = sum(each <= written for each in row)

    assert is_open(dict.fromkeys(ROWS, row), moment, zone) is (past % 2 == 1)


@settings(deadline=None)
@given(minutes=st.lists(st.integers(0, 1439), min_size=2, max_size=6).filter(lambda each: len(each) % 2 == 0))
def test_a_row_that_is_not_in_order_is_refused(minutes: list[int]) -> None:
    row = [f"{minute // 60:02}:{minute % 60:02}" for minute in minutes]
    opens, closes = minutes[::2], minutes[1::2]
    in_order = all(map(lt, opens, closes)) and all(map(le, closes, opens[1:]))

    with nullcontext() if in_order else pytest.raises(RefusedError):
        check_row("any", row, "24:00")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ([], "closed"),
        (["09:00", "13:00"], "9:00 AM – 1:00 PM"),
        (["00:00", "12:00", "12:30", "24:00"], "12:00 AM – 12:00 PM, 12:30 PM – midnight"),
        (["18:00", "00:00"], "6:00 PM – midnight"),
    ],
)
def test_people_read_hours_in_twelve_hour_form(row: list[str], words: str) -> None:
    assert in_words(row) == words
