"""What somebody has changed outside Switchhook is noticed, and nothing else is."""

import datetime as dt
from typing import Any

import pytest

from adapters import Member, MenuAction, Override, Setup, UnreachableError
from bot.alerts import Alert, AlertKind
from bot.answers import Proposal
from bot.bell import Bell
from bot.drifts import Drifts
from bot.lines import Lines, LineSetting
from bot.requests import Request, State
from tests.bot.offices import AMIR, DANA, Office, office
from tests.bot.watching import at, edit, on, open_alerts, setup, told

__all__ = ["office"]

SATURDAY = Override(state="closed", start=dt.datetime(2026, 11, 21), end=dt.datetime(2026, 11, 22))
VOICEMAIL = MenuAction(action="voicemail")


async def drift(office: Office) -> Alert | None:
    return next(iter(await open_alerts(office, AlertKind.DRIFT)), None)


async def look(office: Office) -> Alert | None:
    """Somebody asks for the status, which reads the line."""
    await office.desk.status(["Support"])
    return await drift(office)


def with_key(setup: Setup, key: str) -> Setup:
    assert setup.open_menu
    return setup.model_copy(update={"open_menu": setup.open_menu.with_key(key, VOICEMAIL)})


class TestNoticed:
    """Changes by somebody else."""

    async def test_a_key_in_the_portal_is_told_with_was_and_is(self, office: Office) -> None:
        office.clock.advance(minutes=5)
        office.phones.setups["1"] = with_key(setup(office), "3")

        alert = await look(office)

        assert alert
        assert alert.data["differences"] == [{"what": "Key 3 while open", "was": "nothing", "is": "Voicemail"}]
        assert alert.text == (
            "Support was changed outside Switchhook, between 10:00 AM and 10:05 AM on Fri 20 Nov: Key 3"
            " while open was nothing, and is Voicemail."
        )

    @pytest.mark.parametrize(
        ("update", "difference"),
        [
            pytest.param(
                {"routing": "roundrobin"},
                {"what": "Calls find agents by", "was": "longest idle", "is": "round robin"},
                id="routing",
            ),
            pytest.param(
                {"options": {"ring_seconds": 20, "recording": False}},
                {"what": "Ring time", "was": "30 seconds", "is": "20 seconds"},
                id="an option",
            ),
            pytest.param(
                {"members": (Member(id="a1"),)},
                {"what": "Who answers", "was": "Ann Baker, Cleo Diaz (paused)", "is": "Ann Baker"},
                id="members",
            ),
            pytest.param(
                {
                    "overrides": (
                        Override(state="closed", start=dt.datetime(2026, 11, 21), end=dt.datetime(2026, 11, 22)),
                    )
                },
                {"what": "Sat 21 Nov 2026", "was": "9:00 AM – 1:00 PM", "is": "closed"},
                id="a closure",
            ),
            pytest.param(
                {"zone": "America/Chicago"},
                {"what": "Time zone", "was": "America/New_York", "is": "America/Chicago"},
                id="the zone",
            ),
        ],
    )
    async def test_everything_of_the_setup_is_compared(
        self, office: Office, update: dict[str, Any], difference: dict[str, str]
    ) -> None:
        edit(office, **update)

        alert = await look(office)

        assert alert
        assert alert.data["differences"] == [difference]

    async def test_hours_are_told_by_the_day(self, office: Office) -> None:
        hours = setup(office).hours
        edit(office, hours=hours.model_copy(update={"sat": ()}))

        alert = await look(office)

        assert alert
        assert alert.data["differences"] == [{"what": "Saturday", "was": "9:00 AM – 1:00 PM", "is": "closed"}]

    async def test_it_is_told_once_and_again_only_if_more_is_changed(self, office: Office) -> None:
        office.phones.setups["1"] = with_key(setup(office), "3")
        await look(office)
        office.clock.advance(minutes=30)
        again = await look(office)
        office.phones.setups["1"] = with_key(setup(office), "4")
        more = await look(office)

        assert again
        assert more
        assert (again.revision, more.revision, more.number) == (1, 2, again.number)
        assert len(more.data["differences"]) == 2
        assert more.data["noticed"] == again.data["noticed"]

    async def test_the_sweep_notices_it_without_anybody_asking(self, office: Office) -> None:
        office.phones.setups["1"] = with_key(setup(office), "3")

        await at(office, "20 10:16")

        assert await drift(office)

    async def test_it_closes_by_itself_when_the_line_is_as_it_was(self, office: Office) -> None:
        before = setup(office)
        office.phones.setups["1"] = with_key(before, "3")
        alert = await look(office)
        assert alert
        office.phones.setups["1"] = before

        assert await look(office) is None
        assert (
            await office.desk.store(lambda store: store.alert(alert.number))
        ).outcome == "Support is again as it was."

    async def test_our_own_change_of_something_else_does_not_take_it_in(self, office: Office) -> None:
        office.phones.setups["1"] = with_key(setup(office), "3")
        await look(office)

        await office.done("set Support ring time to 20")

        alert = await look(office)
        assert alert
        assert [each["what"] for each in alert.data["differences"]] == ["Key 3 while open"]

    async def test_an_edit_of_what_we_wrote_is_told_against_what_we_wrote(self, office: Office) -> None:
        await office.done("set Support ring time to 20")
        edit(office, options={"ring_seconds": 40, "recording": False})

        alert = await look(office)

        assert alert
        assert alert.data["differences"] == [{"what": "Ring time", "was": "20 seconds", "is": "40 seconds"}]

    async def test_a_database_from_a_copy_cries_once(self, office: Office) -> None:
        old = await office.desk.store(lambda store: store.baseline("fake:1"))
        assert old
        await office.done("set Support ring time to 20")
        later = old.model_copy(update={"record": (await office.desk.store(lambda store: store.chain_head()))[0]})
        await office.desk.store(lambda store: store.keep_baseline("fake:1", later))

        for _ in range(3):
            await look(office)

        assert len(await told(office, "drift")) == 1


