"""Where the phone system says otherwise, a status says first what should be so, and what is."""

import datetime as dt

import pytest

from adapters import LiveStatus, UnreachableError, WeeklyHours
from bot import console
from bot.reports import LineStatus, Statuses
from bot.slack import statuses
from bot.status import Reporter, When
from tests.bot.offices import DANA, Office, office
from tests.bot.slack.blocks_check import assert_message, texts
from tests.bot.slack.scene import scene
from tests.bot.test_mending import Week, week

__all__ = ["office", "week"]


async def status(office: Office, at: dt.datetime | None = None) -> LineStatus:
    (line,) = (await office.desk.status(["Support"], When(at=at))).lines
    return line


async def test_a_line_that_should_be_open_and_is_not_is_not_said_to_be_open(office: Office) -> None:
    office.phones.figures = LiveStatus(open=False)

    line = await status(office)

    assert statuses.brief(line) == (
        ":warning: *Support* should be *open* until Fri 20 Nov, 6:00 PM (New York time), but Fake says that it is"
        " closed."
    )
    assert console.status(line).splitlines()[0] == (
        "Support: should be open until Fri 20 Nov, 18:00 (New York time), but Fake says that it is closed"
    )
    assert not line.warnings


async def test_a_line_that_should_be_closed_and_is_not_is_not_said_to_be_closed(office: Office) -> None:
    await office.done("close Support today")
    office.phones.figures = LiveStatus(open=True)

    told = statuses.brief(await status(office))

    assert "should be *closed* until" in told
    assert told.endswith("but Fake says that it is open.")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        pytest.param("Thanksgiving", "closed for a holiday of its own (Thanksgiving).", id="with a name"),
        pytest.param("", "closed for a holiday of its own.", id="without a name"),
    ],
)
async def test_a_holiday_of_the_vendor_is_named(office: Office, name: str, told: str) -> None:
    office.phones.figures = LiveStatus(open=False, holiday=name)

    line = await status(office)

    assert statuses.brief(line).endswith(f"but Fake says that it is {told}")
    assert not line.warnings


async def test_a_row_that_somebody_changed_speaks_where_the_vendor_does_not(week: Week) -> None:
    await week.changed("close Support Saturday")
    week.vendor.edit(fri=[])

    (line,) = (await week.desk.status(["Support"])).lines

    assert statuses.brief(line).endswith("but its hours for Friday at Table are closed, changed outside Switchhook.")


async def test_where_they_agree_nothing_is_said_of_it(office: Office) -> None:
    office.phones.figures = LiveStatus(open=True)

    assert statuses.brief(await status(office)).startswith(":large_green_circle: *Support* is *open*")


async def test_what_was_said_before_the_hours_changed_is_held_against_nothing(office: Office) -> None:
    office.phones.figures = LiveStatus(open=True)
    await status(office)
    office.clock.advance(hours=9)

    (line,) = await Reporter(office.desk.store, office.desk.lines, office.clock).statuses(["Support"])

    assert (line.open, line.against) == (False, "")


async def test_another_moment_is_told_by_the_hours(office: Office) -> None:
    office.phones.figures = LiveStatus(open=False)

    line = await status(office, office.clock() + dt.timedelta(hours=2))

    assert statuses.brief(line).startswith(":large_green_circle: *Support* is *open* on")


async def found(office: Office, words: str) -> Statuses:
    answer = await office.desk.hear(DANA, words)
    assert isinstance(answer, Statuses)
    return answer


async def test_which_lines_are_open_is_told_by_what_is_so_and_not_by_what_should_be(office: Office) -> None:
    office.phones.figures = LiveStatus(open=False)

    closed, open_ = [await found(office, f"which lines are {state} now?") for state in ("closed", "open")]

    assert [each.name for each in closed.lines] == ["Sales", "Support"]
    assert open_.lines == ()


async def test_which_lines_are_open_is_read_first(office: Office) -> None:
    assert [each.name for each in (await found(office, "which lines are open?")).lines] == ["Sales", "Support"]
    office.phones.setups["1"] = office.phones.setups["1"].model_copy(update={"hours": WeeklyHours()})
    office.clock.advance(minutes=10)

    assert [each.name for each in (await found(office, "which lines are open?")).lines] == ["Sales"]


async def test_lines_of_which_nothing_is_known_are_named() -> None:
    async with scene("Support", "Sales", fluent=True) as fresh:
        fresh.phones.failures = [UnreachableError("The phone system does not answer.")] * 2
        answer = await fresh.desk.hear(DANA, "which lines are closed?")

    assert isinstance(answer, Statuses)
    shown = statuses.told(answer)
    assert answer.lines == ()
    assert_message(shown.blocks)
    assert "No line that is known is closed then. " in shown.text
    assert "Nothing is known yet of Sales and Support: ask again in a minute." in "\n".join(texts(shown.blocks))
