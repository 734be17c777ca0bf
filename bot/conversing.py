"""Conversations: what is asked back may be answered by typing, as well as by the buttons of the question."""

from collections.abc import Sequence
from dataclasses import dataclass, field
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
_WHICH, _THIS = "Which one is meant?", "Is this meant?"
_DROPPED = "All right, nothing was done."
_EXPIRED = f"The question that this may answer is more than an hour old, so it is closed. {_ANEW}"
_PRESSED = f"That question was answered with its button already, so nothing was made of this. {_ANEW}"


class Heard(Value):
    """A sentence that stands for what was typed."""

    words: str
    """All that was typed for it."""
    sentence: str


@dataclass
class _Made:
    """What an answer makes of a sentence."""

    whole: list[Ask] = field(default_factory=list)
    """What it means with it, …"""
    others: list[Ask] = field(default_factory=list)
    """… or would mean, but something that was said before would be another, …"""
    going_on: str = ""
    """… or how it reads where it still lacks something, …"""
    remark: str = ""
    """… or why it cannot be meant so."""


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
        choice = language.chosen(words, kept.labels)
        if choice is None and len(kept.labels) > 1 and language.wants_yes_or_no(words, kept.asked):
            return await self._again(person, kept, f"I cannot tell which one “{_short(words)}” means.")
        if choice is None and language.declines(words):
            await self._end(kept, "dropped")
            return Said(text=_DROPPED)
        newer = await self._newer(person, kept, words)
        if newer is not None:
            return newer
        if choice is not None:
            return await self._taken(person, kept, words, kept.choices[choice])
        own = await self._proposer.understand(person, words)
        if own.question is not None:
            return await self._pieced(person, kept, words, new, own)
        if own.verb not in _LOOKS:
            await self._end(kept, "dropped")
        elif own.lines:
            await self._keep(kept.model_copy(update={"between": own.readback}))
        return new

    async def _newer(self, person: Member, kept: Draft, words: str) -> Heard | Question | None:
        """What an answer says to what was asked elsewhere since; None if nothing was, or it says nothing to that."""
        newer = await self._store(partial(Store.newer_question, person=person.person, than=kept))
        if newer is None or self._clock() - newer.created > DRAFT_LIFE:
            return None
        found = await self._meant(person, newer, words)
        if not found:
            return None
        asks = [*await self._meant(person, kept, words), *found]
        if len(asks) == 1:
            return await self._gone_on(newer, words, asks[0].readback)
        await self._end(newer, "typed")
        both = kept.model_copy(update={"words": f"{kept.words} / {newer.words}"})
        return await self._which(person, both, words, asks)

    async def _meant(self, person: Member, kept: Draft, words: str) -> list[Ask]:
        """All that an answer can mean of a sentence, as whole asks."""
        choice = language.chosen(words, kept.labels)
        if choice is not None:
            return [await self._proposer.understand(person, kept.choices[choice])]
        return (await self._completed(person, kept, words)).whole

    async def _taken(self, person: Member, kept: Draft, words: str, answer: str) -> Heard | Question:
        """What an answer makes of the kept sentence, unless the same words mean something else in one sentence."""
        whole = f"{kept.sentence} {words}"
        if language.may_turn(kept.sentence) or language.may_turn(whole):
            asks = [await self._proposer.understand(person, each) for each in (whole, answer)]
            if asks[0].question is None and asks[0].readback != asks[1].readback:
                return await self._which(person, kept, words, asks)
        ask = await self._proposer.understand(person, answer)
        return (
            await self._settled(person, kept, words, ask) if kept.between else await self._gone_on(kept, words, answer)
        )

    async def _settled(self, person: Member, kept: Draft, words: str, ask: Ask) -> Heard | Question:
        """What an answer means, unless other lines were looked at since: it may belong to that."""
        looked = await self._proposer.understand(person, kept.between) if kept.between else ask
        if set(looked.lines) == set(ask.lines):
            return await self._gone_on(kept, words, ask.readback)
        ways = [each for tried in language.ways(kept.between, words, "") for each in tried]
        asks = [await self._proposer.understand(person, each) for each in ways]
        more = [each for each in asks if each.question is None and each.verb in _LOOKS and each.lines == looked.lines]
        return await self._which(person, kept, words, [ask, *more[:1]])

    async def _pieced(self, person: Member, kept: Draft, words: str, new: Heard, own: Ask) -> Heard | Question:
        """What is said is no whole sentence: a piece that completes the kept one, or the beginning of another."""
        made = await self._completed(person, kept, words)
        if len(made.whole) == 1:
            return await self._taken(person, kept, words, made.whole[0].readback)
        if made.whole:
            return await self._which(person, kept, words, made.whole)
        others = made.others if own.lost else [each for each in made.others if each.verb is own.verb]
        if others:
            return await self._which(person, kept, words, others, "That says something else than before. ")
        if not own.lost:
            await self._end(kept, "dropped")
            return new
        if made.going_on:
            return await self._gone_on(kept, words, made.going_on)
        return await self._again(person, kept, made.remark or f"I cannot tell what “{_short(words)}” says to that.")

    async def _completed(self, person: Member, kept: Draft, piece: str) -> _Made:
        """What the kept sentence means with a piece; else how it reads with it, and still lacks something; and why not.

        Each way is taken only if it is understood with every word, and leaves all that was said before as it was.
        """
        question = await self._proposer.understand(person, kept.sentence)
        known = [await self._proposer.understand(person, each) for each in kept.choices]
        known = known if len(known) > 1 or question.question else []
        little = language.bare(question)
        made, others, guesses = _Made(), list[Ask](), list[Ask]()
        for count, tried in enumerate(language.ways(kept.sentence, piece, kept.asked)):
            asks = [(way, await self._proposer.understand(person, way)) for way in tried]
            found = {ask.readback: ask for _, ask in asks if ask.question is None and not _swallows(ask, piece, kept)}
            keeping = [ask for ask in found.values() if await self._keeps(person, kept, known, little, ask)]
            if keeping:
                return _Made(whole=keeping)
            if count == 0:
                others = list(found.values())
            else:  # in another order, or with words between that nobody has said
                guesses = guesses or list(found.values())
            for way, ask in asks:
                if not ask.question or ask.lost or ask.question == kept.asked:
                    continue
                lacks = bool(ask.choices) or "?" in ask.question
                if lacks and not made.going_on and await self._goes_on(person, kept, known, little, ask):
                    made.going_on = way
                made.remark = made.remark or ("" if lacks else ask.question)
        if others or guesses:
            made.others = await self._instead(person, kept, piece, (known, others, guesses))
        return made

    async def _keeps(self, person: Member, kept: Draft, known: Sequence[Ask], little: Ask, ask: Ask) -> bool:
        """Whether what an answer makes of a sentence says all that the sentence said before."""
        return language.keeps(known or await self._said(person, kept, ask, little) or [little], ask)

    async def _goes_on(self, person: Member, kept: Draft, known: Sequence[Ask], little: Ask, question: Ask) -> bool:
        """Whether what is asked back next is still about what was said before, as far as it tells."""
        is_other = little.verb is not Verb.UNKNOWN and question.verb not in {little.verb, Verb.UNKNOWN}
        if is_other or (little.lines and question.lines not in {(), little.lines}):
            return False
        leads = [await self._proposer.understand(person, each.text) for each in question.choices]
        return not leads or any([await self._keeps(person, kept, known, little, each) for each in leads])

    async def _said(self, person: Member, kept: Draft, ask: Ask, little: Ask) -> list[Ask]:
        """What a sentence says by itself, told by what it means with answers other than the one that was given."""
        lines = () if little.lines else ask.lines
        found: list[Ask] = []
        for at, trial in enumerate(language.trials(kept.sentence, lines)):
            tried = await self._proposer.understand(person, trial)
            found += [] if tried.question else [tried]
            if lines and at == 0 and (found or little.verb is Verb.UNKNOWN):
                break
        return [each for each in found if little.verb in {each.verb, Verb.UNKNOWN}]

    async def _instead(
        self, person: Member, kept: Draft, piece: str, read: tuple[Sequence[Ask], Sequence[Ask], Sequence[Ask]]
    ) -> list[Ask]:
        """What may be meant by a piece that changes what was said: that in its place, or only what was asked for.

        `read` is what the choices mean, what the sentence means with the piece, and in other ways.
        """
        known, others, guesses = read
        found = others or guesses
        line = next((each.lines[0] for each in found if len(each.lines) == 1 and each.lines[0] != "*"), "")
        news = [
            await self._proposer.understand(person, language.anew(kept.sentence, piece, each)) for each in ("", line)
        ]
        instead = [new for new in news if not (new.question or _swallows(new, piece, kept)) and _is_like(new, found)]
        only = [each for each in known if any(each.lines == other.lines for other in found)]
        asks = [*(only if len(only) == 1 else []), *instead[:1], *others]
        return list({each.sentence: each for each in asks or guesses}.values())

    async def _late(self, person: Member, kept: Draft, words: str) -> Said | None:
        """That a question is closed, where the words say nothing by themselves and would have answered it."""
        own = await self._proposer.understand(person, words)
        if own.question is None or not own.lost:
            return None
        made = await self._completed(person, kept, words)
        fits = language.chosen(words, kept.labels) is not None or made.whole or made.going_on
        return Said(text=_PRESSED if kept.ended else _EXPIRED) if fits else None

    async def _gone_on(self, kept: Draft, words: str, sentence: str) -> Heard:
        await self._end(kept, "typed")
        return Heard(words=f"{kept.words} … {words}", sentence=sentence)

    async def _which(self, person: Member, kept: Draft, words: str, asks: Sequence[Ask], remark: str = "") -> Question:
        """The ways in which an answer can be meant, to choose from."""
        await self._end(kept, "typed")
        choices = [language.Choice(label=each.sentence, text=each.readback) for each in asks[:_MOST]]
        said = f"{kept.words} … {words}"
        return await self._proposer.question(
            person, said, f"{remark}{_WHICH if choices[1:] else _THIS}", choices, sentence=kept.sentence, talk=kept.talk
        )

    async def _again(self, person: Member, kept: Draft, remark: str) -> Question:
        """The same question once more."""
        ask = await self._proposer.understand(person, kept.sentence)
        how = kept.talk.how if kept.talk else ""
        return Question(draft=kept.id, text=f"{remark} {kept.asked}", choices=kept.labels, how=how, form=ask.form)

    async def _end(self, draft: Draft, how: str) -> None:
        await self._keep(draft.model_copy(update={"ended": how}))

    async def _keep(self, draft: Draft) -> None:
        await self._store(lambda store: store.update_draft(draft))


def _is_like(ask: Ask, others: Sequence[Ask]) -> bool:
    """Whether the same is to be done as others want."""
    return any(ask.verb is each.verb for each in others)


def _swallows(ask: Ask, piece: str, kept: Draft) -> bool:
    """Whether the piece is only a part of free words by now, of which it was not said to be one."""
    if kept.asked.startswith(language.WHAT_TO_SAY):
        return ask.value != language.told(piece)
    said = piece.casefold().strip(" .?!")
    led = said.startswith(("for ", "because", "due ", "-", "reason"))
    free = [] if led else [ask.reason]
    free += [str(each) for each in (ask.target, ask.option, ask.what) if each]
    free += [ask.value] if isinstance(ask.value, str) else []
    return any(said in each.casefold() for each in free)


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 60 else f"{line[:59]}…"
