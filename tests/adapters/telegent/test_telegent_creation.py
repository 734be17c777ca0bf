"""New workgroups: every field of Telegent's document, and what becomes of an answer that is lost."""

import datetime as dt
from typing import Any

import httpx
import pytest
from pydantic import ValidationError

from adapters import (
    MenuAction,
    MissingError,
    NewLine,
    PhoneSystemError,
    RefusedError,
    RollingWeek,
    SetMenuKey,
    SetOption,
    Telegent,
    UnreachableError,
)
from adapters.telegent.creation import NewWorkgroup
from tests.adapters.fakes import Clock, Killed, MemoryLedger
from tests.adapters.telegent.conftest import client
from tests.adapters.telegent.fake_telegent import EXAMPLE, OFFICE, SCHEMA, TEAM, FakeTelegent, Fault, complaints

VALUES: dict[str, Any] = {
    "time_zone": "America/Chicago",
    "schedule": OFFICE,
    "phone_number": "+19195550120",
    "call_order": "1",
    "announcement": "Press 1 for Sales.",
    "announcement_url": "https://example.com/hello.mp3",
    "internal_extension": "120",
    "caller_id_type": "workgroup",
    "caller_id_name": "Returns",
    "record_calls": True,
    "transcribe_recordings": False,
    "ai_recording": False,
    "hold_music": "music-1",
    "wait_between": "5",
    "toll_free_number": "+18005550120",
    "closed_person": "user-7",
    "open_line": TEAM,
    "account": "AID-1",
}
NEW = NewLine(system="telegent", kind="menu", name="Returns", values=VALUES)
SMALL = NEW.model_copy(update={"values": {"time_zone": "America/Chicago"}})
WORKGROUPS = "POST /v1.0/workgroups"


def made(vendor: FakeTelegent) -> list[dict[str, Any]]:
    """The workgroups that were not there at first."""
    return list(vendor.workgroups.values())[3:]


async def test_all_22_fields_are_sent_in_telegents_words(telegent: Telegent, vendor: FakeTelegent) -> None:
    assert telegent.creation_problems(NEW) == {}

    created = await telegent.create(NEW)

    body = vendor.writes[0].body
    assert body.keys() == SCHEMA["properties"].keys()
    assert complaints(body) == []
    assert (body["Type"], body["OnHoursType"], body["OffHoursType"]) == ("IVR", "Workgroup", "User")
    assert created.line.name == "Returns"
    assert (created.line.zone, created.line.kind) == ("America/Chicago", "workgroup with a menu")
    assert created.line in await telegent.lines()


async def test_what_is_not_shown_is_named_and_remembered(telegent: Telegent) -> None:
    created = await telegent.create(NEW)

    assert {"Announcement", "Record calls", "Hold music", "Calls while closed: a person"} <= set(created.unshown)
    assert not {"Name", "Type", "Hours", "Time zone", "Account"} & set(created.unshown)
    assert created.differing == ()
    setup = await telegent.read(created.line)
    shown = {"announcement": "Press 1 for Sales.", "hold_music": "music-1", "record_calls": True, "wait_between": "5"}
    assert shown.items() <= setup.options.items()
    assert setup.closed_menu
    assert setup.closed_menu.action.target_id == "user-7"


async def test_a_zone_that_is_not_shown_is_remembered(ledger: MemoryLedger, clock: Clock) -> None:
    vendor = FakeTelegent(shows=EXAMPLE)
    telegent = client(vendor, ledger, clock)

    created = await telegent.create(SMALL)

    assert created.line.zone == "America/Chicago"
    assert created.unshown == ("Time zone",)
    assert created.line in await telegent.lines()
    await telegent.aclose()


async def test_what_is_shown_otherwise_is_said(telegent: Telegent, vendor: FakeTelegent) -> None:
    vendor.shows = (*vendor.shows, "RecordCalls", "TelegentPhone")

    def changed() -> httpx.Response:
        strange = {"WorkgroupId": "WID-7", "Name": "Returns", "Type": "ring", "ScheduleId": "SCH-office"}
        vendor.workgroups["WID-7"] = {**dict.fromkeys(SCHEMA["properties"], ""), "Active": "", **strange}
        return httpx.Response(200, json={"Data": {"WorkgroupId": "WID-7"}, "Successful": True})

    vendor.answers.append((WORKGROUPS, changed))

    created = await telegent.create(NEW)

    assert created.differing == (
        "Time zone: America/Chicago was asked for, and what is shown is nothing.",
        "Record calls: on was asked for, and what is shown is off.",
        "Phone number: +19195550120 was asked for, and what is shown is nothing.",
        "Account: AID-1 was asked for, and what is shown is nothing.",
    )
    assert "Type" in created.unshown


