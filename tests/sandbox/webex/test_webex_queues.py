"""Call queues, their services and their waiting calls, as an independent client in strict mode has them."""

from typing import Any

import httpx
import pytest
from wxc_sdk.rest import RestError
from wxc_sdk.telephony.callqueue import CallBounce, CallQueue, CallQueueCallPolicies, QueueSettings
from wxc_sdk.telephony.hg_and_cq import Agent, Policy

from sandbox.webex import Person, WebexServer
from sandbox.webex.demo import CLOSED_TODAY, HANNAH, LUIS, RALEIGH, SOFIA
from tests.sandbox.webex.conftest import LOCATION, Sdk, reason
from tests.sandbox.webex.services import HOLIDAY, NIGHT

NEW: dict[str, Any] = {
    "name": "Night Desk",
    "extension": "2300",
    "callPolicies": {"routingType": "PRIORITY_BASED", "policy": "UNIFORM"},
    "queueSettings": {"queueSize": 10, "overflow": {"action": "PERFORM_BUSY_TREATMENT", "greeting": "DEFAULT"}},
    "agents": [{"id": HANNAH}],
}


async def test_the_sdk_lists_and_reads_the_demo(sdk: Sdk) -> None:
    [listed] = await sdk(lambda api: list(api.telephony.callqueue.list()))
    read = await sdk(lambda api: api.telephony.callqueue.details(RALEIGH, str(listed.id)))

    assert (listed.name, read.name, read.extension) == ("Service Desk", "Service Desk", "2000")
    assert read.call_policies is not None
    assert (read.call_policies.policy, read.call_policies.routing_type) == ("CIRCULAR", "PRIORITY_BASED")
    assert read.queue_settings is not None
    assert read.queue_settings.overflow is not None
    assert read.queue_settings.overflow.transfer_number == "+1-9195550111"
    assert read.queue_settings.overflow.is_transfer_number_set is True
    assert [each.join_enabled for each in read.agents or []] == [True, True, False]
    assert {each.user_type for each in read.agents or []} == {"PEOPLE"}


async def test_the_sdk_creates_changes_and_deletes(sdk: Sdk, server: WebexServer) -> None:
    new = CallQueue(
        name="Billing",
        extension="2300",
        call_policies=CallQueueCallPolicies.default(),
        queue_settings=QueueSettings.default(queue_size=10),
        agents=[Agent(id=HANNAH), Agent(id=SOFIA)],
    )
    bounce = CallQueue(call_policies=CallQueueCallPolicies(call_bounce=CallBounce(callBounceMaxRings=3)))

    key = await sdk(lambda api: api.telephony.callqueue.create(RALEIGH, new))
    before = server.queue("Billing").settings
    for update in (CallQueue(enabled=False), CallQueue(queue_settings=QueueSettings(queue_size=20)), bounce):
        await sdk(lambda api, one: api.telephony.callqueue.update(RALEIGH, key, one), update)
    after = server.queue("Billing").settings
    await sdk(lambda api: api.telephony.callqueue.delete_queue(RALEIGH, key))

    treatment = before.queue_settings.model_copy(update={"queue_size": 20})
    bounced = before.call_policies.call_bounce.model_copy(update={"call_bounce_max_rings": 3})
    policies = before.call_policies.model_copy(update={"call_bounce": bounced})
    expected = {"enabled": False, "queue_settings": treatment, "call_policies": policies}
    assert after == before.model_copy(update=expected)
    assert list(server.organisation.account.queues.values()) == [server.queue("Service Desk")]


async def test_the_sdks_echo_is_taken_once_its_numbers_have_no_dashes(sdk: Sdk, server: WebexServer) -> None:
    before = server.queue("Service Desk")
    read = await sdk(lambda api: api.telephony.callqueue.details(RALEIGH, before.id))
    echo = CallQueue.model_validate_json(read.model_dump_json().replace("+1-", "+1"))

    await sdk(lambda api: api.telephony.callqueue.update(RALEIGH, before.id, echo))

    assert server.queue("Service Desk") == before


