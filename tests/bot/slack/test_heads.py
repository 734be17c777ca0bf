"""The head of the records in the channel: once a day, in one thread, whatever happens in between."""

from collections.abc import AsyncIterator

import pytest

from bot.kinds import RecordKind
from bot.slack.heads import Heads
from bot.slack.posts import Posts
from tests.bot.slack.blocks_check import assert_message
from tests.bot.slack.fake_slack import APPROVALS, Json
from tests.bot.slack.scene import Scene, scene


@pytest.fixture
async def office() -> AsyncIterator[Scene]:
    async with scene("Support") as opened:
        yield opened


def heads(office: Scene) -> Heads:
    return Heads(office.store, Posts(office.client), APPROVALS, office.clock)


async def day(office: Scene, count: int = 1) -> tuple[int, str]:
    """A day with records passes; its head."""
    for _ in range(count):
        await office.store(lambda store: store.note(None, RecordKind.ROLLED, "Support", {}))
    office.clock.advance(days=1)
    return await office.store(lambda store: store.chain_head())


def thread(office: Scene) -> tuple[Json, list[Json]]:
    """The first message, and those below it."""
    (first,) = office.slack.top_level(APPROVALS)
    return first, office.slack.thread(APPROVALS, first["ts"])


async def test_a_day_that_is_not_over_has_no_head_yet(office: Scene) -> None:
    await office.store(lambda store: store.note(None, RecordKind.ROLLED, "Support", {}))

    assert await heads(office).show()

    assert office.slack.messages[APPROVALS] == []


async def test_each_day_with_records_has_one_line_in_one_thread(office: Scene) -> None:
    posting = heads(office)
    first = await day(office, 3)
    await posting.show()
    second = await day(office)
    await posting.show()
    office.clock.advance(days=1)
    await posting.show()
    await posting.show()

    beginning, lines = thread(office)
    assert "Records of Switchhook" in beginning["text"]
    assert [each["text"].partition(" To check")[0] for each in lines] == [
        f"`2026-11-20`: 3 records, head {first[0]} `{first[1]}`.",
        f"`2026-11-21`: 1 record, head {second[0]} `{second[1]}`.",
    ]
    assert lines[0]["text"].endswith(f"`switchhook verify --head {first[0]}:{first[1]}`")
    for message in (beginning, *lines):
        assert_message(message["blocks"])


async def test_what_was_posted_is_kept_to_be_checked_against(office: Scene) -> None:
    number, digest = await day(office)

    await heads(office).show()

    (posted,) = await office.store(lambda store: store.posted_heads())
    assert (str(posted.day), posted.number, posted.hash) == ("2026-11-20", number, digest)
    assert await office.store(lambda store: store.broken_links()) == []


@pytest.mark.parametrize("lost", [1, 2])
async def test_a_post_whose_answer_is_lost_is_found_again(office: Scene, lost: int) -> None:
    await day(office)
    posting = heads(office)
    if lost == 2:
        await posting._begin()  # noqa: SLF001  (the first message stands, and nobody knows)
    office.slack.lost = ["chat.postMessage"]
    with pytest.raises(Exception, match="lost"):
        await posting.show()

    await heads(office).show()
    await heads(office).show()

    assert len(thread(office)[1]) == 1


async def test_a_thread_that_was_deleted_begins_anew(office: Scene) -> None:
    await day(office)
    await heads(office).show()
    office.slack.messages[APPROVALS].clear()
    await day(office)

    await heads(office).show()

    assert len(thread(office)[1]) == 1


async def test_after_long_only_the_last_days_are_posted(office: Scene) -> None:
    await day(office)
    office.clock.advance(days=30)
    await day(office)

    await heads(office).show()

    assert [each["text"][:12] for each in thread(office)[1]] == ["`2026-12-21`"]


async def test_a_channel_that_cannot_be_posted_to_is_tried_again(office: Scene) -> None:
    await day(office)
    posting = heads(office)
    office.slack.refusals["chat.postMessage"] = ["not_in_channel"]

    assert not await posting.show()
    assert await posting.show()

    assert len(thread(office)[1]) == 1


async def test_the_reconciler_posts_it(office: Scene) -> None:
    await office.asked()
    reconciler = office.reconciler()
    await reconciler.reconcile()
    office.clock.advance(days=1)

    assert await reconciler.reconcile()

    assert any("Records of Switchhook" in each["text"] for each in office.slack.top_level(APPROVALS))
