"""Every way in which HTTP can fail, and what is made of it."""

import asyncio
import json
import logging
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from adapters import DeniedError, MissingError, PhoneSystemError, RefusedError, UnreachableError
from adapters.transport import Auth, BearerAuth, Transport
from tests.adapters.acme import TOKEN, Vendor, answer, transport


async def test_a_request_carries_the_token_the_body_and_the_parameters() -> None:
    vendor = Vendor(answer(200, {"fine": True}))

    found = await transport(vendor).request("PATCH", "/lines/1", json={"a": 1}, params={"cursor": "x y"})

    assert found == {"fine": True}
    (request,) = vendor.requests
    assert str(request.url) == "https://phone.example/base/lines/1?cursor=x+y"
    assert request.headers["Authorization"] == f"Bearer {TOKEN}"
    assert json.loads(request.content) == {"a": 1}


async def test_an_answer_without_a_body_is_none() -> None:
    assert await transport(Vendor(httpx.Response(204))).request("DELETE", "/x") is None


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (400, RefusedError),
        (401, DeniedError),
        (403, DeniedError),
        (404, MissingError),
        (405, RefusedError),
        (409, RefusedError),
        (410, MissingError),
        (413, RefusedError),
        (422, RefusedError),
        (408, UnreachableError),
        (423, UnreachableError),
        (425, UnreachableError),
        (429, UnreachableError),
        (500, UnreachableError),
        (502, UnreachableError),
        (503, UnreachableError),
        (504, UnreachableError),
        (599, UnreachableError),
    ],
)
@pytest.mark.parametrize("method", ["GET", "PATCH"])
async def test_a_status_becomes_a_fact(method: str, status: int, expected: type[PhoneSystemError]) -> None:
    vendor = Vendor(answer(status, {"error": {"message": f"Bad {TOKEN}"}}))

    with pytest.raises(PhoneSystemError) as caught:
        await transport(vendor).request(method, "/x")

    assert type(caught.value) is expected
    assert f"({status}): Bad [secret]" in str(caught.value)


async def test_a_redirection_is_not_followed() -> None:
    vendor = Vendor(answer(302, Location="https://elsewhere.example/"))

    with pytest.raises(PhoneSystemError, match="sent us elsewhere"):
        await transport(vendor).request("GET", "/x")

    assert len(vendor.requests) == 1


@pytest.mark.parametrize(
    "body",
    [b"<html>", b"{", b"\xff\xfe\x00", b"[" * 100_000, b'["\\uD800"]', b"9" * 5000],
    ids=["page", "half", "bytes", "deep", "half a character", "long"],
)
async def test_what_is_not_json_is_said_to_be_so(body: bytes) -> None:
    with pytest.raises(PhoneSystemError, match="Acme answered with something that is not JSON"):
        await transport(Vendor(httpx.Response(200, content=body))).request("GET", "/x")


async def test_a_character_in_two_halves_is_one() -> None:
    assert await transport(Vendor(httpx.Response(200, content=b'["\\ud83d\\ude00"]'))).request("GET", "/x") == ["😀"]


async def test_an_endless_answer_is_cut_off() -> None:
    taken = 0

    def megabytes() -> Iterator[bytes]:
        nonlocal taken
        while True:
            taken += 1
            yield b" " * 2**20

    class Endless(httpx.AsyncByteStream):
        async def __aiter__(self) -> Any:
            for chunk in megabytes():
                yield chunk

    with pytest.raises(PhoneSystemError, match="more than 8 MB"):
        await transport(lambda _: httpx.Response(200, stream=Endless())).request("GET", "/x")

    assert taken < 20