@pytest.mark.parametrize(
    ("field", "echo"),
    [
        ("id", {}),
        ("language", {}),
        ("tollFreeNumber", {}),
        ("esn", {}),
        ("hasCxEssentials", {}),
        ("isTransferNumberSet", {"queueSettings": {"overflow": {"isTransferNumberSet": True}}}),
        ("firstName", {"agents": [{"id": HANNAH, "firstName": "Hannah"}]}),
    ],
)
async def test_what_only_reading_shows_must_not_be_sent_back(
    http: httpx.AsyncClient, server: WebexServer, service_desk: str, field: str, echo: dict[str, Any]
) -> None:
    before = server.queue("Service Desk")
    read = (await http.get(service_desk)).json()

    response = await http.put(service_desk, json=echo or {field: read[field]})

    assert response.status_code == 400
    assert field in reason(response)
    assert server.queue("Service Desk") == before


async def test_a_policy_is_changed_together_with_its_routing_type(http: httpx.AsyncClient, service_desk: str) -> None:
    alone = await http.put(service_desk, json={"callPolicies": {"policy": "UNIFORM"}})
    together = await http.put(service_desk, json={"callPolicies": {"policy": "UNIFORM", "routingType": "SKILL_BASED"}})
    policies = (await http.get(service_desk)).json()["callPolicies"]

    assert reason(alone) == "[Error 25008] Missing Mandatory field name: callPolicies.routingType"
    assert together.status_code == 204
    assert (policies["policy"], policies["routingType"]) == ("UNIFORM", "SKILL_BASED")


@pytest.mark.parametrize(("policy", "most"), [("SIMULTANEOUS", 50), ("WEIGHTED", 100)])
async def test_each_policy_has_its_limit_of_agents(
    http: httpx.AsyncClient, server: WebexServer, service_desk: str, policy: str, most: int
) -> None:
    one = server.organisation.account.person(HANNAH)
    crowd = [
        Person.model_validate(one.model_dump() | {"id": f"p{each}", "extension": f"{5000 + each}"})
        for each in range(most + 1)
    ]
    for each in crowd:
        server.plant(each)
    policies = {"policy": policy, "routingType": "PRIORITY_BASED"}

    too_many = await http.put(
        service_desk, json={"callPolicies": policies, "agents": [{"id": each.id} for each in crowd]}
    )
    fitting = await http.put(
        service_desk, json={"callPolicies": policies, "agents": [{"id": each.id} for each in crowd[1:]]}
    )

    [error] = too_many.json()
    assert (too_many.status_code, fitting.status_code) == (400, 204)
    assert error == {"errors": [{"errorMessage": f"A queue with the policy {policy} has {most} agents at most"}]}
    assert "trackingId" in too_many.headers


