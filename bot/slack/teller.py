"""Tells what happened to a request: in the thread below its card, and to the person who asked."""

from collections.abc import Sequence

from bot.kept import CardPlace
from bot.requests import Request
from bot.slack import blocks, details, history
from bot.slack.blocks import Message
from bot.slack.history import Entry
from bot.slack.posts import Posts, told_metadata
from bot.store import StoreThread

ROOM = 9000
"""Characters of what is told at once in a thread."""


class Teller:
    """Tells every record of a request once, also over a crash."""

    def __init__(self, store: StoreThread, posts: Posts) -> None:
        self._store = store
        self._posts = posts
        self._certain: set[int] = set()
        """Requests of which this process knows that nothing was told that is not kept as told."""

    async def tell(self, request: Request, card: CardPlace, deciders: Sequence[str]) -> int:
        """Tell what is new of a request, and say which record was the last; `deciders` are called where needed."""
        records = await self._store(lambda store: store.records(request=request.id, after=card.told))
        if not records or card.ts is None:
            return card.told
        entries = history.entries(request, records, deciders)
        known = request.id in self._certain
        self._certain.discard(request.id)
        await self._tell_thread(request, card.channel, card.ts, entries, known=known)
        await self._tell_requester(request, card.channel, card.ts, entries, known=known)
        self._certain.add(request.id)
        return records[-1].number

    async def tell_unpostable(self, request: Request, channel: str) -> None:
        """Tell whoever asked, once, that nobody sees the request."""
        direct = await self._posts.direct(request.person)
        if direct is None or not await self._store(lambda store: store.first_time(f"unpostable {request.id}")):
            return
        text = (
            f"Request {request.id} cannot be posted to <#{channel}>, so nobody can decide it yet. Somebody in it"
            " has to invite Switchhook; then the request appears there by itself."
            f"\n{details.summaries(request.plan)}"
        )
        await self._posts.post(direct, blocks.message(text, [blocks.section(text)]), told_metadata(request, 0))

    async def _tell_thread(
        self, request: Request, channel: str, ts: str, entries: Sequence[Entry], *, known: bool
    ) -> None:
        told = 0 if known else await self._posts.last_told(request, channel, ts)
        lines = [f"{entry.text} {entry.called}".rstrip() for entry in entries if entry.last > told]
        if lines:
            message = blocks.message("\n".join(lines), blocks.paragraphs(blocks.fitting(lines, ROOM)))
            await self._posts.post(channel, message, told_metadata(request, entries[-1].last), thread=ts)

    async def _tell_requester(
        self, request: Request, channel: str, ts: str, entries: Sequence[Entry], *, known: bool
    ) -> None:
        direct = await self._posts.direct(request.person)
        if direct is None or not any(entry.decisive for entry in entries):
            return
        told = 0 if known else await self._posts.last_told(request, direct)
        link = await self._posts.link(channel, ts)
        for entry in entries:
            if entry.decisive and entry.last > told:
                await self._posts.post(direct, _news(request, entry, link), told_metadata(request, entry.last))


def _news(request: Request, entry: Entry, link: str) -> Message:
    text = f"{entry.text}\n{details.summaries(request.plan)}"
    card = [blocks.context(blocks.mrkdwn(f"<{link}|Card of request {request.id}>"))] if link else []
    return blocks.message(text, [blocks.section(text), *card])
