"""The reconciler: whatever happens in between, everybody sees one true card, and is told everything once."""

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.kept import CardPlace
from bot.requests import State
from bot.slack import cards
from bot.slack.reconciler import Reconciler
from tests.bot.slack.blocks_check import assert_message, texts
from tests.bot.slack.fake_slack import APPROVALS, FakeSlack
from tests.bot.slack.scene import AMIR, Scene, scene

MOST_POINTS = 40


class Killed(BaseException):
    """The process is no more."""


class MortalClient(AsyncWebClient):
    """A client whose process ends at one point: before or after one of its calls."""

    def __init__(self, url: str, point: int) -> None:
        super().__init__(token="xoxb-test", base_url=url)
        self._left = point

    async def api_call(self, api_method: str, **given: Any) -> Any:
        self._pass()
        answer = await super().api_call(api_method, **given)
        self._pass()
        return answer

    def _pass(self) -> None:
        if self._left == 0:
            raise Killed
        self._left -= 1


@pytest.fixture
async def office() -> AsyncIterator[Scene]:
    async with scene("Support") as opened:
        yield opened


async def decided(office: Scene) -> None:
    """Amir approves, and the keeper does its work."""
    request = await office.request()
    await office.desk.approve(AMIR, 1, request.plan.digest)
    await office.keeper().work()


def assert_everything_is_told_once(slack: FakeSlack, *, state: str) -> None:
    (card,) = slack.top_level(APPROVALS)
    assert f"*{state}*" in " ".join(texts(card["blocks"]))
    told = "\n".join(each["text"] for each in slack.thread(APPROVALS, card["ts"]))
    for word in ("Asked by", "Approved by", "Applying.", "Applied.", "Verified."):
        assert told.count(word) == 1, told
    note, *news = slack.messages["DUDANA"]
    assert note["text"].startswith("You asked for approval")
    assert [each["text"].partition(" ")[2].partition("\n")[0] for each in news] == ["Verified."]
    for message in [card, note, *news]:
        assert_message(message["blocks"])


@pytest.mark.parametrize("point", range(MOST_POINTS))
async def test_a_process_that_ends_anywhere_leaves_a_card_that_becomes_true(office: Scene, point: int) -> None:
    await office.asked()
    mortal = Reconciler(office.desk, MortalClient(office.slack.api_url, point), APPROVALS, clock=office.clock)
    try:
        await mortal.reconcile()
        await decided(office)
        await mortal.reconcile()
    except Killed:
        pass
    if (await office.request()).state is State.PENDING:
        await office.reconciler().reconcile()
        await decided(office)

    assert await office.reconciler().reconcile()

    assert_everything_is_told_once(office.slack, state="Verified")
    assert await office.store(lambda store: store.stale_requests()) == []


async def test_there_are_fewer_points_than_are_tried(office: Scene) -> None:
    await office.asked()
    mortal = Reconciler(office.desk, MortalClient(office.slack.api_url, MOST_POINTS), APPROVALS, clock=office.clock)
    await mortal.reconcile()
    await decided(office)

    assert await mortal.reconcile()


@pytest.mark.parametrize("point", range(2))
async def test_a_process_that_ends_right_before_a_card_is_shown_is_no_harm(office: Scene, point: int) -> None:
    await office.asked()
    steps = iter(range(10))

    def step(name: str) -> None:
        assert name == "before the card"
        if next(steps) == point:
            raise Killed

    with pytest.raises(Killed):
        await Reconciler(office.desk, office.client, APPROVALS, clock=office.clock, step=step).reconcile()
    await office.reconciler().reconcile()
    await decided(office)
    await office.reconciler().reconcile()

    assert_everything_is_told_once(office.slack, state="Verified")


@pytest.mark.parametrize("method", ["chat.postMessage", "chat.update", "chat.getPermalink", "conversations.open"])
async def test_an_answer_of_slack_that_is_lost_posts_nothing_twice(office: Scene, method: str) -> None:
    reconciler = office.reconciler()
    office.slack.lost = [method]
    await office.asked()
    first = await reconciler.reconcile()
    await reconciler.reconcile()
    await decided(office)
    await reconciler.reconcile()
    await reconciler.reconcile()

    assert not first or method == "chat.update"
    assert_everything_is_told_once(office.slack, state="Verified")


async def test_nothing_is_sent_while_nothing_moves(office: Scene) -> None:
    await office.asked()
    reconciler = office.reconciler()
    await reconciler.reconcile()
    calls = len(office.slack.calls)

    await reconciler.reconcile()
    await office.reconciler().reconcile()

    assert len(office.slack.calls) == calls


async def test_a_deleted_card_is_posted_anew(office: Scene) -> None:
    reconciler = office.reconciler()
    await office.asked()
    await reconciler.reconcile()
    office.slack.messages[APPROVALS].clear()
    await decided(office)

    await reconciler.reconcile()

    (card,) = office.slack.top_level(APPROVALS)
    assert "*Verified*" in " ".join(texts(card["blocks"]))
    assert "Verified." in office.slack.thread(APPROVALS, card["ts"])[-1]["text"]