async def test_agents_are_replaced_whole(http: httpx.AsyncClient, server: WebexServer, service_desk: str) -> None:
    await http.put(service_desk, json={"agents": [{"id": SOFIA, "skillLevel": 3, "joinEnabled": False}]})

    [agent] = server.queue("Service Desk").settings.agents
    assert (agent.id, agent.skill_level, agent.join_enabled) == (SOFIA, 3, False)


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "a queue too long": ({"queueSettings": {"queueSize": 51}}, "queueSettings.queueSize"),
    "an unknown policy": ({"callPolicies": {"policy": "RANDOM", "routingType": "PRIORITY_BASED"}}, "policy"),
    "skills for all at once": (
        {"callPolicies": {"policy": "SIMULTANEOUS", "routingType": "SKILL_BASED"}},
        "SKILL_BASED routing is not available",
    ),
    "a weight as a number": ({"agents": [{"id": HANNAH, "weight": 50}]}, "agents.0.weight"),
    "more than the whole": (
        {
            "callPolicies": {"policy": "WEIGHTED", "routingType": "PRIORITY_BASED"},
            "agents": [{"id": HANNAH, "weight": "60"}, {"id": LUIS, "weight": "50"}],
        },
        "not be more than 100",
    ),
    "somebody twice": ({"agents": [{"id": HANNAH}, {"id": HANNAH}]}, "An agent can be in a queue once"),
    "nobody": ({"agents": [{"id": "nobody"}]}, "there is no person nobody"),
    "a wait message without its mode": ({"queueSettings": {"waitMessage": {"enabled": True}}}, "waitMessage.waitMode"),
    "a welcome without its greeting": (
        {"queueSettings": {"welcomeMessage": {"enabled": True}}},
        "welcomeMessage.greeting",
    ),
    "music of one's own without files": (
        {"queueSettings": {"mohMessage": {"normalSource": {"greeting": "CUSTOM"}}}},
        "1 to 4 audioAnnouncementFiles",
    ),
    "five files": (
        {
            "queueSettings": {
                "comfortMessage": {"greeting": "CUSTOM", "audioAnnouncementFiles": [{"id": CLOSED_TODAY}] * 5}
            }
        },
        "audioAnnouncementFiles",
    ),
    "a transfer to nowhere": (
        {"queueSettings": {"overflow": {"action": "TRANSFER_TO_PHONE_NUMBER", "transferNumber": "nowhere"}}},
        "transferNumber",
    ),
    "an overflow of one's own without files": (
        {"queueSettings": {"overflow": {"greeting": "CUSTOM"}}},
        "1 to 4 audioAnnouncementFiles",
    ),
    "no extension": ({"extension": "1"}, "'1' is not an extension"),
    "a zone of nowhere": ({"timeZone": "Nowhere/City"}, "'Nowhere/City' is not a time zone"),
    "an overflow after hours": (
        {"queueSettings": {"overflow": {"overflowAfterWaitTime": 7201}}},
        "overflowAfterWaitTime",
    ),
    "an own caller id without it": ({"callingLineIdPolicy": "CUSTOM"}, "callingLineIdPhoneNumber"),
    "an automatic answer": ({"queueSettings": {"autoAnswerEnabled": True}}, "autoAnswerEnabled"),
    "a hunt group's settings": ({"callPolicies": {"waitingEnabled": False}}, "waitingEnabled"),
}


@pytest.mark.parametrize(("body", "named"), BAD.values(), ids=BAD)
async def test_a_bad_body_is_refused_and_changes_nothing(
    http: httpx.AsyncClient, server: WebexServer, service_desk: str, body: dict[str, Any], named: str
) -> None:
    before = server.queue("Service Desk")

    response = await http.put(service_desk, json=body)

    assert response.status_code == 400
    assert named in response.text
    assert server.queue("Service Desk") == before


async def test_a_new_queue_transfers_and_closes_only_to_what_it_is_told(http: httpx.AsyncClient) -> None:
    created = await http.post(f"{LOCATION}/queues", json=NEW)
    path = f"{LOCATION}/queues/{created.json()['id']}"

    overflow = {"queueSettings": {"overflow": {"action": "TRANSFER_TO_PHONE_NUMBER"}}}
    night = {key: each for key, each in NIGHT.items() if key != "businessHoursName"}
    holiday = {key: each for key, each in HOLIDAY.items() if key != "holidayScheduleName"}

    assert "transferNumber is mandatory" in reason(await http.put(path, json=overflow))
    assert "businessHoursName is mandatory" in reason(await http.put(f"{path}/nightService", json=night))
    assert "holidayScheduleName is mandatory" in reason(await http.put(f"{path}/holidayService", json=holiday))


async def test_a_national_number_is_one_of_the_locations(http: httpx.AsyncClient, service_desk: str) -> None:
    await http.put(service_desk, json={"phoneNumber": "9195550160"})

    assert (await http.get(service_desk)).json()["phoneNumber"] == "+1-9195550160"


