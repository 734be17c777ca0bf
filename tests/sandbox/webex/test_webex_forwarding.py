"""Call forwarding of auto attendants and queues: always, or by rules whose ids change with their names."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from wxc_sdk.rest import RestError
from wxc_sdk.telephony.forwarding import CallForwarding, ForwardingRuleDetails, ForwardingSetting

from sandbox.webex import WebexServer
from sandbox.webex.demo import RALEIGH
from sandbox.webex.identifiers import rule_id
from tests.sandbox.webex.conftest import Sdk, reason

RULE: dict[str, Any] = {
    "name": "From the bank",
    "enabled": True,
    "businessSchedule": "Business Hours",
    "forwardTo": {"selection": "FORWARD_TO_SPECIFIED_NUMBER", "phoneNumber": "+19195550111"},
    "callsFrom": {"selection": "CUSTOM", "customNumbers": {"numbers": ["+19845550173"]}},
    "callsTo": {"numbers": [{"type": "PRIMARY", "phoneNumber": "+19195550141"}]},
}


@pytest.mark.parametrize("feature", ["auto_attendant", "callqueue"])
async def test_the_sdk_reads_and_switches_forwarding(sdk: Sdk, server: WebexServer, feature: str) -> None:
    forwarding = getattr(sdk.api.telephony, feature).forwarding
    line = server.auto_attendant("Reception") if feature == "auto_attendant" else server.queue("Service Desk")
    always = ForwardingSetting(enabled=True, destination="+19195550111", send_to_voicemail_enabled=True)

    before = await sdk(lambda _: forwarding.settings(RALEIGH, line.id))
    await sdk(lambda _: forwarding.update(RALEIGH, line.id, CallForwarding(always=always)))
    after = await sdk(lambda _: forwarding.settings(RALEIGH, line.id))
    await sdk(lambda _: forwarding.switch_mode_for_call_forwarding(RALEIGH, line.id))
    await sdk(lambda _: forwarding.update(RALEIGH, line.id, CallForwarding.default()))

    assert before.always.enabled is False
    assert (after.always.enabled, after.always.destination) == (True, "+1-9195550111")
    assert after.selective == before.selective
    assert [each["status"] for each in server.panels()] == ["Open", "Open"]


async def test_a_forwarded_line_shows_where_its_calls_go(
    http: httpx.AsyncClient, server: WebexServer, reception: str
) -> None:
    always = {"enabled": True, "destination": "+19195550111"}

    await http.put(f"{reception}/callForwarding", json={"callForwarding": {"always": always}})

    assert server.panels()[0]["status"] == "Forwarded to +19195550111"
    assert server.is_open("Reception", datetime(2026, 11, 20, 15, tzinfo=UTC))


@pytest.mark.parametrize(
    "spelling", ["sendToVoicemailEnabled", "destinationVoicemailEnabled", "destinationVoiceMailEnabled"]
)
async def test_every_spelling_of_voicemail_is_taken(
    http: httpx.AsyncClient, server: WebexServer, service_desk: str, spelling: str
) -> None:
    always = {"enabled": True, "destination": "1000", spelling: True}

    await http.put(f"{service_desk}/callForwarding", json={"callForwarding": {"always": always}})

    assert server.queue("Service Desk").forwarding.always.send_to_voicemail_enabled is True


async def test_the_sdk_creates_renames_and_deletes_a_rule(sdk: Sdk, server: WebexServer) -> None:
    line = server.auto_attendant("Reception").id
    forwarding = sdk.api.telephony.auto_attendant.forwarding
    rule = ForwardingRuleDetails.model_validate(RULE)

    first = await sdk(lambda _: forwarding.create_call_forwarding_rule(RALEIGH, line, rule))
    read = await sdk(lambda _: forwarding.call_forwarding_rule(RALEIGH, line, first))
    listed = await sdk(lambda _: forwarding.settings(RALEIGH, line))
    renamed = rule.model_copy(update={"name": "From the tax office"})
    second = await sdk(lambda _: forwarding.update_call_forwarding_rule(RALEIGH, line, first, renamed))
    with pytest.raises(RestError, match="404"):
        await sdk(lambda _: forwarding.call_forwarding_rule(RALEIGH, line, first))
    await sdk(lambda _: forwarding.delete_call_forwarding_rule(RALEIGH, line, second))

    assert (first, second) == (rule_id("From the bank"), rule_id("From the tax office"))
    assert read.forward_to.phone_number == "+1-9195550111"
    assert read.calls_from.custom_numbers.numbers == ["+1-9845550173"]
    assert [(each.name, each.calls_from, each.enabled) for each in listed.rules or []] == [
        ("From the bank", "+1-9845550173", True)
    ]
    assert server.auto_attendant("Reception").forwarding.rules == ()


async def test_rules_that_are_left_out_stay_and_those_without_a_word_are_switched_off(
    http: httpx.AsyncClient, server: WebexServer, reception: str
) -> None:
    path = f"{reception}/callForwarding"
    for name in ("One", "Two"):
        created = await http.post(f"{path}/selectiveRules", json=RULE | {"name": name})

    response = await http.put(path, json={"callForwarding": {"rules": [{"id": rule_id("One")}]}})

    rules = server.auto_attendant("Reception").forwarding.rules
    assert (created.status_code, response.status_code) == (201, 204)
    assert [(each.name, each.enabled) for each in rules] == [("One", False), ("Two", True)]


async def test_a_rule_keeps_what_a_put_does_not_mention(
    http: httpx.AsyncClient, server: WebexServer, service_desk: str
) -> None:
    path = f"{service_desk}/callForwarding/selectiveRules"
    await http.post(path, json=RULE)

    response = await http.put(f"{path}/{rule_id(RULE['name'])}", json={"name": "From banks"})
    nameless = await http.put(f"{path}/{rule_id('From banks')}", json={"enabled": False})

    [rule] = server.queue("Service Desk").forwarding.rules
    assert (response.status_code, response.json()) == (201, {"id": rule_id("From banks")})
    assert (rule.name, rule.enabled, rule.business_schedule) == ("From banks", True, "Business Hours")
    assert "name" in reason(nameless)


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({}, "callForwarding"),
        ({"callForwarding": {"always": True}}, "always"),
        ({"callForwarding": {"always": {"enabled": True}}}, "destination is mandatory"),
        ({"callForwarding": {"always": {"enabled": True, "destination": "+1-9195550111"}}}, "destination"),
        ({"callForwarding": {"rules": [{"id": "x", "enabled": True}]}}, "there is no rule x"),
        ({"callForwarding": {"rules": [{"id": "x", "name": "From the bank"}]}}, "name"),
        ({"callForwarding": {"operatingModes": {"enabled": True, "modes": [{"id": "x"}]}}}, "modes"),
    ],
)
async def test_bad_forwarding_is_refused(
    http: httpx.AsyncClient, server: WebexServer, reception: str, body: dict[str, Any], named: str
) -> None:
    response = await http.put(f"{reception}/callForwarding", json=body)

    assert named in reason(response)
    assert server.auto_attendant("Reception").forwarding.always.enabled is False


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"name": None}, "name"),
        ({"forwardTo": None}, "forwardTo"),
        ({"callsFrom": None}, "callsFrom"),
        ({"forwardTo": {"selection": "FORWARD_TO_SPECIFIED_NUMBER"}}, "phoneNumber is mandatory"),
        ({"callsFrom": {"selection": "CUSTOM", "customNumbers": {"numbers": ["+19845550173"] * 13}}}, "numbers"),
        (
            {"callsFrom": {"selection": "CUSTOM", "customNumbers": {"numbers": ["bank"]}}},
            "'bank' is not a phone number",
        ),
        ({"holidaySchedule": "Fair"}, "no holidays schedule named 'Fair'"),
    ],
)
async def test_a_bad_rule_is_refused(
    http: httpx.AsyncClient, reception: str, changes: dict[str, Any], named: str
) -> None:
    response = await http.post(f"{reception}/callForwarding/selectiveRules", json=RULE | changes)

    assert named in reason(response)


async def test_a_rules_name_is_taken_once(http: httpx.AsyncClient, reception: str) -> None:
    path = f"{reception}/callForwarding/selectiveRules"

    statuses = [(await http.post(path, json=RULE)).status_code for _ in range(2)]

    assert statuses == [201, 409]
