"""The page's addresses: the page, its files, and the stream of changes."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession

from tests.sandbox.page.fake_workspace import FakeWorkspace, served


@pytest.fixture
async def url(workspace: FakeWorkspace) -> AsyncIterator[str]:
    async with served(workspace) as address:
        yield address


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession() as client:
        yield client


async def test_the_page_runs_no_script_but_its_own(session: ClientSession, url: str) -> None:
    async with session.get(url) as response:
        policy = response.headers["Content-Security-Policy"]

    assert "script-src 'self';" in policy
    assert "default-src 'none';" in policy


async def test_a_lone_surrogate_does_not_break_the_page(
    session: ClientSession, url: str, workspace: FakeWorkspace
) -> None:
    workspace.say("phone-lines", "dana", "half an emoji: \ud83d.")

    async with session.get(url) as response:
        assert response.status == 200
        assert "half an emoji: ?." in await response.text()


@pytest.mark.parametrize(("name", "kind"), [("page.js", "text/javascript"), ("frame.css", "text/css")])
async def test_files_are_handed_out(name: str, kind: str, session: ClientSession, url: str) -> None:
    async with session.get(f"{url}/page/static/{name}") as response:
        assert (response.status, response.content_type) == (200, kind)


@pytest.mark.parametrize("name", ["none.js", "..%2Fserve.py", "%2E%2E%2Fserve.py"])
async def test_nothing_else_is_handed_out(name: str, session: ClientSession, url: str) -> None:
    async with session.get(f"{url}/page/static/{name}") as response:
        assert response.status == 404


PERMALINKS = {
    "/archives/C2/p1795196700000100?as=amir": "/?as=amir&in=phone-approvals&at=1795196700.000100",
    "/archives/C1/p1795196700000100": "/?in=phone-lines&at=1795196700.000100",
    "/archives/C1/p1795196760000100?thread_ts=1.2&cid=C1": "/?in=phone-lines&thread=1.2&at=1795196760.000100",
    "/archives/D1/p1795196700000100?as=amir": "/?as=dana&in=@messages&at=1795196700.000100",
}


@pytest.mark.parametrize(("permalink", "place"), PERMALINKS.items())
async def test_a_permalink_leads_to_its_message(permalink: str, place: str, session: ClientSession, url: str) -> None:
    async with session.get(f"{url}{permalink}", allow_redirects=False) as response:
        assert (response.status, response.headers["Location"]) == (302, place)


async def test_each_change_is_told(session: ClientSession, url: str, workspace: FakeWorkspace) -> None:
    async with session.get(f"{url}/page/changes") as response:
        first = await response.content.readuntil(b"\n\n")
        workspace.ring()
        second = await response.content.readuntil(b"\n\n")

    assert (first, second) == (b"data: 0\n\n", b"data: 1\n\n")


async def test_a_browser_that_leaves_is_no_error(
    session: ClientSession,
    url: str,
    workspace: FakeWorkspace,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with session.get(f"{url}/page/changes") as response:
        await response.content.readuntil(b"\n\n")

    for _ in range(5):
        workspace.ring()
        await asyncio.sleep(0.01)

    assert not caplog.records
