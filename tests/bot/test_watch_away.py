"""The watch where somebody was away: the vendor, Switchhook, or an end of the closure."""

import datetime as dt

import pytest

from adapters import Override, UnreachableError
from bot.alerts import AlertKind
from tests.bot.offices import Office, office
from tests.bot.watching import at, edit, open_alerts, outcomes, told

__all__ = ["office"]

SATURDAY = "close Support Saturday"


class TestAway:
    """A vendor, or Switchhook itself, that was away at an edge."""

    async def test_a_silent_vendor_is_asked_again(self, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("bot.watch.PAUSE", 0.0)
        await office.done(SATURDAY)
        office.phones.failures = [UnreachableError("no answer")] * 3
        await at(office, "21 09:01")
        silent = await told(office, "started")

        await at(office, "21 09:02")

        assert not silent
        assert len(await told(office, "started")) == 1
        assert not await open_alerts(office)

    async def test_after_ten_minutes_people_are_told_that_nobody_knows(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("bot.watch.PAUSE", 0.0)
        await office.done("close Support today 2pm-4pm")
        office.phones.failures = [UnreachableError("no answer")] * 9
        await at(office, "20 14:01")
        early = await open_alerts(office)
        await at(office, "20 14:11")
        (alert,) = await open_alerts(office, AlertKind.NOT_CLOSED)
        office.phones.failures = []
        await at(office, "20 14:20")

        assert not early
        assert "but whether it is nobody knows: Fake does not answer." in alert.text
        over = await office.desk.store(lambda store: store.alert(alert.number))
        assert over.outcome == "It is known again: by its hours at Fake it is closed, as promised."

    async def test_edges_of_while_switchhook_was_down_are_looked_at_afterwards(self, office: Office) -> None:
        await office.done(SATURDAY)
        stuck = Override(state="closed", start=dt.datetime(2026, 11, 21), end=None)
        edit(office, overrides=(stuck,))

        await at(office, "23 12:00")

        (alert,) = await open_alerts(office, AlertKind.NOT_OPEN)
        assert "since Mon 23 Nov, 8:00 AM" in alert.text
        assert "missed" in (await outcomes(office)).values()
        assert not await told(office, "started")

    async def test_a_look_that_comes_late_says_so(self, office: Office) -> None:
        await office.done(SATURDAY)

        await at(office, "21 12:00")

        assert [each.data["note"] for each in await told(office, "started")] == [
            "By its hours at Fake it is closed, as promised. Switchhook looked 12 hours late."
        ]

    async def test_what_was_over_long_ago_is_not_looked_at(self, office: Office) -> None:
        await office.done("close Support today 2pm-4pm")

        await at(office, "27 12:00")

        assert await outcomes(office) == {}


class TestUntilFurtherNotice:
    """Closures without an end are told of every day."""

    async def test_people_are_reminded_at_nine_from_the_next_day_on(self, office: Office) -> None:
        number = (await office.done("close Support until further notice")).id
        alerts = []
        for moment in ("21 03:00", "21 09:30", "22 08:59", "22 09:00", "22 20:00", "23 09:00"):
            await at(office, moment)
            alerts.append([each.text.split(":")[1][:18] for each in await open_alerts(office, AlertKind.STILL_CLOSED)])

        assert alerts == [[], [], [], [" for 2 days now, s"], [" for 2 days now, s"], [" for 3 days now, s"]]
        (alert,) = await open_alerts(office, AlertKind.STILL_CLOSED)
        assert (alert.request, alert.revision) == (number, 2)
        assert alert.data["sentence"] == "reopen Support"

    async def test_it_ends_when_the_line_is_reopened(self, office: Office) -> None:
        await office.done("close Support until further notice")
        await at(office, "23 09:00")
        (alert,) = await open_alerts(office, AlertKind.STILL_CLOSED)
        await office.done("reopen Support")

        await at(office, "23 09:30")

        over = await office.desk.store(lambda store: store.alert(alert.number))
        assert over.outcome == "Support is no longer closed until further notice."

    async def test_a_closure_with_an_end_is_not_told_of(self, office: Office) -> None:
        await office.done("close Support Nov 20 to Nov 27")

        await at(office, "23 09:30")

        assert not await open_alerts(office, AlertKind.STILL_CLOSED)
