"""Call queues: what is read of them, and the bodies that are written to them and their services."""

from typing import Any

import httpx
import pytest

from adapters import (
    Change,
    Member,
    MenuAction,
    PhoneSystemError,
    PutMembers,
    QueueSettings,
    RefusedError,
    SetCallback,
    SetMembers,
    SetOption,
    SetRouting,
    SetTreatment,
    Setup,
    WeeklyHours,
    all_undone,
)
from adapters.transport import Transport
from adapters.webex.directory import Entry
from adapters.webex.queue_options import QUEUE_OPTIONS
from adapters.webex.queues import QueueLine
from adapters.webex.rules import queue_problems
from adapters.webex.wire import Listed
from tests.adapters.fakes import MemoryLedger
from tests.adapters.webex.fake_webex import DENVER, DESK, EXPERTS, RALEIGH, FakeWebex

DESK_ENTRY = Entry(listed=Listed(id=DESK, name="Service Desk", locationId=RALEIGH), kind="call queue")
EXPERTS_ENTRY = Entry(listed=Listed(id=EXPERTS, name="Experts", locationId=DENVER), kind="call queue", assist=True)

NIGHT = MenuAction(action="transfer", target_kind="number", target_id="+19195550144")
BUSY = MenuAction(action="busy")
CHANGES: dict[str, Change] = {
    "another number while closed": SetTreatment(menu="closed", action=NIGHT),
    "busy while closed": SetTreatment(menu="closed", action=BUSY),
    "callback on": SetCallback(on=True),
    "callback off": SetCallback(on=False),
    "fixed order": SetRouting(routing="fixed_order"),
    "all at once": SetRouting(routing="simultaneous"),
    "weighted": SetRouting(routing="weighted"),
    "longest idle": SetRouting(routing="longest_idle"),
    "somebody more": SetMembers(add=("dora",)),
    "somebody less": SetMembers(remove=("ann",)),
    "somebody pauses": SetMembers(leave=("ann",), join=("cleo",)),
    "all of it": SetMembers(add=("dora",), remove=("ben",), leave=("ann",)),
    "nobody": PutMembers(members=()),
    "another order": PutMembers(members=(Member(id="cleo"), Member(id="ann", joined=False), Member(id="ben", skill=2))),
}
VALUES: dict[str, tuple[Any, ...]] = {"switch": (True, False), "number": (60, 30), "choice": ()}


class Desk:
    """The queue, always read anew."""

    def __init__(self, transport: Transport, ledger: MemoryLedger, entry: Entry = DESK_ENTRY) -> None:
        self._transport = transport
        self._ledger = ledger
        self._entry = entry

    async def read(self) -> QueueLine:
        return await QueueLine.read(self._transport, self._ledger, self._entry, "America/Denver")

    async def setup(self) -> Setup:
        return (await self.read()).setup(WeeklyHours(), ())

    async def apply(self, *changes: Change) -> tuple[Setup, Setup]:
        """The setup before, and as it should be now."""
        found = await self.read()
        before = after = found.setup(WeeklyHours(), ())
        for change in changes:
            after = change.applied_to(after)
        assert queue_problems(before, after) == []
        await found.write(before, after)
        return before, after


@pytest.fixture
def desk(transport: Transport, ledger: MemoryLedger) -> Desk:
    return Desk(transport, ledger)


async def test_a_queue_is_read_in_our_words(desk: Desk) -> None:
    found = await desk.setup()

    assert found.zone == "America/New_York"
    assert found.closed_menu
    assert found.closed_menu.action == MenuAction(action="transfer", target_kind="number", target_id="+19195550166")
    assert found.open_menu is None
    assert found.queue == QueueSettings(callback=False)
    assert found.routing == "round_robin"
    assert found.members == (Member(id="ann"), Member(id="ben", skill=2), Member(id="cleo", joined=False))
    assert found.options["overflow_number"] == "+19195550177"
    assert found.options["bounce_rings"] == 5
    assert found.options["holiday_action"] == "busy"


