"""From what was typed to a plan that can be sent: drafts, questions back, and what the policy says of a plan."""

import asyncio
from collections.abc import Iterable, Sequence
from functools import partial

from bot import editing, language
from bot.answers import Answer, Preparing, Proposal, Question, Said
from bot.creating import Creator, is_new_line
from bot.errors import NotAllowedError, SayError, TooLateError
from bot.intent import AskBackError
from bot.kept import Draft, Talk
from bot.language import Ask, Choice, KnownLine
from bot.lines import Clock, Lines
from bot.planner import Planner
from bot.policy import Member, Policy
from bot.refusals import check_insider
from bot.requests import Plan
from bot.sending import Sender
from bot.store import Store, StoreThread

NO_LONGER_OPEN = "That question is more than an hour old. Please ask again."


class Proposer:
    """Makes proposals of sentences and drafts."""

    def __init__(
        self,
        *,
        store: StoreThread,
        lines: Lines,
        policy: Policy,
        clock: Clock,
        planner: Planner,
        creator: Creator,
        sender: Sender,
    ) -> None:
        self._store = store
        self._lines = lines
        self._policy = policy
        self._clock = clock
        self._planner = planner
        self._creator = creator
        self._sender = sender

    async def understand(self, person: Member, words: str, beside: Iterable[str] = ()) -> Ask:
        """What somebody means; `beside` are the names of lines that may be spoken of beside those that are there."""
        known = [*self._lines.known(person.zone), *(KnownLine(name=each, zone=person.zone) for each in beside)]
        read = partial(language.read, words, now=self._clock(), lines=known, zone=person.zone, clock=person.clock)
        return await asyncio.to_thread(read)

    async def change(self, person: Member, words: str, sentence: str, ask: Ask, talk: Talk | None = None) -> Answer:
        """The plan of an ask, or the draft with which the lines that it needs are read first."""
        self._policy.check_asker(person)
        names = self._lines.named(ask.lines)
        known = self._lines.leading_as_seen if ask.target else self._lines.seen
        if any(known(name) is None for name in names):
            draft = await self._store(lambda store: store.add_draft(person.person, words, sentence=sentence, talk=talk))
            return Preparing(draft=draft.id, summary=ask.sentence)
        kept = await self._store(
            partial(Store.add_draft, person=person.person, words=words, ask=ask.model_dump(mode="json"), talk=talk)
        )
        return await self.propose(person, kept)

    async def propose(self, person: Member, draft: Draft) -> Answer:
        """The plan of a draft, or what has to be asked back."""
        if draft.ask is None:
            raise TooLateError(NO_LONGER_OPEN)
        if is_new_line(draft):
            return await self.judged(person, draft, self._creator.propose(person, draft))
        ask = Ask.model_validate(draft.ask)
        try:
            plan = await self._planner.plan(ask, draft)
        except AskBackError as error:
            asked, choices = self._asked_back(ask, error)
            return await self.question(
                person, draft.words, asked, choices, sentence=ask.readback, talk=draft.talk, line=_only(ask.lines)
            )
        understood = await self._said_back(person, ask, plan) if draft.form is None else ""
        shown = Proposal(draft=draft.id, words=draft.words, plan=plan, understood=understood, reason=ask.reason)
        form = editing.of_ask(ask) if draft.form is None and draft.alert is None else None
        shown = shown.model_copy(
            update={"announcing": await self._planner.announcing(plan), "form": form.name if form else ""}
        )
        return await self.judged(person, draft, shown)

    async def judged(self, person: Member, draft: Draft, shown: Proposal) -> Proposal:
        """A plan with what the policy says of it."""
        urgent = draft.ask is not None and Ask.model_validate(draft.ask).urgent
        return await self._sender.judged(person, shown, urgent=urgent)

    def _asked_back(self, ask: Ask, error: AskBackError) -> tuple[str, Sequence[Choice]]:
        """A question about one line; where several were named, an answer to it would leave the others out."""
        names = self._lines.named(ask.lines)
        if len(names) < 2:
            return str(error), error.choices
        return f"{error} You named {' and '.join(names)}: please ask for each of them by itself.", ()

    async def _said_back(self, person: Member, ask: Ask, plan: Plan) -> str:
        """What was understood, if a word was mended or the person lives by another clock than a line."""
        canonical = await self.understand(person, ask.readback)
        elsewhere = any(part.line.zone != person.zone for part in plan.parts)
        return ask.sentence if elsewhere or canonical.sentence != ask.sentence else ""

    async def question(
        self,
        person: Member,
        words: str,
        text: str,
        choices: Iterable[language.Choice],
        *,
        sentence: str = "",
        talk: Talk | None = None,
        answerable: bool = True,
        **shown: object,
    ) -> Question:
        """A question back, kept so that it can be answered later: `sentence` is what it is asked about.

        In a conversation it may be answered by typing; `shown` is more of what the question shows.
        """
        kept = tuple(choices)
        texts, labels = [each.text for each in kept], [each.label for each in kept]
        draft = await self._store(
            partial(
                Store.add_draft,
                person=person.person,
                words=words,
                sentence=sentence,
                choices=texts,
                labels=labels,
                asked=text,
                talk=talk,
                ended="" if answerable else "dropped",
            )
        )
        how = talk.how if talk and answerable else ""
        return Question.model_validate({"draft": draft.id, "text": text, "choices": tuple(labels), "how": how, **shown})

    async def asked(self, person: Member, words: str, sentence: str, ask: Ask, talk: Talk | None = None) -> Question:
        """The question that an ask is, with the form in which it can be answered as well."""
        answerable = not ask.lost or bool(ask.choices)
        return await self.question(
            person,
            words,
            ask.question or "",
            ask.choices,
            sentence=sentence,
            talk=talk,
            answerable=answerable,
            form=ask.form,
            line=_only(ask.lines),
        )

    async def chosen(self, draft: Draft, **choices: bool | str | None) -> Draft:
        """The draft with what the person chose in its form; None where nothing was asked."""
        chosen = draft.model_copy(update={name: each for name, each in choices.items() if each is not None})
        if chosen != draft:
            await self._store(lambda store: store.update_draft(chosen))
        return chosen

    async def draft(self, person: Member, draft: str) -> Draft:
        """Somebody's own draft; it expires."""
        check_insider(person)
        kept = await self._store(lambda store: store.draft(draft))
        if kept is None:
            raise TooLateError(NO_LONGER_OPEN)
        if kept.person != person.person:
            msg = "That was asked of somebody else. Say what you want with /line yourself."
            raise NotAllowedError(msg)
        return kept

    async def confirmed(
        self, person: Member, draft: str, digest: str, reason: str, *, shared: bool | None, announced: str | None
    ) -> tuple[Draft, Proposal]:
        """A draft with what was chosen in its form, and its plan as it is now; `moved` if that was not shown."""
        before = await self.draft(person, draft)
        kept = await self.chosen(before, shared=shared, announced=announced)
        self._policy.check_asker(person)
        proposal = await self.propose(person, kept)
        if not isinstance(proposal, Proposal):
            raise SayError(proposal.text if isinstance(proposal, (Question, Said)) else NO_LONGER_OPEN)
        if proposal.plan.digest == digest:
            return kept, proposal
        moved = "announced" if (kept.announced or "") != (before.announced or "") else "otherwise"
        return kept, proposal.model_copy(update={"moved": moved, "reason": reason})


def _only(lines: Sequence[str]) -> str:
    """The one line that is meant, if it is one."""
    return lines[0] if len(lines) == 1 and lines != ("*",) else ""
