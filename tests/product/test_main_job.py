"""The real bot on the local workspace, over Socket Mode and HTTP; nothing of ours is replaced."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from dialpad import AsyncDialpadClient

from bot import console, terminal
from tests.product.driver import Hands, Process, has_button, text_of


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "demo.db"


@pytest.fixture
async def hands(database: Path) -> AsyncIterator[Hands]:
    async with Process(database) as process:
        yield process.hands


async def call_center(hands: Hands, name: str) -> dict[str, object]:
    """What Dialpad's own client reads of a line."""
    vendor = (await hands.state())["vendors"]["dialpad"]
    client = AsyncDialpadClient(vendor["token"], base_url=vendor["url"])
    try:
        centers = [center async for center in client.call_centers.list() if center["name"] == name]
        return dict(await client.call_centers.get(int(centers[0]["id"])))
    finally:
        await client._session.aclose()  # noqa: SLF001  (the client has no way to close what it opened)


async def test_closing_support_on_saturday_is_asked_approved_applied_and_verified(hands: Hands, database: Path) -> None:
    await hands.type("dana", "/line close support line Saturday")
    form = await hands.form("dana")
    assert "Sat 21 Nov 2026, all day" in text_of(form)
    assert "9:00 AM – 1:00 PM" in text_of(form)
    assert "closed" in text_of(form)
    sent = await hands.send("dana")
    assert sent["acked"]
    assert (await hands.state())["views"]["dana"] is None

    card = await hands.until_card((await hands.until(lambda: _first_card(hands)))["ts"], "Waiting for approval")
    assert has_button(card, "Approve")
    await hands.approve("amir", card)

    card = await hands.until_card(card["ts"], "Verified")
    assert not has_button(card, "Approve")
    assert not has_button(card, "Reject")
    assert "saturday_hours" not in await call_center(hands, "Support")
    await hands.until_told("dana", "Support", "Sat 21 Nov 2026")
    text, whole = console.verify(database)
    assert whole, text
    records = json.loads(terminal.history(database, "Support", None, "json"))
    assert "PATCH" in {call["method"] for each in records for call in each["calls"] or ()}
    assert [each["after"] for each in records if each["kind"] == "verified"] == [{"2026-11-21": []}]


async def _first_card(hands: Hands) -> dict[str, str] | None:
    return next(iter(await hands.cards()), None)


async def test_after_saturday_the_standing_hours_are_back(hands: Hands) -> None:
    await hands.done("dana", "amir", "/line close support line Saturday")

    await hands.post("clock", now="2026-11-22T00:05:00-05:00")

    async def back() -> bool | None:
        await asyncio.sleep(0.3)  # Dialpad allows 20 requests a second
        return (await call_center(hands, "Support")).get("saturday_hours") == ["09:00", "13:00"] or None

    await hands.until(back)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("/line open support 9-1 this Sunday", {"sunday_hours": ["09:00", "13:00"]}, id="special hours"),
        pytest.param(
            "/line set support hours mon-fri 8:30am-6pm",
            {
                "monday_hours": ["08:30", "18:00"],
                "friday_hours": ["08:30", "18:00"],
                "saturday_hours": ["09:00", "13:00"],
            },
            id="weekly hours",
        ),
    ],
)
async def test_hours_are_changed_as_asked(hands: Hands, text: str, expected: dict[str, object]) -> None:
    await hands.done("dana", "amir", text)

    center = await call_center(hands, "Support")
    assert {name: center[name] for name in expected} == expected


async def test_callback_with_key_9_is_added_and_undone(hands: Hands) -> None:
    before = (await call_center(hands, "Support"))["hold_queue"]

    await hands.done("dana", "amir", "/line add 9 for callback on support")
    queue = (await call_center(hands, "Support"))["hold_queue"]
    assert isinstance(queue, dict)
    assert queue["allow_queue_callback"] is True
    assert queue["queue_callback_dtmf"] == "9"

    await hands.done("dana", "noor", "/line undo the last change on support")
    assert (await call_center(hands, "Support"))["hold_queue"] == before


async def test_a_planned_closure_is_cancelled_by_reopening(hands: Hands) -> None:
    await hands.done("dana", "amir", "/line close support line Saturday")

    await hands.done("dana", "amir", "/line reopen support")

    assert (await call_center(hands, "Support"))["saturday_hours"] == ["09:00", "13:00"]


async def test_a_rejection_reaches_the_requester_with_its_reason(hands: Hands) -> None:
    card = await hands.ask("dana", "/line close support line Saturday")

    await hands.click("amir", card, "Reject")
    form = await hands.form("amir")
    block = next(block for block in form["blocks"] if block["type"] == "input")
    await hands.send("amir", **{block["block_id"]: {block["element"]["action_id"]: "We promised to be there"}})

    card = await hands.until_card(card["ts"], "Rejected", "We promised to be there")
    assert not has_button(card, "Approve")
    await hands.until_told("dana", "We promised to be there")
    assert await hands.writes() == []


@pytest.mark.parametrize("user", ["dana", "lee"])
async def test_whoever_may_not_approve_is_told_so_and_changes_nothing(hands: Hands, user: str) -> None:
    card = await hands.ask("dana", "/line close support line Saturday")

    await hands.approve(user, card)

    await hands.until_whispered(user, "nothing has changed")
    assert has_button(await hands.card(card["ts"]), "Approve")
    assert await hands.writes() == []


async def test_of_two_approvers_at_once_one_wins_and_both_see_it(hands: Hands) -> None:
    card = await hands.ask("dana", "/line close support line Saturday")

    await asyncio.gather(hands.approve("amir", card), hands.approve("noor", card))

    await hands.until_card(card["ts"], "Verified")
    assert len(await hands.writes()) == 1
    told = [*await hands.whispers("amir"), *await hands.whispers("noor")]
    assert len([text for text in told if "already" in text]) == 1


async def test_lee_may_look_but_not_ask(hands: Hands) -> None:
    await hands.type("lee", "/line close support line Saturday")
    await hands.until_whispered("lee", "not change")

    await hands.type("lee", "/line status support")
    await hands.until_whispered("lee", "Support")
    assert await hands.cards() == []


QUESTIONS = {
    "/line": ["Support"],
    "/line help": ["close Support Saturday"],
    "/line status": ["Support", "Sales", "Billing"],
    "/line status support": ["Support", "open", "6:00 PM"],
    "/line history support": ["Support"],
    "/line frobnicate the support line": ["frobnicate"],
    "/line close support": ["?"],
}


async def test_questions_are_answered_in_private(hands: Hands) -> None:
    for text, words in QUESTIONS.items():
        seen = len(await hands.whispers("dana"))
        await hands.type("dana", text)
        await hands.until_whispered("dana", *words, after=seen)
    assert await hands.cards() == []


async def test_a_vendor_that_is_away_keeps_no_one_waiting_and_loses_nothing(hands: Hands) -> None:
    card = await hands.ask("dana", "/line close support line Saturday")
    await hands.post("fault", vendor="dialpad", kind="status", times=3, status=503)

    outcome = await hands.approve("amir", card)

    assert outcome["acked"]
    await hands.until_card(card["ts"], "Verified")
    assert len([write for write in await hands.writes() if write["status"] == 200]) == 1
