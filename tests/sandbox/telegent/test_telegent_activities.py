"""Digits and members: written, changed, deleted, and never shown."""

from typing import Any

import pytest

from sandbox.telegent import TelegentServer
from sandbox.telegent.demo import FRONT_OFFICE, OMAR, ROSA
from tests.sandbox.telegent.conftest import Client, message

DIGIT = {"WorkgroupId": FRONT_OFFICE, "Type": "User", "DigitOrder": 3, "PhoneNumber": "+19195550160"}


async def add(client: Client, body: Any) -> str:
    response = await client("POST", "workgroups/activity", body)
    answer = response.json()
    key: str = answer.pop("WorkgroupActivityId")
    assert (response.status_code, answer) == (200, {"WorkgroupActivityStatus": "Created"})
    assert key.startswith("WAID-")
    return key


async def update(client: Client, key: str, body: Any) -> Any:
    return await client("POST", "workgroups/activity/update", {"WorkgroupActivityId": key, **body})


async def test_a_digit_is_written_and_kept(client: Client, server: TelegentServer) -> None:
    key = await add(client, DIGIT | {"SmsNotification": True})

    last = server.activities("Front Office")[-1]
    assert last.id == key
    assert (last.body.digit_order, last.body.phone_number, last.body.sms_notification) == (3, "+19195550160", True)


async def test_a_member_needs_no_digit_and_may_be_a_workgroup(client: Client, server: TelegentServer) -> None:
    body = {"WorkgroupId": FRONT_OFFICE, "Type": "Workgroup", "ReferenceWorkgroupId": FRONT_OFFICE}

    await add(client, body)

    assert server.activities("Front Office")[-1].body.digit_order is None


async def test_an_update_changes_what_it_mentions_and_nothing_else(client: Client, server: TelegentServer) -> None:
    key = await add(client, DIGIT)
    before = server.activities("Front Office")[-1].body

    response = await update(client, key, {"DigitOrder": 0})

    assert response.json() == {"WorkgroupActivityStatus": "Updated", "WorkgroupActivityId": key}
    assert server.activities("Front Office")[-1].body == before.model_copy(update={"digit_order": 0})


async def test_one_target_takes_the_place_of_another_only_if_the_other_is_unset(
    client: Client, server: TelegentServer
) -> None:
    key = await add(client, DIGIT)

    both = await update(client, key, {"ReferenceUserId": ROSA})
    one = await update(client, key, {"ReferenceUserId": ROSA, "PhoneNumber": ""})

    assert [both.status_code, one.status_code] == [400, 200]
    assert "either a ReferenceUserId or a PhoneNumber" in message(both)
    assert server.activities("Front Office")[-1].body.reference_user_id == ROSA


async def test_a_deleted_digit_is_gone(client: Client, server: TelegentServer) -> None:
    key = await add(client, DIGIT)
    path = "workgroups/activity/delete"

    response = await client("POST", path, {"WorkgroupActivityId": key})
    again = await client("POST", path, {"WorkgroupActivityId": key})

    assert response.json() == {"WorkgroupActivityStatus": "Deleted", "WorkgroupActivityId": key}
    assert again.status_code == 404
    assert key not in {each.id for each in server.activities("Front Office")}


async def test_of_two_activities_on_a_digit_the_one_written_last_counts(client: Client, server: TelegentServer) -> None:
    first = server.activities("Front Office")[0]

    second = await add(client, DIGIT | {"DigitOrder": 1})
    newest = dict(server.panels()[0]["rows"])["Key 1"]
    await update(client, first.id, {})
    older = dict(server.panels()[0]["rows"])["Key 1"]
    await client("POST", "workgroups/activity/delete", {"WorkgroupActivityId": first.id})

    assert (newest, older) == ("number: +19195550160", "user: Rosa Lind")
    assert [each.id for each in server.activities("Front Office") if each.body.digit_order == 1] == [second]


async def test_activities_cannot_be_read(client: Client) -> None:
    reads = [await client("GET", "workgroups/activity"), await client("GET", "account/workgroups/activity")]

    assert [each.status_code for each in reads] == [405, 404]
    assert not {"Activities", "Members"} & set(await client.read())


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"Type": "phone"}, "Type"),
        ({"DigitOrder": 10}, "DigitOrder"),
        ({"DigitOrder": -1}, "DigitOrder"),
        ({"DigitOrder": "3"}, "DigitOrder"),
        ({"DigitOrder": True}, "DigitOrder"),
        ({"DigitOrder": None}, "DigitOrder"),
        ({"PhoneNumber": "9195550160"}, "PhoneNumber"),
        ({"PhoneNumber": ""}, "PhoneNumber"),
        ({"ReferenceUserId": OMAR}, "ReferenceUserId"),
        ({"ReferenceUserId": "UID-nobody", "PhoneNumber": ""}, "ReferenceUserId"),
        ({"Type": "Workgroup"}, "ReferenceWorkgroupId"),
        ({"Type": "Workgroup", "ReferenceWorkgroupId": "WG-none"}, "ReferenceWorkgroupId"),
        ({"SmsNotification": "true"}, "SmsNotification"),
        ({"CallOrder": "1"}, "CallOrder"),
    ],
)
async def test_a_wrong_activity_is_refused(
    client: Client, server: TelegentServer, wrong: dict[str, Any], field: str
) -> None:
    before = server.activities("Front Office")

    response = await client("POST", "workgroups/activity", DIGIT | wrong)

    assert response.status_code == 400
    assert field in message(response)
    assert server.activities("Front Office") == before


@pytest.mark.parametrize("name", ["WorkgroupId", "Type"])
async def test_an_activity_needs_its_workgroup_and_its_type(client: Client, name: str) -> None:
    body = {key: value for key, value in DIGIT.items() if key != name}

    response = await client("POST", "workgroups/activity", body)

    assert message(response) == f"Bad request: The {name} field is required."


async def test_what_is_not_there_is_missing(client: Client) -> None:
    elsewhere = await client("POST", "workgroups/activity", DIGIT | {"WorkgroupId": "WG-none"})
    unknown = await update(client, "WAID-none", {"DigitOrder": 1})
    unnamed = await client("POST", "workgroups/activity/update", {"DigitOrder": 1})

    assert [each.status_code for each in (elsewhere, unknown, unnamed)] == [404, 404, 400]


async def test_a_deletion_takes_nothing_but_the_id(client: Client, server: TelegentServer) -> None:
    first = server.activities("Front Office")[0]

    response = await client(
        "POST", "workgroups/activity/delete", {"WorkgroupActivityId": first.id, "WorkgroupId": FRONT_OFFICE}
    )

    assert message(response) == "Bad request: The WorkgroupId field is not known."
    assert first in server.activities("Front Office")