async def test_a_customer_assist_queue_is_asked_for_as_such(transport: Transport, ledger: MemoryLedger) -> None:
    found = await Desk(transport, ledger, EXPERTS_ENTRY).setup()

    assert found.members


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
async def test_what_is_read_is_what_was_written_and_undone_is_as_before(desk: Desk, change: Change) -> None:
    before, after = await desk.apply(change)
    assert await desk.setup() == after

    await desk.apply(*all_undone([change], before))
    assert await desk.setup() == before


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
async def test_writing_twice_writes_once(desk: Desk, vendor: FakeWebex, change: Change) -> None:
    await desk.apply(change)
    writes = len(vendor.writes())

    await desk.apply(change)

    assert len(vendor.writes()) == writes


@pytest.mark.parametrize("option", QUEUE_OPTIONS, ids=lambda each: each.name)
async def test_every_option_is_read_as_it_was_set(desk: Desk, option: Any) -> None:
    await desk.apply(
        *(SetOption(name=f"{each}_number", value="205") for each in ("forward_all", "holiday", "stranded_calls"))
    )
    values = {"text": ("en_gb", "fr_fr"), "phone": ("+19195550111", "205")}
    fitting = [value for value in (VALUES | values).get(option.type, ()) if option.problem(value) is None]
    for value in (
        fitting or [option.minimum] if option.type == "number" else fitting or [each for each, _ in option.choices]
    ):
        _, after = await desk.apply(SetOption(name=option.name, value=value))

        assert await desk.setup() == after


async def test_a_queue_is_sent_only_what_changes_and_what_webex_wants_with_it(desk: Desk, vendor: FakeWebex) -> None:
    await desk.apply(SetCallback(on=True), SetRouting(routing="longest_idle"))

    (write,) = vendor.writes()
    assert write.body == {
        "callPolicies": {"policy": "UNIFORM", "routingType": "PRIORITY_BASED"},
        "queueSettings": {
            "queueSize": 10,
            "overflow": {
                "action": "PERFORM_BUSY_TREATMENT",
                "greeting": "DEFAULT",
                "transferNumber": "+19195550177",
                "overflowAfterWaitEnabled": False,
                "overflowAfterWaitTime": 30,
            },
            "waitMessage": {"enabled": True, "waitMode": "TIME", "callbackOptionEnabled": True, "handlingTime": 20},
        },
    }


async def test_joining_and_leaving_goes_by_each_agent(desk: Desk, vendor: FakeWebex) -> None:
    await desk.apply(SetMembers(join=("cleo",), leave=("ben",)))

    assert [(call.path, call.body) for call in vendor.writes()] == [
        ("/telephony/config/queues/agents/ben/settings", {"settings": [{"queueId": DESK, "joinEnabled": False}]}),
        ("/telephony/config/queues/agents/cleo/settings", {"settings": [{"queueId": DESK, "joinEnabled": True}]}),
    ]


async def test_the_agents_are_sent_whole_with_what_is_not_shown_of_them(desk: Desk, vendor: FakeWebex) -> None:
    await desk.apply(SetMembers(add=("dora",), leave=("ann",), remove=("cleo",)))

    (write,) = vendor.writes()
    assert write.body == {
        "agents": [
            {"id": "ann", "weight": "0", "skillLevel": 1, "joinEnabled": False},
            {"id": "ben", "weight": "0", "skillLevel": 2, "joinEnabled": True},
            {"id": "dora", "joinEnabled": True},
        ]
    }


async def test_shares_and_skills_are_shown_but_for_what_everybody_begins_with(desk: Desk, vendor: FakeWebex) -> None:
    vendor.part("")["agents"][0]["weight"] = "60"

    found = (await desk.setup()).members or ()

    assert [(each.weight, each.skill) for each in found] == [("60", None), ("", 2), ("", None)]


async def test_who_is_new_where_calls_go_by_skill_begins_with_the_first_level(desk: Desk, vendor: FakeWebex) -> None:
    vendor.part("")["callPolicies"]["routingType"] = "SKILL_BASED"

    _, after = await desk.apply(SetMembers(add=("dora",)))

    assert vendor.writes()[-1].body["agents"][-1] == {"id": "dora", "joinEnabled": True, "skillLevel": 1}
    assert await desk.setup() == after


