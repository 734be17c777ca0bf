"""Keeps every card true: whatever moves a request or an alert, the same look at the store shows and tells it.

Looked at are the requests and alerts that moved since they were shown. Whenever one did, and every minute, so are all
requests under way or still in force: what meets them shows on their cards as well. The digest is brought up to date
with them, and Homes that were opened lately beside them, in a task of their own.
"""

import asyncio
import datetime as dt
import logging
from collections.abc import Awaitable, Callable, Sequence

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.bell import wait
from bot.compose import now
from bot.desk import Desk, no_step
from bot.lines import Clock
from bot.overlaps import overlapping
from bot.requests import Request, State
from bot.settings import DigestSettings
from bot.slack import audience, by_hand, decided, states
from bot.slack.alert_posts import AlertPosts
from bot.slack.app import wait_if_told_to
from bot.slack.cards import Around
from bot.slack.digest_posts import DigestPosts
from bot.slack.heads import Heads
from bot.slack.homes import Homes
from bot.slack.posts import Posts
from bot.slack.request_cards import RequestCards

log = logging.getLogger(__name__)

LONGEST_PAUSE = 60.0

LOOK_AGAIN = dt.timedelta(minutes=1)
"""How often all requests under way are looked at where none has moved: what met them may be over."""

JUST_OVER = dt.timedelta(days=1)
"""How long a request is looked at after its end, so that its card tells of no other any more."""


class Reconciler:
    """Shows every request and every alert in Slack as it is, and tells what happened to it."""

    def __init__(
        self,
        desk: Desk,
        client: AsyncWebClient,
        channel: str,
        *,
        clock: Clock = now,
        step: Callable[[str], None] = no_step,
        every: float = 5.0,
        digest: DigestSettings | None = None,
    ) -> None:
        wait_if_told_to(client)
        posts = Posts(client)
        self._desk = desk
        self._clock = clock
        self._every = every
        self._requests = RequestCards(desk, posts, channel, step)
        self._alerts = AlertPosts(desk, posts, channel)
        self._heads = Heads(desk.store, posts, channel, clock)
        self._homes = Homes(desk, client, clock)
        self._digests = DigestPosts(desk, posts, digest or DigestSettings(day="off"), channel, clock)
        self._looked: dt.datetime | None = None

    async def run(self) -> None:
        """Work for ever: when the bell rings, else every few seconds, more rarely while Slack refuses.

        Homes are kept true beside the rest: no card waits for the many that may be open.
        """
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._keep_at(self.reconcile))
            tasks.create_task(self._keep_at(self.show_homes))

    async def _keep_at(self, work: Callable[[], Awaitable[bool]]) -> None:
        """Do something again and again, at its own pace."""
        woken, pause = asyncio.Event(), self._every
        self._desk.subscribe(woken.set)
        while True:
            clean = await work()
            pause = self._every if clean else min(2 * pause, LONGEST_PAUSE)
            await wait(woken, pause)

    async def reconcile(self) -> bool:
        """Make every card and the digest true; whether that went well."""
        try:
            requests, live = await self._candidates()
            alerts = await self._desk.store(lambda store: store.stale_alerts())
        except Exception:  # the outermost handler of this task: whatever happened, the next round heals it
            log.exception("The cards could not be looked at.")
            return False
        return all(
            [
                *[await _attempted(f"Alert {each.number}", self._alerts.show(each)) for each in alerts],
                *[await _attempted(f"Request {each.id}", self._show(each, live)) for each in requests],
                await _attempted("The head of the records", self._heads.show()),
                await _attempted("The digest", self._digests.show()),
            ]
        )

    async def show_homes(self) -> bool:
        """Make those Homes true that people have opened lately; whether that went well."""
        return await _attempted("The Home tab", self._homes.show())

    async def _candidates(self) -> tuple[list[Request], list[Request]]:
        """The requests to look at, and those that they may meet; none of the latter as long as nothing moved."""
        stale = await self._desk.store(lambda store: store.stale_requests())
        time = self._clock()
        if not stale and self._looked is not None and abs(time - self._looked) < LOOK_AGAIN:
            return [], []
        self._looked = time
        live = await self._desk.store(lambda store: store.live_requests(time - JUST_OVER))
        both = {request.id: request for request in [*live, *stale]}
        return [both[number] for number in sorted(both)], live

    async def _show(self, request: Request, live: Sequence[Request]) -> bool:
        return await self._requests.show(request, await self._around(request, live))

    async def _around(self, request: Request, live: Sequence[Request]) -> Around:
        """What the card of a request tells besides it."""
        policy = self._desk.policy
        records = await self._desk.store(lambda store: store.records(request=request.id))
        alerts = await self._desk.store(lambda store: store.open_alerts())
        waits = request.state is State.PENDING
        return Around(
            deciders=policy.deciders(request),
            quorum=policy.ruling(request.plan).quorum,
            alerts=tuple(each for each in alerts if each.request == request.id),
            overlaps=overlapping(request, live, self._clock()),
            by_hand=by_hand.wanted(request, records),
            escalated=audience.escalated(records) if waits else (),
            is_over=states.is_over(request, self._clock()),
            before=decided.before(request, records),
        )


async def _attempted(what: str, showing: Awaitable[bool]) -> bool:
    """Show one thing; the others must not wait for it, whatever happens."""
    try:
        return await showing
    except (SlackClientError, aiohttp.ClientError, TimeoutError) as error:
        log.warning("%s could not be shown in Slack: %s", what, error)
        return False
    except Exception:  # the outermost handler of one thing that is shown
        log.exception("%s could not be shown in Slack.", what)
        return False
