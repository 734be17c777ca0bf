"""Shows one request in Slack as it is: its cards, the note to the person who asked, and what happened to it.

Slack is called only where a card would look otherwise than it does: what it shows is known by a digest. Its cards are
posted or updated first, then what happened is told, and only then the revision is kept as shown: whatever stops in
between is done again. What was posted just before a crash is found again by its metadata.
"""

import hashlib
import json
import logging
from collections.abc import Callable

from slack_sdk.errors import SlackApiError

from bot.desk import Desk
from bot.kept import CardPlace
from bot.requests import Request
from bot.slack import cards
from bot.slack.blocks import Message
from bot.slack.cards import Around
from bot.slack.posts import GONE, UNPOSTABLE, Posts, card_metadata, is_direct
from bot.slack.teller import Teller

log = logging.getLogger(__name__)

BEFORE_THE_CARD = "before the card"


class RequestCards:
    """The cards and notes of requests."""

    def __init__(self, desk: Desk, posts: Posts, channel: str, step: Callable[[str], None]) -> None:
        self._desk = desk
        self._posts = posts
        self._channel = channel
        self._step = step
        self._teller = Teller(desk.store, posts)

    async def show(self, request: Request, around: Around) -> bool:
        """Make everything about a request true, and tell what is new; False where nobody can see it."""
        before = await self._places(request)
        cards_shown = await self._show_cards(request, around, before)
        if not cards_shown:
            await self._teller.tell_unpostable(request, self._channel)
            return False
        notes = await self._show_note(request, cards_shown[0], before)
        told = await self._teller.tell(request, cards_shown[0], around.deciders)
        for place in [*cards_shown, *notes]:
            await self._keep_true(place.model_copy(update={"shown": request.revision, "told": told}))
        return True

    async def _show_cards(self, request: Request, around: Around, before: list[CardPlace]) -> list[CardPlace]:
        """The cards of a request, all of them true; none where the channel cannot be posted to."""
        known = [place for place in before if not is_direct(place)]
        card = cards.card(request, around)
        try:
            if not known:
                return [await self._post(request, await self._intend(request, self._channel), card, digest(card))]
            return [await self._shown(request, place, card, digest(card)) for place in known]
        except SlackApiError as error:
            if error.response["error"] not in UNPOSTABLE:
                raise
            log.warning("Request %s cannot be posted to %s: %s", request.id, self._channel, error.response["error"])
            return []

    async def _show_note(self, request: Request, card: CardPlace, before: list[CardPlace]) -> list[CardPlace]:
        """What the person who asked has before them; none where they take no messages."""
        known = [place for place in before if is_direct(place)]
        wanted = digest(cards.note(request, f"{card.channel} {card.ts}"))
        if known and all(place.ts and place.digest == wanted for place in known):
            return known
        if not known and not _is_stale(request, before):
            return []
        note = cards.note(request, await self._posts.link(card.channel, card.ts or ""))
        if known:
            return [await self._shown(request, place, note, wanted) for place in known]
        direct = await self._posts.direct(request.person)
        return [await self._post(request, await self._intend(request, direct), note, wanted)] if direct else []

    async def _shown(self, request: Request, place: CardPlace, message: Message, wanted: str) -> CardPlace:
        """A known place with this message in it: updated, found again after a crash, or posted anew."""
        ts = place.ts or await self._posts.find(place.channel, card_metadata(request))
        if ts is None:
            return await self._post(request, place, message, wanted)
        found = place.model_copy(update={"ts": ts})
        if found != place:
            await self._keep(found, was=place.ts)
        elif place.digest == wanted:
            return place
        try:
            self._step(BEFORE_THE_CARD)
            await self._posts.update(found.channel, ts, message, card_metadata(request))
        except SlackApiError as error:
            if error.response["error"] not in GONE:
                raise
            anew = await self._intend(request, place.channel, instead_of=found)
            return await self._post(request, anew, message, wanted)
        return found.model_copy(update={"digest": wanted})

    async def _post(self, request: Request, place: CardPlace, message: Message, wanted: str) -> CardPlace:
        self._step(BEFORE_THE_CARD)
        ts = await self._posts.post(place.channel, message, card_metadata(request))
        posted = place.model_copy(update={"ts": ts, "digest": wanted})
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

    async def _keep_true(self, place: CardPlace) -> None:
        """Keep what a card shows, unless that is known."""
        places = await self._desk.store(lambda store: store.cards(place.request))
        if place not in places:
            await self._keep(place, was=place.ts)

    async def _keep(self, place: CardPlace, *, was: str | None) -> None:
        await self._desk.store(lambda store: store.keep_card(place, was=was))


def digest(message: Message) -> str:
    """Tells what a message shows: another digest is another message."""
    shown = json.dumps([message.text, message.blocks], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(shown.encode()).hexdigest()[:32]


def _is_stale(request: Request, places: list[CardPlace]) -> bool:
    return not places or any(place.ts is None or place.shown < request.revision for place in places)
