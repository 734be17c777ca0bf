"""The real bot and make-believe Webex lines that share their schedules."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.product.driver import Hands, Process, text_of

UNHURRIED = 30.0
"""Seconds: Switchhook asks Webex five times a second at most, and a line takes a dozen requests."""

PROVEN = "The change was made and read back"
"""What a card says once that is so of all its lines."""


@pytest.fixture
async def hands(tmp_path: Path) -> AsyncIterator[Hands]:
    async with Process(tmp_path / "demo.db") as process:
        process.hands.patience = UNHURRIED
        yield process.hands


async def closures(hands: Hands, name: str = "Holidays") -> list[str]:
    """The names of the events in a schedule of holidays, as Webex shows them; empty if there is no such schedule."""
    vendor = (await hands.state())["vendors"]["webex"]
    headers = {"Authorization": f"Bearer {vendor['token']}"}
    async with httpx.AsyncClient(base_url=f"{vendor['url']}/v1", headers=headers) as client:
        (location,) = (await client.get("/telephony/config/locations")).json()["locations"]
        schedules = f"/telephony/config/locations/{location['id']}/schedules"
        listed: list[dict[str, Any]] = (await client.get(schedules, params={"type": "holidays"})).json()["schedules"]
        found = [each["id"] for each in listed if each["name"] == name]
        if not found:
            return []
        whole = (await client.get(f"{schedules}/holidays/{found[0]}")).json()
        return [each["name"] for each in whole["events"]]


async def test_only_the_line_that_was_named_closes_and_its_neighbour_stays_open(hands: Hands) -> None:
    shared = await closures(hands)
    await hands.type("dana", "/line close reception Saturday")
    form = await hands.form("dana")
    assert "Reception shares its closures with Service Desk. Only Reception closes" in text_of(form)

    card = await hands.ask("dana", "/line close reception Saturday")
    await hands.approve("amir", card)
    await hands.until_card(card["ts"], "Verified")

    assert await closures(hands) == shared
    assert len(await closures(hands, "Holidays (Reception)")) == len(shared) + 1
    await hands.done("dana", "amir", "/line undo the last change on reception")
    assert await closures(hands) == shared


async def test_all_lines_of_a_schedule_close_when_that_is_chosen(hands: Hands) -> None:
    shared = await closures(hands)
    await hands.type("dana", "/line close reception Saturday")
    await hands.form("dana")

    await hands.choose("dana", "sharing", "all")
    await hands.until(lambda: _shown(hands, "This also closes Service Desk."))
    await hands.send("dana")

    card = await hands.until(lambda: _first_card(hands))
    await hands.approve("amir", card)
    await hands.until_card(card["ts"], "Verified", "This also closes Service Desk.")
    assert len(await closures(hands)) == len(shared) + 1
    assert await closures(hands, "Holidays (Reception)") == []


async def test_two_lines_of_one_schedule_get_hours_of_their_own_by_one_request(hands: Hands) -> None:
    card = await hands.done("dana", "amir", "/line set reception and service desk hours mon-fri 10-4")

    await hands.until_card(card["ts"], PROVEN)


async def test_two_lines_of_one_schedule_close_together_and_open_again_by_an_undo(hands: Hands) -> None:
    shared = await closures(hands)
    await hands.type("dana", "/line close reception and service desk Saturday")
    await hands.form("dana")
    await hands.choose("dana", "sharing", "all")
    await hands.until(lambda: _shown(hands, "They change together."))
    await hands.send("dana")

    card = await hands.until(lambda: _last_card(hands, "They change together."))
    await hands.approve("amir", card)
    await hands.until_card(card["ts"], PROVEN)
    assert len(await closures(hands)) == len(shared) + 1
    undo = await hands.done("dana", "amir", "/line undo the last change on reception and service desk")
    await hands.until_card(undo["ts"], PROVEN)
    assert await closures(hands) == shared
    both = await hands.until_card(card["ts"], "Reverted")
    assert "Verified" not in text_of(both)


async def test_nine_for_callback_is_never_dropped(hands: Hands) -> None:
    await hands.type("dana", "/line add 9 for callback on service desk")
    await hands.until(lambda: _shown(hands, "so 9 cannot be chosen. Turn callbacks on for Service Desk?"))
    await hands.type("dana", "/line add 9 for callback on reception")
    await hands.until(lambda: _shown(hands, "Where should key 9 lead?"))

    await hands.done("dana", "amir", "/line turn on callback for service desk")
    await hands.done("dana", "amir", "/line press 7 goes to service desk on reception")


async def _shown(hands: Hands, words: str) -> bool | None:
    """Whether Dana sees some words: in a form, which opens where a line has to be read first, or said to her alone."""
    view = (await hands.state())["views"].get("dana")
    seen = [*await hands.whispers("dana"), text_of(view) if view else ""]
    return True if any(words in each for each in seen) else None


async def _last_card(hands: Hands, words: str) -> dict[str, Any] | None:
    return next((each for each in await hands.cards() if words in text_of(each)), None)


async def _first_card(hands: Hands) -> dict[str, Any] | None:
    return next(iter(await hands.cards()), None)
