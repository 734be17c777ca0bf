"""Posts the digest: once on its day, whatever happens in between, and not at all where it would come too late."""

import datetime as dt
from collections.abc import Sequence

from slack_sdk.errors import SlackApiError

from adapters import Weekday, moment, wall_clock
from bot.desk import Desk
from bot.kept import PostedDigest
from bot.lines import Clock
from bot.settings import DigestSettings
from bot.slack import digest_cards
from bot.slack.blocks import Json
from bot.slack.posts import UNPOSTABLE, Posts

DIGEST = "switchhook_digest"
"""The type of the metadata by which the digest of a day is found again."""

LATEST = dt.timedelta(days=1)
"""A digest that could not be posted for so long is left out."""

PATIENCE = dt.timedelta(minutes=15)
"""How long it waits for lines that were not read lately: after a standstill they are read first."""

_WEEK = dt.timedelta(days=7)
_DAYS: Sequence[str] = [each.title_name.casefold() for each in Weekday]


class DigestPosts:
    """The digests in their channel."""

    def __init__(self, desk: Desk, posts: Posts, settings: DigestSettings, channel: str, clock: Clock) -> None:
        self._desk = desk
        self._posts = posts
        self._settings = settings
        self._channel = settings.channel or channel
        self._clock = clock
        self._waits_since: dt.datetime | None = None

    async def show(self) -> bool:
        """Post the digest if it is due; False where the channel cannot be posted to.

        The first one comes a week after Switchhook was first started at the latest, and never at once.
        """
        now, zone = self._clock(), self._settings.timezone or self._desk.briefer.zone
        if self._settings.day == "off" or not zone:
            return True
        day = self._day(now, zone)
        last = await self._desk.store(lambda store: store.last_digest())
        if last is not None and last.day > wall_clock(now, zone).date() + LATEST:
            last = None  # a clock that was wrong then is right by now
        if last is None:
            await self._keep(day, "")
        if last is None or last.day >= day or now - self._moment(day, zone) >= LATEST or self._has_to_wait(now):
            return True
        try:
            await self._post(day, zone)
        except SlackApiError as error:
            if error.response["error"] not in UNPOSTABLE:
                raise
            return False
        self._waits_since = None
        return True

    async def _post(self, day: dt.date, zone: str) -> None:
        metadata = await self._metadata(day)
        ts = await self._posts.find(self._channel, metadata)
        if ts is None:
            digest = await self._desk.briefer.digest(self._moment(day + _WEEK, zone), zone)
            ts = await self._posts.post(self._channel, digest_cards.card(digest), metadata)
        await self._keep(day, ts)

    async def _keep(self, day: dt.date, ts: str) -> None:
        digest = PostedDigest(day=day, channel=self._channel, ts=ts)
        await self._desk.store(lambda store: store.keep_digest(digest))

    async def _metadata(self, day: dt.date) -> Json:
        """What the message carries; `first` tells it from that of another database."""
        first = await self._desk.store(lambda store: store.first_hash())
        return {"event_type": DIGEST, "event_payload": {"day": day.isoformat(), "first": first}}

    def _has_to_wait(self, now: dt.datetime) -> bool:
        """Whether lines that were not read lately may be read before long."""
        if not self._desk.briefer.unread:
            return False
        self._waits_since = self._waits_since or now
        return abs(now - self._waits_since) < PATIENCE

    def _day(self, now: dt.datetime, zone: str) -> dt.date:
        """The last day of which the digest is due."""
        today = wall_clock(now, zone).date()
        day = today - dt.timedelta(days=(today.weekday() - _DAYS.index(self._settings.day)) % 7)
        return day if self._moment(day, zone) <= now else day - _WEEK

    def _moment(self, day: dt.date, zone: str) -> dt.datetime:
        """When the digest of a day is posted; a time that the clocks skip is the moment at which they do."""
        return moment(dt.datetime.combine(day, self._settings.time), zone)
