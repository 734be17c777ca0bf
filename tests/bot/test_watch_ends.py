"""What an alert of the watch says when it ends, what its button proposes, and whom it calls when."""

import datetime as dt

import pytest

from adapters import Close, LiveStatus, OpenSpecial, Override, UnreachableError
from bot.alerts import AlertKind
from bot.answers import Proposal
from bot.slack import history
from tests.bot.offices import DANA, Office, office
from tests.bot.test_mending import Week, week
from tests.bot.watching import at, edit, on, open_alerts, setup, told

__all__ = ["office", "week"]


async def ended(office: Office) -> list[str]:
    """How the alerts about promises have ended."""
    return [each.data["note"] for each in await told(office, "not_closed over", "not_open over")]


class TestEnd:
    """The sentence at the end."""

    async def test_a_closure_that_was_never_kept_is_not_said_to_be(self, office: Office) -> None:
        await office.done("close Support Saturday")
        edit(office, overrides=())

        for moment in ("21 09:01", "21 12:59", "21 13:01"):
            await at(office, moment)

        assert await ended(office) == [
            "What was promised is over or was taken back. Support was not as it should be for 4 hours."
        ]

    async def test_each_of_two_closures_has_an_alert_of_its_own(self, office: Office) -> None:
        numbers = [(await office.done(f"close Support Nov {day}")).id for day in (23, 24)]
        edit(office, overrides=())
        seen = []

        for moment in ("23 08:01", "23 18:01", "24 00:01", "24 08:01", "24 18:01"):
            await at(office, moment)
            seen.append([each.request for each in await open_alerts(office) if each.kind is AlertKind.NOT_CLOSED])

        assert seen == [[numbers[0]], [numbers[0]], [], [numbers[1]], []]
        assert not [each for each in await ended(office) if "as promised now" in each]

    async def test_where_one_broken_closure_follows_another_at_once_the_second_is_told(self, office: Office) -> None:
        await office.done("close Support today 12pm-2pm")
        second = (await office.done("close Support today 2pm-4pm")).id
        edit(office, overrides=())

        for moment in ("20 12:01", "20 14:01"):
            await at(office, moment)

        (alert,) = await open_alerts(office, AlertKind.NOT_CLOSED)
        assert alert.request == second
        assert len(await ended(office)) == 1

    async def test_a_closure_that_is_still_broken_is_not_forgotten_with_a_shorter_one(self, office: Office) -> None:
        await office.done("close Support today 12pm-2pm")
        await office.done("close Support today 1pm-5pm")
        edit(office, overrides=())

        for moment in ("20 12:01", "20 13:01", "20 14:01", "20 15:00"):
            await at(office, moment)

        assert len(await open_alerts(office, AlertKind.NOT_CLOSED)) == 1


class TestWithoutADifference:
    """Why nothing changes for callers when a promise has ended."""

    @pytest.mark.parametrize(
        ("words", "moments", "told_last"),
        [
            pytest.param(
                ["close Support Saturday"],
                ["21 09:01", "22 00:01"],
                "Support stays closed, as always on Sundays.",
                id="a day on which it never opens",
            ),
            pytest.param(
                ["close Support today 2pm-8pm"],
                ["20 14:01", "20 20:01"],
                "Support stays closed until Sat 21 Nov, 9:00 AM (New York time), as usual.",
                id="after its hours",
            ),
            pytest.param(
                ["open Support Saturday 7am-11am"],
                ["21 07:01", "21 11:01"],
                "Support stays open until Sat 21 Nov, 1:00 PM (New York time), as usual.",
                id="within its hours",
            ),
            pytest.param(
                ["close Support Nov 23", "close Support Nov 24"],
                ["23 08:01", "24 00:01"],
                "Support stays closed, since it is also closed on Tue 24 Nov 2026, all day.",
                id="another closure",
            ),
        ],
    )
    async def test_it_is_told(self, office: Office, words: list[str], moments: list[str], told_last: str) -> None:
        for each in words:
            await office.done(each)

        for moment in moments:
            await at(office, moment)

        last = (await told(office, "ended"))[-1]
        assert last.data["note"] == told_last
        assert history.sentence(last) == f"*Support:* Over: {told_last} (request {last.request})"


