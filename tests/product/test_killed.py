"""kill -9 of the real command, wherever it hurts."""

from pathlib import Path

import httpx
import pytest

from bot import console
from tests.product.driver import Process, has_button

STEPS = ("stored", "approved", "claimed", "before the write", "after the write", "before the card")


@pytest.mark.parametrize("step", STEPS)
async def test_a_killed_bot_applies_once_and_shows_a_true_card(step: str, tmp_path: Path) -> None:
    database = tmp_path / "demo.db"
    async with Process(database, kill_at=step) as process:
        hands = process.hands
        try:
            card = await hands.ask("dana", "/line close support line Saturday")
            await hands.approve("amir", card)
        except (httpx.TransportError, AssertionError):
            pass
        await process.killed()

    async with Process(database) as process:
        hands = process.hands

        async def shown() -> dict[str, object] | None:
            cards = await hands.cards()
            return cards[0] if cards else None

        card = await hands.until(shown)
        if has_button(card, "Approve"):
            await hands.approve("amir", card)
        card = await hands.until_card(str(card["ts"]), "Verified")

        assert len(await hands.cards()) == 1
        assert not has_button(card, "Approve")
        assert len([write for write in await hands.writes() if write["status"] == 200]) == 1
    assert console.verify(database)[1]
