"""The client against a Webex that pages, refuses, loses answers and hides some of its lists."""

import datetime as dt
from collections.abc import AsyncIterator

import httpx
import pytest

from adapters import (
    Destination,
    Line,
    MenuAction,
    MissingError,
    Neighbour,
    PhoneSystemError,
    RefusedError,
    SetCallback,
    SetMenuKey,
    SetOption,
    Settled,
    UnsupportedError,
    Webex,
)
from adapters.transport import BearerAuth, Transport
from tests.adapters.fakes import Clock, MemoryLedger
from tests.adapters.webex.fake_webex import (
    DENVER,
    DESK,
    EXPERTS,
    RALEIGH,
    RECEPTION,
    TOKEN,
    FakeWebex,
    forwarding,
)

HOME = f"/telephony/config/locations/{RALEIGH}"
KEY_7 = SetMenuKey(key="7", action=MenuAction(action="transfer", target_kind="number", target_id="200"))
FORBIDDEN = {"message": "Not for you", "trackingId": "ROUTERGW_5"}


@pytest.fixture
async def webex(transport: Transport, ledger: MemoryLedger, clock: Clock) -> AsyncIterator[Webex]:
    client = Webex(BearerAuth(TOKEN), ledger=ledger, clock=clock, transport=transport)
    yield client
    await client.aclose()


@pytest.fixture
async def lines(webex: Webex) -> dict[str, Line]:
    return {line.name: line for line in await webex.lines()}


async def test_every_page_is_turned_and_each_line_is_there_once(webex: Webex, vendor: FakeWebex) -> None:
    vendor.page = 1
    for number in range(3):
        vendor.objects[f"autoAttendants/more-{number}"] = {**vendor.reception, "name": f"More {number}"}
        vendor.homes[f"more-{number}"] = RALEIGH
        vendor.objects[f"autoAttendants/more-{number}"]["id"] = f"more-{number}"

    found = await webex.lines()

    assert [line.name for line in found] == ["Reception", "More 0", "More 1", "More 2", "Service Desk", "Experts"]
    assert found[0] == Line(
        system="webex", id=RECEPTION, name="Reception", kind="auto attendant", zone="America/New_York", country="US"
    )
    assert found[5] == Line(system="webex", id=EXPERTS, name="Experts", kind="call queue", zone="America/Denver")


async def test_a_queue_that_is_in_both_lists_is_one_line(webex: Webex, vendor: FakeWebex) -> None:
    vendor.plan("GET /telephony/config/queues", httpx.Response(200, json={"queues": [_listed(), _listed()]}))
    vendor.plan("GET /telephony/config/queues", httpx.Response(200, json={"queues": [_listed()]}))

    assert [line.id for line in await webex.lines()] == [RECEPTION, DESK]


def _listed() -> dict[str, str]:
    return {"id": DESK, "name": "Service Desk", "locationId": RALEIGH}


async def test_an_organisation_without_customer_assist_has_its_other_queues(webex: Webex, vendor: FakeWebex) -> None:
    vendor.plan("GET /telephony/config/queues", httpx.Response(200, json={"queues": [_listed()]}))
    vendor.plan("GET /telephony/config/queues", httpx.Response(400, json=FORBIDDEN))

    assert [line.id for line in await webex.lines()] == [RECEPTION, DESK]


async def test_where_locations_are_hidden_each_line_tells_its_zone(webex: Webex, vendor: FakeWebex) -> None:
    vendor.plan("GET /locations", httpx.Response(403, json=FORBIDDEN))
    vendor.reception["timeZone"] = "America/Chicago"
    vendor.part("", EXPERTS)["timeZone"] = "Mars/Olympus"

    found = await webex.lines()

    assert [(line.name, line.zone, line.country) for line in found] == [
        ("Reception", "America/Chicago", ""),
        ("Service Desk", "America/New_York", ""),
    ]


async def test_a_line_in_no_zone_we_know_cannot_be_read(
    webex: Webex, vendor: FakeWebex, lines: dict[str, Line]
) -> None:
    vendor.reception["timeZone"] = "Mars/Olympus"

    with pytest.raises(PhoneSystemError, match="Reception in the time zone 'Mars/Olympus', which is not known here"):
        await webex.read(lines["Reception"])


