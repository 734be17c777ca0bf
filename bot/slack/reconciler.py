"""Keeps every card true: whatever moves a request, the same look at the store shows and tells it.

A request is stale while a card of it shows an older revision. Its cards are posted or updated first, then what
happened is told, and only then the revision is kept as shown: whatever stops in between is done again. What was posted
just before a crash is found again by its metadata.
"""

import asyncio
import logging
from collections.abc import Callable

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.bell import wait
from bot.desk import Desk, no_step
from bot.policy import EVERYONE
from bot.requests import CardPlace, Request
from bot.slack import cards
from bot.slack.app import wait_if_told_to
from bot.slack.blocks import Message
from bot.slack.posts import Posts, card_metadata, is_direct
from bot.slack.teller import Teller

log = logging.getLogger(__name__)

GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
"""Slack's words for a card that has to be posted anew."""

UNPOSTABLE = frozenset({
    "channel_not_found",
    "is_archived",
    "not_in_channel",
    "restricted_action",
    "restricted_action_non_threadable_channel",
    "restricted_action_read_only_channel",
    "restricted_action_thread_only_channel",
})  # fmt: skip
"""Slack's words for a channel to which Switchhook cannot post."""

BEFORE_THE_CARD = "before the card"
LONGEST_PAUSE = 60.0


class Reconciler:
    """Shows every request in Slack as it is, and tells what happened to it."""

    def __init__(
        self,
        desk: Desk,
        client: AsyncWebClient,
        channel: str,
        *,
        step: Callable[[str], None] = no_step,
        every: float = 5.0,
    ) -> None:
        wait_if_told_to(client)
        self._desk = desk
        self._channel = channel
        self._step = step
        self._every = every
        self._posts = Posts(client)
        self._teller = Teller(desk.store, self._posts)
        self._woken = asyncio.Event()
        desk.subscribe(self._woken.set)

    async def run(self) -> None:
        """Work for ever: when the bell rings, else every few seconds, more rarely while Slack refuses."""
        pause = self._every
        while True:
            clean = await self.reconcile()
            pause = self._every if clean else min(2 * pause, LONGEST_PAUSE)
            await wait(self._woken, pause)

    async def reconcile(self) -> bool:
        """Make every stale request true; whether that went well."""
        try:
            stale = await self._desk.store(lambda store: store.stale_requests())
            return all([await self._attempt(request) for request in stale])
        except Exception:  # the outermost handler of this task: whatever happened, the next round heals it
            log.exception("The cards could not be looked at.")
            return False

    async def _attempt(self, request: Request) -> bool:
        try:
            return await self._show(request)
        except (SlackClientError, aiohttp.ClientError, TimeoutError) as error:
            log.warning("Request %s could not be shown in Slack: %s", request.id, error)
            return False
        except Exception:  # the outermost handler of one request: the others must not wait for it
            log.exception("Request %s could not be shown in Slack.", request.id)
            return False

    async def _show(self, request: Request) -> bool:
        places = await self._show_cards(request)
        if not places:
            await self._teller.tell_unpostable(request, self._channel)
            return False
        note = await self._show_note(request, places[0])
        told = await self._teller.tell(request, places[0])
        for place in [*places, *note]:
            await self._keep(place.model_copy(update={"shown": request.revision, "told": told}), was=place.ts)
        return True

    async def _show_cards(self, request: Request) -> list[CardPlace]:
        """The cards of a request, all of them true; none where the channel cannot be posted to."""
        known = [place for place in await self._places(request) if not is_direct(place)]
        card = cards.card(request, [name for name in self._desk.policy.approve if name != EVERYONE])
        try:
            if not known:
                return [await self._post(request, await self._intend(request, self._channel), card)]
            return [await self._shown(request, place, card) for place in known]
        except SlackApiError as error:
            if error.response["error"] not in UNPOSTABLE:
                raise
            log.warning("Request %s cannot be posted to %s: %s", request.id, self._channel, error.response["error"])
            return []

    async def _show_note(self, request: Request, card: CardPlace) -> list[CardPlace]:
        """What the person who asked has before them; none where they take no messages."""
        known = [place for place in await self._places(request) if is_direct(place)]
        note = cards.note(request, await self._posts.link(card.channel, card.ts or ""))
        if known:
            return [await self._shown(request, place, note) for place in known]
        direct = await self._posts.direct(request.person)
        return [await self._post(request, await self._intend(request, direct), note)] if direct else []

    async def _shown(self, request: Request, place: CardPlace, message: Message) -> CardPlace:
        """A known place with this message in it: updated, found again after a crash, or posted anew."""
        ts = place.ts or await self._posts.find(place.channel, request)
        if ts is None:
            return await self._post(request, place, message)
        found = place.model_copy(update={"ts": ts})
        if found != place:
            await self._keep(found, was=place.ts)
        if place.ts is not None and place.shown >= request.revision:
            return found
        try:
            self._step(BEFORE_THE_CARD)
            await self._posts.update(found.channel, ts, message, card_metadata(request))
        except SlackApiError as error:
            if error.response["error"] not in GONE:
                raise
            return await self._post(request, await self._intend(request, place.channel, instead_of=found), message)
        return found

    async def _post(self, request: Request, place: CardPlace, message: Message) -> CardPlace:
        self._step(BEFORE_THE_CARD)
        ts = await self._posts.post(place.channel, message, card_metadata(request))
        posted = place.model_copy(update={"ts": ts})
        await self._keep(posted, was=None)
        return posted

    async def _intend(self, request: Request, channel: str, *, instead_of: CardPlace | None = None) -> CardPlace:
        """Keep that a card is about to be posted, so that after a crash in between it is looked for."""
        told = instead_of.told if instead_of else 0
        place = CardPlace(request=request.id, channel=channel, ts=None, shown=0, told=told)
        await self._keep(place, was=instead_of.ts if instead_of else None)
        return place

    async def _places(self, request: Request) -> list[CardPlace]:
        return await self._desk.store(lambda store: store.cards(request.id))

    async def _keep(self, place: CardPlace, *, was: str | None) -> None:
        await self._desk.store(lambda store: store.keep_card(place, was=was))
