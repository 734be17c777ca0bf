"""A fault at any write leaves callers with what was or what will be, and a truthful line; trying again ends well."""

import datetime as dt
import functools
import json

import pytest

from adapters import Close, Dated, Interval, OpenSpecial, Reopen, SetHours, Setup, Weekday
from tests.adapters.webex.fake_schedules import FakeLocation, Fault, House
from tests.adapters.webex.schedule_events import is_open, once, weekly, yearly

NOW = dt.datetime(2026, 11, 20, 15, tzinfo=dt.UTC)


def day(date: int, month: int = 11, hour: int = 0) -> dt.datetime:
    return dt.datetime(2026, month, date, hour)


CLOSE = Close(start=day(21), end=day(22), name="Inventory", reason="We count.")
CLOSE_MORE = Close(start=day(24, hour=12), end=day(26), name="Move")
CHRISTMAS = OpenSpecial(start=day(25, 12, 10), end=day(25, 12, 14), name="Helpline")
WEEK = SetHours(
    rows={Weekday.MON: (Interval(start=480, end=720), Interval(start=780, end=1080)), Weekday.SAT: (), Weekday.TUE: ()}
)


class Scenario:
    """What is there, what was done before, and the changes in question."""

    def __init__(
        self,
        *changes: Dated | SetHours,
        earlier: tuple[Dated | SetHours, ...] = (),
        neighbours: bool = True,
        queue: bool = False,
        closures: bool = True,
        seamless: bool = True,
    ) -> None:
        self.changes = changes
        self.earlier = earlier
        self.neighbours = neighbours
        self.queue = queue
        self.closures = closures
        self.seamless = seamless

    async def house(self) -> House:
        location = FakeLocation(NOW)
        location.add_schedule(
            "businessHours",
            "Office",
            weekly("Weekdays", "MTWTF..", "09:00", "17:00"),
            weekly("Saturday", ".....S.", "10:00", "14:00"),
        )
        location.add_schedule(
            "holidays", "Holidays", yearly("Christmas", "2020-12-25", 25, "DECEMBER"), once("Fair", "2026-11-30")
        )
        location.add_line("ours", "Office", "Holidays" if self.closures else None, queue=self.queue)
        if self.neighbours:
            location.add_line("theirs", "Office", "Holidays")
        house = House(location)
        if self.earlier:
            await house.apply("ours", *self.earlier)
        location.writes.clear()
        return house


def shared(change: Dated | SetHours) -> Dated | SetHours:
    return change.model_copy(update={"shared": True})


SCENARIOS = {
    "a closure among neighbours": Scenario(CLOSE),
    "a queue's closure among neighbours": Scenario(CLOSE, queue=True),
    "a second closure while on a copy": Scenario(CLOSE_MORE, earlier=(CLOSE,)),
    "a closure for all": Scenario(shared(CLOSE)),
    "a closure for all while on a copy": Scenario(shared(CLOSE_MORE), earlier=(CLOSE,)),
    "a closure on a schedule of its own": Scenario(CLOSE, neighbours=False),
    "several days on a schedule of its own": Scenario(CLOSE_MORE, neighbours=False),
    "open on a holiday of its own": Scenario(CHRISTMAS, neighbours=False),
    "a queue open on a holiday among neighbours": Scenario(CHRISTMAS, queue=True),
    "open on a holiday among neighbours": Scenario(CHRISTMAS),
    "an undone closure": Scenario(Reopen(start=CLOSE.start, end=CLOSE.end), earlier=(CLOSE,)),
    "a week of its own": Scenario(WEEK, neighbours=False, seamless=False),
    "a week among neighbours": Scenario(WEEK),
    "a week for all": Scenario(shared(WEEK), seamless=False),
    "a week and a closure": Scenario(WEEK, CLOSE, neighbours=False, seamless=False),
    "a week while on a copy": Scenario(WEEK, earlier=(CHRISTMAS,), queue=True),
    "always open": Scenario(SetHours(always=True), neighbours=False, seamless=False),
    "a queue always open": Scenario(SetHours(always=True), neighbours=False, queue=True),
    "no closures yet": Scenario(CLOSE, closures=False),
    "a queue without closures yet": Scenario(CLOSE, closures=False, queue=True),
}


class Ending:
    """What callers and readers meet at a moment."""

    def __init__(self, setup: Setup, ours: list[bool], theirs: list[bool]) -> None:
        self.setup = setup
        self.ours = ours
        self.theirs = theirs

    @classmethod
    async def of(cls, house: House) -> "Ending":
        theirs = callers(house, "theirs") if "theirs" in house.location.lines else []
        return cls(await house.setup("ours"), callers(house, "ours"), theirs)


def callers(house: House, line_id: str) -> list[bool]:
    """Whether callers get through, each hour of the days in question and of an ordinary week."""
    return _callers(json.dumps(house.location.rules(line_id)))


@functools.cache
def _callers(rules: str) -> list[bool]:
    """The same is found again and again, so it is reckoned once."""
    always, weeks, closures = json.loads(rules)
    days = [*range(19, 32), 35 + 19]
    hours = [dt.datetime(2026, 11, 1) + dt.timedelta(days=each, hours=hour) for each in days for hour in range(24)]
    return [is_open(always, weeks, closures, each) for each in hours]


def orphans(house: House) -> set[str]:
    """Schedules that neither a line refers to nor the ledger names."""
    location = house.location
    known = {"Office", "Holidays"}
    for line in location.lines.values():
        known |= {line["hours"], line["closures"]}
    return {each for each in location.names() - known if f'"{each}"' not in (location.ledger.texts.get("ours") or "")}


@pytest.mark.parametrize("then", ["again", "settle"])
@pytest.mark.parametrize("fault", ["refused", "before", "after", "killed"])
@pytest.mark.parametrize("name", SCENARIOS)
async def test_a_fault_at_any_write_ends_well(name: str, fault: str, then: str) -> None:
    scenario, house = SCENARIOS[name], await SCENARIOS[name].house()
    before = await Ending.of(house)
    await house.apply("ours", *scenario.changes)
    after, writes = await Ending.of(house), len(house.location.writes)
    await house.settle("ours")

    for at in range(writes):
        struck = await scenario.house()
        struck.location.faults = [Fault(fault, at)]
        await struck.failing("ours", *scenario.changes)
        await check_the_middle(struck, scenario, before, after, fault)
        if then == "again":
            await struck.apply("ours", *scenario.changes)
            found = await Ending.of(struck)
            assert vars(found) == vars(after)
        await struck.settle("ours")

        assert await struck.setup("ours") in (before.setup, after.setup)
        assert not orphans(struck)
        assert then == "settle" or struck.location.names() == house.location.names()


async def check_the_middle(house: House, scenario: Scenario, before: Ending, after: Ending, fault: str) -> None:
    found = await Ending.of(house)
    assert found.setup in (before.setup, after.setup)
    assert found.ours in (before.ours, after.ours) or not (scenario.seamless or fault == "refused")
    assert found.theirs == before.theirs or any(each.shared for each in scenario.changes)
    assert not orphans(house)
