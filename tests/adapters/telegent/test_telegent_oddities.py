"""Telegent's documents contradict each other; whatever of it comes is understood, or said to be not."""

import logging
from typing import Any

import httpx
import pytest

from adapters import (
    Destination,
    Line,
    LiveStatus,
    MenuAction,
    MissingError,
    PhoneSystemError,
    RefusedError,
    SetHours,
    SetMenuKey,
    SetOption,
    SetRouting,
    SetTreatment,
    Telegent,
    UnreachableError,
    UnsupportedError,
)
from tests.adapters.fakes import Clock, MemoryLedger
from tests.adapters.telegent.conftest import client
from tests.adapters.telegent.fake_telegent import DESK, OFFICE, OLD, TEAM, FakeTelegent

LOOK = "GET /v1.0/workgroups"
LIST = "GET /v1.0/account/workgroups"
UPDATE = "POST /v1.0/workgroups/update"
GREET = SetOption(name="announcement", value="Hello.")
SHOWN = {"WorkgroupId": TEAM, "Name": "Team", "Type": "round-robin", "ScheduleId": OFFICE}


async def test_workgroups_are_lines_and_those_out_of_use_are_not(telegent: Telegent, vendor: FakeTelegent) -> None:
    vendor.workgroups[TEAM]["Active"] = False
    vendor.workgroups[DESK]["Active"] = ""

    assert [(line.id, line.kind, line.zone) for line in await telegent.lines()] == [
        (DESK, "workgroup with a menu", "America/New_York"),
        (OLD, "workgroup", "Europe/Berlin"),
    ]


async def test_a_line_whose_zone_nobody_knows_is_left_out(
    vendor: FakeTelegent, ledger: MemoryLedger, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    telegent = client(vendor, ledger, clock, zone="")
    vendor.workgroups[DESK]["TimeZone"] = "Eastern"

    assert [line.id for line in await telegent.lines()] == [TEAM]

    assert [record.levelno for record in caplog.records] == [logging.WARNING] * 2
    assert "in which time zone Front Office is ('Eastern')" in caplog.text
    stranger = Line(system="telegent", id=OLD, name="Old", kind="workgroup", zone="America/New_York")
    with pytest.raises(PhoneSystemError, match="set `timezone` for Telegent"):
        await telegent.read(stranger)
    await telegent.aclose()


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(httpx.Response(404, json={"StatusCode": 404, "Message": "Not found."}), id="gone"),
        pytest.param(httpx.Response(200, json=[]), id="not understood"),
    ],
)
async def test_a_workgroup_that_cannot_be_read_does_not_hide_the_others(
    telegent: Telegent, vendor: FakeTelegent, answer: httpx.Response
) -> None:
    vendor.plan(LOOK, answer)

    assert [line.id for line in await telegent.lines()] == [TEAM, OLD]


async def test_without_an_answer_there_are_no_lines_rather_than_some(telegent: Telegent, vendor: FakeTelegent) -> None:
    vendor.plan(LOOK, *[httpx.ReadTimeout("slow")] * 4)

    with pytest.raises(UnreachableError):
        await telegent.lines()


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param({"Data": SHOWN, "Successful": True}, id="in a wrapper"),
        pytest.param({"Data": [SHOWN]}, id="in a list"),
        pytest.param({**SHOWN, "CallOrder": 1, "RecordCalls": "", "AccountId": None, "Hours": ""}, id="loosely typed"),
        pytest.param({**SHOWN, "RecordCalls": "TRUE", "successful": ""}, id="a boolean as a text"),
        pytest.param({**SHOWN, "Successful": None}, id="not a word of success"),
    ],
)
async def test_an_answer_is_understood_in_many_shapes(
    telegent: Telegent, vendor: FakeTelegent, lines: dict[str, Line], answer: dict[str, Any]
) -> None:
    vendor.plan(LOOK, httpx.Response(200, json=answer))

    setup = await telegent.read(lines["Team"])

    assert setup.routing == "round_robin"
    assert setup.options.get("call_order", "1") == "1"
    assert setup.options.get("record_calls", False) == (answer.get("RecordCalls") == "TRUE")