@pytest.mark.parametrize("field", ["name", "callPolicies", "queueSettings", "agents", "extension"])
async def test_a_new_queue_needs_its_mandatory_fields(http: httpx.AsyncClient, field: str) -> None:
    response = await http.post(f"{LOCATION}/queues", json={key: each for key, each in NEW.items() if key != field})

    assert reason(response).startswith("[Error 25008] Missing Mandatory field name: ")
    assert field in reason(response)


async def test_a_callback_is_an_option_of_the_wait_message(http: httpx.AsyncClient, service_desk: str) -> None:
    message = {"waitMode": "TIME", "callbackOptionEnabled": True, "minimumEstimatedCallbackTime": 20}

    await http.put(service_desk, json={"queueSettings": {"waitMessage": message}})

    read = (await http.get(service_desk)).json()["queueSettings"]
    assert message.items() <= read["waitMessage"].items()
    assert (read["waitMessage"]["enabled"], read["queueSize"]) == (True, 25)


async def test_customer_assist_queues_show_only_when_asked_for(sdk: Sdk, http: httpx.AsyncClient) -> None:
    await http.post(f"{LOCATION}/queues", params={"hasCxEssentials": "true"}, json=NEW)
    queues = sdk.api.telephony.callqueue

    plain = await sdk(lambda _: [each.name for each in queues.list()])
    [assist] = await sdk(lambda _: list(queues.list(has_cx_essentials=True)))
    read = await sdk(lambda _: queues.details(RALEIGH, str(assist.id), has_cx_essentials=True))

    assert (plain, assist.name, read.has_cx_essentials) == (["Service Desk"], "Night Desk", True)
    with pytest.raises(RestError, match="404"):
        await sdk(lambda _: queues.details(RALEIGH, str(assist.id)))


async def test_a_plain_queue_is_not_read_as_one_of_customer_assist(http: httpx.AsyncClient, service_desk: str) -> None:
    response = await http.get(service_desk, params={"hasCxEssentials": "true"})

    assert reason(response) == "[Error 28018] The queue is not a Customer Assist queue"


async def test_the_sdk_reads_and_writes_what_holds_for_all_queues(sdk: Sdk, http: httpx.AsyncClient) -> None:
    queues = sdk.api.telephony.callqueue

    settings = await sdk(lambda _: queues.get_call_queue_settings())
    settings.force_agent_unavailable_on_bounced_enabled = True
    await sdk(lambda _: queues.update_call_queue_settings(settings))
    bad = await http.put("telephony/config/queues/settings", json={"playTone": True})

    assert await sdk(lambda _: queues.get_call_queue_settings()) == settings
    assert "playTone" in reason(bad)


async def test_a_queues_own_files_are_listed_and_deleted(
    sdk: Sdk, http: httpx.AsyncClient, server: WebexServer, service_desk: str
) -> None:
    key = server.queue("Service Desk").id

    listed = await sdk(lambda api: list(api.telephony.callqueue.announcement.list(RALEIGH, key)))
    deleted = await http.delete(f"{service_desk}/announcements/hold.wav")  # here the SDK forgets its token

    assert [(each.name, each.size) for each in listed] == [("hold.wav", 640)]
    assert deleted.status_code == 204
    assert server.queue("Service Desk").announcements == ()


async def test_a_policy_of_the_sdk_is_one_of_ours(sdk: Sdk, server: WebexServer) -> None:
    key = server.queue("Service Desk").id
    policies = CallQueueCallPolicies(routing_type="PRIORITY_BASED", policy=Policy.regular)

    await sdk(lambda api: api.telephony.callqueue.update(RALEIGH, key, CallQueue(call_policies=policies)))

    assert server.queue("Service Desk").settings.call_policies.policy == "REGULAR"
