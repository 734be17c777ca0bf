"""Taking back by words: the plan that was just shown, or a request; and the question which one is meant."""

import datetime as dt
from collections.abc import Sequence
from functools import partial

from bot import describe, language
from bot.answers import Question, Said
from bot.deciding import Decider
from bot.kept import Talk
from bot.language import Ask, Choice
from bot.lines import Clock, Lines
from bot.policy import Member
from bot.proposing import Proposer
from bot.requests import Request, State
from bot.shelves import DRAFT_LIFE
from bot.store import Store, StoreThread

JUST_NOW = dt.timedelta(minutes=10)
"""How long a request is what somebody means who withdraws one without naming it."""
MOST_OFFERED = 5

_ASKED = "withdraw my request"


class Withdrawer:
    """Drops what is not asked for yet, and withdraws what is, but never a request that somebody may not have meant."""

    def __init__(self, *, store: StoreThread, lines: Lines, clock: Clock, proposer: Proposer, decider: Decider) -> None:
        self._store = store
        self._lines = lines
        self._clock = clock
        self._proposer = proposer
        self._decider = decider

    async def drop(self, person: Member, words: str, talk: Talk) -> Said | None:
        """Drop the plan that was shown last in a conversation, if that is what is said; None if it is not, or was sent.

        A question that is open there is left to whoever hears the answers to it.
        """
        if not language.declines(words):
            return None
        kept = await self._store(partial(Store.last_draft, person=person.person, places=talk.places))
        if kept is None or kept.asked or self._clock() - kept.created > DRAFT_LIFE:
            return None
        if await self._store(partial(Store.has_asked_since, person=person.person, since=kept.created)):
            return None
        dropped = kept.model_copy(update={"ended": "dropped"})
        await self._store(lambda store: store.update_draft(dropped))
        told = Ask.model_validate(kept.ask).sentence if kept.ask else ""
        return Said(text=f"Dropped: {told} Nothing was asked for." if told else "Dropped. Nothing was asked for.")

    async def withdraw(self, person: Member, words: str, ask: Ask, talk: Talk | None) -> Said | Question:
        """Withdraw the request that is named, or the only one that was just made; else ask which one is meant."""
        if ask.request is not None:
            return Said(text=_withdrawn(await self._decider.withdraw(person, ask.request)))
        names = self._lines.named(ask.lines)
        found = await self._decider.withdrawable(person, names)
        only = found if names and ask.lines != ("*",) else await self._just_made(found, talk)
        if len(only) == 1:
            return Said(text=_withdrawn(await self._decider.withdraw(person, only[0].id)))
        return await self._which(person, words, found, talk)

    async def _just_made(self, found: Sequence[Request], talk: Talk | None) -> list[Request]:
        """Those of some requests that were made within the last minutes, in a conversation if it is one."""
        late = [each for each in found if self._clock() - each.created <= JUST_NOW]
        if talk is None:
            return late
        drafts = [await self._store(partial(Store.draft_of, number=each.id)) for each in late]
        places = [set(each.talk.places) if each and each.talk else set() for each in drafts]
        return [each for each, where in zip(late, places, strict=True) if where.intersection(talk.places)]

    async def _which(self, person: Member, words: str, found: Sequence[Request], talk: Talk | None) -> Question:
        choices = [Choice(label=_label(each), text=f"withdraw request {each.id}") for each in found[:MOST_OFFERED]]
        if len(found) == 1:
            text = "Should this request be withdrawn?"
        else:
            text = "Which request should be withdrawn?"
            text += f" The newest {MOST_OFFERED} of {len(found)}:" if len(found) > MOST_OFFERED else ""
        return await self._proposer.question(person, words, text, choices, sentence=_ASKED, talk=talk)


def _label(request: Request) -> str:
    return f"Request {request.id} – {request.plan.summary}"


def _withdrawn(request: Request) -> str:
    """What was taken back of a request, and on which lines it stays as it is."""
    taken = [part.plan.summary for part in request.parts if part.state is State.WITHDRAWN]
    others = [part.plan.line.name for part in request.parts if part.state is not State.WITHDRAWN]
    stays = [f"On {describe.listed(others)} request {request.id} stays as it is."] if others else []
    return " ".join(["Withdrawn:", *taken, *stays])