@pytest.mark.parametrize(
    ("call", "answer"),
    [
        pytest.param(LOOK, [], id="nothing"),
        pytest.param(LOOK, {"Data": "x"}, id="a text"),
        pytest.param(LOOK, {**SHOWN, "ScheduleId": {"Id": 1}}, id="an object for an id"),
        pytest.param(LOOK, {**SHOWN, "Name": True}, id="a boolean for a name"),
        pytest.param(LIST, {"Workgroups": {"WorkgroupId": "x"}}, id="an object for a list"),
        pytest.param(LIST, {"Workgroups": ["x"]}, id="a list of texts"),
        pytest.param(LIST, None, id="no body"),
    ],
)
async def test_what_is_not_understood_is_an_error(
    telegent: Telegent, vendor: FakeTelegent, lines: dict[str, Line], call: str, answer: object
) -> None:
    vendor.plan(call, httpx.Response(200, json=answer))

    with pytest.raises(PhoneSystemError, match="could not be understood"):
        await (telegent.read(lines["Team"]) if call == LOOK else telegent.lines())


async def test_a_bare_list_is_a_list(telegent: Telegent, vendor: FakeTelegent) -> None:
    vendor.plan(LIST, httpx.Response(200, json=[{"WorkgroupId": TEAM, "Name": "Team", "Type": "ring"}]))

    assert [line.kind for line in await telegent.lines()] == ["workgroup without a menu"]


async def test_a_workgroup_without_a_name_is_none(
    telegent: Telegent, vendor: FakeTelegent, lines: dict[str, Line]
) -> None:
    vendor.plan(LOOK, httpx.Response(200, json={}))

    with pytest.raises(MissingError, match="no workgroup Team"):
        await telegent.read(lines["Team"])


LED_ASTRAY = MenuAction(action="default", target_kind="line", target_id=TEAM)
NEW_STYLE = {"StatusCode": 400, "Message": "Bad request: no such announcement."}
OLD_STYLE = {
    "Type": "https://tools.ietf.org/html/rfc9110#section-15.5.1",
    "Title": "One or more validation errors occurred.",
    "Status": 400,
    "Errors": {"$.AnnouncementText": ["The announcement is too loud."]},
    "TraceId": "00-7b-01",
}


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ((400, NEW_STYLE), (RefusedError, r"refused \(400\): Bad request: no such announcement\.")),
        ((400, OLD_STYLE), (RefusedError, r"The announcement is too loud\. \(tracking id 00-7b-01\)")),
        ((404, {"StatusCode": 404, "Message": None}), (MissingError, "Not Found")),
        ((200, {"Successful": False, "Message": "Not so."}), (RefusedError, r"Telegent refused: Not so\.")),
        ((200, {"Successful": "false"}), (RefusedError, "it gave no reason")),
        ((500, {"StatusCode": 500, "Message": "Oops."}), (UnreachableError, r"cannot answer now \(500\): Oops\.")),
    ],
)
async def test_errors_of_both_styles_become_one_sentence(
    telegent: Telegent,
    vendor: FakeTelegent,
    lines: dict[str, Line],
    answer: tuple[int, Any],
    expected: tuple[type[PhoneSystemError], str],
) -> None:
    status, body = answer
    error, words = expected
    vendor.plan(UPDATE, httpx.Response(status, json=body))

    with pytest.raises(error, match=words):
        await telegent.apply(lines["Team"], [GREET])


