"""Where the phone system says otherwise, a status says first what should be so, and what is."""

import datetime as dt

import pytest

from adapters import LiveStatus
from bot import console
from bot.answers import LineStatus
from bot.slack import statuses
from bot.status import Reporter, When
from tests.bot.offices import Office, office
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
