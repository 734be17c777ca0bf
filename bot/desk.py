"""The use cases, knowing no Slack: hear a sentence, propose a plan, send it, decide it."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from adapters import LineKind
from bot import describe, editing, plans
from bot.alerts import Alert
from bot.almanac import Almanac
from bot.answers import (
    Answer,
    Blank,
    Editing,
    History,
    Input,
    Mistakes,
    Overview,
    Preparing,
    Proposal,
    Question,
    Said,
    Statuses,
    Wanted,
)
from bot.bell import Bell
from bot.briefing import Briefer
from bot.conversing import Heard, Listener
from bot.creating import Creator, is_new_line
from bot.deciding import Decider
from bot.editor import Editor
from bot.ending import Ender
from bot.errors import SayError, TooLateError
from bot.helping import Helper
from bot.historian import EVERYTHING, Historian, wanted_of
from bot.kept import Talk
from bot.language import Ask, Verb
from bot.lines import Clock, Lines
from bot.mending import Mender
from bot.people import People
from bot.planner import Planner
from bot.policy import Member, Policy
from bot.proposing import NO_LONGER_OPEN, Proposer
from bot.refusals import Refusals, check_insider
from bot.requests import Request, State
from bot.sending import Sender
from bot.status import NOW, Reporter, When, when_of
from bot.stopping import Stopper
from bot.store import StoreThread
from bot.undo import last_changed, named_request
from bot.wayback import Unwinder

NO_CHANGES = frozenset(
    {
        Verb.STATUS,
        Verb.SIMULATE,
        Verb.HISTORY,
        Verb.WITHDRAW,
        Verb.DELEGATE,
        Verb.HOLIDAYS,
        Verb.FREEZE,
        Verb.THAW,
        Verb.HELP,
        Verb.UNKNOWN,
    }
)
"""What is no wish for a change of a line, so that somebody's message is none that can be taken up."""


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
        support: str = "",
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
        self._historian = Historian(store, lines, clock)
        self._almanac = Almanac(store, lines, clock)
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
        self._editor = Editor(
            store=store, lines=lines, policy=policy, clock=clock, planner=self._planner, proposer=self._proposer
        )
        self._decider = Decider(
            store=store, lines=lines, policy=policy, people=people, clock=clock, bell=self.bell, step=step
        )
        unwinder = Unwinder(lines=lines, planner=self._planner, clock=clock)
        self._ender = Ender(store=store, sender=self._sender, unwinder=unwinder, bell=self.bell)
        self.briefer = Briefer(
            store=store,
            lines=lines,
            policy=policy,
            report=self._report,
            decider=self._decider,
            clock=clock,
            support=support,
        )
        self._listener = Listener(store=store, proposer=self._proposer, clock=clock)
        self._helper = Helper(lines, policy)
        self._stopper = Stopper(store=store, policy=policy, decider=self._decider, bell=self.bell)
        self._mender = Mender(store=store, lines=lines, policy=policy, people=people, clock=clock, bell=self.bell)

    def subscribe(self, listener: Callable[[], None]) -> None:
        """Call `listener` whenever a request moved."""
        self.bell.subscribe(listener)

    async def admit(self, person: Member, attempt: str = "ask") -> None:
        """Turn away who is no full member of the workspace: the phones are none of their business."""
        await self._refusals.admit(person, attempt)

    async def hear(self, person: Member, words: str, *, page: int = 0) -> Answer:
        """Answer a sentence, without waiting for a vendor where a form has to open; of a long answer a page."""
        await self.admit(person)
        return await self._answer(person, words, words, page)

    async def converse(self, person: Member, words: str, talk: Talk) -> Answer:
        """Answer what is said in a conversation, where a question may be open that it answers."""
        await self.admit(person)
        heard = await self._listener.hear(person, words, talk)
        return await self._answer(person, heard.words, heard.sentence, talk=talk) if isinstance(heard, Heard) else heard

    async def choose(self, person: Member, draft: str, index: int) -> Answer:
        """Continue with one of the choices of a question."""
        kept = await self._proposer.draft(person, draft)
        if not 0 <= index < len(kept.choices):
            raise TooLateError(NO_LONGER_OPEN)
        await self._listener.press(kept)
        return await self._answer(person, kept.words, kept.choices[index], talk=kept.talk)

    async def review(self, person: Member, draft: str) -> Answer:
        """The form of a draft once more."""
        kept = await self._proposer.draft(person, draft)
        if kept.form is not None:
            return await self._editor.of_draft(person, draft)
        return self._creator.preparing(kept) if is_new_line(kept) else await self._proposer.propose(person, kept)

    async def prepare(self, person: Member, draft: str) -> Answer:
        """Read the lines that a draft needs, then propose; for a new line ask what can be made."""
        kept = await self._proposer.draft(person, draft)
        if is_new_line(kept):
            return await self._creator.blank(person, kept)
        if kept.form is not None:
            return await self._editor.prepare(person, kept)
        ask = await self._proposer.understand(person, kept.sentence)
        ask = ask if ask.question else await self._aimed(ask)
        for name in self.lines.named(ask.lines):
            await self._planner.read(name)
        return await self._answer(person, kept.words, kept.sentence, talk=kept.talk)

    async def edit(
        self, person: Member, form: str = "", names: Sequence[str] = (), *, words: str = ""
    ) -> Editing | Preparing:
        """The form of a change, as far as it is known which and for which lines."""
        await self.admit(person)
        return await self._editor.begin(person, form, names, words=words)

    async def edit_draft(self, person: Member, draft: str) -> Editing:
        """The form in which what was proposed can be changed."""
        return await self._editor.of_draft(person, draft)

    async def edited(
        self,
        person: Member,
        draft: str,
        form: str,
        lines: Sequence[str],
        values: Mapping[str, plans.Typed],
        *,
        generation: int | None = None,
        shared: bool | None = None,
        announced: str | None = None,
    ) -> Editing:
        """The form of a change with what stands in it now, and the plan of that.

        `generation` is the one that the form showed; `shared` and `announced` are None where it did not ask.
        """
        return await self._editor.changed(
            person, draft, form, lines, values, generation=generation, shared=shared, announced=announced
        )

    async def inputs(self, person: Member, draft: str) -> tuple[Input, ...]:
        """What the form of a change asks for as it stands, with all that can be chosen in it."""
        return await self._editor.inputs(person, draft)

    def called(self, person: Member) -> dict[str, str]:
        """What the lines are called by, by their names; none of the business of outsiders."""
        check_insider(person)
        return {each.name: " ".join([each.name, *each.aliases]) for each in self.lines.settings}

    def unread(self, names: Iterable[str]) -> tuple[str, ...]:
        """Those lines that a vendor has to be asked about first."""
        return tuple(name for name in names if self.lines.seen(name) is None)

    async def take_up(self, person: Member, words: str) -> Answer:
        """The change that a message asks for, be it somebody else's; where that is not clear, a form to fill in."""
        await self.admit(person)
        self.policy.check_asker(person)
        ask = await self._proposer.understand(person, words)
        if ask.choices if ask.question else ask.verb not in NO_CHANGES:
            return await self._answer(person, words, words)
        form = editing.of_ask(ask)
        names = self.lines.named(ask.lines) if form else ()
        return await self.edit(person, form.name if form else "", names, words=words)

    async def make_line(self, person: Member) -> Answer:
        """The form of a new line."""
        await self.admit(person)
        self.policy.check_asker(person)
        return await self._creator.begin(person, "", Ask(verb=Verb.CREATE, sentence="Create a new line."))

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

        What is being written just now is undone next, or ends where nothing was written; what cannot be looked at just
        now is undone as soon as it can be.
        """
        await self._decider.check_reverter(person, request)
        return await self._ender.end(person, request)

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

    async def overview(self, person: Member, page: int = 0) -> Overview:
        """What somebody's Home shows, with a page of the lines."""
        check_insider(person)
        return await self.briefer.overview(person, page, self._helper.help(person, welcome=True))

    async def status(
        self, names: Iterable[str], when: When = NOW, *, person: Member | None = None, page: int | None = None
    ) -> Statuses:
        """What callers of some lines get, now or at another time; read anew where the vendor answers in time.

        `person` is who looks, and may get buttons to act; of many lines only those on a `page` are read, if it is one.
        """
        if person is not None:
            await self.admit(person, "look")
        lines = await self._report.report(tuple(names), when, page)
        may_ask = person is not None and self.policy.may_ask(person)
        seen = self.lines.seen(lines[0].name) if len(lines) == 1 and may_ask else None
        forms = tuple(each.name for each in editing.offered(seen.facts)) if seen and seen.facts.managed else ()
        return Statuses(lines=lines, page=page or 0, may_ask=may_ask, forms=forms)

    async def history(
        self, wanted: Wanted = EVERYTHING, person: Member | None = None, *, page: int = 0, newest: int = 0
    ) -> History:
        """A page of the records, the newest first; `person` is who looks, and `newest` what the first page went by."""
        if person is not None:
            await self.admit(person, "look")
        may_ask = person is not None and self.policy.may_ask(person)
        return await self._historian.history(wanted, may_ask=may_ask, page=page, newest=newest)

    async def _answer(
        self, person: Member, words: str, sentence: str, page: int = 0, *, talk: Talk | None = None
    ) -> Answer:
        """Answer what was typed; `sentence` is what stands for it by now."""
        ask = await self._proposer.understand(person, sentence)
        if ask.question is not None:
            gone = await self._of_gone(person, sentence)
            return gone or await self._asked_back(person, words, sentence, ask, talk)
        match ask.verb:
            case Verb.HELP | Verb.UNKNOWN:
                return self._helper.help(person, ask, welcome=not words.strip(), whom=talk is None or not talk.public)
            case Verb.EDIT:
                return await self._editor.begin(person, ask.form, self.lines.named(ask.lines), words=words, ask=ask)
            case Verb.STATUS | Verb.SIMULATE:
                return await self._statuses(person, ask, page)
            case Verb.HISTORY:
                return await self.history(wanted_of(ask, self.lines, person), person)
            case Verb.WITHDRAW | Verb.FREEZE | Verb.THAW:
                return await self._done(person, words, ask)
            case Verb.CREATE:
                self.policy.check_asker(person)
                return await self._creator.begin(person, words, ask)
            case Verb.HOLIDAYS:
                return await self._holidays(person, words, ask)
            case Verb.DELEGATE:
                msg = "Switchhook cannot do that yet. `/line help` shows what it can."
                raise SayError(msg)
            case _:
                return await self._proposer.change(person, words, sentence, await self._aimed(ask), talk)

    async def _holidays(self, person: Member, words: str, ask: Ask) -> Answer:
        """What callers get on public holidays, or the form that closes the lines on those that are missing."""
        if not ask.on:
            return await self._almanac.holidays(ask, may_ask=self.policy.may_ask(person))
        self.policy.check_asker(person)
        names = await self._almanac.missing(ask)
        if not names:
            return Said(text="No public holiday is missing there. `holidays` shows them all.")
        first = names[: editing.MOST_LINES]
        return await self._editor.begin(person, editing.FormName.HOLIDAYS, first, words=words, ask=ask)

    async def _asked_back(self, person: Member, words: str, sentence: str, ask: Ask, talk: Talk | None) -> Question:
        """A question back; of a change only to those who may ask for one."""
        if ask.form and not ask.lost:
            self.policy.check_asker(person)
        asked = await self._proposer.asked(person, words, sentence, ask, talk)
        tries = self._helper.tries(person) if ask.lost and not ask.choices else ()
        return asked.model_copy(update={"tries": tries})

    async def _statuses(self, person: Member, ask: Ask, page: int) -> Statuses:
        """The status that somebody asks for: of the lines that are named, or of those that are open or closed then."""
        when = when_of(ask, self.lines, self._clock(), person.zone)
        names = self.lines.named(ask.lines) or self.lines.names
        if ask.on is None:
            return await self.status(names, when, person=person, page=page)
        those = await self._report.those(names, when, is_open=ask.on)
        shown = await self.status(those, when, person=person, page=page)
        return shown.model_copy(update={"which": "open" if ask.on else "closed"})

    async def _done(self, person: Member, words: str, ask: Ask) -> Said:
        """Do at once what needs no plan."""
        if ask.verb is Verb.FREEZE:
            return Said(text=(await self.freeze(person, ask.reason, words)).text)
        if ask.verb is Verb.THAW:
            now = await self.people.member(person.person.user, fresh=True)  # as before any other decision
            return Said(text=(await self.thaw(now if now.person == person.person else person)).outcome)
        withdrawn = await self._decider.withdraw_last(person, self.lines.named(ask.lines))
        return Said(text=_withdrawn(withdrawn))

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
            return await self.history(wanted_of(ask, self.lines, person), person)
        named = [each for each in gone if each.name in ask.lines]
        told = [f"{each.name} is gone: request {each.gone} has deleted it." for each in named]
        return Said(text=f"{' '.join(told)} `history {named[0].name}` tells how it came.") if told else None

    async def _sent(self, request: Request) -> Request:
        self._step("stored")
        self.bell.ring()
        return request


def _withdrawn(request: Request) -> str:
    """What was taken back of a request, and on which lines it stays as it is."""
    taken = [part.plan.summary for part in request.parts if part.state is State.WITHDRAWN]
    others = [part.plan.line.name for part in request.parts if part.state is not State.WITHDRAWN]
    stays = [f"On {describe.listed(others)} request {request.id} stays as it is."] if others else []
    return " ".join(["Withdrawn:", *taken, *stays])
