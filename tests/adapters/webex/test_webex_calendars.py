"""The hours and overrides of lines at Webex: who shares them, what is written, what is said of it."""

import datetime as dt

import pytest

from adapters import (
    Change,
    Close,
    Dated,
    Interval,
    Neighbour,
    Neighbours,
    OpenSpecial,
    PhoneSystemError,
    RefusedError,
    Reopen,
    SetHours,
    Setup,
    UnsupportedError,
    Weekday,
    WeeklyHours,
)
from adapters.webex.calendars import problems
from tests.adapters.webex.fake_schedules import ZONE, FakeLocation, Fault, House
from tests.adapters.webex.schedule_events import weekly, yearly

CLOSE = Close(start=dt.datetime(2026, 11, 21), end=dt.datetime(2026, 11, 22), name="Inventory", reason="We count.")
LONG = Close(start=dt.datetime(2026, 11, 23, 12), end=dt.datetime(2026, 11, 26))
RECEPTION, SALES, ALONE = (Neighbour(id=each, name=each.title()) for each in ("reception", "sales", "alone"))
SUNDAY = SetHours(rows={Weekday.SUN: (Interval(start=600, end=720),)})


def shared(change: Dated | SetHours) -> Dated | SetHours:
    return change.model_copy(update={"shared": True})


@pytest.fixture
def location() -> FakeLocation:
    """It is Friday, ten in the morning in New York."""
    location = FakeLocation(dt.datetime(2026, 11, 20, 15, tzinfo=dt.UTC))
    location.add_schedule("businessHours", "Office", weekly("Weekdays", "MTWTF..", "09:00", "17:00"))
    location.add_schedule("holidays", "Holidays", yearly("Christmas", "2020-12-25", 25, "DECEMBER"))
    location.add_line("reception", "Office", "Holidays")
    location.add_line("sales", "Office", "Holidays", queue=True)
    location.add_line("alone", "Office", None)
    location.add_line("hotline", None, None, queue=True, always=True)
    return location


@pytest.fixture
def house(location: FakeLocation) -> House:
    return House(location)


async def test_the_neighbours_of_a_line_are_named(house: House) -> None:
    assert (await house.read("reception")).neighbours == Neighbours(hours=(SALES, ALONE), closures=(SALES,))
    assert (await house.read("hotline")).neighbours == Neighbours()


async def test_a_closure_for_one_line_is_one_new_schedule_and_one_pointer(house: House) -> None:
    await house.apply("reception", CLOSE)

    (post, body), (put, pointer) = house.location.writes
    assert (post, body["name"]) == ("POST ", "Holidays (Reception)")
    assert [each["name"] for each in body["events"]] == ["Christmas", "Inventory Closed 21 Nov 2026"]
    assert (put, pointer) == ("PUT reception", {"closures": "Holidays (Reception)"})


async def test_lasting_hours_among_neighbours_are_a_schedule_of_its_own(house: House) -> None:
    before = await house.setup("reception")
    await house.apply("reception", SUNDAY)
    await house.settle("reception")

    assert house.location.lines["reception"]["hours"] == "Office (Reception)"
    assert await house.setup("sales") == before.model_copy(update={"line_id": "sales"})
    reading = await house.read("reception")
    assert reading.neighbours.hours == ()
    assert reading.remarks == ("Reception has its own schedule “Office (Reception)” in place of “Office”.",)
    await house.apply("reception", SUNDAY.undone(before))
    assert house.location.lines["reception"]["hours"] == "Office"
    assert house.location.names() == {"Office", "Holidays"}


async def test_a_queue_that_checked_no_closures_checks_none_afterwards(house: House) -> None:
    await house.apply("hotline", CLOSE)
    assert house.location.lines["hotline"]["closures"] == "Closures (Hotline)"
    house.location.clock.advance(days=2)

    settled = await house.settle("hotline")

    assert settled.done == ("Hotline checks no closures any more; the schedule “Closures (Hotline)” was deleted.",)
    assert house.location.lines["hotline"]["closures"] is None


