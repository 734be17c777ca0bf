"""The digest: once a week on its day, whatever happens in between, and never too late."""

import datetime as dt
from collections.abc import AsyncIterator
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from adapters import Close
from bot.alerts import AlertKind
from bot.reports import Digest
from bot.settings import DigestSettings
from bot.slack import digest_cards
from bot.slack.digest_posts import PATIENCE, DigestPosts
from bot.slack.posts import Posts
from bot.store import Store
from tests.bot.slack.blocks_check import assert_message, buttons, texts
from tests.bot.slack.drawn import HAPPENINGS, HOSTILE, NOW, alert, happening
from tests.bot.slack.fake_slack import APPROVALS, Json
from tests.bot.slack.scene import Scene, scene
from tests.fakes import NEW_YORK

THURSDAY = dt.datetime(2026, 11, 19, 12, tzinfo=ZoneInfo(NEW_YORK))


@pytest.fixture
async def office() -> AsyncIterator[Scene]:
    """An office on a Thursday in which Switchhook was started before."""
    async with scene("Support", "Sales") as opened:
        opened.clock.now = THURSDAY
        await read(opened)
        await posts(opened).show()
        assert posted(opened) == []
        yield opened


async def read(office: Scene) -> None:
    for name in office.names:
        await office.lines.refresh(name)


def posts(office: Scene, **told: Any) -> DigestPosts:
    """A poster as after a restart: it remembers nothing."""
    settings = DigestSettings.model_validate(told)
    return DigestPosts(office.desk, Posts(office.client), settings, APPROVALS, office.clock)


def posted(office: Scene, channel: str = APPROVALS) -> list[Json]:
    return office.slack.top_level(channel)


async def at(office: Scene, day: int, hour: int, minute: int = 0, month: int = 11) -> None:
    """It is that late in New York, and the lines were read just now."""
    office.clock.now = dt.datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo(NEW_YORK))
    await read(office)


async def test_it_is_posted_on_friday_at_nine_by_the_clock_of_the_lines(office: Scene) -> None:
    await at(office, 20, 8, 59)
    assert await posts(office).show()
    assert posted(office) == []

    await at(office, 20, 9)
    for _ in range(3):
        assert await posts(office).show()

    (message,) = posted(office)
    assert_message(message["blocks"])
    assert message["text"].startswith("The week ahead: Fri 20 Nov to Fri 27 Nov.")
    await at(office, 27, 9)
    await posts(office).show()
    assert len(posted(office)) == 2


async def test_a_quiet_week_is_told_too(office: Scene) -> None:
    await at(office, 20, 9)

    await posts(office).show()

    (message,) = posted(office)
    assert "Nothing changes until Fri 27 Nov, and all 2 lines are as they should be." in message["text"]


async def test_it_tells_what_starts_what_has_no_end_and_what_is_wrong_and_calls_nobody(office: Scene) -> None:
    closures = {
        "1": Close(start=dt.datetime(2026, 11, 21), end=dt.datetime(2026, 11, 22)),
        "2": Close(start=dt.datetime(2026, 11, 18), end=None, reason="Flood"),
    }
    for number, closure in closures.items():
        office.phones.setups[number] = closure.applied_to(office.phones.setups[number])
    drift = partial(Store.raise_alert, kind=AlertKind.DRIFT, text="It was changed.", line="fake:1", name="Support")
    await office.store(drift)
    await office.asked()
    await at(office, 20, 9)

    await posts(office).show()

    (message,) = posted(office)
    said = "\n".join(texts(message["blocks"]))
    assert "Support was changed outside Switchhook" in said
    assert "*Until further notice*\n• *Sales* is closed since Wed 18 Nov (Flood)" in said
    assert "*Sat 21 Nov*\n• *Support* closes all day" in said
    assert "<@" not in said
    assert "<!channel" not in said
    assert [each["text"]["text"] for each in buttons(message["blocks"]).values()] == ["Status", "Holidays"]


async def test_another_day_time_zone_and_channel(office: Scene) -> None:
    told = {"day": "Monday", "time": "16:30", "timezone": "Europe/Berlin", "channel": "CLINES000"}
    office.clock.now = dt.datetime(2026, 11, 23, 15, 29, tzinfo=dt.UTC)
    await read(office)
    await posts(office, **told).show()
    assert posted(office, "CLINES000") == []

    office.clock.advance(minutes=1)
    await posts(office, **told).show()

    (message,) = posted(office, "CLINES000")
    assert message["text"].startswith("The week ahead: Mon 23 Nov to Mon 30 Nov.")
    assert posted(office) == []


async def test_it_can_be_off(office: Scene) -> None:
    await at(office, 20, 9)

    assert await posts(office, day="off").show()

    assert posted(office) == []


async def test_the_very_first_start_posts_none_at_once() -> None:
    async with scene("Support") as office:
        await at(office, 20, 9, 30)
        await posts(office).show()
        await posts(office).show()
        assert posted(office) == []

        await at(office, 27, 9)
        await posts(office).show()

        assert len(posted(office)) == 1


async def test_as_long_as_no_line_was_read_nobody_knows_when_it_is_due() -> None:
    async with scene("Support") as office:
        office.clock.now = dt.datetime(2026, 11, 20, 8, 59, tzinfo=ZoneInfo(NEW_YORK))
        await posts(office).show()
        await read(office)
        await posts(office).show()

        office.clock.advance(minutes=1)
        await posts(office).show()

        assert len(posted(office)) == 1, "nine in New York, though it was long past that in UTC"


