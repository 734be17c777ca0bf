"""The watch where somebody was away: the vendor, Switchhook, or an end of the closure."""

import datetime as dt

import pytest

from adapters import Override, UnreachableError
from bot.alerts import AlertKind
from bot.slack import alert_cards
from tests.bot.offices import Office, office
from tests.bot.watching import again, at, edit, on, open_alerts, outcomes, told

__all__ = ["office"]

SATURDAY = "close Support Saturday"
STUCK = Override(state="closed", start=dt.datetime(2026, 11, 21), end=None)


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
        assert alert_cards.title(alert) == "Nobody knows whether Support is closed"
        assert alert_cards.title(over) == "Over: Nobody knew whether Support is closed"
        assert over.outcome == "Known again: by its hours at Fake it is closed, as promised."

    async def test_edges_of_while_switchhook_was_down_are_looked_at_afterwards(self, office: Office) -> None:
        await office.done(SATURDAY)
        edit(office, overrides=(STUCK,))

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


class TestLongAway:
    """Switchhook was down for longer than it looks back."""

    async def test_the_last_closure_of_a_line_is_looked_at_once_however_long_ago_it_ended(self, office: Office) -> None:
        number = (await office.done(SATURDAY)).id
        edit(office, overrides=(STUCK,))
        office.clock.now = on("21").replace(month=12, hour=12)

        await again(office).work()
        (alert,) = await open_alerts(office, AlertKind.NOT_OPEN)
        await again(office).work()

        assert (alert.request, alert.name) == (number, "Support")
        assert "Support should be open since Mon 23 Nov, 8:00 AM" in alert.text
        assert len(await told(office, "not_open")) == 1

    async def test_it_is_looked_at_when_the_line_should_open(self, office: Office) -> None:
        await office.done(SATURDAY)
        edit(office, overrides=(STUCK,))
        office.clock.now = on("30 05:00")
        keeper = again(office)
        await keeper.work()
        early = await open_alerts(office, AlertKind.NOT_OPEN)

        office.clock.now = on("30 08:01")
        await keeper.work()

        assert (len(early), len(await open_alerts(office, AlertKind.NOT_OPEN))) == (0, 1)

    async def test_it_is_looked_at_once_and_not_if_it_was_seen_before(self, office: Office) -> None:
        await office.done(SATURDAY)
        office.clock.now = on("30 09:00")
        keeper = again(office)
        for _ in range(2):
            await keeper.work()
            office.clock.advance(days=14)
        edit(office, overrides=(STUCK,))

        await keeper.work()
        await again(office).work()

        assert not await told(office, "not_open")
        assert list((await outcomes(office)).values()).count("kept") == 1

    async def test_an_older_closure_is_not_looked_at_where_a_later_one_was_seen(self, office: Office) -> None:
        await office.done(SATURDAY)
        await office.done("close Support Nov 23")
        office.clock.now = on("24 09:00")
        await again(office).work()
        edit(office, overrides=(STUCK,))
        office.clock.now = on("30 09:00")

        await again(office).work()

        assert not await told(office, "not_open")


class TestWrongClock:
    """The clock was ahead for a while."""

    async def test_what_was_looked_at_meanwhile_is_looked_at_when_its_time_comes(self, office: Office) -> None:
        await office.done(SATURDAY)
        await at(office, "23 12:00")
        await at(office, "20 10:05")
        edit(office, overrides=())

        await at(office, "21 09:01")

        assert len(await open_alerts(office, AlertKind.NOT_CLOSED)) == 1

    async def test_a_clock_that_is_put_right_by_seconds_has_nothing_looked_at_twice(self, office: Office) -> None:
        await office.done(SATURDAY)
        await at(office, "21 09:01")
        office.clock.advance(seconds=-20)

        await office.keeper.work()

        assert len(await told(office, "started")) == 1


class TestUntilFurtherNotice:
    """Closures without an end are told of every day."""

    async def test_people_are_reminded_at_nine_from_the_next_day_on(self, office: Office) -> None:
        number = (await office.done("close Support until further notice")).id
        days = []
        for moment in ("20 20:00", "21 08:59", "21 09:00", "21 20:00", "22 09:00", "23 09:00"):
            await at(office, moment)
            days += [[each.text.split(": for ")[1][:6] for each in await open_alerts(office, AlertKind.STILL_CLOSED)]]

        assert days == [[], [], ["1 day "], ["1 day "], ["2 days"], ["3 days"]]
        (alert,) = await open_alerts(office, AlertKind.STILL_CLOSED)
        assert (alert.request, alert.revision) == (number, 3)
        assert alert.text == (
            "Support is still closed until further notice, since Fri 20 Nov, 10:00 AM: for 3 days now. If that is still"
            " right, there is nothing to do; else say `reopen Support`."
        )
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
