"""Conversations: what is asked back may be answered by typing, as well as by the buttons of the question."""

from collections.abc import Sequence
from functools import partial

from adapters import Value
from bot import language
from bot.answers import Question, Said
from bot.kept import Draft, Talk
from bot.language import Ask, Verb
from bot.lines import Clock
from bot.policy import Member
from bot.proposing import Proposer
from bot.shelves import DRAFT_LIFE
from bot.store import Store, StoreThread

_LOOKS = frozenset((Verb.STATUS, Verb.SIMULATE, Verb.HISTORY, Verb.HELP))
"""What can be asked in between; the question stays open."""
_MOST = 4
_ANEW = "Say what you want as one sentence, for example: close support Saturday."
_DROPPED = "All right, nothing was asked for."
_EXPIRED = f"The question that this may answer is more than an hour old, so it is closed. {_ANEW}"
_PRESSED = f"That question was answered with its button already, so nothing was made of this. {_ANEW}"


class Heard(Value):
    """A sentence that stands for what was typed."""

    words: str
    """All that was typed for it."""
    sentence: str


class Listener:
    """Finds the question that somebody answers, and what their answer makes of it."""

    def __init__(self, *, store: StoreThread, proposer: Proposer, clock: Clock) -> None:
        self._store = store
        self._proposer = proposer
        self._clock = clock

    async def hear(self, person: Member, words: str, talk: Talk) -> Heard | Question | Said:
        """What somebody says in a conversation, in the light of the question that is open there."""
        new = Heard(words=words, sentence=words)
        kept = await self._store(partial(Store.last_question, person=person.person, places=talk.places))
        if kept is None or not words.strip() or kept.ended in {"typed", "dropped"}:
            return new
        if kept.ended or self._clock() - kept.created > DRAFT_LIFE:
            return await self._late(person, kept, words) or new
        return await self._answered(person, kept, words, new)

    async def press(self, draft: Draft) -> None:
        """Note that a question was answered with its button."""
        if draft.asked:
            await self._end(draft, "pressed")

    async def _answered(self, person: Member, kept: Draft, words: str, new: Heard) -> Heard | Question | Said:
        if language.declines(words):
            await self._end(kept, "dropped")
            return Said(text=_DROPPED)
        choice = language.chosen(words, kept.labels)
        if choice is not None:
            return await self._gone_on(kept, words, kept.choices[choice])
        own = await self._proposer.understand(person, words)
        if own.question is not None:
            return await self._pieced(person, kept, words, new, own)
        if own.verb not in _LOOKS:
            await self._end(kept, "dropped")
        return new

    async def _pieced(self, person: Member, kept: Draft, words: str, new: Heard, own: Ask) -> Heard | Question:
        """What is said is no whole sentence: a piece that completes the kept one, or the beginning of another."""
        whole, going_on, remark = await self._completed(person, kept, words)
        if len(whole) == 1:
            return await self._gone_on(kept, words, whole[0].readback)
        if whole:
            return await self._which(person, kept, words, whole)
        if not own.lost:
            await self._end(kept, "dropped")
            return new
        if going_on:
            return await self._gone_on(kept, words, going_on)
        return await self._again(person, kept, remark or f"I cannot tell what “{_short(words)}” says to that.")

    async def _completed(self, person: Member, kept: Draft, piece: str) -> tuple[list[Ask], str, str]:
        """What the kept sentence means with a piece; else how it reads with it, and still lacks something; and why not.

        Each way is taken only if it is understood with every word.
        """
        going_on = remark = ""
        for tried in language.ways(kept.sentence, piece, kept.asked):
            asks = [(way, await self._proposer.understand(person, way)) for way in tried]
            whole = {ask.readback: ask for _, ask in asks if ask.question is None and not _swallows(ask, piece, kept)}
            if whole:
                return list(whole.values()), "", ""
            for way, ask in asks:
                if ask.question and not ask.lost and ask.question != kept.asked:
                    lacks = bool(ask.choices) or ask.question.rstrip().endswith("?") or "?" in ask.question
                    going_on = going_on or (way if lacks else "")
                    remark = remark or ("" if lacks else ask.question)
        return [], going_on, remark

    async def _late(self, person: Member, kept: Draft, words: str) -> Said | None:
        """That a question is closed, where the words say nothing by themselves and would have answered it."""
        own = await self._proposer.understand(person, words)
        if own.question is None or not own.lost:
            return None
        whole, going_on, _ = await self._completed(person, kept, words)
        fits = language.chosen(words, kept.labels) is not None or whole or going_on
        return Said(text=_PRESSED if kept.ended else _EXPIRED) if fits else None

    async def _gone_on(self, kept: Draft, words: str, sentence: str) -> Heard:
        await self._end(kept, "typed")
        return Heard(words=f"{kept.words} … {words}", sentence=sentence)

    async def _which(self, person: Member, kept: Draft, words: str, asks: Sequence[Ask]) -> Question:
        """The ways in which an answer can be meant, to choose from."""
        await self._end(kept, "typed")
        choices = [language.Choice(label=each.sentence, text=each.readback) for each in asks[:_MOST]]
        said = f"{kept.words} … {words}"
        return await self._proposer.question(
            person, said, "Which one is meant?", choices, sentence=kept.sentence, talk=kept.talk
        )

    async def _again(self, person: Member, kept: Draft, remark: str) -> Question:
        """The same question once more."""
        ask = await self._proposer.understand(person, kept.sentence)
        how = kept.talk.how if kept.talk else ""
        return Question(draft=kept.id, text=f"{remark} {kept.asked}", choices=kept.labels, how=how, form=ask.form)

    async def _end(self, draft: Draft, how: str) -> None:
        ended = draft.model_copy(update={"ended": how})
        await self._store(lambda store: store.update_draft(ended))


def _swallows(ask: Ask, piece: str, kept: Draft) -> bool:
    """Whether the piece is only a part of free words by now, of which it was not said to be one."""
    if kept.asked.startswith(language.WHAT_TO_SAY):
        return False
    said = piece.casefold().strip(" .?!")
    led = said.startswith(("for ", "because", "due ", "-", "reason"))
    free = [] if led else [ask.reason]
    free += [str(each) for each in (ask.target, ask.option, ask.what) if each]
    free += [ask.value] if isinstance(ask.value, str) else []
    return any(said in each.casefold() for each in free)


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 60 else f"{line[:59]}…"
