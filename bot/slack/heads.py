"""Posts the head of the records in the approval channel: one line for each day with records, in one thread.

Whoever holds the database could write its whole history anew, but not what stands in Slack.
"""

import datetime as dt
from collections import Counter

from slack_sdk.errors import SlackApiError

from bot.lines import Clock
from bot.requests import Record
from bot.slack import blocks
from bot.slack.blocks import Json
from bot.slack.posts import UNPOSTABLE, Posts
from bot.store import StoreThread

THREAD = "switchhook_heads"
HEAD = "switchhook_head"
"""The types of the metadata by which the thread, and the line of a day in it, are found again."""

LOOKED_BACK = dt.timedelta(days=7)
"""Days before are not posted any more: the head of a later one vouches for them as well."""

NO_THREAD = frozenset({"message_not_found", "thread_not_found"})
"""Slack's words for a thread whose first message was deleted."""

_INTRODUCTION = (
    "*Records of Switchhook*\nEvery record of who asked, decided and changed what carries the hash of the one before."
    " Below stands the last one of each day. `switchhook verify --head NUMBER:HASH` tells whether the records up to"
    " there are still those of that day."
)


class Heads:
    """The thread with the heads."""

    def __init__(self, store: StoreThread, posts: Posts, channel: str, clock: Clock) -> None:
        self._store = store
        self._posts = posts
        self._channel = channel
        self._clock = clock
        self._settled: dt.date | None = None
        """Up to which day (UTC) everything is posted, as far as this process knows."""

    async def show(self) -> bool:
        """Post what is missing of the days that are over; False where the channel cannot be posted to."""
        today = self._clock().astimezone(dt.UTC).date()
        if self._settled == today:
            return True
        try:
            for day, last, count in await self._missing(today):
                await self._post(day, last, count)
        except SlackApiError as error:
            if error.response["error"] not in UNPOSTABLE:
                raise
            return False
        self._settled = today
        return True

    async def _missing(self, today: dt.date) -> list[tuple[dt.date, Record, int]]:
        """Each day with records that was not posted: its last record, and how many there were."""
        begin = dt.datetime.combine(today - LOOKED_BACK, dt.time(), dt.UTC)
        records = await self._store(lambda store: store.records(since=begin))
        posted = {each.day for each in await self._store(lambda store: store.posted_heads())}
        counts = Counter(_day(record) for record in records)
        last = {_day(record): record for record in records}
        return [(day, last[day], counts[day]) for day in sorted(last) if day < today and day not in posted]

    async def _post(self, day: dt.date, last: Record, count: int) -> None:
        text = (
            f"`{day}`: {count} record{'' if count == 1 else 's'}, head {last.number} `{last.hash}`. To check:"
            f" `switchhook verify --head {last.number}:{last.hash}`"
        )
        metadata = _metadata(HEAD, day=day.isoformat(), number=last.number, hash=last.hash)
        message = blocks.message(text, [blocks.section(text)])
        thread = await self._thread()
        try:
            if await self._posts.find(self._channel, metadata, thread=thread) is None:
                await self._posts.post(self._channel, message, metadata, thread=thread)
        except SlackApiError as error:
            if error.response["error"] not in NO_THREAD:
                raise
            thread = await self._begin()
            await self._posts.post(self._channel, message, metadata, thread=thread)
        await self._store(lambda store: store.keep_posted_head(day, last.number, last.hash, self._channel, thread))

    async def _thread(self) -> str:
        """The first message of the thread: known from the day before, found again after a crash, or posted."""
        known = [
            each for each in await self._store(lambda store: store.posted_heads()) if each.channel == self._channel
        ]
        if known:
            return known[-1].ts
        return await self._posts.find(self._channel, await self._beginning()) or await self._begin()

    async def _begin(self) -> str:
        message = blocks.message(_INTRODUCTION, [blocks.section(_INTRODUCTION)])
        return await self._posts.post(self._channel, message, await self._beginning())

    async def _beginning(self) -> Json:
        """What tells the thread of these records from that of another database."""
        records = await self._store(lambda store: store.records())
        return _metadata(THREAD, first=records[0].hash)


def _day(record: Record) -> dt.date:
    return record.at.astimezone(dt.UTC).date()


def _metadata(kind: str, **payload: str | int) -> Json:
    return {"event_type": kind, "event_payload": payload}