async def test_a_setup_has_menus_hours_and_neighbours(webex: Webex, lines: dict[str, Line]) -> None:
    reading = await webex.read(lines["Reception"])

    assert reading.setup.zone == "America/New_York"
    assert reading.neighbours.hours == (Neighbour(id=DESK, name="Service Desk"),)
    assert reading.neighbours.closures == ()
    assert reading.remarks == ()


async def test_a_line_that_is_not_known_yet_is_looked_up(
    transport: Transport, ledger: MemoryLedger, clock: Clock
) -> None:
    webex = Webex(BearerAuth(TOKEN), ledger=ledger, clock=clock, transport=transport)
    line = Line(system="webex", id=EXPERTS, name="Our experts", kind="call queue", zone="UTC")

    assert (await webex.read(line)).setup.line_id == EXPERTS
    with pytest.raises(MissingError, match=r"Webex has no call queue Our experts \(gone\)"):
        await webex.read(line.model_copy(update={"id": "gone"}))


async def test_a_line_that_has_moved_is_found_again(webex: Webex, vendor: FakeWebex, lines: dict[str, Line]) -> None:
    vendor.homes[RECEPTION] = DENVER

    await webex.read(lines["Reception"])
    del vendor.objects[f"autoAttendants/{RECEPTION}"]

    with pytest.raises(MissingError, match="Webex has no auto attendant Reception"):
        await webex.read(lines["Reception"])


async def test_what_forwards_calls_elsewhere_is_remarked(
    webex: Webex, vendor: FakeWebex, lines: dict[str, Line]
) -> None:
    on = {"enabled": True}
    vendor.objects[f"autoAttendants/{RECEPTION}/callForwarding"] = forwarding(
        always={**on, "destination": "+1-9195550123", "sendToVoicemailEnabled": False},
        selective=on,
        rules=[{"id": "r1", "name": "Nights", **on}, {"id": "r2", "name": "Old", "enabled": False}],
        operatingModes={**on, "modes": [{"id": "m1", "name": "Storm"}, {"id": "m2", "name": "Party"}]},
    )
    for key in ("r1", "r2"):
        vendor.objects[f"autoAttendants/{RECEPTION}/callForwarding/selectiveRules/{key}"] = {"name": key}

    assert (await webex.read(lines["Reception"])).remarks == (
        "All calls to Reception are forwarded to +19195550123, whatever its hours are.",
        "Calls to Reception that fit the forwarding rule “Nights” go elsewhere at any hour.",
        "Calls to Reception may go elsewhere by operating modes: “Storm” and “Party”.",
    )


async def test_a_forwarding_rule_is_a_neighbour_too(webex: Webex, vendor: FakeWebex, lines: dict[str, Line]) -> None:
    rule = {"id": "r=1", "name": "Nights", "enabled": False}
    base = f"queues/{DESK}/callForwarding"
    vendor.objects[base] = forwarding(rules=[rule])
    vendor.objects[f"{base}/selectiveRules/r%3D1"] = {**rule, "holidaySchedule": "Holidays"}

    found = (await webex.read(lines["Reception"])).neighbours

    (rule_of_desk,) = found.closures
    assert rule_of_desk.name == "the forwarding rule “Nights” of Service Desk"
    assert rule_of_desk.id not in {DESK, RECEPTION}


async def test_who_else_uses_a_schedule_is_asked_once_a_minute(
    webex: Webex, vendor: FakeWebex, lines: dict[str, Line], clock: Clock
) -> None:
    desk = Neighbour(id=DESK, name="Service Desk")
    vendor.part("holidayService")["holidayServiceEnabled"] = True
    assert (await webex.read(lines["Reception"])).neighbours.closures == (desk,)
    vendor.part("holidayService")["holidayServiceEnabled"] = False

    assert (await webex.read(lines["Reception"])).neighbours.closures == (desk,)
    clock.advance(seconds=61)

    assert (await webex.read(lines["Reception"])).neighbours.closures == ()


async def test_lines_of_other_locations_are_no_neighbours(webex: Webex, lines: dict[str, Line]) -> None:
    found = (await webex.read(lines["Service Desk"])).neighbours

    assert found.hours == (Neighbour(id=RECEPTION, name="Reception"),)


