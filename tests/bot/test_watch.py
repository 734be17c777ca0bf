"""The watch asks the vendor at start and end of every override what is in force."""

import asyncio
import datetime as dt

import pytest

from adapters import LiveStatus, Override
from bot.alerts import AlertKind
from bot.lines import Lines, LineSetting
from tests.bot.offices import Office, office
from tests.bot.watching import again, at, edit, on, open_alerts, outcomes, setup, told

__all__ = ["office"]

SATURDAY = "close Support Saturday"


class TestKept:
    """Promises that are kept."""

    async def test_start_and_end_of_a_closure_are_recorded_with_what_was_seen(self, office: Office) -> None:
        number = (await office.done(SATURDAY)).id

        await at(office, "21 00:01")
        await at(office, "21 09:01")
        await at(office, "22 00:01")
        await at(office, "23 08:01")

        records = await told(office, "started", "ended")
        assert [(each.kind, each.request, each.line) for each in records] == [
            ("started", number, "Support"),
            ("ended", number, "Support"),
        ]
        assert records[0].data["note"] == "By its hours at Fake it is closed, as promised."
        assert records[1].data["note"] == "Support stays closed, as always on Sundays."
        assert not await open_alerts(office)
        assert set((await outcomes(office)).values()) == {"kept", "replaced"}

    async def test_what_the_vendor_itself_tells_comes_first(self, office: Office) -> None:
        await office.done("close Support today 2pm-4pm")

        office.phones.figures = LiveStatus(open=False)
        await at(office, "20 14:01")
        office.phones.figures = LiveStatus(open=True)
        await at(office, "20 16:01")

        assert [each.data["note"] for each in await told(office, "started", "ended")] == [
            "Fake says that it is closed, as promised.",
            "Fake says that it is open, as promised.",
        ]

    async def test_each_edge_is_looked_at_once_over_restarts(self, office: Office) -> None:
        await office.done(SATURDAY)

        for _ in range(3):
            await at(office, "21 09:01")
            await again(office).work()

        assert len(await told(office, "started")) == 1

    async def test_nothing_is_looked_at_before_the_vendor_can_show_it(self, office: Office) -> None:
        office.phones.unlike = {"lag": dt.timedelta(minutes=10)}
        await office.done(SATURDAY)

        await at(office, "21 00:10")
        early = await told(office, "started")
        await at(office, "21 00:11")

        assert early == []
        assert len(await told(office, "started")) == 1

    async def test_the_next_edge_is_waited_for_and_no_longer(self, office: Office) -> None:
        await office.done("close Support today 2pm-4pm")
        await at(office, "20 13:59")

        assert office.keeper._watch.pauses() == [65.0, 7265.0]  # noqa: SLF001  (what the keeper waits for)

    @pytest.mark.parametrize(
        ("words", "moments"),
        [
            pytest.param(
                ["close Support today 5pm-10pm"], ["20 17:01", "20 18:01", "20 22:01", "21 09:01"], id="closed evening"
            ),
            pytest.param(
                ["close Support today 12pm-2pm", "close Support today 2pm-4pm"],
                ["20 12:01", "20 14:01", "20 16:01"],
                id="two that touch",
            ),
            pytest.param(
                ["close Support today 12pm-2pm", "close Support today 1pm-5pm"],
                ["20 12:01", "20 13:01", "20 14:01", "20 17:01"],
                id="one that is lengthened",
            ),
            pytest.param(
                [SATURDAY, "reopen Support Saturday 9am-1pm"], ["21 00:01", "21 09:01", "22 00:01"], id="reopened"
            ),
            pytest.param([SATURDAY, "undo Support"], ["21 00:01", "21 09:01", "22 00:01"], id="undone"),
            pytest.param(["open Support Sunday 9-1"], ["22 09:01", "22 13:01"], id="special hours"),
            pytest.param(["close Support now until 2pm"], ["20 10:01", "20 14:01"], id="at once"),
        ],
    )
    async def test_no_alarm_is_false(self, office: Office, words: list[str], moments: list[str]) -> None:
        for each in words:
            await office.done(each)

        for moment in moments:
            await at(office, moment)
            assert not await open_alerts(office), moment

    async def test_a_day_on_which_the_clocks_change_ends_when_its_wall_clock_says(self, office: Office) -> None:
        office.clock.now = dt.datetime(2026, 10, 30, 15, tzinfo=dt.UTC)
        await office.done("open Support Sunday Nov 1 12am-6am")

        for hour in (4, 5, 6, 7, 10):
            office.clock.now = dt.datetime(2026, 11, 1, hour, 1, tzinfo=dt.UTC)
            await office.keeper.work()
            assert not await open_alerts(office), hour
        office.clock.now = dt.datetime(2026, 11, 1, 11, 1, tzinfo=dt.UTC)
        await office.keeper.work()

        assert [each.kind for each in await told(office, "started", "ended")] == ["started", "ended"]

    async def test_a_holiday_of_the_vendor_keeps_a_line_closed_without_alarm(self, office: Office) -> None:
        await office.done(SATURDAY)
        await at(office, "21 00:01")

        office.phones.figures = LiveStatus(open=False, holiday="Thanksgiving")
        await at(office, "23 08:01")

        assert not await open_alerts(office)

    async def test_who_only_observes_watches_nothing(self, office: Office) -> None:
        await office.done(SATURDAY)
        edit(office, overrides=())
        office.clock.now = on("21 09:01")

        await again(office, observe=True).work()

        assert not await open_alerts(office, AlertKind.NOT_CLOSED)

    async def test_a_line_that_is_only_shown_is_not_watched(self, office: Office) -> None:
        await office.done(SATURDAY)
        edit(office, overrides=())
        settings = [LineSetting(name="Support", vendor="fake", id="1", manage=False)]
        lines = Lines(settings, {"fake": office.phones}, office.desk.store, office.clock)
        office.clock.now = on("21 09:01")

        await again(office, lines).work()

        assert not await open_alerts(office)


