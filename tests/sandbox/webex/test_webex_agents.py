"""Who serves the queues, who is joined, who could be an agent."""

from typing import Any

import httpx
import pytest
from wxc_sdk.telephony.callqueue.agents import AgentCallQueueSetting

from sandbox.webex import WebexServer
from sandbox.webex.demo import HANNAH, LUIS, MEI, RALEIGH, SOFIA
from tests.sandbox.webex.conftest import LOCATION, Sdk, reason

AGENTS = "telephony/config/queues/agents"


async def test_the_sdk_lists_the_demos_agents(sdk: Sdk) -> None:
    agents = await sdk(lambda api: list(api.telephony.callqueue.agents.list()))

    shown = [(each.first_name, each.join_count, each.unjoin_count, each.agent_acdstate, each.type) for each in agents]
    assert shown == [
        ("Hannah", 1, 0, "AVAILABLE", "PEOPLE"),
        ("Luis", 1, 0, "AVAILABLE", "PEOPLE"),
        ("Mei", 0, 1, "SIGN_OUT", "PEOPLE"),
    ]
    assert {each.queue_count for each in agents} == {1}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"joinEnabled": "true"}, ["Hannah", "Luis"]),
        ({"joinEnabled": "false"}, ["Mei"]),
        ({"name": "ortega"}, ["Luis"]),
        ({"phoneNumber": "1004"}, ["Mei"]),
        ({"locationId": RALEIGH}, ["Hannah", "Luis", "Mei"]),
        ({"locationId": "elsewhere"}, []),
        ({"queueId": "nothing"}, []),
        ({"hasCxEssentials": "true"}, []),
        ({"order": "lname-asc"}, ["Luis", "Mei", "Hannah"]),
        ({"order": "fname-desc"}, ["Mei", "Luis", "Hannah"]),
    ],
)
async def test_the_list_is_narrowed_and_ordered(
    http: httpx.AsyncClient, server: WebexServer, query: dict[str, str], names: list[str]
) -> None:
    server.organisation.page_size = 50

    response = await http.get(AGENTS, params=query)

    assert [each["firstName"] for each in response.json()["agents"]] == names


async def test_the_sdk_reads_joins_and_unjoins_an_agent(sdk: Sdk, server: WebexServer) -> None:
    agents = sdk.api.telephony.callqueue.agents
    queue = server.queue("Service Desk").id

    before = await sdk(lambda _: agents.details(MEI))
    joining = [AgentCallQueueSetting(queue_id=queue, join_enabled=True)]
    await sdk(lambda _: agents.update_call_queue_settings(MEI, joining))
    after = await sdk(lambda _: agents.details(MEI))

    assert before.queues is not None
    assert after.queues is not None
    assert [(each.name, each.join_enabled) for each in before.queues] == [("Service Desk", False)]
    assert [(each.name, each.join_enabled) for each in after.queues] == [("Service Desk", True)]
    assert server.queue("Service Desk").joined == {HANNAH: True, LUIS: True, MEI: True}


async def test_who_is_no_agent_of_a_queue_cannot_join_it(http: httpx.AsyncClient, server: WebexServer) -> None:
    queue = server.queue("Service Desk")
    body = {"settings": [{"queueId": queue.id, "joinEnabled": True}]}

    response = await http.put(f"{AGENTS}/{SOFIA}/settings", json=body)

    [error] = response.json()
    assert response.status_code == 400
    assert error["errors"] == [{"errorMessage": f"Sofia Rossi is no agent of the queue {queue.id}"}]
    assert server.queue("Service Desk") == queue


@pytest.mark.parametrize("body", [{}, {"settings": [{"joinEnabled": True}]}, {"settings": [{"queueId": "x"}]}])
async def test_a_joining_says_where_and_whether(http: httpx.AsyncClient, body: dict[str, Any]) -> None:
    assert "Missing Mandatory field name: settings" in reason(await http.put(f"{AGENTS}/{MEI}/settings", json=body))


async def test_details_need_their_page(http: httpx.AsyncClient) -> None:
    assert "max and start" in reason(await http.get(f"{AGENTS}/{MEI}"))


async def test_the_sdk_lists_who_could_be_an_agent(sdk: Sdk, http: httpx.AsyncClient) -> None:
    people = await sdk(lambda api: list(api.telephony.callqueue.available_agents(RALEIGH)))
    nowhere = await http.get(f"{AGENTS}/availableAgents")

    assert [each.display_name for each in people] == [
        "Tom Reyes",
        "Hannah Weiss",
        "Luis Ortega",
        "Mei Tanaka",
        "Sofia Rossi",
    ]
    assert nowhere.status_code == 404


async def test_an_agent_of_two_queues_counts_in_both(sdk: Sdk, http: httpx.AsyncClient) -> None:
    second = {
        "name": "Second",
        "extension": "2400",
        "callPolicies": {"policy": "REGULAR"},
        "queueSettings": {"queueSize": 5},
        "agents": [{"id": MEI}],
    }
    await http.post(f"{LOCATION}/queues", json=second)

    [agent] = await sdk(lambda api: list(api.telephony.callqueue.agents.list(name="Mei")))

    assert (agent.queue_count, agent.join_count, agent.unjoin_count, agent.location_count) == (2, 1, 1, 1)
