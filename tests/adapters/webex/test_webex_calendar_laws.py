"""What holds for every change of the schedules of a line, whoever shares them and whatever was there before."""

import asyncio
import datetime as dt
import json
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters import DATED, Dated, Override, SetHours, Setup, ends, is_open, wall_clock, within
from adapters.webex.calendars import problems
from sandbox.webex.occurrences import matching
from sandbox.webex.timetables import Event
from tests.adapters import strategies
from tests.adapters.strategies import JUMPS
from tests.adapters.webex.fake_schedules import ZONE, FakeLocation, House
from tests.adapters.webex.schedule_events import by_day, once, weekly, yearly

MONTHS = ("JANUARY", "MARCH", "NOVEMBER", "DECEMBER")
EXAMPLES = settings(max_examples=12)  # each is a small life of a location


class Case(NamedTuple):
    """A location with our line and perhaps a neighbour, and changes of our line."""

    location: FakeLocation
    changes: list[Dated | SetHours]


@st.composite
def clocks(draw: st.DrawFn) -> str:
    return f"{draw(st.integers(0, 23)):02}:{draw(st.sampled_from((0, 30, 59))):02}"


@st.composite
def events(draw: st.DrawFn, today: dt.date, number: int) -> dict[str, Any]:
    """An event that somebody may have made by hand."""
    first = today + dt.timedelta(days=draw(st.integers(-10, 12)))
    last = first + dt.timedelta(days=draw(st.integers(0, 3)))
    kind = draw(st.sampled_from(("days", "hours", "yearly", "by day", "weekly", "ending")))
    name = f"found {number}"
    if kind == "days":
        return once(name, first.isoformat(), last.isoformat())
    if kind == "yearly":
        return yearly(name, "2024-01-01", first.day, f"{first:%B}".upper())
    if kind == "by day":
        day = ("MONDAY", "FRIDAY", "SATURDAY")[first.day % 3]
        return by_day(
            name, "2024-01-01", day, draw(st.sampled_from(("FIRST", "FOURTH", "LAST"))), f"{first:%B}".upper()
        )
    start, end = draw(clocks().filter(lambda each: each != "23:59")), draw(clocks())  # that is midnight to Webex
    if start == end:
        end = "23:59"
    if kind == "hours":
        return once(name, first.isoformat(), first.isoformat(), start, end)
    days = draw(st.sampled_from(("MTWTF..", ".....SS", "M.W.F..", "......S", "MTWTFSS")))
    more = {"recurEndDate": (first + dt.timedelta(days=40)).isoformat()} if kind == "ending" else {}
    return weekly(name, days, start, end, first.isoformat(), **more)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    jump = draw(st.sampled_from(JUMPS[ZONE]))
    now = jump + draw(st.integers(-9 * 1440, 9 * 1440)) * strategies.MINUTE
    location = FakeLocation(now)
    today = wall_clock(now, ZONE).date()
    for kind, name in (("businessHours", "Office"), ("holidays", "Holidays")):
        found = [draw(events(today, number)) for number in range(draw(st.integers(0, 3)))]
        location.add_schedule(kind, name, *found)
    has_closures, queue = draw(st.booleans()), draw(st.booleans())
    always = queue and draw(st.booleans())
    location.add_line("ours", "Office", "Holidays" if has_closures else None, queue=queue, always=always)
    if draw(st.booleans()):
        location.add_line("theirs", "Office", "Holidays")
    changes = [draw(some_changes(now)) for _ in range(draw(st.integers(1, 3)))]
    return Case(location, changes)


@st.composite
def some_changes(draw: st.DrawFn, now: dt.datetime) -> Dated | SetHours:
    change = draw(st.one_of(strategies.dated_changes(now), strategies.hours_changes))
    assert isinstance(change, (*DATED, SetHours))
    return change.model_copy(update={"shared": draw(st.sampled_from((False, False, True)))})


def pruned(setup: Setup, now: dt.datetime) -> Setup:
    """A setup without what ended before today, which is not shown."""
    today = dt.datetime.combine(wall_clock(now, setup.zone).date(), dt.time())
    kept = tuple(each for each in setup.overrides if ends(each) > today)
    return setup.model_copy(update={"overrides": kept})


