"""The watch over the real bot: what the vendor says is in force is what was promised, or people are told."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from dialpad import AsyncDialpadClient

from tests.product.driver import Hands, Process


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "demo.db"


@pytest.fixture
async def hands(database: Path) -> AsyncIterator[Hands]:
    async with Process(database) as process:
        yield process.hands


async def edited(hands: Hands, name: str, saturday: list[str]) -> None:
    """Somebody changes the weekly table of a line with Dialpad's own client."""
    vendor = (await hands.state())["vendors"]["dialpad"]
    client = AsyncDialpadClient(vendor["token"], base_url=vendor["url"])
    try:
        centers = [center async for center in client.call_centers.list() if center["name"] == name]
        await client.call_centers.partial_update(int(centers[0]["id"]), {"saturday_hours": saturday})
    finally:
        await client._session.aclose()  # noqa: SLF001  (the client has no way to close what it opened)


async def alert(hands: Hands, database: Path, kind: str, *, closed: bool = False) -> str:
    """What the alert of a kind says, once there is one; or how it ended."""

    async def raised() -> str | None:
        await asyncio.sleep(0.2)
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as file:
            rows = file.execute("SELECT text, outcome FROM alerts WHERE kind = ?", [kind]).fetchall()
        told = [outcome if closed else text for text, outcome in rows]
        return next((each for each in told if each), None)

    return await hands.until(raised)


async def differences(hands: Hands, database: Path) -> list[dict[str, str]]:
    """What was changed elsewhere, as the alert about the promise shows it."""

    async def joined() -> list[dict[str, str]] | None:
        await asyncio.sleep(0.2)
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as file:
            rows = file.execute("SELECT data FROM alerts WHERE kind = 'not_closed'").fetchall()
        return next((json.loads(data).get("differences") for (data,) in rows), None)

    return await hands.until(joined)


async def test_a_closure_that_somebody_ends_in_the_portal_is_noticed_when_it_should_begin(
    hands: Hands, database: Path
) -> None:
    await hands.done("dana", "amir", "/line close support line Saturday")
    await edited(hands, "Support", ["09:00", "13:00"])

    await hands.post("clock", now="2026-11-21T09:02:00-05:00")
    broken = await alert(hands, database, "not_closed")
    changed = await differences(hands, database)
    await edited(hands, "Support", [])
    await hands.post("clock", now="2026-11-21T09:14:00-05:00")

    assert "Support should be closed since Sat 21 Nov, 9:00 AM, but Dialpad says that it is open." in broken
    assert changed == [{"what": "Saturday", "was": "closed", "is": "9:00 AM – 1:00 PM"}]
    healed = await alert(hands, database, "not_closed", closed=True)
    assert healed == "Support is as promised now, 14 minutes late: Dialpad says that it is closed."
