"""Who serves a call center."""

from typing import Any

import httpx
import pytest
from dialpad import AsyncDialpadClient

from sandbox.dialpad import DialpadServer
from sandbox.dialpad.demo import GRACE, MATEO, PRIYA


async def names(sdk: AsyncDialpadClient, call_center: int) -> list[str]:
    answer: Any = await sdk.call_centers.list_operators(call_center)
    return [each["first_name"] for each in answer.get("users", [])]


async def test_an_operator_joins_and_leaves(sdk: AsyncDialpadClient, server: DialpadServer) -> None:
    billing = server.call_center("Billing").id

    joined: Any = await sdk.call_centers.add_operator(billing, {"user_id": MATEO, "role": "supervisor"})
    both = await names(sdk, billing)
    left: Any = await sdk.call_centers.remove_operator(billing, {"user_id": GRACE})
    rest = await names(sdk, billing)
    await sdk.call_centers.remove_operator(billing, {"user_id": MATEO})

    assert (joined["id"], joined["name"], left["name"]) == (str(MATEO), "Mateo Silva", "Grace Okafor")
    assert (both, rest) == (["Grace", "Mateo"], ["Mateo"])
    assert await sdk.call_centers.list_operators(billing) == {}


@pytest.mark.parametrize(
    ("method", "body", "status"),
    [
        ("POST", {"user_id": GRACE}, 409),
        ("POST", {"user_id": 5}, 404),
        ("POST", {"user_id": str(MATEO)}, 400),
        ("POST", {}, 400),
        ("POST", {"user_id": MATEO, "skill_level": 0}, 400),
        ("POST", {"user_id": MATEO, "skill_level": 101}, 400),
        ("POST", {"user_id": MATEO, "role": "owner"}, 400),
        ("POST", {"user_id": MATEO, "license_type": "talk"}, 400),
        ("DELETE", {"user_id": MATEO}, 404),
        ("DELETE", {}, 400),
    ],
)
async def test_an_impossible_operator_is_refused(
    http: httpx.AsyncClient, server: DialpadServer, method: str, body: dict[str, Any], status: int
) -> None:
    billing = server.call_center("Billing")

    response = await http.request(method, f"callcenters/{billing.id}/operators", json=body)

    assert response.status_code == status
    assert server.call_center("Billing") == billing


async def test_a_skill_is_set_and_read(sdk: AsyncDialpadClient, server: DialpadServer) -> None:
    support = server.call_center("Support").id

    before: Any = await sdk.call_centers.get_operator_skill_level(support, PRIYA)
    await sdk.call_centers.update_operator_skill_level(support, PRIYA, {"skill_level": 0})
    after: Any = await sdk.call_centers.get_operator_skill_level(support, PRIYA)

    assert (before["skill_level"], after["skill_level"]) == ("100", "0")
    with pytest.raises(httpx.HTTPStatusError, match="404"):
        await sdk.call_centers.get_operator_skill_level(support, MATEO)


async def test_going_off_duty_holds_in_all_call_centers(sdk: AsyncDialpadClient) -> None:
    answer: Any = await sdk.call_center_operators.update_duty_status(
        GRACE, {"on_duty": False, "duty_status_reason": "Lunch"}
    )

    [grace] = [each async for each in sdk.users.list(email="grace@example.com")]
    assert answer == await sdk.call_center_operators.get_duty_status(GRACE)
    assert answer == {
        "user_id": str(GRACE),
        "on_duty": False,
        "on_duty_status": "unavailable",
        "duty_status_reason": "Lunch",
        "duty_status_started": "1795186800000",
    }
    assert (grace["is_on_duty"], grace["on_duty_status"]) == (False, "unavailable")