async def test_too_many_requests_are_waited_out_as_the_body_says(
    telegent: Telegent, vendor: FakeTelegent, lines: dict[str, Line]
) -> None:
    vendor.plan(UPDATE, httpx.Response(429, json={"Title": "Slow down", "RetryAfter": "2"}))
    await telegent.apply(lines["Team"], [GREET])
    assert [call.body["AnnouncementText"] for call in vendor.writes] == ["Hello."]

    vendor.plan(UPDATE, httpx.Response(429, json={"Title": "Slow down", "RetryAfter": "60"}))
    with pytest.raises(UnreachableError) as caught:
        await telegent.apply(lines["Team"], [SetOption(name="announcement", value="Welcome.")])
    assert caught.value.retry_after == 60


async def test_a_type_that_is_documented_nowhere_is_said(telegent: Telegent, lines: dict[str, Line]) -> None:
    setup = await telegent.read(lines["Old"])

    assert setup.routing is None
    assert "of the type “ring”, which its documents do not explain" in " ".join(await telegent.remarks(lines["Old"]))
    assert "set_menu_key" in telegent.capabilities(lines["Old"]).changes
    after = SetRouting(routing="simultaneous").applied_to(setup)
    assert "change its keys instead" in " ".join(telegent.problems(lines["Old"], setup, after))


async def test_a_routing_that_is_not_shown_is_as_last_set(
    telegent: Telegent, vendor: FakeTelegent, lines: dict[str, Line]
) -> None:
    team = lines["Team"]
    await telegent.apply(team, [SetRouting(routing="simultaneous")])
    vendor.workgroups[TEAM]["Type"] = "ring"

    assert (await telegent.read(team)).routing == "simultaneous"
    assert "set_routing" in telegent.capabilities(team).unreadable
    assert [line.kind for line in await telegent.lines() if line.id == TEAM] == ["workgroup without a menu"]


@pytest.mark.parametrize(
    ("shown", "action"),
    [
        ({"OffHoursType": "Workgroup", "OffHoursId": OLD}, ("line", "line", OLD)),
        ({"OffHoursType": "user", "OffHoursId": "user-7"}, ("person", "person", "user-7")),
        ({"OffHoursType": "voicemail", "OffHoursId": ""}, ("voicemail", None, None)),
        ({"OffHoursType": "redirect", "OffHoursId": "+19195550100"}, ("redirect", "redirect", "+19195550100")),
        ({"OffHoursType": "", "OffHoursId": ""}, ("default", None, None)),
    ],
)
async def test_where_calls_go_is_read_in_either_vocabulary(
    telegent: Telegent,
    vendor: FakeTelegent,
    lines: dict[str, Line],
    shown: dict[str, str],
    action: tuple[str, str | None, str | None],
) -> None:
    vendor.shows = (*vendor.shows, "OffHoursType", "OffHoursId", "OnHoursType", "OnHoursId")
    vendor.workgroups[TEAM] |= shown

    setup = await telegent.read(lines["Team"])

    assert setup.closed_menu
    found = setup.closed_menu.action
    assert (found.action, found.target_kind, found.target_id) == action
    assert telegent.capabilities(lines["Team"]).unreadable == frozenset()


@pytest.mark.parametrize(
    ("case", "words"),
    [
        (("Team", SetTreatment(menu="open", action=MenuAction(action="menu"))), "is: ring the members"),
        (("Front Office", SetTreatment(menu="open", action=MenuAction(action="default"))), "is: play the menu"),
        (("Front Office", SetTreatment(menu="closed", action=MenuAction(action="menu"))), "one person or to one other"),
        (("Front Office", SetTreatment(menu="closed", action=MenuAction(action="voicemail"))), "knows no action"),
        (("Front Office", SetTreatment(menu="closed", action=LED_ASTRAY)), "leads nowhere else"),
        (("Team", SetRouting(routing="longest_idle")), "but round robin or all at once"),
        (("Team", SetOption(name="volume", value="loud")), "has no setting “volume”"),
        (("Team", SetOption(name="phone_number", value="200")), "country code"),
        (("Team", SetOption(name="announcement_url", value="x")), "begins with https://"),
        (("Team", SetOption(name="record_calls", value="loud")), "either on or off"),
    ],
)
async def test_what_cannot_be_is_refused_with_what_can(
    telegent: Telegent,
    vendor: FakeTelegent,
    lines: dict[str, Line],
    case: tuple[str, SetTreatment | SetRouting | SetOption],
    words: str,
) -> None:
    line, change = lines[case[0]], case[1]
    before = await telegent.read(line)
    after = change.applied_to(before)

    assert words in " ".join(telegent.problems(line, before, after))
    with pytest.raises(RefusedError, match=words.replace("“", ".").replace("”", ".")):
        await telegent.apply(line, [change])
    assert vendor.writes == []