async def test_a_service_is_sent_with_all_that_webex_wants_and_nothing_that_it_works_out(
    desk: Desk, vendor: FakeWebex
) -> None:
    await desk.apply(SetTreatment(menu="closed", action=BUSY))

    (write,) = vendor.writes()
    assert write.path.endswith(f"/queues/{DESK}/nightService")
    assert write.body == {
        "nightServiceEnabled": True,
        "action": "BUSY",
        "transferPhoneNumber": "+19195550166",
        "playAnnouncementBeforeEnabled": False,
        "announcementMode": "NORMAL",
        "audioMessageSelection": "DEFAULT",
        "businessHoursName": "Business Hours",
        "businessHoursLevel": "LOCATION",
        "forceNightServiceEnabled": False,
        "manualAudioMessageSelection": "DEFAULT",
    }


async def test_its_services_attach_it_to_schedules(desk: Desk, vendor: FakeWebex) -> None:
    found = await desk.read()
    assert (found.hours, found.closures, found.always) == ("Business Hours", None, False)

    await found.attach(hours="Hours 2", always=True)
    await found.attach(closures="Holidays 2")

    assert (found.hours, found.closures, found.always) == ("Hours 2", "Holidays 2", True)
    again = await desk.read()
    assert (again.hours, again.closures, again.always) == ("Hours 2", "Holidays 2", True)
    assert [call.path.rpartition("/")[2] for call in vendor.writes()] == ["nightService", "holidayService"]


async def test_a_holiday_service_that_we_switch_on_treats_calls_as_while_closed(desk: Desk, vendor: FakeWebex) -> None:
    before = await desk.setup()

    await (await desk.read()).attach(closures="Holidays 2")

    service = vendor.part("holidayService")
    assert (service["action"], service["transferPhoneNumber"]) == ("TRANSFER", "+1-9195550166")
    assert service["holidayServiceEnabled"]
    assert await desk.setup() == before


async def test_a_holiday_service_is_returned_as_it_was(desk: Desk, vendor: FakeWebex, ledger: MemoryLedger) -> None:
    before = vendor.part("holidayService") | {"transferPhoneNumber": ""}
    await (await desk.read()).attach(closures="Holidays 2")
    await (await desk.read()).attach(closures="Holidays 3")

    await (await desk.read()).attach(detach_closures=True)

    assert vendor.part("holidayService") == before
    assert (await desk.read()).closures is None
    assert set(ledger.texts.values()) == {None}


@pytest.mark.parametrize(
    "change",
    [
        SetTreatment(menu="closed", action=NIGHT),
        SetTreatment(menu="closed", action=BUSY),
        SetOption(name="holiday_number", value="299"),
        SetOption(name="holiday_announcement", value=True),
    ],
    ids=["another number", "busy", "number on closed dates", "announcement on closed dates"],
)
async def test_what_is_set_while_we_have_it_switched_on_holds_then_and_afterwards(desk: Desk, change: Change) -> None:
    await (await desk.read()).attach(closures="Holidays 2")

    _, after = await desk.apply(change)

    assert await desk.setup() == after
    await (await desk.read()).attach(detach_closures=True)
    assert await desk.setup() == after


async def test_calls_on_closed_dates_follow_the_night_while_we_have_them_switched_on(
    desk: Desk, vendor: FakeWebex
) -> None:
    await (await desk.read()).attach(closures="Holidays 2")

    await desk.apply(SetTreatment(menu="closed", action=NIGHT))

    assert vendor.part("holidayService")["transferPhoneNumber"] == "+1-9195550144"


async def test_a_holiday_service_that_somebody_else_changed_is_theirs(desk: Desk, vendor: FakeWebex) -> None:
    await (await desk.read()).attach(closures="Holidays 2")
    vendor.part("holidayService")["transferPhoneNumber"] = "777"

    assert (await desk.setup()).options["holiday_number"] == "777"
    await (await desk.read()).attach(detach_closures=True)

    service = vendor.part("holidayService")
    assert not service["holidayServiceEnabled"]
    assert (service["transferPhoneNumber"], service["holidayScheduleName"]) == ("777", "Holidays")


async def test_a_holiday_service_that_was_on_stays_on_and_as_it_is(desk: Desk, vendor: FakeWebex) -> None:
    vendor.part("holidayService")["holidayServiceEnabled"] = True

    await (await desk.read()).attach(closures="Holidays 2")

    (write,) = vendor.writes()
    assert (write.body["action"], write.body["holidayScheduleName"]) == ("BUSY", "Holidays 2")


async def test_a_queue_without_night_service_is_open_around_the_clock(desk: Desk, vendor: FakeWebex) -> None:
    vendor.part("nightService")["nightServiceEnabled"] = False

    found = await desk.read()

    assert (found.always, found.hours) == (True, "Business Hours")