async def test_a_post_whose_answer_is_lost_is_found_again(office: Scene) -> None:
    await at(office, 20, 9)
    office.slack.lost = ["chat.postMessage"]
    with pytest.raises(Exception, match="lost"):
        await posts(office).show()

    await posts(office).show()
    await posts(office).show()

    assert len(posted(office)) == 1


async def test_where_slack_is_away_on_friday_it_comes_later_that_day_and_not_the_day_after(office: Scene) -> None:
    await at(office, 20, 9)
    office.slack.refusals["chat.postMessage"] = ["internal_error"]
    with pytest.raises(Exception, match="internal_error"):
        await posts(office).show()
    await at(office, 20, 19)
    await posts(office).show()
    assert len(posted(office)) == 1

    await at(office, 28, 9)
    assert await posts(office).show()

    assert len(posted(office)) == 1, "that of the 27th is a day late"


async def test_a_channel_that_cannot_be_posted_to_is_tried_again(office: Scene) -> None:
    await at(office, 20, 9)
    office.slack.refusals["chat.postMessage"] = ["not_in_channel"]

    assert not await posts(office).show()
    assert await posts(office).show()

    assert len(posted(office)) == 1


async def test_a_clock_that_goes_back_posts_nothing_again(office: Scene) -> None:
    await at(office, 27, 9)
    await posts(office).show()

    await at(office, 20, 12)
    await posts(office).show()

    assert len(posted(office)) == 1


async def test_a_clock_that_was_wrong_at_the_first_start_silences_it_for_a_week_at_most() -> None:
    async with scene("Support") as office:
        office.clock.now = dt.datetime(2036, 11, 21, 9, tzinfo=ZoneInfo(NEW_YORK))
        await read(office)
        await posts(office).show()

        await at(office, 20, 12)
        await posts(office).show()
        await at(office, 27, 9)
        await posts(office).show()

        assert [each["text"][:26] for each in posted(office)] == ["The week ahead: Fri 27 Nov"]


@pytest.mark.parametrize(
    ("time", "due"),
    [("02:30", dt.datetime(2026, 3, 8, 7, tzinfo=dt.UTC)), ("03:00", dt.datetime(2026, 3, 8, 7, tzinfo=dt.UTC))],
)
async def test_a_time_that_the_clocks_skip_is_when_they_do(office: Scene, time: str, due: dt.datetime) -> None:
    await week_of(office, due, time)

    (message,) = posted(office)
    assert message["text"].startswith("The week ahead: Sun 8 Mar to Sun 15 Mar.")


async def test_a_time_that_comes_twice_is_the_first_of_both(office: Scene) -> None:
    await week_of(office, dt.datetime(2026, 11, 1, 5, 30, tzinfo=dt.UTC), "01:30")
    office.clock.advance(hours=1)
    await posts(office, day="sunday", time="01:30").show()

    assert len(posted(office)) == 1


async def week_of(office: Scene, due: dt.datetime, time: str) -> None:
    """The moments right before a digest is due on a Sunday, and when it is, in a fresh database."""
    await office.store(lambda store: store._db.execute("DELETE FROM posted_digests"))  # noqa: SLF001  (as on a first start)
    for moment in (due - dt.timedelta(days=2), due - dt.timedelta(minutes=1)):
        office.clock.now = moment
        await read(office)
        await posts(office, day="sunday", time=time).show()
        assert posted(office) == []
    office.clock.now = due
    await posts(office, day="sunday", time=time).show()


async def test_after_a_standstill_it_waits_for_the_lines_but_not_for_ever(office: Scene) -> None:
    office.clock.now = dt.datetime(2026, 11, 20, 11, tzinfo=ZoneInfo(NEW_YORK))
    posting = posts(office)
    await posting.show()
    assert posted(office) == []

    await office.lines.refresh("Support")
    office.clock.advance(seconds=PATIENCE.total_seconds())
    await posting.show()

    (message,) = posted(office)
    assert "*Sales* has not been read for an hour or more" in message["text"]


async def test_the_reconciler_posts_it(office: Scene) -> None:
    reconciler = office.reconciler(DigestSettings())
    await at(office, 20, 9)

    assert await reconciler.reconcile()

    assert len(posted(office)) == 1


@pytest.mark.parametrize("text", ["", "W" * 80, HOSTILE, "&" * 80], ids=["empty", "long", "hostile", "&"])
def test_it_is_as_slack_wants_it_with_500_lines(text: str) -> None:
    names = tuple(f"{text[:76]}{number:04}" for number in range(500))
    week = NOW + dt.timedelta(days=7)
    apart = tuple(happening("closes", name, text=text, state="pending", by=week) for name in names)
    digest = Digest(
        since=NOW,
        until=week,
        zone=NEW_YORK,
        agenda=(*(happening(what, *names, text=text) for what in HAPPENINGS), *apart),
        alerts=tuple(alert(AlertKind.DRIFT, text * 40 or "x", count=9) for _ in range(300)),
        unread=names,
        count=500,
    )

    message = digest_cards.card(digest)

    assert_message(message.blocks)
    assert "<!channel>" not in message.text
    assert "… and 292 more." in "\n".join(texts(message.blocks)) or len(text) > 40


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "the line is as it should be"),
        (0, "there are no lines yet"),
    ],
)
def test_a_quiet_week_of_one_line_and_of_none(count: int, said: str) -> None:
    week = NOW + dt.timedelta(days=7)
    digest = Digest(since=NOW, until=week, zone="UTC", agenda=(), alerts=(), unread=(), count=count)

    assert said in digest_cards.card(digest).text
