"""The use cases, knowing no Slack: hear a sentence, propose a plan, send it, decide it."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from adapters import LineKind
from bot import plans
from bot.alerts import Alert
from bot.answers import Answer, Blank, Help, History, Mistakes, Overview, Proposal, Said, Statuses
from bot.bell import Bell
from bot.creating import Creator, is_new_line
from bot.deciding import Decider
from bot.errors import SayError, TooLateError
from bot.examples import examples
from bot.language import Ask, Verb
from bot.lines import Clock, Lines
from bot.mending import Mender
from bot.people import People
from bot.planner import Planner
from bot.policy import Member, Policy
from bot.proposing import NO_LONGER_OPEN, Proposer
from bot.refusals import Refusals, check_insider
from bot.requests import IN_FORCE, OPEN, Record, Request, State
from bot.sending import Sender
from bot.status import Reporter, moment_of
from bot.stopping import Stopper
from bot.store import Store, StoreThread
from bot.undo import last_changed, named_request


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
        people: People,
        clock: Clock,
        bell: Bell | None = None,
        step: Callable[[str], None] = no_step,
    ) -> None:
        self.store = store
        self.lines = lines
        self.policy = policy
        self.people = people
        self.bell = bell or Bell()
        self._clock = clock
        self._step = step
        self._refusals = Refusals(store)
        self._report = Reporter(store, lines, clock)
        self._planner = Planner(store, lines, policy, clock)
        self._creator = Creator(store, lines, policy)
        self._sender = Sender(store=store, policy=policy, people=people, clock=clock)
        self._proposer = Proposer(
            store=store,
            lines=lines,
            policy=policy,
            clock=clock,
            planner=self._planner,
            creator=self._creator,
            sender=self._sender,
        )
        self._decider = Decider(
            store=store, lines=lines, policy=policy, people=people, clock=clock, bell=self.bell, step=step
        )
        self._stopper = Stopper(store=store, policy=policy, decider=self._decider, bell=self.bell)
        self._mender = Mender(store=store, lines=lines, policy=policy, people=people, clock=clock, bell=self.bell)

    def subscribe(self, listener: Callable[[], None]) -> None:
        """Call `listener` whenever a request moved."""
        self.bell.subscribe(listener)

    async def admit(self, person: Member, attempt: str = "ask") -> None:
        """Turn away who is no full member of the workspace: the phones are none of their business."""
        await self._refusals.admit(person, attempt)

    async def hear(self, person: Member, words: str) -> Answer:
        """Answer a sentence, without waiting for a vendor where a form has to open."""
        await self.admit(person)
        return await self._answer(person, words, words)

    async def choose(self, person: Member, draft: str, index: int) -> Answer:
        """Continue with one of the choices of a question."""
        kept = await self._proposer.draft(person, draft)
        if not 0 <= index < len(kept.choices):
            raise TooLateError(NO_LONGER_OPEN)
        return await self._answer(person, kept.words, kept.choices[index])

    async def review(self, person: Member, draft: str) -> Answer:
        """The form of a draft once more."""
        kept = await self._proposer.draft(person, draft)
        return self._creator.preparing(kept) if is_new_line(kept) else await self._proposer.propose(person, kept)

    async def prepare(self, person: Member, draft: str) -> Answer:
        """Read the lines that a draft needs, then propose; for a new line ask what can be made."""
        kept = await self._proposer.draft(person, draft)
        if is_new_line(kept):
            return await self._creator.blank(person, kept)
        ask = await self._proposer.understand(person, kept.sentence)
        ask = ask if ask.question else await self._aimed(ask)
        for name in self.lines.named(ask.lines):
            await self._planner.read(name)
        return await self._answer(person, kept.words, kept.sentence)

    async def choose_kind(self, person: Member, draft: str, kind: str) -> Blank:
        """The form of a new line, of another kind."""
        return await self._creator.choose(person, await self._proposer.draft(person, draft), kind)

    async def kind(self, person: Member, draft: str, kind: str) -> LineKind:
        """All that can be said of a new line of the kind that a form is for."""
        return self._creator.kind(await self._proposer.draft(person, draft), kind)

    async def fill(
        self, person: Member, draft: str, kind: str, name: str, typed: Mapping[str, plans.Typed]
    ) -> Proposal | Mistakes:
        """The plan of a new line as a form was filled in, or what is wrong with it."""
        self.policy.check_asker(person)
        kept = await self._proposer.draft(person, draft)
        filled = await self._creator.fill(person, kept, kind, name, typed)
        return await self._proposer.judged(person, kept, filled) if isinstance(filled, Proposal) else filled

    async def share(self, person: Member, draft: str, *, shared: bool) -> Answer:
        """The plan of a draft for all lines that use the same schedule, or for those named alone."""
        kept = await self._proposer.draft(person, draft)
        return await self._proposer.propose(person, await self._proposer.chosen(kept, shared=shared))

    async def announce(self, person: Member, draft: str, text: str) -> Answer:
        """The plan of a draft with an announcement beside its keys; an empty text leaves that as it is."""
        kept = await self._proposer.draft(person, draft)
        return await self._proposer.propose(person, await self._proposer.chosen(kept, announced=text))

    async def send(
        self,
        person: Member,
        draft: str,
        digest: str,
        reason: str,
        *,
        shared: bool | None = None,
        announced: str | None = None,
        origin: str = "",
    ) -> Request | Proposal:
        """Ask for approval of what a form showed; a Proposal back shows what is another by now.

        `shared` and `announced` are what stands in the form, None if it did not ask. `origin` tells from where it is
        asked. Where the policy wants nobody's approval, the request comes back approved.
        """
        async with self._refusals.of(person, "send"):
            kept, proposal = await self._proposer.confirmed(
                person, draft, digest, reason, shared=shared, announced=announced
            )
            if proposal.moved:
                return proposal
            return await self._sent(await self._sender.send(person, kept, proposal.plan, reason, origin))

    async def rush(
        self,
        person: Member,
        draft: str,
        digest: str,
        reason: str,
        *,
        shared: bool | None = None,
        announced: str | None = None,
        origin: str = "",
    ) -> Request | Proposal:
        """Have what a form showed applied at once, as an emergency; a Proposal back shows what is another by now."""
        async with self._refusals.of(person, "apply at once"):
            kept, proposal = await self._proposer.confirmed(
                person, draft, digest, reason, shared=shared, announced=announced
            )
            if proposal.moved:
                return proposal
            return await self._sent(await self._sender.rush(person, kept, proposal.plan, reason, origin))

    async def request(self, number: int) -> Request:
        """One request."""
        return await self._decider.request(number)

    async def look(self, person: Member, number: int) -> Request:
        """One request, for somebody who wants to see all of it."""
        check_insider(person)
        return await self.request(number)

    async def check_decider(self, person: Member, request: int) -> Request:
        """The request, if this person may decide it now."""
        return await self._decider.check_decider(person, request)

    async def approve(self, person: Member, request: int, digest: str) -> Request:
        """Approve one plan, as one of as many as the policy asks for; whoever decides first decides."""
        return await self._decider.approve(person, request, digest)

    async def reject(self, person: Member, request: int, reason: str) -> Request:
        """Reject a request, with a reason for the person who asked."""
        return await self._decider.reject(person, request, reason)

    async def withdraw(self, person: Member, request: int) -> Request:
        """Take one's own request back before it was decided."""
        return await self._decider.withdraw(person, request)

    async def ratify(self, person: Member, request: int) -> Request:
        """Say that it was right to apply an emergency at once; before or after it is applied."""
        return await self._decider.ratify(person, request)

    async def revert(self, person: Member, request: int) -> Request:
        """Undo an emergency that nobody has ratified, at once; the request that does it, or the stopped one itself.

        What is being written just now is undone next, or ends where nothing was written.
        """
        await self._decider.check_reverter(person, request)
        note = "It was stopped before anything was written."
        is_stopped = await self.store(partial(Store.stop, number=request, person=person.person, note=note))
        self.bell.ring()
        emergency = await self.request(request)
        states = {part.state for part in emergency.parts}
        if states.isdisjoint(IN_FORCE):
            if not is_stopped and State.APPLYING not in states:
                msg = f"Request {request} is {emergency.state.word}, so there is nothing left to undo."
                raise TooLateError(msg)
            return emergency
        words = f"undo request {request}"
        ask = named_request(await self._proposer.understand(person, words), emergency, self.lines)
        for name in ask.lines:
            await self._planner.read(name)
        draft = await self.store(partial(Store.add_draft, person=person.person, words=words))
        plan = await self._planner.plan(ask, draft)
        return await self._sent(await self._sender.revert(person, emergency, draft, plan))

    async def retry(self, person: Member, request: int) -> Request:
        """Try again what failed of a request that was approved."""
        return await self._decider.retry(person, request)

    async def compensate(self, person: Member, request: int) -> Answer:
        """The plan that undoes what was applied of a request that failed in part."""
        await self._decider.check_compensator(person, request)
        return await self.hear(person, f"undo request {request}")

    async def nudge(self, person: Member, request: int) -> Request:
        """Call whoever may decide one's own request once more."""
        return await self._decider.nudge(person, request)

    async def freeze(self, person: Member, reason: str, words: str) -> Alert:
        """Stop all applying at once, for everybody."""
        async with self._refusals.of(person, "freeze"):
            return await self._stopper.freeze(person, reason, words)

    async def thaw(self, person: Member) -> Alert:
        """Lift the freeze."""
        async with self._refusals.of(person, "unfreeze"):
            return await self._stopper.thaw(person)

    async def adopt(self, person: Member, alert: Alert) -> Alert:
        """Take what somebody has changed outside Switchhook as what should be."""
        async with self._refusals.of(person, "adopt", line=alert.name):
            return await self._mender.adopt(person, alert)

    async def restore(self, person: Member, alert: Alert) -> Answer:
        """The plan that leads a line back to what it was before somebody changed it outside Switchhook."""
        async with self._refusals.of(person, "restore", line=alert.name):
            return await self._proposer.propose(person, await self._mender.restore(person, alert))

    async def overview(self, person: Member) -> Overview:
        """What somebody's Home shows."""
        check_insider(person)
        requests = await self.store(lambda store: store.requests_in(OPEN))
        emergencies = await self.store(Store.unratified)
        undecided = {
            each.id: each for each in [*emergencies, *requests] if each.state is State.PENDING or each.is_unratified
        }
        mine = {each.id: each for each in [*emergencies, *requests] if each.person == person.person}
        return Overview(
            lines=await self._report.statuses(self.lines.names),
            waiting=tuple(each for each in undecided.values() if self._decider.may_decide(person, each)),
            mine=tuple(mine.values()),
            coming=tuple(each for each in requests if each.state in {State.APPROVED, State.SCHEDULED}),
            may_ask=self.policy.may_ask(person),
            may_decide=self.policy.may_decide(person),
            help=self._help(person),
            alerts=tuple(await self.store(lambda store: store.open_alerts())),
        )

    async def status(self, names: Iterable[str], at: dt.datetime | None = None) -> Statuses:
        """What callers of some lines get, now or at another moment; read anew where the vendor answers in time."""
        return Statuses(lines=await self._report.read_anew(names, at))

    async def history(self, lines: Sequence[str] = (), since: dt.datetime | None = None) -> History:
        """The records of some lines or of all, the newest first."""
        records: list[Record] = await self.store(partial(Store.records, since=since))
        told = [record for record in reversed(records) if not lines or record.line in lines]
        return History(line=" and ".join(lines) or None, records=tuple(told))

    async def _answer(self, person: Member, words: str, sentence: str) -> Answer:
        """Answer what was typed; `sentence` is what stands for it by now."""
        ask = await self._proposer.understand(person, sentence)
        if ask.question is not None:
            gone = await self._of_gone(person, sentence)
            return gone or await self._proposer.question(person, words, ask.question, ask.choices)
        match ask.verb:
            case Verb.HELP | Verb.UNKNOWN:
                return self._help(person, welcome=not words.strip())
            case Verb.STATUS | Verb.SIMULATE:
                return await self.status(self.lines.named(ask.lines) or self.lines.names, moment_of(ask, self.lines))
            case Verb.HISTORY:
                return await self.history(() if "*" in ask.lines else ask.lines, moment_of(ask, self.lines))
            case Verb.WITHDRAW | Verb.FREEZE | Verb.THAW:
                return await self._done(person, words, ask)
            case Verb.CREATE:
                self.policy.check_asker(person)
                return await self._creator.begin(person, words, ask)
            case Verb.DELEGATE | Verb.HOLIDAYS:
                msg = "Switchhook cannot do that yet. `/line help` shows what it can."
                raise SayError(msg)
            case _:
                return await self._proposer.change(person, words, sentence, await self._aimed(ask))

    async def _done(self, person: Member, words: str, ask: Ask) -> Said:
        """Do at once what needs no plan."""
        if ask.verb is Verb.FREEZE:
            return Said(text=(await self.freeze(person, ask.reason, words)).text)
        if ask.verb is Verb.THAW:
            now = await self.people.member(person.person.user, fresh=True)  # as before any other decision
            return Said(text=(await self.thaw(now if now.person == person.person else person)).outcome)
        withdrawn = await self._decider.withdraw_last(person, self.lines.named(ask.lines))
        return Said(text=f"Withdrawn: {withdrawn.plan.summary}")

    async def _aimed(self, ask: Ask) -> Ask:
        """An ask with the lines that it is about, where only what it undoes tells them."""
        if ask.verb is Verb.UNDO and ask.request is not None:
            return named_request(ask, await self.request(ask.request), self.lines)
        if ask.verb is Verb.UNDO and not ask.lines:
            return ask.model_copy(update={"lines": await last_changed(self.store, self.lines)})
        return ask

    async def _of_gone(self, person: Member, sentence: str) -> Answer | None:
        """The answer to a sentence about a line that was deleted: its history, or that it is gone."""
        gone = [each for name, each in self.lines.gone.items() if name.casefold() in sentence.casefold()]
        if not gone:
            return None
        ask = await self._proposer.understand(person, sentence, beside=[each.name for each in gone])
        if ask.verb is Verb.HISTORY and not ask.question:
            return await self.history(ask.lines, moment_of(ask, self.lines))
        named = [each for each in gone if each.name in ask.lines]
        told = [f"{each.name} is gone: request {each.gone} has deleted it." for each in named]
        return Said(text=f"{' '.join(told)} `history {named[0].name}` tells how it came.") if told else None

    async def _sent(self, request: Request) -> Request:
        self._step("stored")
        self.bell.ring()
        return request

    def _help(self, person: Member, *, welcome: bool = False) -> Help:
        names = self.lines.names
        return Help(
            lines=names,
            examples=examples(names[0], may_ask=self.policy.may_ask(person)) if names else (),
            may_ask=self.policy.may_ask(person),
            welcome=welcome,
        )
