"""Public holidays at the desk: what is missing, and one request that closes it on many lines."""

import datetime as dt
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import pytest

from adapters import Close, OpenSpecial, day_hours
from bot import editing
from bot.answers import Answer, Editing, Preparing, Proposal, Said
from bot.bell import Bell
from bot.desk import Desk
from bot.editing import FormName
from bot.errors import NotAllowedError, SayError, TooLateError
from bot.keeper import Keeper
from bot.lines import Lines, LineSetting
from bot.reports import Holidays
from bot.requests import Request, State
from bot.store import StoreThread
from tests.bot.editing.counters import VendorPhones
from tests.bot.editing.vendors import ATTENDANT, CENTER, WITH_MENU
from tests.bot.offices import AMIR, DANA, LEE, POLICY
from tests.fakes import Clock, FakePeople

CHRISTMAS, THANKSGIVING, EPIPHANY = dt.date(2026, 12, 25), dt.date(2026, 11, 26), dt.date(2027, 1, 6)


@dataclass
class House:
    """A desk over lines of three vendors in two countries."""

    clock: Clock
    phones: dict[str, VendorPhones]
    lines: Lines
    desk: Desk
    keeper: Keeper

    def open_on(self, name: str, date: dt.date) -> bool:
        """Whether callers of a line get through on a date, as its vendor has it."""
        setup = self.phones[self.lines.setting(name).vendor].setups["1"]
        return bool(day_hours(setup.hours, setup.overrides, date))

    async def holidays(self, words: str = "holidays") -> Holidays:
        answer = await self.desk.hear(DANA, words)
        assert isinstance(answer, Holidays), answer
        return answer

    async def opened(self, words: str) -> Editing:
        """The form that a sentence opens."""
        answer: Answer = await self.desk.hear(DANA, words)
        if isinstance(answer, Preparing):
            answer = await self.desk.prepare(DANA, answer.draft)
        assert isinstance(answer, Editing), answer
        return answer

    async def sent(self, shown: Editing) -> Request:
        assert shown.proposal is not None, shown.problems
        sent = await self.desk.send(DANA, shown.draft, shown.proposal.plan.digest, "")
        assert isinstance(sent, Request), sent
        return sent

    async def done(self, shown: Editing) -> Request:
        request = await self.sent(shown)
        await self.desk.approve(AMIR, request.id, request.plan.digest)
        await self.keeper.work()
        return await self.desk.request(request.id)


SETTINGS = (
    LineSetting(name="Support", vendor="dialpad", id="1", country="US"),
    LineSetting(name="Munich", vendor="webex", id="1", country="DE", subdivision="BY"),
    LineSetting(name="Front Office", vendor="telegent", id="1", country="US"),
)


async def house_of(settings: Sequence[LineSetting], *, read: bool = True) -> House:
    clock, bell, people = Clock(), Bell(), FakePeople()
    phones = {each.name: each for each in map(VendorPhones, (CENTER, ATTENDANT, WITH_MENU))}
    store = StoreThread(None, clock)
    lines = Lines(settings, phones, store, clock)
    desk = Desk(store=store, lines=lines, policy=POLICY, people=people, clock=clock, bell=bell)
    keeper = Keeper(store=store, lines=lines, policy=POLICY, people=people, clock=clock, bell=bell, step=lambda _: None)
    if read:
        for each in settings:
            await lines.refresh(each.name)
    return House(clock, phones, lines, desk, keeper)


@pytest.fixture
async def house() -> AsyncIterator[House]:
    house = await house_of(SETTINGS)
    yield house
    house.desk.store.close()


def chosen(shown: Editing) -> tuple[str, ...]:
    """The dates that are ticked."""
    [asked] = shown.inputs
    assert isinstance(asked.value, tuple)
    return asked.value


def states(answer: Holidays, date: dt.date) -> dict[str, str]:
    """What callers of each line get on a date."""
    found = [each for day in answer.days if day.date == date for each in day.covered]
    return {name: each.state for each in found for name in each.lines}


async def test_each_line_is_told_by_its_own_calendar(house: House) -> None:
    answer = await house.holidays()

    assert states(answer, CHRISTMAS) == {"Support": "missing", "Munich": "missing", "Front Office": "missing"}
    assert states(answer, THANKSGIVING) == {"Support": "missing", "Front Office": "missing"}
    assert states(answer, EPIPHANY) == {"Munich": "missing"}
    assert answer.remarks == ("Holidays that only a part of the United States has are not included.",)
    assert answer.closing == "close all lines on all holidays"