async def test_the_kinds_are_offered_with_what_there_is_to_choose_from(rolling: RollingWeek) -> None:
    kinds = {kind.name: kind for kind in await rolling.kinds()}

    assert kinds.keys() == {"menu", "round_robin", "simultaneous"}
    menu = kinds["menu"]
    assert VALUES.keys() <= {field.name for field in menu.fields}
    assert [field.name for field in menu.fields if field.required] == ["time_zone"]
    assert [field.name for field in menu.fields if field.type == "phone"] == ["phone_number", "toll_free_number"]
    schedule, line = menu.field("schedule"), menu.field("open_line")
    assert schedule
    assert line
    assert schedule.choices == ((OFFICE, "Office"),)
    assert (TEAM, "Team") in line.choices
    assert {field.name for field in menu.fields if field.risk == "high"} >= {
        "record_calls",
        "transcribe_recordings",
        "ai_recording",
    }
    assert {field.risk for field in menu.fields if field.type == "phone"} == {"low"}


async def test_of_a_line_made_here_the_keys_are_known(telegent: Telegent) -> None:
    line = (await telegent.create(SMALL)).line
    await telegent.read(line)
    at_first = await telegent.key_remarks(line)
    to_team = MenuAction(action="line", target_kind="line", target_id=TEAM)
    await telegent.apply(line, [SetMenuKey(key="1", action=to_team)])
    await telegent.read(line)

    assert at_first == ("Returns has no keys yet, as far as Switchhook knows, which made it.",)
    assert await telegent.key_remarks(line) == (
        "Telegent does not show the keys of Returns, which Switchhook made: they are as last set by Switchhook.",
    )


async def test_each_kind_says_what_is_left_to_do(telegent: Telegent) -> None:
    for kind in await telegent.kinds():
        assert ("no keys at first" in kind.note) == (kind.name == "menu")
        assert "number" not in kind.note
        assert kind.left_out({}) == (
            "It is open around the clock until hours are set.",
            "It has no phone number, so nobody can call it yet.",
        )
        assert kind.left_out({"schedule": OFFICE, "toll_free_number": "+18005550120"}) == ()


async def test_where_there_is_nothing_to_choose_from_nothing_is_asked(telegent: Telegent, vendor: FakeTelegent) -> None:
    vendor.workgroups.clear()
    vendor.schedules.clear()

    kind = (await telegent.kinds())[0]

    assert not {field.name for field in kind.fields} & {"schedule", "open_line", "closed_line"}
    assert kind.note.endswith("It is open around the clock until hours are set.")


