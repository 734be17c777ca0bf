"""Tells what happened to a request: in the thread below its card, and to the person who asked."""

from collections.abc import Sequence

from bot.alerts import AlertKind
from bot.gate import QUEUED
from bot.kept import CardPlace
from bot.kinds import RecordKind
from bot.progress import BY_HAND, IN_VAIN, NOT_PROVEN
from bot.requests import Part, Person, Record, Request, State
from bot.slack import alert_cards, blocks, by_hand, details, history, states
from bot.slack.blocks import Message
from bot.slack.by_hand import ByHand
from bot.slack.history import Entry
from bot.slack.posts import Posts, told_metadata
from bot.slack.text import escaped
from bot.store import StoreThread

ROOM = 9000
"""Characters of what is told at once in a thread."""

ROOM_OF_NEWS = 5000
"""The same for a message to the person who asked."""

RESULTS = frozenset({
    State.SCHEDULED,
    State.APPLIED,
    State.ACCEPTED,
    State.VERIFIED,
    State.EXPIRED,
    State.SUPERSEDED,
    State.FAILED,
    State.REVERTED,
    RecordKind.RETRIED,
})  # fmt: skip
"""The kinds of records that are told together, where a request is about several lines."""

_MOVING = frozenset({State.APPROVED, State.APPLYING, State.APPLIED})


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
        await self._tell_portal(request, card.channel, card.ts, records)
        self._certain.add(request.id)
        return records[-1].number

    async def _tell_portal(self, request: Request, channel: str, ts: str, records: Sequence[Record]) -> None:
        """Tell those who may change lines by hand what to do, each once: they may not see the card."""
        wanted = by_hand.wanted(request, records)
        link = await self._posts.link(channel, ts) if wanted else ""
        for each in wanted:
            steps = [record for record in records if (record.kind, record.line) == (RecordKind.BY_HAND, each.line)]
            for user in each.people:
                await self._tell_steps(request, each, user, f"by hand {steps[-1].number} {user}", link)

    async def _tell_steps(self, request: Request, wanted: ByHand, user: str, key: str, link: str) -> None:
        direct = await self._posts.direct(Person(team=request.person.team, user=user))
        if direct is None or not await self._store(lambda store: store.first_time(key)):
            return
        head = f":hammer_and_wrench: *Please change {escaped(wanted.line, 80)} by hand, for request {request.id}:*"
        steps = [f"{number}. {escaped(step, 900)}" for number, step in enumerate(wanted.steps, start=1)]
        card = [blocks.context(blocks.mrkdwn(f"<{link}|Card of request {request.id}>"))] if link else []
        lines = blocks.fitting([head, *steps, details.summaries(request.plan)], ROOM_OF_NEWS)
        message = blocks.message("\n".join(lines), [*blocks.paragraphs(lines), *card])
        await self._posts.post(direct, message, told_metadata(request, 0))

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
        decisive = [entry for entry in entries if entry.decisive]
        direct = await self._posts.direct(request.person) if decisive else None
        if direct is None:
            return
        told = 0 if known else await self._posts.last_told(request, direct)
        link = await self._posts.link(channel, ts)
        new = [entry for entry in decisive if entry.last > told]
        if len(request.parts) > 1:
            texts = collected(request, new)
            if texts:
                await self._posts.post(direct, _news(request, texts, new, link), told_metadata(request, new[-1].last))
            return
        for entry in new:
            await self._posts.post(
                direct, _news(request, [entry.text], [entry], link), told_metadata(request, entry.last)
            )


def collected(request: Request, entries: Sequence[Entry]) -> list[str]:
    """What whoever asked for several lines is told at once: how they stand, once none of them is on its way."""
    results = [entry for entry in entries if entry.kind in RESULTS]
    others = [entry.text for entry in entries if entry.kind not in RESULTS]
    if not results or any(_is_on_its_way(part) for part in request.parts):
        return others
    return [*others, f"{states.icon(request)} Request {request.id}: {states.sentence(request)}"]


def _is_on_its_way(part: Part) -> bool:
    """Whether there is soon more to tell of a line."""
    is_held_up = any(each in part.note for each in (IN_VAIN, BY_HAND, NOT_PROVEN))
    waits = part.state is State.APPROVED and part.note and not part.note.startswith(QUEUED)
    return part.state in _MOVING and not is_held_up and not waits


def _news(request: Request, texts: Sequence[str], entries: Sequence[Entry], link: str) -> Message:
    text = "\n".join([*blocks.fitting(texts, ROOM_OF_NEWS), details.summaries(request.plan)])
    card = [blocks.context(blocks.mrkdwn(f"<{link}|Card of request {request.id}>"))] if link else []
    buttons = [
        alert_cards.reopening(entry.alert, entry.line) for entry in entries if entry.kind == AlertKind.STILL_CLOSED
    ]
    return blocks.message(text, [*blocks.paragraphs(text.split("\n")), *card, *blocks.actions(*buttons)])
