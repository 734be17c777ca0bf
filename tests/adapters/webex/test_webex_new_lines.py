"""New lines over real HTTP: made from what is suggested, read like any other, closed, and deleted."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters import Close, FieldValue, NewLine, RefusedError, UnreachableError, Webex
from adapters.transport import BearerAuth, Transport
from sandbox.storage import JsonFile
from sandbox.webex import WebexServer
from tests.adapters.fakes import Clock, MemoryLedger
from tests.adapters.webex.fake_webex import Call
from tests.adapters.webex.judge import complaints

SATURDAY = Close(start=dt.datetime(2026, 11, 21), end=dt.datetime(2026, 11, 22))
KINDS = pytest.mark.parametrize("label", ["auto attendant in Raleigh", "call queue in Raleigh"])


@pytest.fixture
async def server(clock: Clock) -> AsyncIterator[WebexServer]:
    server = WebexServer(clock, JsonFile(None))
    yield server
    sent = [Call(each.method, each.path.removeprefix("/v1"), {}, each.body) for each in server.calls]
    assert [text for each in sent for text in complaints(each)] == []


@pytest.fixture
async def webex(server: WebexServer, ledger: MemoryLedger, clock: Clock) -> AsyncIterator[Webex]:
    async def no_time(_: float) -> None:
        await asyncio.sleep(0)

    root = web.Application()
    root.add_subapp("/vendors/webex", server.application())
    async with TestServer(root) as running:
        url = str(running.make_url("/vendors/webex/v1"))
        auth = BearerAuth(server.token)
        inner = httpx.AsyncHTTPTransport(verify=False)  # there is no TLS within a machine
        transport = Transport("Webex", url, auth=auth, inner=inner, sleep=no_time)
        client = Webex(auth, ledger=ledger, clock=clock, transport=transport)
        yield client
        await client.aclose()


async def suggested(webex: Webex, label: str, **values: FieldValue) -> NewLine:
    """A line as the form suggests it, with an extension; where there is a choice, its first."""
    kind = next(each for each in await webex.kinds() if each.label == label)
    first = {each.name: each.choices[0][0] for each in kind.fields if each.required and each.choices}
    given: dict[str, Any] = {each.name: each.suggestion for each in kind.fields if each.suggestion is not None}
    return NewLine(
        system="webex", kind=kind.name, name="Warehouse", values={**first, **given, "extension": "2999", **values}
    )


def posts(server: WebexServer) -> int:
    return sum(call.method == "POST" for call in server.calls)


@KINDS
@pytest.mark.parametrize("extension", ["1000", "2000"], ids=["a person's", "a line's"])
async def test_an_extension_that_is_in_use_is_refused_before_anyone_is_asked(
    webex: Webex, server: WebexServer, label: str, extension: str
) -> None:
    new = await suggested(webex, label, extension=extension)

    assert webex.creation_problems(new) == {"extension": f"Extension {extension} is in use in Raleigh: choose another."}
    with pytest.raises(RefusedError, match="already in use in this location"):
        await webex.create(new)
    assert webex.creation_problems(await suggested(webex, label)) == {}
    assert posts(server) == 1


@KINDS
async def test_a_new_line_is_read_closed_and_deleted_like_any_other(webex: Webex, label: str) -> None:
    made = await webex.create(await suggested(webex, label))
    before = (await webex.read(made.line)).setup

    assert (made.unshown, made.differing) == ((), ())
    assert made.line in await webex.lines()
    await webex.apply(made.line, [SATURDAY])
    assert (await webex.read(made.line)).setup == SATURDAY.applied_to(before)

    await webex.delete(made.line)

    assert made.line not in await webex.lines()


async def test_all_that_a_queue_can_be_told_is_proven(webex: Webex) -> None:
    kind = next(each for each in await webex.kinds() if each.label == "call queue in Raleigh")
    everyone = tuple(value for value, _ in next(each.choices for each in kind.fields if each.name == "agents"))
    values: dict[str, FieldValue] = {
        "routing": "longest_idle",
        "agents": everyone,
        "bounce": True,
        "bounce_rings": 5,
        "overflow": "transfer",
        "overflow_number": "+19195550177",
        "overflow_after_wait": True,
        "longest_wait": 600,
        "ringing_tone": True,
        "zone": "America/Chicago",
        "language": "en_us",
        "first_name": "Ware",
        "last_name": "House",
        "ring_pattern": "LONG_LONG",
    }

    made = await webex.create(await suggested(webex, "call queue in Raleigh", **values))

    assert everyone
    assert made.differing == ()
    assert set(made.unshown) <= {"First name for caller id", "Last name for caller id"}


@KINDS
async def test_only_a_free_number_of_the_location_is_taken_and_some_are_told(webex: Webex, label: str) -> None:
    kind = next(each for each in await webex.kinds() if each.label == label)
    told = next(each.help for each in kind.fields if each.name == "phone_number")
    free, strange = [await suggested(webex, label, phone_number=each) for each in ("+19195550160", "+19195559999")]

    assert "Free: +19195550140, +19195550160, +19195550161, +19195550162, +19195550163 and 6 more." in told
    assert webex.creation_problems(free) == {}
    assert "+19195559999 is not a number of its location" in webex.creation_problems(strange)["phone_number"]
    made = await webex.create(free)
    await webex.kinds()

    assert "nobody has" in webex.creation_problems(free)["phone_number"]
    assert (made.unshown, made.differing) == ((), ())


@KINDS
async def test_a_name_that_is_taken_is_refused(webex: Webex, server: WebexServer, label: str) -> None:
    await webex.create(await suggested(webex, label))

    with pytest.raises(RefusedError, match="choose another name"):
        await webex.create(await suggested(webex, label, extension="2998"))
    assert posts(server) == 1


@KINDS
@pytest.mark.parametrize(("fault", "sent"), [("drop_before", 2), ("drop_after", 1)])
async def test_whatever_happens_to_the_answer_there_is_one_line(
    webex: Webex, server: WebexServer, label: str, *, fault: Any, sent: int
) -> None:
    new = await suggested(webex, label)
    server.faults.plan(fault, method="post")

    try:
        made = await webex.create(new)
    except UnreachableError:
        made = await webex.create(new, again=True)

    assert made.differing == ()
    assert [each.name for each in await webex.lines()].count("Warehouse") == 1
    assert posts(server) == sent