def unfinished(setup: Setup, now: dt.datetime) -> Setup:
    """A setup without what is over: a copy that held an override of this morning ends with it."""
    return setup.model_copy(update={"overrides": tuple(each for each in setup.overrides if ends(each) > now)})


def joined(setup: Setup, now: dt.datetime) -> list[Override]:
    """The overrides from today on, those that touch and say the same as one."""
    result: list[Override] = []
    for each in within(setup.overrides, dt.datetime.combine(wall_clock(now, ZONE).date(), dt.time()), None):
        if result and result[-1].end == each.start and (result[-1].state, result[-1].name) == (each.state, each.name):
            result[-1] = result[-1].model_copy(update={"end": each.end})
        else:
            result.append(each)
    return result


async def decides_alike(house: House, line_id: str) -> bool:
    """Whether the vendor is open exactly where our setup says, for the coming ten days."""
    location, setup = house.location, await house.setup(line_id)
    start = location.clock.now.astimezone(dt.UTC).replace(minute=0, second=0, microsecond=0)
    shift = dt.timedelta(minutes=(0, 15, 29, 31, 58)[start.day % 5])
    for hour in range(240):
        at = start + dt.timedelta(hours=hour) + shift
        if is_open(setup, at) != location.is_open(line_id, wall_clock(at, ZONE)):
            return False
    return True


@given(cases())
@EXAMPLES
def test_reading_after_a_change_shows_the_setup_after_it(case: Case) -> None:
    async def run() -> None:
        location, house = case.location, House(case.location)
        for change in case.changes:
            before = await house.setup("ours")
            after = pruned(change.applied_to(before), location.clock.now)
            if problems(before, after):
                continue
            theirs = await house.setup("theirs") if "theirs" in location.lines else None

            await house.apply("ours", change)

            assert await house.setup("ours") == after
            assert await decides_alike(house, "ours")
            count = len(location.writes)
            await house.apply("ours", change)
            assert len(location.writes) == count
            if theirs and not change.shared:
                assert await house.setup("theirs") == theirs

            settled = await house.settle("ours")
            now = wall_clock(location.clock.now, ZONE)
            assert unfinished(await house.setup("ours"), now) == unfinished(after, now), settled

    asyncio.run(run())


@given(cases())
@EXAMPLES
def test_what_is_undone_is_as_before_and_leaves_nothing_behind(case: Case) -> None:
    async def run() -> None:
        location, house = case.location, House(case.location)
        names = location.names()
        before = await house.setup("ours")
        change = case.changes[0]
        if problems(before, change.applied_to(before)):
            return

        await house.apply("ours", change)
        back = change.undone(before)
        await house.apply("ours", back)

        after = await house.setup("ours")
        assert after.hours == before.hours
        assert joined(after, location.clock.now) == joined(before, location.clock.now)
        await house.settle("ours")
        line = location.lines["ours"]
        assert location.names() - names <= {line["hours"], line["closures"]}

    asyncio.run(run())


@given(st.data())
@EXAMPLES
def test_both_make_believe_vendors_decide_alike(data: st.DataObject) -> None:
    today = dt.date(2026, 11, 20)
    found = [data.draw(events(today, number)) for number in range(3)]
    for each in found:
        if each.get("endTime", "24:00") < each.get("startTime", ""):  # the sandbox wants the date on which it ends
            each["endDate"] = (dt.date.fromisoformat(each["endDate"]) + dt.timedelta(days=1)).isoformat()
    location = FakeLocation(dt.datetime(2026, 11, 20, 15, tzinfo=dt.UTC))
    location.add_schedule("businessHours", "Office", *found)
    location.add_line("ours", "Office", None)
    theirs = [Event.model_validate_json(json.dumps(each)) for each in found]

    for half_hour in range(2 * 24 * 30):
        at = dt.datetime(2026, 11, 8) + dt.timedelta(minutes=30 * half_hour)
        for moment in (at, at - dt.timedelta(minutes=1)):
            assert location.is_open("ours", moment) == (matching(theirs, moment) is not None), moment
