"""The real bot and a make-believe Telegent workgroup, which shows little of what it is told."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.product.driver import Hands, Process, text_of

UNHURRIED = 30.0
"""Seconds: Telegent takes 50 requests a minute, those for its tokens included."""

ACCEPTED = "Applied* (Telegent accepts it but does not show it)."
KEY = "/line press 3 goes to +1 919 555 0100 on front office"
WORDS = "Hello, welcome. Press 3 for our head office."


@pytest.fixture
async def hands(tmp_path: Path) -> AsyncIterator[Hands]:
    async with Process(tmp_path / "demo.db") as process:
        process.hands.patience = UNHURRIED
        yield process.hands


async def written(hands: Hands, path: str) -> list[dict[str, Any]]:
    """The bodies of the writes to one endpoint."""
    return [dict(call["body"]) for call in await hands.writes("telegent") if call["path"].endswith(path)]


async def test_a_closed_saturday_is_a_schedule_of_its_own_and_the_old_one_comes_back(hands: Hands) -> None:
    await hands.done("dana", "amir", "/line close front office Saturday")

    (made,) = await written(hands, "/v1.0/schedules")
    (pointed,) = await written(hands, "/v1.0/workgroups/update")
    assert "SaturdayStartTime" not in made or made["SaturdayStartTime"] == ""
    await hands.post("clock", now="2026-11-22T00:05:00-05:00")

    async def back() -> list[dict[str, Any]] | None:
        updates = await written(hands, "/v1.0/workgroups/update")
        return updates if len(updates) > 1 else None

    _, again = await hands.until(back)
    assert again["ScheduleId"] not in {"", pointed["ScheduleId"]}
    assert len(await written(hands, "/v1.0/schedules")) == 1


async def test_a_closed_midday_is_two_stretches_and_switchhook_opens_the_second(hands: Hands) -> None:
    card = await hands.ask("dana", "/line close front office today 12-1pm")
    assert "On Fri 20 Nov 2026 it is given 8:00 AM – noon first" in text_of(card)
    await hands.approve("amir", card)
    await hands.until_card(card["ts"], "Switchhook will set the rest on Fri 20 Nov, noon")

    await hands.post("clock", now="2026-11-20T12:00:05-05:00")

    await hands.until_card(card["ts"], "Verified")
    made = await written(hands, "/v1.0/schedules")
    fridays = [(each["FridayStartTime"], each["FridayEndTime"]) for each in made]
    assert fridays == [("8:00 AM", "12:00 PM"), ("1:00 PM", "6:00 PM")]


async def test_a_key_and_what_callers_hear_of_it_are_asked_for_in_one_form_and_never_called_verified(
    hands: Hands,
) -> None:
    await hands.type("dana", KEY)
    form = await hands.form("dana")
    assert "not known → *Transfer to a number: +19195550100*" in text_of(form)
    assert "does not show this, so it cannot be checked afterwards" in text_of(form)

    await hands.send("dana", announced={"announced": WORDS})

    async def shown() -> dict[str, Any] | None:
        view = await hands.form("dana")
        return view if WORDS in text_of(view) else None

    assert "You wrote what callers are to hear" in text_of(await hands.until(shown))
    await hands.send("dana")

    async def posted() -> dict[str, Any] | None:
        return next(iter(await hands.cards()), None)

    card = await hands.until(posted)
    await hands.approve("amir", card)

    card = await hands.until_card(card["ts"], ACCEPTED)
    assert "Verified" not in text_of(card)
    await hands.until_told("dana", ACCEPTED)
    (activity,) = await written(hands, "/v1.0/workgroups/activity")
    (update,) = await written(hands, "/v1.0/workgroups/update")
    assert (activity["DigitOrder"], activity["PhoneNumber"]) == (3, "+19195550100")
    assert update == {"WorkgroupId": update["WorkgroupId"], "AnnouncementText": WORDS}

    await hands.type("dana", "/line status front office")
    told = await hands.until_whispered("dana", "Keys while open, as last set by Switchhook: 3 Transfer to a number")
    assert f"Callers hear: “{WORDS}”, as last set by Switchhook" in told


async def test_an_undo_of_what_is_not_shown_takes_the_key_away_again(hands: Hands) -> None:
    card = await hands.ask("dana", KEY)
    await hands.approve("amir", card)
    await hands.until_card(card["ts"], ACCEPTED)

    undo = await hands.ask("dana", "/line undo the last change on front office")
    await hands.approve("amir", undo)

    await hands.until_card(undo["ts"], ACCEPTED)
    await hands.until_card(card["ts"], "Reverted in part", "what key 3 did before is not known.")
    assert len(await written(hands, "/v1.0/workgroups/activity/delete")) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("/line add * for callback on front office", "takes only digits as keys", id="star"),
        pytest.param("/line set hold music of front office to x", "only when a workgroup is made", id="hold music"),
        pytest.param("/line drop key 1 on front office", "was not set through Switchhook", id="a key set elsewhere"),
        pytest.param("/line close front office monday 12-12:10", "15 minutes", id="a gap too short"),
    ],
)
async def test_what_telegent_cannot_do_is_refused_before_anyone_is_asked(hands: Hands, text: str, told: str) -> None:
    await hands.type("dana", "/line status front office")
    await hands.until_whispered("dana", "Usual hours")

    await hands.type("dana", text)

    await hands.until_whispered("dana", told)
    assert await hands.cards() == []
