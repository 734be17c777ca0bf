"""New workgroups: each is made once, and what Telegent shows of it otherwise is said in the words of the form."""

import httpx
import pytest

from adapters import Telegent, UnreachableError
from tests.adapters.telegent.fake_telegent import DESK, FakeTelegent, Fault
from tests.adapters.telegent.test_telegent_creation import NEW, made


@pytest.mark.parametrize(
    ("shown", "differing"),
    [
        pytest.param({"ScheduleId": "SID-night"}, "Hours: Office > Night.", id="hours"),
        pytest.param({"ScheduleId": "SCH-night"}, "Hours: Office > Night.", id="another prefix"),
        pytest.param({"ScheduleId": "SID-2"}, "Hours: Office > SID-2.", id="unknown hours"),
        pytest.param(
            {"CallerIdType": "original"},
            "Caller ID: The number of the workgroup > The caller's own number.",
            id="a choice",
        ),
        pytest.param(
            {"OnHoursType": "Workgroup", "OnHoursId": DESK},
            "Calls while open: another line: Team > Front Office.",
            id="another line",
        ),
        pytest.param(
            {"OnHoursType": "User", "OnHoursId": "user-9"},
            "Calls while open: another line: Team > person user-9.",
            id="somebody",
        ),
        pytest.param(
            {"OffHoursType": "", "OffHoursId": ""},
            "Calls while closed: a person: user-7 > nothing.",
            id="nobody",
        ),
        pytest.param({"Name": "Return"}, "Name: Returns > Return.", id="the name"),
    ],
)
async def test_what_is_shown_otherwise_is_said_in_the_words_of_the_form(
    telegent: Telegent, vendor: FakeTelegent, shown: dict[str, str], differing: str
) -> None:
    vendor.shows = (*vendor.shows, "CallerIdType", "OnHoursType", "OnHoursId", "OffHoursType", "OffHoursId")
    vendor.schedules.append({**vendor.schedules[0], "ScheduleId": "SID-night", "Name": "Night"})
    vendor.otherwise = shown

    created = await telegent.create(NEW)

    assert created.differing == (differing.replace(" > ", " was asked for, and what is shown is "),)
    assert created.line.name == shown.get("Name", "Returns")


@pytest.mark.parametrize("fault", ["", "GET /v1.0/workgroups"])
async def test_a_line_that_is_not_listed_yet_is_not_made_twice(
    telegent: Telegent, vendor: FakeTelegent, fault: str
) -> None:
    vendor.lists_late = True
    if fault:
        vendor.plan(fault, httpx.Response(502, text="<html>"), *[httpx.Response(502)] * 3)
        with pytest.raises(UnreachableError, match="could not be read back yet"):
            await telegent.create(NEW)
    else:
        await telegent.create(NEW)

    created = await telegent.create(NEW, again=True)

    assert [each["WorkgroupId"] for each in made(vendor)] == [created.line.id]


async def test_a_line_that_was_deleted_is_made_anew(telegent: Telegent, vendor: FakeTelegent) -> None:
    vendor.lists_late = True
    first = await telegent.create(NEW)
    await telegent.delete(first.line)

    await telegent.create(NEW, again=True)

    assert [each["Name"] for each in made(vendor)] == ["Returns"]


async def test_a_line_whose_making_nobody_can_look_for_is_no_refusal(telegent: Telegent, vendor: FakeTelegent) -> None:
    listed = list(vendor.workgroups.values())
    vendor.faults = [Fault("after", 0)]
    vendor.plan("GET /v1.0/account/workgroups", *[httpx.Response(200, json={"Workgroups": listed})] * 2)
    vendor.plan("GET /v1.0/account/workgroups", *[httpx.Response(403, json={"Message": "Not you."})] * 2)

    with pytest.raises(UnreachableError, match="did not answer in time"):
        await telegent.create(NEW)
