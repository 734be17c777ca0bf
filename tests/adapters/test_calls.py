import asyncio
import json
from collections.abc import AsyncIterator

import httpx
import pytest

from adapters import Call, PhoneSystemError, ServiceAppAuth, listening
from adapters.telegent.tokens import TokenAuth
from adapters.transport import Transport
from tests.adapters.acme import NOW, TOKEN, Vendor, answer, transport


async def test_whoever_listens_hears_where_calls_went_and_what_came_of_them() -> None:
    client = transport(Vendor(answer(200, {"id": 1})))

    with listening() as calls:
        await client.request("GET", "/lines/1", params={"secret": "query"})
        await client.request("PATCH", "/lines/1", json={"secret": "body"})

    assert [(each.system, each.method, each.path, each.status) for each in calls] == [
        ("Acme", "GET", "/base/lines/1", 200),
        ("Acme", "PATCH", "/base/lines/1", 200),
    ]
    assert all(0 <= each.seconds < 5 for each in calls)
    assert "query" not in str(calls)
    assert "body" not in str(calls)


async def test_a_call_before_and_after_is_not_heard() -> None:
    client = transport(Vendor(answer(200)))
    await client.request("GET", "/before")

    with listening() as calls:
        await client.request("GET", "/meanwhile")
    await client.request("GET", "/after")

    assert [each.path for each in calls] == ["/base/meanwhile"]


async def test_every_try_is_a_call_of_its_own() -> None:
    client = transport(Vendor(httpx.ConnectError("no"), answer(503), answer(200)))

    with listening() as calls:
        await client.request("GET", "/lines")

    assert [each.status for each in calls] == [None, 503, 200]


async def test_a_call_that_fails_for_good_is_heard() -> None:
    client = transport(Vendor(answer(403, {"error": "no"})))

    with listening() as calls, pytest.raises(PhoneSystemError):
        await client.request("GET", "/lines")

    assert [each.status for each in calls] == [403]


async def test_the_next_page_of_a_list_is_told_without_its_query() -> None:
    first = answer(200, [], link='<https://phone.example/base/lines?cursor=hidden>; rel="next"')
    client = transport(Vendor(first, answer(200, [])))

    with listening() as calls:
        _ = [page async for page in client.pages("/lines")]

    assert [each.path for each in calls] == ["/base/lines", "/base/lines"]


@pytest.mark.parametrize("path", [f"/lines/{TOKEN}", "/lines/very%2Dsecret%2Dtoken", f"/lines?key={TOKEN}"])
async def test_a_path_tells_no_secret(path: str) -> None:
    client = transport(Vendor(answer(200)))

    with listening() as calls:
        await client.request("GET", path)

    assert TOKEN not in str(calls)
    assert [each.path.startswith("/base/lines") for each in calls] == [True]


async def test_lines_that_are_worked_on_at_the_same_time_hear_only_their_own_calls() -> None:
    async def slow(request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0)
        return httpx.Response(200, json=request.url.path)

    client = Transport("Acme", "https://phone.example", inner=httpx.MockTransport(slow))

    async def work(name: str) -> list[Call]:
        with listening() as calls:
            await asyncio.gather(*(client.request("GET", f"/{name}/{step}") for step in range(3)))
            return calls

    heard = await asyncio.gather(*(work(name) for name in ("a", "b", "c")))

    for name, calls in zip(("a", "b", "c"), heard, strict=True):
        assert sorted(each.path for each in calls) == [f"/{name}/{step}" for step in range(3)]


async def test_who_listened_before_goes_on_listening() -> None:
    client = transport(Vendor(answer(200)))

    with listening() as outer:
        with listening() as inner:
            await client.request("GET", "/inner")
        await client.request("GET", "/outer")

    assert [each.path for each in inner] == ["/base/inner"]
    assert [each.path for each in outer] == ["/base/inner", "/base/outer"]


class Vendors:
    """Answers as the token endpoints of vendors do, then with nothing."""

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("tokens"):
            return answer(200, {"token": "telegent-word", "successful": True})
        if request.url.path.endswith("access_token"):
            return answer(200, {"access_token": "webex-word", "expires_in": 1000, "refresh_token": "webex-next"})
        return answer(200, {})


@pytest.fixture
async def telegent() -> AsyncIterator[Transport]:
    inner = httpx.MockTransport(Vendors())
    auth = TokenAuth("DID-key", "telegent-secret", base_url="https://t.example", clock=lambda: NOW, inner=inner)
    client = Transport("Telegent", "https://t.example", auth=auth, inner=inner)
    await auth.token("/v1.0/workgroups")
    yield client
    await client.aclose()


async def test_no_word_that_signs_a_call_of_telegent_is_told(telegent: Transport) -> None:
    with listening() as calls:
        await telegent.request("GET", "/v1.0/workgroups", params={"WorkgroupId": "1"})

    told = json.dumps([each.model_dump() for each in calls])
    assert "/v1.0/workgroups" in told
    assert not [each for each in ("DID-key", "telegent-secret", "telegent-word") if each in told]


async def test_no_word_that_signs_a_call_of_webex_is_told(tmp_path_factory: pytest.TempPathFactory) -> None:
    inner = httpx.MockTransport(Vendors())
    auth = ServiceAppAuth(
        "client",
        "webex-secret",
        "webex-first",
        file=tmp_path_factory.mktemp("tokens") / "tokens.json",
        base_url="https://w.example",
        clock=lambda: NOW,
        inner=inner,
    )
    client = Transport("Webex", "https://w.example", auth=auth, inner=inner)

    with listening() as calls:
        await client.request("GET", "/telephony/webex-word")
    await client.aclose()

    told = json.dumps([each.model_dump() for each in calls])
    assert [each.path for each in calls] == ["/access_token", "/telephony/[secret]"]
    assert not [each for each in ("webex-secret", "webex-first", "webex-word", "webex-next") if each in told]