class TestBroken:
    """Promises that are not kept."""

    async def test_a_closure_that_somebody_deleted_is_noticed_when_callers_would_get_through(
        self, office: Office
    ) -> None:
        number = (await office.done(SATURDAY)).id
        edit(office, overrides=())

        await at(office, "21 09:01")

        (alert,) = await open_alerts(office, AlertKind.NOT_CLOSED)
        assert (alert.line, alert.name, alert.request) == ("fake:1", "Support", number)
        assert alert.text == (
            "Support should be closed since Sat 21 Nov, 9:00 AM, but by its hours at Fake it is open. Callers get"
            " through as usual. What was promised: Close Support on Sat 21 Nov 2026, all day (New York time). Close it"
            " in the portal, or ask for it again: `close Support now until 2026-11-21 24:00`."
        )
        assert alert.data["sentence"] == "close Support now until 2026-11-21 24:00"

    async def test_a_line_that_stays_closed_is_noticed_when_it_should_open(self, office: Office) -> None:
        await office.done(SATURDAY)
        stuck = Override(state="closed", start=dt.datetime(2026, 11, 21), end=None)
        await at(office, "21 09:01")
        edit(office, overrides=(stuck,))

        await at(office, "22 00:01")
        silent = await open_alerts(office, AlertKind.NOT_OPEN)
        await at(office, "23 08:01")

        assert silent == []
        (alert,) = await open_alerts(office, AlertKind.NOT_OPEN)
        assert "Support should be open since Mon 23 Nov, 8:00 AM, but by its hours at Fake it is closed." in alert.text
        assert "Callers are turned away." in alert.text
        assert alert.data["sentence"] == "reopen Support"

    async def test_it_is_told_once_and_closed_when_it_is_right(self, office: Office) -> None:
        await office.done(SATURDAY)
        kept = setup(office).overrides
        edit(office, overrides=())
        await at(office, "21 09:01")

        await at(office, "21 09:03")
        (alert,) = await open_alerts(office, AlertKind.NOT_CLOSED)
        edit(office, overrides=kept)
        await at(office, "21 09:14")

        assert len(await told(office, "not_closed")) == 1
        healed = await office.desk.store(lambda store: store.alert(alert.number))
        assert healed.outcome == "Support is as promised now, 14 minutes late: by its hours at Fake it is closed."

    async def test_it_is_looked_at_once_a_minute_or_when_somebody_reads_the_line(self, office: Office) -> None:
        await office.done(SATURDAY)
        kept = setup(office).overrides
        edit(office, overrides=())
        await at(office, "21 09:01")
        edit(office, overrides=kept)

        office.clock.advance(seconds=20)
        await office.keeper.work()
        unread = await open_alerts(office, AlertKind.NOT_CLOSED)
        await office.desk.status(["Support"])
        await office.keeper.work()

        assert len(unread) == 1
        assert not await open_alerts(office, AlertKind.NOT_CLOSED)

    async def test_that_its_hours_are_over_proves_nothing(self, office: Office) -> None:
        await office.done("close Support Nov 24 to Nov 25")
        edit(office, overrides=())
        found = []
        for moment in ("24 08:01", "24 18:01", "25 00:01", "25 08:01", "25 18:01", "26 00:01"):
            await at(office, moment)
            found.append(len(await open_alerts(office, AlertKind.NOT_CLOSED)))

        assert found == [1, 1, 1, 1, 0, 0]

    async def test_it_is_right_in_the_evening_if_the_next_day_is(self, office: Office) -> None:
        await office.done("close Support Nov 24 to Nov 25")
        kept = setup(office).overrides
        edit(office, overrides=())
        await at(office, "24 08:01")
        edit(office, overrides=kept)

        await at(office, "24 20:00")

        assert not await open_alerts(office, AlertKind.NOT_CLOSED)

    async def test_a_closure_that_is_lost_on_a_later_day_is_noticed_when_callers_get_through(
        self, office: Office
    ) -> None:
        await office.done("close Support Nov 23 to Nov 26")
        for moment in ("23 00:01", "23 08:01", "24 08:01"):
            await at(office, moment)
        edit(office, overrides=())
        await at(office, "24 20:00")
        unnoticed = await open_alerts(office, AlertKind.NOT_CLOSED)

        await at(office, "25 08:01")
        await at(office, "26 08:01")

        (alert,) = await open_alerts(office, AlertKind.NOT_CLOSED)
        assert unnoticed == []
        assert "Support should be closed since Wed 25 Nov, 8:00 AM" in alert.text
        assert len(await told(office, "not_closed")) == 1

    async def test_a_closure_until_further_notice_is_looked_at_every_day_and_once_a_day(self, office: Office) -> None:
        await office.done("close Support until further notice")
        for day in range(21, 31):
            await at(office, f"{day} 09:30")
            readings = office.phones.calls.count(("read", "1"))
            await at(office, f"{day} 09:31")
            assert office.phones.calls.count(("read", "1")) == readings
        office.clock.now = on("30").replace(month=12, day=10, hour=9)
        edit(office, overrides=())
        await office.keeper.work()

        assert len(await open_alerts(office, AlertKind.NOT_CLOSED)) == 1

    async def test_an_alert_ends_with_what_was_promised(self, office: Office) -> None:
        await office.done("close Support today 2pm-4pm")
        edit(office, overrides=())
        await at(office, "20 14:01")
        (alert,) = await open_alerts(office, AlertKind.NOT_CLOSED)

        await at(office, "20 16:01")

        over = await office.desk.store(lambda store: store.alert(alert.number))
        assert over.outcome == (
            "What was promised is over or was taken back. Support was not as it should be for 2 hours."
        )

    async def test_special_hours_that_do_not_open_are_noticed(self, office: Office) -> None:
        await office.done("open Support Sunday 9-1")
        edit(office, overrides=())

        await at(office, "22 09:01")

        (alert,) = await open_alerts(office, AlertKind.NOT_OPEN)
        assert "Support should be open since Sun 22 Nov, 9:00 AM" in alert.text

    async def test_special_hours_that_do_not_end_are_noticed(self, office: Office) -> None:
        await office.done("open Support Sunday 9-1")
        longer = Override(state="open", start=dt.datetime(2026, 11, 22, 9), end=dt.datetime(2026, 11, 22, 15))
        edit(office, overrides=(longer,))

        await at(office, "22 13:01")

        (alert,) = await open_alerts(office, AlertKind.NOT_CLOSED)
        assert "Support should be closed since Sun 22 Nov, 1:00 PM" in alert.text

    async def test_reopening_at_once_is_watched_too(self, office: Office) -> None:
        await office.done("close Support today until 5pm")
        await at(office, "20 11:00")
        await office.done("reopen Support")
        office.phones.figures = LiveStatus(open=False)

        await at(office, "20 11:01")

        assert len(await open_alerts(office, AlertKind.NOT_OPEN)) == 1

    async def test_two_lines_are_watched_each_by_itself(self, office: Office) -> None:
        await office.done("close Support and Sales Saturday")
        edit(office, overrides=())

        await at(office, "21 09:01")

        assert [each.name for each in await open_alerts(office, AlertKind.NOT_CLOSED)] == ["Support"]
        assert [each.line for each in await told(office, "started")] == ["Sales"]


async def test_two_rounds_at_once_raise_one_alert(office: Office) -> None:
    await office.done(SATURDAY)
    edit(office, overrides=())
    office.clock.now = on("21 09:01")

    await asyncio.gather(office.keeper.work(), again(office).work())

    assert len(await told(office, "not_closed")) == 1


async def test_a_line_that_is_gone_is_not_watched_any_more(office: Office) -> None:
    await office.done(SATURDAY)
    edit(office, overrides=())
    await at(office, "21 09:01")
    settings = [LineSetting(name="Sales", vendor="fake", id="2")]
    lines = Lines(settings, {"fake": office.phones}, office.desk.store, office.clock)

    await again(office, lines).work()

    assert not await open_alerts(office)