async def test_what_an_auto_attendant_cannot_detach_is_named(house: House) -> None:
    before = await house.setup("alone")
    await house.apply("alone", CLOSE)

    await house.apply("alone", CLOSE.undone(before))

    assert await house.setup("alone") == before
    assert (await house.read("alone")).remarks == (
        "Alone keeps the schedule “Closures (Alone)” without a closure, since Webex cannot detach it.",
    )
    await house.apply("alone", CLOSE)
    assert len(house.location.events("holidays", "Closures (Alone)")) == 1


async def test_hours_for_a_queue_that_was_always_open_are_a_new_schedule(house: House) -> None:
    before = await house.setup("hotline")
    await house.apply("hotline", SUNDAY)

    assert house.location.lines["hotline"] | {"name": ""} == {
        "name": "",
        "hours": "Hours (Hotline)",
        "closures": None,
        "queue": True,
        "always": False,
    }
    assert await house.setup("hotline") == SUNDAY.applied_to(before)
    await house.apply("hotline", SUNDAY.undone(before))
    assert await house.setup("hotline") == before


async def test_always_open_is_seven_whole_days_that_are_remembered_as_such(house: House) -> None:
    before = await house.setup("alone")
    always = SetHours(always=True)
    await house.apply("alone", always)

    assert (await house.setup("alone")).hours == before.hours.model_copy(update={"always": True})
    house.location.events("businessHours", "Office (Alone)").pop()
    assert not (await house.setup("alone")).hours.always


async def test_special_hours_under_a_closure_come_back_with_its_end(house: House) -> None:
    special = OpenSpecial(start=dt.datetime(2026, 11, 21, 9), end=dt.datetime(2026, 11, 21, 12), name="Fair")
    await house.apply("reception", special)
    before = await house.setup("reception")
    await house.apply("reception", CLOSE)

    await house.apply("reception", CLOSE.undone(before))

    assert await house.setup("reception") == before


async def test_an_event_that_somebody_deleted_is_no_longer_shown(house: House) -> None:
    del house.location.lines["sales"]
    await house.apply("reception", CLOSE)
    events = house.location.events("holidays", "Holidays")
    del events[1]

    assert [each.name for each in (await house.setup("reception")).overrides] == ["Christmas"]


async def test_an_event_that_somebody_moved_is_shown_as_found(house: House) -> None:
    del house.location.lines["sales"]
    await house.apply("reception", CLOSE)
    house.location.events("holidays", "Holidays")[1]["endDate"] = "2026-11-22"

    found = (await house.setup("reception")).overrides[0]

    assert (found.name, found.reason, found.end) == ("Inventory Closed 21 Nov 2026", "", dt.datetime(2026, 11, 23))


async def test_a_schedule_that_is_gone_is_said_so(house: House) -> None:
    house.location.lines["reception"]["closures"] = "Elsewhere"

    with pytest.raises(PhoneSystemError, match="Reception refers to a schedule “Elsewhere”"):
        await house.read("reception")


async def test_a_line_without_hours_is_said_so(house: House) -> None:
    house.location.lines["hotline"]["always"] = False

    with pytest.raises(PhoneSystemError, match="Hotline has no schedule for its hours"):
        await house.read("hotline")


async def test_a_write_that_was_cut_off_shows_what_was_before_and_says_so(house: House) -> None:
    del house.location.lines["sales"], house.location.lines["alone"]
    before = await house.setup("reception")
    week = SetHours(rows={Weekday.MON: (), Weekday.SUN: (Interval(start=0, end=60),)})
    house.location.faults = [Fault("killed", 0)]
    await house.failing("reception", week)

    reading = await house.read("reception")
    await house.settle("reception")

    assert (reading.hours, reading.overrides) == (before.hours, before.overrides)
    assert "was cut off" in reading.remarks[0]
    await house.apply("reception", week)
    assert await house.setup("reception") == week.applied_to(before)
    assert (await house.read("reception")).remarks == ()