class TestCalling:
    """Whoever was called once is not called again for the same."""

    async def test_a_vendor_that_answers_now_so_now_so_calls_once(self, office: Office) -> None:
        await office.done("close Support today 2pm-4pm")
        edit(office, overrides=())

        for minute in range(1, 20):
            office.phones.figures = LiveStatus(open=True) if minute % 2 else LiveStatus()
            await at(office, f"20 14:{minute:02}")

        assert len(await told(office, "not_closed")) == 1

    async def test_what_was_unknown_calls_again_once_it_is_known_to_be_wrong(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("bot.watch.PAUSE", 0.0)
        await office.done("close Support today 2pm-4pm")
        office.phones.failures = [UnreachableError("no answer")] * 9
        for moment in ("20 14:01", "20 14:12"):
            await at(office, moment)
        office.phones.failures = []
        edit(office, overrides=())

        for moment in ("20 14:20", "20 14:22"):
            await at(office, moment)

        first, second = await told(office, "not_closed")
        assert "nobody knows" in first.data["note"]
        assert "by its hours at Fake it is open" in second.data["note"]


class TestButton:
    """What the button of an alert proposes."""

    @pytest.mark.parametrize(
        ("words", "found", "moment", "proposed"),
        [
            pytest.param(
                "close Support Nov 24 to Nov 26",
                (),
                "24 08:01",
                Close(start=dt.datetime(2026, 11, 24, 8, 1), end=dt.datetime(2026, 11, 27)),
                id="a closure of some days, to its end",
            ),
            pytest.param(
                "close Support today 2pm-4pm",
                (),
                "20 14:01",
                Close(start=dt.datetime(2026, 11, 20, 14, 1), end=dt.datetime(2026, 11, 20, 16)),
                id="a closure of some hours",
            ),
            pytest.param(
                "close Support from Nov 23 until further notice",
                (),
                "23 08:01",
                Close(start=dt.datetime(2026, 11, 23, 8, 1), end=None),
                id="a closure until further notice",
            ),
            pytest.param(
                "open Support Sunday 9-1",
                (),
                "22 09:01",
                OpenSpecial(start=dt.datetime(2026, 11, 22, 9, 1), end=dt.datetime(2026, 11, 22, 13)),
                id="special hours that do not begin",
            ),
            pytest.param(
                "open Support Sunday 9-1",
                (Override(state="open", start=dt.datetime(2026, 11, 22, 9), end=dt.datetime(2026, 11, 22, 15)),),
                "22 13:01",
                Close(start=dt.datetime(2026, 11, 22, 13, 1), end=dt.datetime(2026, 11, 23, 8)),
                id="special hours that do not end",
            ),
        ],
    )
    async def test_it_proposes_what_was_promised_from_now_on(
        self, office: Office, words: str, found: tuple[Override, ...], moment: str, proposed: Close | OpenSpecial
    ) -> None:
        await office.done(words)
        edit(office, overrides=found)
        await at(office, moment)
        (alert,) = [each for each in await open_alerts(office) if each.request is not None]

        answer = await office.desk.hear(DANA, alert.data["sentence"])

        assert isinstance(answer, Proposal)
        assert answer.plan.parts[0].changes == (proposed,)


class TestUntilFurtherNotice:
    """A later change of some hours ends no closure until further notice."""

    @pytest.mark.parametrize("words", ["open Support Dec 24 9-12", "open Support today 10-11"])
    async def test_it_is_told_of_every_day(self, office: Office, words: str) -> None:
        await office.done("close Support until further notice")
        await at(office, "23 09:01")
        await office.done(words)

        for moment in ("23 09:30", "23 10:30", "23 11:01", "24 09:01"):
            await at(office, moment)

        (alert,) = await open_alerts(office, AlertKind.STILL_CLOSED)
        assert "for 4 days now" in alert.text
        assert not await told(office, "still_closed over")

    async def test_one_that_is_to_begin_does_not_stand_for_one_that_was_ended(self, office: Office) -> None:
        await office.done("close Support until further notice")
        await at(office, "22 09:01")
        await office.done("reopen Support")
        await office.done("close Support from Dec 1 until further notice")

        await at(office, "23 09:01")

        assert not await open_alerts(office, AlertKind.STILL_CLOSED)


class TestOwnHours:
    """What stood in the vendor's portal before Switchhook is as right as what was promised."""

    async def test_special_hours_of_the_portal_go_on_after_a_closure_within(self, office: Office) -> None:
        special = Override(state="open", start=dt.datetime(2026, 11, 22, 9), end=dt.datetime(2026, 11, 22, 16))
        await office.desk.store(lambda store: store.forget_baseline("fake:1"))
        edit(office, overrides=(special,))
        await office.desk.status(["Support"])
        await office.done("close Support Sunday 10am-11am")
        before = setup(office).overrides
        for moment in ("22 09:01", "22 10:01"):
            await at(office, moment)
        edit(office, overrides=(*before[:1], before[1].model_copy(update={"end": before[2].end})))

        await at(office, "22 11:01")

        (alert,) = await open_alerts(office, AlertKind.NOT_OPEN)
        assert "Support should be open since Sun 22 Nov, 11:00 AM" in alert.text

    async def test_and_raise_no_alarm_where_they_do(self, office: Office) -> None:
        special = Override(state="open", start=dt.datetime(2026, 11, 22, 9), end=dt.datetime(2026, 11, 22, 16))
        await office.desk.store(lambda store: store.forget_baseline("fake:1"))
        edit(office, overrides=(special,))
        await office.desk.status(["Support"])
        await office.done("close Support Sunday 10am-11am")

        for moment in ("22 09:01", "22 10:01", "22 11:01", "22 16:01"):
            await at(office, moment)

        assert not await open_alerts(office)
        assert [each.kind for each in await told(office, "started", "ended")] == ["started", "ended"]
        assert "as promised" in (await told(office, "ended"))[0].data["note"]


class TestRows:
    """A weekly table that holds one stretch a day."""

    async def test_a_row_that_could_not_be_handed_over_is_judged_as_it_is(
        self, week: Week, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def silent(*_: object) -> None:
            raise UnreachableError("no answer")

        await week.changed("close Support today 12-1pm")
        monkeypatch.setattr(week.vendor, "apply", silent)
        for moment in ("20 12:01", "20 12:30"):
            week.clock.now = on(moment)
            assert await week.alert(AlertKind.NOT_CLOSED) is None

        week.clock.now = on("20 13:01")

        alert = await week.alert(AlertKind.NOT_OPEN)
        assert alert
        assert "but Table does not show what was written for Friday." in alert.text

    async def test_a_clock_that_jumps_ahead_and_back_ends_no_closure(self, week: Week) -> None:
        await week.changed("close Support Saturday")

        for moment in ("25 10:00", "20 10:05", "20 11:00", "21 09:01"):
            week.clock.now = on(moment)
            await week.keeper.work()

        assert week.vendor.table.sat == ()
        assert await week.alert(AlertKind.NOT_CLOSED) is None
