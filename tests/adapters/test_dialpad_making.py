"""What may go wrong while a call center is made: there is never a second one, and nothing is claimed unseen."""

from typing import Any

import httpx
import pytest

from adapters import (
    Dialpad,
    FieldValue,
    RefusedError,
    UnreachableError,
)
from adapters.dialpad import creation
from adapters.transport import BearerAuth, Transport
from sandbox.dialpad import DialpadServer
from tests.adapters.test_dialpad_creation import RALEIGH, REPAIRS, posts, repairs


class TestFaults:
    """What may go wrong at the request that makes it: there is never a second call center."""

    @pytest.fixture(autouse=True)
    def never_two(self, server: DialpadServer) -> Any:
        yield
        assert len(posts(server)) <= 2

    async def test_a_lost_answer_is_looked_up(self, dialpad: Dialpad, server: DialpadServer) -> None:
        server.faults.plan("drop_after", method="post")

        made = await dialpad.create(repairs(ring_seconds=20))

        assert (made.line.name, made.differing) == ("Repairs", ())
        assert len(posts(server)) == 1

    async def test_an_answer_that_is_no_json_is_looked_up(self, dialpad: Dialpad, server: DialpadServer) -> None:
        server.faults.plan("html", method="post", status=502)

        with pytest.raises(UnreachableError):
            await dialpad.create(REPAIRS)
        assert [each.name for each in await dialpad.lines()] == ["Support", "Sales", "Billing"]

    async def test_where_no_answer_came_another_try_makes_it(self, dialpad: Dialpad, server: DialpadServer) -> None:
        server.faults.plan("drop_before", method="post")

        with pytest.raises(UnreachableError):
            await dialpad.create(REPAIRS)
        made = await dialpad.create(REPAIRS, again=True)

        assert made.line in await dialpad.lines()
        assert len(posts(server)) == 2

    async def test_a_refusal_makes_nothing(self, dialpad: Dialpad, server: DialpadServer) -> None:
        server.faults.plan("status", method="post", status=400)

        with pytest.raises(RefusedError):
            await dialpad.create(REPAIRS)
        assert [each.name for each in await dialpad.lines()] == ["Support", "Sales", "Billing"]

    async def test_after_a_kill_another_try_finds_it(self, dialpad: Dialpad, url: str, server: DialpadServer) -> None:
        async with httpx.AsyncClient(headers={"Authorization": f"Bearer {server.token}"}) as killed:
            await killed.post(f"{url}/api/v2/callcenters", json=creation.body_of(repairs(ring_seconds=20)))

        made = await dialpad.create(repairs(ring_seconds=20), again=True)

        assert (made.line.name, made.unshown, made.differing) == ("Repairs", (), ())
        assert len(posts(server)) == 1


OFFICE = f"/api/v2/offices/{RALEIGH}/callcenters"
SHOWN = {"id": "7", "name": "Repairs", "timezone": "America/New_York", "state": "active"}


class Reluctant:
    """A Dialpad that makes a call center, and then has its own mind about showing it."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer = answer
        self.listed: list[dict[str, Any]] = []
        self.posts = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            self.posts += 1
            self.listed.append(SHOWN)
            return httpx.Response(200, json=SHOWN)
        if request.url.path == OFFICE:
            return httpx.Response(200, json={"items": self.listed})
        return self.answer

    @property
    def client(self) -> Dialpad:
        inner = httpx.MockTransport(self)
        return Dialpad(
            "key", transport=Transport("Dialpad", "https://dialpad.test", auth=BearerAuth("key"), inner=inner)
        )


@pytest.mark.parametrize(
    "answer",
    [httpx.Response(404), httpx.Response(403), httpx.Response(200, json={**SHOWN, "timezone": "Moon/Base"})],
    ids=["not yet there", "not for us", "on the moon"],
)
async def test_one_that_was_made_but_cannot_be_read_is_worth_another_try(answer: httpx.Response) -> None:
    vendor = Reluctant(answer)
    client = vendor.client

    with pytest.raises(UnreachableError, match="has made Repairs, but it could not be read back yet"):
        await client.create(REPAIRS)
    with pytest.raises(UnreachableError):
        await client.create(REPAIRS, again=True)
    vendor.answer = httpx.Response(200, json=SHOWN)
    made = await client.create(REPAIRS, again=True)

    assert (made.line.id, vendor.posts) == ("7", 1)
    await client.aclose()


async def test_what_was_made_and_is_not_listed_yet_is_not_made_twice() -> None:
    vendor = Reluctant(httpx.Response(404))
    client = vendor.client

    with pytest.raises(UnreachableError, match="could not be read back yet"):
        await client.create(REPAIRS)
    vendor.listed, vendor.answer = [], httpx.Response(200, json=SHOWN)
    made = await client.create(REPAIRS)  # as after a try that nobody knows of, since the list does not show it

    assert (made.line.id, vendor.posts) == ("7", 1)
    await client.aclose()


async def test_what_dialpad_does_not_show_is_named() -> None:
    vendor = Reluctant(httpx.Response(200, json={**SHOWN, "name": "Repair"}))
    client = vendor.client
    routed: dict[str, FieldValue] = {
        "open_action": "voicemail",
        "closed_action": "voicemail",
        "try_agents_open": True,
        "try_agents_closed": False,
    }

    made = await client.create(repairs(**routed))

    assert set(made.unshown) == {
        "Unanswered calls while open",
        "Unanswered calls while closed",
        "Ring agents while open",
        "Ring agents while closed",
    }
    assert made.differing == ("Name: Repairs was asked for, and what is shown is Repair.",)
    await client.aclose()


async def test_of_two_of_one_name_none_is_adopted() -> None:
    vendor = Reluctant(httpx.Response(200, json=SHOWN))
    vendor.listed = [SHOWN, {**SHOWN, "id": "8"}]
    client = vendor.client

    with pytest.raises(RefusedError, match="already"):
        await client.create(REPAIRS, again=True)
    assert vendor.posts == 0
    await client.aclose()