async def test_after_a_cut_off_write_was_mended_by_hand_the_line_is_shown_as_it_is(house: House) -> None:
    del house.location.lines["sales"], house.location.lines["alone"]
    week = SetHours(rows={Weekday.MON: (), Weekday.SUN: (Interval(start=0, end=60),)})
    house.location.faults = [Fault("killed", 0)]
    await house.failing("reception", week)
    house.location.events("businessHours", "Office").append(weekly("By hand", ".....S.", "09:00", "12:00"))

    assert (await house.setup("reception")).hours.sat == (Interval(start=540, end=720),)
    assert (await house.read("reception")).remarks == ()


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_schedule_that_is_renamed_under_our_hands_is_said_so(house: House, method: str) -> None:
    schedule = house.location.named("holidays", "Holidays")
    assert schedule
    house.location.meanwhile[method] = lambda: schedule.update(name="Feasts", type="holidays")
    office = house.location.named("businessHours", "Office")
    assert office
    if method == "GET":
        house.location.meanwhile[method] = lambda: office.update(name="Bureau")

    with pytest.raises(PhoneSystemError, match="try again"):
        await house.apply("reception", shared(CLOSE))


async def test_an_event_that_somebody_deletes_under_our_hands_is_no_missing_line(house: House) -> None:
    del house.location.lines["sales"]
    await house.apply("reception", CLOSE)
    house.location.meanwhile["DELETE"] = lambda: house.location.events("holidays", "Holidays").pop()

    with pytest.raises(RefusedError, match="Somebody changed Webex's schedule “Holidays” just now"):
        await house.apply("reception", Reopen(start=CLOSE.start, end=CLOSE.end))


async def test_what_cannot_be_taken_back_is_remembered_as_cut_off(house: House) -> None:
    del house.location.lines["sales"], house.location.lines["alone"]
    before = await house.setup("reception")
    week = SetHours(rows={Weekday.MON: (), Weekday.SUN: (Interval(start=0, end=60),)})
    house.location.faults = [Fault("refused", 1), Fault("refused", 2)]

    assert isinstance(await house.failing("reception", week), RefusedError)

    reading = await house.read("reception")
    assert (reading.hours, reading.overrides) == (before.hours, before.overrides)
    assert "was cut off" in reading.remarks[0]


async def test_what_the_schedules_would_not_show_again_is_refused_before_anything_is_written(house: House) -> None:
    late = CLOSE.model_copy(update={"end": dt.datetime(2026, 11, 21, 23, 59)})

    with pytest.raises(RefusedError, match="cannot hold exactly"):
        await house.apply("reception", late)

    assert house.location.writes == []


async def test_a_closure_that_ends_before_it_begins_is_unsupported(house: House) -> None:
    with pytest.raises(UnsupportedError, match="must end after it begins"):
        await house.apply("reception", CLOSE.model_copy(update={"end": CLOSE.start}))


@pytest.mark.parametrize("change", [CLOSE, shared(LONG), SUNDAY])
async def test_what_is_so_already_is_not_written(house: House, change: Change) -> None:
    await house.apply("sales", change)
    house.location.writes.clear()

    await house.apply("sales", change)

    assert house.location.writes == []


async def test_what_was_closed_for_all_can_be_reopened_for_one(house: House) -> None:
    await house.apply("sales", shared(LONG))

    await house.apply("reception", Reopen(start=LONG.start, end=LONG.end))

    assert [each.name for each in (await house.setup("reception")).overrides] == ["Christmas"]
    assert LONG.start in [each.start for each in (await house.setup("sales")).overrides]


PLAIN = Setup(line_id="1", zone=ZONE, hours=WeeklyHours())


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (Close(start=dt.datetime(2026, 11, 21), end=dt.datetime(2026, 11, 21, 23, 59)), "23:58 or midnight"),
        (SetHours(rows={Weekday.MON: (Interval(start=540, end=1439),)}), "23:58 or midnight"),
        (Close(start=dt.datetime(2026, 11, 21, 9, 0, 5), end=None), "whole minutes"),
        (Close(start=dt.datetime(2026, 11, 21), end=dt.datetime(2100, 1, 1)), "up to 2099 only"),
    ],
)
def test_what_webex_cannot_hold_is_said_before(change: Change, problem: str) -> None:
    after = change.applied_to(PLAIN)

    assert problem in problems(PLAIN, after)[0]
    assert problems(after, after) == []
    assert problems(PLAIN, CLOSE.applied_to(PLAIN)) == []