async def test_our_own_schedules_are_not_offered(telegent: Telegent, vendor: FakeTelegent) -> None:
    vendor.schedules[0]["Name"] = "Switchhook 0123456789ab"

    assert (await telegent.kinds())[0].field("schedule") is None


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({}, "time_zone", "Name the time zone"),
        ({"phone_number": "9195550120"}, "phone_number", "country code"),
        ({"announcement_url": "hello.mp3"}, "announcement_url", "begins with https://"),
        ({"open_line": TEAM, "open_person": "user-7"}, "open_person", "leave one of them empty"),
        ({"caller_id_type": "mine"}, "caller_id_type", "choose another one"),
        ({"announcement": ""}, "announcement", "choose another one"),
        ({"record_calls": "yes"}, "record_calls", "choose another one"),
        ({"closed_person": ""}, "closed_person", "choose another one"),
        ({"closed_person": "Rosa"}, "closed_person", "“Rosa” is not an id"),
        ({"hold_music": "jazz 2"}, "hold_music", "finds ids in its portal"),
        ({"account": "zzz"}, "account", "is not an id"),
        ({"call_order": "banana"}, "call_order", "Call order is a whole number"),
        ({"wait_between": "-5"}, "wait_between", "Wait between calls is a whole number"),
        ({"internal_extension": "abc"}, "internal_extension", "digits only"),
    ],
)
async def test_what_telegent_would_not_take_is_said_at_its_field(
    telegent: Telegent, vendor: FakeTelegent, values: dict[str, Any], field: str, words: str
) -> None:
    zone = {"time_zone": "America/Chicago"} if values else {}
    new = NEW.model_copy(update={"values": zone | values})

    assert list(telegent.creation_problems(new)) == [field]
    assert words in telegent.creation_problems(new)[field]
    with pytest.raises(RefusedError, match=words):
        await telegent.create(new)
    assert vendor.writes == []


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"Name": ""}, "at least 1 character"),
        ({"Type": "ring"}, "'IVR', 'simultaneous' or 'round-robin'"),
        ({"OnHoursType": "User"}, "a type and an id"),
        ({"OffHoursType": "voicemail", "OffHoursId": "x"}, "'User' or 'Workgroup'"),
        ({"TelegentPhone": "+1-919-555-0100"}, "pattern"),
        ({"CallOrder": 1}, "valid string"),
        ({"RecordCalls": "true"}, "valid boolean"),
        ({"Hours": "9-5"}, "Extra inputs"),
    ],
)
def test_a_workgroup_that_cannot_be_is_refused(body: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        NewWorkgroup.model_validate({"Name": "x", "Type": "IVR", **body})


def test_a_workgroup_can_be_made_in_pythons_words() -> None:
    new = NewWorkgroup(name="Sales", type="round-robin", ai_recording=True)

    assert new.body() == {"Name": "Sales", "Type": "round-robin", "AiRecording": True}


async def test_a_name_that_is_taken_is_refused(telegent: Telegent, vendor: FakeTelegent) -> None:
    with pytest.raises(RefusedError, match="a workgroup named Team already"):
        await telegent.create(NEW.model_copy(update={"name": "Team"}))

    assert vendor.writes == []


@pytest.mark.parametrize("fault", ["refused", "before", "after", "killed"])
async def test_a_fault_leaves_nothing_or_a_line_that_the_next_try_takes(
    vendor: FakeTelegent, ledger: MemoryLedger, clock: Clock, fault: str
) -> None:
    vendor.faults = [Fault(fault, 0)]
    first = client(vendor, ledger, clock)
    if fault == "after":
        assert (await first.create(NEW)).line.name == "Returns"
    else:
        with pytest.raises((PhoneSystemError, Killed)):
            await first.create(NEW)
    assert [each["Name"] for each in made(vendor)] in ([], ["Returns"])
    await first.aclose()

    second = client(vendor, ledger, clock)
    created = await second.create(NEW, again=True)

    assert [each["Name"] for each in made(vendor)] == ["Returns"]
    assert created.line.id == made(vendor)[0]["WorkgroupId"]
    assert (await second.read(created.line)).options["hold_music"] == "music-1"
    await second.aclose()


async def test_a_line_whose_making_was_not_answered_and_that_is_not_listed_is_reported(
    telegent: Telegent, vendor: FakeTelegent
) -> None:
    vendor.plan(WORKGROUPS, httpx.ReadTimeout("slow"), httpx.Response(200, json={}))
    with pytest.raises(UnreachableError, match="did not answer in time"):
        await telegent.create(NEW)
    with pytest.raises(UnreachableError, match="has not said which workgroup it made"):
        await telegent.create(NEW)


async def test_a_line_that_is_not_shown_yet_is_found_the_next_time(telegent: Telegent, vendor: FakeTelegent) -> None:
    vendor.plan("GET /v1.0/workgroups", httpx.Response(404, json={"StatusCode": 404, "Message": "Not found."}))

    with pytest.raises(UnreachableError, match="could not be read back yet"):
        await telegent.create(NEW)

    await telegent.create(NEW, again=True)
    assert len(made(vendor)) == 1


async def test_a_line_of_another_kind_is_not_taken_for_ours(telegent: Telegent, vendor: FakeTelegent) -> None:
    with pytest.raises(RefusedError, match="of another kind already"):
        await telegent.create(NEW.model_copy(update={"name": "Team"}), again=True)

    assert vendor.writes == []


async def test_of_two_lines_of_one_name_none_is_taken(telegent: Telegent, vendor: FakeTelegent) -> None:
    vendor.workgroups["WID-7"] = {**vendor.workgroups[TEAM], "WorkgroupId": "WID-7"}

    with pytest.raises(RefusedError, match="2 workgroups named Team"):
        await telegent.create(NEW.model_copy(update={"name": "Team"}), again=True)


async def test_a_line_is_deleted_with_all_that_is_kept_of_it(
    rolling: RollingWeek, vendor: FakeTelegent, ledger: MemoryLedger, clock: Clock
) -> None:
    line = (await rolling.create(NEW)).line
    anew = client(vendor, ledger, clock)

    await anew.delete(line)
    await rolling.delete(line)
    await anew.aclose()

    assert vendor.writes[-1].params == {"WorkgroupId": line.id}
    assert vendor.writes[-1].body is None
    assert made(vendor) == []
    assert line not in await rolling.lines()
    assert not any(ledger.texts.values())
    with pytest.raises(MissingError):
        await rolling.read(line)


@pytest.mark.parametrize("name", ["hold_music", "caller_id_type", "toll_free_number", "ai_recording", "wait_between"])
async def test_what_is_set_only_when_a_line_is_made_says_so(telegent: Telegent, name: str) -> None:
    line = (await telegent.create(NEW)).line
    before = await telegent.read(line)
    change = SetOption(name=name, value=True if name == "ai_recording" else "2")

    (problem,) = telegent.problems(line, before, change.applied_to(before))

    assert "only when a workgroup is made: change it in Telegent's portal" in problem
    with pytest.raises(RefusedError, match="only when a workgroup is made"):
        await telegent.apply(line, [change])


async def test_a_line_made_a_moment_ago_keeps_its_promises(rolling: RollingWeek, clock: Clock) -> None:
    line = (await rolling.create(SMALL)).line

    await rolling.apply(line, [SetOption(name="announcement", value="Hello.")])
    clock.now += dt.timedelta(minutes=1)

    setup = (await rolling.read(line)).setup
    assert setup.hours.always
    assert setup.options["announcement"] == "Hello."