async def test_a_click_on_a_card_that_was_not_known_makes_it_true(office: Scene) -> None:
    reconciler = office.reconciler()
    await office.asked()
    await reconciler.reconcile()
    (card,) = office.slack.top_level(APPROVALS)
    twin = {**card, "ts": "1600000000.000001"}
    office.slack.messages[APPROVALS].append(twin)

    await office.click("UAMIR", twin, cards.APPROVE)
    await reconciler.reconcile()

    for shown in office.slack.top_level(APPROVALS):
        assert "*Approved* by <@UAMIR>" in " ".join(texts(shown["blocks"]))
    assert len(office.slack.thread(APPROVALS, card["ts"])) + len(office.slack.thread(APPROVALS, twin["ts"])) == 2


async def test_a_card_that_was_lost_in_a_crash_is_adopted_by_a_click_on_it(office: Scene) -> None:
    await office.asked()
    with pytest.raises(Killed):
        await Reconciler(office.desk, MortalClient(office.slack.api_url, 1), APPROVALS, clock=office.clock).reconcile()
    (card,) = office.slack.top_level(APPROVALS)

    await office.click("UAMIR", card, cards.APPROVE)
    await office.reconciler().reconcile()

    assert office.slack.top_level(APPROVALS) == [card]
    assert "*Approved* by <@UAMIR>" in " ".join(texts(card["blocks"]))
    places = await office.store(lambda store: store.cards(1))
    assert [(place.channel, place.ts) for place in places if place.channel == APPROVALS] == [(APPROVALS, card["ts"])]


async def test_a_card_of_another_database_is_not_taken_for_this_one(office: Scene) -> None:
    await office.asked()
    foreign = {
        "event_type": "switchhook_request",
        "event_payload": {"request": 1, "asked": "2020-01-01T00:00:00+00:00"},
    }
    office.slack.messages[APPROVALS].append({"ts": "1.1", "text": "old", "blocks": [], "metadata": foreign})
    await office.store(lambda store: store.keep_card(CardPlace(request=1, channel=APPROVALS, ts=None, shown=0, told=0)))

    await office.reconciler().reconcile()

    old, new = office.slack.top_level(APPROVALS)
    assert old["text"] == "old"
    assert "Waiting for approval" in new["text"]


async def test_a_channel_that_cannot_be_posted_to_is_told_once_and_tried_again(office: Scene) -> None:
    reconciler = office.reconciler()
    await office.asked()
    office.slack.refusals["chat.postMessage"] = ["not_in_channel"]
    clean = await reconciler.reconcile()
    office.slack.refusals["chat.postMessage"] = ["channel_not_found"]
    await reconciler.reconcile()
    told = list(office.slack.messages["DUDANA"])
    await reconciler.reconcile()

    assert not clean
    assert ["cannot be posted to <#CAPPROVALS>" in each["text"] for each in told] == [True]
    assert len(office.slack.top_level(APPROVALS)) == 1


async def test_somebody_who_takes_no_messages_does_not_keep_the_card_from_being_shown(office: Scene) -> None:
    office.slack.refusals["conversations.open"] = ["cannot_dm_bot"] * 10
    await office.asked()
    await office.reconciler().reconcile()
    await decided(office)

    assert await office.reconciler().reconcile()

    (card,) = office.slack.top_level(APPROVALS)
    assert "*Verified*" in " ".join(texts(card["blocks"]))
    assert office.slack.messages["DUDANA"] == []


async def test_a_request_that_slack_refuses_does_not_hold_up_the_others(
    office: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    await office.asked()
    await office.asked()
    office.slack.refusals["chat.postMessage"] = ["msg_blocks_too_long"]

    with caplog.at_level(logging.WARNING):
        clean = await office.reconciler().reconcile()

    assert not clean
    (card,) = office.slack.top_level(APPROVALS)
    assert "Request 2" in card["text"]
    assert "Request 1 could not be shown in Slack" in caplog.text


async def test_an_error_of_our_own_does_not_end_the_reconciler(
    office: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await office.asked()
    reconciler = office.reconciler()
    with monkeypatch.context() as broken:
        broken.setattr(cards, "card", lambda *_: 1 / 0)
        clean = await reconciler.reconcile()

    assert not clean
    assert "ZeroDivisionError" in caplog.text
    assert await reconciler.reconcile()
    assert len(office.slack.top_level(APPROVALS)) == 1


async def test_the_bell_wakes_it_at_once(office: Scene) -> None:
    reconciler = Reconciler(office.desk, office.client, APPROVALS, clock=office.clock, every=3600)
    task = asyncio.create_task(reconciler.run())
    await asyncio.sleep(0)

    await office.asked()
    async with asyncio.timeout(5):
        await office.slack.posted["DUDANA"].wait()

    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert len(office.slack.top_level(APPROVALS)) == 1


async def test_it_waits_longer_while_slack_refuses(office: Scene) -> None:
    await office.asked()
    office.slack.refusals["chat.postMessage"] = ["internal_error"] * 3
    task = asyncio.create_task(Reconciler(office.desk, office.client, APPROVALS, clock=office.clock, every=0.01).run())
    async with asyncio.timeout(5):
        await office.slack.posted["DUDANA"].wait()

    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert len(office.slack.top_level(APPROVALS)) == 1