async def test_calls_go_where_the_menu_or_the_members_are_again(
    telegent: Telegent, vendor: FakeTelegent, lines: dict[str, Line]
) -> None:
    to_team = MenuAction(action="line", target_kind="line", target_id=TEAM)
    for name, way in (("Front Office", "menu"), ("Team", "ring")):
        for action in (to_team, MenuAction(action=way)):
            await telegent.apply(lines[name], [SetTreatment(menu="open", action=action)])
        setup = await telegent.read(lines[name])
        assert setup.open_menu
        assert setup.open_menu.action.action == way

    assert vendor.writes[-1].body == {"WorkgroupId": TEAM, "OnHoursType": "", "OnHoursId": ""}


async def test_what_telegent_does_not_have_is_not_offered(telegent: Telegent, lines: dict[str, Line]) -> None:
    capabilities = telegent.capabilities(lines["Front Office"])

    assert not capabilities.changes & {"set_callback", "set_members", "set_routing", "close"}
    assert (capabilities.intervals_a_day, capabilities.live, capabilities.dated) == (1, False, False)
    assert capabilities.lag.total_seconds() == 600
    assert await telegent.live(lines["Front Office"]) == LiveStatus()
    with pytest.raises(UnsupportedError, match="no such change for a workgroup with a menu \\(set routing\\)"):
        await telegent.apply(lines["Front Office"], [SetRouting(routing="simultaneous")])


async def test_what_is_shown_can_be_proven_and_what_is_not_cannot(
    telegent: Telegent, vendor: FakeTelegent, lines: dict[str, Line]
) -> None:
    key = SetMenuKey(key="1", action=MenuAction(action="line", target_kind="line", target_id=TEAM))
    desk = lines["Front Office"]
    rename = SetOption(name="name", value="Reception")

    shows = {each.kind: telegent.capabilities(desk).shows(each) for each in (key, GREET, SetHours())}
    assert shows == {"set_menu_key": False, "set_option": False, "set_hours": True}
    assert telegent.capabilities(desk).shows(rename)

    vendor.shows = (*vendor.shows, "AnnouncementText")
    await telegent.read(desk)
    assert telegent.capabilities(desk).shows(GREET)


async def test_calls_can_lead_to_every_other_workgroup(telegent: Telegent, lines: dict[str, Line]) -> None:
    assert await telegent.destinations(lines["Team"]) == [
        Destination(kind="line", id=DESK, name="Front Office"),
        Destination(kind="line", id=OLD, name="Old"),
    ]


async def test_a_status_costs_one_request_a_line(
    telegent: Telegent, vendor: FakeTelegent, lines: dict[str, Line], clock: Clock
) -> None:
    await telegent.read(lines["Team"])
    clock.advance(seconds=6)
    vendor.calls.clear()

    for line in lines.values():
        await telegent.read(line)
        await telegent.live(line)

    assert [call.path for call in vendor.calls].count("/v1.0/workgroups") == len(lines)
    assert len(vendor.calls) == len(lines) + 1


def test_nothing_is_asked_before_it_is_needed(ledger: MemoryLedger, clock: Clock) -> None:
    telegent = Telegent("DID-1", "s3cret", ledger=ledger, clock=clock)

    assert "s3cret" not in repr(vars(telegent))