async def test_one_request_closes_what_is_missing_on_lines_of_three_vendors(house: House) -> None:
    shown = await house.opened("close all lines on public holidays")
    assert shown.form == FormName.HOLIDAYS
    assert shown.lines == ("Support", "Munich", "Front Office")
    assert {"2026-11-26", "2026-12-25", "2027-01-06"} <= set(chosen(shown))

    request = await house.done(shown)

    assert {part.plan.line.name: part.state for part in request.parts} == dict.fromkeys(shown.lines, State.VERIFIED)
    assert [house.open_on(name, CHRISTMAS) for name in shown.lines] == [False, False, False]
    assert [house.open_on(name, THANKSGIVING) for name in shown.lines] == [False, True, False]
    assert [house.open_on(name, EPIPHANY) for name in shown.lines] == [True, False, True]
    after = await house.holidays()
    assert states(after, CHRISTMAS) == dict.fromkeys(shown.lines, "closed")
    assert after.closing == ""
    names = {each.name for part in request.parts for each in part.plan.changes if isinstance(each, Close)}
    assert {"Christmas Day", "Epiphany"} <= names
    [support, munich, _] = request.parts
    assert support.plan.summary.startswith(
        "Close Support all day on 12 days: Thu 26 Nov 2026, Thanksgiving Day; Fri 25 Dec 2026, Christmas Day; "
    )
    assert munich.plan.summary.endswith("; Mon 1 Nov 2027, All Saints' Day (New York time).")
    assert isinstance(await house.desk.hear(DANA, "close all lines on public holidays"), Said)


async def test_only_the_chosen_dates_are_closed_and_lines_without_any_are_left_out(house: House) -> None:
    shown = await house.opened("close all lines on public holidays")

    shown = await house.desk.edited(DANA, shown.draft, shown.form, shown.lines, {"dates": ("2026-11-26",)})

    assert shown.proposal is not None
    assert [part.line.name for part in shown.proposal.plan.parts] == ["Support", "Front Office"]
    assert shown.proposal.plan.parts[0].besides == (
        "Munich stays as it is: these are no public holidays there, or it is closed then already.",
    )
    await house.done(shown)
    assert not house.open_on("Support", THANKSGIVING)
    assert house.open_on("Support", CHRISTMAS)


async def test_a_form_without_a_date_says_so_at_its_field(house: House) -> None:
    shown = await house.opened("close support on public holidays")

    shown = await house.desk.edited(DANA, shown.draft, shown.form, shown.lines, {"dates": ()})

    assert shown.proposal is None
    assert shown.problems == {"dates": "Choose at least one holiday."}


async def test_what_a_request_is_about_to_close_is_not_asked_for_twice(house: House) -> None:
    first = await house.sent(await house.opened("close support on public holidays"))

    answer, shown = await house.holidays(), await house.opened("close all lines on public holidays")

    covered = next(each for day in answer.days if day.date == CHRISTMAS for each in day.covered if each.request)
    assert (covered.state, covered.lines, covered.request) == ("pending", ("Support",), first.id)
    assert shown.lines == ("Munich", "Front Office")


async def test_special_hours_on_a_holiday_stay_and_the_form_says_so(house: House) -> None:
    phones = house.phones["dialpad"]
    special = OpenSpecial(start=dt.datetime(2026, 12, 25, 9), end=dt.datetime(2026, 12, 25, 12))
    phones.setups["1"] = special.applied_to(phones.setups["1"])
    await house.lines.refresh("Support")

    shown = await house.opened("close support on public holidays")

    assert "2026-12-25" not in chosen(shown)
    assert shown.glance[-1] == "Special hours stay as they are: Christmas Day, Fri 25 Dec 2026 (Support)."
    await house.done(shown)
    assert house.open_on("Support", CHRISTMAS)