@pytest.mark.parametrize(
    ("service", "level", "what"),
    [
        ("nightService", "businessHoursLevel", "business hours from “Business Hours”"),
        ("holidayService", "holidayScheduleLevel", "holidays from “Holidays”"),
    ],
)
async def test_a_schedule_of_the_whole_organisation_cannot_be_read(
    desk: Desk, vendor: FakeWebex, service: str, level: str, what: str
) -> None:
    vendor.part(service).update({level: "ORGANIZATION", "holidayServiceEnabled": True})
    vendor.part(service).pop("holidayServiceEnabled") if service == "nightService" else None

    with pytest.raises(PhoneSystemError, match=f"{what}, a schedule of the whole organisation.*Control Hub"):
        (await desk.read()).check()


async def test_a_holiday_service_that_could_not_be_switched_on_is_as_it_was(
    desk: Desk, vendor: FakeWebex, ledger: MemoryLedger
) -> None:
    before = await desk.setup()
    vendor.plan("PUT .*/holidayService", httpx.Response(400, json={"message": "Not now"}))

    with pytest.raises(RefusedError, match="Not now"):
        await (await desk.read()).attach(closures="Holidays 2")
    assert (await desk.read()).closures is None
    assert await desk.setup() == before

    await (await desk.read()).attach(closures="Holidays 2")
    await (await desk.read()).attach(detach_closures=True)
    assert await desk.setup() == before
    assert set(ledger.texts.values()) == {None}


async def test_a_number_that_cannot_be_taken_away_stays_without_being_shown(desk: Desk, vendor: FakeWebex) -> None:
    before = await desk.setup()
    await (await desk.read()).attach(closures="Holidays 2")
    vendor.plan("PUT .*/holidayService", httpx.Response(400, json={"message": "No empty number"}))

    await (await desk.read()).attach(detach_closures=True)

    assert not vendor.part("holidayService")["holidayServiceEnabled"]
    assert "transferPhoneNumber" not in vendor.writes()[-1].body
    assert await desk.setup() == before
    await (await desk.read()).attach(closures="Holidays 2")
    assert await desk.setup() == before
    await (await desk.read()).attach(detach_closures=True)
    _, after = await desk.apply(SetOption(name="holiday_number", value="299"))
    assert await desk.setup() == after


async def test_an_answer_that_makes_no_sense_is_said_to_be_so(desk: Desk, vendor: FakeWebex) -> None:
    vendor.part("")["queueSettings"] = {"queueSize": "many"}

    with pytest.raises(
        PhoneSystemError, match=r"^Webex's answer could not be understood \(queueSettings.queueSize\)\.$"
    ):
        await desk.read()


async def test_shares_are_written_as_strings(desk: Desk, vendor: FakeWebex) -> None:
    members = (Member(id="ann", weight="70"), Member(id="dora", weight="30"))

    _, after = await desk.apply(SetRouting(routing="weighted"), PutMembers(members=members))

    assert [each["weight"] for each in vendor.writes()[-1].body["agents"]] == ["70", "30"]
    assert await desk.setup() == after


async def test_what_overrides_hours_is_remarked(desk: Desk, vendor: FakeWebex) -> None:
    assert (await desk.read()).remarks == ()
    vendor.part("")["enabled"] = False
    vendor.part("")["queueSettings"]["waitMessage"] |= {"enabled": False, "callbackOptionEnabled": True}
    vendor.part("nightService")["forceNightServiceEnabled"] = True
    vendor.part("forcedForward").update({"forcedForwardEnabled": True, "transferPhoneNumber": "+1-9195550133"})

    assert (await desk.read()).remarks == (
        "Service Desk is switched off in Control Hub: it takes no calls.",
        "Night service of Service Desk is forced: it is closed now, whatever its hours are.",
        "All new calls to Service Desk are forwarded to +19195550133, whatever its hours are.",
        "Callbacks are on for Service Desk, but its wait message, which offers them, is off.",
    )


def test_settings_to_which_calls_go_take_numbers_and_nothing_else() -> None:
    numbers = {each.name: each.type for each in QUEUE_OPTIONS if "number with its country code" in each.help}

    assert len(numbers) == 4
    assert set(numbers.values()) == {"phone"}