class TestNothing:
    """What is no drift."""

    async def test_the_first_sight_is_right_whatever_it_shows(self, office: Office) -> None:
        office.phones.setups["1"] = with_key(setup(office), "3")
        await office.desk.store(lambda store: store._db.execute("DELETE FROM baselines"))  # noqa: SLF001

        assert await look(office) is None

    @pytest.mark.parametrize(
        "words",
        [
            "close Support Saturday",
            "close Support until further notice",
            "set Support hours mon-fri 9am-5pm",
            "set Support ring time to 20",
            "Support key 3 goes to voicemail",
            "open Support Sunday 9-1",
        ],
    )
    async def test_our_own_changes_are_not(self, office: Office, words: str) -> None:
        request = await office.done(words)

        assert request.state is State.VERIFIED
        assert await look(office) is None
        await office.done("undo Support")
        assert await look(office) is None
        assert not await told(office, "drift")

    async def test_a_request_in_doubt_suspends_judgement_of_what_it_touches(self, office: Office) -> None:
        office.phones.deaf = True
        await office.done("set Support ring time to 20")
        edit(office, options={"ring_seconds": 20, "recording": True})

        alert = await look(office)

        assert alert
        assert [each["what"] for each in alert.data["differences"]] == ["Recording"]

    async def test_what_was_written_in_part_by_a_failed_request_is_taken_as_it_is(self, office: Office) -> None:
        office.phones.failures_after_write = [UnreachableError("lost")]
        request = await office.asked("set Support ring time to 20")
        await office.desk.store(lambda store: store.decide(request.id, State.APPROVED, request.person))
        await office.desk.store(
            lambda store: (
                store.move(request.id, 0, [State.APPROVED], State.APPLYING)
                and store.move(request.id, 0, [State.APPLYING], State.FAILED, note="Who knows.")
            )
        )
        edit(office, options={"ring_seconds": 20, "recording": False})

        assert await look(office) is None
        edit(office, options={"ring_seconds": 25, "recording": False})
        assert await look(office)

    async def test_time_passing_is_not(self, office: Office) -> None:
        await office.done("close Support Saturday")
        edit(office, overrides=())

        for moment in ("22 00:01", "23 10:00"):
            await at(office, moment)

        assert await drift(office) is None

    async def test_agents_who_pause_are_not(self, office: Office) -> None:
        edit(office, members=(Member(id="a1", joined=False), Member(id="a2")))

        assert await look(office) is None

    async def test_another_name_of_a_closure_is_not(self, office: Office) -> None:
        await office.done("close Support Saturday")
        edit(office, overrides=tuple(each.model_copy(update={"name": "Move"}) for each in setup(office).overrides))

        assert await look(office) is None

    async def test_a_yearly_event_that_comes_into_sight_is_not(self, office: Office) -> None:
        far = dt.datetime(2027, 12, 24)
        edit(office, overrides=(Override(state="closed", start=far, end=far + dt.timedelta(days=1)),))

        assert await look(office) is None

    async def test_a_setting_that_the_vendor_has_not_shown_before_is_not(self, office: Office) -> None:
        edit(office, options={"recording": False, "whisper": True})

        assert await look(office) is None

    async def test_a_line_that_is_only_shown_is_not_judged(self, office: Office) -> None:
        settings = [LineSetting(name="Support", vendor="fake", id="1", manage=False)]
        lines = Lines(settings, {"fake": office.phones}, office.desk.store, office.clock)
        lines.listen(Drifts(store=office.desk.store, lines=lines, clock=office.clock, bell=Bell()).judge)
        office.phones.setups["1"] = with_key(setup(office), "3")

        await lines.refresh("Support")

        assert await drift(office) is None

    async def test_a_reading_of_before_our_write_is_left_to_the_next(self, office: Office) -> None:
        stale = (await office.desk.lines.refresh("Support")).model_copy(update={"read_at": on("20 09:59")})
        await office.done("set Support ring time to 20")
        drifts = Drifts(store=office.desk.store, lines=office.desk.lines, clock=office.clock, bell=Bell())

        await drifts.judge("Support", stale)

        assert await drift(office) is None

    async def test_a_line_that_shares_our_change_is_not(self, office: Office) -> None:
        office.phones.together = {"1", "2"}
        await office.desk.status(["Support", "Sales"])
        proposal = await office.proposed("close Support Saturday")
        shared = await office.desk.share(DANA, proposal.draft, shared=True)
        assert isinstance(shared, Proposal)
        request = await office.desk.send(DANA, proposal.draft, shared.plan.digest, "")
        assert isinstance(request, Request)
        await office.desk.approve(AMIR, request.id, request.plan.digest)
        await office.keeper.work()
        for _ in range(3):
            office.clock.advance(minutes=40)
            await office.desk.status(["Support", "Sales"])

        assert setup(office, "2").overrides
        assert not await open_alerts(office, AlertKind.DRIFT)