async def test_no_word_of_ours_has_the_token(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    page = httpx.Response(503, text=f"<title>{TOKEN}</title>")

    with pytest.raises(UnreachableError) as caught:
        await transport(Vendor(page)).request("GET", "/x")

    assert TOKEN not in caplog.text
    assert TOKEN not in str(caught.value)
    assert TOKEN not in repr(caught.value.__cause__)


async def test_an_error_has_the_vendors_code_and_what_its_support_finds_it_by() -> None:
    body = {"message": "No such name", "errors": [{"errorCode": 25008}], "trackingId": "ROUTERGW_77"}

    with pytest.raises(RefusedError) as caught:
        await transport(Vendor(answer(400, body))).request("PUT", "/x", json={})

    assert str(caught.value) == "Acme refused (400): No such name (tracking id ROUTERGW_77)"
    assert caught.value.code == "25008"


@pytest.mark.parametrize("body", [None, {"message": "No such name"}], ids=["no body", "a body without it"])
async def test_what_support_finds_an_error_by_may_stand_in_a_header(body: Any) -> None:
    vendor = Vendor(answer(400, body, trackingId=f"ROUTERGW_{TOKEN}"))

    with pytest.raises(RefusedError, match=r"\(tracking id ROUTERGW_\[secret\]\)"):
        await transport(vendor).request("PUT", "/x", json={})


async def test_the_tracking_id_of_a_body_comes_first() -> None:
    vendor = Vendor(answer(400, {"message": "No", "trackingId": "ROUTERGW_1"}, trackingId="ROUTERGW_2"))

    with pytest.raises(RefusedError, match=r"No \(tracking id ROUTERGW_1\)"):
        await transport(vendor).request("PUT", "/x", json={})


async def test_a_form_is_sent_as_a_form() -> None:
    vendor = Vendor(answer(200, {}))

    await transport(vendor).request("POST", "/token", form={"grant_type": "refresh_token", "x": "a b"})

    (request,) = vendor.requests
    assert request.content == b"grant_type=refresh_token&x=a+b"
    assert request.headers["Content-Type"] == "application/x-www-form-urlencoded"


async def turned(vendor: Vendor) -> list[Any]:
    return [page async for page in transport(vendor).pages("/list", {"max": "2", "name": "a b"})]


async def test_pages_are_turned_for_as_long_as_a_next_one_is_named() -> None:
    following = '<https://phone.example/base/list?max=2&name=a+b&start=2>; rel="next"'
    relative = "</base/list?start=4>; rel=next, </base/list?start=0>; rel=prev"
    vendor = Vendor(
        answer(200, [1], Link=following), answer(503), answer(200, [], Link=relative), answer(200, [3], Link="")
    )

    assert await turned(vendor) == [[1], [], [3]]
    assert [str(each.url).removeprefix("https://phone.example/base") for each in vendor.requests] == [
        "/list?max=2&name=a+b",
        "/list?max=2&name=a+b&start=2",
        "/list?max=2&name=a+b&start=2",
        "/list?start=4",
    ]
    assert {each.headers["Authorization"] for each in vendor.requests} == {f"Bearer {TOKEN}"}


async def test_a_list_that_leads_back_to_itself_ends() -> None:
    vendor = Vendor(answer(200, [1], Link='</base/list?start=2>; rel="next"'))

    assert await turned(vendor) == [[1], [1]]


@pytest.mark.parametrize(
    "elsewhere", ["https://elsewhere.example/list", "http://phone.example/base/list", "https://phone.example:444/list"]
)
async def test_no_page_is_looked_for_elsewhere(elsewhere: str) -> None:
    vendor = Vendor(answer(200, [1], Link=f'<{elsewhere}>; rel="next"'))

    with pytest.raises(PhoneSystemError, match="for the next page of a list; is its base URL right"):
        await turned(vendor)

    assert len(vendor.requests) == 1


async def test_a_next_page_without_an_address_is_an_error() -> None:
    vendor = Vendor(answer(200, [1], Link='<http://phone.example:port/>; rel="next"'))

    with pytest.raises(PhoneSystemError, match="a next page of a list that is no address"):
        await turned(vendor)


class SlowAuth(Auth):
    """Takes longer to get ready than a request may take."""

    async def prepare(self) -> None:
        await asyncio.sleep(0.3)


async def test_getting_ready_to_sign_takes_nothing_from_the_time_of_a_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.transport._WHOLE_TIME_OUT", 0.2)
    vendor = Vendor(answer(200, "done"))
    line = Transport("Acme", "https://phone.example", auth=SlowAuth(), inner=httpx.MockTransport(vendor))

    assert await line.request("PATCH", "/x", json={}) == "done"


@pytest.mark.parametrize("token", ["", "two words", "line\nbreak", "tokän"])
def test_a_token_that_cannot_be_one_is_refused_without_being_shown(token: str) -> None:
    with pytest.raises(ValueError, match=r"^An API token is one word of printable ASCII characters\.$"):
        BearerAuth(token)


async def test_a_cancelled_request_stays_cancelled() -> None:
    async def never(request: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        return httpx.Response(200, request=request)

    line = Transport("Acme", "https://phone.example", inner=httpx.MockTransport(never))
    task = asyncio.create_task(line.request("GET", "/x"))
    await asyncio.sleep(0)
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task
    await line.aclose()
