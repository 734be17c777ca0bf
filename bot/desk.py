"""The use cases, knowing no Slack: hear a sentence, propose a plan, send it, decide it."""

import asyncio
import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from adapters import LineKind
from bot import language, plans
from bot.answers import Answer, Blank, Help, History, Mistakes, Overview, Preparing, Proposal, Question, Said, Statuses
from bot.bell import Bell
from bot.creating import Creator, is_new_line
from bot.errors import NotAllowedError, NotFoundError, SayError, TooLateError
from bot.examples import examples
from bot.intent import AskBackError
from bot.language import Ask, Choice, KnownLine, Verb
from bot.lines import Clock, Lines
from bot.planner import Planner
from bot.policy import Member, Policy
from bot.requests import OPEN, Draft, Plan, Record, Request, State
from bot.status import Reporter, moment_of
from bot.store import Store, StoreThread
from bot.undo import last_changed, named_request

NO_LONGER_OPEN = "That question is more than an hour old. Please ask again."


def no_step(_name: str) -> None:
    """Pass a step of the work; tests stop the process at one."""


class Desk:
    """Everything that a person can do; a surface gives it people and words, and shapes the answers."""

    def __init__(
        self,
        *,
        store: StoreThread,
        lines: Lines,
        policy: Policy,
        clock: Clock,
        bell: Bell | None = None,
        step: Callable[[str], None] = no_step,
    ) -> None:
        self.store = store
        self.lines = lines
        self.policy = policy
        self.bell = bell or Bell()
        self._clock = clock
        self._step = step
        self._report = Reporter(store, lines, clock)
        self._planner = Planner(store, lines, policy, clock)
        self._creator = Creator(store, lines, policy)

    def subscribe(self, listener: Callable[[], None]) -> None:
        """Call `listener` whenever a request moved."""
        self.bell.subscribe(listener)

    async def hear(self, person: Member, words: str) -> Answer:
        """Answer a sentence, without waiting for a vendor where a form has to open."""
        return await self._answer(person, words, words)

    async def choose(self, person: Member, draft: str, index: int) -> Answer:
        """Continue with one of the choices of a question."""
        kept = await self._draft(person, draft)
        if not 0 <= index < len(kept.choices):
            raise TooLateError(NO_LONGER_OPEN)
        return await self._answer(person, kept.words, kept.choices[index])

    async def review(self, person: Member, draft: str) -> Answer:
        """The form of a draft once more."""
        kept = await self._draft(person, draft)
        return self._creator.preparing(kept) if is_new_line(kept) else await self._propose(person, kept)

    async def prepare(self, person: Member, draft: str) -> Answer:
        """Read the lines that a draft needs, then propose; for a new line ask what can be made."""
        kept = await self._draft(person, draft)
        if is_new_line(kept):
            return await self._creator.blank(person, kept)
        ask = await self._understand(person, kept.sentence)
        for name in self.lines.named(ask.lines):
            await self._planner.read(name)
        return await self._answer(person, kept.words, kept.sentence)

    async def choose_kind(self, person: Member, draft: str, kind: str) -> Blank:
        """The form of a new line, of another kind."""
        return await self._creator.choose(person, await self._draft(person, draft), kind)

    async def kind(self, person: Member, draft: str, kind: str) -> LineKind:
        """All that can be said of a new line of the kind that a form is for."""
        return self._creator.kind(await self._draft(person, draft), kind)

    async def fill(
        self, person: Member, draft: str, kind: str, name: str, typed: Mapping[str, plans.Typed]
    ) -> Proposal | Mistakes:
        """The plan of a new line as a form was filled in, or what is wrong with it."""
        self.policy.check_asker(person)
        return await self._creator.fill(person, await self._draft(person, draft), kind, name, typed)

    async def share(self, person: Member, draft: str, *, shared: bool) -> Answer:
        """The plan of a draft for all lines that use the same schedule, or for those named alone."""
        return await self._propose(person, await self._chosen(await self._draft(person, draft), shared=shared))

    async def announce(self, person: Member, draft: str, text: str) -> Answer:
        """The plan of a draft with an announcement beside its keys; an empty text leaves that as it is."""
        return await self._propose(person, await self._chosen(await self._draft(person, draft), announced=text))

    async def send(
        self,
        person: Member,
        draft: str,
        digest: str,
        reason: str,
        *,
        shared: bool | None = None,
        announced: str | None = None,
    ) -> Request | Proposal:
        """Ask for approval of what a form showed; a Proposal back shows what is another by now.

        `shared` and `announced` are what stands in the form, None if it did not ask.
        """
        before = await self._draft(person, draft)
        kept = await self._chosen(before, shared=shared, announced=announced)
        self.policy.check_asker(person)
        proposal = await self._propose(person, kept)
        if not isinstance(proposal, Proposal):
            raise SayError(proposal.text if isinstance(proposal, (Question, Said)) else NO_LONGER_OPEN)
        if proposal.plan.digest != digest:
            moved = "announced" if (kept.announced or "") != (before.announced or "") else "otherwise"
            return proposal.model_copy(update={"moved": moved, "reason": reason})
        request = await self.store(
            partial(
                Store.add_request,
                person=person.person,
                words=kept.words,
                reason=reason,
                plan=_reasoned(proposal.plan, reason),
                expires=self.policy.expiry(self._clock(), _last_end(proposal.plan)),
                draft=draft,
            )
        )
        self._step("stored")
        self.bell.ring()
        return request

    async def request(self, number: int) -> Request:
        """One request."""
        try:
            return await self.store(lambda store: store.request(number))
        except LookupError as error:
            msg = f"There is no request {number}."
            raise NotFoundError(msg) from error

    async def check_decider(self, person: Member, request: int) -> Request:
        """The request, if this person may decide it now."""
        found = await self.request(request)
        self.policy.check_decider(person, found)
        self._check_pending(found)
        return found

    async def approve(self, person: Member, request: int, digest: str) -> Request:
        """Approve one plan; whoever decides first decides."""
        found = await self.check_decider(person, request)
        if found.plan.digest != digest:
            msg = "The plan has changed since this card was shown, so nothing was approved. Please look at it again."
            raise TooLateError(msg)
        return await self._decide(person, found, State.APPROVED, digest=digest)

    async def reject(self, person: Member, request: int, reason: str) -> Request:
        """Reject a request, with a reason for the person who asked."""
        if not any(each.isalnum() for each in reason):
            msg = "Say why, in a few words: whoever asked will read it."
            raise SayError(msg)
        return await self._decide(person, await self.check_decider(person, request), State.REJECTED, reason=reason)

    async def withdraw(self, person: Member, request: int) -> Request:
        """Take one's own request back before anyone has decided."""
        found = await self.request(request)
        if found.person != person.person:
            msg = "Only the person who asked can withdraw a request. An approver can reject it."
            raise NotAllowedError(msg)
        self._check_pending(found)
        return await self._decide(person, found, State.WITHDRAWN)

    async def overview(self, person: Member) -> Overview:
        """What somebody's Home shows."""
        requests = await self.store(lambda store: store.requests_in(OPEN))
        may_approve = self.policy.may_decide(person)
        pending = [each for each in requests if each.state is State.PENDING]
        return Overview(
            lines=await self._report.statuses(self.lines.names),
            waiting=tuple(each for each in pending if may_approve and each.person != person.person),
            mine=tuple(each for each in requests if each.person == person.person),
            coming=tuple(each for each in requests if each.state in {State.APPROVED, State.SCHEDULED}),
            may_ask=self.policy.may_ask(person),
            may_approve=may_approve,
            help=self._help(person),
        )

    async def status(self, names: Iterable[str], at: dt.datetime | None = None) -> Statuses:
        """What callers of some lines get, now or at another moment; read anew where the vendor answers in time."""
        return Statuses(lines=await self._report.read_anew(names, at))

    async def history(self, lines: Sequence[str] = (), since: dt.datetime | None = None) -> History:
        """The records of some lines or of all, the newest first."""
        records: list[Record] = await self.store(partial(Store.records, since=since))
        told = [record for record in reversed(records) if not lines or record.line in lines]
        return History(line=" and ".join(lines) or None, records=tuple(told))

    async def _understand(self, person: Member, words: str, beside: Iterable[str] = ()) -> Ask:
        """What somebody means; `beside` are the names of lines that may be spoken of beside those that are there."""
        known = [*self.lines.known(person.zone), *(KnownLine(name=each, zone=person.zone) for each in beside)]
        read = partial(language.read, words, now=self._clock(), lines=known, zone=person.zone, clock=person.clock)
        return await asyncio.to_thread(read)

    async def _answer(self, person: Member, words: str, sentence: str) -> Answer:
        """Answer what was typed; `sentence` is what stands for it by now."""
        ask = await self._understand(person, sentence)
        if ask.question is not None:
            gone = await self._of_gone(person, sentence)
            return gone or await self._question(person, words, ask.question, ask.choices)
        match ask.verb:
            case Verb.HELP | Verb.UNKNOWN:
                return self._help(person, welcome=not words.strip())
            case Verb.STATUS | Verb.SIMULATE:
                return await self.status(self.lines.named(ask.lines) or self.lines.names, moment_of(ask, self.lines))
            case Verb.HISTORY:
                return await self.history(() if "*" in ask.lines else ask.lines, moment_of(ask, self.lines))
            case Verb.WITHDRAW:
                return await self._withdraw_last(person, self.lines.named(ask.lines))
            case Verb.CREATE:
                self.policy.check_asker(person)
                return await self._creator.begin(person, words, ask)
            case Verb.DELEGATE | Verb.HOLIDAYS:
                msg = "Switchhook cannot do that yet. `/line help` shows what it can."
                raise SayError(msg)
            case Verb.UNDO if ask.request is not None:
                ask = named_request(ask, await self.request(ask.request), self.lines)
                return await self._change(person, words, sentence, ask)
            case Verb.UNDO if not ask.lines:
                lines = await last_changed(self.store, self.lines)
                return await self._change(person, words, sentence, ask.model_copy(update={"lines": lines}))
            case _:
                return await self._change(person, words, sentence, ask)

    async def _of_gone(self, person: Member, sentence: str) -> Answer | None:
        """The answer to a sentence about a line that was deleted: its history, or that it is gone."""
        gone = [each for name, each in self.lines.gone.items() if name.casefold() in sentence.casefold()]
        if not gone:
            return None
        ask = await self._understand(person, sentence, beside=[each.name for each in gone])
        if ask.verb is Verb.HISTORY and not ask.question:
            return await self.history(ask.lines, moment_of(ask, self.lines))
        named = [each for each in gone if each.name in ask.lines]
        told = [f"{each.name} is gone: request {each.gone} has deleted it." for each in named]
        return Said(text=f"{' '.join(told)} `history {named[0].name}` tells how it came.") if told else None

    async def _change(self, person: Member, words: str, sentence: str, ask: Ask) -> Answer:
        self.policy.check_asker(person)
        names = self.lines.named(ask.lines)
        known = self.lines.leading_as_seen if ask.target else self.lines.seen
        if any(known(name) is None for name in names):
            draft = await self.store(lambda store: store.add_draft(person.person, words, sentence=sentence))
            return Preparing(draft=draft.id, summary=ask.sentence)
        kept = await self.store(
            partial(Store.add_draft, person=person.person, words=words, ask=ask.model_dump(mode="json"))
        )
        return await self._propose(person, kept)

    async def _propose(self, person: Member, draft: Draft) -> Answer:
        if draft.ask is None:
            raise TooLateError(NO_LONGER_OPEN)
        if is_new_line(draft):
            return self._creator.propose(person, draft)
        ask = Ask.model_validate(draft.ask)
        try:
            plan = await self._planner.plan(ask, draft)
        except AskBackError as error:
            return await self._question(person, draft.words, *self._asked_back(ask, error))
        understood = await self._said_back(person, ask, plan)
        shown = Proposal(draft=draft.id, words=draft.words, plan=plan, understood=understood, reason=ask.reason)
        return shown.model_copy(update={"announcing": await self._planner.announcing(plan)})

    def _asked_back(self, ask: Ask, error: AskBackError) -> tuple[str, Sequence[Choice]]:
        """A question about one line; where several were named, an answer to it would leave the others out."""
        names = self.lines.named(ask.lines)
        if len(names) < 2:
            return str(error), error.choices
        return f"{error} You named {' and '.join(names)}: please ask for each of them by itself.", ()

    async def _said_back(self, person: Member, ask: Ask, plan: Plan) -> str:
        """What was understood, if a word was mended or the person lives by another clock than a line."""
        canonical = await self._understand(person, ask.readback)
        elsewhere = any(part.line.zone != person.zone for part in plan.parts)
        return ask.sentence if elsewhere or canonical.sentence != ask.sentence else ""

    async def _question(self, person: Member, words: str, text: str, choices: Iterable[language.Choice]) -> Question:
        kept = tuple(choices)
        texts = [each.text for each in kept]
        draft = await self.store(partial(Store.add_draft, person=person.person, words=words, choices=texts))
        return Question(draft=draft.id, text=text, choices=tuple(each.label for each in kept))

    async def _chosen(self, draft: Draft, **choices: bool | str | None) -> Draft:
        """The draft with what the person chose in its form; None where nothing was asked."""
        chosen = draft.model_copy(update={name: each for name, each in choices.items() if each is not None})
        if chosen != draft:
            await self.store(lambda store: store.update_draft(chosen))
        return chosen

    async def _draft(self, person: Member, draft: str) -> Draft:
        kept = await self.store(lambda store: store.draft(draft))
        if kept is None:
            raise TooLateError(NO_LONGER_OPEN)
        if kept.person != person.person:
            msg = "That was asked of somebody else. Say what you want with /line yourself."
            raise NotAllowedError(msg)
        return kept

    async def _decide(
        self, person: Member, found: Request, state: State, *, reason: str = "", digest: str | None = None
    ) -> Request:
        decided = await self.store(
            partial(Store.decide, number=found.id, state=state, person=person.person, reason=reason, digest=digest)
        )
        request = await self.request(found.id)
        if not decided:
            self._check_pending(request)
            msg = "The plan has changed since this card was shown, so nothing was decided. Please look at it again."
            raise TooLateError(msg)
        if state is State.APPROVED:
            self._step("approved")
        self.bell.ring()
        return request

    def _check_pending(self, request: Request) -> None:
        if request.state is not State.PENDING:
            msg = f"This request is already {request.state.word}, so nothing has changed."
            raise TooLateError(msg)
        if self._clock() >= request.expires:
            msg = "This request has expired, so nothing has changed. Ask again if it is still wanted."
            raise TooLateError(msg)

    async def _withdraw_last(self, person: Member, names: Sequence[str]) -> Said:
        requests = await self.store(lambda store: store.requests_in([State.PENDING]))
        mine = [each for each in requests if each.person == person.person and _is_about(each, names)]
        if not mine:
            msg = "You have no request that waits for approval, so there is nothing to withdraw."
            raise NotFoundError(msg)
        request = await self.withdraw(person, mine[-1].id)
        return Said(text=f"Withdrawn: {request.plan.summary}")

    def _help(self, person: Member, *, welcome: bool = False) -> Help:
        names = self.lines.names
        return Help(
            lines=names,
            examples=examples(names[0], may_ask=self.policy.may_ask(person)) if names else (),
            may_ask=self.policy.may_ask(person),
            welcome=welcome,
        )


def _is_about(request: Request, names: Sequence[str]) -> bool:
    return not names or any(part.plan.line.name in names for part in request.parts)


def _reasoned(plan: Plan, reason: str) -> Plan:
    """The plan with the reason kept in its closures and special hours; what an approval is bound to stays the same."""
    parts = []
    for part in plan.parts:
        changes = tuple(
            change.model_copy(update={"reason": reason}) if "reason" in type(change).model_fields else change
            for change in part.changes
        )
        parts.append(part.model_copy(update={"changes": changes}))
    return Plan(parts=tuple(parts))


def _last_end(plan: Plan) -> dt.datetime | None:
    ends = [part.ends for part in plan.parts]
    known = [end for end in ends if end is not None]
    return max(known) if len(known) == len(ends) and known else None