async def test_a_change_is_written_once(webex: Webex, vendor: FakeWebex, lines: dict[str, Line]) -> None:
    before = (await webex.read(lines["Reception"])).setup

    await webex.apply(lines["Reception"], [KEY_7, SetOption(name="language", value="fr_fr")])
    await webex.apply(lines["Reception"], [KEY_7, SetOption(name="language", value="fr_fr")])

    after = (await webex.read(lines["Reception"])).setup
    assert after == SetOption(name="language", value="fr_fr").applied_to(KEY_7.applied_to(before))
    assert len(vendor.writes()) == 1


async def test_what_cannot_be_is_refused_in_the_words_of_the_plan(
    webex: Webex, vendor: FakeWebex, lines: dict[str, Line]
) -> None:
    line, change = lines["Service Desk"], SetCallback(on=True, key="9")
    before = (await webex.read(line)).setup

    (problem,) = webex.problems(line, before, change.applied_to(before))
    with pytest.raises(RefusedError) as caught:
        await webex.apply(line, [change])

    assert str(caught.value) == problem
    assert vendor.writes() == []


async def test_a_change_of_another_kind_of_line_is_unsupported(webex: Webex, lines: dict[str, Line]) -> None:
    with pytest.raises(
        UnsupportedError, match=r"no such change for a line of the kind auto attendant \(set callback\)"
    ):
        await webex.apply(lines["Reception"], [SetCallback(on=True)])
    with pytest.raises(UnsupportedError):
        await webex.apply(lines["Service Desk"], [KEY_7])


def test_each_kind_of_line_can_do_its_own(lines: dict[str, Line], webex: Webex) -> None:
    attendants, queues = webex.capabilities(lines["Reception"]), webex.capabilities(lines["Service Desk"])

    assert attendants.menu_keys == "0123456789*#"
    assert {"set_menu_key", "close", "set_hours"} <= attendants.changes
    assert not attendants.changes & {"set_callback", "set_treatment", "set_members"}
    assert {"set_callback", "set_routing", "set_members", "put_members", "set_treatment"} <= queues.changes
    assert (queues.callback_keys, queues.live, attendants.live) == ("", True, False)
    for each in (attendants, queues):
        assert each.dated
        names = [option.name for option in each.options]
        assert len(set(names)) == len(names)
        assert len({option.label for option in each.options}) == len(names)


async def test_calls_can_be_sent_to_other_lines_and_announcements(
    webex: Webex, vendor: FakeWebex, lines: dict[str, Line]
) -> None:
    vendor.lists["/telephony/config/announcements"] = [{"id": "a1", "name": "Welcome", "fileName": "w.wav"}, {"id": ""}]
    vendor.lists[f"{HOME}/announcements".replace("=", "%3D")] = [{"id": "a2", "fileName": "storm.wav"}]

    assert await webex.destinations(lines["Reception"]) == [
        Destination(kind="number", id="200", name="Service Desk", line=lines["Service Desk"].id),
        Destination(kind="number", id="+13035550300", name="Experts", line=lines["Experts"].id),
        Destination(kind="announcement", id="a2", name="storm.wav"),
        Destination(kind="announcement", id="a1", name="Welcome"),
    ]


async def test_who_could_answer_a_queue_is_listed_with_who_does(
    webex: Webex, vendor: FakeWebex, lines: dict[str, Line]
) -> None:
    vendor.lists["/telephony/config/queues/agents/availableAgents"] = [{"id": "dora", "displayName": "Dora Dean"}]
    vendor.agents = [{"id": "ann", "firstName": "Ann", "lastName": "Abel"}]

    assert await webex.destinations(lines["Service Desk"]) == [
        Destination(kind="number", id="100", name="Reception", line=lines["Reception"].id),
        Destination(kind="number", id="+13035550300", name="Experts", line=lines["Experts"].id),
        Destination(kind="agent", id="dora", name="Dora Dean"),
        Destination(kind="agent", id="ann", name="Ann Abel"),
    ]


async def test_nothing_is_settled_where_nothing_was_promised(
    webex: Webex, vendor: FakeWebex, lines: dict[str, Line]
) -> None:
    asked = len(vendor.calls)

    assert await webex.settle(lines["Reception"]) == Settled()
    assert len(vendor.calls) == asked
    assert webex.due_moments(lines["Reception"], [KEY_7], dt.datetime.now(dt.UTC)) == ()
