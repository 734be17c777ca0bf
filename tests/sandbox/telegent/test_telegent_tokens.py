"""Who gets a token, what it is good for, and for how long."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from sandbox.refusals import RefusedError
from sandbox.telegent import TelegentServer
from sandbox.telegent.demo import ACCOUNT_SECRET, FRONT_OFFICE, TOKEN
from sandbox.telegent.tokens import Issued, Token, Tokens
from tests.sandbox.telegent.conftest import TOKENS, Client, message

LIST = "account/workgroups"


async def test_a_token_lives_for_an_hour_and_says_so_as_americans_do(client: Client) -> None:
    asked = datetime.now(UTC)

    answer = (await client.asked(LIST)).json()

    expiry = datetime.strptime(answer.pop("tokenExpiry"), "%m/%d/%Y %I:%M:%S %p").replace(tzinfo=UTC)
    assert timedelta(minutes=59) < expiry - asked < timedelta(minutes=61)
    assert answer.pop("token").count(".") == 2
    assert answer == {"successful": True}


@pytest.mark.parametrize("path", [TOKENS, "OAuth2/tokens"])
async def test_the_documents_write_the_address_both_ways(http: httpx.AsyncClient, path: str) -> None:
    response = await http.post(path, json={**TOKEN, "ApiEndpoint": f"{http.base_url}{LIST}"})

    assert response.status_code == 200


async def test_a_token_is_good_for_one_path_whatever_the_method_and_the_query(client: Client) -> None:
    await client.asked("workgroups")

    read = await client("GET", "workgroups", WorkgroupId=FRONT_OFFICE)
    created = await client("POST", "workgroups", {"Name": "Night Desk", "Type": "simultaneous"})
    listed = await client.http.get(LIST, headers=client.header("workgroups"))
    below = await client.http.post("workgroups/update", json={}, headers=client.header("workgroups"))

    assert [each.status_code for each in (read, created, listed, below)] == [200, 200, 403, 403]
    assert message(listed).endswith("Check the ApiEndpoint scope.")


async def test_the_query_of_the_endpoint_does_not_count(client: Client) -> None:
    client.tokens["workgroups"] = (await client.asked(f"workgroups?WorkgroupId={FRONT_OFFICE}")).json()["token"]

    assert (await client("GET", "workgroups", WorkgroupId=FRONT_OFFICE)).status_code == 200


async def test_the_wrong_scope_may_also_be_a_401(client: Client, server: TelegentServer) -> None:
    server.tokens.wrong_scope = 401
    await client("GET", LIST)

    response = await client.http.get("account/schedules", headers=client.header(LIST))

    assert response.status_code == 401


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer x"}, {"Authorization": "Basic x"}])
async def test_nobody_comes_in_without_a_token(http: httpx.AsyncClient, header: dict[str, str]) -> None:
    response = await http.get(LIST, headers=header)

    assert response.status_code == 401
    assert message(response).startswith("Unauthorized: Bearer token is missing, expired, or invalid.")


async def test_a_revoked_token_opens_nothing(client: Client, server: TelegentServer) -> None:
    await client("GET", LIST)

    server.tokens.revoke()

    assert (await client("GET", LIST)).status_code == 401


async def test_a_token_expires_in_real_time(client: Client, server: TelegentServer) -> None:
    server.tokens.lifetime = timedelta(0)

    assert (await client("GET", LIST)).status_code == 401


async def test_expired_tokens_are_forgotten_and_living_ones_are_not(client: Client, server: TelegentServer) -> None:
    await client.asked("a")
    server.tokens.lifetime = timedelta(0)
    await client.asked("b")

    await client.asked("c")

    assert [each.path for each in server.tokens.issued.tokens.values()] == ["/v1.0/a", "/v1.0/c"]


@pytest.mark.parametrize("wrong", [{"AccountKey": "DID-other"}, {"AccountSecret": "other"}])
async def test_wrong_credentials_are_unauthorized(client: Client, wrong: dict[str, str]) -> None:
    assert (await client.asked(LIST, **wrong)).status_code == 401


async def test_an_endpoint_has_to_be_named(http: httpx.AsyncClient) -> None:
    response = await http.post(TOKENS, json=TOKEN)

    assert response.status_code == 400
    assert message(response) == "Bad request: The ApiEndpoint field is required."


@pytest.mark.parametrize("wrong", ["", "/v1.0/workgroups", "ftp://example.com/v1.0/workgroups", 5])
async def test_an_endpoint_has_to_be_an_address(client: Client, wrong: object) -> None:
    response = await client.asked(LIST, ApiEndpoint=wrong)

    assert response.status_code == 400
    assert "ApiEndpoint" in message(response)


async def test_the_log_keeps_the_endpoint_but_no_secret(http: httpx.AsyncClient, server: TelegentServer) -> None:
    endpoint = f"{http.base_url}{LIST}"

    await http.post(TOKENS, json={**TOKEN, "ApiEndpoint": endpoint})
    await http.post(TOKENS, content=f"no json, {ACCOUNT_SECRET}")

    assert [(call.path, call.body) for call in server.calls] == [
        ("/v1.0/oauth2/tokens", {"AccountKey": TOKEN["AccountKey"], "ApiEndpoint": endpoint}),
        ("/v1.0/oauth2/tokens", None),
    ]


def test_a_token_is_no_longer_good_at_the_moment_of_its_expiry() -> None:
    issued = Issued(tokens={"a": Token(path="/v1.0/x", until=datetime(2026, 11, 20, tzinfo=UTC))})

    Tokens(TOKEN, issued, now=lambda: datetime(2026, 11, 19, 23, 59, 59, tzinfo=UTC)).check("a", "/v1.0/x")
    with pytest.raises(RefusedError) as caught:
        Tokens(TOKEN, issued, now=lambda: datetime(2026, 11, 20, tzinfo=UTC)).check("a", "/v1.0/x")

    assert caught.value.status == 401