async def test_a_day_that_is_closed_in_part_is_closed_whole(house: House) -> None:
    phones = house.phones["dialpad"]
    phones.setups["1"] = Close(start=dt.datetime(2026, 12, 25, 12), end=dt.datetime(2026, 12, 25, 15)).applied_to(
        phones.setups["1"]
    )
    await house.lines.refresh("Support")
    assert states(await house.holidays(), CHRISTMAS)["Support"] == "partly"

    await house.done(await house.opened("close support on public holidays"))

    assert not house.open_on("Support", CHRISTMAS)


async def test_a_year_can_be_asked_for_and_is_what_stands_in_the_form_then(house: House) -> None:
    answer = await house.holidays("holidays 2027 for support")
    shown = await house.opened(answer.closing)

    assert (answer.first, answer.last) == (dt.date(2027, 1, 1), dt.date(2027, 12, 31))
    assert answer.closing == "close Support on all holidays in 2027"
    assert {each[:4] for each in chosen(shown)} == {"2027"}
    assert "2027-12-24" in chosen(shown)  # Christmas Day, observed
    [asked] = shown.inputs
    assert asked.choices[0] == ("2026-11-26", "Thu 26 Nov 2026: Thanksgiving Day")


async def test_a_year_is_over_only_where_the_lines_are(house: House) -> None:
    house.clock.now = dt.datetime(2026, 12, 31, 20, tzinfo=ZoneInfo("America/New_York"))

    answer = await house.holidays("holidays of Support in 2026")

    assert answer.first == answer.last == dt.date(2026, 12, 31)


async def test_a_year_that_is_over_is_told_so(house: House) -> None:
    with pytest.raises(TooLateError, match="2025 is over"):
        await house.desk.hear(DANA, "holidays 2025")


async def test_a_line_that_comes_along_brings_its_holidays(house: House) -> None:
    shown = await house.opened("close support on public holidays")
    assert "2027-01-06" not in chosen(shown)

    shown = await house.desk.edited(DANA, shown.draft, shown.form, ("Support", "Munich"), {"dates": chosen(shown)})

    assert "2027-01-06" in chosen(shown)
    assert dict(shown.inputs[0].choices)["2027-01-06"] == "Wed 6 Jan 2027: Epiphany (1 of 2 lines)"
    assert dict(shown.inputs[0].choices)["2026-12-25"] == "Fri 25 Dec 2026: Christmas Day (2 of 2 lines)"


async def test_who_may_not_ask_can_look_and_no_more(house: House) -> None:
    answer = await house.desk.hear(LEE, "holidays")

    assert isinstance(answer, Holidays)
    assert not answer.may_ask
    with pytest.raises(NotAllowedError):
        await house.desk.hear(LEE, "close all lines on public holidays")


async def test_lines_that_nobody_has_read_are_read_first() -> None:
    house = await house_of(SETTINGS, read=False)

    shown = await house.opened("close all lines on public holidays")

    assert isinstance(shown.proposal, Proposal)
    assert len(shown.proposal.plan.parts) == 3
    house.desk.store.close()


async def test_what_cannot_be_changed_or_has_no_calendar_is_named_and_left_out() -> None:
    settings = [
        SETTINGS[0],
        SETTINGS[1].model_copy(update={"country": "XX"}),
        SETTINGS[2].model_copy(update={"manage": False}),
    ]
    house = await house_of(settings)

    answer, shown = await house.holidays(), await house.opened("close all lines on public holidays")

    assert answer.remarks == (
        "No holidays are known for XX, where Munich is.",
        "Holidays that only a part of the United States has are not included.",
        "Front Office cannot be closed on single days from here.",
    )
    assert shown.lines == ("Support",)
    house.desk.store.close()


async def test_of_very_many_lines_the_first_are_taken_and_then_the_others(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editing, "MOST_LINES", 2)

    first = await house.opened("close all lines on public holidays")
    await house.sent(first)
    then = await house.opened("close all lines on public holidays")

    assert (first.lines, then.lines) == (("Support", "Munich"), ("Front Office",))


async def test_a_year_that_is_too_far_ahead_is_said_to_be_so_and_no_form_opens(house: House) -> None:
    with pytest.raises(SayError, match="2028 is too far ahead: lines can be closed on holidays until Fri 31 Dec 2027"):
        await house.opened("close all lines on all holidays 2028")

    shown = await house.desk.hear(DANA, "holidays 2028")

    assert isinstance(shown, Holidays)
    assert (bool(shown.days), shown.closing) == (True, "")
